"""What is in a held text and is neither coded nor waived."""

from __future__ import annotations

import bisect
import itertools
import re

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence, numerals, verification

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Any

    import pandas as pd

    from coalition_data.texts.held import HeldTexts

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
    return find_open(verification.read_held(texts, folder), folder)


def find_open(held: HeldTexts, folder: str | os.PathLike[str] | None) -> pd.DataFrame:
    """Do the same in texts that were read; `held.changed` has those that are passed over."""
    import pandas as pd

    package = descriptor.read(folder)
    rows = [
        row for source, text in held.exact.items() for row in _find_open(package, source, text.norm)
    ]
    frame = pd.DataFrame(rows, columns=["source_id", "kind", "words", "evidence", "context"])
    return loader.settle_text(frame)


def _find_open(package: descriptor.Package, source: str, text: str) -> Iterator[tuple[str, ...]]:
    """Yield what is open in one text, in reading order within each kind."""
    waivers = _read_spans(package, "waivers", source)
    figures = _read_spans(package, "figures", source)
    reports = _Spans(_read_spans(package, "reports", source))
    coded = _Spans(figures + waivers)
    dates = _Spans([date.span() for date in DATE.finditer(text) if reports.cover(date.span())])
    readings = numerals.find(text, _read_language(package, source))
    places = [(number.start, number.end) for number in readings]
    repeated = {_with_words_before(text, place) for place in places if coded.cover(place)}
    for place in places:
        is_coded = coded.cover(place) or dates.cover(place)
        if not is_coded and _with_words_before(text, place) not in repeated:
            yield _describe_open(source, "number", text, place)
    quotes = _read_spans(package, "quotes", source)
    pieces, covered = _Spans(quotes), _Spans(quotes + waivers)
    for quotation in QUOTATION.finditer(text):
        place = quotation.span()
        if not pieces.are_in(place) and not covered.cover(place):
            yield _describe_open(source, "quotation", text, place)


def _read_spans(package: descriptor.Package, table: str, source: str) -> Spans:
    rows: Any = loader.read_arrow(package, table).select(["source_id", "evidence"])
    cells = [row["evidence"] or "" for row in rows.to_pylist() if row["source_id"] == source]
    return [(segment.start, segment.end) for cell in cells for segment in evidence.segments(cell)]


def _read_language(package: descriptor.Package, source: str) -> str:
    rows: Any = loader.read_arrow(package, "sources").select(["source_id", "lang"])
    return next((row["lang"] or "" for row in rows.to_pylist() if row["source_id"] == source), "")


class _Spans:
    """Places in a text, in order, to be asked for one that covers another or is inside it."""

    def __init__(self, spans: Spans) -> None:
        spans = sorted(spans)
        self.starts = [start for start, _ in spans]
        ends = [end for _, end in spans]
        # The furthest end up to each, and the nearest end from each on.
        self.furthest = list(itertools.accumulate(ends, max))
        self.nearest = list(itertools.accumulate(reversed(ends), min))[::-1]

    def cover(self, place: tuple[int, int]) -> bool:
        """Say whether `place` is inside one of them."""
        at = bisect.bisect_right(self.starts, place[0])
        return at > 0 and self.furthest[at - 1] >= place[1]

    def are_in(self, place: tuple[int, int]) -> bool:
        """Say whether one of them is inside `place`."""
        at = bisect.bisect_left(self.starts, place[0])
        return at < len(self.starts) and self.nearest[at] <= place[1]


def _with_words_before(text: str, place: tuple[int, int]) -> tuple[str, int]:
    """Return a number with the words before it, and how long it is."""
    start, end = place
    return text[max(0, start - REPEATED) : end], end - start


def _describe_open(source: str, kind: str, text: str, place: tuple[int, int]) -> tuple[str, ...]:
    start, end = place
    words = text[start:end]
    segment = evidence.Segment(start, end, evidence.hash_words(words))
    context = text[max(0, start - CONTEXT) : end + CONTEXT]
    return source, kind, words, str(segment), context
