"""Rules on what was said."""

from __future__ import annotations

from coalition_data.texts import evidence, numerals
from coalition_data.validation.rules import by, rule, whole_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Rows


@rule(quotes="quote_type text")
def indirect_has_no_words(quotes: Rows) -> Findings:
    """`text` is blank exactly when the quote is indirect."""
    for row in quotes:
        if (row["quote_type"] == "indirect") == bool(row["text"]):
            yield (
                row,
                "text",
                f"a quote that is {row['quote_type']} {'has no' if row['text'] else 'needs its'} words",
                ("mend quote_type or text"),
            )


@rule(
    quotes="quote_type text translation_en paraphrase_en paraphrase_fr source_id",
    sources="source_id lang",
)
def quote_is_in_english_too(quotes: Rows, sources: Rows) -> Findings:
    """Quoted words have our translation unless they are English; indirect and mixed quotes have both paraphrases."""
    known = by(sources, "source_id")
    for row in quotes:
        source = known.get(row["source_id"])
        if source is None:
            continue
        foreign = bool(row["text"]) and not source["lang"].startswith("en")
        reported = row["quote_type"] in ("indirect", "mixed")
        if foreign != bool(row["translation_en"]):
            yield (
                row,
                "translation_en",
                "it is filled exactly when text has words that aren't English",
                "mend it",
            )
        elif reported != bool(row["paraphrase_en"]):
            yield (
                row,
                "paraphrase_en",
                "it is filled exactly for indirect and mixed quotes",
                "mend it",
            )
        elif reported != bool(row["paraphrase_fr"]):
            yield (
                row,
                "paraphrase_fr",
                "it is filled exactly for indirect and mixed quotes",
                "mend it",
            )


@rule(quotes="text evidence quote_type")
def words_hash_to_evidence(quotes: Rows) -> Findings:
    """A quote's words are those of its own evidence: as many pieces, each with the length and hash of its segment."""
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
            if evidence.sha256(piece)[:32] != span.hash or len(piece) != span.end - span.start:
                yield (
                    row,
                    "text",
                    "these aren't the words that the evidence stands for",
                    "copy them from the source",
                )
                break


@rule(quotes="utterance_id speaker_id", actors="actor_id same_as")
def utterance_has_one_speaker(quotes: Rows, actors: Rows) -> Findings:
    """Renderings of one utterance have one speaker, once office holders are resolved."""
    real = {row["actor_id"]: row["same_as"] or row["actor_id"] for row in actors}
    first: dict[str, str] = {}
    for row in quotes:
        speaker = real.get(row["speaker_id"], row["speaker_id"])
        if first.setdefault(row["utterance_id"], speaker) != speaker:
            message = f"{row['utterance_id']} is said by {first[row['utterance_id']]} above"
            yield row, "speaker_id", message, "give it its own utterance_id, or mend the speaker"


@whole_rule(quotes="meeting_id source_id speaker_id speaker_office speaker_represents",
      participants="meeting_id source_id actor_id", actors="actor_id kind")  # fmt: skip
def speaker_columns_for_outsiders(quotes: Rows, participants: Rows, actors: Rows) -> Findings:
    """Speaker columns are filled exactly for a person or office holder who isn't that source's participant."""
    # Of the participants, who are many, those alone who are quoted.
    quoted = {(q["meeting_id"], q["source_id"], q["speaker_id"]) for q in quotes}
    there = {
        at
        for p in participants
        if (at := (p["meeting_id"], p["source_id"], p["actor_id"])) in quoted
    }
    known = by(actors, "actor_id")
    for row in quotes:
        actor = known.get(row["speaker_id"])
        inside = (row["meeting_id"], row["source_id"], row["speaker_id"]) in there
        wanted = actor is not None and actor["kind"] in ("person", "office_holder") and not inside
        for column in ("speaker_office", "speaker_represents"):
            if bool(row[column]) != wanted:
                message = "filled exactly for a person who isn't this source's participant"
                yield (
                    row,
                    column,
                    message,
                    "fill it" if wanted else "leave it to tables/participants.csv",
                )
                break


@rule(quotes="text sic sic_reading")
def slip_stands_in_words(quotes: Rows) -> Findings:
    """A slip stands in the quoted words, and has its reading beside it."""
    for row in quotes:
        if row["sic"] and row["sic"] not in row["text"]:
            yield row, "sic", "the words don't have this slip", "copy it from text"
        elif bool(row["sic"]) != bool(row["sic_reading"]):
            yield row, "sic_reading", "a slip and its reading come together", "fill both or none"


@rule(quotes="text translation_en")
def translation_has_same_numbers(quotes: Rows) -> Findings:
    """The numbers in a translation, digits and words, are those in the quoted words."""
    for row in quotes:
        if row["translation_en"]:
            said, ours = _numbers(row["text"]), _numbers(row["translation_en"])
            if said != ours:
                yield (
                    row,
                    "translation_en",
                    f"text has the numbers {said}, the translation {ours}",
                    "make them agree",
                )


def _numbers(words: str) -> str:
    return (
        ", ".join(f"{n:.12g}" for n in sorted(n for r in numerals.find(words) for n in r.numbers))
        or "none"
    )
