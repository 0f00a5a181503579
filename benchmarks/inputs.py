"""Inputs of up to 10 MB of every kind, given to every command: `python benchmarks/inputs.py [NAME ...]`.

Each input goes to each command that takes one of its kind, in a process of its own that is killed
after a minute. A table is also tried as the installed data, for commands that know no other. It fails
when a run takes more than 10 seconds or 1 GB, ends in a traceback or with a code that isn't documented.

It enters each input that passed into inputs.csv, from which docs/security.md is printed. `--quick` tries
1 MB of each, with half of the time and of the memory, and writes nothing. What counts is processor time,
the system's included. Where more processes run than there are cores, that grows too, up to threefold.
So what took too long is tried twice more, and the least counts; beside other work, take `--jobs 1`.
"""

import argparse
import contextlib
import csv
import functools
import gzip
import importlib
import io
import itertools
import json
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from coalition_data.curation import draft
from coalition_data.tables import argument, jsonfile

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).with_name("inputs.csv")
HEADER = ["input", "MB", "slowest command", "seconds", "MiB", "exit code"]
MB = 1_000_000
SIZE = 10 * MB
LIMITS = (10.0, 1024)  # seconds and MiB
# At a tenth of the size; the libraries alone take 200 MiB.
QUICK_LIMITS = (5.0, 512)
KILL_SECONDS = 60
KILL_MIB = 3000
# A run that waits for something takes no processor time.
PATIENCE_SECONDS = 1200
TRIES = 3
CODES = (0, 1, 2)
# The keys of these are right, so `explore` would write all their pages, which takes longer.
SHOWN = (
    "a table with a wrong value of a closed list in each row",
    "many waivers",
    "a ledger of many entries",
)
CRASHED = 99

Words = list[str]
# What a generator does: it fills a folder with about so many bytes.
Maker = Callable[[Path, int], None]
MAKERS: dict[str, tuple[str, Maker]] = {}


def makes(kind: str) -> Callable[[Maker], Maker]:
    """Enter a generator; its docstring names the input."""

    def enter(maker: Maker) -> Maker:
        MAKERS[str(maker.__doc__)] = kind, maker
        return maker

    return enter


# ---- what inputs are made of


