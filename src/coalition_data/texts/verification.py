"""Whether the words that rows rest on stand in the texts, and those words given back."""

from __future__ import annotations

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence
from coalition_data.texts.held import Held
from coalition_data.texts.placement import Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Any

    import pandas as pd

# From what is proven to what nobody can check; `found` ones pass.
STATUSES = ("exact", "moved", "folded", "review", "missing", "text_not_found", "not_checkable")
FAILURES = ("review", "missing")
COLUMNS = ["table", "id", "column", "source_id", "segment", "status"]
# Which column ships the words of the evidence, and which some words inside it.
WORDS = {"quotes": "text"}
HINTS = {"figures": "as_stated", "reports": "date_as_stated"}
CONTEXT = 80


class Claims:
    """The evidence of the package in `folder`: what rests on which piece of which source.

    `places`: (table, id, column, source_id, piece or None where the source wasn't held); `held`: source id ->
    (hash of its text, its pieces).
    """

    def __init__(self, folder: str | os.PathLike[str] | None) -> None:
        package = descriptor.read(folder)
        rows = (
            loader.read_arrow(package, "sources").select(["source_id", "text_sha256"]).to_pylist()
        )
        self.held: dict[str, tuple[str, list[Piece]]] = {
            row["source_id"]: (row["text_sha256"], []) for row in rows if row["text_sha256"]
        }
        self.places: list[tuple[str, str, str, str, Piece | None]] = []
        for table in package.tables.values():
            if "evidence" in table.names:
                self._add(package, table)

    def _add(self, package: descriptor.Package, table: descriptor.Table) -> None:
        rows = loader.read_arrow(package, table.name)
        nothing = [None] * rows.num_rows

        def cells(column: str | None) -> list[Any]:
            return rows.column(column).to_pylist() if column in table.names else nothing

        columns = [column for column in evidence.COLUMNS if column in table.names]
        beside = [cells(names.get(table.name)) for names in (WORDS, HINTS)]
        for key, source, words, hint, *found in zip(
            cells(table.key), cells("source_id"), *beside, *map(cells, columns), strict=True
        ):
            if source not in self.held:
                self.places.append((table.name, key, "evidence", source, None))
                continue
            for column, cell in zip(columns, found, strict=True):
                if cell:
                    pieces = _pieces(cell, words, hint) if column == "evidence" else _pieces(cell)
                    self.held[source][1].extend(pieces)
                    self.places.extend((table.name, key, column, source, piece) for piece in pieces)


def _pieces(cell: str, shipped: str | None = None, hint: str | None = None) -> list[Piece]:
    """Return the pieces of one cell, with their words where the row ships them."""
    segments = evidence.segments(cell)
    words = [evidence.normalise(piece) for piece in shipped.split(evidence.CUT)] if shipped else []
    if len(words) != len(segments):
        return [Piece(segment, "", hint or "") for segment in segments]
    # Words that don't have the hash are a fault of the row, not words of the text.
    return [
        Piece(segment, word if evidence.sha256(word)[:32] == segment.hash else "", hint or "")
        for segment, word in zip(segments, words, strict=True)
    ]


def held(texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None) -> Held:
    """Find the coded texts in the folder `texts` by content; ValueError where there is none of them."""
    return _held(texts, Claims(folder))


def _held(texts: str | os.PathLike[str], claims: Claims) -> Held:
    found = Held(texts, claims.held)
    if not found.exact and not found.changed:
        raise ValueError(f"{found.summary()}: nothing can be checked")
    return found


def verify(
    texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Check each row's evidence against the texts in the folder `texts`, whatever their files are called.

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

    >>> verify("articles").groupby("status", observed=True).size()  # doctest: +SKIP
    """
    return check(texts, folder)[0]


def check(
    texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> tuple[pd.DataFrame, Held]:
    """Check each row's evidence against the texts in the folder `texts`; return the outcome and what was held.

    Texts are found by content, whatever their files are called. The frame has one row per evidence segment (and one
    per row without any): `table`, `id`, `column`, `source_id`, `segment`, `status`. The statuses: exact (the text is
    the one that was coded and has the words there); in a text that differs moved (the words stand there once, and in
    order with the others) and folded (so they do but for accents, case or punctuation, and have no digit); review
    (several times, out of order, or nearly: for a person, not found); missing (the words aren't there);
    text_not_found (we held the text; it isn't in the folder); not_checkable (the source was never held whole). Raises
    NotADirectoryError, and ValueError where no coded text is in the folder.
    """
    import pandas as pd

    claims = Claims(folder)
    found = _held(texts, claims)
    places: list[tuple[Any, ...]] = list(zip(*claims.places, strict=True)) or [()] * len(
        COLUMNS[:-1]
    )
    segments = [piece and str(piece.segment) for piece in places[-1]]
    statuses = [status for status, _ in _judge(claims, found)]
    frame = pd.DataFrame(
        dict(zip(COLUMNS, [*places[:-1], segments, statuses], strict=True)), columns=COLUMNS
    )
    frame["status"] = pd.Categorical(frame["status"], categories=list(STATUSES))
    return frame, found


def _judge(claims: Claims, found: Held) -> Iterator[tuple[str, tuple[str, int, int] | None]]:
    """Yield the status of each of the claims' places, and (text, start, end) where words were found."""
    placed = {id(one.piece): one for _, places in found.changed.values() for one in places}
    for _, _, _, source, piece in claims.places:
        if piece is None:
            yield "not_checkable", None
        elif source in found.exact:
            text, segment = found.exact[source].norm, piece.segment
            holds = segment.holds(text)
            yield ("exact", (text, segment.start, segment.end)) if holds else ("missing", None)
        elif source in found.changed:
            one = placed[id(piece)]
            there = one.start is not None and one.end is not None
            yield (
                one.status,
                (found.changed[source][0].norm, one.start or 0, one.end or 0) if there else None,
            )
        else:
            yield "text_not_found", None


def hydrate(
    texts: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Return the passages behind the evidence, for those who hold the texts.

    Parameters
    ----------
    texts: a folder with the coded texts, or copies of them.
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: those of `verify`, then before, words, after (normalised; at most 80 characters before and
    after). Only evidence that was found has a row, and evidence under review, with the words that come
    nearest. Raises as `verify` does.

    >>> hydrate("articles").set_index("id").loc["2015-01-london-q001", "words"]  # doctest: +SKIP
    """
    import pandas as pd

    claims = Claims(folder)
    rows = []
    judged = _judge(claims, _held(texts, claims))
    for (*place, piece), (status, where) in zip(claims.places, judged, strict=True):
        if piece is not None and where is not None:
            text, start, end = where
            around = (
                text[max(0, start - CONTEXT) : start],
                text[start:end],
                text[end : end + CONTEXT],
            )
            rows.append((*place, str(piece.segment), status, *around))
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "before", "words", "after"])
    frame["status"] = pd.Categorical(frame["status"], categories=list(STATUSES))
    return frame
