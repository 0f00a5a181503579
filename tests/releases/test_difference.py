import json
import re
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data import cli
from coalition_data.releases import difference, ledger, snapshot, structure
from coalition_data.tables import descriptor
from worlds import ROOT, Copy, Releases

Capture = pytest.CaptureFixture[str]
F1, Q1, Q3 = "2015-01-london-f001", "2015-01-london-q001", "2015-01-london-q003"
PAGE = "gov-uk-2015-01-22"


@pytest.fixture
def two(releases: Releases) -> Releases:
    """Return a repository with two releases: a row came, one went, a cell was corrected."""
    releases.release("1.0.0")
    releases.copy.set("figures", F1, note="A `mark` of code.")
    releases.copy.add("quotes", Q1, quote_id="2015-01-london-q900")
    for row in releases.copy.rows["figures"]:
        row["quote_id"] = "" if row["quote_id"] == Q3 else row["quote_id"]
    releases.retire("quotes", Q3, "2.0.0", Q1, "The same words twice.")
    return releases.release("2.0.0")


def summarise(changes: list[difference.Change]) -> list[tuple[str, str, str]]:
    return [
        (c.table, c.id, c.change) for c in changes if c.table in ("quotes",) or c.column == "note"
    ]


EXPECTED = [
    ("quotes", Q3, "retired"),
    ("quotes", "2015-01-london-q900", "added"),
    ("figures", F1, "corrected"),
]


def test_two_releases_are_compared_row_by_row(two: Releases) -> None:
    found = cd.diff("1.0.0", "2.0.0")
    assert summarise(found.changes) == EXPECTED
    assert found.step == "minor"
    gone = next(c for c in found.changes if c.change == "retired")
    assert (gone.successor, gone.reason) == (Q1, "The same words twice.")
    assert f"- {Q3}, now {Q1}: The same words twice." in str(found)
    assert f'~ {F1}: note: (blank) -> "A `mark` of code."' in str(found)


def test_a_tag_a_commit_a_folder_and_an_archive_are_the_same_release(
    two: Releases, tmp_path_factory: Any
) -> None:
    out = tmp_path_factory.mktemp("out")
    with zipfile.ZipFile(out / "coalition_data-2.0.0-py3-none-any.whl", "w") as wheel:
        for path in [two.folder / "datapackage.json", *(two.folder / "tables").glob("*.csv")]:
            wheel.write(path, f"coalition_data/_data/{path.relative_to(two.folder)}")
    whole = cd.diff("v1.0.0", "2.0.0").as_dict()["changes"]
    for new in ("HEAD", ".", two.folder, out / "coalition_data-2.0.0-py3-none-any.whl"):
        assert cd.diff("HEAD~1", new).as_dict()["changes"] == whole


def test_the_frame_has_a_row_per_change(two: Releases) -> None:
    frame = cd.diff("1.0.0", "2.0.0").frame()
    assert list(frame.columns) == list(difference.COLUMNS)
    row = frame[frame["id"] == F1].set_index("column").loc["note"]
    assert (row["change"], row["new"]) == ("corrected", "A `mark` of code.")
    assert row["old"] is None or row["old"] != row["old"]


@pytest.mark.parametrize(
    ("successor", "reason", "step"),
    [
        (Q1, "The same words twice.", "minor"),
        ("", "Said of another meeting.", "major"),
        ("", ledger.WITHDRAWN, "patch"),
    ],
)
def test_a_retired_row_takes_its_step(
    releases: Releases, successor: str, reason: str, step: str
) -> None:
    releases.release("1.0.0")
    for row in releases.copy.rows["figures"]:
        row["quote_id"] = "" if row["quote_id"] == Q3 else row["quote_id"]
    releases.retire("quotes", Q3, "2.0.0", successor, reason)
    # The other rows that it changed are corrected, which takes no more.
    releases.release("2.0.0")
    assert releases.copy.problems() == []
    assert cd.diff("1.0.0", "2.0.0").step == step


