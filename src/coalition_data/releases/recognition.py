"""Which table, joined table, attendance or panel the rows of a frame are of."""

from __future__ import annotations

from collections import namedtuple

from coalition_data.releases import values
from coalition_data.releases.fingerprints import NA
from coalition_data.tables import columns, derived

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from coalition_data.tables.descriptor import Package, Table

# What pandas, R and others call the numbers of the rows that they write as a column.
ROW_NUMBERS = ("index", "level_0", "Unnamed: 0", "__index_level_0__", "", "...1", "X", "rownames")
# How many columns a message names.
MOST_NAMED = 6


class Found(namedtuple("Found", "rows table notes")):
    """The columns of a frame by name, the table that they are of, and what was done to read them.

    `table` has only the columns that the frame has; its key is among them.
    """

    __slots__ = ()


def recognise(package: Package, frame: Any, na: str = NA) -> Found:
    """Return the columns of a frame, and whose they are.

    The frame may lack columns if it keeps the key, or those that the key of a panel is made of:
    then the key is added. Row numbers are left out. Cells that read `na` are missing. Raises
    ValueError where the columns fit nothing, or two things alike.
    """
    names = columns.list_names(frame)
    numbers = [name for name in names if name in ROW_NUMBERS]
    table = _find_whole(package, names) or _find_part(package, frame, names, numbers)
    kept = [name for name in names if name in table.names]
    rows = {name: columns.get_column(frame, name) for name in kept}
    notes = []
    if numbers and len(kept) < len(names):
        notes.append(f'the column "{numbers[0]}" is left out: it numbers the rows')
    missing = [name for name in kept if na and values.has_text(frame, name, na)]
    if missing:
        shown = shorten(missing)
        notes.append(f'cells "{na}" count as missing, as R writes them (na="{na}"), in {shown}')
        rows |= {name: values.blank_text(frame, name, na) for name in missing}
    if table.key not in rows:
        rows[table.key] = _make_key(rows, table)
        kept.append(table.key)
    return Found(rows, derived.cut_columns(table, kept), notes)


def _find_whole(package: Package, names: list[str]) -> Table | None:
    """Return the table of the package that has exactly these columns, as most frames have."""
    found = sorted(names)
    whole = (table for table in package.tables.values() if sorted(table.names) == found)
    return next(whole, None)


def _find_part(package: Package, frame: Any, names: list[str], numbers: list[str]) -> Table:
    """Return the narrowest table or derived frame that has these columns, its key among them."""
    found = set(names) - set(numbers)
    known = list(derived.list_described(package))
    if len(set(names)) < len(names):
        _refuse(known, frame, names)
    holding = [table for table in known if found <= set(table.names)]
    keyed = [table for table in holding if table.key in found]
    if not keyed:
        keyed = [table for table in holding if set(derived.list_key_parts(table)) <= found]
        if len(keyed) > 1:
            kept = " or ".join(f"{table.key} of {table.name}" for table in keyed)
            raise ValueError(f"these columns fit {len(keyed)} frames: keep {kept}")
    if not keyed:
        _refuse(known, frame, names)
    return min(keyed, key=lambda table: len(table.names))


def _make_key(rows: dict[str, Any], table: Table) -> list[str]:
    parts = [values.plain_column(rows, table.field(name)) for name in derived.list_key_parts(table)]
    return ["/".join(map(str, cells)) for cells in zip(*parts, strict=True)]


def _refuse(known: Iterable[Table], frame: Any, names: list[str]) -> None:
    """Raise ValueError that names the nearest table and the columns that differ."""
    nearest = max(known, key=lambda table: (len(set(table.names) & set(names)), -len(table.names)))
    extra = set(names) - set(nearest.names)
    parts = [] if nearest.key in names else [f"without its key {nearest.key}"]
    if extra:
        parts.append(f"with {shorten(sorted(extra))}")
    differs = " and ".join(parts) or "with repeats"
    message = f"these columns fit no table; nearest is {nearest.name}, {differs}"
    raise ValueError(message + _suggest(frame, nearest, extra))


def shorten(names: list[str]) -> str:
    """Return names as a list for a message, cut if it gets long."""
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown}, …" if len(names) > MOST_NAMED else shown


def _suggest(frame: Any, nearest: Table, extra: set[str]) -> str:
    """Return what to do about a key that was made the index, or about other columns."""
    index = [name for name in getattr(getattr(frame, "index", None), "names", []) if name]
    if nearest.key in index:
        return f"; {', '.join(index)} is the index: call reset_index() first"
    return "; keep its own columns only" if extra else ""
