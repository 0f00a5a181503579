"""Rules on evidence that need no text: where its segments are and what they may share."""

from __future__ import annotations

from coalition_data.texts import evidence
from coalition_data.validation.rules import index_rows, list_cells, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Row, Rows

MOST_ROWS = 6
SOURCES = "source_id text_norm text_sha256 text_chars"
# The columns of each table that evidence is checked with.
EVIDENCE = {
    "reports": "source_id evidence",
    "participants": "source_id evidence",
    "quotes": "source_id evidence attribution_evidence",
    "figures": "source_id evidence attribution_evidence",
    "memberships": "source_id evidence",
    "waivers": "source_id evidence",
}
ANCHOR_OR_EMPTY = "anchor the words, or leave it empty"


@rule(sources=SOURCES + " extent_read accessed url")
def text_is_fingerprinted_whole(sources: Rows) -> Findings:
    """A held text was read whole and has norm, hash and length; any other has an address."""
    for row in sources:
        filled = [bool(row[column]) for column in ("text_norm", "text_sha256", "text_chars")]
        if any(filled) and not all(filled):
            message = "normalisation, hash and length come together"
            yield row, "text_sha256", message, "fill all three or none"
        elif all(filled) and row["extent_read"] != "whole":
            message = "a text that was held was read whole"
            yield row, "extent_read", message, "write whole, or empty the three columns of its text"
        elif not any(filled) and not (row["url"] and row["accessed"]):
            message = "a source that wasn't held needs its address and the day it was read"
            yield row, "url", message, "fill url and accessed"


@rule(sources=SOURCES, **EVIDENCE)
def evidence_where_text_is_held(sources: Rows, **claims: Rows) -> Findings:
    """A claim has evidence exactly when its source's text was held."""
    is_held = {row["source_id"]: bool(row["text_sha256"]) for row in sources}
    for rows in claims.values():
        cells = zip(rows, list_cells(rows, "source_id"), list_cells(rows, "evidence"), strict=True)
        for row, source, spans in cells:
            if bool(spans) != is_held.get(source, bool(spans)):
                was = "wasn't" if spans else "was"
                message = f"the text of {source} {was} held"
                yield row, "evidence", message, ANCHOR_OR_EMPTY


@rule(sources=SOURCES, **EVIDENCE)
def segments_lie_inside_text(sources: Rows, **claims: Rows) -> Findings:
    """Segments are in reading order, don't overlap, and end inside the text."""
    lengths = {row["source_id"]: int(row["text_chars"] or 0) for row in sources}
    for rows in claims.values():
        for row in rows:
            length = lengths.get(row["source_id"], 0)
            for column in evidence.COLUMNS:
                segment = _find_misplaced(row.get(column) or "", length)
                if segment is not None:
                    place = f"{segment.start}-{segment.end}"
                    message = f"{place} overlaps, runs backwards or past the end ({length})"
                    yield row, column, message, "anchor the words again, in reading order"


def _find_misplaced(cell: str, length: int) -> evidence.Segment | None:
    """Return the first segment that isn't after the one before and inside the text, if any."""
    at = 0
    for segment in evidence.segments(cell):
        if not at <= segment.start < segment.end <= (length or segment.end):
            return segment
        at = segment.end
    return None


@rule(quotes="source_id evidence", figures="source_id evidence")
def spans_are_not_shared(quotes: Rows, figures: Rows) -> Findings:
    """No two quotes and no two figures rest on the same span of one text."""
    for rows in (quotes, figures):
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            for span in row["evidence"].split(";") if row["evidence"] else []:
                line = first.setdefault((row["source_id"], span), row.line)
                if line != row.line:
                    message = f"line {line} rests on the same span"
                    yield row, "evidence", message, "give each its own words"


@rule(**EVIDENCE)
def words_are_in_one_place(**claims: Rows) -> Findings:
    """Segments of one hash have one length, and in one text one place."""
    lengths: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    for rows in claims.values():
        for row in rows:
            for column in evidence.COLUMNS:
                for segment in evidence.segments(row.get(column) or ""):
                    length = segment.end - segment.start
                    place = (row["source_id"], segment.hash)
                    if lengths.setdefault(segment.hash, length) != length:
                        message = "the same words have another length in another row"
                    elif places.setdefault(place, segment.start) != segment.start:
                        message = f"the same words are at {places[place]} in another row"
                    else:
                        continue
                    yield row, column, message, "anchor the words again"


@rule(quotes="source_id evidence attribution_evidence", sources=SOURCES)
def quote_is_attributed(quotes: Rows, sources: Rows) -> Findings:
    """A quote from a text that was held has evidence of who said it."""
    known = index_rows(sources, "source_id")
    for row in quotes:
        if row["evidence"] and row["source_id"] in known and not row["attribution_evidence"]:
            message = "the words that name the speaker are missing"
            yield row, "attribution_evidence", message, "anchor them"


@rule(sources=SOURCES, figures="source_id attribution_evidence stated_by compiled_by")
def figure_is_attributed(sources: Rows, figures: Rows) -> Findings:
    """In a text that was held, who stated or compiled a number has evidence."""
    held = {row["source_id"] for row in sources if row["text_sha256"]}
    for row in figures:
        has_author = bool(row["stated_by"] or row["compiled_by"])
        if row["source_id"] in held and has_author != bool(row["attribution_evidence"]):
            message = "filled exactly when stated_by or compiled_by is"
            todo = "anchor the words that name them, or leave it empty"
            yield row, "attribution_evidence", message, todo


@rule(**EVIDENCE)
def span_carries_few_rows(**claims: Rows) -> Findings:
    """No span carries more than six rows: more claims are hardly all in the same words."""
    resting: dict[tuple[str, str], list[Row]] = {}
    for rows in claims.values():
        for row in rows:
            cells = [row[column] for column in evidence.COLUMNS if row.get(column)]
            for span in set(";".join(cells).split(";")) - {""}:
                resting.setdefault((row["source_id"], span), []).append(row)
    for (_, span), found in resting.items():
        if len(found) > MOST_ROWS:
            message = f"{len(found)} rows rest on {span.partition('#')[0]}"
            yield found[MOST_ROWS], "evidence", message, "anchor what is said of each"
