"""Typed frames checked against the pandera schemas and the keys between them, at any size."""

from __future__ import annotations

import os
import re

import pandas as pd
import pandera.errors
import pyarrow as pa
import pyarrow.compute as pc

from coalition_data.tables import csvfile, descriptor, loader
from coalition_data.validation import schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    Columns = dict[tuple[str, str], "pa.Array | pa.ChunkedArray"]

# In UTF-8 no continuation byte follows a quotation mark.
_SPLIT_LETTER = re.compile(b'"[\x80-\xbf]')


def find_failing(package: descriptor.Package) -> dict[str, str]:
    """Return the tables that don't fit their schema or their keys, and why; none means sound.

    A table is in memory only while it is checked. What remains are the columns that others lead to,
    and the different values of those that lead elsewhere.
    """
    found: dict[str, str] = {}
    kept: Columns = {}
    targets = {target for table in package.tables.values() for target in table.foreign.values()}
    for table in package.tables.values():
        try:
            rows = _read_typed(package, table)
            frame = loader.to_frame(rows, "pandas")
            schema.build_schema(table).validate(frame, lazy=True, inplace=True)
        except pandera.errors.SchemaErrors as error:
            found[table.name] = _describe_refused(error)
            continue
        except (ValueError, OSError) as error:
            found[table.name] = str(error)
            continue
        for field in table.fields:
            place = (table.name, field.name)
            if place in targets or field.name in table.foreign:
                # An enum can lead to plain text, and the other way round.
                column = rows.column(field.name).cast(loader.ARROW[field.type])
                kept[place] = column if place in targets else pc.unique(column)
    return found | _find_dangling(package, kept)


def _describe_refused(error: pandera.errors.SchemaErrors) -> str:
    """Return the first cell that a schema refuses; row n of a sound file is line n + 2."""
    first = error.failure_cases.iloc[0]
    line = "" if pd.isna(first["index"]) else f"line {int(first['index']) + 2}: "
    return f'{line}{first["column"]}: [{first["check"]}] (got "{first["failure_case"]}")'


def _read_typed(package: descriptor.Package, table: descriptor.Table) -> pa.Table:
    """Return a table's typed columns; ValueError or OSError if the file or a cell doesn't fit."""
    path = package.file(table.name)
    # Opening a FIFO could block for ever.
    if not os.path.isfile(path):
        raise ValueError(f"{path} is no regular file")
    if csvfile.read_header(path) != table.names:
        raise ValueError(f"{path} has other columns than declared, or in another order")
    rows = loader.read_arrow(package, table.name)
    # Arrow joins lines at an unclosed quotation mark, and takes a carriage return as a line end.
    if rows.num_rows != csvfile.count_rows(path) or _has_odd_bytes(path):
        message = (
            "a cell that spans lines or isn't closed, other line ends than LF, or a letter split "
            "by a quote"
        )
        raise ValueError(f"{path} has {message}")
    return rows


def _has_odd_bytes(path: str) -> bool:
    """Return whether a file has a carriage return, or a quotation mark inside a letter or unclosed.

    Arrow takes them all in silence.
    """
    last = b""
    marks = 0
    for block in csvfile.read_blocks(path):
        marks += block.count(b'"')
        if b"\r" in block or _SPLIT_LETTER.search(last + block[:1]) or _SPLIT_LETTER.search(block):
            return True
        last = block[-1:]
    return marks % 2 == 1


def _find_dangling(package: descriptor.Package, kept: Columns) -> dict[str, str]:
    """Return the tables in which a cell leads to no row; tables that failed before are skipped."""
    found = {}
    for table in package.tables.values():
        for column, target in table.foreign.items():
            if (table.name, column) in kept and target in kept:
                cells = kept[table.name, column].drop_null()
                there = pc.is_in(cells, value_set=kept[target].drop_null())
                if not pc.all(there, min_count=0).as_py():
                    found[table.name] = f"{column} leads to rows that {target[0]} doesn't have"
    return found
