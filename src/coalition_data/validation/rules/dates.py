"""Rules on the dates that sources give."""

from __future__ import annotations

import calendar
import datetime
import functools
import re

from coalition_data.validation.rules import FILL_BOTH, index_rows, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_data.validation.rules import Findings, Row, Rows

DATED = "date_start date_end date_precision"
# Monday first, as datetime counts. A line per language: French, English, German, Italian, Spanish,
# Dutch, Arabic; months have a second line for English, with its short forms.
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
# Some words have other meanings too: "may" in English, "mars" the planet.
DAY_OF = {word: n for names in WEEKDAYS for n, word in enumerate(names.split())}
MONTH_OF = {word: n for names in MONTHS for n, word in enumerate(names.split(), 1)}
WORD = re.compile(r"[^\W\d_]+|\d+")
LONGEST_DAY = 2
FIRST_DAY = {"month": "-01", "year": "-01-01"}
# Each single date, and the column of its precision.
SINGLE = {
    "sources": {"published": "published_precision"},
    "figures": {"as_of": "as_of_precision"},
    "memberships": {
        "as_of": "as_of_precision",
        "joined_on": "joined_precision",
        "left_on": "left_precision",
    },
}
CORRECT_DATE = "correct the date, or copy these words again from the source"
DATED_ID = re.compile(r"-(20[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:-[0-9])?$")
IN_NOTE = re.compile(r"\bid\b")
# How a date of a precision ends that may be the next coarser one; how much of a date it keeps.
LOOKS_COARSE = {"day": "-01", "month": "-01-01"}
FINE = {"day": 10, "month": 7}
DATED_IDS = {"sources": "source_id", "figures": "quantity_id"}
YEAR_IN_ID = re.compile(r"-(20[0-9]{2})-")
FINENESS = {4: "year", 7: "month", 10: "day"}
IN_ADDRESS = re.compile(r"(?<!\d)(20[12]\d)[/-]?(0[1-9]|1[0-2])(?!\d{3,})")
NUMBERED_ID = re.compile(r"-(\d{5,})$")
# In days.
LONGEST_MEETING = 14
# When the coalition was called together.
FIRST_MONTH = "2014-09"
# A source that reports later than this looks back, or its date is wrong.
LATE = datetime.timedelta(days=180)


@rule(meetings=DATED, reports=DATED + " date_basis")
def bounds_fit_precision(meetings: Rows, reports: Rows) -> Findings:
    """Bounds are in order, a known precision has a date, and a month or year is whole."""
    for row in [*meetings, *reports]:
        start = row["date_start"]
        end = row["date_end"]
        precision = row["date_precision"]
        if start and end and end < start:
            yield row, "date_end", f"it is before the first day {start}", "correct one of the two"
        elif precision != "unknown" and not (start or end):
            message = "a known precision needs a date"
            yield row, "date_precision", message, "fill a date, or write unknown"
        elif precision in ("month", "year") and not _is_period(start, end, precision):
            message = f"with precision {precision} the bounds are its first and its last day"
            yield row, "date_start", message, "correct the dates or the precision"
        elif precision == "day" and _count_days(start, end) > LONGEST_MEETING:
            message = f"no meeting runs from {start} to {end}"
            yield row, "date_precision", message, "correct the dates, or write month or year"
        elif "date_basis" in row and bool(row["date_basis"]) != bool(start or end):
            yield row, "date_basis", "it is filled exactly when a date is", FILL_BOTH


def _count_days(start: str, end: str) -> int:
    """Return the days from start to end; 0 if one of the two isn't known."""
    if not start or not end:
        return 0
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days


def _is_period(start: str, end: str, precision: str) -> bool:
    """Return whether the bounds are those of one month or one year; one of the two may be open."""
    first = FIRST_DAY[precision]
    if start and end and start.removesuffix(first) != end[: -len(first)]:
        return False
    last = "-12-31"
    if precision == "month" and end:
        last = f"-{calendar.monthrange(int(end[:4]), int(end[5:7]))[1]}"
    return (not start or start.endswith(first)) and (not end or end.endswith(last))


def _list_days(row: Row) -> list[datetime.date]:
    """Return the days between the known bounds of a report; none if there is no date."""
    if not (row["date_start"] or row["date_end"]):
        return []
    first = datetime.date.fromisoformat(row["date_start"] or row["date_end"])
    last = datetime.date.fromisoformat(row["date_end"] or row["date_start"])
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


