"""Rules on printed words: a stated claim shows the words that name or number it."""

from __future__ import annotations

import collections
import functools
import re
import unicodedata

from coalition_data.texts import evidence
from coalition_data.validation.rules import index_rows, list_cells, rule

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
# The columns with an actor and with the words that name it, in the claims of a meeting.
NAMING = {
    "participants": ("actor_id", "as_named"),
    "quotes": ("speaker_id", "speaker_as_named"),
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
# What a source prints, beside names of persons.
PRINTED = {
    "sources": "source_id lang title",
    "reports": "source_id date_as_stated",
    "quotes": "source_id cue opens_with ends_with",
    "figures": "source_id as_stated",
}
# The languages of each script, by what names of its letters in Unicode begin with; script subtags
# (sr-Latn) are among them. A language that isn't here is written in Latin letters.
SCRIPTS = {
    ("ARABIC",): "Arab ar arz ckb fa prs ps sd ug ur",
    ("ARMENIAN",): "Armn hy",
    ("BENGALI",): "Beng as bn",
    ("CJK",): "Hani Hans Hant yue zh",
    ("CJK", "HIRAGANA", "KATAKANA"): "Jpan ja",
    ("CYRILLIC",): "Cyrl be bg ky mk mn ru tg uk",
    ("DEVANAGARI",): "Deva hi mr ne",
    ("ETHIOPIC",): "Ethi am ti",
    ("GEORGIAN",): "Geor ka",
    ("GREEK",): "Grek el",
    ("GUJARATI",): "Gujr gu",
    ("GURMUKHI",): "Guru pa",
    ("HANGUL",): "Hang Kore ko",
    ("HEBREW",): "Hebr he yi",
    ("KANNADA",): "Knda kn",
    ("KHMER",): "Khmr km",
    ("LAO",): "Laoo lo",
    ("LATIN",): "Latn",
    ("LATIN", "ARABIC"): "ku",
    ("LATIN", "CYRILLIC"): "az kk sr uz",
    ("MALAYALAM",): "Mlym ml",
    ("MYANMAR",): "Mymr my",
    ("SINHALA",): "Sinh si",
    ("TAMIL",): "Taml ta",
    ("TELUGU",): "Telu te",
    ("THAANA",): "Thaa dv",
    ("THAI",): "Thai th",
}
SCRIPT_OF = {tag: names for names, tags in SCRIPTS.items() for tag in tags.split()}
# Words that are common in one of five languages and in no other of them.
COMMON = {
    "en": "the of and to that with from by said our we will has have this their for its is are was",
    "fr": "les du une et dans est sont qui pour avec par au aux cette nous ont sur",
    "de": "der die das und den dem ein eine ist nicht mit von zu auf für sich sagte wir werden",
    "it": "il di che della dei delle nel nella gli è per sono anche dal ai alla",
    "es": "el los las y para por más su",
}
LANGUAGE_OF = {word: lang for lang, words in COMMON.items() for word in words.split()}
CLEAR = 2
# Claims repeat their names.
CACHED = functools.lru_cache(maxsize=2**16)


@rule(sources=SOURCES, **{table: f"source_id certainty {SHOWN[table]}" for table in SHOWN})
def stated_claim_shows_its_words(sources: Rows, **claims: Rows) -> Findings:
    """A `stated` claim shows its words where text was held or words taken, elsewhere none."""
    was_read = {row["source_id"]: bool(row["text_sha256"] or row["words_taken"]) for row in sources}
    for table, rows in claims.items():
        column = SHOWN[table]
        cells = zip(rows, list_cells(rows, "source_id"), list_cells(rows, column), strict=True)
        for row, source, words in cells:
            if bool(words) == was_read.get(source, bool(words)):
                continue
            if words:
                message = f"no words were taken from {source}"
                yield row, column, message, "leave it empty, or fill words_taken of the source"
            elif row["certainty"] == "stated":
                message = "the printed words are missing"
                yield row, column, message, "copy them from the source, or write inferred"


@rule(sources=SOURCES + " published accessed")
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


@rule(quotes="source_id opens_with ends_with", sources=SOURCES)
def pointers_stand_for_text(quotes: Rows, sources: Rows) -> Findings:
    """`opens_with` and `ends_with` are filled exactly for quotes of pages with `words_taken`."""
    known = index_rows(sources, "source_id")
    for row in quotes:
        source = known.get(row["source_id"])
        if source is None:
            continue
        wanted = bool(source["words_taken"])
        wrong = [column for column in POINTERS if bool(row[column]) != wanted]
        if wrong and wanted:
            message = "where the words don't ship, a pointer to them does"
            yield row, wrong[0], message, "copy the first and the last words of the passage"
        elif wrong:
            message = "the passage has evidence, or no words were taken from its source"
            yield row, wrong[0], message, "leave it empty"


@rule(quotes="opens_with ends_with")
def pointers_are_few_words(quotes: Rows) -> Findings:
    """A pointer has at most five words: it is no copy."""
    for row in quotes:
        for column in POINTERS:
            if len(row[column].split()) > MOST_WORDS:
                message = f"it has more than {MOST_WORDS} words"
                yield row, column, message, "keep the two to five words at the end of the passage"


@rule(actors=ACTORS, participants="actor_id as_named", memberships="actor_id as_named")
def actor_is_named_by_its_names(actors: Rows, **claims: Rows) -> Findings:
    """`as_named` of a person, state or body is one of its names or aliases."""
    known = index_rows(actors, "actor_id")
    names = _index_names(actors)
    for rows in claims.values():
        for row in rows:
            own = names.get(row["actor_id"])
            if row["as_named"] and own is not None and own.isdisjoint(_list_forms(row["as_named"])):
                message = f"{known[row['actor_id']]['name_en']} has no such name"
                yield row, "as_named", message, "correct actor_id, or add the form to aliases"


@rule(
    actors=ACTORS,
    participants="meeting_id actor_id as_named",
    quotes="meeting_id speaker_id speaker_as_named",
)
def name_is_of_nobody_else(actors: Rows, **claims: Rows) -> Findings:
    """`as_named` and `speaker_as_named` are no name of another actor in that meeting's claims."""
    person_of = _index_persons(actors)
    named = _index_meetings(claims, _index_names(actors))
    for table, rows in claims.items():
        actor_column, column = NAMING[table]
        cells = zip(rows, list_cells(rows, "meeting_id"), list_cells(rows, column), strict=True)
        for row, meeting, words in cells:
            here = named.get(meeting, {})
            for form in _list_forms(words):
                if form not in here:
                    continue
                others = here[form] - {row[actor_column], person_of.get(row[actor_column])}
                if others:
                    message = f"it is also a name of {min(others)}"
                    yield row, column, message, f"correct {actor_column}, or copy more of the name"
                    break


@rule(
    actors=ACTORS,
    participants="meeting_id actor_id",
    quotes="meeting_id speaker_id speaker_as_named",
)
def speaker_is_named_as_nobody_else(actors: Rows, **claims: Rows) -> Findings:
    """`speaker_as_named` has a name of the speaker, or no name of a person at that meeting.

    Titles, pronouns and offices have no name. An office, a spokesman or a group may be called after
    a person by a name of its own ("Cameron's office").
    """
    person_of = _index_persons(actors)
    spoken = {row["actor_id"]: set(_list_spoken(row)) for row in actors}
    people = [row["actor_id"] for row in actors if row["kind"] == "person"]
    persons = {person: spoken[person] for person in people}
    named = _index_meetings(claims, persons)
    for row in claims["quotes"]:
        speaker = row["speaker_id"]
        parts = _find_parts(row["speaker_as_named"])
        is_named = not parts.isdisjoint(persons.get(person_of.get(speaker, speaker), ()))
        if speaker not in spoken or is_named:
            continue
        here = named.get(row["meeting_id"], {})
        parts = parts.difference(*map(_find_parts, spoken[speaker] & parts))
        others = {other for part in here.keys() & parts for other in here[part]}
        if others:
            message = f"this names {min(others)}"
            yield row, "speaker_as_named", message, "correct speaker_id, or copy the right words"


@rule(**PRINTED)
def printed_words_are_in_the_language(sources: Rows, **claims: Rows) -> Findings:
    """What a source prints is in the letters and with the common words of its language."""
    printed: dict[str, list[str]] = {row["source_id"]: [row["title"]] for row in sources}
    for name, rows in claims.items():
        columns = PRINTED[name].split()[1:]
        for row in rows:
            words = printed.setdefault(row["source_id"], [])
            words += [row[column] for column in columns]
    for row in sources:
        whole = " ".join(printed[row["source_id"]]).casefold()
        other = _find_other_language(row["lang"], whole)
        if other:
            message = f"the printed words are {other}"
            yield row, "lang", message, "correct the language, or copy the words again"


def _find_other_language(lang: str, words: str) -> str:
    """Say what words are in, if they clearly aren't in `lang`; else return nothing."""
    if not words.strip():
        return ""
    letters = list(filter(str.isalpha, words))
    # The script is the last subtag that says one: zh-Hant-HK.
    tags = reversed(lang.split("-"))
    script = next((SCRIPT_OF[tag] for tag in tags if tag in SCRIPT_OF), ("LATIN",))
    if letters and not any(unicodedata.name(letter, "").startswith(script) for letter in letters):
        return "in other letters"
    found = collections.Counter(map(LANGUAGE_OF.get, LETTERS.findall(words)))
    most = max(COMMON, key=lambda one: found[one])
    own = found[lang]
    is_clear = lang in COMMON and found[most] >= CLEAR and found[most] > CLEAR * own
    return f"in the language {most}" if is_clear else ""


def _index_names(actors: Rows) -> dict[str, set[str]]:
    """Return the names and aliases, folded, of each actor that is known by a name."""
    return {row["actor_id"]: set(list_names(row)) for row in actors if row["kind"] in NAMED}


def _index_persons(actors: Rows) -> dict[str, str]:
    """Return the person, if another source names one, of each office holder."""
    return {row["actor_id"]: row["same_as"] for row in actors if row["same_as"]}


def _index_meetings(
    claims: dict[str, Rows], names: dict[str, set[str]]
) -> dict[str, dict[str, set[str]]]:
    """Return by meeting and name the actors that the name can mean there."""
    present: set[tuple[str, str]] = set()
    for table, rows in claims.items():
        meetings, actors = list_cells(rows, "meeting_id"), list_cells(rows, NAMING[table][0])
        present.update(zip(meetings, actors, strict=True))
    found: dict[str, dict[str, set[str]]] = {}
    for meeting, actor in present:
        here = found.setdefault(meeting, {})
        for name in names.get(actor, ()):
            here.setdefault(name, set()).add(actor)
    return found


def list_names(actor: Row) -> Iterator[str]:
    """Yield the names and aliases of an actor, folded."""
    for name in [actor["name_en"], actor["name_fr"], *actor["aliases"].split(";")]:
        if name:
            yield fold(name)


def _list_spoken(actor: Row) -> Iterator[str]:
    """Yield the names of an actor with one blank between words, and the surname of a person."""
    for name in list_names(actor):
        yield " ".join(LETTERS.findall(name))
    if actor["kind"] == "person":
        yield from LETTERS.findall(fold(actor["name_en"]))[-1:]


@CACHED
def _find_parts(phrase: str) -> frozenset[str]:
    """Return all runs of words in a phrase, folded, that may be a name."""
    words = LETTERS.findall(fold(phrase))
    parts = set()
    for start, first in enumerate(words):
        is_attached = ARABIC_PARTICLE.match(first)
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1):
            part = " ".join(words[start:end])
            parts.add(part)
            if is_attached:
                parts.add(part[1:])
    return frozenset(parts)


@CACHED
def _list_forms(phrase: str) -> list[str]:
    """Return a phrase, folded, as it is and without an article or an attached Arabic particle."""
    whole = fold(phrase)
    forms = [whole]
    article = ARTICLE.match(whole)
    if article:
        forms.append(whole[article.end() :])
    if ARABIC_PARTICLE.match(whole):
        forms.append(whole[1:])
    for_the = ARABIC_FOR_THE.match(whole)
    if for_the:
        forms.append("ال" + whole[for_the.end() :])
    return forms


@CACHED
def fold(words: str) -> str:
    """Return words normalised (cd-n1) and without case."""
    return evidence.normalise(words).casefold()
