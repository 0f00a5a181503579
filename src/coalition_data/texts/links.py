"""Addresses that open the page of a row at its printed words, and its copies in the archive."""

from __future__ import annotations

import os
import re
import urllib.parse

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence, placement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    import pyarrow as pa

    Row = Mapping[str, Any]

# https://wicg.github.io/scroll-to-text-fragment/
DIRECTIVE = ":~:"
CALENDAR = "https://web.archive.org/web/*/"
# Of claims other than quotes the column with the words.
WORDS = {
    "reports": "date_as_stated",
    "participants": "as_named",
    "memberships": "as_named",
    "figures": "as_stated",
}
# The columns of a quote that may show the words beside a number.
QUOTED = ("text", "opens_with", "ends_with")
# How many words of a passage that ships open and end the link to it.
ENDS = 4
# What a cell leaves out between its words.
GAP = re.compile(r" (?:…|\.\.\.|\(…\)|\(\.\.\.\)|\[…\]|\[\.\.\.\]) ")


def link(
    row_or_id: Any,
    *,
    archived: bool = False,
    folder: str | os.PathLike[str] | None = None,
) -> str:
    """Return the address of a row's source, at the words that the row rests on.

    Parameters
    ----------
    row_or_id: the id of a claim or of a source, or a row of a frame.
    archived: give the archived page instead: `sources.archived_url`, else the calendar of all
        copies that the Wayback Machine has of the address.
    folder: a folder with a datapackage.json (default: the installed data).

    The address ends in a text fragment (`#:~:text=…`): browsers scroll to these words and mark
    them, of a quote the passage between its first and last words. Sources, PDFs and rows without
    words have none. For many rows at once take the columns `link` and `archive_link` of
    `load(table, joined=True)`. Raises KeyError for an id that isn't in the data, ValueError for a
    row without an id, for several rows at once, or where the source has no address.

    >>> link("2014-09-jeddah-p001").rpartition("#")[2]
    ':~:text=Egypt'
    """
    package = descriptor.read(folder)
    # A figure has the id of its quote too, and every claim that of its source.
    tables = [table for table in package.tables.values() if "source_id" in table.names]
    tables.sort(key=lambda table: -len(table.foreign))
    key = row_or_id if isinstance(row_or_id, str) else _find_id(row_or_id, tables)
    for table in tables:
        rows = loader.read_arrow(package, table.name)
        ids = rows.column(table.key).to_pylist()
        if key in ids:
            links = make_links(package, table.name, rows.slice(ids.index(key), 1))
            found: str | None = links[archived][0]
            if found is None:
                raise ValueError(f"the source of {key} has no address")
            return found
    raise KeyError(f"no claim and no source has the id {key}")


def _find_id(row: Row, tables: list[descriptor.Table]) -> str:
    key = next((table.key for table in tables if table.key in row), None)
    # Of a frame, row[key] is a whole column.
    if key is None or not isinstance(row[key], str):
        raise ValueError("give an id, or one row, with its id, of a claim table or of sources")
    return str(row[key])


def make_links(
    package: descriptor.Package, table: str, rows: pa.Table
) -> tuple[list[str | None], list[str | None]]:
    """Return for each row of a table the address at its words, and that of its archived copies."""
    sources = {row["source_id"]: row for row in loader.list_rows(package, "sources")}
    quotes = {}
    if table == "figures":
        read = loader.list_rows(package, "quotes", ["quote_id", *QUOTED])
        quotes = {row["quote_id"]: row for row in read}
    return link_rows(table, loader.to_rows(rows), sources, quotes)


def link_rows(
    table: str, rows: Iterable[Row], sources: Mapping[Any, Row], quotes: Mapping[Any, Row]
) -> tuple[list[str | None], list[str | None]]:
    """Return what `make_links` does of rows, given the sources and, for figures, quotes by id."""
    links: list[str | None] = []
    archives: list[str | None] = []
    for row in rows:
        source = sources.get(row["source_id"], {})
        address = source.get("url")
        words = find_words(table, row, quotes.get(row.get("quote_id"), {}))
        links.append(add_fragment(address, words) if address else None)
        archives.append(source.get("archived_url") or (CALENDAR + address if address else None))
    return links, archives


def find_words(table: str, row: Row, quote: Row) -> str:
    """Return the text directive of a row, encoded; blank where it shows no words.

    A number alone is on many pages several times: where the `quote` that it is in shows the words
    beside it, they join it as prefix and suffix.
    """
    if table == "quotes":
        first, last = _find_ends(row)
    else:
        first, *others = GAP.split(row.get(WORDS.get(table, "")) or "")
        last = others[-1] if others else ""
    if not first:
        return ""
    words = encode(first) + (f",{encode(last)}" if last else "")
    if table == "figures" and " " not in first:
        before, after = _find_neighbours(first, quote)
        words = (f"{encode(before)}-," if before else "") + words
        words += f",-{encode(after)}" if after else ""
    return words


def _find_ends(quote: Row) -> tuple[str, str]:
    """Return the first and the last words of a quote; no last ones where the first are enough."""
    if quote.get("text"):
        pieces = [piece.split(" ") for piece in quote["text"].split(evidence.CUT)]
        if len(pieces) == 1 and len(pieces[0]) <= 2 * ENDS:
            return quote["text"], ""
        return " ".join(pieces[0][:ENDS]), " ".join(pieces[-1][-ENDS:])
    # Where neither ships, the speaker's name leads to the words.
    words = quote.get("opens_with") or quote.get("speaker_as_named") or ""
    first, *others = GAP.split(words)
    if others or not first or not quote.get("ends_with"):
        return first, ""
    last = GAP.split(quote["ends_with"])[-1]
    # A browser looks for the last words behind the first ones.
    return first, "" if _overlap(first, last) else last


def _overlap(first: str, last: str) -> bool:
    """Say whether `last` may begin in `first`."""
    one, other = (placement.fold(words)[0].split(" ") for words in (first, last))
    return any(one[n:] == other[: len(one) - n] for n in range(len(one))) or any(
        one[n : n + len(other)] == other for n in range(len(one))
    )


def _find_neighbours(number: str, quote: Row) -> tuple[str, str]:
    """Return the words before and after a number in the first cell of its quote that has it."""
    for column in QUOTED:
        words = (quote.get(column) or "").split(" ")
        if number in words:
            at = words.index(number)
            around = words[:at][-1:], words[at + 1 :][:1]
            before, after = (" ".join(side) for side in around)
            return before.strip("[]…"), after.strip("[]…")
    return "", ""


def encode(words: str) -> str:
    """Return words as a text directive takes them: `-`, `,` and `&` mean something else there.

    >>> encode("Jean-Yves Le Drian, 68")
    'Jean%2DYves%20Le%20Drian%2C%2068'
    """
    return urllib.parse.quote(words, safe="").replace("-", "%2D")


def add_fragment(address: str, words: str) -> str:
    """Return an address with a text directive, unless it has one, or is of a PDF, which takes none.

    >>> add_fragment("https://example.org/a#b", "21%20pays")
    'https://example.org/a#b:~:text=21%20pays'
    """
    page = address.partition("#")[0].partition("?")[0]
    if not words or DIRECTIVE in address or page.lower().endswith(".pdf"):
        return address
    mark = "" if "#" in address else "#"
    return f"{address}{mark}{DIRECTIVE}text={words}"
