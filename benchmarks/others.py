"""What other libraries take for the same check: `python benchmarks/others.py [--quick]` prints and writes README.md.

First a gate: each way of benchmarks/ways.py is asked for the faults of benchmarks/gate.py that lie in types,
constraints and keys; one that passes one of them, or refuses `NA`, gets no time. `python benchmarks/others.py WAY
FOLDER` checks one package: 0 sound, 1 not sound (a line says what), 2 can't.
"""

import argparse
import importlib.util
import multiprocessing
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median

import gate
import speed
import timing
import ways
from coalition_data import descriptor

MARKERS = ("<!-- others -->", "<!-- /others -->")
HEAD = """| way | version | {:,} rows a table | {:,} rows a table | × floor | MiB | misses |
|---|---|---|---|---|---|---|"""
# The library that a way is named for in the table.
LIBRARIES = {
    "arrow": "pyarrow",
    "polars": "polars",
    "dataframely": "dataframely",
    "pointblank": "pointblank",
    "pandera-csv": "pandera",
    "pandera-str": "pandera",
    "great-expectations": "great_expectations",
}
# A run that takes longer is done once.
MINUTE = 60


def problem(way: str, folder: str) -> str:
    """Return the first thing that is wrong with a package, or nothing; a cell that a reader refuses is wrong too."""
    package = descriptor.read(folder)
    try:
        return next(ways.WAYS[way](package), "")
    except ways.UnreadableError as error:
        return f"it can't be read: {error}"


def finds(way: str, folder: Path, _: str) -> bool:
    """Say whether a way finds something wrong."""
    return bool(problem(way, str(folder)))


def held() -> tuple[dict[str, set[str]], set[str]]:
    """Ask each way for the faults; return what each misses, and the ways that miss more than the file's form."""
    asked: dict[str, gate.Found] = {way: partial(finds, way) for way in ways.WAYS}
    missed: dict[str, set[str]] = {way: set() for way in asked}
    blind: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        world = gate.Small(Path(folder), gate.ROWS)
        for way, kind, sentence in gate.passed(world, asked):
            missed[way].add(kind)
            if kind not in gate.FORM:
                blind.add(way)
                print(sentence, flush=True)
        for way, sentence in gate.refused(world, asked):
            missed[way].add("sound tables")
            blind.add(way)
            print(sentence, flush=True)
    return missed, blind


def command(way: str, folder: str) -> timing.Command:
    """Return the command that checks a package one way."""
    return [sys.executable, str(Path(__file__)), way, folder]


def timed(way: str, bench: speed.Bench) -> list[str]:
    """Return the cells of a way's row: seconds of the small and the large package, times the floor, MiB."""
    pairs = []
    for folder, most in zip(map(bench.grown, sizes(bench)), (bench.many, bench.few), strict=True):
        ours, floor = command(way, folder), [*speed.FLOORS, "read", folder]
        one = timing.processes(ours, floor, 1)
        # The first pair counts; where a run takes long, it stays the only one.
        if most > 1 and one.ours[0] < MINUTE:
            more = timing.processes(ours, floor, most - 1)
            one = timing.Pairs(one.ours + more.ours, one.theirs + more.theirs)
        pairs.append(one)
    small, large = pairs
    weight = timing.peak(ours)
    return [f"{median(small.ours):.2f} s", f"{median(large.ours):.1f} s", f"{large.ratio:.1f}", f"{weight:.0f}"]


def sizes(bench: speed.Bench) -> tuple[int, int]:
    """Return the rows a table of the small and the large package."""
    return bench.sizes[0], bench.sizes[-1]


def rows(bench: speed.Bench, missed: dict[str, set[str]], blind: set[str]) -> Iterator[str]:
    """Yield the table's rows; those that are blind get no time."""
    for way in ways.WAYS:
        cells = ["no time"] + [""] * 3 if way in blind else timed(way, bench)
        release = version(LIBRARIES[way]) if way in LIBRARIES else ""
        yield f"| {' | '.join([way, release, *cells, ', '.join(sorted(missed[way]))])} |"


def measure(quick: bool) -> None:
    """Hold the gate and print the table; write it unless `quick`."""
    # In a process of its own: a child counts as memory what its parent held when it was started.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        missed, blind = apart.submit(held).result()
    with tempfile.TemporaryDirectory(prefix="others-") as folder:
        bench = speed.Bench(Path(folder), quick, again=False)
        lines = [speed.machine(), "", HEAD.format(*sizes(bench))]
        print("\n".join(lines), flush=True)
        for row in rows(bench, missed, blind):
            print(row, flush=True)
            lines.append(row)
    if not quick:
        speed.put(MARKERS, "\n".join(lines))


def check(way: str, folder: str) -> int:
    """Check one package; return 0 sound, 1 not sound, 2 can't."""
    try:
        found = problem(way, folder)
    except (FileNotFoundError, descriptor.DescriptorError) as error:
        print(error, file=sys.stderr)
        return 2
    if found:
        print(found)
    return 1 if found else 0


def main() -> int:
    """Read the command line; check one package, or measure all ways."""
    parser = argparse.ArgumentParser(description="Check a package as other libraries do, or see how long it takes.")
    parser.add_argument("way", nargs="?", choices=ways.WAYS, metavar="WAY", help=f"of {', '.join(ways.WAYS)}")
    parser.add_argument("folder", nargs="?", help="of a package")
    parser.add_argument("--quick", action="store_true", help="500 and 2,000 rows, one pair; writes nothing")
    words = parser.parse_args()
    if words.way and not words.folder:
        parser.error("name the folder too")
    needed = ["pandas", *LIBRARIES.values()] if not words.way else [LIBRARIES.get(words.way, "pandas")]
    if lacking := sorted({name for name in needed if importlib.util.find_spec(name) is None}):
        print(f"{', '.join(lacking)}: not installed; pip install -r benchmarks/requirements.txt", file=sys.stderr)
        return 2
    if words.way:
        return check(words.way, words.folder)
    measure(words.quick)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
