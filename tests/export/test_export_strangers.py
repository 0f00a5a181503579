"""Strangers' valid packages get through every export, or one line names what a format can't hold."""

import contextlib
import datetime
import decimal
import json
import os
import sqlite3
import tempfile
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coalition_data import cli, export
from coalition_data.export import xlsx
from coalition_data.tables import descriptor, loader
from coalition_data.tables.problem import plain
from coalition_data.validation import validator
from worlds import EXPORTS, write_package

Rows = list[dict[str, Any]]

pytestmark = pytest.mark.libraries

TEXT = {"name": "x", "type": "string"}
KEY = {"name": "id", "type": "string"}


def read_package(folder: Path) -> dict[str, Rows]:
    package = descriptor.read(folder)
    return {name: loader.read_arrow(package, name).to_pylist() for name in package.tables}


def from_parquet(path: Path) -> dict[str, Rows]:
    files = sorted(path.iterdir())
    return {file.name.removesuffix(".parquet"): pq.read_table(file).to_pylist() for file in files}


def from_csv(path: Path) -> dict[str, Rows]:
    assert validator.validate(path) == []
    return read_package(path)


def from_stata(path: Path) -> dict[str, Rows]:
    out = {}
    for file in path.iterdir():
        frame = pd.read_stata(file).astype(object)
        rows = frame.where(frame.notna(), None).to_dict("records")
        out[file.name.removesuffix(".dta")] = [
            {str(name): as_day(cell) for name, cell in row.items()} for row in rows
        ]
    return out


