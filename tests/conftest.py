"""What tests share: a copy of the tables to break, and the texts where they are held."""

import os
from pathlib import Path

import pytest

from coalition_data import descriptor
from worlds import Copy, Releases


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Releases:
    """Return a repository of releases whose working folder is where we are and whose data are the installed ones."""
    made = Releases(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(descriptor, "home", lambda: str(tmp_path))
    return made


@pytest.fixture(scope="session")
def texts() -> Path:
    """Return the folder of the coded articles: they are others' copyright and don't travel with the project."""
    folder = os.environ.get("COALITION_DATA_TEXTS")
    if not folder:
        pytest.skip("COALITION_DATA_TEXTS doesn't name the folder with the coded articles")
    return Path(folder)
