"""Judge a folder and tell GitHub: `python tools/tell_github.py FOLDER` is what the action runs.

FOLDER is a path from the workspace. The first ten problems are marked on their lines, since GitHub
shows no more of a step; the others are printed, and counted in a notice. The job's summary gets a
table of up to fifty. Exit codes are those of `validate`.
"""

import json
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

from coalition_data.tables.problem import Problem, plain
from coalition_data.validation import validator

MARKED = 10
LISTED = 50
# Together well below the 1 MiB that GitHub takes as a summary.
LONGEST_CELL = 500
OK, PROBLEMS, COULD_NOT_RUN = 0, 1, 2
# What means something to Markdown: signs, _ at the edge of a word, what makes an address a link.
MARKUP = re.compile(r"[\\`*\[\]<>&|~#@$!]|(?<!\w)_|_(?!\w)|:(?=\S)|(?<=www)\.", re.IGNORECASE)
HEADER = ["Place", "Column", "Rule", "Problem", "What to do"]


def main(argv: list[str]) -> int:
    if len(argv) != 1:
        raise SystemExit(__doc__)
    folder = argv[0] or "."
    workspace = os.environ.get("GITHUB_WORKSPACE", os.getcwd())
    done = judge(os.path.join(workspace, folder))
    if done.returncode not in (OK, PROBLEMS):
        return tell_failure(done, folder)
    judged = json.loads(done.stdout)
    problems = [Problem(**attributes) for attributes in judged["problems"]]
    print_quietly(done.stderr.splitlines())
    tell(problems, path_in(workspace, folder))
    print_quietly([*not_judged(judged["notes"]), *not_run(judged["not_run"])])
    verdict = say_count(problems)
    print(verdict)
    add_to_summary([*heading(folder, verdict), *table(problems)])
    return done.returncode


def judge(folder: str) -> subprocess.CompletedProcess[str]:
    """Run `validate` on a folder."""
    command = [sys.executable, "-I", "-X", "utf8", "-m", "coalition_data", "validate", "--json"]
    return subprocess.run(
        [*command, "--", folder], capture_output=True, encoding="utf-8", errors="replace", check=False
    )  # fmt: skip


def path_in(workspace: str, folder: str) -> str:
    """Return the path of a folder from the workspace, by which GitHub finds the lines to mark."""
    try:
        path = os.path.relpath(os.path.join(workspace, folder), workspace)
    except ValueError:  # on another drive
        return folder
    return path.replace(os.sep, "/")


def tell(problems: list[Problem], folder: str) -> None:
    """Mark the first problems on their lines, and print the others."""
    for problem in problems[:MARKED]:
        print(problem.as_annotation(folder))
    others = problems[MARKED:]
    print_quietly([str(problem) for problem in others])
    if others:
        print(
            f"::notice title=coalition-data::GitHub shows {MARKED} annotations per step: "
            f"{len(others)} of {len(problems)} problems are not marked on their lines. "
            f"The log lists all of them, the job's summary the first {LISTED}."
        )


def tell_failure(done: subprocess.CompletedProcess[str], folder: str) -> int:
    """Say why nothing was judged."""
    *lines, why = [line for line in done.stderr.splitlines() if line.strip()] or ["it was stopped"]
    print_quietly(lines)
    print(f"::error title=coalition-data::{plain(why).replace('%', '%25')}")
    add_to_summary([*heading(folder, "not judged"), f"Why: {escape(why)}"])
    return done.returncode if done.returncode > 0 else COULD_NOT_RUN


def print_quietly(lines: list[str]) -> None:
    """Print lines of which GitHub takes none for a command."""
    if lines:
        resume = secrets.token_hex(16)
        print(f"::stop-commands::{resume}", *map(plain, lines), f"::{resume}::", sep="\n")


def not_judged(notes: list[dict[str, str]]) -> list[str]:
    """Return what rules could not judge, a line per cell."""
    return [
        f"not checked by {note['rule']}, as {note['message']}: "
        f'{note["file"]}:{note["line"]} "{note["got"]}"'
        for note in notes
    ]


def not_run(rules: list[dict[str, str]]) -> list[str]:
    """Return the rules that could not run, a line per reason."""
    reasons: dict[str, list[str]] = {}
    for rule in rules:
        if rule["lacks"] != validator.WHOLE_RUN:
            reasons.setdefault(rule["lacks"], []).append(rule["rule"])
    return [f"not run, for lack of {lacks}: {', '.join(ids)}" for lacks, ids in reasons.items()]


def say_count(problems: list[Problem]) -> str:
    if not problems:
        return "valid"
    return "1 problem" if len(problems) == 1 else f"{len(problems)} problems"


def heading(folder: str, verdict: str) -> list[str]:
    return [f"### coalition-data: {verdict} in {escape(folder)}", ""]


def table(problems: list[Problem]) -> list[str]:
    """Return the first problems as a Markdown table, and how many were left out."""
    if not problems:
        return []
    lines = [row(HEADER), "| --- " * len(HEADER) + "|"]
    lines += [row([escape(text) for text in texts_of(problem)]) for problem in problems[:LISTED]]
    if len(problems) > LISTED:
        lines += ["", f"These are the first {LISTED} of {len(problems)}; the log lists them all."]
    return lines


def texts_of(problem: Problem) -> list[str]:
    place = f"{problem.file}, line {problem.line}" if problem.line else problem.file
    found = "" if problem.got is None else f' (got "{problem.got}")'
    return [place, problem.column, problem.rule, f"{problem.message}{found}", problem.todo]


def row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """Return text for a line or a cell of Markdown that shows it as it is."""
    if len(text) > LONGEST_CELL:
        text = f"{text[: LONGEST_CELL - 1]}…"
    return MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", plain(text))


def add_to_summary(lines: list[str]) -> None:
    """Append to the job's summary, where there is one."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n".join([*lines, "", ""]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
