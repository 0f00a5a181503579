"""docs/stability.md promises exit codes, keys of JSON and names of files: each command is run."""

import contextlib
import importlib
import json
import re
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from coalition_data import cli
from coalition_data.export import FORMATS
from coalition_data.tables import descriptor
from coalition_data.texts import evidence
from web import open_web, write_sources
from worlds import ROOT, Copy

pytestmark = pytest.mark.once

Capture = pytest.CaptureFixture[str]
PAGE = (ROOT / "docs" / "stability.md").read_text(encoding="utf-8")
CODED = "Londres : 21 pays."
OPEN = "Londres : 900 frappes."
CALLS = {
    "tables": {0: []},
    "show": {0: ["quotes"], 1: ["quotes", "--id", "nowhere"]},
    "codebook": {0: ["figures"]},
    "validate": {0: ["{small}"], 1: ["{broken}"]},
    "fetch": {0: ["{web}", "--source", "there"], 1: ["{web}"]},
    "verify": {0: ["{texts}", "{good}"], 1: ["--all", "{texts}", "{good}"]},
    "sweep": {0: ["{texts}", "{good}"], 1: ["{more}", "{good}"]},
    "anchor": {0: ["{texts}/coded.txt", "21 pays"]},
    "fmt": {0: ["--check", "{good}"], 1: ["--check", "{torn}"]},
    "fingerprint": {0: []},
    "new-source": {0: ["{more}/new.txt"], 1: ["{more}/new.txt", "{draft}", "{good}"]},
    "cite": {0: []},
    "identify": {0: ["{rows}"], 1: ["{altered}"]},
    "diff": {0: ["{good}", "{broken}"]},
    "panel": {0: ["membership", "{out}/panel.csv"]},
    "export": {0: ["--to", "json", "{out}/all.json"]},
    "explore": {0: ["--out", "{out}/site"]},
}
WITHOUT_JSON = ("anchor", "cite")
# Where keys are the columns of a table, or the names of tables.
OPEN_KEYS = {"show": "[]", "new-source": "ids"}


