"""Real clients read the shipped files as they are: CSVW, DuckDB, polars, pandas, R."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import csvw
import duckdb
import pandas as pd
import polars as pl
import pytest

import coalition_data as cd
import metadata
from coalition_data.tables import descriptor
from worlds import Copy

pytestmark = pytest.mark.once

PACKAGE = descriptor.read()
TABLES = list(PACKAGE.tables)


def as_csvw(copy: Copy) -> csvw.TableGroup:
    copy.write()
    path = copy.folder / "csv-metadata.json"
    path.write_text(json.dumps(metadata.csvw(copy.package)), encoding="utf-8")
    return csvw.TableGroup.from_file(path)


def test_csvw_reads_every_row_with_its_type_and_follows_every_key(copy: Copy) -> None:
    group = as_csvw(copy)
    counts = {str(table.url): len(list(table.iterdicts(strict=True))) for table in group.tables}
    assert counts == {table.path: len(copy.rows[table.name]) for table in PACKAGE.tables.values()}
    assert group.check_referential_integrity()


@pytest.mark.parametrize(
    ("table", "key", "cells"),
    [
        ("figures", "2015-01-london-f001", {"unit": "nations"}),
        ("figures", "2015-01-london-f003", {"value": "21 pays"}),
        ("meetings", "2015-01-london", {"date_start": "2015-02-30"}),
        ("actors", "france", {"cow_code": "1"}),
        ("actors", "france", {"iso3": "FR"}),
        ("quotes", "2015-01-london-q001", {"certainty": ""}),
    ],
)
def test_csvw_and_we_refuse_the_same_bad_cell(
    copy: Copy, table: str, key: str, cells: dict[str, str]
) -> None:
    assert copy.set(table, key, **cells).problems() != []
    broken = next(t for t in as_csvw(copy).tables if str(t.url) == PACKAGE.table(table).path)
    with pytest.raises(ValueError):  # noqa: PT011 (csvw has a message of its own for each)
        list(broken.iterdicts(strict=True))


def test_csvw_and_we_refuse_the_same_dangling_key(copy: Copy) -> None:
    copy.set("quotes", "2015-01-london-q001", speaker_id="nobody")
    assert "foreign-key" in {p.rule for p in copy.problems()}
    with pytest.raises(ValueError, match="`nobody` not found"):
        as_csvw(copy).check_referential_integrity()


DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}


@pytest.mark.parametrize("name", TABLES)
def test_duckdb_reads_the_file_as_we_do(name: str) -> None:
    columns = {f.name: DUCKDB[f.type] for f in PACKAGE.table(name).fields}
    rows = duckdb.sql(
        f"select * from read_csv('{PACKAGE.file(name)}', header=true, columns={columns})"
    ).fetchall()
    assert rows == [tuple(row.values()) for row in cd.load(name, engine="pyarrow").to_pylist()]


@pytest.mark.parametrize("name", TABLES)
def test_polars_reads_the_file_as_we_do(name: str) -> None:
    kinds = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
    schema = {f.name: kinds[f.type] for f in PACKAGE.table(name).fields}
    frame = pl.read_csv(PACKAGE.file(name), schema=schema, try_parse_dates=True)
    assert cd.fingerprint(frame) == cd.fingerprint(name)


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_the_file_as_we_do(name: str) -> None:
    frame = pd.read_csv(PACKAGE.file(name), keep_default_na=False, na_values=[""])
    assert cd.fingerprint(frame) == cd.fingerprint(name)


# A line for each file: its table, how many rows, how many venues are the text NA, and the class of
# each column.
R_SCRIPT = """
library(readr)
for (path in commandArgs(TRUE)) {
  table <- read_csv(path, na = "", show_col_types = FALSE)
  stopifnot(nrow(problems(table)) == 0)
  classes <- sapply(table, function(column) class(column)[1])
  kept <- if ("venue" %in% names(table)) sum(table$venue == "NA", na.rm = TRUE) else 0
  cat(sub(".csv$", "", basename(path)), nrow(table), kept, classes, "\\n")
}
"""
R_TYPES = {"string": {"character", "logical"}, "integer": {"numeric", "logical"}, "number": {"numeric", "logical"},
           "date": {"Date", "logical"}}  # fmt: skip


@pytest.mark.skipif(
    not shutil.which("Rscript") and not os.environ.get("CI"), reason="R isn't installed"
)
def test_r_reads_each_file_with_its_types_and_keeps_the_word_na(copy: Copy, tmp_path: Path) -> None:
    copy.set("meetings", "2015-01-london", venue="NA")
    copy.write()
    script = tmp_path / "read.R"
    script.write_text(R_SCRIPT, encoding="utf-8")
    command = ["Rscript", str(script), *(str(copy.path(name)) for name in TABLES)]
    out = subprocess.run(command, capture_output=True, text=True, check=True)
    found = {name: rest for name, *rest in map(str.split, out.stdout.splitlines())}
    assert found.keys() == set(TABLES)
    for name, (count, kept, *classes) in found.items():
        rows = copy.rows[name]
        assert (int(count), int(kept)) == (len(rows), int(name == "meetings"))
        for field, kind in zip(PACKAGE.table(name).fields, classes, strict=True):
            # A column without any value is logical to readr.
            empty = all(not row[field.name] for row in rows)
            assert kind in R_TYPES[field.type] - (set() if empty else {"logical"})
