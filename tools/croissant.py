"""The descriptor as schema.org/Dataset and as Croissant, both JSON-LD."""

from __future__ import annotations

from coalition_data.export.croissant import CONTEXT
from coalition_data.references import citation
from coalition_data.references.styles import bibtex
from coalition_data.releases.fingerprints import file_digest
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date"}


def schema_org(package: descriptor.Package, root: str = "") -> dict[str, Any]:
    """Return a schema.org Dataset for a catalogue's page; `root` leads from its file to the
    descriptor's folder.
    """
    return {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        **_about(package),
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": f"{table.name}.{field.name}",
                "description": field.description,
            }
            for table in package.tables.values()
            for field in table.fields
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.name,
                "description": table.description,
                "contentUrl": root + table.path,
                "encodingFormat": "text/csv",
                "sha256": file_digest(package.file(table.name)),
            }
            for table in package.tables.values()
        ],
    }


def _about(package: descriptor.Package) -> dict[str, Any]:
    one = citation.describe_data(package)
    fields = {
        "name": one.title,
        "description": one.abstract,
        "url": one.url,
        "identifier": [one.doi] * bool(one.doi) + [one.note.split(", ")[1]],
        "version": one.version,
        "datePublished": "-".join(one.date),
        "inLanguage": ["en", "fr"],
        "isAccessibleForFree": True,
        "license": package.raw["licenses"][0]["path"],
        "keywords": one.keywords,
        "creator": [{"@type": "Organization", "name": name} for name in one.names],
    }
    return {name: value for name, value in fields.items() if value}


def croissant(package: descriptor.Package, root: str = "") -> dict[str, Any]:
    """Return Croissant 1.0 metadata: a file and a record set per table, with types and keys."""
    about = _about(package)
    # Croissant knows no list of identifiers; the fingerprint stands in how to cite.
    del about["identifier"]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **about,
        "citeAs": bibtex(citation.describe_data(package), []),
        "distribution": [_file(package, table, root) for table in package.tables.values()],
        "recordSet": [_records(table) for table in package.tables.values()],
    }


def _file(package: descriptor.Package, table: descriptor.Table, root: str) -> dict[str, Any]:
    name = table.path.rpartition("/")[2]
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "description": table.description,
        "contentUrl": root + table.path,
        "encodingFormat": "text/csv",
        "sha256": file_digest(package.file(table.name)),
    }


def _records(table: descriptor.Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": {"@id": f"{table.name}/{table.key}"},
        "field": [_field(table, field) for field in table.fields],
    }


def _field(table: descriptor.Table, field: descriptor.Field) -> dict[str, Any]:
    target = table.foreign.get(field.name)
    source = {
        "fileObject": {"@id": table.path.rpartition("/")[2]},
        "extract": {"column": field.name},
    }
    made = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": field.name,
        "description": field.description,
        "dataType": TYPES[field.type],
        "source": source,
    }
    # A key that leads into its own table would make readers walk in a circle.
    if target is None or target[0] == table.name:
        return made
    return {**made, "references": {"field": {"@id": "/".join(target)}}}
