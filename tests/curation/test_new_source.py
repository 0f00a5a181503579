"""A new source goes into the tables whole or not at all, whatever happens on the way."""

import functools
import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from coalition_data import cli
from coalition_data.curation import draft
from coalition_data.tables import descriptor
from coalition_data.texts import evidence
from coalition_data.validation import validator
from worlds import Copy

pytestmark = pytest.mark.once

Capture = pytest.CaptureFixture[str]
TEXT = "Londres, jeudi. Les ministres de vingt et un pays se sont réunis à Lancaster House. La France y était.\n"
DRAFT = """
[source]
kind = "press_article"
publisher = "L'Écho d'essai"
lang = "fr"
url = "https://lechodessai.example/1"
published = 2015-01-22
published_precision = "day"
published_basis = "stated"
extent_read = "whole"
rights = "press"

[[reports]]
meeting_id = "2015-01-london"
stage = "during_or_after"
attests = ["held", "attendance"]
date_precision = "unknown"
level = "unknown"
format = "unknown"
roster = "partial"
evidence = ["se sont réunis à Lancaster House", "La France y était"]
certainty = "stated"

[[participants]]
meeting_id = "2015-01-london"
actor_id = "france"
as_named = "France"
role = "unknown"
attendance = "attended"
evidence = ["La France y était"]
certainty = "stated"

[[figures]]
meeting_id = "2015-01-london"
quantity_id = "attendance-2015-01-london"
indicator = "attendance_count"
about = "Countries whose ministers met"
value = 21
qualifier = "exact"
unit = "countries"
as_stated = "vingt et un pays"
evidence = ["ministres de vingt et un pays"]
certainty = "stated"

[[quotes]]
meeting_id = ""
"""
ID = "lechodessai-2015-01-22"


