import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data.tables import canonical, csvfile
from coalition_data.validation import validator

CELLS = st.text(st.characters(codec="utf-8"), max_size=20).map(canonical.canonical_cell)
DESCRIPTOR = """{"name": "t", "resources": [{"name": "t", "path": "t.csv",
 "schema": {"primaryKey": "id", "fields": [{"name": "id", "type": "string"}]}}]}"""
ROWS = st.lists(
    st.tuples(st.text("abc0-", min_size=1, max_size=5), CELLS, CELLS),
    max_size=8,
    unique_by=lambda r: r[0],
)


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
    sheet = csvfile.read_sheet(str(path), "t.csv")
    canonical.check_form(sheet, ["id", "a"], "id")
    assert (sheet.problems, sheet.rows, list(sheet.lines)) == (
        [],
        [["a", 'say "x", y'], ["b", ""]],
        [2, 3],
    )


def test_formatting_joins_lines_that_a_cell_broke(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'id,a\nb,"one\r\ntwo"\na,x\n')
    data, problems = canonical.format_file(str(tmp_path / "t.csv"), "t.csv", ["id", "a"], "id")
    assert (data, problems) == (b"id,a\na,x\nb,one two\n", [])


def test_a_line_separator_in_a_quoted_cell_is_no_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(
        canonical.canonical_bytes(["id", "a"], [["a", "x\u2028y, z"], ["b", "p, q\x85"]])
    )
    sheet = csvfile.read_sheet(str(path), "t.csv")
    assert (len(sheet.rows), sheet.overquoted) == (2, 0)


@pytest.fixture
def tiny_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read two rows at a time, and see after four whether a column's cells mostly differ."""
    monkeypatch.setattr(csvfile, "ROWS", 2)
    monkeypatch.setattr(csvfile, "SAMPLE", 4)


@pytest.mark.usefixtures("tiny_blocks")
@pytest.mark.parametrize(
    "cells", ["abcdefgh", "abcdeeee", "aaaaaaab", "abababab", "aabcdefa", "aaa"]
)
def test_cells_are_read_alike_if_an_error_makes_the_reader_go_line_by_line(
    tmp_path: Path, cells: str
) -> None:
    path = tmp_path / "t.csv"
    data = canonical.canonical_bytes(["id", "a"], [[f"{n}", cell] for n, cell in enumerate(cells)])
    path.write_bytes(data)
    sound = csvfile.read_sheet(str(path), "t.csv")
    path.write_bytes(data + b"\n")
    broken = csvfile.read_sheet(str(path), "t.csv")
    assert [p.rule for p in broken.problems] == ["blank-line"]
    assert (sound.header, sound.rows, list(sound.lines)) == (
        broken.header,
        broken.rows,
        list(broken.lines),
    )
    assert (
        list(map(set, sound.different))
        == list(map(set, broken.different))
        == list(map(set, sound.columns))
    )


@pytest.mark.usefixtures("tiny_blocks")
@pytest.mark.parametrize("line", range(1, 8))
def test_the_first_line_with_needless_quotation_marks_is_named_wherever_it_is(
    tmp_path: Path, line: int
) -> None:
    lines = ["id,a", *(f'{n},"x, {n}"' for n in range(6))]
    lines[line - 1 :] = ['"{}",{}'.format(*text.split(",", 1)) for text in lines[line - 1 :]]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sheet = csvfile.read_sheet(str(tmp_path / "t.csv"), "t.csv")
    assert (sheet.overquoted, len(sheet.rows)) == (line, 6)


@pytest.mark.usefixtures("tiny_blocks")
@pytest.mark.parametrize("line", range(2, 8))
def test_a_row_of_several_lines_is_reported_wherever_it_is(tmp_path: Path, line: int) -> None:
    lines = ["id,a", *(f"{n},x" for n in range(6))]
    lines[line - 1] = f'{line - 2},"x\ny"'
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sheet = csvfile.read_sheet(str(tmp_path / "t.csv"), "t.csv")
    assert [(p.rule, p.line) for p in sheet.problems] == [("line-break", line)]
    assert [row[0] for row in sheet.rows] == list("012345")


@pytest.mark.usefixtures("tiny_blocks")
@pytest.mark.parametrize("line", range(2, 8))
def test_a_repeated_key_is_reported_wherever_it_is(tmp_path: Path, line: int) -> None:
    keys = sorted([*"abcdef", "abcdef"[line - 2]])
    (tmp_path / "t.csv").write_bytes(canonical.canonical_bytes(["id"], [[key] for key in keys]))
    (tmp_path / "datapackage.json").write_text(DESCRIPTOR, encoding="utf-8")
    assert [(p.rule, p.line) for p in validator.validate(tmp_path)] == [("unique", line + 1)]


@pytest.mark.parametrize(
    ("rows", "reported"),
    [
        ("", ("empty-file", 0)),
        ("\n", ("empty-file", 0)),
        ('"x"\n', ("no-header", 1)),
        ('"x, y"\n', ("no-header", 1)),
        ('x\n"y"\n', ("no-header", 1)),
    ],
)
def test_a_blank_first_line_is_no_header_whatever_follows(
    tmp_path: Path, rows: str, reported: tuple[str, int]
) -> None:
    (tmp_path / "t.csv").write_text(f"\n{rows}", encoding="utf-8")
    sheet = csvfile.read_sheet(str(tmp_path / "t.csv"), "t.csv")
    assert not sheet.readable
    assert [(p.rule, p.line) for p in sheet.problems] == [reported]
