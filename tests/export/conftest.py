"""What the tests of formats share: the shipped tables in every format."""

from pathlib import Path

import pytest

from coalition_data import export
from worlds import EXPORTS


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped tables in every format."""
    folder = tmp_path_factory.mktemp("exports")
    for to, name in EXPORTS.items():
        assert export.write(to, folder / name)
    return folder


@pytest.fixture(scope="session")
def shipped_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the corpus of the shipped tables, without texts."""
    folder = tmp_path_factory.mktemp("corpus")
    export.write("corpus", folder)
    return folder
