"""What a field asks of each cell by itself, and which texts don't give it."""

from __future__ import annotations

import datetime
import difflib
import re

from coalition_data.validation import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from coalition_data.tables.descriptor import Field

    # Rule, what is wrong, what to do.
    Fault = tuple[str, str, str]

# The one lexical form of each type; what the loaders read is wider.
LEXICAL = {
    "integer": (re.compile("(0|-?[1-9][0-9]*)"), "an integer in plain digits, such as 21"),
    "number": (
        re.compile("-?(0|[1-9][0-9]*)([.][0-9]*[1-9])?"),
        "a number in plain digits, such as 0.5 or 15000",
    ),
    "date": (re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date that exists, as YYYY-MM-DD"),
}
LONG_INTEGER = 18
LONG_NUMBER = 300
SEE = "look at the source again"


def faults(field: Field, cells: Collection[str], is_key: bool) -> dict[str, Fault]:
    """Return those of the different `cells` of a column that the field refuses, and why; the first reason counts.

    Uniqueness isn't looked at: that is a matter of the whole column. `is_key`: the field is the primary key. Many cells
    are best given in the order of the file, which is that of memory.
    """
    found: dict[str, Fault] = {}
    if "" in cells and (field.required or is_key):
        found[""] = ("required", "the cell is empty, and this column needs a value", "fill it")
    left = [cell for cell in cells if cell]
    for refused in (_of_type, _of_enum, _of_pattern, _of_bounds, _of_length):
        more = refused(field, left)
        found |= more
        left = [cell for cell in left if cell not in more] if more else left
    return found


def _of_type(field: Field, cells: list[str]) -> dict[str, Fault]:
    if field.type == "string":
        return {}
    form, words = LEXICAL[field.type]
    fault = ("type", f"this isn't {words}", "write it so, or leave the cell empty")
    return {
        cell: fault for cell in cells if not (form.fullmatch(cell) and _exists(field.type, cell))
    }


def _exists(kind: str, cell: str) -> bool:
    if kind == "date":
        try:
            datetime.date.fromisoformat(cell)
        except ValueError:
            return False
    return len(cell) <= (LONG_INTEGER if kind == "integer" else LONG_NUMBER)


def _of_enum(field: Field, cells: list[str]) -> dict[str, Fault]:
    if field.enum is None:
        return {}
    found = {}
    allowed = set(field.enum)
    for cell in [cell for cell in cells if cell not in allowed]:
        near = difflib.get_close_matches(cell, field.enum, n=1)
        hint = f"did you mean {near[0]}? Allowed: " if near else "use one of "
        found[cell] = ("enum", "not an allowed value", hint + ", ".join(field.enum))
    return found


def _of_pattern(field: Field, cells: list[str]) -> dict[str, Fault]:
    if field.pattern is None:
        return {}
    fault = ("pattern", f"the value doesn't have the form {field.pattern}", "write it in that form")
    return dict.fromkeys(pattern.unmatched(cells, field.pattern), fault)


def _of_bounds(field: Field, cells: list[str]) -> dict[str, Fault]:
    read: Callable[[str], float] = int if field.type == "integer" else float
    found: dict[str, Fault] = {}
    if field.minimum is not None:
        fault = ("minimum", f"the value is below {field.minimum}", SEE)
        found |= {cell: fault for cell in cells if read(cell) < field.minimum}
    if field.maximum is not None:
        fault = ("maximum", f"the value is above {field.maximum}", SEE)
        found |= {cell: fault for cell in cells if read(cell) > field.maximum}
    return found


def _of_length(field: Field, cells: list[str]) -> dict[str, Fault]:
    found: dict[str, Fault] = {}
    if field.min_length is not None:
        fault = (
            "min-length",
            f"the text is shorter than {field.min_length} characters",
            "look at it again",
        )
        found |= {cell: fault for cell in cells if len(cell) < field.min_length}
    if field.max_length is not None:
        fault = (
            "max-length",
            f"the text is longer than {field.max_length} characters",
            "shorten it",
        )
        found |= {cell: fault for cell in cells if len(cell) > field.max_length}
    return found
