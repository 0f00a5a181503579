"""A slip gets a suggestion; many slips take no longer than some."""

import time

import pytest

from coalition_data.tables import suggestion


def test_the_nearest_word_is_suggested_and_nothing_where_none_is_near() -> None:
    suggestion.begin()
    assert suggestion.find_nearest("direkt", ["indirect", "direct"]) == "direct"
    assert suggestion.find_nearest("xyz", ["indirect", "direct"]) == ""


def test_after_many_comparisons_nothing_more_is_suggested_until_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suggestion, "MOST_COMPARED", 5)
    suggestion.begin()
    found = [suggestion.find_nearest("direkt", ["indirect", "direct"]) for _ in range(3)]
    assert found == ["direct", "direct", ""]
    suggestion.begin()
    assert suggestion.find_nearest("direkt", ["direct"]) == "direct"


def test_words_beyond_the_limit_cost_nothing_for_each_slip() -> None:
    suggestion.begin()
    known = [f"value{n}" for n in range(100_000)]
    start = time.process_time()
    assert {suggestion.find_nearest(f"valu{n}", known) for n in range(10_000)} == {""}
    assert time.process_time() - start < 1
