"""Check each row's evidence against texts that you hold."""

from __future__ import annotations

from coalition_data.commands.shared import (
    OK,
    PROBLEMS,
    add_folder,
    add_json,
    print_json,
    records,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

EXAMPLE = "coalition-data verify articles/"


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("texts", metavar="TEXTS", help="folder of texts; their names don't matter")
    add_folder(parser)
    wanted = "fail too if the text of a coded source isn't there"
    parser.add_argument("--all", action="store_true", help=wanted)


def run(args: Namespace) -> int:
    from coalition_data.texts import verification

    found, held = verification.check(args.texts, args.folder)
    failures = list(verification.FAILURES)
    if args.all:
        failures.append("text_not_found")
    bad = found[found["status"].isin(failures)]
    if args.json:
        print_json({"verified": bad.empty, "segments": records(found)})
    else:
        _print_counts(found)
        for row in bad.itertuples():
            place = f"{row.segment} in {row.source_id}"
            print(f"{row.table} {row.id}: {row.column}: {row.status}: {place}")
        print(held.summary())
        counts = found["status"].value_counts(sort=False)
        total = ", ".join(f"{n} {status}" for status, n in counts.items() if n)
        print(f"{total}: {'verified' if bad.empty else 'NOT verified'}")
    return OK if bad.empty else PROBLEMS


def _print_counts(found: Any) -> None:
    """Print how many segments have which status, by table and source."""
    from coalition_data.commands import terminal

    # Hundreds of sources were never held: they are counted together.
    checkable = found["status"] != "not_checkable"
    source = found["source_id"].where(checkable, "(sources read in part)").rename("source")
    groups = found.groupby(["table", source, "status"], observed=True, sort=False)
    counts = groups.size().reset_index(name="segments")
    print(terminal.grid(list(counts.columns), counts.astype(str).to_numpy().tolist()))
