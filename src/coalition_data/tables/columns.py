"""Frames and files of rows as columns by name, and the table that such columns belong to."""

from __future__ import annotations

from coalition_data.tables import argument, csvfile, filekind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coalition_data.tables.descriptor import Package, Table

# What pandas calls an index that was written as a column.
INDEXES = ("index", "level_0", "Unnamed: 0", "__index_level_0__", "")
# Problems that a spreadsheet causes without touching a cell.
HARMLESS = ("byte-order-mark", "line-end", "cut-off", "line-break")
PARQUET_ENDINGS = (".parquet", ".pq")
# How many columns a message names.
MOST_NAMED = 6


def read_file(path: str) -> Any:
    """Return the columns of a CSV or Parquet file or pipe, by name; bytes tell which of them it is.

    Cells of a CSV file stay as written; an empty cell is a missing value. A byte order mark and the
    line ends that a spreadsheet writes are ignored. Raises FileNotFoundError or another OSError, or
    ValueError for a file that can't be read.
    """
    data = argument.read_bytes(path, "name a CSV or Parquet file")
    if filekind.is_parquet(data):
        return _read_parquet(path, data)
    if path.lower().endswith(PARQUET_ENDINGS):
        kind = filekind.find_binary(data)
        instead = f": this is {kind[0]}; {kind[1]}" if kind else "; if it is CSV, call it .csv"
        raise ValueError(f"{path} isn't a Parquet file{instead}")
    sheet = csvfile.parse_sheet(data, path)
    serious = [problem for problem in sheet.problems if problem.rule not in HARMLESS]
    if serious or not sheet.readable:
        raise ValueError(str((serious or sheet.problems)[0]))
    if len(set(sheet.header)) < len(sheet.header):
        raise ValueError(f"{path}: two columns have one name")
    return dict(zip(sheet.header, sheet.columns, strict=True))


def _read_parquet(path: str, data: bytes) -> Any:
    import pyarrow as pa
    import pyarrow.parquet

    try:
        return pyarrow.parquet.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError):
        message = "is damaged, or cut off, as a Parquet file: write or copy it again"
        raise ValueError(f"{path} {message}") from None


def column_names(frame: Any) -> list[str]:
    """Return the column names of a frame of any engine; ValueError if it isn't a frame."""
    found = getattr(frame, "column_names", None)
    if found is None:
        found = list(frame) if isinstance(frame, dict) else getattr(frame, "columns", None)
    if found is None or not hasattr(frame, "__len__"):
        kind = type(frame).__name__
        raise ValueError(f"a frame, the name of a table or nothing was expected, not {kind}")
    return [str(name) for name in found]


def find_table(package: Package, frame: Any) -> Table:
    """Return the table that has exactly the columns of `frame`; ValueError says which differ."""
    found = column_names(frame)
    for table in package.tables.values():
        if sorted(found) == sorted(table.names):
            return table
    nearest = max(package.tables.values(), key=lambda table: len(set(table.names) & set(found)))
    lacking = set(nearest.names) - set(found)
    extra = set(found) - set(nearest.names)
    parts = []
    if lacking:
        parts.append(f"without {_shorten(lacking)}")
    if extra:
        parts.append(f"with {_shorten(extra)}")
    differs = " and ".join(parts) or "with repeats"
    message = f"these columns fit no table; nearest is {nearest.name}, {differs}"
    raise ValueError(message + _suggest(frame, lacking, extra))


def _shorten(columns: set[str]) -> str:
    shown = ", ".join(sorted(columns)[:MOST_NAMED])
    return f"{shown}, …" if len(columns) > MOST_NAMED else shown


def _suggest(frame: Any, lacking: set[str], extra: set[str]) -> str:
    """Return what to do about an index that was made a column, or columns that a join added."""
    index = [name for name in getattr(getattr(frame, "index", None), "names", []) if name]
    if lacking and lacking <= set(index):
        return f"; {', '.join(index)} is the index: call reset_index() first"
    if lacking:
        return ""
    if extra <= set(INDEXES):
        return "; that is an index: drop it, or write files with index=False"
    return "; keep the table's own columns only" if extra else ""
