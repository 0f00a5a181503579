"""Write the tables of a folder in canonical form."""

from __future__ import annotations

from coalition_data.commands.shared import HERE, OK, PROBLEMS, add_folder, finish_write
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data fmt --check my-tables/"


def add_options(parser: ArgumentParser) -> None:
    add_folder(parser, HERE)
    parser.add_argument("--check", action="store_true", help="write nothing; print the difference")


def run(args: Namespace) -> int:
    if not args.check:
        finish_write(args.folder)
    package = descriptor.read(args.folder)
    codes = [_format(package, table, args.check) for table in package.tables.values()]
    return max(codes)


def _format(package: descriptor.Package, table: descriptor.Table, check: bool) -> int:
    from coalition_data.tables import canonical, files

    path = package.file(table.name)
    data, problems = canonical.format_file(path, table.path, table.names, table.key)
    if problems:
        print("\n".join(map(str, problems)))
        return PROBLEMS
    if check:
        changes = canonical.show_changes(path, table.path, data)
        print(changes, end="")
        return PROBLEMS if changes else OK
    if files.write_whole(path, data):
        print(f"{table.path}: written")
    return OK
