"""What is built: the files of git, no more and no less, and nothing of an article but what may
ship.
"""

import email
import importlib.util
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from shipping import leaks
from worlds import ELSEWHERE, ROOT, tracked

pytestmark = pytest.mark.once

PACKAGE = "coalition_data/"


def load_hook() -> Any:
    """Return the module that the build runs; it isn't on the path."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hatch_build = load_hook()


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


def test_the_page_of_the_package_has_no_link_to_a_file(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[1]) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        page = email.message_from_bytes(wheel.read(name)).get_payload()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(hatch_build.LINK.findall(readme)) > 20
    assert hatch_build.LINK.findall(str(page)) == []
    assert str(page).count("```") == readme.count("```")
    assert "pip install coalition-data" in str(page)


def test_links_of_the_page_lead_into_the_repository() -> None:
    page = "[a](docs/a.md) [b](docs/b.md#c) ![d](docs/d.png) [e](https://example.org/e) [f](#f)"
    there = "https://example.org/r/{}/v1.0.0"
    assert hatch_build.point_links(page, there).split() == [
        "[a](https://example.org/r/blob/v1.0.0/docs/a.md)",
        "[b](https://example.org/r/blob/v1.0.0/docs/b.md#c)",
        "![d](https://example.org/r/raw/v1.0.0/docs/d.png)",
        "[e](https://example.org/e)",
        "[f](#f)",
    ]
    assert hatch_build.point_links(page, "") == "a b d [e](https://example.org/e) [f](#f)"


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
