"""Which release some rows are of, and what is other in them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from coalition_data.releases import difference, fingerprints, ledger
from coalition_data.tables import columns, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import pandas as pd

    from coalition_data.releases.difference import Change, Rows
    from coalition_data.releases.ledger import Entry

EXACT, SUBSET, ALTERED = "exact", "subset", "altered"
UNKNOWN = "unknown"
COLUMNS = ("id", "change", "column", "found", "released", "note")
# How many changes str() tells.
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
            [c.id, c.change, c.column, _text(c.old), _text(c.new), note or None]
            for c, note in self._changes
        ]
        return difference.text_frame(rows, COLUMNS)

    def __str__(self) -> str:
        whole = f"all {self.of}" if self.status == EXACT else f"{self.rows} of {self.of}"
        name = f"coalition-data {self.release}" + ("" if self.released else " (not released)")
        if self.status == ALTERED:
            ids = len({c.id for c, _ in self._changes})
            head = f"altered: {self.rows} rows of {self.table}, {ids} of them not as in {name}"
        else:
            head = f"{self.status}: {whole} rows of {self.table} in {name}"
        lines = [f"{head}, {self.fingerprint}"]
        if self._changes and self.status != ALTERED:
            lines.append(f"since then, up to {self.installed}:")
        lines += [
            f"  {_told(change, note, self.status)}" for change, note in self._changes[:MOST_SHOWN]
        ]
        more = len(self._changes) - MOST_SHOWN
        return "\n".join([*lines, f"  … and {more} more; see .changes"] if more > 0 else lines)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _told(change: Change, note: str, status: str) -> str:
    if change.change == difference.CORRECTED and status == ALTERED:
        found, released = (difference.shown(v) for v in (change.old, change.new))
        return f"{change.id}: {change.column}: {found}, released as {released}" + (
            f" ({note})" if note else ""
        )
    if change.change == UNKNOWN:
        return f"{change.id}: {note}"
    return str(change)[2:] if change.change == difference.CORRECTED else f"{change.id}: {note}"


def identify(frame: Any) -> Identity:
    """Say which release some rows are of, and whether they are all, some or altered.

    Parameters
    ----------
    frame: rows of one table (pandas, polars or pyarrow), with its columns in any order.

    The rows are compared with the installed data first, then with each earlier release that the ledger
    knows, by hash. Rows of an earlier release are exact or a subset of it, and `changes` says what
    became of them since. Returns an Identity, which reads well as str(). Raises ValueError as
    `fingerprint` does.

    >>> from coalition_data.tables import loader
    >>> identify(loader.quotes().head(2)).status
    'subset'
    """
    package = descriptor.read()
    table = columns.find_table(package, frame)
    return identify_rows(fingerprints.plain_rows(frame, table), table, package)


def identify_rows(found: Rows, table: descriptor.Table, package: descriptor.Package) -> Identity:
    """Do the same for rows that are canonical values already, by key."""
    file = columns.read_file(package.file(table.name))
    here = fingerprints.plain_rows(_chosen(file, table.key, found), table)
    total = len(file[table.key])
    mark = str(fingerprints.of_plain(found, table))
    version = package.version
    if found == here:
        status = EXACT if len(found) == total else SUBSET
        return Identity(status, version, version, table.name, len(found), total, mark, package, [])
    entries = ledger.read(package)
    changes = []
    for key in sorted(found):
        changes += _compare(table, key, found, here, entries)
    past = _earlier_release(table.name, found, entries, version)
    if past is None:
        return Identity(
            ALTERED, version, version, table.name, len(found), total, mark, package, changes
        )
    release, whole = past
    status = EXACT if set(found) == whole else SUBSET
    return Identity(
        status, release, version, table.name, len(found), len(whole), mark, package, changes
    )


def _chosen(file: dict[str, list[str]], key: str, wanted: Rows) -> dict[str, list[str]]:
    """Return the columns cut to the rows whose key is wanted."""
    places = [n for n, value in enumerate(file[key]) if value in wanted]
    if len(places) == len(file[key]):
        return file
    return {name: [cells[n] for n in places] for name, cells in file.items()}


def _earlier_release(
    table: str, found: Rows, entries: list[Entry], installed: str
) -> tuple[str, set[str]] | None:
    """Return the newest earlier release that has all these rows, and the ids of its table, if any."""
    hashes = {key: fingerprints.row_hash(fingerprints.json_line(row)) for key, row in found.items()}
    for version in reversed(ledger.versions(entries)):
        rows = ledger.at(entries, table, version)
        if version != installed and hashes.items() <= rows.items():
            return version, set(rows)
    return None


def _compare(
    table: descriptor.Table, key: str, found: Rows, here: Rows, entries: list[Entry]
) -> list[tuple[Change, str]]:
    """Return how one row differs from the installed data, each difference with a note."""
    entry = next((e for e in entries if e["table"] == table.name and e["id"] == key), None)
    if key in here:
        digest = fingerprints.row_hash(fingerprints.json_line(found[key]))
        versions = [until for until, state in ledger.earlier(entry or {}) if state == digest]
        note = f"as released through {versions[-1]}" if versions else ""
        return [
            (change, note) for change in difference.cells(table.name, table.names, found, here, key)
        ]
    if entry is None or not entry["retired"]:
        return [(difference.Change(table.name, key, UNKNOWN), "no release has a row of this id")]
    now = f", now {entry['successor']}" if entry["successor"] else ""
    change = difference.Change(table.name, key, difference.RETIRED)
    return [(change, f"retired in {entry['retired']}{now}: {entry['reason']}")]
