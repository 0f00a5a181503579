"""How one problem reads: on a terminal, on GitHub, in a notebook."""

import os
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data import cli
from coalition_data.tables.problem import Problem, cut, plain
from hostile import find_harm
from worlds import Copy

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working folder, which has the folders p/sub and other."""
    (tmp_path / "w" / "p" / "sub").mkdir(parents=True)
    (tmp_path / "w" / "other").mkdir()
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w"


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        *((folder, "p/t.csv") for folder in ("p", "./p", "p/", "p//", ".//p/.", "other/../p")),
        *((folder, "p/t.csv") for folder in ("../w/p", "{}/p", "{}/p/", "{}//p", "{}/other/../p")),
        *((folder, "t.csv") for folder in ("", ".", "./", "../w", "{}", "{}/", "p/..")),
        *((folder, "../t.csv") for folder in ("..", "../", "./..")),
        ("../a: b,c", "../a%3A b%2Cc/t.csv"),
    ],
)
def test_an_annotation_has_the_path_from_where_the_command_runs(
    here: Path, folder: str, path: str
) -> None:
    problem = Problem("t.csv", 3, "id", "enum", "not allowed", "correct it", "x")
    line = problem.as_annotation(folder.format(here))
    assert line.startswith(f"::error file={path},line=3,title=enum::id: ")


def test_a_folder_elsewhere_that_was_named_by_its_whole_path_keeps_it(here: Path) -> None:
    problem = Problem("t.csv", 3, "id", "enum", "not allowed", "correct it", "x")
    elsewhere = str(here.parent / "other")
    assert problem.as_annotation(elsewhere).startswith(f"::error file={elsewhere}/t.csv,")


def test_a_link_to_the_working_folder_counts_as_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.symlink(here, here.parent / "link")
    problem = Problem("t.csv", 3, "id", "enum", "not allowed", "correct it", "x")
    assert "file=p/t.csv," in problem.as_annotation(str(here.parent / "link" / "p"))


def test_without_a_working_folder_an_annotation_is_still_printed(here: Path) -> None:
    shutil.rmtree(here)
    problem = Problem("t.csv", 3, "id", "enum", "not allowed", "correct it", "x")
    assert "file=/p/t.csv," in problem.as_annotation("/p/")


def test_validate_marks_the_path_of_a_folder_however_it_is_written(
    copy: Copy, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy.set("figures", "2015-01-london-f001", unit="x").write()
    monkeypatch.chdir(copy.folder.parent)
    for folder in (f"./{copy.folder.name}", f"{copy.folder.name}//", str(copy.folder)):
        assert cli.main(["validate", "--format", "github", folder]) == 1
        first = capsys.readouterr().out.splitlines()[0]
        assert first.startswith(f"::error file={copy.folder.name}/tables/figures.csv,line=5,")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("été", "été"),
        ("e\u0301te\u0301", r"e\u0301te\u0301"),
        ("a\u00a0b", r"a\u00a0b"),
        ("a\rb", r"a\u000db"),
        ("a\u202eb", r"a\u202eb"),
        # Composed text keeps its marks: this script writes its vowels so.
        ("\u0928\u092e\u0938\u094d\u0924\u0947", "\u0928\u092e\u0938\u094d\u0924\u0947"),
    ],
)
def test_what_can_not_be_seen_is_escaped(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text() | st.text("ae\u0301\u1112\u1161\u11ab\u212b\u00e9"))
def test_two_texts_that_differ_in_composition_alone_never_look_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert plain(text).isprintable()
    assert find_harm(plain(text)) == []
    assert (plain(text) == plain(composed)) == (text == composed)


@given(st.text(), st.integers(1, 50), st.integers(1, 5))
def test_what_is_cut_is_short(text: str, length: int, lines: int) -> None:
    shown = cut(text, length, lines).split("\n")
    assert len(shown) <= lines + 1
    assert all(len(line) <= max(length, 30) for line in shown)


def test_the_repr_of_a_problem_is_one_short_line() -> None:
    todo = "use one of " + ", ".join(map(str, range(10_000)))
    shown = repr(Problem("t.csv", 3, "id", "enum", "not allowed", todo, "x\ny"))
    assert shown.startswith("<Problem t.csv:3: id: [enum]")
    assert len(shown) < 300
    assert "\n" not in shown
