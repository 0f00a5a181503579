"""The columns of the panels: described in panels.json, by which codebook, panels and exports go."""

from __future__ import annotations

import os

from coalition_data.tables import descriptor, jsonfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = os.path.join(os.path.dirname(__file__), "panels.json")
PREFIX = "panel:"
# How the two states of a pair are told apart.
SIDES = {"a": "first state", "b": "second state"}


def list_units() -> list[str]:
    """Return the units of which there is a panel."""
    return list(jsonfile.read(FILE)["panels"])


def read_panel(package: descriptor.Package, unit: str) -> descriptor.Table:
    """Return the columns of a panel as those of a table; ValueError for an unknown unit.

    A column is listed by its name in panels.json, as `table.column` of the package, or as
    `table.column:a` and `:b` for the two states of a pair. Its key is the first one. `{selection}`
    in a description is the sentence on what is known in the shipped tables (tools/selection.py).
    """
    found = jsonfile.read(FILE)
    panels = found["panels"]
    if unit not in panels:
        raise ValueError(f'no unit "{unit}"; there are {", ".join(panels)}')
    described = panels[unit]
    fields = [_find_field(package, name, found) for name in described["columns"]]
    schema = {"fields": fields, "primaryKey": fields[0]["name"]}
    texts = {name: described[name] for name in ("title", "description")}
    return descriptor.Table(
        {"name": PREFIX + unit, "path": f"{unit}.csv", "schema": schema, **texts}
    )


def _find_field(package: descriptor.Package, listed: str, found: dict[str, Any]) -> dict[str, Any]:
    table, dot, rest = listed.partition(".")
    if not dot:
        own = found["columns"][listed]
        description = own["description"].replace("{selection}", found["selection"])
        return {"name": listed, **own, "description": description}
    column, _, side = rest.partition(":")
    field = package.table(table).field(column)
    categories = [{"value": value, "label": label} for value, label in field.categories.items()]
    return {
        "name": f"{column}_{side}" if side else column,
        "type": field.type,
        "title": f"{field.title}, {SIDES[side]}" if side else field.title,
        "description": field.description,
        **({"categories": categories} if categories else {}),
    }
