"""Rules on printed words: a stated claim shows the words that name or number it."""

from __future__ import annotations

import re

from coalition_data.texts import evidence
from coalition_data.validation.rules import index_rows, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_data.validation.rules import Findings, Row, Rows

# The column of each table that shows the words of a claim.
SHOWN = {
    "participants": "as_named",
    "memberships": "as_named",
    "figures": "as_stated",
    "quotes": "speaker_as_named",
}
SOURCES = "source_id text_sha256 words_taken"
POINTERS = ("opens_with", "ends_with")
MOST_WORDS = 5
# The actors that are known by a name.
NAMED = ("person", "state", "organisation", "armed_group", "region")
ACTORS = "actor_id kind name_en name_fr aliases same_as"
ARTICLE = re.compile("(?:the|le|la|les|die|der|das|den|il|lo|gli|i|el|los|las) |l'|el-")
# In Arabic "and", "by", "for", "so" and "like" are written together with the word after them.
ARABIC_PARTICLE = re.compile("[وبلفك](?=[\u0620-\u064a])")
ARABIC_FOR_THE = re.compile("[وف]?لل(?=[\u0620-\u064a])")
LETTERS = re.compile(r"\w+")
LONGEST_NAME = 8


@rule(sources=SOURCES, **{table: f"source_id certainty {SHOWN[table]}" for table in SHOWN})
def stated_claim_shows_its_words(sources: Rows, **claims: Rows) -> Findings:
    """A `stated` claim shows its words where text was held or words taken, elsewhere none."""
    known = index_rows(sources, "source_id")
    for table, rows in claims.items():
        column = SHOWN[table]
        for row in rows:
            source = known.get(row["source_id"])
            if source is None:
                continue
            was_read = bool(source["text_sha256"] or source["words_taken"])
            if row[column] and not was_read:
                message = f"no words were taken from {row['source_id']}"
                yield row, column, message, "leave it empty, or fill words_taken of the source"
            elif was_read and not row[column] and row["certainty"] == "stated":
                message = "the printed words are missing"
                yield row, column, message, "copy them from the source, or write inferred"


@rule(sources="source_id text_sha256 words_taken published published_precision accessed")
def words_are_taken_after_publication(sources: Rows) -> Findings:
    """Words are taken from pages, not held texts, and on no day before they were published."""
    for row in sources:
        day = row["words_taken"]
        if day and row["text_sha256"]:
            message = "the whole text was held: its evidence says where the words are"
            yield row, "words_taken", message, "leave it empty"
        elif day and day < max(row["published"], row["accessed"]):
            message = "this is before the page was published or first read"
            yield row, "words_taken", message, "correct one of the days"


@rule(quotes="quote_type text source_id", sources=SOURCES)
def text_ships_from_held_texts(quotes: Rows, sources: Rows) -> Findings:
    """`text` is filled exactly for direct and mixed quotes of a text that was held."""
    known = index_rows(sources, "source_id")
    for row in quotes:
        source = known.get(row["source_id"])
        if source is None:
            continue
        wanted = bool(source["text_sha256"]) and row["quote_type"] != "indirect"
        if wanted and not row["text"]:
            message = f"a quote that is {row['quote_type']} needs its words"
            yield row, "text", message, "copy them, or correct quote_type"
        elif row["text"] and not wanted:
            where = row["quote_type"] if source["text_sha256"] else "of a page"
            message = f"a quote that is {where} has no words here"
            yield row, "text", message, "leave it empty, or correct quote_type"


@rule(quotes="source_id evidence opens_with ends_with", sources=SOURCES)
def pointers_stand_for_text(quotes: Rows, sources: Rows) -> Findings:
    """`opens_with` and `ends_with` are filled exactly for quotes of pages with `words_taken`."""
    known = index_rows(sources, "source_id")
    for row in quotes:
        source = known.get(row["source_id"])
        if source is None:
            continue
        wanted = bool(source["words_taken"]) and not row["evidence"]
        for column in POINTERS:
            if wanted and not row[column]:
                message = "where the words don't ship, a pointer to them does"
                yield row, column, message, "copy the first and the last words of the passage"
                break
            if row[column] and not wanted:
                message = "the passage has evidence, or no words were taken from its source"
                yield row, column, message, "leave it empty"
                break


@rule(quotes="opens_with ends_with")
def pointers_are_few_words(quotes: Rows) -> Findings:
    """A pointer has at most five words: it is no copy."""
    for row in quotes:
        for column in POINTERS:
            if len(row[column].split()) > MOST_WORDS:
                message = f"it has more than {MOST_WORDS} words"
                yield row, column, message, "keep the two to five words at the end of the passage"
                break


