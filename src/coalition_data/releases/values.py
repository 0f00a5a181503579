"""Cells as canonical JSON values, whatever engine or file they came through."""

from __future__ import annotations

import datetime
import json
import math
import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coalition_data.tables.descriptor import Field

    Value = str | int | float | None

LONGEST_SHOWN = 40
# Equal values of one of these types are written alike.
PLAIN = (str, int, float, datetime.date)
# Rows written at a time: memory stays flat, and few slices are cut from a column of many chunks.
BLOCK = 4096
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def plain_column(frame: Any, field: Field) -> list[Value]:
    """Return the cells of a column as canonical JSON values.

    Raises ValueError for a cell that doesn't fit the field's type.
    """
    return _plain_cells(_cells(_column(frame, field.name)), field)


def json_rows(frame: Any, fields: list[Field]) -> Iterator[str]:
    """Yield the rows as canonical JSON arrays, cells in the order of `fields`.

    Raises ValueError as `plain_column` does.
    """
    columns = [_column(frame, field.name) for field in fields]
    for start in range(0, max(map(len, columns)), BLOCK):
        written = []
        for column, field in zip(columns, fields, strict=True):
            block = getattr(column, "iloc", column)[start : start + BLOCK]
            written.append(_json_cells(_cells(block), field))
        for row in zip(*written, strict=True):
            yield f"[{','.join(row)}]"


def _json_cells(cells: list[Any], field: Field) -> list[str]:
    """Return cells as canonical JSON texts; each different cell is written once."""
    kinds = set(map(type, cells)) - {type(None)}
    if len(kinds) > 1 or not all(issubclass(kind, PLAIN) for kind in kinds):
        # Of other or several types some are equal and yet written otherwise, as 1 and True.
        return [encode(cell) for cell in _plain_cells(cells, field)]
    different = list(set(cells))
    written = dict(zip(different, map(encode, _plain_cells(different, field)), strict=True))
    return [written[cell] for cell in cells]


def _column(frame: Any, name: str) -> Any:
    """Return a column of any engine's frame, in the form that is read fastest."""
    column = frame.column(name) if hasattr(frame, "column_names") else frame[name]
    array: Any = getattr(column, "array", None)
    if getattr(getattr(array, "dtype", None), "kind", "") == "O" and hasattr(
        array, "__arrow_array__"
    ):
        # A text column of pandas: twenty times as fast as one by one.
        column = array.__arrow_array__()
    return column


def _cells(column: Any) -> list[Any]:
    """Return the cells of a column of any engine as Python values."""
    if hasattr(column, "to_pylist"):
        if hasattr(column.type, "index_type"):
            # Arrow looks up the words of a dictionary one by one, but casts them all at once.
            column = column.cast(column.type.value_type)
        return list(column.to_pylist())
    return list(column.to_list() if hasattr(column, "to_list") else column)


def _plain_cells(values: list[Any], field: Field) -> list[Value]:
    """Return cells as canonical JSON values; nothing but NFC texts in one look."""
    if field.type == "string" and set(map(type, values)) <= {str, type(None)}:
        texts: list[str | None] = values
        if unicodedata.is_normalized("NFC", "\n".join(text for text in texts if text)):
            return [text or None for text in texts]
    return [_plain(value, field) for value in values]


def _plain(value: Any, field: Field) -> Value:
    """Return a cell as its canonical JSON value, whatever type the engine gave it."""
    if _is_missing(value):
        return None
    try:
        if field.type == "string":
            return _text(value)
        if field.type == "date":
            return _date(value)
        return _number(value, field.type)
    except (AttributeError, TypeError, ValueError, OverflowError):
        shown = str(value)
        if len(shown) > LONGEST_SHOWN:
            shown = shown[: LONGEST_SHOWN - 1] + "…"
        raise ValueError(f'{field.name}: "{shown}" isn\'t of type {field.type}') from None


def _is_missing(value: Any) -> bool:
    """Say whether a cell is missing: None, the empty text, or NaN, NA and NaT of an engine.

    The last three are told by their names, since pandas may not be imported.
    """
    if value is None or isinstance(value, str):
        return not value
    return str(value) in ("nan", "<NA>", "NaT")


def _text(value: Any) -> str:
    """Return a text in NFC; of a number that an engine made of a column of digits, the digits."""
    if isinstance(value, list | tuple | dict | set | bytes | bytearray) or getattr(
        value, "ndim", False
    ):
        raise TypeError
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFC", str(value))


def _number(value: Any, kind: str) -> int | float:
    number = float(value)
    if not math.isfinite(number) or (kind == "integer" and not number.is_integer()):
        raise ValueError
    if not number.is_integer():
        return number
    # Whole numbers beyond 2**53 would lose digits on the way through float.
    return int(value) if isinstance(value, int) else int(number)


def _date(value: Any) -> str:
    """Return a date, or a time stamp of midnight, as YYYY-MM-DD; ValueError for anything else."""
    text = value if isinstance(value, str) else str(value.isoformat())
    moment = datetime.datetime.fromisoformat(text)
    if moment.time() != datetime.time():
        raise ValueError(text)
    return moment.date().isoformat()
