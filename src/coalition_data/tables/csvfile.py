"""Cells of a CSV file as text, with the physical line numbers of their rows."""

from __future__ import annotations

import collections
import csv
import io
import itertools
import os

from coalition_data.tables import filekind
from coalition_data.tables.problem import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

FMT = "run `coalition-data fmt`"
CLOSE = 'close them; inside a quoted cell write "" for "'
FIND_COMMA = "look for a missing or stray comma or quotation mark"
# How many lines a row with line breaks in its cells may span.
LONGEST_BREAK = 20
# The default limit of the csv module. Other libraries change it, so we check it ourselves.
LONGEST_CELL = 131_072
# As many as SQLite can have.
MOST_COLUMNS = 2000
# Nobody reads more problems of one file: what follows isn't looked at.
MOST_PROBLEMS = 10_000
# A larger file is read only if it is well-formed: to find all that is wrong takes much memory.
LARGEST_BROKEN = 50_000_000
# Chunk size in bytes for counting and searching, to keep memory flat.
BLOCK = 1 << 20
# Chunk size in rows, to fit the CPU cache.
ROWS = 256
# After this many rows a column whose cells mostly differ isn't deduplicated any more.
SAMPLE = 16 * ROWS
BOM = b"\xef\xbb\xbf"


class Sheet:
    """A CSV file as text: `header`, `columns` (cells, in the header's order), `lines`, `problems`.

    `lines` has the line number of each row. `different` has each column's different cells in file
    order, or all cells if most differ. `readable` is False if no rows could be read, `lost` True if
    some couldn't; the problems say why. `overquoted` is the first line with needless quotation
    marks, 0 if there is none.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.header: list[str] = []
        self.columns: list[list[str]] = []
        self.different: list[Collection[str]] = []
        self.lines: Sequence[int] = []
        self.problems: list[Problem] = []
        self.readable = False
        self.lost = False
        self.overquoted = 0

    @property
    def rows(self) -> list[list[str]]:
        """The cells row by row, made anew each time."""
        return [list(row) for row in zip(*self.columns, strict=True)]

    def add_problem(
        self, line: int, column: str, rule: str, message: str, todo: str, got: str | None = None
    ) -> None:
        """Add a problem of this file; the last of MOST_PROBLEMS says that there are more."""
        if self.is_full:
            return
        if len(self.problems) == MOST_PROBLEMS - 1:
            column, rule, got = "", "too-many", None
            message = f"the file has {MOST_PROBLEMS} problems or more; the rest isn't listed"
            todo = "correct those above first"
            # Nothing may be argued from what isn't looked at.
            self.lost = True
        self.problems.append(Problem(self.file, line, column, rule, message, todo, got))

    @property
    def is_full(self) -> bool:
        """Whether there are MOST_PROBLEMS."""
        return len(self.problems) == MOST_PROBLEMS

    def __repr__(self) -> str:
        return f"<Sheet {self.file}: {len(self.lines)} rows, {len(self.problems)} problems>"


def read_sheet(path: str, file: str, expected: Sequence[str] = ()) -> Sheet:
    """Read the CSV file at `path`; `file` is its name in problems.

    Every cell stays as written. As no cell may hold a line break, each physical line is one row,
    and an unclosed quotation mark spoils only its own line. A row of the wrong width is a problem.
    `expected` are the declared columns, if they are known: they help to tell another separator.
    """
    sheet = Sheet(file)
    data = _read_bytes(path, sheet)
    if data is not None:
        _fill_sheet(data, sheet, expected)
    return sheet


def parse_sheet(data: bytes, file: str) -> Sheet:
    """Do the same with the bytes of a file, whose needless quotation marks are no matter."""
    sheet = Sheet(file)
    _fill_sheet(data, sheet, (), find_overquoted=False)
    return sheet


def _fill_sheet(
    data: bytes, sheet: Sheet, expected: Sequence[str], find_overquoted: bool = True
) -> None:
    if is_other_kind(data, sheet, expected) or _take_sound(data, sheet, find_overquoted):
        return
    is_cut = not data.endswith((b"\n", b"\r"))
    if is_cut and _take_sound(data + b"\n", sheet, find_overquoted):
        _report_cut_off(len(sheet.lines) + 1, sheet)
        return
    if len(data) > LARGEST_BROKEN:
        size = f"{LARGEST_BROKEN // 1_000_000} MB"
        message = f"the file isn't well-formed, and too large (over {size}) to look where"
        sheet.add_problem(0, "", "too-large", message, "write it again, or look at a part of it")
        return
    text = decode(data, sheet)
    if text is None:
        return
    lines = text.split("\n")
    if lines[-1]:
        _report_cut_off(len(lines), sheet)
    else:
        lines.pop()
    _take_rows(_parse_lines(lines, sheet), sheet)


def _report_cut_off(line: int, sheet: Sheet) -> None:
    message = "the last line has no line break: the file may be cut off"
    sheet.add_problem(line, "", "cut-off", message, "restore the end")


def _read_bytes(path: str, sheet: Sheet) -> bytes | None:
    if os.path.exists(path) and not os.path.isfile(path):
        message = "this is no regular file"
        sheet.add_problem(0, "", "unreadable-file", message, "put the table there")
        return None
    try:
        with open(path, "rb") as handle:
            return handle.read()
    except FileNotFoundError:
        todo = "put it back, or take the table out of the descriptor"
        sheet.add_problem(0, "", "missing-file", "the file isn't there", todo)
    except OSError as error:
        todo = "check its permissions"
        message = "the file can't be read"
        sheet.add_problem(0, "", "unreadable-file", message, todo, error.strerror)
    return None


def is_other_kind(data: bytes, sheet: Sheet, expected: Sequence[str]) -> bool:
    """Add a problem, and return True, if the file is something else than CSV with commas."""
    kind = filekind.find_binary(data)
    if kind is not None:
        sheet.add_problem(0, "", "unreadable-file", f"this is {kind[0]}, not CSV", kind[1])
        return True
    data = data[: LONGEST_CELL + len(BOM)].removeprefix(BOM)
    line = data.lstrip(b"\r\n").replace(b"\r", b"\n").partition(b"\n")[0].decode("utf-8", "replace")
    cells = _parse_line(line) or []
    if expected and cells == list(expected):
        return False
    kind = filekind.find_text(data)
    if kind is not None:
        sheet.add_problem(0, "", "unreadable-file", f"this is {kind[0]}, not CSV", kind[1])
        return True
    return _is_separated(line, cells, sheet, expected)


def _is_separated(line: str, cells: list[str], sheet: Sheet, expected: Sequence[str]) -> bool:
    """Add a problem, and return True, if the header has another separator, or names one."""
    hint = filekind.find_separator_hint(line)
    character = filekind.find_separator(line, cells, expected) if hint is None else hint
    if hint is None and not character:
        return False
    name = filekind.SEPARATORS.get(character, f'"{character}"')
    message = f"the columns are separated by {name}, not by commas"
    todo = "save it as CSV with commas"
    if hint is not None:
        message = "the first line names a separator, which only Excel understands"
        todo = "delete it" if hint == "," else f"delete it, and put commas in place of {name}"
    sheet.add_problem(1, "", "separator", message, todo, line)
    return True


def _take_sound(data: bytes, sheet: Sheet, find_overquoted: bool) -> bool:
    """Fill `sheet` from a well-formed file; return False, and change nothing, for any other.

    This is the fast path for well-formed files: it parses chunks of rows rather than single lines.
    To save memory, equal cells of a column share one object, unless most of its cells differ.
    """
    if data.startswith(BOM) or b"\r" in data or not data.endswith(b"\n") or data.isspace():
        return False
    # Splitting all lines at once would take several times the memory of the file.
    source = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="\n")
    try:
        lines, (header,) = next(_parse_chunks(source, 1))
        if not header or len(header) > MOST_COLUMNS:
            return False
        overquoted = _find_overquoted(lines, [header]) if find_overquoted else 0
        columns: list[list[str]] = [[] for _ in header]
        different: list[dict[str, str] | list[str]] = [{} for _ in header]
        for lines, rows in _parse_chunks(source, ROWS):
            if find_overquoted and not overquoted:
                first = _find_overquoted(lines, rows)
                overquoted = first and len(columns[0]) + 1 + first
            # With strict=True rows of several widths raise ValueError.
            by_column = zip(zip(*rows, strict=True), columns, strict=True)
            for n, (cells, column) in enumerate(by_column):
                known = different[n]
                if isinstance(known, dict):
                    column.extend(map(known.setdefault, cells, cells))
                else:
                    column.extend(cells)
                if len(column) == SAMPLE and len(known) > SAMPLE / 2:
                    different[n] = column
    except (csv.Error, ValueError):
        return False
    sheet.header = header
    sheet.columns = columns
    sheet.different = [*different]
    sheet.overquoted = overquoted
    sheet.lines = range(2, len(columns[0]) + 2)
    sheet.readable = True
    return True


def _parse_chunks(source: Iterator[str], size: int) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Yield `size` lines at a time, and their rows; ValueError for a row that spans lines."""
    while lines := list(itertools.islice(source, size)):
        rows = list(csv.reader(lines, strict=True))
        if len(rows) != len(lines):
            raise ValueError("a row spans lines")
        yield lines, rows


