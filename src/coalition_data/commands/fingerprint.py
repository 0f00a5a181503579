"""Print the fingerprint of the data, of tables or of files."""

from __future__ import annotations

import os

from coalition_data.commands.shared import OK, ROWS, add_na, rows_of
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data fingerprint quotes my-rows.csv"


def add_options(parser: ArgumentParser) -> None:
    add_na(parser)
    parser.add_argument("what", metavar="FILE", nargs="*", help=ROWS)


def run(args: Namespace) -> int:
    from coalition_data.releases import fingerprints

    package = descriptor.read()
    if not args.what:
        print(fingerprints.of_package(package))
    for name in args.what:
        value = _fingerprint(name, package, args.na)
        # A single one is printed bare, for scripts; of several each has its name, as in sha256sum.
        print(value if len(args.what) == 1 else f"{value}  {name}")
    return OK


def _fingerprint(name: str, package: descriptor.Package, na: str) -> str:
    from coalition_data.releases import fingerprints

    is_name = os.path.basename(name) == name and "." not in name and not os.path.exists(name)
    if name in package.tables or is_name:
        return str(fingerprints.of_table(package, package.table(name).name))
    return str(fingerprints.of_rows(*rows_of(name, package, na)[:2]))
