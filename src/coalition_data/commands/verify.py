"""Check each row against texts that you hold and pages that you fetched."""

from __future__ import annotations

from coalition_data.commands.shared import (
    OK,
    PROBLEMS,
    add_folder,
    add_json,
    choose_folder,
    name_judged,
    print_json,
    records,
    tell_judged,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

EXAMPLE = "coalition-data verify articles/"
CODES = ("verified", "words are missing or need a look, or with --all a text isn't there")


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("texts", metavar="TEXTS", help="folder of texts and pages")
    add_folder(parser)
    wanted = "fail too if the text of a coded source isn't there"
    parser.add_argument("--all", action="store_true", help=wanted)


def run(args: Namespace) -> int:
    from coalition_data.texts import verification

    folder = choose_folder(args.folder)
    found, held = verification.check(args.texts, folder=folder)
    failures = list(verification.FAILURES)
    if args.all:
        failures.append("text_not_found")
    bad = found[found["status"].isin(failures)]
    if args.json:
        told = {"verified": bad.empty, "judged": tell_judged(folder)}
        print_json({**told, "segments": records(found)})
        return OK if bad.empty else PROBLEMS
    is_page = ~found["source_id"].isin(held.coded)
    _print_counts(found[~is_page], "texts held when they were coded")
    _print_counts(_name_groups(found[is_page]), "pages")
    for row in bad.itertuples():
        words = str(row.segment if row.source_id in held.coded else f'"{row.as_printed}"')
        print(f"{row.table} {row.id}: {row.column}: {row.status}: {words} in {row.source_id}")
    print(held.summary())
    print(f"texts: {_count_statuses(found[~is_page])}; pages: {_count_statuses(found[is_page])}")
    print(f"{'verified' if bad.empty else 'NOT verified'}: {name_judged(folder)}")
    return OK if bad.empty else PROBLEMS


def _name_groups(found: Any) -> Any:
    """Count together the pages that lack nothing, and those that aren't there.

    There are a thousand: each that lacks words has lines of its own.
    """
    source, status = found["source_id"], found["status"]
    lacking = source[status == "missing"].unique()
    source = source.where(source.isin(lacking), "(pages with all words)")
    source = source.mask(status == "not_fetched", "(not in the folder)")
    return found.assign(source_id=source.mask(status == "not_checkable", "(rows without words)"))


def _count_statuses(found: Any) -> str:
    counts = found["status"].value_counts(sort=False)
    return ", ".join(f"{n} {status}" for status, n in counts.items() if n) or "none"


def _print_counts(found: Any, title: str) -> None:
    """Print how many segments or words have which status, by table and source."""
    from coalition_data.commands import terminal

    if found.empty:
        return
    groups = found.groupby(["table", "source_id", "status"], observed=True, sort=False)
    counts = groups.size().reset_index(name="number")
    print(f"{title}:")
    columns = ["table", "source", "status", "number"]
    print(terminal.grid(columns, counts.astype(str).to_numpy().tolist()))
