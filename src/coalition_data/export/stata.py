"""Stata: one file per table, with labels and notes."""

from __future__ import annotations

import datetime
import io
import os
import re

from coalition_data.export import limits, statanotes
from coalition_data.tables import descriptor, loader
from coalition_data.tables.problem import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any

    import pandas as pd
    import pyarrow as pa

# Stata's limits: characters of a label and of a name, bytes of a text of fixed width and of all
# words of a closed list, variables of a file, the largest number and the first day.
LABEL = 80
LONGEST_NAME = 32
FIXED = 2045
LONGEST_LIST = 32_000
MOST_VARIABLES = 32_767
LARGEST = 8.9884656743115e307
FIRST_DAY = datetime.date(100, 1, 1)
UTF8_FORMAT = 118
LARGEST_BYTE = 100
# Stata's words, and those of its language Mata. pandas would put "_" before them.
RESERVED = set(
    "aggregate array boolean break byte case catch class colvector complex const continue default "
    "delegate delete do double else eltypedef end enum explicit export external float for friend "
    "function global goto if in inline int local long NULL pragma protected quad rowvector short "
    "strL typedef typename using virtual with "
    "_all _b _coef _cons _n _N _pi _pred _rc _se _skip".split()
)
RESERVED_TYPE = re.compile("str[0-9]+|str#")
OTHER = "export to parquet or csv"


def make(package: descriptor.Package, path: str, to: str) -> dict[str, bytes]:
    """Return a `.dta` file per table in the folder `path`; if `path` is a `.dta` file, one table.

    That file is named for its table. Titles become labels of variables, closed lists become numbers
    with value labels, by the codes that the descriptor has for the values; dates become Stata's
    daily dates. Notes tell source and version, what a variable means, and what its values mean.
    Raises ValueError for a name or cell that Stata can't hold.
    """
    stem, ending = os.path.splitext(os.path.basename(path))
    if ending == ".dta":
        if stem not in package.tables:
            names = ", ".join(f"{name}.dta" for name in package.tables)
            todo = f"call it {names}, or name a folder for all of them"
            raise ValueError(f"a .dta file holds one table: {plain(todo)}")
        return {path: _make_table(package, stem)}
    files = limits.name_files(package, ".dta", "export to json or sqlite")
    return {os.path.join(path, file): _make_table(package, name) for name, file in files.items()}


def _make_table(package: descriptor.Package, name: str) -> bytes:
    return make_file(package, package.table(name), limits.read_rows(package, name))


def make_file(package: descriptor.Package, table: descriptor.Table, rows: pa.Table) -> bytes:
    """Return rows as a Stata file with the labels of their table."""
    import pandas as pd

    _check_names(table)
    _check_cells(table, rows)
    frame = loader.to_frame(rows, "pandas")
    dates = [field.name for field in table.fields if field.type == "date"]
    for field in table.fields:
        column = frame[field.name]
        if field.type == "integer":
            frame[field.name] = column.astype("float64")
        elif field.type == "string" and not field.enum:
            # To Stata a missing text is the empty text; our tables have no other empty text.
            frame[field.name] = column.astype(object).where(column.notna(), "")
        elif field.type == "date" and pd.__version__ < "3" and column.notna().any():
            # pandas 2 writes datetime64 from 1677 to 2262 only, and such objects of any year.
            days = [
                day and datetime.datetime(*day.timetuple()[:3])
                for day in rows.column(field.name).to_pylist()
            ]
            frame[field.name] = pd.Series(days, dtype=object)
    labels = _move_labels(frame, table)
    file = io.BytesIO()
    try:
        frame.to_stata(
            file,
            write_index=False,
            version=UTF8_FORMAT,
            time_stamp=limits.find_day(package),
            data_label=f"{table.title}, coalition-data {package.version}"[:LABEL],
            variable_labels={field.name: field.title[:LABEL] for field in table.fields},
            convert_dates=dict.fromkeys(dates, "td"),
            convert_strl=_find_long(frame, table),
            value_labels=labels,
        )
    except (ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())
        raise ValueError(f'table "{plain(table.name)}": {plain(reason)}; {OTHER}') from None
    return statanotes.add_notes(file.getvalue(), _list_notes(package, table))


