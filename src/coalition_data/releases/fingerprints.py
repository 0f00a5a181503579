"""Fingerprints of rows, equal through whatever engine or file the rows went."""

from __future__ import annotations

import hashlib
import itertools
import json
import operator
import os
import re
from collections import namedtuple

from coalition_data.tables import columns, descriptor, jsonfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    # A row as canonical JSON values, in declared order.
    Row = tuple[Any, ...]

NAME = "cd1"
# Beside the descriptor: which bytes have which fingerprint.
RECORD = "fingerprints.json"
VERSION = re.compile(r"\d{1,9}[.]\d{1,9}[.]\d{1,9}", re.ASCII)
# The ledger records releases, so it can't be part of what it records.
LEDGER = "ledger"
# What R writes for a missing cell. No cell of the data may read so: a rule forbids it.
NA = "NA"


# A dataclass would import inspect, which takes as long as the rest of `cite`.
class Fingerprint(namedtuple("Fingerprint", "rows columns digest")):
    """How many rows and columns, and their hash; str() is `cd1:<rows>x<columns>:<digest>`."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{NAME}:{self.rows}x{self.columns}:{self.digest}"


def parse(text: str) -> Fingerprint:
    """Return a fingerprint that was made a text."""
    _, size, digest = text.split(":")
    rows, columns = size.split("x")
    return Fingerprint(int(rows), int(columns), digest)


def fingerprint(rows: Any = None, *, na: str = NA) -> str:
    """Return the fingerprint of the whole data, of a table, or of any rows of one.

    Parameters
    ----------
    rows: None for the whole installed data (all tables but the ledger); the name of a table; a
        frame (pandas, polars, pyarrow) with any rows of a table, a joined table, `attendance()` or
        a panel, and with its columns or some of them, its key among them; or a list of frames.
    na: the text that a cell has if it is missing, as R writes it; no cell of the data reads so.

    Returns `cd1:<rows>x<columns>:<sha256>`. It is equal for the same rows in every engine and after
    a round trip through CSV or Parquet. Definition: the columns in declared order, one JSON array
    per row (UTF-8, no spaces; null for missing, text in NFC, integral numbers without fraction,
    dates as YYYY-MM-DD), rows sorted by primary key, each ended by LF, all hashed. The whole data
    is hashed as lines `<table> <fingerprint>` in the descriptor's order, several frames likewise,
    in the order of these lines. A panel's key that a frame lacks is made of what it is made of; the
    numbers of rows that pandas and R write are left out.

    Raises ValueError where the columns fit no table, a cell doesn't fit its type, or a primary key
    is missing or repeated; KeyError for an unknown table.

    >>> from coalition_data.tables import loader
    >>> fingerprint(loader.quotes()) == fingerprint("quotes")
    True
    """
    package = descriptor.read()
    if rows is None:
        return str(of_package(package))
    if isinstance(rows, str):
        return str(of_table(package, rows))
    from coalition_data.releases import recognition

    if isinstance(rows, list | tuple):
        frames = [recognition.recognise(package, frame, na) for frame in rows]
        return str(combine([(one.table.name, of_rows(*one[:2])) for one in frames]))
    return str(of_rows(*recognition.recognise(package, rows, na)[:2]))


def combine(named: list[tuple[str, Fingerprint]]) -> Fingerprint:
    """Return the fingerprint of several frames, given the name and the fingerprint of each."""
    lines = "".join(sorted(f"{name} {one}\n" for name, one in named))
    rows = sum(one.rows for _, one in named)
    width = sum(one.columns for _, one in named)
    return Fingerprint(rows, width, hashlib.sha256(lines.encode()).hexdigest())


def of_package(package: descriptor.Package) -> Fingerprint:
    """Return the fingerprint of all tables of a package but the ledger."""
    known = _read_record(package)
    found = {
        name: _find_recorded(known, package, name) or _compute(package, name)
        for name in package.tables
        if name != LEDGER
    }
    lines = "".join(f"{name} {one}\n" for name, one in found.items())
    rows = sum(one.rows for one in found.values())
    width = sum(one.columns for one in found.values())
    return Fingerprint(rows, width, hashlib.sha256(lines.encode()).hexdigest())


def of_table(package: descriptor.Package, name: str) -> Fingerprint:
    """Return the fingerprint of one table of a package."""
    return _find_recorded(_read_record(package), package, name) or _compute(package, name)


def _compute(package: descriptor.Package, name: str) -> Fingerprint:
    return of_rows(columns.read_file(package.file(name)), package.table(name))


def _read_record(package: descriptor.Package) -> Any:
    """Return what is recorded of each table; nothing if the descriptor has other bytes by now."""
    try:
        known = jsonfile.read(os.path.join(package.folder, RECORD))
        return known["tables"] if known["descriptor"] == _digest_descriptor(package) else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _find_recorded(known: Any, package: descriptor.Package, name: str) -> Fingerprint | None:
    """Return the fingerprint that is recorded for these very bytes of a table, if any."""
    try:
        one = known[name]
        if one["sha256"] != file_digest(package.file(name)):
            return None
        return Fingerprint(int(one["rows"]), int(one["columns"]), str(one["digest"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def read_releases(package: descriptor.Package) -> dict[str, dict[str, str]]:
    """Return the fingerprints of each release's panels and other derived frames, by version."""
    return _read_part(package, "releases")