@rule(reports=DATED + " date_as_stated")
def weekday_is_that_weekday(reports: Rows) -> Findings:
    """A weekday in `date_as_stated` is the weekday of a day between the bounds."""
    for row in reports:
        stated = {DAY_OF[word] for word in _split_words(row["date_as_stated"]) if word in DAY_OF}
        days = _list_days(row) if stated and row["date_precision"] == "day" else []
        if days and not stated <= {day.weekday() for day in days}:
            weekday = WEEKDAYS[1].split()[days[0].weekday()].title()
            yield row, "date_as_stated", f"{days[0]} is a {weekday}", CORRECT_DATE


@rule(reports=DATED + " date_as_stated")
def date_reads_as_stated(reports: Rows) -> Findings:
    """A year, month or day of the month in `date_as_stated` is that of a day between the bounds."""
    for row in reports:
        stated = list(_read_stated(row))
        days = _list_days(row) if stated else []
        for unit, number in stated if days else ():
            if number not in {getattr(day, unit) for day in days}:
                message = f"the {unit} {number} isn't between {days[0]} and {days[-1]}"
                yield row, "date_as_stated", message, CORRECT_DATE
                break


# Cached: reports repeat their words.
@functools.lru_cache(maxsize=2**12)
def _split_words(words: str) -> list[str]:
    return WORD.findall(words.casefold())


def _read_stated(row: Row) -> Iterator[tuple[str, int]]:
    """Yield each year, month and day of the month that the words give."""
    words = _split_words(row["date_as_stated"])
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
    """A single date has a precision; a month or year is written as its first day."""
    for table, rows in tables.items():
        for column, precision in SINGLE[table].items():
            for row in rows:
                date = row[column]
                if bool(date) != bool(row[precision]):
                    yield row, precision, f"it is filled exactly when {column} is", FILL_BOTH
                elif date and not date.endswith(FIRST_DAY.get(row[precision], "")):
                    message = f"with precision {row[precision]} it is the first day of its period"
                    yield row, column, message, "correct the date or the precision"


@rule(
    sources="source_id published published_precision note",
    figures="quantity_id as_of as_of_precision note",
    memberships="as_of as_of_precision joined_on joined_precision left_on left_precision note",
)
def first_day_is_meant(**tables: Rows) -> Findings:
    """The first day of a month, or first month of a year, is in the row's id or has a note.

    A date whose precision is one step too fine looks like that.
    """
    for table, rows in tables.items():
        ids = DATED_IDS.get(table)
        for column, precision in SINGLE[table].items():
            for row in rows:
                looks_coarse = row[column].endswith(LOOKS_COARSE.get(row[precision], "none"))
                if not looks_coarse or row["note"]:
                    continue
                known = row[column][: FINE[row[precision]]]
                if ids is None or known not in row[ids]:
                    message = f"is this {row[precision]} known?"
                    yield row, precision, message, "write the coarser precision, or add a note"


@rule(sources="published published_basis accessed")
def publication_date_says_its_basis(sources: Rows) -> Findings:
    """A publication date has a basis exactly when known; nothing was read before it."""
    for row in sources:
        if bool(row["published"]) == (row["published_basis"] == "unknown"):
            message = "it is `unknown` exactly when there is no date"
            yield row, "published_basis", message, "give date and basis, or write unknown"
        elif row["accessed"] and row["published"] > row["accessed"]:
            message = f"it was published on {row['published']}"
            yield row, "accessed", message, "correct accessed or published"
        elif row["accessed"] and row["accessed"] < FIRST_MONTH:
            yield row, "accessed", "there was no coalition yet", "correct the date"


@rule(
    reports="meeting_id source_id stage",
    meetings="meeting_id date_start",
    sources="source_id published published_precision",
)
def report_comes_after(reports: Rows, meetings: Rows, sources: Rows) -> Findings:
    """A report on what happened is not published before the first day of its meeting."""
    meeting_by_id = index_rows(meetings, "meeting_id")
    source_by_id = index_rows(sources, "source_id")
    for row in reports:
        meeting = meeting_by_id.get(row["meeting_id"])
        source = source_by_id.get(row["source_id"])
        if row["stage"] != "during_or_after" or meeting is None or source is None:
            continue
        if source["published_precision"] == "day" and source["published"] < meeting["date_start"]:
            message = f"the source is of {source['published']}, before the meeting"
            yield row, "stage", message, "correct stage or a date"


@rule(
    figures="source_id as_of",
    memberships="source_id as_of joined_on left_on",
    sources="source_id published published_precision accessed",
)
def nothing_is_later_than_its_source(figures: Rows, memberships: Rows, sources: Rows) -> Findings:
    """A source speaks of no day after its own."""
    last = {}
    for source in sources:
        is_exact = source["published_precision"] == "day"
        last[source["source_id"]] = source["published"] if is_exact else source["accessed"]
    for row in [*figures, *memberships]:
        day = last.get(row["source_id"])
        for column in SINGLE[row.table]:
            if day and row[column] > day:
                message = f"{row['source_id']} is of {day}"
                yield row, column, message, "correct this date, or that of the source"


