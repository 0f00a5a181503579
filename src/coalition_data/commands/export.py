"""Write the tables in the format of another tool."""

from __future__ import annotations

import sys

from coalition_data.commands.shared import OK, add_json, print_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data export --to sqlite meetings.db"
CODES = ("written",)


def add_options(parser: ArgumentParser) -> None:
    from coalition_data.export import FORMATS

    formats = list(FORMATS)
    add_json(parser)
    parser.add_argument(
        "--to", metavar="FORMAT", required=True, choices=formats, help=", ".join(formats)
    )
    where = "a folder for parquet, csv, stata, corpus and r, a file for the others"
    parser.add_argument("out", metavar="OUT", help=where)
    passages = "corpus: folder of coded texts and fetched pages, whose passages are written too"
    parser.add_argument("--texts", metavar="TEXTS", help=passages)


def run(args: Namespace) -> int:
    from coalition_data import export

    if sys.stderr.isatty():
        print(f"writing {args.to} …", file=sys.stderr, flush=True)
    files = export.write(args.to, args.out, texts=args.texts)
    if args.json:
        print_json({"files": files})
    else:
        print("\n".join(files))
    return OK
