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

# What a cell and the name of a sheet can hold.
LONGEST_CELL = 32_767
LONGEST_NAME = 31
WIDEST = 60
# A cell is text, number or date, and nothing else: no formula, no link, whatever it begins with.
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write(package: descriptor.Package, path: str, to: str) -> list[str]:
    """Write the workbook `path`: `about`, `codebook`, then a sheet per table; ValueError for too long a cell."""
    with replacing(path) as new, xlsxwriter.Workbook(new, PLAIN) as book:
        day = datetime.datetime.fromisoformat(str(package.raw.get("created", "2000-01-01"))[:10])
        book.set_properties({"title": package.raw.get("title", ""), "created": day})
        styles = {
            "bold": book.add_format({"bold": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        _sheet(book, styles, "about", ["what", "value"], _about(package))
        _sheet(book, styles, "codebook", codebook.HEADER, codebook.everything(package))
        for table in package.tables.values():
            rows = loader.read_arrow(package, table.name).to_pylist()
            _sheet(book, styles, table.name, table.names, [list(row.values()) for row in rows])
    return [path]


def _about(package: descriptor.Package) -> list[list[Any]]:
    head = [[name, package.raw.get(name)] for name in ("title", "description", "version")]
    licences = [
        ["licence", licence.get("title") or licence.get("name")]
        for licence in package.raw.get("licenses", [])
    ]
    prints = [
        [f"fingerprint of {name}", str(fingerprints.of_table(package, name))]
        for name in package.tables
    ]
    return [*head, *licences, *prints]


def _sheet(
    book: Any,
    styles: dict[str, Any],
    name: str,
    header: list[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    sheet = book.add_worksheet(name[:LONGEST_NAME])
    sheet.freeze_panes(1, 1)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, styles["bold"])
        widest = max(
            [len(title), *(len(str(row[column])) for row in rows if row[column] is not None)]
        )
        sheet.set_column(column, column, min(widest, WIDEST) + 2)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(header) - 1)
    for n, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            _cell(sheet, styles, (n, column), cell, f"{name} {row[0]}: {header[column]}")


def _cell(
    sheet: Any, styles: dict[str, Any], place: tuple[int, int], cell: Any, where: str
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime.date):
        sheet.write_datetime(*place, cell, styles["date"])
    elif isinstance(cell, str):
        if len(cell) > LONGEST_CELL:
            raise ValueError(f"{where} has {len(cell)} characters, a cell of a workbook holds {LONGEST_CELL}: "
                             "export to another format")  # fmt: skip
        sheet.write_string(*place, cell)
    else:
        sheet.write_number(*place, cell)
