"""Parquet: one file per table, with its types and the descriptor's words."""

from __future__ import annotations

import json
import os

import pyarrow.parquet as pq

from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor, loader
from coalition_data.tables.files import replacing


def write(package: descriptor.Package, path: str, to: str) -> list[str]:
    """Write a Parquet file per table into the folder `path`.

    Each column keeps title and description as field metadata. The file keeps version, fingerprint
    and the table's part of the descriptor (`datapackage`), so that the file alone explains itself.
    """
    return [
        _write_table(package, table, os.path.join(path, f"{table.name}.parquet"))
        for table in package.tables.values()
    ]


def _write_table(package: descriptor.Package, table: descriptor.Table, path: str) -> str:
    rows = loader.read_arrow(package, table.name)
    raw = next(resource for resource in package.raw["resources"] if resource["name"] == table.name)
    words = {
        "title": table.title,
        "description": table.description,
        "version": package.version,
        "fingerprint": str(fingerprints.of_table(package, table.name)),
        "datapackage": json.dumps(raw, ensure_ascii=False),
    }
    schema = rows.schema
    for at, field in enumerate(table.fields):
        described = {"title": field.title, "description": field.description}
        schema = schema.set(at, schema.field(at).with_metadata(described))
    with replacing(path) as new:
        pq.write_table(rows.cast(schema).replace_schema_metadata(words), new, compression="zstd")
    return path
