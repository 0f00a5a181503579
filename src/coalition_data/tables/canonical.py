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

from coalition_data.tables import csvfile, letters
from coalition_data.tables.csvfile import FMT, LONGEST_CELL, Sheet, format_rows
from coalition_data.tables.problem import Problem, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# A spreadsheet would run a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@")
# How many rows whose white space or accents change are shown; all are counted.
MOST_SHOWN = 5
# Among more rows nobody would look for those that move, and to compare them takes quadratic time.
MOST_COMPARED = 2000
# Spaces around a text, and those after another one.
_ODD_SPACE = re.compile("^ +| +$|(?<= ) +")


def canonical_cell(cell: str) -> str:
    r"""Return the cell in canonical form: NFC, single plain spaces, none outside, no line break.

    >>> canonical_cell(" Le\u00a0Drian  ")
    'Le Drian'
    """
    if cell.isascii() and "  " not in cell and cell.isprintable():
        return cell.strip(" ")
    return " ".join(letters.normalise("NFC", cell).split())


def canonical_bytes(header: Iterable[str], rows: Iterable[list[str]]) -> bytes:
    """Return header and rows as canonical CSV: UTF-8, LF, comma, minimal quoting.

    Cells and the order of rows stay as they are.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def check_form(sheet: Sheet, names: list[str], key: str, not_text: Collection[str] = ()) -> None:
    """Add a problem for all that isn't canonical: columns, cells, order of rows, quoting.

    `names` are the declared columns in order, `key` the primary key, `not_text` the columns of
    numbers and dates, whose cells can't be formulas: their type is checked elsewhere.
    """
    _check_columns(sheet, names)
    _check_cells(sheet, not_text)
    if key in sheet.header:
        _check_order(sheet, key)
    if sheet.overquoted and not sheet.problems:
        message = "there are needless quotation marks"
        sheet.add_problem(sheet.overquoted, "", "quoting", message, FMT)


def _check_columns(sheet: Sheet, names: list[str]) -> None:
    header = sheet.header
    declared, named = set(names), set(header)
    for name in header:
        if name not in declared:
            message = "the column isn't in the descriptor"
            sheet.add_problem(1, name, "unknown-column", message, "rename or delete it", name)
    for name in names:
        if name not in named:
            todo = "add it, with empty cells where nothing is known"
            sheet.add_problem(1, name, "missing-column", "the column is missing", todo)
    for name in sorted(named) if len(named) < len(header) else ():
        if header.count(name) > 1:
            message = "the column is there twice"
            sheet.add_problem(1, name, "repeated-column", message, "delete one", name)
    expected = [name for name in names if name in named]
    found = [name for name in header if name in declared]
    if found != expected and len(set(found)) == len(found):
        first = next(f for f, e in zip(found, expected, strict=True) if f != e)
        message = "the columns aren't in the declared order"
        sheet.add_problem(1, first, "column-order", message, FMT, first)


def _check_cells(sheet: Sheet, not_text: Collection[str]) -> None:
    columns = zip(sheet.header, sheet.columns, sheet.different, strict=True)
    for name, cells, different in columns:
        formulas = () if name in not_text else FORMULA
        bad = {cell for cell in different if not _is_canonical(cell, formulas)}
        if bad:
            for line, cell in zip(sheet.lines, cells, strict=True):
                # The reader has reported line breaks.
                if cell in bad and "\n" not in cell:
                    _report_cell(sheet, line, name, cell, formulas)


def _is_canonical(cell: str, formulas: tuple[str, ...]) -> bool:
    if len(cell) > LONGEST_CELL or cell.startswith(formulas):
        return False
    return canonical_cell(cell) == cell


def _report_cell(
    sheet: Sheet, line: int, column: str, cell: str, formulas: tuple[str, ...]
) -> None:
    rule = "cell-form"
    todo = FMT
    if len(cell) > LONGEST_CELL:
        rule = "too-long"
        message = f"the cell is longer than {LONGEST_CELL} characters"
        todo = "shorten it"
    elif cell.startswith(formulas):
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
        data = handle.read()
    if csvfile.is_other_kind(data, sheet, names):
        return b"", sheet.problems
    text = csvfile.decode(data, sheet)
    if text is None:
        return b"", _select_unfixable(sheet)
    sheet.problems.clear()
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = next(reader)
        # There may be millions of blank lines.
        rows = {n: row for n, row in enumerate(reader, 2) if row}
    except csv.Error:
        return b"", _select_unfixable(csvfile.read_sheet(path, file, names))
    sheet.header = [canonical_cell(cell) for cell in header]
    _check_columns(sheet, names)
    for n, row in rows.items():
        if len(row) != len(sheet.header):
            message = f"row {n} has {len(row)} cells, the header has {len(sheet.header)}"
            sheet.add_problem(0, "", "width", message, csvfile.FIND_COMMA, row[0])
    unfixable = _select_unfixable(sheet)
    if unfixable:
        return b"", unfixable
    order = [sheet.header.index(name) for name in names]
    clean = _clean_rows([[row[i] for i in order] for row in rows.values()])
    clean.sort(key=lambda row: (row[names.index(key)], row))
    return canonical_bytes(names, clean), []


def _clean_rows(rows: list[list[str]]) -> list[list[str]]:
    """Return rows with each cell in canonical form."""
    # Most cells are equal to others.
    clean = {cell: canonical_cell(cell) for cell in set(itertools.chain.from_iterable(rows))}
    return [[clean[cell] for cell in cells] for cells in rows]


def _select_unfixable(sheet: Sheet) -> list[Problem]:
    return [problem for problem in sheet.problems if problem.todo != FMT]


def show_changes(path: str, file: str, data: bytes) -> str:
    """Return what `fmt` would change in the file at `path` to make it `data`; empty if nothing.

    What differs in form is counted in one line. Rows that move, and the first rows in which white
    space or accents change, follow as a unified diff with escapes for what can't be seen.
    """
    with open(path, "rb") as handle:
        found = handle.read()
    if found == data:
        return ""
    text = found.decode("utf-8")
    records, blank = _split_records(text)
    new = [plain(line) + "\n" for line in data.decode("utf-8").split("\n")[:-1]]
    names = csvfile.split_line(data.decode("utf-8").partition("\n")[0])
    header = [canonical_cell(cell) for cell in records[0][1]]
    order = [header.index(name) for name in names]
    rows = [[cells[place] for place in order] for _, cells in records]
    clean = _clean_rows(rows)
    changes = _compare_lines(_show_rows(rows, clean), new, file)
    changed = [_find_changed(*both) for both in zip(rows, clean, strict=True)]
    forms = _count_forms(text, records, blank, changed)
    if order != sorted(order):
        forms.append("the order of columns")
    if not forms:
        return changes
    only = "only " if canonical_bytes(clean[0], clean[1:]) == data else ""
    return f"{file}: {only}the form differs: {'; '.join(forms)}\n{changes}"


def _compare_lines(old: list[str], new: list[str], file: str) -> str:
    """Return a unified diff; of many lines that differ only how many they are."""
    differing = sum(map(operator.ne, old, new)) + abs(len(old) - len(new))
    if differing > MOST_COMPARED:
        return f"{file}: {differing} lines would change: too many to show\n"
    return "".join(difflib.unified_diff(old, new, file, f"{file} (canonical)"))


def _split_records(text: str) -> tuple[list[tuple[str, list[str]]], int]:
    """Return each row as written but for line ends, with its cells; and how many are blank."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = list(io.StringIO(text, newline="\n"))
    reader = csv.reader(lines, strict=True)
    records = []
    start = blank = 0
    for cells in reader:
        if cells:
            records.append(("".join(lines[start : reader.line_num]), cells))
        else:
            blank += 1
        start = reader.line_num
    return records, blank


