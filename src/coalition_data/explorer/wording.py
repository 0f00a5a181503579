"""How the pages say things, in English and in French."""

from __future__ import annotations

import datetime
import os

from coalition_data.analysis import periods
from coalition_data.explorer import finder
from coalition_data.tables import jsonfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Row = dict[str, Any]

LANGUAGES = ("en", "fr")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
}
# No-break spaces, as French typography has them; English groups digits with commas.
GROUP = {"en": ",", "fr": "\u202f"}
POINT = {"en": ".", "fr": ","}
COLON = {"en": ": ", "fr": "\u00a0: "}


class Wording:
    """The words of one language: for the interface, closed lists, names, dates and numbers.

    `states`: the actors with an iso3 code, by it.
    """

    def __init__(self, lang: str, states: dict[str, Row] | None = None) -> None:
        words = jsonfile.read(os.path.join(os.path.dirname(__file__), "words.json"))
        self.lang = lang
        self.colon = COLON[lang]
        self.all = [self]
        self._states = states or {}
        self._months = MONTHS[lang].split()
        self._short_months = SHORT_MONTHS[lang].split()
        self.other = next(other for other in LANGUAGES if other != lang)
        self._words: dict[str, str] = words[lang]
        self._values: dict[str, str] = words["values"][lang]
        self._cities: dict[str, str] = words["cities"][lang]
        self._units: dict[str, str] = words["one"][lang]
        self._spans: dict[str, str] = {}
        # What scripts say.
        self.told: dict[str, str] = words["scripts"][lang]

    def word(self, key: str) -> str:
        """Return a word of the interface; KeyError for one that isn't there."""
        return self._words[key]

    def count(self, key: str, n: int) -> str:
        """Return a number with what it counts: `1 source`, `2 sources`; in French `0 source`."""
        one, many = self._words[f"n_{key}"].split("|")
        return f"{self.number(n)} {one if n == 1 or (self.lang == 'fr' and n == 0) else many}"

    def value(self, value: str | None) -> str:
        """Return a value of a closed list, or a list of them, in words."""
        values = filter(None, (value or "").split(";"))
        return ", ".join(self._values.get(one, one.replace("_", " ")) for one in values)

    def name(self, row: dict[str, Any] | None) -> str:
        """Return the name of a meeting or actor."""
        return "" if row is None else str(row.get(f"name_{self.lang}") or row["name_en"])

    def city(self, city: str | None) -> str:
        """Return the name of a city."""
        return self._cities.get(city or "", city or "")

    def country(self, iso3: str | None) -> str:
        """Return the name of the country with a code; the code if no actor has it."""
        return self.name(self._states.get(iso3 or "")) or iso3 or ""

    def place(self, meeting: Row) -> str:
        """Return a short name of a meeting: its city if it has one."""
        return self.city(meeting["city"]) or self.name(meeting)

    def standing(self, entry: tuple[str, datetime.date, datetime.date] | None) -> str:
        """Return since when somebody is a member, from a row of `Record.standings`."""
        if entry is None:
            return self.word("no_entry")
        rule, first, sure = entry
        if rule != "accession":
            return f"{self.word('joined_by')} {self.date(sure)}"
        if first == sure:
            return f"{self.word('joined_on')} {self.date(sure)}"
        days = f"{self.date(first)} {self.word('and')} {self.date(sure)}"
        return f"{self.word('joined')} {self.word('between')} {days}"

    def sort(self, rows: Iterable[Row]) -> list[Row]:
        """Return meetings or actors sorted by their name, as a dictionary of the language does."""
        return sorted(rows, key=lambda row: finder.list_words(self.name(row)))

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
        return self._short_months[n]

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
        if row["value"] == 1:
            unit = self._units.get(row["unit"], unit)
        return f"{about}{text} {unit}".strip()
