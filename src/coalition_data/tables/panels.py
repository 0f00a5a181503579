"""The columns of panels, attendance and other frames made: all else goes by panels.json."""

from __future__ import annotations

import os

from coalition_data.tables import descriptor, jsonfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = os.path.join(os.path.dirname(__file__), "panels.json")
PREFIX = "panel:"
ATTENDANCE = "attendance"
# How the two states of a pair are told apart.
SIDES = {"a": "first state", "b": "second state"}


def list_units() -> list[str]:
    """Return the units of which there is a panel."""
    return list(jsonfile.read(FILE)["panels"])


def list_frames() -> list[str]:
    """Return the names of the other frames that functions make of the tables."""
    return list(jsonfile.read(FILE)["frames"])


def read_panel(package: descriptor.Package, unit: str) -> descriptor.Table:
    """Return the columns of a panel as those of a table; ValueError for an unknown unit.

    A column is listed by its name in panels.json, as `table.column` of the package, or as
    `table.column:a` and `:b` for the two states of a pair. Its key is the first one. `{selection}`
    in a description is the sentence on what is known in the shipped tables (tools/selection.py).
    """
    found = jsonfile.read(FILE)
    if unit not in found["panels"]:
        raise ValueError(f'no unit "{unit}"; there are {", ".join(found["panels"])}')
    return _read_columns(package, PREFIX + unit, found)


def read_frame(package: descriptor.Package, name: str) -> descriptor.Table:
    """Return the columns of one of `list_frames` as those of a table."""
    return _read_columns(package, name, jsonfile.read(FILE))


def _read_columns(
    package: descriptor.Package, name: str, found: dict[str, Any]
) -> descriptor.Table:
    described = _find_description(name, found)
    known = _find_columns(described, found)
    selection: str = found["selection"]
    fields = [_find_field(package, listed, known, selection) for listed in described["columns"]]
    table = make_table(name, fields, described["title"], described["description"])
    for listed, field in zip(described["columns"], table.fields, strict=True):
        other, _, column = listed.partition(":")[0].partition(".")
        if other in package.tables and column == package.table(other).key:
            table.foreign[field.name] = (other, column)
    return table


def _find_description(name: str, found: dict[str, Any]) -> dict[str, Any]:
    frames: dict[str, dict[str, Any]] = found["panels"] | found["frames"]
    return frames[name.removeprefix(PREFIX)]


def list_key_parts(name: str) -> list[str]:
    """Return the columns whose cells, joined by `/`, are the key of a panel or of attendance."""
    parts: list[str] = _find_description(name, jsonfile.read(FILE))["key"]
    return parts


def find_origins(name: str) -> dict[str, list[str]]:
    """Return for each column of a panel or of attendance the tables that its cells rest on."""
    found = jsonfile.read(FILE)
    described = _find_description(name, found)
    known = _find_columns(described, found)
    origins: dict[str, list[str]] = {}
    for listed in described["columns"]:
        table, dot, rest = listed.partition(".")
        if dot:
            column, _, side = rest.partition(":")
            origins[f"{column}_{side}" if side else column] = [table]
        else:
            origins[listed] = known[listed]["from"]
    return origins


def make_table(
    name: str, fields: list[dict[str, Any]], title: str, description: str
) -> descriptor.Table:
    """Return described columns as a table, whose key is the first of them."""
    schema = {"fields": fields, "primaryKey": fields[0]["name"]}
    path = f"{name.removeprefix(PREFIX).replace(':', '-')}.csv"
    raw = {"name": name, "path": path, "title": title, "description": description}
    return descriptor.Table({**raw, "schema": schema})


def _find_columns(described: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that all frames share, and those that a frame has in its own sense."""
    columns: dict[str, Any] = found["columns"] | described.get("own", {})
    return columns


def _find_field(
    package: descriptor.Package, listed: str, known: dict[str, Any], selection: str
) -> dict[str, Any]:
    table, dot, rest = listed.partition(".")
    if not dot:
        own = {name: value for name, value in known[listed].items() if name != "from"}
        description = own["description"].replace("{selection}", selection)
        return {"name": listed, **own, "description": description}
    column, _, side = rest.partition(":")
    field = package.table(table).field(column)
    if not side:
        return copy_field(field)
    return copy_field(field, name=f"{column}_{side}", title=f"{field.title}, {SIDES[side]}")


def copy_field(field: descriptor.Field, **changes: str) -> dict[str, Any]:
    """Return what describes a field, but for its constraints on rows, with `changes`."""
    described: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        "description": field.description,
    }
    if field.categories:
        described["categories"] = [
            {"value": value, "label": label, "code": field.codes[value]}
            for value, label in field.categories.items()
        ]
    elif field.enum:
        described["constraints"] = {"enum": field.enum}
    return {**described, **changes}
