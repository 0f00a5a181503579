"""The database has constraints, joined views and a search that folds French."""

import contextlib
import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import coalition_data as cd
from coalition_data import export
from coalition_data.tables import descriptor, panels
from worlds import Copy

PACKAGE = descriptor.read()
TABLES = list(PACKAGE.tables)


def test_the_database_holds_its_keys_and_its_closed_lists(out: Path, tmp_path: Path) -> None:
    export.write("sqlite", tmp_path / "a.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as base:
        assert base.execute("pragma foreign_key_check").fetchall() == []
        count = sum(len(base.execute(f'pragma foreign_key_list("{t}")').fetchall()) for t in TABLES)
        assert count == sum(len(table.foreign) for table in PACKAGE.tables.values())
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            base.execute("update meetings set level = 'kings'")
        base.rollback()
        base.execute("pragma foreign_keys = on")
        base.execute("update quotes set speaker_id = 'nobody'")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            base.commit()


@pytest.mark.parametrize("table", [t for t in TABLES if t not in ("actors", "sources", "ledger")])
def test_the_joined_view_has_what_load_joined_has(out: Path, table: str) -> None:
    joined = cd.load(table, engine="pyarrow", joined=True)
    with contextlib.closing(sqlite3.connect(out / "all.db")) as base:
        base.row_factory = sqlite3.Row
        key = PACKAGE.table(table).key
        rows = [
            dict(row) for row in base.execute(f'select * from "{table}_joined" order by "{key}"')
        ]
    expected = [
        {n: v.isoformat() if hasattr(v, "isoformat") else v for n, v in row.items()}
        for row in joined.to_pylist()
    ]
    assert rows == sorted(expected, key=lambda row: row[key])


@pytest.mark.parametrize("unit", panels.list_units())
def test_each_panel_is_a_table_with_its_keys_and_its_codebook(out: Path, unit: str) -> None:
    name = f"panel_{unit.replace('-', '_')}"
    frame = cd.panel(unit)
    with contextlib.closing(sqlite3.connect(out / "all.db")) as base:
        rows = pd.read_sql_query(f'select * from "{name}"', base)
        leads = {row[2] for row in base.execute(f'pragma foreign_key_list("{name}")')}
        explained = base.execute('select name from codebook where "table" = ?', [name]).fetchall()
    assert cd.fingerprint(rows) == cd.fingerprint(frame)
    assert "actors" in leads
    assert [column for (column,) in explained] == list(frame.columns)


@pytest.mark.parametrize("query", ["defi", "défi", "DÉFI", '"le defi"'])
def test_full_text_search_folds_accents(out: Path, query: str) -> None:
    with contextlib.closing(sqlite3.connect(out / "all.db")) as base:
        found = base.execute(
            "select quote_id from quotes join quotes_fts on quotes.rowid = quotes_fts.rowid"
            " where quotes_fts match ?",
            [query],
        ).fetchall()
    assert ("2015-01-london-q001",) in found


@pytest.mark.parametrize("query", ["coeur", "cœur", "Cœur", "oeuvre", "l etat", '"l\'etat"'])
def test_full_text_search_folds_ligatures_and_apostrophes(
    copy: Copy, tmp_path: Path, query: str
) -> None:
    copy.set("meetings", "2015-01-london", note="Au cœur de l’État, une œuvre").write()
    export.write("sqlite", tmp_path / "a.db", folder=copy.folder)
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as base:
        assert base.execute(
            "select count(*) from meetings_fts where meetings_fts match ?", [query]
        ).fetchone() == (1,)


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("participants", {"as_named": "Zébulon"}),
        ("quotes", {"speaker_as_named": "M. Zébulon"}),
        ("quotes", {"opens_with": "Zébulon dit"}),
    ],
)
def test_printed_words_are_searched(
    copy: Copy, tmp_path: Path, table: str, cells: dict[str, str]
) -> None:
    key = f"2015-01-london-{table[0]}001"
    copy.set(table, key, **cells).write()
    export.write("sqlite", tmp_path / "a.db", folder=copy.folder)
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as base:
        rows = base.execute(
            f"select {table[:-1]}_id from {table} where rowid in "
            f"(select rowid from {table}_fts where {table}_fts match 'zebulon')"
        ).fetchall()
    assert rows == [(key,)]


@pytest.fixture(scope="module")
def datasette(out: Path) -> Iterator[str]:
    """Serve the database with the real Datasette and return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["-W", "ignore", "-m", "datasette", "serve", str(out / "all.db"), "-p", str(port)]
    command = [sys.executable, *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), 0.1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/all"
        finally:
            server.terminate()


def get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return json.load(answer)


@pytest.mark.once
def test_datasette_searches_follows_keys_and_opens_views(datasette: str) -> None:
    found = get(f"{datasette}/quotes.json?_search=d%C3%A9fi&_shape=objects&_size=max")
    assert "2015-01-london-q001" in {row["quote_id"] for row in found["rows"]}
    address = f"{datasette}/quotes?quote_id=2015-01-london-q001"
    with urllib.request.urlopen(address, timeout=30) as answer:
        page = answer.read().decode()
    assert 'href="/all/actors/john-kerry"' in page
    assert get(f"{datasette}/figures_joined.json?_size=1&_shape=objects")["rows"][0]["meeting_year"]
