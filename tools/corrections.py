"""The table of corrections, docs/corrections.csv: one row is one cell that a release corrected, and why.

Its values are as they were in the release before and as they are in `version`. `tools/release.py`
enters and checks them.
"""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

from coalition_data.releases import difference, ledger
from coalition_data.tables import canonical
from coalition_data.tables.files import write_whole

PATH = "docs/corrections.csv"
# `old` is blank where the cell was, or where it isn't told.
COLUMNS = ("version", "table", "id", "column", "old", "new", "reason")


def read() -> list[dict[str, str]]:
    """Return the rows, with COLUMNS; none without a file."""
    if not Path(PATH).exists():
        return []
    with open(PATH, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def list_cells(change: difference.Difference) -> list[dict[str, str]]:
    """Return a row for each corrected cell; only one that somebody asked for has a reason."""
    cells = [one for one in change.changes if one.change == ledger.CORRECTED]
    return [
        {
            "version": change.version,
            "table": one.table,
            "id": one.id,
            "column": str(one.column),
            "old": "" if one.old is None else str(one.old),
            "new": "" if one.new is None else str(one.new),
            "reason": one.reason or "",
        }
        for one in cells
    ]


def _name_cell(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in COLUMNS[:4])


def enter(change: difference.Difference) -> list[dict[str, str]]:
    """Write the corrected cells in front of those of other versions; return them.

    Reasons that stand there stay.
    """
    known = read()
    reasons = {_name_cell(row): row["reason"] for row in known}
    rows = list_cells(change)
    for row in rows:
        row["reason"] = row["reason"] or reasons.get(_name_cell(row), "")
    others = [row for row in known if row["version"] != change.version]
    cells = [[row[name] for name in COLUMNS] for row in (*rows, *others)]
    os.makedirs(os.path.dirname(PATH), exist_ok=True)
    write_whole(PATH, canonical.canonical_bytes(COLUMNS, cells))
    return rows


def check(change: difference.Difference) -> Iterator[str]:
    """Yield what doesn't match the cells that were corrected since the release before."""
    todo = "run `python tools/release.py corrections`"
    here = [row for row in read() if row["version"] == change.version]
    told = {_name_cell(row): row for row in here}
    if len(told) < len(here):
        yield f"{PATH} has a cell of {change.version} twice: {todo}"
    for row in list_cells(change):
        cell = " ".join(_name_cell(row))
        found = told.pop(_name_cell(row), None)
        if found is None:
            yield f"{PATH} lacks {cell}: {todo}"
        elif (found["old"], found["new"]) != (row["old"], row["new"]):
            yield f"{PATH} has other values of {cell}: {todo}"
        elif not found["reason"].strip():
            yield f"{PATH} doesn't say why {cell} was corrected: fill its reason"
    for cell in map(" ".join, told):
        yield f"{PATH} has {cell}, which wasn't corrected: {todo}"


def check_requests(entries: "list[ledger.Entry]") -> Iterator[str]:
    """Yield where the table tells what somebody asked us not to tell."""
    reasons = {(entry["table"], entry["id"]): entry["reason"] for entry in entries}
    for row in read():
        table, key = row["table"], row["id"]
        hidden = reasons.get((table, ledger.hide_id(table, key)))
        reason = hidden or reasons.get((table, key))
        if reason == ledger.WITHDRAWN or (reason == ledger.AMENDED and row["reason"] != reason):
            yield f"{PATH} still has a cell of {table} that was {reason}: take it out"
