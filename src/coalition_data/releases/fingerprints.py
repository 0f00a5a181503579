"""Fingerprints of rows, equal whatever engine or file they went through."""

from __future__ import annotations

import hashlib
import itertools
import json
import operator
import os

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

NAME = "cd1"
# Beside the descriptor: which bytes have which fingerprint.
RECORD = "fingerprints.json"
# The ledger records releases; what a release holds can't hang on it.
LEDGER = "ledger"
# What pandas calls an index that was written as a column.
INDEXES = ("index", "level_0", "Unnamed: 0", "__index_level_0__", "")
# What a spreadsheet does to a file without touching a cell.
HARMLESS = ("byte-order-mark", "line-end", "cut-off", "line-break")


def fingerprint(x: Any = None) -> str:
    """Return the fingerprint `cd1:<rows>x<columns>:<sha256>` of a table, of any rows of one, or of the whole data.

    Parameters: `x`: a frame (pandas, polars or pyarrow) with exactly the columns of one table, in any order, and any
    of its rows; the name of a table; or None for the whole installed data (all tables but the ledger).

    Definition: the columns in declared order, one JSON array per row (UTF-8, no spaces; null for missing, text in NFC,
    integral numbers without fraction, dates as YYYY-MM-DD), rows sorted by primary key, each ended by LF, all hashed.
    The whole data is hashed as lines `<table> <fingerprint>` in the descriptor's order.

    Raises ValueError for a frame whose columns fit no table, whose cells don't fit their types, or whose primary key is
    missing or stands twice; KeyError for an unknown table.

    >>> fingerprint("memberships").split(":")[0]
    'cd1'
    """
    package = descriptor.read()
    if x is None:
        return of_package(package)
    if isinstance(x, str):
        return of_table(package, x)
    return of_rows(x, find_table(package, x))


def of_package(package: descriptor.Package) -> str:
    """Return the fingerprint of all tables of a package but the ledger."""
    prints = [(name, of_table(package, name)) for name in package.tables if name != LEDGER]
    sizes = [tuple(map(int, value.split(":")[1].split("x"))) for _, value in prints]
    lines = "".join(f"{name} {value}\n" for name, value in prints)
    rows, columns = (sum(part) for part in zip(*sizes, strict=True))
    return f"{NAME}:{rows}x{columns}:{hashlib.sha256(lines.encode()).hexdigest()}"


def of_table(package: descriptor.Package, name: str) -> str:
    """Return the fingerprint of one table of a package."""
    return _recorded(package, name) or _computed(package, name)


def _computed(package: descriptor.Package, name: str) -> str:
    return of_rows(read_file(package.file(name)), package.table(name))


def _recorded(package: descriptor.Package, name: str) -> str:
    """Return the fingerprint that was recorded for exactly these bytes of descriptor and table; empty if none was."""
    try:
        with open(os.path.join(package.folder, RECORD), encoding="utf-8") as file:
            known = json.load(file)
        one = known["tables"][name]
        same = known["descriptor"] == sha256(_path(package)) and one["sha256"] == sha256(
            package.file(name)
        )
        return one["fingerprint"] if same and one["fingerprint"].startswith(f"{NAME}:") else ""
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ""


def record(package: descriptor.Package) -> str:
    """Return the text of RECORD: computing what hasn't changed takes longer than all else that citing needs."""
    tables = {
        name: {"sha256": sha256(package.file(name)), "fingerprint": _computed(package, name)}
        for name in package.tables
        if name != LEDGER
    }
    return json.dumps({"descriptor": sha256(_path(package)), "tables": tables}, indent=2) + "\n"


def _path(package: descriptor.Package) -> str:
    return os.path.join(package.folder, descriptor.FILENAME)


