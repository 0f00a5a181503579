"""Write a web site to look at the tables."""

from __future__ import annotations

import json
import sys

from coalition_data.commands.shared import OK, add_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data explore --open"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    add_json(parser)
    parser.add_argument(
        "--out", metavar="DIR", default="explorer", help="folder of the site (default: explorer)"
    )
    parser.add_argument("--open", action="store_true", help="open it in the browser")


def run(args: Any) -> int:
    """Write the explorer, and open it if asked."""
    from coalition_data import explorer

    first = explorer.build(args.out, watch=_progress)
    print(json.dumps({"page": first}, ensure_ascii=False, indent=2) if args.json else first)
    if args.open:
        import pathlib
        import webbrowser

        webbrowser.open(pathlib.Path(first).resolve().as_uri())
    return OK


def _progress(done: int, of: int) -> None:
    """Show on the terminal how far it is: on one line where somebody looks on, else when it begins and ends."""
    if sys.stderr.isatty():
        print(
            f"\rwriting page {done} of {of}",
            end="\n" if done == of else "",
            file=sys.stderr,
            flush=True,
        )
    elif done == 1:
        print(f"writing {of} pages …", file=sys.stderr, flush=True)
