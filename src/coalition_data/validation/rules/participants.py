"""Rules on who took part."""

from __future__ import annotations

from coalition_data.validation.rules import index_rows, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Rows

# What can be said only of a meeting that was held.
SEEN = ("attended", "represented", "absent")


@rule(participants="meeting_id source_id attendance", reports="meeting_id source_id stage")
def preview_gives_no_attendance(participants: Rows, reports: Rows) -> Findings:
    """A preview of a meeting can't say that somebody attended or was absent."""
    previews = {(r["meeting_id"], r["source_id"]) for r in reports if r["stage"] == "preview"}
    for row in participants:
        if row["attendance"] in SEEN and (row["meeting_id"], row["source_id"]) in previews:
            yield row, "attendance", "this source is a preview of the meeting", "write expected"


@rule(participants="meeting_id attendance", meetings="meeting_id status")
def attended_needs_held_meeting(participants: Rows, meetings: Rows) -> Findings:
    """Somebody attended, was represented at or absent from only a meeting that was held."""
    known = index_rows(meetings, "meeting_id")
    for row in participants:
        meeting = known.get(row["meeting_id"])
        if row["attendance"] in SEEN and meeting is not None and meeting["status"] != "held":
            message = f"the status of {row['meeting_id']} is {meeting['status']}"
            yield row, "attendance", message, "correct attendance, or the status of the meeting"


@rule(participants="actor_id represents office_level office", actors="actor_id kind")
def persons_represent_somebody(participants: Rows, actors: Rows) -> Findings:
    """A person has an office level and, unless that is `other`, represents a state or body."""
    known = index_rows(actors, "actor_id")
    for row in participants:
        actor = known.get(row["actor_id"])
        if actor is None:
            continue
        is_personal = actor["kind"] in ("person", "office_holder", "anonymous")
        if is_personal and not row["represents"] and row["office_level"] != "other":
            yield row, "represents", "`represents` is empty", "name the state or body"
        elif is_personal and not row["office_level"]:
            message = "the level of the office is missing"
            yield row, "office_level", message, "fill it; unknown if no office is given"
        elif actor["kind"] in ("state", "region") and (row["office"] or row["office_level"]):
            message = f"a {actor['kind']} holds no office"
            yield row, "office_level", message, "leave office and its level empty"


@rule(participants="represents", quotes="speaker_represents", actors="actor_id kind")
def represented_is_state_or_body(participants: Rows, quotes: Rows, actors: Rows) -> Findings:
    """What somebody represents is a state, an organisation or an armed group."""
    known = index_rows(actors, "actor_id")
    for row in [*participants, *quotes]:
        column = "represents" if row.table == "participants" else "speaker_represents"
        actor = known.get(row[column])
        if actor is not None and actor["kind"] not in ("state", "organisation", "armed_group"):
            yield row, column, f"a {actor['kind']} can't be represented", "name the state or body"


@rule(participants="role")
def unknown_role_stands_alone(participants: Rows) -> Findings:
    """The role `unknown` comes alone, and nobody is both chair and co-chair."""
    for row in participants:
        roles = set(row["role"].split(";"))
        if ("unknown" in roles and len(roles) > 1) or {"chair", "co_chair"} <= roles:
            message = "these roles exclude each other"
            yield row, "role", message, "keep those that the source gives"


@rule(participants="meeting_id actor_id represents", actors="actor_id kind")
def person_sits_for_one(participants: Rows, actors: Rows) -> Findings:
    """At one meeting a person represents the same state or body in all sources."""
    people = {row["actor_id"] for row in actors if row["kind"] in ("person", "office_holder")}
    first: dict[tuple[str, str], str] = {}
    for row in participants:
        if row["actor_id"] in people:
            above = first.setdefault((row["meeting_id"], row["actor_id"]), row["represents"])
            if row["represents"] != above:
                yield row, "represents", f"a line above has {above}", "correct one of the two"
