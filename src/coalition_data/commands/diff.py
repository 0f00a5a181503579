"""Say what changed between two versions of the data."""

from __future__ import annotations

from coalition_data.commands.shared import OK, add_json, print_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "coalition-data diff 1.0.0 ."
CODES = ("compared, whether or not they differ",)


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    versions = "a folder, wheel, release archive, git revision or version"
    parser.add_argument("old", metavar="OLD", help=versions)
    parser.add_argument("new", metavar="NEW", help="the same")
    part = "print the changes as a list in Markdown"
    parser.add_argument("--markdown", action="store_true", help=part)


def run(args: Namespace) -> int:
    from coalition_data.releases import difference

    found = difference.diff(args.old, args.new)
    if args.json:
        print_json(found.as_dict())
    elif args.markdown:
        print(found.markdown(), end="")
    else:
        print(found)
    return OK
