"""Write the tables of a folder in canonical form."""

from __future__ import annotations

from coalition_data.commands.shared import HERE, OK, PROBLEMS, add_folder
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    # By name of a table: the bytes that were read and those to write.
    Changes = dict[str, tuple[bytes, bytes]]

EXAMPLE = "coalition-data fmt --check my-tables/"


def add_options(parser: ArgumentParser) -> None:
    add_folder(parser, HERE)
    parser.add_argument("--check", action="store_true", help="write nothing; print the difference")


def run(args: Namespace) -> int:
    from coalition_data.tables import files

    package = descriptor.read(args.folder)
    if args.check:
        changes, code = _format_tables(package)
        _show(package, changes)
        return PROBLEMS if changes else code
    with files.locked(package.folder):
        changes, code = _format_tables(package)
        files.replace_all({package.file(name): change for name, change in changes.items()})
    for name in changes:
        print(f"{package.table(name).path}: written")
    return code


def _format_tables(package: descriptor.Package) -> tuple[Changes, int]:
    """Return the tables whose bytes change, and the exit code; print the problems of the others."""
    from coalition_data.tables import canonical, files

    changes = {}
    code = OK
    for table in package.tables.values():
        try:
            path = package.file(table.name)
            old = files.read(path)
            new, problems = canonical.format_file(path, table.path, table.names, table.key)
        except descriptor.OutsideError as error:
            old, problems = None, [error.problem]
        if problems:
            print("\n".join(map(str, problems)))
            code = PROBLEMS
        elif old is not None and old != new:
            changes[table.name] = (old, new)
    return changes, code


def _show(package: descriptor.Package, changes: Changes) -> None:
    from coalition_data.tables import canonical

    for name, (_, new) in changes.items():
        print(canonical.show_changes(package.file(name), package.table(name).path, new), end="")
