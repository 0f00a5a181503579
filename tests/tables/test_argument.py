"""A pipe is read like a file: up to a limit, and without waiting for ever."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import coalition_data as cd
from coalition_data import cli
from coalition_data.tables import argument

Capture = pytest.CaptureFixture[str]
BOM = b"\xef\xbb\xbf"

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes"),
]


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def write_later(path: Path, data: bytes, seconds: float) -> threading.Thread:
    def write() -> None:
        time.sleep(seconds)
        path.write_bytes(data)

    thread = threading.Thread(target=write)
    thread.start()
    return thread


@pytest.mark.parametrize("seconds", [0.0, 0.5])
@pytest.mark.parametrize("command", ["fingerprint", "identify", "cite"])
def test_a_named_pipe_is_read_when_its_writer_comes(
    pipe: Path, command: str, seconds: float, capsys: Capture
) -> None:
    writer = write_later(pipe, cd.quotes().to_csv(index=False).encode(), seconds)
    assert cli.main([command, str(pipe)]) == 0
    writer.join()
    assert cd.fingerprint("quotes").split(":")[2][:12] in capsys.readouterr().out


@pytest.mark.parametrize("with_writer", [False, True])
@pytest.mark.parametrize(
    "command", [["fingerprint", "{}"], ["identify", "{}"], ["cite", "{}"], ["anchor", "{}", "x"]]
)
def test_a_pipe_into_which_nobody_writes_is_given_up_with_a_line(
    pipe: Path,
    command: list[str],
    with_writer: bool,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(argument, "PATIENCE", 0.2)
    held = os.open(pipe, os.O_RDWR) if with_writer else -1
    assert cli.main([word.format(pipe) for word in command]) == 2
    if with_writer:
        os.close(held)
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert "nothing came out of the pipe" in printed


def test_more_than_the_limit_is_not_read(
    pipe: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(argument, "LARGEST_PIPE", 2_000_000)
    # The reader goes away before all is written, which must not reach the test itself.
    code = "import os, sys; os.write(os.open(sys.argv[1], os.O_WRONLY), b'a,b,' * 2_000_000)"
    with subprocess.Popen([sys.executable, "-c", code, pipe], stderr=subprocess.DEVNULL):
        assert cli.main(["identify", str(pipe)]) == 2
    assert "more than 2 MB came out of the pipe" in capsys.readouterr().err


@pytest.mark.parametrize("wait", ["", "sleep 1; "])
def test_what_a_shell_substitutes_is_read_however_slow_its_writer_is(
    tmp_path: Path, wait: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tmp_path / "q.csv"
    rows.write_text(cd.quotes().to_csv(index=False), encoding="utf-8")
    reading, writing = os.pipe()
    monkeypatch.setattr(argument, "PATIENCE", 0.2)
    with subprocess.Popen(["sh", "-c", f"{wait}cat {rows}"], stdout=writing):
        os.close(writing)
        assert argument.read_bytes(f"/dev/fd/{reading}") == rows.read_bytes()
    os.close(reading)


def test_a_folder_as_a_file_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["identify", str(tmp_path)]) == 2
    assert "is a folder: name a file in it" in capsys.readouterr().err


def test_a_byte_order_mark_changes_no_offset(tmp_path: Path, capsys: Capture) -> None:
    text = "Ils \u00e9taient \u00ab vingt \u00bb pays.\r\nPas plus.".encode()
    printed = []
    for name, data in (("plain.txt", text), ("marked.txt", BOM + text)):
        (tmp_path / name).write_bytes(data)
        assert cli.main(["anchor", str(tmp_path / name), "vingt", "Pas plus"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("vingt".encode("utf-16"), "text in UTF-16"),
        (b"%PDF-1.7 x", "a PDF"),
        (b"\xe9t\xe9", "UTF-8"),
    ],
)
def test_a_text_in_another_form_is_one_line(
    tmp_path: Path, data: bytes, words: str, capsys: Capture
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert cli.main(["anchor", str(tmp_path / "a.txt"), "vingt"]) == 2
    printed = capsys.readouterr().err
    assert words in printed
    assert "save the text as UTF-8" in printed
