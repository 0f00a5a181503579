"""A new source and its claims, added to the tables: all of it if it validates, else nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass

from coalition_data.curation import draft, transaction
from coalition_data.tables import argument, canonical, csvfile, descriptor
from coalition_data.tables.files import write_whole
from coalition_data.tables.problem import LONGEST_REPR, MOST_LINES, cut
from coalition_data.texts import evidence
from coalition_data.validation import validator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.tables.problem import Problem

    # By path: the bytes that were read and those to write.
    Files = dict[str, tuple[bytes, bytes]]


@dataclass
class Outcome:
    """What was added: ids by table. With `problems`, a line each, nothing was written."""

    source_id: str
    ids: dict[str, list[str]]
    problems: list[str]

    def __repr__(self) -> str:
        count = f"{len(self.problems)} problems" if self.problems else "added"
        lines = [f"<Outcome {self.source_id}: {count}>"]
        lines += self.problems or [f"{name}: {', '.join(ids)}" for name, ids in self.ids.items()]
        return cut("\n".join(lines), LONGEST_REPR, MOST_LINES)


def add_source(text: str, path: str, folder: str) -> Outcome:
    """Add the source in the file `text`, and the claims in the draft at `path`, to `folder`.

    Phrases are anchored in the text, and empty ids are filled in. The resulting tables are
    validated together with the text; only if they are valid are the files written, all or none.
    Raises ValueError for a draft that can't be turned into rows, or a text that is coded already.
    """
    transaction.recover(folder)
    package = descriptor.read(folder)
    existing = {name: _read_rows(package, table) for name, table in package.tables.items()}
    words = evidence.normalise(argument.read_text(text))
    digest = evidence.sha256(words)
    for row in existing[draft.SOURCES]:
        if row["text_sha256"] == digest:
            raise ValueError(f"{text} is coded already, as {row['source_id']}")
    raw = draft.read_toml(path)
    try:
        made = draft.Draft(raw, words, package, existing)
    except draft.DraftError as error:
        raise draft.DraftError(f"{path}: {error}") from None
    files: Files = {}
    ids: dict[str, list[str]] = {}
    for name, rows in made.rows.items():
        table = package.table(name)
        merged = _merge_rows(table, [*existing[name], *rows])
        files[table.path] = (_read_bytes(package, name), merged)
        ids[name] = [row[table.key] for row in rows]
    problems = _validate_result(package, files, words)
    if not problems:
        transaction.write(folder, files)
    lines = [_locate_problem(problem, package, files, made, path) for problem in problems]
    return Outcome(made.source_id, ids, lines)


def _read_bytes(package: descriptor.Package, name: str) -> bytes:
    with open(package.file(name), "rb") as file:
        return file.read()


def _read_rows(package: descriptor.Package, table: descriptor.Table) -> draft.Rows:
    sheet = csvfile.read_sheet(package.file(table.name), table.path)
    if sheet.problems or sheet.header != table.names:
        todo = f"run `coalition-data validate {package.folder}` first"
        raise ValueError(f"{table.path} isn't sound: {todo}")
    return [dict(zip(table.names, row, strict=True)) for row in sheet.rows]


def _merge_rows(table: descriptor.Table, rows: draft.Rows) -> bytes:
    cells = [[canonical.canonical_cell(row[name]) for name in table.names] for row in rows]
    at = table.names.index(table.key)
    return canonical.canonical_bytes(table.names, sorted(cells, key=lambda row: row[at]))


def _validate_result(package: descriptor.Package, files: Files, words: str) -> list[Problem]:
    """Validate the tables as they would be, in a temporary folder, together with the new text."""
    with tempfile.TemporaryDirectory() as trial:
        shutil.copy(os.path.join(package.folder, descriptor.FILENAME), trial)
        for table in package.tables.values():
            data = files[table.path][1] if table.path in files else _read_bytes(package, table.name)
            write_whole(os.path.join(trial, *table.path.split("/")), data)
        texts = os.path.join(trial, "texts")
        write_whole(os.path.join(texts, "text"), words.encode())
        return validator.validate(trial, texts)


def _locate_problem(
    problem: Problem, package: descriptor.Package, files: Files, made: draft.Draft, path: str
) -> str:
    """Return a problem as a line that names the block of the draft, if its row comes from there.

    The problem's own line number counts in a table that isn't written yet.
    """
    for table in package.tables.values():
        if table.path == problem.file and table.path in files and problem.line > 1:
            line = files[table.path][1].decode().split("\n")[problem.line - 1]
            cells = dict(zip(table.names, csvfile.split_line(line), strict=False))
            place = made.places.get((table.name, cells.get(table.key, "")))
            if place:
                return f"{path}: {place}: {str(problem).split(': ', 1)[1]}"
    return str(problem)
