"""What is in a held text and is neither coded nor waived."""

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

# Words in quotation marks, double or single (an apostrophe has a letter before it).
QUOTATION = re.compile(r'"[^"]+"|(?<![\w\'])\'(?=\S)[^\']+?\'(?!\w)')
CONTEXT = 30
# A number is a repetition if it and this many characters before it occur elsewhere.
REPEATED = 60
# A number that is (part of) a date: 22 janvier 2015, January 22, 22.1.2015, the year alone, 1er.
MONTH = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
DATE = re.compile(
    rf"\b\d{{1,2}}(?:er|st|nd|rd|th)?(?: (?:au|et|to|and|-) \d{{1,2}})? (?:{MONTH})\b"
    rf"|\b(?:{MONTH}) \d{{1,2}}\b"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d{2}\b",
    re.IGNORECASE,
)


def sweep(texts: str | os.PathLike[str], folder: str | None = None) -> pd.DataFrame:
    """Return each number and each quotation in the held texts that no row accounts for.

    A number (digits or words; not the articles un, une, a, an) is accounted for inside the evidence
    of a figure (or where it repeats one), a date inside that of a report, a quotation by a quote
    whose words it holds; anything by a waiver. Texts in the folder `texts` are found by content;
    those that have changed since they were coded are skipped. Columns: source_id, kind (number,
    quotation), words, evidence (the segment, ready to use), context. Raises NotADirectoryError, and
    ValueError where no coded text is there.
    """
    import pandas as pd

    package = descriptor.read(folder)
    held = verification.read_held(texts, folder).exact
    rows = [row for source, text in held.items() for row in _find_open(package, source, text.norm)]
    frame = pd.DataFrame(rows, columns=["source_id", "kind", "words", "evidence", "context"])
    return loader.settle_text(frame)


def _find_open(package: descriptor.Package, source: str, text: str) -> Iterator[tuple[str, ...]]:
    """Yield what is open in one text, in reading order within each kind."""
    waived = _read_spans(package, "waivers", source)
    coded = _read_spans(package, "figures", source) + waived
    reports = _read_spans(package, "reports", source)
    dates = [date.span() for date in DATE.finditer(text) if _is_inside(date.span(), reports)]
    for number in numerals.find(text, _read_language(package, source)):
        place = (number.start, number.end)
        if not _is_inside(place, coded + dates) and not _is_repeated(text, place, coded):
            yield _describe_open(source, "number", text, place)
    quotes = _read_spans(package, "quotes", source)
    for quotation in QUOTATION.finditer(text):
        place = quotation.span()
        is_coded = any(_is_inside(quote, [place]) for quote in quotes)
        if not is_coded and not _is_inside(place, quotes + waived):
            yield _describe_open(source, "quotation", text, place)


def _read_spans(package: descriptor.Package, table: str, source: str) -> Spans:
    rows: Any = loader.read_arrow(package, table).select(["source_id", "evidence"])
    cells = [row["evidence"] or "" for row in rows.to_pylist() if row["source_id"] == source]
    return [(segment.start, segment.end) for cell in cells for segment in evidence.segments(cell)]


def _read_language(package: descriptor.Package, source: str) -> str:
    rows: Any = loader.read_arrow(package, "sources").select(["source_id", "lang"])
    return next((row["lang"] or "" for row in rows.to_pylist() if row["source_id"] == source), "")


def _is_inside(place: tuple[int, int], spans: Spans) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in spans)


def _is_repeated(text: str, place: tuple[int, int], coded: Spans) -> bool:
    """Say whether the number at `place` repeats, with the words before it, one that is coded."""
    before = max(0, place[0] - REPEATED)
    same = text[before : place[1]]
    start = text.find(same)
    while start >= 0:
        number = (start + place[0] - before, start + len(same))
        if start != before and _is_inside(number, coded):
            return True
        start = text.find(same, start + 1)
    return False


def _describe_open(source: str, kind: str, text: str, place: tuple[int, int]) -> tuple[str, ...]:
    start, end = place
    words = text[start:end]
    segment = evidence.Segment(start, end, evidence.hash_words(words))
    context = text[max(0, start - CONTEXT) : end + CONTEXT]
    return source, kind, words, str(segment), context
