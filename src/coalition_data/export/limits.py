"""What a format can't hold is refused, in one line that names the cell or the name."""

from __future__ import annotations

import datetime
import unicodedata

import pyarrow as pa

from coalition_data.tables import columns, descriptor, loader
from coalition_data.tables.problem import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

# Beyond these a double, and so JavaScript, Excel and Stata, can't tell two integers apart.
LARGEST_EXACT = 2**53
LARGEST_INT64 = 2**63 - 1
# What Windows takes for devices, with any ending.
DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
DEVICES |= {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
REFUSED_BY_WINDOWS = '<>:"/\\|?*'
LONGEST_FILE_NAME = 255
WITHOUT_CASE = "where case doesn't count, as on Windows and macOS"


def find_day(package: descriptor.Package) -> datetime.datetime:
    """Return the date of the data, not of today, so that the same data give the same file."""
    created = str(package.raw.get("created", "2000-01-01"))
    try:
        return datetime.datetime.fromisoformat(created[:10])
    except ValueError:
        message = f'created "{plain(created)}" is no date'
        raise descriptor.DescriptorError(message, "write YYYY-MM-DD") from None


def read_rows(package: descriptor.Package, name: str) -> pa.Table:
    """Return a table, typed by Arrow; a ValueError names an integer that no type can hold."""
    try:
        return loader.read_arrow(package, name)
    except ValueError:
        _name_overflow(package, package.table(name))
        raise


def _name_overflow(package: descriptor.Package, table: descriptor.Table) -> None:
    cells = columns.read_file(package.file(table.name))
    if table.key not in cells:
        return
    for field in table.fields:
        if field.type != "integer":
            continue
        for key, cell in zip(cells[table.key], cells.get(field.name, ()), strict=False):
            digits = (cell or "").removeprefix("-")
            if digits.isdecimal() and len(digits) > 18 and int(digits[:20]) > LARGEST_INT64:
                where = f"{plain(table.name)} {plain(str(key))}: {plain(field.name)}"
                todo = "make the field a string, or export to csv"
                raise ValueError(f"{where} has {plain(cell)}, which is beyond 64 bits: {todo}")


def describe_cell(table: descriptor.Table, rows: pa.Table, at: int, column: str) -> str:
    """Return where a cell is: table, primary key, column."""
    key = rows.column(table.key)[at].as_py()
    return f"{plain(table.name)} {plain(str(key))}: {plain(column)}"


def refuse_cells(
    table: descriptor.Table, rows: pa.Table, column: str, is_bad: Callable[[Any], bool], why: str
) -> None:
    """Raise ValueError for the first cell of a column that a format can't hold."""
    for at, cell in enumerate(loader.list_cells(rows.column(column))):
        if cell is not None and is_bad(cell):
            where = describe_cell(table, rows, at, column)
            shown = plain(str(cell))
            shown = f"{shown[:40]}…" if len(shown) > 40 else shown
            raise ValueError(f'{where} has "{shown}", {why}')


def refuse_large_integers(table: descriptor.Table, rows: pa.Table, why: str) -> None:
    """Raise ValueError for an integer that a double can't hold exactly."""
    for field in table.fields:
        if field.type == "integer":
            refuse_cells(table, rows, field.name, _is_large, why)


def _is_large(number: int) -> bool:
    return abs(number) > LARGEST_EXACT


def fold_ascii(name: str) -> str:
    """Return a name without the case of the letters A to Z, as SQLite compares names."""
    return "".join(c.lower() if c.isascii() else c for c in name)


def fold_case(name: str) -> str:
    """Return a name as systems compare it that ignore case and how letters are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def refuse_alike(names: Iterable[str], fold: Callable[[str], str], what: str, why: str) -> None:
    """Raise ValueError for two different names that a format takes for one."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(fold(name), name)
        if other != name:
            pair = f'{what} "{plain(other)}" and "{plain(name)}"'
            raise ValueError(f"{pair} are one name {why}")


def check_file_name(name: str, where: str, todo: str) -> None:
    """Raise ValueError for a name of a file or folder that some system can't have."""
    reason = _find_reason(name)
    if reason:
        raise ValueError(f'{where}: some system can\'t have "{plain(name)}": {reason}; {todo}')


def name_files(package: descriptor.Package, ending: str, todo: str) -> dict[str, str]:
    """Return the name of each table's file; ValueError for one that some system can't have."""
    names = {name: f"{name}{ending}" for name in package.tables}
    for name, file in names.items():
        check_file_name(file, f'table "{plain(name)}"', todo)
    refuse_alike(names, fold_case, "tables", f"{WITHOUT_CASE}: {todo}")
    return names


def _find_reason(name: str) -> str:
    """Return why some system can't have a file of this name; nothing if all can."""
    if name.split(".", maxsplit=1)[0].rstrip(" ").lower() in DEVICES:
        return "Windows takes it for a device"
    found = [c for c in name if c in REFUSED_BY_WINDOWS or unicodedata.category(c) == "Cc"]
    if found:
        return f'"{plain(found[0])}" can\'t be in it'
    if name[-1] in ". ":
        return "Windows drops a dot or space at its end"
    if name[0] == " ":
        return "it begins with a space"
    if len(name.encode()) > LONGEST_FILE_NAME:
        return f"it is longer than {LONGEST_FILE_NAME} bytes"
    return ""


def count_utf16(text: str) -> int:
    """Return the length of a text as Excel counts it: letters beyond U+FFFF are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
