"""The workbook holds plain cells, and names the cell that it can't hold."""

from pathlib import Path

import openpyxl
import pytest

from coalition_data import export
from coalition_data.tables import descriptor
from worlds import Copy, write_package

pytestmark = pytest.mark.libraries

PACKAGE = descriptor.read()


def test_the_workbook_has_a_codebook_and_no_formula(copy: Copy, tmp_path: Path) -> None:
    copy.set("meetings", "2015-01-london", note="=HYPERLINK(1)", venue="http://x.example/").write()
    export.write("xlsx", tmp_path / "a.xlsx", folder=copy.folder)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["about", "codebook", *PACKAGE.tables]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}
    assert (
        sum(len(table.fields) for table in PACKAGE.tables.values()) == book["codebook"].max_row - 1
    )


def test_a_cell_that_a_workbook_cannot_hold_is_named(copy: Copy, tmp_path: Path) -> None:
    copy.set("meetings", "2015-01-london", note="x" * 40_000).write()
    with pytest.raises(ValueError, match=r"meetings 2015-01-london: note has 40000 characters"):
        export.write("xlsx", tmp_path / "a.xlsx", folder=copy.folder)
    assert not list(tmp_path.glob("*.xlsx*"))


def test_a_list_that_no_cell_of_the_codebook_holds_is_told_by_its_field(tmp_path: Path) -> None:
    values = [f"value-{n:05}" for n in range(3000)]
    fields = [
        {"name": "id", "type": "string"},
        {"name": "kind", "type": "string", "constraints": {"enum": values}},
    ]
    write_package(tmp_path, {"t": fields}, {"t": [["a", values[0]]]})
    words = (
        r"t\.kind: its cell allowed in the sheet codebook has 35999 characters, Excel holds 32767"
    )
    with pytest.raises(ValueError, match=words):
        export.write("xlsx", tmp_path / "a.xlsx", folder=tmp_path)
    assert not list(tmp_path.glob("*.xlsx*"))
