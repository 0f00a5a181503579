"""What a stranger's folder carries is never believed: leftovers of writes, and links."""

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import coalition_data as cd
from coalition_data import cli, explorer, export
from coalition_data.tables import descriptor
from curation.test_new_source import DRAFT, TEXT
from worlds import Copy

Capture = pytest.CaptureFixture[str]
GIT_CONFIG = b"[core]\n\tfsmonitor = touch owned\n"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """Return a folder with a repository and a file of the victim's beside it."""
    (tmp_path / "letters.txt").write_bytes(b"mine")
    repository = tmp_path / "repository"
    repository.mkdir()
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "draft.toml").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def list_files(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def plant(folder: Path, targets: list[str]) -> None:
    """Put a plan there as an interrupted write once left it: staged files, and what they replace."""
    stage = folder / ".coalition-data-write"
    stage.mkdir()
    plan = []
    for n, target in enumerate(targets):
        (stage / f"{n}.new").write_bytes(GIT_CONFIG)
        old = (folder / target).read_bytes() if (folder / target).is_file() else b""
        digests = {"old": hashlib.sha256(old), "new": hashlib.sha256(GIT_CONFIG)}
        hexes = {name: digest.hexdigest() for name, digest in digests.items()}
        plan.append({"path": target, "file": f"{n}.new", **hexes})
    # A file of the victim's is to be moved into a table.
    plan[-1]["file"] = "../../letters.txt"
    plan[-1]["new"] = hashlib.sha256(b"mine").hexdigest()
    (stage / "plan.json").write_text(json.dumps(plan), encoding="utf-8")


ATTACKS = {
    "the settings of git": [".git/config", "tables/actors.csv"],
    "a path outside": ["../letters.txt", "tables/actors.csv"],
    "a table": ["tables/quotes.csv", "tables/waivers.csv"],
}


@pytest.mark.parametrize("targets", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("command", ["validate", "fmt", "fmt --check", "new-source"])
def test_a_plan_that_a_repository_carries_is_never_followed(
    victim: Path, command: str, targets: list[str], capsys: Capture
) -> None:
    folder = victim / "repository"
    Copy(folder)
    plant(folder, targets)
    before = list_files(victim)
    words = [*command.split(), str(folder)]
    if command == "new-source":
        words[1:1] = [str(victim / "article.txt"), str(victim / "draft.toml")]
    assert cli.main(words) == 0
    assert capsys.readouterr().err == ""
    after = list_files(victim)
    if command == "new-source":
        tables = {name for name in before if name.startswith("repository/tables/")}
        before, after = ({n: d for n, d in f.items() if n not in tables} for f in (before, after))
    assert after == before


def replace_by_link(copy: Copy, elsewhere: Path, is_whole: bool) -> None:
    """Move a table, or the folder of all tables, elsewhere, and put a link in its place."""
    path = copy.path("quotes").parent if is_whole else copy.path("quotes")
    path.rename(elsewhere / path.name)
    path.symlink_to(elsewhere / path.name)


# What reads or writes the tables of a package, on the command line and as a function.
COMMANDS: dict[str, Callable[[Path, Path], list[str]]] = {
    "validate": lambda folder, out: ["validate", str(folder)],
    "validate --schemas": lambda folder, out: ["validate", "--schemas", str(folder)],
    "fmt": lambda folder, out: ["fmt", str(folder)],
    "fmt --check": lambda folder, out: ["fmt", "--check", str(folder)],
    "diff": lambda folder, out: ["diff", str(folder), str(folder)],
    "sweep": lambda folder, out: ["sweep", str(out), str(folder)],
    "verify": lambda folder, out: ["verify", str(out), str(folder)],
    "fetch": lambda folder, out: ["fetch", "--out", str(out / "pages"), str(folder)],
    "new-source": lambda folder, out: [
        "new-source", str(out / "article.txt"), str(out / "draft.toml"), str(folder),
    ],
}  # fmt: skip
FUNCTIONS: dict[str, Callable[[Path, Path], object]] = {
    "load": lambda folder, out: cd.load("quotes", folder=folder),
    "load of Arrow": lambda folder, out: cd.load("quotes", engine="pyarrow", folder=folder),
    "utterances": lambda folder, out: cd.utterances(folder=folder),
    "explore": lambda folder, out: explorer.build(out / "site", folder=folder),
    **{
        f"export to {to}": lambda folder, out, to=to: export.write(
            to, out / f"x-{to}", folder=folder
        )
        for to in export.FORMATS
    },
}
TOLD = ".csv: [outside-folder] the file is a link that leaves the folder; put the file itself there"


@pytest.fixture
def linked(victim: Path, request: pytest.FixtureRequest) -> Path:
    """Return a package whose quotes, or all of whose tables, are elsewhere through a link."""
    copy = Copy(victim / "repository")
    copy.path("quotes").write_bytes(copy.path("quotes").read_bytes().replace(b"\n", b"\r\n"))
    (victim / "elsewhere").mkdir()
    replace_by_link(copy, victim / "elsewhere", request.param)
    return copy.folder


@pytest.mark.parametrize("linked", [False, True], indirect=True, ids=["a file", "a folder"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_follows_a_link_out_of_the_folder(
    victim: Path, linked: Path, command: str, capsys: Capture
) -> None:
    before = list_files(victim)
    assert cli.main(COMMANDS[command](linked, victim)) in (1, 2)
    told = capsys.readouterr()
    assert TOLD in told.out + told.err
    assert "Traceback" not in told.err
    assert list_files(victim) == before


@pytest.mark.parametrize("linked", [False, True], indirect=True, ids=["a file", "a folder"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_follows_a_link_out_of_the_folder(
    victim: Path, linked: Path, name: str
) -> None:
    before = list_files(victim)
    with pytest.raises(ValueError, match=re.escape(TOLD)):
        FUNCTIONS[name](linked, victim)
    assert list_files(victim) == before


def test_a_link_that_stays_inside_is_read_and_written_through(copy: Copy) -> None:
    path = copy.path("quotes")
    inside = copy.folder / "real.csv"
    path.rename(inside)
    path.symlink_to(inside)
    right = inside.read_bytes()
    inside.write_bytes(right.replace(b"\n", b"\r\n"))
    assert cli.main(["fmt", str(copy.folder)]) == 0
    assert path.is_symlink()
    assert inside.read_bytes() == right
    assert cd.validate(copy.folder) == []


def test_a_folder_that_is_itself_a_link_is_followed(
    copy: Copy, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(copy.folder)
    assert cd.validate(link) == []
    assert len(cd.load("quotes", folder=link))


def test_installed_tables_may_be_links(
    copy: Copy, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some installers link each file to a store of their own."""
    home = tmp_path_factory.mktemp("installed")
    for path in [copy.folder / descriptor.FILENAME, *copy.folder.glob("tables/*.csv")]:
        place = home / path.relative_to(copy.folder)
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(path)
    monkeypatch.setattr(descriptor, "home", lambda: str(home))
    assert cd.validate() == []
    assert len(cd.quotes())
    assert {problem.rule for problem in cd.validate(home)} == {"outside-folder"}
    assert os.path.islink(descriptor.read().file("quotes"))
