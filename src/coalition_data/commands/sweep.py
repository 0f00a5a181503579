"""Print what is neither coded nor waived in held texts."""

from __future__ import annotations

from coalition_data.commands.shared import OK, PROBLEMS, add_json, print_json, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data sweep articles/"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    add_json(parser)
    parser.add_argument(
        "texts", metavar="TEXTS", help="folder of coded texts; their names don't matter"
    )
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", help="folder of tables (default: the shipped data)"
    )


def run(args: Any) -> int:
    """Print what is neither coded nor waived in the held texts."""
    from coalition_data.texts import sweep as sweeper
    from coalition_data.texts import verification

    held = verification.held(args.texts, args.folder)
    found = sweeper.sweep(args.texts, args.folder)
    if args.json:
        print_json(records(found))
    else:
        for row in found.itertuples():
            print(
                f"{row.source_id}: {row.kind} not coded: {row.words}\n    … {row.context} …\n    {row.evidence}"
            )
        print(held.summary())
        print(
            f"{len(found)} open"
            if len(found)
            else "nothing is open: each number and quotation is coded or waived"
        )
    return PROBLEMS if len(found) else OK
