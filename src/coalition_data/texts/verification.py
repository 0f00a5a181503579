"""Whether the words that rows rest on are in the texts, and those words given back."""

from __future__ import annotations

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence, pages
from coalition_data.texts.held import HeldTexts, find_folder
from coalition_data.texts.placement import Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Any

    import pandas as pd

    # The normalised text, and where in it the words start and end.
    Words = tuple[str, int, int]

# From what is proven to what nobody can check; FAILURES make `coalition-data verify` fail.
STATUSES = (
    "exact",
    "moved",
    "found",
    "folded",
    "review",
    "missing",
    "text_not_found",
    "not_fetched",
    "not_checkable",
)
FAILURES = ("review", "missing")
COLUMNS = ["table", "id", "column", "source_id", "segment", "as_printed", "status"]
# The column that ships the words of some evidence, and the one that ships some words inside it.
WORDS = {("quotes", "evidence"): "text"}
HINTS = {
    ("reports", "evidence"): "date_as_stated",
    ("participants", "evidence"): "as_named",
    ("quotes", "attribution_evidence"): "speaker_as_named",
    ("figures", "evidence"): "as_stated",
    ("memberships", "evidence"): "as_named",
}
CONTEXT = 80


class Claims:
    """What the rows of the package in `folder` rest on, in the order of its tables.

    `places`: (table, id, column, source_id, piece or printed words). A row of a page has one place
    for each column that shows words, or one without any. `sources`: source id -> (hash of its text,
    its pieces), where it was held. `printed`: any other source id -> the words that its rows show.
    """

    def __init__(self, folder: str | os.PathLike[str] | None) -> None:
        package = descriptor.read(folder)
        self.sources: dict[str, tuple[str, list[Piece]]] = {}
        self.printed: dict[str, set[str]] = {}
        for row in loader.list_rows(package, "sources", ["source_id", "text_sha256"]):
            if row["text_sha256"]:
                self.sources[row["source_id"]] = row["text_sha256"], []
            else:
                self.printed[row["source_id"]] = set()
        self.places: list[tuple[str, str, str, str, Piece | str | None]] = []
        for table in package.tables.values():
            if "evidence" in table.names:
                self._add_rows(package, table)

    def __repr__(self) -> str:
        return f"<Claims: {len(self.places)} pieces of evidence, {len(self.sources)} texts>"

    def _add_rows(self, package: descriptor.Package, table: descriptor.Table) -> None:
        printed = pages.PRINTED.get(table.name, ())
        shipped = {*WORDS.values(), *HINTS.values(), *printed}
        wanted = {table.key, "source_id", *evidence.COLUMNS, *shipped}
        names = [name for name in table.names if name in wanted]
        for row in loader.list_rows(package, table.name, names):
            key, source = row[table.key], row["source_id"]
            if source in self.sources:
                self._add_pieces(table.name, key, row)
                continue
            columns = [column for column in printed if row.get(column)]
            for column in columns:
                self.places.append((table.name, key, column, source, row[column]))
                self.printed[source].add(row[column])
            if not columns:
                self.places.append((table.name, key, "evidence", source, None))

    def _add_pieces(self, table: str, key: str, row: dict[str, Any]) -> None:
        source = row["source_id"]
        for column in evidence.COLUMNS:
            if not row.get(column):
                continue
            words = row.get(WORDS.get((table, column), ""))
            hint = row.get(HINTS.get((table, column), ""))
            pieces = split_pieces(row[column], words, hint)
            self.sources[source][1].extend(pieces)
            self.places.extend((table, key, column, source, piece) for piece in pieces)


