"""A released quote stays in its split of the corpus, and no new row leaks words to another."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalition_data import export
from coalition_data.releases import ledger, splits
from worlds import Releases

pytestmark = pytest.mark.once

# In the small world these groups are in train and in test.
TRAIN, TEST = "2015-01-london-q001", "2016-10-paris-q001"
TIES = ("utterance_id", "source_id", "paraphrase_en")
Row = dict[str, Any]

BLANK = dict.fromkeys(
    ("original_source_id", "text", "translation_en", "paraphrase_en", "paraphrase_fr")
)


def test_a_copy_of_a_copy_is_in_the_group_of_the_first() -> None:
    sources = {
        name: {"derived_from": of}
        for name, of in (("a", None), ("b", "a"), ("c", "b"), ("d", None))
    }
    quotes = [BLANK | {"quote_id": f"q{s}", "utterance_id": f"u{s}", "source_id": s} for s in "acd"]
    assert splits.find_groups(quotes, sources) == {"qa": "qa", "qc": "qa", "qd": "qd"}
    quotes[2]["text"], quotes[1]["text"] = "Le mot", "le  mot"
    assert set(splits.find_groups(quotes, sources).values()) == {"qa"}


def test_quotes_with_the_same_first_and_last_words_are_one_group() -> None:
    sources = {name: {"derived_from": None} for name in "ab"}
    ends = {"opens_with": "We will", "ends_with": "defeat ISIS"}
    quotes = [
        BLANK | ends | {"quote_id": f"q{s}", "utterance_id": f"u{s}", "source_id": s} for s in "ab"
    ]
    assert splits.find_groups(quotes, sources) == {"qa": "qa", "qb": "qa"}
    quotes[1]["ends_with"] = "defeat them"
    assert splits.find_groups(quotes, sources) == {"qa": "qa", "qb": "qb"}


def quote(n: int, utterance: str, source: str, words: str | None) -> Row:
    ties = {"utterance_id": utterance, "source_id": source, "paraphrase_en": words}
    return BLANK | ties | {"quote_id": f"q{n:03}"}


TIED = st.tuples(
    st.sampled_from([f"u{n}" for n in range(12)]),
    st.sampled_from([f"s{n}" for n in range(12)]),
    st.sampled_from([None, "a", "b", "c"]),
)
DERIVED = st.dictionaries(
    st.sampled_from([f"s{n}" for n in range(12)]), st.sampled_from([f"s{n}" for n in range(12)])
)
# What happens between two releases: rows come, rows are corrected, a row gives way to another.
STEP = st.tuples(
    st.lists(TIED, max_size=6),
    st.dictionaries(st.integers(0, 20), TIED, max_size=2),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=2),
    DERIVED,
)


def make_history(steps: list[Any]) -> Iterator[tuple[list[Row], Row, dict[str, Row]]]:
    """Yield quotes, sources and ledger entries of release after release. Who asks enters the new
    quotes.
    """
    quotes: list[Row] = []
    entries: dict[str, Row] = {}
    count = 0
    for added, corrected, retired, derived in steps:
        for n, ties in corrected.items():
            if n < len(quotes):
                quotes[n] = quote(0, *ties) | {"quote_id": quotes[n]["quote_id"]}
        for ties in added:
            quotes.append(quote(count, *ties))
            count += 1
        for n, heir in retired:
            if n < len(quotes) and heir < len(quotes) and n != heir:
                ids = quotes[n]["quote_id"], quotes[heir]["quote_id"]
                if ids[0] in entries and all(
                    one["successor"] != ids[0] for one in entries.values()
                ):
                    entries[ids[0]]["successor"] = ids[1]
                    quotes = [row for row in quotes if row["quote_id"] != ids[0]]
        sources = {f"s{n}": {"derived_from": derived.get(f"s{n}")} for n in range(12)}
        yield quotes, sources, entries


@settings(deadline=None)
@given(st.lists(STEP, min_size=1, max_size=4))
def test_no_released_quote_moves_and_no_new_quote_shares_words_with_another_split(
    steps: list[Any],
) -> None:
    for quotes, sources, entries in make_history(steps):
        group_of = splits.find_groups(quotes, sources)
        found = splits.choose_splits(group_of, entries.values())
        assert found.keys() == {row["quote_id"] for row in quotes}
        for key, entry in entries.items():
            assert found.get(key, entry["split"]) == entry["split"]
        for new in found.keys() - entries.keys():
            sides = {found[one] for one in found if group_of[one] == group_of[new]}
            sides |= {
                entry["split"]
                for entry in entries.values()
                if group_of.get(entry["successor"]) == group_of[new]
            }
            assert found[new] == splits.NONE or sides <= {found[new], splits.NONE}
            assert found[new] != splits.NONE or len(sides - {splits.NONE}) > 1
        for key in found.keys() - entries.keys():
            entries[key] = {"id": key, "split": found[key], "successor": ""}


@settings(deadline=None)
@given(st.lists(TIED, min_size=2, max_size=20), st.integers(1, 19), DERIVED, st.randoms())
def test_splits_are_the_same_in_every_order(
    ties: list[Any], cut: int, derived: dict[str, str], shuffled: random.Random
) -> None:
    quotes = [quote(n, *one) for n, one in enumerate(ties)]
    sources = {f"s{n}": {"derived_from": derived.get(f"s{n}")} for n in range(12)}
    entries = [
        {"id": row["quote_id"], "split": split}
        for row, split in zip(
            quotes[:cut], ["train", "test", "validation", "none"] * 5, strict=False
        )
    ]
    before = splits.find_groups(quotes, sources), entries
    found = splits.choose_splits(*before)
    pairs = list(sources.items())
    for some in (quotes, entries, pairs):
        shuffled.shuffle(some)
    assert splits.choose_splits(splits.find_groups(quotes, dict(pairs)), entries) == found


def read_corpus(folder: Path, into: Path) -> tuple[dict[str, str], str]:
    """Return the split of each quote of the corpus, and the words of its card."""
    export.write("corpus", into, folder=folder)
    found = {}
    for path in into.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            assert item["split"] == path.stem
            found[item["quote_id"]] = path.stem
    return found, " ".join((into / "README.md").read_text(encoding="utf-8").split())


def recorded(releases: Releases) -> dict[str, str]:
    return {one["id"]: one["split"] for one in ledger.list_splits(releases.copy.rows["ledger"])}


def test_the_ledger_records_the_split_of_each_quote_and_the_corpus_has_it(
    releases: Releases, tmp_path: Path
) -> None:
    before, _ = read_corpus(tmp_path, tmp_path / "before")
    releases.release("1.0.0")
    assert recorded(releases) == before == read_corpus(tmp_path, tmp_path / "after")[0]
    assert {row["split"] for row in releases.copy.rows["ledger"] if row["table"] != "quotes"} == {
        ""
    }
    assert releases.copy.problems() == []


def join(releases: Releases, key: str, **cells: str) -> None:
    """Add a row to the group in test that has the words of the group in train."""
    words = releases.copy.find("quotes", TRAIN)["paraphrase_en"]
    releases.copy.add("quotes", TEST, **{"quote_id": key, "paraphrase_en": words, **cells})


def test_a_new_quote_that_joins_two_splits_is_left_out_and_moves_no_released_one(
    releases: Releases, tmp_path: Path
) -> None:
    releases.release("1.0.0")
    before, card = read_corpus(tmp_path, tmp_path / "before")
    assert (before[TRAIN], before[TEST]) == ("train", "test")
    assert "left out here: 0)" in card
    assert "in several splits: 0)" in card
    join(releases, "2015-01-aaa-q900")
    releases.release("1.1.0")
    after, card = read_corpus(tmp_path, tmp_path / "after")
    assert after == before
    assert recorded(releases) == before | {"2015-01-aaa-q900": "none"}
    assert "left out here: 1)" in card
    assert "in several splits: 1)" in card


def test_a_new_quote_goes_where_the_released_quotes_of_its_group_are(releases: Releases) -> None:
    releases.release("1.0.0")
    # As the smallest id of the group it would name it, and be in train by its hash.
    first = "2014-09-aaa-q001"
    assert splits.draw_split(first) == "train"
    releases.copy.add("quotes", TEST, quote_id=first)
    before = recorded(releases)
    releases.release("1.1.0")
    assert recorded(releases) == before | {first: "test"}


def test_a_quote_whose_correction_ties_it_to_another_split_stays(releases: Releases) -> None:
    releases.release("1.0.0")
    before = recorded(releases)
    utterance = releases.copy.find("quotes", TRAIN)["utterance_id"]
    releases.copy.set("quotes", TEST, utterance_id=utterance)
    releases.release("1.0.1")
    assert recorded(releases) == before


def test_a_new_quote_has_the_split_of_the_one_whose_place_it_takes(releases: Releases) -> None:
    # A quote of test without any tie to others gives way to one that by itself would be in train.
    alone = {"source_id": "x", "original_source_id": "", "text": "", "translation_en": "",
             "paraphrase_en": "", "paraphrase_fr": "", "opens_with": "", "ends_with": ""}  # fmt: skip
    old = next(key for n in range(99) if splits.draw_split(key := f"a-q{n:03}") == "test")
    new = next(key for n in range(99) if splits.draw_split(key := f"b-q{n:03}") == "train")
    releases.copy.add("quotes", TEST, quote_id=old, utterance_id="a", **alone)
    releases.release("1.0.0")
    releases.copy.add("quotes", old, quote_id=new, utterance_id="b", source_id="y")
    releases.retire("quotes", old, "2.0.0", new, "Told twice.")
    releases.release("2.0.0")
    assert (recorded(releases)[old], recorded(releases)[new]) == ("test", "test")


def test_until_its_release_a_new_quote_may_still_change_its_split(releases: Releases) -> None:
    releases.release("1.0.0")
    releases.version("1.1.0")
    key = next(key for n in range(99) if splits.draw_split(key := f"a-q{n:03}") == "train")
    cells = {"utterance_id": "a", "paraphrase_en": "b", "paraphrase_fr": "c", "source_id": "x"}
    blank = {"text": "", "translation_en": "", "original_source_id": ""}
    ends = {"opens_with": "", "ends_with": ""}
    releases.copy.add("quotes", TEST, **{"quote_id": key, **cells, **blank, **ends})
    releases.fill()
    assert recorded(releases)[key] == "train"
    releases.copy.set(
        "quotes", key, utterance_id=releases.copy.find("quotes", TEST)["utterance_id"]
    )
    releases.fill()
    assert recorded(releases)[key] == "test"


# A new row: where its id comes among the others, and the quote that it has each of its ties from.
PLACED = st.tuples(
    st.sampled_from(["2000-01-a", "2015-06-b", "2030-01-z"]), *[st.integers(0, 50) for _ in TIES]
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PLACED, max_size=3), st.lists(PLACED, max_size=3))
def test_no_released_quote_moves_whatever_rows_two_releases_add(
    releases: Releases, second: list[Any], third: list[Any]
) -> None:
    rows = releases.copy.rows["quotes"]
    # An example before this one has left its rows.
    rows[:] = [row for row in rows if "-q1." not in row["quote_id"]]
    releases.copy.rows["ledger"], releases.last = [], ""
    for version, added in (("1.0.0", []), ("1.1.0", second), ("1.2.0", third)):
        known = recorded(releases)
        for n, (place, *origins) in enumerate(added):
            pairs = zip(TIES, origins, strict=True)
            ties = {column: rows[origin % len(rows)][column] for column, origin in pairs}
            rows.append({**rows[0], **ties, "quote_id": f"{place}-q{version}{n}"})
        releases.version(version)
        releases.fill()
        releases.last = version
        assert known.items() <= recorded(releases).items()
        assert len(recorded(releases)) == len(rows)