def _list_notes(package: descriptor.Package, table: descriptor.Table) -> dict[str, list[str]]:
    """Return the notes of the data set, which is called `_dta`, and of each variable."""
    raw = package.raw
    title = raw.get("title") or raw.get("name", "")
    created = limits.find_day(package).date()
    source = f"Source: {title}, version {package.version} of {created}. {raw.get('homepage', '')}"
    licences = ", ".join(one.get("title") or one["name"] for one in raw.get("licenses") or [])
    notes = {"_dta": [source.strip(), table.description, licences and f"Licence: {licences}"]}
    for field in table.fields:
        labels = [
            f"{field.codes[value]} {value}: {label}" if label else f"{field.codes[value]} {value}"
            for value, label in ((v, field.categories.get(v)) for v in field.enum or [])
        ]
        notes[field.name] = [field.description, "; ".join(labels)]
    return {name: [note for note in found if note] for name, found in notes.items()}


def _check_names(table: descriptor.Table) -> None:
    where = f'table "{plain(table.name)}"'
    if len(table.fields) > MOST_VARIABLES:
        found = f"{len(table.fields)} columns, Stata holds {MOST_VARIABLES}"
        raise ValueError(f"{where} has {found}: {OTHER}")
    for field in table.fields:
        reason = _find_reason(field.name)
        if reason:
            raise ValueError(f'{where}, column "{plain(field.name)}": {reason}; {OTHER}')
        words = field.enum or []
        size = sum(len(word.encode()) + 1 for word in words)
        if size > LONGEST_LIST:
            reason = f"its list has {size} bytes, Stata holds {LONGEST_LIST}"
            raise ValueError(f"{where}, column {field.name}: {reason}; {OTHER}")
        if any("\0" in word for word in words):
            reason = "a value of its list has the character 0, which Stata can't hold"
            raise ValueError(f"{where}, column {field.name}: {reason}; {OTHER}")


def _find_reason(name: str) -> str:
    """Return why a variable can't have a name; nothing if it can."""
    if len(name) > LONGEST_NAME:
        return f"its name has {len(name)} characters, Stata holds {LONGEST_NAME}"
    if name in RESERVED or RESERVED_TYPE.fullmatch(name):
        return "Stata keeps this name for itself"
    found = [c for c in name if not _is_allowed(c)]
    if found:
        return f'Stata allows letters, digits and _ in a name, not "{plain(found[0])}"'
    if name[0].isdigit():
        return "a name can't begin with a digit in Stata"
    return ""


def _is_allowed(letter: str) -> bool:
    if letter.isascii():
        return letter.isalnum() or letter == "_"
    # Of Latin-1, pandas takes what comes before À for no letter.
    return letter.isalpha() and letter >= "À"


def _check_cells(table: descriptor.Table, rows: Any) -> None:
    limits.refuse_large_integers(table, rows, f"which Stata rounds: {OTHER}")
    early = f"and Stata's first day is {FIRST_DAY.isoformat()}: {OTHER}"
    infinite = f"which Stata takes for missing: {OTHER}"
    for field in table.fields:
        if field.type == "date":
            limits.refuse_cells(table, rows, field.name, FIRST_DAY.__gt__, early)
        elif field.type == "number":
            limits.refuse_cells(table, rows, field.name, _is_extreme, infinite)
        elif field.type == "string":
            ended = f"with the character 0, which ends a text in Stata: {OTHER}"
            limits.refuse_cells(table, rows, field.name, _has_zero, ended)


def _is_extreme(number: float) -> bool:
    return abs(number) > LARGEST


def _has_zero(text: str) -> bool:
    return "\0" in text


def _move_labels(frame: pd.DataFrame, table: descriptor.Table) -> dict[Hashable, dict[float, str]]:
    """Turn columns of closed lists into the codes of their values, and return the labels of these.

    pandas would number the values by their places in the list, which shift when one is added.
    """
    import pandas as pd

    labels: dict[Hashable, dict[float, str]] = {}
    for field in table.fields:
        if field.enum:
            codes = frame[field.name].astype(object).map(field.codes)
            is_byte = max(field.codes.values()) <= LARGEST_BYTE
            kind = pd.Int8Dtype() if is_byte else pd.Int16Dtype()
            frame[field.name] = codes.where(codes.notna(), None).astype(kind)
            labels[field.name] = {field.codes[value]: value for value in field.enum}
    return labels


def _find_long(frame: pd.DataFrame, table: descriptor.Table) -> list[str]:
    """Return the text columns that don't fit into a fixed width."""
    texts = [f.name for f in table.fields if f.type == "string" and not f.enum]
    return [name for name in texts if any(len(cell.encode()) > FIXED for cell in frame[name])]
