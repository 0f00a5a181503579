"""Panels: states by meeting and year, pairs of states by year, members by month."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import itertools

import pyarrow as pa

from coalition_data.analysis import disagreement, members, periods, views
from coalition_data.tables import descriptor, loader, panels

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from typing import Any

    import pandas as pd

    Row = dict[str, Any]

NEEDED = "meetings reports participants figures memberships actors sources".split()
THERE = ("attended", "represented")
AWAY = ("absent", "declined")
EXPECTED = ("expected", "invited", "declined")
SEAT_COLUMNS = (
    "participant_id meeting_id source_id actor_id represents office_level role attendance".split()
)
OF_STATE = ("actor_id", "name_en", "iso3", "cow_code", "gw_code")
OF_MEETING = ("meeting_id", "date_start", "date_end", "date_precision", "level", "format")
# The level of a delegation, from the rank of those who came; all other ranks are `unknown`.
LEVELS = {
    "head_of_state": "head_of_state_or_government",
    "head_of_government": "head_of_state_or_government",
    "foreign_minister": "minister",
    "defence_minister": "minister",
    "other_minister": "minister",
    "deputy_minister": "deputy_minister",
    "chief_of_defence": "chief_of_defence",
    "envoy_or_ambassador": "envoy_or_ambassador",
    "official": "official",
    "military": "military",
}


def panel(
    unit: str,
    *,
    rule: str = members.DEFAULT_RULE,
    folder: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return a panel of states that keeps apart what is known to be, known not to be, and unknown.

    Parameters
    ----------
    unit: `state-meeting`: each state of the record at each meeting of the coalition that was held:
        `attended` is 1, 0 or missing. `state-year`: each state and year from 2014 on to the year of
        the last meeting: how many meetings it attended at least and at most. `dyad-year`: each
        pair of states and year: at how many meetings both were, at least and at most, as COW counts
        joint memberships of a pair. `membership`: each state, and each body that some source
        counts, by month from September 2014 on: `member` is 1, 0 or missing.
    rule: by which membership is decided (see `members`).
    folder: a folder with a datapackage.json (default: the installed data).

    `codebook("panel:state-year")` defines the columns. 1 means that some source has the state
    there, itself or through somebody who sat there for it; 0, that a complete roster lacks it, or
    that it is itself said to be absent and no source has it there; missing, all else. A meeting
    counts in a year if all of its period lies in it. Merges on `cow_code` or `gw_code` and `year`
    with COW, Gleditsch-Ward, V-Dem or UCDP. Raises ValueError for an unknown unit or rule.

    >>> years = panel("state-year")
    >>> bool((years["attended_low"] <= years["attended_high"]).all())
    True
    """
    frame: pd.DataFrame = loader.to_frame(build(descriptor.read(folder), unit, rule), "pandas")
    return frame


def build(package: descriptor.Package, unit: str, rule: str = members.DEFAULT_RULE) -> pa.Table:
    """Return a panel as an Arrow table, its columns as panels.json describes them."""
    table = panels.read_panel(package, unit)
    return loader.make_typed(table, BUILDERS[unit](Record(package), rule))


def can_build(package: descriptor.Package) -> bool:
    """Say whether a package has the tables and columns that our own has and panels are made of."""
    ours = descriptor.read()
    return all(
        name in package.tables and set(ours.table(name).names) <= set(package.table(name).names)
        for name in NEEDED
    )


@dataclasses.dataclass(frozen=True)
class Seat:
    """What is known of one state at one meeting: the columns of `state-meeting` that say so."""

    attended: int | None = None
    role: str | None = None
    delegation_level: str | None = None
    expected: int = 0
    disputed: int = 0
    claims: str | None = None

    def has_role(self, *roles: str) -> bool:
        """Say whether some source gives it one of these roles."""
        return bool(set(roles).intersection((self.role or "").split(";")))


