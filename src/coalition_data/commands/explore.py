"""Write a web site to look at the tables."""

from __future__ import annotations

import sys

from coalition_data.commands.shared import OK, add_json, print_json, print_raw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data explore --open"


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    where = "folder of the site (default: explorer)"
    parser.add_argument("--out", metavar="DIR", default="explorer", help=where)
    parser.add_argument("--open", action="store_true", help="open it in the browser")


def run(args: Namespace) -> int:
    from coalition_data import explorer

    first = explorer.build(args.out, watch=_show_progress)
    if args.json:
        print_json({"page": first})
    else:
        print(first)
    if args.open:
        import pathlib
        import webbrowser

        webbrowser.open(pathlib.Path(first).resolve().as_uri())
    return OK


def _show_progress(done: int, of: int) -> None:
    """Count the pages on one line of a terminal; elsewhere only say that it begins."""
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print_raw(f"\rwriting page {done} of {of}{end}", sys.stderr)
    elif done == 1:
        print(f"writing {of} pages …", file=sys.stderr, flush=True)
