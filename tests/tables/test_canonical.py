import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
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


FORMS = {
    "CR LF": (b"id,a\r\na,x\r\nb,y\r\n", "line ends in 3 lines"),
    "CR": (b"id,a\ra,x\rb,y\r", "line ends in 3 lines"),
    "one CR LF": (b"id,a\na,x\r\nb,y\n", "line ends in 1 line"),
    "mark": (b"\xef\xbb\xbfid,a\na,x\nb,y\n", "the byte order mark"),
    "quoting": (b'"id",a\na,"x"\nb,y\n', "quotation marks in 2 lines"),
    "end": (b"id,a\na,x\nb,y", "no line break at the end"),
    "blank": (b"id,a\n\na,x\n\nb,y\n", "2 blank lines"),
    "columns": (b"a,id\nx,a\ny,b\n", "the order of columns"),
}


def changes(folder: Path, data: bytes) -> str:
    """Return what `fmt --check` would show of a file with the columns id and a."""
    path = folder / "t.csv"
    path.write_bytes(data)
    formatted, problems = canonical.format_file(str(path), "t.csv", ["id", "a"], "id")
    assert problems == []
    return canonical.show_changes(str(path), "t.csv", formatted)


@pytest.mark.parametrize("name", FORMS)
def test_what_differs_in_form_alone_is_one_line_with_a_count(tmp_path: Path, name: str) -> None:
    data, words = FORMS[name]
    assert changes(tmp_path, data) == f"t.csv: only the form differs: {words}\n"


@pytest.mark.parametrize(
    ("cell", "shown", "words"),
    [
        ("Le\u00a0Drian", r"Le\u00a0Drian", "white space"),
        ("Le  Drian", r"Le \u0020Drian", "white space"),
        ("Le Drian ", r"Le Drian\u0020", "white space"),
        ("Le\tDrian", r"Le\u0009Drian", "white space"),
        ("e\u0301te\u0301", r"e\u0301te\u0301", "accents that aren't composed (NFC)"),
        ("\u1112\u1161\u11ab", "\u1112" r"\u1161\u11ab", "accents"),
    ],
)
def test_a_difference_that_can_not_be_seen_is_made_visible(
    tmp_path: Path, cell: str, shown: str, words: str
) -> None:
    told = changes(tmp_path, f"id,a\na,{cell}\n".encode())
    assert told.startswith(f"t.csv: only the form differs: {words}")
    assert f"\n-a,{shown}\n+a,{canonical.canonical_cell(cell)}\n" in told


def test_many_lines_with_white_space_are_counted_and_the_first_shown(tmp_path: Path) -> None:
    lines = "".join(f"a{n:04d},x \n" for n in range(500))
    told = changes(tmp_path, f"id,a\n{lines}".encode())
    assert told.startswith("t.csv: only the form differs: white space in 500 lines\n")
    assert told.count("\n") < 20


def test_rows_that_move_are_shown_once_each_among_lines_that_differ_in_form(
    tmp_path: Path,
) -> None:
    lines = "".join(f"a{n:04d},x\r\n" for n in [7, *range(7), *range(8, 500)])
    told = changes(tmp_path, f"\ufeffid,a\r\n{lines}".encode())
    assert told.startswith("t.csv: the form differs: the byte order mark; line ends in 501 lines\n")
    changed = [line for line in told.splitlines()[3:] if line[0] in "+-"]
    assert changed == ["-a0007,x", "+a0007,x"]


@settings(deadline=None)
@given(ROWS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans(), st.booleans())
def test_a_file_differs_from_its_canonical_form_if_and_only_if_something_is_shown(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str]],
    end: str,
    with_mark: bool,
    all_quoted: bool,
    is_sorted: bool,
) -> None:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(out, lineterminator=end, quoting=quoting)
    writer.writerows([("id", "a", "b"), *(sorted(rows) if is_sorted else rows)])
    path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_bytes(("\ufeff" * with_mark + out.getvalue()).encode())
    data, problems = canonical.format_file(str(path), "t.csv", ["id", "a", "b"], "id")
    assert problems == []
    told = canonical.show_changes(str(path), "t.csv", data)
    assert bool(told) == (path.read_bytes() != data)
    assert told.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("kind", "cell", "rules"),
    [
        ("number", "-0.1276", []),
        ("integer", "-3", []),
        ("number", "=1+1", ["type"]),
        ("integer", "+3", ["type"]),
        ("date", "@today", ["type"]),
        ("string", "-0.1276", ["formula"]),
        ("string", "=1+1", ["formula"]),
    ],
)
def test_only_a_text_can_be_a_formula(
    tmp_path: Path, kind: str, cell: str, rules: list[str]
) -> None:
    (tmp_path / "t.csv").write_text(f"id,a\nx,{cell}\n", encoding="utf-8")
    field = f'{{"name": "a", "type": "{kind}"}}'
    text = DESCRIPTOR.replace('"string"}]', f'"string"}}, {field}]'.replace("}}", "}", 1))
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    assert [problem.rule for problem in validator.validate(tmp_path)] == rules
