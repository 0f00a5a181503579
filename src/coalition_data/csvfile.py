"""Rows of a CSV file as text, with their physical line numbers."""

import csv
import io
import os

from coalition_data.problem import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FMT = "run `coalition-data fmt`"
CLOSE = 'close them; inside a quoted cell write "" for "'
# How many lines a row with line breaks in its cells may span.
LONGEST_BREAK = 20
# The csv module's own limit, which other libraries move: a cell beyond it is a fault whoever reads.
LONGEST_CELL = 131_072
# So many bytes are looked at together where a file is only counted or searched.
BLOCK = 1 << 20
BOM = b"\xef\xbb\xbf"


class Sheet:
    """A CSV file as text: `header`, `rows` (lists of cells), `lines` (line number of each row), `problems`.

    `readable` is False where the bytes gave no rows to judge, `lost` True where some row couldn't be read; the problems
    say why. `overquoted` is the first line with quotation marks where none are needed, 0 if there is none.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.header: list[str] = []
        self.rows: list[list[str]] = []
        self.lines: Sequence[int] = []
        self.problems: list[Problem] = []
        self.readable = False
        self.lost = False
        self.overquoted = 0

    def say(self, line: int, rule: str, message: str, todo: str, got: str | None = None, column: str = "") -> None:
        """Add a problem of this file."""
        self.problems.append(Problem(self.file, line, column, rule, message, todo, got))


def read(path: str, file: str) -> Sheet:
    """Read the CSV file at `path`; `file` is what problems call it.

    Every cell stays as written. Each physical line is one row, since no cell may hold a line break: a quotation mark
    that isn't closed spoils its own line and no other. A row of the wrong width is a problem and not a row.
    """
    sheet = Sheet(file)
    if os.path.exists(path) and not os.path.isfile(path):
        sheet.say(0, "unreadable-file", "this is no regular file", "put the table there")
        return sheet
    try:
        with open(path, "rb") as handle:
            data = handle.read()
    except FileNotFoundError:
        sheet.say(0, "missing-file", "the file isn't there", "put it back, or take the table out of the descriptor")
        return sheet
    except OSError as error:
        sheet.say(0, "unreadable-file", "the file can't be read", "look at its permissions", error.strerror)
        return sheet
    rows = _sound_rows(data)
    if rows:
        sheet.header, sheet.rows, sheet.lines = rows[0], rows[1:], range(2, len(rows) + 1)
        sheet.readable = True
        sheet.overquoted = _overquoted(data, rows)
        return sheet
    text = decode(data, sheet)
    if text is None:
        return sheet
    lines = text.split("\n")
    if lines[-1]:
        sheet.say(len(lines), "cut-off", "the last line has no line break: the file may be cut off", "restore the end")
    else:
        lines.pop()
    _sort_out(list(_parse_each(lines, sheet)), sheet)
    return sheet


def _sound_rows(data: bytes) -> list[list[str]]:
    """Return all rows, header first, of a file in which nothing keeps them from being read; else none.

    Equal cells are one object: most columns have few different values.
    """
    if data.startswith(BOM) or b"\r" in data or not data.endswith(b"\n") or data.isspace():
        return []
    same = dict[str, str]().setdefault
    try:
        rows = [[same(cell, cell) for cell in row] for row in csv.reader(_lines(data), strict=True)]
    except (csv.Error, UnicodeDecodeError):
        return []
    even = len(rows) == data.count(b"\n") and len(set(map(len, rows))) == 1
    return rows if even and rows[0] else []


def _lines(data: bytes) -> "Iterator[str]":
    """Yield the lines of a file one by one: all of them at once would take several times its room."""
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="\n")


def _overquoted(data: bytes, rows: list[list[str]]) -> int:
    """Return the first line that minimal quoting would write otherwise; without quotation marks there is no choice."""
    quoted = [(n, line) for n, line in enumerate(_lines(data)) if '"' in line] if b'"' in data else []
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows[n] for n, _ in quoted)
    wanted = out.getvalue().split("\n")
    return next((n + 1 for (n, line), other in zip(quoted, wanted, strict=False) if line != other + "\n"), 0)


def decode(data: bytes, sheet: Sheet) -> str | None:
    """Return the text of `data` with LF line ends; None where there is none to judge."""
    if data.startswith(BOM):
        sheet.say(1, "byte-order-mark", "the file begins with a byte order mark", FMT)
        data = data[len(BOM) :]
    if not data or data.isspace():
        sheet.say(0, "empty-file", "the file is empty", "write at least the header")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        for n, bad in enumerate(data.split(b"\n"), 1):
            if not _is_utf8(bad):
                sheet.say(n, "not-utf-8", "the line isn't UTF-8", "save the file as UTF-8")
        return None
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        sheet.say(line, "line-end", "lines must end in LF alone; a carriage return stands here first", FMT)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sort_out(numbered: list[tuple[int, list[str]]], sheet: Sheet) -> None:
    """Fill `sheet` with the rows that have the header's width, and tell of the others."""
    if not numbered or numbered[0][0] != 1 or not numbered[0][1]:
        if not any(problem.line == 1 for problem in sheet.problems):
            sheet.say(1, "no-header", "the first line must name the columns", "write the header")
        return
    sheet.header = numbered[0][1]
    sheet.readable = True
    sheet.lines = lines = []
    for n, cells in numbered[1:]:
        if len(cells) == len(sheet.header):
            sheet.rows.append(cells)
            lines.append(n)
        elif not cells:
            sheet.say(n, "blank-line", "the line is blank", "delete it")
        else:
            message = f"the line has {len(cells)} cells, the header has {len(sheet.header)}"
            sheet.say(n, "width", message, "look for a missing or stray comma or quotation mark", cells[0])
            sheet.lost = True