class Record:
    """What panels are built from: states, meetings of the coalition that were held, and seats."""

    def __init__(self, package: descriptor.Package) -> None:
        self.package = package
        actors = loader.list_rows(package, "actors")
        self.actors = {row["actor_id"]: row for row in actors}
        self.states = [self.actors[me] for me in sorted(self.actors) if _is_state(self.actors[me])]
        every = loader.list_rows(package, "meetings")
        self.last = members.find_last_day(every)
        self.meetings = [row for row in every if is_counted(row)]
        self.meetings.sort(key=lambda row: row["meeting_id"])
        self.year_of = {row["meeting_id"]: periods.find_year(row) for row in self.meetings}

    @property
    def years(self) -> list[int]:
        """The years from 2014 to that of the last date of a meeting."""
        return list(range(members.CALLED.year, self.last.year + 1)) if self.last else []

    def in_year(self, year: int) -> list[Row]:
        """Return the meetings that lie in a year."""
        return [row for row in self.meetings if self.year_of[row["meeting_id"]] == year]

    def read_seats(self) -> dict[tuple[str, str], Seat]:
        """Return the seat of each state at each meeting, also where nothing is known."""
        claims: dict[tuple[str, str], list[Row]] = {}
        named = set()
        for claim in read_columns(self.package, "participants", SEAT_COLUMNS):
            state = views.find_actor(claim, self.actors, "state")
            if state:
                claims.setdefault((claim["meeting_id"], state), []).append(claim)
                named.add((claim["meeting_id"], claim["source_id"], state))
        naming = {(meeting, source) for meeting, source, _ in named}
        rosters: dict[str, list[Row]] = {}
        for report in views.find_complete_rosters(self.package):
            # Of some, the names are coded from another source that carries the same list.
            if (report["meeting_id"], report["source_id"]) in naming:
                rosters.setdefault(report["meeting_id"], []).append(report)
        seats = {}
        for meeting in (row["meeting_id"] for row in self.meetings):
            for state in (row["actor_id"] for row in self.states):
                lacking = [
                    report["report_id"]
                    for report in rosters.get(meeting, ())
                    if (meeting, report["source_id"], state) not in named
                ]
                seats[meeting, state] = judge_seat(state, claims.get((meeting, state), []), lacking)
        return seats

    def read_rosters(self) -> dict[str, tuple[str, float | None]]:
        """Return for each meeting the quality of its roster, and how many countries were there."""
        return read_rosters(self.package, [row["meeting_id"] for row in self.meetings])


def read_columns(package: descriptor.Package, table: str, columns: Iterable[str]) -> list[Row]:
    """Return some columns of a table, as rows."""
    return loader.list_rows(package, table, columns)


def read_rosters(
    package: descriptor.Package, meetings: Iterable[str]
) -> dict[str, tuple[str, float | None]]:
    """Return for each of these meetings the quality of its roster, and how many countries came."""
    told: dict[str, set[str]] = {}
    for report in read_columns(package, "reports", ("meeting_id", "stage", "roster")):
        if report["stage"] != "preview":
            told.setdefault(report["meeting_id"], set()).add(report["roster"])
    counts = count_countries(package)
    rosters = {}
    for meeting in meetings:
        found = told.get(meeting, set())
        if "complete" in found:
            quality = "complete"
        elif meeting in counts or "count_only" in found:
            quality = "count_known"
        else:
            quality = "partial" if "partial" in found else "none"
        rosters[meeting] = (quality, counts.get(meeting))
    return rosters


def is_counted(meeting: Row) -> bool:
    """Say whether a meeting is one of the coalition, and was held."""
    return bool(meeting["body"] == "global_coalition" and meeting["status"] == "held")


def _is_state(actor: Row) -> bool:
    return bool(actor["kind"] == "state")


def judge_seat(state: str, claims: list[Row], lacking: list[str]) -> Seat:
    """Return what claims say of a state at a meeting.

    `lacking`: the reports with a complete roster whose source doesn't name it. That somebody who
    might have sat there for it was absent says nothing of the state.
    """
    if not claims and not lacking:
        return Seat()
    there = [claim for claim in claims if claim["attendance"] in THERE]
    itself = [claim for claim in claims if claim["actor_id"] == state]
    away = [claim for claim in itself if claim["attendance"] in AWAY]
    attended: int | None = None
    rests_on: list[str] = []
    level: str | None = None
    if there:
        attended = 1
        rests_on = [claim["participant_id"] for claim in there]
        level = _find_level(there)
    elif away or lacking:
        attended = 0
        rests_on = [*(claim["participant_id"] for claim in away), *lacking]
    roles = [role for claim in claims for role in claim["role"].split(";") if role != "unknown"]
    return Seat(
        attended=attended,
        role=";".join(dict.fromkeys(roles)) or None,
        delegation_level=level,
        expected=int(any(claim["attendance"] in EXPECTED for claim in claims)),
        disputed=int(views.is_disputed(claims, itself)),
        claims=";".join(sorted(rests_on)) or None,
    )


def _find_level(there: list[Row]) -> str:
    """Return the highest level of those who came; who was represented didn't come."""
    came = [claim["office_level"] for claim in there if claim["attendance"] == "attended"]
    return _find_highest(LEVELS.get(level, "unknown") for level in came) or "unknown"


def _find_highest(levels: Iterable[str | None]) -> str | None:
    order = [*dict.fromkeys(LEVELS.values()), "unknown"]
    return min((level for level in levels if level), key=order.index, default=None)


def count_countries(package: descriptor.Package) -> dict[str, float]:
    """Return for each meeting how many countries were there, by sources that aren't previews.

    The number that most independent ones give; its lower bound where it is no single number.
    """
    reports = read_columns(package, "reports", ("meeting_id", "source_id", "stage"))
    told = {(r["meeting_id"], r["source_id"]) for r in reports if r["stage"] != "preview"}
    claims: dict[str, list[Row]] = {}
    for claim in disagreement.read_figures(package):
        meeting = claim["meeting_id"]
        is_count = claim["quantity_id"] == f"attendance-{meeting}" and claim["unit"] == "countries"
        if is_count and (meeting, claim["source_id"]) in told:
            claims.setdefault(meeting, []).append(claim)
    counts = {}
    for meeting, found in claims.items():
        number = disagreement.take_most_independent(found)[0]
        at_least = number["low"] if number["value"] is None else number["value"]
        if at_least is not None:
            counts[meeting] = at_least
    return counts


