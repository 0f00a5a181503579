"""The menu: what `import coalition_data` gives, and how light it is."""

import ast
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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
# Types of others that signatures show, and those of Python.
FOREIGN = {
    *("Any", "None", "Callable", "Iterable", "PathLike", "DataFrame", "DataFrameSchema"),
    *("Folder", "Titled", "Watch"),
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
        if alias.asname == alias.name and node.module != "coalition_data"
    }


def test_editors_see_the_functions_that_users_get() -> None:
    assert seen_by_type_checkers() == cd._PLACES
    assert sorted(cd._PLACES) == cd.__all__


def test_the_menu_is_what_dir_lists() -> None:
    listed = {name for name in dir(cd) if not name.startswith("_") and name != "TYPE_CHECKING"}
    wings = {path.stem for path in SRC.iterdir()}
    assert listed - wings == set(cd.__all__) - wings
    assert set(cd._MODULES) <= listed


def test_no_wing_is_called_like_a_function_of_the_menu() -> None:
    assert {path.stem for path in SRC.iterdir()} & set(cd.__all__) == set()


TYPES = [name for name in cd.__all__ if name[0].isupper()]
FUNCTIONS = [name for name in cd.__all__ if name not in TYPES]
# What a function is about is given by place: at most this many arguments.
BY_PLACE = {"diff": 2, "conflicts": 0, "schemas": 0, "utterances": 0, "write": 2}
IN_MODULES = {"plot": cd.plot.__all__, "export": ["write"], "explorer": ["build"]}


def list_public() -> list[tuple[str, Callable[..., object]]]:
    """Return each public function, those of modules too, with its name."""
    pairs = [(name, getattr(cd, name)) for name in FUNCTIONS]
    for module, names in IN_MODULES.items():
        pairs += [(name, getattr(getattr(cd, module), name)) for name in names]
    return pairs


PUBLIC = pytest.mark.parametrize(("name", "function"), list_public())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_documented_with_an_example(name: str) -> None:
    function = getattr(cd, name)
    assert inspect.isfunction(function)
    words = inspect.getdoc(function) or ""
    assert len(words) > 40
    assert ">>> " in words or not inspect.signature(function).parameters


@pytest.mark.parametrize("name", TYPES)
def test_every_type_is_documented_and_named_as_in_its_module(name: str) -> None:
    found = getattr(cd, name)
    assert inspect.isclass(found)
    assert found.__name__ == name
    assert len(inspect.getdoc(found) or "") > 40


@pytest.mark.parametrize("module", IN_MODULES)
def test_the_public_modules_say_what_of_them_is_public(module: str) -> None:
    assert sorted(getattr(cd, module).__all__) == sorted(IN_MODULES[module])


@PUBLIC
def test_options_are_given_by_name(name: str, function: Callable[..., object]) -> None:
    parameters = inspect.signature(function).parameters.values()
    placed = [one.name for one in parameters if one.kind is not one.KEYWORD_ONLY]
    assert len(placed) <= BY_PLACE.get(name, 1)


@PUBLIC
def test_one_thing_has_one_name_in_all_functions(
    name: str, function: Callable[..., object]
) -> None:
    named = set(inspect.signature(function).parameters)
    assert named.isdisjoint({"path", "dir", "into", "x", "frame"})
    assert ("out" in named) == (name in ("fetch", "write", "build"))


@PUBLIC
def test_no_function_shows_a_type_that_has_no_public_name(
    name: str, function: Callable[..., object]
) -> None:
    words = " ".join(map(str, inspect.get_annotations(function).values()))
    ours = {one for one in re.findall(r"\b[A-Z]\w+", words) if one not in FOREIGN}
    assert ours <= set(TYPES)


def test_each_table_is_a_function() -> None:
    for table in descriptor.read().tables:
        assert list(getattr(cd, table)()) == descriptor.read().table(table).names


STRANGER = """
import pandas as pd
import polars as pl

import coalition_data as cd

quotes: pd.DataFrame = cd.load("quotes", joined=True)
fast: pl.DataFrame = cd.load("quotes", engine="polars")
problems: cd.Problems = cd.validate("my-tables")
first: cd.Problem = problems[0]
line: int = first.line
difference: cd.Difference = cd.diff("1.0.0", ".")
changes: list[cd.Change] = difference.changes
found: cd.Identity | cd.Identities = cd.identify(quotes)
status: str = found.status
limits = cd.Limits(delay=2.0)
pages: pd.DataFrame = cd.fetch("pages", sources="rfi-2016-10-25", limits=limits)
files: list[str] = cd.export.write("csv", "out", folder="my-tables")
page: str = cd.explorer.build("site")
chart = cd.plot.timeline(folder="my-tables")
chart.save("chart.png")
cd.meeting()
"""


@pytest.mark.once
def test_a_strangers_module_passes_mypy_strict_but_for_a_name_that_is_not_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "theirs.py").write_text(STRANGER, encoding="utf-8")
    # With what the run of mypy on our own modules knows, or for it.
    options = ["--strict", "--config-file=", f"--cache-dir={ROOT / '.mypy_cache'}"]
    words = [sys.executable, "-m", "mypy", *options, "theirs.py"]
    environment = {**os.environ, "MYPYPATH": str(SRC.parent)}
    done = subprocess.run(
        words, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("theirs.py")]
    assert len(told) == 1
    assert 'has no attribute "meeting"' in told[0]


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


@pytest.mark.parametrize("module", cd._MODULES)
def test_the_public_modules_are_attributes(module: str) -> None:
    code = f"import coalition_data as cd; print(cd.{module}.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [f"coalition_data.{module}"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'meeting'"):
        cd.meeting  # noqa: B018