def read_table(heading: str) -> list[list[str]]:
    """Return the cells of the table below a line of the page."""
    lines = PAGE[PAGE.index(f"| {heading} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def make(folder: Path) -> Copy:
    folder.mkdir()
    return Copy(folder)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Yield the paths that CALLS names: packages, texts, files of rows, and a web."""
    folder = tmp_path_factory.mktemp("places")
    names = "small good broken torn texts more out web".split()
    found = {name: folder / name for name in names}
    _, good, broken, torn = (make(found[name]) for name in names[:4])
    for name, text in (("own", CODED), ("other", OPEN)):
        digest, count = evidence.sha256(text), str(len(text))
        good.add("sources", "rfi-2016-10-25", source_id=name, text_sha256=digest, text_chars=count)
    cells = {"source_id": "own", "evidence": evidence.anchor(CODED, "21 pays")}
    good.add("figures", "2015-01-london-f003", figure_id="2015-01-london-f901", **cells)
    good.set("figures", "2015-01-london-f901", as_stated="21 pays").write()
    broken.set("figures", "2015-01-london-f001", as_stated="plusieurs pays", unit="nations")
    broken.set("figures", "2015-01-london-f003", as_stated="plusieurs pays").write()
    torn.path("meetings").write_bytes(b"meeting_id\nno,column\n")
    path = found["broken"] / descriptor.FILENAME
    path.write_text(path.read_text(encoding="utf-8").replace('"waivers"', '"excuses"'), "utf-8")
    for name in ("texts", "more", "out"):
        found[name].mkdir()
    for name in ("texts", "more"):
        (found[name] / "coded.txt").write_text(CODED, encoding="utf-8")
    (found["more"] / "open.txt").write_text(OPEN, encoding="utf-8")
    (found["more"] / "new.txt").write_text("Un nouveau texte.", encoding="utf-8")
    found |= {name: folder / f"{name}.csv" for name in ("rows", "altered")}
    found["draft"] = folder / "draft.toml"
    found["draft"].write_text('[source]\nkind = "press_article"\nlang = "fr"\n', encoding="utf-8")
    rows = pd.read_csv(good.path("quotes"), keep_default_na=False)
    rows.to_csv(found["rows"], index=False)
    rows.assign(note="mine").to_csv(found["altered"], index=False)
    with open_web() as web:
        write_sources(found["web"], {"there": web.url("plain"), "gone": web.url("missing")})
        yield {name: str(path) for name, path in found.items()}


@pytest.fixture
def run(places: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that runs a command on the small tables and returns its exit code."""
    monkeypatch.setattr(descriptor, "home", lambda: places["good"])
    always = {"fetch": ["--out", str(tmp_path / "pages"), "--archive", "never", "--allow-private"]}

    def call(command: str, *words: str) -> int:
        given = [word.format(**places) for word in words]
        return cli.main([command, *always.get(command, []), *given])

    return call


def find_keys(value: Any, place: str = "") -> dict[str, list[str]]:
    """Return the keys of each place in a JSON value."""
    if isinstance(value, list):
        return {key: keys for one in value for key, keys in find_keys(one, f"{place}[]").items()}
    if not isinstance(value, dict):
        return {}
    found = {place: list(value)}
    for name, inner in value.items():
        found |= find_keys(inner, f"{place}.{name}".lstrip("."))
    return found


def test_the_page_has_the_exit_codes_of_each_command() -> None:
    told = {command: [meaning for meaning in row if meaning] for command, *row in read_exit_codes()}
    codes = {
        name: list(importlib.import_module(f"coalition_data.commands.{module(name)}").CODES)
        for name in cli.COMMANDS
    }
    assert told == codes
    assert {name: list(calls) for name, calls in CALLS.items()} == {
        name: list(range(len(meanings))) for name, meanings in codes.items()
    }


def read_exit_codes() -> list[list[str]]:
    return [[row[0].strip("`"), *row[1:]] for row in read_table("command | 0 | 1")]


def module(command: str) -> str:
    return command.replace("-", "_")


@pytest.mark.parametrize(
    ("command", "code"), [(name, code) for name, calls in CALLS.items() for code in calls]
)
def test_each_exit_code_is_returned_where_it_should_be(command: str, code: int, run: Any) -> None:
    assert run(command, *CALLS[command][code]) == code


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_the_help_of_each_command_says_its_codes(command: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    out = " ".join(capsys.readouterr().out.split())
    meanings = next(row[1:] for row in read_exit_codes() if row[0] == command)
    told = [f"{code} {meaning}" for code, meaning in enumerate(meanings) if meaning]
    assert f"exit codes: {'; '.join(told)}; 2 could not run; 130 stopped" in out


def test_the_page_says_which_commands_have_no_json(capsys: Capture) -> None:
    lacking = []
    for command in cli.COMMANDS:
        with pytest.raises(SystemExit):
            cli.main([command, "--help"])
        if "--json" not in capsys.readouterr().out:
            lacking.append(command)
    assert tuple(lacking) == WITHOUT_JSON
    assert "`anchor` and `cite` have no `--json`" in PAGE


@pytest.mark.parametrize("command", [name for name in cli.COMMANDS if name not in WITHOUT_JSON])
def test_json_has_the_keys_that_the_page_says(command: str, run: Any, capsys: Capture) -> None:
    code = 0 if command == "show" else max(CALLS[command])
    assert run(command, "--json", *CALLS[command][code]) == code
    found = find_keys(json.loads(capsys.readouterr().out))
    if command in OPEN_KEYS:
        del found[OPEN_KEYS[command]]
    rows = [row for row in read_table("command | place | keys") if row[0] == f"`{command}`"]
    assert found == {row[1].strip("`"): re.findall(r"`(\w+)`", row[2]) for row in rows}


def list_parts(path: Path) -> list[str]:
    """Return the names of the files in a folder, or of what is in one file."""
    if path.is_dir():
        return [one.relative_to(path).as_posix() for one in path.rglob("*") if one.is_file()]
    data = path.read_bytes()
    if data.startswith(b"SQLite"):
        with contextlib.closing(sqlite3.connect(path)) as base:
            rows = base.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
            return [name for (name,) in rows if not re.search("^sqlite_|_fts_", name)]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(path) as book:
            return re.findall('sheet name="(.*?)"', book.read("xl/workbook.xml").decode())
    return list(json.loads(data))


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_has_the_parts_that_the_page_names(form: str, run: Any, tmp_path: Path) -> None:
    assert run("export", "--to", form, str(tmp_path / "out")) == 0
    names = "|".join(descriptor.read().tables)
    parts = {
        re.sub(rf"\b({names})(?=\.|_|$)", "TABLE", part) for part in list_parts(tmp_path / "out")
    }
    parts = {re.sub(r"panel_[a-z_]+", "panel_UNIT", part) for part in parts}
    row = next(
        row
        for row in read_table("format | files, or what is in the one file")
        if row[0] == f"`{form}`"
    )
    assert parts == set(re.findall(r"`([^`]+)`", row[1]))
