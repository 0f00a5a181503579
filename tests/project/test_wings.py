"""The house: wings that import downwards only, each with one sentence, mirrored by the tests."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from worlds import ROOT

pytestmark = pytest.mark.once

SRC = ROOT / "src" / "coalition_data"
WINGS = sorted(path.name for path in SRC.iterdir() if (path / "__init__.py").is_file())
# Tests that look at the project as a whole have no wing.
TESTED = sorted(path for path in (ROOT / "tests").glob("*/test_*.py") if path.parent.name in WINGS)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the package in `folder` against the import contract."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the package's Python files, to break."""
    shutil.copytree(SRC, tmp_path / SRC.name, ignore=shutil.ignore_patterns("assets", "templates"))
    return tmp_path


def test_wings_import_downwards(house: Path) -> None:
    told = lint(house)
    assert told.returncode == 0, told.stdout
    assert "1 kept, 0 broken" in told.stdout


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("tables/problem", "releases.ledger"),
        ("texts/evidence", "releases.values"),
        ("validation/pattern", "commands.terminal"),
    ],
)
def test_an_import_turned_round_breaks_the_contract(house: Path, lower: str, higher: str) -> None:
    path = house / SRC.name / f"{lower}.py"
    wing, _, module = higher.partition(".")
    line = f"from coalition_data.{wing} import {module} as turned_round\n"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n\n{line}", encoding="utf-8")
    told = lint(house)
    assert told.returncode != 0
    assert f"coalition_data.{lower.replace('/', '.')} -> coalition_data.{higher}" in told.stdout


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_says_in_one_sentence_what_it_holds(wing: str) -> None:
    tree = ast.parse((SRC / wing / "__init__.py").read_text(encoding="utf-8"))
    sentence = (ast.get_docstring(tree) or "").split("\n")[0]
    assert sentence.endswith(".")


@pytest.mark.parametrize("path", TESTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_test_file_is_named_for_its_wing_or_a_module_of_it(path: Path) -> None:
    modules = {other.stem for other in (SRC / path.parent.name).iterdir()}
    name = path.stem.removeprefix("test_")
    known = {*modules, path.parent.name}
    assert any(name == module or name.startswith(f"{module}_") for module in known)
