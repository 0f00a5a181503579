"""How fast the program is, beside what does the least: `python benchmarks/speed.py` prints and
writes README.md.

First the gate of benchmarks/gate.py: without it no time is printed. Then each step of STEPS is
timed in turns with what it is held against. It fails where a mark isn't reached. What each step gave
is kept in speed.json, so that with names of steps only those run, and README.md has their new lines
beside those of the others. `--quick` runs all of them small, to see that they run; it judges no
time and keeps nothing.
"""

import argparse
import itertools
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import articles
import coalition_data as cd
import growth
import tampering
import timing
from timing import Command, Pairs

ROOT = Path(__file__).parent.parent
README = Path(__file__).with_name("README.md")
RESULTS = Path(__file__).with_name("speed.json")
MARKERS = ("<!-- speed -->", "<!-- /speed -->")
LIBRARIES = ("pandas", "pyarrow", "pandera", "polars", "frictionless")
PROGRAM = [sys.executable, "-m", "coalition_data"]
FLOORS = [sys.executable, str(Path(__file__).with_name("floors.py"))]
MILLION = 1_000_000
FLOOR = "floor: pyarrow's typed read, tables held"
# Fewer pairs than nine where one pair takes minutes, more where it takes milliseconds, or where a
# hundredth matters.
PAIRS, FEW, MANY, CLOSE = 9, 5, 25, 99
# What has a tenth of the rows runs so many times before and after each run of what has all.
AROUND = 3


PAGE_SIZE = 20_000


class Line:
    """One line of the table: `what` was held against `against`, in `pairs`; `mark`: the most that
    the ratio may be.
    """

    def __init__(self, what: str, against: str, pairs: Pairs, mark: float | None = None) -> None:
        self.what, self.against, self.pairs, self.mark = what, against, pairs, mark

    @property
    def missed(self) -> bool:
        """Whether there is a mark, and the ratio is above it."""
        return self.mark is not None and self.pairs.ratio > self.mark

    def cells(self) -> list[str]:
        """Return the cells of its line, in the order of HEAD."""
        low, high = min(self.pairs.ratios), max(self.pairs.ratios)
        ours, theirs = (
            f"{median(seconds):.3g}" for seconds in (self.pairs.ours, self.pairs.theirs)
        )
        wanted = "–" if self.mark is None else f"{self.mark:.3g}"
        reached = "–" if self.mark is None else "**no**" if self.missed else "yes"
        ratio, span = f"{self.pairs.ratio:.3g}", f"{low:.3g}–{high:.3g}"
        times = str(len(self.pairs.ratios))
        return [self.what, self.against, ours, theirs, ratio, span, times, wanted, reached]

    def __str__(self) -> str:
        return f"| {' | '.join(self.cells())} |"


HEAD = """| what | held against | ours | theirs | ratio | from–to | pairs | at most | reached |
|---|---|---|---|---|---|---|---|---|"""


class Bench:
    """Where the steps work (`folder`), and how large: `sizes`, `many` and `few` pairs; `quick` for
    small.
    """

    def __init__(self, folder: Path, quick: bool) -> None:
        self.folder, self.quick = folder, quick
        self.close, self.most, self.many, self.few, self.once = (
            (1,) * 5 if quick else (CLOSE, MANY, PAIRS, FEW, 1)
        )
        self.around = 1 if quick else AROUND
        self.sizes = (500, 2000) if quick else (500, 10_000, 100_000, MILLION)
        # Whole copies of the shipped tables; the last has more than a million rows.
        self.copies = (1, 2) if quick else (2, 5, 50)
        # Of the public pages only one in so many.
        self.part = 40 if quick else 1
        self.articles = (20, 40) if quick else (100, 500, 1000)

    def grown(self, rows: int) -> str:
        """Return the folder of the five tables with so many rows each, made when it is first asked
        for.
        """
        folder = self.folder / f"rows-{rows}"
        if not folder.exists():
            growth.grow(folder, dict.fromkeys(growth.FIVE, rows))
        return str(folder)

    def whole(self, count: int) -> str:
        """Return the folder of so many copies of the shipped package."""
        folder = self.folder / f"copies-{count}"
        if not folder.exists():
            growth.copies(folder, count)
        return str(folder)


def wheel(bench: Bench) -> str:
    """Build the wheel when it is first asked for; return its path."""
    folder = bench.folder / "wheel"
    if not folder.exists():
        _run(
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(folder),
            str(ROOT),
        )
    return str(next(folder.glob("*.whl")))


