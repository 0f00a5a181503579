"""Two that write into one folder at the same time lose nothing."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from worlds import write_package

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(sys.platform == "win32", reason="folders can't be locked there"),
]

# `nox -s conditions` runs 10,000 of two that add sources; of one beside `fmt` a fifth.
ROUNDS = int(os.environ.get("COALITION_DATA_ROUNDS", "50"))
# After so many rounds the tables are begun anew, to keep a round quick.
BATCH = 25
TEXTS = "source_id publisher published published_precision text_norm text_sha256 text_chars"
SOURCES = [{"name": name, "type": "string"} for name in TEXTS.split()]
REPORTS = [{"name": name, "type": "string"} for name in ("report_id", "meeting_id")]
REPORTS.append({"name": "source_id", "type": "string", "to": ("sources", "source_id")})
# Works on each folder that comes in on a line, and says when it is done. It doesn't validate, which
# takes most of the time, nor wait for the disk, which matters in power cuts only.
WORKER = """
import os, sys
from coalition_data import cli
from coalition_data.curation import new_source
from coalition_data.tables import files

new_source._validate_result = lambda *args: []
os.fsync = lambda handle: None
me, rounds = sys.argv[1], int(sys.argv[2])


def add(folder, n):
    text, draft = os.path.join(folder, f"{me}.txt"), os.path.join(folder, f"{me}.toml")
    with open(text, "w") as file:
        file.write(f"words of {me}, {n}")
    with open(draft, "w") as file:
        file.write(f'[source]\\nsource_id = "{me}-{n:05}"\\n[[reports]]\\nmeeting_id = "m"\\n')
    assert new_source.add_source(text, draft, folder).problems == []


def spoil_and_format(folder, n):
    path = os.path.join(folder, "t0.csv")
    with files.locked(folder):
        header, *rows = files.read(path).splitlines(keepends=True)
        files.write_whole(path, b"".join([header, *reversed(rows)]))
    assert cli.main(["fmt", folder]) == 0


for line in sys.stdin:
    for n in range(rounds):
        (spoil_and_format if me == "fmt" else add)(line.strip(), n)
    print("done", file=sys.stderr, flush=True)
"""


def start(me: str, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, me, str(rounds)]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, text=True, bufsize=1
    )


def work(workers: list[subprocess.Popen[str]], folder: Path) -> None:
    """Let all work on a folder at once, and wait until they have."""
    for worker in workers:
        assert worker.stdin
        worker.stdin.write(f"{folder}\n")
    for worker in workers:
        assert worker.stderr
        said = []
        for line in worker.stderr:
            if line == "done\n":
                break
            said.append(line)
        else:
            raise AssertionError("".join(said))


@pytest.mark.parametrize("pair", [("one", "two"), ("one", "fmt")], ids=" beside ".join)
def test_no_row_of_two_writers_is_lost(tmp_path: Path, pair: tuple[str, str]) -> None:
    rounds = ROUNDS // 5 if "fmt" in pair else ROUNDS
    size = min(rounds, BATCH)
    workers = [start(me, size) for me in pair]
    try:
        for batch in range(rounds // size):
            folder = tmp_path / str(batch)
            folder.mkdir()
            write_package(folder, {"sources": SOURCES, "reports": REPORTS}, {})
            work(workers, folder)
            expected = [f"{me}-{n:05}" for me in sorted(set(pair) - {"fmt"}) for n in range(size)]
            found = {}
            for name in ("t0.csv", "t1.csv"):
                with (folder / name).open(encoding="utf-8") as file:
                    found[name] = [row["source_id"] for row in csv.DictReader(file)]
            assert found["t0.csv"] == expected
            assert sorted(found["t1.csv"]) == expected
            assert not list(folder.glob(".coalition-data*"))
    finally:
        for worker in workers:
            worker.communicate()
