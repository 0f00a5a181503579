"""Who was a member of the coalition on a day, by a named rule."""

from __future__ import annotations

import bisect
import dataclasses
import datetime
import itertools
import operator

from coalition_data.analysis import periods
from coalition_data.tables import descriptor, loader, panels

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from typing import Any

    import pandas as pd

    Claim = dict[str, Any]

COALITION = "global-coalition"
# When it was called together: an accession of which only the year 2014 is known is no earlier.
CALLED = datetime.date(2014, 9, 1)
DEFAULT_RULE = "first_counted"
OF_ACTOR = ("actor_id", "kind", "name_en", "iso3", "cow_code", "gw_code")


@dataclasses.dataclass(frozen=True)
class Step:
    """What holds of an actor from the day `first` on: member 1, 0 or None (unknown), and why."""

    first: datetime.date
    member: int | None = None
    basis: str | None = None
    claims: tuple[str, ...] = ()


def members(
    on: str | datetime.date,
    *,
    rule: str = DEFAULT_RULE,
    folder: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return for each state, and each body that some source counts, whether it was a member.

    Parameters
    ----------
    on: a day, as `YYYY-MM-DD` or a date; no later than the month of the last meeting, through
        which `panel("membership")` goes too.
    rule: `accession`: a member from its accession on, by the most precise dates that sources give;
        without any, unknown. `first_counted`: a member from the first day on which some source
        counts it; before that unknown, or none up to a day on which a source says so. `any_list`: a
        member from September 2014 on if some source ever counts it as one.
    folder: a folder with a datapackage.json (default: the installed data).

    `codebook("members")` defines the columns, which are those of `panel("membership")`: `member` is
    1, 0 or missing (unknown), `basis` and `claims` say what that rests on.

    Under each rule nobody is a member after a day by which a source says that it left. Where the
    most precise accession dates differ, membership is unknown between the first and the last of
    them, as it is within a month or a year that is all that is known. Raises ValueError for an
    unknown rule, for what is no day, and for a day after the record ends: who is a member then, no
    source says.

    >>> joined = members("2014-09-05", rule="accession").set_index("actor_id")
    >>> joined.loc["poland", ["basis", "claims"]].tolist()
    ['accession', 'poland-m003']
    """
    day = _read_day(on)
    package = descriptor.read(folder)
    last = find_last_day(loader.list_rows(package, "meetings"))
    if last and day > last:
        raise ValueError(f"the record goes through {last}, and says nothing of {day}")
    actors = {row["actor_id"]: row for row in loader.list_rows(package, "actors")}
    rows = []
    for actor, steps in find_standings(package, rule).items():
        step = find_step(steps, day)
        rows.append({name: actors[actor][name] for name in OF_ACTOR} | describe_step(step, rule))
    typed = loader.make_typed(panels.read_frame(package, "members"), rows)
    frame: pd.DataFrame = loader.to_frame(typed, "pandas")
    return frame


def describe_step(step: Step, rule: str) -> Claim:
    """Return the cells that tell whether somebody is a member."""
    claims = ";".join(step.claims) or None
    return {"member": step.member, "basis": step.basis, "claims": claims, "rule": rule}


def _read_day(on: str | datetime.date) -> datetime.date:
    if isinstance(on, datetime.datetime):
        return on.date()
    if isinstance(on, datetime.date):
        return on
    try:
        return datetime.date.fromisoformat(on)
    except (TypeError, ValueError):
        raise ValueError(f'"{on}" is no day; write YYYY-MM-DD, such as 2016-01-01') from None


def find_last_day(meetings: list[dict[str, Any]]) -> datetime.date | None:
    """Return the last day that the record covers: of the month of its last meeting.

    None if no meeting has a date.
    """
    bounds = [day for row in meetings for day in periods.find_bounds(row) if day]
    return periods.find_span(max(bounds), "month")[1] if bounds else None


def find_standings(package: descriptor.Package, rule: str) -> dict[str, list[Step]]:
    """Return the steps of each state, and of each other actor with a claim, in order of ids."""
    if rule not in RULES:
        raise ValueError(f'no rule "{rule}"; there are {", ".join(RULES)}')
    claims: dict[str, list[Claim]] = {}
    for claim in loader.list_rows(package, "memberships"):
        if claim["body_id"] == COALITION:
            claims.setdefault(claim["actor_id"], []).append(claim)
    standings = {}
    for actor in loader.list_rows(package, "actors"):
        me = actor["actor_id"]
        if actor["kind"] == "state" or me in claims:
            mine = claims.get(me, [])
            steps = [Step(datetime.date.min), *RULES[rule](mine), *_leave(mine)]
            standings[me] = sorted(steps, key=operator.attrgetter("first"))
    return dict(sorted(standings.items()))


def find_step(steps: list[Step], day: datetime.date) -> Step:
    """Return the step that holds on a day."""
    return steps[bisect.bisect_right(steps, day, key=operator.attrgetter("first")) - 1]


def find_entry(steps: list[Step]) -> tuple[datetime.date, datetime.date] | None:
    """Return the first day on which an actor may be a member, and the first on which it surely is.

    None if it never is. The two are one where the day of its entry is known.
    """
    for before, step in itertools.pairwise(steps):
        if step.member == 1:
            is_known = before.member is not None or before.first == datetime.date.min
            return (step.first if is_known else before.first), step.first
    return None


def _list_ids(claims: list[Claim]) -> tuple[str, ...]:
    return tuple(sorted({claim["membership_id"] for claim in claims}))


def _find_most_precise(
    claims: list[Claim], column: str
) -> tuple[datetime.date, datetime.date, list[Claim]] | None:
    """Return the claims with the most precise dates in a column, and the days that these allow."""
    precision = column.replace("_on", "_precision")
    dated = [claim for claim in claims if claim[column]]
    if not dated:
        return None
    finest = min(periods.PRECISIONS.index(claim[precision]) for claim in dated)
    best = [claim for claim in dated if periods.PRECISIONS.index(claim[precision]) == finest]
    spans = [periods.find_span(claim[column], claim[precision]) for claim in best]
    first = min(first for first, _ in spans)
    return max(first, CALLED), max(last for _, last in spans), best


def _by_accession(claims: list[Claim]) -> list[Step]:
    found = _find_most_precise([c for c in claims if c["status"] != "not_member"], "joined_on")
    if not found:
        return []
    first, last, best = found
    ids = _list_ids(best)
    before = Step(datetime.date.min, 0, "accession", ids)
    return [before, Step(first), Step(last, 1, "accession", ids)]


def _by_first_count(claims: list[Claim]) -> list[Step]:
    days: dict[datetime.date, list[Claim]] = {}
    dates = (("as_of", "as_of_precision"), ("joined_on", "joined_precision"))
    for claim in claims:
        for column, precision in dates:
            if claim[column] and claim["status"] == "member":
                last = periods.find_span(claim[column], claim[precision])[1]
                days.setdefault(last, []).append(claim)
    first = min(days, default=datetime.date.max)
    counted = [Step(first, 1, "counted", _list_ids(days[first]))] if days else []
    return [*_deny_until(first, claims), *counted]


def _deny_until(end: datetime.date, claims: list[Claim]) -> list[Step]:
    """Return that an actor is no member up to the last day on which a source says so.

    That is the last one before `end`.
    """
    denied = []
    for claim in claims:
        if claim["status"] == "not_member" and claim["as_of"]:
            day = periods.find_span(claim["as_of"], claim["as_of_precision"])[0]
            denied.append((day, claim))
    denied = [(day, claim) for day, claim in denied if day < end]
    if not denied:
        return []
    last = max(day for day, _ in denied)
    ids = _list_ids([claim for day, claim in denied if day == last])
    return [Step(datetime.date.min, 0, "denied", ids), Step(last + datetime.timedelta(days=1))]


def _by_any_list(claims: list[Claim]) -> list[Step]:
    listed = [claim for claim in claims if claim["status"] == "member"]
    if listed:
        return [Step(CALLED, 1, "listed", _list_ids(listed))]
    denied = _list_ids([claim for claim in claims if claim["status"] == "not_member"])
    return [Step(datetime.date.min, 0, "denied", denied)] if denied else []


def _leave(claims: list[Claim]) -> list[Step]:
    """Return that an actor may have left from a day on, and surely has by another."""
    found = _find_most_precise(claims, "left_on")
    if not found:
        return []
    first, last, best = found
    return [Step(first), Step(last, 0, "left", _list_ids(best))]


RULES: dict[str, Callable[[list[Claim]], list[Step]]] = {
    "accession": _by_accession,
    "first_counted": _by_first_count,
    "any_list": _by_any_list,
}
