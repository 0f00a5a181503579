"""No command prints a line that a terminal or a runner of CI obeys, whatever is in a folder."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data import cli
from coalition_data.commands.shared import print_json
from coalition_data.references.styles import STYLES
from coalition_data.tables import canonical, descriptor
from coalition_data.tables.problem import defuse
from coalition_data.texts import evidence
from hostile import LINES, WORDS, find_harm, obeyed
from worlds import EXPORTS, Copy, write_package

pytestmark = pytest.mark.once

Capture = pytest.CaptureFixture[str]
TABLES = list(descriptor.read().tables)


# Of each word a number isn't coded.
TEXT = "\n".join(f"{word} « {word} » 21 {word}" for word in LINES) + "\nthe end"


class World:
    """A hostile copy, which is installed; a clean copy beside it; a text, a draft."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("clean", "evil"):
            (folder / name).mkdir()
        Copy(folder / "clean")
        self.copy = Copy(folder / "evil")
        self.evil = str(folder / "evil")
        self._describe()
        self._fill()
        (folder / "texts").mkdir()
        (folder / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")

    def _describe(self) -> None:
        """Put hostile words into what the descriptor says of package, tables and fields."""
        path = self.copy.folder / descriptor.FILENAME
        raw = json.loads(path.read_text(encoding="utf-8"))
        words = iter(WORDS * 100)
        raw["title"] = next(words)
        for resource in raw["resources"]:
            for described in (resource, *resource["schema"]["fields"]):
                described["title"] = next(words)
                described["description"] = f"{next(words)}\n{next(words)}"
        path.write_text(json.dumps(raw), encoding="utf-8")

    def _fill(self) -> None:
        """Put them into the cells of each text column that takes any text, row after row."""
        for name, table in self.copy.package.tables.items():
            free = [
                field.name
                for field in table.fields
                if field.type == "string" and not (field.enum or field.pattern or field.unique)
                and field.name != table.key and field.name not in table.foreign
            ]  # fmt: skip
            for n, row in enumerate(self.copy.rows[name]):
                for i, column in enumerate(free):
                    if not column.endswith("evidence"):
                        row[column] = WORDS[(n + i) % len(WORDS)]
        for n, row in enumerate(self.copy.rows["sources"]):
            # Nobody is asked: the address is private, where it is one.
            row["url"] = f"http://127.0.0.1/{''.join(WORDS[n % len(WORDS)].split())}"
        words = evidence.normalise(TEXT)
        facts = {"text_sha256": evidence.sha256(words), "text_chars": str(len(words))}
        self.copy.set("sources", "rfi-2016-10-25", **facts).write()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("hostile"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(descriptor, "home", lambda: made.evil)
        patch.setenv("COLUMNS", "60")
        yield made


def run(capsys: Capture, *args: str) -> tuple[int, str, str]:
    """Run a command; see that nothing of what it prints is obeyed."""
    capsys.readouterr()
    try:
        code = cli.main(list(args))
    except SystemExit as stopped:
        code = int(str(stopped.code))
    out, err = capsys.readouterr()
    assert out or err
    assert find_harm(out + err) == []
    return code, out, err


# What each command is given; {0} is the hostile folder, {1} the clean one, {2} the folder of both.
CALLS: dict[str, list[list[str]]] = {
    "tables": [[]],
    "show": [[name, *more] for name in TABLES for more in ([], ["--all"])],
    "codebook": [[name] for name in (*TABLES, "panel:state-year")],
    "validate": [["{0}"], ["--schemas", "{0}"], ["--texts", "{2}/texts", "{0}"]],
    # What has no address of the web is never asked.
    "fetch": [["--out", "{2}/pages", "{0}"], ["--out", "{2}/pages", "--report", "{0}"]],
    "verify": [["{2}/texts", "{0}"]],
    "sweep": [["{2}/texts", "{0}"]],
    "anchor": [["{2}/texts/a.txt", word] for word in (*LINES, "the end")],
    "fmt": [["--check", "{0}"]],
    "fingerprint": [["{0}/tables/quotes.csv", "quotes"], [], LINES],
    "new-source": [["{2}/texts/a.txt"], ["{2}/texts/a.txt", "{0}/datapackage.json", "{0}"]],
    "cite": [[f"--{what}", style] for what in ("style", "sources") for style in STYLES],
    "identify": [["{0}/tables/quotes.csv"], ["{1}/tables/quotes.csv"]],
    "diff": [["{1}", "{0}"], ["{0}", "{1}"], ["{1}", "{0}", "--markdown"]],
    "panel": [[unit, f"{{2}}/{unit}.csv"] for unit in ("state-meeting", "dyad-year")],
    "export": [["--to", name, "{2}/out-" + path] for name, path in EXPORTS.items()],
    "explore": [["--out", "{2}/site"]],
}
JSON = {
    "tables": [],
    "show": ["quotes"],
    "codebook": ["quotes"],
    "validate": ["{0}"],
    "fetch": ["--out", "{2}/pages", "{0}"],
    "verify": ["{2}/texts", "{0}"],
    "sweep": ["{2}/texts", "{0}"],
    "fmt": ["--check", "{0}"],
    "fingerprint": ["{0}/tables/quotes.csv"],
    "new-source": ["{2}/texts/a.txt", "{0}/datapackage.json", "{0}"],
    "identify": ["{0}/tables/quotes.csv"],
    "diff": ["{1}", "{0}"],
}


def fill(args: list[str], world: World) -> list[str]:
    clean = str(world.folder / "clean")
    return [arg.format(world.evil, clean, world.folder) if "{" in arg else arg for arg in args]


def test_every_command_is_tried() -> None:
    assert list(CALLS) == list(cli.COMMANDS)


@pytest.mark.parametrize("command", CALLS)
def test_nothing_in_tables_and_texts_is_obeyed(command: str, world: World, capsys: Capture) -> None:
    said = [run(capsys, command, *fill(args, world)) for args in CALLS[command]]
    assert any(code in (0, 1) for code, _, _ in said)


@pytest.mark.parametrize("command", JSON)
def test_json_of_hostile_tables_is_json(command: str, world: World, capsys: Capture) -> None:
    code, out, _ = run(capsys, command, "--json", *fill(JSON[command], world))
    if code < 2:
        json.loads(out)


def test_json_gives_back_the_very_words(world: World, capsys: Capture) -> None:
    _, out, _ = run(capsys, "show", "sources", "--json")
    assert {row["title"] for row in json.loads(out)} & set(WORDS)


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_nothing_in_arguments_is_obeyed(command: str, capsys: Capture) -> None:
    for word in LINES:
        for args in ([word], [word, word], [f"--{word}", word], ["--json", word]):
            assert run(capsys, command, *args)[0] == 2
    assert run(capsys, LINES[0])[0] == 2


COMMANDS_ON_FOLDERS = (
    ["validate"],
    ["validate", "--schemas"],
    ["fmt", "--check"],
    ["fmt"],
    ["diff", "{1}"],
)
ON_INSTALLED = (["tables"], ["show"], ["codebook"], ["fingerprint"], ["cite"], ["identify"])


@pytest.mark.parametrize("args", COMMANDS_ON_FOLDERS, ids="-".join)
def test_nothing_in_names_is_obeyed(
    args: list[str], tmp_path: Path, world: World, capsys: Capture
) -> None:
    for n, word in enumerate(WORDS):
        name = word.strip() if word.isprintable() else "t"
        fields = [{"name": name, "type": "string", "title": word}, {"name": "n", "type": "integer"}]
        folder = tmp_path / f"{n} ##[group]"
        write_package(
            folder, {name: fields}, {name: [["b", "x"], ["a", word]]}, {name: "##[x].csv"}
        )
        run(capsys, *fill(args, world), str(folder))


@pytest.mark.parametrize("args", ON_INSTALLED, ids="-".join)
def test_nothing_in_names_of_installed_tables_is_obeyed(
    args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    names = [word.strip() for word in WORDS if word.isprintable()]
    fields = [{"name": name, "type": "string"} for name in names]
    write_package(tmp_path, dict.fromkeys(names, fields), {names[0]: [WORDS[: len(names)]]})
    monkeypatch.setattr(descriptor, "home", lambda: str(tmp_path))
    run(capsys, *args, *([names[0]] if args != ["tables"] else []))
    run(capsys, *args, *(["nowhere"] if args != ["tables"] else []))


@pytest.mark.parametrize("key", ["name", "path", "type", "title", "own", "enum", "created"])
def test_nothing_in_a_descriptor_that_is_refused_is_obeyed(
    key: str, tmp_path: Path, capsys: Capture
) -> None:
    for word in LINES:
        resource: dict[str, Any] = {
            "name": "t",
            "path": "t.csv",
            "schema": {"fields": [{"name": "id"}], "primaryKey": word},
        }
        package: dict[str, Any] = {"resources": [resource]}
        if key == "created":
            package[key] = word
        elif key in ("name", "path"):
            resource[key] = word
        else:
            resource["schema"]["fields"][0][word if key == "own" else key] = word
        (tmp_path / descriptor.FILENAME).write_text(json.dumps(package), encoding="utf-8")
        assert run(capsys, "validate", str(tmp_path))[0] == 1
        code, _, err = run(capsys, "fmt", str(tmp_path))
        assert (code, err.count("\n")) == (2, 1)


@pytest.mark.parametrize("place", ["block", "column", "value", "list", "syntax"])
def test_nothing_in_a_draft_is_obeyed(
    place: str, world: World, tmp_path: Path, capsys: Capture
) -> None:
    for word in LINES if place == "syntax" else LINES[::4]:
        text = json.dumps(word)
        drafts = {
            "block": f"[source]\nkind = 'x'\n[[{text}]]\na = 1\n",
            "column": f"[source]\n{text} = 1\n",
            "value": f"[source]\nkind = {text}\nnote = {text}\n[[meetings]]\nmeeting_id = {text}\n",
            "list": f"[source]\nkind = 'x'\n[[quotes]]\nevidence = [{text}, {text}]\n",
            "syntax": f"{word} = [",
        }
        path = tmp_path / "draft.toml"
        path.write_text(drafts[place], encoding="utf-8")
        clean = str(world.folder / "clean")
        assert run(capsys, "new-source", str(world.folder / "texts" / "a.txt"), str(path), clean)[0]


def test_nothing_in_a_name_of_a_text_gets_into_its_draft(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "a\nkind = 'b'"
    path.write_text("Words.", encoding="utf-8")
    assert run(capsys, "new-source", str(path))[0] == 0
    assert cli.main(["new-source", str(path)]) == 0
    assert "\nkind = 'b'" not in capsys.readouterr().out


def test_annotations_are_the_only_lines_that_are_obeyed(world: World, capsys: Capture) -> None:
    assert cli.main(["validate", "--format", "github", world.evil]) == 1
    *lines, last, _ = capsys.readouterr().out.split("\n")
    assert " problems: " in last
    assert {line.split(" ")[0] for line in lines if obeyed(line)} == {"::error"}
    assert find_harm("\n".join(line.removeprefix("::error ") for line in lines)) == []


@given(st.text() | st.text("#:[ax \n\t\ufe0f\u00ad") | st.sampled_from(LINES))
def test_output_that_is_defused_has_no_harm_and_json_stays_the_same(text: str) -> None:
    assert find_harm(defuse(text)) == []
    assert defuse(defuse(text)) == defuse(text)
    for written in (json.dumps([text, {text: 1}], ensure_ascii=False, indent=2), json.dumps(text)):
        assert json.loads(defuse(written)) == json.loads(written)


def test_words_as_they_are_written_in_many_languages_stay_as_they_are() -> None:
    text = "« été »\u00a0: 12\u202f000\nمرحبا, हिन्दी, 한국어, e\u0301: a::b # ## x [y]\n"
    assert defuse(text) == text


def test_json_is_printed_with_escapes_that_json_knows(capsys: Capture) -> None:
    print_json(WORDS)
    assert json.loads(capsys.readouterr().out) == WORDS


def test_large_output_is_defused_in_little_time() -> None:
    # A minute, if each letter were looked for by itself.
    letters = "".join(map(chr, range(0xE000, 0xF000))) * 200
    assert len(defuse(letters)) == 6 * len(letters)
    assert defuse("\n \n" * 300_000).count("\n") == 600_000


def test_what_is_canonical_for_us_is_never_touched() -> None:
    data = canonical.canonical_bytes(["id"], [["a :: b"], ["c # d"]]).decode()
    assert defuse(data) == data
