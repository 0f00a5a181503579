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
    from collections.abc import Iterable
    from typing import Any

SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT"}
# The columns that full-text search covers.
SEARCHED = {
    "meetings": ("name_en", "name_fr", "city", "venue", "note"),
    "actors": ("name_en", "name_fr", "aliases", "note"),
    "sources": ("title", "publisher", "author", "note"),
    "participants": ("office", "note"),
    "quotes": ("text", "translation_en", "paraphrase_en", "paraphrase_fr", "note"),
    "figures": ("about", "as_stated", "note"),
}
# The tokenizer removes accents, but doesn't take these letters apart.
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
# As with `load(joined=True)`, a person's state codes are those of the state represented there.
SEAT = (
    "SELECT p.represents FROM participants p WHERE "
    "p.meeting_id = t.meeting_id AND p.source_id = t.source_id AND p.actor_id = t.speaker_id"
)
STATES = {
    ("participants", "actor_id"): "coalesce(t.represents, t.actor_id)",
    ("quotes", "speaker_id"): f"coalesce(t.speaker_represents, ({SEAT}), t.speaker_id)",
}
CODES = ("iso3", "cow_code", "gw_code")


def write(package: descriptor.Package, path: str, to: str) -> list[str]:
    """Write the database `path`.

    It has each table of the descriptor, with types, keys and closed lists as constraints; a view
    `<table>_joined` with the columns that `load(joined=True)` adds; `<table>_fts` (FTS5) for
    search; `codebook` and `about`.
    """
    with replacing(path) as new, contextlib.closing(sqlite3.connect(new)) as base:
        base.execute("PRAGMA foreign_keys = ON")
        base.execute("BEGIN")
        base.execute("PRAGMA defer_foreign_keys = ON")
        for table in package.tables.values():
            base.execute(_define_table(table))
            rows = loader.read_arrow(package, table.name).to_pylist()
            _insert_rows(base, table.name, [tuple(row.values()) for row in rows])
        for table in package.tables.values():
            _index_keys(base, table)
            if any(target in views.ADDED for target, _ in table.foreign.values()):
                base.execute(_define_view(table))
            _add_search(base, table)
        _describe_package(base, package)
        base.commit()
        base.execute("VACUUM")
    return [path]


def _insert_rows(base: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        plain = [tuple(map(_convert_cell, row)) for row in rows]
        base.executemany(f"INSERT INTO {quote_name(table)} VALUES ({places})", plain)


def _convert_cell(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def quote_name(name: str) -> str:
    """Return a name in SQL's quotation marks: a descriptor may use any name for a column."""
    return '"' + name.replace('"', '""') + '"'


def quote_names(names: Iterable[str]) -> str:
    """Return several names as SQL lists them."""
    return ", ".join(map(quote_name, names))


def quote_text(text: str) -> str:
    """Return a text in SQL's quotation marks."""
    return "'" + text.replace("'", "''") + "'"


def _define_table(table: descriptor.Table) -> str:
    parts = [_define_column(table, field) for field in table.fields]
    parts += [f"UNIQUE ({quote_names(columns)})" for columns in table.unique]
    return f"CREATE TABLE {quote_name(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _define_column(table: descriptor.Table, field: descriptor.Field) -> str:
    words = [quote_name(field.name), SQL_TYPES[field.type]]
    if field.name == table.key:
        words.append("PRIMARY KEY NOT NULL")
    elif field.required:
        words.append("NOT NULL")
    if field.unique and field.name != table.key:
        words.append("UNIQUE")
    if field.enum:
        allowed = ", ".join(map(quote_text, field.enum))
        words.append(f"CHECK ({quote_name(field.name)} IN ({allowed}))")
    if field.name in table.foreign:
        target, column = table.foreign[field.name]
        words.append(f"REFERENCES {quote_name(target)} ({quote_name(column)})")
        words.append("DEFERRABLE INITIALLY DEFERRED")
    return " ".join(words)


def _index_keys(base: sqlite3.Connection, table: descriptor.Table) -> None:
    for column in table.foreign:
        index = quote_name(f"{table.name}_{column}")
        base.execute(f"CREATE INDEX {index} ON {quote_name(table.name)} ({quote_name(column)})")


def _define_view(table: descriptor.Table) -> str:
    """Return the view that has what `load(joined=True)` adds to a table."""
    columns = ["t.*"]
    joins = []
    for n, (key, (target, column)) in enumerate(table.foreign.items()):
        if target not in views.ADDED or target == table.name:
            continue
        other = quote_name(target)
        their_key = quote_name(column)
        joins.append(f"LEFT JOIN {other} AS j{n} ON j{n}.{their_key} = t.{quote_name(key)}")
        state = STATES.get((table.name, key))
        if state:
            joins.append(f"LEFT JOIN {other} AS s{n} ON s{n}.{their_key} = {state}")
        prefix = key.removesuffix("_id")
        for added in views.ADDED[target]:
            side = f"s{n}" if state and added in CODES else f"j{n}"
            columns.append(f"{side}.{quote_name(added)} AS {quote_name(f'{prefix}_{added}')}")
            if added == "date_start":
                year = f"CAST(substr(coalesce(j{n}.date_start, j{n}.date_end), 1, 4) AS INTEGER)"
                columns.append(f"{year} AS {quote_name(f'{prefix}_year')}")
    body = f"SELECT {', '.join(columns)} FROM {quote_name(table.name)} AS t {' '.join(joins)}"
    return f"CREATE VIEW {quote_name(f'{table.name}_joined')} AS {body}"


def _add_search(base: sqlite3.Connection, table: descriptor.Table) -> None:
    """Add full-text search over the words of a table."""
    columns = [column for column in SEARCHED.get(table.name, ()) if column in table.names]
    if not columns:
        return
    index = quote_name(f"{table.name}_fts")
    listed = quote_names(columns)
    options = f"tokenize='unicode61 remove_diacritics 2', content={quote_text(table.name)}"
    base.execute(f"CREATE VIRTUAL TABLE {index} USING fts5({listed}, {options})")
    base.create_function("cd_words", 1, expand_ligatures, deterministic=True)
    words = ", ".join(f"cd_words({quote_name(column)})" for column in columns)
    select = f"SELECT rowid, {words} FROM {quote_name(table.name)}"
    base.execute(f"INSERT INTO {index} (rowid, {listed}) {select}")


def expand_ligatures(cell: str | None) -> str | None:
    """Return the words of a cell for the index: as printed, and again with ligatures taken apart.

    >>> expand_ligatures("Le cœur")
    'Le cœur Le coeur'
    """
    if cell is None:
        return None
    composed = unicodedata.normalize("NFC", cell)
    apart = composed.translate(LIGATURES)
    return composed if apart == composed else f"{composed} {apart}"


def _describe_package(base: sqlite3.Connection, package: descriptor.Package) -> None:
    base.execute("CREATE TABLE about (what TEXT PRIMARY KEY, value TEXT)")
    facts = [(word, package.raw.get(word)) for word in ("title", "description", "version")]
    prints = [(name, str(fingerprints.of_table(package, name))) for name in package.tables]
    facts += [(f"fingerprint of {name}", value) for name, value in prints]
    _insert_rows(base, "about", facts)
    columns = ", ".join(f"{quote_name(column)} TEXT" for column in codebook.HEADER)
    base.execute(f"CREATE TABLE codebook ({columns})")
    _insert_rows(base, "codebook", [tuple(row) for row in codebook.list_fields(package)])
