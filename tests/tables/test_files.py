from pathlib import Path

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
