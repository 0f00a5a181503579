"""An export replaces all of its files or none, and leaves nothing behind."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from coalition_data import cli, export
from coalition_data.export import saving
from coalition_data.tables import descriptor, files
from worlds import EXPORTS, Copy, write_package

pytestmark = pytest.mark.once

KEY = {"name": "id", "type": "string"}
FOLDERS = {"parquet": ".parquet", "csv": ".csv", "stata": ".dta", "r": ".rda"}
ARE_FOLDERS = {*FOLDERS, "corpus"}
# A program that exports {0} with files of at most so many bytes, as on a disk that is full.
ON_A_FULL_DISK = """
import resource, sys
# A module that is compiled now would be kept cut.
sys.dont_write_bytecode = True
from coalition_data import cli
from coalition_data.tables import descriptor
to, home, path = sys.argv[1:]
descriptor.home = lambda: home
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
sys.exit(cli.main(["export", "--to", to, path]))
"""


def list_files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """Return the folder of a small package."""
    folder = tmp_path / "package"
    folder.mkdir()
    return write_package(folder, {"t": [KEY], "u": [KEY]}, {"t": [["a"]], "u": [["b"]]})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return an empty folder to export into."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def quotes(copy: Copy) -> Path:
    """Return the folder of a small package that every format takes, the corpus too."""
    return copy.folder


@pytest.mark.parametrize("ending", saving.COMPANIONS)
@pytest.mark.parametrize("is_link", [False, True])
@pytest.mark.parametrize("is_there", [False, True])
def test_a_file_of_sqlites_own_beside_the_database_is_refused_and_nothing_changes(
    stranger: Path, out: Path, ending: str, is_link: bool, is_there: bool
) -> None:
    path = out / "real.db"
    if is_there:
        path.write_bytes(b"old")
    beside = out / f"real.db{ending}"
    beside.write_bytes(b"log")
    target = path
    if is_link:
        target = out / "m.db"
        target.symlink_to(path)
    before = list_files(out)
    with pytest.raises(FileExistsError, match=r"close the program .*, or delete both") as error:
        export.write("sqlite", target, folder=stranger)
    assert str(beside) in str(error.value)
    assert list_files(out) == before


def test_a_database_whose_log_is_still_there_never_answers_wrongly(
    stranger: Path, out: Path
) -> None:
    path = out / "m.db"
    export.write("sqlite", path, folder=stranger)
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("pragma journal_mode = wal")
        base.execute("delete from t")
        base.commit()
        with pytest.raises(FileExistsError, match=r"m\.db-wal"):
            export.write("sqlite", path, folder=stranger)
    export.write("sqlite", path, folder=stranger)
    with contextlib.closing(sqlite3.connect(path)) as base:
        assert base.execute("select id from t").fetchall() == [("a",)]


def test_a_log_that_appears_while_the_database_is_made_is_refused(
    stranger: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coalition_data.export import sqlite

    make = sqlite.make

    def make_slowly(package: descriptor.Package, path: str, to: str) -> dict[str, bytes]:
        Path(f"{path}-wal").touch()
        return make(package, path, to)

    monkeypatch.setattr(sqlite, "make", make_slowly)
    with pytest.raises(FileExistsError, match=r"m\.db-wal"):
        export.write("sqlite", out / "m.db", folder=stranger)
    assert list(list_files(out)) == ["m.db-wal"]


@pytest.mark.parametrize(
    ("to", "other"),
    [
        *((to, f"old{ending}") for to, ending in FOLDERS.items()),
        ("csv", "OLD.CSV"),
        ("parquet", ".t.parquet.crc"),
        ("parquet", "_common_metadata"),
    ],
)
def test_a_file_that_another_version_left_is_refused_and_nothing_changes(
    stranger: Path, out: Path, to: str, other: str
) -> None:
    export.write(to, out, folder=stranger)
    (out / "notes.txt").touch()
    export.write(to, out, folder=stranger)
    (out / other).write_bytes(b"old")
    before = list_files(out)
    (stranger / "t0.csv").write_text("id\nz\n")
    with pytest.raises(FileExistsError, match="delete it, or name another folder") as error:
        export.write(to, out, folder=stranger)
    assert str(out / other) in str(error.value)
    assert list_files(out) == before


def test_a_csv_left_in_a_folder_of_the_tables_is_refused(stranger: Path, out: Path) -> None:
    paths = {"t": "data/new/t.csv", "u": "u.csv"}
    write_package(stranger, {"t": [KEY], "u": [KEY]}, {}, paths)
    export.write("csv", out, folder=stranger)
    for place in (out, out / "data", out / "data" / "new"):
        (place / "old.csv").touch()
        with pytest.raises(FileExistsError, match=r"old\.csv"):
            export.write("csv", out, folder=stranger)
        (place / "old.csv").unlink()
    (out / "elsewhere").mkdir()
    (out / "elsewhere" / "old.csv").touch()
    assert len(export.write("csv", out, folder=stranger)) == 3


def test_one_dta_file_is_written_beside_others(stranger: Path, out: Path) -> None:
    (out / "other.dta").touch()
    assert export.write("stata", out / "t.dta", folder=stranger) == [str(out / "t.dta")]


@pytest.mark.parametrize("to", FOLDERS)
def test_a_name_of_a_folder_may_be_written_in_any_way(
    stranger: Path, out: Path, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(out)
    for name in (".", "./", "", f"{out}/", f"{out}//", "x/../", "../out"):
        (out / "x").mkdir(exist_ok=True)
        export.write(to, name, folder=stranger)


@pytest.mark.parametrize("to", [*FOLDERS, "xlsx"])
def test_a_cell_that_does_not_fit_leaves_the_tables_before_it_as_they_were(
    tmp_path: Path, out: Path, to: str
) -> None:
    date = {"name": "day", "type": "date"}
    write_package(tmp_path, {"t": [KEY], "u": [KEY, date]}, {"t": [["a"]], "u": [["b", ""]]})
    target = out / EXPORTS[to]
    export.write(to, target, folder=tmp_path)
    before = list_files(out)
    (tmp_path / "t0.csv").write_text("id\nz\n")
    # A day that neither Stata nor Excel has; and a file that isn't there, for the others.
    (tmp_path / "t1.csv").write_text("id,day\nb,0001-01-01\n")
    if to in ("csv", "parquet", "r"):
        (tmp_path / "t1.csv").unlink()
    with pytest.raises((ValueError, OSError)):
        export.write(to, target, folder=tmp_path)
    assert list_files(out) == before


def run(to: str, path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Export on the command line, and return the one line that says why it failed."""
    assert cli.main(["export", "--to", to, str(path)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


@pytest.fixture
def installed(quotes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a small package that commands take for the installed data."""
    monkeypatch.setattr(descriptor, "home", lambda: str(quotes))
    return quotes


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX")
@pytest.mark.parametrize("to", EXPORTS)
def test_a_full_disk_is_one_line_and_leaves_what_was_there(
    quotes: Path, out: Path, to: str
) -> None:
    path = out / EXPORTS[to]
    if to in ARE_FOLDERS:
        path.mkdir()
        (path / "note").write_bytes(b"old")
    else:
        path.write_bytes(b"old")
    before = list_files(out)
    command = [sys.executable, "-c", ON_A_FULL_DISK, to, str(quotes), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert str(path) in done.stderr
    assert "File too large" in done.stderr
    assert list_files(out) == before
    command[-1] = str(out / "new" / "folder" / EXPORTS[to])
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
    assert not (out / "new").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize("to", EXPORTS)
def test_a_folder_without_rights_is_one_line(
    installed: Path, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # Nobody can make a file there, not even root.
    path = Path("/proc") / EXPORTS[to]
    assert str(path) in run(to, path, capsys)


def refuse_rights(*args: object, **kwargs: object) -> int:
    raise PermissionError(13, "Permission denied", "draft")


@pytest.mark.parametrize("to", EXPORTS)
def test_a_folder_in_which_nothing_may_be_made_is_one_line(
    installed: Path,
    out: Path,
    to: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "open", refuse_rights)
        said = run(to, out / "new" / EXPORTS[to], capsys)
    assert str(out / "new" / EXPORTS[to]) in said
    assert "Permission denied" in said
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("to", EXPORTS)
def test_a_folder_that_vanishes_while_it_is_written_is_one_line(
    installed: Path,
    out: Path,
    to: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replace = os.replace

    def replace_too_late(draft: str, target: str) -> None:
        shutil.rmtree(out, ignore_errors=True)
        replace(draft, target)

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "replace", replace_too_late)
        said = run(to, out / EXPORTS[to], capsys)
    assert str(out / EXPORTS[to]) in said
    assert "No such file" in said
    assert not out.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="it keeps the folder in which one works")
def test_a_working_folder_that_is_gone_is_one_line(
    installed: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = os.getcwd()
    os.chdir(out)
    try:
        out.rmdir()
        for to, name in EXPORTS.items():
            assert "draft" not in run(to, Path(name), capsys)
    finally:
        os.chdir(before)


@pytest.mark.parametrize("to", EXPORTS)
def test_a_table_that_cannot_be_read_is_one_line(
    installed: Path, out: Path, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (installed / "tables" / "quotes.csv").unlink()
    assert "quotes.csv" in run(to, out / EXPORTS[to], capsys)
    assert list(out.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="it has no pipes in folders")
@pytest.mark.parametrize("to", EXPORTS)
def test_a_pipe_is_left_alone(
    installed: Path, out: Path, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = out / EXPORTS[to]
    os.mkfifo(path)
    assert str(path) in run(to, path, capsys)
    assert path.is_fifo()
    assert list(out.iterdir()) == [path]


def in_threads(*deeds: Callable[[], object]) -> list[BaseException]:
    """Do all at once, and return what was raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_threads_that_write_one_target_each_write_whole_and_the_last_wins(
    quotes: Path, tmp_path: Path
) -> None:
    """Two versions of the data are written at once; the files are all of one of them."""
    other = tmp_path / "other"
    shutil.copytree(quotes, other, ignore=shutil.ignore_patterns("other"))
    text = (other / descriptor.FILENAME).read_text(encoding="utf-8")
    changed = text.replace('"version": "', '"version": "9', 1)
    (other / descriptor.FILENAME).write_text(changed, encoding="utf-8")
    for to, name in EXPORTS.items():
        alone = {}
        for folder in (quotes, other):
            place = tmp_path / "alone" / folder.name
            export.write(to, place / name, folder=folder)
            alone[folder] = list_files(place)
            shutil.rmtree(place)
        out = tmp_path / "both"
        deeds = [
            lambda folder=folder: export.write(to, out / name, folder=folder)  # noqa: B023
            for folder in (quotes, other, quotes, other)
        ]
        assert in_threads(*deeds) == []
        assert list_files(out) in list(alone.values())
        shutil.rmtree(out)


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
@pytest.mark.parametrize("to", EXPORTS)
def test_new_files_have_the_mode_that_the_umask_says_and_old_ones_keep_theirs(
    quotes: Path, out: Path, to: str
) -> None:
    before = os.umask(0o027)
    try:
        written = export.write(to, out / "new" / EXPORTS[to], folder=quotes)
        assert {os.stat(file).st_mode & 0o777 for file in written} == {0o640}
        for file in written:
            os.chmod(file, 0o604)
        export.write(to, out / "new" / EXPORTS[to], folder=quotes)
        assert {os.stat(file).st_mode & 0o777 for file in written} == {0o604}
    finally:
        os.umask(before)


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
@pytest.mark.parametrize("to", EXPORTS)
@pytest.mark.parametrize("is_there", [False, True])
def test_links_are_followed(quotes: Path, out: Path, to: str, is_there: bool) -> None:
    real, target = out / "real", out / EXPORTS[to]
    target.symlink_to(real, target_is_directory=to in ARE_FOLDERS)
    if is_there and to in ARE_FOLDERS:
        real.mkdir()
    elif is_there:
        real.write_bytes(b"")
    export.write(to, target, folder=quotes)
    assert target.is_symlink()
    assert real.is_dir() if to in ARE_FOLDERS else real.stat().st_size


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
@pytest.mark.parametrize("to", FOLDERS)
@pytest.mark.parametrize("is_inside", [False, True])
def test_links_in_a_folder_are_followed_inside_it_and_refused_where_they_leave_it(
    stranger: Path, out: Path, to: str, is_inside: bool
) -> None:
    written = [Path(file) for file in export.write(to, out / to, folder=stranger)]
    right = [file.read_bytes() for file in written]
    place = out / to if is_inside else out
    real = [place / f"real{n}" for n in range(len(written))]
    for file, target in zip(written, real, strict=True):
        file.unlink()
        target.write_bytes(b"old")
        file.symlink_to(target)
    if is_inside:
        export.write(to, out / to, folder=stranger)
    else:
        with pytest.raises(FileExistsError, match=r"is a link that leaves .*: delete the link"):
            export.write(to, out / to, folder=stranger)
    assert all(file.is_symlink() for file in written)
    assert [file.read_bytes() for file in real] == (right if is_inside else [b"old"] * len(real))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("to", ["sqlite", "parquet"])
def test_what_a_killed_run_left_is_gone_after_the_next(stranger: Path, out: Path, to: str) -> None:
    program = (
        "import os, signal, sys; from coalition_data import export; "
        "from coalition_data.export import saving; "
        "saving._refuse_left = lambda *args: os.kill(os.getpid(), signal.SIGKILL); "
        "export.write(*sys.argv[1:3], folder=sys.argv[3])"
    )
    path = out / EXPORTS[to]
    command = [sys.executable, "-c", program, to, str(path), str(stranger)]
    assert subprocess.run(command, check=False).returncode < 0
    assert all(name.endswith(".new") for name in list_files(out))
    written = export.write(to, path, folder=stranger)
    assert sorted(list_files(out)) == sorted(os.path.relpath(file, out) for file in written)


def test_json_on_the_command_line_names_the_files(
    installed: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", "--to", "corpus", str(out), "--json"]) == 0
    named = json.loads(capsys.readouterr().out)["files"]
    assert sorted(named) == sorted(str(path) for path in out.rglob("*") if path.is_file())
