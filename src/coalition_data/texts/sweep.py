"""What is in a text or on a page and is neither coded nor waived."""

from __future__ import annotations

import bisect
import itertools
import re

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence, numerals, pages, verification

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    import pandas as pd

    from coalition_data.texts.held import HeldTexts
    from coalition_data.texts.pages import Cells

    Spans = list[tuple[int, int]]

# Words in quotation marks, double or single (an apostrophe has a letter before it).
QUOTATION = re.compile(r'"[^"]+"|(?<![\w\'])\'(?=\S)[^\']+?\'(?!\w)')
CONTEXT = 30
# A passage is inside its quotation marks, between which and the words a space or a stop may be.
AROUND_MARKS = 2
# The tables whose evidence accounts for something in a text, and the words that do so on a page.
EVIDENCE = ("reports", "quotes", "figures", "waivers")
PRINTED = {
    "reports": ["date_as_stated"],
    "quotes": [pages.OPENING, pages.ENDING],
    "figures": ["as_stated"],
}
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
    """Return each number and each quotation in texts and pages that no row accounts for.

    In a text that was held, a number (digits or words; not the articles un, une, a, an) is
    accounted for inside the evidence of a figure (or where it repeats one), a date inside that of a
    report, a quotation by a quote whose words it holds; anything by a waiver. On a page, a number
    is accounted for wherever the printed words of a figure are, a date where those of a report are,
    a quotation by a quote whose first and last words are around it or in it. Texts in the folder
    `texts` are found by content, pages by their names too; texts that have changed since they were
    coded are skipped. Columns: source_id, kind (number, quotation), words, evidence (the segment,
    ready to use; none of a page, whose rows show words), context. Raises NotADirectoryError, and
    ValueError where no coded text and no page is there.
    """
    return find_open(verification.read_texts(texts, folder), folder)


def find_open(held: HeldTexts, folder: str | os.PathLike[str] | None) -> pd.DataFrame:
    """Do the same in texts that were read; `held.changed` has those that are passed over."""
    import pandas as pd

    package = descriptor.read(folder)
    languages = _read_languages(package)
    rows: list[tuple[str, str, str, str | None, str]] = []
    coded = {table: _read_by_source(package, table, ["evidence"]) for table in EVIDENCE}
    for source, text in held.exact.items():
        spans = {table: _list_segments(coded[table].get(source, [])) for table in EVIDENCE}
        rows += _find_open(source, text.norm, languages[source], spans)
    printed = {
        table: _read_by_source(package, table, columns) for table, columns in PRINTED.items()
    }
    for source, text in sorted(held.pages.items()):
        page = pages.Page(text.norm)
        spans = {table: _find_printed(page, printed[table].get(source, [])) for table in PRINTED}
        for _, kind, words, _, context in _find_open(source, text.norm, languages[source], spans):
            rows.append((source, kind, words, None, context))
    frame = pd.DataFrame(rows, columns=["source_id", "kind", "words", "evidence", "context"])
    return loader.settle_text(frame)


def _read_languages(package: descriptor.Package) -> dict[str, str]:
    rows = loader.list_rows(package, "sources", ["source_id", "lang"])
    return {row["source_id"]: row["lang"] or "" for row in rows}


def _read_by_source(
    package: descriptor.Package, table: str, columns: list[str]
) -> dict[str, list[Cells]]:
    """Return the cells of each row, but for empty ones, by source."""
    out: dict[str, list[Cells]] = {}
    for row in loader.list_rows(package, table, ["source_id", *columns]):
        cells = {column: row[column] for column in columns if row[column]}
        out.setdefault(row["source_id"], []).append(cells)
    return out


def _list_segments(rows: list[Cells]) -> Spans:
    cells = [row.get("evidence", "") for row in rows]
    return [(segment.start, segment.end) for cell in cells for segment in evidence.segments(cell)]


def _find_printed(page: pages.Page, rows: list[Cells]) -> Spans:
    """Return where the printed words of rows are: of a quote its passage, with its marks."""
    spans: Spans = []
    for cells in rows:
        if pages.OPENING in cells:
            places = page.find_row(cells)
            ends = [place.span for place in places.values() if place.span is not None]
            if len(ends) == len(cells):
                start, end = min(ends)[0] - AROUND_MARKS, max(ends)[1] + AROUND_MARKS
                spans.append((start, end))
        else:
            spans += [span for words in cells.values() for span in page.find_all(words)[1]]
    return spans


def _find_open(
    source: str, text: str, lang: str, spans: dict[str, Spans]
) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield what is open in one text, in reading order within each kind."""
    waivers = spans.get("waivers", [])
    reports = _Spans(spans["reports"])
    coded = _Spans(spans["figures"] + waivers)
    dates = _Spans([date.span() for date in DATE.finditer(text) if reports.cover(date.span())])
    places = [(number.start, number.end) for number in numerals.find(text, lang)]
    repeated = {_with_words_before(text, place) for place in places if coded.cover(place)}
    for place in places:
        is_coded = coded.cover(place) or dates.cover(place)
        if not is_coded and _with_words_before(text, place) not in repeated:
            yield _describe_open(source, "number", text, place)
    quotes = spans["quotes"]
    pieces, covered = _Spans(quotes), _Spans(quotes + waivers)
    for quotation in QUOTATION.finditer(text):
        place = quotation.span()
        if not pieces.are_in(place) and not covered.cover(place):
            yield _describe_open(source, "quotation", text, place)


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


def _describe_open(
    source: str, kind: str, text: str, place: tuple[int, int]
) -> tuple[str, str, str, str, str]:
    start, end = place
    words = text[start:end]
    segment = evidence.Segment(start, end, evidence.hash_words(words))
    context = text[max(0, start - CONTEXT) : end + CONTEXT]
    return source, kind, words, str(segment), context
