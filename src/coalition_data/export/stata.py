"""Stata: one file per table, with labels."""

from __future__ import annotations

import datetime
import os

from coalition_data.tables import descriptor, loader
from coalition_data.tables.files import replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pandas as pd

# Stata's limits: characters of a label, bytes of a text of fixed width; and its UTF-8 format.
LABEL = 80
FIXED = 2045
UTF8_FORMAT = 118


def write(package: descriptor.Package, path: str, to: str) -> list[str]:
    """Write a `.dta` file per table into the folder `path`; if `path` is a `.dta` file, one table.

    That file is named for its table. Titles become labels of variables, closed lists become numbers
    with value labels, dates become Stata's daily dates.
    """
    stem, ending = os.path.splitext(os.path.basename(path))
    if ending != ".dta":
        return [
            _write_table(package, table, os.path.join(path, f"{table.name}.dta"))
            for table in package.tables.values()
        ]
    if stem not in package.tables:
        names = ", ".join(f"{name}.dta" for name in package.tables)
        todo = f"call it {names}, or name a folder for all of them"
        raise ValueError(f"a .dta file holds one table: {todo}")
    return [_write_table(package, package.table(stem), path)]


def _write_table(package: descriptor.Package, table: descriptor.Table, path: str) -> str:
    frame = loader.to_frame(loader.read_arrow(package, table.name), "pandas")
    dates = [field.name for field in table.fields if field.type == "date"]
    for field in table.fields:
        column = frame[field.name]
        if field.type == "integer":
            frame[field.name] = column.astype("float64")
        elif field.type == "string" and not field.enum:
            # To Stata a missing text is the empty text; our tables have no other empty text.
            frame[field.name] = column.astype(object).where(column.notna(), "")
    # The date of the data, not of today, so that the same data give the same file.
    created = datetime.datetime.fromisoformat(str(package.raw.get("created", "2000-01-01"))[:10])
    with replacing(path) as new:
        frame.to_stata(
            new,
            write_index=False,
            version=UTF8_FORMAT,
            time_stamp=created,
            data_label=f"{table.title}, coalition-data {package.version}"[:LABEL],
            variable_labels={field.name: field.title[:LABEL] for field in table.fields},
            convert_dates=dict.fromkeys(dates, "td"),
            convert_strl=_find_long(frame),
        )
    return path


def _find_long(frame: pd.DataFrame) -> list[str]:
    """Return the text columns that don't fit into a fixed width."""
    texts = [name for name in frame.columns if frame[name].dtype == object]
    return [name for name in texts if any(len(cell.encode()) > FIXED for cell in frame[name])]
