"""Print rows of a table."""

from __future__ import annotations

import sys

from coalition_data.commands.shared import OK, PROBLEMS, add_json, print_json
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

EXAMPLE = "coalition-data show quotes --meeting 2015-01-london"
CODES = ("some rows fit", "no row fits")
ABOUT_QUOTES = (
    "Words with … between them are the first and the last of a passage that isn't ours to print.\n"
    "Our translation is our English, not the speaker's; in brackets it tells what was said."
)
# A date is shown no finer than its source: the column that says how fine, and how much to show.
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
    "participants": "actor_id as_named role attendance source_id",
    "quotes": "quote_id speaker_id as_named=speaker_as_named words "
    "our_translation=translation_en|paraphrase_en source_id",
    "figures": "figure_id about as_stated number unit source_id",
    "memberships": "actor_id as_named body_id status joined_on ordinal source_id",
    "waivers": "waiver_id evidence reason",
    "ledger": "ledger_id added retired successor",
}


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("table", metavar="TABLE")
    parser.add_argument("--meeting", metavar="ID", help="only rows of this meeting")
    parser.add_argument("--source", metavar="ID", help="only rows of this source")
    parser.add_argument("--id", metavar="ID", help="only the row with this primary key")
    every = "print every filled column, a card per row"
    parser.add_argument("--all", action="store_true", help=every)


def run(args: Namespace) -> int:
    from coalition_data.commands import terminal

    table, everything = _read_rows(args.table)
    wanted = [("meeting_id", args.meeting), ("source_id", args.source), (table.key, args.id)]
    rows = [row for row in everything if _fits(table, row, wanted)]
    if args.json:
        print_json(_read_records(table, rows))
    elif not rows:
        hint = f"no rows of {table.name} fit; `coalition-data show {table.name}` prints them all"
        print(hint if everything else f"{table.name} has no rows yet", file=sys.stderr)
    elif args.all or args.id:
        print("\n\n".join(terminal.card(table.names, row) for row in rows))
    else:
        shown = SHOWN[table.name].split()
        header = [one.partition("=")[0].replace("_", " ") for one in shown]
        named = [dict(zip(table.names, row, strict=True)) for row in rows]
        print(terminal.grid(header, [[_shown_cell(row, one) for one in shown] for row in named]))
        if table.name == "quotes":
            print(f"\n{ABOUT_QUOTES}")
    return OK if rows else PROBLEMS


def _read_records(table: descriptor.Table, rows: list[list[str]]) -> list[dict[str, Any]]:
    """Return rows with values as `export --to json` types them."""
    from coalition_data.export import plain

    at = table.names.index(table.key)
    wanted = {row[at] for row in rows}
    everything = plain.read_records(descriptor.read(), table.name)
    return [record for record in everything if str(record[table.key]) in wanted]


def _fits(table: descriptor.Table, row: list[str], wanted: list[tuple[str, str | None]]) -> bool:
    """Say whether a row has the wanted values; KeyError for a column that the table lacks."""
    for column, value in wanted:
        if value is not None and row[table.names.index(table.field(column).name)] != value:
            return False
    return True


def _shown_cell(row: dict[str, str], shown: str) -> str:
    """Return the text of one part of SHOWN."""
    if shown == "number":
        return _bounded_number(row)
    if shown == "words":
        return _quoted_words(row)
    first, _, second = shown.rpartition("=")[2].partition("|")
    if first == "date_start" and row["date_precision"] == "unknown":
        bounds = (row["date_start"], row["date_end"])
        return "…".join(bounds) if any(bounds) else ""
    if first in PRECISION:
        return row[first][: LENGTHS.get(row[PRECISION[first]], len(row[first]))]
    if row[first] or not second or not row[second]:
        return row[first]
    return f"({row[second]})"


def _quoted_words(row: dict[str, str]) -> str:
    """Return the words of a quote, or the first and the last where they don't ship."""
    if row["opens_with"] == row["ends_with"]:
        return row["text"] or row["opens_with"]
    return f"{row['opens_with']} … {row['ends_with']}"


def _bounded_number(row: dict[str, str]) -> str:
    """Write the number of a figure as it is bounded: 21, ≈ 40, 4–5, ≥ 2000, ≤ 60."""
    low, high = row["low"], row["high"]
    if low and high:
        return f"{low}–{high}"
    if row["value"]:
        return f"≈ {row['value']}" if row["qualifier"] == "approximate" else row["value"]
    if low:
        return f"≥ {low}"
    return f"≤ {high}" if high else ""


def _read_rows(name: str) -> tuple[descriptor.Table, list[list[str]]]:
    """Return a shipped table and its rows as text: showing needs no types."""
    from coalition_data.tables import csvfile

    package = descriptor.read()
    table = package.table(name)
    sheet = csvfile.read_sheet(package.file(name), table.path)
    if sheet.lost or sheet.header != table.names:
        reason = (
            sheet.problems[0] if sheet.problems else f"{table.path}: other columns than declared"
        )
        raise ValueError(f"{reason}; `coalition-data validate {package.folder}` says more")
    return table, sheet.rows
