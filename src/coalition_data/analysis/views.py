"""Frames that join the tables: names and codes added; whose seat a claim speaks of."""

from __future__ import annotations

import os
from typing import Literal, overload

import pyarrow as pa
import pyarrow.compute as pc

from coalition_data.analysis import periods
from coalition_data.tables import derived, descriptor, loader
from coalition_data.texts import links

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import pandas as pd
    import polars as pl

    Row = dict[str, Any]


@overload
def load(
    table: str,
    *,
    engine: Literal["pandas"] = "pandas",
    joined: bool = False,
    folder: str | os.PathLike[str] | None = None,
) -> pd.DataFrame: ...
@overload
def load(
    table: str,
    *,
    engine: Literal["polars"],
    joined: bool = False,
    folder: str | os.PathLike[str] | None = None,
) -> pl.DataFrame: ...
@overload
def load(
    table: str,
    *,
    engine: str,
    joined: bool = False,
    folder: str | os.PathLike[str] | None = None,
) -> Any: ...
def load(
    table: str,
    *,
    engine: str = "pandas",
    joined: bool = False,
    folder: str | os.PathLike[str] | None = None,
) -> Any:
    """Return one table as a typed frame: as many rows as the table, in its order.

    Parameters
    ----------
    table: name of a table (`coalition-data tables` lists them).
    engine: `pandas`, `polars` or `pyarrow`.
    joined: add names, year, place and state codes behind the table's own columns, for each foreign
        key: `meeting_name_en`, `meeting_year`, `speaker_iso3`, `source_publisher` and so on. Codes
        of a participant and of a speaker are those of the state that the person represents there.
        Meetings get their own `year` and the codes of their country. A year is that in which all of
        a meeting's period lies; else it is missing. Claims get `link`, the page of their source at
        the words that they rest on, and `archive_link`, its copies in the archive.
    folder: a folder with a datapackage.json (default: the installed data).

    Returns a frame with the declared columns in order. In pandas text is `str` (object on pandas
    2), missing cells answer to `isna()`, enums are categories in the descriptor's order, dates
    `datetime64[ms]`, integers `Int64`, numbers `float64`, the index a RangeIndex. Nothing is
    repaired. Raises KeyError for an unknown table, ValueError for an unknown engine or a cell that
    doesn't have its declared type.

    >>> load("meetings")["meeting_id"].is_unique
    True
    """
    if not joined:
        return loader.read_frame(table, engine, folder)
    loader.check_engine(engine)
    return loader.to_frame(join(descriptor.read(folder), table), engine)


def join(package: descriptor.Package, table: str) -> pa.Table:
    """Return a table with its joined columns, as an Arrow table."""
    rows = loader.read_arrow(package, table)
    actors = loader.read_arrow(package, "actors")
    if table == "meetings":
        rows = _add_year_and_codes(rows, actors)
    for column, (target, _) in package.table(table).foreign.items():
        if target in derived.ADDED and target != table:
            rows = _add_columns(rows, column, target, package)
            if (table, column) in (("participants", "actor_id"), ("quotes", "speaker_id")):
                rows = _replace_codes(rows, column, _find_states(package, rows, column), actors)
    if "source_id" in package.table(table).foreign:
        for name, addresses in zip(
            ("link", "archive_link"), links.make_links(package, table, rows), strict=True
        ):
            rows = rows.append_column(name, pa.array(addresses, pa.string()))
    return rows


def _add_columns(rows: pa.Table, column: str, target: str, package: descriptor.Package) -> pa.Table:
    """Add columns of the rows of the table `target` to which a foreign key leads."""
    prefix = column.removesuffix("_id")
    other = loader.read_arrow(package, target)
    keys = other.column(package.table(target).key)
    at = pc.index_in(rows.column(column), value_set=keys.combine_chunks())
    for name in derived.ADDED[target]:
        rows = rows.append_column(f"{prefix}_{name}", other.column(name).take(at))
        if name == "date_start":
            rows = rows.append_column(f"{prefix}_year", _find_years(other).take(at))
    return rows


def _find_years(meetings: pa.Table) -> Any:
    rows = loader.to_rows(meetings.select(["date_start", "date_end", "date_precision"]))
    return pa.chunked_array([[periods.find_year(row) for row in rows]], pa.int64())


def _add_year_and_codes(meetings: pa.Table, actors: pa.Table) -> pa.Table:
    """Add to the meetings their year and the codes of their country."""
    meetings = meetings.append_column("year", _find_years(meetings))
    iso3 = actors.column("iso3").combine_chunks()
    at = pc.index_in(meetings.column("country"), value_set=iso3, skip_nulls=True)
    for name in ("cow_code", "gw_code"):
        meetings = meetings.append_column(f"country_{name}", actors.column(name).take(at))
    return meetings


def _find_states(package: descriptor.Package, rows: pa.Table, column: str) -> list[str]:
    """Return for each row whom the person represents, else the actor itself."""
    wanted = ("meeting_id", "source_id", column, "represents", "speaker_represents")
    claims = loader.to_rows(rows.select([name for name in wanted if name in rows.column_names]))
    if column == "actor_id":
        return [claim["represents"] or claim["actor_id"] for claim in claims]
    represents = {
        (seat["meeting_id"], seat["source_id"], seat["actor_id"]): seat["represents"]
        for seat in loader.list_rows(package, "participants")
    }
    states = []
    for claim in claims:
        seat = represents.get((claim["meeting_id"], claim["source_id"], claim["speaker_id"]))
        states.append(claim["speaker_represents"] or seat or claim["speaker_id"])
    return states


def _replace_codes(rows: pa.Table, column: str, states: list[str], actors: pa.Table) -> pa.Table:
    """Put the codes of `states` in the place of those of the persons."""
    ids = actors.column("actor_id").combine_chunks()
    at = pc.index_in(pa.array(states, pa.string()), value_set=ids)
    for name in ("iso3", "cow_code", "gw_code"):
        added = f"{column.removesuffix('_id')}_{name}"
        place = rows.column_names.index(added)
        rows = rows.set_column(place, added, actors.column(name).take(at))
    return rows


# The kinds of actors that a unit of attendance has.
UNITS = {"state": ("state",), "person": ("person", "office_holder")}


def find_complete_rosters(package: descriptor.Package) -> list[Row]:
    """Return the reports that list all who came; those that only announce a meeting can't."""
    columns = ["report_id", "meeting_id", "source_id", "stage", "roster"]
    reports = loader.list_rows(package, "reports", columns)
    complete = [report for report in reports if report["roster"] == "complete"]
    return [report for report in complete if report["stage"] != "preview"]


def find_actor(claim: Row, actors: dict[str, Row], unit: str) -> str | None:
    """Return the state or person to whom a claim's seat belongs, or None."""
    actor = actors[claim["actor_id"]]
    if unit == "person":
        actor = actors.get(actor["same_as"] or "", actor)
    elif actor["kind"] != "state":
        actor = actors.get(claim["represents"] or "", actor)
    return actor["actor_id"] if actor["kind"] in UNITS[unit] else None


def is_disputed(claims: list[Row], own: list[Row]) -> bool:
    """Say whether some claim has an actor there and another says that it stayed away.

    `claims` also has those on who came for a state, `own` those on the actor itself: that one of
    its ministers stayed away is no word on a state. Who was represented was absent: these agree.
    """
    came = any(claim["attendance"] == "attended" for claim in claims)
    return came and any(claim["attendance"] in ("absent", "declined") for claim in own)
