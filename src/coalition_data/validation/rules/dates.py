"""Rules on the dates that sources give."""

from __future__ import annotations

import calendar
import datetime
import re

from coalition_data.validation.rules import by, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_data.validation.rules import Findings, Row, Rows

DATED = "date_start date_end date_precision"
# Monday first, as datetime counts; one line per language: French, English, German, Italian, Spanish, Dutch, Arabic.
WEEKDAYS = [
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "lunes martes miércoles jueves viernes sábado domingo",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
]
MONTHS = [
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
]
# Words that count elsewhere too: "may" in English, "mars" the planet.
DAY_OF = {word: n for names in WEEKDAYS for n, word in enumerate(names.split())}
MONTH_OF = {word: n for names in MONTHS for n, word in enumerate(names.split(), 1)}
WORD = re.compile(r"[^\W\d_]+|\d+")
LONGEST_DAY = 2
FIRST_DAY = {"month": "-01", "year": "-01-01"}
MEMBER_DATES = ("as_of", "joined_on", "left_on")
SINGLE = {
    "sources": (("published", "published_precision"),),
    "figures": (("as_of", "as_of_precision"),),
    "memberships": (
        ("as_of", "as_of_precision"),
        ("joined_on", "joined_precision"),
        ("left_on", "left_precision"),
    ),
}
DATED_ID = re.compile(r"-(20[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:-[0-9])?$")
IN_NOTE = re.compile(r"\bid\b")


@rule(meetings=DATED, reports=DATED + " date_basis")
def bounds_fit_precision(meetings: Rows, reports: Rows) -> Findings:
    """A last day isn't before the first, a known precision has a date, and a month or year is written whole."""
    for row in [*meetings, *reports]:
        start, end, known = row["date_start"], row["date_end"], row["date_precision"] != "unknown"
        if start and end and end < start:
            yield row, "date_end", f"it is before the first day {start}", "mend one of the two"
        elif known and not (start or end):
            yield (
                row,
                "date_precision",
                "a known precision needs a date",
                "fill a date, or write unknown",
            )
        elif row["date_precision"] in ("month", "year") and not _is_whole(
            start, end, row["date_precision"]
        ):
            message = (
                f"of {row['date_precision']} precision the bounds are its first and its last day"
            )
            yield row, "date_start", message, "mend the dates or the precision"
        elif "date_basis" in row and bool(row["date_basis"]) != bool(start or end):
            yield row, "date_basis", "it is filled exactly when a date is", "mend it"


def _is_whole(start: str, end: str, precision: str) -> bool:
    """Say whether the bounds are the first and the last day of a month or year; either may be open."""
    last = end and calendar.monthrange(int(end[:4]), int(end[5:7]))[1]
    if precision == "month":
        return (not start or start.endswith("-01")) and (not end or end.endswith(f"-{last}"))
    return (not start or start.endswith("-01-01")) and (not end or end.endswith("-12-31"))


def _days(row: Row) -> list[datetime.date]:
    """Return the known bounds of a report, first and last; none where there is no date."""
    days = [datetime.date.fromisoformat(d) for d in (row["date_start"], row["date_end"]) if d]
    return [days[0], days[-1]] if days else []


@rule(reports=DATED + " date_as_stated")
def weekday_is_that_weekday(reports: Rows) -> Findings:
    """A weekday in `date_as_stated` is the weekday of a day between the bounds."""
    for row in reports:
        days = _days(row)
        if not days or row["date_precision"] != "day":
            continue
        length = min((days[1] - days[0]).days, 6)
        between = {(days[0] + datetime.timedelta(days=n)).weekday() for n in range(length + 1)}
        if any(DAY_OF.get(word, days[0].weekday()) not in between for word in _words(row)):
            message = f"{days[0]} is a {WEEKDAYS[1].split()[days[0].weekday()].title()}"
            yield row, "date_as_stated", message, "look again"


@rule(reports=DATED + " date_as_stated")
def date_reads_as_stated(reports: Rows) -> Findings:
    """A year, month or day of the month in `date_as_stated` is that of a day between the bounds."""
    for row in reports:
        days = _days(row)
        if not days:
            continue
        span = [days[0] + datetime.timedelta(days=n) for n in range((days[1] - days[0]).days + 1)]
        for what, number in _stated(row):
            if number not in {getattr(day, what) for day in span}:
                message = f"the {what} {number} isn't between {days[0]} and {days[1]}"
                yield row, "date_as_stated", message, "look again, and mend the date or these words"
                break


