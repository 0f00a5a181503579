import datetime
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data import cli
from coalition_data.releases import fingerprints
from coalition_data.tables import columns, descriptor, loader
from worlds import Copy

PACKAGE = descriptor.read()
TABLES = list(PACKAGE.tables)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow"])
def test_every_engine_gives_the_same_fingerprint(name: str, engine: str) -> None:
    assert cd.fingerprint(cd.load(name, engine=engine)) == cd.fingerprint(name)


@pytest.mark.parametrize("name", TABLES)
def test_a_round_trip_through_csv_as_read_by_default_keeps_the_fingerprint(
    name: str, tmp_path: Path
) -> None:
    cd.load(name).to_csv(tmp_path / "t.csv", index=False)
    assert cd.fingerprint(pd.read_csv(tmp_path / "t.csv")) == cd.fingerprint(name)


@pytest.mark.parametrize("name", TABLES)
def test_a_round_trip_through_parquet_keeps_the_fingerprint(name: str, tmp_path: Path) -> None:
    cd.load(name).to_parquet(tmp_path / "t.parquet")
    assert cd.fingerprint(pd.read_parquet(tmp_path / "t.parquet")) == cd.fingerprint(name)
    assert cd.fingerprint(pl.read_parquet(tmp_path / "t.parquet")) == cd.fingerprint(name)


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize("name", ["quotes", "participants"])
def test_the_order_of_rows_and_columns_does_not_matter(name: str, engine: str) -> None:
    frame = cd.load(name).sample(frac=1, random_state=1)
    frame = frame[sorted(frame.columns)]
    other = {
        "pandas": frame,
        "polars": pl.from_pandas(frame),
        "pyarrow": pa.Table.from_pandas(frame, None, False),
    }
    assert cd.fingerprint(other[engine]) == cd.fingerprint(name)


def test_some_rows_have_a_fingerprint_of_their_own() -> None:
    some = cd.quotes().query("speaker_id == 'john-kerry'")
    assert cd.fingerprint(some).startswith(f"cd1:{len(some)}x{some.shape[1]}:")
    assert cd.fingerprint(some) != cd.fingerprint("quotes")


