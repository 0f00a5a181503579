"""Write the tables in the format of another tool."""

from __future__ import annotations

import json
import sys

from coalition_data.commands.shared import OK, add_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data export --to sqlite meetings.db"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    from coalition_data.export import FORMATS

    add_json(parser)
    parser.add_argument(
        "--to", metavar="FORMAT", required=True, choices=list(FORMATS), help=", ".join(FORMATS)
    )
    parser.add_argument(
        "path", metavar="PATH", help="a folder for parquet, csv and stata, a file for the others"
    )
    parser.add_argument(
        "--texts",
        metavar="TEXTS",
        help="jsonl: folder of coded texts, whose passages are written too",
    )


def run(args: Any) -> int:
    """Write the tables in another format."""
    from coalition_data import export as exporting

    if sys.stderr.isatty():
        print(f"writing {args.to} …", file=sys.stderr, flush=True)
    files = exporting.write(args.to, args.path, texts=args.texts)
    print(
        json.dumps({"files": files}, ensure_ascii=False, indent=2)
        if args.json
        else "\n".join(files)
    )
    return OK
