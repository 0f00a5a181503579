"""Citation files, held by the schema of their format."""

import functools
import json
from importlib import resources
from typing import Any, ClassVar

import jsonschema
import yaml


class Loader(yaml.CSafeLoader):
    """Reads a date as the text that it is, as the schema wants it."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, form) for tag, form in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def read(text: str) -> Any:
    return yaml.load(text, Loader)


def is_valid(text: str) -> bool:
    return bool(find_schema().is_valid(read(text)))


@functools.cache
def find_schema() -> Any:
    """Return the schema of the format as check-jsonschema carries it."""
    folder = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((folder / "citation-file-format.json").read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)
