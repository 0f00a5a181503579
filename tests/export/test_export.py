"""What is exported reads back as the tables, in the tools that it is meant for."""

import contextlib
import functools
import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import coalition_data as cd
from coalition_data import cli, export
from coalition_data.tables import descriptor
from worlds import EXPORTS, Copy

pytestmark = pytest.mark.libraries

PACKAGE = descriptor.read()
HOSTILE = "</script><script>alert(1)</script> \"quoted\" 'x' =1+1"


def test_each_format_is_tried() -> None:
    assert set(EXPORTS) == set(export.FORMATS)


def from_parquet(out: Path, table: str) -> Any:
    return pq.read_table(out / "parquet" / f"{table}.parquet")


def from_csv(out: Path, table: str) -> Any:
    return pd.read_csv(
        out / "csv" / PACKAGE.table(table).path, keep_default_na=False, na_values=[""]
    )


def from_stata(out: Path, table: str) -> Any:
    return pd.read_stata(out / "stata" / f"{table}.dta")


def from_sqlite(out: Path, table: str) -> Any:
    with contextlib.closing(sqlite3.connect(out / "all.db")) as base:
        return pd.read_sql_query(f'select * from "{table}"', base)


@functools.cache
def read_workbook(path: Path) -> dict[str, Any]:
    """Return the frame of each sheet. The strings of all sheets are read with any."""
    return pd.read_excel(path, sheet_name=None, keep_default_na=False, na_values=[""])


def from_xlsx(out: Path, table: str) -> Any:
    return read_workbook(out / "all.xlsx")[table]


def from_json(out: Path, table: str) -> Any:
    rows = json.loads((out / "all.json").read_text(encoding="utf-8"))["tables"][table]
    return pd.DataFrame(rows, columns=PACKAGE.table(table).names)


READERS = {
    "parquet": from_parquet,
    "csv": from_csv,
    "stata": from_stata,
    "sqlite": from_sqlite,
    "xlsx": from_xlsx,
    "json": from_json,
}


@pytest.mark.parametrize("to", READERS)
@pytest.mark.parametrize("table", PACKAGE.tables)
def test_every_table_reads_back_with_its_fingerprint(out: Path, to: str, table: str) -> None:
    assert cd.fingerprint(READERS[to](out, table)) == cd.fingerprint(table)


@pytest.mark.parametrize("to", ["sqlite", "xlsx", "json", "stata", "parquet"])
def test_hostile_and_long_cells_come_through_as_text(copy: Copy, tmp_path: Path, to: str) -> None:
    copy.set("meetings", "2015-01-london", note=HOSTILE, venue="\u202eabc" + "é" * 10_000).write()
    export.write(to, tmp_path / EXPORTS[to], folder=copy.folder)
    frame = READERS[to](tmp_path, "meetings")
    frame = frame.to_pandas() if to == "parquet" else frame
    row = frame.set_index("meeting_id").loc["2015-01-london"]
    assert (row["note"], row["venue"]) == (HOSTILE, "\u202eabc" + "é" * 10_000)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--to", "json", "{folder}"], "is a folder; json is one file"),
        (["--to", "csv", "{file}"], "is a file; csv is a folder"),
        (["--to", "stata", "{folder}/x.dta"], "a .dta file holds one table: call it sources.dta"),
        (["--to", "csv", "{folder}/x", "--texts", "{folder}"], "leave --texts out"),
        (["--to", "json", "/proc/nowhere/a.json"], "No such file"),
    ],
)
def test_what_cannot_be_exported_is_one_line(
    args: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert cli.main(["export", *(arg.format(folder=tmp_path, file=file) for arg in args)]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1


def test_the_command_prints_what_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", "--to", "json", str(tmp_path / "a.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"files": [str(tmp_path / "a.json")]}


def test_the_same_data_give_the_same_files(out: Path, tmp_path: Path) -> None:
    for to in ("parquet", "stata", "json", "corpus", "xlsx"):
        for file in export.write(to, tmp_path / EXPORTS[to]):
            same = out / os.path.relpath(file, tmp_path)
            assert Path(file).read_bytes() == same.read_bytes()
