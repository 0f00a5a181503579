"""How the pages say things, in English and in French."""

from __future__ import annotations

import datetime
import os

from coalition_data.analysis import periods
from coalition_data.tables import jsonfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LANGUAGES = ("en", "fr")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
# No-break spaces, as French typography has them; English groups digits with commas.
GROUP = {"en": ",", "fr": "\u202f"}
POINT = {"en": ".", "fr": ","}


class Wording:
    """The words of one language: for the interface, closed lists, names, dates and numbers."""

    def __init__(self, lang: str) -> None:
        words = jsonfile.read(os.path.join(os.path.dirname(__file__), "words.json"))
        self.lang = lang
        self._months = MONTHS[lang].split()
        self.other = next(other for other in LANGUAGES if other != lang)
        self._words: dict[str, str] = words[lang]
        self._values: dict[str, str] = words["values"][lang]

    def word(self, key: str) -> str:
        """Return a word of the interface; KeyError for one that isn't there."""
        return self._words[key]

    def value(self, value: str | None) -> str:
        """Return a value of a closed list, or a list of them, in words."""
        values = filter(None, (value or "").split(";"))
        return ", ".join(self._values.get(one, one.replace("_", " ")) for one in values)

    def name(self, row: dict[str, Any] | None) -> str:
        """Return the name of a meeting or actor."""
        return "" if row is None else str(row.get(f"name_{self.lang}") or row["name_en"])

    def date(self, day: datetime.date | None, precision: str | None = "day") -> str:
        """Return a date no finer than its source."""
        if day is None:
            return ""
        month = self._months[day.month - 1]
        if precision == "year":
            return str(day.year)
        if precision == "month":
            return f"{month} {day.year}"
        first = "1er" if self.lang == "fr" and day.day == 1 else str(day.day)
        return f"{first} {month} {day.year}"

    def month(self, n: int) -> str:
        """Return the short name of a month, counted from 0."""
        return self._months[n][: 3 if self.lang == "en" else 4]

    def span(self, row: dict[str, Any]) -> str:
        """Return when a meeting was: a day, several, a month, bounds, or that it isn't known."""
        precision = row["date_precision"]
        start, end = periods.find_bounds(row)
        if not start and not end:
            return self.word("date_unknown")
        if not start or not end:
            return f"{self.word('after' if start else 'before')} {self.date(start or end)}"
        if (start, end) == periods.find_span(start, precision):
            return self.date(start, precision)
        if start == end:
            return self.date(start)
        if periods.is_vague(row):
            return f"{self.word('between')} {self.date(start)} {self.word('and')} {self.date(end)}"
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day}–{self.date(end)}"
        return f"{self.date(start)} {self.word('to')} {self.date(end)}"

    def number(self, value: float | None) -> str:
        """Return a number with its digits in groups."""
        if value is None:
            return ""
        text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
        return text.translate({ord(","): GROUP[self.lang], ord("."): POINT[self.lang]})

    def amount(self, row: dict[str, Any]) -> str:
        """Return the number of a figure with its bounds and its unit."""
        low = self.number(row["low"])
        high = self.number(row["high"])
        text = self.number(row["value"])
        if low and high:
            text = f"{low}–{high}"
        elif not text and low:
            text = f"≥ {low}"
        elif not text and high:
            text = f"≤ {high}"
        about = "≈ " if row["qualifier"] == "approximate" else ""
        unit = "" if row["unit"] in ("other", "rank") else self.value(row["unit"])
        return f"{about}{text} {unit}".strip()
