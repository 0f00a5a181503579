"""Write the tables of a folder in canonical form."""

from __future__ import annotations

from coalition_data.commands.shared import OK, PROBLEMS, finish_write
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data fmt --check my-tables/"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        default=".",
        help="folder with a datapackage.json (default: this one)",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; print the difference")


def run(args: Any) -> int:
    """Write the tables of a folder in canonical form."""
    from coalition_data.tables import canonical

    if not args.check:
        finish_write(args.folder)
    package = descriptor.read(args.folder)
    code = OK
    for table in package.tables.values():
        path = package.file(table.name)
        data, problems = canonical.format_file(path, table.path, table.names, table.key)
        for problem in problems:
            print(problem)
        if problems:
            code = PROBLEMS
        elif args.check:
            difference = canonical.difference(path, table.path, data)
            print(difference, end="")
            code = PROBLEMS if difference else code
        elif canonical.write(path, data):
            print(f"{table.path}: written")
    return code
