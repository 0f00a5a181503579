"""Who came to which meeting: the strongest claim of any source on each state or person."""

from __future__ import annotations

from coalition_data.analysis import panel, periods, views
from coalition_data.tables import descriptor, loader, panels

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    import pandas as pd
    import pyarrow as pa

    from coalition_data.analysis.views import Row

# From the strongest claim to the weakest: what a source attests beats what one announces.
STRENGTH = ("attended", "represented", "absent", "declined", "expected", "invited", "unknown")
FIRMNESS = ("stated", "inferred", "uncertain")


def attendance(
    unit: str = "state", *, folder: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Return who came to which meeting: one row per meeting and state (or person) named.

    The strongest claim wins: attended, represented, absent, declined, expected, invited, unknown,
    in this order; between equals the firmer certainty. `claims` are the rows that say so.

    A state is there through itself or through those who represent it. Office holders count as the
    person of their `same_as`.

    Parameters
    ----------
    unit: `state` or `person`.
    folder: a folder with a datapackage.json (default: the installed data).

    `codebook("attendance")` defines the columns. `disputed` is 1 where one source says that this
    very state or person attended, and another that it was absent or declined. That a row is lacking
    means an absence only where `roster` is `complete`. Raises ValueError for another unit.

    >>> london = attendance().query("meeting_id == '2015-01-london'")
    >>> london.set_index("actor_id").loc["united-kingdom", "attendance"]
    'attended'
    """
    if unit not in views.UNITS:
        raise ValueError(f'no unit "{unit}"; there are {", ".join(views.UNITS)}')
    rows = list_attendance(descriptor.read(folder), unit)
    frame: pd.DataFrame = loader.to_frame(rows, "pandas")
    return frame


def list_attendance(package: descriptor.Package, unit: str) -> pa.Table:
    """Return attendance as an Arrow table, its columns as panels.json describes them."""
    actors = {row["actor_id"]: row for row in loader.list_rows(package, "actors")}
    meetings = {row["meeting_id"]: row for row in loader.list_rows(package, "meetings")}
    claims: dict[tuple[str, str], list[Row]] = {}
    for claim in loader.list_rows(package, "participants"):
        actor = views.find_actor(claim, actors, unit)
        if actor:
            claims.setdefault((claim["meeting_id"], actor), []).append(claim)
    rosters = panel.read_rosters(package, meetings)
    rows = []
    for meeting, actor in sorted(claims):
        row = _make_row(meetings[meeting], actors[actor], claims[meeting, actor])
        rows.append({**row, "roster": rosters[meeting][0]})
    return loader.make_typed(panels.read_frame(package, panels.ATTENDANCE), rows)


def _make_row(meeting: Row, actor: Row, claims: list[Row]) -> Row:
    best = min(
        claims, key=lambda c: (STRENGTH.index(c["attendance"]), FIRMNESS.index(c["certainty"]))
    )
    strongest = [c["participant_id"] for c in claims if c["attendance"] == best["attendance"]]
    roles = [role for claim in claims for role in claim["role"].split(";") if role != "unknown"]
    sources = sorted({claim["source_id"] for claim in claims})
    is_state = actor["kind"] == "state"
    own = [c for c in claims if not is_state or c["actor_id"] == actor["actor_id"]]
    of_meeting = ("meeting_id", "date_start", "body", "level", "format", "status")
    of_actor = ("actor_id", "name_en", "iso3", "cow_code", "gw_code")
    return {
        "attendance_id": f"{meeting['meeting_id']}/{actor['actor_id']}",
        **{column: meeting[column] for column in of_meeting},
        **{column: actor[column] for column in of_actor},
        "year": periods.find_year(meeting),
        "attendance": best["attendance"],
        "certainty": best["certainty"],
        "role": ";".join(dict.fromkeys(roles)) or None,
        "n_sources": len(sources),
        "sources": ";".join(sources),
        "claims": ";".join(sorted(strongest)),
        "disputed": int(views.is_disputed(claims, own)),
    }
