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


def leaks(members: dict[str, bytes], texts: Path) -> list[str]:
    """Return the names of the files that hold a piece of a held text that may not ship."""
    return [
        name
        for name, data in members.items()
        if not barred(texts).isdisjoint(windows(words_of(name, data)))
    ]


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
