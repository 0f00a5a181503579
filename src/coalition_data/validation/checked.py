"""One table checked by itself: form, fields and keys."""

from __future__ import annotations

import itertools
import operator

from coalition_data.tables import canonical, csvfile, descriptor
from coalition_data.tables.problem import Problem
from coalition_data.validation import constraint
from coalition_data.validation.rules import Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.tables.descriptor import Field, Package, Table


class CheckedTable:
    """A table and its problems so far: its `sheet`, its `cells` by column, and the `bad` cells.

    `bad` has the (line, column) of each problem, so that one error is reported once.
    """

    def __init__(self, table: Table, sheet: csvfile.Sheet) -> None:
        self.table = table
        self.sheet = sheet
        self.cells: dict[str, list[str]] = {}
        for name in table.names:
            if name in sheet.header:
                self.cells[name] = sheet.columns[sheet.header.index(name)]
        # A row in the wrong place has sound cells.
        self.bad = {(p.line, p.column) for p in sheet.problems if p.rule != "row-order"}
        if sheet.problems:
            self._skip_line_breaks()
        self.notes: list[Problem] = []
        self._rows: list[Row] | None = None

    def _skip_line_breaks(self) -> None:
        """Count cells with line breaks as bad: the reader has reported their rows."""
        for name, cells in self.cells.items():
            for line, cell in zip(self.sheet.lines, cells, strict=True):
                if "\n" in cell:
                    self.bad.add((line, name))

    def rows(self, columns: tuple[str, ...]) -> list[Row]:
        """Return the rows whose cells in `columns` are all sound so far; rules share the rows."""
        if self._rows is None:
            lines = self.sheet.lines
            self._rows = [Row(self.table.name, lines, self.cells, n) for n in range(len(lines))]
        broken = {line for line, column in self.bad if column in columns}
        if not broken:
            return self._rows
        return [row for row in self._rows if row.line not in broken]

    def add_problem(
        self, line: int, column: str, rule: str, message: str, todo: str, got: str | None = None
    ) -> None:
        """Add a problem, unless this cell has one already: one error, one problem."""
        if (line, column) not in self.bad:
            self.bad.add((line, column))
            self.sheet.add_problem(line, column, rule, message, todo, got)

    def add_note(self, line: int, column: str, rule: str, message: str, got: str | None) -> None:
        """Add what a rule could not judge, unless the cell has a problem."""
        if (line, column) not in self.bad:
            self.notes.append(Problem(self.table.path, line, column, rule, message, "", got))

    def __repr__(self) -> str:
        return f"<CheckedTable {self.table.name}: {len(self.sheet.problems)} problems>"


def check_table(package: Package, name: str) -> CheckedTable:
    """Read the table `name` and check it by itself; its problems are in its sheet."""
    one = _read_table(package, package.table(name))
    if one.sheet.readable:
        for field in one.table.fields:
            if field.name in one.cells and not one.sheet.is_full:
                _check_field(one, field)
        # They aren't needed any more, and take more memory than the cells.
        one.sheet.different = []
        for group in one.table.unique:
            if all(column in one.cells for column in group) and not one.sheet.is_full:
                _check_unique(one, group)
    return one


def _read_table(package: Package, table: Table) -> CheckedTable:
    try:
        path = package.file(table.name)
    except descriptor.OutsideError as error:
        sheet = csvfile.Sheet(table.path)
        sheet.problems.append(error.problem)
        return CheckedTable(table, sheet)
    sheet = csvfile.read_sheet(path, table.path, table.names)
    if sheet.readable:
        not_text = [field.name for field in table.fields if field.type != "string"]
        canonical.check_form(sheet, table.names, table.key, not_text)
    return CheckedTable(table, sheet)


def _check_field(one: CheckedTable, field: Field) -> None:
    """Check a field's cells, each different text once."""
    cells = one.cells[field.name]
    different = one.sheet.different[one.sheet.header.index(field.name)]
    is_key = field.name == one.table.key
    findings = constraint.find_refused(field, different, is_key)
    if findings:
        for line, cell in zip(one.sheet.lines, cells, strict=True):
            if cell in findings:
                one.add_problem(line, field.name, *findings[cell], cell or None)
    if (field.unique or is_key) and _has_repeats(cells):
        _report_repeats(one, field.name)


def _has_repeats(cells: list[str]) -> bool:
    """Return whether a value is there twice; a sorted key, as in canonical files, needs no set."""
    if all(map(operator.lt, cells, itertools.islice(cells, 1, None))):
        return False
    different = set(cells)
    different.discard("")
    return len(different) + cells.count("") < len(cells)


def _report_repeats(one: CheckedTable, column: str) -> None:
    seen: set[str] = set()
    for line, cell in zip(one.sheet.lines, one.cells[column], strict=True):
        if not cell or (line, column) in one.bad:
            continue
        if cell in seen:
            message = "a line above has this value"
            one.add_problem(line, column, "unique", message, "give each row its own", cell)
        seen.add(cell)


def _check_unique(one: CheckedTable, group: list[str]) -> None:
    columns = [one.cells[column] for column in group]
    # Hashes take little memory; the cells are compared only if two hashes are equal.
    if len(set(map(hash, zip(*columns, strict=True)))) == len(columns[0]):
        return
    first: dict[tuple[str, ...], int] = {}
    for line, cells in zip(one.sheet.lines, zip(*columns, strict=True), strict=True):
        # As in SQL, a missing cell is equal to no other.
        above = line if "" in cells else first.setdefault(cells, line)
        if above != line:
            message = f"line {above} has the same {', '.join(group)}"
            todo = "make one row of the two"
            got = " + ".join(cells)
            one.add_problem(line, group[0], "unique-together", message, todo, got)
