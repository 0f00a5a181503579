"""List the tables."""

from __future__ import annotations

from coalition_data.commands.shared import OK, add_json, print_json
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data tables"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    add_json(parser)


def run(args: Any) -> int:
    """Print the tables and how many rows they have."""
    from coalition_data.commands import terminal
    from coalition_data.tables import csvfile

    package = descriptor.read()
    rows = [
        (table.name, csvfile.count(package.file(table.name)), table.description)
        for table in package.tables.values()
    ]
    if args.json:
        print_json([{"table": n, "rows": r, "description": d} for n, r, d in rows])
    else:
        print(
            terminal.grid(["table", "rows", "one row is …"], [[n, str(r), d] for n, r, d in rows])
        )
    return OK
