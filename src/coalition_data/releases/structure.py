"""What changed between two descriptors, and which version step that takes."""

from __future__ import annotations

import itertools
import re

from coalition_data.releases.fingerprints import LEDGER
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    # A sentence, and the step that it takes.
    Change = tuple[str, str]

MINOR, MAJOR = "minor", "major"
# Each constraint of a field, and whether the new value allows all that the old one did.
LOOSER: dict[str, Any] = {
    "required": lambda old, new: not new,
    "unique": lambda old, new: not new,
    "pattern": lambda old, new: new is None or _is_wider(new, old),
    "minimum": lambda old, new: new is None or _is_below(new, old),
    "maximum": lambda old, new: new is None or _is_below(old, new),
    "min_length": lambda old, new: new is None or (old is not None and new < old),
    "max_length": lambda old, new: new is None or (old is not None and new > old),
}
# The pattern of a cell with one or more of some values, joined by `;`: `(a|b)(;(a|b))*`.
LIST = re.compile(r"\(([a-z0-9_-]+(?:\|[a-z0-9_-]+)*)\)\(;\(\1\)\)\*")
# A class of characters, how often what is before it comes (`{3}`, `{2,}`, `{2,3}`), or a character.
TOKEN = re.compile(r"\[\^?\]?[^\]]*\]|\{([0-9]+)(,?)([0-9]*)\}|.", re.DOTALL)
# With escapes, groups of other kinds or named classes, tokens are more than TOKEN knows.
UNKNOWN = ("\\", "(?", "[:")


def compare_packages(old: descriptor.Package, new: descriptor.Package) -> Iterator[Change]:
    """Yield each change of structure as a sentence and the version step that it takes.

    Titles and descriptions are no structure. The ledger is left out: it records releases.
    """
    before = [name for name in old.tables if name != LEDGER]
    after = [name for name in new.tables if name != LEDGER]
    yield from _compare_names(before, after, "table `{}` is {}")
    for name in after:
        if name in before:
            yield from _compare_tables(old.table(name), new.table(name))


def _compare_names(old: list[str], new: list[str], sentence: str) -> Iterator[Change]:
    # As sets: an enum can have a hundred thousand values.
    before, after = set(old), set(new)
    yield from ((sentence.format(name, "gone"), MAJOR) for name in old if name not in after)
    yield from ((sentence.format(name, "new"), MINOR) for name in new if name not in before)


def _compare_tables(old: descriptor.Table, new: descriptor.Table) -> Iterator[Change]:
    name = new.name
    yield from _compare_names(old.names, new.names, f"column `{name}.{{}}` is {{}}")
    shared = [column for column in new.names if column in old.names]
    if shared != [column for column in old.names if column in new.names]:
        yield f"the columns of `{name}` are in another order", MAJOR
    if old.key != new.key:
        yield f"the key of `{name}` is `{new.key}`, it was `{old.key}`", MAJOR
    if sorted(old.unique) != sorted(new.unique):
        is_looser = all(group in old.unique for group in new.unique)
        yield f"other columns of `{name}` must be unique together", MINOR if is_looser else MAJOR
    for column in shared:
        if old.foreign.get(column) != new.foreign.get(column):
            step = MAJOR if new.foreign.get(column) else MINOR
            yield f"`{name}.{column}` leads elsewhere", step
        yield from _compare_fields(f"`{name}.{column}`", old.field(column), new.field(column))


def _compare_fields(place: str, old: descriptor.Field, new: descriptor.Field) -> Iterator[Change]:
    if old.type != new.type:
        yield f"{place} is of type {new.type}, it was {old.type}", MAJOR
    if old.enum is not None and new.enum is not None:
        yield from _compare_names(old.enum, new.enum, place + ": value `{}` is {}")
        for value in new.enum:
            before, after = old.codes.get(value), new.codes.get(value)
            if before not in (None, after):
                yield f"{place}: the code of `{value}` is {after}, it was {before}", MAJOR
    elif old.enum is not None:
        yield f"{place} allows any text", MINOR
    elif new.enum is not None:
        yield f"{place} has a list of values", MAJOR
    old_list, new_list = _list_values(old.pattern), _list_values(new.pattern)
    if old_list and new_list:
        yield from _compare_names(old_list, new_list, place + ": value `{}` is {}")
    for constraint, is_looser in LOOSER.items():
        if constraint == "pattern" and old_list and new_list:
            continue
        before, after = getattr(old, constraint), getattr(new, constraint)
        if before != after:
            values = f"{_show_constraint(after)}, it was {_show_constraint(before)}"
            yield f"{place}: {constraint} is {values}", MINOR if is_looser(before, after) else MAJOR


def _is_below(one: Any, other: Any) -> bool:
    """Return whether two bounds are of one kind, numbers or days, and the first is the smaller."""
    if one is None or isinstance(one, str) != isinstance(other, str):
        return False
    return other is not None and bool(one < other)


def _list_values(pattern: str | None) -> list[str]:
    """Return the values of a list whose cells have this pattern; none of any other pattern."""
    found = LIST.fullmatch(pattern or "")
    return found[1].split("|") if found else []


def _is_wider(one: str, other: str | None) -> bool:
    """Return whether a pattern is another but for counts, each of which allows all that it did."""
    if other is None or any(mark in pattern for mark in UNKNOWN for pattern in (one, other)):
        return False
    pairs = list(itertools.zip_longest(TOKEN.finditer(one), TOKEN.finditer(other)))
    return all(mine and yours and _allows(mine, yours) for mine, yours in pairs)


def _allows(one: re.Match[str], other: re.Match[str]) -> bool:
    if one[0] == other[0]:
        return True
    if not (one[1] and other[1]):
        return False
    (least, most), (lower, upper) = _read_count(one), _read_count(other)
    return least <= lower and upper <= most


def _read_count(count: re.Match[str]) -> tuple[int, float]:
    """Return how often a count allows: at least, and at most."""
    least = int(count[1])
    if count[3]:
        return least, int(count[3])
    return least, float("inf") if count[2] else least


def _show_constraint(value: Any) -> str:
    if value is None:
        return "open"
    return str(value).lower() if isinstance(value, bool) else f"`{value}`"
