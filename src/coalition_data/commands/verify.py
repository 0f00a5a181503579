"""Check each row's evidence against texts that you hold."""

from __future__ import annotations

from coalition_data.commands.shared import OK, PROBLEMS, add_json, print_json, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data verify articles/"


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    add_json(parser)
    parser.add_argument("texts", metavar="TEXTS", help="folder of texts; their names don't matter")
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", help="folder of tables (default: the shipped data)"
    )
    parser.add_argument(
        "--all", action="store_true", help="fail too if the text of a coded source isn't there"
    )


def run(args: Any) -> int:
    """Check evidence against texts."""
    from coalition_data.commands import terminal
    from coalition_data.texts import verification

    found, held = verification.check(args.texts, args.folder)
    # Of sources that nobody held there are hundreds: they are counted together.
    source = (
        found["source_id"]
        .where(found["status"] != "not_checkable", "(sources read in part)")
        .rename("source")
    )
    counts = (
        found.groupby(["table", source, "status"], observed=True, sort=False)
        .size()
        .reset_index(name="segments")
    )
    bad = found["status"].isin(verification.FAILURES) | (
        args.all & (found["status"] == "text_not_found")
    )
    if args.json:
        print_json({"verified": not bad.any(), "segments": records(found)})
    else:
        print(terminal.grid(list(counts.columns), counts.astype(str).to_numpy().tolist()))
        for row in found[bad].itertuples():
            print(
                f"{row.table} {row.id}: {row.column}: {row.status}: {row.segment} in {row.source_id}"
            )
        total = ", ".join(
            f"{n} {status}" for status, n in found["status"].value_counts(sort=False).items() if n
        )
        print(held.summary())
        print(f"{total}: {'NOT verified' if bad.any() else 'verified'}")
    return PROBLEMS if bad.any() else OK
