"""The places of the dots of the timeline and the circles of the map, and the chart of members."""

from __future__ import annotations

import calendar
import datetime
import os

from coalition_data.analysis import periods
from coalition_data.tables import jsonfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coalition_data.explorer.record import Record, Row
    from coalition_data.explorer.wording import Wording

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
    """Return the map: `land` (paths), `circles` (state, x, y, r, count; largest first), sizes."""
    path = os.path.join(os.path.dirname(__file__), "assets", "world.json")
    atlas: dict[str, Any] = jsonfile.read(path)
    states = {row["iso3"]: row for row in record.rows["actors"] if row["iso3"]}
    counts: dict[str, int] = {}
    for meeting in record.rows["meetings"]:
        if meeting["country"] in atlas["places"]:
            counts[meeting["country"]] = counts.get(meeting["country"], 0) + 1
    circles = []
    for iso3, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        x, y = atlas["places"][iso3]
        circle = {"iso3": iso3, "state": states.get(iso3), "x": x, "y": y, "count": count}
        circles.append({**circle, "r": round(3 + 3.2 * count**0.5, 1)})
    return {**{name: atlas[name] for name in ("land", "width", "height")}, "circles": circles}


def draw_members(record: Record, words: Wording) -> str:
    """Return the chart of members as an SVG whose colours follow the page."""
    import vl_convert

    from coalition_data import plot

    legend = (words.word("stated_number"), words.word("dated_accessions"))
    colours = ("var(--military)", "var(--ministers)")
    chart = plot.members_by_date(record.package.folder, *legend, colours=colours)
    labels = {"labelColor": "var(--ink)", "labelFontSize": 12}
    lines = {"tickColor": "var(--line)", "gridColor": "var(--line)"}
    chart = chart.configure(background="transparent").configure_view(stroke=None)
    chart = chart.configure_axis(domain=False, **labels, **lines).configure_legend(**labels)
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return svg
