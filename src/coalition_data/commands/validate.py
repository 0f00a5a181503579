"""Judge the tables of a folder."""

from __future__ import annotations

from coalition_data.commands.shared import OK, PROBLEMS, add_json, print_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data validate my-tables/"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    add_json(parser)
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        help="folder with a datapackage.json (default: the shipped data)",
    )
    parser.add_argument(
        "--texts", metavar="TEXTS", help="folder of coded texts: judge by their words too"
    )
    parser.add_argument(
        "--schemas", action="store_true", help="hold only the pandera schemas and the keys"
    )
    parser.add_argument(
        "--format", choices=["text", "json", "github"], help="github: annotations of the lines"
    )


def run(args: Any) -> int:
    """Judge the tables of a folder."""
    from coalition_data.curation import transaction
    from coalition_data.validation import validator

    if args.folder and transaction.is_pending(args.folder):
        raise ValueError(
            f"a write into {args.folder} was interrupted: `coalition-data fmt {args.folder}` finishes it"
        )
    problems = validator.validate(args.folder, args.texts, args.schemas)
    form = "json" if args.json else args.format or "text"
    if form == "json":
        not_run = [{"rule": rule, "lacks": lacks} for rule, lacks in problems.not_run]
        print_json(
            {"valid": not problems, "problems": [p.as_dict() for p in problems], "not_run": not_run}
        )
        return PROBLEMS if problems else OK
    for problem in problems:
        print(problem.as_annotation(args.folder or "") if form == "github" else problem)
    _print_not_run([one for one in problems.not_run if one[1] != validator.WHOLE_RUN])
    valid = (
        "valid by schemas and keys; form and rules weren't looked at" if args.schemas else "valid"
    )
    print(f"{len(problems)} problem{'s' * (len(problems) != 1)}" if problems else valid)
    return PROBLEMS if problems else OK


def _print_not_run(not_run: list[tuple[str, str]]) -> None:
    """Print the rules that could not run, a line per reason."""
    reasons: dict[str, list[str]] = {}
    for rule, lacks in not_run:
        reasons.setdefault(lacks, []).append(rule)
    for lacks, names in reasons.items():
        print(f"not run, for lack of {lacks}: {', '.join(names)}")
