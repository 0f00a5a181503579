"""Version, changelog and ledger are held against the real change, in a tiny world with two
releases.
"""

import contextlib
import csv
import datetime
import io
from pathlib import Path

import pytest

import corrections
import release as tool
from coalition_data.releases import ledger
from worlds import ROOT, Releases

pytestmark = pytest.mark.once

F1, Q1, Q3 = "2015-01-london-f001", "2015-01-london-q001", "2015-01-london-q003"
FINE = "version, changelog, corrections and ledger match the data"
WITH_FIRST = "compared with 1.0.0 (tag v1.0.0)"
ONE_CELL = "- `figures`: 1 cell of 1 row corrected"
CELL = f"1.0.1 figures {F1} note"
SLIP = "A slip of the pen."
LATER = "; the rows of 1.0.1 aren't entered in the ledger yet"


def release(*args: str) -> tuple[int, str]:
    """Run the tool where we are; return its exit code and all that it says."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = tool.main(list(args))
    return code, out.getvalue()


def log(releases: Releases, version: str, *items: str) -> None:
    """Write a changelog that has these items under Data of the version, wrapped as people do."""
    lines = "\n".join(items).replace(" cell of", "\n  cell of")
    rest = "### Code\n\n- Faster.\n\n## 0.0.1\n\n### Data\n\n- Old.\n"
    page = f"# Changelog\n\n## {version}\n\n### Data\n\n{lines}\n\n{rest}"
    (releases.folder / "CHANGELOG.md").write_text(page, encoding="utf-8")


def correct(reason: str = SLIP, /, **cells: str) -> None:
    """Enter the corrected cells, give those without a reason this one, and change `cells` of each."""
    assert release("corrections")[0] == 0
    path = Path(corrections.PATH)
    rows = corrections.read()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, corrections.COLUMNS)
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {"reason": row["reason"] or reason} | cells)


@pytest.fixture
def first(releases: Releases) -> Releases:
    log(releases, "1.0.0", "- All is new.")
    return releases.release("1.0.0")


@pytest.fixture
def corrected(first: Releases) -> Releases:
    """Return the first release with one cell corrected, version and changelog in step."""
    first.copy.set("figures", F1, note="x").write()
    first.version("1.0.1")
    log(first, "1.0.1", ONE_CELL)
    correct()
    return first


def test_a_release_that_nothing_has_changed_since_matches(first: Releases) -> None:
    assert release("check") == (0, f"{FINE}\n{WITH_FIRST}\n")


def test_a_corrected_cell_with_its_version_and_reason_matches(corrected: Releases) -> None:
    assert release("check") == (0, f"{FINE}{LATER}\n{WITH_FIRST}\n")
    code, said = release("fill")
    assert code == 0
    assert said.splitlines()[0] == f"tables/ledger.csv: {len(corrected.copy.rows['ledger'])} ids"
    assert said.splitlines()[1].startswith("fingerprints.json: ")
    assert release("check") == (0, f"{FINE}\n{WITH_FIRST}\n")
    assert release("fill") == (0, "tables/ledger.csv: nothing to do\n")


def test_a_release_that_stands_is_still_held_against_the_one_before(corrected: Releases) -> None:
    corrected.release("1.0.1")
    assert release("check") == (0, f"{FINE}\n{WITH_FIRST}, 1.0.1 (tag v1.0.1)\n")
    log(corrected, "1.0.1", "- Nothing.")
    code, said = release("check")
    assert code == 1
    assert f"CHANGELOG.md lacks under Data of 1.0.1: {ONE_CELL}\n" in said


def test_a_day_of_issue_before_the_last_reading_is_told(first: Releases) -> None:
    days = {name: first.copy.package.raw[name][:10] for name in ("created", "searchedThrough")}
    later = str(datetime.date.fromisoformat(max(days.values())) + datetime.timedelta(days=1))
    first.copy.set("sources", "rfi-2016-10-25", accessed=later).write()
    first.version("1.0.1")
    code, said = release("check")
    assert code == 1
    for name, day in days.items():
        assert f"{name} is {day}, and pages were read on {later}: make it that day" in said


def test_the_doi_of_the_release_before_is_told(releases: Releases) -> None:
    path = releases.folder / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    doi = '"id": "https://doi.org/10.5281/zenodo.7"'
    path.write_text(text.replace('"title"', f'{doi}, "title"', 1), encoding="utf-8")
    log(releases, "1.0.0", "- All is new.")
    releases.release("1.0.0")
    assert release("check")[0] == 0
    releases.copy.set("figures", F1, note="x").write()
    releases.version("1.0.1")
    log(releases, "1.0.1", ONE_CELL)
    correct()
    code, said = release("check")
    todo = "take it out, or reserve one for this version"
    assert (code, said) == (1, f"datapackage.json has the DOI of 1.0.0 as id: {todo}\n")


def test_a_description_that_gives_another_day_is_told(first: Releases) -> None:
    path = first.folder / "datapackage.json"
    day = datetime.date.fromisoformat(first.copy.package.raw["searchedThrough"])
    right, wrong = (f"{n} {day:%B %Y}" for n in (day.day, day.day - 1))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"through {right}", f"through {wrong}"), encoding="utf-8")
    assert f'doesn\'t say "searched through {right}"' in release("check")[1]


def test_a_changed_cell_in_an_old_version_is_told(first: Releases) -> None:
    first.copy.set("figures", F1, note="x").write()
    code, said = release("check")
    assert (code, said) == (
        1,
        "the data differ from release 1.0.0 and the version is still 1.0.0: make it 1.0.1\n",
    )


def test_a_new_row_takes_a_minor_step(corrected: Releases) -> None:
    corrected.copy.add("quotes", Q1, quote_id="2015-01-london-q900").write()
    code, said = release("check")
    assert code == 1
    assert "version 1.0.1 is a patch step, the change takes a minor one: make it 1.1.0" in said
    assert "CHANGELOG.md lacks under Data of 1.0.1: - `quotes`: 1 row added" in said


def test_a_higher_step_than_the_data_need_is_the_maintainers_matter(corrected: Releases) -> None:
    corrected.version("2.0.0")
    log(corrected, "2.0.0", ONE_CELL)
    correct()
    assert release("check")[0] == 0


def test_a_version_that_does_not_follow_is_told(corrected: Releases) -> None:
    corrected.version("1.3.0")
    log(corrected, "1.3.0", ONE_CELL)
    assert release("check") == (1, "1.3.0 doesn't follow on 1.0.0: next is 1.0.1, 1.1.0, 2.0.0\n")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], f"CHANGELOG.md lacks under Data of 1.0.1: {ONE_CELL}\n"),
        (
            [ONE_CELL.replace("1 cell", "2 cells")],
            f"CHANGELOG.md lacks under Data of 1.0.1: {ONE_CELL}\n",
        ),
        (
            [ONE_CELL, "- `quotes`: 2 rows added"],
            "CHANGELOG.md says under Data of 1.0.1 what didn't change: - `quotes`: 2 rows added\n",
        ),
    ],
)
def test_a_changelog_that_does_not_match_is_told(
    corrected: Releases, items: list[str], said: str
) -> None:
    log(corrected, "1.0.1", *items)
    code, told = release("check")
    assert code == 1
    assert said in told


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"reason": " "}, f"doesn't say why {CELL} was corrected: fill its reason"),
        ({"new": "y"}, f"has other values of {CELL}: run `python tools/release.py corrections`"),
        ({"old": "y"}, f"has other values of {CELL}: run `python tools/release.py corrections`"),
        ({"version": "0.0.1"}, f"lacks {CELL}: run `python tools/release.py corrections`"),
        ({"column": "unit"}, f"has 1.0.1 figures {F1} unit, which wasn't corrected: run"),
    ],
)
def test_corrections_that_do_not_match_are_told(
    corrected: Releases, cells: dict[str, str], said: str
) -> None:
    correct(**cells)
    code, told = release("check")
    assert code == 1
    assert f"docs/corrections.csv {said}" in told


def test_reasons_that_were_given_stay_and_what_was_taken_back_goes(corrected: Releases) -> None:
    corrected.copy.set("figures", F1, note="", as_stated="21").write()
    assert release("corrections") == (
        0,
        "docs/corrections.csv: 1 cell of 1.0.1\nwrite why: 1 reason lacking\n",
    )
    corrected.copy.set("figures", F1, note="x").write()
    correct("Printed so.")
    found = {row["column"]: row["reason"] for row in corrections.read()}
    assert found == {"note": "Printed so.", "as_stated": "Printed so."}
    correct("Another.")
    assert {row["reason"] for row in corrections.read()} == {"Printed so."}


def test_a_correction_that_stands_twice_is_told(corrected: Releases) -> None:
    path = Path(corrections.PATH)
    path.write_text(
        path.read_text("utf-8") + path.read_text("utf-8").splitlines()[-1] + "\n", "utf-8"
    )
    assert f"{corrections.PATH} has a cell of 1.0.1 twice" in release("check")[1]


def test_what_earlier_corrections_told_of_a_withdrawn_row_goes(corrected: Releases) -> None:
    corrected.release("1.0.1")
    corrected.retire("figures", F1, "1.0.2", "", ledger.WITHDRAWN)
    corrected.copy.write()
    corrected.version("1.0.2")
    said = "docs/corrections.csv still has a cell of figures that was withdrawn on request"
    assert said in release("check")[1]


def test_corrections_wait_for_a_version_of_their_own(corrected: Releases) -> None:
    corrected.release("1.0.1")
    before = corrections.read()
    corrected.copy.set("figures", F1, note="y").write()
    code, said = release("corrections")
    assert (code, said.split(": ", 1)[1]) == (
        2,
        "the data differ from release 1.0.1 and the version is still 1.0.1: make it 1.0.2\n",
    )
    assert corrections.read() == before


def test_the_corrections_of_earlier_versions_stay(corrected: Releases) -> None:
    corrected.release("1.0.1")
    corrected.copy.set("figures", F1, note="y").write()
    corrected.version("1.0.2")
    correct()
    told = [(row["version"], row["old"], row["new"]) for row in corrections.read()]
    assert told == [("1.0.2", "x", "y"), ("1.0.1", "", "x")]


def test_before_the_first_release_nothing_is_corrected(releases: Releases) -> None:
    releases.git("commit", "-q", "--allow-empty", "-m", "before")
    assert release("corrections")[0] == 2


def test_next_prints_what_the_check_then_accepts(first: Releases) -> None:
    first.copy.set("figures", F1, note="x")
    first.copy.add("quotes", Q1, quote_id="2015-01-london-q900")
    for row in first.copy.rows["figures"]:
        row["quote_id"] = "" if row["quote_id"] == Q3 else row["quote_id"]
    first.retire("quotes", Q3, "1.1.0", Q1, "Told twice.")
    first.copy.write()
    code, said = release("next")
    assert code == 0
    assert "version: 1.1.0 or higher" in said
    items = [line for line in said.split("under Data:")[1].splitlines() if line.startswith("- ")]
    first.version("1.1.0")
    log(first, "1.1.0", *items)
    correct()
    code, said = release("check")
    assert (code, said.startswith(FINE)) == (0, True)


def test_a_row_withdrawn_on_request_takes_a_patch_step_and_a_line_without_its_values(
    first: Releases,
) -> None:
    for row in first.copy.rows["figures"]:
        row["quote_id"] = "" if row["quote_id"] == Q3 else row["quote_id"]
    first.copy.set("figures", F1, note="x")
    first.copy.set("ledger", f"figures/{F1}", reason=ledger.AMENDED)
    first.retire("quotes", Q3, "1.0.1", "", ledger.WITHDRAWN)
    first.copy.write()
    _, said = release("next")
    assert "version: 1.0.1 or higher" in said
    items = [line for line in said.split("under Data:")[1].splitlines() if line.startswith("- ")]
    retired = f"- `quotes` `{Q3}`: retired: withdrawn on request"
    assert retired in items
    first.version("1.0.1")
    log(first, "1.0.1", *items)
    correct()
    told = {row["id"]: (row["old"], row["new"], row["reason"]) for row in corrections.read()}
    assert told[F1] == ("", "x", ledger.AMENDED)
    assert release("check")[0] == 0
    first.release("1.0.1")
    assert release("check")[0] == 0


def test_what_earlier_corrections_told_of_a_row_goes_when_somebody_asks(
    corrected: Releases,
) -> None:
    corrected.release("1.0.1")
    corrected.copy.set("figures", F1, note="y")
    corrected.copy.set("ledger", f"figures/{F1}", reason=ledger.AMENDED)
    corrected.copy.write()
    corrected.version("1.0.2")
    log(corrected, "1.0.2", ONE_CELL)
    correct()
    said = "docs/corrections.csv still has a cell of figures that was corrected on request"
    assert said in release("check")[1]


def test_a_ledger_that_was_not_filled_is_told(releases: Releases) -> None:
    log(releases, "1.0.0", "- All is new.")
    releases.release("1.0.0")
    releases.copy.rows["ledger"].clear()
    releases.copy.write()
    code, said = release("check")
    assert code == 1
    assert "the ledger doesn't know quotes as released in 1.0.0: " in said


def test_the_ledger_is_not_filled_while_the_strength_is_that_of_other_tables(
    corrected: Releases,
) -> None:
    path = corrected.folder / "benchmarks" / "strength.json"
    path.parent.mkdir()
    path.write_text('{"fingerprint": "cd1:1x1:00"}', encoding="utf-8")
    code, said = release("fill")
    assert (code, said.partition(";")[0]) == (
        2,
        "release: benchmarks/strength.json is of other tables",
    )


def delete_tags(releases: Releases) -> None:
    for path in (releases.folder / ".git" / "refs" / "tags").iterdir():
        path.unlink()


def test_a_release_without_its_tag_is_found_in_the_history(corrected: Releases) -> None:
    delete_tags(corrected)
    code, said = release("check")
    assert code == 0
    assert "compared with 1.0.0 (commit " in said
    corrected.copy.set("figures", F1, note="y").write()
    code, said = release("check")
    assert code == 1
    assert f"docs/corrections.csv has other values of {CELL}" in said


def test_each_release_without_a_tag_is_held_against_the_one_before(corrected: Releases) -> None:
    corrected.release("1.0.1")
    delete_tags(corrected)
    corrected.git("commit", "-q", "--allow-empty", "-m", "later")
    code, said = release("check")
    assert code == 0
    assert said.count("(commit ") == 2
    log(corrected, "1.0.1", "- Nothing.")
    assert release("check")[0] == 1


def test_a_release_that_the_history_does_not_have_is_told(corrected: Releases) -> None:
    delete_tags(corrected)
    corrected.git("checkout", "-q", "--orphan", "other")
    corrected.git("commit", "-qam", "another history")
    assert release("check") == (
        1,
        "the ledger knows release 1.0.0, and no commit behind HEAD has its rows\n",
    )


@pytest.fixture
def shallow(corrected: Releases, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a clone with one commit, made after the first release, which it lacks."""
    corrected.copy.write()
    corrected.git("add", "-A")
    corrected.git("commit", "-qm", "A correction")
    corrected.git("clone", "-q", "--depth", "1", f"file://{corrected.folder}", "clone")
    folder = corrected.folder / "clone"
    monkeypatch.chdir(folder)
    return folder


