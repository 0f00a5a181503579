"""The menu: what `import coalition_data` gives, and how light it is."""

import ast
import inspect
import subprocess
import sys

import pytest

import coalition_data as cd
from coalition_data.tables import descriptor
from worlds import ROOT

SRC = ROOT / "src" / "coalition_data"
HEAVY = {
    "pandas",
    "numpy",
    "pyarrow",
    "pandera",
    "polars",
    "frictionless",
    "pathlib",
    "typing",
    "importlib.metadata",
    "dataclasses",
    "inspect",
    "shutil",
}
# What must start at once; each ends the process by itself.
QUICK = ("--version", "--help", "tables", "codebook quotes", "cite")


def seen_by_type_checkers() -> dict[str, str]:
    """Return the module from which editors and mypy believe each name of the menu to come."""
    tree = ast.parse((SRC / "__init__.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {
        alias.name: (node.module or "").removeprefix("coalition_data.")
        for node in imports
        for alias in node.names
        if alias.asname == alias.name != "plot"
    }


def test_editors_see_the_functions_that_users_get() -> None:
    assert seen_by_type_checkers() == cd._PLACES
    assert sorted(cd._PLACES) == cd.__all__


def test_the_menu_is_what_dir_lists() -> None:
    listed = {name for name in dir(cd) if not name.startswith("_") and name != "TYPE_CHECKING"}
    wings = {path.stem for path in SRC.iterdir()}
    assert listed - wings == set(cd.__all__) - wings
    assert "plot" in listed


def test_no_wing_is_called_like_a_function_of_the_menu() -> None:
    assert {path.stem for path in SRC.iterdir()} & set(cd.__all__) == set()


@pytest.mark.parametrize("name", cd.__all__)
def test_every_function_is_documented_with_an_example(name: str) -> None:
    function = getattr(cd, name)
    assert inspect.isfunction(function)
    words = inspect.getdoc(function) or ""
    assert len(words) > 40
    assert ">>> " in words or not inspect.signature(function).parameters


def imported_by(code: str) -> set[str]:
    """Return the modules that are there when `code` ends, in an interpreter with ours alone."""
    path = f"import sys; sys.path.insert(0, {str(SRC.parent)!r})"
    report = "import atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    words = [sys.executable, "-Sc", f"{path}; {report}; {code}"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_importing_the_package_pulls_in_nothing_heavy() -> None:
    assert imported_by("import coalition_data") & HEAVY == set()


@pytest.mark.parametrize("words", QUICK)
def test_a_quick_command_pulls_in_nothing_heavy(words: str) -> None:
    found = imported_by(f"from coalition_data.cli import main; main({words.split()})")
    assert "coalition_data.cli" in found
    assert found & HEAVY == set()


def test_the_version_is_the_descriptors() -> None:
    assert cd.__version__ == descriptor.read().version


def test_the_charts_are_found_where_the_readme_has_them() -> None:
    assert cd.plot is sys.modules["coalition_data.plot"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'meeting'"):
        cd.meeting  # noqa: B018
