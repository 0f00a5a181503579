"""Judge the tables of a folder."""

from __future__ import annotations

from coalition_data.commands.shared import (
    OK,
    PROBLEMS,
    add_folder,
    add_json,
    choose_folder,
    name_judged,
    print_json,
    print_raw,
    tell_judged,
)
from coalition_data.tables import descriptor
from coalition_data.tables.problem import MOST_LINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from coalition_data.tables.problem import Problem
    from coalition_data.validation.validator import Problems

EXAMPLE = "coalition-data validate my-tables/"
CODES = ("valid", "problems")
SCHEMAS_ALONE = "valid by schemas and keys (form and rules weren't checked)"


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    add_folder(parser)
    parser.add_argument(
        "--texts", metavar="TEXTS", help="folder of coded texts: use their words too"
    )
    parser.add_argument(
        "--schemas", action="store_true", help="only the pandera schemas and the keys"
    )
    lines = "mark the lines of the problems, as GitHub's annotations"
    parser.add_argument("--format", choices=["github"], help=lines)


def run(args: Namespace) -> int:
    from coalition_data.validation import validator

    folder = choose_folder(args.folder)
    problems = validator.judge(folder, args.texts, args.schemas, may_fork=True)
    if args.json:
        _print_as_json(problems, folder)
        return PROBLEMS if problems else OK
    for problem in problems:
        if args.format == "github":
            print_raw(f"{problem.as_annotation(folder or descriptor.home())}\n")
        else:
            print(problem)
    _print_notes(problems.notes)
    _print_not_run([one for one in problems.not_run if one[1] != validator.WHOLE_RUN])
    if problems:
        verdict = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    else:
        verdict = SCHEMAS_ALONE if args.schemas else "valid"
    print(f"{verdict}: {name_judged(folder)}")
    return PROBLEMS if problems else OK


def _print_as_json(problems: Problems, folder: str | None) -> None:
    not_run = [{"rule": rule, "lacks": lacks} for rule, lacks in problems.not_run]
    listed = [problem.as_dict() for problem in problems]
    notes = [note.as_dict() for note in problems.notes]
    told = {"valid": not problems, "judged": tell_judged(folder), "problems": listed}
    print_json({**told, "not_run": not_run, "notes": notes})


def _print_notes(notes: list[Problem]) -> None:
    """Print what rules could not judge: how many cells for each reason, and the first of them."""
    reasons: dict[tuple[str, str, str], list[Problem]] = {}
    for note in notes:
        reasons.setdefault((note.file, note.rule, note.message), []).append(note)
    for (file, rule, message), found in reasons.items():
        count = "1 cell" if len(found) == 1 else f"{len(found)} cells"
        shown = [f'line {note.line} "{note.got}"' for note in found[:MOST_LINES]]
        if len(found) > MOST_LINES:
            shown.append(f"and {len(found) - MOST_LINES} more (--json lists them)")
        print(f"{file}: {count} not checked by {rule}, as {message}: {', '.join(shown)}")


def _print_not_run(not_run: list[tuple[str, str]]) -> None:
    """Print the rules that couldn't run, a line per reason."""
    reasons: dict[str, list[str]] = {}
    for rule, lacks in not_run:
        reasons.setdefault(lacks, []).append(rule)
    for lacks, names in reasons.items():
        print(f"not run, for lack of {lacks}: {', '.join(names)}")
