"""What changed between two snapshots of the data, and which version step that takes."""

from __future__ import annotations

import itertools
from dataclasses import asdict, astuple, dataclass

from coalition_data.releases import ledger, snapshot, structure
from coalition_data.releases.ledger import ADDED, AMENDED, CORRECTED, RETIRED, WITHDRAWN
from coalition_data.tables.problem import LONGEST_REPR, MOST_LINES, cut, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Any

    import pandas as pd

    from coalition_data.releases.ledger import Entry
    from coalition_data.releases.snapshot import Snapshot

    Rows = dict[str, tuple[Any, ...]]

STEPS = ("none", "patch", "minor", "major")
CHANGES = (ADDED, RETIRED, CORRECTED)
WITHHELD = "(withheld)"
COLUMNS = ("table", "id", "change", "column", "old", "new", "successor", "reason")


@dataclass(slots=True)
class Change:
    """A row added or retired, or one cell of a row corrected; the attributes are COLUMNS.

    Of a cell that was corrected on request, `reason` says so, and `old` is None: it isn't told.
    """

    table: str
    id: str
    change: str
    column: str | None = None
    old: Any = None
    new: Any = None
    successor: str | None = None
    reason: str | None = None

    @property
    def step(self) -> str:
        """The version step that the change takes."""
        return step_of(self.change, self.successor, self.reason)

    def __str__(self) -> str:
        if self.change == CORRECTED:
            old = WITHHELD if self.reason == AMENDED else show_value(self.old)
            return f"~ {self.id}: {self.column}: {old} -> {show_value(self.new)}"
        if self.change == ADDED:
            return f"+ {self.id}"
        successor = f", now {self.successor}" if self.successor else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"- {self.id}{successor}{reason}"

    def __repr__(self) -> str:
        return cut(f"<Change {self.table} {self}>", LONGEST_REPR)

    def markdown(self) -> str:
        """Return the change as a line of a list in Markdown."""
        row = f"- `{self.table}` `{self.id}`"
        if self.change == CORRECTED:
            old = WITHHELD if self.reason == AMENDED else _quote_code(self.old)
            return f"{row}: `{self.column}`: {old} → {_quote_code(self.new)}"
        successor = f", now `{self.successor}`" if self.successor else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{row}: {self.change}{successor}{reason}"


def show_value(value: Any) -> str:
    """Return a value as text for reading, with escapes for what can't be seen."""
    if value is None:
        return "(blank)"
    return f'"{plain(value)}"' if isinstance(value, str) else str(value)


def _quote_code(value: Any) -> str:
    """Return a value as code in Markdown, also where it holds the mark of code."""
    if value is None:
        return "(blank)"
    words = plain(str(value))
    mark = "``" if "`" in words else "`"
    return f"{mark}{words}{mark}"


