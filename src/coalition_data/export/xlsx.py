"""One plain workbook: a sheet per table and the codebook."""

from __future__ import annotations

import datetime
import functools
import io
import re
import unicodedata
import zipfile

import xlsxwriter
import xlsxwriter.exceptions

from coalition_data.export import limits
from coalition_data.releases import fingerprints
from coalition_data.tables import codebook, descriptor, loader
from coalition_data.tables.problem import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# Excel's limits: UTF-16 units of a cell and of a sheet's name; rows and columns of a sheet; the
# first day; the numbers nearest to infinity and to 0.
LONGEST_CELL = 32_767
LONGEST_NAME = 31
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
FIRST_DAY = datetime.date(1900, 1, 1)
LARGEST, SMALLEST = 9.99999999999999e307, 2.2250738585072014e-308
REFUSED_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
OWN_SHEETS = ("about", "codebook")
# How wide a column may get.
WIDEST = 60
OTHER = "export to parquet or sqlite"
# A text is written as text, even if it looks like a formula, a link or a number.
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "in_memory": True,
}


class _Exact(float):
    """A number that is written with all its digits; xlsxwriter would write 16."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


@functools.cache
def _can_be_exact() -> bool:
    """Say whether this xlsxwriter writes an `_Exact` as it is: 3.2.0 doesn't."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, PLAIN)
    number = _Exact(0.1 + 0.2)
    book.add_worksheet().write_number(0, 0, number)
    book.close()
    with zipfile.ZipFile(file) as parts:
        return f"<v>{number}</v>".encode() in parts.read("xl/worksheets/sheet1.xml")


