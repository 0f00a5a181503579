import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coalition_data import cli
from coalition_data.tables import files

DESCRIPTOR = """{"resources": [{"name": "t", "path": "t.csv", "schema": {
    "fields": [{"name": "id"}], "primaryKey": "id"}}]}"""


def test_writing_keeps_the_mode_of_the_file_and_leaves_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    assert files.write_whole(str(path), b"new") is True
    assert files.write_whole(str(path), b"new") is False
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_is_written_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "t.csv"
    assert files.write_whole(str(path), b"new") is True
    assert path.read_bytes() == b"new"


def interrupt_write(path: Path) -> None:
    with files.replacing(str(path)) as new:
        Path(new).write_bytes(b"half")
        raise KeyboardInterrupt


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        interrupt_write(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("lock", [None, "refused"])
def test_where_nothing_can_be_locked_a_file_is_written_and_no_handle_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lock: str | None
) -> None:
    """Windows has no fcntl, and replaces no file that is open; some file systems have no locks."""
    fake = None
    if lock:

        def refuse(handle: int, how: int) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        fake = SimpleNamespace(flock=refuse, LOCK_EX=2, LOCK_NB=4)
    monkeypatch.setitem(sys.modules, "fcntl", fake)
    opened = []
    open_file = os.open

    def note(*args: Any) -> int:
        opened.append(open_file(*args))
        return opened[-1]

    monkeypatch.setattr(os, "open", note)
    with files.replacing(str(tmp_path / "a" / "t.csv")) as draft:
        for handle in opened:
            with pytest.raises(OSError, match="Bad file descriptor"):
                os.fstat(handle)
        Path(draft).write_bytes(b"new")
    assert (tmp_path / "a" / "t.csv").read_bytes() == b"new"
    assert opened


def test_a_folder_that_vanishes_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "t.csv"
    with pytest.raises(ValueError, match="told"), files.replacing(str(path)):  # noqa: PT012
        shutil.rmtree(tmp_path / "a" / "b")
        raise ValueError("told")
    assert list(tmp_path.iterdir()) == []


HOLDER = """
import sys
from coalition_data.tables import files
with files.locked(sys.argv[1]):
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a process that has locked a folder."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "locked\n"
        yield process


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who holds a lock")
def test_who_does_not_get_the_lock_says_who_has_it_and_gives_up(
    tmp_path: Path,
    holder: subprocess.Popen[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(files, "SILENCE", 0.01)
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    (tmp_path / "datapackage.json").write_text(DESCRIPTOR, encoding="utf-8")
    assert cli.main(["fmt", str(tmp_path)]) == 2
    told, error = capsys.readouterr().err.splitlines()
    assert told == f"waiting for process {holder.pid}, which writes into {tmp_path}"
    assert f"process {holder.pid} has been writing into {tmp_path}" in error
    assert cli.main(["fmt", "--check", str(tmp_path)]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="folders can't be locked there")
def test_a_killed_process_holds_no_lock_and_leaves_no_file(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    holder.kill()
    holder.wait()
    with files.locked(str(tmp_path)):
        assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="folders can't be locked there")
def test_a_folder_and_a_link_to_it_are_locked_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.02)
    folder, link = tmp_path / "folder", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    with files.locked(str(folder)):
        with pytest.raises(TimeoutError), files.locked(str(link)):
            pass
        with files.locked(str(tmp_path)):
            pass


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_files_are_replaced_together_or_all_old_bytes_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    paths = [tmp_path / name for name in "cab"]
    for path in paths:
        path.write_bytes(b"old")
    replace, replaced = os.replace, []

    def replace_or_fail(draft: str, target: str) -> None:
        replaced.append(Path(target).name)
        if len(replaced) == failing:
            raise OSError(errno.EIO, "Input/output error")
        replace(draft, target)

    monkeypatch.setattr(os, "replace", replace_or_fail)
    with pytest.raises(OSError, match="Input/output"):
        files.replace_all({str(path): (b"old", b"new") for path in paths})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(
        "abc", b"old"
    )
    # In the order given.
    assert replaced[:failing] == list("cab")[:failing]


@pytest.mark.parametrize("change", ["written", "deleted", "a folder"])
def test_a_file_that_somebody_else_changed_keeps_all_files_as_they_are(
    tmp_path: Path, change: str
) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"old")
    if change == "written":
        second.write_bytes(b"theirs")
    elif change == "a folder":
        second.mkdir()
    with pytest.raises((ValueError, IsADirectoryError), match=r"changed by someone else|folder"):
        files.replace_all({str(path): (b"old", b"new") for path in (first, second)})
    assert first.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} <= {"a", "b"}


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_what_is_called_like_a_draft_but_is_a_link_or_a_pipe_is_left_alone(tmp_path: Path) -> None:
    place, letters = tmp_path / "place", tmp_path / "letters"
    place.mkdir()
    letters.mkdir()
    (letters / "mine").write_bytes(b"mine")
    (place / files.DRAFT.format("0" * 16)).symlink_to(letters)
    os.mkfifo(place / files.DRAFT.format("1" * 16))
    assert files.write_whole(str(place / "t.csv"), b"new") is True
    assert (letters / "mine").read_bytes() == b"mine"
    assert len(list(place.iterdir())) == 3
