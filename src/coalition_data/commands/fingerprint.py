"""Print the fingerprint of the data, of tables or of files."""

from __future__ import annotations

import os

from coalition_data.commands.shared import OK, rows_of
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data fingerprint quotes my-rows.csv"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "what",
        metavar="FILE",
        nargs="*",
        help="CSV or Parquet file with rows of one table, or a table",
    )


def run(args: Any) -> int:
    """Print fingerprints: of the whole data, of tables by name, of the rows in files."""
    from coalition_data.releases import fingerprints

    package = descriptor.read()
    if not args.what:
        print(fingerprints.of_package(package))
    for name in args.what:
        value = (
            fingerprints.fingerprint(name) if name in package.tables else _of_file(name, package)
        )
        # One is printed alone, fit for a script; of several each has its name, as sha256sum has it.
        print(value if len(args.what) == 1 else f"{value}  {name}")
    return OK


def _of_file(name: str, package: descriptor.Package) -> str:
    from coalition_data.releases import fingerprints

    if not os.path.exists(name) and os.path.basename(name) == name and "." not in name:
        package.table(name)
    return str(fingerprints.of_rows(*rows_of(name, package)))
