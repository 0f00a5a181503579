"""The R package has typed data frames that equal the tables, with a help page each."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

import coalition_data as cd
from coalition_data import export
from coalition_data.tables import descriptor, panels
from worlds import EXPORTS, ROOT, Copy, write_package

PACKAGE = descriptor.read()
FRAMES = [
    *PACKAGE.tables,
    *(f"panel_{unit.replace('-', '_')}" for unit in panels.list_units()),
]
# R loads each data frame, and writes it as it does by default.
WRITE = """
folder <- commandArgs(TRUE)[1]
for (file in list.files(file.path(folder, "data"), full.names = TRUE)) {
  name <- load(file)
  frame <- get(name)
  write.csv(frame, file.path(folder, paste0(name, ".csv")))
  kinds <- vapply(frame, function(column) class(column)[1], "")
  listed <- vapply(frame, function(column) paste(levels(column), collapse = "|"), "")
  write.csv(data.frame(kinds, listed), file.path(folder, paste0(name, "-kinds.csv")))
}
for (file in list.files(file.path(folder, "man"), full.names = TRUE)) print(tools::checkRd(file))
"""


def run_r(script: str, *args: str) -> str:
    command = ["Rscript", "--vanilla", "-e", script, *args]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def out(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package in it, in which R may write."""
    folder = tmp_path_factory.mktemp("exports")
    shutil.copytree(out / EXPORTS["r"], folder / "r")
    return folder


@pytest.fixture(scope="module")
def written(out: Path) -> Path:
    """Return the folder of the package, with what R wrote of it."""
    if not shutil.which("Rscript") and not os.environ.get("CI"):
        pytest.skip("R isn't installed")
    assert run_r(WRITE, str(out / "r")) == ""
    return out / "r"


def describe(name: str) -> descriptor.Table:
    unit = name.removeprefix("panel_").replace("_", "-")
    return PACKAGE.tables.get(name) or panels.read_panel(PACKAGE, unit)


@pytest.mark.parametrize("name", FRAMES)
def test_what_r_writes_of_a_data_frame_is_the_table_cell_by_cell(written: Path, name: str) -> None:
    frame = pd.read_csv(written / f"{name}.csv", dtype=str, keep_default_na=False)
    unit = name.removeprefix("panel_").replace("_", "-")
    table = cd.load(name) if name in PACKAGE.tables else cd.panel(unit)
    assert cd.fingerprint(frame) == cd.fingerprint(table)


def test_the_example_of_the_readme_runs(written: Path) -> None:
    blocks = re.findall(r"```r\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (lines,) = (block.splitlines() for block in blocks)
    attached, *body, cited = lines
    assert (attached, cited) == ("library(coalitiondata)", 'citation("coalitiondata")')
    load = f"load('{written / 'data' / 'panel_state_year.rda'}')"
    said = run_r("\n".join([load, *body]))
    france = cd.panel("state-year").query("actor_id == 'france' and year == 2014").iloc[0]
    counts = [str(france[name]) for name in ("meetings", "attended_low", "attended_high")]
    assert said.splitlines()[1].split()[1:5] == ["France", *counts]


KINDS = {"string": "character", "integer": "integer", "number": "numeric", "date": "Date"}


@pytest.mark.parametrize("name", FRAMES)
def test_columns_have_their_types_and_factors_their_levels_in_order(
    written: Path, name: str
) -> None:
    found = pd.read_csv(written / f"{name}-kinds.csv", index_col=0, keep_default_na=False)
    for field in describe(name).fields:
        kind = "factor" if field.enum else KINDS[field.type]
        assert found.loc[field.name].tolist() == [kind, "|".join(field.enum or [])]


@pytest.mark.parametrize("name", FRAMES)
def test_the_help_page_explains_each_column(out: Path, name: str) -> None:
    page = (out / "r" / "man" / f"{name}.Rd").read_text(encoding="utf-8")
    assert re.findall(r"\\item\{\\code\{(\w+)\}\}\{.", page) == describe(name).names
    assert f"\\usage{{{name}}}" in page


def test_the_package_names_its_version_its_licence_and_its_fingerprint(out: Path) -> None:
    lines = (out / "r" / "DESCRIPTION").read_text(encoding="utf-8").splitlines()
    facts = dict(line.split(": ", 1) for line in lines)
    assert (facts["Package"], facts["Version"]) == ("coalitiondata", cd.__version__)
    assert facts["License"] == "CC BY 4.0"
    assert cd.fingerprint() in (out / "r" / "inst" / "CITATION").read_text(encoding="utf-8")


KEY = {"name": "id", "type": "string"}


@pytest.mark.parametrize("name", ["1a", "if", "a b", "été"])
def test_a_table_that_r_cannot_name_is_refused(tmp_path: Path, name: str) -> None:
    write_package(tmp_path, {name: [KEY]}, {name: [["a"]]})
    with pytest.raises(ValueError, match=r"can't name .* rename it|export to parquet or csv"):
        export.write("r", tmp_path / "r", folder=tmp_path)


def test_percent_signs_and_braces_stay_in_help_pages(copy: Copy, tmp_path: Path) -> None:
    path = copy.folder / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"title": "Meeting"', '"title": "50 % {of} \\\\x"', 1), "utf-8")
    export.write("r", tmp_path / "r", folder=copy.folder)
    pages = [p.read_text("utf-8") for p in (tmp_path / "r" / "man").iterdir()]
    assert any(r"50 \% \{of\} \\x" in page for page in pages)


def test_integers_beyond_32_bits_are_numbers_and_longer_ones_refused(tmp_path: Path) -> None:
    fields = [KEY, {"name": "n", "type": "integer"}]
    write_package(tmp_path, {"t": fields}, {"t": [["a", str(2**53)], ["b", ""]]})
    export.write("r", tmp_path / "r", folder=tmp_path)
    if shutil.which("Rscript"):
        show = 'load(commandArgs(TRUE)[1]); cat(class(t$n), format(t$n, digits = 17), sep = "|")'
        said = run_r(show, str(tmp_path / "r" / "data" / "t.rda"))
        assert said.split("|")[0::1][:2] == ["numeric", str(2**53)]
    write_package(tmp_path, {"t": fields}, {"t": [["a", str(2**53 + 1)]]})
    with pytest.raises(ValueError, match="which R rounds"):
        export.write("r", tmp_path / "r", folder=tmp_path)
