"""What is exported reads back as the tables, in the tools that it is meant for."""

import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

import coalition_data as cd
from coalition_data import cli, export
from coalition_data.export import corpus
from coalition_data.tables import descriptor
from worlds import Copy

PACKAGE = descriptor.read()
TABLES = list(PACKAGE.tables)
HOSTILE = "</script><script>alert(1)</script> \"quoted\" 'x' =1+1"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped tables in every format."""
    folder = tmp_path_factory.mktemp("exports")
    for to, name in PLACES.items():
        assert export.write(to, folder / name)
    return folder


PLACES = {
    "parquet": "parquet", "csv": "csv", "stata": "stata", "sqlite": "all.db", "xlsx": "all.xlsx", "json": "all.json",
    "jsonl": "quotes.jsonl",
}  # fmt: skip


def test_each_format_is_tried() -> None:
    assert set(PLACES) == set(export.FORMATS)


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


def from_xlsx(out: Path, table: str) -> Any:
    return pd.read_excel(out / "all.xlsx", sheet_name=table, keep_default_na=False, na_values=[""])


def from_json(out: Path, table: str) -> Any:
    rows = json.loads((out / "all.json").read_text(encoding="utf-8"))["tables"][table]
    return pd.DataFrame(rows, columns=PACKAGE.table(table).names)


@pytest.mark.parametrize(
    "read", [from_parquet, from_csv, from_stata, from_sqlite, from_xlsx, from_json]
)
@pytest.mark.parametrize("table", TABLES)
def test_every_table_reads_back_with_its_fingerprint(out: Path, read: Any, table: str) -> None:
    assert cd.fingerprint(read(out, table)) == cd.fingerprint(table)


def test_the_corpus_reads_back_as_the_quotes(out: Path) -> None:
    frame = pd.DataFrame(lines(out / "quotes.jsonl"))
    assert cd.fingerprint(frame[PACKAGE.table("quotes").names]) == cd.fingerprint("quotes")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_parquet_explains_itself(out: Path) -> None:
    schema = pq.read_schema(out / "parquet" / "figures.parquet")
    assert schema.metadata[b"fingerprint"].decode() == cd.fingerprint("figures")
    assert schema.metadata[b"version"].decode() == cd.__version__
    assert json.loads(schema.metadata[b"datapackage"])["schema"]["primaryKey"] == ["figure_id"]
    assert (
        schema.field("value").metadata[b"title"].decode()
        == PACKAGE.table("figures").field("value").title
    )
    assert str(schema.field("as_of").type) == "date32[day]"


def test_stata_has_labels_of_variables_and_values(out: Path) -> None:
    with pd.read_stata(out / "stata" / "meetings.dta", iterator=True) as reader:
        labels, values, title = reader.variable_labels(), reader.value_labels(), reader.data_label
    assert labels["city"] == PACKAGE.table("meetings").field("city").title
    assert list(values["level"].values()) == PACKAGE.table("meetings").field("level").enum
    assert title.endswith(cd.__version__)


def test_stata_writes_the_one_table_that_the_file_is_named_for(tmp_path: Path) -> None:
    assert export.write("stata", tmp_path / "figures.dta") == [str(tmp_path / "figures.dta")]
    assert cd.fingerprint(pd.read_stata(tmp_path / "figures.dta")) == cd.fingerprint("figures")


def test_the_workbook_has_a_codebook_and_no_formula(copy: Copy, tmp_path: Path) -> None:
    copy.set("meetings", "2015-01-london", note="=HYPERLINK(1)", venue="http://x.example/").write()
    export.write("xlsx", tmp_path / "a.xlsx", folder=copy.folder)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["about", "codebook", *TABLES]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}
    assert (
        sum(len(table.fields) for table in PACKAGE.tables.values()) == book["codebook"].max_row - 1
    )


def test_a_cell_that_a_workbook_cannot_hold_is_named(copy: Copy, tmp_path: Path) -> None:
    copy.set("meetings", "2015-01-london", note="x" * 40_000).write()
    with pytest.raises(ValueError, match=r"meetings 2015-01-london: note has 40000 characters"):
        export.write("xlsx", tmp_path / "a.xlsx", folder=copy.folder)
    assert not list(tmp_path.glob("*.xlsx*"))


@pytest.mark.parametrize("to", ["sqlite", "xlsx", "json", "stata", "parquet"])
def test_hostile_and_long_cells_come_through_as_text(copy: Copy, tmp_path: Path, to: str) -> None:
    copy.set("meetings", "2015-01-london", note=HOSTILE, venue="\u202eabc" + "é" * 10_000).write()
    export.write(to, tmp_path / PLACES[to], folder=copy.folder)
    reader = {
        "sqlite": from_sqlite,
        "xlsx": from_xlsx,
        "json": from_json,
        "stata": from_stata,
        "parquet": from_parquet,
    }
    frame = reader[to](tmp_path, "meetings")
    frame = frame.to_pandas() if to == "parquet" else frame
    row = frame.set_index("meeting_id").loc["2015-01-london"]
    assert (row["note"], row["venue"]) == (HOSTILE, "\u202eabc" + "é" * 10_000)


def test_the_database_holds_its_keys_and_its_closed_lists(out: Path, tmp_path: Path) -> None:
    export.write("sqlite", tmp_path / "a.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as base:
        assert base.execute("pragma foreign_key_check").fetchall() == []
        count = sum(len(base.execute(f'pragma foreign_key_list("{t}")').fetchall()) for t in TABLES)
        assert count == sum(len(table.foreign) for table in PACKAGE.tables.values())
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            base.execute("update meetings set level = 'kings'")
        base.rollback()
        base.execute("pragma foreign_keys = on")
        base.execute("update quotes set speaker_id = 'nobody'")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            base.commit()


@pytest.mark.parametrize(
    "table", [t for t in TABLES if t not in ("meetings", "actors", "sources", "ledger")]
)
def test_the_joined_view_has_what_load_joined_has(out: Path, table: str) -> None:
    joined = cd.load(table, engine="pyarrow", joined=True)
    with contextlib.closing(sqlite3.connect(out / "all.db")) as base:
        base.row_factory = sqlite3.Row
        key = PACKAGE.table(table).key
        rows = [
            dict(row) for row in base.execute(f'select * from "{table}_joined" order by "{key}"')
        ]
    expected = [
        {n: v.isoformat() if hasattr(v, "isoformat") else v for n, v in row.items()}
        for row in joined.to_pylist()
    ]
    assert rows == sorted(expected, key=lambda row: row[key])


@pytest.mark.parametrize("query", ["defi", "défi", "DÉFI", '"le defi"'])
def test_full_text_search_folds_accents(out: Path, query: str) -> None:
    with contextlib.closing(sqlite3.connect(out / "all.db")) as base:
        found = base.execute(
            "select quote_id from quotes join quotes_fts on quotes.rowid = quotes_fts.rowid where quotes_fts match ?",
            [query],
        ).fetchall()
    assert ("2015-01-london-q001",) in found


@pytest.mark.parametrize("query", ["coeur", "cœur", "Cœur", "oeuvre", "l etat", '"l\'etat"'])
def test_full_text_search_folds_ligatures_and_apostrophes(
    copy: Copy, tmp_path: Path, query: str
) -> None:
    copy.set("meetings", "2015-01-london", note="Au cœur de l’État, une œuvre").write()
    export.write("sqlite", tmp_path / "a.db", folder=copy.folder)
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as base:
        assert base.execute(
            "select count(*) from meetings_fts where meetings_fts match ?", [query]
        ).fetchone() == (1,)


@pytest.fixture(scope="module")
def datasette(out: Path) -> Iterator[str]:
    """Serve the database with the real Datasette and return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "datasette",
        "serve",
        str(out / "all.db"),
        "-p",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), 0.1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/all"
        finally:
            server.terminate()


