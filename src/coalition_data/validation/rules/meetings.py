"""Rules on meetings and on what sources report of them."""

from __future__ import annotations

import re

from coalition_data.validation.rules import (
    FILL_BOTH,
    all_rows_rule,
    index_rows,
    list_cells,
    rule,
    split_list,
)
from coalition_data.validation.rules.dates import DATED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Row, Rows

# What is concluded from reports, and the word by which a note speaks of it.
CONCLUDED = {
    "date_start": "day",
    "date_end": "day",
    "city": "city",
    "country": "country",
    "level": "level",
    "format": "format",
}
ABOUT_DAY = re.compile(r"\d|day\b|days\b")
ORDER = {
    "attests": "held date place level format mode host attendance outcome topics",
    "topics": "military counter_financing foreign_fighters communications humanitarian "
    "stabilisation demining governance funding other",
}
ADD_REPORT = "add one to tables/reports.csv"


@all_rows_rule(meetings="meeting_id", reports="meeting_id")
def every_meeting_has_report(meetings: Rows, reports: Rows) -> Findings:
    """Every meeting has at least one report."""
    reported = {row["meeting_id"] for row in reports}
    for row in meetings:
        if row["meeting_id"] not in reported:
            yield row, "meeting_id", "this meeting has no report", ADD_REPORT


@all_rows_rule(
    reports="report_id meeting_id source_id",
    participants="participant_id meeting_id source_id",
    quotes="quote_id meeting_id source_id",
    figures="figure_id meeting_id source_id",
)
def claim_has_one_report(reports: Rows, **claims: Rows) -> Findings:
    """Each source of a claim has exactly one report of that meeting."""
    reported = {(row["meeting_id"], row["source_id"]) for row in reports}
    for rows in claims.values():
        meetings, sources = list_cells(rows, "meeting_id"), list_cells(rows, "source_id")
        for row, meeting, source in zip(rows, meetings, sources, strict=True):
            if (meeting, source) not in reported:
                message = f"this source has no report of {meeting}"
                yield row, "source_id", message, ADD_REPORT


@all_rows_rule(meetings="meeting_id status", reports="meeting_id stage attests")
def status_is_attested(meetings: Rows, reports: Rows) -> Findings:
    """A meeting is `held` exactly when some report attests it; a preview never does."""
    held = {row["meeting_id"] for row in reports if "held" in split_list(row["attests"])}
    for row in meetings:
        if (row["status"] == "held") != (row["meeting_id"] in held):
            message = "status is `held` exactly when a report attests it"
            yield row, "status", message, "correct status, or `attests` in tables/reports.csv"
    for row in reports:
        if row["stage"] == "preview" and "held" in split_list(row["attests"]):
            message = "a preview can't attest that the meeting was held"
            yield row, "attests", message, "delete `held`, or correct stage"


@all_rows_rule(
    meetings=f"meeting_id {DATED} city country level format note",
    reports=f"meeting_id attests city country level format {DATED}",
)
def conclusion_is_attested(meetings: Rows, reports: Rows) -> Findings:
    """A meeting's date, city, country, level and format are in a report, or its note says why."""
    reported: dict[tuple[str, str], set[str]] = {}
    for row in reports:
        for column in CONCLUDED:
            reported.setdefault((row["meeting_id"], column), set()).add(row[column])
    for row in meetings:
        for column, word in CONCLUDED.items():
            cell = row[column]
            found = reported.get((row["meeting_id"], column), {cell})
            if cell in ("", "unknown") or cell in found or word in row["note"].casefold():
                continue
            message = "no report of this meeting has this value"
            todo = f"correct it here or in the report, or say in note why this {word}"
            yield row, column, message, todo


@rule(
    reports="meeting_id city country note",
    meetings="meeting_id city country",
)
def report_has_the_place_of_its_meeting(reports: Rows, meetings: Rows) -> Findings:
    """A report has city and country of its meeting, or its note names the other city."""
    known = index_rows(meetings, "meeting_id")
    for row in reports:
        meeting = known.get(row["meeting_id"])
        if meeting is None:
            continue
        for column in ("city", "country"):
            here, there = row[column], meeting[column]
            if not here or not there or here == there:
                continue
            if not row["city"] or row["city"] not in row["note"]:
                message = f"the meeting has {there}"
                yield row, column, message, "correct one of the two, or name the city in note"
                break


@rule(reports=f"meeting_id {DATED} note", meetings=f"meeting_id {DATED}")
def report_has_the_days_of_its_meeting(reports: Rows, meetings: Rows) -> Findings:
    """The days of a report and of its meeting overlap, or its note speaks of the days."""
    known = index_rows(meetings, "meeting_id")
    for row in reports:
        meeting = known.get(row["meeting_id"])
        if meeting is None or ABOUT_DAY.search(row["note"]):
            continue
        for start, end in ((row, meeting), (meeting, row)):
            first = start["date_start"]
            last = end["date_end"] or (end["date_precision"] == "day" and end["date_start"])
            if first and last and first > last:
                message = f"the meeting has {meeting['date_start'] or meeting['date_end']}"
                column = "date_start" if row["date_start"] else "date_end"
                yield row, column, message, "correct one of the two, or say in note why this day"
                break