def fill(piece: str | bytes, size: int) -> bytes:
    data = piece if isinstance(piece, bytes) else piece.encode()
    return data * max(size // len(data), 1)


def count(form: str, size: int) -> str:
    """Return a form with the numbers 0, 1, 2 … put in, up to a size."""
    number = size // (len(form.format(0).encode()) + 4)
    return "".join(map(form.format, range(number)))


def shipped(table: str) -> tuple[list[str], dict[str, str]]:
    """Return the columns of a shipped table, and its first row."""
    with (ROOT / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return list(rows.fieldnames or []), next(rows)


def rows_of(table: str, size: int, **cells: Callable[[int], str]) -> bytes:
    """Return a table of so many bytes: its first row, again and again, with some cells made anew."""
    names, row = shipped(table)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for n in itertools.count():
        key = {names[0]: f"{row[names[0]]}{n:07d}"}
        made = {name: make(n) for name, make in cells.items()}
        writer.writerow({**row, **key, **made}.values())
        if out.tell() > size:
            return out.getvalue().encode()
    raise AssertionError


def copy_shipped(folder: Path) -> None:
    shutil.copy(ROOT / "datapackage.json", folder)
    shutil.copytree(ROOT / "tables", folder / "tables")


def put_table(folder: Path, data: bytes, table: str = "quotes") -> None:
    """Write the shipped package with another file as one of its tables."""
    copy_shipped(folder)
    (folder / "tables" / f"{table}.csv").write_bytes(data)
    (folder / "table").write_text(table)


def put_header(folder: Path, body: bytes) -> None:
    """Do so with the header of quotes before the body."""
    put_table(folder, ",".join(shipped("quotes")[0]).encode() + b"\n" + body)


def put_descriptor(folder: Path, text: str, data: str = "id\na\n") -> None:
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    (folder / "a.csv").write_text(data, encoding="utf-8")


def describe(fields: list[object], **schema: object) -> str:
    table = {
        "name": "a",
        "path": "a.csv",
        "schema": {"fields": fields, "primaryKey": "id", **schema},
    }
    return json.dumps({"name": "a", "resources": [table]})


def field(name: str, **constraints: object) -> object:
    return {"name": name, "type": "string", "constraints": constraints}


def put_text(folder: Path, *texts: bytes) -> None:
    """Write texts, and the shipped package in which one of each kind is the first one's."""
    from coalition_data.texts import evidence

    copy_shipped(folder)
    (folder / "texts").mkdir()
    # Larger ones aren't read: so as many as there are of the largest size.
    most = argument.LARGEST_TEXT - 10
    texts = tuple(text[at : at + most] for text in texts for at in range(0, len(text), most))
    for n, text in enumerate(texts):
        whole = text.decode("utf-8", "ignore").encode()
        (folder / "texts" / f"{n}.txt").write_bytes(whole)
    path = folder / "tables" / "sources.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    at = rows[0].index("text_sha256")
    held = next(row for row in rows[1:] if row[at])
    held[at] = evidence.sha256(evidence.normalise(texts[0].decode("utf-8", "ignore")))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def put_draft(folder: Path, toml: str) -> None:
    copy_shipped(folder)
    (folder / "text.txt").write_text(
        "Vingt et un pays se sont réunis à Londres. " * 200, encoding="utf-8"
    )
    (folder / "draft.toml").write_text(toml, encoding="utf-8")


SOURCE = '[source]\nkind = "press_article"\npublisher = "Essai"\nlang = "fr"\n'


def put_archive(
    folder: Path, files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)


# ---- commands


class Run(NamedTuple):
    """A command in a folder; `installed`: what is there takes the place of the installed data."""

    words: Words
    installed: bool = False


def commands(kind: str, folder: Path) -> list[Run]:
    """Return the commands that take an input of this kind."""
    here = str(folder)
    if kind == "file":
        file = str(folder / "file")
        return [Run(["fingerprint", file]), Run(["identify", file]), Run(["cite", file])]
    if kind == "archive":
        return [Run(["diff", str(folder / "a.zip"), str(ROOT)])]
    if kind == "draft":
        text, path = str(folder / "text.txt"), str(folder / "draft.toml")
        return [Run(["new-source", text, path, here])]
    if kind == "text":
        texts, text = str(folder / "texts"), str(folder / "texts" / "0.txt")
        return [
            Run(["validate", "--texts", texts, here]),
            Run(["verify", texts, here]),
            Run(["sweep", texts, here]),
            Run(["anchor", text, "vingt et un pays"]),
            Run(["new-source", text]),
            Run(["new-source", text, str(folder / "texts" / "0.txt"), here]),
            Run(["export", "--to", "corpus", "--texts", texts, str(folder / "out")]),
        ]
    return commands_on_package(folder)


def commands_on_package(folder: Path) -> list[Run]:
    here = str(folder)
    named = folder / "table"
    table = named.read_text() if named.exists() else "a"
    runs = [
        Run(["validate", here]),
        Run(["validate", "--schemas", here]),
        Run(["fmt", "--check", here]),
        Run(["diff", here, str(ROOT) if named.exists() else here]),
    ]
    file = folder / "tables" / f"{table}.csv"
    if named.exists():
        runs += [Run([name, str(file)]) for name in ("fingerprint", "identify", "cite")]
    out = str(folder / "out")
    words = [
        ["show", table],
        ["fingerprint"],
        ["cite", table],
        ["tables"],
        ["export", "--to", "json", f"{out}.json"],
        ["export", "--to", "sqlite", f"{out}.db"],
        ["export", "--to", "xlsx", f"{out}.xlsx"],
        ["explore", "--out", out],
    ]
    return runs + [Run(one, installed=True) for one in words]


class Result(NamedTuple):
    """How one run went; `fault` says what is wrong with it."""

    command: str
    seconds: float
    mib: int
    code: int
    fault: str


def meter(run: Run, folder: Path, limits: tuple[float, int]) -> Result:
    """Run a command in a process of its own; return its time, its memory and how it ended."""
    with tempfile.TemporaryFile() as errors:
        pid = os.fork()
        if not pid:
            become(run, folder, errors.fileno())
        status, usage = wait(pid)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace")
    code = os.waitstatus_to_exitcode(status)
    # Processor time: to wait for a busy machine costs nothing.
    seconds = usage.ru_utime + usage.ru_stime
    mib = usage.ru_maxrss // 1024
    words = ["SHIPPED" if word == str(ROOT) else word for word in run.words]
    name = " ".join(Path(word).name if "/" in word else word for word in words)
    faults = []
    if seconds > limits[0]:
        faults.append("too slow")
    if mib > limits[1]:
        faults.append("too much memory")
    if "Traceback" in said:
        faults.append(" / ".join(said.strip().splitlines()[-3:])[:300])
    elif code not in CODES:
        faults.append(f"exit code {code}")
    return Result(name.replace(folder.name, "FOLDER"), seconds, mib, code, ", ".join(faults))


def become(run: Run, folder: Path, errors: int) -> None:
    """Be the command, in a process that was just forked; never return."""
    from coalition_data import cli
    from coalition_data.tables import descriptor

    code = CRASHED
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (KILL_SECONDS, KILL_SECONDS))
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)
        os.dup2(errors, 2)
        os.chdir(folder)
        if run.installed:
            descriptor.home = lambda: str(folder)
        code = cli.main(run.words)
    except SystemExit as error:
        code = int(error.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def wait(pid: int) -> tuple[int, resource.struct_rusage]:
    """Wait for a process; kill one that takes much too much memory, or waits for ever."""
    pages = Path(f"/proc/{pid}/statm")
    page = os.sysconf("SC_PAGE_SIZE")
    start = time.monotonic()
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return status, usage
        mib = int(pages.read_text().split()[1]) * page >> 20
        if mib > KILL_MIB or time.monotonic() - start > PATIENCE_SECONDS:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)