def sha256(path: str) -> str:
    """Return the SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def table_lines(package: descriptor.Package, name: str) -> list[str]:
    """Return the rows of one table as canonical JSON arrays, sorted by primary key: what the fingerprint hashes."""
    return list(_sorted_lines(read_file(package.file(name)), package.table(name))[1])


def of_rows(frame: Any, table: descriptor.Table) -> str:
    """Return the fingerprint of rows of one table."""
    return of_lines(_sorted_lines(frame, table)[1], len(table.names))


def of_plain(rows: dict[str, tuple[Any, ...]], table: descriptor.Table) -> str:
    """Return the fingerprint of rows that are canonical values already, by key."""
    return of_lines([line(rows[key]) for key in sorted(rows)], len(table.names))


def of_lines(lines: Iterable[str], columns: int) -> str:
    """Return the fingerprint of rows that are canonical JSON arrays already, sorted by primary key."""
    digest, rows = hashlib.sha256(), 0
    for text in lines:
        digest.update(f"{text}\n".encode())
        rows += 1
    return f"{NAME}:{rows}x{columns}:{digest.hexdigest()}"


def line(row: tuple[Any, ...]) -> str:
    """Return the canonical JSON array of a row."""
    from coalition_data.releases import values

    return values.encode(row)


def row_hash(text: str) -> str:
    """Return the hash of one row, given its canonical JSON array."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_file(path: str) -> Any:
    """Return the columns of a CSV or Parquet file, by name; FileNotFoundError or ValueError where it can't be read.

    Of a CSV file the cells stay as written, and an empty one is missing. A byte order mark and the line ends that a
    spreadsheet writes are no matter.
    """
    if not os.path.isfile(path):
        raise FileNotFoundError(f"no file {path}: name a CSV or Parquet file")
    if path.endswith((".parquet", ".pq")):
        import pyarrow as pa
        import pyarrow.parquet

        try:
            return pyarrow.parquet.read_table(path)
        except pa.ArrowInvalid:
            raise ValueError(f"{path} is no Parquet file") from None
    from coalition_data.tables import csvfile

    sheet = csvfile.read(path, path)
    faults = [p for p in sheet.problems if p.rule not in HARMLESS]
    if faults or not sheet.readable:
        raise ValueError(str((faults or sheet.problems)[0]))
    if len(set(sheet.header)) < len(sheet.header):
        raise ValueError(f"{path}: two columns have one name")
    return dict(zip(sheet.header, sheet.columns, strict=True))


def find_table(package: descriptor.Package, frame: Any) -> descriptor.Table:
    """Return the table whose columns `frame` has; ValueError says which are missing or too many."""
    names = _column_names(frame)
    for table in package.tables.values():
        if sorted(names) == sorted(table.names):
            return table
    near = max(package.tables.values(), key=lambda table: len(set(table.names) & set(names)))
    lacking, extra = set(near.names) - set(names), set(names) - set(near.names)
    parts = [f"{word} {', '.join(sorted(n)[:6])}{', …' * (len(n) > 6)}"
             for word, n in (("without", lacking), ("with", extra)) if n]  # fmt: skip
    said = f"these columns fit no table; nearest is {near.name}, {' and '.join(parts) or 'with repeats'}"
    raise ValueError(said + _advice(frame, near, lacking, extra))


def _advice(frame: Any, near: descriptor.Table, lacking: set[str], extra: set[str]) -> str:
    """Say what to do about the two usual cases: an index in the way, and columns that a join added."""
    index = [name for name in getattr(getattr(frame, "index", None), "names", []) if name]
    if lacking and lacking <= set(index):
        return f"; {', '.join(index)} is the index: call reset_index() first"
    if not lacking and extra <= set(INDEXES):
        return "; that is an index: drop it, or write files with index=False"
    return "; keep the table's own columns only" if extra and not lacking else ""


def _column_names(frame: Any) -> list[str]:
    names = getattr(frame, "column_names", None)
    if names is None:
        names = list(frame) if isinstance(frame, dict) else getattr(frame, "columns", None)
    if names is None or not hasattr(frame, "__len__"):
        raise ValueError(
            f"a frame, the name of a table or nothing was expected, not {type(frame).__name__}"
        )
    return [str(name) for name in names]


def row_lines(frame: Any, table: descriptor.Table) -> list[tuple[str, str]]:
    """Return (primary key, canonical JSON array) of each row, sorted; ValueError for a key missing or repeated."""
    return list(zip(*_sorted_lines(frame, table), strict=True))


def _sorted_lines(frame: Any, table: descriptor.Table) -> tuple[list[str], Iterable[str]]:
    """Return the primary keys of rows, sorted, and the canonical JSON arrays in the same order."""
    # Not needed where a fingerprint is recorded, as it is for what most cite.
    from coalition_data.releases import values

    keys: list[Any] = values.plain_column(frame, table.field(table.key))
    lines = values.json_rows(frame, table.fields)
    if None not in keys and all(map(operator.lt, keys, itertools.islice(keys, 1, None))):
        # As in every file of ours: then no key stands twice, and no more than a batch need be held.
        return keys, lines
    order, held = sorted(range(len(keys)), key=_keys(keys, table).__getitem__), list(lines)
    return [keys[n] for n in order], [held[n] for n in order]


def plain_rows(frame: Any, table: descriptor.Table) -> dict[str, tuple[Any, ...]]:
    """Return the rows by primary key, each cell as its canonical JSON value, columns in declared order."""
    from coalition_data.releases import values

    columns = [values.plain_column(frame, field) for field in table.fields]
    keys = _keys(columns[table.names.index(table.key)], table)
    return dict(zip(keys, zip(*columns, strict=True), strict=True))


def _keys(keys: list[Any], table: descriptor.Table) -> list[Any]:
    """Return the primary keys; ValueError where one is missing or stands twice."""
    seen: set[str] = set()
    for key in keys:
        if key is None or key in seen:
            fault = f'has "{key}" twice' if key else "is missing in a row"
            raise ValueError(
                f"{table.key} {fault}: a row of {table.name} is known by it; drop the repeats"
            )
        seen.add(key)
    return keys
