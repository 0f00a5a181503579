"""Frames that join the tables: names and codes added, who sat where, states by year."""

from __future__ import annotations

import os

import pyarrow as pa
import pyarrow.compute as pc

from coalition_data.tables import descriptor, loader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import pandas as pd

# What a foreign key brings along from the row that it leads to.
ADDED = {
    "meetings": ("name_en", "name_fr", "date_start", "city", "country", "level"),
    "actors": ("name_en", "iso3", "cow_code", "gw_code"),
    "sources": ("publisher", "published", "url"),
}


def load(
    table: str,
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
        key: `meeting_name_en`, `meeting_year`, `speaker_iso3`, `source_publisher` and so on. Codes of
        a participant and of a speaker are those of the state that the person represents there.
        Meetings get their own `year` and the codes of their country.
    folder: a folder with a datapackage.json (default: the installed data).

    Returns a frame with the declared columns in order. In pandas text is `str` (object on pandas 2),
    missing cells answer to `isna()`, enums are categories in the descriptor's order, dates
    `datetime64[ms]`, integers `Int64`, numbers `float64`, the index a RangeIndex. Nothing is repaired.
    Raises KeyError for an unknown table, ValueError for an unknown engine or a cell that doesn't have
    its declared type.

    >>> load("meetings")["meeting_id"].is_unique
    True
    """
    if not joined:
        return loader.read_frame(table, engine, folder)
    loader.check_engine(engine)
    package = descriptor.read(folder)
    rows = loader.read_arrow(package, table)
    actors = loader.read_arrow(package, "actors")
    if table == "meetings":
        rows = _add_own(rows, actors)
    for column, (target, _) in package.table(table).foreign.items():
        if target in ADDED and target != table:
            rows = _add(rows, column, loader.read_arrow(package, target), package.table(target))
            if column in ("actor_id", "speaker_id") and table in ("participants", "quotes"):
                rows = _add_codes(rows, column, _states(package, rows, column), actors)
    return loader.to_frame(rows, engine)


def _add(rows: pa.Table, column: str, other: pa.Table, target: descriptor.Table) -> pa.Table:
    prefix = column.removesuffix("_id")
    at = pc.index_in(rows.column(column), value_set=other.column(target.key).combine_chunks())
    for name in ADDED[target.name]:
        rows = rows.append_column(f"{prefix}_{name}", other.column(name).take(at))
        if name == "date_start":
            rows = rows.append_column(f"{prefix}_year", _year(other).take(at))
    return rows


def _year(meetings: pa.Table) -> Any:
    return pc.year(pc.coalesce(meetings.column("date_start"), meetings.column("date_end")))


def _add_own(meetings: pa.Table, actors: pa.Table) -> pa.Table:
    """Add to the meetings their year and the codes of their country."""
    meetings = meetings.append_column("year", _year(meetings))
    at = pc.index_in(
        meetings.column("country"),
        value_set=actors.column("iso3").combine_chunks(),
        skip_nulls=True,
    )
    for name in ("cow_code", "gw_code"):
        meetings = meetings.append_column(f"country_{name}", actors.column(name).take(at))
    return meetings


def _states(package: descriptor.Package, rows: pa.Table, column: str) -> list[str | None]:
    """Return for each row the actor whose codes count: whom the person represents, else the actor itself."""
    if column == "actor_id":
        return [
            row["represents"] or row["actor_id"]
            for row in rows.select(["represents", "actor_id"]).to_pylist()
        ]
    seats = loader.read_arrow(package, "participants").to_pylist()
    sat = {
        (seat["meeting_id"], seat["source_id"], seat["actor_id"]): seat["represents"]
        for seat in seats
    }
    quotes = rows.select(
        ["meeting_id", "source_id", "speaker_id", "speaker_represents"]
    ).to_pylist()
    keys = [(quote["meeting_id"], quote["source_id"], quote["speaker_id"]) for quote in quotes]
    return [
        q["speaker_represents"] or sat.get(key) or q["speaker_id"]
        for q, key in zip(quotes, keys, strict=True)
    ]


def _add_codes(rows: pa.Table, column: str, states: list[str | None], actors: pa.Table) -> pa.Table:
    at = pc.index_in(
        pa.array(states, pa.string()), value_set=actors.column("actor_id").combine_chunks()
    )
    for name in ("iso3", "cow_code", "gw_code"):
        column_name = f"{column.removesuffix('_id')}_{name}"
        codes = actors.column(name).take(at)
        rows = rows.set_column(rows.column_names.index(column_name), column_name, codes)
    return rows


# From the strongest claim to the weakest: what a source attests beats what one announces.
STRENGTH = ("attended", "represented", "absent", "declined", "expected", "invited", "unknown")
FIRMNESS = ("stated", "inferred", "uncertain")
UNITS = {"state": ("state",), "person": ("person", "office_holder")}


def attendance(unit: str = "state", folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return who came to which meeting: one row per meeting and state (or person) that some source names.

    The strongest claim wins: attended, represented, absent, declined, expected, invited, unknown, in
    this order; between equals the firmer certainty. A state is there through itself or through whoever
    represents it. Office holders count as the person of their `same_as`.

    Parameters
    ----------
    unit: `state` or `person`.
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: meeting_id, year, date_start, body, level, format, status, actor_id, name_en, iso3,
    cow_code, gw_code, attendance, certainty, role (all roles that any source gives), n_sources,
    sources, is_disputed (one source has the same actor there and another doesn't), roster_known (some
    report that is no preview lists all who came). No row isn't an absence, unless roster_known. Raises
    ValueError for another unit.

    >>> london = attendance().query("meeting_id == '2015-01-london'")
    >>> london.set_index("actor_id").loc["united-kingdom", "attendance"]
    'attended'
    """
    import pandas as pd

    if unit not in UNITS:
        raise ValueError(f'no unit "{unit}"; there are {", ".join(UNITS)}')
    package = descriptor.read(folder)
    rows = {
        name: loader.read_arrow(package, name).to_pylist()
        for name in ("actors", "meetings", "reports")
    }
    actors = {row["actor_id"]: row for row in rows["actors"]}
    claims: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for claim in loader.read_arrow(package, "participants").to_pylist():
        actor = _seat(claim, actors, unit)
        if actor:
            claims.setdefault((claim["meeting_id"], actor), []).append(claim)
    complete = {
        r["meeting_id"]
        for r in rows["reports"]
        if r["roster"] == "complete" and r["stage"] != "preview"
    }
    meetings = {row["meeting_id"]: row for row in rows["meetings"]}
    out = [
        _seat_row(meetings[m], actors[a], found, m in complete)
        for (m, a), found in sorted(claims.items())
    ]
    frame = pd.DataFrame(out, columns=list(_SEAT_TYPES))
    # Text is object on pandas 2, where "str" would make a word of what is missing.
    text = "object" if pd.__version__ < "3" else "str"
    types = {column: text if dtype == "str" else dtype for column, dtype in _SEAT_TYPES.items()}
    return frame.astype({**types, "attendance": pd.CategoricalDtype(list(STRENGTH))})


_SEAT_TYPES = {
    "meeting_id": "str",
    "year": "Int64",
    "date_start": "datetime64[ms]",
    **dict.fromkeys(("body", "level", "format", "status", "actor_id", "name_en", "iso3"), "str"),
    "cow_code": "Int64",
    "gw_code": "Int64",
    "attendance": "str",
    "certainty": "str",
    "role": "str",
    "n_sources": "Int64",
    "sources": "str",
    "is_disputed": "bool",
    "roster_known": "bool",
}


def _seat(claim: dict[str, Any], actors: dict[str, dict[str, Any]], unit: str) -> str | None:
    """Return the state or person to whom a claim's seat belongs, or None."""
    actor = actors[claim["actor_id"]]
    if unit == "person":
        actor = actors.get(actor["same_as"] or "", actor)
    elif actor["kind"] != "state":
        actor = actors.get(claim["represents"] or "", actor)
    return actor["actor_id"] if actor["kind"] in UNITS[unit] else None


def _seat_row(
    meeting: dict[str, Any],
    actor: dict[str, Any],
    claims: list[dict[str, Any]],
    roster_known: bool,
) -> dict[str, Any]:
    best = min(
        claims, key=lambda c: (STRENGTH.index(c["attendance"]), FIRMNESS.index(c["certainty"]))
    )
    roles = [role for claim in claims for role in claim["role"].split(";") if role != "unknown"]
    sources = sorted({claim["source_id"] for claim in claims})
    day = meeting["date_start"] or meeting["date_end"]
    return {
        **{
            c: meeting[c] for c in ("meeting_id", "date_start", "body", "level", "format", "status")
        },
        **{c: actor[c] for c in ("actor_id", "name_en", "iso3", "cow_code", "gw_code")},
        "year": day.year if day else None,
        "attendance": best["attendance"],
        "certainty": best["certainty"],
        "role": ";".join(dict.fromkeys(roles)) or None,
        "n_sources": len(sources),
        "sources": ";".join(sources),
        "is_disputed": any(
            _is_disputed(claims, actor_id) for actor_id in {claim["actor_id"] for claim in claims}
        ),
        "roster_known": roster_known,
    }


def _is_disputed(claims: list[dict[str, Any]], actor_id: str) -> bool:
    """Say whether one source has this very actor there and another has it not: delegates differ, that's no dispute."""
    said = {claim["attendance"] for claim in claims if claim["actor_id"] == actor_id}
    return bool(said & {"attended", "represented"} and said & {"absent", "declined"})


def state_years(folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return what is known of each state in each year: meetings attended, chaired, hosted, invited to.

    Only meetings of the coalition that were held and whose year is known count, and only years in which
    some source speaks of the state. A state may have attended more than is known.

    Parameters
    ----------
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: actor_id, name_en, iso3, cow_code, gw_code, year, attended, chaired, hosted, invited (or
    expected, whether or not it came), meetings (all that were held in that year), rosters_known (those
    of which some report that is no preview lists all who came). Merges on a code and the year with COW,
    Gleditsch-Ward, V-Dem or UCDP.

    >>> state_years()[["cow_code", "year"]].dropna().duplicated().any()
    np.False_
    """
    seats = attendance("state", folder)
    seats = seats[
        (seats["body"] == "global_coalition") & (seats["status"] == "held") & seats["year"].notna()
    ]
    came = seats["attendance"].isin(["attended", "represented"])
    counted = seats.assign(
        attended=came,
        chaired=seats["role"].str.contains(r"\bchair|co_chair", regex=True, na=False) & came,
        hosted=seats["role"].str.contains("host", na=False),
        invited=seats["attendance"].isin(
            ["attended", "represented", "declined", "expected", "invited"]
        ),
    )
    keys = ["actor_id", "name_en", "iso3", "cow_code", "gw_code", "year"]
    out = (
        counted.groupby(keys, dropna=False, sort=True)[["attended", "chaired", "hosted", "invited"]]
        .sum()
        .astype("Int64")
    )
    return out.reset_index().merge(
        _meetings_by_year(folder), on="year", how="left", validate="many_to_one"
    )


def _meetings_by_year(folder: str | os.PathLike[str] | None) -> pd.DataFrame:
    """Return for each year how many meetings of the coalition were held, and of how many the roster is known."""
    import pandas as pd

    meetings = loader.read_frame("meetings", folder=folder)
    reports = loader.read_frame("reports", folder=folder)
    held = meetings[(meetings["body"] == "global_coalition") & (meetings["status"] == "held")]
    known = set(
        reports.loc[
            (reports["roster"] == "complete") & (reports["stage"] != "preview"), "meeting_id"
        ]
    )
    years = held["date_start"].fillna(held["date_end"]).dt.year.astype("Int64").rename("year")
    rosters = held["meeting_id"].isin(known).groupby(years)
    return (
        pd.DataFrame({"meetings": rosters.size(), "rosters_known": rosters.sum()})
        .astype("Int64")
        .reset_index()
    )
