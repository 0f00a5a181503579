"""Two calls in turns within one process, everything imported before: `calls.py STEP PAIRS PATH…` prints the seconds."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

Call = Callable[[], Any]


def verify(texts: str, folder: str) -> tuple[Call, Call]:
    """Verify articles; read and normalise them."""
    import pandas  # noqa: F401 it is imported by the first call, which isn't what is measured

    from coalition_data import evidence, verification

    def read_and_normalise() -> int:
        size = 0
        for name in sorted(os.listdir(texts)):
            with open(os.path.join(texts, name), encoding="utf-8") as file:
                size += len(evidence.normalise(file.read()))
        return size

    return lambda: verification.verify(texts, folder), read_and_normalise


def fingerprint(folder: str, table: str) -> tuple[Call, Call]:
    """Take the fingerprint of a table as loaded; write it as CSV with pyarrow."""
    import pyarrow.csv

    from coalition_data import descriptor, identity, loader

    package = descriptor.read(folder)
    rows = loader.read_arrow(package, table)

    def write() -> None:
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            pyarrow.csv.write_csv(rows, file.name)

    return lambda: identity.of_rows(rows, package.table(table)), write


STEPS: dict[str, Callable[..., tuple[Call, Call]]] = {"verify": verify, "fingerprint": fingerprint}


def seconds(call: Call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Run a step and print the seconds of both calls as JSON."""
    step, pairs, *words = sys.argv[1:]
    both = STEPS[step](*words)
    out: tuple[list[float], list[float]] = ([], [])
    for n in range(int(pairs)):
        for i in (0, 1) if n % 2 == 0 else (1, 0):
            out[i].append(seconds(both[i]))
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
