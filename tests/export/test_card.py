"""The card describes the corpus beside it, and loaders read it."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

import coalition_data as cd
from coalition_data import export
from coalition_data.export import card
from worlds import Copy

pytestmark = pytest.mark.libraries


@pytest.fixture(scope="module")
def text(shipped_corpus: Path) -> str:
    return (shipped_corpus / card.FILENAME).read_text(encoding="utf-8")


def test_the_card_says_what_the_corpus_holds(text: str, tying_two: list[str]) -> None:
    quotes = cd.quotes().set_index("quote_id").drop(index=tying_two)
    assert cd.fingerprint("quotes") in text
    assert f"{len(quotes)} quotes in" in text
    assert "this corpus is **dehydrated**" in text
    for kind in quotes["quote_type"].unique():
        row = next(line for line in text.splitlines() if line.startswith(f"| {kind} |"))
        counts = [int(cell) for cell in row.split("|")[2:-1]]
        assert sum(counts) == (quotes["quote_type"] == kind).sum()


def test_the_card_explains_every_field(text: str) -> None:
    (front,) = yaml.safe_load_all(text.split("---\n")[1])
    for field in front["dataset_info"][0]["features"]:
        assert f"| `{field['name']}` | " in text
        assert f"| `{field['name']}` |  |" not in text


def test_the_card_has_what_was_measured_of_our_tables_for_them_only(
    text: str, copy: Copy, tmp_path: Path
) -> None:
    assert "| articles | quote_type | 27 | 100% | 1.00 |" in text
    export.write("corpus", tmp_path / "corpus", folder=copy.folder)
    theirs = (tmp_path / "corpus" / card.FILENAME).read_text(encoding="utf-8")
    assert "second coder" not in theirs
    assert "A number to beat" in text
    assert "A number to beat" not in theirs


def test_the_card_says_how_many_quotes_have_their_passage_and_to_whom_it_belongs(
    texts: Path, copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    export.write("corpus", corpus, folder=copy.folder, texts=texts)
    text = (corpus / card.FILENAME).read_text(encoding="utf-8")
    share = 27 / len(copy.rows["quotes"])
    assert f"| `passage` | 27 | {share:.0%} |" in text
    assert "27 passages are from texts that were held" in text
    assert "don't publish this folder" in text
    held = load(corpus, "held", tmp_path / "cache", monkeypatch)
    assert [*held["train"].features] == [*card.FIELDS, *card.WITH_TEXTS]
    first = held["train"][0]
    assert [first["passage"][start:end] for start, end in first["cue_spans"]] == [first["cue"]]


def load(folder: Path, part: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Load a part of a corpus as its users do, without network."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(cache))
    import datasets

    datasets.disable_progress_bars()
    return datasets.load_dataset(os.fspath(folder), part, cache_dir=os.fspath(cache))


def test_one_line_of_datasets_loads_the_splits_without_network(
    shipped_corpus: Path, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (front,) = yaml.safe_load_all(text.split("---\n")[1])
    for told in front["dataset_info"]:
        loaded = load(shipped_corpus, told["config_name"], tmp_path, monkeypatch)
        sizes = {split["name"]: split["num_examples"] for split in told["splits"]}
        assert {split: rows.num_rows for split, rows in loaded.items()} == sizes
        for rows in loaded.values():
            assert list(rows.features) == [*card.FIELDS]
            assert {str(kind.dtype) for kind in rows.features.values()} == {"string"}
    assert sum(sizes.values()) == cd.quotes()["evidence"].notna().sum()
