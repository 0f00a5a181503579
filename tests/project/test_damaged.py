"""Damaged files of every kind end in a line, never in a traceback.

`COALITION_DATA_FUZZ` says how many are tried (default 100); `nox -s fuzz` tries 750, once a week 10,000.
"""

import io
import json
import os
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coalition_data import cli
from coalition_data.tables import descriptor
from curation.test_new_source import DRAFT, TEXT
from worlds import Copy

pytestmark = pytest.mark.once

TRIES = int(os.environ.get("COALITION_DATA_FUZZ", "100")) // 4
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
Capture = pytest.CaptureFixture[str]
# What is put into texts: signs of TOML and JSON, odd letters, long numbers, many levels.
PIECES = [
    *(b'"', b"'", b"[", b"]", b"{", b"}", b"\\", b"\n", b",", b"=", b".", b"#", b"\0", b"\xff"),
    *(b"null", b"true", b"-1", b"1e999", b"9" * 5000, b"[" * 2000, b"a." * 2000, b'""', b"[[]]"),
    *(b"\\ud800", b"\\u0000", "\u0301".encode() * 50, b"inf", b"1979-05-27T07:32:00Z", b"0x"),
]


def spoil(data: bytes, rng: random.Random) -> bytes:
    """Change bytes, cut, repeat, or put something in, up to four times."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(made) + 1)
        end = min(len(made), start + rng.choice([1, 2, 8, 100, len(made)]))
        change = rng.choice(["set", "put", "cut", "repeat", "drop"])
        if change == "set" and start < end:
            made[start] = rng.randrange(256)
        elif change == "put":
            made[start:start] = rng.choice(PIECES)
        elif change == "cut":
            made[start:end] = b""
        elif change == "repeat":
            made[start:start] = made[start:end][:1000]
        elif len(made) > 20:
            del made[rng.randrange(20, len(made)) :]
    return bytes(made)


def spoil_value(value: object, rng: random.Random) -> object:
    """Put something else in the place of one value inside a JSON value."""
    odd: list[object] = [None, True, -1, 1e300, "", "x" * 300, [], {}, [[]], {"": None}, ["a", "a"]]
    if rng.random() < 0.15 or not isinstance(value, dict | list) or not value:
        return rng.choice(odd)
    made = value.copy()
    key = rng.choice(list(made)) if isinstance(made, dict) else rng.randrange(len(made))
    made[key] = spoil_value(made[key], rng)  # type: ignore[index, call-overload]
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place: Path = tmp_path_factory.mktemp("small")
    Copy(place)
    return place


def pack(folder: Path, method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for path in [folder / descriptor.FILENAME, *sorted((folder / "tables").glob("*.csv"))]:
            archive.write(path, f"a/{path.relative_to(folder)}")
    return out.getvalue()


def check_ends_in_a_line(words: list[str], capsys: Capture, seed: int) -> None:
    """Run a command: an exception would be a traceback; 2 says why in one line."""
    code = cli.main(words)
    said = capsys.readouterr().err
    assert code in (0, 1, 2), seed
    if code == 2:
        assert said.startswith("coalition-data: "), seed
        assert len(said.strip()) > len("coalition-data: "), seed
        assert said.count("\n") == 1, seed


def each(make: Callable[[random.Random], bytes]) -> list[tuple[int, bytes]]:
    return [(seed, make(random.Random(seed))) for seed in range(TRIES)]


def test_a_damaged_archive_ends_in_a_line(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    sound = [pack(folder, method) for method in METHODS]
    path = tmp_path / "a.zip"
    for seed, data in each(lambda rng: spoil(rng.choice(sound), rng)):
        path.write_bytes(data)
        check_ends_in_a_line(["diff", str(path), str(folder)], capsys, seed)


def test_a_damaged_draft_ends_in_a_line(tmp_path: Path, capsys: Capture, copy: Copy) -> None:
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "draft.toml"
    words = ["new-source", str(tmp_path / "text.txt"), str(path), str(copy.folder)]
    for seed, data in each(lambda rng: spoil(DRAFT.encode(), rng)):
        path.write_bytes(data)
        # A draft may survive, and its source be added.
        copy.write()
        check_ends_in_a_line(words, capsys, seed)


def test_a_damaged_descriptor_ends_in_a_line(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    text = (folder / descriptor.FILENAME).read_bytes()
    raw = json.loads(text)

    def make(rng: random.Random) -> bytes:
        return (
            spoil(text, rng) if rng.random() < 0.3 else json.dumps(spoil_value(raw, rng)).encode()
        )

    shutil.copytree(folder / "tables", tmp_path / "tables")
    for seed, data in each(make):
        (tmp_path / descriptor.FILENAME).write_bytes(data)
        words = [["validate"], ["fmt", "--check"], ["validate", "--schemas"]][seed % 3]
        check_ends_in_a_line([*words, str(tmp_path)], capsys, seed)


def test_a_damaged_parquet_file_ends_in_a_line(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    sheet = (folder / "tables" / "quotes.csv").read_text(encoding="utf-8").splitlines()[0]
    out = io.BytesIO()
    pq.write_table(pa.table({name: ["a", "b", None] * 9 for name in sheet.split(",")}), out)
    path = tmp_path / "rows.parquet"
    for seed, data in each(lambda rng: spoil(out.getvalue(), rng)):
        path.write_bytes(data)
        words = ["identify", "fingerprint", "cite"][seed % 3]
        check_ends_in_a_line([words, str(path)], capsys, seed)
