"""What isn't CSV with commas is named in one line, as a table of a folder and as a file by itself."""

import bz2
import contextlib
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data import cli
from coalition_data.tables import canonical, columns, csvfile, descriptor, filekind
from coalition_data.validation import validator

pytestmark = pytest.mark.once

Capture = pytest.CaptureFixture[str]
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
ROWS = b"id,x\n" + b"".join(b"a%04d,some words\n" % n for n in range(500))
NAMES = st.text(st.characters(codec="utf-8", exclude_characters='"\r\n\0'), min_size=1, max_size=5)


def zipped(name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("t.csv")
        member.size = len(ROWS)
        archive.addfile(member, io.BytesIO(ROWS))
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    pd.DataFrame({"id": ["a"]}).to_excel(out, index=False, engine="xlsxwriter")
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    pd.DataFrame({"id": ["a"], "x": ["b"]}).to_parquet(out)
    return out.getvalue()


def database() -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:")) as one:
        one.execute("create table t (id)")
        return one.serialize()


OTHERS = {
    "xlsx": (workbook, "a workbook (xlsx)", "save the sheet as CSV"),
    "ods": (
        lambda: zipped("mimetype", ODS, zipfile.ZIP_STORED),
        "a workbook (ods)",
        "save the sheet as CSV",
    ),
    "xls": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "a workbook (xls",
        "save the sheet as CSV",
    ),
    "docx": (lambda: zipped("word/document.xml", b"x"), "Word", "CSV"),
    "zip": (lambda: zipped("t.csv", ROWS), "a zip file", "unzip"),
    "gzip": (lambda: gzip.compress(ROWS), "packed with gzip", "gunzip"),
    "bzip2": (lambda: bz2.compress(ROWS), "packed with bzip2", "bunzip2"),
    "xz": (lambda: lzma.compress(ROWS), "packed with xz", "unxz"),
    "zstd": (lambda: b"\x28\xb5\x2f\xfd" + bytes(range(256)), "packed with zstd", "unzstd"),
    "tar": (tarred, "a tar archive", "tar -xf"),
    "sqlite": (database, "an SQLite database", "export the table"),
    "json": (lambda: json.dumps([{"id": "a"}]).encode(), "JSON", "save its rows as CSV"),
    "jsonl": (lambda: b'{"id": "a", "x": 1}\n' * 3, "JSON", "save its rows as CSV"),
    "marked json": (lambda: b'\xef\xbb\xbf{"id": "a"}', "JSON", "save its rows as CSV"),
    "html": (lambda: b"\n<!DOCTYPE html>\n<html>", "a web page", "download the file itself"),
    "xml": (lambda: b'<?xml version="1.0"?>\n<a/>', "XML", "save its rows as CSV"),
    "utf-16": (lambda: ROWS.decode().encode("utf-16"), "text in UTF-16", "save it as UTF-8"),
    "utf-16-be": (lambda: ROWS.decode().encode("utf-16-be"), "text in UTF-16", "save it as UTF-8"),
    "utf-32": (lambda: ROWS.decode().encode("utf-32"), "text in UTF-32", "save it as UTF-8"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "an image", "put the table there"),
    "jpeg": (lambda: b"\xff\xd8\xff\xe0" + bytes(50), "an image", "put the table there"),
    "gif": (lambda: b"GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0", "an image", "put the table there"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF", "put the table there"),
    "lfs": (
        lambda: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
        "a pointer of Git LFS",
        "git lfs pull",
    ),
    "bytes": (lambda: bytes(range(256)) * 8, "binary data", "put the table there"),
}
SEPARATED = {
    "semicolons": (b"id;x\na;b\n", "semicolons"),
    "tabs": (b"id\tx\na\tb\n", "tabs"),
    "pipes": (b"id|x\na|b\n", "pipes"),
    "quoted": (b'"id";"x"\n"a";"b"\n', "semicolons"),
    "marked": (b"\xef\xbb\xbfid;x\r\na;b\r\n", "semicolons"),
    "old Mac": (b"id;x\ra;b\r", "semicolons"),
    "decimal commas": (b"id;x\na;1,5\n", "semicolons"),
    "hint": (b"sep=;\r\nid;x\r\na;b\r\n", "delete it, and put commas in place of semicolons"),
    "hint at commas": (b'"sep=,"\nid,x\na,b\n', "delete it"),
    "other columns": (b"code;name\na;b\n", "semicolons"),
}
BAD = {
    **{name: (make(), [what, todo]) for name, (make, what, todo) in OTHERS.items()},
    **{name: (data, [words]) for name, (data, words) in SEPARATED.items()},
}


def package(folder: Path, data: bytes, names: tuple[str, ...] = ("id", "x")) -> Path:
    fields = [{"name": name, "type": "string"} for name in names]
    schema = {"fields": fields, "primaryKey": names[0]}
    resources = [{"name": "t", "path": "t.csv", "schema": schema}]
    raw = {"name": "p", "version": "1.0.0", "resources": resources}
    (folder / descriptor.FILENAME).write_text(json.dumps(raw), encoding="utf-8")
    (folder / "t.csv").write_bytes(data)
    return folder


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("schemas", [False, True])
def test_a_table_that_is_no_csv_with_commas_is_one_problem_of_its_file(
    name: str, schemas: bool, tmp_path: Path
) -> None:
    data, words = BAD[name]
    (found,) = cd.validate(package(tmp_path, data), schemas=schemas)
    assert (found.file, found.line) == ("t.csv", int(found.rule == "separator"))
    assert all(one in str(found) for one in words)


@pytest.mark.parametrize("name", BAD)
def test_fmt_says_what_the_file_is_and_leaves_it(
    name: str, tmp_path: Path, capsys: Capture
) -> None:
    data, words = BAD[name]
    assert cli.main(["fmt", str(package(tmp_path, data))]) == 1
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert all(one in printed for one in words)
    assert (tmp_path / "t.csv").read_bytes() == data


@pytest.mark.parametrize("command", ["fingerprint", "identify", "cite"])
@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_csv_with_commas_is_one_line_wherever_a_file_is_an_argument(
    name: str, command: str, tmp_path: Path, capsys: Capture
) -> None:
    data, words = BAD[name]
    path = tmp_path / "rows.csv"
    path.write_bytes(data)
    assert cli.main([command, str(path)]) == 2
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert all(one in printed for one in words)


def test_a_parquet_file_in_place_of_a_table_is_named(tmp_path: Path) -> None:
    (found,) = cd.validate(package(tmp_path, parquet()))
    assert "this is a Parquet file, not CSV" in str(found)


@pytest.mark.parametrize("name", ["q.PARQUET", "q.Parquet", "q.PQ", "q", "q.csv"])
def test_a_parquet_file_is_known_by_its_bytes_whatever_it_is_called(
    name: str, tmp_path: Path, capsys: Capture
) -> None:
    pyarrow.parquet.write_table(cd.load("quotes", engine="pyarrow"), tmp_path / name)
    assert cli.main(["fingerprint", str(tmp_path / name)]) == 0
    assert capsys.readouterr().out.strip() == cd.fingerprint("quotes")


@pytest.mark.parametrize("name", ["q.CSV", "q.Csv", "q.txt", "q"])
def test_a_csv_file_is_read_whatever_it_is_called(
    name: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / name).write_text(cd.quotes().to_csv(index=False), encoding="utf-8-sig")
    assert cli.main(["identify", str(tmp_path / name)]) == 0
    assert capsys.readouterr().out.startswith("exact")


def test_a_parquet_file_that_was_cut_off_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "q.parquet").write_bytes(parquet()[:-20])
    assert cli.main(["identify", str(tmp_path / "q.parquet")]) == 2
    assert "damaged, or cut off" in capsys.readouterr().err