def split_pieces(cell: str, shipped: str | None, hint: str | None) -> list[Piece]:
    """Return the pieces of one cell, with their words where the row ships them."""
    segments = evidence.segments(cell)
    words = [evidence.normalise(part) for part in shipped.split(evidence.CUT)] if shipped else []
    if len(words) != len(segments):
        return [Piece(segment, "", hint or "") for segment in segments]
    # Words with another hash are an error in the row, which `validate` reports: not used here.
    return [
        Piece(segment, part if evidence.hash_words(part) == segment.hash else "", hint or "")
        for segment, part in zip(segments, words, strict=True)
    ]


def read_texts(
    texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> HeldTexts:
    """Find coded texts by content, and pages; ValueError where the folder has neither."""
    return _read_both(texts, folder)[1]


def _read_both(
    texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None
) -> tuple[Claims, HeldTexts]:
    # Whether the folder is there is told at once; the tables take half a second.
    find_folder(texts)
    claims = Claims(folder)
    held = HeldTexts(texts, claims.sources, claims.printed)
    if not held.exact and not held.changed and not held.pages:
        raise ValueError(f"{held.summary()}: nothing can be checked")
    return claims, held


def verify(
    texts: str | os.PathLike[str], *, folder: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Check each row against the texts and pages in a folder.

    Parameters
    ----------
    texts: a folder with the coded texts, or copies of them, whatever their files are called, and
        with pages: `<source_id>.txt`, as `fetch` writes them, or files with most of the words that
        rows show of a source.
    folder: a folder with a datapackage.json (default: the installed data).

    Returns one row per evidence segment, one per cell with printed words of a page, and one per row
    with neither: table, id, column, source_id, segment, as_printed, status. The statuses of texts
    that were held when they were coded:

    - exact: the text is the one that was coded, and has the words there.
    - moved: the text differs; the words occur in it once, in order with the others.
    - folded: so they do but for accents, case or punctuation, and have no digit.
    - review: several times, out of order, or nearly. A person has to look; counts as not found.
    - missing: the words aren't there.
    - text_not_found: the text isn't in the folder.

    Those of pages:

    - found: the page has the very words as whole words, `ends_with` after `opens_with`.
    - folded: so it does but for accents, case or punctuation, and they have no digit.
    - missing: the words aren't there.
    - not_fetched: the page isn't in the folder.
    - not_checkable: the row shows no words.

    Raises NotADirectoryError, and ValueError where the folder has no coded text and no page.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     verify(empty)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: 0 of ... coded texts found in ...: nothing can be checked
    """
    return check(texts, folder=folder)[0]


def check(
    texts: str | os.PathLike[str], *, folder: str | os.PathLike[str] | None = None
) -> tuple[pd.DataFrame, HeldTexts]:
    """Return what `verify` does, and the texts that were found."""
    claims, held = _read_both(texts, folder)
    rows = [(*_describe(place), status) for place, (status, _) in _check_places(claims, held)]
    return _make_frame(rows, COLUMNS), held


def find_words(
    texts: str | os.PathLike[str], table: str, folder: str | os.PathLike[str] | None = None
) -> dict[str, dict[str, list[Words]]]:
    """Return where the words of a table's rows are in texts and pages: id -> column -> places.

    A place is a normalised text, and start and end in it. A column of which a piece wasn't found,
    or awaits review, isn't there. Raises as `verify` does.
    """
    claims, held = _read_both(texts, folder)
    claims.places = [place for place in claims.places if place[0] == table]
    out: dict[str, dict[str, list[Words]]] = {}
    lacking = set()
    for (_, key, column, *_), (status, words) in _check_places(claims, held):
        if words is None or status in FAILURES:
            lacking.add((key, column))
        else:
            out.setdefault(key, {}).setdefault(column, []).append(words)
    for key, column in lacking:
        out.get(key, {}).pop(column, None)
    return out


def _describe(place: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the cells of a place: its segment of a held text, or its words as printed."""
    *row, words = place
    if isinstance(words, Piece):
        return (*row, str(words.segment), None)
    return (*row, None, words)


def _check_places(
    claims: Claims, held: HeldTexts
) -> Iterator[tuple[tuple[Any, ...], tuple[str, Words | None]]]:
    """Yield each of the claims' places with its status, and where its words were found."""
    placed = {one.piece: one for _, found in held.changed.values() for one in found}
    on_pages = _check_pages(claims, held)
    for place in claims.places:
        table, key, column, source, piece = place
        if piece is None:
            yield place, ("not_checkable", None)
        elif isinstance(piece, str):
            found = on_pages.get((table, key, column))
            if found is None:
                yield place, ("not_fetched", None)
            else:
                words = found.span and (held.pages[source].norm, *found.span)
                yield place, (found.status, words)
        elif source in held.exact:
            text, segment = held.exact[source].norm, piece.segment
            if segment.holds(text):
                yield place, ("exact", (text, segment.start, segment.end))
            else:
                yield place, ("missing", None)
        elif source in held.changed:
            one = placed[piece]
            words = None
            if one.start is not None and one.end is not None:
                words = (held.changed[source][0].norm, one.start, one.end)
            yield place, (one.status, words)
        else:
            yield place, ("text_not_found", None)


def _check_pages(claims: Claims, held: HeldTexts) -> dict[tuple[str, str, str], pages.Place]:
    """Return (table, id, column) -> what has become of its words, for the pages that are there."""
    rows: dict[str, dict[tuple[str, str], dict[str, str]]] = {source: {} for source in held.pages}
    for table, key, column, source, words in claims.places:
        if isinstance(words, str) and source in rows:
            rows[source].setdefault((table, key), {})[column] = words
    out = {}
    for source, cells_of in rows.items():
        page = pages.Page(held.pages[source].norm)
        for (table, key), cells in cells_of.items():
            for column, place in page.find_row(cells).items():
                out[table, key, column] = place
    return out


def _make_frame(rows: list[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=columns)
    frame["status"] = pd.Categorical(frame["status"], categories=list(STATUSES))
    return loader.settle_text(frame)


def hydrate(
    texts: str | os.PathLike[str], *, folder: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Return the passages behind the rows, for those who hold the texts or fetched the pages.

    Parameters
    ----------
    texts: a folder with the coded texts, or copies of them, and with pages.
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: those of `verify`, then before, words, after (normalised; at most 80 characters before
    and after). Only evidence and words that were found have a row, and evidence under review, with
    the words that come nearest. A quote of a page has its whole passage under `opens_with`: the
    shortest one that begins and ends with the printed words, at most 3,000 characters. Of a name
    that is on the page several times, the place nearest to the passage is given. Raises as `verify`
    does.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     hydrate(empty)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: 0 of ... coded texts found in ...: nothing can be checked
    """
    claims, held = _read_both(texts, folder)
    found = list(_check_places(claims, held))
    rows = []
    for place, (status, words) in _join_passages(found):
        if words is not None:
            text, start, end = words
            before = text[max(0, start - CONTEXT) : start]
            after = text[end : end + CONTEXT]
            rows.append((*_describe(place), status, before, text[start:end], after))
    return _make_frame(rows, [*COLUMNS, "before", "words", "after"])


def _join_passages(
    found: list[tuple[tuple[Any, ...], tuple[str, Words | None]]],
) -> Iterator[tuple[tuple[Any, ...], tuple[str, Words | None]]]:
    """Yield what was found, an opening and the ending after it as one passage."""
    ends = {
        place[:2]: (status, words)
        for place, (status, words) in found
        if place[2] == pages.ENDING and isinstance(place[4], str)
    }
    for place, (status, words) in found:
        if not isinstance(place[4], str) or place[2] not in (pages.OPENING, pages.ENDING):
            yield place, (status, words)
        elif place[2] == pages.OPENING:
            ended, last = ends.get(place[:2], (pages.MISSING, None))
            if words is not None and last is not None:
                worse = pages.find_worse(status, ended)
                yield place, (worse, (words[0], words[1], max(words[2], last[2])))
