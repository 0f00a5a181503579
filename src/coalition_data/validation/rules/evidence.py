"""Rules on evidence that need no text: where its segments are and what they may share."""

from __future__ import annotations

from coalition_data.texts import evidence
from coalition_data.validation.rules import index_rows, list_cells, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_data.validation.rules import Findings, Row, Rows

    # Start, end and words of a passage.
    Passage = tuple[int, int, str]

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
ANCHOR_AGAIN = "anchor the words again"
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
    for row, column, segments in _list_evidence(claims):
        length = lengths.get(row["source_id"], 0)
        segment = _find_misplaced(segments, length)
        if segment is not None:
            place = f"{segment.start}-{segment.end}"
            message = f"{place} overlaps, runs backwards or past the end ({length})"
            yield row, column, message, "anchor the words again, in reading order"


def _list_evidence(
    claims: dict[str, Rows],
) -> Iterator[tuple[Row, str, list[evidence.Segment]]]:
    """Yield row, column and segments of each filled cell of evidence."""
    for rows in claims.values():
        for column in evidence.COLUMNS:
            if not rows or column not in rows[0]:
                continue
            for row, cell in zip(rows, list_cells(rows, column), strict=True):
                if cell:
                    yield row, column, evidence.segments(cell)


def _find_misplaced(segments: list[evidence.Segment], length: int) -> evidence.Segment | None:
    """Return the first segment that isn't after the one before and inside the text, if any."""
    at = 0
    for segment in segments:
        if not at <= segment.start < segment.end <= (length or segment.end):
            return segment
        at = segment.end
    return None


@rule(**{table: EVIDENCE[table] for table in ("reports", "quotes", "figures", "waivers")})
def spans_are_not_shared(**claims: Rows) -> Findings:
    """No two reports, quotes, figures or waivers rest on the same span of one text."""
    for rows in claims.values():
        first: dict[tuple[str, str], int] = {}
        for row, cell in zip(rows, list_cells(rows, "evidence"), strict=True):
            for span in cell.split(";") if cell else ():
                line = first.setdefault((row["source_id"], span), row.line)
                if line != row.line:
                    message = f"line {line} rests on the same span"
                    yield row, "evidence", message, "give each its own words"


@rule(**EVIDENCE)
def words_are_in_one_place(**claims: Rows) -> Findings:
    """Segments of one hash have one length, and in one text one place."""
    lengths: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    for row, column, segments in _list_evidence(claims):
        for segment in segments:
            length = segment.end - segment.start
            place = (row["source_id"], segment.hash)
            if lengths.setdefault(segment.hash, length) != length:
                message = "the same words have another length in another row"
            elif places.setdefault(place, segment.start) != segment.start:
                message = f"the same words are at {places[place]} in another row"
            else:
                continue
            yield row, column, message, ANCHOR_AGAIN


@rule(**EVIDENCE)
def spans_begin_and_end_at_words(**claims: Rows) -> Findings:
    """No span of a text begins or ends one character from another's: both would be at a word."""
    borders: dict[tuple[str, str], dict[int, Row]] = {}
    for row, column, segments in _list_evidence(claims):
        begins = borders.setdefault((row["source_id"], "begin"), {})
        ends = borders.setdefault((row["source_id"], "end"), {})
        for segment in segments:
            for verb, places, here in (
                ("begin", begins, segment.start),
                ("end", ends, segment.end),
            ):
                near = places.get(here - 1) or places.get(here + 1)
                places.setdefault(here, row)
                if near is not None:
                    message = f"words of {near.table}:{near.line} {verb} one character from these"
                    yield row, column, message, ANCHOR_AGAIN
                    break


@rule(**{**EVIDENCE, "quotes": EVIDENCE["quotes"] + " text"})
def evidence_fits_quoted_words(**claims: Rows) -> Findings:
    """Evidence inside the words of a quote has their hash, and none lies half inside them.

    A claim rests on words of the speaker, on words of the outlet, or on all of a quote and more.
    """
    passages: dict[str, list[Passage]] = {}
    for row in claims["quotes"]:
        if row["text"] and row["evidence"]:
            pieces = row["text"].split(evidence.CUT)
            found = passages.setdefault(row["source_id"], [])
            for piece, one in zip(pieces, evidence.segments(row["evidence"]), strict=False):
                found.append((one.start, one.end, evidence.normalise(piece)))
    for row, column, segments in _list_evidence(claims):
        # The quotes themselves have a rule of their own.
        if column == "evidence" and row.get("text"):
            continue
        for passage in passages.get(row["source_id"], ()):
            message = next(filter(None, (_judge_span(one, passage) for one in segments)), "")
            if message:
                yield row, column, message, ANCHOR_AGAIN
                break


def _judge_span(segment: evidence.Segment, passage: Passage) -> str:
    """Say what is wrong with a segment beside the passage of a quote; blank if nothing is."""
    start, end, words = passage
    if start <= segment.start and segment.end <= end:
        inside = words[segment.start - start : segment.end - start]
        return "" if evidence.hash_words(inside) == segment.hash else "the quote has other words"
    is_cut = segment.start < start < segment.end < end or start < segment.start < end < segment.end
    return f"it has a part of the quote at {start}-{end}" if is_cut else ""


@rule(quotes="source_id evidence attribution_evidence", sources=SOURCES)
def quote_is_attributed(quotes: Rows, sources: Rows) -> Findings:
    """A quote has evidence of who said it exactly where the text was held."""
    known = index_rows(sources, "source_id")
    for row in quotes:
        is_due = bool(row["evidence"])
        if row["source_id"] in known and is_due != bool(row["attribution_evidence"]):
            message = "the words that name the speaker are missing"
            if not is_due:
                message = "the text wasn't held"
            yield row, "attribution_evidence", message, ANCHOR_OR_EMPTY


@rule(sources=SOURCES, figures="source_id attribution_evidence stated_by compiled_by")
def figure_is_attributed(sources: Rows, figures: Rows) -> Findings:
    """Who stated or compiled a number has evidence exactly where the text was held."""
    held = {row["source_id"] for row in sources if row["text_sha256"]}
    for row in figures:
        has_author = bool(row["stated_by"] or row["compiled_by"])
        is_due = has_author and row["source_id"] in held
        if is_due != bool(row["attribution_evidence"]):
            message = "filled exactly when stated_by or compiled_by is, and the text was held"
            todo = "anchor the words that name them, or leave it empty"
            yield row, "attribution_evidence", message, todo


@rule(**EVIDENCE)
def span_carries_few_rows(**claims: Rows) -> Findings:
    """No span carries more than six rows: more claims are hardly all in the same words."""
    resting: dict[tuple[str, str], dict[tuple[str, int], Row]] = {}
    for row, _, segments in _list_evidence(claims):
        for segment in segments:
            found = resting.setdefault((row["source_id"], str(segment)), {})
            found[row.table, row.line] = row
    for (_, span), found in resting.items():
        if len(found) > MOST_ROWS:
            message = f"{len(found)} rows rest on {span.partition('#')[0]}"
            yield (
                list(found.values())[MOST_ROWS],
                "evidence",
                message,
                "anchor what is said of each",
            )
