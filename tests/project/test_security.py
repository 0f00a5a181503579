"""docs/security.md promises what tests hold."""

import ast
import re

import pytest

from worlds import ROOT

pytestmark = pytest.mark.once

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SOURCES = sorted((ROOT / "src").rglob("*.py"))
# All that can open a connection, in the standard library and in what we depend on.
CONNECTING = {"ftplib", "http", "httpcore", "httpx", "requests", "smtplib", "socket", "ssl", "urllib.request", "urllib3"}  # fmt: skip


def test_each_test_that_the_page_names_exists_once() -> None:
    named = re.findall(r"`(test_\w+)`", PAGE)
    tests = [
        found
        for path in (ROOT / "tests").rglob("test_*.py")
        for found in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(named) == len(set(named)) > 30
    assert {name: tests.count(name) for name in named} == dict.fromkeys(named, 1)


def test_each_promise_names_a_test() -> None:
    promised = PAGE.partition("## What is promised")[2].partition("## In figures")[0]
    promises = re.split(r"\n\n(?=\*\*)", promised.strip())
    assert len(promises) > 5
    for promise in promises:
        assert re.search(r"`test_\w+`", promise), promise


def test_each_program_and_page_that_the_page_names_is_there() -> None:
    for path in re.findall(r"`((?:tools|benchmarks|\.github)/[\w./-]+)`", PAGE):
        assert (ROOT / path).is_file()
    for path in re.findall(r"\]\(([\w./]+)\)", PAGE):
        assert (ROOT / "docs" / path).resolve().is_file()


def imported(source: str) -> set[str]:
    """Return the modules that a source imports, wherever it does."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_only_fetch_can_open_a_connection() -> None:
    able, asking, fetching = set(), set(), set()
    for path in SOURCES:
        names = imported(path.read_text(encoding="utf-8"))
        if any(name in CONNECTING or name.split(".")[0] in CONNECTING for name in names):
            able.add(path.stem)
        if "coalition_data.texts.asking" in names:
            asking.add(path.stem)
        if "coalition_data.texts.fetching" in names:
            fetching.add(path.stem)
    # Of these only the first does; the others name its types.
    assert able == {"asking", "robots"}
    assert asking == {"__init__", "archive", "fetching", "robots"}
    assert fetching == {"__init__", "fetch"}


def test_an_import_that_can_connect_would_be_found() -> None:
    source = "def f():\n    from urllib import request\n    import http.client\n"
    assert {"urllib.request", "http.client"} <= imported(source)
