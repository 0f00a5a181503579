"""What the tests of formats share: the shipped tables in every format."""

from collections.abc import Callable
from pathlib import Path

import pytest

import coalition_data as cd
from coalition_data import export
from coalition_data.releases import splits
from coalition_data.tables import descriptor, loader
from worlds import EXPORTS


@pytest.fixture(scope="session")
def out(make_once: Callable[..., Path]) -> Path:
    """Return a folder with the shipped tables in every format."""

    def make(folder: Path) -> None:
        for to, name in EXPORTS.items():
            assert export.write(to, folder / name)

    return make_once("exports", make)


@pytest.fixture(scope="session")
def shipped_corpus(out: Path) -> Path:
    """Return the folder of the corpus of the shipped tables, without texts."""
    return out / EXPORTS["corpus"]


@pytest.fixture(scope="session")
def tying_two() -> list[str]:
    """Return the quotes that came into a group of which quotes had been released in two splits."""
    released = cd.ledger().query("table == 'quotes'").set_index("id")["split"].to_dict()
    package = descriptor.read()
    quotes, sources = (loader.read_arrow(package, n).to_pylist() for n in ("quotes", "sources"))
    group_of = splits.find_groups(quotes, {row["source_id"]: row for row in sources})
    inside: dict[str, set[str]] = {}
    for quote, group in group_of.items():
        inside.setdefault(group, set()).update({released.get(quote, "none")} - {"none"})
    return [
        quote
        for quote, group in group_of.items()
        if released.get(quote, "none" if len(inside[group]) > 1 else "") == "none"
    ]
