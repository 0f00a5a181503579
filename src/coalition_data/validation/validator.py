"""Tables, the keys between them and the rules over them, to a list of problems."""

from __future__ import annotations

import difflib
import os

from coalition_data.tables import canonical, collector, descriptor
from coalition_data.tables.problem import Problem
from coalition_data.validation import checked, pattern, rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coalition_data.validation.checked import Judged
    from coalition_data.validation.rules import Rule

    Tables = dict[str, Judged]
    NotRun = list[tuple[str, str]]

# What rules lack where the schemas alone are asked for.
WHOLE_RUN = "a run without schemas"


class Problems(list[Problem]):
    """The problems found, in order of file and line; `not_run` lists (rule, what it lacks)."""

    def __init__(self) -> None:
        super().__init__()
        self.not_run: list[tuple[str, str]] = []

    def take(self, tables: Tables) -> None:
        """Add the problems of tables, in order of line."""
        for one in tables.values():
            self.extend(sorted(one.sheet.problems, key=lambda p: p.line))


@collector.paused
def validate(
    path: str | os.PathLike[str] | None = None,
    texts: str | os.PathLike[str] | None = None,
    schemas: bool = False,
) -> Problems:
    """Judge the tables in a folder and return all problems; none means valid. Files are only read.

    Parameters
    ----------
    path: a folder with a datapackage.json (default: the installed data).
    texts: a folder of the coded texts; the rules on their words run too, for the texts that are there.
    schemas: hold only the pandera schemas and the keys, against typed frames. This is fast at millions
        of rows, and a second opinion on what the fields say. Where it finds something, the problems are
        reported line by line as without it.

    Each problem has `file`, `line`, `column`, `rule`, `message`, `got`, `todo`, and reads as one line.
    The list has `not_run`: the rules that couldn't run, and what they lacked. Raises FileNotFoundError
    where there is no datapackage.json.

    >>> validate()
    []
    """
    if schemas and texts is not None:
        raise ValueError("schemas know nothing of texts: ask for one of the two")
    problems = Problems()
    try:
        package = descriptor.read(None if path is None else os.fspath(path))
        _check_patterns(package)
    except descriptor.DescriptorError as error:
        message = f"{error.where}: {error.message}" if error.where else error.message
        problems.append(
            Problem(descriptor.FILENAME, error.line, "", "descriptor", message, error.todo)
        )
        return problems
    if schemas:
        _check_schemas(package, problems)
        return problems
    tables = {name: checked.judge(package, name) for name in package.tables}
    problems.not_run += cross(package, tables, None if texts is None else _held(tables, texts))
    problems.take(tables)
    return problems


def _check_schemas(package: descriptor.Package, problems: Problems) -> None:
    """Hold schemas and keys against typed frames; what they doubt is told by the fields."""
    from coalition_data.validation import schema_check

    problems.not_run = [(rule.id, WHOLE_RUN) for rule in rules.every() if not rule.on_texts]
    doubts = schema_check.doubts(package)
    if doubts:
        tables = {name: checked.judge(package, name) for name in package.tables}
        problems.not_run += _check_keys(tables, None)
        problems.take(tables)
        if not problems:
            raise RuntimeError(f"the schemas and the fields disagree: {doubts}")


def cross(
    package: descriptor.Package,
    tables: Tables,
    texts: dict[str, str] | None,
    touched: set[str] | None = None,
) -> NotRun:
    """Hold the tables against one another and against the rules; return what could not run, and for lack of what.

    Problems are added to the tables' sheets. With `texts`, normalised words by source, the rules on words run too. With
    `touched`, only what a change in these tables can break is judged: the others were sound before.
    """
    not_run = _check_keys(tables, touched)
    for rule in rules.every():
        if touched is None or touched & set(rule.needs):
            not_run += _check_rule(rule, tables, {"texts": texts, "package": package}, touched)
    return not_run


def _check_keys(tables: Tables, touched: set[str] | None) -> NotRun:
    """Hold the foreign keys against the tables that they lead to."""
    not_run: NotRun = []
    for name, one in tables.items():
        for column, (target, _) in one.table.foreign.items():
            if touched is None or touched & {name, target}:
                not_run += _check_foreign(one, column, tables)
    return not_run


