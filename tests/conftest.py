"""What tests share: a copy of the tables to break, and the texts where they are held."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from coalition_data import explorer
from coalition_data.tables import descriptor
from worlds import Copy, Releases

# What the tests in a real browser need; `nox -s browser` sees to it.
BROWSER = "COALITION_DATA_BROWSER"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the tests in a browser to those who ask for them."""
    return True if collection_path.name == "browser" and not os.environ.get(BROWSER) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say that the browser has seen nothing, so that nobody takes a run without it for the whole."""
    if not os.environ.get(BROWSER):
        why = "" if shutil.which("chromium") else ", and chromium isn't installed here"
        terminalreporter.write_line(
            f"The tests in a browser were not run{why}: `nox -s browser` runs them."
        )


@pytest.fixture(scope="session")
def make_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """Return what makes a folder for all workers: the first that asks, the others wait for it."""
    root = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        root = root.parent

    def make_once(name: str, make: Callable[[Path], object]) -> Path:
        folder = root / name
        with FileLock(root / f"{name}.lock"):
            if not folder.exists():
                draft = root / f"{name}.draft"
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir()
                make(draft)
                draft.rename(folder)
        return folder

    return make_once


@pytest.fixture(scope="session")
def site(make_once: Callable[..., Path]) -> Path:
    """Return the folder of the explorer of the shipped tables, written once."""
    return make_once("site", explorer.build)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Releases:
    """Return a repository of releases whose working folder is where we are and whose data are the
    installed ones.
    """
    made = Releases(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(descriptor, "home", lambda: str(tmp_path))
    return made


@pytest.fixture(scope="session")
def texts() -> Path:
    """Return the folder of the coded articles: they are others' copyright and don't travel with the
    project.
    """
    folder = os.environ.get("COALITION_DATA_TEXTS")
    if not folder:
        pytest.skip("COALITION_DATA_TEXTS doesn't name the folder with the coded articles")
    return Path(folder)
