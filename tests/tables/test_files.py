import errno
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coalition_data.tables import files


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
