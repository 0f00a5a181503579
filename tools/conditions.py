"""The part of docs/quality.md on bad conditions, from what benchmarks/conditions.py wrote."""

import csv
from pathlib import Path

RESULTS = Path(__file__).parent.parent / "benchmarks" / "conditions.csv"
ABOUT = """
## Under bad conditions

`benchmarks/conditions.py` runs every command under conditions that a machine can be in, and says how each ended: 0 valid,
1 problems, 2 could not run. No run ends in a traceback, loses a file or leaves one behind. Without the coded articles
`verify` and `sweep` could not run, as usual. Commands that write files are also killed at random moments: each file is then as
before or as it should be, and the next run leaves nothing behind. A site whose writing was killed is as before, or as it
should be, or has no first page.

"""


def page() -> str:
    """Return the part in Markdown: a row for each command, a column for each condition."""
    with RESULTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    header = list(rows[0])
    out = [f"| {' | '.join(header)} |", "|---" * len(header) + "|"]
    out += [f"| {' | '.join(row.values())} |" for row in rows]
    return ABOUT + "\n".join(out) + "\n"
