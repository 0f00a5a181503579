"""A panel as one file: CSV, Parquet or Stata, by the ending of its name."""

from __future__ import annotations

import os

from coalition_data.analysis import panel
from coalition_data.export import parquet, saving, stata
from coalition_data.tables import canonical, descriptor, loader, panels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import pyarrow as pa


def write(unit: str, path: str, rule: str, folder: str | os.PathLike[str] | None = None) -> None:
    """Write a panel to `path`, whole or not at all.

    `unit` and `rule` are those of `cd.panel`. Raises ValueError for another ending, OSError where
    nothing can be written.
    """
    ending = os.path.splitext(path)[1].lower()
    if ending not in FORMATS:
        raise ValueError(f"{path}: call it by one of the endings {', '.join(FORMATS)}")
    if os.path.isdir(path):
        raise IsADirectoryError(f"{path} is a folder; a panel is one file: name it")
    package = descriptor.read(folder)
    table = panels.read_panel(package, unit)
    data = FORMATS[ending](package, table, panel.build(package, unit, rule))
    saving.save({path: data}, path, ending)


def _make_csv(package: descriptor.Package, table: descriptor.Table, rows: pa.Table) -> bytes:
    columns = [map(_show_cell, loader.list_cells(rows.column(name))) for name in table.names]
    return canonical.canonical_bytes(table.names, map(list, zip(*columns, strict=True)))


def _show_cell(cell: Any) -> str:
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


FORMATS: dict[str, Callable[[descriptor.Package, descriptor.Table, pa.Table], bytes]] = {
    ".csv": _make_csv,
    ".parquet": parquet.make_file,
    ".dta": stata.make_file,
}