HEADERS = (
    *(b"BMI,ORC\n1,2\n", b"ORCID\n1\n", b"Rar!,GIF8\n1,2\n", b"PAR1,x\n1,2\n", b"BZh\n1\n"),
    *(b"BM,\xe9\n1,2\n", b"[a],[b]\n1,2\n", b"<id>,x\n1,2\n", b"sep,x\n1,2\n"),
)


@pytest.mark.parametrize("data", HEADERS)
def test_a_header_that_begins_as_other_files_do_is_still_a_header(data: bytes) -> None:
    rules = {problem.rule for problem in csvfile.parse_sheet(data, "t.csv").problems}
    assert rules <= {"not-utf-8"}


@settings(deadline=None)
@given(st.lists(NAMES.map(canonical.canonical_cell).filter(bool), min_size=1, unique=True))
def test_columns_that_are_declared_are_no_other_separator(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    data = canonical.canonical_bytes(names, [["a"] * len(names)])
    folder = package(tmp_path_factory.mktemp("p"), data, tuple(names))
    rules = {problem.rule for problem in validator.validate(folder)}
    assert not rules & {"separator", "unknown-column", "missing-column", "unreadable-file"}


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    filekind.find_binary(data)
    filekind.find_text(data)
    path = tmp_path_factory.mktemp("p") / "t.csv"
    path.write_bytes(data)
    said = ""
    try:
        columns.read_file(str(path))
    except ValueError as error:
        said = str(error)
    assert "\n" not in said
