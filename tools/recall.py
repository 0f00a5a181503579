"""How complete the record is: capture and recapture by two searches that knew nothing of it."""

import csv
import math
from pathlib import Path

FOUND = Path(__file__).parent.parent / "reliability" / "recall.csv"
INTRO = """## Recall of meetings

Two readers searched by themselves for meetings of the coalition, for each year and kind, and had not seen the tables.
Together they found {both} meetings. {now} of them stand in the tables: a recall of **{recall:.1%}** ({low:.1%} to
{high:.1%}). {before} of them stood there before round 7 of the search, which knew nothing of these two. The first found
{first} meetings, the second, which ended before the year 2025, {second}, and {shared} were found by both. That makes
{total:.0f} meetings that such a search can find (Chapman's estimate, {least:.0f} to {most:.0f}).

All searches used one index of pages, and a meeting that many pages tell of is found by every search. So these
figures are an upper bound, and they say nothing of meetings that no page tells of. Intervals are of 95 %: Wilson's for
the recall, Burnham's for the estimate.

| year or kind | first search | second search | in both | together | in the tables | recall | from–to |
|---|---|---|---|---|---|---|---|
"""


class Group:
    """Some of the rows: what each search found, and what of it stands in the tables."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.first, self.second = (
            {_name(row) for row in rows if row["search"] == search}
            for search in ("first", "second")
        )
        self.both, self.shared = self.first | self.second, self.first & self.second
        self.before = {_name(row) for row in rows if row["known"] == "before"}
        self.now = {_name(row) for row in rows if row["known"] != "no"}
        self.low, self.high = wilson(len(self.now), len(self.both))

    @property
    def recall(self) -> float:
        return len(self.now) / len(self.both)


def page() -> str:
    """Return the section in Markdown."""
    with FOUND.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    every = Group(rows)
    total, least, most = chapman(len(every.first), len(every.second), len(every.shared))
    names = ("both", "now", "before", "first", "second", "shared")
    out = INTRO.format(
        **{name: len(getattr(every, name)) for name in names},
        recall=every.recall,
        low=every.low,
        high=every.high,
        total=total,
        least=least,
        most=most,
    )
    for column in ("year", "kind"):
        for value in sorted({row[column] for row in rows}):
            one = Group([row for row in rows if row[column] == value])
            found = (one.first, one.second, one.shared, one.both, one.now)
            out += f"| {value} | {' | '.join(str(len(names)) for names in found)} "
            out += f"| {one.recall:.0%} | {one.low:.0%}–{one.high:.0%} |\n"
    return out


def _name(row: dict[str, str]) -> str:
    """Return what tells a meeting apart: its id, or day and place of one that isn't in the tables."""
    return row["meeting_id"] or f"{row['date']} {row['place']}"


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
