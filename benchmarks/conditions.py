"""Every command under bad conditions: `python benchmarks/conditions.py [--check] [--part N] [--kills N]`.

Each command runs as a process of its own, on a small part of the tables: without output, with a reader
that goes away, on a full disk, without rights, in a plain locale, without a home, in a folder that was
deleted, and with a link, a pipe or a folder where it writes. Then those that write are killed at random
moments. Everything happens in file systems made for it, so this needs root on Linux.

It writes conditions.csv, from which docs/quality.md is printed. `--check` compares with it instead, and
`--part N` lets each command meet only every Nth condition, the next command the next ones.
Either fails on a traceback, on an exit code that isn't the documented one, on a lost or torn file, and
on anything left behind.
"""

import argparse
import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from curation.test_new_source import DRAFT, TEXT  # noqa: E402
from worlds import Copy  # noqa: E402

RESULTS = Path(__file__).with_name("conditions.csv")
SEED = 20260101
# Processes without the right to override permissions: root has it otherwise.
NO_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search",
             "--inh-caps=-dac_override,-dac_read_search"]  # fmt: skip
PLAIN_LOCALE = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
COULD_NOT_RUN = 2
WITHOUT_ADDRESS = "rfi-2016-10-25"
# What the exports write: a file's ending, or nothing for a folder.
EXPORTS = {
    "parquet": "", "csv": "", "stata": "", "sqlite": ".db", "xlsx": ".xlsx", "json": ".json",
    "corpus": "", "r": "",
}  # fmt: skip


FOLDERS = {f"export {form}" for form, ending in EXPORTS.items() if not ending}


