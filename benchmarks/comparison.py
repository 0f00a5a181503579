"""Other libraries' ways of checking, side by side; benchmarks/others.py calls it.

First a gate: each way of benchmarks/ways.py is asked for the faults of benchmarks/gate.py. One that passes a fault in
types, constraints or keys, or refuses `NA` for a text, gets no time.
"""

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

MARKERS = ("<!-- others -->", "<!-- /others -->")
HEAD = """| way | version | {:,} rows a table | {:,} rows a table | × floor | MiB | misses |
|---|---|---|---|---|---|---|"""
# A run that takes longer is done once.
MINUTE = 60


def finds(way: str, folder: Path, _: str) -> bool:
    """Say whether a way finds something wrong."""
    return bool(ways.problem(way, str(folder)))


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


def pairs(way: str, folder: str, most: int) -> timing.Pairs:
    """Time a way and the floor in turns, `most` times; once where a run takes long."""
    ours = [sys.executable, str(Path(__file__).with_name("others.py")), way, folder]
    floor = [*speed.FLOORS, "read", folder]
    first = timing.processes(ours, floor, 1)
    if most == 1 or first.ours[0] >= MINUTE:
        return first
    more = timing.processes(floor, ours, most - 1)
    return timing.Pairs(first.ours + more.theirs, first.theirs + more.ours)


def timed(way: str, bench: speed.Bench) -> list[str]:
    """Return the cells of a way's row: seconds of the small and the large package, times the floor, MiB."""
    few, many = (bench.grown(rows) for rows in sizes(bench))
    small, large = pairs(way, few, bench.many), pairs(way, many, bench.few)
    weight = timing.peak([sys.executable, str(Path(__file__).with_name("others.py")), way, many])
    return [
        f"{median(small.ours):.2f} s",
        f"{median(large.ours):.1f} s",
        f"{large.ratio:.1f}",
        f"{weight:.0f}",
    ]


def sizes(bench: speed.Bench) -> tuple[int, int]:
    """Return the rows a table of the small and of the large package."""
    return bench.sizes[0], bench.sizes[-1]


def table(bench: speed.Bench, missed: dict[str, set[str]], blind: set[str]) -> Iterator[str]:
    """Yield the table's rows; those that are blind get no time."""
    for way, library in ways.LIBRARIES.items():
        cells = ["no time", "", "", ""] if way in blind else timed(way, bench)
        release = f"{library} {version(library)}" if library else ""
        yield f"| {' | '.join([f'`{way}`', release, *cells, ', '.join(sorted(missed[way]))])} |"


def measure(quick: bool) -> None:
    """Hold the gate and print the table; write it unless `quick`."""
    # In a process of its own: a child counts as memory what its parent held when it was started.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        missed, blind = apart.submit(held).result()
    with tempfile.TemporaryDirectory(prefix="others-") as folder:
        bench = speed.Bench(Path(folder), quick, again=False)
        lines = [speed.machine(), "", HEAD.format(*sizes(bench))]
        print("\n".join(lines), flush=True)
        for row in table(bench, missed, blind):
            print(row, flush=True)
            lines.append(row)
    if not quick:
        speed.put(MARKERS, "\n".join(lines))
