"""The files of the quote corpus as Croissant, the description that loaders of many tools read."""

from __future__ import annotations

import hashlib
import json

from coalition_data.export import card

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coalition_data.tables import descriptor

FILENAME = "croissant.json"
# The terms of Croissant 1.0, all of them: its own validator wants them so, used or not.
TERMS = (
    "citeAs column equivalentProperty extract field fileObject fileProperty fileSet format "
    "includes isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated "
    "replace samplingRate separator source subField transform"
).split()
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    **{term: f"cr:{term}" for term in TERMS},
}
TYPES = {"string": "sc:Text", "int64": "sc:Integer"}


def render(package: descriptor.Package, files: dict[str, bytes], has_texts: bool) -> str:
    """Return Croissant 1.0: a record set for each file of items, called as the file is.

    Lists of spans aren't among the fields: Croissant 1.0 has no lists of lists.
    """
    licence = next(iter(package.raw.get("licenses") or [{}]))
    about = {
        "name": card.name(package),
        "description": card.name(package),
        "version": package.version,
        "license": licence.get("path") or licence.get("name"),
    }
    described = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **{name: value for name, value in about.items() if value},
        "distribution": [_describe_file(path, data) for path, data in files.items()],
        "recordSet": [_describe_records(package, path, has_texts) for path in files],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _describe_file(path: str, data: bytes) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "encodingFormat": "application/jsonlines",
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _describe_records(package: descriptor.Package, path: str, has_texts: bool) -> dict[str, Any]:
    part = path.removesuffix(".jsonl")
    fields = []
    for name, kind, sentence in card.list_fields(package, has_texts):
        one = kind.get("dtype") or kind["list"]
        if isinstance(one, str):
            field = {
                "@type": "cr:Field",
                "@id": f"{part}/{name}",
                "name": name,
                "description": sentence,
                "dataType": TYPES[one],
                "source": {"fileObject": {"@id": path}, "extract": {"column": name}},
            }
            fields.append(field if "dtype" in kind else {**field, "repeated": True})
    return {
        "@type": "cr:RecordSet",
        "@id": part,
        "name": part,
        "key": {"@id": f"{part}/quote_id"},
        "field": fields,
    }
