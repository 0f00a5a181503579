"""Print rows of a table."""

from __future__ import annotations

import sys

from coalition_data.commands.shared import OK, PROBLEMS, add_json, print_json
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXAMPLE = "coalition-data show quotes --meeting 2015-01-london"
# A date is shown no finer than its source: which column says how fine it is, and how much of it to show.
PRECISION = {
    "date_start": "date_precision",
    "published": "published_precision",
    "as_of": "as_of_precision",
    "joined_on": "joined_precision",
}
LENGTHS = {"month": 7, "year": 4}
# What `show` prints of a table; heading=a|b is a, or b in brackets where a is empty.
SHOWN = {
    "sources": "source_id kind publisher published title",
    "meetings": "meeting_id name_en date_start city level status",
    "reports": "report_id source_id stage date_start city level roster",
    "actors": "actor_id kind name_en name_fr iso3",
    "participants": "participant_id actor_id office role attendance source_id",
    "quotes": "quote_id speaker_id words=text|paraphrase_fr our_translation=translation_en|paraphrase_en source_id",
    "figures": "figure_id about as_stated qualifier number unit source_id",
    "memberships": "membership_id actor_id body_id status joined_on ordinal source_id",
    "waivers": "waiver_id evidence reason",
    "ledger": "ledger_id added retired successor",
}


def add_options(parser: Any) -> None:
    """Add what the command takes."""
    add_json(parser)
    parser.add_argument("table", metavar="TABLE")
    parser.add_argument("--meeting", metavar="ID", help="only rows of this meeting")
    parser.add_argument("--source", metavar="ID", help="only rows of this source")
    parser.add_argument("--id", metavar="ID", help="only the row with this primary key")
    parser.add_argument(
        "--all", action="store_true", help="print every filled column, a card per row"
    )


def run(args: Any) -> int:
    """Print rows of a table."""
    from coalition_data.commands import terminal

    table, rows = _sheet(args.table)
    everything = len(rows)
    for column, value in (
        ("meeting_id", args.meeting),
        ("source_id", args.source),
        (table.key, args.id),
    ):
        if value is not None:
            at = table.names.index(table.field(column).name)
            rows = [row for row in rows if row[at] == value]
    if args.json:
        print_json([{n: c or None for n, c in zip(table.names, row, strict=True)} for row in rows])
    elif not rows:
        hint = f"no rows of {table.name} fit; `coalition-data show {table.name}` prints them all"
        print(hint if everything else f"{table.name} has no rows yet", file=sys.stderr)
        return PROBLEMS
    elif args.all or args.id:
        print("\n\n".join(terminal.card(table.names, row) for row in rows))
    else:
        header = SHOWN[table.name].split()
        cells = [
            [_cell(dict(zip(table.names, row, strict=True)), spec) for spec in header]
            for row in rows
        ]
        print(terminal.grid([spec.partition("=")[0].replace("_", " ") for spec in header], cells))
        if table.name == "quotes":
            print(
                "\nIn brackets: our paraphrase of words reported without quotation marks. All English is ours."
            )
    return OK


def _cell(row: dict[str, str], spec: str) -> str:
    if spec == "number":
        return _number(row)
    first, _, second = spec.rpartition("=")[2].partition("|")
    if first in PRECISION:
        return row[first][: LENGTHS.get(row[PRECISION[first]], len(row[first]))]
    return row[first] or (f"({row[second]})" if second and row[second] else "")


def _number(row: dict[str, str]) -> str:
    """Write the number of a figure as it is bounded: 21, 4–5, ≥ 2000, ≤ 60."""
    low, high = row["low"], row["high"]
    if low and high:
        return f"{low}–{high}"
    return row["value"] or (f"≥ {low}" if low else f"≤ {high}" if high else "")


def _sheet(name: str) -> tuple[descriptor.Table, list[list[str]]]:
    """Return a shipped table and its rows as text: showing needs no types."""
    from coalition_data.tables import csvfile

    package = descriptor.read()
    return package.table(name), csvfile.read(package.file(name), package.table(name).path).rows