def _find_overquoted(lines: list[str], rows: list[list[str]]) -> int:
    """Return the first of these lines (from 1) that has needless quotation marks, 0 if none has."""
    quoted = [n for n, line in enumerate(lines) if '"' in line]
    if format_rows([rows[n] for n in quoted]) == "".join([lines[n] for n in quoted]):
        return 0
    return next(n + 1 for n in quoted if format_rows([rows[n]]) != lines[n])


def format_rows(rows: list[list[str]]) -> str:
    """Return rows as lines with minimal quoting."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def decode(data: bytes, sheet: Sheet) -> str | None:
    """Return the text of `data` with LF line ends; None, and a problem, if it isn't text."""
    if data.startswith(BOM):
        message = "the file begins with a byte order mark"
        sheet.add_problem(1, "", "byte-order-mark", message, FMT)
        data = data[len(BOM) :]
    if not data or data.isspace():
        sheet.add_problem(0, "", "empty-file", "the file is empty", "write at least the header")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        for n, line in enumerate(data.split(b"\n"), 1):
            if not _is_utf8(line):
                todo = "save the file as UTF-8"
                sheet.add_problem(n, "", "not-utf-8", "the line isn't UTF-8", todo)
                if sheet.is_full:
                    break
        return None
    if "\r" in text:
        first = text.count("\n", 0, text.index("\r")) + 1
        message = "lines must end in LF alone; this is the first carriage return"
        sheet.add_problem(first, "", "line-end", message, FMT)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _take_rows(numbered: Iterator[tuple[int, list[str]]], sheet: Sheet) -> None:
    """Fill `sheet` with the rows that have the header's width, and report the others."""
    first, header = next(numbered, (0, []))
    if first != 1 or not header:
        # What is wrong with the lines below is reported too.
        collections.deque(numbered, maxlen=0)
        if not any(problem.line == 1 for problem in sheet.problems):
            message = "the first line must name the columns"
            sheet.add_problem(1, "", "no-header", message, "write the header")
        return
    if len(header) > MOST_COLUMNS:
        message = f"the header names {len(header)} columns; at most {MOST_COLUMNS} are read"
        sheet.add_problem(1, "", "too-wide", message, "make several tables of it")
        return
    sheet.header = header
    sheet.readable = True
    sheet.lines = lines = []
    sheet.columns = [[] for _ in sheet.header]
    # To save memory, equal cells of a column share one object.
    different: list[dict[str, str]] = [{} for _ in sheet.header]
    for n, cells in numbered:
        if len(cells) == len(sheet.header):
            for column, known, cell in zip(sheet.columns, different, cells, strict=True):
                column.append(known.setdefault(cell, cell))
            lines.append(n)
        elif not cells:
            sheet.add_problem(n, "", "blank-line", "the line is blank", "delete it")
        else:
            message = f"the line has {len(cells)} cells, the header has {len(sheet.header)}"
            sheet.add_problem(n, "", "width", message, FIND_COMMA, cells[0])
            sheet.lost = True
    sheet.different = [*different]


