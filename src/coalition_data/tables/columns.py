"""Frames and files of rows, as columns by name."""

from __future__ import annotations

import csv

from coalition_data.tables import argument, csvfile, filekind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

# Problems that a spreadsheet causes without touching a cell.
HARMLESS = ("byte-order-mark", "line-end", "cut-off", "line-break")
PARQUET_ENDINGS = (".parquet", ".pq")
# What a Parquet file may unpack to, unless it is large itself.
MOST_CELLS = 5_000_000
LARGEST_UNPACKED = 200_000_000
RATIO = 20
MAKE_SMALLER = "write a file with fewer rows"


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


def read_rows(path: str, key: str, wanted: Collection[str]) -> tuple[dict[str, list[str]], int]:
    """Return the columns of the rows of a CSV file whose `key` is wanted, and how many it has.

    Of a well-formed file whose first column is the key only these lines are parsed. Raises as
    `read_file` does.
    """
    data = argument.read_bytes(path, "name a CSV file")
    found = _pick_rows(data, key, {one.encode() for one in wanted})
    if found is not None:
        return found, data.count(b"\n") - 1
    file = read_file(path)
    places = [n for n, value in enumerate(file[key]) if value in wanted]
    return {name: [cells[n] for n in places] for name, cells in file.items()}, len(file[key])


def _pick_rows(data: bytes, key: str, wanted: set[bytes]) -> dict[str, list[str]] | None:
    """Return the columns of the lines that begin with wanted keys; None if one isn't found so."""
    header, *lines = data.split(b"\n")
    if b"\r" in data or lines[-1:] != [b""] or header.partition(b",")[0] != key.encode():
        return None
    picked = [header, *(line for line in lines if line.partition(b",")[0] in wanted)]
    try:
        names, *rows = csv.reader(map(bytes.decode, picked), strict=True)
    except (csv.Error, UnicodeDecodeError):
        return None
    if len(rows) != len(wanted) or any(len(row) != len(names) for row in rows):
        return None
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


def _read_parquet(path: str, data: bytes) -> Any:
    import pyarrow as pa
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(pa.BufferReader(data))
        _check_parquet_size(path, file.metadata, len(data))
        texts = [field.name for field in file.schema_arrow if pa.types.is_string(field.type)]
        # Repeated texts stay dictionaries, so that they take no more memory than in the file.
        source = pa.BufferReader(data)
        frame = pyarrow.parquet.read_table(source, read_dictionary=texts)
        unpacked = sum(_measure_texts(column) for column in frame.columns)
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError, RecursionError):
        message = "is damaged, or cut off, as a Parquet file: write or copy it again"
        raise ValueError(f"{path} {message}") from None
    if unpacked > max(LARGEST_UNPACKED, RATIO * len(data)):
        raise ValueError(f"{path} unpacks to {unpacked // 1_000_000} MB of text: {MAKE_SMALLER}")
    return frame


def _check_parquet_size(path: str, metadata: Any, size: int) -> None:
    """Raise ValueError for a file of `size` bytes that holds far more than it seems."""
    if metadata.num_columns > csvfile.MOST_COLUMNS:
        most = f"at most {csvfile.MOST_COLUMNS} are read"
        raise ValueError(f"{path} has {metadata.num_columns} columns; {most}")
    cells = metadata.num_rows * metadata.num_columns
    if cells > max(MOST_CELLS, size):
        raise ValueError(f"{path} has {cells} cells: {MAKE_SMALLER}")
    groups = (metadata.row_group(n) for n in range(metadata.num_row_groups))
    unpacked = sum(group.total_byte_size for group in groups)
    if unpacked > max(LARGEST_UNPACKED, RATIO * size):
        raise ValueError(f"{path} unpacks to {unpacked // 1_000_000} MB: {MAKE_SMALLER}")


def _measure_texts(column: Any) -> int:
    """Return how many bytes the texts of a dictionary column have; 0 for any other column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type) or not pa.types.is_string(column.type.value_type):
        return 0
    sizes = (
        pc.sum(pc.binary_length(chunk.dictionary).cast("int64").take(chunk.indices)).as_py()
        for chunk in column.chunks
    )
    return sum(size or 0 for size in sizes)


def list_names(frame: Any) -> list[str]:
    """Return the column names of a frame of any engine; ValueError if it isn't a frame."""
    found = getattr(frame, "column_names", None)
    if found is None:
        found = list(frame) if isinstance(frame, dict) else getattr(frame, "columns", None)
    if found is None or not hasattr(frame, "__len__"):
        kind = type(frame).__name__
        raise ValueError(f"a frame, the name of a table or nothing was expected, not {kind}")
    return [str(name) for name in found]


def get_column(frame: Any, name: str) -> Any:
    """Return a column of a frame of any engine."""
    return frame.column(name) if hasattr(frame, "column_names") else frame[name]
