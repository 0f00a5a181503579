"""Whether the words that rows rest on are in the texts, and those words given back."""

from __future__ import annotations

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence
from coalition_data.texts.held import HeldTexts
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
STATUSES = ("exact", "moved", "folded", "review", "missing", "text_not_found", "not_checkable")
FAILURES = ("review", "missing")
COLUMNS = ["table", "id", "column", "source_id", "segment", "status"]
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
    """The evidence of the package in `folder`: which row rests on which piece of which source.

    `places`: (table, id, column, source_id, piece), without piece where the text wasn't held.
    `sources`: source id -> (hash of its text, its pieces), where it was.
    """

    def __init__(self, folder: str | os.PathLike[str] | None) -> None:
        package = descriptor.read(folder)
        sources = loader.read_arrow(package, "sources").select(["source_id", "text_sha256"])
        self.sources: dict[str, tuple[str, list[Piece]]] = {
            row["source_id"]: (row["text_sha256"], [])
            for row in sources.to_pylist()
            if row["text_sha256"]
        }
        self.places: list[tuple[str, str, str, str, Piece | None]] = []
        for table in package.tables.values():
            if "evidence" in table.names:
                self._add_rows(table, loader.read_arrow(package, table.name))

    def __repr__(self) -> str:
        return f"<Claims: {len(self.places)} pieces of evidence, {len(self.sources)} texts>"

    def _add_rows(self, table: descriptor.Table, rows: Any) -> None:
        shipped = {*WORDS.values(), *HINTS.values()}
        wanted = {table.key, "source_id", *evidence.COLUMNS, *shipped}
        for row in rows.select([name for name in table.names if name in wanted]).to_pylist():
            key, source = row[table.key], row["source_id"]
            if source not in self.sources:
                self.places.append((table.name, key, "evidence", source, None))
                continue
            for column in evidence.COLUMNS:
                if not row.get(column):
                    continue
                words = row.get(WORDS.get((table.name, column), ""))
                hint = row.get(HINTS.get((table.name, column), ""))
                pieces = split_pieces(row[column], words, hint)
                self.sources[source][1].extend(pieces)
                self.places.extend((table.name, key, column, source, piece) for piece in pieces)


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


def read_held(
    texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> HeldTexts:
    """Find the coded texts in the folder `texts` by content; ValueError where there are none."""
    return _find_held(texts, Claims(folder))


def _find_held(texts: str | os.PathLike[str], claims: Claims) -> HeldTexts:
    held = HeldTexts(texts, claims.sources)
    if not held.exact and not held.changed:
        raise ValueError(f"{held.summary()}: nothing can be checked")
    return held


def verify(
    texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Check each row's evidence against the texts in a folder, whatever their files are called.

    Parameters
    ----------
    texts: a folder with the coded texts, or copies of them.
    folder: a folder with a datapackage.json (default: the installed data).

    Returns one row per evidence segment, and one per row without any: table, id, column, source_id,
    segment, status. The statuses:

    - exact: the text is the one that was coded, and has the words there.
    - moved: the text differs; the words occur in it once, in order with the others.
    - folded: so they do but for accents, case or punctuation, and have no digit.
    - review: several times, out of order, or nearly. A person has to look; counts as not found.
    - missing: the words aren't there.
    - text_not_found: the text was held when it was coded; it isn't in the folder.
    - not_checkable: the source was never held whole.

    Raises NotADirectoryError, and ValueError where no coded text is in the folder.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     verify(empty)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: 0 of ... coded texts found in ...: nothing can be checked
    """
    return check(texts, folder)[0]


def check(
    texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> tuple[pd.DataFrame, HeldTexts]:
    """Return what `verify` does, and the texts that were found."""
    claims = Claims(folder)
    held = _find_held(texts, claims)
    rows = [
        (*place, piece and str(piece.segment), status)
        for (*place, piece), (status, _) in _check_places(claims, held)
    ]
    return _make_frame(rows, COLUMNS), held


def _check_places(
    claims: Claims, held: HeldTexts
) -> Iterator[tuple[tuple[Any, ...], tuple[str, Words | None]]]:
    """Yield each of the claims' places with its status, and where its words were found."""
    placed = {one.piece: one for _, found in held.changed.values() for one in found}
    for place in claims.places:
        *_, source, piece = place
        if piece is None:
            yield place, ("not_checkable", None)
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


def _make_frame(rows: list[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=columns)
    frame["status"] = pd.Categorical(frame["status"], categories=list(STATUSES))
    return loader.settle_text(frame)


def hydrate(
    texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Return the passages behind the evidence, for those who hold the texts.

    Parameters
    ----------
    texts: a folder with the coded texts, or copies of them.
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: those of `verify`, then before, words, after (normalised; at most 80 characters before
    and after). Only evidence that was found has a row, and evidence under review, with the words
    that come nearest. Raises as `verify` does.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     hydrate(empty)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: 0 of ... coded texts found in ...: nothing can be checked
    """
    claims = Claims(folder)
    rows = []
    for (*place, piece), (status, words) in _check_places(claims, _find_held(texts, claims)):
        if words is not None:
            text, start, end = words
            before = text[max(0, start - CONTEXT) : start]
            after = text[end : end + CONTEXT]
            rows.append((*place, str(piece.segment), status, before, text[start:end], after))
    return _make_frame(rows, [*COLUMNS, "before", "words", "after"])
