import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import coalition_data as cd
from coalition_data import cli, export
from coalition_data.tables import descriptor
from worlds import ROOT, Copy

Capture = pytest.CaptureFixture[str]


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "coalition_data", *args], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_each_command_has_help_with_an_example(command: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    assert f"example: coalition-data {command}" in capsys.readouterr().out


def test_the_version_is_printed(capsys: Capture) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"coalition-data {cd.__version__}\n"


@pytest.mark.parametrize("words", [["--vers", "tables"], ["--json", "tables"], ["--vers"]])
def test_an_option_that_is_not_there_is_an_error_and_no_traceback(words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    assert caught.value.code == 2


@pytest.mark.parametrize("hunt", [gc.enable, gc.disable])
@pytest.mark.parametrize(
    "work",
    [
        lambda: cli.main(["validate", "--schemas"]),
        lambda: cli.main(["verify", "--all", "no-such-folder"]),
        lambda: cd.load("quotes"),
    ],
    ids=["validate", "verify", "load"],
)
def test_the_hunt_for_garbage_is_left_as_it_was(
    hunt: Callable[[], None], work: Callable[[], object]
) -> None:
    try:
        hunt()
        was_on = gc.isenabled()
        work()
        assert gc.isenabled() == was_on
    finally:
        gc.enable()


def test_show_prints_the_words_of_one_meeting(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert cli.main(["show", "quotes", "--meeting", "2015-01-london"]) == 0
    out = capsys.readouterr().out
    assert "le défi de notre" in out
    assert "M. Hammond" in out
    assert "the recent terrible" in out
    assert "… of our allies" in out
    assert "Our translation is our English" in out
    assert "2016-10-paris" not in out


def test_show_prints_who_is_named_how_by_which_source(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main(["show", "participants", "--meeting", "2016-02-rome"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == "actor id as named role attendance source id".split()
    cells = [line.split() for line in lines]
    assert ["italy", "Italien", "unknown", "attended", "oe24-2016-02-02"] in cells
    assert max(map(len, lines)) <= 80


def test_show_prints_a_row_whole_by_its_id(capsys: Capture) -> None:
    assert cli.main(["show", "figures", "--id", "2015-01-london-f001"]) == 0
    assert "as_stated" in capsys.readouterr().out


def test_show_as_json_has_every_column_and_null_for_missing(capsys: Capture) -> None:
    assert cli.main(["show", "quotes", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert list(rows[0]) == list(cd.quotes().columns)
    assert rows[0]["sic"] is None


def test_show_as_json_has_the_values_that_the_export_has(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["show", "figures", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    export.write("json", tmp_path / "all.json")
    told = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert rows == told["tables"]["figures"]
    assert next(row for row in rows if row["figure_id"] == "2015-01-london-f001")["value"] == 20


def test_show_says_when_nothing_fits(capsys: Capture) -> None:
    nothing = ["show", "quotes", "--meeting", "2015-01-paris"]
    assert cli.main(nothing) == 1
    assert "no rows of quotes fit" in capsys.readouterr().err
    assert cli.main([*nothing, "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["show", "quote"], "did you mean quotes? There are sources, meetings"),
        (["show", "sources", "--meeting", "x"], 'no column "meeting_id" in sources'),
        (["codebook", "quote"], "did you mean quotes?"),
        (["validate", "/nowhere"], "no datapackage.json in /nowhere"),
        (["verify", "/nowhere"], "no folder /nowhere"),
        (["anchor", "/nowhere", "x"], "No such file"),
        (["fmt", "/nowhere"], "no datapackage.json in /nowhere"),
        (["fingerprint", "quote"], "did you mean quotes?"),
    ],
)
def test_what_can_not_run_is_one_line_and_exit_code_two(
    args: list[str], words: str, capsys: Capture
) -> None:
    assert cli.main(args) == 2
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1


def test_validate_prints_valid_for_the_shipped_tables(capsys: Capture) -> None:
    assert cli.main(["validate"]) == 0
    *notes, last = capsys.readouterr().out.splitlines()
    assert last == f"valid: coalition-data {cd.__version__}, in ."
    assert all("no numeral can be read in these words" in note for note in notes)


def test_without_a_folder_the_working_folder_is_judged_if_it_has_a_descriptor(
    copy: Copy, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:  # fmt: skip
    raw = (copy.folder / descriptor.FILENAME).read_text(encoding="utf-8")
    raw = raw.replace('"name": "coalition-data"', '"name": "my-data"', 1)
    (copy.folder / descriptor.FILENAME).write_text(raw, encoding="utf-8")
    copy.set("figures", "2015-01-london-f001", unit="nations").write()
    monkeypatch.chdir(copy.folder)
    assert cli.main(["validate"]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"1 problem: my-data {cd.__version__}, in ."
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    assert cli.main(["validate", "--schemas"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.endswith(f": coalition-data {cd.__version__}, the installed tables")


@pytest.mark.parametrize("command", [["verify", "."], ["sweep", "."], ["fetch", "--source", "x"]])
def test_a_broken_descriptor_in_the_working_folder_is_not_passed_over(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    (tmp_path / descriptor.FILENAME).write_text("{", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(command) == 2
    assert descriptor.FILENAME in capsys.readouterr().err
    assert cli.main(["validate"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 problem: in ."


def test_json_says_what_was_judged(copy: Copy, capsys: Capture) -> None:
    assert cli.main(["validate", "--json", str(copy.folder)]) == 0
    expected = {"folder": str(copy.folder), "name": "coalition-data", "version": cd.__version__}
    assert json.loads(capsys.readouterr().out)["judged"] == expected


def test_validate_prints_each_problem_on_its_line(copy: Copy, capsys: Capture) -> None:
    copy.set("figures", "2015-01-london-f001", unit="nations").write()
    assert cli.main(["validate", str(copy.folder)]) == 1
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("tables/figures.csv:5: unit: [enum]")
    assert last == f"1 problem: coalition-data {cd.__version__}, in {copy.folder}"


def test_validate_as_json_has_problems_and_rules_not_run(copy: Copy, capsys: Capture) -> None:
    copy.path("memberships").unlink()
    assert cli.main(["validate", "--json", str(copy.folder)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["valid"] is False
    assert told["problems"][0]["rule"] == "missing-file"
    assert "membership-runs-forward" in {r["rule"] for r in told["not_run"]}


def test_validate_tells_which_numbers_could_not_be_read(copy: Copy, capsys: Capture) -> None:
    copy.set("figures", "2015-01-london-f001", as_stated="plusieurs pays").write()
    assert cli.main(["validate", str(copy.folder)]) == 0
    told, verdict = capsys.readouterr().out.splitlines()
    assert "1 cell not checked by number-reads-as-stated" in told
    assert 'line 5 "plusieurs pays"' in told
    assert verdict.startswith("valid: ")
    assert cli.main(["validate", "--json", str(copy.folder)]) == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert [(note["line"], note["got"]) for note in notes] == [(5, "plusieurs pays")]


def test_fmt_check_prints_the_difference_and_writes_nothing(copy: Copy, capsys: Capture) -> None:
    copy.set("meetings", "2015-01-london", venue="Lancaster  House").write()
    before = copy.path("meetings").read_bytes()
    assert cli.main(["fmt", "--check", str(copy.folder)]) == 1
    out = capsys.readouterr().out
    assert "--- tables/meetings.csv" in out
    assert "+2015-01-london" in out
    assert copy.path("meetings").read_bytes() == before


def test_fmt_writes_the_canonical_form_and_then_has_nothing_to_do(
    copy: Copy, capsys: Capture
) -> None:
    good = copy.path("meetings").read_bytes()
    lines = good.replace(b"Lancaster House", b" Lancaster\xc2\xa0House ").splitlines()
    copy.path("meetings").write_bytes(
        b"\xef\xbb\xbf" + b"\r\n".join([lines[0], *reversed(lines[1:])])
    )
    assert cli.main(["fmt", str(copy.folder)]) == 0
    assert capsys.readouterr().out == "tables/meetings.csv: written\n"
    assert copy.path("meetings").read_bytes() == good
    assert cli.main(["fmt", "--check", str(copy.folder)]) == 0


def test_fmt_as_json_says_which_files_change_and_whether_they_were_written(
    copy: Copy, capsys: Capture
) -> None:
    copy.set("meetings", "2015-01-london", venue="Lancaster  House").write()
    told = {"changed": ["tables/meetings.csv"], "problems": []}
    assert cli.main(["fmt", "--check", "--json", str(copy.folder)]) == 1
    assert json.loads(capsys.readouterr().out) == {**told, "written": False}
    assert cli.main(["fmt", "--json", str(copy.folder)]) == 0
    assert json.loads(capsys.readouterr().out) == {**told, "written": True}


def test_fmt_leaves_a_file_that_only_a_person_can_mend(copy: Copy, capsys: Capture) -> None:
    path = copy.path("meetings")
    broken = path.read_bytes().replace(b",Lancaster House", b"", 1)
    path.write_bytes(broken)
    assert cli.main(["fmt", str(copy.folder)]) == 1
    assert "[width]" in capsys.readouterr().out
    assert path.read_bytes() == broken


def test_verify_counts_by_table_and_source(texts: Path, capsys: Capture) -> None:
    assert cli.main(["verify", "--all", str(texts)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[-1].startswith("verified: coalition-data")
    assert "rfi-2016-10-25" in out


def test_verify_all_fails_where_a_text_is_not_there(
    texts: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "one").write_bytes((texts / "rfi-2016-10-25.txt").read_bytes())
    assert cli.main(["verify", str(tmp_path)]) == 0
    assert cli.main(["verify", "--all", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("NOT verified: coalition-data")


@pytest.mark.parametrize("command", [["verify"], ["sweep"], ["validate", "--texts"]])
def test_a_folder_without_any_coded_text_is_no_success(
    command: list[str], tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "other.txt").write_text("Another text.", encoding="utf-8")
    assert cli.main([*command, str(tmp_path)]) == 2
    assert "0 of 5 coded texts found" in capsys.readouterr().err


def test_verify_and_sweep_judge_the_folder_that_they_are_given(
    copy: Copy, texts: Path, capsys: Capture
) -> None:
    row = copy.find("quotes", "2015-01-london-q001")
    copy.set("quotes", row["quote_id"], evidence="1-" + row["evidence"].split("-", 1)[1]).write()
    assert cli.main(["verify", str(texts), str(copy.folder)]) == 1
    copy.drop("figures", "2015-01-london-f014").write()
    assert cli.main(["sweep", str(texts), str(copy.folder)]) == 1
    assert "200 millions" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("table", "flag", "value"),
    [
        ("meetings", "--meeting", "2015-01-london"),
        ("sources", "--source", "rfi-2016-10-25"),
        ("actors", "--id", "france"),
        ("reports", "--meeting", "2015-01-london"),
        ("quotes", "--source", "rfi-2016-10-25"),
    ],
)
def test_show_filters_every_table(table: str, flag: str, value: str, capsys: Capture) -> None:
    assert cli.main(["show", table, flag, value, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert 0 < len(rows) < 50
    assert all(value in row.values() for row in rows)


def no_constant(name: str) -> None:
    raise AssertionError(name)


@pytest.mark.parametrize(
    "args", [["codebook", "figures"], ["tables"], ["show", "figures"], ["validate"]]
)
def test_json_is_strict_json(args: list[str], capsys: Capture) -> None:
    assert cli.main([*args, "--json"]) == 0
    json.loads(capsys.readouterr().out, parse_constant=no_constant)


@pytest.mark.parametrize("args", [["tables"], ["show", "waivers"], ["codebook", "quotes"]])
def test_a_terminal_that_lacks_a_letter_gets_a_question_mark(args: list[str]) -> None:
    command = [sys.executable, "-m", "coalition_data", *args]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    out = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert (out.returncode, out.stderr) == (0, b"")


def test_a_date_is_shown_no_finer_than_its_source(capsys: Capture) -> None:
    assert cli.main(["show", "meetings", "--meeting", "2015-04-dead-sea"]) == 0
    out = capsys.readouterr().out
    assert "2015-04  " in out
    assert "2015-04-01" not in out


def test_anchor_prints_the_evidence_of_phrases(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.txt").write_text("Ils étaient « vingt » pays.", encoding="utf-8")
    assert cli.main(["anchor", str(tmp_path / "a.txt"), "« vingt »", "pays"]) == 0
    assert capsys.readouterr().out.startswith("12-21#")


def test_tables_counts_rows(capsys: Capture) -> None:
    assert cli.main(["tables", "--json"]) == 0
    told = {t["table"]: t["rows"] for t in json.loads(capsys.readouterr().out)}
    assert told["quotes"] == len(cd.quotes())


def test_a_closed_pipe_is_silent() -> None:
    command = f"{sys.executable} -m coalition_data show quotes --json | head -1"
    out = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (out.stdout, out.stderr) == ("[\n", "")


def test_the_module_runs_as_a_program() -> None:
    out = run("fingerprint", "quotes")
    assert (out.returncode, out.stdout) == (0, cd.fingerprint("quotes") + "\n")


def test_validate_for_github_marks_the_lines(copy: Copy, capsys: Capture) -> None:
    copy.set("figures", "2015-01-london-f001", unit="100%, or::so").write()
    assert cli.main(["validate", "--format", "github", str(copy.folder)]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    place = str(copy.folder).replace(":", "%3A")
    assert first.startswith(
        f"::error file={place}/tables/figures.csv,line=5,title=enum::unit: not an allowed value"
    )
    assert "100%25, or::so" in first


def test_show_says_that_a_table_cannot_be_read(
    copy: Copy, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    copy.path("quotes").write_bytes(b"\xff\xfe")
    monkeypatch.setattr(descriptor, "home", lambda: str(copy.folder))
    assert cli.main(["show", "quotes"]) == 2
    assert "UTF-16" in capsys.readouterr().err


@pytest.mark.parametrize("moment", ["_catch_signals", "_run", "_is_written"])
def test_a_signal_at_any_moment_of_a_command_is_told_in_a_line(
    moment: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, moment, stop)
    assert cli.main(["fmt", "--check", str(ROOT)]) == cli.STOPPED
    assert capsys.readouterr().err == "coalition-data: stopped\n"
