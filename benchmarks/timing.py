"""Times and memory of whole processes, side by side."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import fmean, median

Command = list[str]
KIB = 1024
BENCHMARKS = Path(__file__).parent
# Modules are compiled once, as where they are installed.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


class Pairs:
    """Seconds of two things that were run in turns: `ours` and `theirs`, one each per pair."""

    def __init__(self, ours: list[float], theirs: list[float]) -> None:
        self.ours, self.theirs = ours, theirs

    @property
    def ratios(self) -> list[float]:
        """Ours in units of theirs, pair by pair."""
        return [a / b for a, b in zip(self.ours, self.theirs, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return median(self.ratios)


def processes(
    ours: Command, theirs: Command, pairs: int, around: int = 0, alone: bool = False
) -> Pairs:
    """Time two commands in turns with hyperfine, the other one first in every second pair.

    With `around` the other one runs so many times before and after each run of ours, and its mean
    counts: what takes a tenth of the time then meets as many whims of the machine. `alone`: no
    folder of modules beside what is installed.
    """
    if not shutil.which("hyperfine"):
        raise SystemExit("hyperfine isn't installed; it takes the times")
    pair = Pairs([], [])
    environment = {k: v for k, v in ENVIRONMENT.items() if not (alone and k == "PYTHONPATH")}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "times.json"
        for n in range(pairs):
            turn = [theirs] * around + [ours] + [theirs] * (around or 1)
            turn = turn[:: 1 if n % 2 == 0 else -1]
            words = ["hyperfine", "-N", "--runs", "1", "--export-json", str(out)]
            call = [*words, *map(shlex.join, turn)]
            done = subprocess.run(
                call, check=False, capture_output=True, text=True, env=environment
            )
            if done.returncode:
                raise SystemExit(
                    f"hyperfine failed: {done.stderr}\n{shlex.join(ours)}\n{shlex.join(theirs)}"
                )
            results = json.loads(out.read_text(encoding="utf-8"))["results"]
            taken = [time for result in results for time in result["times"]]
            at = turn.index(ours)
            pair.ours.append(taken.pop(at))
            pair.theirs.append(fmean(taken))
    return pair


def calls(step: str, *words: str, pairs: int, around: int = 0) -> Pairs:
    """Time two calls in turns within one process, which benchmarks/calls.py is; `around` as for
    `processes`.
    """
    command = [sys.executable, str(BENCHMARKS / "calls.py"), step, str(pairs), str(around), *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        raise SystemExit(f"{shlex.join(command)} failed: {done.stderr}")
    return Pairs(*json.loads(done.stdout))


def peak(command: Command) -> float:
    """Return the most memory that a command held, in MiB; what it prints is dropped."""
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{shlex.join(command)} failed")
    return used.ru_maxrss / KIB
