"""How complete the record is: capture and recapture by two searches that knew nothing of it."""

import csv
import math
from pathlib import Path

FOUND = Path(__file__).parent.parent / "reliability" / "recall.csv"
INTRO = """## Recall of meetings

Two readers searched on their own for meetings of the coalition, for each year and kind, and had not seen the tables.
Together they found {both} meetings; {known} of them stood in the tables: a recall of **{recall:.1%}** ({low:.1%} to
{high:.1%}). Those that didn't were added. Each search found part of what the other did ({first} and {second} meetings,
{shared} in both), which makes {total:.0f} meetings that such a search can find (Chapman's estimate, {least:.0f} to
{most:.0f}).

All searches used one index of pages, and a meeting that many pages tell of is found by every search. So these
figures are an upper bound, and they say nothing of meetings that no page tells of. Intervals are of 95 %: Wilson's for
the recall, Burnham's for the estimate.

| year or kind | first search | second search | in both | together | in the tables | recall | from–to |
|---|---|---|---|---|---|---|---|
"""


def page() -> str:
    with FOUND.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first, second = (_find_meetings(rows, search) for search in ("first", "second"))
    both, known = first | second, {row["meeting_id"] for row in rows if row["known"] == "yes"}
    low, high = wilson(len(both & known), len(both))
    total, least, most = chapman(len(first), len(second), len(first & second))
    out = INTRO.format(
        both=len(both),
        known=len(both & known),
        recall=len(both & known) / len(both),
        low=low,
        high=high,
        first=len(first),
        second=len(second),
        shared=len(first & second),
        total=total,
        least=least,
        most=most,
    )
    for column in ("year", "kind"):
        for value in sorted({row[column] for row in rows}):
            group = [row for row in rows if row[column] == value]
            out += _row(value, group)
    return out


def _row(name: str, rows: list[dict[str, str]]) -> str:
    first, second = (_find_meetings(rows, search) for search in ("first", "second"))
    both = first | second
    known = len(both & {row["meeting_id"] for row in rows if row["known"] == "yes"})
    low, high = wilson(known, len(both))
    return (
        f"| {name} | {len(first)} | {len(second)} | {len(first & second)} | {len(both)} | {known} "
        f"| {known / len(both):.0%} | {low:.0%}–{high:.0%} |\n"
    )


def _find_meetings(rows: list[dict[str, str]], search: str) -> set[str]:
    return {row["meeting_id"] for row in rows if row["search"] == search}


def wilson(found: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval of a share."""
    share = found / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), min(1.0, (middle + half) / (1 + z * z / of))


def chapman(first: int, second: int, shared: int, z: float = 1.96) -> tuple[float, float, float]:
    """Return Chapman's estimate of how many there are, and Burnham's interval (log-normal in the
    number of those that neither found).
    """
    total = (first + 1) * (second + 1) / (shared + 1) - 1
    variance = (first + 1) * (second + 1) * (first - shared) * (second - shared)
    variance /= (shared + 1) ** 2 * (shared + 2)
    seen = first + second - shared
    unseen = total - seen
    if unseen <= 0:
        return total, total, total
    spread = math.exp(z * math.sqrt(math.log(1 + variance / unseen**2)))
    return total, seen + unseen / spread, seen + unseen * spread
