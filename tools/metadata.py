"""The descriptor in the words of other standards."""

from __future__ import annotations

import json
import os

import croissant
from coalition_data.references import citation
from coalition_data.references.styles import STYLES
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DATATYPES = {"string": "string", "integer": "integer", "number": "decimal", "date": "date"}


# Where the files below `metadata/` find the tables.
UP = "../"


def files(package: descriptor.Package) -> dict[str, str]:
    """Return each metadata file, by its path beside the descriptor, with its text: all from
    descriptor and tables.
    """
    one = citation.describe_data(package)
    return {
        "CITATION.cff": STYLES["cff"](one, []),
        ".zenodo.json": _json(zenodo(package)),
        "SHA256SUMS": manifest(package),
        fingerprints.RECORD: fingerprints.render_record(package),
        "metadata/datacite.json": STYLES["datacite"](one, []) + "\n",
        "metadata/schema-org.json": _json(croissant.schema_org(package, UP)),
        "metadata/croissant.json": _json(croissant.croissant(package, UP)),
        "metadata/csvw.json": _json(csvw(package, UP)),
    }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def zenodo(package: descriptor.Package) -> dict[str, Any]:
    """Return the metadata with which Zenodo deposits a release (its legacy deposit form)."""
    one = citation.describe_data(package)
    return {
        "upload_type": "dataset",
        "title": one.title,
        "creators": [{"name": name} for name in one.names],
        "description": one.abstract,
        "version": one.version,
        "publication_date": "-".join(one.date),
        "access_right": "open",
        "license": one.license.lower(),
        "language": "eng",
        "keywords": one.keywords,
        "notes": one.note,
    }


def manifest(package: descriptor.Package) -> str:
    """Return the SHA-256 of the descriptor and of each table, to be checked by `sha256sum -c`."""
    paths = sorted([descriptor.FILENAME, *(table.path for table in package.tables.values())])
    return "".join(
        f"{fingerprints.file_digest(os.path.join(package.folder, path))}  {path}\n"
        for path in paths
    )


def csvw(package: descriptor.Package, root: str = "") -> dict[str, Any]:
    """Return CSV on the Web metadata (W3C, 2015) for all tables; `root` leads from its file to the
    descriptor's folder.

    Columns carry name, title, description, datatype (with enum and pattern as its format, and
    bounds), and required; tables carry primary and foreign keys. Values that an enum allows stand
    as a regular expression, as CSVW has it.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": package.raw.get("title", ""),
        "dc:description": package.raw.get("description", ""),
        "tables": [_table(package, table, root) for table in package.tables.values()],
    }


def _table(package: descriptor.Package, table: descriptor.Table, root: str) -> dict[str, Any]:
    paths = {
        column: root + package.table(target).path for column, (target, _) in table.foreign.items()
    }
    keys = [
        {
            "columnReference": [column],
            "reference": {"resource": paths[column], "columnReference": [name]},
        }
        for column, (_, name) in table.foreign.items()
    ]
    schema = {"columns": [_column(field) for field in table.fields], "primaryKey": table.key}
    return {
        "url": root + table.path,
        "dc:title": table.title,
        "dc:description": table.description,
        "tableSchema": {**schema, "foreignKeys": keys} if keys else schema,
    }


def _column(field: descriptor.Field) -> dict[str, Any]:
    datatype: dict[str, Any] = {"base": DATATYPES[field.type]}
    if field.enum:
        datatype["format"] = "|".join(field.enum)
    elif field.pattern:
        datatype["format"] = field.pattern
    bounds = {"minimum": field.minimum, "maximum": field.maximum}
    lengths = {"minLength": field.min_length, "maxLength": field.max_length}
    datatype |= {name: bound for name, bound in (bounds | lengths).items() if bound is not None}
    # CSVW's titles are what the header of the file says.
    column = {
        "name": field.name,
        "titles": field.name,
        "dc:title": field.title,
        "datatype": datatype,
    }
    column |= {"dc:description": field.description}
    return {**column, "null": "", "required": True} if field.required else {**column, "null": ""}
