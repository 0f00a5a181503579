"""Typed frames held against the pandera schemas and the keys between them: sound or in doubt, at any number of rows."""

from __future__ import annotations

import os
import re

import pandera.errors
import pyarrow as pa
import pyarrow.compute as pc

from coalition_data.tables import csvfile, descriptor, loader
from coalition_data.validation import schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    Columns = dict[tuple[str, str], "pa.Array | pa.ChunkedArray"]

# In UTF-8 no byte that goes on with a letter comes after a quotation mark.
_TORN = re.compile(b'"[\x80-\xbf]')


def failing(package: descriptor.Package) -> dict[str, str]:
    """Return the tables that don't fit their schema or their keys, and why; none means sound.

    A table is in memory only while it is judged: of it stay the columns that others lead to, and the different values
    of those that lead elsewhere.
    """
    found: dict[str, str] = {}
    kept: Columns = {}
    targets = {target for table in package.tables.values() for target in table.foreign.values()}
    for table in package.tables.values():
        try:
            rows = _read(package, table)
            schema.build(table).validate(loader.frame(rows, "pandas"), lazy=True, inplace=True)
        except (ValueError, OSError, pandera.errors.SchemaErrors) as error:
            found[table.name] = str(error)
            continue
        for field in table.fields:
            place = (table.name, field.name)
            if place in targets or field.name in table.foreign:
                # An enum can lead to a plain text, and the other way round.
                column = rows.column(field.name).cast(loader.ARROW[field.type])
                kept[place] = column if place in targets else pc.unique(column)
    return found | _dangling(package, kept)


def _read(package: descriptor.Package, table: descriptor.Table) -> pa.Table:
    """Return a table's typed columns; ValueError or OSError where the file or a cell doesn't fit."""
    path = package.file(table.name)
    if not package.holds(path) or not os.path.isfile(path):
        # Nobody may ever write into a pipe: it isn't opened.
        raise ValueError(f"{path} is no regular file in the folder")
    if csvfile.header(path) != table.names:
        raise ValueError(f"{path} has other columns than declared, or in another order")
    rows = loader.read_arrow(package, table.name)
    # Arrow takes a quotation mark that isn't closed for a cell that goes on, and a carriage return for a line end.
    if rows.num_rows != csvfile.count(path) or _is_odd(path):
        raise ValueError(
            f"{path} has a cell that spans lines, other line ends than LF, or a torn letter"
        )
    return rows


def _is_odd(path: str) -> bool:
    """Say whether a carriage return stands in the file, or a quotation mark inside a letter: Arrow takes both away."""
    last = b""
    for block in csvfile.blocks(path):
        if b"\r" in block or _TORN.search(last + block[:1]) or _TORN.search(block):
            return True
        last = block[-1:]
    return False


def _dangling(package: descriptor.Package, kept: Columns) -> dict[str, str]:
    """Return the tables in which some cell leads to a row that isn't there; those not kept were in doubt already."""
    found = {}
    for table in package.tables.values():
        for column, target in table.foreign.items():
            if (table.name, column) in kept and target in kept:
                there = pc.is_in(
                    kept[table.name, column].drop_null(), value_set=kept[target].drop_null()
                )
                if not pc.all(there, min_count=0).as_py():
                    found[table.name] = f"{column} leads to rows that {target[0]} doesn't have"
    return found
