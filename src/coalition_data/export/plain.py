"""CSV as it is shipped, and JSON."""

from __future__ import annotations

import json
import os
import posixpath

from coalition_data.export import limits
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor
from coalition_data.tables.problem import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


TOO_LARGE = "which JavaScript and other readers of JSON round: export to parquet, sqlite or csv"


def make(package: descriptor.Package, path: str, to: str) -> dict[str, bytes]:
    """Return the CSV files and their descriptor in the folder `path`, or the JSON file `path`."""
    if to == "csv":
        return _copy_files(package, path)
    data = json.dumps(to_json(package), ensure_ascii=False, indent=1, allow_nan=False)
    return {path: f"{data}\n".encode()}


def _copy_files(package: descriptor.Package, folder: str) -> dict[str, bytes]:
    todo = "export to json or sqlite"
    sources = {descriptor.FILENAME: os.path.join(package.folder, descriptor.FILENAME)}
    for table in package.tables.values():
        name = posixpath.normpath(table.path)
        for part in name.split("/"):
            where = f'table "{plain(table.name)}", path "{plain(name)}"'
            limits.check_file_name(part, where, todo)
        sources[name] = package.file(table.name)
    limits.refuse_alike(sources, limits.fold_case, "paths", f"{limits.WITHOUT_CASE}: {todo}")
    out = {}
    for name, source in sources.items():
        with open(source, "rb") as file:
            out[os.path.join(folder, *name.split("/"))] = file.read()
    return out


def to_json(package: descriptor.Package) -> dict[str, Any]:
    """Return all tables as JSON values: dates as YYYY-MM-DD, missing cells as null."""
    head = ("name", "title", "description", "version", "licenses")
    prints = {name: str(fingerprints.of_table(package, name)) for name in package.tables}
    return {
        **{name: package.raw[name] for name in head if package.raw.get(name) is not None},
        "fingerprints": prints,
        "tables": {name: read_records(package, name) for name in package.tables},
    }


def read_records(package: descriptor.Package, name: str) -> list[dict[str, Any]]:
    """Return the rows of one table as JSON objects, sorted by primary key.

    Raises ValueError for an integer that readers of JSON would round.
    """
    table = package.table(name)
    limits.refuse_large_integers(table, limits.read_rows(package, name), TOO_LARGE)
    numbers = [field.name for field in table.fields if field.type == "number"]
    records = []
    for line in fingerprints.table_lines(package, name):
        record = dict(zip(table.names, json.loads(line), strict=True))
        for column in numbers:
            # Canonical values write 1e300 with 301 digits, which some readers refuse.
            if isinstance(record[column], int) and abs(record[column]) > limits.LARGEST_EXACT:
                record[column] = float(record[column])
        records.append(record)
    return records
