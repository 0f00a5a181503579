"""Rules on evidence that need no text: where it stands and what it may share."""

from __future__ import annotations

from coalition_data.texts import evidence
from coalition_data.validation.rules import by, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Row, Rows

MOST_ROWS = 6
SOURCES = "source_id text_norm text_sha256 text_chars"
CLAIMS = {
    "reports": "source_id evidence",
    "participants": "source_id evidence",
    "quotes": "source_id evidence attribution_evidence",
    "figures": "source_id evidence attribution_evidence",
    "memberships": "source_id evidence",
    "waivers": "source_id evidence",
}


@rule(sources=SOURCES + " extent_read accessed url")
def text_is_fingerprinted_whole(sources: Rows) -> Findings:
    """Normalisation, hash and length of a text are all filled or none; one held was read whole, another by address."""
    for row in sources:
        filled = [bool(row[column]) for column in ("text_norm", "text_sha256", "text_chars")]
        if any(filled) and not all(filled):
            yield (
                row,
                "text_sha256",
                "normalisation, hash and length come together",
                "fill all three or none",
            )
        elif all(filled) and row["extent_read"] != "whole":
            yield row, "extent_read", "a text that was held was read whole", "mend one of them"
        elif not any(filled) and not (row["url"] and row["accessed"]):
            yield (
                row,
                "url",
                "a source that wasn't held needs its address and the day it was read",
                "fill them",
            )


@rule(sources=SOURCES, **CLAIMS)
def evidence_where_text_is_held(sources: Rows, **claims: Rows) -> Findings:
    """A claim has evidence exactly when its source's text was held."""
    known = {row["source_id"] for row in sources}
    held = {row["source_id"] for row in sources if row["text_sha256"]}
    for rows in claims.values():
        for row in rows:
            if bool(row["evidence"]) != (row["source_id"] in held) and row["source_id"] in known:
                what = "wasn't" if row["evidence"] else "was"
                yield (
                    row,
                    "evidence",
                    f"the text of {row['source_id']} {what} held",
                    "anchor the words, or leave it empty",
                )


@rule(sources=SOURCES, **CLAIMS)
def segments_lie_inside_text(sources: Rows, **claims: Rows) -> Findings:
    """Segments are in reading order, don't overlap, and end inside the text."""
    lengths = {row["source_id"]: int(row["text_chars"] or 0) for row in sources}
    for rows in claims.values():
        for row in rows:
            for column in [c for c in evidence.COLUMNS if row.get(c)]:
                at, length = 0, lengths.get(row["source_id"], 0)
                for segment in evidence.segments(row[column]):
                    if not at <= segment.start < segment.end <= (length or segment.end):
                        message = f"{segment.start}-{segment.end} overlaps, runs backwards or past the end ({length})"
                        yield row, column, message, "anchor the words again, in reading order"
                        break
                    at = segment.end


@rule(quotes="source_id evidence", figures="source_id evidence")
def spans_are_not_shared(quotes: Rows, figures: Rows) -> Findings:
    """No two quotes and no two figures rest on the same span of one text."""
    for rows in (quotes, figures):
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            for segment in row["evidence"].split(";") if row["evidence"] else []:
                line = first.setdefault((row["source_id"], segment), row.line)
                if line != row.line:
                    yield (
                        row,
                        "evidence",
                        f"line {line} rests on the same span",
                        "give each its own words",
                    )


@rule(quotes="source_id evidence attribution_evidence", sources=SOURCES)
def quote_is_attributed(quotes: Rows, sources: Rows) -> Findings:
    """A quote from a text that was held has evidence of who said it."""
    held = by(sources, "source_id")
    for row in quotes:
        if row["evidence"] and row["source_id"] in held and not row["attribution_evidence"]:
            yield (
                row,
                "attribution_evidence",
                "the words that name the speaker are missing",
                "anchor them",
            )


@rule(
    sources=SOURCES,
    figures="source_id evidence attribution_evidence as_stated stated_by compiled_by",
)
def figure_shows_its_words(sources: Rows, figures: Rows) -> Findings:
    """`as_stated` is filled exactly where there is evidence; who stated or compiled a number has evidence too."""
    held = {row["source_id"] for row in sources if row["text_sha256"]}
    for row in figures:
        told = bool(row["stated_by"] or row["compiled_by"])
        if bool(row["as_stated"]) != bool(row["evidence"]):
            yield (
                row,
                "as_stated",
                "it is filled exactly where there is evidence",
                "copy the number as printed",
            )
        elif row["source_id"] in held and told != bool(row["attribution_evidence"]):
            message = "filled exactly when stated_by or compiled_by is"
            yield (
                row,
                "attribution_evidence",
                message,
                "anchor the words that name them, or leave it empty",
            )


@rule(**CLAIMS)
def span_carries_few_rows(**claims: Rows) -> Findings:
    """No span of a text carries more than six rows: so many claims are hardly all in the same words."""
    resting: dict[tuple[str, str], list[Row]] = {}
    for rows in claims.values():
        for row in rows:
            spans = {
                s for column in evidence.COLUMNS if row.get(column) for s in row[column].split(";")
            }
            for span in spans:
                resting.setdefault((row["source_id"], span), []).append(row)
    for (_, span), found in resting.items():
        if len(found) > MOST_ROWS:
            row, place = found[MOST_ROWS], span.split("#")[0]
            yield (
                row,
                "evidence",
                f"{len(found)} rows rest on {place}",
                "anchor what is said of each",
            )
