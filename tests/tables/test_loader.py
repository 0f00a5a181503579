import subprocess
import sys
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import coalition_data as cd
from coalition_data.tables import descriptor, loader
from worlds import Copy

TABLES = descriptor.read().tables
ONE = pd.__version__ >= "3"


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow"])
def test_every_engine_gives_the_declared_columns_in_order(name: str, engine: str) -> None:
    frame = cd.load(name, engine=engine)
    names = frame.column_names if engine == "pyarrow" else list(frame.columns)
    assert names == TABLES[name].names


@pytest.mark.parametrize("name", TABLES)
def test_pandas_frames_have_the_declared_types(name: str) -> None:
    frame = cd.load(name)
    assert isinstance(frame.index, pd.RangeIndex)
    for field in TABLES[name].fields:
        found = frame[field.name].dtype
        if field.enum:
            assert list(found.categories) == field.enum
        elif field.type == "string":
            assert str(found) == ("str" if ONE else "object")
        else:
            assert (
                str(found)
                == {"integer": "Int64", "number": "float64", "date": "datetime64[ms]"}[field.type]
            )


@pytest.mark.parametrize("name", TABLES)
def test_polars_frames_have_the_declared_types(name: str) -> None:
    wanted: dict[str, Any] = {
        "string": pl.String,
        "integer": pl.Int64,
        "number": pl.Float64,
        "date": pl.Date,
    }
    schema = cd.load(name, engine="polars").schema
    for field in TABLES[name].fields:
        assert schema[field.name] == (pl.Enum(field.enum) if field.enum else wanted[field.type])


@pytest.mark.parametrize("name", TABLES)
def test_all_engines_give_the_same_cells(name: str) -> None:
    rows = cd.load(name, engine="pyarrow").to_pylist()
    assert cd.load(name, engine="polars").to_dicts() == rows
    frame = cd.load(name)
    for field in TABLES[name].fields:
        if field.type == "date":
            frame[field.name] = frame[field.name].dt.date
    frame = frame.astype(object)
    assert frame.where(frame.notna(), None).to_dict("records") == rows


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_what_arrow_has_in_all_columns_or_in_those_named(name: str) -> None:
    package = descriptor.read()
    typed = loader.read_arrow(package, name)
    assert loader.list_rows(package, name) == typed.to_pylist()
    key, *_, last = typed.column_names
    assert loader.list_rows(package, name, [last, key]) == typed.select([last, key]).to_pylist()


@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
def test_who_does_not_ask_for_pandas_does_not_wait_for_it(engine: str) -> None:
    load = f"import sys, coalition_data as cd; [cd.load(name, engine={engine!r}) for name in {list(TABLES)}]"
    words = [sys.executable, "-c", f"{load}; print('pandas' in sys.modules)"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_missing_cells_answer_to_isna() -> None:
    quotes = cd.quotes()
    ships = quotes["evidence"].notna() & (quotes["quote_type"] != "indirect")
    assert quotes["text"].isna().tolist() == (~ships).tolist()
    assert set(ships) == {True, False}


def test_each_table_of_the_product_has_a_function() -> None:
    for name in TABLES:
        if name not in ("ledger", "waivers"):
            assert getattr(cd, name)().equals(cd.load(name))


def test_the_word_na_is_loaded_as_text(copy: Copy) -> None:
    copy.set("meetings", "2015-01-london", venue="NA").write()
    assert loader.read_frame("meetings", folder=copy.folder)["venue"].tolist().count("NA") == 1


@pytest.mark.parametrize(
    ("table", "key", "cells"),
    [
        ("meetings", "2015-01-london", {"date_start": "2015-02-30"}),
        ("meetings", "2015-01-london", {"date_start": "0000-01-01"}),
        ("meetings", "2015-01-london", {"status": "hold"}),
        ("figures", "2015-01-london-f001", {"value": "vingt"}),
        ("figures", "2015-01-london-f001", {"value": "nan"}),
    ],
)
def test_a_cell_that_does_not_fit_its_type_is_never_repaired(
    copy: Copy, table: str, key: str, cells: dict[str, str]
) -> None:
    copy.set(table, key, **cells).write()
    with pytest.raises(ValueError, match="coalition-data validate"):
        loader.read_frame(table, folder=copy.folder)


def test_a_large_table_of_blank_lines_is_refused_before_it_fills_the_memory(copy: Copy) -> None:
    path = copy.folder / "tables" / "quotes.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" * 10_000_000)
    with pytest.raises(ValueError, match="most of its lines are blank"):
        loader.read_arrow(descriptor.read(copy.folder), "quotes")


def test_a_large_table_of_short_rows_is_read(copy: Copy) -> None:
    path = copy.folder / "tables" / "actors.csv"
    header = path.read_text(encoding="utf-8").partition("\n")[0]
    commas = "," * (header.count(",") - 1)
    rows = 600_000
    path.write_text(f"{header}\n" + f"a,state{commas}\n" * rows, encoding="utf-8")
    assert path.stat().st_size * len(TABLES["actors"].names) > loader.MOST_EMPTY_CELLS
    assert loader.read_arrow(descriptor.read(copy.folder), "actors").num_rows == rows


def test_an_unknown_table_lists_the_names_that_work() -> None:
    with pytest.raises(KeyError, match=r"did you mean quotes\? There are sources, meetings"):
        cd.load("quote")


def test_an_unknown_engine_lists_the_names_that_work() -> None:
    with pytest.raises(ValueError, match="there are pandas, polars, pyarrow"):
        cd.load("quotes", engine="dask")


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow"])
def test_a_joined_frame_has_the_rows_of_its_table_in_order(name: str, engine: str) -> None:
    plain, joined = cd.load(name, engine=engine), cd.load(name, engine=engine, joined=True)
    assert len(joined) == len(plain)
    if engine == "pyarrow":
        assert isinstance(joined, pa.Table)
        assert joined.select(plain.column_names).equals(plain)


def test_a_joined_frame_names_speaker_year_and_place() -> None:
    row = cd.load("quotes", joined=True).set_index("quote_id").loc["2015-01-london-q002"]
    assert row["speaker_name_en"] == "Philip Hammond"
    assert row["meeting_year"] == 2015
    assert row["meeting_city"] == "London"
    assert row["source_publisher"] == "Tendance Ouest"


def test_a_joined_person_has_the_codes_of_the_state_represented() -> None:
    row = (
        cd.load("participants", joined=True).set_index("participant_id").loc["2015-01-london-p001"]
    )
    assert (row["actor_name_en"], row["actor_iso3"], row["actor_cow_code"]) == (
        "John Kerry",
        "USA",
        2,
    )


def test_a_joined_speaker_has_the_codes_of_the_state_represented_there() -> None:
    rows = cd.load("quotes", joined=True).set_index("quote_id")
    assert rows.loc["2015-01-london-q002", "speaker_iso3"] == "GBR"
    assert rows.loc["2015-01-london-q015", "speaker_iso3"] == "IRQ"
    assert pd.isna(rows.loc["2015-01-london-q010", "speaker_iso3"])


def test_joined_meetings_have_their_year_and_the_codes_of_their_country() -> None:
    row = cd.load("meetings", joined=True).set_index("meeting_id").loc["2017-05-copenhagen"]
    assert (row["year"], row["country_cow_code"]) == (2017, 390)
