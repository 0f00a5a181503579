"""What changed between two states of the data, and which version step that takes."""

from __future__ import annotations

from coalition_data.releases import ledger, snapshot
from coalition_data.releases.structure import compare as compare_structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Any

    import pandas as pd

    from coalition_data.releases.snapshot import Snapshot

    Rows = dict[str, tuple[Any, ...]]

STEPS = ("none", "patch", "minor", "major")
ADDED, RETIRED, CORRECTED = "added", "retired", "corrected"
STEP_OF = {ADDED: "minor", RETIRED: "major", CORRECTED: "patch"}
COLUMNS = ("table", "id", "change", "column", "old", "new", "successor", "reason")


class Change:
    """A row added or retired, or one cell of a row corrected; its attributes are COLUMNS (None where there is none)."""

    __slots__ = COLUMNS

    def __init__(
        self, table: str, key: str, change: str, cell: tuple[str, Any, Any] | None = None
    ) -> None:
        self.table, self.id, self.change = table, key, change
        self.column: str | None = cell[0] if cell else None
        self.old: Any = cell[1] if cell else None
        self.new: Any = cell[2] if cell else None
        self.successor: str | None = None
        self.reason: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the attributes as a dict, in the order of COLUMNS."""
        return {name: getattr(self, name) for name in COLUMNS}

    def __str__(self) -> str:
        if self.change == CORRECTED:
            return f"~ {self.id}: {self.column}: {shown(self.old)} -> {shown(self.new)}"
        if self.change == ADDED:
            return f"+ {self.id}"
        return (
            f"- {self.id}"
            + f", now {self.successor}" * bool(self.successor)
            + f": {self.reason}" * bool(self.reason)
        )


def shown(value: Any) -> str:
    """Return a value as text for reading."""
    return "(blank)" if value is None else f'"{value}"' if isinstance(value, str) else str(value)


def text_frame(rows: list[list[str | None]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows of text as a frame: `str`, or object on pandas 2, which would write out what is missing."""
    import pandas as pd

    return pd.DataFrame(
        rows, columns=list(columns), dtype="object" if pd.__version__ < "3" else "str"
    )


def counted(number: int, word: str) -> str:
    """Return a number and a word in its number.

    >>> counted(1, "row"), counted(2, "row")
    ('1 row', '2 rows')
    """
    return f"{number} {word}" + "s" * (number != 1)


def cells(table: str, names: list[str], old: Rows, new: Rows, key: str) -> Iterator[Change]:
    """Yield the cells in which two states of the row `key` differ."""
    for name, before, after in zip(names, old[key], new[key], strict=True):
        if before != after:
            yield Change(table, key, CORRECTED, (name, before, after))


def step_between(old: str, new: str) -> str:
    """Return which step leads from one version to the next; ValueError where `new` doesn't follow on `old`.

    >>> step_between("1.2.3", "1.3.0"), step_between("1.2.3", "1.2.3")
    ('minor', 'none')
    """
    known = {old: "none", **{next_version(old, step): step for step in STEPS[1:]}}
    if new not in known:
        raise ValueError(f"{new} doesn't follow on {old}: next is {', '.join(list(known)[1:])}")
    return known[new]


def next_version(old: str, step: str) -> str:
    """Return the version that a step leads to.

    >>> next_version("1.2.3", "major")
    '2.0.0'
    """
    major, minor, patch = ledger.order(old)
    after = {"none": (major, minor, patch), "patch": (major, minor, patch + 1)}
    after |= {"minor": (major, minor + 1, 0), "major": (major + 1, 0, 0)}
    return ".".join(map(str, after[step]))