@rule(meetings="topics", reports="attests")
def lists_keep_their_order(meetings: Rows, reports: Rows) -> Findings:
    """Topics, and what a report attests, are in the order of the coding manual."""
    for rows, column in ((meetings, "topics"), (reports, "attests")):
        order = ORDER[column].split()
        for row in rows:
            places = [order.index(item) for item in split_list(row[column]) if item in order]
            if places != sorted(places):
                yield row, column, "the items are in another order", f"write {' '.join(order)}"


@rule(reports=f"attests {DATED} city country venue level format roster")
def attests_what_is_filled(reports: Rows) -> Findings:
    """A report attests date, place, level and format exactly if it fills them, and its roster."""
    for row in reports:
        attested = split_list(row["attests"])
        filled = {
            "date": bool(row["date_start"] or row["date_end"]),
            "place": bool(row["city"] or row["country"] or row["venue"]),
            "level": row["level"] != "unknown",
            "format": row["format"] != "unknown",
        }
        wrong = [word for word in filled if (word in attested) != filled[word]]
        if wrong:
            message = f"`{wrong[0]}` is there exactly when its columns are filled"
            yield row, "attests", message, "correct the list or the columns"
        elif row["roster"] != "none" and "attendance" not in attested:
            message = f"a roster that is {row['roster']} attests `attendance`"
            yield row, "attests", message, "add `attendance`"


@rule(
    reports="meeting_id source_id stage",
    meetings="meeting_id date_start date_end",
    sources="source_id published published_precision",
)
def preview_comes_before(reports: Rows, meetings: Rows, sources: Rows) -> Findings:
    """A dated preview is published by the last day of its meeting."""
    meeting_by_id = index_rows(meetings, "meeting_id")
    source_by_id = index_rows(sources, "source_id")
    for row in reports:
        meeting = meeting_by_id.get(row["meeting_id"])
        source = source_by_id.get(row["source_id"])
        if row["stage"] != "preview" or meeting is None or source is None:
            continue
        last = meeting["date_end"] or meeting["date_start"]
        if last and source["published"] > last:
            message = f"the source is of {source['published']}, after the meeting"
            yield row, "stage", message, "correct stage or a date"


@rule(meetings="meeting_id related_to relation date_start date_end")
def relation_is_sound(meetings: Rows) -> Findings:
    """Relations have a kind and no circle; `follows` and `announced_at` lead back in time."""
    known = index_rows(meetings, "meeting_id")
    for row in meetings:
        other = known.get(row["related_to"])
        if bool(row["related_to"]) != bool(row["relation"]):
            yield row, "relation", "it is filled exactly when related_to is", FILL_BOTH
        elif _runs_in_circle(row, known):
            message = "the relations run in a circle"
            yield row, "related_to", message, "empty relation and related_to of one of them"
        elif row["relation"] in ("follows", "announced_at") and other is not None:
            last = row["date_end"] or row["date_start"]
            if last and other["date_start"] > last:
                message = "the related meeting comes later"
                yield row, "related_to", message, "correct relation or a date"


def _runs_in_circle(row: Row, known: dict[str, Row]) -> bool:
    seen = set()
    here: Row | None = row
    while here is not None and here["related_to"]:
        if here["meeting_id"] in seen:
            return True
        seen.add(here["meeting_id"])
        here = known.get(here["related_to"])
    return False


@rule(meetings="mode city country venue")
def place_fits_mode(meetings: Rows) -> Findings:
    """A virtual meeting has no place, one in person has a city or at least a country."""
    for row in meetings:
        if row["mode"] == "virtual" and (row["city"] or row["country"] or row["venue"]):
            message = "a virtual meeting has no place"
            yield row, "mode", message, "empty city, country and venue, or correct mode"
        elif row["mode"] in ("in_person", "hybrid") and not (row["city"] or row["country"]):
            message = f"a meeting that is {row['mode']} has a place"
            yield row, "mode", message, "fill city or country, or write unknown"


@all_rows_rule(meetings="meeting_id topics", reports="meeting_id attests")
def topics_are_attested(meetings: Rows, reports: Rows) -> Findings:
    """A meeting's topics are attested by one of its reports."""
    attested = {row["meeting_id"] for row in reports if "topics" in split_list(row["attests"])}
    for row in meetings:
        if row["topics"] and row["meeting_id"] not in attested:
            message = "no report of this meeting attests `topics`"
            yield row, "topics", message, "add it there, or leave this empty"


@all_rows_rule(
    reports="meeting_id source_id attests roster",
    participants="meeting_id source_id role",
    figures="meeting_id source_id indicator",
)
def report_agrees_with_its_claims(reports: Rows, participants: Rows, figures: Rows) -> Findings:
    """A report attests a host that its source names; a `count_only` roster has a count."""
    hosts = set()
    for row in participants:
        if "host" in split_list(row["role"]):
            hosts.add((row["meeting_id"], row["source_id"]))
    counts = set()
    for row in figures:
        if row["indicator"] == "attendance_count":
            counts.add((row["meeting_id"], row["source_id"]))
    for row in reports:
        key = (row["meeting_id"], row["source_id"])
        if key in hosts and "host" not in split_list(row["attests"]):
            message = "a participant of this source is host"
            yield row, "attests", message, "add `host`, or correct the role"
        elif row["roster"] == "count_only" and key not in counts:
            message = "this source gives no count of those present"
            yield row, "roster", message, "add the figure, or correct roster"