def test_a_shallow_clone_is_checked_by_the_ledger(shallow: Path) -> None:
    by_ledger = "compared with 1.0.0 (by the ledger alone: the clone is shallow)"
    assert release("check") == (0, f"{FINE}{LATER}\n{by_ledger}\n")


def test_a_shallow_clone_of_a_release_is_checked_by_its_own_commit(
    corrected: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected.release("1.0.1")
    corrected.git("clone", "-q", "--depth", "1", f"file://{corrected.folder}", "clone")
    monkeypatch.chdir(corrected.folder / "clone")
    code, said = release("check")
    assert (code, said.splitlines()[0]) == (0, FINE)
    assert "1.0.1 (" in said
    assert "1.0.0 (by the ledger alone" in said


def test_a_shallow_clone_does_not_forgive_a_changelog_that_lacks_a_change(shallow: Path) -> None:
    path = shallow / corrections.PATH
    path.write_text(path.read_text(encoding="utf-8").replace(F1, Q1), encoding="utf-8")
    assert release("check") == (
        1,
        f"docs/corrections.csv lacks a cell of figures {F1} after 1.0.0\n",
    )


def test_a_shallow_clone_does_not_forgive_a_version_that_is_too_low(shallow: Path) -> None:
    path = shallow / "tables" / "quotes.csv"
    (row,) = [line for line in path.read_text("utf-8").splitlines() if line.startswith(f"{Q1},")]
    with path.open("a", encoding="utf-8") as file:
        file.write(row.replace(Q1, "2015-01-london-q900") + "\n")
    code, said = release("check")
    assert code == 1
    assert "version 1.0.1 is too low for a minor step after 1.0.0: make it 1.1.0" in said
    assert "CHANGELOG.md lacks after 1.0.0: - `quotes`: 1 row added" in said


def test_a_shallow_clone_does_not_forgive_a_changed_release(
    first: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    first.copy.set("figures", F1, note="x").write()
    first.git("commit", "-qam", "A change")
    first.git("clone", "-q", "--depth", "1", f"file://{first.folder}", "clone")
    monkeypatch.chdir(first.folder / "clone")
    code, said = release("check")
    assert code == 1
    assert said.startswith("the data differ from release 1.0.0 and the version is still 1.0.0: ")


def test_in_a_shallow_clone_no_ledger_is_filled(shallow: Path) -> None:
    assert shallow.is_dir()
    code, said = release("fill")
    assert code == 2
    assert "the clone is shallow" in said


def test_before_the_first_release_something_must_be_said_of_the_data(releases: Releases) -> None:
    releases.git("commit", "-q", "--allow-empty", "-m", "before")
    releases.version("0.9.0")
    log(releases, "0.9.0")
    assert release("check") == (1, "CHANGELOG.md says nothing under Data of 0.9.0\n")
    log(releases, "0.9.0", "- All is new.")
    assert release("check")[0] == 0
    assert "everything is new" in release("next")[1]


def test_the_shipped_version_changelog_and_ledger_match(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code, said = release("check")
    assert (code, said[: len(FINE)]) == (0, FINE)


def test_outside_of_git_it_can_not_run(first: Releases) -> None:
    first.git("update-ref", "-d", "HEAD")
    code, said = release("check")
    assert code == 2
    assert "git can't look at this history" in said


def test_the_tool_explains_itself() -> None:
    code, said = release()
    assert code == 2
    assert "python tools/release.py next" in said


def test_a_released_quote_that_moves_to_another_split_is_told(corrected: Releases) -> None:
    corrected.release("1.0.1")
    assert corrected.copy.find("ledger", f"quotes/{Q1}")["split"] == "train"
    corrected.copy.set("ledger", f"quotes/{Q1}", split="test").write()
    code, said = release("check")
    assert (code, said) == (1, f"the ledger has another split than in 1.0.1: 1 quote, {Q1} first\n")
