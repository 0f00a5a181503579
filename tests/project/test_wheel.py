"""What is built: the files of git, no more and no less, and nothing of an article but what may
ship.
"""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from shipping import leaks
from worlds import ELSEWHERE, ROOT, tracked

pytestmark = pytest.mark.once

PACKAGE = "coalition_data/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the sdist, then the wheel from it."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.tar.gz")), next(out.glob("*.whl"))


def in_wheel(path: str) -> str | None:
    """Return where a file of git stands in the wheel, or None."""
    if path.startswith("src/"):
        return path.removeprefix("src/")
    is_data = path in ("datapackage.json", "fingerprints.json") or path.startswith("tables/")
    return f"{PACKAGE}_data/{path}" if is_data else None


def test_the_wheel_holds_the_files_of_git_and_no_other(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[1]) as wheel:
        files = {name for name in wheel.namelist() if name.startswith(PACKAGE)}
    assert files == {place for path in tracked() if (place := in_wheel(path))}


def test_the_sdist_holds_the_files_of_git_and_no_other(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as sdist:
        files = {name.partition("/")[2] for name in sdist.getnames()}
    expected = {path for path in tracked() if not path.startswith((".github/", ".ci/"))}
    assert files == expected | {"PKG-INFO"}


def test_a_second_build_elsewhere_gives_the_same_bytes(
    built: tuple[Path, Path], tmp_path: Path
) -> None:
    for path in tracked():
        (tmp_path / "copy" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "copy" / path).write_bytes((ROOT / path).read_bytes())
        (tmp_path / "copy" / path).chmod(0o600)
    build = f"umask 077; exec {sys.executable} -m build --no-isolation --outdir {tmp_path}/out {tmp_path}/copy"
    subprocess.run(
        ["bash", "-c", build], check=True, capture_output=True, env={**os.environ, **ELSEWHERE}
    )
    for first in built:
        assert (tmp_path / "out" / first.name).read_bytes() == first.read_bytes(), first.name


def test_the_wheel_is_installed_with_typing_and_both_licences(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[1]) as wheel:
        names = wheel.namelist()
    assert f"{PACKAGE}py.typed" in names
    assert {Path(name).name for name in names if "/licenses/" in name} == {
        "LICENSE",
        "LICENSE-DATA",
    }


def test_nothing_of_an_article_is_built_in_but_what_may_ship(
    built: tuple[Path, Path], texts: Path
) -> None:
    with zipfile.ZipFile(built[1]) as wheel:
        members = {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(built[0]) as sdist:
        for member in sdist.getmembers():
            handle = sdist.extractfile(member)
            members[member.name] = handle.read() if handle else b""
    assert leaks(members, texts) == []


def test_a_piece_of_an_article_would_be_found(texts: Path) -> None:
    words = next(texts.glob("*.txt")).read_text(encoding="utf-8")
    middle = words[len(words) // 2 :][:400]
    assert leaks(
        {"a.md": middle.encode(), "b.csv": f'x,"{middle.replace(chr(34), "")}"'.encode()}, texts
    ) == [
        "a.md",
        "b.csv",
    ]