def _words(row: Row) -> list[str]:
    return WORD.findall(row["date_as_stated"].casefold())


def _stated(row: Row) -> Iterator[tuple[str, int]]:
    """Yield each year, month and day of the month that the words give."""
    words = _words(row)
    has_month = any(word in MONTH_OF for word in words)
    for word in words:
        if word in MONTH_OF:
            yield "month", MONTH_OF[word]
        elif word.isdigit() and len(word) > LONGEST_DAY:
            yield "year", int(word)
        elif word.isdigit() and has_month and row["date_precision"] == "day":
            yield "day", int(word)


@rule(
    sources="published published_precision",
    figures="as_of as_of_precision",
    memberships="as_of as_of_precision joined_on joined_precision left_on left_precision",
)
def single_date_fits_precision(**tables: Rows) -> Findings:
    """A single date has a precision, and one of month or year precision is written as the first day of it."""
    for table, rows in tables.items():
        for date, precision in SINGLE[table]:
            for row in rows:
                if bool(row[date]) != bool(row[precision]):
                    yield (
                        row,
                        precision,
                        f"it is filled exactly when {date} is",
                        "fill both or none",
                    )
                elif row[date] and not row[date].endswith(FIRST_DAY.get(row[precision], "")):
                    message = f"of {row[precision]} precision it is written as the first day"
                    yield row, date, message, "mend the date or the precision"


@rule(sources="published published_basis accessed")
def publication_date_says_its_basis(sources: Rows) -> Findings:
    """A date of publication has a basis, an unknown one has none, and nothing was read before it appeared."""
    for row in sources:
        if bool(row["published"]) == (row["published_basis"] == "unknown"):
            yield (
                row,
                "published_basis",
                "it is `unknown` exactly when there is no date",
                "mend one of them",
            )
        elif row["accessed"] and row["published"] > row["accessed"]:
            yield row, "accessed", f"it was published on {row['published']}", "mend one of the two"


@rule(reports="meeting_id source_id stage", meetings="meeting_id date_start",
      sources="source_id published published_precision")  # fmt: skip
def report_comes_after(reports: Rows, meetings: Rows, sources: Rows) -> Findings:
    """A report on what happened is not published before the first day of its meeting."""
    first, published = by(meetings, "meeting_id"), by(sources, "source_id")
    for row in reports:
        meeting, source = first.get(row["meeting_id"]), published.get(row["source_id"])
        if row["stage"] != "during_or_after" or meeting is None or source is None:
            continue
        if source["published_precision"] == "day" and source["published"] < meeting["date_start"]:
            message = f"the source is of {source['published']}, before the meeting"
            yield row, "stage", message, "mend stage or a date"


@rule(figures="source_id as_of", memberships="source_id as_of joined_on left_on",
      sources="source_id published published_precision accessed")  # fmt: skip
def nothing_is_later_than_its_source(figures: Rows, memberships: Rows, sources: Rows) -> Findings:
    """A source speaks of no day after its own."""
    last = {
        s["source_id"]: s["published"] if s["published_precision"] == "day" else s["accessed"]
        for s in sources
    }
    for row, columns in [
        *((f, ("as_of",)) for f in figures),
        *((m, MEMBER_DATES) for m in memberships),
    ]:
        day = last.get(row["source_id"])
        for column in [c for c in columns if day and row[c] > day]:
            yield row, column, f"{row['source_id']} is of {day}", "mend one of the two"


@rule(sources="source_id published note")
def source_id_says_its_date(sources: Rows) -> Findings:
    """A date in a source's id is that of its publication, or its note speaks of the id."""
    for row in sources:
        said = DATED_ID.search(row["source_id"])
        if (
            said
            and row["published"]
            and not _agree(said[1], row["published"])
            and not IN_NOTE.search(row["note"])
        ):
            yield row, "published", f"the id says {said[1]}", "mend the date, or say why in note"


def _agree(said: str, published: str) -> bool:
    """Say whether two dates are the same as far as the coarser of them goes."""
    return published.startswith(said) or said.startswith(
        published.removesuffix("-01").removesuffix("-01")
    )