def installed(bench: Bench, *words: str) -> Path:
    """Install the wheel, and what pip's `words` say, where nothing else is; return the folder of
    its programs.
    """
    place = Path(tempfile.mkdtemp(prefix="installed-", dir=bench.folder))
    _run(sys.executable, "-m", "venv", "--without-pip", str(place))
    python = str(place / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install"]
    if shutil.which("uv"):
        pip = ["uv", "pip", "install", "--compile-bytecode", "--python", python]
    _run(*pip, wheel(bench), *words)
    return place / "bin"


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def start(bench: Bench) -> Iterator[Line]:
    """Time importing and the small commands, from the wheel, against an interpreter that does
    nothing.
    """
    programs = installed(bench, "--no-deps", "--no-index")
    python, program = str(programs / "python"), str(programs / "coalition-data")
    bare = [python, "-c", "pass"]
    commands: list[tuple[str, Command, float]] = [
        ("`import coalition_data`", [python, "-c", "import coalition_data"], 1.25),
        ("`--version`", [program, "--version"], 3),
        ("`--help`", [program, "--help"], 5),
        ("`tables`", [program, "tables"], 5),
        ("`codebook quotes`", [program, "codebook", "quotes"], 5),
        ("`cite`", [program, "cite"], 5),
    ]
    for name, command, mark in commands:
        yield Line(
            name, "bare interpreter", timing.processes(command, bare, bench.most, alone=True), mark
        )
    for name in ("pyarrow", "pandas", "pandera.pandas", "frictionless"):
        pairs = timing.processes(
            [sys.executable, "-c", f"import {name}"], [sys.executable, "-c", "pass"], bench.many
        )
        yield Line(f"`import {name}`", "bare interpreter", pairs)


def frame(bench: Bench) -> Iterator[Line]:
    """Time the first frame, and typed loading of large tables."""
    path = ROOT / "tables" / "quotes.csv"
    ours = [sys.executable, "-c", "import coalition_data as cd; cd.quotes()"]
    theirs = [sys.executable, "-c", f"import pandas; pandas.read_csv({str(path)!r})"]
    yield Line(
        "first frame: `cd.quotes()`",
        "`pandas.read_csv`",
        timing.processes(ours, theirs, bench.close),
        1.05,
    )
    rows = bench.sizes[-1]
    folder = bench.grown(rows)
    for engine in ("pandas", "polars"):
        pairs = timing.processes(
            [*FLOORS, "load-ours", folder, engine],
            [*FLOORS, "load", folder, engine],
            bench.most,
        )
        yield Line(
            f"load five tables of {rows:,} rows, {engine}",
            f"pyarrow's typed read, to {engine}",
            pairs,
            1.1,
        )


def shipped(bench: Bench) -> Iterator[Line]:
    """Time judging the shipped tables by all rules, from the wheel, as a user has it."""
    # pandera imports hypothesis, and all of pytest with it, where they are installed.
    names = ("pandas", "pyarrow", "pandera", "frictionless")
    programs = installed(bench, *(f"{name}=={version(name)}" for name in names))
    ours = [str(programs / "coalition-data"), "validate", str(ROOT)]
    theirs = [str(programs / "frictionless"), "validate", str(ROOT / "datapackage.json")]
    pairs = timing.processes(ours, theirs, bench.many, alone=True)
    yield Line("`validate`, shipped tables, all rules", "`frictionless validate`", pairs, 0.75)


def referee(folder: str) -> Command:
    return [
        str(Path(sys.executable).with_name("frictionless")),
        "validate",
        os.path.join(folder, "datapackage.json"),
    ]


def structure(bench: Bench) -> Iterator[Line]:
    """Time and weigh structure and keys at growing sizes."""
    for rows in bench.sizes:
        folder, last = bench.grown(rows), rows == bench.sizes[-1]
        ours, floor = [*PROGRAM, "validate", "--schemas", folder], [*FLOORS, "read", folder]
        what = f"`validate --schemas`, {rows:,} rows a table"
        yield Line(what, FLOOR, timing.processes(ours, floor, bench.many), 4 if last else None)
        # One pair takes minutes at a million rows, and nearly one at a hundred thousand.
        times = bench.once if rows >= MILLION // 10 else bench.many
        pairs = timing.processes(ours, referee(folder), times)
        yield Line(what, "`frictionless validate`", pairs, 1 / 25 if last else None)
        weights = Pairs([timing.peak(ours)], [timing.peak(floor)])
        yield Line(f"{what}: MiB", "floor: MiB", weights, 2.5 if last else None)


def whole(bench: Bench) -> Iterator[Line]:
    """Time all rules over whole copies: ten times the rows, and frictionless on the same."""
    for count in bench.copies:
        ours = [*PROGRAM, "validate", bench.whole(count)]
        times = bench.many if count < bench.copies[-1] else bench.once
        pairs = timing.processes(ours, referee(bench.whole(count)), times)
        yield Line(f"`validate`, all rules, {count} copies", "`frictionless validate`", pairs, 1)
    for small, large in itertools.pairwise(bench.copies):
        commands = [[*PROGRAM, "validate", bench.whole(count)] for count in (large, small)]
        # One pair takes minutes with the most copies.
        times = bench.few if large == bench.copies[-1] else bench.many
        pairs = timing.processes(commands[0], commands[1], times, bench.around)
        yield Line(
            f"`validate`, all rules, {large} copies", f"{small} copies", pairs, 1.05 * large / small
        )
    ours, floor = [*PROGRAM, "validate", bench.whole(large)], [*FLOORS, "read", bench.whole(large)]
    weights = Pairs([timing.peak(ours)], [timing.peak(floor)])
    yield Line(f"`validate`, all rules, {large} copies: MiB", "floor: MiB", weights, 2.5)


def verify(bench: Bench) -> Iterator[Line]:
    """Time verifying articles against reading and normalising them, and more of them against fewer."""
    for count in bench.articles:
        folder = bench.folder / f"articles-{count}"
        articles.make(folder, count)
        for kind in articles.COPIES:
            turns = bench.few if kind == "altered" else bench.many
            pairs = timing.calls("verify", str(folder / kind), str(folder), pairs=turns)
            name = f"`verify`, {count:,} articles of {articles.SEGMENTS} pieces, {kind}"
            # That a phrase is missing can't be known before each place was looked at.
            marked = count == bench.articles[-1] and kind != "altered"
            yield Line(name, "reading and normalising them", pairs, 3 if marked else None)
    first, last = bench.articles[0], bench.articles[-1]
    for kind in articles.COPIES:
        places = [bench.folder / f"articles-{n}" for n in (last, first)]
        words = [str(path) for place in places for path in (place / kind, place)]
        turns = bench.few if kind == "altered" else bench.many
        pairs = timing.calls("more_articles", *words, pairs=turns, around=bench.around)
        yield Line(
            f"`verify`, {last:,} articles, {kind}",
            f"{first:,} articles",
            pairs,
            1.05 * last / first,
        )


def verify_pages(bench: Bench) -> Iterator[Line]:
    """Time looking for the printed words in pages against reading and normalising them."""
    folder = bench.folder / "pages"
    tampering.write_pages(folder, PAGE_SIZE, bench.part)
    count = len(list(folder.iterdir()))
    pairs = timing.calls("verify_pages", str(folder), pairs=bench.many)
    name = f"`verify`, {count:,} pages of {PAGE_SIZE // 1000} kB"
    yield Line(name, "reading and normalising them", pairs, 3)


def fingerprint(bench: Bench) -> Iterator[Line]:
    """Time the fingerprint against writing the same rows, and more of them against fewer."""
    few, many = bench.sizes[-2:]
    for rows in (few, many):
        for table in ("figures", "quotes"):
            pairs = timing.calls("fingerprint", bench.grown(rows), table, pairs=bench.many)
            yield Line(
                f"fingerprint, {rows:,} rows of {table}", "`pyarrow.csv.write_csv`", pairs, 20
            )
    for table in ("figures", "quotes"):
        folders = bench.grown(many), bench.grown(few)
        pairs = timing.calls("more_rows", *folders, table, pairs=bench.many, around=bench.around)
        yield Line(
            f"fingerprint, {many:,} rows of {table}", f"{few:,} rows", pairs, 1.05 * many / few
        )


STEPS: dict[str, Callable[[Bench], Iterator[Line]]] = {
    step.__name__: step
    for step in (start, frame, shipped, structure, whole, verify, verify_pages, fingerprint)
}


def machine() -> str:
    """Say on what it ran."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    kind = f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, {platform.system()}"
    return f"{kind}; Python {platform.python_version()}, {names}; coalition-data {cd.__version__}."


def gate() -> None:
    """Stop where a way of checking is blind."""
    done = subprocess.run([sys.executable, str(Path(__file__).with_name("gate.py"))], check=False)
    if done.returncode:
        raise SystemExit("no time is printed, since the ways of checking don't find the same")


def measure(bench: Bench, names: list[str]) -> dict[str, list[Line]]:
    """Run the steps and print each line as it comes; return the lines by step."""
    lines: dict[str, list[Line]] = {}
    print(f"{machine()}\n\n{HEAD}", flush=True)
    for name in names:
        lines[name] = []
        for line in STEPS[name](bench):
            line.mark = None if bench.quick else line.mark
            print(line, flush=True)
            lines[name].append(line)
    return lines


def keep(lines: dict[str, list[Line]]) -> dict[str, dict[str, Any]]:
    """Put what the steps gave in speed.json; return all that is there, in the order of STEPS."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for name, found in lines.items():
        kept[name] = {"machine": machine(), "lines": [line.cells() for line in found]}
    kept = {name: kept[name] for name in STEPS if name in kept}
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return kept


def page(kept: dict[str, dict[str, Any]]) -> str:
    """Return machines, summary and table of what was kept."""
    where: dict[str, list[str]] = {}
    for name, found in kept.items():
        where.setdefault(found["machine"], []).append(f"`{name}`")
    machines = [
        place if len(where) == 1 else f"{', '.join(names)}: {place}"
        for place, names in where.items()
    ]
    rows = [cells for found in kept.values() for cells in found["lines"]]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return "\n\n".join([*machines, summary(rows), f"{HEAD}\n{table}"])


def summary(rows: list[list[str]]) -> str:
    """Return the outcome in short: seconds of a small and of a large package, and times the floor."""
    found = {(what, against): (float(a), float(b)) for what, against, a, b, *_ in rows}
    small, large = (f"`validate --schemas`, {rows:,} rows a table" for rows in (500, MILLION))
    referee = "`frictionless validate`"
    floors = [found[what, FLOOR][1] for what in (small, large)]
    weights = found[f"{large}: MiB", "floor: MiB"]
    ours = [found[what, FLOOR][0] for what in (small, large)]
    referees = [found[what, referee][1] for what in (small, large)]
    names = ("coalition_data", "pyarrow", "pandas", "pandera.pandas", "frictionless")
    imports = [1000 * found[f"`import {name}`", "bare interpreter"][0] for name in names]
    bare = 1000 * found["`import coalition_data`", "bare interpreter"][1]
    short = [
        ("", "small: 500 rows a table", "1 million rows a table", "× floor"),
        ("---",) * 4,
        ("bare interpreter", f"{bare:.0f} ms", "", ""),
        (f"import {' / '.join(names)}", f"{' / '.join(f'{ms:.0f}' for ms in imports)} ms", "", ""),
        (
            "pyarrow's typed read (the floor)",
            f"{floors[0]:.2f} s",
            f"{floors[1]:.1f} s, {weights[1]:.0f} MiB",
            "1",
        ),
        (
            "`validate --schemas`",
            f"{ours[0]:.2f} s",
            f"{ours[1]:.1f} s, {weights[0]:.0f} MiB",
            f"{ours[1] / floors[1]:.1f}",
        ),
        (
            "frictionless",
            f"{referees[0]:.2f} s",
            f"{referees[1]:.0f} s",
            f"{referees[1] / floors[1]:.0f}",
        ),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in short)


def put(text: str) -> None:
    """Write `text` between the markers of README.md."""
    before, _, rest = README.read_text(encoding="utf-8").partition(MARKERS[0])
    after = rest.partition(MARKERS[1])[2]
    README.write_text(f"{before}{MARKERS[0]}\n\n{text}\n\n{MARKERS[1]}{after}", encoding="utf-8")


def main() -> None:
    """Read the command line, hold the gate, measure, write, judge."""
    parser = argparse.ArgumentParser(
        description="Measure speed and memory beside what does the least."
    )
    parser.add_argument(
        "steps", nargs="*", metavar="STEP", help=f"of {', '.join(STEPS)} (default: all)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="small, in two minutes: see that all runs"
    )
    words = parser.parse_args()
    if unknown := set(words.steps) - STEPS.keys():
        parser.error(f"no step {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}")
    gate()
    names = words.steps or list(STEPS)
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        bench = Bench(Path(folder), words.quick)
        lines = measure(bench, names)
    if words.quick:
        return
    put(page(keep(lines)))
    missed = [
        f"{line.what}: {line.pairs.ratio:.3g}"
        for found in lines.values()
        for line in found
        if line.missed
    ]
    if missed:
        raise SystemExit("not reached:\n" + "\n".join(missed))


if __name__ == "__main__":
    main()
