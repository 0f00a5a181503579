import re
import subprocess
import sys

import pytest

import coalition_data as cd
from coalition_data import cli
from coalition_data.commands import show
from coalition_data.tables import descriptor
from worlds import ROOT

pytestmark = pytest.mark.once

MANUAL = (ROOT / "docs" / "coding-manual.md").read_text(encoding="utf-8")
TABLES = descriptor.read().tables
LIST_VALUES = re.compile(r"\(([a-z_|]+)\)\(;")


def test_printed_documents_are_fresh() -> None:
    out = subprocess.run(
        [sys.executable, "tools/print_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (out.returncode, out.stdout) == (0, "")


@pytest.mark.parametrize("table", TABLES)
def test_the_manual_says_how_to_decide_each_column(table: str) -> None:
    section = re.split(r"^## ", MANUAL, flags=re.MULTILINE)
    words = next(part for part in section if part.startswith(table))
    missing = [name for name in TABLES[table].names if f"`{name}`" not in words]
    assert missing == [] or (table == "ledger" and missing == ["id"])


@pytest.mark.parametrize("table", TABLES)
def test_the_manual_speaks_of_each_value(table: str) -> None:
    values = {value for field in TABLES[table].fields for value in field.enum or []}
    assert {value for value in values if f"`{value}`" not in MANUAL} == set()


@pytest.mark.parametrize("table", TABLES)
def test_each_column_has_a_title_and_a_description(table: str) -> None:
    for field in TABLES[table].fields:
        assert field.title
        assert field.description.endswith((".", ")"))


@pytest.mark.parametrize("table", TABLES)
def test_each_enum_value_is_explained_once(table: str) -> None:
    for field in TABLES[table].fields:
        assert list(field.categories) == (field.enum or [])
        assert all(field.categories.values())


def test_each_value_of_a_list_column_is_explained() -> None:
    for table in TABLES.values():
        for field in table.fields:
            found = LIST_VALUES.match(field.pattern or "")
            if found:
                assert all(f"`{value}` " in field.description for value in found[1].split("|"))


def test_the_readme_names_every_function() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    functions = {name for name in cd.__all__ if name[:1].islower() and callable(getattr(cd, name))}
    assert {name for name in functions if f"{name}(" not in readme} == set()


def test_the_documents_show_every_command() -> None:
    pages = "".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")
    )
    assert [name for name in cli.COMMANDS if f"coalition-data {name}" not in pages] == []


def test_the_changelog_begins_with_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([0-9.]+)", changelog, flags=re.MULTILINE)[0] == cd.__version__


def test_show_knows_every_table() -> None:
    assert set(show.SHOWN) == set(TABLES)


def test_the_ci_runs_the_test_line_of_the_readme() -> None:
    lines = re.findall(
        r"^python3 .*pytest$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(lines) == 1
    assert "grep -m1 -E '^python3 .*pytest$' README.md" in (ROOT / ".ci" / "run").read_text(
        encoding="utf-8"
    )


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SPELT = re.findall(r"\b(?:commands/)?([A-Za-z_]+)\.([a-z_]+)(?=[\[(\s`])", ARCHITECTURE)
# Files have an ending that looks like a function.
NAMED = sorted({one for one in SPELT if one[1] not in ("csv", "json", "py")})


def defined_names(owner: str) -> set[str]:
    """Return what a module or class of the package defines; of `cd` its menu."""
    if owner == "cd":
        return set(cd.__all__)
    found: set[str] = set()
    for path in (ROOT / "src" / "coalition_data").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        module = path.parent.name if path.stem == "__init__" else path.stem
        if owner == module or f"class {owner}" in text:
            found |= set(
                re.findall(r"^ *(?:def |class |self\.|from .* import )?(\w+)\b", text, re.M)
            )
    return found


@pytest.mark.parametrize(("owner", "name"), NAMED)
def test_the_architecture_names_functions_that_exist(owner: str, name: str) -> None:
    assert name in defined_names(owner)