def make(package: descriptor.Package, path: str, to: str) -> dict[str, bytes]:
    """Return the workbook `path`: `about`, `codebook`, then a sheet per table.

    Raises ValueError for a name or cell that a workbook can't hold.
    """
    _check_names(package)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, PLAIN)
    day = limits.find_day(package)
    book.set_properties({"title": package.raw.get("title", ""), "created": day})
    styles = {
        "bold": book.add_format({"bold": True, "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    _write_sheet(book, styles, "about", ["what", "value"], _list_facts(package))
    fields = codebook.list_fields(package.tables.values())
    _check_codebook(fields)
    _write_sheet(book, styles, "codebook", codebook.HEADER, fields)
    for table in package.tables.values():
        rows = limits.read_rows(package, table.name)
        _check_cells(table, rows)
        cells = list(zip(*map(loader.list_cells, rows.columns), strict=True))
        _write_sheet(book, styles, table.name, table.names, cells)
    try:
        book.close()
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise ValueError(f"{path}: {plain(str(error))}; {OTHER}") from None
    return {path: file.getvalue()}


def _check_names(package: descriptor.Package) -> None:
    for name in package.tables:
        reason = _find_reason(name)
        if reason:
            raise ValueError(f'table "{plain(name)}" can\'t name a sheet: {reason}; {OTHER}')
    names = [*OWN_SHEETS, *package.tables]
    limits.refuse_alike(names, str.lower, "tables", f"to Excel, which ignores case: {OTHER}")


def _check_codebook(fields: list[list[str]]) -> None:
    """Refuse a field of which a cell can't hold all that is said, such as a long closed list."""
    for table, name, *facts in fields:
        for what, text in zip(codebook.HEADER[2:], facts, strict=True):
            if limits.count_utf16(text) > LONGEST_CELL:
                cell = f"its cell {what} in the sheet codebook"
                length = f"{limits.count_utf16(text)} characters, Excel holds {LONGEST_CELL}"
                raise ValueError(f"{plain(table)}.{plain(name)}: {cell} has {length}: {OTHER}")


def _find_reason(name: str) -> str:
    """Return why a sheet can't have a name; nothing if it can."""
    if limits.count_utf16(name) > LONGEST_NAME:
        return f"it has {limits.count_utf16(name)} characters, Excel holds {LONGEST_NAME}"
    if name.lower() == "history":
        return "Excel keeps it for itself"
    if name.lower() in OWN_SHEETS:
        return "the workbook has a sheet of that name of its own"
    found = REFUSED_IN_NAMES.search(name)
    if found:
        return f"Excel refuses {found.group()} there"
    if _has_unwritable(name):
        return "it has a character that a workbook can't hold"
    return ""


def _has_unwritable(text: str) -> bool:
    """Say whether a text has a character that XML can't have."""
    if text.isprintable():
        return False
    return any(unicodedata.category(c) == "Cc" or c in "\ufffe\uffff" for c in text)


def _check_cells(table: descriptor.Table, rows: Any) -> None:
    where = f'table "{plain(table.name)}"'
    if len(rows) >= MOST_ROWS:
        raise ValueError(f"{where} has {len(rows)} rows, a sheet holds {MOST_ROWS - 1}: {OTHER}")
    if len(table.names) > MOST_COLUMNS:
        found = f"{len(table.names)} columns, a sheet holds {MOST_COLUMNS}"
        raise ValueError(f"{where} has {found}: {OTHER}")
    for name in table.names:
        if limits.count_utf16(name) > LONGEST_CELL or _has_unwritable(name):
            why = "its name has a character that a workbook can't hold, or too many"
            raise ValueError(f'{where}, column "{plain(name[:40])}": {why}; {OTHER}')
    limits.refuse_large_integers(table, rows, f"which Excel rounds: {OTHER}")
    early = f"and Excel's first day is {FIRST_DAY}: {OTHER}"
    unwritable = f"with a character that a workbook can't hold: {OTHER}"
    infinite = f"which Excel takes for infinite or 0: {OTHER}"
    rounded = f"which this xlsxwriter rounds: update it, or {OTHER}"
    for field in table.fields:
        if field.type == "date":
            limits.refuse_cells(table, rows, field.name, FIRST_DAY.__gt__, early)
        elif field.type == "number":
            limits.refuse_cells(table, rows, field.name, _is_extreme, infinite)
            limits.refuse_cells(table, rows, field.name, _is_rounded, rounded)
        elif field.type == "string":
            limits.refuse_cells(table, rows, field.name, _has_unwritable, unwritable)


def _is_rounded(number: float) -> bool:
    return float(f"{number:.16G}") != number and not _can_be_exact()


def _is_extreme(number: float) -> bool:
    return abs(number) > LARGEST or 0 < abs(number) < SMALLEST


def _list_facts(package: descriptor.Package) -> list[list[Any]]:
    facts = [[name, package.raw.get(name)] for name in ("title", "description", "version")]
    licences = [one.get("title") or one.get("name") for one in package.raw.get("licenses", [])]
    facts += [["licence", licence] for licence in licences]
    prints = [(name, str(fingerprints.of_table(package, name))) for name in package.tables]
    facts += [[f"fingerprint of {name}", value] for name, value in prints]
    return facts


def _write_sheet(
    book: Any, styles: dict[str, Any], name: str, header: list[str], rows: Sequence[Sequence[Any]]
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, styles["bold"])
        width = max((len(str(row[column])) for row in rows if row[column] is not None), default=0)
        sheet.set_column(column, column, min(max(len(title), width), WIDEST) + 2)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(header) - 1)
    for n, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                # Only then can it be too long.
                if 2 * len(cell) > LONGEST_CELL:
                    _check_length(name, str(row[0]), header[column], cell)
                if cell:
                    sheet.write_string(n, column, cell)
            elif isinstance(cell, datetime.date):
                sheet.write_datetime(n, column, cell, styles["date"])
            elif cell is not None:
                sheet.write_number(n, column, _Exact(cell) if isinstance(cell, float) else cell)


def _check_length(table: str, row: str, column: str, cell: str) -> None:
    """Raise ValueError for a text that a cell can't hold."""
    length = limits.count_utf16(cell)
    if length > LONGEST_CELL:
        limit = f"a cell of a workbook holds {LONGEST_CELL}: export to another format"
        raise ValueError(
            f"{plain(table)} {plain(row)}: {plain(column)} has {length} characters, {limit}"
        )
