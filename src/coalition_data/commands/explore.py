"""Write a web site to look at the tables."""

from __future__ import annotations

from coalition_data.commands.shared import OK, add_json, print_json, show_progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data explore --open"
CODES = ("written",)


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    where = "folder of the site (default: explorer)"
    parser.add_argument("--out", metavar="DIR", default="explorer", help=where)
    at = "address at which the site will be, told to search engines and in previews of links"
    parser.add_argument("--url", metavar="BASE", help=at)
    parser.add_argument("--open", action="store_true", help="open it in the browser")


def run(args: Namespace) -> int:
    import functools

    from coalition_data import explorer

    watch = functools.partial(show_progress, "writing")
    first = explorer.build(args.out, watch=watch, url=args.url)
    if args.json:
        print_json({"page": first})
    else:
        print(first)
    if args.open:
        import pathlib
        import webbrowser

        webbrowser.open(pathlib.Path(first).resolve().as_uri())
    return OK
