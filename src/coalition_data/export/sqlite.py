"""One SQLite database: foreign keys, joined views, full-text search that folds French."""

from __future__ import annotations

import contextlib
import sqlite3

import pyarrow as pa

from coalition_data.analysis import panel
from coalition_data.export import limits
from coalition_data.releases import fingerprints
from coalition_data.tables import codebook, derived, descriptor, letters, loader, panels
from coalition_data.tables.problem import plain
from coalition_data.texts import links

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
    "participants": ("as_named", "office", "note"),
    "memberships": ("as_named", "note"),
    "quotes": (
        "speaker_as_named text opens_with ends_with translation_en paraphrase_en paraphrase_fr note"
    ).split(),
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
# The columns that these statements need: of the table itself, and of participants.
NEEDED = {
    "participants": ("actor_id", "represents"),
    "quotes": ("meeting_id", "source_id", "speaker_id", "speaker_represents"),
}
SEAT_COLUMNS = ("meeting_id", "source_id", "actor_id", "represents")
# Tables of our own, and those that full-text search keeps.
OWN_TABLES = ("about", "codebook")
OF_SEARCH = ("", "_data", "_idx", "_content", "_docsize", "_config")
MOST_COLUMNS, MOST_JOINED = 2000, 64
OTHER = "export to parquet or json"


def make(package: descriptor.Package, path: str, to: str) -> dict[str, bytes]:
    """Return the database `path`.

    It has each table of the descriptor, with types, keys and closed lists as constraints; a view
    `<table>_joined` with the columns that `load(joined=True)` adds, the links of which are in
    `<table>_links`; `<table>_fts` (FTS5) for search; the panels, as `panel_state_year`; `codebook`
    and `about`. A view, index, search or panel whose name a table has, or whose columns a package
    lacks, is left out. Raises ValueError for a name that SQLite can't hold.
    """
    _check_names(package)
    # In memory: SQLite makes files of its own beside a database, which a killed run would leave.
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        try:
            _fill(base, package)
        except sqlite3.Error as error:
            todo = "`coalition-data validate` says whether the tables are valid"
            raise ValueError(f"SQLite refuses this: {plain(str(error))}; {todo}") from None
        return {path: base.serialize()}


def _check_names(package: descriptor.Package) -> None:
    why = f"to SQLite, which ignores case: {OTHER}"
    for table in package.tables.values():
        where = f'table "{plain(table.name)}"'
        folded = limits.fold_ascii(table.name)
        if folded in OWN_TABLES:
            own = "the database has a table of that name of its own"
            raise ValueError(f"{where}: {own}; rename yours, or {OTHER}")
        if folded.startswith("sqlite_"):
            raise ValueError(f'{where}: SQLite keeps names with "sqlite_" for itself; {OTHER}')
        if len(table.names) > MOST_COLUMNS:
            found = f"{len(table.names)} columns, SQLite holds {MOST_COLUMNS}"
            raise ValueError(f"{where} has {found}; {OTHER}")
        words = [word for field in table.fields for word in field.enum or []]
        for name in (table.name, *table.names, *words):
            if "\0" in name:
                found = f'"{plain(name)}" has the character 0, which SQL can\'t hold'
                raise ValueError(f"{where}: {found}; {OTHER}")
        limits.refuse_alike(table.names, limits.fold_ascii, f"{where}: columns", why)
    limits.refuse_alike(package.tables, limits.fold_ascii, "tables", why)


def _fill(base: sqlite3.Connection, package: descriptor.Package) -> None:
    base.execute("PRAGMA temp_store = MEMORY")
    base.execute("PRAGMA foreign_keys = ON")
    base.execute("BEGIN")
    base.execute("PRAGMA defer_foreign_keys = ON")
    for table in package.tables.values():
        base.execute(_define_table(package, table))
    for table in package.tables.values():
        _insert_table(base, table.name, limits.read_rows(package, table.name))
    taken = {limits.fold_ascii(name) for name in (*package.tables, *OWN_TABLES)}
    for table in package.tables.values():
        names = [f"{table.name}_joined", *_list_links(package, table)]
        if _can_join(package, table) and _take(taken, *names):
            for name in names[1:]:
                _add_links(base, package, table, name)
            base.execute(_define_view(package, table))
    for table in package.tables.values():
        columns = _list_searched(table)
        if columns and _take(taken, *(f"{table.name}_fts{ending}" for ending in OF_SEARCH)):
            _add_search(base, table, columns)
    for table in package.tables.values():
        for column in table.foreign:
            if _take(taken, f"{table.name}_{column}"):
                _index_key(base, table, column)
    base.execute("COMMIT")
    # The tables are sound, so the ids that panels take from them are.
    base.execute("PRAGMA foreign_keys = OFF")
    base.execute("BEGIN")
    added = [table for table in _list_panels(package) if _take(taken, table.name)]
    for table in added:
        unit = table.path.removesuffix(".csv")
        base.execute(f"{_define_table(package, table)} WITHOUT ROWID")
        _insert_table(base, table.name, panel.build(package, unit))
    _describe_package(base, package, added)
    base.execute("COMMIT")
    base.execute("VACUUM")


