"""Print the fingerprint of the data, of tables or of files."""

from __future__ import annotations

import os

from coalition_data.commands.shared import OK, ROWS, add_json, add_na, print_json, rows_of
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data fingerprint quotes my-rows.csv"
CODES = ("printed",)


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    add_na(parser)
    parser.add_argument("what", metavar="FILE", nargs="*", help=ROWS)


def run(args: Namespace) -> int:
    from coalition_data.releases import fingerprints

    package = descriptor.read()
    found = [(name, _fingerprint(name, package, args.na)) for name in args.what]
    if not args.what:
        found.append((package.raw.get("name", ""), str(fingerprints.of_package(package))))
    if args.json:
        print_json([{"of": name, "fingerprint": value} for name, value in found])
        return OK
    for name, value in found:
        # A single one is printed bare, for scripts; of several each has its name, as in sha256sum.
        print(value if len(found) == 1 else f"{value}  {name}")
    return OK


def _fingerprint(name: str, package: descriptor.Package, na: str) -> str:
    from coalition_data.releases import fingerprints

    is_name = os.path.basename(name) == name and "." not in name and not os.path.exists(name)
    if name in package.tables or is_name:
        return str(fingerprints.of_table(package, package.table(name).name))
    return str(fingerprints.of_rows(*rows_of(name, package, na)[:2]))
