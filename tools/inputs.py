"""The part of docs/security.md on inputs and limits, from what benchmarks/inputs.py wrote."""

import csv
from pathlib import Path

from coalition_data.curation import draft
from coalition_data.releases import snapshot
from coalition_data.tables import argument, columns, csvfile, descriptor, jsonfile
from coalition_data.texts import asking, held

RESULTS = Path(__file__).parent.parent / "benchmarks" / "inputs.csv"
ABOUT = """\
`benchmarks/inputs.py` makes inputs of up to 10 MB and gives each to every command that takes one of its kind, in a
process of its own. None of those below took more than 10 seconds of processor time or 1 GB, and none ended in a
traceback. Processor time is counted, the system's included, since the machine did other things too.

`explore` gets only tables that it refuses. It writes a page for each meeting and actor, so what it takes grows with what
it writes.

"""
MB = 1_000_000


def limits() -> str:
    """Return what is read at most, a row each."""
    rows = {
        "a cell, characters": csvfile.LONGEST_CELL,
        "columns of a table": csvfile.MOST_COLUMNS,
        "problems listed of a table": csvfile.MOST_PROBLEMS,
        "a table that isn't well-formed, MB": csvfile.LARGEST_BROKEN // MB,
        "a file of rows, MB": argument.LARGEST_FILE // MB,
        "what comes out of a pipe, MB": argument.LARGEST_PIPE // MB,
        "a text, MB": argument.LARGEST_TEXT // MB,
        "a page that is fetched, MB": asking.Limits().size // MB,
        "pieces of evidence of a source": held.MOST_PIECES,
        "a descriptor, MB": jsonfile.LARGEST // MB,
        "levels in JSON": jsonfile.MOST_LEVELS,
        "digits of a number in JSON": jsonfile.LONGEST_NUMBER,
        "tables of a descriptor": descriptor.MOST_TABLES,
        "unique keys, and foreign keys, of a table": descriptor.MOST_KEYS,
        "a name, characters": descriptor.LONGEST_NAME,
        "what an archive unpacks to, MB": snapshot.LARGEST_UNPACKED // MB,
        "cells of a small Parquet file": columns.MOST_CELLS,
        "what a small Parquet file unpacks to, MB": columns.LARGEST_UNPACKED // MB,
        "a draft, MB": draft.LARGEST // MB,
        "blocks of a kind, and phrases, in a draft": draft.MOST_BLOCKS,
    }
    lines = [f"| {what} | {most:,} |" for what, most in rows.items()]
    return "\n".join(["| at most | |", "|---|---|", *lines, ""])


def table() -> str:
    """Return the limits, then what was measured, if it was, a row for each input."""
    if not RESULTS.exists():
        return limits()
    with RESULTS.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    lines = [f"| {' | '.join(row)} |" for row in rows]
    head = [f"| {' | '.join(header)} |", "|---" * len(header) + "|"]
    return f"{limits()}\n{ABOUT}" + "\n".join([*head, *lines, ""])
