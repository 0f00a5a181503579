"""What is found of rows: of which release they are, all, some or altered, in words."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from coalition_data.releases import difference, fingerprints, ledger
from coalition_data.tables import descriptor
from coalition_data.tables.problem import LONGEST_REPR, MOST_LINES, cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pandas as pd

    from coalition_data.releases.difference import Change

EXACT, SUBSET, UNPROVEN, ALTERED = "exact", "subset", "unproven", "altered"
UNKNOWN = "unknown"
COLUMNS = ("id", "change", "column", "found", "released", "note")
# How many changes str() shows.
MOST_SHOWN = 20


@dataclass
class Identity:
    """What `identify` found; str() says it in words.

    Attributes: `status` (exact: all rows of a release's table; subset: some of them, unchanged;
    unproven: they may be of that release, but rest on rows of which only its own package has the
    cells; altered: none of these), `release` (the version that the rows are compared with),
    `installed` (the version installed here), `table` (or `panel:state-year`, `attendance`,
    `joined:quotes`), `columns` (those given), `width` (how many it has), `rows` (how many were
    given), `of` (how many the release has), `fingerprint`, `released`, `notes` (how the frame was
    read) and `changes`.
    """

    status: str
    release: str
    installed: str
    table: str
    columns: list[str]
    width: int
    rows: int
    of: int
    fingerprint: str
    _package: descriptor.Package = field(repr=False)
    _changes: list[tuple[Change, str]] = field(repr=False)
    notes: list[str] = field(default_factory=list)

    @functools.cached_property
    def released(self) -> bool:
        """False where the installed data, with which the rows are compared, aren't released yet."""
        return self.release != self.installed or ledger.is_released(self._package)

    @property
    def changes(self) -> pd.DataFrame:
        """The differences from the installed data: a frame with a row for each.

        Columns: id; change (corrected: the installed data have another value; retired; unknown: no
        release had such a row); column; found; released; note.
        """
        rows = [
            (one.id, one.change, one.column, one.old, one.new, note or None)
            for one, note in self._changes
        ]
        return difference.make_text_frame(rows, COLUMNS)

    @property
    def what(self) -> str:
        """The table, and how many of its columns the rows have if they lack some."""
        given = len(self.columns)
        cut = f" ({given} of {self.width} columns)" if given < self.width else ""
        return f"{self.table}{cut}"

    def __str__(self) -> str:
        name = f"coalition-data {self.release}" + ("" if self.released else " (not released)")
        if self.status == ALTERED:
            ids = len({one.id for one, _ in self._changes})
            head = f"altered: {self.rows} rows of {self.what}, {ids} of them not as in {name}"
        elif self.status == UNPROVEN:
            head = f"unproven: {self.rows} rows of {self.what} that may be of {name}"
        else:
            share = f"all {self.of}" if self.rows == self.of else f"{self.rows} of {self.of}"
            head = f"{self.status}: {share} rows of {self.what} in {name}"
        lines = [f"{head}, {self.fingerprint}", *self.notes]
        if self.status == UNPROVEN:
            why = "what they rest on was corrected or retired since, and only hashes of it are kept"
            lines.append(f"{why}: `identify` of coalition-data {self.release} can tell")
        if self._changes and self.status != ALTERED:
            lines.append(f"since then, up to {self.installed}:")
        lines += [f"  {self._describe(*one)}" for one in self._changes[:MOST_SHOWN]]
        more = len(self._changes) - MOST_SHOWN
        if more > 0:
            lines.append(f"  … and {more} more; see .changes")
        return "\n".join(lines)

    @property
    def _is_derived(self) -> bool:
        return self.table not in self._package.tables or len(self.columns) < self.width

    def __repr__(self) -> str:
        return cut(str(self), LONGEST_REPR, MOST_LINES)

    def _describe(self, change: Change, note: str) -> str:
        if change.change != ledger.CORRECTED:
            return f"{change.id}: {note}"
        if self.status != ALTERED:
            words = str(change).removeprefix("~ ")
            return f"{words} ({note})" if note and self._is_derived else words
        found, released = difference.show_value(change.old), difference.show_value(change.new)
        words = f"{change.id}: {change.column}: {found}, released as {released}"
        return f"{words} ({note})" if note else words


@dataclass
class Identities:
    """What `identify` found of several frames: `parts`, and the `fingerprint` of all together."""

    parts: list[Identity]

    @property
    def status(self) -> str:
        """Altered if any is, else unproven if any is, exact if all are, else subset."""
        found = [one.status for one in self.parts]
        return next((word for word in (ALTERED, UNPROVEN, SUBSET) if word in found), EXACT)

    @property
    def fingerprint(self) -> str:
        """What `fingerprint` gives for the same frames."""
        named = [(one.table, fingerprints.parse(one.fingerprint)) for one in self.parts]
        return str(fingerprints.combine(named))

    def __str__(self) -> str:
        head = f"{self.status}: {len(self.parts)} frames, {self.fingerprint}"
        return "\n".join([head, *map(str, self.parts)])

    def __repr__(self) -> str:
        return cut(str(self), LONGEST_REPR, MOST_LINES)
