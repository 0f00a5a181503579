"""What changed between two descriptors, and how much that asks of whoever relies on them."""

from __future__ import annotations

from coalition_data.releases.fingerprints import LEDGER
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Finding = tuple[str, str]

MINOR, MAJOR = "minor", "major"
# Each bound of a field, and whether a value after the change lets through all that one before did.
LOOSER: dict[str, Any] = {
    "required": lambda old, new: not new,
    "unique": lambda old, new: not new,
    "pattern": lambda old, new: new is None,
    "minimum": lambda old, new: new is None or (old is not None and new < old),
    "maximum": lambda old, new: new is None or (old is not None and new > old),
    "min_length": lambda old, new: new is None or (old is not None and new < old),
    "max_length": lambda old, new: new is None or (old is not None and new > old),
}


def compare(old: descriptor.Package, new: descriptor.Package) -> Iterator[Finding]:
    """Yield each change of structure as a sentence and the version step that it takes.

    Titles and descriptions are no structure. The ledger isn't looked at: it records releases.
    """
    before, after = (
        {name: table for name, table in package.tables.items() if name != LEDGER}
        for package in (old, new)
    )
    yield from ((f"table `{name}` is gone", MAJOR) for name in before if name not in after)
    yield from ((f"table `{name}` is new", MINOR) for name in after if name not in before)
    for name in [name for name in after if name in before]:
        yield from _table(before[name], after[name])


def _table(old: descriptor.Table, new: descriptor.Table) -> Iterator[Finding]:
    name = new.name
    yield from ((f"column `{name}.{c}` is gone", MAJOR) for c in old.names if c not in new.names)
    yield from ((f"column `{name}.{c}` is new", MINOR) for c in new.names if c not in old.names)
    shared = [c for c in new.names if c in old.names]
    if shared != [c for c in old.names if c in new.names]:
        yield f"the columns of `{name}` stand in another order", MAJOR
    if old.key != new.key:
        yield f"the key of `{name}` is `{new.key}`, it was `{old.key}`", MAJOR
    if sorted(old.unique) != sorted(new.unique):
        is_looser = all(group in old.unique for group in new.unique)
        yield f"other columns of `{name}` must be unique together", MINOR if is_looser else MAJOR
    for column in shared:
        if old.foreign.get(column) != new.foreign.get(column):
            step = MAJOR if new.foreign.get(column) else MINOR
            yield f"`{name}.{column}` leads elsewhere", step
        yield from _field(f"`{name}.{column}`", old.field(column), new.field(column))


def _field(place: str, old: descriptor.Field, new: descriptor.Field) -> Iterator[Finding]:
    if old.type != new.type:
        yield f"{place} is of type {new.type}, it was {old.type}", MAJOR
    if (old.enum is None) != (new.enum is None):
        yield (
            f"{place} {'allows any text' if new.enum is None else 'has a list of values'}",
            (MINOR if new.enum is None else MAJOR),
        )
    else:
        yield from (
            (f"{place}: value `{v}` is gone", MAJOR)
            for v in old.enum or []
            if v not in (new.enum or [])
        )
        yield from (
            (f"{place}: value `{v}` is new", MINOR)
            for v in new.enum or []
            if v not in (old.enum or [])
        )
    for bound, is_looser in LOOSER.items():
        was, now = getattr(old, bound), getattr(new, bound)
        if was != now:
            words = f"{place}: {bound} is {_shown(now)}, it was {_shown(was)}"
            yield words, MINOR if is_looser(was, now) else MAJOR


def _shown(value: Any) -> str:
    if value is None:
        return "open"
    return str(value).lower() if isinstance(value, bool) else f"`{value}`"
