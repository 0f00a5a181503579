"""List the tables."""

from __future__ import annotations

from coalition_data.commands.shared import OK, add_json, print_json
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data tables"
CODES = ("listed",)


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)


def run(args: Namespace) -> int:
    from coalition_data.commands import terminal
    from coalition_data.tables import csvfile

    package = descriptor.read()
    rows = [
        (table.name, csvfile.count_rows(package.file(table.name)), table.description)
        for table in package.tables.values()
    ]
    if args.json:
        print_json([{"table": n, "rows": count, "description": text} for n, count, text in rows])
    else:
        shown = [[name, str(count), text] for name, count, text in rows]
        print(terminal.grid(["table", "rows", "one row is …"], shown))
    return OK
