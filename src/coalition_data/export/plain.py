"""CSV as it is shipped, and JSON."""

from __future__ import annotations

import json
import os
import shutil

from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor
from coalition_data.tables.files import replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def write(package: descriptor.Package, path: str, to: str) -> list[str]:
    """Write the CSV files and their descriptor into the folder `path`, or the JSON file `path`."""
    if to == "csv":
        names = [descriptor.FILENAME, *(table.path for table in package.tables.values())]
        return [_copy_file(package, path, name) for name in names]
    with replacing(path) as new, open(new, "w", encoding="utf-8", newline="\n") as file:
        json.dump(to_json(package), file, ensure_ascii=False, indent=1, allow_nan=False)
        file.write("\n")
    return [path]


def _copy_file(package: descriptor.Package, folder: str, name: str) -> str:
    parts = name.split("/")
    target = os.path.join(folder, *parts)
    with replacing(target) as new:
        shutil.copyfile(os.path.join(package.folder, *parts), new)
    return target


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
    """Return the rows of one table as JSON objects, sorted by primary key."""
    table = package.table(name)
    return [
        dict(zip(table.names, json.loads(line), strict=True))
        for line in fingerprints.table_lines(package, name)
    ]
