"""Write the tables of a folder in canonical form."""

from __future__ import annotations

from coalition_data.commands.shared import HERE, OK, PROBLEMS, add_folder, add_json, print_json
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from coalition_data.tables.problem import Problem

    # By name of a table: the bytes that were read and those to write.
    Changes = dict[str, tuple[bytes, bytes]]

EXAMPLE = "coalition-data fmt --check my-tables/"
CODES = ("in canonical form", "a file can't be formatted, or with --check would change")


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    add_folder(parser, HERE)
    parser.add_argument("--check", action="store_true", help="write nothing; print the difference")


def run(args: Namespace) -> int:
    from coalition_data.tables import files

    package = descriptor.read(args.folder)
    if args.check:
        changes, problems = _format_tables(package)
    else:
        with files.locked(package.folder):
            changes, problems = _format_tables(package)
            files.replace_all({package.file(name): change for name, change in changes.items()})
    if args.json:
        paths = [package.table(name).path for name in changes]
        listed = [problem.as_dict() for problem in problems]
        print_json({"changed": paths, "written": not args.check, "problems": listed})
    else:
        _print(package, changes, problems, args.check)
    return PROBLEMS if problems or (args.check and changes) else OK


def _format_tables(package: descriptor.Package) -> tuple[Changes, list[Problem]]:
    """Return the tables whose bytes change, and the problems of those that can't be formatted."""
    from coalition_data.tables import canonical, files

    changes: Changes = {}
    all_problems: list[Problem] = []
    for table in package.tables.values():
        try:
            path = package.file(table.name)
            old = files.read(path)
            new, problems = canonical.format_file(path, table.path, table.names, table.key)
        except descriptor.OutsideError as error:
            old, problems = None, [error.problem]
        all_problems += problems
        if not problems and old is not None and old != new:
            changes[table.name] = (old, new)
    return changes, all_problems


def _print(
    package: descriptor.Package, changes: Changes, problems: list[Problem], is_check: bool
) -> None:
    """Print the problems, then what would change, or which files were written."""
    from coalition_data.tables import canonical

    for problem in problems:
        print(problem)
    for name, (_, new) in changes.items():
        path = package.table(name).path
        if is_check:
            print(canonical.show_changes(package.file(name), path, new), end="")
        else:
            print(f"{path}: written")
