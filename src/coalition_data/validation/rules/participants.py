"""Rules on who took part."""

from __future__ import annotations

import collections

from coalition_data.validation.rules import all_rows_rule, index_rows, rule, split_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Row, Rows

# What can be said only of a meeting that was held.
SEEN = ("attended", "represented", "absent")
LEADS = {"chair", "co_chair"}
PEOPLE = ("person", "office_holder")
# An office of two words says nothing of the field, and two rows of one office don't show a rule.
WORDS_OF_OFFICE = 3
MANY = 3


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


@all_rows_rule(participants="participant_id meeting_id actor_id represents role note")
def chair_is_known_to_others(participants: Rows) -> Findings:
    """A chair chairs or hosts in another row of that meeting too, or its note says why not.

    Of a person, a row of the state or body or of another of its persons counts too.
    """
    leading: dict[tuple[str, str, str], set[str]] = {}
    for row in participants:
        if not {*LEADS, "host"}.isdisjoint(split_list(row["role"])):
            for column in ("actor_id", "represents"):
                place = (row["meeting_id"], column, row[column])
                leading.setdefault(place, set()).add(row["participant_id"])
    for row in participants:
        if "chair" not in split_list(row["role"]) or row["note"]:
            continue
        places = [("actor_id", row["actor_id"])]
        if row["represents"]:
            places += [("actor_id", row["represents"]), ("represents", row["represents"])]
        found = set().union(*(leading.get((row["meeting_id"], *place), set()) for place in places))
        if found == {row["participant_id"]}:
            message = "no other row has it as chair or host"
            yield row, "role", message, "correct the role, or say in note who says so"


@all_rows_rule(participants="participant_id meeting_id source_id role note")
def co_chair_has_another(participants: Rows) -> Findings:
    """A source that names one co-chair names another, or a note says why not."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in participants:
        if not LEADS.isdisjoint(split_list(row["role"])):
            found.setdefault((row["meeting_id"], row["source_id"]), []).append(row)
    for rows in found.values():
        if len(rows) == 1 and "co_chair" in split_list(rows[0]["role"]) and not rows[0]["note"]:
            message = "this source names no other co-chair"
            todo = "correct a role, or say in note who the others are"
            yield rows[0], "role", message, todo


@rule(participants="actor_id role note", actors="actor_id kind")
def member_is_a_state_or_body(participants: Rows, actors: Rows) -> Findings:
    """A member is a state, body or group; a person who is a member has a note."""
    people = {row["actor_id"] for row in actors if row["kind"] in PEOPLE}
    for row in participants:
        if row["role"] == "member" and row["actor_id"] in people and not row["note"]:
            message = "a person represents a member"
            yield row, "role", message, "correct the role, or say in note what it is called"


@rule(
    participants="meeting_id actor_id represents note",
    quotes="meeting_id speaker_id speaker_represents note",
    actors="actor_id kind",
)
def person_is_of_one_state(participants: Rows, quotes: Rows, actors: Rows) -> Findings:
    """A person represents the same state or body at all meetings, or the note says what else."""
    people = {row["actor_id"] for row in actors if row["kind"] == "person"}
    found: dict[str, list[tuple[Row, str, str]]] = {}
    for rows, who, column in (
        (participants, "actor_id", "represents"),
        (quotes, "speaker_id", "speaker_represents"),
    ):
        for row in rows:
            # What has a note explains itself, also where little else is there.
            if row[who] in people and row[column] and not row["note"]:
                found.setdefault(row[who], []).append((row, column, row[column]))
    for places in found.values():
        usual = _find_usual([side for _, _, side in places])
        for row, column, side in places:
            if side != usual:
                message = f"elsewhere it represents {usual}"
                yield row, column, message, "correct one of them, or say in note for whom it spoke"


@rule(
    participants="represents office note",
    quotes="speaker_represents speaker_office note",
    actors="actor_id kind name_en",
)
def office_of_a_state_is_of_whom_the_row_represents(
    participants: Rows, quotes: Rows, actors: Rows
) -> Findings:
    """Who holds an office "of" a state represents that state, or the note says whom else."""
    states = {row["name_en"]: row["actor_id"] for row in actors if row["kind"] == "state"}
    for rows, office, column in (
        (participants, "office", "represents"),
        (quotes, "speaker_office", "speaker_represents"),
    ):
        for row in rows:
            name = row[office].rpartition(" of ")[2].removeprefix("the ")
            state = states.get(name, row[column])
            if row[column] not in ("", state) and not row["note"]:
                message = f'the office is "{row[office]}"'
                yield row, column, message, f"write {state}, or say in note for whom it spoke"


@rule(participants="meeting_id source_id actor_id office note")
def person_has_one_office(participants: Rows) -> Findings:
    """In one source a person has one office at all meetings, or the note says what changed."""
    first: dict[tuple[str, str], str] = {}
    for row in participants:
        if row["office"] and not row["note"]:
            above = first.setdefault((row["source_id"], row["actor_id"]), row["office"])
            if row["office"] != above:
                yield row, "office", f'a line above has "{above}"', "correct one of the two"


@rule(participants="office office_level note")
def office_has_one_level(participants: Rows) -> Findings:
    """An office that names its field has one level, or the note says why another."""
    levels: dict[str, list[str]] = {}
    for row in participants:
        if row["office"] and not row["note"]:
            levels.setdefault(row["office"], []).append(row["office_level"])
    usual = {
        office: _find_usual(found)
        for office, found in levels.items()
        if len(office.split()) >= WORDS_OF_OFFICE and len(found) >= MANY
    }
    for row in participants:
        level = usual.get(row["office"], row["office_level"])
        if row["office_level"] != level and not row["note"]:
            message = f'the level of "{row["office"]}" is {level} elsewhere'
            yield row, "office_level", message, "correct one of them, or say why in note"


def _find_usual(values: list[str]) -> str:
    """Return the most frequent value, the first of several."""
    return collections.Counter(values).most_common(1)[0][0]