def get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return json.load(answer)


def test_datasette_searches_follows_keys_and_opens_views(datasette: str) -> None:
    found = get(f"{datasette}/quotes.json?_search=d%C3%A9fi&_shape=objects")
    assert "2015-01-london-q001" in {row["quote_id"] for row in found["rows"]}
    with urllib.request.urlopen(
        f"{datasette}/quotes?quote_id=2015-01-london-q001", timeout=30
    ) as answer:
        page = answer.read().decode()
    assert 'href="/all/actors/john-kerry"' in page
    assert get(f"{datasette}/figures_joined.json?_size=1&_shape=objects")["rows"][0]["meeting_year"]


def test_wire_copies_stay_on_one_side_of_the_split(out: Path) -> None:
    rows = lines(out / "quotes.jsonl")
    sources = cd.sources().set_index("source_id")["derived_from"]
    sides: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for original in {row["source_id"], *lineage(row["source_id"], sources)}:
            sides.setdefault(("source", original), set()).add(row["split"])
        sides.setdefault(("utterance", row["utterance_id"]), set()).add(row["split"])
        sides.setdefault(("words", row["text"] or row["paraphrase_en"]), set()).add(row["split"])
    assert [tie for tie, found in sides.items() if len(found) > 1] == []
    assert {row["split"] for row in rows} <= {"train", "validation", "test"}


