"""Tables, the keys between them and the rules over them, to a list of problems."""

from __future__ import annotations

import contextlib
import itertools
import os

from coalition_data.tables import canonical, descriptor, suggestion
from coalition_data.tables.problem import LONGEST_REPR, MOST_LINES, Problem, cut
from coalition_data.validation import checked, pattern, rules, schema_process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coalition_data.texts.held import HeldTexts
    from coalition_data.texts.placement import Piece
    from coalition_data.validation.checked import CheckedTable
    from coalition_data.validation.rules import Rule

    Tables = dict[str, CheckedTable]
    NotRun = list[tuple[str, str]]

# What the rules lack in a run with schemas alone.
WHOLE_RUN = "a run without schemas"


class Problems(list[Problem]):
    """The problems found, in order of file and line; `not_run` lists (rule, what it lacks).

    `notes` are like problems, but say what a rule could not judge; none of them makes invalid.
    """

    def __init__(self) -> None:
        super().__init__()
        self.not_run: NotRun = []
        self.notes: list[Problem] = []

    def __repr__(self) -> str:
        if not self:
            return "[]"
        lines = ["1 problem:" if len(self) == 1 else f"{len(self)} problems:"]
        lines += map(str, self[:MOST_LINES])
        if len(self) > MOST_LINES:
            lines.append(f"… and {len(self) - MOST_LINES} more")
        return cut("\n".join(lines), LONGEST_REPR, len(lines))

    def add_sorted(self, tables: Tables) -> None:
        """Add the problems of tables, in order of line."""
        for one in tables.values():
            self.extend(sorted(one.sheet.problems, key=lambda problem: problem.line))
            self.notes += one.notes


class DisagreementError(RuntimeError):
    """The pandera schemas refuse a table that has no problem by its fields: an error of ours."""

    def __init__(self, failing: dict[str, str]) -> None:
        table, why = next(iter(failing.items()))
        super().__init__(
            f"the pandera schema of {table} refuses what its fields accept: {why}; "
            "this is an error of coalition-data, please report it"
        )


def validate(
    folder: str | os.PathLike[str] | None = None,
    *,
    texts: str | os.PathLike[str] | None = None,
    schemas: bool = False,
) -> Problems:
    """Check the tables in a folder and return all problems; none means valid. Files are only read.

    Parameters
    ----------
    folder: one with a datapackage.json (default: the installed data).
    texts: a folder of the coded texts; the rules on their words run too, for the texts found there.
    schemas: check only the pandera schemas and the keys, on typed frames. This is fast at millions
        of rows. If it finds something, the problems are reported line by line as without it.

    Each problem has `file`, `line`, `column`, `rule`, `message`, `got`, `todo`, and reads as one
    line. The list has `not_run`: the rules that couldn't run, and what they lacked; and `notes`:
    what a rule couldn't judge, such as a number in words that can't be read. Raises
    FileNotFoundError if there is no datapackage.json. "Valid" means that the fields, the keys, the
    rules and the pandera schemas agree; DisagreementError where they don't.

    >>> validate()
    []
    """
    return judge(folder, texts, schemas, may_fork=False)


def judge(
    folder: str | os.PathLike[str] | None,
    texts: str | os.PathLike[str] | None,
    schemas: bool,
    may_fork: bool,
) -> Problems:
    """Do so; with `may_fork` a process of its own checks the schemas meanwhile."""
    if schemas and texts is not None:
        raise ValueError("schemas can't be combined with texts: ask for one of the two")
    suggestion.begin()
    problems = Problems()
    try:
        package = descriptor.read(folder)
        _check_patterns(package)
    except descriptor.DescriptorError as error:
        message = f"{error.where}: {error.message}" if error.where else error.message
        place = (descriptor.FILENAME, error.line, "")
        problems.append(Problem(*place, "descriptor", message, error.todo))
        return problems
    if schemas:
        _check_schemas(package, problems)
        return problems
    with schema_process.begin(package, may_fork) as process:
        _check_whole(package, texts, problems)
        failing = {} if problems else process.find_failing()
    if failing:
        raise DisagreementError(failing)
    return problems