def _find_changed(cells: list[str], clean: list[str]) -> list[tuple[str, str]]:
    """Return those cells of a row that `fmt` changes, each with what it becomes."""
    return [both for both in zip(cells, clean, strict=True) if both[0] != both[1]]


def _count_forms(
    text: str,
    records: list[tuple[str, list[str]]],
    blank: int,
    changed: list[list[tuple[str, str]]],
) -> list[str]:
    """Return in which ways the form of a file isn't canonical, each with how often."""
    forms = []
    if text.startswith("\ufeff"):
        forms.append("the byte order mark")
    if not text.endswith(("\n", "\r")):
        forms.append("no line break at the end")
    if blank:
        forms.append("1 blank line" if blank == 1 else f"{blank} blank lines")
    for what, number in (
        ("line ends", text.count("\r")),
        ("quotation marks", sum(_is_quoted_otherwise(*record) for record in records)),
        ("white space", sum(map(_has_odd_space, changed))),
        ("accents that aren't composed (NFC)", sum(map(_is_decomposed, changed))),
    ):
        if number:
            forms.append(f"{what} in 1 line" if number == 1 else f"{what} in {number} lines")
    return forms


def _is_quoted_otherwise(written: str, cells: list[str]) -> bool:
    return written.rstrip("\n") != format_rows([cells]).rstrip("\n")


def _has_odd_space(changed: list[tuple[str, str]]) -> bool:
    return any(letters.normalise("NFC", cell) != clean for cell, clean in changed)


def _is_decomposed(changed: list[tuple[str, str]]) -> bool:
    return not all(unicodedata.is_normalized("NFC", cell) for cell, _ in changed)


def _show_rows(rows: list[list[str]], clean: list[list[str]]) -> list[str]:
    """Return rows as lines; the first whose cells aren't canonical show what isn't, as escapes."""
    shown = 0
    lines = []
    for cells, row in zip(rows, clean, strict=True):
        if row != cells and shown < MOST_SHOWN:
            shown += 1
            row = [_ODD_SPACE.sub(_escape_spaces, cell) for cell in cells]
        # A quoted cell may span lines.
        lines.append(plain(format_rows([row]).removesuffix("\n")) + "\n")
    return lines


def _escape_spaces(match: re.Match[str]) -> str:
    return r"\u0020" * len(match[0])
