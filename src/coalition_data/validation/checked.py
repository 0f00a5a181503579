"""One table under judgement: form, fields and keys."""

from __future__ import annotations

import itertools
import operator

from coalition_data.tables import canonical, csvfile, descriptor
from coalition_data.validation import constraint
from coalition_data.validation.rules import Row


class CheckedTable:
    """A table under judgement: its `sheet`, its `cells` by column, and those already found wrong (`bad`)."""

    def __init__(self, table: descriptor.Table, sheet: csvfile.Sheet) -> None:
        self.table, self.sheet = table, sheet
        # Order is the file's matter: the cells of a row that stands elsewhere are sound.
        self.bad: set[tuple[int, str]] = {
            (p.line, p.column) for p in sheet.problems if p.rule != "row-order"
        }
        self.cells = {
            name: sheet.columns[sheet.header.index(name)]
            for name in table.names
            if name in sheet.header
        }
        # A line break was told of where the file was read.
        if sheet.problems:
            for name, cells in self.cells.items():
                self.bad |= {
                    (line, name)
                    for line, cell in zip(sheet.lines, cells, strict=True)
                    if "\n" in cell
                }
        self._rows: list[Row] | None = None

    def rows(self, columns: tuple[str, ...]) -> list[Row]:
        """Return the rows whose cells in `columns` are all sound so far; each row is made once for all rules."""
        if self._rows is None:
            lines = self.sheet.lines
            self._rows = [Row(self.table.name, lines, self.cells, n) for n in range(len(lines))]
        broken = {line for line, column in self.bad if column in columns}
        return [row for row in self._rows if row.line not in broken] if broken else self._rows

    def add_problem(
        self, line: int, column: str, rule: str, message: str, todo: str, got: str | None
    ) -> None:
        """Add a problem, unless this cell has one already: one fault, one problem."""
        if (line, column) not in self.bad:
            self.bad.add((line, column))
            self.sheet.say(line, rule, message, todo, got, column)


def check(package: descriptor.Package, name: str) -> CheckedTable:
    """Read the table `name` of a package and judge what it says by itself; its problems stand in its sheet."""
    one = _read(package, package.table(name))
    if one.sheet.readable:
        _check_cells(one)
        # They have done their work, and take more room than the cells.
        one.sheet.different = []
        _check_unique(one)
    return one


def _read(package: descriptor.Package, table: descriptor.Table) -> CheckedTable:
    path = package.file(table.name)
    if not package.holds(path):
        sheet = csvfile.Sheet(table.path)
        sheet.say(
            0,
            "outside-folder",
            "the file is a link that leaves the folder",
            "put the file itself there",
        )
        return CheckedTable(table, sheet)
    sheet = csvfile.read(path, table.path)
    if sheet.readable:
        canonical.check_form(sheet, table.names, table.key)
    return CheckedTable(table, sheet)


def _check_cells(one: CheckedTable) -> None:
    """Hold each cell against what its field asks; each different text is looked at once."""
    for field in one.table.fields:
        if field.name not in one.cells:
            continue
        cells, different = (
            one.cells[field.name],
            one.sheet.different[one.sheet.header.index(field.name)],
        )
        faults = constraint.faults(field, different, field.name == one.table.key)
        if faults:
            for line, cell in zip(one.sheet.lines, cells, strict=True):
                if cell in faults:
                    one.add_problem(line, field.name, *faults[cell], cell or None)
        if (field.unique or field.name == one.table.key) and _repeats(cells):
            _check_repeats(one, field.name)


def _repeats(cells: list[str]) -> bool:
    """Say whether a value stands twice. A key that rises from row to row, as in every canonical file, needs no set."""
    if all(map(operator.lt, cells, itertools.islice(cells, 1, None))):
        return False
    different = set(cells)
    return len(different) + cells.count("") - ("" in different) < len(cells)


def _check_repeats(one: CheckedTable, column: str) -> None:
    """Tell of each value that stands in a line above."""
    cells = one.cells[column]
    seen = {""}
    for line, cell in zip(one.sheet.lines, cells, strict=True):
        if cell in seen and cell and (line, column) not in one.bad:
            one.add_problem(
                line,
                column,
                "unique",
                "this value stands in a line above",
                "give each row its own",
                cell,
            )
        elif (line, column) not in one.bad:
            seen.add(cell)


def _check_unique(one: CheckedTable) -> None:
    for group in one.table.unique:
        if not all(column in one.cells for column in group):
            continue
        columns = [one.cells[column] for column in group]
        # Hashes take little room; the cells are compared where two are equal.
        if len(set(map(hash, zip(*columns, strict=True)))) == len(columns[0]):
            continue
        seen: dict[tuple[str, ...], int] = {}
        for line, cells in zip(one.sheet.lines, zip(*columns, strict=True), strict=True):
            if cells in seen:
                message = f"line {seen[cells]} has the same {', '.join(group)}"
                one.add_problem(
                    line,
                    group[0],
                    "unique-together",
                    message,
                    "make one row of the two",
                    " + ".join(cells),
                )
            seen.setdefault(cells, line)
