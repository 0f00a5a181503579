"""The search protocol is a table that a program can read, and coverage.md stays short."""

import csv
import itertools
import re
from collections import Counter
from datetime import date

import pytest

from worlds import ROOT

pytestmark = pytest.mark.once

COLUMNS = ["date", "round", "language", "query", "gave"]
CODES = re.compile(r"[a-z]{2}(;[a-z]{2})*")
MOST_LINES = 400


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    """Return the lines of the protocol, its head first."""
    path = ROOT / "docs" / "search-protocol.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


@pytest.fixture(scope="module")
def queries(rows: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


def test_the_protocol_has_its_five_columns(rows: list[list[str]]) -> None:
    assert rows[0] == COLUMNS
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_the_protocol_ends_its_lines_as_git_does() -> None:
    data = (ROOT / "docs" / "search-protocol.csv").read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")


def test_every_date_is_iso_and_none_is_after_the_newest_round(
    queries: list[dict[str, str]],
) -> None:
    newest = max(queries, key=lambda row: int(row["round"]))["date"]
    for row in queries:
        assert date.fromisoformat(row["date"]).isoformat() == row["date"]
        assert row["date"] <= newest, row


def test_rounds_are_whole_numbers_that_rise_with_the_date(queries: list[dict[str, str]]) -> None:
    assert [row for row in queries if not re.fullmatch(r"[1-9][0-9]*", row["round"])] == []
    in_order = [(int(row["round"]), row["date"]) for row in queries]
    for (earlier, day), (later, next_day) in itertools.pairwise([(0, ""), *in_order]):
        assert later - earlier in (0, 1)
        assert day == next_day if later == earlier else day <= next_day


def test_every_language_is_a_code_of_two_letters(queries: list[dict[str, str]]) -> None:
    for row in queries:
        assert CODES.fullmatch(row["language"]), row
        codes = row["language"].split(";")
        assert codes == sorted(set(codes)), row


def test_no_query_is_empty(queries: list[dict[str, str]]) -> None:
    assert [row for row in queries if not row["query"].strip() or not row["gave"].strip()] == []


def test_no_query_is_repeated_on_the_same_date(queries: list[dict[str, str]]) -> None:
    often = Counter((row["date"], row["query"]) for row in queries)
    assert [query for query, times in often.items() if times > 1] == []


def test_coverage_is_short_enough_to_read() -> None:
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert len(page.splitlines()) <= MOST_LINES
