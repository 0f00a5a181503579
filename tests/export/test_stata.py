"""Stata files have labels, and one file can hold one table."""

from pathlib import Path

import pandas as pd

import coalition_data as cd
from coalition_data import export
from coalition_data.tables import descriptor

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
