"""Cells as canonical JSON values, whatever engine or file they came through."""

from __future__ import annotations

import datetime
import json
import math
import unicodedata

from coalition_data.tables import columns, letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coalition_data.tables.descriptor import Field

    Value = str | int | float | None

LONGEST_SHOWN = 40
# Equal values of one of these types are encoded alike.
PLAIN = (str, int, float, datetime.date)
# What is in the names of types whose cells may be texts.
TEXTS = ("str", "object", "enum", "categor", "dictionary")
# How many rows are encoded at a time: enough for speed, few enough for memory.
BLOCK = 4096
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def plain_column(frame: Any, field: Field) -> list[Value]:
    """Return the cells of a column as canonical JSON values.

    Raises ValueError for a cell that doesn't fit the field's type.
    """
    return _plain_cells(_list_cells(_find_column(frame, field.name)), field)


def json_rows(frame: Any, fields: list[Field]) -> Iterator[str]:
    """Yield the rows as canonical JSON arrays, cells in the order of `fields`.

    Raises ValueError as `plain_column` does.
    """
    found = [_find_column(frame, field.name) for field in fields]
    for start in range(0, max(map(len, found)), BLOCK):
        encoded = []
        for column, field in zip(found, fields, strict=True):
            block = getattr(column, "iloc", column)[start : start + BLOCK]
            encoded.append(_encode_cells(_list_cells(block), field))
        for row in zip(*encoded, strict=True):
            yield f"[{','.join(row)}]"


def _encode_cells(cells: list[Any], field: Field) -> list[str]:
    """Return cells as canonical JSON texts; each different cell is encoded once."""
    kinds = set(map(type, cells)) - {type(None)}
    if len(kinds) > 1 or not all(issubclass(kind, PLAIN) for kind in kinds):
        # Cells of several types can be equal and yet encoded otherwise, as 1 and True.
        return [encode(cell) for cell in _plain_cells(cells, field)]
    different = list(set(cells))
    encoded = dict(zip(different, map(encode, _plain_cells(different, field)), strict=True))
    return [encoded[cell] for cell in cells]


def _find_column(frame: Any, name: str) -> Any:
    """Return a column of any engine's frame, in the form that is read fastest."""
    column = columns.get_column(frame, name)
    array: Any = getattr(column, "array", None)
    kind = getattr(getattr(array, "dtype", None), "kind", "")
    if kind == "O" and hasattr(array, "__arrow_array__"):
        # A text column of pandas: Arrow converts it twenty times as fast as pandas.
        return array.__arrow_array__()
    return column


def has_text(frame: Any, name: str, text: str) -> bool:
    """Say whether some cell of a column is this text."""
    column = _find_column(frame, name)
    if isinstance(column, list):
        return _is_among(text, column)
    categories = getattr(getattr(column, "cat", None), "categories", None)
    if categories is not None:
        return text in set(categories)
    kind = str(getattr(column, "dtype", getattr(column, "type", ""))).lower()
    if not any(word in kind for word in TEXTS):
        return False
    if hasattr(column, "combine_chunks"):
        import pyarrow.compute as pc

        return bool(pc.any(pc.equal(column.cast("string"), text)).as_py())
    return _is_among(text, _list_cells(column))


def _is_among(text: str, cells: list[Any]) -> bool:
    try:
        return text in cells
    except (TypeError, ValueError):
        # Some cells can't be compared with a text, such as arrays.
        return any(isinstance(cell, str) and cell == text for cell in cells)


def blank_text(frame: Any, name: str, text: str) -> list[Any]:
    """Return the cells of a column, those that are this text as None."""
    cells = _list_cells(_find_column(frame, name))
    return [None if isinstance(cell, str) and cell == text else cell for cell in cells]


def _list_cells(column: Any) -> list[Any]:
    """Return the cells of a column of any engine as Python values."""
    if hasattr(column, "to_pylist"):
        # Imported here: rows as text, which `validate` has, don't need pyarrow.
        from coalition_data.tables import loader

        return loader.list_cells(column)
    return list(column.to_list() if hasattr(column, "to_list") else column)


def _plain_cells(values: list[Any], field: Field) -> list[Value]:
    """Return cells as canonical JSON values."""
    # Texts are checked for NFC all at once, which is faster.
    if field.type == "string" and set(map(type, values)) <= {str, type(None)}:
        texts: list[str | None] = values
        if unicodedata.is_normalized("NFC", "\n".join(text for text in texts if text)):
            return [text or None for text in texts]
    return [_plain_cell(value, field) for value in values]


def _plain_cell(value: Any, field: Field) -> Value:
    """Return a cell as its canonical JSON value, whatever type the engine gave it."""
    if _is_missing(value):
        return None
    try:
        if field.type == "string":
            return _plain_text(value)
        if field.type == "date":
            return _plain_date(value)
        return _plain_number(value, field.type)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        shown = str(value)
        if len(shown) > LONGEST_SHOWN:
            shown = shown[: LONGEST_SHOWN - 1] + "…"
        raise ValueError(f'{field.name}: "{shown}" isn\'t of type {field.type}') from None


def _is_missing(value: Any) -> bool:
    """Say whether a cell is missing: None, the empty text, or NaN, NA and NaT of an engine."""
    # By their names: pandas may not be imported.
    if value is None or isinstance(value, str):
        return not value
    return str(value) in ("nan", "<NA>", "NaT")


def _plain_text(value: Any) -> str:
    """Return a text in NFC; of a number, which an engine made of digits, the digits."""
    is_array = getattr(value, "ndim", False)
    if is_array or isinstance(value, list | tuple | dict | set | bytes | bytearray):
        raise TypeError
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return letters.normalise("NFC", str(value))


def _plain_number(value: Any, kind: str) -> int | float:
    number = float(value)
    if not math.isfinite(number) or (kind == "integer" and not number.is_integer()):
        raise ValueError
    if not number.is_integer():
        return number
    # An int isn't converted from the float: beyond 2**53 digits would be lost.
    return int(value) if isinstance(value, int) else int(number)


def _plain_date(value: Any) -> str:
    """Return a date, or a time stamp of midnight, as YYYY-MM-DD; ValueError for anything else."""
    text = value if isinstance(value, str) else str(value.isoformat())
    moment = datetime.datetime.fromisoformat(text)
    if moment.time() != datetime.time():
        raise ValueError(text)
    return moment.date().isoformat()
