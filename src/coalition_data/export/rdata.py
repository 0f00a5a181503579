"""A typed table as an R data frame in an .rda file, as R's manual "R Internals" describes it."""

from __future__ import annotations

import lzma
import struct
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Types of R's objects, and the flags of one that has a class and other attributes.
SYMBOL, PAIR, TEXT, INTEGERS, DOUBLES, TEXTS, LIST, END = 1, 2, 9, 13, 14, 16, 19, 254
WITH_TAG, WITH_ATTRIBUTES, WITH_CLASS = 1 << 10, 1 << 9, 1 << 8
UTF8, ASCII = 1 << 15, 1 << 18
# The second version of the format, which R 2.3.0 and later read.
HEAD = b"RDX2\nX\n" + struct.pack(">iii", 2, 0x00040200, 0x00020300)
LARGEST_INTEGER = 2**31 - 1
MISSING_INTEGER = -(2**31)
MISSING_NUMBER = b"\x7f\xf0\x00\x00\x00\x00\x07\xa2"
MISSING_TEXT = struct.pack(">ii", TEXT, -1)


def make_file(name: str, rows: pa.Table) -> bytes:
    """Return the bytes of an .rda file that has `rows` as the data frame `name`.

    Texts become characters, columns of closed lists factors whose levels are the list in its order,
    dates Dates, integers integers, or numbers where one is beyond 32 bits.
    """
    columns = [_write_column(column) for column in rows.columns]
    attributes = {
        "names": _write_texts(rows.column_names),
        "row.names": _write_integers([MISSING_INTEGER, -len(rows)]),
        "class": _write_texts(["data.frame"]),
    }
    frame = struct.pack(">ii", LIST | WITH_ATTRIBUTES | WITH_CLASS, len(columns))
    parts = [HEAD, _write_pairs({name: b"".join([frame, *columns, _write_pairs(attributes)])})]
    return lzma.compress(b"".join(parts), preset=1)


def _write_pairs(values: dict[str, bytes]) -> bytes:
    parts = []
    for name, value in values.items():
        tag = struct.pack(">i", SYMBOL) + _write_text(name)
        parts.append(struct.pack(">i", PAIR | WITH_TAG) + tag + value)
    return b"".join([*parts, struct.pack(">i", END)])


def _write_text(text: str | None) -> bytes:
    if text is None:
        return MISSING_TEXT
    encoded = text.encode()
    encoding = ASCII if len(encoded) == len(text) else UTF8
    return struct.pack(">ii", TEXT | encoding, len(encoded)) + encoded


def _write_texts(texts: Iterable[str | None]) -> bytes:
    known = list(texts)
    # Most texts of a table are repeated.
    written = {text: _write_text(text) for text in set(known)}
    cells = b"".join([written[text] for text in known])
    return struct.pack(">ii", TEXTS, len(known)) + cells


def _write_integers(numbers: list[int]) -> bytes:
    return struct.pack(">ii", INTEGERS, len(numbers)) + np.array(numbers, ">i4").tobytes()


def _write_column(column: pa.ChunkedArray) -> bytes:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _write_factor(column)
    if pa.types.is_string(kind):
        return _write_texts(column.to_pylist())
    if pa.types.is_date(kind):
        # Days since 1970, as R counts them.
        days = _write_numbers(column.cast(pa.int32()).cast(pa.float64()))
        return _classify(days, _write_pairs({"class": _write_texts(["Date"])}))
    if pa.types.is_integer(kind) and _is_small(column):
        known = pc.fill_null(column, MISSING_INTEGER).cast(pa.int32())
        return _write_integers(known.to_numpy())
    return _write_numbers(column.cast(pa.float64(), safe=False))


def _is_small(column: pa.ChunkedArray) -> bool:
    bounds = pc.min_max(column).as_py()
    return all(abs(one or 0) <= LARGEST_INTEGER for one in bounds.values())


def _write_numbers(column: pa.ChunkedArray) -> bytes:
    missing = np.frombuffer(MISSING_NUMBER, ">f8")
    numbers = column.to_numpy().astype(">f8")
    numbers[column.is_null().to_numpy()] = missing
    cells: bytes = numbers.tobytes()
    return struct.pack(">ii", DOUBLES, len(numbers)) + cells


def _write_factor(column: pa.ChunkedArray) -> bytes:
    chunks = column.chunks
    levels = chunks[0].dictionary.to_pylist() if chunks else []
    codes = [pc.fill_null(pc.add(chunk.indices, 1), MISSING_INTEGER) for chunk in chunks]
    numbers = list(chain.from_iterable(one.to_pylist() for one in codes))
    attributes = {"levels": _write_texts(levels), "class": _write_texts(["factor"])}
    return _classify(_write_integers(numbers), _write_pairs(attributes))


def _classify(vector: bytes, attributes: bytes) -> bytes:
    """Return a vector with attributes, its class among them."""
    (kind,) = struct.unpack(">i", vector[:4])
    flags = struct.pack(">i", kind | WITH_ATTRIBUTES | WITH_CLASS)
    return flags + vector[4:] + attributes
