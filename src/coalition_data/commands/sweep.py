"""Print what is neither coded nor waived in texts and pages."""

from __future__ import annotations

import sys

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

    from coalition_data.texts.held import HeldTexts

EXAMPLE = "coalition-data sweep articles/"


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("texts", metavar="TEXTS", help="folder of coded texts and fetched pages")
    add_folder(parser)


def run(args: Namespace) -> int:
    from coalition_data.texts import sweep, verification

    held = verification.read_texts(args.texts, args.folder)
    found = sweep.find_open(held, args.folder)
    code = OK if found.empty and not held.changed else PROBLEMS
    if args.json:
        print_json(records(found))
        _print_not_swept(held)
        return code
    # As Python's own texts, which are faster to go through than a frame's.
    for row in found.astype(object).itertuples():
        print(f"{row.source_id}: {row.kind} not coded: {row.words}\n    … {row.context} …")
        if isinstance(row.evidence, str):
            print(f"    {row.evidence}")
    print(held.summary())
    _print_not_swept(held)
    if not found.empty:
        print(f"{len(found)} open")
    elif not held.changed:
        print("nothing is open: each number and quotation is coded or waived")
    return code


def _print_not_swept(held: HeldTexts) -> None:
    """Name the texts that were passed over, since no place in them is that of a row."""
    for source, (text, _) in held.changed.items():
        print(f"NOT swept: {text.path}, a changed text of {source}", file=sys.stderr)
