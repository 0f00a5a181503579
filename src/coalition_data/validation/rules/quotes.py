"""Rules on what was said."""

from __future__ import annotations

import functools
import re

from coalition_data.texts import evidence, numerals
from coalition_data.validation.rules import (
    FILL_BOTH,
    all_rows_rule,
    index_rows,
    list_cells,
    rule,
)

NUMBER = re.compile(r"quatre-vingt[\w-]*|[^\W\d_]+|\d+(?:[.,\u00a0\u202f ]\d{3}\b)*(?:[.,]\d+)?")
DIGIT = re.compile(r"\d")
BETWEEN_DIGITS = re.compile(r"[.,\u00a0\u202f ](?=\d{3})")
# Words for small numbers in English and French, but for one, which is an article too.
NUMBER_WORDS = {
    word: str(number)
    for number, words in {
        2: "two both twice couple deux",
        3: "three trois",
        4: "four quatre",
        5: "five cinq",
        6: "six",
        7: "seven sept",
        8: "eight huit",
        9: "nine neuf",
        10: "ten decade dix dizaine décennie",
        11: "eleven onze",
        12: "twelve dozen douze douzaine",
    }.items()
    for word in words.split()
}
# Words that deny, in lower case, and all those by which the same can be said in the other language.
# A pattern that begins with a letter is quick to search.
DENIES_EN = re.compile(r"n(?:(?<=\bn)(?:ot|ever)|(?<=\bcann)ot|['’]t)\b")
MAY_DENY_FR = re.compile(
    r"\bn(?:e\b|['’])|\b(?:pas|non|ni|sans|jamais|aucun|rien|plus|loin|seul|seulement|nul|sinon)"
    r"|\bin|\bim|\birr|\bd[ée]s|refus|emp[êe]ch|[ée]vit|manqu|encore|rest|tout|au lieu",
    re.IGNORECASE,
)
DENIES_FR = re.compile(r"n(?<=\bn)(?:e |['’])(?!.*\bqu[e'’]).* (?:pas|jamais|rien)\b")
MAY_DENY_EN = re.compile(
    r"n['’]t\b|\b(?:not|cannot|never|no|none|nothing|nobody|neither|nor|without|only|lest|unless|hardly"
    r"|alone|far|keep|kept|stop|differ|same|other|rather|instead|beyond|before)\b"
    r"|\bun|\bin|\bim|less\b|refus|prevent|avoid|fail|lack|miss|reject|rule",
    re.IGNORECASE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Rows


@rule(
    quotes="quote_type text translation_en paraphrase_en paraphrase_fr source_id",
    sources="source_id lang",
)
def quote_is_in_english_too(quotes: Rows, sources: Rows) -> Findings:
    """Foreign words have a translation; what isn't direct, or has no `text`, is paraphrased."""
    known = index_rows(sources, "source_id")
    for row in quotes:
        source = known.get(row["source_id"])
        if source is None:
            continue
        is_foreign = bool(row["text"]) and not source["lang"].startswith("en")
        is_reported = row["quote_type"] != "direct" or not row["text"]
        paraphrases = [bool(row["paraphrase_en"]), bool(row["paraphrase_fr"])]
        if is_foreign != bool(row["translation_en"]):
            message = "it is filled exactly when text has words that aren't English"
            todo = "translate text" if is_foreign else "leave it empty"
            yield row, "translation_en", message, todo
        elif paraphrases != [is_reported, is_reported]:
            column = "paraphrase_fr" if paraphrases[0] == is_reported else "paraphrase_en"
            message = "it is filled exactly for quotes that aren't direct, or that have no text"
            todo = "paraphrase the words" if is_reported else "leave it empty"
            yield row, column, message, todo


@rule(quotes="text evidence quote_type")
def words_hash_to_evidence(quotes: Rows) -> Findings:
    """A quote's words are those of its evidence, piece by piece, by length and hash."""
    for row in quotes:
        if not row["text"] or not row["evidence"]:
            continue
        pieces = [evidence.normalise(piece) for piece in row["text"].split(evidence.CUT)]
        spans = evidence.segments(row["evidence"])
        if len(pieces) != len(spans):
            message = f"text has {len(pieces)} pieces, evidence {len(spans)} segments"
            yield row, "text", message, f'join pieces by "{evidence.CUT}", one segment each'
            continue
        for piece, span in zip(pieces, spans, strict=True):
            if evidence.hash_words(piece) != span.hash or len(piece) != span.end - span.start:
                message = "these aren't the words that the evidence points to"
                yield row, "text", message, "copy them from the source"
                break


@rule(quotes="utterance_id speaker_id", actors="actor_id same_as")
def utterance_has_one_speaker(quotes: Rows, actors: Rows) -> Findings:
    """Renderings of one utterance have one speaker, once office holders are resolved."""
    person_of = {row["actor_id"]: row["same_as"] or row["actor_id"] for row in actors}
    first: dict[str, str] = {}
    for row in quotes:
        speaker = person_of.get(row["speaker_id"], row["speaker_id"])
        above = first.setdefault(row["utterance_id"], speaker)
        if speaker != above:
            message = f"{row['utterance_id']} is said by {above} above"
            todo = "give it its own utterance_id, or correct the speaker"
            yield row, "speaker_id", message, todo


@all_rows_rule(
    quotes="meeting_id source_id speaker_id speaker_office speaker_represents",
    participants="meeting_id source_id actor_id",
    actors="actor_id kind",
)
def speaker_columns_for_outsiders(quotes: Rows, participants: Rows, actors: Rows) -> Findings:
    """Speaker columns are filled exactly for people who aren't that source's participants."""
    # Only those participants who are quoted are kept, since there are many.
    speakers = {(row["meeting_id"], row["source_id"], row["speaker_id"]) for row in quotes}
    columns = ("meeting_id", "source_id", "actor_id")
    places = zip(*(list_cells(participants, column) for column in columns), strict=True)
    present = speakers.intersection(places)
    known = index_rows(actors, "actor_id")
    for row in quotes:
        actor = known.get(row["speaker_id"])
        is_person = actor is not None and actor["kind"] in ("person", "office_holder")
        place = (row["meeting_id"], row["source_id"], row["speaker_id"])
        wanted = is_person and place not in present
        for column in ("speaker_office", "speaker_represents"):
            if bool(row[column]) != wanted:
                message = "it is filled exactly for a person who isn't this source's participant"
                todo = "fill it" if wanted else "leave it to tables/participants.csv"
                yield row, column, message, todo
                break


@rule(quotes="text sic sic_reading")
def slip_stands_in_words(quotes: Rows) -> Findings:
    """A slip is in the quoted words, and has its reading beside it."""
    for row in quotes:
        if row["sic"] and row["sic"] not in row["text"]:
            yield row, "sic", "the words don't have this slip", "copy it from text"
        elif bool(row["sic"]) != bool(row["sic_reading"]):
            yield row, "sic_reading", "a slip and its reading come together", FILL_BOTH


@rule(quotes="text translation_en source_id", sources="source_id lang")
def translation_has_same_numbers(quotes: Rows, sources: Rows) -> Findings:
    """The numbers in a translation, digits and words, are those in the quoted words."""
    languages = {row["source_id"]: row["lang"] for row in sources}
    for row in quotes:
        if row["translation_en"]:
            lang = languages.get(row["source_id"], "")
            quoted = _join_numbers(_read_numbers(row["text"], lang))
            ours = _join_numbers(_read_numbers(row["translation_en"], "en"))
            if quoted != ours:
                message = f"text has the numbers {quoted}, the translation {ours}"
                yield row, "translation_en", message, "make them agree"


@rule(quotes="paraphrase_en paraphrase_fr")
def paraphrases_have_same_numbers(quotes: Rows) -> Findings:
    """The paraphrases of a quote in English and in French have the same numbers."""
    for row in quotes:
        if not row["paraphrase_en"] or not row["paraphrase_fr"]:
            continue
        english = _find_plain_numbers(row["paraphrase_en"])
        french = _find_plain_numbers(row["paraphrase_fr"].replace(",", "."))
        # A pair is also "both" or "les uns et les autres".
        different = (english ^ french) - {"2"}
        if different:
            ours = ", ".join(sorted(different))
            message = f"only one of the two has {ours}"
            yield row, "paraphrase_fr", message, "make them agree"


@functools.lru_cache(maxsize=2**14)
def _find_plain_numbers(words: str) -> set[str]:
    """Return the numbers in digits, and the small ones in words, that a quick look finds."""
    words = words.casefold()
    # Most texts have no number: it is quicker to look for each word than to list all words.
    has_digits = DIGIT.search(words) is not None
    if not has_digits and not any(map(words.__contains__, NUMBER_WORDS)):
        return set()
    tokens = set(NUMBER.findall(words))
    found = {NUMBER_WORDS[word] for word in NUMBER_WORDS.keys() & tokens}
    if has_digits:
        found |= {BETWEEN_DIGITS.sub("", token) for token in tokens if token[0].isdigit()}
    return found


@rule(quotes="text translation_en paraphrase_en paraphrase_fr source_id", sources="source_id lang")
def negation_is_in_both_languages(quotes: Rows, sources: Rows) -> Findings:
    """What is denied in one language of a quote isn't affirmed in the other."""
    lang = {row["source_id"]: row["lang"] for row in sources}
    for row in quotes:
        pairs = [("paraphrase_en", "paraphrase_fr", row["paraphrase_fr"])]
        if lang.get(row["source_id"]) == "fr":
            pairs.append(("translation_en", "text", row["text"]))
        for column, other, french in pairs:
            if not row[column] or not french:
                continue
            english = row[column]
            if DENIES_EN.search(english.lower()) and not MAY_DENY_FR.search(french):
                message = "the English words deny something, the French don't"
                yield row, other, message, "make them agree"
            elif DENIES_FR.search(french.lower()) and not MAY_DENY_EN.search(english):
                message = "the French words deny something, the English don't"
                yield row, column, message, "make them agree"


# Audiences that a setting excludes.
NOT_THERE = {"at_meeting": ("public", "unknown"), "document": ("meeting",)}


@rule(quotes="setting audience")
def audience_fits_setting(quotes: Rows) -> Findings:
    """Words said at the meeting had hearers there; those of a document weren't said to it."""
    for row in quotes:
        if row["audience"] in NOT_THERE.get(row["setting"], ()):
            message = f"words with the setting {row['setting']} can't have this audience"
            todo = "correct audience or setting, as the table in the coding manual says"
            yield row, "audience", message, todo


@rule(
    figures="quote_id value low high note",
    quotes="quote_id source_id text paraphrase_en",
    sources="source_id lang",
)
def number_is_in_its_quote(figures: Rows, quotes: Rows, sources: Rows) -> Findings:
    """The number of a figure is in the quote that it rests on, or the figure has a note."""
    known = index_rows(quotes, "quote_id")
    lang = {row["source_id"]: row["lang"] for row in sources}
    for row in figures:
        quote = known.get(row["quote_id"])
        wanted = {row[column] for column in ("value", "low", "high") if row[column].isdigit()}
        if quote is None or not wanted or row["note"]:
            continue
        text, paraphrase = quote["text"], quote["paraphrase_en"]
        if not wanted.isdisjoint(_find_plain_numbers(text) | _find_plain_numbers(paraphrase)):
            continue
        said = {*_read_numbers(text, lang.get(quote["source_id"], ""))}
        said.update(_read_numbers(paraphrase, "en"))
        # A quarter is written as 25 per cent; one is an article too.
        said |= {100 * number for number in said} | {1.0}
        if len(said) > 1 and said.isdisjoint(map(float, wanted)):
            message = "the quote has other numbers"
            yield row, "quote_id", message, "correct it, or say in note how the quote puts it"


@functools.lru_cache(maxsize=2**14)
def _read_numbers(words: str, lang: str) -> list[float]:
    """Return the numbers in words, lowest first."""
    return sorted(number for found in numerals.find(words, lang) for number in found.numbers)


def _join_numbers(numbers: list[float]) -> str:
    return ", ".join(f"{number:.12g}" for number in numbers) or "none"
