"""Print what is neither coded nor waived in held texts."""

from __future__ import annotations

from coalition_data.commands.shared import (
    OK,
    PROBLEMS,
    add_folder,
    add_json,
    print_json,
    records,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data sweep articles/"


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("texts", metavar="TEXTS", help="folder of texts; their names don't matter")
    add_folder(parser)


def run(args: Namespace) -> int:
    from coalition_data.texts import sweep, verification

    held = verification.read_held(args.texts, args.folder)
    found = sweep.sweep(args.texts, args.folder)
    if args.json:
        print_json(records(found))
        return OK if found.empty else PROBLEMS
    for row in found.itertuples():
        print(f"{row.source_id}: {row.kind} not coded: {row.words}")
        print(f"    … {row.context} …\n    {row.evidence}")
    print(held.summary())
    if found.empty:
        print("nothing is open: each number and quotation is coded or waived")
        return OK
    print(f"{len(found)} open")
    return PROBLEMS