@rule(sources="source_id published note")
def source_id_says_its_date(sources: Rows) -> Findings:
    """A date in a source's id is that of its publication, or its note speaks of the id."""
    for row in sources:
        stated = DATED_ID.search(row["source_id"])
        if stated is None or not row["published"] or IN_NOTE.search(row["note"]):
            continue
        if not _agree(stated[1], row["published"]):
            message = f"the id says {stated[1]}"
            yield row, "published", message, "correct the date, or say why in note"


@rule(sources="source_id published published_precision note")
def source_id_is_as_fine_as_its_date(sources: Rows) -> Findings:
    """A date in a source's id has the precision of its publication, or its note speaks of it."""
    for row in sources:
        stated = DATED_ID.search(row["source_id"])
        precision = row["published_precision"]
        if stated and precision and FINENESS[len(stated[1])] != precision and not row["note"]:
            message = f"the id gives a {FINENESS[len(stated[1])]}"
            yield row, "published_precision", message, "correct the precision, or say why in note"


@rule(sources="source_id url published")
def address_fits_id_and_date(sources: Rows) -> Findings:
    """An address has the number that is in the source's id, and the month of its publication."""
    for row in sources:
        number = NUMBERED_ID.search(row["source_id"])
        months = {f"{year}-{month}" for year, month in IN_ADDRESS.findall(row["url"])}
        if row["url"] and number and number[1] not in row["url"]:
            yield row, "url", f"it doesn't have the number {number[1]}", "copy the address again"
        elif (
            months
            and row["published"]
            and not any(_agree(month, row["published"]) for month in months)
        ):
            message = f"the address says {min(months)}"
            yield row, "published", message, "correct the date, or copy the address again"


@rule(
    reports="meeting_id source_id stage note",
    meetings="meeting_id date_start date_end",
    sources="source_id published published_precision",
)
def late_report_says_why(reports: Rows, meetings: Rows, sources: Rows) -> Findings:
    """A report published half a year from its meeting, before or after it, has a note."""
    meeting_by_id = index_rows(meetings, "meeting_id")
    source_by_id = index_rows(sources, "source_id")
    for row in reports:
        meeting = meeting_by_id.get(row["meeting_id"])
        source = source_by_id.get(row["source_id"])
        if row["note"] or meeting is None or source is None or not source["published"]:
            continue
        first = meeting["date_start"] or meeting["date_end"]
        last = meeting["date_end"] or first
        published = datetime.date.fromisoformat(source["published"])
        if first and not (
            datetime.date.fromisoformat(first) - LATE
            <= published
            <= datetime.date.fromisoformat(last) + LATE
        ):
            message = f"the source is of {published}, the meeting of {first}"
            yield row, "note", message, "correct one of the dates, or say why in note"


@rule(memberships="as_of as_of_precision joined_on joined_precision left_on left_precision")
def nobody_is_member_before_the_coalition(memberships: Rows) -> Findings:
    """No membership is of a day before September 2014, when the coalition was called together."""
    for row in memberships:
        for column, precision in SINGLE["memberships"].items():
            first = FIRST_MONTH[:4] if row[precision] == "year" else FIRST_MONTH
            if row[column] and row[column] < first:
                yield row, column, "there was no coalition yet", "correct the date"


@rule(memberships="source_id as_of note", sources="source_id published")
def membership_counts_in_the_year_of_its_source(memberships: Rows, sources: Rows) -> Findings:
    """A source counts a member in the year in which it was published, or the note says when."""
    published = {row["source_id"]: row["published"][:4] for row in sources}
    for row in memberships:
        year = published.get(row["source_id"])
        if row["as_of"] and year and row["as_of"][:4] != year and not row["note"]:
            message = f"the source is of {year}"
            yield row, "as_of", message, "correct the date, or say in note when it was counted"


@rule(figures="quantity_id as_of note")
def figure_is_of_the_year_of_its_quantity(figures: Rows) -> Findings:
    """A number belongs to the year that its quantity's id gives, or the note says when."""
    for row in figures:
        if not row["as_of"] or row["note"]:
            continue
        years = YEAR_IN_ID.findall(row["quantity_id"])
        if row["as_of"][:4] not in years:
            message = f"the quantity is of {years[-1] if years else 'no year'}"
            yield row, "as_of", message, "correct the date or quantity_id, or say why in note"


def _agree(stated: str, published: str) -> bool:
    """Return whether two dates are the same as far as the coarser of them goes."""
    coarse = published.removesuffix("-01").removesuffix("-01")
    return published.startswith(stated) or stated.startswith(coarse)
