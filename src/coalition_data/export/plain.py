"""CSV as it stands, and JSON."""

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
    """Write the tables as CSV files with their descriptor into the folder `path`, or as the JSON file `path`."""
    if to == "csv":
        return [_copy(package, path, name) for name in (descriptor.FILENAME, *_paths(package))]
    with replacing(path) as new, open(new, "w", encoding="utf-8", newline="\n") as file:
        json.dump(whole(package), file, ensure_ascii=False, indent=1, allow_nan=False)
        file.write("\n")
    return [path]


def _paths(package: descriptor.Package) -> list[str]:
    return [table.path for table in package.tables.values()]


def _copy(package: descriptor.Package, folder: str, name: str) -> str:
    parts = name.split("/")
    target = os.path.join(folder, *parts)
    with replacing(target) as new:
        shutil.copyfile(os.path.join(package.folder, *parts), new)
    return target


def whole(package: descriptor.Package) -> dict[str, Any]:
    """Return all tables as JSON values: dates as YYYY-MM-DD, missing cells as null."""
    head = {
        name: package.raw.get(name)
        for name in ("name", "title", "description", "version", "licenses")
    }
    return {
        **{name: value for name, value in head.items() if value is not None},
        "fingerprints": {
            name: str(fingerprints.of_table(package, name)) for name in package.tables
        },
        "tables": {name: records(package, name) for name in package.tables},
    }


def records(package: descriptor.Package, name: str) -> list[dict[str, Any]]:
    """Return the rows of one table as JSON objects, sorted by primary key."""
    table = package.table(name)
    return [
        dict(zip(table.names, json.loads(line), strict=True))
        for line in fingerprints.table_lines(package, name)
    ]