def _make_state_meetings(record: Record, rule: str) -> Iterable[Row]:
    rosters = record.read_rosters()
    meetings = {row["meeting_id"]: row for row in record.meetings}
    for (meeting, state), seat in record.read_seats().items():
        quality, count = rosters[meeting]
        yield {
            "state_meeting_id": f"{meeting}/{state}",
            **{name: meetings[meeting][name] for name in OF_MEETING},
            **{name: record.actors[state][name] for name in OF_STATE},
            "year": record.year_of[meeting],
            "attended": seat.attended,
            "role": seat.role,
            "delegation_level": seat.delegation_level,
            "expected": seat.expected,
            "disputed": seat.disputed,
            "roster": quality,
            "stated_count": count,
            "claims": seat.claims,
        }


def _make_state_years(record: Record, rule: str) -> Iterable[Row]:
    seats = record.read_seats()
    standings = members.find_standings(record.package, rule)
    by_year = {year: record.in_year(year) for year in record.years}
    unknown = {year: _count_unknown(record, year) for year in record.years}
    for state in record.states:
        me = state["actor_id"]
        for year, meetings in by_year.items():
            mine = [seats[row["meeting_id"], me] for row in meetings]
            known = collections.Counter(seat.attended for seat in mine)
            came = [seat for seat in mine if seat.attended == 1]
            countries = [row["country"] for row in meetings if row["country"]]
            last_day = datetime.date(year, 12, 31)
            yield {
                "state_year_id": f"{me}/{year}",
                **{name: state[name] for name in OF_STATE},
                "year": year,
                "meetings": len(meetings),
                "meetings_of_unknown_year": unknown[year],
                "attended_low": known[1],
                "attended_high": len(meetings) - known[0],
                "absent": known[0],
                "chaired": sum(seat.has_role("chair", "co_chair") for seat in came),
                "hosted": sum(seat.has_role("host") for seat in mine),
                "on_its_soil": countries.count(state["iso3"]),
                "invited": sum(bool(seat.expected or seat.attended) for seat in mine),
                "highest_level": _find_highest(seat.delegation_level for seat in came),
                "member": members.find_step(standings[me], last_day).member,
            }


def _count_unknown(record: Record, year: int) -> int:
    """Return how many meetings may have been in a year, or in another."""
    found = 0
    for row in record.meetings:
        first, last = periods.find_bounds(row)
        is_possible = (not first or first.year <= year) and (not last or last.year >= year)
        found += is_possible and record.year_of[row["meeting_id"]] is None
    return found


def _make_dyad_years(record: Record, rule: str) -> Iterable[Row]:
    seats = record.read_seats()
    states = [row["actor_id"] for row in record.states]
    first, second = (
        {me: {f"{name}_{side}": record.actors[me][name] for name in OF_STATE} for me in states}
        for side in panels.SIDES
    )
    for year in record.years:
        meetings = [row["meeting_id"] for row in record.in_year(year)]
        # For each state a bit per meeting, so that a pair takes one step, not one per meeting.
        known = {me: _mark([seats[one, me].attended == 1 for one in meetings]) for me in states}
        possible = {me: _mark([seats[one, me].attended != 0 for one in meetings]) for me in states}
        for one, other in itertools.combinations(states, 2):
            yield {
                "dyad_year_id": f"{one}/{other}/{year}",
                **first[one],
                **second[other],
                "year": year,
                "meetings": len(meetings),
                "together_low": (known[one] & known[other]).bit_count(),
                "together_high": (possible[one] & possible[other]).bit_count(),
            }


def _mark(meetings: list[bool]) -> int:
    """Return a number with a bit for each meeting."""
    return sum(1 << n for n, is_marked in enumerate(meetings) if is_marked)


def _make_memberships(record: Record, rule: str) -> Iterable[Row]:
    for actor, steps in members.find_standings(record.package, rule).items():
        of_actor = {name: record.actors[actor][name] for name in members.OF_ACTOR}
        for month in _list_months(record.last):
            after = (month + datetime.timedelta(days=31)).replace(day=1)
            step = members.find_step(steps, after - datetime.timedelta(days=1))
            yield {
                "member_month_id": f"{actor}/{month:%Y-%m}",
                **of_actor,
                "year": month.year,
                "month": month,
                **members.describe_step(step, rule),
            }


def _list_months(last: datetime.date | None) -> list[datetime.date]:
    """Return the first day of each month up to the last day of the record."""
    years = range(members.CALLED.year, last.year + 1) if last else ()
    months = [datetime.date(year, month, 1) for year in years for month in range(1, 13)]
    return [day for day in months if last and members.CALLED <= day <= last]


BUILDERS: dict[str, Callable[[Record, str], Iterable[Row]]] = {
    "state-meeting": _make_state_meetings,
    "state-year": _make_state_years,
    "dyad-year": _make_dyad_years,
    "membership": _make_memberships,
}
