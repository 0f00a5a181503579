"""The descriptor as a page to read and as a frame."""

from __future__ import annotations

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    import pandas as pd


def codebook(table: str, folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return the fields of `table` as a frame: name, title, type, required, key, allowed, description.

    Parameters
    ----------
    table: name of a table.
    folder: a folder with a datapackage.json (default: the installed data).

    `key` is `primary` or names the table that the column leads to; `allowed` has the values of the
    field's list joined by `|`, or its pattern. Raises KeyError for an unknown table.

    >>> codebook("figures").loc[0, "name"]
    'figure_id'
    """
    import pandas as pd

    declared = descriptor.read(folder).table(table)
    rows = [
        (
            f.name,
            f.title,
            f.type,
            f.required,
            key(declared, f),
            "|".join(f.enum or []) or f.pattern,
            f.description,
        )
        for f in declared.fields
    ]
    return pd.DataFrame(
        rows, columns=["name", "title", "type", "required", "key", "allowed", "description"]
    )


HEADER = ["table", "name", "title", "type", "required", "key", "allowed", "description"]


def everything(package: descriptor.Package) -> list[list[str]]:
    """Return the codebook of all tables as rows of text, whose columns are HEADER."""
    return [
        [
            table.name,
            f.name,
            f.title,
            f.type,
            "yes" if f.required else "",
            key(table, f),
            allowed(f),
            f.description,
        ]
        for table in package.tables.values()
        for f in table.fields
    ]


def allowed(field: descriptor.Field) -> str:
    """Return what a field may hold beyond its type: the values of its list, or its pattern."""
    return "|".join(field.enum or []) or field.pattern or ""


def key(table: descriptor.Table, field: descriptor.Field) -> str:
    """Say which key a field is: `primary`, the table that it leads to, or nothing."""
    if field.name == table.key:
        return "primary"
    target = table.foreign.get(field.name)
    return f"→ {target[0]}" if target else ""


def markdown(table: descriptor.Table) -> str:
    """Return one table's codebook in Markdown."""
    out = [f"## {table.name}", "", table.description, ""]
    for field in table.fields:
        facts = [
            field.type,
            *(["required"] if field.required else []),
            *([key(table, field)] if key(table, field) else []),
        ]
        out.append(f"- **`{field.name}`** ({', '.join(facts)}): {field.title}. {field.description}")
        out.extend(f"    - `{value}`: {label}" for value, label in field.categories.items())
    return "\n".join([*out, ""])