def _list_panels(package: descriptor.Package) -> list[descriptor.Table]:
    """Return the panels, by names that SQL needs no marks for."""
    if not panel.can_build(package):
        return []
    tables = [panels.read_panel(package, unit) for unit in panels.list_units()]
    for table in tables:
        table.name = table.name.replace(":", "_").replace("-", "_")
    return tables


def _take(taken: set[str], *names: str) -> bool:
    """Take names for what the database adds; False if one of them is taken."""
    folded = {limits.fold_ascii(name) for name in names}
    if folded & taken:
        return False
    taken |= folded
    return True


def _insert_table(base: sqlite3.Connection, table: str, rows: pa.Table) -> None:
    """Insert typed rows; dates as YYYY-MM-DD."""
    columns = [
        loader.list_cells(column.cast(pa.string()) if column.type == pa.date32() else column)
        for column in rows.columns
    ]
    _insert_rows(base, table, list(zip(*columns, strict=True)))


def _insert_rows(base: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        base.executemany(f"INSERT INTO {quote_name(table)} VALUES ({places})", rows)


def quote_name(name: str) -> str:
    """Return a name in SQL's quotation marks: a descriptor may use any name for a column."""
    return '"' + name.replace('"', '""') + '"'


def quote_names(names: Iterable[str]) -> str:
    """Return several names as SQL lists them."""
    return ", ".join(map(quote_name, names))


def quote_text(text: str) -> str:
    """Return a text in SQL's quotation marks."""
    return "'" + text.replace("'", "''") + "'"


def _define_table(package: descriptor.Package, table: descriptor.Table) -> str:
    parts = [_define_column(package, table, field) for field in table.fields]
    parts += [f"UNIQUE ({quote_names(columns)})" for columns in table.unique]
    return f"CREATE TABLE {quote_name(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _define_column(
    package: descriptor.Package, table: descriptor.Table, field: descriptor.Field
) -> str:
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
        if _is_unique(package.table(target), column):
            words.append(f"REFERENCES {quote_name(target)} ({quote_name(column)})")
            words.append("DEFERRABLE INITIALLY DEFERRED")
    return " ".join(words)


def _is_unique(table: descriptor.Table, column: str) -> bool:
    """Say whether a column identifies rows: to SQLite a foreign key can lead to no other."""
    return column == table.key or table.field(column).unique or [column] in table.unique


def _index_key(base: sqlite3.Connection, table: descriptor.Table, column: str) -> None:
    index = quote_name(f"{table.name}_{column}")
    base.execute(f"CREATE INDEX {index} ON {quote_name(table.name)} ({quote_name(column)})")


def _can_join(package: descriptor.Package, table: descriptor.Table) -> bool:
    """Say whether the tables have what the view of `table` joins, and no column of its name."""
    added: list[str] = _list_own_added(package, table)
    for key, (target, column) in table.foreign.items():
        if target not in derived.ADDED or target == table.name:
            continue
        other = package.table(target)
        if not _is_unique(other, column) or not set(derived.ADDED[target]) <= set(other.names):
            return False
        prefix = key.removesuffix("_id")
        added += [f"{prefix}_{name}" for name in derived.ADDED[target]]
        if "date_start" in derived.ADDED[target]:
            if not {"date_end", "date_precision"} <= set(other.names):
                return False
            added.append(f"{prefix}_year")
        if (table.name, key) in STATES and not _has_seats(package, table):
            return False
    if _list_links(package, table):
        added += ["link", "archive_link"]
    names = [limits.fold_ascii(name) for name in (*table.names, *added)]
    # Each key may be joined twice, then the table itself, its links and their source.
    is_small = len(names) <= MOST_COLUMNS and 2 * len(table.foreign) + 3 <= MOST_JOINED
    return bool(added) and len(set(names)) == len(names) and is_small


def _list_own_added(package: descriptor.Package, table: descriptor.Table) -> list[str]:
    """Return what the view adds to the meetings: their year, and the codes of their country."""
    actors = package.tables.get("actors")
    needed = {"date_start", "date_end", "date_precision", "country"}
    if table.name != "meetings" or not needed <= set(table.names) or actors is None:
        return []
    if not set(CODES) <= set(actors.names) or not _is_unique(actors, "iso3"):
        return []
    return ["year", *(f"country_{code}" for code in CODES[1:])]


def _list_links(package: descriptor.Package, table: descriptor.Table) -> list[str]:
    """Return the name of the table of a table's links; none where it or its sources have none."""
    quotes = package.tables.get("quotes")
    if table.foreign.get("source_id") != ("sources", "source_id") or not table.key:
        return []
    if not {"url", "archived_url"} <= set(package.table("sources").names):
        return []
    if table.name == "figures" and not (quotes and set(links.QUOTED) <= set(quotes.names)):
        return []
    return [f"{table.name}_links"]


