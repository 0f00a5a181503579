"""The examples run as a reader runs them, and draw their pictures."""

import subprocess
import sys
from pathlib import Path

import pytest

from worlds import ROOT

pytestmark = pytest.mark.once

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
SAYS = {
    "bounds": "no source names the state",
    "who_comes": "Middle East and North Africa",
    "how_a_number_travels": "most independent: exact 21",
    "quote_corpus": "type by cue: ",
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_draws_its_picture(example: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", str(example), str(tmp_path)]
    out = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (out.returncode, out.stderr) == (0, "")
    assert SAYS[example.stem] in out.stdout
    assert (tmp_path / f"{example.stem}.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_page_of_examples_shows_each_with_its_picture(example: Path) -> None:
    page = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    assert f"({example.name})" in page
    assert f"({example.stem}.svg)" in page
    assert example.with_suffix(".svg").is_file()
