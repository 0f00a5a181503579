"""The canonical form of a table's file: what departs from it, and its bytes."""

from __future__ import annotations

import csv
import difflib
import io
import itertools
import operator
import os
import re
import unicodedata

from coalition_data.tables import csvfile
from coalition_data.tables.csvfile import FMT, LONGEST_CELL, Sheet
from coalition_data.tables.problem import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# A spreadsheet would run a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@")


def canonical_cell(cell: str) -> str:
    r"""Return the cell in canonical form: NFC, single plain spaces, none outside, no line break.

    >>> canonical_cell(" Le\u00a0Drian  ")
    'Le Drian'
    """
    if cell.isascii() and "  " not in cell and cell.isprintable():
        return cell.strip(" ")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", cell)).strip()


def canonical_bytes(header: Iterable[str], rows: Iterable[list[str]]) -> bytes:
    """Return header and rows as canonical CSV: UTF-8, LF, comma, minimal quoting.

    Cells and the order of rows stay as they are.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def check_form(sheet: Sheet, names: list[str], key: str) -> None:
    """Add a problem for all that isn't canonical: columns, cells, order of rows, quoting.

    `names` are the declared columns in order, `key` the primary key.
    """
    _check_columns(sheet, names)
    _check_cells(sheet)
    if key in sheet.header:
        _check_order(sheet, key)
    if sheet.overquoted and not sheet.problems:
        message = "there are needless quotation marks"
        sheet.add_problem(sheet.overquoted, "", "quoting", message, FMT)


def _check_columns(sheet: Sheet, names: list[str]) -> None:
    header = sheet.header
    for name in header:
        if name not in names:
            message = "the column isn't in the descriptor"
            sheet.add_problem(1, name, "unknown-column", message, "rename or delete it", name)
    for name in names:
        if name not in header:
            todo = "add it, with empty cells where nothing is known"
            sheet.add_problem(1, name, "missing-column", "the column is missing", todo)
    for name in sorted(set(header)):
        if header.count(name) > 1:
            message = "the column is there twice"
            sheet.add_problem(1, name, "repeated-column", message, "delete one", name)
    expected = [name for name in names if name in header]
    found = [name for name in header if name in names]
    if found != expected and len(set(found)) == len(found):
        first = next(f for f, e in zip(found, expected, strict=True) if f != e)
        message = "the columns aren't in the declared order"
        sheet.add_problem(1, first, "column-order", message, FMT, first)


def _check_cells(sheet: Sheet) -> None:
    columns = zip(sheet.header, sheet.columns, sheet.different, strict=True)
    for name, cells, different in columns:
        bad = {cell for cell in different if not _is_canonical(cell)}
        if bad:
            for line, cell in zip(sheet.lines, cells, strict=True):
                # The reader has reported line breaks.
                if cell in bad and "\n" not in cell:
                    _report_cell(sheet, line, name, cell)


def _is_canonical(cell: str) -> bool:
    if len(cell) > LONGEST_CELL or cell.startswith(FORMULA):
        return False
    return canonical_cell(cell) == cell


def _report_cell(sheet: Sheet, line: int, column: str, cell: str) -> None:
    rule = "cell-form"
    todo = FMT
    if len(cell) > LONGEST_CELL:
        rule = "too-long"
        message = f"the cell is longer than {LONGEST_CELL} characters"
        todo = "shorten it"
    elif cell.startswith(FORMULA):
        rule = "formula"
        message = "a cell can't begin with = + - @, since a spreadsheet would run it"
        todo = "begin with another character"
    elif not unicodedata.is_normalized("NFC", cell):
        message = "letters and accents aren't composed (NFC)"
    elif cell != cell.strip():
        message = "there is white space around the text"
    else:
        message = "there is white space other than single plain spaces"
    sheet.add_problem(line, column, rule, message, todo, cell)


def _check_order(sheet: Sheet, key: str) -> None:
    """Report the first row that follows one with a greater key."""
    keys = sheet.columns[sheet.header.index(key)]
    if all(map(operator.le, keys, itertools.islice(keys, 1, None))):
        return
    for line, (above, got) in zip(sheet.lines[1:], itertools.pairwise(keys), strict=True):
        if got < above:
            message = f'rows aren\'t sorted by {key}: "{above}" is above'
            sheet.add_problem(line, key, "row-order", message, FMT, got)
            return


def format_file(path: str, file: str, names: list[str], key: str) -> tuple[bytes, list[Problem]]:
    """Return the canonical bytes of the CSV file at `path`, or the problems `fmt` can't fix.

    Unlike `read_sheet` it accepts cells that span lines, and joins their lines.
    """
    sheet = Sheet(file)
    if not os.path.isfile(path):
        return b"", csvfile.read_sheet(path, file).problems
    with open(path, "rb") as handle:
        text = csvfile.decode(handle.read(), sheet)
    if text is None:
        return b"", _select_unfixable(sheet)
    sheet.problems.clear()
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return b"", _select_unfixable(csvfile.read_sheet(path, file))
    sheet.header = [canonical_cell(cell) for cell in rows[0]]
    _check_columns(sheet, names)
    for n, row in enumerate(rows[1:], 2):
        if row and len(row) != len(sheet.header):
            message = f"row {n} has {len(row)} cells, the header has {len(sheet.header)}"
            sheet.add_problem(0, "", "width", message, csvfile.FIND_COMMA, row[0])
    unfixable = _select_unfixable(sheet)
    if unfixable:
        return b"", unfixable
    order = [sheet.header.index(name) for name in names]
    clean = [[canonical_cell(row[i]) for i in order] for row in rows[1:] if row]
    clean.sort(key=lambda row: (row[names.index(key)], row))
    return canonical_bytes(names, clean), []


def _select_unfixable(sheet: Sheet) -> list[Problem]:
    return [problem for problem in sheet.problems if problem.todo != FMT]


def show_changes(path: str, file: str, data: bytes) -> str:
    """Return what `fmt` would change in the file at `path`, as a unified diff; empty if nothing."""
    with open(path, "rb") as handle:
        found = handle.read()
    if found == data:
        return ""
    old, new = (part.decode("utf-8", "replace").splitlines(keepends=True) for part in (found, data))
    changes = "".join(difflib.unified_diff(old, new, file, f"{file} (canonical)"))
    # Some changes (line ends, a byte order mark) leave no line to show.
    return changes or f"{file}: only line ends or the byte order mark differ\n"
