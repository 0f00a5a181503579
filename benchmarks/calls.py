"""Two calls in turns within one process, all imported before: `calls.py STEP PAIRS AROUND PATH…`
prints the seconds.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import fmean
from typing import Any

Call = Callable[[], Any]


def verify(texts: str, folder: str) -> tuple[Call, Call]:
    """Verify articles; read and normalise them."""
    import pandas  # noqa: F401 it is imported by the first call, which isn't what is measured

    from coalition_data.texts import evidence, verification

    def read_and_normalise() -> int:
        size = 0
        for name in sorted(os.listdir(texts)):
            with open(os.path.join(texts, name), encoding="utf-8") as file:
                size += len(evidence.normalise(file.read()))
        return size

    return lambda: verification.verify(texts, folder=folder), read_and_normalise


def verify_pages(pages: str) -> tuple[Call, Call]:
    """Verify pages of the shipped tables; read and normalise them."""
    from coalition_data.tables import descriptor

    return verify(pages, descriptor.read().folder)


def more_articles(many: str, folder: str, few: str, other: str) -> tuple[Call, Call]:
    """Verify many articles; verify few."""
    return verify(many, folder)[0], verify(few, other)[0]


def fingerprint(folder: str, table: str) -> tuple[Call, Call]:
    """Take the fingerprint of a table as loaded; write it as CSV with pyarrow."""
    import pyarrow.csv

    from coalition_data.releases import fingerprints
    from coalition_data.tables import descriptor, loader

    package = descriptor.read(folder)
    rows = loader.read_arrow(package, table)

    def write() -> None:
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            pyarrow.csv.write_csv(rows, file.name)

    return lambda: fingerprints.of_rows(rows, package.table(table)), write


def more_rows(many: str, few: str, table: str) -> tuple[Call, Call]:
    """Take the fingerprint of a table with many rows; of one with few."""
    return fingerprint(many, table)[0], fingerprint(few, table)[0]


STEPS: dict[str, Callable[..., tuple[Call, Call]]] = {
    step.__name__: step for step in (verify, verify_pages, more_articles, fingerprint, more_rows)
}


def seconds(call: Call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Run a step and print the seconds of both calls as JSON."""
    step, pairs, times, *words = sys.argv[1:]
    ours, theirs = STEPS[step](*words)
    around = int(times)
    out: tuple[list[float], list[float]] = ([], [])
    for n in range(int(pairs)):
        before, after = (around, around or 1)[:: 1 if n % 2 == 0 else -1]
        taken = [seconds(theirs) for _ in range(before)]
        out[0].append(seconds(ours))
        out[1].append(fmean(taken + [seconds(theirs) for _ in range(after)]))
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
