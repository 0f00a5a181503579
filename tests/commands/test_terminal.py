from hypothesis import given
from hypothesis import strategies as st

from coalition_data.commands import terminal

CELLS = st.lists(st.lists(st.text(max_size=60), min_size=2, max_size=2), min_size=1, max_size=5)


def test_short_cells_stand_on_one_line_each() -> None:
    assert (
        terminal.grid(["id", "n"], [["a", "1"], ["b", "20"]], 40) == "id  n\n──  ──\na   1\nb   20"
    )


def test_long_cells_wrap_at_words() -> None:
    lines = terminal.grid(["id", "words"], [["a", "one two three four five"]], 20).splitlines()
    assert lines[2:] == ["a   one two three", "    four five"]


def test_ids_that_are_too_long_break_at_their_marks_and_not_in_a_date() -> None:
    lines = terminal.grid(["id", "role"], [["state-2016-02-02-3", "co_chair;host"]], 23)
    assert lines.splitlines()[2:] == ["state-       co_chair;", "2016-02-02-  host", "3"]


def test_prose_gives_way_before_ids_do() -> None:
    row = ["2016-02-rome-p001", "one two three four five six seven"]
    assert terminal.grid(["id", "words"], [row], 43).splitlines()[2:] == [
        "2016-02-rome-p001  one two three four five",
        "                   six seven",
    ]


def test_a_card_shows_filled_columns_only() -> None:
    assert terminal.card(["id", "note", "x"], ["a", "", "b"], 40) == "id    a\nx     b"


@given(CELLS, st.integers(20, 120))
def test_no_line_is_wider_than_the_terminal(rows: list[list[str]], width: int) -> None:
    assert all(
        len(line) <= width for line in terminal.grid(["left", "right"], rows, width).splitlines()
    )


@given(CELLS)
def test_nothing_that_is_not_printable_gets_through(rows: list[list[str]]) -> None:
    assert all(c.isprintable() or c == "\n" for c in terminal.grid(["left", "right"], rows, 80))
