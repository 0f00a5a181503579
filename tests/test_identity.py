import json
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import coalition_data as cd
from coalition_data import descriptor, identity, loader
from worlds import Copy

TABLES = list(descriptor.read().tables)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow"])
def test_every_engine_gives_the_same_fingerprint(name: str, engine: str) -> None:
    assert cd.fingerprint(cd.load(name, engine=engine)) == cd.fingerprint(name)


@pytest.mark.parametrize("name", TABLES)
def test_a_round_trip_through_csv_as_read_by_default_keeps_the_fingerprint(name: str, tmp_path: Path) -> None:
    cd.load(name).to_csv(tmp_path / "t.csv", index=False)
    assert cd.fingerprint(pd.read_csv(tmp_path / "t.csv")) == cd.fingerprint(name)


@pytest.mark.parametrize("name", TABLES)
def test_a_round_trip_through_parquet_keeps_the_fingerprint(name: str, tmp_path: Path) -> None:
    cd.load(name).to_parquet(tmp_path / "t.parquet")
    assert cd.fingerprint(pd.read_parquet(tmp_path / "t.parquet")) == cd.fingerprint(name)
    assert cd.fingerprint(pl.read_parquet(tmp_path / "t.parquet")) == cd.fingerprint(name)


def test_the_order_of_rows_and_columns_does_not_matter() -> None:
    frame = cd.quotes().sample(frac=1, random_state=1)
    assert cd.fingerprint(frame[sorted(frame.columns)]) == cd.fingerprint("quotes")


def test_some_rows_have_a_fingerprint_of_their_own() -> None:
    some = cd.quotes().query("speaker_id == 'john-kerry'")
    assert cd.fingerprint(some).startswith(f"cd1:{len(some)}x{some.shape[1]}:")
    assert cd.fingerprint(some) != cd.fingerprint("quotes")


def test_the_ledger_does_not_change_the_fingerprint_of_the_whole(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptor, "home", lambda: str(copy.folder))
    before = cd.fingerprint()
    copy.put("ledger", ledger_id="quotes/x", table="quotes", id="x", row_hash="0" * 64, added="0.1.0").write()
    assert cd.fingerprint() == before


def test_any_changed_cell_changes_the_fingerprint_of_the_whole(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptor, "home", lambda: str(copy.folder))
    before = cd.fingerprint()
    copy.set("figures", "2015-01-london-f001", value="22").write()
    assert cd.fingerprint() != before
    assert cd.fingerprint().split(":")[1] == before.split(":")[1]


@pytest.mark.parametrize("x", [pd.DataFrame({"a": [1]}), pa.table({"quote_id": ["x"]})])
def test_a_frame_of_other_columns_is_refused_and_the_nearest_table_named(x: Any) -> None:
    with pytest.raises(ValueError, match="fit no table; nearest is"):
        cd.fingerprint(x)


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="not list"):
        cd.fingerprint([1])


def test_a_cell_of_another_type_is_refused() -> None:
    frame = cd.figures().astype({"value": object})
    frame.loc[0, "value"] = "vingt"
    with pytest.raises(ValueError, match=r"value: \"vingt\" isn't of type number"):
        cd.fingerprint(frame)


def test_a_long_text_counts_to_its_last_letter() -> None:
    frame = cd.quotes()
    at = frame["text"].str.len().idxmax()
    changed = frame.copy()
    changed.loc[at, "text"] = frame.loc[at, "text"][:-1] + "?"
    assert cd.fingerprint(changed) != cd.fingerprint(frame)


def test_the_canonical_row_is_one_json_array() -> None:
    package = descriptor.read()
    key, line = identity.row_lines(loader.read_arrow(package, "memberships"), package.table("memberships"))[0]
    assert json.loads(line)[0] == key
    assert " " not in line.split('"note"')[0][:80]
    assert ",null," in line
