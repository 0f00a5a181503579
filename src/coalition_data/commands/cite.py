"""Print how to cite the data, or rows of them with their sources."""

from __future__ import annotations

from coalition_data.commands.shared import OK, ROWS, rows_of
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

EXAMPLE = "coalition-data cite my-rows.csv --style bibtex"


def add_options(parser: ArgumentParser) -> None:
    from coalition_data.references.styles import STYLES

    styles = list(STYLES)
    parser.add_argument("what", metavar="FILE", nargs="?", help=ROWS)
    parser.add_argument("--style", choices=styles, default="text", help="default: text")
    alone = "print the sources alone, in this style"
    parser.add_argument("--sources", choices=styles, metavar="STYLE", help=alone)


def run(args: Namespace) -> int:
    from coalition_data.references import citation

    package = descriptor.read()
    what: Any = args.what
    if what is not None and what not in package.tables:
        what, _ = rows_of(what, package)
    if args.sources:
        citations = citation.cite_sources(what, args.sources)
    else:
        citations = citation.cite(what, args.style)
    print(citations.rstrip("\n"))
    return OK
