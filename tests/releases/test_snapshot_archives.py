"""An archive that can't be unpacked is one line that names it."""

import zipfile
from pathlib import Path

import pytest

from coalition_data import cli
from coalition_data.releases import snapshot
from coalition_data.tables import descriptor
from worlds import Copy

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def archive(copy: Copy) -> Path:
    path = copy.folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for file in [copy.folder / descriptor.FILENAME, *(copy.folder / "tables").iterdir()]:
            made.write(file, f"a/{file.relative_to(copy.folder)}")
    return path


def told(capsys: Capture, archive: Path) -> str:
    assert cli.main(["diff", str(archive), str(archive.parent)]) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert line.startswith(f"coalition-data: {archive}")
    return line


def test_a_sound_archive_is_compared(archive: Path, capsys: Capture) -> None:
    assert cli.main(["diff", str(archive), str(archive.parent)]) == 0
    assert "the data are the same" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("offset", "value", "reason"),
    [(6, b"\1", "encrypted"), (8, b"\x63", "compression"), (14, b"\0\0\0\0", "CRC")],
)
def test_what_is_wrong_with_an_archive_is_said(
    archive: Path, capsys: Capture, offset: int, value: bytes, reason: str
) -> None:
    data = bytearray(archive.read_bytes())
    # The same fields are in each file's own head and in the list at the end.
    for mark, shift in ((b"PK\3\4", 0), (b"PK\1\2", 2)):
        start = data.find(mark)
        while start >= 0:
            at = start + offset + shift
            data[at : at + len(value)] = value
            start = data.find(mark, start + 4)
    archive.write_bytes(data)
    assert reason in told(capsys, archive)


def test_an_archive_that_was_cut_off_is_said_to_be_none(archive: Path, capsys: Capture) -> None:
    archive.write_bytes(archive.read_bytes()[:-50])
    assert "neither a wheel nor a release archive" in told(capsys, archive)


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(
    archive: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "LARGEST_UNPACKED", 100_000)
    assert "unpacks to more than" in told(capsys, archive)
