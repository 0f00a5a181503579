"""What may ship of the coded articles, and how to find what may not."""

import csv
import functools
import io
from pathlib import Path

from coalition_data.tables import descriptor
from coalition_data.texts import evidence

# Speech, the phrases of numbers and dates, titles and proper names. Printed names, cues and pointers
# are too short to have a window.
SHIPPED_WORDS = {
    ("quotes", "text"),
    ("quotes", "sic"),
    ("figures", "as_stated"),
    ("reports", "date_as_stated"),
    ("sources", "title"),
    ("sources", "url"),
    ("meetings", "name_fr"),
    ("actors", "name_fr"),
    ("actors", "aliases"),
}
WINDOW = 40


def windows(text: str) -> set[str]:
    plain = evidence.normalise(text)
    return {plain[i : i + WINDOW] for i in range(len(plain) - WINDOW + 1)}


def shipped_cells() -> dict[tuple[str, str], str]:
    """Return the cells of each column of each shipped table, with a mark between them."""
    package = descriptor.read()
    out: dict[tuple[str, str], str] = {}
    for table in package.tables.values():
        rows = list(
            csv.DictReader(
                io.StringIO(Path(package.file(table.name)).read_text(encoding="utf-8"), newline="")
            )
        )
        out.update(
            {(table.name, name): "¶".join(row[name] for row in rows) for name in table.names}
        )
    return out


@functools.cache
def held(texts: Path) -> frozenset[str]:
    """Return all windows of the coded articles."""
    return frozenset().union(
        *(windows(path.read_text(encoding="utf-8")) for path in texts.glob("*.txt"))
    )


@functools.cache
def barred(texts: Path) -> frozenset[str]:
    """Return those of them that may not ship: no cell that may carry the words of an article has
    them.
    """
    may = (windows(words) for place, words in shipped_cells().items() if place in SHIPPED_WORDS)
    return held(texts).difference(*may)


@functools.cache
def halves(pieces: frozenset[str]) -> frozenset[str]:
    """Return each half as long piece of some pieces."""
    starts = range(WINDOW // 2 + 1)
    return frozenset(piece[i : i + WINDOW // 2] for piece in pieces for i in starts)


def has_piece(text: str, pieces: frozenset[str]) -> bool:
    """Say whether a text has one of the pieces, which are as long as a window.

    Whatever window of a text one takes, one of the halves that follow one another in the text lies
    inside it: so only these are looked up, and windows only around those that are known.
    """
    plain, half = evidence.normalise(text), WINDOW // 2
    for i in range(0, len(plain), half):
        if plain[i : i + half] in halves(pieces):
            around = plain[max(i - half, 0) : i + WINDOW]
            found = {around[n : n + WINDOW] for n in range(len(around) - WINDOW + 1)}
            if not pieces.isdisjoint(found):
                return True
    return False


def is_barred(text: str, texts: Path) -> bool:
    """Say whether a text has a piece of a held text that may not ship."""
    return has_piece(text, barred(texts))


def leaks(members: dict[str, bytes], texts: Path) -> list[str]:
    """Return the names of the files that hold a piece of a held text that may not ship."""
    return [name for name, data in members.items() if is_barred(words_of(name, data), texts)]


def words_of(name: str, data: bytes) -> str:
    """Return the words of a file; of a table cell by cell, since its commas and marks are nobody's
    words.
    """
    text = data.decode("utf-8", "ignore")
    return (
        "¶".join(cell for row in csv.reader(io.StringIO(text)) for cell in row)
        if name.endswith(".csv")
        else text
    )
