"""The places of the dots of the timeline and of charts, and of the circles of the map."""

from __future__ import annotations

import calendar
import datetime
import math
import os
import re

from coalition_data.analysis import disagreement, periods
from coalition_data.tables import jsonfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coalition_data.explorer.record import Record, Row

# What the map shows of the world of assets/world.json: left, top, width, height.
VIEW = (446, 52, 186, 134)
POINT = re.compile(r"-?[\d.]+,-?[\d.]+")
CHART_LEFT, CHART_TOP, CHART_WIDTH, CHART_HEIGHT = 70, 14, 830, 300
# Numbers further apart than this need a scale of powers of ten.
LOG = 30
LEFT, MONTH, LANE, RADIUS = 56, 75, 17, 7
TONES = {
    "leaders": ("heads_of_state_or_government",),
    "ministers": (
        "foreign_ministers",
        "defence_ministers",
        "foreign_and_defence_ministers",
        "finance_ministers",
        "mixed_ministers",
    ),
    "military": ("chiefs_of_defence", "military"),
    "officials": ("political_directors", "ambassadors", "officials"),
    "unknown": ("unknown",),
}
TONE = {level: tone for tone, levels in TONES.items() for level in levels}


def place_dots(meetings: list[Row]) -> dict[str, Any]:
    """Return the timeline, a row per year: `years` (year, y), `dots` (meeting, x, y, tone), sizes.

    A meeting whose day isn't known is a bar from `x` to `x2`, its first and last possible day, in
    each year that they touch; where one of the two is open, it is left out. Marks that would touch
    are in lanes of their row, one below the other.
    """
    by_year: dict[int, list[tuple[float, float | None, Row]]] = {}
    for meeting in meetings:
        for year, x, x2 in _place_mark(meeting):
            by_year.setdefault(year, []).append((x, x2, meeting))
    years = []
    dots = []
    top = 34
    for year in range(min(by_year, default=0), max(by_year, default=-1) + 1):
        # Where the last mark of each lane ends.
        ends: list[float] = []
        row = sorted(by_year.get(year, []), key=lambda one: (one[0], one[2]["meeting_id"]))
        for x, x2, meeting in row:
            lane = next((n for n, end in enumerate(ends) if x - end > 2 * RADIUS + 1), len(ends))
            ends[lane : lane + 1] = [x2 or x]
            tone = TONE.get(meeting["level"], "unknown")
            y = top + lane * LANE
            dots.append({"meeting": meeting, "x": x, "x2": x2, "y": y, "tone": tone})
        years.append({"year": year, "y": top})
        top += max(len(ends), 1) * LANE + 11
    return {
        "years": years,
        "dots": dots,
        "width": LEFT + 12 * MONTH + 10,
        "height": top,
        "left": LEFT,
        "month": MONTH,
    }


def _place_mark(meeting: Row) -> Iterator[tuple[int, float, float | None]]:
    """Yield in each year that a meeting may have been in where its mark begins, and where it ends.

    The mark of a day has no end.
    """
    first, last = periods.find_bounds(meeting)
    if not periods.is_vague(meeting):
        day = first or last
        if day:
            yield day.year, _place_day(day), None
    elif first and last:
        for year in range(first.year, last.year + 1):
            begin = max(first, datetime.date(year, 1, 1))
            end = min(last, datetime.date(year, 12, 31))
            yield year, _place_day(begin), _place_day(end)


def _place_day(day: datetime.date) -> float:
    part = (day.day - 1) / calendar.monthrange(day.year, day.month)[1]
    return round(LEFT + MONTH * (day.month - 1 + part), 1)


def place_circles(record: Record) -> dict[str, Any]:
    """Return the map: `land` (paths), `circles` (iso3, x, y, r, count), `others`, `view`.

    It shows VIEW, Europe and the Middle East; `others` are the countries elsewhere. No circle
    covers the middle of another one.
    """
    path = os.path.join(os.path.dirname(__file__), "assets", "world.json")
    atlas: dict[str, Any] = jsonfile.read(path)
    counts: dict[str, int] = {}
    for meeting in record.rows["meetings"]:
        if meeting["country"] in atlas["places"]:
            counts[meeting["country"]] = counts.get(meeting["country"], 0) + 1
    circles: list[dict[str, Any]] = []
    others = []
    for iso3, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        x, y = atlas["places"][iso3]
        circle = {"iso3": iso3, "x": x, "y": y, "count": count, "r": round(1 + count**0.5, 1)}
        if _is_inside(x, y):
            _move_aside(circle, circles)
            circles.append(circle)
        else:
            others.append(circle)
    land = [path for path in atlas["land"] if _is_in_view(path)]
    view = " ".join(map(str, VIEW))
    return {"land": land, "circles": circles, "others": others, "view": view}