def _parse_lines(lines: list[str], sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells line by line, so that an error in one line spoils no other."""
    width = 0
    n = 0
    while n < len(lines):
        if sheet.is_full:
            sheet.lost = True
            return
        cells = _parse_line(lines[n])
        after = n + 1
        if cells is None:
            cells, after = _parse_broken_row(lines, n, width)
            _report_broken(lines[n], n + 1, cells is not None, sheet)
        if cells is not None:
            width = width or len(cells)
            yield n + 1, cells
        n = after


def _parse_line(line: str) -> list[str] | None:
    try:
        return next(iter(csv.reader([line], strict=True)), [])
    except csv.Error:
        return None


def _parse_broken_row(lines: list[str], n: int, width: int) -> tuple[list[str] | None, int]:
    """Parse line `n` and the next few as one row; return its cells (or None) and the next line."""
    marks = lines[n].count('"')
    for after in range(n + 2, min(n + 2 + LONGEST_BREAK, len(lines) + 1)):
        marks += lines[after - 1].count('"')
        if marks % 2:
            # A quotation mark is open.
            continue
        cells = _parse_line("\n".join(lines[n:after]))
        if cells is not None and len(cells) == width:
            return cells, after
    return None, n + 1


def _report_broken(line: str, n: int, is_break: bool, sheet: Sheet) -> None:
    if is_break:
        sheet.add_problem(n, "", "line-break", "a cell of this row holds a line break", FMT)
        return
    sheet.lost = True
    if len(line) > csv.field_size_limit():
        message = f"a cell is longer than {LONGEST_CELL} characters"
        sheet.add_problem(n, "", "too-long", message, "shorten it")
    else:
        message = "quotation marks don't pair up on this line"
        sheet.add_problem(n, "", "quotation-marks", message, CLOSE, line)


def read_header(path: str) -> list[str]:
    """Return the columns that the first line of a file names, none if it can't be parsed."""
    with open(path, "rb") as file:
        line = file.readline(LONGEST_CELL).removeprefix(BOM)
    try:
        return split_line(line.decode("utf-8").rstrip("\r\n"))
    except (UnicodeDecodeError, csv.Error):
        return []


def split_line(line: str) -> list[str]:
    """Return the cells of one well-formed line."""
    return next(csv.reader([line]), [])


def count_rows(path: str) -> int:
    """Return the number of rows of a well-formed file, in which each is a line."""
    ends = 0
    last = b""
    for block in read_blocks(path):
        ends += block.count(b"\n")
        last = block
    return max(ends - last.endswith(b"\n"), 0)


def read_blocks(path: str) -> Iterator[bytes]:
    """Yield the bytes of a file in chunks, so that memory doesn't grow with the file."""
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            yield block
