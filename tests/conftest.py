"""What tests share: a copy of the tables to break, and the texts where they are held."""

import os
import shutil
from pathlib import Path

import pytest

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
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the explorer of the shipped tables, written once."""
    out = tmp_path_factory.mktemp("site")
    explorer.build(out)
    return out


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
