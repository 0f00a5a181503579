"""Frames that join the tables for reading."""

import pyarrow as pa
import pyarrow.compute as pc

from coalition_data import descriptor, loader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What a foreign key brings along from the row that it leads to.
ADDED = {
    "meetings": ("name_en", "name_fr", "date_start", "city", "country", "level"),
    "actors": ("name_en", "iso3", "cow_code", "gw_code"),
    "sources": ("publisher", "published", "url"),
}


def joined(table: str, engine: str = "pandas", folder: str | None = None) -> "Any":
    """Return a table with names, year, place and state codes added; as many rows as the table, in its order.

    For each foreign key the columns of ADDED come behind the declared ones, named for the key without `_id`:
    `meeting_name_en`, `meeting_year`, `speaker_iso3`, `source_publisher`. Codes of a person are those of the state that
    the person represents in that row. Types as in `load`; the year is an integer.
    """
    loader.check_engine(engine)
    package = descriptor.read(folder)
    declared = package.table(table)
    rows = loader.read_arrow(package, table)
    for column, (target, _) in declared.foreign.items():
        if target in ADDED and target != table:
            rows = _add(rows, column, loader.read_arrow(package, target), package.table(target))
    return loader.frame(rows, engine)


def _add(rows: pa.Table, column: str, other: pa.Table, target: descriptor.Table) -> pa.Table:
    prefix = column.removesuffix("_id")
    at = pc.index_in(rows.column(column), value_set=other.column(target.key).combine_chunks())
    for name in ADDED[target.name]:
        rows = rows.append_column(f"{prefix}_{name}", other.column(name).take(at))
        if name == "date_start":
            ends = other.column("date_end").take(at)
            year = pc.year(pc.coalesce(rows.column(f"{prefix}_date_start"), ends))
            rows = rows.append_column(f"{prefix}_year", year)
    return rows
