"""Where claims disagree, and how to choose between them by a named rule."""

from __future__ import annotations

import datetime
import decimal
import math

from coalition_data.analysis import periods
from coalition_data.tables import descriptor, loader

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
CHOSEN = (
    "quantity_id unit meeting_id qualifier value low high rule n_claims n_independent used left_out"
).split()
CONFLICTS = "meeting_id field subject rows values sources n_sources".split()


def reconcile(
    indicator: str,
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

    Columns: quantity_id, unit, meeting_id, qualifier, value, low, high, rule, n_claims,
    n_independent (independent sources behind the chosen number), used, left_out (figure ids joined
    by `;`). Claims without a number are left out. Raises ValueError for an unknown indicator or
    rule.

    >>> seats = reconcile("attendance_count").set_index(["quantity_id", "unit"])
    >>> float(seats.loc[("attendance-2015-01-london", "countries"), "value"])
    21.0
    """
    import pandas as pd

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
    frame = loader.settle_text(pd.DataFrame(rows, columns=CHOSEN))
    return frame.astype(dict.fromkeys(("value", "low", "high"), "float64"))


def read_figures(package: descriptor.Package) -> list[Claim]:
    """Return the figures with a number, and for each its `span` of possible numbers.

    `root`, `kind` and `published` are those of its source.
    """
    needed = loader.read_arrow(package, "sources").select(OF_SOURCE)
    sources = {row["source_id"]: row for row in needed.to_pylist()}
    claims: list[Claim] = loader.read_arrow(package, "figures").select(NUMBERS).to_pylist()
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
        "used": ";".join(sorted(used_ids)),
        "left_out": ";".join(sorted(all_ids - used_ids)),
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


def conflicts(folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return where claims disagree: one row per meeting and thing that no single fact can satisfy.

    Dates disagree if their spans share no day (a month is the whole month). Numbers of one quantity
    and unit disagree if no number fits both; an approximate one allows half a unit of its last
    digit that isn't zero. Places, levels and formats disagree if they differ, as do ordinals of one
    member. Attendance disagrees if one source has somebody there and another doesn't. Unknown and
    blank cells disagree with nothing.

    Parameters
    ----------
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: meeting_id (missing for memberships), field, subject (the quantity, actor or member;
    else missing), rows (ids), values (in the order of rows), sources, n_sources.

    >>> disputed = conflicts()
    >>> bool((disputed["n_sources"] >= 1).all())
    True
    """
    import pandas as pd

    package = descriptor.read(folder)
    rows = [
        *_report_conflicts(loader.read_arrow(package, "reports").to_pylist()),
        *_number_conflicts(read_figures(package)),
        *_attendance_conflicts(_read_participants(package)),
        *_ordinal_conflicts(loader.read_arrow(package, "memberships").to_pylist()),
    ]
    frame = loader.settle_text(pd.DataFrame(rows, columns=CONFLICTS))
    return frame.sort_values(CONFLICTS[:3], ignore_index=True, na_position="last")


def _read_participants(package: descriptor.Package) -> list[Claim]:
    """Return the participants; an office holder's actor is the person whom another source names."""
    actors = loader.read_arrow(package, "actors").to_pylist()
    same = {actor["actor_id"]: actor["same_as"] for actor in actors}
    claims: list[Claim] = loader.read_arrow(package, "participants").to_pylist()
    for claim in claims:
        claim["actor_id"] = same.get(claim["actor_id"]) or claim["actor_id"]
    return claims


def _make_row(
    meeting: str | None, field: str, subject: str | None, claims: list[tuple[str, str, str]]
) -> Claim:
    """Return a row of conflicts, made from (id, value, source) of each claim."""
    ids, values, sources = zip(*sorted(claims), strict=True)
    return {
        "meeting_id": meeting,
        "field": field,
        "subject": subject,
        "rows": ";".join(ids),
        "values": ";".join(values),
        "sources": ";".join(sources),
        "n_sources": len(set(sources)),
    }


def _are_apart(spans: Iterable[Span]) -> bool:
    """Say whether any two spans have nothing in common."""
    lows, highs = zip(*spans, strict=True)
    return bool(max(lows) > min(highs))


def _report_conflicts(reports: list[Claim]) -> Iterable[Claim]:
    for (meeting,), claims in _group_claims(reports, "meeting_id").items():
        for field in FIELDS:
            known = [c for c in claims if c[field] not in (None, "unknown")]
            if len({c[field] for c in known}) > 1:
                values = [(c["report_id"], c[field], c["source_id"]) for c in known]
                yield _make_row(meeting, field, None, values)
        dated = [c for c in claims if c["date_start"] or c["date_end"]]
        if dated and _are_apart(map(_find_days, dated)):
            values = [(c["report_id"], _show_dates(c), c["source_id"]) for c in dated]
            yield _make_row(meeting, "date", None, values)


def _show_dates(claim: Claim) -> str:
    return f"{claim['date_start'] or ''}/{claim['date_end'] or ''}"


def _find_days(claim: Claim) -> Span:
    """Return the first and last day that a report's dates allow; an open side allows any."""
    first, last = periods.find_bounds(claim)
    return (first.toordinal() if first else -math.inf, last.toordinal() if last else math.inf)


def _number_conflicts(figures: list[Claim]) -> Iterable[Claim]:
    for (quantity, _), claims in _group_claims(figures, "quantity_id", "unit").items():
        if _are_apart(claim["span"] for claim in claims):
            values = [(c["figure_id"], _show_number(c), c["source_id"]) for c in claims]
            yield _make_row(claims[0]["meeting_id"], claims[0]["indicator"], quantity, values)


def _show_number(claim: Claim) -> str:
    numbers = [f"{n:.12g}" for n in (claim["value"], claim["low"], claim["high"]) if n is not None]
    return f"{claim['qualifier']} {'-'.join(numbers)} {claim['unit']}"


def _attendance_conflicts(participants: list[Claim]) -> Iterable[Claim]:
    for (meeting, actor), claims in _group_claims(participants, "meeting_id", "actor_id").items():
        said = {claim["attendance"] for claim in claims}
        if said & {"attended", "represented"} and said & {"absent", "declined"}:
            values = [(c["participant_id"], c["attendance"], c["source_id"]) for c in claims]
            yield _make_row(meeting, "attendance", actor, values)


def _ordinal_conflicts(memberships: list[Claim]) -> Iterable[Claim]:
    counted = [claim for claim in memberships if claim["ordinal"]]
    for (actor, _), claims in _group_claims(counted, "actor_id", "body_id").items():
        if len({claim["ordinal"] for claim in claims}) > 1:
            values = [(c["membership_id"], str(c["ordinal"]), c["source_id"]) for c in claims]
            yield _make_row(None, "ordinal", actor, values)