class Desk:
    """A curator's desk: a text, a draft, and a folder of tables."""

    def __init__(self, copy: Copy, folder: Path) -> None:
        self.copy, self.text, self.draft = copy, folder / "article.txt", folder / "draft.toml"
        self.text.write_text(TEXT, encoding="utf-8")
        self.draft.write_text(DRAFT, encoding="utf-8")

    @property
    def command(self) -> list[str]:
        return ["new-source", str(self.text), str(self.draft), str(self.copy.folder)]

    def change(self, old: str, new: str) -> None:
        words = self.draft.read_text(encoding="utf-8")
        assert old in words
        self.draft.write_text(words.replace(old, new, 1), encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Return every file in the folder of the tables."""
        paths = [path for path in self.copy.folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.copy.folder)): path.read_bytes() for path in paths}


@pytest.fixture
def desk(copy: Copy, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(copy, tmp_path_factory.mktemp("desk"))


def row(desk: Desk, table: str, key: str) -> str:
    lines = desk.copy.path(table).read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(f"{key},"))


def test_json_has_the_ids_of_what_was_added(desk: Desk, capsys: Capture) -> None:
    assert cli.main([*desk.command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["problems"], told["ids"]["sources"]) == (True, [], [ID])
    assert cli.main(["new-source", "--json", str(desk.text)]) == 2
    assert "an empty draft is TOML" in capsys.readouterr().err


def test_a_filled_draft_becomes_rows_with_ids_and_evidence(desk: Desk, capsys: Capture) -> None:
    assert cli.main(desk.command) == 0
    out = capsys.readouterr().out
    assert f"sources: {ID}" in out
    assert "quotes" not in out
    source = row(desk, "sources", ID)
    assert evidence.sha256(evidence.normalise(TEXT)) in source
    assert f",{len(evidence.normalise(TEXT))},press," in source
    figures = [
        line
        for line in desk.copy.path("figures").read_text(encoding="utf-8").splitlines()
        if ID in line
    ]
    assert len(figures) == 1
    assert evidence.anchor(TEXT, "ministres de vingt et un pays") in figures[0]
    assert validator.validate(desk.copy.folder, texts=desk.text.parent) == []


def test_an_id_given_is_one_above_the_highest(desk: Desk, capsys: Capture) -> None:
    desk.copy.find("participants", "2015-01-london-p001")["participant_id"] = "2015-01-london-p700"
    assert desk.copy.problems() == []
    assert cli.main(desk.command) == 0
    assert "participants: 2015-01-london-p701" in capsys.readouterr().out


def test_after_a_thousand_claims_ids_are_counted_on() -> None:
    package = descriptor.read()
    existing: draft.Tables = {name: [] for name in package.tables}
    for n in (1, 101, 999, 1000):
        existing["participants"].append({"participant_id": f"2015-01-london-p{n:03}"})
    raw = {
        "source": {"source_id": "x"},
        "participants": [{"meeting_id": "2015-01-london", "actor_id": one} for one in "ab"],
    }
    made = draft.Draft(raw, TEXT, package, existing)
    ids = [row["participant_id"] for row in made.rows["participants"]]
    assert ids == ["2015-01-london-p1001", "2015-01-london-p1002"]


def test_what_does_not_validate_is_reported_by_its_block_and_nothing_is_written(
    desk: Desk, capsys: Capture
) -> None:
    before = desk.files()
    desk.change('unit = "countries"', 'unit = "nations"')
    desk.change('roster = "partial"', 'roster = "most"')
    assert cli.main(desk.command) == 1
    out = capsys.readouterr().out
    assert f"{desk.draft}: figures 1: unit: [enum] not an allowed value" in out
    assert f"{desk.draft}: reports 1: roster: [enum] not an allowed value" in out
    assert out.splitlines()[-1] == "2 problems; nothing was written"
    assert desk.files() == before


BAD = {
    "a phrase that isn't there": (
        "La France y était",
        "La France n'y était pas",
        "reports 1: evidence: the text doesn't have",
    ),
    "a phrase that is there twice": (
        '"La France y était"]\ncert',
        '"s"]\ncert',
        "give more words around it",
    ),
    "an unknown column": (
        "rights =",
        "right =",
        'source: no column "right" in sources; it has source_id',
    ),
    "an unknown block": (
        "[[figures]]",
        "[[numbers]]",
        'no block "numbers"; there are source, meetings',
    ),
    "no source": ("[source]", "[[meetings]]", "no [source] block"),
    "no TOML": ("[source]", "[source", "it isn't TOML"),
    "a truth value": (
        "value = 21",
        "value = true",
        "figures 1: value: a text, a number or a date was expected",
    ),
    "a table where a block belongs": ("[[figures]]", "figures = 3\n[x]", "no block"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_draft_that_can_not_be_read_is_one_clear_line(
    desk: Desk, case: str, capsys: Capture
) -> None:
    old, new, words = BAD[case]
    before = desk.files()
    desk.change(old, new)
    assert cli.main(desk.command) == 2
    err = capsys.readouterr().err
    assert words in err
    assert str(desk.draft) in err
    assert err.count("\n") == 1
    assert desk.files() == before


def test_a_text_is_coded_once(desk: Desk, capsys: Capture) -> None:
    assert cli.main(desk.command) == 0
    assert cli.main(desk.command) == 2
    assert f"is coded already, as {ID}" in capsys.readouterr().err


def test_tables_that_are_not_sound_are_not_touched(desk: Desk, capsys: Capture) -> None:
    path = desk.copy.path("quotes")
    path.write_bytes(path.read_bytes() + b"half a row\n")
    assert cli.main(desk.command) == 2
    assert "tables/quotes.csv isn't sound" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "words"), [(b"\xff", "isn't UTF-8"), (None, "No such file")])
def test_a_text_that_can_not_be_read_is_one_clear_line(
    desk: Desk, text: bytes | None, words: str, capsys: Capture
) -> None:
    desk.text.unlink() if text is None else desk.text.write_bytes(text)
    assert cli.main(desk.command) == 2
    assert words in capsys.readouterr().err


def test_byte_order_marks_in_the_text_and_the_draft_change_nothing(desk: Desk) -> None:
    for path in (desk.text, desk.draft):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert cli.main(desk.command) == 0
    assert validator.validate(desk.command[-1]) == []


def test_a_draft_that_is_not_there_is_one_clear_line(desk: Desk, capsys: Capture) -> None:
    desk.draft.unlink()
    assert cli.main(desk.command) == 2
    assert (
        capsys.readouterr().err == f"coalition-data: no file {desk.draft}: name the filled draft\n"
    )


def test_the_scaffold_is_toml_with_every_column_that_a_curator_fills(
    desk: Desk, capsys: Capture
) -> None:
    assert cli.main(["new-source", str(desk.text)]) == 0
    filled = tomllib.loads(capsys.readouterr().out)
    package = descriptor.read()
    assert list(filled["source"]) == [
        n
        for n in package.table("sources").names
        if n not in draft.COMPUTED and n not in draft.OF_PAGES
    ]
    for name in draft.OFFERED:
        assert list(filled[name][0]) == [
            n for n in package.table(name).names if n not in ("source_id", *draft.OF_PAGES)
        ]
    assert set(package.tables) == {"sources", "ledger", *draft.OFFERED}


def test_the_scaffold_asks_for_the_printed_words(desk: Desk, capsys: Capture) -> None:
    assert cli.main(["new-source", str(desk.text)]) == 0
    lines = [line.split(" = ")[0] for line in capsys.readouterr().out.splitlines()
             if "required where stated" in line]  # fmt: skip
    assert lines == ["as_named", "speaker_as_named", "as_stated", "as_named"]


@pytest.mark.parametrize(
    ("words", "block"),
    [
        ('as_named = "France"\n', "participants 1"),
        ('as_stated = "vingt et un pays"\n', "figures 1"),
    ],
)
def test_a_stated_claim_without_its_printed_words_is_not_written(
    desk: Desk, capsys: Capture, words: str, block: str
) -> None:
    desk.change(words, "")
    assert cli.main(desk.command) == 1
    out = capsys.readouterr().out
    assert f"{block}: {words.split(maxsplit=1)[0]}: [stated-claim-shows-its-words]" in out


def made(raw: str) -> draft.Draft:
    there: dict[str, list[dict[str, str]]] = {name: [] for name in descriptor.read().tables}
    there["sources"].append({"source_id": "a-2015"})
    return draft.Draft(tomllib.loads(raw), evidence.normalise(TEXT), descriptor.read(), there)


def test_a_quote_without_evidence_is_anchored_by_its_own_words() -> None:
    quote = '[[quotes]]\nmeeting_id = "x"\ntext = "vingt et un […] La France"\n'
    one = made(f'[source]\npublisher = "A"\n{quote}').rows["quotes"][0]
    assert one["evidence"] == ";".join(
        evidence.anchor(TEXT, words) for words in ("vingt et un", "La France")
    )
    assert (one["quote_id"], one["utterance_id"], one["source_id"]) == ("x-q001", "x-u001", "a")


def test_ids_are_proposed_for_sources_meetings_and_actors() -> None:
    rows = made(
        '[source]\npublisher = "A"\npublished = "2015-01-01"\npublished_precision = "year"\n'
        '[[meetings]]\ncity = "São Paulo"\ndate_start = 2024-02-09\n'
        '[[meetings]]\nmode = "virtual"\ndate_end = 2024-02-09\n'
        '[[actors]]\nname_en = "Côte d\'Ivoire"\n[[actors]]\nname_en = "Cote d Ivoire"\n'
        '[[memberships]]\nactor_id = "fiji"\nstatus = "member"\n[[waivers]]\nreason = "x"\n'
    ).rows
    assert rows["sources"][0]["source_id"] == "a-2015-2"
    assert [r["meeting_id"] for r in rows["meetings"]] == ["2024-02-sao-paulo", "2024-02-virtual"]
    assert [r["actor_id"] for r in rows["actors"]] == ["cote-d-ivoire", "cote-d-ivoire-2"]
    assert rows["memberships"][0]["membership_id"] == "fiji-m001"
    assert rows["waivers"][0]["waiver_id"] == "a-2015-2-w001"


# A program that is killed before it puts the n-th file into its place.
KILLED = """
import os, signal, sys
left, replace = int(sys.argv[1]), os.replace
def replace_or_die(draft, target):
    global left
    # What is tried out is in a draft of the folder.
    if target.endswith(".csv") and ".coalition-data-" not in target:
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
    replace(draft, target)
os.replace = replace_or_die
from coalition_data import cli
from coalition_data.validation import validator
validator.validate = lambda *args, **options: []
raise SystemExit(cli.main(sys.argv[2:]))
"""


def test_killed_between_two_files_it_leaves_whole_files_and_no_key_without_its_row(
    desk: Desk,
) -> None:
    old = desk.files()
    assert cli.main(desk.command) == 0
    new = desk.files()
    changed = [path for path in old if old[path] != new[path]]
    assert len(changed) == 4
    for n in range(len(changed)):
        for path, data in old.items():
            (desk.copy.folder / path).write_bytes(data)
        command = [sys.executable, "-c", KILLED, str(n), *desk.command]
        assert subprocess.run(command, capture_output=True, check=False).returncode < 0
        now = desk.files()
        assert all(now[path] in (old[path], new[path]) for path in old)
        assert sum(now[path] == new[path] for path in changed) == n
        rules = {problem.rule for problem in validator.validate(desk.copy.folder)}
        assert "foreign-key" not in rules
    # With the old files back, the next run adds all, and removes what the killed ones left.
    for path, data in old.items():
        (desk.copy.folder / path).write_bytes(data)
    assert cli.main(desk.command) == 0
    assert desk.files() == new


def test_tables_are_declared_after_those_that_their_keys_lead_to() -> None:
    seen = set()
    for table in descriptor.read().tables.values():
        seen.add(table.name)
        assert {target for target, _ in table.foreign.values()} <= seen


@pytest.mark.parametrize("fails", [1, 2, 3, 4])
def test_a_failure_half_way_puts_the_old_files_back(
    desk: Desk, fails: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, real, calls = desk.files(), os.replace, [0]

    def replace(source: str, target: str) -> None:
        calls[0] += 1
        if calls[0] == fails:
            raise OSError("the disk is full")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    assert cli.main(desk.command) == 2
    assert desk.files() == old


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_nothing(
    desk: Desk,
    sent: signal.Signals,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    capsys: Capture,
) -> None:
    before = desk.files()
    monkeypatch.setattr(validator, "validate", lambda *args, **options: os.kill(os.getpid(), sent))
    # A shell that runs the tests in the background, or `nohup`, has them ignore signals.
    for one, usual in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGTERM, signal.SIG_DFL),
        (signal.SIGHUP, signal.SIG_DFL),
    ):
        request.addfinalizer(functools.partial(signal.signal, one, signal.signal(one, usual)))
    handlers = [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)]
    assert cli.main(desk.command) == 130
    assert capsys.readouterr().err == "coalition-data: stopped\n"
    assert desk.files() == before
    assert [path.name for path in desk.copy.folder.iterdir() if path.name.startswith(".")] == []
    assert [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)] == handlers


def test_a_file_that_changes_during_validation_is_not_overwritten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    validate = validator.validate

    def validate_slowly(*args: str, **options: Any) -> validator.Problems:
        with desk.copy.path("waivers").open("a", encoding="utf-8") as file:
            file.write("mine\n")
        with desk.copy.path("figures").open("a", encoding="utf-8") as file:
            file.write("mine\n")
        before.update(desk.files())
        return validate(*args, **options)

    before: dict[str, bytes] = {}
    monkeypatch.setattr(validator, "validate", validate_slowly)
    assert cli.main(desk.command) == 2
    said = capsys.readouterr().err
    assert "figures.csv was changed by someone else meanwhile; nothing was written" in said
    drafts = {path for path in before if path.startswith(".coalition-data-")}
    assert desk.files() == {path: before[path] for path in before.keys() - drafts}


def test_a_file_keeps_its_mode(desk: Desk) -> None:
    desk.copy.path("sources").chmod(0o640)
    assert cli.main(desk.command) == 0
    assert desk.copy.path("sources").stat().st_mode & 0o777 == 0o640


def test_a_draft_asks_for_a_lasting_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    assert cli.main(["new-source", str(tmp_path / "a.txt")]) == 0
    assert 'archived_url = ""  # the address of a lasting copy' in capsys.readouterr().out
