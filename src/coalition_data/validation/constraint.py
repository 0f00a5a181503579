"""What a field asks of each cell by itself, and which texts it refuses."""

from __future__ import annotations

import datetime
import re

from coalition_data.tables import suggestion
from coalition_data.validation import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any

    from coalition_data.tables.descriptor import Field

    # Rule, message, todo.
    Finding = tuple[str, str, str]

# The one way to write each type, and its name in messages. The loaders read more.
LEXICAL = {
    "integer": (re.compile("(0|-?[1-9][0-9]*)"), "an integer in plain digits, such as 21"),
    "number": (
        re.compile("-?(0|[1-9][0-9]*)([.][0-9]*[1-9])?"),
        "a number in plain digits, such as 0.5 or 15000",
    ),
    "date": (re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date that exists, as YYYY-MM-DD"),
}
READ = {"integer": int, "number": float}
LONGEST = {"integer": 18, "number": 300, "date": 10}
# How many allowed values a message names.
MOST_NAMED = 100
CHECK_SOURCE = "check it in the source"


def find_refused(field: Field, cells: Collection[str], is_key: bool) -> dict[str, Finding]:
    """Return those of the different `cells` of a column that the field refuses, and why.

    Only the first reason counts. Uniqueness isn't checked, as it concerns the whole column.
    `is_key`: the field is the primary key. Give many cells in file order, for cache locality.
    """
    found: dict[str, Finding] = {}
    if "" in cells and (field.required or is_key):
        found[""] = ("required", "the cell is empty, and this column needs a value", "fill it")
    left = [cell for cell in cells if cell]
    for find in (_find_type, _find_enum, _find_pattern, _find_bounds, _find_length):
        more = find(field, left)
        if more:
            found |= more
            left = [cell for cell in left if cell not in more]
    return found


def _find_type(field: Field, cells: list[str]) -> dict[str, Finding]:
    if field.type == "string":
        return {}
    form, words = LEXICAL[field.type]
    finding = ("type", f"this isn't {words}", "write it so, or leave the cell empty")
    bad = [cell for cell in cells if not form.fullmatch(cell) or not _exists(field.type, cell)]
    found = dict.fromkeys(bad, finding)
    longest = LONGEST[field.type]
    message = f"the {field.type} has more than {longest} digits"
    finding = ("type", message, "shorten it, or make the column a string")
    long = [cell for cell in cells if len(cell) - cell.startswith("-") > longest]
    return dict.fromkeys(long, finding) | found


def _exists(kind: str, cell: str) -> bool:
    if kind == "date":
        try:
            datetime.date.fromisoformat(cell)
        except ValueError:
            return False
    return True


def _find_enum(field: Field, cells: list[str]) -> dict[str, Finding]:
    if field.enum is None:
        return {}
    found = {}
    allowed = ", ".join(field.enum[:MOST_NAMED])
    if len(field.enum) > MOST_NAMED:
        allowed += f" and {len(field.enum) - MOST_NAMED} more"
    known = set(field.enum)
    # In file order, so that the first ones get the suggestions.
    for cell in dict.fromkeys(cells):
        if cell in known:
            continue
        near = suggestion.find_nearest(cell, field.enum)
        hint = f"did you mean {near}? Allowed: " if near else "use one of "
        found[cell] = ("enum", "not an allowed value", hint + allowed)
    return found


def _find_pattern(field: Field, cells: list[str]) -> dict[str, Finding]:
    if field.pattern is None:
        return {}
    message = f"the value doesn't have the form {field.pattern}"
    finding = ("pattern", message, "write it in that form")
    return dict.fromkeys(pattern.find_unmatched(cells, field.pattern), finding)


def _find_bounds(field: Field, cells: list[str]) -> dict[str, Finding]:
    # Dates are compared as texts, as they have one form.
    read: Callable[[str], Any] = READ.get(field.type, str)
    found: dict[str, Finding] = {}
    if field.minimum is not None:
        finding = ("minimum", f"the value is below {field.minimum}", CHECK_SOURCE)
        found |= {cell: finding for cell in cells if read(cell) < field.minimum}
    if field.maximum is not None:
        finding = ("maximum", f"the value is above {field.maximum}", CHECK_SOURCE)
        found |= {cell: finding for cell in cells if read(cell) > field.maximum}
    return found


def _find_length(field: Field, cells: list[str]) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    if field.min_length is not None:
        message = f"the text is shorter than {field.min_length} characters"
        finding = ("min-length", message, CHECK_SOURCE)
        found |= {cell: finding for cell in cells if len(cell) < field.min_length}
    if field.max_length is not None:
        message = f"the text is longer than {field.max_length} characters"
        finding = ("max-length", message, "shorten it")
        found |= {cell: finding for cell in cells if len(cell) > field.max_length}
    return found