def _check_whole(
    package: descriptor.Package, texts: str | os.PathLike[str] | None, problems: Problems
) -> None:
    """Check fields, keys and rules."""
    tables = _check_tables(package, problems)
    held = None if texts is None else _read_texts(tables, texts)
    norms = None if held is None else {one: text.norm for one, text in held.exact.items()}
    problems.not_run += check_rules(rules.load_rules(), package, tables, norms)
    if held:
        problems.not_run += [(f"the words of {one}", "their texts") for one in held.lacking]
        _report_changed(tables["sources"], held)
    problems.add_sorted(tables)


def _check_patterns(package: descriptor.Package) -> None:
    for table in package.tables.values():
        for field in table.fields:
            if field.pattern:
                pattern.check_pattern(field.pattern, f"{table.name}.{field.name}")


def _check_tables(package: descriptor.Package, problems: Problems) -> Tables:
    tables = {name: checked.check_table(package, name) for name in package.tables}
    problems.not_run += check_keys(tables)
    return tables


def _check_schemas(package: descriptor.Package, problems: Problems) -> None:
    """Check schemas and keys on typed frames; report what they refuse by line."""
    from coalition_data.validation import schema_check

    for rule in rules.load_rules():
        if not rule.on_texts:
            problems.not_run.append((rule.id, WHOLE_RUN))
    failing = schema_check.find_failing(package)
    if failing:
        problems.add_sorted(_check_tables(package, problems))
        if not problems:
            raise DisagreementError(failing)


def check_keys(tables: Tables) -> NotRun:
    """Check the foreign keys of all tables; return those that couldn't be checked, and why.

    Problems are added to the tables.
    """
    not_run: NotRun = []
    keys: dict[tuple[str, str], set[str]] = {}
    for one in tables.values():
        for column in one.table.foreign:
            not_run += _check_foreign(one, column, tables, keys)
    return not_run


def _check_foreign(
    one: CheckedTable, column: str, tables: Tables, keys: dict[tuple[str, str], set[str]]
) -> NotRun:
    """Check each cell of a foreign key against the table that it leads to.

    `keys` has the values of the columns that were asked for so far.
    """
    target, name = one.table.foreign[column]
    other = tables[target]
    if column not in one.cells or one.sheet.is_full:
        return []
    if name not in other.cells or other.sheet.lost:
        return [(f"foreign-key {one.table.name}.{column}", f"all rows of {other.table.path}")]
    if (target, name) not in keys:
        keys[target, name] = set(other.cells[name])
    there = keys[target, name]
    if there.issuperset(one.cells[column]):
        return []
    # A bad key is already reported where it is, so not at each cell that leads to it.
    pairs = zip(other.sheet.lines, other.cells[name], strict=True)
    reported = {_fold_key(key) for line, key in pairs if (line, name) in other.bad}
    known = sorted(there)
    nearest: dict[str, str] = {}
    for line, cell in zip(one.sheet.lines, one.cells[column], strict=True):
        if not cell or cell in there or (line, column) in one.bad:
            continue
        if _fold_key(cell) not in reported:
            if cell not in nearest:
                nearest[cell] = suggestion.find_nearest(cell, known)
            near = nearest[cell]
            hint = f"did you mean {near}? Else add" if near else "correct it, or add"
            todo = f"{hint} the row to {other.table.path}"
            one.add_problem(line, column, "foreign-key", f"{target} has no such {name}", todo, cell)
    return []


def _fold_key(key: str) -> str:
    return canonical.canonical_cell(key).casefold()


def check_rules(
    chosen: list[Rule], package: descriptor.Package, tables: Tables, texts: dict[str, str] | None
) -> NotRun:
    """Run rules over the tables; return those that couldn't run, and what they lacked.

    Problems are added to the tables. Rules on words run only with `texts`: normalised, by source.
    """
    not_run: NotRun = []
    given = {"texts": texts, "package": package}
    for rule in chosen:
        if not rule.on_texts or texts is not None:
            not_run += _check_rule(rule, tables, given)
    return not_run