class Difference:
    """What changed: `old` and `new` (names), `changes`, `structure` (sentence, step), `step` that they need together.

    `str()` is a page to read, `markdown()` the data part of a changelog, `frame()` a pandas frame, `as_dict()` JSON.
    """

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        if old.package.raw.get("name") != new.package.raw.get("name"):
            names = [f"{e.name} is {e.package.raw.get('name')}" for e in (old, new)]
            raise ValueError(f"two data sets can't be compared: {', '.join(names)}")
        self.old, self.new, self.version = str(old), str(new), new.version
        self.structure = list(compare_structure(old.package, new.package))
        self.changes = list(_changes(old, new))
        steps = [STEP_OF[c.change] for c in self.changes] + [step for _, step in self.structure]
        self.step = max(steps, key=STEPS.index, default="none")

    def count(self, change: str) -> int:
        """Return how many rows were added or retired, or cells corrected."""
        return sum(c.change == change for c in self.changes)

    def __str__(self) -> str:
        rows, gone, fixed = (self.count(change) for change in STEP_OF)
        counts = f"{counted(rows, 'row')} added, {gone} retired, {counted(fixed, 'cell')} corrected"
        if not self.changes and not self.structure:
            return f"{self.old} -> {self.new}: the data are the same"
        lines = [f"{self.old} -> {self.new}: {counts}; this takes a {self.step} step"]
        lines += [f"structure: {sentence}" for sentence, _ in self.structure]
        for table in dict.fromkeys(c.table for c in self.changes):
            lines += [table, *(f"  {c}" for c in self.changes if c.table == table)]
        return "\n".join(lines)

    def markdown(self) -> str:
        """Return the lines that CHANGELOG.md carries; behind each corrected cell, someone writes why."""
        lines = [f"- Structure: {sentence}" for sentence, _ in self.structure]
        for table in dict.fromkeys(c.table for c in self.changes):
            mine = [c for c in self.changes if c.table == table]
            added = sum(c.change == ADDED for c in mine)
            lines += [f"- `{table}`: {counted(added, 'row')} added"] * bool(added)
            lines += [_line(c) for c in mine if c.change != ADDED]
        return "\n".join([*lines, ""]) if lines else "The data are the same.\n"

    def frame(self) -> pd.DataFrame:
        """Return one row per change: table, id, change, column, old, new, successor, reason; values as text."""
        import pandas as pd

        frame = text_frame(
            [[None if v is None else str(v) for v in c.as_dict().values()] for c in self.changes],
            COLUMNS,
        )
        return frame.assign(change=pd.Categorical(frame["change"], categories=list(STEP_OF)))

    def as_dict(self) -> dict[str, Any]:
        """Return all as one JSON object."""
        structure = [{"change": sentence, "step": step} for sentence, step in self.structure]
        changes = [c.as_dict() for c in self.changes]
        return {
            "old": self.old,
            "new": self.new,
            "step": self.step,
            "structure": structure,
            "changes": changes,
        }


def _line(change: Change) -> str:
    if change.change == CORRECTED:
        return f"- `{change.table}` `{change.id}`: `{change.column}`: {_code(change.old)} → {_code(change.new)}"
    now = f", now `{change.successor}`" if change.successor else ""
    return f"- `{change.table}` `{change.id}`: retired{now}" + f": {change.reason}" * bool(
        change.reason
    )


def _code(value: Any) -> str:
    """Return a value as code in Markdown, also where it holds the mark of code."""
    mark = "``" if "`" in str(value) else "`"
    return "(blank)" if value is None else f"{mark}{value}{mark}"


def _changes(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    gone = dict(ledger.retired(new.ledger))
    for name, after in new.rows.items():
        before, names = old.rows.get(name, {}), new.package.table(name).names
        if before:
            before, after, names = _shared(old, new, name)
        for key in sorted({*before, *after}):
            if key in before and key in after:
                yield from cells(name, names, before, after, key)
            else:
                yield _come_or_gone(name, key, key in after, gone)


def _shared(old: Snapshot, new: Snapshot, table: str) -> tuple[Rows, Rows, list[str]]:
    """Return both states of a table cut to the columns that both have, and those columns."""
    has, had = (e.package.table(table).names for e in (new, old))
    names = [name for name in has if name in had]
    cut = [{key: tuple(row[all_.index(n)] for n in names) for key, row in e.rows[table].items()}
           for e, all_ in ((old, had), (new, has))]  # fmt: skip
    return cut[0], cut[1], names


def _come_or_gone(
    table: str, key: str, is_new: bool, gone: dict[tuple[str, str], ledger.Entry]
) -> Change:
    change = Change(table, key, ADDED if is_new else RETIRED)
    entry = {} if is_new else gone.get((table, key), {})
    change.successor, change.reason = entry.get("successor") or None, entry.get("reason") or None
    return change


def diff(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> Difference:
    """Compare two versions of the data.

    Parameters
    ----------
    old, new: a folder, a wheel, a release archive, a git revision of the repository where you are, or a
        version number: its tag `v…` there, else the installed data.

    Returns a Difference: rows added and retired (with successor and reason, from the ledger of `new`),
    cells corrected (old and new value), changes of structure, and the version step that these need:
    major where a row, a column or a value goes or a constraint gets tighter, minor where some are
    added, patch where cells are corrected. It reads well as str(); it has `markdown()`, `frame()`,
    `as_dict()` and `step`. Raises ValueError or FileNotFoundError where one of them isn't a version of
    the data.

    >>> from coalition_data.tables import descriptor
    >>> diff(descriptor.read().folder, descriptor.read().folder).step
    'none'
    """
    return Difference(snapshot.read(old), snapshot.read(new))