def _add_links(
    base: sqlite3.Connection, package: descriptor.Package, table: descriptor.Table, name: str
) -> None:
    """Add the addresses of a table's rows, which SQL can't make: their words must be encoded."""
    rows = loader.read_arrow(package, table.name)
    addresses, _ = links.make_links(package, table.name, rows)
    key = f"{quote_name(table.key)} PRIMARY KEY REFERENCES {quote_name(table.name)}"
    base.execute(f"CREATE TABLE {quote_name(name)} ({key}, link TEXT) WITHOUT ROWID")
    keys = rows.column(table.key).to_pylist()
    _insert_rows(base, name, list(zip(keys, addresses, strict=True)))


def _has_seats(package: descriptor.Package, table: descriptor.Table) -> bool:
    if not set(NEEDED[table.name]) <= set(table.names):
        return False
    seats = package.tables.get("participants")
    return seats is not None and set(SEAT_COLUMNS) <= set(seats.names)


def _define_view(package: descriptor.Package, table: descriptor.Table) -> str:
    """Return the view that has what `load(joined=True)` adds to a table."""
    columns = ["t.*"]
    joins = []
    if _list_own_added(package, table):
        joins.append('LEFT JOIN "actors" AS c ON c.iso3 = t.country')
        columns.append(f'{_define_year("t")} AS "year"')
        columns += [f"c.{code} AS country_{code}" for code in CODES[1:]]
    for n, (key, (target, column)) in enumerate(table.foreign.items()):
        if target not in derived.ADDED or target == table.name:
            continue
        other = quote_name(target)
        their_key = quote_name(column)
        joins.append(f"LEFT JOIN {other} AS j{n} ON j{n}.{their_key} = t.{quote_name(key)}")
        state = STATES.get((table.name, key))
        if state:
            joins.append(f"LEFT JOIN {other} AS s{n} ON s{n}.{their_key} = {state}")
        prefix = key.removesuffix("_id")
        for added in derived.ADDED[target]:
            side = f"s{n}" if state and added in CODES else f"j{n}"
            columns.append(f"{side}.{quote_name(added)} AS {quote_name(f'{prefix}_{added}')}")
            if added == "date_start":
                columns.append(f"{_define_year(f'j{n}')} AS {quote_name(f'{prefix}_year')}")
    for name in _list_links(package, table):
        key = quote_name(table.key)
        joins.append(f"LEFT JOIN {quote_name(name)} AS l ON l.{key} = t.{key}")
        joins.append("LEFT JOIN sources AS p ON p.source_id = t.source_id")
        calendar = f"{quote_text(links.CALENDAR)} || p.url"
        columns += ["l.link AS link", f"coalesce(p.archived_url, {calendar}) AS archive_link"]
    body = f"SELECT {', '.join(columns)} FROM {quote_name(table.name)} AS t {' '.join(joins)}"
    return f"CREATE VIEW {quote_name(f'{table.name}_joined')} AS {body}"


def _define_year(meeting: str) -> str:
    """Return as SQL what `periods.find_year` says of a meeting."""
    start, end = f"{meeting}.date_start", f"{meeting}.date_end"
    # Of a day, a month or a year one side may be open; unknown precision leaves it so.
    known = f"{meeting}.date_precision <> 'unknown' AND ({start} IS NULL OR {end} IS NULL)"
    one_year = f"{known} OR substr({start}, 1, 4) = substr({end}, 1, 4)"
    return f"CASE WHEN {one_year} THEN CAST(substr(coalesce({start}, {end}), 1, 4) AS INTEGER) END"


def _list_searched(table: descriptor.Table) -> list[str]:
    """Return the columns of a table whose words are searched; rows are found by `rowid`."""
    if "rowid" in map(limits.fold_ascii, table.names):
        return []
    names = [name for name in SEARCHED.get(table.name, ()) if name in table.names]
    return [name for name in names if table.field(name).type == "string"]


def _add_search(base: sqlite3.Connection, table: descriptor.Table, columns: list[str]) -> None:
    """Add full-text search over the words of a table."""
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
    composed = letters.normalise("NFC", cell)
    apart = composed.translate(LIGATURES)
    return composed if apart == composed else f"{composed} {apart}"


def _describe_package(
    base: sqlite3.Connection, package: descriptor.Package, added: list[descriptor.Table]
) -> None:
    base.execute("CREATE TABLE about (what TEXT PRIMARY KEY, value TEXT)")
    facts = [(word, package.raw.get(word)) for word in ("title", "description", "version")]
    prints = [(name, str(fingerprints.of_table(package, name))) for name in package.tables]
    facts += [(f"fingerprint of {name}", value) for name, value in prints]
    _insert_rows(base, "about", facts)
    columns = ", ".join(f"{quote_name(column)} TEXT" for column in codebook.HEADER)
    base.execute(f"CREATE TABLE codebook ({columns})")
    fields = codebook.list_fields([*package.tables.values(), *added])
    _insert_rows(base, "codebook", [tuple(row) for row in fields])
