import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from coalition_data import canonical, csvfile

CELLS = st.text(st.characters(codec="utf-8"), max_size=20).map(canonical.canonical_cell)
ROWS = st.lists(st.tuples(st.text("abc0-", min_size=1, max_size=5), CELLS, CELLS), max_size=8, unique_by=lambda r: r[0])


@given(st.text(st.characters(codec="utf-8")))
def test_a_canonical_cell_stays_as_it_is(cell: str) -> None:
    once = canonical.canonical_cell(cell)
    assert canonical.canonical_cell(once) == once


@given(ROWS)
def test_canonical_bytes_read_back_as_the_same_cells(rows: list[tuple[str, str, str]]) -> None:
    data = canonical.canonical_bytes(["id", "a", "b"], [list(row) for row in rows])
    back = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    assert back == [["id", "a", "b"], *(list(row) for row in rows)]


def test_a_file_in_canonical_form_has_no_form_problem(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(canonical.canonical_bytes(["id", "a"], [["a", 'say "x", y'], ["b", ""]]))
    sheet = csvfile.read(str(path), "t.csv")
    canonical.check_form(sheet, ["id", "a"], "id")
    assert (sheet.problems, sheet.rows, list(sheet.lines)) == ([], [["a", 'say "x", y'], ["b", ""]], [2, 3])


def test_formatting_joins_lines_that_a_cell_broke(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'id,a\nb,"one\r\ntwo"\na,x\n')
    data, problems = canonical.format_file(str(tmp_path / "t.csv"), "t.csv", ["id", "a"], "id")
    assert (data, problems) == (b"id,a\na,x\nb,one two\n", [])


def test_writing_keeps_the_mode_of_the_file_and_leaves_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"old")
    path.chmod(0o644)
    assert canonical.write(str(path), b"new") is True
    assert canonical.write(str(path), b"new") is False
    assert (path.read_bytes(), oct(path.stat().st_mode)[-3:], len(list(tmp_path.iterdir()))) == (b"new", "644", 1)


def test_a_line_separator_in_a_quoted_cell_is_no_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(canonical.canonical_bytes(["id", "a"], [["a", "x\u2028y, z"], ["b", "p, q\x85"]]))
    sheet = csvfile.read(str(path), "t.csv")
    assert (len(sheet.rows), sheet.overquoted) == (2, 0)
