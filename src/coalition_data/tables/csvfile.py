"""Cells of a CSV file as text, with the physical line numbers of their rows."""

from __future__ import annotations

import csv
import io
import itertools
import os

from coalition_data.tables.problem import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

FMT = "run `coalition-data fmt`"
CLOSE = 'close them; inside a quoted cell write "" for "'
# How many lines a row with line breaks in its cells may span.
LONGEST_BREAK = 20
# The csv module's own limit, which other libraries move: a cell beyond it is a fault whoever reads.
LONGEST_CELL = 131_072
# So many bytes are looked at together where a file is only counted or searched.
BLOCK = 1 << 20
# So many rows are turned into columns together: they stay in the processor's cache.
ROWS = 256
# After so many rows a column shows whether most of its cells are different.
SAMPLE = 16 * ROWS
BOM = b"\xef\xbb\xbf"


class Sheet:
    """A CSV file as text: `header`, `columns` (their cells, as the header has them), `lines` (of each row), `problems`.

    `different` has the different cells of each column, in the order of the file, or all where most are different.
    `readable` is False where the bytes gave no rows to judge, `lost` True where some row couldn't be read; the problems
    say why. `overquoted` is the first line with quotation marks where none are needed, 0 if there is none.
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

    def say(
        self,
        line: int,
        rule: str,
        message: str,
        todo: str,
        got: str | None = None,
        column: str = "",
    ) -> None:
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
        sheet.say(
            0,
            "missing-file",
            "the file isn't there",
            "put it back, or take the table out of the descriptor",
        )
        return sheet
    except OSError as error:
        sheet.say(
            0,
            "unreadable-file",
            "the file can't be read",
            "look at its permissions",
            error.strerror,
        )
        return sheet
    if _take_sound(data, sheet):
        sheet.readable = True
        return sheet
    text = decode(data, sheet)
    if text is None:
        return sheet
    lines = text.split("\n")
    if lines[-1]:
        sheet.say(
            len(lines),
            "cut-off",
            "the last line has no line break: the file may be cut off",
            "restore the end",
        )
    else:
        lines.pop()
    _sort_out(list(_parse_each(lines, sheet)), sheet)
    return sheet


def _take_sound(data: bytes, sheet: Sheet) -> bool:
    """Fill `sheet` from a file in which nothing keeps the rows from being read; False, and no change, for another.

    Equal cells of a column are one object: most columns have few different values. Of the others no table is made.
    """
    if data.startswith(BOM) or b"\r" in data or not data.endswith(b"\n") or data.isspace():
        return False
    source = _lines(data)
    try:
        lines, (header,) = next(_blocks(source, 1))
        if not header:
            return False
        overquoted = _overquoted(lines, [header])
        columns: list[list[str]] = [[] for _ in header]
        different: list[dict[str, str] | list[str]] = [{} for _ in header]
        for lines, rows in _blocks(source, ROWS):
            if first := 0 if overquoted else _overquoted(lines, rows):
                overquoted = len(columns[0]) + 1 + first
            # Rows of several widths are a ValueError.
            for n, (cells, column) in enumerate(zip(zip(*rows, strict=True), columns, strict=True)):
                once = different[n]
                column.extend(
                    map(once.setdefault, cells, cells) if isinstance(once, dict) else cells
                )
                if len(column) == SAMPLE and len(once) > SAMPLE / 2:
                    different[n] = column
    except (csv.Error, ValueError):
        return False
    sheet.header, sheet.columns, sheet.different, sheet.overquoted = (
        header,
        columns,
        [*different],
        overquoted,
    )
    sheet.lines = range(2, len(columns[0]) + 2)
    return True


def _lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a file one by one: all of them at once would take several times its room."""
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="\n")


def _blocks(source: Iterator[str], size: int) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Yield lines, so many at a time, and the rows that they are; ValueError where a row has several lines."""
    while lines := list(itertools.islice(source, size)):
        rows = list(csv.reader(lines, strict=True))
        if len(rows) != len(lines):
            raise ValueError("a row has several lines")
        yield lines, rows


def _overquoted(lines: list[str], rows: list[list[str]]) -> int:
    """Return the first of these lines (from 1) that minimal quoting would write otherwise, 0 if there is none.

    Without quotation marks there is no choice.
    """
    quoted = [n for n, line in enumerate(lines) if '"' in line]
    if _written([rows[n] for n in quoted]) == "".join([lines[n] for n in quoted]):
        return 0
    return next(n + 1 for n in quoted if _written([rows[n]]) != lines[n])


def _written(rows: list[list[str]]) -> str:
    """Return rows as lines with minimal quoting."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


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
        sheet.say(
            line, "line-end", "lines must end in LF alone; a carriage return stands here first", FMT
        )
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
    sheet.columns = [[] for _ in sheet.header]
    for n, cells in numbered[1:]:
        if len(cells) == len(sheet.header):
            for column, cell in zip(sheet.columns, cells, strict=True):
                column.append(cell)
            lines.append(n)
        elif not cells:
            sheet.say(n, "blank-line", "the line is blank", "delete it")
        else:
            message = f"the line has {len(cells)} cells, the header has {len(sheet.header)}"
            sheet.say(
                n, "width", message, "look for a missing or stray comma or quotation mark", cells[0]
            )
            sheet.lost = True
    sheet.different = [dict.fromkeys(column) for column in sheet.columns]


def _parse_each(lines: list[str], sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
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


def blocks(path: str) -> Iterator[bytes]:
    """Yield the bytes of a file, so many at a time that memory doesn't grow with the file."""
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            yield block