def test_the_ledger_does_not_change_the_fingerprint_of_the_whole(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(descriptor, "home", lambda: str(copy.folder))
    before = cd.fingerprint()
    copy.put(
        "ledger", ledger_id="quotes/x", table="quotes", id="x", row_hash="0" * 64, added="0.1.0"
    ).write()
    assert cd.fingerprint() == before


def test_any_changed_cell_changes_the_fingerprint_of_the_whole(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(descriptor, "home", lambda: str(copy.folder))
    before = cd.fingerprint()
    copy.set("figures", "2015-01-london-f001", value="22").write()
    assert cd.fingerprint() != before
    assert cd.fingerprint().split(":")[1] == before.split(":")[1]


@pytest.mark.parametrize("x", [pd.DataFrame({"a": [1]}), pa.table({"text": ["x"]})])
def test_a_frame_of_other_columns_is_refused_and_the_nearest_table_named(x: Any) -> None:
    with pytest.raises(ValueError, match="fit no table; nearest is"):
        cd.fingerprint(x)


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="not set"):
        cd.fingerprint({1})
    with pytest.raises(ValueError, match="not int"):
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


def test_the_fingerprint_is_what_its_definition_says_on_every_python_and_pandas() -> None:
    cells = [["zwei", None, "b", "w2"], ["e\u0301t\u00e9", "x", "a", "w1"]]
    frame = pd.DataFrame(cells, columns=["reason", "evidence", "source_id", "waiver_id"])
    lines = '["w1","a","x","\u00e9t\u00e9"]\n["w2","b",null,"zwei"]\n'
    assert cd.fingerprint(frame) == f"cd1:2x4:{hashlib.sha256(lines.encode()).hexdigest()}"


def test_the_canonical_row_is_one_json_array() -> None:
    line = fingerprints.table_lines(descriptor.read(), "memberships")[0]
    assert json.loads(line)[0] == cd.memberships()["membership_id"][0]
    assert " " not in line.split('"note"')[0][:80]
    assert ",null," in line


def test_the_hash_of_a_row_is_what_its_definition_says() -> None:
    rows = {"x": ("x", None, 2), "y": ("y", "\u00e9", None)}
    line = '{"a":2,"id":"x"}'
    expected = hashlib.sha256(line.encode()).hexdigest()
    assert fingerprints.hash_rows(rows, ["id", "b", "a"])["x"] == expected
    cut = {key: (row[0], row[2]) for key, row in rows.items()}
    assert fingerprints.hash_rows(cut, ["id", "a"])["x"] == expected
    assert fingerprints.hash_rows(cut, ["id", "b"])["x"] != expected


def other(value: Any, field: descriptor.Field) -> Any:
    """Return another value of a field's type: what a slip of one key, digit or day makes of a cell."""
    if field.enum:
        others = [v for v in field.enum if v != value]
        return others[0] if others else None
    if field.type == "string":
        return f"{value or ''}x"
    if field.type == "date":
        return (value + datetime.timedelta(days=1)) if value else datetime.date(2014, 9, 1)
    return 1 if value is None else value + 1


def some_rows(name: str) -> dict[str, list[Any]]:
    """Return the columns of some 500 rows from all over a shipped table."""
    rows = loader.read_arrow(PACKAGE, name)
    return rows.take([*range(0, len(rows), len(rows) // 500 + 1)]).to_pydict()


@pytest.mark.parametrize("name", TABLES)
def test_each_changed_cell_of_some_rows_of_every_table_changes_its_row(name: str) -> None:
    table, columns = PACKAGE.table(name), some_rows(name)
    before = fingerprints.plain_rows(columns, table)
    lines = {key: fingerprints.json_line(row) for key, row in before.items()}
    for field in table.fields:
        changes = [[other(value, field) for value in columns[field.name]]]
        if field.name != table.key:
            # A blank where a value was: the same as a value where a blank was, the other way round.
            changes.append(
                [None if value else other(value, field) for value in columns[field.name]]
            )
        for cells in changes:
            assert len(set(cells)) == len(cells) or field.name != table.key
            after = fingerprints.plain_rows({**columns, field.name: cells}, table)
            keys = zip(before, after, strict=True)
            assert [
                field.name for old, new in keys if fingerprints.json_line(after[new]) == lines[old]
            ] == []


@pytest.mark.parametrize("name", [name for name in TABLES if len(cd.load(name))])
def test_one_changed_cell_in_each_column_changes_the_fingerprint(name: str) -> None:
    table, columns = PACKAGE.table(name), some_rows(name)
    whole = cd.fingerprint(pa.table(columns))
    for n, field in enumerate(table.fields):
        at = n * 7919 % len(columns[field.name])
        cells = [*columns[field.name]]
        cells[at] = other(cells[at], field)
        assert cd.fingerprint(pa.table({**columns, field.name: cells})) != whole


CELLS = st.none() | st.text(
    st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=200
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6),
    order=st.randoms(use_true_random=False),
)
def test_any_text_has_one_fingerprint_in_every_engine_and_order(
    rows: list[Any], order: Any
) -> None:
    table = PACKAGE.table("waivers")
    columns = {
        "waiver_id": [f"w{n}" for n in range(len(rows))],
        "source_id": [a for a, _ in rows],
        "evidence": [None] * len(rows),
        "reason": [b for _, b in rows],
    }
    frame = pd.DataFrame(columns)
    names, at = list(frame.columns), list(range(len(rows)))
    order.shuffle(names)
    order.shuffle(at)
    file = io.StringIO(frame.to_csv(index=False))
    again = pd.read_csv(file, keep_default_na=False, na_values=[""], dtype=str)
    shapes = [
        frame.iloc[at][names],
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)),
        pa.table(columns),
    ]
    prints = {fingerprints.of_rows(shape, table) for shape in [columns, again, *shapes]}
    assert len(prints) == 1


def test_an_index_in_the_way_is_named() -> None:
    with pytest.raises(ValueError, match=r"quote_id is the index: call reset_index\(\) first"):
        cd.fingerprint(cd.quotes().set_index("quote_id"))


def test_numbers_of_rows_are_no_column() -> None:
    assert cd.fingerprint(cd.quotes().reset_index()) == cd.fingerprint("quotes")


def test_columns_of_others_are_to_be_left_out() -> None:
    with pytest.raises(ValueError, match=r"nearest is quotes, with gdp; keep its own columns only"):
        cd.fingerprint(cd.quotes().assign(gdp=1))


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, ""])
def test_a_cell_is_missing_in_whichever_way_it_is_said(missing: Any) -> None:
    frame = cd.figures().astype(object)
    frame = frame.where(frame.notna(), other=None)
    blank = frame.copy()
    blank.loc[:, "value"] = [missing if value is None else value for value in frame["value"]]
    assert cd.fingerprint(blank) == cd.fingerprint("figures")


def test_whole_numbers_as_floats_and_texts_as_categories_are_the_same_rows() -> None:
    actors = cd.actors().astype({"cow_code": "float64", "kind": "object", "name_en": "category"})
    assert cd.fingerprint(actors) == cd.fingerprint("actors")


def test_a_text_that_an_engine_took_for_a_number_is_the_text_again() -> None:
    some = cd.figures().query("as_stated == '21'")
    frame = some.astype({"as_stated": "object"})
    assert cd.fingerprint(frame.assign(as_stated=21.0)) == cd.fingerprint(some)


