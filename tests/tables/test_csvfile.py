"""A broken file of any size is read in time and memory that grow with it, up to named limits."""

import pytest

from coalition_data.tables import canonical, csvfile


def rules(data: bytes) -> list[str]:
    return [problem.rule for problem in csvfile.parse_sheet(data, "a.csv").problems]


def test_the_last_of_ten_thousand_problems_says_that_there_may_be_more() -> None:
    sheet = csvfile.parse_sheet(b"a,b\n" + b"x\n" * 20_000, "a.csv")
    assert len(sheet.problems) == csvfile.MOST_PROBLEMS
    assert sheet.problems[-1].rule == "too-many"
    # Nothing is argued from rows that weren't read.
    assert sheet.lost


def test_a_line_that_is_not_utf_8_counts_among_the_ten_thousand() -> None:
    assert rules(b"a\n" + b"\xe9\n" * 20_000)[-2:] == ["not-utf-8", "too-many"]


def test_a_header_of_more_columns_than_are_read_is_one_problem() -> None:
    header = ",".join(f"c{n}" for n in range(csvfile.MOST_COLUMNS + 1))
    assert rules(f"{header}\n{header}\n".encode()) == ["too-wide"]


def test_a_file_without_its_last_line_end_keeps_all_its_rows() -> None:
    sheet = csvfile.parse_sheet(b"a,b\n1,2\n3,4", "a.csv")
    assert sheet.rows == [["1", "2"], ["3", "4"]]
    assert [(one.line, one.rule) for one in sheet.problems] == [(3, "cut-off")]


def test_a_large_file_that_is_broken_is_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvfile, "LARGEST_BROKEN", 10)
    assert rules(b"a,b\n1,2\n3\n4,5\n") == ["too-large"]


def test_many_rows_that_move_are_counted_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "MOST_COMPARED", 1)
    shown = canonical._compare_lines(["b\n", "a\n"], ["a\n", "b\n"], "a.csv")
    assert shown == "a.csv: 2 lines would change: too many to show\n"
