import pandas as pd
import pandera.errors
import pytest

import coalition_data as cd
from coalition_data.tables import descriptor
from coalition_data.validation import pattern, schema

pytestmark = pytest.mark.libraries

TABLES = list(descriptor.read().tables)


@pytest.mark.parametrize("name", TABLES)
def test_each_schema_accepts_its_shipped_table(name: str) -> None:
    assert cd.schemas()[name].validate(cd.load(name)).equals(cd.load(name))


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("actors", "iso3", "FR", "pattern"),
        ("actors", "iso3", "USA\n", "pattern"),
        ("actors", "cow_code", 1000, "maximum"),
        ("actors", "name_en", None, "not_nullable"),
        ("quotes", "quote_id", "2015-01-london-q001", "unique"),
        ("figures", "as_stated", "x" * 61, "maxLength"),
        ("sources", "text_chars", 0, "minimum"),
    ],
)
def test_a_schema_refuses_a_bad_cell_and_names_the_check(
    table: str, column: str, value: object, check: str
) -> None:
    frame = cd.load(table)
    frame.loc[1, column] = value
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        cd.schemas()[table].validate(frame, lazy=True)
    assert (column, check) in set(
        caught.value.failure_cases[["column", "check"]].itertuples(index=False, name=None)
    )


def test_a_schema_refuses_a_value_outside_its_enum() -> None:
    frame = cd.meetings().astype({"status": object})
    frame.loc[0, "status"] = "hold"
    with pytest.raises(pandera.errors.SchemaErrors):
        cd.schemas()["meetings"].validate(frame, lazy=True)


@pytest.mark.parametrize("change", ["drop", "add", "swap"])
def test_a_schema_refuses_other_columns(change: str) -> None:
    frame = cd.actors()
    names = list(frame.columns)
    frame = {
        "drop": frame.drop(columns="note"),
        "add": frame.assign(extra=1),
        "swap": frame[[names[1], names[0], *names[2:]]],
    }[change]
    with pytest.raises((pandera.errors.SchemaErrors, pandera.errors.SchemaError)):
        cd.schemas()["actors"].validate(frame, lazy=True)


def test_a_column_says_what_the_descriptor_says() -> None:
    column = cd.schemas()["quotes"].columns["text"]
    field = descriptor.read().table("quotes").field("text")
    assert (column.title, column.description, column.nullable) == (
        field.title,
        field.description,
        True,
    )


def test_a_dtype_is_that_of_the_loaded_column() -> None:
    frame = cd.figures()
    for field in descriptor.read().table("figures").fields:
        wanted = schema.find_dtype(field)
        assert frame[field.name].dtype == (
            object if wanted is str else pd.api.types.pandas_dtype(wanted)
        )


FIELDS = [field for table in descriptor.read().tables.values() for field in table.fields]


@pytest.mark.parametrize("text", sorted({field.pattern for field in FIELDS if field.pattern}))
def test_arrow_reads_each_shipped_pattern_as_python_does(text: str) -> None:
    cells = {"", "a", "fr", "Q1", "2015-01-london-q001", "x" * 3000, text}
    for name in TABLES:
        texts = cd.load(name).select_dtypes("string")
        for column in texts:
            cells |= set(texts[column].dropna().head(100))
    left = sorted(cells)
    unlike = {cell for cell, ok in zip(left, pattern.match_re2(left, text), strict=True) if not ok}
    assert pattern.find_unmatched(left, text) == unlike


def test_a_long_cell_does_not_hold_up_a_pattern() -> None:
    quantity = descriptor.read().table("figures").field("quantity_id").pattern
    assert quantity is not None
    assert pattern.find_unmatched(["a" + "-2014-01" * 16_000 + "!"], quantity)


def test_a_slip_in_a_pattern_of_ours_is_an_error_of_the_descriptor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pattern, "_shipped_patterns", lambda: {"[a"})
    with pytest.raises(descriptor.DescriptorError, match="can't be read"):
        pattern.check_pattern("[a", "quotes.text")
