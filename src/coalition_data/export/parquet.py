"""Parquet: one file per table, with its types and the descriptor's words."""

from __future__ import annotations

import io
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq

from coalition_data.export import limits
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor


def make(package: descriptor.Package, path: str, to: str) -> dict[str, bytes]:
    """Return a Parquet file per table in the folder `path`.

    Each column keeps title and description as field metadata. The file keeps version, fingerprint
    and the table's part of the descriptor (`datapackage`), so that the file alone explains itself.
    """
    names = limits.name_files(package, ".parquet", "export to json or sqlite")
    return {os.path.join(path, file): _make_table(package, name) for name, file in names.items()}


def _make_table(package: descriptor.Package, name: str) -> bytes:
    raw = next(resource for resource in package.raw["resources"] if resource["name"] == name)
    words = {
        "fingerprint": str(fingerprints.of_table(package, name)),
        "datapackage": json.dumps(raw, ensure_ascii=False),
    }
    return make_file(package, package.table(name), limits.read_rows(package, name), words)


def make_file(
    package: descriptor.Package,
    table: descriptor.Table,
    rows: pa.Table,
    words: dict[str, str] | None = None,
) -> bytes:
    """Return rows as a Parquet file with the words of their table and its columns, and `words`."""
    words = {
        "title": table.title,
        "description": table.description,
        "version": package.version,
        **(words or {}),
    }
    schema = rows.schema
    for at, field in enumerate(table.fields):
        described = {"title": field.title, "description": field.description}
        schema = schema.set(at, schema.field(at).with_metadata(described))
    file = io.BytesIO()
    pq.write_table(rows.cast(schema).replace_schema_metadata(words), file, compression="zstd")
    return file.getvalue()
