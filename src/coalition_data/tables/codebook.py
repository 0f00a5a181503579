"""The descriptor as a page to read and as a frame."""

from __future__ import annotations

from coalition_data.tables import derived, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    import pandas as pd

HEADER = ["table", "name", "title", "type", "required", "key", "allowed", "description"]


def codebook(table: str, *, folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return the fields of `table` as a frame.

    Parameters
    ----------
    table: name of a table; `panel:state-meeting`, `panel:state-year`, `panel:dyad-year`,
        `panel:membership`; `attendance`, `members`, `utterances`, `conflicts`, `reconcile`; or a
        table with its joined columns, as `joined:quotes`.
    folder: a folder with a datapackage.json (default: the installed data).

    Its columns are name, title, type, required, key, allowed, description. `key` is `primary` or
    names the table that the column leads to; `allowed` has the values of the field's list joined by
    `|`, or its pattern. Raises KeyError for an unknown table.

    >>> codebook("figures").loc[0, "name"]
    'figure_id'
    """
    import pandas as pd

    from coalition_data.tables import loader

    declared = derived.find_described(descriptor.read(folder), table)
    rows = []
    for field in declared.fields:
        key = describe_key(declared, field)
        allowed = describe_allowed(field) or None
        texts = (field.name, field.title, field.type)
        rows.append((*texts, field.required, key, allowed, field.description))
    return loader.settle_text(pd.DataFrame(rows, columns=HEADER[1:]))


def list_fields(tables: Iterable[descriptor.Table]) -> list[list[str]]:
    """Return the codebook of tables as rows of text, whose columns are HEADER."""
    rows = []
    for table in tables:
        for field in table.fields:
            required = "yes" if field.required else ""
            facts = [required, describe_key(table, field), describe_allowed(field)]
            texts = [table.name, field.name, field.title, field.type]
            rows.append([*texts, *facts, field.description])
    return rows


def describe_allowed(field: descriptor.Field) -> str:
    """Return what a field may hold beyond its type: the values of its list, or its pattern."""
    return "|".join(field.enum or []) or field.pattern or ""


def describe_key(table: descriptor.Table, field: descriptor.Field) -> str:
    """Return `primary`, the table that the field leads to, or nothing."""
    if field.name == table.key:
        return "primary"
    target = table.foreign.get(field.name)
    return f"→ {target[0]}" if target else ""


def to_markdown(table: descriptor.Table) -> str:
    """Return one table's codebook in Markdown."""
    out = [f"## {table.name}", "", table.description, ""]
    for field in table.fields:
        required = "required" if field.required else ""
        facts = ", ".join(filter(None, [field.type, required, describe_key(table, field)]))
        out.append(f"- **`{field.name}`** ({facts}): {field.title}. {field.description}")
        out.extend(f"    - `{value}`: {label}" for value, label in field.categories.items())
    return "\n".join([*out, ""])