def _is_inside(x: float, y: float) -> bool:
    left, top, width, height = VIEW
    return left < x < left + width and top < y < top + height


def _is_in_view(path: str) -> bool:
    """Say whether the box around a path of land reaches into VIEW."""
    points = [tuple(map(float, pair.split(","))) for pair in POINT.findall(path)]
    left, top, width, height = VIEW
    xs, ys = zip(*points, strict=True)
    across: bool = min(xs) < left + width and max(xs) > left
    down: bool = min(ys) < top + height and max(ys) > top
    return across and down


def _move_aside(circle: dict[str, Any], before: list[dict[str, Any]]) -> None:
    """Move a circle to the right until it covers no middle of one that is drawn before it."""
    while any(math.dist((circle["x"], circle["y"]), (one["x"], one["y"])) <= circle["r"] + 0.5
              for one in before):  # fmt: skip
        circle["x"] = round(circle["x"] + 0.5, 1)


def plot_figures(figures: list[Row], meetings: dict[str, Row]) -> dict[str, Any] | None:
    """Return a chart of figures over time: `dots` (figure, x, y), `years`, `ticks`, `unit`, sizes.

    It has those of the most frequent unit, each at the day that it is of, or of its meeting; a
    scale of powers of ten where they are far apart. None where nothing can be drawn.
    """
    units: dict[str, int] = {}
    for row in figures:
        units[row["unit"]] = units.get(row["unit"], 0) + 1
    unit = max(units, key=lambda one: units[one])
    points = find_points([row for row in figures if row["unit"] == unit], meetings)
    return draw_points(points, [], unit) if points else None


def find_points(
    figures: list[Row], meetings: dict[str, Row]
) -> list[tuple[datetime.date, float, Row]]:
    """Return the day and the number of each figure that has both."""
    points = []
    for row in figures:
        first, last = periods.find_bounds(meetings[row["meeting_id"]])
        day = row["as_of"] or first or last
        number = disagreement.take_number(row)
        if day and number:
            points.append((day, number, row))
    return points


def draw_points(
    points: list[tuple[datetime.date, float, Row]],
    line: list[tuple[datetime.date, float]],
    unit: str,
) -> dict[str, Any]:
    """Return a chart of points and of a line in steps; see `plot_figures`. `line` is a path."""
    days = [day for day, _ in line] + [day for day, _, _ in points]
    numbers = [number for _, number in line] + [number for _, number, _ in points]
    years = range(min(days).year, max(days).year + 2)
    is_log = not line and min(numbers) > 0 and max(numbers) > LOG * min(numbers)
    ticks = _list_powers(min(numbers), max(numbers)) if is_log else _list_steps(max(numbers))

    def across(day: datetime.date) -> float:
        passed = (day - datetime.date(years[0], 1, 1)).days
        return round(CHART_LEFT + passed / 365.25 / (len(years) - 1) * CHART_WIDTH, 1)

    def down(number: float) -> float:
        low, high = (math.log10(one) if is_log else one for one in (ticks[0], ticks[-1]))
        at = math.log10(number) if is_log else number
        return round(CHART_TOP + (1 - (at - low) / (high - low)) * CHART_HEIGHT, 1)

    path = ""
    for day, number in line:
        path += f"{'H' if path else 'M'}{across(day)}{'V' if path else ','}{down(number)}"
    return {
        "unit": unit,
        "dots": [{"row": row, "x": across(day), "y": down(n)} for day, n, row in points],
        "years": [(year, across(datetime.date(year, 1, 1))) for year in years],
        "ticks": [(tick, down(tick)) for tick in ticks],
        "line": path,
        "left": CHART_LEFT,
        "width": CHART_LEFT + CHART_WIDTH + 20,
        "height": CHART_TOP + CHART_HEIGHT + 30,
    }


def _list_powers(low: float, high: float) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [10.0**n for n in range(first, max(last, first + 1) + 1)]


def _list_steps(high: float) -> list[float]:
    """Return round numbers from 0 to above the highest, at most seven."""
    power = 10.0 ** math.floor(math.log10(high or 1))
    step = next(power * n for n in (0.2, 0.5, 1, 2, 5, 10) if power * n * 6 >= high)
    return [step * n for n in range(math.ceil(high / step) + 1)] if high else [0.0, 1.0]


def count_accessions(record: Record) -> list[tuple[datetime.date, float]]:
    """Return after each known day of accession how many members had joined by then."""
    days: dict[str, datetime.date] = {}
    for row in record.rows["memberships"]:
        if row["joined_on"] and row["joined_precision"] == "day":
            day = days.get(row["actor_id"], row["joined_on"])
            days[row["actor_id"]] = min(day, row["joined_on"])
    return [(day, float(n)) for n, day in enumerate(sorted(days.values()), 1)]
