"""One plain workbook: a sheet per table and the codebook."""

from __future__ import annotations

import datetime

import xlsxwriter

from coalition_data.releases import fingerprints
from coalition_data.tables import codebook, descriptor, loader
from coalition_data.tables.files import replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# How many characters a cell and the name of a sheet can hold, and how wide a column may get.
LONGEST_CELL = 32_767
LONGEST_NAME = 31
WIDEST = 60
# A text is written as text, even if it looks like a formula, a link or a number.
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write(package: descriptor.Package, path: str, to: str) -> list[str]:
    """Write the workbook `path`: `about`, `codebook`, then a sheet per table.

    Raises ValueError for a cell that is too long.
    """
    with replacing(path) as new, xlsxwriter.Workbook(new, PLAIN) as book:
        # The date of the data, not of today, so that the same data give the same file.
        day = datetime.datetime.fromisoformat(str(package.raw.get("created", "2000-01-01"))[:10])
        book.set_properties({"title": package.raw.get("title", ""), "created": day})
        styles = {
            "bold": book.add_format({"bold": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        _write_sheet(book, styles, "about", ["what", "value"], _list_facts(package))
        _write_sheet(book, styles, "codebook", codebook.HEADER, codebook.list_fields(package))
        for table in package.tables.values():
            rows = loader.read_arrow(package, table.name).to_pylist()
            cells = [list(row.values()) for row in rows]
            _write_sheet(book, styles, table.name, table.names, cells)
    return [path]


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
    sheet = book.add_worksheet(name[:LONGEST_NAME])
    sheet.freeze_panes(1, 1)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, styles["bold"])
        lengths = [len(str(row[column])) for row in rows if row[column] is not None]
        sheet.set_column(column, column, min(max([len(title), *lengths]), WIDEST) + 2)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(header) - 1)
    for n, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                message = f"{name} {row[0]}: {header[column]} has {len(cell)} characters"
                limit = f"a cell of a workbook holds {LONGEST_CELL}: export to another format"
                raise ValueError(f"{message}, {limit}")
            _write_cell(sheet, n, column, cell, styles["date"])


def _write_cell(sheet: Any, row: int, column: int, cell: Any, date_style: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime.date):
        sheet.write_datetime(row, column, cell, date_style)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    else:
        sheet.write_number(row, column, cell)
