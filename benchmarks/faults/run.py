"""Make the faults, judge each, and say which layers found it."""

import multiprocessing
import os
import random
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from faults import slips  # noqa: F401 these are kinds of faults too
from faults.kinds import KINDS, Fault
from faults.world import World, layer

SEED = 20150122
PER_KIND = 40
_world: World


class Outcome:
    """One fault (`kind`, `number`, `table`, `column`) and the layers that found it."""

    def __init__(self, kind: str, number: int, fault: Fault, found: set[str]) -> None:
        self.kind, self.number, self.found = kind, number, found
        self.table, self.column = fault.table, fault.column

    def caught(self, *without: str) -> bool:
        """Say whether some layer other than these found it."""
        return bool(self.found - set(without))


def chance_of(name: str) -> random.Random:
    """Return a source of chance of that name: the same in every process, which Python's own hash
    isn't.
    """
    return random.Random(SEED + zlib.crc32(name.encode()))


def make(world: World, kind: str, number: int) -> Fault | None:
    """Return fault `number` of a kind; None where no byte changes: the one rule by which a fault is
    harmless.
    """
    fault = KINDS[kind][1](world, chance_of(f"{kind}/{number}"))
    return None if fault is None or fault.data == world.data[fault.table] else fault


def plan(share: int = 1) -> list[tuple[str, int]]:
    """Return (kind, number) of every `share`th fault."""
    return [(kind, number) for kind in KINDS for number in range(PER_KIND)][::share]


def judge(world: World, job: tuple[str, int]) -> Outcome | None:
    """Judge one fault with all layers; None for a harmless one."""
    fault = make(world, *job)
    return fault and Outcome(
        *job, fault, {layer(problem) for problem in world.judge(fault.table, fault.data)}
    )


def on_all_cores(
    work: Callable[[World, Any], Any], jobs: list[Any], texts: Path | None
) -> Iterator[Any]:
    """Yield `work(world, job)` for each job in order, each core with a world of its own.

    Raises BrokenProcessPool where the tables aren't valid, after their problems were printed.
    """
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(os.cpu_count(), context, _start, (texts,)) as pool:
        yield from pool.map(_Work(work), jobs, chunksize=10)


def _start(texts: Path | None) -> None:
    global _world  # noqa: PLW0603 a process of the pool has one world
    _world = World(texts)


class _Work:
    def __init__(self, work: Callable[[World, Any], Any]) -> None:
        self.work = work

    def __call__(self, job: Any) -> Any:
        return self.work(_world, job)
