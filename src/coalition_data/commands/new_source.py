"""Draft a new source, and add it with its claims to the tables."""

from __future__ import annotations

import os

from coalition_data.commands.shared import HERE, OK, PROBLEMS, add_folder, add_json, print_json
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = (
    "coalition-data new-source article.txt > draft.toml; "
    "coalition-data new-source article.txt draft.toml ."
)
CODES = ("added, or an empty draft printed", "problems, nothing was written")


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("text", metavar="TEXT", help="file with the whole text, UTF-8")
    filled = "the filled draft; without it an empty one is printed"
    parser.add_argument("draft", metavar="DRAFT", nargs="?", help=filled)
    add_folder(parser, HERE)


def run(args: Namespace) -> int:
    from coalition_data.curation import draft, new_source

    if args.draft is None:
        if args.json:
            raise ValueError("an empty draft is TOML: name a filled one, or leave out --json")
        if not os.path.exists(args.text) or os.path.isdir(args.text):
            raise FileNotFoundError(f"no file {args.text}: name the text of the source")
        print(draft.scaffold(args.text, descriptor.read()), end="")
        return OK
    done = new_source.add_source(args.text, args.draft, args.folder)
    if args.json:
        told = {"source_id": done.source_id, "ids": done.ids, "problems": done.problems}
        print_json({"added": not done.problems, **told})
    elif done.problems:
        print("\n".join(done.problems))
        count = "1 problem" if len(done.problems) == 1 else f"{len(done.problems)} problems"
        print(f"{count}; nothing was written")
    else:
        for table, ids in done.ids.items():
            print(f"{table}: {', '.join(ids)}")
        again = "now read the text again, sentence by sentence, against its rows"
        print(f"{done.source_id} is added; {again}")
    return PROBLEMS if done.problems else OK
