"""Tables fit for a terminal."""

from __future__ import annotations

import re
import textwrap

from coalition_data.commands.shared import find_width
from coalition_data.tables.problem import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = "  "
PROSE = 24
NARROW = 14
NARROWEST = 8
# A date stays in one piece.
PIECE = re.compile(r"\d{4}-\d\d(?:-\d\d)?-?|[^-;_]*[-;_]|[^-;_]+")


def grid(header: list[str], rows: list[list[str]], width: int | None = None) -> str:
    """Return rows as an aligned table in which long cells wrap.

    `width` is in columns (default: the terminal's).
    """
    width = width or find_width(100)
    rows = [[plain(cell) for cell in row] for row in rows]
    widths = _column_widths(header, rows, width)
    rule = GAP.join("─" * w for w in widths)
    wraps = any(len(cell) > w for row in rows for cell, w in zip(row, widths, strict=True))
    blocks = ["\n".join(_wrapped_lines(row, widths)) for row in rows]
    return "\n".join(
        [*_wrapped_lines(header, widths), rule, ("\n\n" if wraps else "\n").join(blocks)]
    )


def _column_widths(header: list[str], rows: list[list[str]], width: int) -> list[int]:
    """Return the width of each column: the widest give way first.

    Prose does so to PROSE, then ids break at their marks, then all get NARROW; words break last.
    """
    columns = list(zip(header, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    available = max(width - len(GAP) * (len(widths) - 1), NARROWEST * len(widths))
    words = [{word for cell in column for word in cell.split()} for column in columns]
    wholes = [max(map(len, column), default=0) for column in words]
    pieces = [max((len(p) for w in column for p in _split_word(w)), default=0) for column in words]
    floors = [
        [max(PROSE, whole) for whole in wholes],
        [max(NARROW, piece) for piece in pieces],
        pieces,
        [NARROWEST] * len(widths),
    ]
    for least in floors:
        while sum(widths) > available and any(w > f for w, f in zip(widths, least, strict=True)):
            widest = max((i for i, w in enumerate(widths) if w > least[i]), key=widths.__getitem__)
            widths[widest] -= 1
    return widths


def _wrapped_lines(row: list[str], widths: list[int]) -> list[str]:
    wrapped = [_wrap(cell, w) or [""] for cell, w in zip(row, widths, strict=True)]
    height = max(map(len, wrapped))
    padded = [cell + [""] * (height - len(cell)) for cell in wrapped]
    return [
        GAP.join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip()
        for line in zip(*padded, strict=True)
    ]


def _wrap(cell: str, width: int) -> list[str]:
    """Return the lines of a cell. A word that is too long, as ids are, breaks at a mark inside."""
    words = [" ".join(_fill(word, width)) if len(word) > width else word for word in cell.split()]
    return textwrap.wrap(" ".join(words), width, break_on_hyphens=False)


def _fill(word: str, width: int) -> Iterator[str]:
    """Yield a word in parts, each as long as fits."""
    part = ""
    for piece in _split_word(word):
        if part and len(part) + len(piece) > width:
            yield part
            part = ""
        part += piece
    yield part


def _split_word(word: str) -> list[str]:
    """Return a word in pieces that end at a hyphen, semicolon or underscore."""
    return PIECE.findall(word)


def card(names: list[str], row: list[str], width: int | None = None) -> str:
    """Return one row as a card: a line (or more) per filled column."""
    width = width or find_width(100)
    left = max(map(len, names)) + len(GAP)
    out = []
    for name, cell in zip(names, row, strict=True):
        if cell:
            lines = _wrap(plain(cell), max(width - left, NARROWEST))
            out.append(name.ljust(left) + ("\n" + " " * left).join(lines))
    return "\n".join(out)
