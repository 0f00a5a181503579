"""Stata files have labels, and one file can hold one table."""

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

import coalition_data as cd
from coalition_data import export
from coalition_data.tables import descriptor, panels
from worlds import write_package

PACKAGE = descriptor.read()


def test_stata_has_labels_of_variables_and_values(out: Path) -> None:
    with pd.read_stata(out / "stata" / "meetings.dta", iterator=True) as reader:
        labels, values, title = reader.variable_labels(), reader.value_labels(), reader.data_label
    assert labels["city"] == PACKAGE.table("meetings").field("city").title
    assert list(values["level"].values()) == PACKAGE.table("meetings").field("level").enum
    assert title.endswith(cd.__version__)


def test_stata_writes_the_one_table_that_the_file_is_named_for(tmp_path: Path) -> None:
    assert export.write("stata", tmp_path / "figures.dta") == [str(tmp_path / "figures.dta")]
    assert cd.fingerprint(pd.read_stata(tmp_path / "figures.dta")) == cd.fingerprint("figures")


def code_of(path: Path, column: str) -> dict[str, int]:
    with pd.read_stata(path, iterator=True) as reader:
        return {value: code for code, value in reader.value_labels()[column].items()}


@pytest.mark.parametrize("name", PACKAGE.tables)
def test_values_have_the_codes_that_the_descriptor_records(out: Path, name: str) -> None:
    for field in PACKAGE.table(name).fields:
        if field.enum:
            assert code_of(out / "stata" / f"{name}.dta", field.name) == field.codes


KEY = {"name": "id", "type": "string"}


def write_colours(folder: Path, values: list[str], codes: list[int | str]) -> pd.Series:  # type: ignore[type-arg]
    """Return the numbers that Stata sees of a column whose list is `values`."""
    categories = [{"value": v, "code": c} for v, c in zip(values, codes, strict=True)]
    colour = {"name": "colour", "type": "string", "categories": categories}
    write_package(folder, {"t": [KEY, colour]}, {"t": [["a", "red"], ["b", "blue"], ["c", ""]]})
    export.write("stata", folder / "t.dta", folder=folder)
    return pd.read_stata(folder / "t.dta", convert_categoricals=False)["colour"]


def test_a_new_value_in_the_midst_shifts_no_code(tmp_path: Path) -> None:
    before = write_colours(tmp_path, ["red", "blue"], [1, 2])
    after = write_colours(tmp_path, ["red", "green", "blue"], [1, 3, 2])
    assert before.tolist()[:2] == after.tolist()[:2] == [1, 2]
    assert after.isna().tolist() == [False, False, True]
    labels = pd.read_stata(tmp_path / "t.dta")["colour"]
    assert labels.tolist()[:2] == ["red", "blue"]


@pytest.mark.parametrize("codes", [[1, 1], [0, 1], [1, "2"], [1, 10**6]])
def test_codes_that_are_not_whole_and_different_are_refused(
    tmp_path: Path, codes: list[int | str]
) -> None:
    with pytest.raises(ValueError, match="the codes of categories aren't whole and different"):
        write_colours(tmp_path, ["red", "blue"], codes)


def test_a_changed_code_takes_a_major_step(tmp_path: Path) -> None:
    for name, codes in (("old", [1, 2]), ("new", [2, 1])):
        (tmp_path / name).mkdir()
        write_colours(tmp_path / name, ["red", "blue"], [*codes])
    found = cd.diff(tmp_path / "old", tmp_path / "new")
    assert found.step == "major"
    assert "`t.colour`: the code of `red` is 2, it was 1" in str(found)


def test_every_closed_list_of_the_data_has_recorded_codes() -> None:
    fields = [field for table in PACKAGE.raw["resources"] for field in table["schema"]["fields"]]
    listed = [field for field in fields if "enum" in field.get("constraints", {})]
    assert listed
    assert all("code" in one for field in listed for one in field["categories"])
    for unit in panels.list_units():
        for field in panels.read_panel(PACKAGE, unit).fields:
            assert set(field.codes) == set(field.enum or [])


def test_notes_tell_source_version_and_what_variables_and_values_mean(out: Path) -> None:
    path = out / "stata" / "meetings.dta"
    rows, told = pyreadstat.read_dta(path)
    assert told.notes[0].startswith(f"Source: {PACKAGE.raw['title']}, version {cd.__version__}")
    assert told.variable_value_labels["level"][2] == "foreign_ministers"
    assert len(rows) == len(cd.meetings())
    level = PACKAGE.table("meetings").field("level")
    assert level.description.encode() in path.read_bytes()
    assert f"{level.codes['unknown']} unknown: {level.categories['unknown']}".encode() in (
        path.read_bytes()
    )
