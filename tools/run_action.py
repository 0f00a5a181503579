"""Run the steps of action.yml as GitHub would: `python tools/run_action.py FOLDER [STEP…]`.

FOLDER is what it judges; the working folder is the workspace. Runs the steps that have a script
(all, or those named), each with its own environment and bash; stops at the first that fails, with
its exit code. Where no earlier step says which Python to take, it is this one; RUNNER_PYTHON names
another, such as one that lays out environments as on Windows. RUNNER_TEMP is where the action
installs, by default a folder that goes away. The job's summary is appended to GITHUB_STEP_SUMMARY,
or else to summary.md in RUNNER_TEMP.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent


def main(argv: list[str]) -> int:
    if not argv:
        raise SystemExit(__doc__)
    python = os.environ.get("RUNNER_PYTHON", sys.executable)
    values = {
        "inputs.folder": argv[0],
        "steps.python.outputs.python-path": python,
        "steps.install.outputs.python": python,
    }
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        temp = Path(os.environ.get("RUNNER_TEMP", scratch)).resolve()
        temp.mkdir(parents=True, exist_ok=True)
        for step in action["runs"]["steps"]:
            if "run" in step and (not argv[1:] or step["name"] in argv[1:]):
                code = run(step, values, temp)
                if code:
                    return code
    return 0


def run(step: dict[str, str], values: dict[str, str], temp: Path) -> int:
    """Run a step; what it puts out is added to `values`."""
    output = temp / "output"
    output.write_bytes(b"")
    environment = {
        "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
        **os.environ,
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_WORKSPACE": os.getcwd(),
        "RUNNER_TEMP": str(temp),
        **{name: fill(text, values) for name, text in step["env"].items()},
    }
    # The options with which GitHub calls bash.
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    code = subprocess.run(command, env=environment, check=False).returncode
    for line in output.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        values[f"steps.{step['id']}.outputs.{name}"] = value
    return code


def fill(text: str, values: dict[str, str]) -> str:
    """Return text with each expression of GitHub's replaced by its value."""
    return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: values[found[1]], text)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