@pytest.fixture
def requested(releases: Releases) -> Releases:
    """Return two releases: by request a title was changed, and a source withdrawn, its id hidden."""
    releases.copy.add("sources", PAGE, source_id="gov-uk-jane-doe", url="https://www.gov.uk/x")
    releases.copy.set("sources", PAGE, title="Jane Doe speaks")
    releases.release("1.0.0")
    releases.copy.set("sources", PAGE, title="A speech")
    releases.copy.set("ledger", f"sources/{PAGE}", reason=ledger.AMENDED)
    hidden = ledger.hide_id("sources", "gov-uk-jane-doe")
    releases.retire("sources", "gov-uk-jane-doe", "1.0.1", "", ledger.WITHDRAWN)
    releases.copy.set("ledger", "sources/gov-uk-jane-doe", ledger_id=f"sources/{hidden}", id=hidden)
    return releases.release("1.0.1")


def test_what_was_changed_on_request_is_nowhere_printed(requested: Releases) -> None:
    found = cd.diff("1.0.0", "1.0.1")
    hidden = ledger.hide_id("sources", "gov-uk-jane-doe")
    assert found.step == "patch"
    assert found.markdown().splitlines() == [
        f"- `sources` `{PAGE}`: `title`: (withheld) → `A speech`",
        f"- `sources` `{hidden}`: retired: withdrawn on request",
    ]
    assert f'~ {PAGE}: title: (withheld) -> "A speech"' in str(found)
    told = [str(found), repr(found), json.dumps(found.as_dict()), found.frame().to_csv()]
    told += ["".join(map(repr, found.changes)), Path("tables/ledger.csv").read_text()]
    assert [text for text in told if "Jane" in text or "jane" in text] == []


def test_what_was_changed_on_request_stays_withheld_in_later_releases(requested: Releases) -> None:
    requested.copy.set("sources", PAGE, note="Seen twice.")
    requested.release("1.0.2")
    assert "Jane" not in cd.diff("1.0.0", "1.0.2").markdown()


def test_a_hidden_id_is_known_to_have_been_in_the_release_before(requested: Releases) -> None:
    assert requested.copy.problems() == []
    old = snapshot.read_snapshot("1.0.0")
    assert ledger.list_unknown(requested.copy.rows["ledger"], old.rows, "1.0.0") == []


def test_the_markdown_is_the_data_part_of_a_changelog(two: Releases) -> None:
    lines = cd.diff("1.0.0", "2.0.0").markdown().splitlines()
    assert f"- `figures` `{F1}`: `note`: (blank) → ``A `mark` of code.``" in lines
    assert "- `quotes`: 1 row added" in lines
    assert f"- `quotes` `{Q3}`: retired, now `{Q1}`: The same words twice." in lines


def test_the_same_data_differ_in_nothing(two: Releases) -> None:
    same = cd.diff("2.0.0", ".")
    assert (same.step, same.changes, same.structure) == ("none", [], [])
    assert str(same) == "2.0.0 -> 2.0.0 (.): the data are the same"


