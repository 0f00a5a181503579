"""Rules on what was said."""

from __future__ import annotations

from coalition_data.texts import evidence, numerals
from coalition_data.validation.rules import FILL_BOTH, all_rows_rule, index_rows, rule

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
    present = set()
    for row in participants:
        place = (row["meeting_id"], row["source_id"], row["actor_id"])
        if place in speakers:
            present.add(place)
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


@rule(quotes="text translation_en")
def translation_has_same_numbers(quotes: Rows) -> Findings:
    """The numbers in a translation, digits and words, are those in the quoted words."""
    for row in quotes:
        if row["translation_en"]:
            quoted = _list_numbers(row["text"])
            ours = _list_numbers(row["translation_en"])
            if quoted != ours:
                message = f"text has the numbers {quoted}, the translation {ours}"
                yield row, "translation_en", message, "make them agree"


def _list_numbers(words: str) -> str:
    numbers = sorted(number for found in numerals.find(words) for number in found.numbers)
    return ", ".join(f"{number:.12g}" for number in numbers) or "none"
