"""The part of docs/quality.md on pages that were tampered with, from what benchmarks/tampering.py wrote."""

import csv
from pathlib import Path

RESULTS = Path(__file__).parent.parent / "benchmarks" / "tampering.csv"
ABOUT = """
## Pages

`benchmarks/tampering.py` asks whether `verify` finds the words of pages, and misses them where a page was tampered with.
The five articles are put into HTML with a menu and a footer and extracted as `fetch` does it. Each name and each number
in them is replaced in turn. Then a page is written for each public page: it has the words that rows show of it, among
words of no language. Each of those words is replaced in turn. *Not found* are rows that rest on the replaced words and
failed (of the articles `missing` or `review`). The last column counts rows that failed though none of their words was
touched.

The public pages themselves are not here: how many of their words are on the live pages, only a run of `fetch` can say.

"""


def page() -> str:
    """Return the part in Markdown: a row for each kind of copy."""
    with RESULTS.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    out = [f"| {' | '.join(header)} |", "|---" * len(header) + "|"]
    out += [f"| {' | '.join(row)} |" for row in rows]
    return ABOUT + "\n".join(out) + "\n"