def test_the_command_prints_text_markdown_and_json(two: Releases, capsys: Capture) -> None:
    assert cli.main(["diff", "1.0.0", "2.0.0"]) == 0
    assert capsys.readouterr().out.startswith("1.0.0 -> 2.0.0: 1 row added, 1 retired, ")
    assert cli.main(["diff", "1.0.0", "2.0.0", "--markdown"]) == 0
    assert capsys.readouterr().out == cd.diff("1.0.0", "2.0.0").markdown()
    assert cli.main(["diff", "1.0.0", "2.0.0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["step"] == "minor"


@pytest.mark.parametrize(
    ("old", "words"),
    [
        ("9.9.9", '"9.9.9" is no folder or file, no git revision here'),
        ("no-such-branch", "no git revision here"),
        ("--output=x", "no git revision here"),
        ("nothing.whl", "no file nothing.whl"),
        ("empty", "no datapackage.json in empty"),
        ("notes.txt", "neither a wheel nor a release archive"),
        ("other.whl", "other.whl holds no datapackage.json: it is no wheel"),
        ("half.whl", "half.whl: tables/sources.csv isn't in it"),
        (
            "elsewhere",
            "two data sets can't be compared: elsewhere is another, 1.0.0 is coalition-data",
        ),
        ("lacking", "lacking: tables/quotes.csv: the file isn't there"),
        ("twice", 'twice: tables/quotes.csv: quote_id has "2015-01-london-q001" twice'),
        ("before", "revision before has no datapackage.json here"),
    ],
)
def test_what_is_no_version_of_the_data_is_one_clear_line(
    releases: Releases, old: str, words: str, capsys: Capture
) -> None:
    releases.git("commit", "-q", "--allow-empty", "-m", "before")
    releases.git("tag", "before")
    releases.release("1.0.0")
    (releases.folder / "empty").mkdir()
    (releases.folder / "notes.txt").write_text("x", encoding="utf-8")
    with zipfile.ZipFile("other.whl", "w") as wheel:
        wheel.writestr("other/__init__.py", "")
    with zipfile.ZipFile("half.whl", "w") as wheel:
        wheel.write("datapackage.json", "coalition_data/_data/datapackage.json")
    for name in ("elsewhere", "lacking", "twice"):
        shutil.copytree("tables", f"{name}/tables")
        shutil.copy("datapackage.json", name)
    path = Path("elsewhere/datapackage.json")
    path.write_text(
        path.read_text().replace('"name": "coalition-data"', '"name": "another"'), encoding="utf-8"
    )
    Path("lacking/tables/quotes.csv").unlink()
    rows = Path("twice/tables/quotes.csv")
    rows.write_text(
        rows.read_text() + next(r for r in rows.read_text().splitlines() if r.startswith(Q1)) + "\n"
    )
    assert cli.main(["diff", *(["--"] if old.startswith("-") else []), old, "1.0.0"]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1


def field(raw: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    resource = next(r for r in raw["resources"] if r["name"] == table)
    found: dict[str, Any] = next(f for f in resource["schema"]["fields"] if f["name"] == name)
    return found


def enum(raw: dict[str, Any]) -> list[str]:
    values: list[str] = field(raw, "figures", "unit")["constraints"]["enum"]
    return values


def resource(raw: dict[str, Any], table: str) -> dict[str, Any]:
    found: dict[str, Any] = next(r for r in raw["resources"] if r["name"] == table)
    return found


def change_pattern(raw: dict[str, Any], table: str, name: str, old: str, new: str) -> None:
    """Replace words in the pattern of a field, as often as they are there."""
    constraints = field(raw, table, name)["constraints"]
    assert old in constraints["pattern"]
    constraints["pattern"] = constraints["pattern"].replace(old, new)


# What is done to the descriptor, what is said of it, and the step that it takes.
STRUCTURE: dict[str, tuple[Callable[[dict[str, Any]], Any], str, str]] = {
    "a value more": (
        lambda raw: (
            enum(raw).append("parsecs"),
            field(raw, "figures", "unit")["categories"].append({"value": "parsecs", "code": 99}),
        ),
        "`figures.unit`: value `parsecs` is new",
        "minor",
    ),
    "a value less": (
        lambda raw: enum(raw).remove("km2"),
        "`figures.unit`: value `km2` is gone",
        "major",
    ),
    "required": (
        lambda raw: field(raw, "quotes", "note").update(constraints={"required": True}),
        "`quotes.note`: required is true, it was false",
        "major",
    ),
    "not required": (
        lambda raw: field(raw, "quotes", "certainty")["constraints"].pop("required"),
        "`quotes.certainty`: required is false, it was true",
        "minor",
    ),
    "longer": (
        lambda raw: field(raw, "figures", "as_stated")["constraints"].update(maxLength=70),
        "`figures.as_stated`: max_length is `70`, it was `60`",
        "minor",
    ),
    "shorter": (
        lambda raw: field(raw, "figures", "as_stated")["constraints"].update(maxLength=50),
        "`figures.as_stated`: max_length is `50`, it was `60`",
        "major",
    ),
    "another type": (
        lambda raw: field(raw, "figures", "about").update(type="number"),
        "`figures.about` is of type number, it was string",
        "major",
    ),
    "a column less": (
        lambda raw: resource(raw, "quotes")["schema"]["fields"].remove(
            field(raw, "quotes", "note")
        ),
        "column `quotes.note` is gone",
        "major",
    ),
    "a column more": (
        lambda raw: resource(raw, "quotes")["schema"]["fields"].append(
            {"name": "mood", "type": "string"}
        ),
        "column `quotes.mood` is new",
        "minor",
    ),
    "another order": (
        lambda raw: resource(raw, "quotes")["schema"]["fields"].reverse(),
        "the columns of `quotes` are in another order",
        "major",
    ),
    "a value more in a list": (
        lambda raw: change_pattern(raw, "meetings", "topics", "|other", "|other|prisons"),
        "`meetings.topics`: value `prisons` is new",
        "minor",
    ),
    "a value less in a list": (
        lambda raw: change_pattern(raw, "participants", "role", "|guest", ""),
        "`participants.role`: value `guest` is gone",
        "major",
    ),
    "a list in another order": (
        lambda raw: change_pattern(raw, "reports", "attests", "held|date", "date|held"),
        "",
        "none",
    ),
    "longer numbers": (
        lambda raw: change_pattern(raw, "waivers", "waiver_id", "{3,5}", "{3,8}"),
        "`waivers.waiver_id`: pattern is "
        "`[a-z0-9]+(-[a-z0-9]+)*-w([0-9]{3}|[1-9][0-9]{3,8})`, it was "
        "`[a-z0-9]+(-[a-z0-9]+)*-w([0-9]{3}|[1-9][0-9]{3,5})`",
        "minor",
    ),
    "shorter numbers": (
        lambda raw: change_pattern(raw, "meetings", "country", "{3}", "{2}"),
        "`meetings.country`: pattern is `[A-Z]{2}`, it was `[A-Z]{3}`",
        "major",
    ),
    "a table less": (
        lambda raw: raw["resources"].remove(resource(raw, "waivers")),
        "table `waivers` is gone",
        "major",
    ),
    "no key": (
        lambda raw: resource(raw, "waivers")["schema"].pop("foreignKeys"),
        "`waivers.source_id` leads elsewhere",
        "minor",
    ),
    "not unique": (
        lambda raw: resource(raw, "reports")["schema"].pop("uniqueKeys"),
        "other columns of `reports` must be unique together",
        "minor",
    ),
    "other words": (
        lambda raw: field(raw, "quotes", "note").update(description="New."),
        "",
        "none",
    ),
}


@pytest.mark.parametrize("case", STRUCTURE)
def test_a_change_of_structure_takes_its_step(copy: Copy, case: str) -> None:
    change, sentence, step = STRUCTURE[case]
    raw = json.loads((copy.folder / "datapackage.json").read_text(encoding="utf-8"))
    change(raw)
    found = list(
        structure.compare_packages(copy.package, descriptor.Package(str(copy.folder), raw))
    )
    assert found == ([(sentence, step)] if sentence else [])


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("[0-9]{3}", "[0-9]{3,}", "minor"),
        ("[0-9]{3}", "[0-9]{2,4}", "minor"),
        ("a{2,3}(b{4}|c)", "a{1,3}(b{0,}|c)", "minor"),
        ("[0-9]{3,}", "[0-9]{3}", "major"),
        ("[0-9]{2,4}", "[0-9]{3,5}", "major"),
        ("a{2}b{3}", "a{1,}b{2}", "major"),
        ("a{3}", "b{3,}", "major"),
        ("a{3}", "a{3,}b", "major"),
        # Not the same thing, or more than can be told from the outside.
        ("[a{2,9}]", "[a{1,99}]", "major"),
        (r"\x{100}", r"\x{99}", "major"),
        ("(a|b)", "(a|b)(;(a|b))*", "major"),
        ("(a|b)(;(a|b))*", "(a|b|c)(;(a|b))*", "major"),
    ],
)
def test_a_pattern_is_looser_if_it_surely_accepts_all_that_it_did(
    copy: Copy, old: str, new: str, step: str
) -> None:
    other = descriptor.read(str(copy.folder))
    copy.package.table("quotes").field("note").pattern = old
    other.table("quotes").field("note").pattern = new
    assert [one[1] for one in structure.compare_packages(copy.package, other)] == [step]


@settings(max_examples=200, deadline=None)
@given(pattern=st.from_regex(r"(?:[ab](?:\{[0-3](?:,[4-6]?)?\})?|\[[ab]+\]\{[1-3]\}){1,4}", fullmatch=True),
       data=st.data())  # fmt: skip
def test_whatever_a_looser_pattern_replaces_its_cells_stay_valid(pattern: str, data: Any) -> None:
    def widen(count: re.Match[str]) -> str:
        least = data.draw(st.integers(0, 4))
        most = data.draw(st.none() | st.integers(least, 9))
        return f"{{{least},{'' if most is None else most}}}"

    wider = re.sub(r"\{[0-9,]+\}", widen, pattern)
    if structure.LOOSER["pattern"](pattern, wider):
        cell = data.draw(st.from_regex(pattern, fullmatch=True))
        assert re.fullmatch(wider, cell)


def test_lists_of_a_hundred_thousand_values_are_compared_in_seconds(copy: Copy) -> None:
    copy.package.table("quotes").field("note").enum = [f"v{n}" for n in range(100_000)]
    other = descriptor.read(str(copy.folder))
    other.table("quotes").field("note").enum = [f"v{n}" for n in range(1, 100_001)]
    start = time.process_time()
    assert list(structure.compare_packages(copy.package, other)) == [
        ("`quotes.note`: value `v0` is gone", "major"),
        ("`quotes.note`: value `v100000` is new", "minor"),
    ]
    assert time.process_time() - start < 5


def test_a_new_column_corrects_no_cell(copy: Copy, tmp_path_factory: Any) -> None:
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(copy.folder, other, dirs_exist_ok=True)
    raw = json.loads((other / "datapackage.json").read_text(encoding="utf-8"))
    resource(raw, "memberships")["schema"]["fields"].append({"name": "mood", "type": "string"})
    (other / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    rows = (other / "tables" / "memberships.csv").read_text(encoding="utf-8").splitlines()
    text = "".join(f"{row},{'mood' if n == 0 else 'calm'}\n" for n, row in enumerate(rows))
    (other / "tables" / "memberships.csv").write_text(text, encoding="utf-8")
    found = cd.diff(copy.folder, other)
    assert (found.changes, found.step) == ([], "minor")


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [("1.2.3", "1.2.4", "patch"), ("1.2.3", "1.3.0", "minor"), ("1.2.3", "2.0.0", "major")],
)
def test_a_version_follows_on_another_by_one_step(old: str, new: str, step: str) -> None:
    assert difference.step_between(old, new) == step


@pytest.mark.parametrize("new", ["1.2.5", "1.3.1", "3.0.0", "1.2.2", "1.2", "1.2.x"])
def test_a_version_that_does_not_follow_is_refused(new: str) -> None:
    with pytest.raises(ValueError, match=r"follow|no version"):
        difference.step_between("1.2.3", new)


def test_the_installed_version_is_a_version() -> None:
    assert cd.diff(cd.__version__, ROOT).changes == []
