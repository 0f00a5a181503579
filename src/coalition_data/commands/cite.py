"""Print how to cite the data, or rows of them with their sources."""

from __future__ import annotations

from coalition_data.commands.shared import OK, ROWS, add_na, rows_of
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

EXAMPLE = "coalition-data cite my-rows.csv --style bibtex"
CODES = ("printed",)


def add_options(parser: ArgumentParser) -> None:
    from coalition_data.references.styles import STYLES

    styles = list(STYLES)
    add_na(parser)
    parser.add_argument("what", metavar="FILE", nargs="*", help=ROWS)
    parser.add_argument("--style", choices=styles, default="text", help="default: text")
    alone = "print the sources alone, in this style"
    parser.add_argument("--sources", choices=styles, metavar="STYLE", help=alone)


def run(args: Namespace) -> int:
    from coalition_data.references import citation

    package = descriptor.read()
    what: Any = None
    if args.what:
        named = [_read(name, package, args.na) for name in args.what]
        what = named if len(named) > 1 else named[0]
    if args.sources:
        citations = citation.cite_sources(what, style=args.sources)
    else:
        citations = citation.cite(what, style=args.style)
    print(citations.rstrip("\n"))
    return OK


def _read(name: str, package: descriptor.Package, na: str) -> Any:
    """Return the name of a table as it is, of a file the rows."""
    return name if name in package.tables else rows_of(name, package, na).rows
