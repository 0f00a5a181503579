"""The corpus has the quotes, their words where the texts are, and a split that keeps copies together."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import coalition_data as cd
from coalition_data import export
from coalition_data.export import card, labels
from coalition_data.tables import descriptor
from coalition_data.texts import evidence
from worlds import Copy

pytestmark = pytest.mark.libraries

QUOTE = "2015-01-london-q001"
ON_A_PAGE = "2015-01-london-q040"
PAGE = "gov-uk-2015-01-22"
Item = dict[str, Any]


def read(folder: Path, part: str = "") -> dict[str, list[Item]]:
    """Return the items of each split."""
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in (folder / part).glob("*.jsonl")
    }


def read_all(folder: Path, part: str = "") -> dict[str, Item]:
    return {item["quote_id"]: item for items in read(folder, part).values() for item in items}


@pytest.fixture(scope="module")
def corpus(shipped_corpus: Path) -> dict[str, list[Item]]:
    """Return the shipped corpus, without texts."""
    return read(shipped_corpus)


@pytest.fixture(scope="module")
def with_texts(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Item]]:
    """Return the quotes of the coded articles, with their words."""
    tables, folder = tmp_path_factory.mktemp("tables"), tmp_path_factory.mktemp("corpus")
    export.write("corpus", folder, folder=Copy(tables).folder, texts=texts)
    return read(folder, "held")


def test_every_quote_is_in_one_split_with_the_cells_of_its_row_unless_it_would_tie_two(
    corpus: dict[str, list[Item]], tying_two: list[str]
) -> None:
    items = [item for inside in corpus.values() for item in inside]
    quotes = cd.quotes().set_index("quote_id").drop(index=tying_two)
    assert sorted(item["quote_id"] for item in items) == sorted(quotes.index)
    for column in ("quote_type", "speaker_as_named", "cue", "paraphrase_fr", "opens_with"):
        found = {item["quote_id"]: item[column] for item in items if item[column]}
        assert found == quotes[column].dropna().to_dict()


def test_a_person_speaks_for_a_state_and_a_state_for_itself(corpus: dict[str, list[Item]]) -> None:
    items = {item["quote_id"]: item for inside in corpus.values() for item in inside}
    assert items[QUOTE]["speaker_state"] == "united-states"
    assert items["2015-01-london-q015"]["speaker_state"] == "iraq"


def test_wire_copies_and_renderings_stay_on_one_side_but_for_those_released_on_two(
    corpus: dict[str, list[Item]],
) -> None:
    sources = cd.sources().set_index("source_id")["derived_from"]
    sides: dict[tuple[str, str], set[str]] = {}
    quotes: dict[tuple[str, str], list[str]] = {}
    for split, items in corpus.items():
        for item in items:
            ties = [("source", item["source_id"]), ("utterance", item["utterance_id"])]
            ties += [("source", one) for one in lineage(item["source_id"], sources)]
            ties.append(("words", item["paraphrase_en"] or item["quote_id"]))
            for tie in ties:
                sides.setdefault(tie, set()).add(split)
                quotes.setdefault(tie, []).append(item["quote_id"])
    on_two = {quote for tie, found in sides.items() if len(found) > 1 for quote in quotes[tie]}
    # A correction tied them after their release. They stay where they are; no new quote joins them.
    released = cd.ledger().query("table == 'quotes' and added != @cd.__version__")["id"]
    assert on_two <= set(released)


def lineage(source: str, derived_from: Any) -> Iterator[str]:
    while isinstance(derived_from[source], str):
        source = derived_from[source]
        yield source


def test_each_split_has_its_share_of_each_language_and_type_that_has_many_quotes(
    corpus: dict[str, list[Item]],
) -> None:
    strata: dict[tuple[str, str], dict[str, int]] = {}
    for split, items in corpus.items():
        for item in items:
            counts = strata.setdefault((item["lang"], item["quote_type"]), {})
            counts[split] = counts.get(split, 0) + 1
    for stratum, counts in strata.items():
        total = sum(counts.values())
        if total >= 100:
            shares = {split: count / total for split, count in counts.items()}
            wanted = {"train": 0.7, "validation": 0.1, "test": 0.2}
            assert shares == pytest.approx(wanted, abs=0.2), f"{stratum}: see tools/draw_split.py"
    assert {kind for _, kind in strata} == set(cd.quotes()["quote_type"].cat.categories)
    for items in corpus.values():
        assert {item["quote_type"] for item in items} == {kind for _, kind in strata}


def test_the_quotes_of_the_coded_articles_are_in_all_three_splits(shipped_corpus: Path) -> None:
    held = read(shipped_corpus, "held")
    assert {split: len(items) for split, items in held.items()} == {
        "train": 18,
        "validation": 3,
        "test": 6,
    }


def test_a_quote_keeps_its_side_when_others_come(copy: Copy, tmp_path: Path) -> None:
    export.write("corpus", tmp_path / "before", folder=copy.folder)
    copy.add("quotes", QUOTE, quote_id="2015-01-london-q901", text="D'autres mots").write()
    export.write("corpus", tmp_path / "after", folder=copy.folder)
    before, after = read(tmp_path / "before"), read(tmp_path / "after")
    for split, items in before.items():
        assert {item["quote_id"] for item in items} <= {item["quote_id"] for item in after[split]}


def cut(item: Item, label: str) -> list[str]:
    return [item["passage"][start:end] for start, end in item[f"{label}_spans"]]


def test_every_span_of_the_coded_articles_is_its_words(with_texts: dict[str, list[Item]]) -> None:
    rows = cd.quotes().set_index("quote_id")
    for item in (item for items in with_texts.values() for item in items):
        row = rows.loc[item["quote_id"]]
        pieces = [segment.hash for segment in evidence.segments(row["evidence"])]
        assert [evidence.hash_words(words) for words in cut(item, "content")] == pieces
        (source,) = cut(item, "source")
        assert cd.normalise(row["speaker_as_named"]) in source
        assert cut(item, "cue") == ([cd.normalise(item["cue"])] if item["cue"] else [])


def test_the_speaker_is_the_whole_phrase_that_names_him(with_texts: dict[str, list[Item]]) -> None:
    items = {item["quote_id"]: item for inside in with_texts.values() for item in inside}
    assert cut(items["2015-01-london-q002"], "source") == ["M. Hammond"]
    assert cut(items["2015-01-london-q008"], "source") == ["un diplomate américain"]
    assert cut(items["2016-10-paris-q003"], "source") == ["Jean-Yves Le Drian"]
    long = {
        quote for quote, item in items.items() if item["speaker_as_named"] != cut(item, "source")[0]
    }
    assert {"2015-01-london-q001", "2015-01-london-q010", "2017-05-copenhagen-q001"} <= long


def test_the_tags_of_the_coded_articles_stand_for_their_spans(
    with_texts: dict[str, list[Item]],
) -> None:
    for item in (item for items in with_texts.values() for item in items):
        found = labels.read_tags(item["passage"], item["tags"])
        for label in labels.LABELS:
            assert [*map(list, found[label])] == item[f"{label}_spans"]


def test_a_text_that_was_printed_anew_gives_its_passages_too(
    texts: Path, copy: Copy, tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    changed.mkdir()
    for path in texts.glob("*-*.txt"):
        words = path.read_text(encoding="utf-8")
        (changed / path.name).write_text(f"Un autre titre. {words}", encoding="utf-8")
    export.write("corpus", tmp_path / "corpus", folder=copy.folder, texts=changed)
    items = read_all(tmp_path / "corpus", "held")
    assert len(items) == 27
    assert cut(items["2015-01-london-q002"], "source") == ["M. Hammond"]
    assert all(item["source_spans"] and item["content_spans"] for item in items.values())


@pytest.fixture
def fetched(copy: Copy, tmp_path: Path) -> Path:
    """Return a folder with a page of our own, for a quote that points to its words."""
    copy.set("quotes", ON_A_PAGE, speaker_as_named="Ann Roe", cue="said", opens_with="We will go",
             ends_with="to the very end").write()  # fmt: skip
    pages = tmp_path / "pages"
    pages.mkdir()
    words = "It was late. “We will go on,” said Ann Roe, “to the very end.” Then they left."
    (pages / f"{PAGE}.txt").write_text(words, encoding="utf-8")
    return pages


def test_a_fetched_page_gives_the_passage_of_a_quote_that_points_to_it(
    copy: Copy, fetched: Path, tmp_path: Path
) -> None:
    export.write("corpus", tmp_path / "corpus", folder=copy.folder, texts=fetched)
    items = read_all(tmp_path / "corpus")
    item = items[ON_A_PAGE]
    assert item["words_from"] == "pointers"
    assert cut(item, "source") == ["Ann Roe"]
    assert cut(item, "cue") == ["said"]
    assert cut(item, "content") == ["We will go on", "to the very end"]
    assert item["content"] == "We will go on […] to the very end"
    assert (items[QUOTE]["passage"], items[QUOTE]["tags"]) == (None, [])


def test_a_page_without_the_words_gives_no_passage(
    copy: Copy, fetched: Path, tmp_path: Path
) -> None:
    (fetched / f"{PAGE}.txt").write_text("We will go on, said Ann Roe, and left.", encoding="utf-8")
    export.write("corpus", tmp_path / "corpus", folder=copy.folder, texts=fetched)
    assert read_all(tmp_path / "corpus")[ON_A_PAGE]["passage"] is None


def test_without_texts_an_item_has_pointers_and_no_words(corpus: dict[str, list[Item]]) -> None:
    for items in corpus.values():
        assert not {"text", "passage", "content", *card.WITH_TEXTS} & items[0].keys()


def test_a_page_of_somebody_else_is_not_replaced_by_the_card(copy: Copy, tmp_path: Path) -> None:
    mine = tmp_path / "README.md"
    mine.write_text("# Mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="no card of a corpus: name another folder"):
        export.write("corpus", tmp_path, folder=copy.folder)
    assert mine.read_text(encoding="utf-8") == "# Mine"


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("speaker_id", "nobody", 'speaker_id has "nobody", which isn\'t there'),
        ("speaker_id", "", "speaker_id has no value"),
        ("source_id", "nowhere", 'source_id has "nowhere", which isn\'t there'),
        ("original_source_id", "nowhere", 'original_source_id has "nowhere"'),
        ("evidence", "words", "evidence: not an evidence cell"),
    ],
)
def test_a_cell_that_the_corpus_cannot_follow_is_named(
    copy: Copy, tmp_path: Path, column: str, cell: str, said: str
) -> None:
    copy.set("quotes", QUOTE, **{column: cell}).write()
    with pytest.raises(ValueError, match=f"quotes {QUOTE}: {said}"):
        export.write("corpus", tmp_path / "corpus", folder=copy.folder)
    assert not (tmp_path / "corpus").exists()


def test_a_source_without_language_and_an_actor_without_english_name_are_exported(
    copy: Copy, tmp_path: Path
) -> None:
    quote = copy.find("quotes", QUOTE)
    copy.set("sources", quote["source_id"], lang="")
    copy.set("actors", quote["speaker_id"], name_en="").write()
    export.write("corpus", tmp_path / "corpus", folder=copy.folder)
    item = read_all(tmp_path / "corpus")[QUOTE]
    assert (item["lang"], item["speaker_name_en"]) == (None, None)
    assert '"und"' in (tmp_path / "corpus" / card.FILENAME).read_text(encoding="utf-8")


def test_a_package_without_meetings_and_seats_is_exported(copy: Copy, tmp_path: Path) -> None:
    path = tmp_path / descriptor.FILENAME
    described = json.loads(path.read_text(encoding="utf-8"))
    kept = [one for one in described["resources"] if one["name"] in ("quotes", "sources", "actors")]
    for table in kept:
        table["schema"].pop("foreignKeys", None)
    path.write_text(json.dumps(described | {"resources": kept}), encoding="utf-8")
    export.write("corpus", tmp_path / "corpus", folder=copy.folder)
    assert read_all(tmp_path / "corpus")[QUOTE]["meeting_date_start"] is None
