"""A checkout of another system, where git is told to write CRLF: the bytes are the same."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import coalition_data as cd
from worlds import ROOT, tracked

pytestmark = pytest.mark.once

# What git is told on Windows: by its installer, or by hand.
WINDOWS = ("core.autocrlf=true", "core.eol=crlf")


@pytest.fixture(scope="module", params=WINDOWS)
def checkout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clone the last commit as a machine with Windows' settings does."""
    folder = tmp_path_factory.mktemp("clone") / "coalition-data"
    words = ["clone", "--quiet", "--depth=1", "-c", request.param]
    command = ["git", *words, f"file://{ROOT}", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def line_ends(folder: Path) -> list[list[str]]:
    """Return for each file of git its line ends in the index, in the folder, and its attributes."""
    command = ["git", "ls-files", "--eol"]
    out = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return [line.partition("\t")[0].split(maxsplit=2) for line in out.stdout.splitlines()]


def test_a_checkout_on_windows_has_no_crlf(checkout: Path) -> None:
    found = {(index, here) for index, here, _ in line_ends(checkout)}
    assert found == {("i/lf", "w/lf"), ("i/none", "w/none"), ("i/-text", "w/-text")}


def test_git_sees_nothing_changed_in_a_checkout_on_windows(checkout: Path) -> None:
    command = ["git", "status", "--porcelain"]
    out = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
    assert out.stdout == ""


def test_the_tables_of_a_checkout_on_windows_are_valid(checkout: Path) -> None:
    assert cd.validate(checkout) == []


def test_the_checksums_fit_a_checkout_on_windows(checkout: Path) -> None:
    lines = (checkout / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for digest, _, path in (line.partition("  ") for line in lines):
        assert hashlib.sha256((checkout / path).read_bytes()).hexdigest() == digest, path


def test_the_wheel_of_a_checkout_on_windows_is_valid(checkout: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path]
    subprocess.run([*command, checkout], check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path)
    data = tmp_path / "coalition_data" / "_data"
    assert cd.validate(data) == []
    assert (data / "fingerprints.json").read_bytes() == (ROOT / "fingerprints.json").read_bytes()


def test_git_knows_what_is_text_and_what_is_not() -> None:
    binary = [path for path in tracked() if b"\0" in (ROOT / path).read_bytes()]
    command = ["git", "check-attr", "text", "--", *binary]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert {line.rpartition(": ")[2] for line in out.stdout.splitlines()} == {"unset"}
