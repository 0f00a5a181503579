"""The worked example is judged by the very commands that others copy: README, action, pre-commit
hooks.
"""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import attack_action
import coalition_data as cd
import tell_github
from coalition_data.tables.problem import plain
from hostile import find_harm
from worlds import ROOT

pytestmark = pytest.mark.once

EXAMPLE = ROOT / "examples" / "summits"
README = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a checkout with the example in which one state sits twice at one table."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    path = tmp_path / "examples" / "summits" / "tables" / "participants.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",JPN,", ",FRA,"), encoding="utf-8")
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(["bash", "-ec", command], cwd=folder, env={**os.environ, "PATH": path},
                          capture_output=True, text=True, check=False)  # fmt: skip


def test_the_example_is_valid_and_some_of_our_rules_run_on_it() -> None:
    found = cd.validate(EXAMPLE)
    assert found == []
    assert "meeting-id-begins-with-month" not in {rule for rule, _ in found.not_run}


def test_a_rule_that_runs_on_the_example_finds_what_its_descriptor_can_not_say(
    broken: Path,
) -> None:
    path = broken / "examples" / "summits" / "tables" / "meetings.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",2024-06-1", ",2024-05-1"), encoding="utf-8"
    )
    assert "meeting-id-begins-with-month" in {p.rule for p in cd.validate(path.parent.parent)}


def test_the_commands_of_its_page_pass_and_fail_where_they_should(broken: Path) -> None:
    commands = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    assert len(commands) == 1
    assert run(commands[0], ROOT).returncode == 0
    assert run(commands[0], broken).returncode == 1


# What setup-python gives on Windows, as far as the action sees it: environments have Scripts/, and
# python.exe in it. Each call is written down; pip isn't run.
ON_WINDOWS = """#!/usr/bin/env bash
echo "$PWD: $*" >> "$CALLS"
case "$*" in
  *"-m venv "*)
    mkdir -p "${@: -1}/Scripts"
    cp "$0" "${@: -1}/Scripts/python.exe" ;;
  *"-m pip "*) ;;
  *) exec "$REAL" "$@" ;;
esac
"""
# On other systems, where venv is run for its imports, and pip is only asked for its version.
ELSEWHERE = """#!/usr/bin/env bash
echo "$PWD: $*" >> "$CALLS"
case "$*" in
  *"-m venv "*)
    "$REAL" "$@" --without-pip
    rm "${@: -1}"/bin/python*
    cp "$0" "${@: -1}/bin/python" ;;
  *"-m pip "*) "$REAL" "${@:1:3}" --version > /dev/null ;;
  *) exec "$REAL" "$@" ;;
esac
"""
SYSTEMS = {"windows": ON_WINDOWS, "elsewhere": ELSEWHERE}


class Action:
    """The action's steps, run by tools/run_action.py with `temp` as the runner's folder."""

    def __init__(self, temp: Path) -> None:
        self.temp = temp
        self.summary = temp / "summary.md"
        self.calls = temp / "calls"

    def run(
        self, workspace: Path, *steps: str, folder: str = "examples/summits", python: str = ""
    ) -> subprocess.CompletedProcess[str]:
        fake = self.temp / "python"
        fake.parent.mkdir(exist_ok=True)
        fake.write_text(python or '#!/usr/bin/env bash\nexec "$REAL" "$@"\n', encoding="utf-8")
        fake.chmod(0o755)
        environment = {
            **os.environ,
            "CALLS": str(self.calls),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "REAL": sys.executable,
            "RUNNER_PYTHON": str(fake),
            "RUNNER_TEMP": str(self.temp),
        }
        command = [sys.executable, str(ROOT / "tools" / "run_action.py"), folder, *steps]
        return subprocess.run(
            command, cwd=workspace, env=environment, capture_output=True, text=True, check=False
        )

    def summarised(self) -> str:
        return self.summary.read_text(encoding="utf-8")


@pytest.fixture
def action(tmp_path: Path) -> Action:
    return Action(tmp_path / "runner")


def worsen(checkout: Path, copies: int) -> None:
    """Repeat each of the example's four participants."""
    path = checkout / "examples" / "summits" / "tables" / "participants.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *rows * copies, ""]), encoding="utf-8")


def test_the_action_passes_valid_tables(action: Action) -> None:
    out = action.run(ROOT, "Validate")
    assert (out.returncode, out.stdout.splitlines()[-1]) == (0, "valid")
    assert "valid in examples/summits" in action.summarised()


