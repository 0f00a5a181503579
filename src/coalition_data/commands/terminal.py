"""Tables fit for a terminal."""

from __future__ import annotations

import textwrap

from coalition_data.commands.shared import find_width
from coalition_data.tables.problem import plain

GAP = "  "
NARROWEST = 8


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
    """Return the width of each column: the widest give way first, and words break last."""
    columns = list(zip(header, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    available = max(width - len(GAP) * (len(widths) - 1), NARROWEST * len(widths))
    words = [
        max(len(word) for cell in column for word in [*cell.split(), ""]) for column in columns
    ]
    for floors in (words, [NARROWEST] * len(widths)):
        while sum(widths) > available and any(w > f for w, f in zip(widths, floors, strict=True)):
            widest = max((i for i, w in enumerate(widths) if w > floors[i]), key=widths.__getitem__)
            widths[widest] -= 1
    return widths


def _wrapped_lines(row: list[str], widths: list[int]) -> list[str]:
    wrapped = [
        textwrap.wrap(cell, w, break_on_hyphens=False) or [""]
        for cell, w in zip(row, widths, strict=True)
    ]
    height = max(map(len, wrapped))
    padded = [cell + [""] * (height - len(cell)) for cell in wrapped]
    return [
        GAP.join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip()
        for line in zip(*padded, strict=True)
    ]


def card(names: list[str], row: list[str], width: int | None = None) -> str:
    """Return one row as a card: a line (or more) per filled column."""
    width = width or find_width(100)
    left = max(map(len, names)) + len(GAP)
    out = []
    for name, cell in zip(names, row, strict=True):
        if cell:
            lines = textwrap.wrap(plain(cell), max(width - left, NARROWEST), break_on_hyphens=False)
            out.append(name.ljust(left) + ("\n" + " " * left).join(lines))
    return "\n".join(out)
