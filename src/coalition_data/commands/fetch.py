"""Fetch the pages of sources, from the web or its archive."""

from __future__ import annotations

import os

from coalition_data.commands.shared import (
    OK,
    PROBLEMS,
    add_folder,
    add_json,
    choose_folder,
    name_judged,
    print_json,
    records,
    show_progress,
    tell_judged,
)
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

EXAMPLE = "coalition-data fetch --out pages/ --meeting 2015-01-london"
CODES = ("all pages are there", "a page could not be fetched")


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    where = "folder for the texts and their manifest (default: pages); what it has is kept"
    parser.add_argument("--out", metavar="DIR", default="pages", help=where)
    repeated = "may be repeated (default: all sources)"
    parser.add_argument(
        "--source", metavar="ID", action="append", help=f"only this source; {repeated}"
    )
    of_meeting = f"only the sources of this meeting; {repeated}"
    parser.add_argument("--meeting", metavar="ID", action="append", help=of_meeting)
    parser.add_argument(
        "--archive",
        choices=("first", "fallback", "never"),
        default="fallback",
        help="when to ask the Wayback Machine (default: for pages that can't be had)",
    )
    copies = "look up all archived copies, and write source_id and archived_url to this CSV file"
    parser.add_argument("--archived-urls", metavar="FILE", help=copies)
    private = "ask servers of private networks and of this machine too"
    parser.add_argument("--allow-private", action="store_true", help=private)
    robots = "ask pages that a site's robots.txt forbids too"
    parser.add_argument("--ignore-robots", action="store_true", help=robots)
    counts = "print how many pages, with how many claims, answered, moved, are archived or failed"
    parser.add_argument("--report", action="store_true", help=counts)
    add_folder(parser)


def run(args: Namespace) -> int:
    import functools

    from coalition_data.texts import fetching

    folder = choose_folder(args.folder)
    package = descriptor.read(folder)
    # First, as tables may be broken.
    claims = fetching.count_claims(package)
    sources = fetching.choose_sources(package, args.source, args.meeting)
    options = fetching.Options(
        archive=args.archive,
        find_archived=args.archived_urls is not None,
        allow_private=args.allow_private,
        ignore_robots=args.ignore_robots,
    )
    watch = functools.partial(show_progress, "fetching")
    pages = fetching.fetch_pages(args.out, sources, options, watch)
    counts = fetching.report(args.out, pages, claims)
    failed = int(counts.loc[counts["group"] == "failed", "pages"].sum())
    if args.archived_urls is not None:
        fetching.write_archived(args.archived_urls, pages)
    if args.json:
        rows = records(fetching.make_frame(pages))
        print_json({"judged": tell_judged(folder), "pages": rows, "report": records(counts)})
    else:
        _print_counts(counts, args.report)
        there = f"{len(pages) - failed} of {len(pages)} pages are in {os.path.join(args.out, '')}"
        print(f"{there}: {name_judged(folder)}")
    return PROBLEMS if failed else OK


def _print_counts(counts: Any, is_whole: bool) -> None:
    """Print the report; without `--report` only which pages failed, by reason."""
    from coalition_data.commands import terminal

    shown = counts if is_whole else counts[counts["group"] == "failed"]
    if len(shown):
        cells = shown.astype(object)
        rows = cells.where(shown.notna(), "").astype(str).to_numpy().tolist()
        print(terminal.grid(list(shown.columns), rows))