def test_the_action_marks_the_line_as_its_page_shows_it(broken: Path, action: Action) -> None:
    out = action.run(broken, "Validate")
    assert out.returncode == 1
    assert out.stdout.splitlines()[0] in README.splitlines()


@pytest.mark.parametrize("folder", ["./examples/summits/", "examples//summits", "{}"])
def test_the_action_marks_lines_by_their_path_in_the_repository(
    broken: Path, action: Action, folder: str
) -> None:
    out = action.run(broken, "Validate", folder=folder.format(broken / "examples" / "summits"))
    assert out.stdout.startswith("::error file=examples/summits/tables/participants.csv,line=3,")


def test_the_action_marks_lines_of_a_folder_that_is_the_whole_repository(
    broken: Path, action: Action
) -> None:
    out = action.run(broken / "examples" / "summits", "Validate", folder=".")
    assert out.stdout.startswith("::error file=tables/participants.csv,line=3,")


def test_the_action_marks_ten_problems_and_says_how_many_it_left_out(
    broken: Path, action: Action
) -> None:
    worsen(broken, 8)
    found = len(cd.validate(broken / "examples" / "summits"))
    lines = action.run(broken, "Validate").stdout.splitlines()
    assert len([line for line in lines if line.startswith("::error ")]) == 10
    notice = next(line for line in lines if line.startswith("::notice "))
    assert f"{found - 10} of {found} problems are not marked" in notice
    assert lines[-1] == f"{found} problems"
    # All others are in the log, with their places.
    assert len([line for line in lines if line.startswith("tables/participants.csv:")]) == (
        found - 10
    )


def test_the_action_says_nothing_of_problems_left_out_where_there_are_none(
    broken: Path, action: Action
) -> None:
    assert "::notice" not in action.run(broken, "Validate").stdout


def test_the_summary_lists_each_problem_in_a_table(broken: Path, action: Action) -> None:
    action.run(broken, "Validate")
    lines = action.summarised().splitlines()
    assert lines[0] == "### coalition-data: 1 problem in examples/summits"
    assert lines[4] == (
        "| tables/participants.csv, line 3 | meeting_id | unique-together | line 2 has the same "
        'meeting_id, iso3 (got "2023-05-hiroshima + FRA") | make one row of the two |'
    )


def test_the_summary_lists_fifty_problems_and_counts_all(broken: Path, action: Action) -> None:
    worsen(broken, 20)
    found = len(cd.validate(broken / "examples" / "summits"))
    action.run(broken, "Validate")
    lines = action.summarised().splitlines()
    assert lines[0].startswith(f"### coalition-data: {found} problems")
    assert len([line for line in lines if line.startswith("| tables/")]) == 50
    assert f"These are the first 50 of {found}; the log lists them all." in lines


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("|`\\_<&\n"))))
def test_a_cell_of_the_summary_shows_its_text_whatever_is_in_it(texts: list[str]) -> None:
    texts = ["first", *texts, "last"]
    row = tell_github.row([tell_github.escape(text) for text in texts])
    assert "\n" not in row
    cells = [html.unescape(cell) for cell in row[2:-2].split(" | ")]
    assert cells == [plain(text) for text in texts]
    assert not re.search(r"[`*<>\[\]\\]|://", row)


def test_a_long_cell_of_the_summary_is_cut() -> None:
    assert tell_github.escape("x" * 100_000) == "x" * 499 + "…"


def test_the_action_says_in_log_and_summary_why_it_could_not_judge(
    tmp_path: Path, action: Action
) -> None:
    out = action.run(tmp_path, "Validate", folder="--schemas")
    assert out.returncode == 2
    assert "no datapackage.json in" in out.stdout
    assert out.stdout.startswith("::error ")
    assert "not judged in --schemas" in action.summarised()
    assert "no datapackage.json in" in action.summarised()


