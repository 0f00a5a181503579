"""Say of which release the rows in a file are, and if altered."""

from __future__ import annotations

from coalition_data.commands.shared import OK, PROBLEMS, add_json, print_json, records, rows_of
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data identify my-rows.csv"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    add_json(parser)
    parser.add_argument("file", metavar="FILE", help="CSV or Parquet file with rows of one table")


def run(args: Any) -> int:
    """Say which release rows are of."""
    from coalition_data.releases import identification

    found = identification.identify(rows_of(args.file, descriptor.read())[0])
    if args.json:
        names = ("status", "release", "released", "table", "rows", "of", "fingerprint")
        print_json({**{n: getattr(found, n) for n in names}, "changes": records(found.changes)})
    else:
        print(found)
    return PROBLEMS if found.status == identification.ALTERED else OK
