"""What a date allows: its first and last day, and the year in which all of it lies.

Views, charts and pages read dates here and nowhere else. A row is a meeting or a report, with
`date_start`, `date_end` and `date_precision`.
"""

from __future__ import annotations

import calendar

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from typing import Any

    Day = datetime.date | None
    Row = dict[str, Any]

# From the most precise to the vaguest.
PRECISIONS = ("day", "month", "year")


def find_bounds(row: Row) -> tuple[Day, Day]:
    """Return the first and the last possible day of a meeting; None for a side that is open."""
    start, end, precision = row["date_start"], row["date_end"], row["date_precision"]
    if precision not in ("month", "year"):
        return start, end
    # One of the two may be open: the other names the whole month or year.
    first, last = start or end, end or start
    if first is None or last is None:
        return None, None
    return find_span(first, precision)[0], find_span(last, precision)[1]


def find_span(day: datetime.date, precision: str | None) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day that a single date allows."""
    if precision == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    if precision == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=1), day.replace(day=last)
    return day, day


def is_vague(row: Row) -> bool:
    """Say whether a meeting fell somewhere between its bounds, and didn't run from one to other."""
    return bool(row["date_precision"] != "day")


def find_year(row: Row) -> int | None:
    """Return the year in which all of a period lies; None if it spans years or a side is open.

    A meeting of which one day is known lies in the year of that day.
    """
    first, last = find_bounds(row)
    if row["date_precision"] == "day":
        first, last = first or last, last or first
    return first.year if first and last and first.year == last.year else None