class World:
    """A place to work in: `folder`, with the package beside small tables, texts, rows and a draft."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "installed"
        self.tables = folder / "tables"
        self.texts = folder / "texts"
        self.target = folder / "target"
        self.temporary = folder / "temporary"
        for place in (self.home / "src", self.texts, self.target, self.temporary):
            place.mkdir(parents=True)
        # The package finds its data beside `src`, by its own path.
        (self.home / "src" / "coalition_data").symlink_to(ROOT / "src" / "coalition_data")
        copy = Copy(self.home)
        # `fetch` asks nobody then.
        copy.set("sources", WITHOUT_ADDRESS, url="").write()
        self.shipped = copy.path("quotes").read_bytes()
        (self.texts / "article.txt").write_text(TEXT, encoding="utf-8")
        (folder / "draft.toml").write_text(DRAFT, encoding="utf-8")
        (folder / "rows.csv").write_bytes(self.shipped)
        self.renew()

    def renew(self, name: str = "") -> None:
        """Put sound tables back, with something to do for `fmt`, and empty the target."""
        shutil.rmtree(self.tables, ignore_errors=True)
        shutil.copytree(self.home / "tables", self.tables / "tables")
        shutil.copy(self.home / "datapackage.json", self.tables)
        shutil.rmtree(self.target, ignore_errors=True)
        self.target.mkdir()
        shutil.rmtree(self.temporary)
        self.temporary.mkdir()
        if name == "fmt":
            path = self.tables / "tables" / "quotes.csv"
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    def command(self, name: str) -> list[str]:
        """Return the words of a command; those that write, write into the tables or `target`."""
        kind, _, form = name.partition(" ")
        tables, target = str(self.tables), str(self.target / f"out{EXPORTS.get(form, '')}")
        text, draft = str(self.texts / "article.txt"), str(self.folder / "draft.toml")
        rest = {
            "show": ["meetings"],
            "codebook": ["figures"],
            "validate": [tables],
            "verify": [str(self.texts), tables],
            "sweep": [str(self.texts), tables],
            "anchor": [text, "vingt et un pays"],
            "fmt": [tables],
            "fingerprint": [str(self.folder / "rows.csv")],
            "new-source": [text, draft, tables],
            "cite": [str(self.folder / "rows.csv")],
            "identify": [str(self.folder / "rows.csv")],
            "diff": [tables, tables],
            "export": ["--to", form, target],
            "panel": ["state-year", f"{target}.{form}"],
            "explore": ["--out", target],
            "fetch": ["--source", WITHOUT_ADDRESS, "--out", target],
        }
        return [kind, *rest.get(kind, [])]

    def start(
        self, name: str, wrap: list[str] | None = None, **how: object
    ) -> subprocess.Popen[bytes]:
        """Start a command; `how` goes to Popen, `wrap` stands before the interpreter."""
        more = how.pop("env", {})
        ours = {"PYTHONPATH": str(self.home / "src"), "TMPDIR": str(self.temporary)}
        env = {**os.environ, **ours, **more}  # type: ignore[dict-item]
        for lacking in [key for key, value in env.items() if value is None]:
            del env[lacking]
        words = [*(wrap or []), sys.executable, "-m", "coalition_data", *self.command(name)]
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": self.folder, **how}
        return subprocess.Popen(words, env=env, **options)  # type: ignore[call-overload,no-any-return]

    def run(self, name: str, wrap: list[str] | None = None, **how: object) -> int:
        """Run a command; return its exit code, and stop on a traceback."""
        process = self.start(name, wrap, **how)
        _, errors = process.communicate(timeout=120)
        if b"Traceback" in errors or b"Exception ignored" in errors:
            raise SystemExit(f"{name}: {errors.decode()}")
        return process.returncode

    def left(self) -> list[str]:
        """Return what lies about that no command should leave."""
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob(".*")
            if path.name.startswith(".coalition-data")
        )


READERS = ("tables", "show", "codebook", "validate", "verify", "sweep", "anchor", "fingerprint",
           "cite", "identify", "diff")  # fmt: skip
PANELS = ("panel csv", "panel parquet", "panel dta")
EXPORTED = tuple(f"export {form}" for form in EXPORTS)
WRITERS = ("fmt", "new-source", *EXPORTED, *PANELS, "explore", "fetch")
# `fetch` is killed in troubles.py, where it has something to do.
KILLED = WRITERS[:-1]


def plain(world: World, name: str) -> int:
    """as usual"""
    return world.run(name)


def no_output(world: World, name: str) -> int:
    """output closed"""
    shell = ["sh", "-c", 'exec "$0" "$@" >&-']
    return world.run(name, shell)


def reader_gone(world: World, name: str) -> int:
    """reader gone"""
    read, write = os.pipe()
    os.close(read)
    try:
        return world.run(name, stdout=write)
    finally:
        os.close(write)


def output_full(world: World, name: str) -> int:
    """output on a full disk"""
    with small_disk(world.folder / "disk") as disk:
        fill(disk)
        with (disk / "out").open("wb") as out:
            return world.run(name, stdout=out)


def plain_locale(world: World, name: str) -> int:
    """LANG=C"""
    return world.run(name, env=PLAIN_LOCALE)


def no_home(world: World, name: str) -> int:
    """no HOME"""
    return world.run(name, env={"HOME": None})


def deleted_folder(world: World, name: str) -> int:
    """working folder deleted"""
    gone = world.folder / "gone"
    gone.mkdir()
    shell = ["sh", "-c", f'rmdir "{gone}"; exec "$0" "$@"']
    return world.run(name, shell, cwd=gone)


def disk_full(world: World, name: str) -> int:
    """where it writes: disk full"""
    place = world.tables if name in ("fmt", "new-source") else world.target
    held = world.folder / "held"
    with small_disk(held, "4m") as disk:
        shutil.copytree(place, disk / "place")
        fill(disk)
        shutil.rmtree(place)
        place.symlink_to(disk / "place")
        try:
            return world.run(name)
        finally:
            place.unlink()
            place.mkdir()


def no_rights(world: World, name: str) -> int:
    """where it writes: no rights"""
    place = world.tables / "tables" if name in ("fmt", "new-source") else world.target
    place.chmod(0o500)
    world.tables.chmod(0o500)
    try:
        return world.run(name, NO_RIGHTS)
    finally:
        place.chmod(0o700)
        world.tables.chmod(0o700)


def a_link(world: World, name: str) -> int:
    """where it writes: a link"""
    path = written(world, name)
    real = path.with_name(f"real-{path.name}")
    if path.exists():
        path.rename(real)
    elif name in ("explore", "fetch", *FOLDERS):
        real.mkdir()
    else:
        real.write_bytes(b"")
    path.symlink_to(real)
    code = world.run(name)
    if not path.is_symlink() or not real.exists():
        raise SystemExit(f"{name}: the link is gone")
    if real.is_file() and code == 0 and not real.stat().st_size:
        raise SystemExit(f"{name}: what the link leads to is empty")
    return code


def a_pipe(world: World, name: str) -> int:
    """where it writes: a pipe"""
    path = written(world, name)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    code = world.run(name)
    if not path.is_fifo():
        raise SystemExit(f"{name}: the pipe is gone")
    return code


def wrong_kind(world: World, name: str) -> int:
    """where it writes: a folder for a file, or a file for a folder"""
    path = written(world, name)
    if path.suffix:
        path.unlink(missing_ok=True)
        path.mkdir()
    else:
        path.write_bytes(b"mine")
    code = world.run(name)
    if path.is_file() and path.read_bytes() != b"mine":
        raise SystemExit(f"{name}: a file was overwritten")
    return code


def written(world: World, name: str) -> Path:
    """Return the file or folder that a command writes."""
    if name in ("fmt", "new-source"):
        return world.tables / "tables" / "quotes.csv"
    return Path(world.command(name)[-1])


class small_disk:  # noqa: N801 reads as a function
    """A file system of its own in `folder`, of the size given."""

    def __init__(self, folder: Path, size: str = "64k") -> None:
        self.folder, self.size = folder, size

    def __enter__(self) -> Path:
        self.folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={self.size}", "tmpfs", str(self.folder)]
        subprocess.run(mount, check=True)
        return self.folder

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=True)
        self.folder.rmdir()


def fill(disk: Path) -> None:
    """Leave no room on a disk."""
    with (disk / "ballast").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


Condition = Callable[[World, str], int]
ALWAYS: tuple[Condition, ...] = (
    no_output, reader_gone, output_full, plain_locale, no_home, deleted_folder,
)  # fmt: skip
WHERE_IT_WRITES: tuple[Condition, ...] = (disk_full, no_rights, a_link, a_pipe, wrong_kind)


def expected(condition: Condition, name: str, usual: int) -> set[int]:
    """Return the exit codes that are right; `usual` is that of a run as usual."""
    if condition in (deleted_folder, disk_full, no_rights):
        return {COULD_NOT_RUN}
    if condition in (a_pipe, wrong_kind):
        # A table that is no regular file is a problem, told like others.
        return {1, COULD_NOT_RUN} if name in ("fmt", "new-source") else {COULD_NOT_RUN}
    if condition is output_full:
        # Whoever prints nothing, as `fmt` without anything to do, doesn't see it.
        return {COULD_NOT_RUN}
    return {usual}


def measure(world: World, part: int = 1) -> Iterator[dict[str, str]]:
    """Yield a row for each command: its exit code as usual and under each condition, or under every
    `part`th, in turns.
    """
    for number, name in enumerate((*READERS, *WRITERS)):
        row = {"command": name, label(plain): str(attempt(world, plain, name))}
        conditions = (*ALWAYS, *(WHERE_IT_WRITES if name in WRITERS else ()))
        for condition in conditions[number % part :: part]:
            code = attempt(world, condition, name)
            if code not in expected(condition, name, int(row[label(plain)])):
                raise SystemExit(f"{name}, {label(condition)}: exit code {code}")
            row[label(condition)] = str(code)
        yield row


def attempt(world: World, condition: Condition, name: str) -> int:
    """Run a command under a condition, in a fresh world; stop where something is left behind."""
    world.renew(name)
    code = condition(world, name)
    if world.left():
        raise SystemExit(f"{name}, {label(condition)}: left behind: {world.left()}")
    return code


def label(condition: Condition) -> str:
    """Return what a condition is called in the table."""
    return (condition.__doc__ or "").strip()


class Usual:
    """What a command does if nobody kills it: the files `before` and `after`, and how long it `took`."""

    def __init__(self, world: World, name: str) -> None:
        world.renew(name)
        self.before = snapshot(world, name)
        began = time.perf_counter()
        world.run(name)
        self.took = time.perf_counter() - began
        self.after = snapshot(world, name)


def kill(world: World, name: str, usual: Usual, chance: random.Random) -> None:
    """Kill a command at a random moment; the next run must find nothing torn and leave nothing behind."""
    world.renew(name)
    sent = chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    process = world.start(name, stdout=subprocess.DEVNULL)
    time.sleep(usual.took * chance.uniform(0.3, 1.0))
    process.send_signal(sent)
    _, errors = process.communicate()
    where = f"{name} got {sent.name}"
    if b"Traceback" in errors:
        raise SystemExit(f"{where}: {errors.decode()}")
    # What the system kills can't tidy up; the next run does, but in the system's folder for such files.
    if sent != signal.SIGKILL and (world.left() or list(world.temporary.iterdir())):
        raise SystemExit(f"{where}: left behind: {world.left()} {list(world.temporary.iterdir())}")
    found = snapshot(world, name)
    for path, data in found.items():
        if data not in (usual.before.get(path), usual.after.get(path)):
            raise SystemExit(f"{where}: {path} is torn")
    if name == "explore" and "out/index.html" in found and found != usual.after:
        raise SystemExit(f"{where}: a part of a site has a first page")
    if world.run(name) == COULD_NOT_RUN:
        # `new-source` was killed between two files: git brings the old ones back.
        for path, data in usual.before.items():
            (world.tables / path).write_bytes(data)
        world.run(name)
    if world.left():
        raise SystemExit(f"{where}, and was run again: left behind: {world.left()}")
    if snapshot(world, name).keys() != usual.after.keys():
        raise SystemExit(f"{where}, and was run again: other files than usual")


def snapshot(world: World, name: str) -> dict[str, bytes]:
    """Return the files that a command may write, but drafts; of formats with a time in them, the size."""
    place = world.tables if name in ("fmt", "new-source") else world.target
    return {
        str(path.relative_to(place)): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(place).parts)
    }


def main() -> int:
    """Read the command line and run all."""
    parser = argparse.ArgumentParser(description="Run every command under bad conditions.")
    parser.add_argument("--check", action="store_true", help="compare with conditions.csv")
    parser.add_argument("--kills", type=int, default=100, metavar="N", help="default: 100")
    parser.add_argument(
        "--part", type=int, default=1, metavar="N", help="needs --check; default: 1"
    )
    words = parser.parse_args()
    if words.part > 1 and not words.check:
        parser.error("what is written must be whole: --part needs --check")
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="conditions-") as name:
        world = World(Path(name))
        rows = list(measure(world, words.part))
        usual = {name: Usual(world, name) for name in KILLED[: words.kills]}
        for n in range(words.kills):
            name = KILLED[n % len(KILLED)]
            kill(world, name, usual[name], chance)
            print(f"\rkilled {n + 1} of {words.kills}", end="", file=sys.stderr)
    print(file=sys.stderr)
    header = ["command", label(plain), *map(label, (*ALWAYS, *WHERE_IT_WRITES))]
    if words.check:
        with RESULTS.open(encoding="utf-8", newline="") as file:
            written_before = list(csv.DictReader(file))
        if len(rows) != len(written_before) or any(
            row.items() - before.items() for row, before in zip(rows, written_before, strict=True)
        ):
            print(f"{RESULTS.name} says otherwise: run `python benchmarks/conditions.py`")
            return 1
    else:
        with RESULTS.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    met = sum(len(row) - 1 for row in rows)
    print(f"{len(rows)} commands met {met} conditions, {words.kills} kills: as documented")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
