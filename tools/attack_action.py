"""Run the action in a checkout full of traps: `python tools/attack_action.py`.

The checkout has what Python, pip and bash would run or believe if they looked into it: modules,
packages, configuration, commands. The action installs itself as GitHub would have it, and judges
a folder that is named like an option. Exit code 1, with what went wrong, if a trap was sprung or
the verdict is another than it should be.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What the action's steps import, and what an interpreter imports by itself.
MODULES = (
    "coalition_data encodings ensurepip hatchling json logging os pip re secrets site sitecustomize "
    "subprocess tell_github tools usercustomize venv"
).split()
COMMANDS = "bash env git pip python python3 sh".split()
# No package can be had from there, and nothing may be put there.
PIP = "[global]\nindex-url = http://127.0.0.1:9/simple\n[install]\ntarget = {checkout}/target\n"
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "sitecustomize"\nbackend-path = ["."]\n'
FOLDERS = ("-x", "--help", "-c", "$(touch sprung)", "a;touch sprung")


def lay_traps(checkout: Path, sprung: Path) -> None:
    """Write into a checkout what must not be run or believed; what is run writes `sprung`."""
    code = f"open({str(sprung)!r}, 'w').close()\n"
    shell = f"#!/bin/sh\ntouch '{sprung}'\nexit 77\n"
    pip = PIP.format(checkout=checkout)
    traps = {"setup.py": code, "conftest.py": code, "evil.pth": f"import os; {code}"}
    for name in MODULES:
        for path in (f"{name}.py", f"{name}/__init__.py", f"{name}/__main__.py"):
            traps[path] = code
    for name in COMMANDS:
        traps[name if name != "pip" else "bin/pip"] = shell
    traps |= dict.fromkeys(("pip.conf", "pip.ini", ".pip/pip.conf", ".config/pip/pip.conf"), pip)
    traps |= {"pyproject.toml": PYPROJECT, "pyvenv.cfg": f"home = {checkout}\n", ".bashrc": shell}
    traps |= {"setup.cfg": f"[install]\nprefix = {checkout}/target\n", ".env": f"PATH={checkout}\n"}
    for name, text in traps.items():
        path = checkout / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)


def lay_folder(checkout: Path, name: str, is_valid: bool) -> None:
    """Write the worked example into a folder of the checkout; not valid: a state sits twice."""
    shutil.copytree(ROOT / "examples" / "summits", checkout / name)
    if not is_valid:
        path = checkout / name / "tables" / "participants.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(",JPN,", ",FRA,"), encoding="utf-8")


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        checkout = Path(scratch).resolve() / "checkout"
        sprung = Path(scratch).resolve() / "sprung"
        checkout.mkdir()
        for name in FOLDERS:
            lay_folder(checkout, name, is_valid=name != "-x")
        lay_traps(checkout, sprung)
        before = list_files(checkout)
        # Installed once; then judged as often as there are folders.
        failures = []
        steps: tuple[str, ...] = ()
        for name in FOLDERS:
            done = run_action(checkout, name, Path(scratch) / "runner", *steps)
            expected = 1 if name == "-x" else 0
            if done.returncode != expected:
                failures.append(f"{name}: exit code {done.returncode}, not {expected}: {done}")
            steps = ("Validate",)
        if sprung.exists():
            failures.append("a trap was sprung")
        if list_files(checkout) != before:
            failures.append(f"files were written: {list_files(checkout) ^ before}")
    print("\n".join(failures) or f"{len(before)} files, {len(FOLDERS)} folders: nothing was run")
    return 1 if failures else 0


def run_action(
    checkout: Path, folder: str, temp: Path, *steps: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / "run_action.py"), folder, *steps]
    environment = {**os.environ, "RUNNER_TEMP": str(temp)}
    if steps:
        # The environment that the first run installed.
        environment["RUNNER_PYTHON"] = str(temp / "coalition-data-action" / "bin" / "python")
    return subprocess.run(
        command, cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )


def list_files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


if __name__ == "__main__":
    raise SystemExit(main())
