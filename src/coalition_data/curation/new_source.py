"""A new source with its claims put into the tables: all of it once it validates, or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile

from coalition_data.curation import draft, transaction
from coalition_data.tables import canonical, csvfile, descriptor
from coalition_data.texts import evidence
from coalition_data.validation import validator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.tables.problem import Problem


class Outcome:
    """What came of it: `source_id`, `ids` added by table, and `problems` (then nothing was written), a line each."""

    def __init__(self, source_id: str, ids: dict[str, list[str]], problems: list[str]) -> None:
        self.source_id, self.ids, self.problems = source_id, ids, problems


def add(text: str, path: str, folder: str) -> Outcome:
    """Add the source in the file `text`, and the claims of the draft at `path`, to the tables in `folder`.

    Phrases are anchored in the text and ids given; the whole folder as it would be is judged, also by the words of this
    text; only where it is valid are the files written, all or none. Raises ValueError for a draft that can't be turned
    into rows, or a text that is coded already.
    """
    transaction.recover(folder)
    package = descriptor.read(folder)
    there = {name: _rows(package, table) for name, table in package.tables.items()}
    words = evidence.normalise(_text(text))
    known = [
        row["source_id"]
        for row in there[draft.SOURCES]
        if row["text_sha256"] == evidence.sha256(words)
    ]
    if known:
        raise ValueError(f"{text} is coded already, as {known[0]}")
    try:
        made = draft.Draft(draft.read(path), words, package, there)
    except ValueError as error:
        raise ValueError(
            str(error) if str(error).startswith(path) else f"{path}: {error}"
        ) from None
    files = {
        package.table(name).path: (
            _bytes(package, name),
            _merged(package.table(name), [*there[name], *rows]),
        )
        for name, rows in made.rows.items()
    }
    ids = {name: [row[package.table(name).key] for row in rows] for name, rows in made.rows.items()}
    problems = _judged(package, files, words)
    if not problems:
        transaction.write(folder, files)
    return Outcome(made.source_id, ids, [_told(p, package, files, made, path) for p in problems])


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError:
        raise ValueError(f"{path} isn't UTF-8: save the text as UTF-8") from None


def _bytes(package: descriptor.Package, name: str) -> bytes:
    with open(package.file(name), "rb") as file:
        return file.read()


def _rows(package: descriptor.Package, table: descriptor.Table) -> draft.Rows:
    sheet = csvfile.read(package.file(table.name), table.path)
    if sheet.problems or sheet.header != table.names:
        raise ValueError(
            f"{table.path} isn't sound: run `coalition-data validate {package.folder}` first"
        )
    return [dict(zip(table.names, row, strict=True)) for row in sheet.rows]


def _merged(table: descriptor.Table, rows: draft.Rows) -> bytes:
    cells = [[canonical.canonical_cell(row[name]) for name in table.names] for row in rows]
    return canonical.canonical_bytes(
        table.names, sorted(cells, key=lambda row: row[table.names.index(table.key)])
    )


def _judged(
    package: descriptor.Package, files: dict[str, tuple[bytes, bytes]], words: str
) -> list[Problem]:
    """Judge the folder as it would be, in a place of its own, with the text at hand."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copy(os.path.join(package.folder, descriptor.FILENAME), place)
        for table in package.tables.values():
            path = os.path.join(place, *table.path.split("/"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(
                    files[table.path][1] if table.path in files else _bytes(package, table.name)
                )
        texts = os.path.join(place, "texts")
        os.mkdir(texts)
        with open(os.path.join(texts, "text"), "w", encoding="utf-8", newline="") as file:
            file.write(words)
        return validator.validate(place, texts)


def _told(
    problem: Problem,
    package: descriptor.Package,
    files: dict[str, tuple[bytes, bytes]],
    made: draft.Draft,
    path: str,
) -> str:
    """Say where in the draft a problem stands; a line of a table that isn't written yet would lead nowhere."""
    table = next((t for t in package.tables.values() if t.path == problem.file), None)
    if table and problem.file in files and problem.line > 1:
        line = files[problem.file][1].decode().split("\n")[problem.line - 1]
        key = dict(zip(table.names, csvfile.cells(line), strict=False)).get(table.key, "")
        if (table.name, key) in made.places:
            return f"{path}: {made.places[table.name, key]}: {str(problem).split(': ', 1)[1]}"
    return str(problem)
