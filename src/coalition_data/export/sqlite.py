"""One SQLite database: foreign keys, joined views, full-text search that folds French."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import unicodedata

from coalition_data.analysis import views
from coalition_data.releases import fingerprints
from coalition_data.tables import codebook, descriptor, loader
from coalition_data.tables.files import replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT"}
# The columns in whose words people search.
SEARCHED = {
    "meetings": ("name_en", "name_fr", "city", "venue", "note"),
    "actors": ("name_en", "name_fr", "aliases", "note"),
    "sources": ("title", "publisher", "author", "note"),
    "participants": ("office", "note"),
    "quotes": ("text", "translation_en", "paraphrase_en", "paraphrase_fr", "note"),
    "figures": ("about", "as_stated", "note"),
}
# Accents are the tokenizer's business; these letters it doesn't take apart.
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
# Whose state codes a row of these tables carries, as `load(joined=True)` has it: that which the person represents.
STATES = {
    ("participants", "actor_id"): "coalesce(t.represents, t.actor_id)",
    (
        "quotes",
        "speaker_id",
    ): "coalesce(t.speaker_represents, (SELECT p.represents FROM participants p WHERE "
    "p.meeting_id = t.meeting_id AND p.source_id = t.source_id AND p.actor_id = t.speaker_id), t.speaker_id)",
}
CODES = ("iso3", "cow_code", "gw_code")


def write(package: descriptor.Package, path: str, to: str) -> list[str]:
    """Write the database `path`.

    Every table of the descriptor with its types, keys and closed lists as constraints; a view `<table>_joined` with the
    columns that `load(joined=True)` adds; `<table>_fts` (FTS5) for search; `codebook` and `about`.
    """
    with replacing(path) as new, contextlib.closing(sqlite3.connect(new)) as base:
        base.execute("PRAGMA foreign_keys = ON")
        base.execute("BEGIN")
        base.execute("PRAGMA defer_foreign_keys = ON")
        for table in package.tables.values():
            base.execute(_create(table))
            _insert(
                base,
                table.name,
                [tuple(row.values()) for row in loader.read_arrow(package, table.name).to_pylist()],
            )
        for table in package.tables.values():
            _index_keys(base, table)
            if any(target in views.ADDED for target, _ in table.foreign.values()):
                base.execute(_view(package, table))
            _search(base, table)
        _describe(base, package)
        base.commit()
        base.execute("VACUUM")
    return [path]


def _insert(base: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        plain = [
            tuple(c.isoformat() if isinstance(c, datetime.date) else c for c in row) for row in rows
        ]
        base.executemany(
            f"INSERT INTO {name(table)} VALUES ({', '.join('?' * len(plain[0]))})", plain
        )


def name(word: str) -> str:
    """Return a name as SQL quotes it: a stranger's descriptor may call a column anything."""
    return '"' + word.replace('"', '""') + '"'


def text(word: str) -> str:
    """Return a text as SQL quotes it."""
    return "'" + word.replace("'", "''") + "'"


def _create(table: descriptor.Table) -> str:
    parts = []
    for field in table.fields:
        words = [name(field.name), SQL_TYPES[field.type]]
        words += ["PRIMARY KEY"] * (field.name == table.key)
        words += ["NOT NULL"] * (field.required or field.name == table.key)
        words += ["UNIQUE"] * (field.unique and field.name != table.key)
        if field.enum:
            words.append(f"CHECK ({name(field.name)} IN ({', '.join(map(text, field.enum))}))")
        if field.name in table.foreign:
            target, column = table.foreign[field.name]
            words.append(
                f"REFERENCES {name(target)} ({name(column)}) DEFERRABLE INITIALLY DEFERRED"
            )
        parts.append(" ".join(words))
    parts += [f"UNIQUE ({', '.join(map(name, columns))})" for columns in table.unique]
    return f"CREATE TABLE {name(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _index_keys(base: sqlite3.Connection, table: descriptor.Table) -> None:
    for column in table.foreign:
        base.execute(
            f"CREATE INDEX {name(f'{table.name}_{column}')} ON {name(table.name)} ({name(column)})"
        )


def _view(package: descriptor.Package, table: descriptor.Table) -> str:
    """Return the view that has what `load(joined=True)` adds to a table."""
    columns, joins = ["t.*"], []
    for n, (key, (target, column)) in enumerate(table.foreign.items()):
        if target not in views.ADDED or target == table.name:
            continue
        joins.append(f"LEFT JOIN {name(target)} AS j{n} ON j{n}.{name(column)} = t.{name(key)}")
        state = STATES.get((table.name, key))
        if state:
            joins.append(f"LEFT JOIN {name(target)} AS s{n} ON s{n}.{name(column)} = {state}")
        prefix = key.removesuffix("_id")
        for added in views.ADDED[target]:
            side = f"s{n}" if state and added in CODES else f"j{n}"
            columns.append(f"{side}.{name(added)} AS {name(f'{prefix}_{added}')}")
            if added == "date_start":
                year = f"CAST(substr(coalesce(j{n}.date_start, j{n}.date_end), 1, 4) AS INTEGER)"
                columns.append(f"{year} AS {name(f'{prefix}_year')}")
    body = f"SELECT {', '.join(columns)} FROM {name(table.name)} AS t {' '.join(joins)}"
    return f"CREATE VIEW {name(f'{table.name}_joined')} AS {body}"


def _search(base: sqlite3.Connection, table: descriptor.Table) -> None:
    """Add full-text search over the words of a table."""
    columns = [column for column in SEARCHED.get(table.name, ()) if column in table.names]
    if not columns:
        return
    index, listed = name(f"{table.name}_fts"), ", ".join(map(name, columns))
    folding = "tokenize='unicode61 remove_diacritics 2'"
    base.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5({listed}, {folding}, content={text(table.name)})"
    )
    base.create_function("cd_words", 1, words, deterministic=True)
    spelt = ", ".join(f"cd_words({name(column)})" for column in columns)
    base.execute(
        f"INSERT INTO {index} (rowid, {listed}) SELECT rowid, {spelt} FROM {name(table.name)}"
    )


def words(cell: str | None) -> str | None:
    """Return the words of a cell as they are indexed: with ligatures as they stand, and taken apart.

    >>> words("Le cœur")
    'Le cœur Le coeur'
    """
    if cell is None:
        return None
    whole = unicodedata.normalize("NFC", cell)
    apart = whole.translate(LIGATURES)
    return whole if apart == whole else f"{whole} {apart}"


def _describe(base: sqlite3.Connection, package: descriptor.Package) -> None:
    base.execute("CREATE TABLE about (what TEXT PRIMARY KEY, value TEXT)")
    prints = [
        (f"fingerprint of {n}", str(fingerprints.of_table(package, n))) for n in package.tables
    ]
    head = [(word, package.raw.get(word)) for word in ("title", "description", "version")]
    _insert(base, "about", [*head, *prints])
    base.execute(
        f"CREATE TABLE codebook ({', '.join(f'{name(column)} TEXT' for column in codebook.HEADER)})"
    )
    _insert(base, "codebook", [tuple(row) for row in codebook.everything(package)])
