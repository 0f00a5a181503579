"""Rules on meetings and on what sources report of them."""

import calendar
import datetime
import re

from coalition_data.rules import CLAIMS, by, items, rule, whole_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.rules import Findings, Row, Rows

DATED = "date_start date_end date_precision"
WEEKDAYS = (
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
WEEKDAY = re.compile(r"\b(" + "|".join(day for week in WEEKDAYS for day in week) + r")\b", re.IGNORECASE)
CLAIM_KEYS = {
    "reports": "report_id meeting_id source_id",
    "participants": "participant_id meeting_id source_id",
    "quotes": "quote_id meeting_id source_id",
    "figures": "figure_id meeting_id source_id",
}


@whole_rule(meetings="meeting_id", reports="meeting_id")
def every_meeting_has_report(meetings: "Rows", reports: "Rows") -> "Findings":
    """Every meeting has at least one report."""
    told = {row["meeting_id"] for row in reports}
    for row in meetings:
        if row["meeting_id"] not in told:
            yield row, "meeting_id", "no report tells of this meeting", "add one to tables/reports.csv"


@whole_rule(**CLAIM_KEYS)
def claim_has_one_report(**tables: "Rows") -> "Findings":
    """Each source of a claim has exactly one report of that meeting."""
    pairs = [(row["meeting_id"], row["source_id"]) for row in tables["reports"]]
    told = set(pairs)
    for name in CLAIMS[1:]:
        for row in tables[name]:
            if (row["meeting_id"], row["source_id"]) not in told:
                message = f"this source has no report of {row['meeting_id']}"
                yield row, "source_id", message, "add one to tables/reports.csv"


@rule(meetings=DATED, reports=DATED + " date_basis")
def bounds_fit_precision(meetings: "Rows", reports: "Rows") -> "Findings":
    """A last day isn't before the first, a known precision has a date, and a month or year is written whole."""
    for row in [*meetings, *reports]:
        start, end, known = row["date_start"], row["date_end"], row["date_precision"] != "unknown"
        if start and end and end < start:
            yield row, "date_end", f"it is before the first day {start}", "mend one of the two"
        elif known and not (start or end):
            yield row, "date_precision", "a known precision needs a date", "fill a date, or write unknown"
        elif row["date_precision"] in ("month", "year") and not _is_whole(start, end, row["date_precision"]):
            message = f"of {row['date_precision']} precision the bounds are its first and its last day"
            yield row, "date_start", message, "mend the dates or the precision"
        elif "date_basis" in row and bool(row["date_basis"]) != bool(start or end):
            yield row, "date_basis", "it is filled exactly when a date is", "mend it"


def _is_whole(start: str, end: str, precision: str) -> bool:
    """Say whether the bounds are the first and the last day of a month or year; either may be open."""
    last = end and calendar.monthrange(int(end[:4]), int(end[5:7]))[1]
    if precision == "month":
        return (not start or start.endswith("-01")) and (not end or end.endswith(f"-{last}"))
    return (not start or start.endswith("-01-01")) and (not end or end.endswith("-12-31"))


@rule(reports="date_start date_end date_precision date_as_stated")
def weekday_is_that_weekday(reports: "Rows") -> "Findings":
    """A weekday in `date_as_stated` is the weekday of a day between the bounds."""
    for row in reports:
        days = [datetime.date.fromisoformat(d) for d in (row["date_start"], row["date_end"]) if d]
        if not days or row["date_precision"] != "day":
            continue
        length = min((days[-1] - days[0]).days, 6)
        between = {(days[0] + datetime.timedelta(days=n)).weekday() for n in range(length + 1)}
        for name in WEEKDAY.findall(row["date_as_stated"]):
            if not any(name.lower() in week and week.index(name.lower()) in between for week in WEEKDAYS):
                message = f"{days[0]} is a {WEEKDAYS[1][days[0].weekday()].title()}"
                yield row, "date_as_stated", message, "look again"
                break


@whole_rule(meetings="meeting_id status", reports="meeting_id stage attests")
def status_is_attested(meetings: "Rows", reports: "Rows") -> "Findings":
    """A meeting is `held` exactly when some report attests it; a preview never does."""
    held = {row["meeting_id"] for row in reports if "held" in items(row["attests"])}
    for row in meetings:
        if (row["status"] == "held") != (row["meeting_id"] in held):
            message = "status is `held` exactly when a report attests it"
            yield row, "status", message, "mend status, or `attests` in tables/reports.csv"
    for row in reports:
        if row["stage"] == "preview" and "held" in items(row["attests"]):
            yield row, "attests", "a preview can't attest that the meeting was held", "delete `held`, or mend stage"


@whole_rule(meetings="meeting_id " + DATED + " city country level format note",
      reports="meeting_id attests city country level format " + DATED)  # fmt: skip
def conclusion_is_attested(meetings: "Rows", reports: "Rows") -> "Findings":
    """Date, city, country, level and format of a meeting are those of one of its reports, or its note says why."""
    for row in meetings:
        told = [r for r in reports if r["meeting_id"] == row["meeting_id"]]
        if row["note"] or not told:
            continue
        for column in ("date_start", "date_end", "city", "country", "level", "format"):
            cell = row[column]
            if cell and cell != "unknown" and cell not in {r[column] for r in told}:
                yield row, column, "no report of this meeting has this value", "mend one of them, or say why in note"


@rule(reports="attests " + DATED + " city country venue level format roster")
def attests_what_is_filled(reports: "Rows") -> "Findings":
    """A report attests date, place, level and format exactly when it fills them, and attendance if it has a roster."""
    for row in reports:
        said = items(row["attests"])
        filled = {
            "date": bool(row["date_start"] or row["date_end"]),
            "place": bool(row["city"] or row["country"] or row["venue"]),
            "level": row["level"] != "unknown",
            "format": row["format"] != "unknown",
        }
        for word, is_filled in filled.items():
            if (word in said) != is_filled:
                message = f"`{word}` is there exactly when its columns are filled"
                yield row, "attests", message, "mend the list or the columns"
                break
        else:
            if row["roster"] != "none" and "attendance" not in said:
                yield row, "attests", f"a roster that is {row['roster']} attests `attendance`", "add it"


@rule(reports="meeting_id source_id stage", meetings="meeting_id date_start date_end",
      sources="source_id published published_precision")  # fmt: skip
def preview_comes_before(reports: "Rows", meetings: "Rows", sources: "Rows") -> "Findings":
    """A dated preview is published by the last day of its meeting."""
    known, texts = by(meetings, "meeting_id"), by(sources, "source_id")
    for row in reports:
        meeting, source = known.get(row["meeting_id"]), texts.get(row["source_id"])
        if row["stage"] != "preview" or meeting is None or source is None or not source["published"]:
            continue
        last = meeting["date_end"] or meeting["date_start"]
        if last and source["published"] > last:
            yield row, "stage", f"the source is of {source['published']}, after the meeting", "mend stage or a date"


@rule(meetings="meeting_id related_to relation date_start date_end")
def relation_is_sound(meetings: "Rows") -> "Findings":
    """A relation names a meeting and a kind, runs in no circle, and `follows` and `announced_at` lead back in time."""
    known = by(meetings, "meeting_id")
    for row in meetings:
        if bool(row["related_to"]) != bool(row["relation"]):
            yield row, "relation", "it is filled exactly when related_to is", "fill both or none"
        elif row["related_to"] and _circle(row, known):
            yield row, "related_to", "the relations run in a circle", "mend one of them"
        elif row["relation"] in ("follows", "announced_at"):
            other = known.get(row["related_to"])
            first, last = other["date_start"] if other else "", row["date_end"] or row["date_start"]
            if first and last and first > last:
                yield row, "related_to", "the related meeting comes later", "mend relation or a date"


def _circle(row: "Row", known: "dict[str, Row]") -> bool:
    seen = set()
    here: Row | None = row
    while here is not None and here["related_to"]:
        if here["meeting_id"] in seen:
            return True
        seen.add(here["meeting_id"])
        here = known.get(here["related_to"])
    return False