@pytest.mark.parametrize("words", ["::error::x", "##[add-mask]x", " ::add-mask::x", "\x1b[31m%0A"])
def test_nothing_in_a_folder_is_taken_for_a_command_by_github(
    broken: Path, action: Action, words: str
) -> None:
    worsen(broken, 8)
    path = broken / "examples" / "summits" / "tables" / "participants.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("FRA", words), encoding="utf-8")
    (broken / words).mkdir()
    outs = [action.run(broken, "Validate"), action.run(broken, "Validate", folder=words)]
    assert [out.returncode for out in outs] == [1, 2]
    for out in outs:
        ours = re.compile(r"::(error|notice) |::(stop-commands::)?[0-9a-f]{32}(::)?$")
        theirs = [line for line in out.stdout.split("\n") if not ours.match(line)]
        assert theirs
        assert find_harm("\n".join(theirs)) == []
        assert "\x1b" not in out.stdout


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_action_installs_and_judges_on_every_system(
    broken: Path, action: Action, system: str
) -> None:
    assert action.run(ROOT, python=SYSTEMS[system]).stdout.splitlines()[-1] == "valid"
    assert action.run(broken, python=SYSTEMS[system]).returncode == 1
    place = "Scripts/python.exe" if system == "windows" else "bin/python"
    assert (action.temp / "coalition-data-action" / place).is_file()
    assert "1 problem in examples/summits" in action.summarised()


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_action_runs_nothing_of_the_checkout(
    tmp_path: Path, action: Action, system: str
) -> None:
    checkout = tmp_path / "checkout"
    attack_action.lay_folder(checkout, "-x", is_valid=False)
    attack_action.lay_traps(checkout, action.temp / "sprung")
    assert action.run(checkout, folder="-x", python=SYSTEMS[system]).returncode == 1
    assert not (action.temp / "sprung").exists()
    calls = [line.split(": ", 1) for line in action.calls.read_text(encoding="utf-8").splitlines()]
    assert len(calls) == 3
    for folder, words in calls:
        assert Path(folder).resolve() == action.temp.resolve()
        assert words.startswith("-I ")
    assert "1 problem in -x" in action.summarised()


@pytest.mark.parametrize("command", ["-m venv x", "-m pip --version", "-c 'import json'"])
def test_a_trap_in_a_checkout_is_sprung_by_a_python_that_is_not_isolated(
    tmp_path: Path, command: str
) -> None:
    attack_action.lay_traps(tmp_path / "checkout", tmp_path / "sprung")
    run(f"'{sys.executable}' {command}", tmp_path / "checkout")
    assert (tmp_path / "sprung").exists()


def test_the_action_and_the_workflow_to_copy_pass_their_schemas() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    subprocess.run([*check, "vendor.github-actions", str(ROOT / "action.yml")], check=True)
    workflows = [
        ROOT / "examples" / "validate.yml",
        *(ROOT / ".github" / "workflows").glob("*.yml"),
    ]
    subprocess.run([*check, "vendor.github-workflows", *map(str, workflows)], check=True)


def test_the_workflow_to_copy_gives_only_inputs_that_the_action_has() -> None:
    workflow = yaml.safe_load((ROOT / "examples" / "validate.yml").read_text(encoding="utf-8"))
    step = next(
        s for s in workflow["jobs"]["validate"]["steps"] if "/coalition-data@" in s.get("uses", "")
    )
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert set(step["with"]) <= set(inputs)


def test_pre_commit_accepts_hooks_and_configuration() -> None:
    pre_commit = [sys.executable, "-m", "pre_commit"]
    subprocess.run(
        [*pre_commit, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], check=True
    )
    subprocess.run(
        [*pre_commit, "validate-config", str(ROOT / "examples" / "pre-commit-config.yaml")],
        check=True,
    )


def test_each_hook_passes_the_example_and_the_validating_one_stops_a_broken_one(
    broken: Path,
) -> None:
    config = yaml.safe_load(
        (ROOT / "examples" / "pre-commit-config.yaml").read_text(encoding="utf-8")
    )
    chosen = {hook["id"]: hook["args"] for hook in config["repos"][0]["hooks"]}
    assert set(chosen) == {hook["id"] for hook in HOOKS}
    commands = {hook["id"]: " ".join([hook["entry"], *chosen[hook["id"]]]) for hook in HOOKS}
    assert {run(command, ROOT).returncode for command in commands.values()} == {0}
    assert run(commands["coalition-data-fmt"], broken).returncode == 0
    assert run(commands["coalition-data-validate"], broken).returncode == 1


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_for_tables_and_descriptor_alone(hook: dict[str, str]) -> None:
    names = ("tables/quotes.csv", "datapackage.json", "x.csv", "README.md", "src/a.py")
    assert [bool(re.search(hook["files"], name)) for name in names] == [
        True,
        True,
        True,
        False,
        False,
    ]
