"""Where claims disagree, and how to choose between them by a named rule."""

from __future__ import annotations

import datetime
import decimal
import math

from coalition_data.analysis import periods, views
from coalition_data.tables import descriptor, loader, panels

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from typing import Any

    import pandas as pd

    Claim = dict[str, Any]
    Span = tuple[float, float]

OFFICIAL = ("official_statement", "communique", "transcript")
FIELDS = ("city", "country", "level", "format")
SHARPNESS = (
    "exact ordinal range approximate at_least at_most order_of_magnitude unquantified".split()
)
# The columns that are read of figures and of their sources.
NUMBERS = (
    "figure_id meeting_id source_id quantity_id indicator value low high qualifier unit".split()
)
OF_SOURCE = ["source_id", "kind", "published", "derived_from"]
# A number that is as many times another one is a slip in its unit: thousands, millions, billions.
OUTLYING = 500


def reconcile(
    indicator: str,
    *,
    rule: str = "most_independent",
    folder: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return one number per quantity and unit of an indicator, chosen by a named rule.

    Parameters
    ----------
    indicator: a value of the column `indicator` of figures.
    rule: `most_independent`: the number that most sources give, where texts that reuse one another
        count once; between equals the sharper, then the smaller id. `official_first`: the same
        among official statements, communiqués and transcripts if there are any. `latest`: the claim
        published last (undated ones only if all are). `range`: from the lowest to the highest; a
        side that some claim leaves open ("at least") stays open.
    folder: a folder with a datapackage.json (default: the installed data).

    `codebook("reconcile")` defines the columns. `claims` are the figures that give the chosen
    number, `left_out` the others. Claims without a number are left out. Raises ValueError for an
    unknown indicator or rule.

    >>> seats = reconcile("attendance_count").set_index(["quantity_id", "unit"])
    >>> float(seats.loc[("attendance-2015-01-london", "countries"), "value"])
    21.0
    """
    package = descriptor.read(folder)
    indicators = package.table("figures").field("indicator").enum or []
    if indicator not in indicators:
        raise ValueError(f'no indicator "{indicator}"; there are {", ".join(indicators)}')
    if rule not in RULES:
        raise ValueError(f'no rule "{rule}"; there are {", ".join(RULES)}')
    claims = [claim for claim in read_figures(package) if claim["indicator"] == indicator]
    groups = _group_claims(claims, "quantity_id", "unit")
    rows = [
        _choose(quantity, unit, groups[quantity, unit], rule) for quantity, unit in sorted(groups)
    ]
    return _make_frame(package, "reconcile", rows)


def _make_frame(package: descriptor.Package, name: str, rows: list[Claim]) -> pd.DataFrame:
    typed = loader.make_typed(panels.read_frame(package, name), rows)
    frame: pd.DataFrame = loader.to_frame(typed, "pandas")
    return frame


def read_figures(package: descriptor.Package) -> list[Claim]:
    """Return the figures with a number, and for each its `span` of possible numbers.

    `root`, `kind` and `published` are those of its source.
    """
    needed = loader.list_rows(package, "sources", OF_SOURCE)
    sources = {row["source_id"]: row for row in needed}
    claims: list[Claim] = loader.list_rows(package, "figures", NUMBERS)
    for claim in claims:
        source = sources[claim["source_id"]]
        claim["span"] = find_span(claim)
        claim["root"] = find_root(claim["source_id"], sources)
        claim["kind"] = source["kind"]
        claim["published"] = source["published"] or datetime.date.min
    return [claim for claim in claims if claim["span"] is not None]


def _group_claims(claims: Iterable[Claim], *columns: str) -> dict[tuple[Any, ...], list[Claim]]:
    groups: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(tuple(claim[column] for column in columns), []).append(claim)
    return groups


def find_root(source: str, sources: dict[str, Any]) -> str:
    """Return where the chain of `derived_from` ends: texts of one root aren't independent."""
    seen: set[str] = set()
    while sources[source]["derived_from"] and source not in seen:
        seen.add(source)
        source = sources[source]["derived_from"]
    return source


def find_span(claim: Claim) -> Span | None:
    """Return the numbers that a figure allows, lowest and highest; None where it gives none.

    An approximate number allows half a unit of its last digit that isn't zero, either way: "une
    vingtaine" 15 to 25, "15.000" said to be approximate 14,500 to 15,500.
    """
    value, low, high = claim["value"], claim["low"], claim["high"]
    if claim["qualifier"] == "approximate" and value:
        half = 10.0 ** _last_digit(value) / 2
        return value - half, value + half
    if value is not None:
        return value, value
    if low is None and high is None:
        return None
    return (-math.inf if low is None else low, math.inf if high is None else high)


def _last_digit(value: float) -> int:
    """Return the power of ten of the last digit that isn't zero: 1 for 20, -1 for 33.3."""
    exponent = decimal.Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return int(exponent)


def take_most_independent(claims: list[Claim]) -> list[Claim]:
    """Return the claims of the number that most sources give; texts of one root count once."""

    def rank(found: list[Claim]) -> tuple[int, int, str]:
        roots = {claim["root"] for claim in found}
        sharpness = SHARPNESS.index(found[0]["qualifier"])
        return -len(roots), sharpness, min(claim["figure_id"] for claim in found)

    numbers = _group_claims(claims, "qualifier", "value", "low", "high")
    return min(numbers.values(), key=rank)


def _take_official(claims: list[Claim]) -> list[Claim]:
    official = [claim for claim in claims if claim["kind"] in OFFICIAL]
    return take_most_independent(official or claims)


def _take_latest(claims: list[Claim]) -> list[Claim]:
    last = max(claim["published"] for claim in claims)
    return take_most_independent([claim for claim in claims if claim["published"] == last])


def _take_all(claims: list[Claim]) -> list[Claim]:
    return claims


RULES: dict[str, Callable[[list[Claim]], list[Claim]]] = {
    "most_independent": take_most_independent,
    "official_first": _take_official,
    "latest": _take_latest,
    "range": _take_all,
}


def _choose(quantity: str, unit: str, claims: list[Claim], rule: str) -> Claim:
    used = RULES[rule](claims)
    number = _find_bounds(claims) if rule == "range" else used[0]
    used_ids = {claim["figure_id"] for claim in used}
    all_ids = {claim["figure_id"] for claim in claims}
    return {
        "quantity_id": quantity,
        "unit": unit,
        "meeting_id": used[0]["meeting_id"],
        **{column: number[column] for column in ("qualifier", "value", "low", "high")},
        "rule": rule,
        "n_claims": len(claims),
        "n_independent": len({claim["root"] for claim in used}),
        "claims": ";".join(sorted(used_ids)),
        "left_out": ";".join(sorted(all_ids - used_ids)) or None,
    }


def _find_bounds(claims: list[Claim]) -> Claim:
    """Return the lowest and highest number given; a side that some claim leaves open stays open."""
    lows = [claim["low"] if claim["value"] is None else claim["value"] for claim in claims]
    highs = [claim["high"] if claim["value"] is None else claim["value"] for claim in claims]
    low = None if None in lows else min(lows)
    high = None if None in highs else max(highs)
    names = {
        (False, False): "range",
        (False, True): "at_least",
        (True, False): "at_most",
        (True, True): "unquantified",
    }
    return {"qualifier": names[low is None, high is None], "value": None, "low": low, "high": high}


def conflicts(*, folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return where claims disagree: one row per meeting and thing that no single fact can satisfy.

    Dates disagree if their spans share no day (a month is the whole month). Numbers of one quantity
    and unit disagree if no number fits both; an approximate one allows half a unit of its last
    digit that isn't zero. Places, levels and formats disagree if they differ, as do ordinals of one
    member. Attendance of a state or person disagrees if one source says that it attended and
    another that it was absent or declined; who was represented was absent. Accessions disagree if
    their dates share no day, memberships if a member is said to be none on a later day, and nobody
    says that it left. Unknown and blank cells disagree with nothing.

    Parameters
    ----------
    folder: a folder with a datapackage.json (default: the installed data).

    `codebook("conflicts")` defines the columns. `claims` are the rows that disagree with some
    other, `values` what they say, in their order; `subject` is the quantity, actor or member.
    Memberships belong to no meeting.

    >>> disputed = conflicts()
    >>> bool((disputed["n_sources"] >= 1).all())
    True
    """
    package = descriptor.read(folder)
    rows = [
        *_report_conflicts(loader.list_rows(package, "reports")),
        *_number_conflicts(read_figures(package)),
        *_attendance_conflicts(package),
        *_membership_conflicts(loader.list_rows(package, "memberships")),
    ]
    frame = _make_frame(package, "conflicts", rows)
    order = ["meeting_id", "field", "subject"]
    return frame.sort_values(order, ignore_index=True, na_position="last")


def _make_row(
    meeting: str | None,
    field: str,
    subject: str | None,
    claims: list[tuple[str, str, str]],
    outliers: Iterable[str] = (),
) -> Claim:
    """Return a row of conflicts, made from (id, value, source) of each claim."""
    ids, values, sources = zip(*sorted(claims), strict=True)
    return {
        "meeting_id": meeting,
        "field": field,
        "subject": subject,
        "claims": ";".join(ids),
        "values": ";".join(values),
        "sources": ";".join(sources),
        "n_sources": len(set(sources)),
        "outliers": ";".join(sorted(outliers)) or None,
    }


def _find_apart(claims: list[Claim], spans: Iterable[Span]) -> list[Claim]:
    """Return the claims whose span has nothing in common with that of some other claim."""
    bounds = list(spans)
    last_low = max((low for low, _ in bounds), default=0)
    first_high = min((high for _, high in bounds), default=0)
    pairs = zip(claims, bounds, strict=True)
    return [claim for claim, (low, high) in pairs if low > first_high or high < last_low]


def _report_conflicts(reports: list[Claim]) -> Iterable[Claim]:
    for (meeting,), claims in _group_claims(reports, "meeting_id").items():
        for field in FIELDS:
            known = [c for c in claims if c[field] not in (None, "unknown")]
            if len({c[field] for c in known}) > 1:
                values = [(c["report_id"], c[field], c["source_id"]) for c in known]
                yield _make_row(meeting, field, None, values)
        dated = [c for c in claims if c["date_start"] or c["date_end"]]
        apart = _find_apart(dated, map(_find_days, dated))
        if apart:
            values = [(c["report_id"], _show_dates(c), c["source_id"]) for c in apart]
            yield _make_row(meeting, "date", None, values)


def _show_dates(claim: Claim) -> str:
    return f"{claim['date_start'] or ''}/{claim['date_end'] or ''}"


def _find_days(claim: Claim) -> Span:
    """Return the first and last day that a report's dates allow; an open side allows any."""
    first, last = periods.find_bounds(claim)
    return (first.toordinal() if first else -math.inf, last.toordinal() if last else math.inf)


def _number_conflicts(figures: list[Claim]) -> Iterable[Claim]:
    for (quantity, _), claims in _group_claims(figures, "quantity_id", "unit").items():
        apart = _find_apart(claims, (claim["span"] for claim in claims))
        if apart:
            values = [(c["figure_id"], _show_number(c), c["source_id"]) for c in apart]
            row = (claims[0]["meeting_id"], claims[0]["indicator"], quantity, values)
            yield _make_row(*row, _find_outliers(claims, apart))


def _find_outliers(claims: list[Claim], apart: list[Claim]) -> list[str]:
    """Return the ids of those numbers that are about a thousand times the usual one, or less."""
    usual = take_most_independent(claims)[0]
    return [claim["figure_id"] for claim in apart if is_far(claim, usual, OUTLYING)]


def is_far(claim: Claim, usual: Claim, times: int) -> bool:
    """Say whether a number is `times` the usual one, or as small a part of it, or further away."""
    number, other = take_number(claim), take_number(usual)
    if not number or not other:
        return False
    return not 1 / times < number / other < times


def take_number(claim: Claim) -> float | None:
    """Return the number that a claim gives, or the bound that it has."""
    numbers = (claim[name] for name in ("value", "low", "high"))
    found: float | None = next((number for number in numbers if number is not None), None)
    return found


def _show_number(claim: Claim) -> str:
    numbers = [f"{n:.12g}" for n in (claim["value"], claim["low"], claim["high"]) if n is not None]
    return f"{claim['qualifier']} {'-'.join(numbers)} {claim['unit']}"


def _attendance_conflicts(package: descriptor.Package) -> Iterable[Claim]:
    actors = {row["actor_id"]: row for row in loader.list_rows(package, "actors")}
    participants = loader.list_rows(package, "participants")
    for claim in participants:
        # An office holder is the person whom another source names.
        claim["person"] = actors[claim["actor_id"]]["same_as"] or claim["actor_id"]
        claim["state"] = views.find_actor(claim, actors, "state")
    for subject in ("person", "state"):
        for (meeting, actor), claims in _group_claims(participants, "meeting_id", subject).items():
            own = [c for c in claims if c["person"] == actor]
            # A state is a subject of its own claims in both groups.
            is_repeated = subject == "state" and len(own) == len(claims)
            if actor and not is_repeated and views.is_disputed(claims, own):
                came = [c for c in claims if c["attendance"] == "attended"]
                away = [c for c in own if c["attendance"] in ("absent", "declined")]
                values = [
                    (c["participant_id"], c["attendance"], c["source_id"]) for c in (*came, *away)
                ]
                yield _make_row(meeting, "attendance", actor, values)


def _membership_conflicts(memberships: list[Claim]) -> Iterable[Claim]:
    for (actor, _), claims in _group_claims(memberships, "actor_id", "body_id").items():
        counted = [claim for claim in claims if claim["ordinal"]]
        if len({claim["ordinal"] for claim in counted}) > 1:
            values = [(c["membership_id"], str(c["ordinal"]), c["source_id"]) for c in counted]
            yield _make_row(None, "ordinal", actor, values)
        joined = [claim for claim in claims if claim["joined_on"]]
        apart = _find_apart(joined, (_find_span(c, "joined_on") for c in joined))
        if apart:
            values = [(c["membership_id"], str(c["joined_on"]), c["source_id"]) for c in apart]
            yield _make_row(None, "accession", actor, values)
        denied = _find_denied(claims)
        if denied:
            values = [(c["membership_id"], c["status"], c["source_id"]) for c in denied]
            yield _make_row(None, "member", actor, values)


def _find_span(claim: Claim, column: str) -> Span:
    """Return the first and last day that a date of a membership allows, as numbers."""
    precision = claim[f"{column.removesuffix('_on')}_precision"]
    first, last = periods.find_span(claim[column], precision)
    return first.toordinal(), last.toordinal()


def _find_denied(claims: list[Claim]) -> list[Claim]:
    """Return the claims that count a member and those that later say that it is none.

    Where some source says that it left, these may all be true.
    """
    if any(claim["left_on"] for claim in claims):
        return []
    counted = [
        (_find_span(claim, column)[1], claim)
        for claim in claims
        for column in ("as_of", "joined_on")
        if claim["status"] == "member" and claim[column]
    ]
    denied = [
        (_find_span(claim, "as_of")[0], claim)
        for claim in claims
        if claim["status"] == "not_member" and claim["as_of"]
    ]
    if not counted or not denied:
        return []
    first, last = min(day for day, _ in counted), max(day for day, _ in denied)
    found = [claim for day, claim in counted if day <= last]
    found += [claim for day, claim in denied if day >= first]
    return (
        list({claim["membership_id"]: claim for claim in found}.values()) if first <= last else []
    )
