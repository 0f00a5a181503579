"""Explain the columns of a table or panel."""

from __future__ import annotations

from coalition_data.commands.shared import OK, add_json, print_json, records
from coalition_data.tables import derived, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data codebook figures"
CODES = ("explained",)


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    which = "a table, panel:state-year, joined:quotes, attendance, members, utterances …"
    parser.add_argument("table", metavar="TABLE", help=which)


def run(args: Namespace) -> int:
    from coalition_data.tables import codebook

    if args.json:
        print_json(records(codebook.codebook(args.table)))
    else:
        print(codebook.to_markdown(derived.find_described(descriptor.read(), args.table)))
    return OK
