"""A new source and its claims, added to the tables: all of it if it validates, else nothing."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from coalition_data.curation import draft
from coalition_data.tables import argument, canonical, csvfile, descriptor, files
from coalition_data.tables.problem import LONGEST_REPR, MOST_LINES, cut
from coalition_data.texts import evidence
from coalition_data.validation import validator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.tables.problem import Problem

    # By name of a table: the bytes that were read and those to write.
    Changes = dict[str, tuple[bytes, bytes]]


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
    Nobody else can write meanwhile. Raises ValueError for a draft that can't be turned into rows,
    or a text that is coded already; TimeoutError if others don't stop writing.
    """
    package = descriptor.read(folder)
    words = evidence.normalise(argument.read_text(text))
    raw = draft.read_toml(path)
    with files.locked(package.folder):
        found = {name: files.read(package.file(name)) or b"" for name in package.tables}
        existing = {name: _parse_rows(package, name, data) for name, data in found.items()}
        _refuse_coded(text, words, existing)
        try:
            made = draft.Draft(raw, words, package, existing)
        except draft.DraftError as error:
            raise draft.DraftError(f"{path}: {error}") from None
        changes = {}
        for name, table in package.tables.items():
            if name in made.rows:
                changes[name] = found[name], _merge_rows(table, [*existing[name], *made.rows[name]])
        problems = _validate_result(package, found, changes, words)
        if not problems:
            # As declared, tables come after those that their keys lead to. So a run that is killed
            # between two files leaves no key without its row.
            files.replace_all({package.file(name): change for name, change in changes.items()})
    ids = {name: [row[package.table(name).key] for row in rows] for name, rows in made.rows.items()}
    lines = [_locate_problem(problem, package, changes, made, path) for problem in problems]
    return Outcome(made.source_id, ids, lines)


def _refuse_coded(text: str, words: str, existing: draft.Tables) -> None:
    digest = evidence.sha256(words)
    for row in existing[draft.SOURCES]:
        if row["text_sha256"] == digest:
            raise ValueError(f"{text} is coded already, as {row['source_id']}")


def _parse_rows(package: descriptor.Package, name: str, data: bytes) -> draft.Rows:
    table = package.table(name)
    sheet = csvfile.parse_sheet(data, table.path)
    if sheet.problems or sheet.header != table.names:
        todo = f"run `coalition-data validate {package.folder}` first"
        raise ValueError(f"{table.path} isn't sound: {todo}")
    return [dict(zip(table.names, row, strict=True)) for row in sheet.rows]


def _merge_rows(table: descriptor.Table, rows: draft.Rows) -> bytes:
    cells = [[canonical.canonical_cell(row[name]) for name in table.names] for row in rows]
    at = table.names.index(table.key)
    return canonical.canonical_bytes(table.names, sorted(cells, key=lambda row: row[at]))


def _validate_result(
    package: descriptor.Package, found: dict[str, bytes], changes: Changes, words: str
) -> list[Problem]:
    """Validate the tables as they would be, in a draft of the folder, with the new text."""
    with files.draft_folder(package.folder) as trial:
        shutil.copy(os.path.join(package.folder, descriptor.FILENAME), trial)
        for name, data in found.items():
            path = os.path.join(trial, *package.table(name).path.split("/"))
            files.write_whole(path, changes[name][1] if name in changes else data)
        texts = os.path.join(trial, "texts")
        files.write_whole(os.path.join(texts, "text"), words.encode())
        return validator.validate(trial, texts=texts)


def _locate_problem(
    problem: Problem, package: descriptor.Package, changes: Changes, made: draft.Draft, path: str
) -> str:
    """Return a problem as a line that names the block of the draft, if its row comes from there.

    The problem's own line number counts in a table that isn't written yet.
    """
    for table in package.tables.values():
        if table.path == problem.file and table.name in changes and problem.line > 1:
            line = changes[table.name][1].decode().split("\n")[problem.line - 1]
            cells = dict(zip(table.names, csvfile.split_line(line), strict=False))
            place = made.places.get((table.name, cells.get(table.key, "")))
            if place:
                return f"{path}: {place}: {str(problem).split(': ', 1)[1]}"
    return str(problem)
