"""The worked example is judged by the very commands that others copy: README, action, pre-commit
hooks.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import coalition_data as cd
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
        path.read_text(encoding="utf-8").replace("2024-06-13", "2024-05-13"), encoding="utf-8"
    )
    assert "meeting-id-begins-with-month" in {p.rule for p in cd.validate(path.parent.parent)}


def test_the_commands_of_its_page_pass_and_fail_where_they_should(broken: Path) -> None:
    commands = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    assert len(commands) == 1
    assert run(commands[0], ROOT).returncode == 0
    assert run(commands[0], broken).returncode == 1


def action(folder: Path, temp: Path) -> subprocess.CompletedProcess[str]:
    """Run the action's validating step in `folder`, with this interpreter's program as the one
    installed.
    """
    bin_ = temp / "coalition-data" / "bin"
    bin_.mkdir(parents=True)
    (bin_ / "coalition-data").symlink_to(Path(sys.executable).parent / "coalition-data")
    return run(
        f"RUNNER_TEMP={temp} python {ROOT}/tools/run_action.py examples/summits Validate", folder
    )


def test_the_action_passes_valid_tables(tmp_path: Path) -> None:
    out = action(ROOT, tmp_path)
    assert (out.returncode, out.stdout.splitlines()[-1]) == (0, "valid")


def test_the_action_marks_the_line_as_its_page_shows_it(broken: Path) -> None:
    out = action(broken, broken / "temp")
    assert out.returncode == 1
    assert out.stdout.splitlines()[0] in README.splitlines()


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
