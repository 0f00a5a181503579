"""Where claims disagree, and how to choose between them by a named rule."""

from __future__ import annotations

import calendar
import datetime
import decimal
import math

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
    "exact",
    "ordinal",
    "range",
    "approximate",
    "at_least",
    "at_most",
    "order_of_magnitude",
    "unquantified",
)


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
        count once; between equals the sharper, then the smaller id. `official_first`: the same among
        official statements, communiqués and transcripts if there are any. `latest`: the claim
        published last (undated ones only if all are). `range`: from the lowest to the highest; a side
        that some claim leaves open ("at least") stays open.
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: quantity_id, unit, meeting_id, qualifier, value, low, high, rule, n_claims, n_independent
    (independent sources behind the chosen number), used, left_out (figure ids joined by `;`). Claims
    without a number are left out. Raises ValueError for an unknown indicator or rule.

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
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in _figures(package):
        if claim["indicator"] == indicator and claim["span"] is not None:
            groups.setdefault((claim["quantity_id"], claim["unit"]), []).append(claim)
    rows = [
        _chosen(quantity, unit, claims, rule) for (quantity, unit), claims in sorted(groups.items())
    ]
    columns = "quantity_id unit meeting_id qualifier value low high rule n_claims n_independent used left_out".split()
    return pd.DataFrame(rows, columns=columns).astype(
        dict.fromkeys(("value", "low", "high"), "float64")
    )


def _figures(package: descriptor.Package) -> list[Claim]:
    """Return all figures, each with its `span` of possible numbers, its `root` source, `kind` and `published`."""
    sources = {row["source_id"]: row for row in loader.read_arrow(package, "sources").to_pylist()}
    claims: list[Claim] = loader.read_arrow(package, "figures").to_pylist()
    for claim in claims:
        source = sources[claim["source_id"]]
        claim["span"] = span(claim)
        claim["root"] = root(claim["source_id"], sources)
        claim |= {"kind": source["kind"], "published": source["published"] or datetime.date.min}
    return claims


def root(source: str, sources: dict[str, Any]) -> str:
    """Return the source at which the chain of `derived_from` ends: texts of one root aren't independent."""
    seen: set[str] = set()
    while sources[source]["derived_from"] and source not in seen:
        seen.add(source)
        source = sources[source]["derived_from"]
    return source


def span(claim: Claim) -> Span | None:
    """Return the numbers that a figure allows, lowest and highest; None where it gives none.

    An approximate number allows half a unit of its last digit that isn't zero, either way: "une vingtaine" 15 to 25,
    "15.000" said to be approximate 14,500 to 15,500.
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
    """Return the power of ten of the last digit that isn't zero: 1 for 20, 3 for 15000, -1 for 33.3."""
    exponent = decimal.Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return int(exponent)


def _most_independent(claims: list[Claim]) -> list[Claim]:
    numbers: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in claims:
        numbers.setdefault(
            (claim["qualifier"], claim["value"], claim["low"], claim["high"]), []
        ).append(claim)

    def weight(found: list[Claim]) -> tuple[int, int, str]:
        roots = {claim["root"] for claim in found}
        return (
            -len(roots),
            SHARPNESS.index(found[0]["qualifier"]),
            min(claim["figure_id"] for claim in found),
        )

    return min(numbers.values(), key=weight)


def _official_first(claims: list[Claim]) -> list[Claim]:
    return _most_independent([claim for claim in claims if claim["kind"] in OFFICIAL] or claims)


def _latest(claims: list[Claim]) -> list[Claim]:
    last = max(claim["published"] for claim in claims)
    return _most_independent([claim for claim in claims if claim["published"] == last])


def _range(claims: list[Claim]) -> list[Claim]:
    return claims


RULES: dict[str, Callable[[list[Claim]], list[Claim]]] = {
    "most_independent": _most_independent,
    "official_first": _official_first,
    "latest": _latest,
    "range": _range,
}


def _chosen(quantity: str, unit: str, claims: list[Claim], rule: str) -> Claim:
    used = RULES[rule](claims)
    first = used[0]
    number = {column: first[column] for column in ("qualifier", "value", "low", "high")}
    if rule == "range":
        number = _bounds(claims)
    ids = sorted(claim["figure_id"] for claim in used)
    return {
        "quantity_id": quantity,
        "unit": unit,
        "meeting_id": first["meeting_id"],
        **number,
        "rule": rule,
        "n_claims": len(claims),
        "n_independent": len({claim["root"] for claim in used}),
        "used": ";".join(ids),
        "left_out": ";".join(sorted({claim["figure_id"] for claim in claims} - set(ids))),
    }