def _check_rule(rule: Rule, tables: Tables, given: dict[str, Any]) -> NotRun:
    """Run one rule over the rows whose cells have no problem so far."""
    needs = {}
    for name, columns in rule.needs.items():
        takes_all = columns == ("*",) and name in tables
        needs[name] = tuple(tables[name].table.names) if takes_all else columns
    lacking = _find_lacking(tables, needs)
    if lacking:
        return [(rule.id, ", ".join(lacking))]
    # Not all cells of a table were checked that has too many problems.
    is_full = any(tables[name].sheet.is_full for name in needs)
    if is_full or (
        rule.on_all_rows and not all(_is_sound(tables[name], needs[name]) for name in needs)
    ):
        return [(rule.id, "cells without the problems above")]
    arguments: dict[str, Any] = {name: tables[name].rows(needs[name]) for name in needs}
    if rule.on_texts:
        arguments["texts"] = given["texts"]
    if rule.on_package:
        arguments["package"] = given["package"]
    for row, column, message, todo in rule.find(**arguments):
        got = row.get(column) or None
        if todo == rules.NOTE:
            tables[row.table].add_note(row.line, column, rule.id, message, got)
        else:
            tables[row.table].add_problem(row.line, column, rule.id, message, todo, got)
    return []


def _find_lacking(tables: Tables, needs: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the tables, and the columns of tables that are there, that a rule needs and lacks."""
    absent = [name for name in needs if name not in tables or not tables[name].cells]
    lacking = list(absent)
    for name, columns in needs.items():
        if name not in absent:
            cells = tables[name].cells
            lacking += [f"{name}.{column}" for column in columns if column not in cells]
    return lacking


def _is_sound(one: CheckedTable, columns: tuple[str, ...]) -> bool:
    """Return whether no row of the table was lost and no cell in `columns` is wrong so far."""
    return not one.sheet.lost and not any(column in columns for _, column in one.bad)


def _read_texts(tables: Tables, folder: str | os.PathLike[str]) -> HeldTexts:
    """Return the texts of coded sources in `folder`; ValueError if it has no unchanged one."""
    from coalition_data.texts.held import HeldTexts

    cells = tables["sources"].cells if "sources" in tables else {}
    pairs = zip(cells.get("source_id", ()), cells.get("text_sha256", ()), strict=False)
    sources: dict[str, tuple[str, list[Piece]]] = {
        source: (digest, []) for source, digest in pairs if digest
    }
    for name, one in tables.items():
        if {"source_id", "evidence"} <= one.cells.keys():
            _collect_pieces(name, one, sources)
    found = HeldTexts(folder, sources)
    if not found.exact:
        raise ValueError(f"{found.summary()}: nothing can be checked")
    return found


def _collect_pieces(
    name: str, one: CheckedTable, sources: dict[str, tuple[str, list[Piece]]]
) -> None:
    """Add the pieces of evidence of a table to their sources: they tell a changed text."""
    from coalition_data.texts import verification

    words = one.cells.get(verification.WORDS.get((name, "evidence"), ""), itertools.repeat(""))
    rows = zip(one.cells["source_id"], one.cells["evidence"], words, strict=False)
    for source, cell, shipped in rows:
        if source in sources and cell:
            # A cell that is no evidence is reported by its rule.
            with contextlib.suppress(ValueError):
                sources[source][1].extend(verification.split_pieces(cell, shipped, None))


def _report_changed(sources: CheckedTable, held: HeldTexts) -> None:
    """Report the texts whose words couldn't be checked, as they aren't those that were coded."""
    todo = "put the coded text there; `coalition-data verify` compares this one"
    for line, source in zip(sources.sheet.lines, sources.cells["source_id"], strict=True):
        if source in held.changed:
            name = os.path.basename(held.changed[source][0].path)
            message = "the text was changed since it was coded, so its words weren't checked"
            sources.add_problem(line, "text_sha256", "changed-text", message, todo, name)