def _check_patterns(package: descriptor.Package) -> None:
    for table in package.tables.values():
        for field in table.fields:
            if field.pattern:
                pattern.check(field.pattern, f"{table.name}.{field.name}")


def _check_foreign(one: Judged, column: str, tables: Tables) -> NotRun:
    """Hold each cell of a foreign key against the table that it leads to."""
    target, name = one.table.foreign[column]
    other = tables[target]
    if column not in one.cells:
        return []
    if name not in other.cells or other.sheet.lost:
        return [(f"foreign-key {one.table.name}.{column}", f"all rows of {other.table.path}")]
    there = set(other.cells[name])
    if there.issuperset(one.cells[column]):
        return []
    # A key that is told of where it stands isn't told of again at each cell that leads to it.
    pairs = zip(other.sheet.lines, other.cells[name], strict=True)
    told = {
        canonical.canonical_cell(key).casefold() for line, key in pairs if (line, name) in other.bad
    }
    for line, cell in zip(one.sheet.lines, one.cells[column], strict=True):
        if not cell or cell in there or (line, column) in one.bad:
            continue
        if canonical.canonical_cell(cell).casefold() not in told:
            near = difflib.get_close_matches(cell, sorted(there), n=1)
            hint = f"did you mean {near[0]}? Else add" if near else "mend it, or add"
            todo = f"{hint} the row to {other.table.path}"
            one.say(line, column, "foreign-key", f"{target} has no such {name}", todo, cell)
    return []


def _held(tables: Tables, folder: str | os.PathLike[str]) -> dict[str, str]:
    """Return the normalised words of each source whose text is in `folder`."""
    from coalition_data.texts.held import Held

    cells = tables["sources"].cells if "sources" in tables else {}
    pairs = zip(cells.get("source_id", ()), cells.get("text_sha256", ()), strict=False)
    found = Held(folder, {source: (digest, []) for source, digest in pairs if digest})
    if not found.exact:
        raise ValueError(f"{found.summary()}: nothing can be checked")
    return {source: text.norm for source, text in found.exact.items()}


def _check_rule(
    rule: Rule, tables: Tables, given: dict[str, Any], touched: set[str] | None
) -> NotRun:
    """Run one rule over the rows whose cells are sound."""
    if rule.on_texts and given["texts"] is None:
        return []
    needs = {t: _columns(tables.get(t), columns) for t, columns in rule.needs.items()}
    lacking = _lacking(tables, needs)
    if lacking:
        return [(rule.id, ", ".join(lacking))]
    if rule.whole and not all(_sound(tables[t], columns) for t, columns in needs.items()):
        return [(rule.id, "cells without the problems above")]
    # A rule that judges each row alone needs to see only the table that changed.
    some = (
        needs if touched is None or not rule.apart or "ledger" in touched else touched | {"ledger"}
    )
    rows = {t: tables[t].rows(columns) if t in some else [] for t, columns in needs.items()}
    more = {
        name: given[name]
        for name, wanted in (("texts", rule.on_texts), ("package", rule.on_package))
        if wanted
    }
    for row, column, message, todo in rule.find(**rows, **more):
        tables[row.table].say(row.line, column, rule.id, message, todo, row.get(column) or None)
    return []


def _columns(one: Judged | None, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that a rule needs of a table: `*` means all."""
    return tuple(one.table.names) if one is not None and columns == ("*",) else columns


def _lacking(tables: Tables, needs: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the tables (whole), and the columns of those that are there, that a rule needs and lacks."""
    whole = [t for t in needs if t not in tables or not tables[t].cells]
    columns = [
        f"{t}.{c}"
        for t, cs in needs.items()
        if t not in whole
        for c in cs
        if c not in tables[t].cells
    ]
    return whole + columns


def _sound(one: Judged, columns: tuple[str, ...]) -> bool:
    """Say whether no row of the table was lost and no cell in `columns` is wrong so far."""
    return not one.sheet.lost and not any(column in columns for _, column in one.bad)
