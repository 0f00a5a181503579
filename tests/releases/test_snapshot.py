"""Git says why there is no revision, in one line; what was read shows itself shortly."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import coalition_data as cd
from coalition_data import cli
from coalition_data.releases import snapshot
from worlds import Releases

Capture = pytest.CaptureFixture[str]


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True, capture_output=True)


def told(capsys: Capture, old: str, new: str = ".") -> str:
    assert cli.main(["diff", old, new]) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    return line


@pytest.fixture
def released(releases: Releases) -> Releases:
    return releases.release("1.0.0").release("1.0.1")


def test_without_git_a_revision_says_so(
    released: Releases, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("PATH", str(released.folder / "tables"))
    assert "git isn't installed" in told(capsys, "HEAD")


@pytest.mark.parametrize("folder", [".", "", "bin"])
def test_a_git_that_a_folder_brings_along_is_never_run(
    released: Releases, folder: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    (released.folder / "bin").mkdir()
    for name in ("git", "git.exe", "bin/git"):
        (released.folder / name).write_text("#!/bin/sh\ntouch sprung\n", encoding="utf-8")
        (released.folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([folder, os.environ["PATH"]]))
    assert cli.main(["diff", "v1.0.0", "."]) == 0
    assert not (released.folder / "sprung").exists()


def test_outside_of_a_repository_a_revision_says_so(
    released: Releases,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert "this folder isn't in a git repository" in told(capsys, "HEAD", str(released.folder))


@pytest.mark.parametrize("language", ["C", "fr_FR.UTF-8"])
def test_the_repository_of_another_owner_is_named_with_the_advice_of_git(
    released: Releases, language: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    line = told(capsys, "HEAD")
    assert "belongs to another owner" in line
    advice = f"git config --global --add safe.directory {os.path.realpath(released.folder)}"
    assert advice in line


def test_a_shallow_clone_says_how_to_fetch_the_rest(
    released: Releases, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    git("clone", "-q", "--depth", "1", f"file://{released.folder}", "clone")
    monkeypatch.chdir("clone")
    for name in ("HEAD~1", "1.0.0"):
        assert "the clone is shallow: run `git fetch --unshallow --tags`" in told(capsys, name)


def test_a_clone_without_tags_finds_a_release_in_its_history(
    released: Releases, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    # One without a change of the data, then one with.
    released.copy.set("figures", "2015-01-london-f001", note="x")
    released.release("1.0.2")
    git("clone", "-q", "--no-tags", f"file://{released.folder}", "clone")
    monkeypatch.chdir("clone")
    assert list(snapshot.list_releases()) == ["1.0.2", "1.0.1", "1.0.0"]
    assert str(snapshot.read_snapshot("1.0.0")) == "1.0.0"
    assert str(snapshot.read_snapshot("v1.0.2")) == "1.0.2 (v1.0.2)"
    assert cd.diff("1.0.1", ".").step == "patch"
    assert "`git fetch --tags`" in told(capsys, "1.0.3")
    assert "`git fetch --tags`" not in told(capsys, "no-such-branch")


def test_a_repository_without_a_commit_says_so(
    released: Releases, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    git("init", "-q", "empty")
    monkeypatch.chdir("empty")
    assert "the repository has no commit yet" in told(capsys, "HEAD", str(released.folder))


def test_a_revision_without_the_data_says_whether_they_are_elsewhere(
    released: Releases, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    released.git("checkout", "-q", "--orphan", "other")
    released.git("commit", "-q", "--allow-empty", "-m", "x")
    (released.folder / "sub").mkdir()
    monkeypatch.chdir("sub")
    assert "has no datapackage.json here: call it in the folder of" in told(capsys, "main", "..")
    released.git("rm", "-rqf", "--cached", ".")
    released.git("commit", "-q", "--allow-empty", "-m", "nothing")
    assert "has no datapackage.json here, nor elsewhere" in told(capsys, "other", "..")


def test_the_installed_version_needs_no_git(
    released: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(released.folder / ".git")
    assert cd.diff("1.0.1", "1.0.1").step == "none"
    monkeypatch.setenv("PATH", "")
    assert cd.diff("1.0.1", "1.0.1").step == "none"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_snapshot_and_is_not_waited_for(tmp_path: Path, capsys: Capture) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is no folder or regular file" in told(capsys, str(tmp_path / "pipe"))


def test_a_snapshot_shows_its_version_and_numbers_of_rows(released: Releases) -> None:
    shown = repr(snapshot.read_snapshot("v1.0.0"))
    assert shown.startswith("<Snapshot 1.0.0 (v1.0.0): ")
    assert len(shown) < 300