def _bounds(claims: list[Claim]) -> Claim:
    """Return the lowest and highest number that anybody gives; a side that some claim leaves open stays open."""
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
    and unit disagree if no number fits both; an approximate one allows half a unit of its last digit
    that isn't zero. Places, levels and formats disagree if they differ, as do ordinals of one member.
    Attendance disagrees if one source has somebody there and another doesn't. Unknown and blank cells
    disagree with nothing.

    Parameters
    ----------
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: meeting_id (missing for memberships), field, subject (the quantity, actor or member; else
    missing), rows (ids), values (in the order of rows), sources, n_sources.

    >>> disputed = conflicts()
    >>> bool((disputed["n_sources"] >= 1).all())
    True
    """
    import pandas as pd

    package = descriptor.read(folder)
    tables = {
        name: loader.read_arrow(package, name).to_pylist()
        for name in ("reports", "participants", "memberships")
    }
    rows = [*_report_conflicts(tables["reports"]), *_number_conflicts(_figures(package))]
    actors = loader.read_arrow(package, "actors").to_pylist()
    same = {actor["actor_id"]: actor["same_as"] for actor in actors if actor["same_as"]}
    for claim in tables["participants"]:
        claim["actor_id"] = same.get(claim["actor_id"], claim["actor_id"])
    rows += [
        *_attendance_conflicts(tables["participants"]),
        *_ordinal_conflicts(tables["memberships"]),
    ]
    columns = ["meeting_id", "field", "subject", "rows", "values", "sources", "n_sources"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(
        ["meeting_id", "field", "subject"], ignore_index=True, na_position="last"
    )


def _row(
    meeting: str | None, field: str, subject: str | None, claims: list[tuple[str, str, str]]
) -> Claim:
    """Make a row of conflicts from (id, value, source) of each claim."""
    ids, values, sources = zip(*sorted(claims), strict=True)
    joined = {"rows": ";".join(ids), "values": ";".join(values), "sources": ";".join(sources)}
    return {
        "meeting_id": meeting,
        "field": field,
        "subject": subject,
        **joined,
        "n_sources": len(set(sources)),
    }


def _grouped(claims: Iterable[Claim], *columns: str) -> dict[tuple[Any, ...], list[Claim]]:
    groups: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(tuple(claim[column] for column in columns), []).append(claim)
    return groups


def _apart(spans: Iterable[Span]) -> bool:
    """Say whether some two spans have nothing in common."""
    lows, highs = zip(*spans, strict=True)
    return bool(max(lows) > min(highs))


def _report_conflicts(reports: list[Claim]) -> Iterable[Claim]:
    for (meeting,), claims in _grouped(reports, "meeting_id").items():
        for field in FIELDS:
            told = [
                (c["report_id"], c[field], c["source_id"])
                for c in claims
                if c[field] not in (None, "unknown")
            ]
            if len({value for _, value, _ in told}) > 1:
                yield _row(meeting, field, None, told)
        dated = [c for c in claims if c["date_start"] or c["date_end"]]
        if dated and _apart(map(_days, dated)):
            told = [
                (c["report_id"], f"{c['date_start'] or ''}/{c['date_end'] or ''}", c["source_id"])
                for c in dated
            ]
            yield _row(meeting, "date", None, told)


def _days(claim: Claim) -> Span:
    """Return the first and last day that a report's dates allow, as ordinals; an open side allows any."""
    start, end, precision = claim["date_start"], claim["date_end"], claim["date_precision"]
    last = end if precision in ("day", "unknown") else end or start
    if last and precision == "month":
        last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    elif last and precision == "year":
        last = last.replace(month=12, day=31)
    return (start.toordinal() if start else -math.inf, last.toordinal() if last else math.inf)


def _number_conflicts(figures: list[Claim]) -> Iterable[Claim]:
    numbered = [claim for claim in figures if claim["span"] is not None]
    for (quantity, _), claims in _grouped(numbered, "quantity_id", "unit").items():
        if _apart(claim["span"] for claim in claims):
            told = [(c["figure_id"], _written(c), c["source_id"]) for c in claims]
            yield _row(claims[0]["meeting_id"], claims[0]["indicator"], quantity, told)


def _written(claim: Claim) -> str:
    numbers = [f"{n:.12g}" for n in (claim["value"], claim["low"], claim["high"]) if n is not None]
    return f"{claim['qualifier']} {'-'.join(numbers)} {claim['unit']}"


def _attendance_conflicts(participants: list[Claim]) -> Iterable[Claim]:
    for (meeting, actor), claims in _grouped(participants, "meeting_id", "actor_id").items():
        said = {claim["attendance"] for claim in claims}
        if said & {"attended", "represented"} and said & {"absent", "declined"}:
            told = [(c["participant_id"], c["attendance"], c["source_id"]) for c in claims]
            yield _row(meeting, "attendance", actor, told)


def _ordinal_conflicts(memberships: list[Claim]) -> Iterable[Claim]:
    for (actor, _), claims in _grouped(
        (m for m in memberships if m["ordinal"]), "actor_id", "body_id"
    ).items():
        if len({claim["ordinal"] for claim in claims}) > 1:
            told = [(c["membership_id"], str(c["ordinal"]), c["source_id"]) for c in claims]
            yield _row(None, "ordinal", actor, told)
