"""Rules on the words of a text that is given: they are there, and say what the row says."""

from __future__ import annotations

import re

from coalition_data.texts import attribution, evidence
from coalition_data.validation.rules import index_rows, text_rule
from coalition_data.validation.rules.evidence import EVIDENCE
from coalition_data.validation.rules.words import NAMED, fold, list_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Row, Rows

    Texts = dict[str, str]

# The columns with printed words, and those of the evidence that has them.
PRINTED = {
    "participants": {"as_named": "evidence"},
    "memberships": {"as_named": "evidence"},
    "quotes": {"speaker_as_named": "attribution_evidence", "cue": "attribution_evidence"},
}
# The columns that lead to an actor, and those of the evidence that names it.
NAMES = {
    "participants": {"actor_id": "evidence"},
    "memberships": {"actor_id": "evidence"},
    "quotes": {"speaker_id": "attribution_evidence"},
    "figures": {"stated_by": "attribution_evidence", "compiled_by": "attribution_evidence"},
}


@text_rule(**EVIDENCE)
def evidence_verifies(texts: Texts, **claims: Rows) -> Findings:
    """Where the text is held, the words at each place have the hash that the evidence gives."""
    for rows in claims.values():
        for row in rows:
            if row["source_id"] in texts:
                yield from _find_other_words(row, texts[row["source_id"]])


def _find_other_words(row: Row, text: str) -> Findings:
    for column in evidence.COLUMNS:
        for segment in evidence.segments(row.get(column) or ""):
            if not segment.holds(text):
                message = f"{segment.start}-{segment.end} are other words"
                yield row, column, message, "anchor the words again"
                break


def _join_words(texts: Texts, row: Row, column: str) -> str | None:
    """Return the words that a cell of evidence points to; None if there is no cell or no text."""
    if not row[column] or row["source_id"] not in texts:
        return None
    text = texts[row["source_id"]]
    segments = evidence.segments(row[column])
    return " ".join(text[segment.start : segment.end] for segment in segments)


@text_rule(figures="source_id evidence as_stated")
def number_stands_in_its_span(texts: Texts, figures: Rows) -> Findings:
    """Where the text is held, `as_stated` is in the words of the evidence."""
    yield from _find_absent(texts, figures, "as_stated")


@text_rule(
    participants="source_id evidence as_named certainty",
    memberships="source_id evidence as_named certainty",
    quotes="source_id attribution_evidence speaker_as_named cue certainty",
)
def printed_words_stand_in_their_span(texts: Texts, **claims: Rows) -> Findings:
    """Where the text is held, names and cue of `stated` claims are in their evidence."""
    for table, rows in claims.items():
        stated = [row for row in rows if row["certainty"] == "stated"]
        for column, where in PRINTED[table].items():
            yield from _find_absent(texts, stated, column, where)


@text_rule(quotes="source_id evidence attribution_evidence speaker_as_named cue")
def speaker_and_cue_are_told_apart(texts: Texts, quotes: Rows) -> Findings:
    """Where the text is held, one phrase of the attribution is the cue and another the speaker."""
    for row in quotes:
        if row["source_id"] not in texts or not row["attribution_evidence"]:
            continue
        text = texts[row["source_id"]]
        content = _list_places(row["evidence"])
        pieces = _list_places(row["attribution_evidence"])
        cues = attribution.find_cue(text, pieces, row["cue"])
        cue = cues[0] if cues else None
        found = {"cue": cues}
        found["speaker_as_named"] = attribution.find_source(
            text, pieces, row["speaker_as_named"], cue
        )
        for column, places in found.items():
            if len(places) > 1:
                message = "the attribution has these words in more than one place"
                yield row, column, message, "copy more words, or anchor fewer"
            elif any(attribution.cut_around(place, content) != [place] for place in places):
                message = "the quoted words have these words too"
                yield row, column, message, "anchor the quoted words alone"


def _list_places(cell: str) -> list[tuple[int, int]]:
    return [(segment.start, segment.end) for segment in evidence.segments(cell)]


@text_rule(reports="source_id evidence date_as_stated")
def date_stands_in_its_span(texts: Texts, reports: Rows) -> Findings:
    """Where the text is held, `date_as_stated` is in the words of the evidence."""
    yield from _find_absent(texts, reports, "date_as_stated")


def _find_absent(texts: Texts, rows: Rows, column: str, where: str = "evidence") -> Findings:
    for row in rows:
        words = _join_words(texts, row, where)
        if words is not None and evidence.normalise(row[column]) not in words:
            message = f"the {where.replace('_', ' ')} doesn't have these words"
            yield row, column, message, "copy them from it, or anchor more"


@text_rule(
    actors="actor_id kind name_en name_fr aliases",
    participants="source_id actor_id evidence certainty",
    memberships="source_id actor_id evidence certainty",
    quotes="source_id speaker_id attribution_evidence certainty",
    figures="source_id stated_by compiled_by attribution_evidence certainty",
)
def name_stands_in_its_words(texts: Texts, actors: Rows, **claims: Rows) -> Findings:
    """Where the text is held, evidence names an actor known by name, or the row isn't `stated`."""
    known = index_rows([row for row in actors if row["kind"] in NAMED], "actor_id")
    todo = "anchor the naming words too, add the form to aliases, or write inferred"
    for table, rows in claims.items():
        for row in rows:
            if row["certainty"] != "stated":
                continue
            for column, where in NAMES[table].items():
                actor = known.get(row[column])
                words = _join_words(texts, row, where)
                if actor is not None and words is not None and not _is_named(actor, words):
                    place = where.replace("_", " ")
                    message = f"the {place} doesn't name {actor['name_en']}"
                    yield row, column, message, todo


def _is_named(actor: Row, words: str) -> bool:
    """Return whether a name begins at a word: US is in "les US", not in "nous"."""
    folded = fold(words)
    return any(re.search(rf"(?<!\w){re.escape(name)}", folded) for name in list_names(actor))
