"""Rules on the words of a held text: they are there, and they say what the row says."""

from __future__ import annotations

import re
import unicodedata

from coalition_data.texts import evidence
from coalition_data.validation.rules import by, text_rule
from coalition_data.validation.rules.evidence import CLAIMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_data.validation.rules import Findings, Row, Rows

    Texts = dict[str, str]

# Whose name must stand in the words, and in which column: those that are known by a name.
NAMED = ("person", "state", "organisation", "armed_group", "region")
SAYS = {
    "participants": (("actor_id", "evidence"),),
    "memberships": (("actor_id", "evidence"),),
    "quotes": (("speaker_id", "attribution_evidence"),),
    "figures": (("stated_by", "attribution_evidence"), ("compiled_by", "attribution_evidence")),
}


def words(texts: Texts, row: Row, column: str) -> Iterator[tuple[evidence.Segment, str]]:
    """Yield each segment of a cell with the words that stand at its place in the text."""
    for segment in evidence.segments(row[column]):
        yield segment, texts[row["source_id"]][segment.start : segment.end]


@text_rule(**CLAIMS)
def evidence_verifies(texts: Texts, **claims: Rows) -> Findings:
    """Where the text is held, the words at each place have the hash that the evidence gives."""
    for rows in claims.values():
        for row in rows:
            for column in [c for c in evidence.COLUMNS if row.get(c) and row["source_id"] in texts]:
                for segment, _ in words(texts, row, column):
                    if not segment.holds(texts[row["source_id"]]):
                        yield (
                            row,
                            column,
                            f"{segment.start}-{segment.end} are other words",
                            "anchor the words again",
                        )
                        break


@text_rule(figures="source_id evidence as_stated")
def number_stands_in_its_span(texts: Texts, figures: Rows) -> Findings:
    """Where the text is held, `as_stated` stands in the words of the evidence."""
    for row in figures:
        if row["evidence"] and row["source_id"] in texts:
            said = " ".join(text for _, text in words(texts, row, "evidence"))
            if evidence.normalise(row["as_stated"]) not in said:
                yield (
                    row,
                    "as_stated",
                    "the evidence doesn't have these words",
                    "copy them from it, or anchor more",
                )


@text_rule(reports="source_id evidence date_as_stated")
def date_stands_in_its_span(texts: Texts, reports: Rows) -> Findings:
    """Where the text is held, `date_as_stated` stands in the words of the evidence."""
    for row in reports:
        if row["evidence"] and row["source_id"] in texts:
            said = " ".join(text for _, text in words(texts, row, "evidence"))
            if evidence.normalise(row["date_as_stated"]) not in said:
                yield (
                    row,
                    "date_as_stated",
                    "the evidence doesn't have these words",
                    "copy them, or anchor more",
                )


@text_rule(
    actors="actor_id kind name_en name_fr aliases",
    participants="source_id actor_id evidence certainty",
    memberships="source_id actor_id evidence certainty",
    quotes="source_id speaker_id attribution_evidence certainty",
    figures="source_id stated_by compiled_by attribution_evidence certainty",
)
def name_stands_in_its_words(texts: Texts, actors: Rows, **claims: Rows) -> Findings:
    """Where the text is held, an actor known by name is named in the evidence, or the row isn't `stated`."""
    known = by(actors, "actor_id")
    for table, rows in claims.items():
        for row in rows:
            for column, where in SAYS[table]:
                actor = known.get(row[column])
                if (
                    actor is None
                    or not row[where]
                    or row["source_id"] not in texts
                    or row["certainty"] != "stated"
                ):
                    continue
                said = _fold(" ".join(text for _, text in words(texts, row, where)))
                if actor["kind"] in NAMED and not any(
                    _stands(name, said) for name in _names(actor)
                ):
                    message = f"the {where.replace('_', ' ')} doesn't name {actor['name_en']}"
                    yield (
                        row,
                        column,
                        message,
                        "anchor the naming words too, add the form to aliases, or write inferred",
                    )


def _stands(name: str, said: str) -> bool:
    """Say whether a folded name begins at a word: US stands in "les US", not in "nous"."""
    return re.search(rf"(?<!\w){re.escape(name)}", said) is not None


def _names(actor: Row) -> Iterator[str]:
    """Yield the folded names of an actor; of a person the last name too."""
    for name in [actor["name_en"], actor["name_fr"], *actor["aliases"].split(";")]:
        if name:
            yield _fold(name)
            if actor["kind"] == "person":
                yield _fold(name.split()[-1])


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", evidence.normalise(text).casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