def lineage(source: str, derived_from: Any) -> Iterator[str]:
    while isinstance(derived_from[source], str):
        source = derived_from[source]
        yield source


def test_a_copy_of_a_copy_is_in_the_cluster_of_the_first() -> None:
    sources = {
        name: {"derived_from": of}
        for name, of in (("a", None), ("b", "a"), ("c", "b"), ("d", None))
    }
    blank = dict.fromkeys(
        ("original_source_id", "text", "translation_en", "paraphrase_en", "paraphrase_fr")
    )
    quotes = [blank | {"quote_id": f"q{s}", "utterance_id": f"u{s}", "source_id": s} for s in "acd"]
    assert corpus.clusters(quotes, sources) == {"qa": "qa", "qc": "qa", "qd": "qd"}
    quotes[2]["text"], quotes[1]["text"] = "Le mot", "le  mot"
    assert set(corpus.clusters(quotes, sources).values()) == {"qa"}


def test_the_card_says_what_the_corpus_holds(out: Path) -> None:
    card = (out / "quotes.card.md").read_text(encoding="utf-8")
    assert card.startswith("---\npretty_name:")
    assert cd.fingerprint("quotes") in card
    assert f"{len(cd.quotes())} quotes" in card
    assert "The texts are not here" in card


def test_with_texts_the_spans_point_to_the_words(texts: Path, tmp_path: Path) -> None:
    export.write("jsonl", tmp_path / "q.jsonl", texts=texts)
    rows = {row["quote_id"]: row for row in lines(tmp_path / "q.jsonl")}
    row = rows["2015-01-london-q002"]
    words, start = row["passage"]["text"], row["passage"]["start"]

    def at(spans: list[list[int]]) -> list[str]:
        return [words[a - start : b - start] for a, b in spans]

    assert at(row["content_spans"]) == [cd.normalise(row["text"])]
    assert at(row["speaker_spans"]) == ["Hammond"]
    assert at(row["cue_spans"]) == ["a résumé M"]
    assert rows[next(q for q, r in rows.items() if not r["evidence"])]["passage"] is None


def test_without_texts_no_passage_is_written(out: Path) -> None:
    assert all("passage" not in row for row in lines(out / "quotes.jsonl"))


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
    for to in ("parquet", "stata", "json", "jsonl", "xlsx"):
        for file in export.write(to, tmp_path / PLACES[to]):
            same = out / os.path.relpath(file, tmp_path)
            assert Path(file).read_bytes() == same.read_bytes()
