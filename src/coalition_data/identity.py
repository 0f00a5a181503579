"""Fingerprints of rows, equal whatever engine or file they went through."""

import datetime
import hashlib
import json
import math
import unicodedata

from coalition_data import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

NAME = "cd1"
# The ledger records releases; what a release holds can't hang on it.
LEDGER = "ledger"


def fingerprint(x: "Any" = None) -> str:
    """Return the fingerprint `cd1:<rows>x<columns>:<sha256>` of a table, of any rows of one, or of the whole data.

    Parameters: `x`: a frame (pandas, polars or pyarrow) with exactly the columns of one table, in any order, and any
    of its rows; the name of a table; or None for the whole installed data (all tables but the ledger).

    Definition: the columns in declared order, one JSON array per row (UTF-8, no spaces; null for missing, text in NFC,
    integral numbers without fraction, dates as YYYY-MM-DD), rows sorted by primary key, each ended by LF, all hashed.
    The whole data is hashed as lines `<table> <fingerprint>` in the descriptor's order.

    Raises ValueError for a frame whose columns fit no table or whose cells don't fit their types, KeyError for an
    unknown table.

    >>> fingerprint("memberships").split(":")[0]
    'cd1'
    """
    package = descriptor.read()
    if x is None:
        return whole(package)
    if isinstance(x, str):
        return fingerprint_of(package, x)
    return _of_rows(x, find_table(package, x))


def fingerprint_of(package: descriptor.Package, table: str) -> str:
    """Return the fingerprint of one table of a package that was read."""
    from coalition_data import loader

    return _of_rows(loader.read_arrow(package, table), package.table(table))


def table_lines(package: descriptor.Package, table: str) -> list[str]:
    """Return the rows of one table as canonical JSON arrays, sorted by primary key: what the fingerprint hashes."""
    from coalition_data import loader

    return [line for _, line in row_lines(loader.read_arrow(package, table), package.table(table))]


def whole(package: descriptor.Package) -> str:
    """Return the fingerprint of all tables of a package but the ledger."""
    names = [name for name in package.tables if name != LEDGER]
    prints = [(name, fingerprint_of(package, name)) for name in names]
    sizes = [tuple(map(int, value.split(":")[1].split("x"))) for _, value in prints]
    lines = "".join(f"{name} {value}\n" for name, value in prints)
    rows, columns = (sum(part) for part in zip(*sizes, strict=True))
    return f"{NAME}:{rows}x{columns}:{hashlib.sha256(lines.encode()).hexdigest()}"


def find_table(package: descriptor.Package, frame: "Any") -> descriptor.Table:
    """Return the table whose columns `frame` has; ValueError says which are missing or too many."""
    names = _column_names(frame)
    for table in package.tables.values():
        if sorted(names) == sorted(table.names):
            return table
    near = max(package.tables.values(), key=lambda table: len(set(table.names) & set(names)))
    lacking, extra = set(near.names) - set(names), set(names) - set(near.names)
    said = [f"without {', '.join(sorted(lacking))}"] * bool(lacking) + [f"with {', '.join(sorted(extra))}"] * bool(
        extra
    )
    raise ValueError(f"these columns fit no table; nearest is {near.name}, {' and '.join(said) or 'with repeats'}")


def _column_names(frame: "Any") -> list[str]:
    names = getattr(frame, "column_names", None)
    if names is None:
        names = getattr(frame, "columns", None)
    if names is None or not hasattr(frame, "__len__"):
        raise ValueError(f"a frame, the name of a table or nothing was expected, not {type(frame).__name__}")
    return [str(name) for name in names]


def _of_rows(frame: "Any", table: descriptor.Table) -> str:
    return of_lines([line for _, line in row_lines(frame, table)], len(table.names))


def of_lines(lines: list[str], columns: int) -> str:
    """Return the fingerprint of rows that are canonical JSON arrays already, sorted by primary key."""
    digest = hashlib.sha256("".join(line + "\n" for line in lines).encode("utf-8")).hexdigest()
    return f"{NAME}:{len(lines)}x{columns}:{digest}"


def row_lines(frame: "Any", table: descriptor.Table) -> list[tuple[str, str]]:
    """Return (primary key, canonical JSON array) of each row, sorted."""
    columns = [[_plain(v, field) for v in _values(frame, field.name)] for field in table.fields]
    at = table.names.index(table.key)
    rows: Iterable[tuple[Any, ...]] = zip(*columns, strict=True)
    lines = [(str(row[at]), json.dumps(row, ensure_ascii=False, separators=(",", ":"))) for row in rows]
    return sorted(lines)


def _values(frame: "Any", name: str) -> "list[Any]":
    column = frame.column(name) if hasattr(frame, "column_names") else frame[name]
    if hasattr(column, "to_pylist"):
        return list(column.to_pylist())
    return list(column.to_list() if hasattr(column, "to_list") else column)


def _plain(value: "Any", field: descriptor.Field) -> "str | int | float | None":
    """Return a cell as its canonical JSON value, whatever type the engine gave it."""
    # None, NaN, NA and NaT, told by their names since pandas may not be there; a text of that name is a text.
    if value is None or value == "" if isinstance(value, str | None) else str(value) in ("nan", "<NA>", "NaT"):
        return None
    if field.type == "string":
        return unicodedata.normalize("NFC", str(value))
    try:
        if field.type == "date":
            return _date(value)
        number = float(value)
        if not math.isfinite(number) or (field.type == "integer" and not number.is_integer()):
            raise ValueError
        return (value if isinstance(value, int) else int(number)) if number.is_integer() else number
    except (TypeError, ValueError):
        raise ValueError(f'{field.name}: "{value}" isn\'t of type {field.type}') from None


def _date(value: "Any") -> str:
    """Return a date, or a time stamp of midnight, as YYYY-MM-DD; ValueError for anything else."""
    text = value if isinstance(value, str) else str(value.isoformat())
    moment = datetime.datetime.fromisoformat(text)
    if moment.time() != datetime.time():
        raise ValueError(text)
    return moment.date().isoformat()