def test_a_repeated_or_missing_key_is_refused() -> None:
    quotes = cd.quotes()
    with pytest.raises(ValueError, match=f'quote_id has "{quotes["quote_id"][0]}" twice'):
        cd.fingerprint(pd.concat([quotes, quotes.head(1)]))
    quotes.loc[3, "quote_id"] = None
    with pytest.raises(ValueError, match="quote_id is missing in a row"):
        cd.fingerprint(quotes)


@pytest.mark.parametrize("cell", [["a"], b"x", {"a": 1}])
def test_what_is_no_text_is_refused_in_one_line(cell: Any) -> None:
    frame = cd.quotes().astype({"note": object})
    frame.at[0, "note"] = cell
    with pytest.raises(ValueError, match=r"note: .* isn't of type string"):
        cd.fingerprint(frame)


def test_a_number_beyond_all_bounds_is_refused() -> None:
    frame = cd.figures().astype({"as_of": object})
    frame.loc[0, "as_of"] = 20150122
    with pytest.raises(ValueError, match=r'as_of: "20150122" isn\'t of type date'):
        cd.fingerprint(frame)


def files(folder: Path) -> dict[str, Path]:
    """Return the rows of quotes in files of many makes."""
    frame, plain = cd.quotes(), cd.quotes().to_csv(index=False)
    out = {
        name: folder / name
        for name in ("a.csv", "bom.csv", "crlf.csv", "a.parquet", "polars.parquet")
    }
    out["a.csv"].write_text(plain, encoding="utf-8")
    out["bom.csv"].write_text(plain, encoding="utf-8-sig")
    out["crlf.csv"].write_bytes(plain.replace("\n", "\r\n").encode())
    frame.set_index("quote_id").to_parquet(out["a.parquet"])
    cd.load("quotes", engine="polars").write_parquet(out["polars.parquet"])
    return out


def test_files_have_the_fingerprint_of_their_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(path) for path in files(tmp_path).values()]
    assert cli.main(["fingerprint", *paths, "quotes"]) == 0
    printed = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    assert {mark for mark, _ in printed} == {cd.fingerprint("quotes")}
    assert [name for _, name in printed] == [*paths, "quotes"]


BAD_FILES = {
    "other.csv": (b"a,b\n1,2\n", "these columns fit no table"),
    "twice.csv": (b"a,a\n1,2\n", "two columns have one name"),
    "wide.csv": (b"a,b\n1,2,3\n", "the line has 3 cells"),
    "empty.csv": (b"", "the file is empty"),
    "latin.csv": ("quote_id\nété\n".encode("latin-1"), "isn't UTF-8"),
    "no.parquet": (b"PAR", "isn't a Parquet file"),
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", ["fingerprint", "identify"])
def test_a_file_that_can_not_be_read_is_one_clear_line(
    name: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(data)
    assert cli.main([command, str(tmp_path / name)]) == 2
    printed = capsys.readouterr().err
    assert words in printed
    assert name in printed
    assert printed.count("\n") == 1


def test_the_recorded_fingerprints_are_those_of_the_rows() -> None:
    package = descriptor.read()
    for name in package.tables:
        rows = columns.read_file(package.file(name))
        assert fingerprints.of_table(package, name) == fingerprints.of_rows(
            rows, package.table(name)
        )


@pytest.mark.parametrize("changed", ["table", "descriptor", "record"])
def test_a_record_of_other_bytes_counts_for_nothing(copy: Copy, changed: str) -> None:
    record = fingerprints.render_record(descriptor.read(str(copy.folder))).replace(
        '"digest": "', '"digest": "9'
    )
    path = copy.folder / fingerprints.RECORD
    path.write_text(record, encoding="utf-8")
    recorded = fingerprints.of_table(descriptor.read(str(copy.folder)), "quotes")
    assert len(recorded.digest) == 65
    if changed == "table":
        copy.rows["quotes"][0]["note"] = "Another."
        copy.write()
    elif changed == "descriptor":
        text = (copy.folder / descriptor.FILENAME).read_text(encoding="utf-8")
        (copy.folder / descriptor.FILENAME).write_text(text + "\n", encoding="utf-8")
    else:
        path.write_text(record[:-9], encoding="utf-8")
    package = descriptor.read(str(copy.folder))
    rows = columns.read_file(package.file("quotes"))
    assert fingerprints.of_table(package, "quotes") == fingerprints.of_rows(
        rows, package.table("quotes")
    )


def test_an_array_in_a_cell_is_no_text() -> None:
    frame = cd.load("waivers")
    frame["reason"] = pd.Series([numpy.array(["a", "b"])] * len(frame))
    with pytest.raises(ValueError, match="isn't of type string"):
        cd.fingerprint(frame)
