"""Run the steps of action.yml as GitHub would: `python tools/run_action.py FOLDER [STEP…]`; FOLDER
is what it judges.

Runs the steps that have a script (all, or those named), each with its own environment and bash;
stops at the first that fails, with its exit code. `${{ inputs.folder }}` and `${{
github.action_path }}` are filled in.
"""

import os
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent


def main(argv: list[str]) -> int:
    if not argv:
        raise SystemExit(__doc__)
    values = {"${{ inputs.folder }}": argv[0], "${{ github.action_path }}": str(ROOT)}
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    for step in action["runs"]["steps"]:
        if "run" in step and (not argv[1:] or step["name"] in argv[1:]):
            environment = {name: values[value] for name, value in step["env"].items()}
            # The options with which GitHub calls bash.
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            done = subprocess.run(command, env={**os.environ, **environment}, check=False)
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
