"""The canonical form of a table's file: what departs from it, and its bytes."""

from __future__ import annotations

import csv
import difflib
import io
import itertools
import operator
import os
import re
import shutil
import tempfile
import unicodedata

from coalition_data.tables import csvfile
from coalition_data.tables.csvfile import FMT, LONGEST_CELL, Sheet
from coalition_data.tables.problem import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@")
# What canonical cells, one a line, don't have: such a sign first, a space first or last, two together, other space.
_ODD = (*(f"\n{sign}" for sign in FORMULA), "\n ", " \n", "  ")
_OTHER_SPACE = re.compile(
    "[" + "".join(c for c in map(chr, range(0x3001)) if c.isspace() and c not in " \n") + "]"
)
# So many cells are looked at together: their text stays in the processor's cache.
_BLOCK = 4096


def canonical_cell(cell: str) -> str:
    r"""Return the cell in canonical form: NFC, plain single spaces, none outside, no line break.

    >>> canonical_cell(" Le\u00a0Drian  ")
    'Le Drian'
    """
    if cell.isascii() and "  " not in cell and cell.isprintable():
        return cell.strip(" ")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", cell)).strip()


def canonical_bytes(header: Iterable[str], rows: Iterable[list[str]]) -> bytes:
    """Return header and rows as canonical CSV: UTF-8, LF, comma, minimal quoting. Cells and order stay as they are."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def check_form(sheet: Sheet, names: list[str], key: str) -> None:
    """Add to `sheet` what keeps the file from being canonical: columns, cells, order of rows, quoting.

    `names` are the declared columns in order, `key` the primary key.
    """
    _check_columns(sheet, names)
    if not all(map(_are_canonical, sheet.different)):
        for line, row in zip(sheet.lines, sheet.rows, strict=True):
            for column, cell in zip(sheet.header, row, strict=True):
                if cell and "\n" not in cell and not _is_canonical(cell):
                    _say_cell(sheet, line, column, cell)
    if key in sheet.header:
        _check_order(sheet, key)
    if sheet.overquoted and not sheet.problems:
        sheet.say(sheet.overquoted, "quoting", "quotation marks stand where none are needed", FMT)


def _check_order(sheet: Sheet, key: str) -> None:
    """Tell of the first row that stands below one with a greater key."""
    keys = sheet.columns[sheet.header.index(key)]
    if all(map(operator.le, keys, itertools.islice(keys, 1, None))):
        return
    for line, (above, got) in zip(sheet.lines[1:], itertools.pairwise(keys), strict=True):
        if got < above:
            message = f'rows aren\'t sorted by {key}: "{above}" stands above'
            sheet.say(line, "row-order", message, FMT, got, key)
            return


def _are_canonical(cells: Iterable[str]) -> bool:
    """Say whether all cells are surely canonical, in one look at many; False may mean that one has to look."""
    left = iter(cells)
    return all(map(_is_block_canonical, iter(lambda: list(itertools.islice(left, _BLOCK)), [])))


def _is_block_canonical(cells: list[str]) -> bool:
    text = "\n".join(["", *cells, ""])
    whole = (
        text.count("\n") == len(cells) + 1 and len(max(cells, key=len, default="")) <= LONGEST_CELL
    )
    return (
        whole
        and not any(odd in text for odd in _ODD)
        and not _OTHER_SPACE.search(text)
        and unicodedata.is_normalized("NFC", text)
    )


def _is_canonical(cell: str) -> bool:
    return (
        len(cell) <= LONGEST_CELL and not cell.startswith(FORMULA) and canonical_cell(cell) == cell
    )


def _check_columns(sheet: Sheet, names: list[str]) -> None:
    header = sheet.header
    for name in [n for n in header if n not in names]:
        sheet.say(
            1,
            "unknown-column",
            "the column isn't in the descriptor",
            "rename or delete it",
            name,
            name,
        )
    for name in [n for n in names if n not in header]:
        sheet.say(
            1,
            "missing-column",
            "the column is missing",
            "add it, blank where nothing is known",
            None,
            name,
        )
    for name in sorted({n for n in header if header.count(n) > 1}):
        sheet.say(1, "repeated-column", "the column stands there twice", "delete one", name, name)
    expected = [n for n in names if n in header]
    found = [n for n in header if n in names]
    if found != expected and len(set(found)) == len(found):
        first = next(f for f, e in zip(found, expected, strict=True) if f != e)
        order = "the columns aren't in the declared order"
        sheet.say(1, "column-order", order, FMT, first, first)


def _say_cell(sheet: Sheet, line: int, column: str, cell: str) -> None:
    if len(cell) > LONGEST_CELL:
        sheet.say(
            line,
            "too-long",
            f"the cell is longer than {LONGEST_CELL} characters",
            "shorten it",
            cell,
            column,
        )
        return
    if cell.startswith(FORMULA):
        message = "a cell can't begin with = + - @, since a spreadsheet would run it"
        sheet.say(line, "formula", message, "begin with another character", cell, column)
        return
    if unicodedata.normalize("NFC", cell) != cell:
        message = "letters and accents aren't composed (NFC)"
    elif cell != cell.strip():
        message = "there is white space around the text"
    else:
        message = "there is white space other than single plain spaces"
    sheet.say(line, "cell-form", message, FMT, cell, column)


def format_file(path: str, file: str, names: list[str], key: str) -> tuple[bytes, list[Problem]]:
    """Return the canonical bytes of the CSV file at `path`, or the problems that only a person can mend.

    Unlike `read` it takes cells that span lines, and joins their lines.
    """
    sheet = Sheet(file)
    if not os.path.isfile(path):
        return b"", csvfile.read(path, file).problems
    with open(path, "rb") as handle:
        text = csvfile.decode(handle.read(), sheet)
    if text is None:
        return b"", [p for p in sheet.problems if p.todo != FMT]
    sheet.problems.clear()
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return b"", [p for p in csvfile.read(path, file).problems if p.todo != FMT]
    sheet.header = [canonical_cell(c) for c in rows[0]]
    _check_columns(sheet, names)
    for n, row in enumerate(rows[1:], 2):
        if row and len(row) != len(sheet.header):
            message = f"row {n} has {len(row)} cells, the header has {len(sheet.header)}"
            sheet.say(
                0, "width", message, "look for a missing or stray comma or quotation mark", row[0]
            )
    hard = [p for p in sheet.problems if p.todo != FMT]
    if hard:
        return b"", hard
    order = [sheet.header.index(name) for name in names]
    clean = sorted(
        ([canonical_cell(row[i]) for i in order] for row in rows[1:] if row),
        key=lambda row: (row[names.index(key)], row),
    )
    return canonical_bytes(names, clean), []


def difference(path: str, file: str, data: bytes) -> str:
    """Return what `fmt` would change in the file at `path`, as a unified diff; empty where it is canonical."""
    with open(path, "rb") as handle:
        found = handle.read()
    if found == data:
        return ""
    old, new = (part.decode("utf-8", "replace").splitlines(keepends=True) for part in (found, data))
    diff = list(difflib.unified_diff(old, new, file, f"{file} (canonical)"))
    # Some differences (line ends, a byte order mark) leave no line to show.
    return "".join(diff) or f"{file}: only line ends or the byte order mark differ\n"


def write(path: str, data: bytes) -> bool:
    """Put `data` in the place of the file at `path`, whole or not at all; False where it was there already."""
    with open(path, "rb") as handle:
        if handle.read() == data:
            return False
    handle_number, draft = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".fmt-")
    try:
        with os.fdopen(handle_number, "wb") as handle:
            handle.write(data)
        shutil.copymode(path, draft)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
    return True
