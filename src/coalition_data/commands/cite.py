"""Print how to cite the data, or rows of them with their sources."""

from __future__ import annotations

from coalition_data.commands.shared import OK, rows_of
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data cite my-rows.csv --style bibtex"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    from coalition_data.references.styles import STYLES

    parser.add_argument(
        "what",
        metavar="FILE",
        nargs="?",
        help="CSV or Parquet file with rows of one table, or a table",
    )
    parser.add_argument("--style", choices=list(STYLES), default="text", help="default: text")
    parser.add_argument(
        "--sources",
        choices=list(STYLES),
        metavar="STYLE",
        help="print the sources alone, in this style",
    )


def run(args: Any) -> int:
    """Print a citation."""
    from coalition_data.references import citation

    package = descriptor.read()
    what = (
        args.what
        if args.what is None or args.what in package.tables
        else rows_of(args.what, package)[0]
    )
    told = (
        citation.cite_sources(what, args.sources)
        if args.sources
        else citation.cite(what, args.style)
    )
    print(told.rstrip("\n"))
    return OK