def _parse_each(lines: list[str], sheet: Sheet) -> "Iterator[tuple[int, list[str]]]":
    """Parse line by line, so that what is wrong with one spoils no other; yield (line number, cells)."""
    width = 0
    n = 0
    while n < len(lines):
        cells = _parse_line(lines[n])
        after = n + 1
        if cells is None:
            cells, after = _parse_broken_cell(lines, n, width)
            _say_broken(lines[n], n + 1, cells is not None, sheet)
        if cells is not None:
            width = width or len(cells)
            yield n + 1, cells
        n = after


def _parse_line(line: str) -> list[str] | None:
    try:
        return next(iter(csv.reader([line], strict=True)), [])
    except csv.Error:
        return None


def _parse_broken_cell(lines: list[str], n: int, width: int) -> tuple[list[str] | None, int]:
    """Try whether line `n` and the next few are one row with a line break in a cell; return it and the line after."""
    for after in range(n + 2, min(n + 2 + LONGEST_BREAK, len(lines) + 1)):
        cells = _parse_line("\n".join(lines[n:after]))
        if cells is not None and len(cells) == width:
            return cells, after
    return None, n + 1


def _say_broken(line: str, n: int, is_break: bool, sheet: Sheet) -> None:
    if is_break:
        sheet.say(n, "line-break", "a cell of this row holds a line break", FMT)
    elif len(line) > csv.field_size_limit():
        sheet.say(n, "too-long", f"a cell is longer than {LONGEST_CELL} characters", "shorten it")
        sheet.lost = True
    else:
        sheet.say(n, "quotation-marks", "quotation marks don't pair up on this line", CLOSE, line)
        sheet.lost = True


def header(path: str) -> list[str]:
    """Return the columns that the first line of a file names; none where it can't be read as one."""
    with open(path, "rb") as file:
        line = file.readline().removeprefix(BOM)
    try:
        return cells(line.decode("utf-8").rstrip("\r\n"))
    except (UnicodeDecodeError, csv.Error):
        return []


def cells(line: str) -> list[str]:
    """Return the cells of one sound line."""
    return next(csv.reader([line]), [])


def count(path: str) -> int:
    """Return how many rows a sound file has: each is a line."""
    ends, last = 0, b""
    for block in blocks(path):
        ends, last = ends + block.count(b"\n"), block
    return max(ends - last.endswith(b"\n"), 0)


def blocks(path: str) -> "Iterator[bytes]":
    """Yield the bytes of a file, so many at a time that memory doesn't grow with the file."""
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            yield block