@rule(actors=ACTORS, participants="actor_id as_named", memberships="actor_id as_named")
def actor_is_named_by_its_names(actors: Rows, **claims: Rows) -> Findings:
    """`as_named` of a person, state or body is one of its names or aliases."""
    known = {row["actor_id"]: row for row in actors if row["kind"] in NAMED}
    names = {actor_id: set(list_names(row)) for actor_id, row in known.items()}
    for rows in claims.values():
        for row in rows:
            if not row["as_named"] or row["actor_id"] not in known:
                continue
            if names[row["actor_id"]].isdisjoint(_list_forms(row["as_named"])):
                message = f"{known[row['actor_id']]['name_en']} has no such name"
                yield row, "as_named", message, "correct actor_id, or add the form to aliases"


@rule(
    actors=ACTORS,
    participants="meeting_id actor_id as_named",
    quotes="meeting_id speaker_id",
)
def name_is_of_nobody_else(actors: Rows, participants: Rows, quotes: Rows) -> Findings:
    """`as_named` is the name of no other actor in the claims of that meeting."""
    known = index_rows(actors, "actor_id")
    named = _index_names([*participants, *quotes], known, whole=True)
    for row in participants:
        if row["as_named"] and row["actor_id"] in known:
            for form in _list_forms(row["as_named"]):
                others = named.get((row["meeting_id"], form), set()) - _same(known, row["actor_id"])
                if others:
                    message = f"it is also a name of {min(others)}"
                    yield row, "as_named", message, "correct actor_id, or copy more of the name"
                    break


@rule(
    actors=ACTORS,
    participants="meeting_id actor_id",
    quotes="meeting_id speaker_id speaker_as_named",
)
def speaker_is_named_as_nobody_else(actors: Rows, participants: Rows, quotes: Rows) -> Findings:
    """`speaker_as_named` has a name of the speaker, or no name of a person at that meeting.

    Titles, pronouns and offices have no name. A group, a spokesman or an office may be named after
    a person; it isn't called by the bare name.
    """
    known = index_rows(actors, "actor_id")
    named = _index_names([*participants, *quotes], known)
    for row in quotes:
        actor = known.get(row["speaker_id"])
        if not row["speaker_as_named"] or actor is None:
            continue
        own = _same(known, row["speaker_id"])
        places = [(row["meeting_id"], form) for form in _list_parts(row["speaker_as_named"])]
        if actor["kind"] not in ("person", "office_holder"):
            places = [(row["meeting_id"], " ".join(LETTERS.findall(fold(row["speaker_as_named"]))))]
        found = [named[place] for place in places if place in named]
        others = set().union(*found) - own
        if others and all(own.isdisjoint(people) for people in found):
            message = f"this names {min(others)}"
            yield row, "speaker_as_named", message, "correct speaker_id, or copy the right words"


def _same(known: dict[str, Row], actor_id: str) -> set[str]:
    """Return the ids that mean this actor: an office holder is also the person named elsewhere."""
    return {actor_id, known[actor_id]["same_as"]}


def _index_names(
    rows: Rows, known: dict[str, Row], whole: bool = False
) -> dict[tuple[str, str], set[str]]:
    """Return who is meant by a name at a meeting, by meeting and name.

    `whole`: the full names of all that are known by one; else names and surnames of persons.
    """
    people: dict[str, list[str]] = {}
    for actor_id, actor in known.items():
        if whole and actor["kind"] in NAMED:
            people[actor_id] = list(list_names(actor))
        elif actor["kind"] == "person":
            people[actor_id] = list(_list_spoken(actor))
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        column = "actor_id" if row.table == "participants" else "speaker_id"
        for name in people.get(row[column], ()):
            found.setdefault((row["meeting_id"], name), set()).add(row[column])
    return found


def list_names(actor: Row) -> Iterator[str]:
    """Yield the names and aliases of an actor, folded."""
    for name in [actor["name_en"], actor["name_fr"], *actor["aliases"].split(";")]:
        if name:
            yield fold(name)


def _list_spoken(actor: Row) -> Iterator[str]:
    """Yield the names of a person, and the last word of the first, with one blank between words."""
    for name in list_names(actor):
        yield " ".join(LETTERS.findall(name))
    yield LETTERS.findall(fold(actor["name_en"]))[-1]


def _list_parts(phrase: str) -> Iterator[str]:
    """Yield all runs of words in a phrase, folded, that may be a name."""
    words = LETTERS.findall(fold(phrase))
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1):
            part = " ".join(words[start:end])
            yield part
            if ARABIC_PARTICLE.match(part):
                yield part[1:]


def _list_forms(phrase: str) -> Iterator[str]:
    """Yield a phrase, folded, as it is and without an article or an attached Arabic particle."""
    whole = fold(phrase)
    yield whole
    article = ARTICLE.match(whole)
    if article:
        yield whole[article.end() :]
    if ARABIC_PARTICLE.match(whole):
        yield whole[1:]
    for_the = ARABIC_FOR_THE.match(whole)
    if for_the:
        yield "ال" + whole[for_the.end() :]


def fold(words: str) -> str:
    """Return words normalised (cd-n1) and without case."""
    return evidence.normalise(words).casefold()
