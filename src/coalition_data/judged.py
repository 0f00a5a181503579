"""One table under judgement: form, types, schema and uniqueness."""

import datetime
import difflib
import os
import re

from coalition_data import canonical, csvfile, descriptor
from coalition_data.rules import Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The one lexical form of each type; what the loaders read is wider.
LEXICAL = {
    "integer": (re.compile("(0|-?[1-9][0-9]*)"), "an integer in plain digits, such as 21"),
    "number": (re.compile("-?(0|[1-9][0-9]*)([.][0-9]*[1-9])?"), "a number in plain digits, such as 0.5 or 15000"),
    "date": (re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date that exists, as YYYY-MM-DD"),
}
LONG_INTEGER = 18
LONG_NUMBER = 300


class Judged:
    """A table under judgement: its `sheet`, its rows as dicts, and the cells already found wrong."""

    def __init__(self, table: descriptor.Table, sheet: csvfile.Sheet) -> None:
        self.table, self.sheet = table, sheet
        # Order is the file's matter: the cells of a row that stands elsewhere are sound.
        self.bad: set[tuple[int, str]] = {(p.line, p.column) for p in sheet.problems if p.rule != "row-order"}
        self.columns = [n for n in table.names if n in sheet.header]
        at = [sheet.header.index(n) for n in self.columns]
        self.cells = {n: [row[i] for row in sheet.rows] for n, i in zip(self.columns, at, strict=True)}
        # A line break was told of where the file was read.
        for name, cells in self.cells.items():
            self.bad |= {(line, name) for line, cell in zip(sheet.lines, cells, strict=True) if "\n" in cell}
        self._rows: list[Row] | None = None

    def rows(self, columns: tuple[str, ...]) -> "list[Row]":
        """Return the rows whose cells in `columns` are all sound so far; each row is made once for all rules."""
        if self._rows is None:
            whole = zip(*self.cells.values(), strict=True)
            pairs = zip(self.sheet.lines, whole, strict=True)
            self._rows = [Row(self.table.name, line, dict(zip(self.cells, row, strict=True))) for line, row in pairs]
        broken = {line for line, column in self.bad if column in columns}
        return [row for row in self._rows if row.line not in broken] if broken else self._rows

    def say(self, line: int, column: str, rule: str, message: str, todo: str, got: str | None) -> None:
        """Add a problem, unless this cell has one already: one fault, one problem."""
        if (line, column) not in self.bad:
            self.bad.add((line, column))
            self.sheet.say(line, rule, message, todo, got, column)


def judge(package: descriptor.Package, name: str) -> Judged:
    """Read the table `name` of a package and judge what it says by itself; its problems stand in its sheet."""
    one = _read(package, package.table(name))
    if one.sheet.readable:
        _check_types(one)
        _check_schema(one)
        _check_unique(one)
    return one


def _read(package: descriptor.Package, table: descriptor.Table) -> Judged:
    path = package.file(table.name)
    inside = os.path.realpath(package.folder) + os.sep
    if not os.path.realpath(path).startswith(inside):
        sheet = csvfile.Sheet(table.path)
        sheet.say(0, "outside-folder", "the file is a link that leaves the folder", "put the file itself there")
        return Judged(table, sheet)
    sheet = csvfile.read(path, table.path)
    if sheet.readable:
        canonical.check_form(sheet, table.names, table.key, path)
    return Judged(table, sheet)


def _check_types(one: Judged) -> None:
    """Hold each cell against the lexical form of its type."""
    for field in one.table.fields:
        if field.type == "string" or field.name not in one.cells:
            continue
        form, words = LEXICAL[field.type]
        for line, cell in zip(one.sheet.lines, one.cells[field.name], strict=True):
            if cell and not (form.fullmatch(cell) and _exists(field.type, cell)):
                one.say(line, field.name, "type", f"this isn't {words}", "write it so, or leave the cell empty", cell)


def _exists(kind: str, cell: str) -> bool:
    if kind == "date":
        try:
            datetime.date.fromisoformat(cell)
        except ValueError:
            return False
    return len(cell) <= (LONG_INTEGER if kind == "integer" else LONG_NUMBER)


def _frame(one: Judged) -> "Any":
    """Build the typed frame; a cell already found wrong is missing in it."""
    import pyarrow as pa

    from coalition_data import loader

    columns, broken = [], {column for _, column in one.bad}
    for field in one.table.fields:
        cells = one.cells.get(field.name, [""] * len(one.sheet.lines))
        if field.name in broken or field.enum:
            pairs = zip(one.sheet.lines, cells, strict=True)
            cells = [c if _in_enum(field, c) and (line, field.name) not in one.bad else "" for line, c in pairs]
        columns.append(pa.array([cell or None for cell in cells], pa.string()))
    return loader.frame(loader.typed(pa.table(columns, names=one.table.names), one.table), "pandas")


def _in_enum(field: descriptor.Field, cell: str) -> bool:
    return field.enum is None or cell in field.enum


def _check_schema(one: Judged) -> None:
    """Run the pandera schema over the typed frame."""
    import pandera.errors

    from coalition_data import schema

    for field in one.table.fields:
        if field.enum:
            _check_enum(one, field)
    try:
        schema.build(one.table).validate(_frame(one), lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for row in errors.failure_cases.itertuples():
            name = str(row.column)
            if row.index is None:
                raise RuntimeError(f"{one.table.name}: the frame doesn't fit its schema: {row.check}") from errors
            if name not in one.cells:
                continue
            line, cell = one.sheet.lines[int(row.index)], one.cells[name][int(row.index)]
            one.say(line, name, *_explain(one.table.field(name), str(row.check)), cell or None)


def _check_enum(one: Judged, field: descriptor.Field) -> None:
    """Find values outside the enum as text, since a categorical column can't even hold them."""
    cells = one.cells.get(field.name, [])
    if field.enum is None or set(cells) <= {"", *field.enum}:
        return
    for line, cell in zip(one.sheet.lines, cells, strict=False):
        if cell and cell not in field.enum:
            near = difflib.get_close_matches(cell, field.enum, n=1)
            hint = f"did you mean {near[0]}? Allowed: " if near else "use one of "
            one.say(line, field.name, "enum", "not an allowed value", hint + ", ".join(field.enum), cell)


def _explain(field: descriptor.Field, check: str) -> tuple[str, str, str]:
    """Return rule, message and what to do for a failed pandera check."""
    table: dict[str, tuple[str, str, str]] = {
        "not_nullable": ("required", "the cell is empty, and this column needs a value", "fill it"),
        "unique": ("unique", "this value stands in a line above", "give each row its own"),
        "pattern": ("pattern", f"the value doesn't have the form {field.pattern}", "write it in that form"),
        "minimum": ("minimum", f"the value is below {field.minimum}", "look at the source again"),
        "maximum": ("maximum", f"the value is above {field.maximum}", "look at the source again"),
        "minLength": ("min-length", f"the text is shorter than {field.min_length} characters", "look at it again"),
        "maxLength": ("max-length", f"the text is longer than {field.max_length} characters", "shorten it"),
    }
    # A check of pandera's that isn't listed would mean that this module and schema.py have drifted apart.
    return table[check]


def _check_unique(one: Judged) -> None:
    for group in one.table.unique:
        if not all(column in one.cells for column in group):
            continue
        seen: dict[tuple[str, ...], int] = {}
        for i, line in enumerate(one.sheet.lines):
            cells = tuple(one.cells[column][i] for column in group)
            if cells in seen:
                message = f"line {seen[cells]} has the same {', '.join(group)}"
                one.say(line, group[0], "unique-together", message, "make one row of the two", " + ".join(cells))
            seen.setdefault(cells, line)
