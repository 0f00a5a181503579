"""Which release some rows are of, and how they differ from it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from coalition_data.releases import difference, fingerprints, ledger
from coalition_data.tables import columns, descriptor
from coalition_data.tables.problem import LONGEST_REPR, MOST_LINES, cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import pandas as pd

    from coalition_data.releases.difference import Change, Rows
    from coalition_data.releases.ledger import Entry

EXACT, SUBSET, ALTERED = "exact", "subset", "altered"
UNKNOWN = "unknown"
COLUMNS = ("id", "change", "column", "found", "released", "note")
# How many changes str() shows.
MOST_SHOWN = 20


@dataclass
class Identity:
    """What `identify` found; str() says it in words.

    Attributes: `status` (exact: all rows of a release's table; subset: some of them, unchanged;
    altered: neither), `release` (the version that the rows are compared with), `installed` (the
    version installed here), `table`, `rows` (how many were given), `of` (how many the release has),
    `fingerprint`, `released` and `changes`.
    """

    status: str
    release: str
    installed: str
    table: str
    rows: int
    of: int
    fingerprint: str
    _package: descriptor.Package = field(repr=False)
    _changes: list[tuple[Change, str]] = field(repr=False)

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

    def __str__(self) -> str:
        name = f"coalition-data {self.release}" + ("" if self.released else " (not released)")
        if self.status == ALTERED:
            ids = len({one.id for one, _ in self._changes})
            head = f"altered: {self.rows} rows of {self.table}, {ids} of them not as in {name}"
        else:
            share = f"all {self.of}" if self.status == EXACT else f"{self.rows} of {self.of}"
            head = f"{self.status}: {share} rows of {self.table} in {name}"
        lines = [f"{head}, {self.fingerprint}"]
        if self._changes and self.status != ALTERED:
            lines.append(f"since then, up to {self.installed}:")
        lines += [f"  {self._describe(*one)}" for one in self._changes[:MOST_SHOWN]]
        more = len(self._changes) - MOST_SHOWN
        if more > 0:
            lines.append(f"  … and {more} more; see .changes")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return cut(str(self), LONGEST_REPR, MOST_LINES)

    def _describe(self, change: Change, note: str) -> str:
        if change.change != difference.CORRECTED:
            return f"{change.id}: {note}"
        if self.status != ALTERED:
            return str(change).removeprefix("~ ")
        found, released = difference.show_value(change.old), difference.show_value(change.new)
        words = f"{change.id}: {change.column}: {found}, released as {released}"
        return f"{words} ({note})" if note else words


def identify(frame: Any) -> Identity:
    """Say which release some rows are of, and whether they are all, some or altered.

    Parameters
    ----------
    frame: rows of one table (pandas, polars or pyarrow), with its columns in any order.

    The rows are compared with the installed data first, then with each earlier release that the
    ledger knows, by hash. Rows of an earlier release are exact or a subset of it, and `changes`
    says what became of them since. Returns an Identity, which reads well as str(). Raises
    ValueError as `fingerprint` does.

    >>> from coalition_data.tables import loader
    >>> identify(loader.quotes().head(2)).status
    'subset'
    """
    package = descriptor.read()
    table = columns.find_table(package, frame)
    return identify_rows(fingerprints.plain_rows(frame, table), table, package)


def identify_rows(found: Rows, table: descriptor.Table, package: descriptor.Package) -> Identity:
    """Do the same for rows in canonical values, by key."""
    file = columns.read_file(package.file(table.name))
    here = fingerprints.plain_rows(_cut_columns(file, table.key, found), table)
    total = len(file[table.key])
    release = package.version
    changes: list[tuple[Change, str]] = []
    if found == here:
        status = EXACT if len(found) == total else SUBSET
    else:
        entries = ledger.read_ledger(package)
        by_id = {entry["id"]: entry for entry in entries if entry["table"] == table.name}
        for key in sorted(found):
            changes += _compare_row(table, key, found, here, by_id)
        status = ALTERED
        earlier = _find_release(table.name, found, entries, package.version)
        if earlier is not None:
            release, ids = earlier
            status = EXACT if set(found) == ids else SUBSET
            total = len(ids)
    return Identity(
        status=status,
        release=release,
        installed=package.version,
        table=table.name,
        rows=len(found),
        of=total,
        fingerprint=str(fingerprints.of_plain(found, table)),
        _package=package,
        _changes=changes,
    )


def _cut_columns(file: dict[str, list[str]], key: str, wanted: Rows) -> dict[str, list[str]]:
    """Return the columns cut to the rows whose key is wanted."""
    places = [n for n, value in enumerate(file[key]) if value in wanted]
    if len(places) == len(file[key]):
        return file
    return {name: [cells[n] for n in places] for name, cells in file.items()}


def _find_release(
    table: str, found: Rows, entries: list[Entry], installed: str
) -> tuple[str, set[str]] | None:
    """Return the newest earlier release that has all these rows, and the ids of its table."""
    hashes = {key: fingerprints.row_hash(fingerprints.json_line(row)) for key, row in found.items()}
    # Most rows were never released: to look at each release for them would take long.
    known = {(entry["id"], entry["row_hash"]) for entry in entries if entry["table"] == table}
    for entry in entries:
        if entry["table"] == table:
            known.update((entry["id"], digest) for _, digest in ledger.past_hashes(entry))
    if not hashes.items() <= known:
        return None
    for version in reversed(ledger.list_versions(entries)):
        rows = ledger.hashes_at(entries, table, version)
        if version != installed and hashes.items() <= rows.items():
            return version, set(rows)
    return None


def _compare_row(
    table: descriptor.Table, key: str, found: Rows, here: Rows, entries: dict[str, Entry]
) -> list[tuple[Change, str]]:
    """Return how one row differs from the installed data, each difference with a note.

    `entries` are those of the ledger on this table, by id.
    """
    entry = entries.get(key)
    if key in here:
        digest = fingerprints.row_hash(fingerprints.json_line(found[key]))
        versions = [until for until, past in ledger.past_hashes(entry or {}) if past == digest]
        note = f"as released through {versions[-1]}" if versions else ""
        changes = difference.compare_cells(table.name, table.names, found, here, key)
        return [(change, note) for change in changes]
    if entry is None or not entry["retired"]:
        return [(difference.Change(table.name, key, UNKNOWN), "no release has a row of this id")]
    now = f", now {entry['successor']}" if entry["successor"] else ""
    change = difference.Change(table.name, key, difference.RETIRED)
    return [(change, f"retired in {entry['retired']}{now}: {entry['reason']}")]