def load_libraries() -> None:
    """Import what takes long, so that no process has to do it again."""
    for name in ("pandera.pandas", "pyarrow.csv", "pyarrow.parquet", "coalition_data.cli"):
        importlib.import_module(name)


def make_apart(maker: Maker, folder: Path, size: int) -> None:
    """Make an input in a process of its own: the commands' would inherit its memory."""
    pid = os.fork()
    if not pid:
        code = CRASHED
        try:
            maker(folder, size)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, f"{maker.__doc__} can't be made"


def try_input(name: str, size: int, limits: tuple[float, int]) -> tuple[str, int, list[Result]]:
    """Make an input and give it to each command; return name, bytes and results."""
    kind, maker = MAKERS[name]
    if kind == "draft":
        size = min(size, draft.LARGEST - 1000)
    if "descriptor" in name or "pattern" in name:
        size = min(size, jsonfile.LARGEST - MB // 10)
    with tempfile.TemporaryDirectory(prefix="inputs-") as place:
        folder = Path(place)
        make_apart(maker, folder, size)
        made = max(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        if kind == "text":
            made = sum(path.stat().st_size for path in (folder / "texts").iterdir())
        elif kind == "draft":
            made = (folder / "draft.toml").stat().st_size
        runs = commands(kind, folder)
        if name in SHOWN:
            runs = [run for run in runs if run.words[0] != "explore"]
        return name, made, [meter_best(run, folder, limits) for run in runs]


def meter_best(run: Run, folder: Path, limits: tuple[float, int]) -> Result:
    """Run a command again while it takes too long; other work on the machine only adds to that."""
    best = meter(run, folder, limits)
    for _ in range(TRIES - 1):
        if best.seconds > limits[0]:
            best = min(best, meter(run, folder, limits), key=lambda one: one.seconds)
    return best


def record(cells: Words) -> None:
    """Enter what an input took into inputs.csv, in place of what it took before."""
    rows = {}
    if RESULTS.exists():
        with RESULTS.open(encoding="utf-8", newline="") as file:
            rows = {row[0]: row for row in itertools.islice(csv.reader(file), 1, None)}
    rows[cells[0]] = cells
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([HEADER, *(rows[name] for name in MAKERS if name in rows)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--all", action="store_true", help="print each run")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="runs at once")
    parser.add_argument("names", nargs="*", help="parts of names of inputs")
    args = parser.parse_args()
    size, limits = (SIZE // 10, QUICK_LIMITS) if args.quick else (SIZE, LIMITS)
    wanted = [one for one in MAKERS if not args.names or any(part in one for part in args.names)]
    tried, failed = 0, 0
    load_libraries()
    with multiprocessing.get_context("fork").Pool(args.jobs) as pool:
        attempt = functools.partial(try_input, size=size, limits=limits)
        for name, made, found in pool.imap_unordered(attempt, wanted):
            slowest = max(found, key=lambda one: one.seconds)
            mib = max(one.mib for one in found)
            cells = [name, f"{made / MB:.1f}", slowest.command, f"{slowest.seconds:.1f}", str(mib), str(slowest.code)]  # fmt: skip
            tried += 1
            if not args.quick and not any(one.fault for one in found):
                record(cells)
            print(" | ".join(cells), flush=True)
            for one in found:
                failed += bool(one.fault)
                if one.fault or args.all:
                    print(f"    {one.command}: {one.seconds:.1f} s, {one.mib} MiB, {one.code} {one.fault}", flush=True)  # fmt: skip
    print(f"{tried} inputs, {failed} runs failed")
    return int(bool(failed))


# ---- tables


@makes("package")
def _(folder: Path, size: int) -> None:
    """the shipped tables, again and again"""
    copy_shipped(folder)
    (folder / "table").write_text("participants")
    paths = list((folder / "tables").glob("*.csv"))
    times = max(size // sum(path.stat().st_size for path in paths), 1)
    for path in paths:
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        copies = [f"{n}{line}" if not line.startswith('"') else f'"{n}{line[1:]}' for n in range(times) for line in lines]  # fmt: skip
        path.write_text("\n".join([header, *copies, ""]), encoding="utf-8")


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with a wrong source_id in each row"""
    put_table(
        folder,
        rows_of("participants", size, source_id=lambda n: f"jeddah-communique-{n}x"),
        "participants",
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with a letter too many in each source_id"""
    path = ROOT / "tables" / "sources.csv"
    keys = [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    put_table(
        folder,
        rows_of("participants", size, source_id=lambda n: keys[n % len(keys)] + "x"),
        "participants",
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with a wrong value of a closed list in each row"""
    put_table(folder, rows_of("participants", size, role=lambda n: f"unknownn{n}"), "participants")


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table in which every cell is wrong"""
    names, _ = shipped("participants")
    put_table(
        folder,
        rows_of("participants", size, **dict.fromkeys(names, lambda n: f"=É {n}")),
        "participants",
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with one key in all rows"""
    put_table(folder, rows_of("quotes", size, quote_id=lambda _: "2014-09-jeddah-q001"))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with rows in reverse order"""
    put_table(folder, rows_of("quotes", size, quote_id=lambda n: f"2014-09-jeddah-q{10**6 - n}"))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of many columns"""
    put_table(
        folder, (count("c{},", size // 2) + "x\n" + count("c{},", size // 2) + "x\n").encode()
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with rows of many cells"""
    put_header(folder, fill("," * 1000 + "\n", size))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with one long cell"""
    put_header(folder, b"x" * size + b"," * 20 + b"\n")


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with cells just below the limit"""
    put_table(folder, rows_of("quotes", size, note=lambda _: "é" * 130_000))


@makes("package")
def _(folder: Path, size: int) -> None:
    """one line without an end"""
    put_table(folder, b"x" * size)


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table without a line break at its end"""
    put_table(folder, rows_of("quotes", size)[:-1])


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of open quotation marks"""
    put_header(folder, fill('"x\n', size))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a quotation mark that is never closed"""
    put_header(folder, b'"' + fill("some words in a line\n", size))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of nothing but quotation marks"""
    put_header(folder, b'"' * size)


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with cells of twenty lines"""
    commas = "," * (len(shipped("quotes")[0]) - 1)
    put_header(folder, fill('"' + "x\n" * 20 + '"' + commas + "\n", size))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of blank lines"""
    put_header(folder, b"\n" * size)


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of nothing but line breaks"""
    put_table(folder, b"\n" * size)


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of nothing but commas"""
    put_table(folder, b"," * size)


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of nothing but spaces"""
    put_table(folder, b" " * size)


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with rows of one letter"""
    put_header(folder, b"x\n" * (size // 2))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with a cell of spaces in each row"""
    put_table(folder, rows_of("quotes", size, note=lambda _: "x" + " " * 100_000 + "x"))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with accents upon accents"""
    put_table(folder, rows_of("quotes", size, note=lambda _: "a" + "\u0301\u0316" * 50_000))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with uncomposed accents in each row"""
    put_table(folder, rows_of("quotes", size, note=lambda _: "e\u0301te\u0301"))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with line ends of all kinds"""
    put_table(
        folder, rows_of("quotes", size).replace(b"\n", b"\r\n").replace(b"\r\n20", b"\r20", 999)
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of carriage returns"""
    put_header(folder, b"\r" * size)


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of NUL bytes"""
    put_header(folder, b"\0" * size)


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of byte order marks"""
    put_header(folder, fill("\ufeff", size))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table with bytes that aren't UTF-8 in each line"""
    put_header(folder, fill(b"\xe9\n", size))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a table of random bytes"""
    put_table(folder, os.urandom(size))


@makes("package")
def _(folder: Path, size: int) -> None:
    """figures of 100,000 digits"""
    put_table(folder, rows_of("figures", size, value=lambda _: "9" * 100_000), "figures")


@makes("package")
def _(folder: Path, size: int) -> None:
    """figures that no float holds"""
    put_table(
        folder,
        rows_of("figures", size, value=lambda n: f"1e{n}", low=lambda n: "9" * 299),
        "figures",
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """days that don't exist"""
    put_table(folder, rows_of("meetings", size, date_start=lambda n: f"{n:04d}-02-30"), "meetings")


@makes("package")
def _(folder: Path, size: int) -> None:
    """evidence of 3,000 pieces in each cell"""
    piece = "1-9#4d811c4b51e313d506da7a0ebf14380b"
    put_table(folder, rows_of("quotes", size, evidence=lambda _: ";".join([piece] * 3000)))


@makes("package")
def _(folder: Path, size: int) -> None:
    """evidence that is longer than a cell may be"""
    piece = "1-9#4d811c4b51e313d506da7a0ebf14380b"
    put_table(folder, rows_of("quotes", size, evidence=lambda _: ";".join([piece] * 10_000)))


@makes("package")
def _(folder: Path, size: int) -> None:
    """many waivers"""
    evidence = "{}-{}#4d811c4b51e313d506da7a0ebf14380b"
    put_table(
        folder, rows_of("waivers", size, evidence=lambda n: evidence.format(n, n + 9)), "waivers"
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a ledger of many entries"""
    path = ROOT / "tables" / "ledger.csv"
    head = path.read_text(encoding="utf-8").splitlines()[0]
    digest = "0" * 64
    form = f"quotes/q{{0}},quotes,q{{0}},{digest},0.{{0}}.0#{digest},0.0.1,,,\n"
    put_table(folder, f"{head}\n{count(form, size)}".encode(), "ledger")


@makes("package")
def _(folder: Path, size: int) -> None:
    """a web page where a table should be"""
    put_table(folder, b"<html>" + fill("<p>", size))


@makes("package")
def _(folder: Path, size: int) -> None:
    """JSON where a table should be"""
    put_table(folder, b'{"a": ' + fill("[", size))


@makes("package")
def _(folder: Path, size: int) -> None:
    """fingerprints.json of many levels"""
    put_table(folder, rows_of("quotes", 1000))
    (folder / "fingerprints.json").write_bytes(b"[" * size)


# ---- descriptors


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor of many fields"""
    names = [f"c{n}" for n in range(size // 70)]
    put_descriptor(
        folder, describe([field("id"), *map(field, names)]), ",".join(["id", *names]) + "\n"
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor of many tables"""
    one = json.loads(describe([field("id")]))["resources"][0]
    tables = [{**one, "name": f"a{n}", "path": f"a{n}.csv"} for n in range(size // 150)]
    put_descriptor(folder, json.dumps({"name": "a", "resources": tables}))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor of many allowed values"""
    values = [f"value{n}" for n in range(size // 16)]
    put_descriptor(
        folder, describe([field("id", enum=values)]), "id\n" + count("valu{}\n", size // 10)
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor of many categories"""
    values = [{"value": f"value{n}", "label": f"label{n}"} for n in range(size // 50)]
    column = {"name": "id", "type": "string", "categories": values}
    put_descriptor(folder, describe([column]), "id\nvalue\n")


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor of many keys"""
    keys = [{"fields": "id", "reference": {"resource": "", "fields": "id"}}] * (size // 70)
    put_descriptor(folder, describe([field("id")], foreignKeys=keys))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor of many unique keys"""
    put_descriptor(folder, describe([field("id")], uniqueKeys=[["id"]] * (size // 8)), "id\na\nb\n")


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor with a long pattern"""
    put_descriptor(folder, describe([field("id", pattern="(a|b)*" * (size // 6))]))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a pattern of nested repetitions"""
    put_descriptor(
        folder,
        describe([field("id", pattern="(((a{99}){99}){99}){99}")]),
        "id\n" + "a" * size + "\n",
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a pattern that takes a backtracking engine for ever"""
    put_descriptor(
        folder, describe([field("id", pattern="(a+)+b")]), "id\n" + count("a" * 90 + "{}\n", size)
    )


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor of a million levels"""
    put_descriptor(folder, '{"a": ' + "[" * size)


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor with a number of a million digits"""
    put_descriptor(folder, '{"a": ' + "9" * size + "}")


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor with one name, again and again"""
    put_descriptor(folder, "{" + '"a": 1, ' * (size // 8) + '"a": 1}')


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor with long texts"""
    long = {"name": "id", "type": "string", "title": "x " * (size // 4), "description": "\u0301\u0316" * (size // 26)}  # fmt: skip
    put_descriptor(folder, describe([long]))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor with a long name"""
    put_descriptor(folder, describe([field("id"), field("x" + "\u0301\u0316" * (size // 12))]))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor with a long version"""
    raw = json.loads(describe([field("id")]))
    put_descriptor(folder, json.dumps({**raw, "version": "1." + "9" * size + ".0"}))


@makes("package")
def _(folder: Path, size: int) -> None:
    """a descriptor with a value cut off in a text"""
    put_descriptor(folder, '{"a": "' + "\\" * size)


# ---- other files


def put_file(folder: Path, data: bytes) -> None:
    (folder / "file").write_bytes(data)


def write_parquet(folder: Path, columns: dict[str, object], **how: object) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), folder / "file", **how)


@makes("file")
def _(folder: Path, size: int) -> None:
    """a Parquet file of a few kB with 100 million cells"""
    import pyarrow as pa

    names, _ = shipped("quotes")
    rows = size // 2
    cells = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * 100]))
    write_parquet(folder, dict.fromkeys(names, cells), compression="zstd")


@makes("file")
def _(folder: Path, size: int) -> None:
    """a Parquet file of many columns"""
    write_parquet(folder, {f"c{n}": [n] for n in range(size // 1000)})


@makes("file")
def _(folder: Path, size: int) -> None:
    """a Parquet file with long cells of one letter"""
    names, _ = shipped("quotes")
    cells = ["x" * (50 * size)]
    write_parquet(folder, dict.fromkeys(names[:2], cells) | {name: ["x"] for name in names[2:]}, compression="zstd", use_dictionary=False)  # fmt: skip


@makes("file")
def _(folder: Path, size: int) -> None:
    """a Parquet file with accents upon accents"""
    names, _ = shipped("quotes")
    write_parquet(folder, {name: ["a" + "\u0301\u0316" * (size // 100)] for name in names})


@makes("file")
def _(folder: Path, size: int) -> None:
    """a Parquet file that was cut off"""
    names, _ = shipped("quotes")
    write_parquet(
        folder, {name: [os.urandom(50).hex() for _ in range(size // 2000)] for name in names}
    )
    data = (folder / "file").read_bytes()
    put_file(folder, data[: len(data) // 2] + data[-99:])


@makes("file")
def _(folder: Path, size: int) -> None:
    """a gzip file of nothing but zeros"""
    put_file(folder, gzip.compress(bytes(100 * size)) * 10)


@makes("file")
def _(folder: Path, size: int) -> None:
    """quotes that differ from the installed ones"""
    put_file(folder, rows_of("quotes", size, note=lambda n: f"note {n}"))


# ---- archives


@makes("archive")
def _(folder: Path, size: int) -> None:
    """an archive whose descriptor unpacks to 1 GB"""
    put_archive(folder, [("a/datapackage.json", bytes(100 * size))])


@makes("archive")
def _(folder: Path, size: int) -> None:
    """an archive whose tables unpack to 1 GB each"""
    big = b"x" * (100 * size)
    tables = (
        (f"a/tables/{path.name}", big) for path in sorted((ROOT / "tables").glob("[a-m]*.csv"))
    )
    descriptor = ("a/datapackage.json", (ROOT / "datapackage.json").read_bytes())
    put_archive(folder, itertools.chain([descriptor], tables))


@makes("archive")
def _(folder: Path, size: int) -> None:
    """an archive of many files"""
    put_archive(folder, ((f"a/{n}", b"") for n in range(size // 110)), zipfile.ZIP_STORED)


@makes("archive")
def _(folder: Path, size: int) -> None:
    """an archive of many descriptors"""
    put_archive(
        folder, ((f"{n}/datapackage.json", b"{}") for n in range(size // 150)), zipfile.ZIP_STORED
    )


@makes("archive")
def _(folder: Path, size: int) -> None:
    """an archive with one wrong table among sound ones"""
    files = [(f"a/tables/{path.name}", path.read_bytes()) for path in (ROOT / "tables").glob("*.csv") if path.name != "quotes.csv"]  # fmt: skip
    files.append(("a/datapackage.json", (ROOT / "datapackage.json").read_bytes()))
    put_archive(
        folder, [*files, ("a/tables/quotes.csv", rows_of("quotes", size))], zipfile.ZIP_STORED
    )


# ---- texts


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of one word"""
    put_text(folder, *[b"x" * (size // 2)] * 2)


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of unrelated words"""
    half = size // 2
    put_text(folder, count("mot{} ", half).encode(), count("word{} ", half).encode())


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of one phrase, again and again"""
    text = fill("Vingt et un pays se sont réunis à Londres, « à la demande de Paris ». ", size // 2)
    put_text(folder, text, text + b"x")


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of shipped phrases in any order"""
    with (ROOT / "tables" / "quotes.csv").open(encoding="utf-8", newline="") as file:
        phrases = [row["text"] for row in csv.DictReader(file) if row["text"]]
    text = " ".join(itertools.islice(itertools.cycle(phrases), size // 250)).encode()
    put_text(folder, text[: size // 2], text[1 : size // 2 : 1])


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of accents upon accents"""
    text = b"a" + fill("\u0301\u0316", size // 2)
    put_text(folder, text, text + b"x")


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of spaces and invisible characters"""
    text = b"a" + fill(" \u200b\u00a0", size // 2) + b"b"
    put_text(folder, text, text + b"x")


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of nothing but digits"""
    put_text(folder, b"9" * (size // 2), b"9" * (size // 3))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of numbers"""
    put_text(folder, count("{} ", size // 2).encode(), fill("1 000 000,5 ", size // 2))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of one number, again and again"""
    put_text(folder, fill("1 ", size // 2), fill("2 ", size // 2))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of one number word, again and again"""
    put_text(folder, fill("vingt et ", size // 2), fill("thousand and ", size // 2))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of words that begin a number"""
    put_text(folder, fill("de ", size // 2), fill("mille-", size // 2))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of quotation marks"""
    put_text(folder, fill("\"a' 'b", size // 2), fill(" '", size // 2))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of dates"""
    put_text(folder, fill("22 janvier 2015, ", size // 2), fill("January ", size // 2))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text of hyphens"""
    put_text(folder, fill("- ", size // 2), fill("a-", size // 2))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text without spaces in another script"""
    put_text(folder, fill("联军部长会议在伦敦举行", size // 2), fill("한", size // 2))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a thousand texts"""
    put_text(folder, *(f"{n} pays. ".encode() * (size // 10_000) for n in range(1000)))


@makes("text")
def _(folder: Path, size: int) -> None:
    """a text that is larger than any article"""
    put_text(folder, b"Vingt pays.")
    (folder / "texts" / "0.txt").write_bytes(count("mot{} ", size).encode())


# ---- drafts


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft of many levels"""
    put_draft(folder, "a = " + "[" * size)


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft with a key of many parts"""
    put_draft(folder, "a." * (size // 2) + "a = 1")


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft with a number of a million digits"""
    put_draft(folder, SOURCE + "accessed = " + "9" * size)


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft of many blocks"""
    put_draft(
        folder, SOURCE + '[[figures]]\nmeeting_id = "2014-09-jeddah"\nabout = "x"\n' * (size // 55)
    )


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft of many empty blocks"""
    put_draft(folder, SOURCE + "[[figures]]\n" * (size // 12))


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft of many sources to be called alike"""
    put_draft(folder, SOURCE + '[[actors]]\nname_en = "x"\n' * (size // 25))


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft of many phrases"""
    put_draft(folder, SOURCE + "[[figures]]\nevidence = [" + '"", "' + '", "'.join(["réunis à Londres"] * (size // 25)) + '"]\n')  # fmt: skip


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft with a long text"""
    put_draft(folder, SOURCE + 'note = "' + "x" * size + '"\n')


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft with accents upon accents"""
    put_draft(folder, SOURCE + 'note = "a' + "\u0301\u0316" * (size // 4) + '"\n')


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft that isn't TOML"""
    put_draft(folder, "x" * size)


@makes("draft")
def _(folder: Path, size: int) -> None:
    """a draft with a text that is never closed"""
    put_draft(folder, '"""' + "\\" * size)


if __name__ == "__main__":
    raise SystemExit(main())
