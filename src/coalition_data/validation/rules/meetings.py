"""Rules on meetings and on what sources report of them."""

from __future__ import annotations

from coalition_data.validation.rules import CLAIMS, by, items, rule, whole_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Row, Rows

DATED = "date_start date_end date_precision"
# What is concluded from reports, and the word by which a note speaks of it.
CONCLUDED = {"date_start": "day", "date_end": "day", "city": "city", "country": "country", "level": "level",
             "format": "format"}  # fmt: skip
CLAIM_KEYS = {
    "reports": "report_id meeting_id source_id",
    "participants": "participant_id meeting_id source_id",
    "quotes": "quote_id meeting_id source_id",
    "figures": "figure_id meeting_id source_id",
}


@whole_rule(meetings="meeting_id", reports="meeting_id")
def every_meeting_has_report(meetings: Rows, reports: Rows) -> Findings:
    """Every meeting has at least one report."""
    told = {row["meeting_id"] for row in reports}
    for row in meetings:
        if row["meeting_id"] not in told:
            yield (
                row,
                "meeting_id",
                "no report tells of this meeting",
                "add one to tables/reports.csv",
            )


@whole_rule(**CLAIM_KEYS)
def claim_has_one_report(**tables: Rows) -> Findings:
    """Each source of a claim has exactly one report of that meeting."""
    pairs = [(row["meeting_id"], row["source_id"]) for row in tables["reports"]]
    told = set(pairs)
    for name in CLAIMS[1:]:
        for row in tables[name]:
            if (row["meeting_id"], row["source_id"]) not in told:
                message = f"this source has no report of {row['meeting_id']}"
                yield row, "source_id", message, "add one to tables/reports.csv"


@whole_rule(meetings="meeting_id status", reports="meeting_id stage attests")
def status_is_attested(meetings: Rows, reports: Rows) -> Findings:
    """A meeting is `held` exactly when some report attests it; a preview never does."""
    held = {row["meeting_id"] for row in reports if "held" in items(row["attests"])}
    for row in meetings:
        if (row["status"] == "held") != (row["meeting_id"] in held):
            message = "status is `held` exactly when a report attests it"
            yield row, "status", message, "mend status, or `attests` in tables/reports.csv"
    for row in reports:
        if row["stage"] == "preview" and "held" in items(row["attests"]):
            yield (
                row,
                "attests",
                "a preview can't attest that the meeting was held",
                "delete `held`, or mend stage",
            )


@whole_rule(meetings="meeting_id " + DATED + " city country level format note",
      reports="meeting_id attests city country level format " + DATED)  # fmt: skip
def conclusion_is_attested(meetings: Rows, reports: Rows) -> Findings:
    """Date, city, country, level and format of a meeting are those of one of its reports, or its note says why."""
    told: dict[tuple[str, str], set[str]] = {}
    for report in reports:
        for column in CONCLUDED:
            told.setdefault((report["meeting_id"], column), set()).add(report[column])
    for row in meetings:
        for column, word in CONCLUDED.items():
            cell, found = row[column], told.get((row["meeting_id"], column))
            if (
                cell
                and cell != "unknown"
                and found
                and cell not in found
                and word not in row["note"].casefold()
            ):
                message = "no report of this meeting has this value"
                yield row, column, message, f"mend one of them, or say in note why this {word}"


@rule(reports="attests " + DATED + " city country venue level format roster")
def attests_what_is_filled(reports: Rows) -> Findings:
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
                yield (
                    row,
                    "attests",
                    f"a roster that is {row['roster']} attests `attendance`",
                    "add it",
                )


@rule(reports="meeting_id source_id stage", meetings="meeting_id date_start date_end",
      sources="source_id published published_precision")  # fmt: skip
def preview_comes_before(reports: Rows, meetings: Rows, sources: Rows) -> Findings:
    """A dated preview is published by the last day of its meeting."""
    known, texts = by(meetings, "meeting_id"), by(sources, "source_id")
    for row in [report for report in reports if report["stage"] == "preview"]:
        meeting, source = known.get(row["meeting_id"]), texts.get(row["source_id"])
        if meeting is None or source is None or not source["published"]:
            continue
        last = meeting["date_end"] or meeting["date_start"]
        if last and source["published"] > last:
            yield (
                row,
                "stage",
                f"the source is of {source['published']}, after the meeting",
                "mend stage or a date",
            )


@rule(meetings="meeting_id related_to relation date_start date_end")
def relation_is_sound(meetings: Rows) -> Findings:
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
                yield (
                    row,
                    "related_to",
                    "the related meeting comes later",
                    "mend relation or a date",
                )


def _circle(row: Row, known: dict[str, Row]) -> bool:
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
            yield row, "mode", "a virtual meeting has no place", "mend one of them"
        elif row["mode"] in ("in_person", "hybrid") and not (row["city"] or row["country"]):
            yield (
                row,
                "mode",
                f"a meeting that is {row['mode']} has a place",
                "fill city or country, or write unknown",
            )


@whole_rule(meetings="meeting_id topics", reports="meeting_id attests")
def topics_are_attested(meetings: Rows, reports: Rows) -> Findings:
    """A meeting's topics are attested by one of its reports."""
    told = {row["meeting_id"] for row in reports if "topics" in items(row["attests"])}
    for row in meetings:
        if row["topics"] and row["meeting_id"] not in told:
            yield (
                row,
                "topics",
                "no report of this meeting attests `topics`",
                "add it there, or leave this empty",
            )


@whole_rule(reports="meeting_id source_id attests roster", participants="meeting_id source_id role",
            figures="meeting_id source_id indicator")  # fmt: skip
def report_agrees_with_its_claims(reports: Rows, participants: Rows, figures: Rows) -> Findings:
    """A report attests `host` if its source names one, and has a count of those present if its roster says so."""
    hosts = {(p["meeting_id"], p["source_id"]) for p in participants if "host" in items(p["role"])}
    counts = {
        (f["meeting_id"], f["source_id"]) for f in figures if f["indicator"] == "attendance_count"
    }
    for row in reports:
        key = (row["meeting_id"], row["source_id"])
        if key in hosts and "host" not in items(row["attests"]):
            yield (
                row,
                "attests",
                "a participant of this source is host",
                "add `host`, or mend the role",
            )
        elif row["roster"] == "count_only" and key not in counts:
            yield (
                row,
                "roster",
                "this source gives no count of those present",
                "add the figure, or mend roster",
            )
