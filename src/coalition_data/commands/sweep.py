"""Print what is neither coded nor waived in texts and pages."""

from __future__ import annotations

import sys

from coalition_data.commands.shared import (
    OK,
    PROBLEMS,
    add_folder,
    add_json,
    choose_folder,
    name_judged,
    print_json,
    records,
    tell_judged,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from coalition_data.texts.held import HeldTexts

EXAMPLE = "coalition-data sweep articles/"
CODES = ("nothing is open", "something is open, or a changed text was passed over")


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("texts", metavar="TEXTS", help="folder of coded texts and fetched pages")
    add_folder(parser)


def run(args: Namespace) -> int:
    from coalition_data.texts import sweep, verification

    folder = choose_folder(args.folder)
    held = verification.read_texts(args.texts, folder)
    found = sweep.find_open(held, folder)
    code = OK if found.empty and not held.changed else PROBLEMS
    if args.json:
        print_json({"judged": tell_judged(folder), "open": records(found)})
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
        verdict = f"{len(found)} open"
    elif held.changed:
        verdict = "NOT swept in full"
    else:
        verdict = "nothing is open (each number and quotation is coded or waived)"
    print(f"{verdict}: {name_judged(folder)}")
    return code


def _print_not_swept(held: HeldTexts) -> None:
    """Name the texts that were passed over, since no place in them is that of a row."""
    for source, (text, _) in held.changed.items():
        print(f"NOT swept: {text.path}, a changed text of {source}", file=sys.stderr)