def as_day(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        assert cell.time() == datetime.time()
        return cell.date()
    return None if cell == "" else cell


def from_sqlite(path: Path) -> dict[str, Rows]:
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.row_factory = sqlite3.Row
        assert base.execute("pragma integrity_check").fetchone()[0] == "ok"
        found = base.execute("pragma main.table_list").fetchall()
        for row in found:
            base.execute(f"select * from {quote(row['name'])}").fetchall()
        shown = [row["name"] for row in found if row["type"] == "table"]
        return {
            name: [dict(row) for row in base.execute(f"select * from {quote(name)}")]
            for name in shown
            if name not in ("about", "codebook", "sqlite_schema")
        }


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def from_xlsx(path: Path) -> dict[str, Rows]:
    out = {}
    for sheet in openpyxl.load_workbook(path):
        header, *rows = [[as_day(cell.value) for cell in row] for row in sheet.iter_rows()]
        out[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    assert list(out)[:2] == ["about", "codebook"]
    return {name: rows for name, rows in out.items() if name not in ("about", "codebook")}


def from_json(path: Path) -> dict[str, Rows]:
    # As JavaScript reads them: all numbers are doubles.
    found: dict[str, Rows] = json.loads(path.read_text("utf-8"), parse_int=float)["tables"]
    return found


READERS = {
    "parquet": from_parquet,
    "csv": from_csv,
    "stata": from_stata,
    "sqlite": from_sqlite,
    "xlsx": from_xlsx,
    "json": from_json,
}


def plain_cell(cell: Any) -> Any:
    """Return a cell as formats without a type for dates have it."""
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def compare(to: str, folder: Path, path: Path) -> None:
    """Check that what was exported has the tables, columns and values of the package."""
    found, expected = READERS[to](path), read_package(folder)
    assert set(found) == set(expected)
    for name, rows in expected.items():
        key = descriptor.read(folder).table(name).key
        assert sorted(row[key] for row in found[name]) == [row[key] for row in rows]
        by_key = {row[key]: row for row in found[name]}
        for row in rows:
            there = by_key[row[key]]
            assert list(there) == list(row)
            assert [*map(plain_cell, there.values())] == [*map(plain_cell, row.values())]


def export_or_refuse(to: str, folder: Path, words: set[str]) -> str:
    """Export, and compare or return the one line that refuses; it has one of `words`."""
    with tempfile.TemporaryDirectory() as out:
        path = Path(out) / EXPORTS[to]
        try:
            export.write(to, path, folder=folder)
        except ValueError as error:
            message = str(error)
            assert message.isprintable()
            assert any(word in message for word in words), message
            assert list(Path(out).iterdir()) == []
            return message
        compare(to, folder, path)
        return ""


WORDS = (
    "con NUL lpt1 History about CODEBOOK sqlite_x _n strL str3 using int double quotes actors "
    "quotes_joined quotes_fts quotes_fts_data actors_fts rowid t T t_x t_x_y select straße STRASSE "
    "ſ s İ ı 1st _ É É"
).split()
NASTY = "aAbB1_ .:?*[]'\"-<>=,éœ×µªÀ日\U0001d54f"
NAMES = st.one_of(
    st.sampled_from(WORDS),
    st.text(NASTY, min_size=1, max_size=40),
    st.text("aé_\U0001d54f", min_size=28, max_size=300),
)
TEXTS = st.one_of(
    st.just(""),
    st.text("aAé=+'\"1\x00\x01\x1f\x85\ufffe\U0001d54f_x04", max_size=9),
    st.sampled_from(["=1+1", "_x0041_", "nan", "NA", "NULL", "1e5", "007", "True", "1900-01-01"]),
    st.sampled_from([2045, 2046, 16_384, 32_767, 32_768]).map("é".__mul__),
    st.sampled_from([16_383, 16_384]).map("\U0001d54f".__mul__),
)
INTEGERS = st.one_of(
    st.integers(-(10**18) + 1, 10**18 - 1), st.sampled_from([2**53, 2**53 + 1, -(2**53) - 1, 0])
)
NUMBERS = st.one_of(
    st.floats(-1e299, 1e299, allow_nan=False).filter(lambda x: not x or abs(x) > 1e-250),
    st.floats(-10, 10, allow_subnormal=False).filter(lambda x: not x or abs(x) > 1e-250),
    st.sampled_from([0.1 + 0.2, 1e22, 2.0**53, 5e-200]),
)
DAYS = st.one_of(
    st.dates(),
    st.sampled_from([(1, 1, 1), (99, 12, 31), (100, 1, 1), (1582, 10, 15), (9999, 12, 31)]).map(
        lambda day: datetime.date(*day)
    ),
    st.dates(datetime.date(1899, 12, 30), datetime.date(1900, 3, 2)),
)


def write_number(number: float) -> str:
    text = f"{decimal.Decimal(repr(number)):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


CELLS = {
    "string": TEXTS,
    "integer": INTEGERS.map(str),
    "number": NUMBERS.map(write_number),
    "date": DAYS.map(str),
}
ENUMS = st.lists(TEXTS.filter(bool), min_size=1, max_size=3, unique=True)


@st.composite
def packages(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return fields and rows of a few small tables with names, types and cells of all kinds."""
    nasty_tables, nasty_columns = draw(st.booleans()), draw(st.booleans())
    tables, rows = {}, {}
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    for table in names if nasty_tables else [f"table{n}" for n in range(len(names))]:
        columns = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
        if not nasty_columns:
            columns = [f"column{n}" for n in range(len(columns))]
        fields: list[dict[str, Any]] = [{"name": columns[0], "type": "string"}]
        cells = []
        for name in columns[1:]:
            kind = draw(st.sampled_from(sorted(CELLS)))
            field: dict[str, Any] = {"name": name, "type": kind}
            strategy = CELLS[kind]
            if kind == "string" and draw(st.booleans()):
                words = draw(ENUMS)
                field["constraints"] = {"enum": words}
                strategy = st.sampled_from(words)
            fields.append(field)
            cells.append(st.just("") if draw(st.booleans()) else st.one_of(st.just(""), strategy))
        tables[table] = fields
        count = draw(st.integers(0, 3))
        rows[table] = [[f"r{n}", *(draw(strategy) for strategy in cells)] for n in range(count)]
    return tables, rows


@pytest.mark.parametrize("to", READERS)
@settings(max_examples=120, deadline=None)
@given(package=packages())
def test_a_valid_package_reads_back_equal_or_is_refused_by_name(
    to: str, package: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    tables, rows = package
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        write_package(Path(folder), tables, rows)
        assume(list(validator.validate(folder)) == [])
        assert export_or_refuse(to, Path(folder), {plain(name)[:40] for name in tables}) is not None


def refusal(folder: Path, to: str, words: set[str]) -> str:
    assert list(validator.validate(folder)) == []
    return export_or_refuse(to, folder, words)


@pytest.mark.parametrize(
    ("to", "names", "said"),
    [
        ("sqlite", ("Quotes", "quotes"), '"Quotes" and "quotes" are one name to SQLite'),
        ("parquet", ("Quotes", "quotes"), "where case doesn't count"),
        ("stata", ("ß", "SS"), "where case doesn't count"),
        ("xlsx", ("Quotes", "quotes"), "to Excel, which ignores case"),
        ("xlsx", ("t" * 32,), "it has 32 characters, Excel holds 31"),
        ("xlsx", ("\U0001d54f" * 16,), "it has 32 characters"),
        ("xlsx", ("history",), "Excel keeps it for itself"),
        ("xlsx", ("a[b",), "Excel refuses [ there"),
        ("xlsx", ("'a",), "Excel refuses ' there"),
        ("xlsx", ("About",), "a sheet of that name of its own"),
        ("sqlite", ("codebook",), "a table of that name of its own"),
        ("sqlite", ("SQLite_x",), 'SQLite keeps names with "sqlite_" for itself'),
        ("parquet", ("nul",), "Windows takes it for a device"),
        ("stata", ("Aux.1",), "Windows takes it for a device"),
        ("parquet", ("a:b",), '":" can\'t be in it'),
        ("parquet", ("é" * 130,), "longer than 255 bytes"),
    ],
)
def test_a_table_that_a_format_cannot_name_is_refused(
    tmp_path: Path, to: str, names: tuple[str, ...], said: str
) -> None:
    write_package(tmp_path, {name: [KEY] for name in names}, {name: [["a"]] for name in names})
    message = refusal(tmp_path, to, {plain(name) for name in names})
    assert said in message
    assert any(f'"{plain(name)}' in message for name in names)


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (("a/T.csv", "a/t.csv"), '"a/T.csv" and "a/t.csv" are one name'),
        (("aux/t.csv",), "Windows takes it for a device"),
        (("a?.csv",), '"?" can\'t be in it'),
    ],
)
def test_a_csv_file_that_some_system_cannot_name_is_refused(
    tmp_path: Path, paths: tuple[str, ...], said: str
) -> None:
    tables = {f"t{n}": [KEY] for n in range(len(paths))}
    write_package(tmp_path, tables, {}, dict(zip(tables, paths, strict=True)))
    assert said in refusal(tmp_path, "csv", set(paths))


@pytest.mark.parametrize(
    ("to", "column", "said"),
    [
        ("sqlite", "ID", "are one name to SQLite"),
        ("stata", "using", "Stata keeps this name for itself"),
        ("stata", "str12", "Stata keeps this name for itself"),
        ("stata", "c" * 33, "its name has 33 characters, Stata holds 32"),
        ("stata", "a-b", 'not "-"'),
        ("stata", "1st", "begin with a digit"),
    ],
)
def test_a_column_that_a_format_cannot_name_is_refused(
    tmp_path: Path, to: str, column: str, said: str
) -> None:
    write_package(tmp_path, {"t": [KEY, {"name": column, "type": "string"}]}, {"t": [["a", "b"]]})
    message = refusal(tmp_path, to, {"t"})
    assert said in message
    assert f'"{column}"' in message


@pytest.mark.parametrize(
    ("to", "kind", "cell", "said"),
    [
        ("xlsx", "date", "1899-12-31", 't k: x has "1899-12-31", and Excel\'s first day'),
        ("xlsx", "date", "1900-01-01", ""),
        ("xlsx", "date", "1900-02-28", ""),
        ("xlsx", "date", "9999-12-31", ""),
        ("stata", "date", "0099-12-31", 't k: x has "0099-12-31", and Stata\'s first day'),
        ("stata", "date", "0100-01-01", ""),
        ("stata", "date", "9999-12-31", ""),
        *((to, "integer", str(2**53), "") for to in READERS),
        *(
            (to, "integer", str(-(2**53) - 1), "-9007199254740993")
            for to in ("xlsx", "stata", "json")
        ),
        *((to, "integer", "9" * 18, "") for to in ("parquet", "csv", "sqlite")),
        ("xlsx", "string", "é" * 32_767, ""),
        ("xlsx", "string", "\U0001d54f" * 16_384, "x has 32768 characters"),
        ("xlsx", "string", "a\x0bb", "with a character that a workbook can't hold"),
        ("stata", "string", "a\x00b", "with the character 0"),
        ("stata", "string", "é" * 30_000, ""),
    ],
)
def test_the_values_at_the_limits_of_a_format_come_through_and_those_beyond_are_named(
    tmp_path: Path, to: str, kind: str, cell: str, said: str
) -> None:
    write_package(tmp_path, {"t": [KEY, {"name": "x", "type": kind}]}, {"t": [["k", cell]]})
    message = export_or_refuse(to, tmp_path, {"t k: x"})
    assert bool(message) == bool(said)
    assert said in message


@pytest.mark.parametrize("to", sorted(set(READERS) - {"csv"}))
def test_an_integer_beyond_64_bits_is_named(tmp_path: Path, to: str) -> None:
    write_package(
        tmp_path, {"t": [KEY, {"name": "x", "type": "integer"}]}, {"t": [["k", "9" * 19]]}
    )
    assert "beyond 64 bits" in export_or_refuse(to, tmp_path, {"t k: x"})


@pytest.mark.parametrize(
    ("to", "cell"), [("xlsx", "1e308"), ("stata", "9e307"), ("xlsx", "1e-310")]
)
def test_a_number_that_a_format_takes_for_infinite_or_none_is_named(
    tmp_path: Path, to: str, cell: str
) -> None:
    write_package(tmp_path, {"t": [KEY, {"name": "x", "type": "number"}]}, {"t": [["k", cell]]})
    assert "which" in export_or_refuse(to, tmp_path, {"t k: x"})


def test_a_number_of_17_digits_comes_through_or_an_old_xlsxwriter_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = "0.30000000000000004"
    write_package(tmp_path, {"t": [KEY, {"name": "x", "type": "number"}]}, {"t": [["k", cell]]})
    message = export_or_refuse("xlsx", tmp_path, {"t k: x"})
    assert bool(message) == (xlsxwriter.__version__ == "3.2.0")
    monkeypatch.setattr(xlsx, "_can_be_exact", lambda: False)
    assert "update it" in export_or_refuse("xlsx", tmp_path, {"t k: x"})


@pytest.mark.parametrize("to", READERS)
def test_tables_without_rows_and_columns_without_values_come_through(
    tmp_path: Path, to: str
) -> None:
    kinds = [{"name": kind, "type": kind} for kind in ("string", "integer", "number", "date")]
    listed = {"name": "listed", "type": "string", "constraints": {"enum": ["a", "b"]}}
    fields = [KEY, *kinds, listed]
    rows = {"missing": [["a", "", "", "", "", ""], ["b", "", "", "", "", ""]]}
    write_package(tmp_path, {"empty": fields, "missing": fields}, rows)
    assert refusal(tmp_path, to, set()) == ""


@pytest.mark.parametrize("to", READERS)
def test_an_integer_is_a_primary_key(tmp_path: Path, to: str) -> None:
    fields = [{"name": "id", "type": "integer"}, {**TEXT, "to": ("t", "id"), "type": "integer"}]
    write_package(tmp_path, {"t": fields}, {"t": [["-3", ""], ["7", "-3"]]})
    assert export_or_refuse(to, tmp_path, set()) == ""


def test_a_table_with_the_name_of_our_view_index_or_search_takes_its_place(tmp_path: Path) -> None:
    text = {"name": "text", "type": "string"}
    names = ("quotes", "quotes_joined", "quotes_fts_data", "quotes_id", "id")
    tables = {name: [KEY, text] for name in names}
    tables["quotes"] = [KEY, {**text, "to": ("id", "id")}]
    write_package(tmp_path, tables, {name: [["a", "a"]] for name in names})
    export.write("sqlite", tmp_path / "a.db", folder=tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as base:
        kinds = dict(base.execute("select name, type from sqlite_master where sql is not null"))
    assert {kinds[name] for name in names} == {"table"}
    assert "quotes_fts" not in kinds


def test_a_package_without_our_columns_gets_no_joined_view_and_searches_texts_only(
    tmp_path: Path,
) -> None:
    number = {"name": "text", "type": "integer"}
    note = {"name": "note", "type": "string"}
    actor = {"name": "actor_id", "type": "string", "to": ("actors", "id")}
    tables = {"actors": [KEY], "quotes": [KEY, number, note, actor]}
    write_package(tmp_path, tables, {"actors": [["a"]], "quotes": [["q", "7", "Défi", "a"]]})
    export.write("sqlite", tmp_path / "a.db", folder=tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as base:
        found = base.execute("select rowid from quotes_fts where quotes_fts match 'defi'")
        assert found.fetchall() == [(1,)]
        assert base.execute("select * from sqlite_master where type = 'view'").fetchall() == []


def test_a_foreign_key_to_a_column_that_repeats_is_exported_without_its_constraint(
    tmp_path: Path,
) -> None:
    key = {"name": "to", "type": "string", "to": ("t", "x")}
    rows = {"t": [["a", "x"], ["b", "x"]], "u": [["a", "x"]]}
    write_package(tmp_path, {"t": [KEY, TEXT], "u": [KEY, key]}, rows)
    assert export_or_refuse("sqlite", tmp_path, set()) == ""


@pytest.mark.parametrize("to", READERS)
def test_paths_with_a_dot_and_with_folders_are_exported_right(tmp_path: Path, to: str) -> None:
    paths = {"t": "./t.csv", "u": "a/./b/u.csv"}
    write_package(tmp_path, {"t": [KEY], "u": [KEY]}, {"t": [["a"]], "u": [["b"]]}, paths)
    assert export_or_refuse(to, tmp_path, set()) == ""
    if to == "csv":
        written = export.write("csv", tmp_path / "out", folder=tmp_path)
        inside = [os.path.relpath(file, tmp_path / "out").replace(os.sep, "/") for file in written]
        assert inside == ["datapackage.json", "t.csv", "a/b/u.csv"]


@pytest.mark.parametrize(
    ("table", "said"),
    [("t", 'there is no table "quotes"'), ("quotes", 'quotes has no text column "quote_id"')],
)
def test_a_corpus_needs_the_tables_that_it_is_made_of(
    tmp_path: Path, table: str, said: str
) -> None:
    write_package(tmp_path, {table: [KEY, TEXT]}, {table: [["a", "b"]]})
    with pytest.raises(ValueError, match=said):
        export.write("corpus", tmp_path / "corpus", folder=tmp_path)
    assert not (tmp_path / "corpus").exists()


@pytest.mark.parametrize("to", READERS)
def test_a_package_that_is_not_valid_is_one_line(
    tmp_path: Path, to: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    field = {"name": "x", "type": "integer", "constraints": {"required": True}}
    write_package(tmp_path, {"t": [KEY, field]}, {"t": [["a", ""], ["a", "b"]]})
    monkeypatch.setattr(descriptor, "home", lambda: str(tmp_path))
    code = cli.main(["export", "--to", to, str(tmp_path / EXPORTS[to])])
    out = capsys.readouterr()
    assert (code, out.err.count("\n")) == ((0, 0) if to == "csv" else (2, 1))
