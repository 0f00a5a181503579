"""Draft a new source, and add it with its claims to the tables."""

from __future__ import annotations

import os

from coalition_data.commands.shared import OK, PROBLEMS, finish_write
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data new-source article.txt > draft.toml; coalition-data new-source article.txt draft.toml ."


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    parser.add_argument("text", metavar="TEXT", help="file with the whole text, UTF-8")
    parser.add_argument(
        "draft",
        metavar="DRAFT",
        nargs="?",
        help="the filled draft; without it an empty one is printed",
    )
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", default=".", help="folder of tables (default: this one)"
    )


def run(args: Any) -> int:
    """Print the draft of a new source, or add a filled one to the tables."""
    from coalition_data.curation import draft, new_source

    if args.draft is None:
        if not os.path.isfile(args.text):
            raise FileNotFoundError(
                f"no file {args.text}: name the file with the text of the source"
            )
        print(draft.scaffold(args.text, descriptor.read()), end="")
        return OK
    finish_write(args.folder)
    done = new_source.add(args.text, args.draft, args.folder)
    for problem in done.problems:
        print(problem)
    if done.problems:
        print(f"{len(done.problems)} problem{'s' * (len(done.problems) != 1)}; nothing was written")
        return PROBLEMS
    for table, ids in done.ids.items():
        print(f"{table}: {', '.join(ids)}")
    print(
        f"{done.source_id} is added; now read the text again, sentence by sentence, against its rows"
    )
    return OK
