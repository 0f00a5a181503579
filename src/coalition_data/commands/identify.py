"""Say of which release the rows in a file are, and if altered."""

from __future__ import annotations

from coalition_data.commands.shared import (
    OK,
    PROBLEMS,
    add_json,
    print_json,
    records,
    rows_of,
)
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data identify my-rows.csv"
TOLD = ("status", "release", "released", "table", "rows", "of", "fingerprint")


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("file", metavar="FILE", help="CSV or Parquet file with rows of one table")


def run(args: Namespace) -> int:
    from coalition_data.releases import identification

    frame, _ = rows_of(args.file, descriptor.read())
    found = identification.identify(frame)
    if args.json:
        facts = {name: getattr(found, name) for name in TOLD}
        print_json({**facts, "changes": records(found.changes)})
    else:
        print(found)
    return PROBLEMS if found.status == identification.ALTERED else OK