def make_text_frame(rows: list[tuple[Any, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows as a frame, values as text."""
    import pandas as pd

    from coalition_data.tables import loader

    texts = [[None if value is None else str(value) for value in row] for row in rows]
    frame = pd.DataFrame(texts, columns=list(columns), dtype=loader.text_type())
    return loader.settle_text(frame)


def count_things(number: int, thing: str) -> str:
    """Return a number and a noun, in the plural unless the number is 1.

    >>> count_things(1, "row"), count_things(2, "row")
    ('1 row', '2 rows')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def step_of(change: str, successor: str | None = None, reason: str | None = None) -> str:
    """Return the version step of an added, retired or corrected row.

    A retired row with a successor takes a minor step, since the ledger leads on; one that was
    withdrawn on request takes a patch, so that all who stay within a minor version get it.

    >>> step_of("retired"), step_of("retired", successor="iraq")
    ('major', 'minor')
    """
    if change == CORRECTED or reason == WITHDRAWN:
        return "patch"
    return "major" if change == RETIRED and not successor else "minor"


def step_between(old: str, new: str) -> str:
    """Return which step leads from one version to the next; ValueError where none does.

    >>> step_between("1.2.3", "1.3.0"), step_between("1.2.3", "1.2.3")
    ('minor', 'none')
    """
    known = {next_version(old, step): step for step in STEPS}
    if new not in known:
        raise ValueError(f"{new} doesn't follow on {old}: next is {', '.join(list(known)[1:])}")
    return known[new]


def next_version(old: str, step: str) -> str:
    """Return the version that a step leads to.

    >>> next_version("1.2.3", "major")
    '2.0.0'
    """
    major, minor, patch = ledger.parse_version(old)
    if step == "major":
        return f"{major + 1}.0.0"
    if step == "minor":
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + (step == 'patch')}"


@dataclass
class Difference:
    """What changed between the snapshots `old` and `new` (their names).

    `version` is that of `new`, `structure` has (sentence, step) of each change of the descriptor.
    `str()` is a page to read, `markdown()` a list for a page, `frame()` a pandas frame, `as_dict()`
    JSON.
    """

    old: str
    new: str
    version: str
    structure: list[tuple[str, str]]
    changes: list[Change]

    @property
    def step(self) -> str:
        """The version step that all changes need together: none, patch, minor or major."""
        steps = [one.step for one in self.changes]
        steps += [step for _, step in self.structure]
        return max(steps, key=STEPS.index, default="none")

    def count(self, change: str) -> int:
        """Return how many rows were added or retired, or cells corrected."""
        return sum(one.change == change for one in self.changes)

    def _by_table(self) -> Iterator[tuple[str, list[Change]]]:
        for table, changes in itertools.groupby(self.changes, key=lambda one: one.table):
            yield table, list(changes)

    def __str__(self) -> str:
        if not self.changes and not self.structure:
            return f"{self.old} -> {self.new}: the data are the same"
        added, retired, corrected = (self.count(change) for change in CHANGES)
        counts = f"{count_things(added, 'row')} added, {retired} retired, "
        counts += f"{count_things(corrected, 'cell')} corrected"
        lines = [f"{self.old} -> {self.new}: {counts}; this takes a {self.step} step"]
        lines += [f"structure: {sentence}" for sentence, _ in self.structure]
        for table, changes in self._by_table():
            lines += [table, *(f"  {one}" for one in changes)]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return cut(str(self), LONGEST_REPR, MOST_LINES)

    def markdown(self) -> str:
        """Return all changes as a list in Markdown; added rows are counted."""
        lines = [f"- Structure: {sentence}" for sentence, _ in self.structure]
        for table, changes in self._by_table():
            others = [one.markdown() for one in changes if one.change != ADDED]
            if len(others) < len(changes):
                added = count_things(len(changes) - len(others), "row")
                lines.append(f"- `{table}`: {added} added")
            lines += others
        return "\n".join([*lines, ""]) if lines else "The data are the same.\n"

    def frame(self) -> pd.DataFrame:
        """Return one row per change, with COLUMNS; values as text."""
        import pandas as pd

        frame = make_text_frame([astuple(one) for one in self.changes], COLUMNS)
        steps = pd.Index(CHANGES, dtype=frame["change"].dtype)
        return frame.assign(change=pd.Categorical(frame["change"], categories=steps))

    def as_dict(self) -> dict[str, Any]:
        """Return all as one JSON object."""
        return {
            "old": self.old,
            "new": self.new,
            "step": self.step,
            "structure": [{"change": sentence, "step": step} for sentence, step in self.structure],
            "changes": [asdict(one) for one in self.changes],
        }


def compare_snapshots(old: Snapshot, new: Snapshot) -> Difference:
    """Return what changed; ValueError where the snapshots are of two data sets."""
    names = [one.package.raw.get("name") for one in (old, new)]
    if names[0] != names[1]:
        words = f"{old.name} is {names[0]}, {new.name} is {names[1]}"
        raise ValueError(f"two data sets can't be compared: {words}")
    of_structure = list(structure.compare_packages(old.package, new.package))
    return Difference(str(old), str(new), new.version, of_structure, list(_compare_rows(old, new)))


def _compare_rows(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    entries = {(entry["table"], entry["id"]): entry for entry in new.ledger}
    for table, after in new.rows.items():
        names = new.package.table(table).names
        before = old.rows.get(table, {})
        if before:
            names_before = old.package.table(table).names
            # Only columns that both have: a new one is a change of structure.
            names = [name for name in names if name in names_before]
            before = _cut_rows(old, table, names)
            after = _cut_rows(new, table, names)
        for key in sorted({*before, *after}):
            if key not in before:
                yield Change(table, key, ADDED)
            elif key not in after:
                yield _tell_retired(table, key, entries)
            elif entries.get((table, key), {}).get("reason") == AMENDED:
                for one in compare_cells(table, names, before, after, key):
                    yield Change(table, key, CORRECTED, one.column, new=one.new, reason=AMENDED)
            else:
                yield from compare_cells(table, names, before, after, key)


def _tell_retired(table: str, key: str, entries: dict[tuple[str, str], Entry]) -> Change:
    """Return a retired row as the ledger has it, by its hidden id if the ledger hides it."""
    hidden = entries.get((table, ledger.hide_id(table, key)), {})
    entry = entries.get((table, key), hidden)
    successor, reason = entry.get("successor") or None, entry.get("reason") or None
    return Change(table, entry.get("id", key), RETIRED, successor=successor, reason=reason)


def _cut_rows(one: Snapshot, table: str, names: list[str]) -> Rows:
    """Return the rows of a table with these columns only."""
    places = [one.package.table(table).names.index(name) for name in names]
    return {key: tuple(row[n] for n in places) for key, row in one.rows[table].items()}


def compare_cells(table: str, names: list[str], old: Rows, new: Rows, key: str) -> Iterator[Change]:
    """Yield a change for each cell of the row `key` that differs between `old` and `new`."""
    for name, before, after in zip(names, old[key], new[key], strict=True):
        if before != after:
            yield Change(table, key, CORRECTED, name, before, after)


def diff(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> Difference:
    """Compare two versions of the data.

    Parameters
    ----------
    old, new: a folder, a wheel, a release archive, a git revision of the repository where you are,
        or a version number: its tag `v…` there, else the commit that released it, else the
        installed data.

    Returns a Difference: rows added and retired (with successor and reason, from the ledger of
    `new`), cells corrected (old and new value; only the new one where somebody asked for the
    correction), changes of structure, and the version step that these need: major where a row
    without successor, a column or a value goes or a constraint gets tighter, minor where some are
    added or a row gives way to its successor, patch where cells are corrected or rows are
    withdrawn on request. It reads well as str(); it has
    `markdown()`, `frame()`, `as_dict()` and `step`. Raises ValueError or FileNotFoundError where
    one of them isn't a version of the data.

    >>> from coalition_data.tables import descriptor
    >>> diff(descriptor.read().folder, descriptor.read().folder).step
    'none'
    """
    return compare_snapshots(snapshot.read_snapshot(old), snapshot.read_snapshot(new))
