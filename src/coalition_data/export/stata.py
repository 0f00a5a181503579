"""Stata: one file per table, with labels."""

from __future__ import annotations

import datetime
import os

from coalition_data.tables import descriptor, loader
from coalition_data.tables.files import replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pandas as pd

# Stata's own limits: characters of a label, bytes of a string of fixed width, and the format that has UTF-8.
LABEL = 80
FIXED = 2045
UTF8_FORMAT = 118


def write(package: descriptor.Package, path: str, to: str) -> list[str]:
    """Write a `.dta` file per table into the folder `path`; if `path` ends in .dta, the table that it is named for.

    Titles are the labels of variables, closed lists are numbers with value labels, dates are Stata's daily dates.
    """
    stem, ending = os.path.splitext(os.path.basename(path))
    if ending != ".dta":
        return [
            _write(package, table, os.path.join(path, f"{table.name}.dta"))
            for table in package.tables.values()
        ]
    if stem not in package.tables:
        raise ValueError(f"a .dta file holds one table: call it {', '.join(f'{n}.dta' for n in package.tables)}, "
                         "or name a folder for all of them")  # fmt: skip
    return [_write(package, package.table(stem), path)]


def _write(package: descriptor.Package, table: descriptor.Table, path: str) -> str:
    frame = loader.frame(loader.read_arrow(package, table.name), "pandas")
    dates = [field.name for field in table.fields if field.type == "date"]
    for field in table.fields:
        if field.type == "integer":
            frame[field.name] = frame[field.name].astype("float64")
        elif field.type == "string" and not field.enum:
            # Stata has no missing text other than the empty one; in these tables nothing else means missing either.
            frame[field.name] = (
                frame[field.name].astype(object).where(frame[field.name].notna(), "")
            )
    with replacing(path) as new:
        frame.to_stata(
            new,
            write_index=False,
            version=UTF8_FORMAT,
            time_stamp=_day(package),
            data_label=f"{table.title}, coalition-data {package.version}"[:LABEL],
            variable_labels={field.name: field.title[:LABEL] for field in table.fields},
            convert_dates=dict.fromkeys(dates, "td"),
            convert_strl=_long(frame),
        )
    return path


def _long(frame: pd.DataFrame) -> list[str]:
    """Return the text columns that don't fit into a fixed width."""
    texts = [name for name in frame.columns if frame[name].dtype == object]
    return [
        name for name in texts if any(len(cell.encode("utf-8")) > FIXED for cell in frame[name])
    ]


def _day(package: descriptor.Package) -> datetime.datetime:
    """Return the day of the data, so that the same data give the same file."""
    return datetime.datetime.fromisoformat(str(package.raw.get("created", "2000-01-01"))[:10])
