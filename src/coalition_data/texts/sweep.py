"""What stands in a held text and is neither coded nor waived."""

from __future__ import annotations

import re

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence, numerals, verification

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Any

    import pandas as pd

    Spans = list[tuple[int, int]]

# A pair of quotation marks, or of single ones around words (an apostrophe has a letter before it).
QUOTATION = re.compile(r'"[^"]+"|(?<![\w\'])\'(?=\S)[^\']+?\'(?!\w)')
CONTEXT = 30
# The same number with as many of the same letters before it is the same statement, printed twice.
REPEATED = 60
# A number that is (part of) a date: 22 janvier 2015, January 22, 22.1.2015, the year alone, 1er.
MONTH = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
DATE = re.compile(
    rf"\b\d{{1,2}}(?:er|st|nd|rd|th)?(?: (?:au|et|to|and|-) \d{{1,2}})? (?:{MONTH})\b|\b(?:{MONTH}) \d{{1,2}}\b"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d{2}\b",
    re.IGNORECASE,
)


def sweep(texts: str | os.PathLike[str], folder: str | None = None) -> pd.DataFrame:
    """Return each number and each pair of quotation marks in the held texts that no row accounts for.

    A number (digits or words; not the articles un, une, a, an) is accounted for inside the evidence of a figure (or by
    the same sentence there, printed twice), a date inside that of a report, a quotation by a quote whose words it
    holds; anything by a waiver. Texts in the folder `texts` are found by content; one that was changed since it was
    coded is passed over. Columns: source_id, kind (number, quotation), words, evidence (the segment, ready to be used),
    context. Raises NotADirectoryError, and ValueError where no coded text is there.
    """
    import pandas as pd

    package = descriptor.read(folder)
    held = verification.held(texts, folder).exact
    rows = [row for source, text in held.items() for row in _open(package, source, text.norm)]
    return pd.DataFrame(rows, columns=["source_id", "kind", "words", "evidence", "context"])


def _open(package: descriptor.Package, source: str, words: str) -> Iterator[tuple[str, ...]]:
    """Yield what is open in one text, in reading order within each kind."""
    spans = {
        name: _spans(package, name, source) for name in ("figures", "reports", "quotes", "waivers")
    }
    coded = [*spans["figures"], *spans["waivers"]]
    dates = [
        found.span() for found in DATE.finditer(words) if _inside(found.span(), spans["reports"])
    ]
    for number in numerals.find(words):
        place = (number.start, number.end)
        if not _inside(place, [*coded, *dates]) and not _is_repeated(words, place, coded):
            yield _row(source, "number", words, place)
    for found in QUOTATION.finditer(words):
        marks = found.span()
        within = any(marks[0] <= start and end <= marks[1] for start, end in spans["quotes"])
        if not within and not _inside(marks, [*spans["quotes"], *spans["waivers"]]):
            yield _row(source, "quotation", words, marks)


def _spans(package: descriptor.Package, table: str, source: str) -> Spans:
    rows: list[dict[str, Any]] = (
        loader.read_arrow(package, table).select(["source_id", "evidence"]).to_pylist()
    )
    cells = [row["evidence"] or "" for row in rows if row["source_id"] == source]
    return [(segment.start, segment.end) for cell in cells for segment in evidence.segments(cell)]


def _inside(place: tuple[int, int], spans: Spans) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in spans)


def _is_repeated(words: str, place: tuple[int, int], coded: Spans) -> bool:
    """Say whether the number at `place`, with the words before it, stands a second time where it is coded."""
    before = max(0, place[0] - REPEATED)
    same = words[before : place[1]]
    start = words.find(same)
    while start >= 0:
        number = (start + place[0] - before, start + len(same))
        if start != before and _inside(number, coded):
            return True
        start = words.find(same, start + 1)
    return False


def _row(source: str, kind: str, words: str, place: tuple[int, int]) -> tuple[str, ...]:
    start, end = place
    segment = evidence.Segment(start, end, evidence.sha256(words[start:end])[:32])
    return (
        source,
        kind,
        words[start:end],
        str(segment),
        words[max(0, start - CONTEXT) : end + CONTEXT],
    )