def read_rows_of_releases(package: descriptor.Package) -> dict[str, str]:
    """Return the digest of each release's rows (`ledger.digest_release`), by version.

    What isn't by version is left out: anything may stand in the file of a stranger.
    """
    return {one: d for one, d in _read_part(package, "rows").items() if VERSION.fullmatch(one)}


def _read_part(package: descriptor.Package, name: str) -> dict[str, Any]:
    try:
        found = jsonfile.read(os.path.join(package.folder, RECORD))[name]
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def render_record(
    package: descriptor.Package,
    releases: dict[str, dict[str, str]] | None = None,
    rows: dict[str, str] | None = None,
) -> str:
    """Return the text of RECORD. With it citing takes a third of the time.

    `releases` and `rows` have by version the fingerprints of derived frames and the digest of all
    rows; by default what stands there.
    """
    tables = {
        name: {"sha256": file_digest(package.file(name)), **_compute(package, name)._asdict()}
        for name in package.tables
        if name != LEDGER
    }
    known = {"descriptor": _digest_descriptor(package), "tables": tables}
    known["releases"] = read_releases(package) if releases is None else releases
    known["rows"] = read_rows_of_releases(package) if rows is None else rows
    return json.dumps(known, indent=2) + "\n"


def _digest_descriptor(package: descriptor.Package) -> str:
    return file_digest(os.path.join(package.folder, descriptor.FILENAME))


def file_digest(path: str) -> str:
    """Return the SHA-256 of a file, in hex."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_rows(frame: Any, table: descriptor.Table) -> Fingerprint:
    """Return the fingerprint of rows of one table."""
    return of_lines(_sorted_lines(frame, table)[1], len(table.names))


def of_plain(rows: dict[str, Row], table: descriptor.Table) -> Fingerprint:
    """Return the fingerprint of rows in canonical values, by key."""
    return of_lines([json_line(rows[key]) for key in sorted(rows)], len(table.names))


def of_lines(lines: Iterable[str], width: int) -> Fingerprint:
    """Return the fingerprint of canonical JSON arrays that are sorted by primary key."""
    digest = hashlib.sha256()
    rows = 0
    for line in lines:
        digest.update(f"{line}\n".encode())
        rows += 1
    return Fingerprint(rows, width, digest.hexdigest())


def json_line(row: Row) -> str:
    """Return the canonical JSON array of a row."""
    from coalition_data.releases import values

    return values.encode(row)


def hash_rows(rows: Mapping[str, Row], names: list[str]) -> dict[str, str]:
    """Return the hash of each row in canonical values, by key; `names` are those of its cells.

    It is that of the JSON object of the cells by name, sorted, without those that are missing. So
    it stays the same where a later release has one column more, which is blank in that row.
    """
    from coalition_data.releases import values

    order = sorted(range(len(names)), key=names.__getitem__)
    hashes = {}
    for key, row in rows.items():
        cells = {names[n]: row[n] for n in order if row[n] is not None}
        hashes[key] = hashlib.sha256(values.encode(cells).encode()).hexdigest()
    return hashes


def table_lines(package: descriptor.Package, name: str) -> list[str]:
    """Return the rows of a table as the canonical JSON arrays that its fingerprint hashes."""
    return list(_sorted_lines(columns.read_file(package.file(name)), package.table(name))[1])


def _sorted_lines(frame: Any, table: descriptor.Table) -> tuple[list[str], Iterable[str]]:
    """Return the primary keys of rows, sorted, and the canonical JSON arrays in the same order."""
    # Imported here: a recorded fingerprint, which most users cite, doesn't need it.
    from coalition_data.releases import values

    keys: list[Any] = values.plain_column(frame, table.field(table.key))
    lines = values.json_rows(frame, table.fields)
    if None not in keys and all(map(operator.lt, keys, itertools.islice(keys, 1, None))):
        # Already sorted, as in every canonical file: no key is repeated, and lines are streamed.
        return keys, lines
    _check_keys(keys, table)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    unsorted = list(lines)
    return [keys[n] for n in order], [unsorted[n] for n in order]


def plain_rows(frame: Any, table: descriptor.Table) -> dict[str, Row]:
    """Return the rows by primary key, each cell as its canonical JSON value, in declared order."""
    from coalition_data.releases import values

    plain = [values.plain_column(frame, field) for field in table.fields]
    keys: list[Any] = plain[table.names.index(table.key)]
    _check_keys(keys, table)
    return dict(zip(keys, zip(*plain, strict=True), strict=True))


def _check_keys(keys: list[Any], table: descriptor.Table) -> None:
    """Raise ValueError where a primary key is missing or repeated."""
    why = f"it identifies a row of {table.name}"
    seen: set[str] = set()
    for key in keys:
        if key is None:
            raise ValueError(f"{table.key} is missing in a row: {why}")
        if key in seen:
            raise ValueError(f'{table.key} has "{key}" twice: {why}; drop the repeats')
        seen.add(key)
