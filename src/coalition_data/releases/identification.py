"""Which release some rows are of, and what is other in them."""

from __future__ import annotations

from coalition_data.releases import difference, fingerprints, ledger
from coalition_data.tables import descriptor

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


class Identity:
    """What `identify` found.

    Attributes: `status` (exact: all rows of a release's table; subset: some of them, unchanged; altered: neither),
    `release` (the version that the rows are compared with), `released` (False where those data aren't released yet),
    `table`, `rows` (how many were given), `of` (how many the release has), `fingerprint`, and `changes`: one row per
    difference from the installed data: `id`, `change` (corrected: the installed data have another value; retired;
    unknown: no release had such a row), `column`, `found`, `released`, `note`. str() says it all in words.
    """

    def __init__(
        self, status: str, release: str, table: str, sizes: tuple[int, int], fingerprint: str
    ) -> None:
        self.status, self.release, self.table, self.fingerprint = (
            status,
            release,
            table,
            fingerprint,
        )
        self.rows, self.of = sizes
        self.installed = release
        self.released = True
        self._changes: list[tuple[Change, str]] = []

    @property
    def changes(self) -> pd.DataFrame:
        """Return the differences from the installed data as a frame."""
        rows = [
            [c.id, c.change, c.column, _text(c.old), _text(c.new), note or None]
            for c, note in self._changes
        ]
        return difference.text_frame(rows, COLUMNS)

    def __str__(self) -> str:
        whole = f"all {self.of}" if self.status == EXACT else f"{self.rows} of {self.of}"
        name = f"coalition-data {self.release}" + " (not released)" * (not self.released)
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
        return (
            f"{change.id}: {change.column}: {found}, released as {released}"
            + f" ({note})" * bool(note)
        )
    if change.change == UNKNOWN:
        return f"{change.id}: {note}"
    return str(change)[2:] if change.change == difference.CORRECTED else f"{change.id}: {note}"


def identify(frame: Any) -> Identity:
    """Say which release the rows of `frame` are of, and whether they are all, some, or altered.

    `frame`: rows of one table (pandas, polars or pyarrow), with its columns in any order. They are compared with the
    installed data first, then with each earlier release that the ledger knows, by hash. Rows of an earlier release are
    `exact` or `subset` of it, and `changes` tells what became of them since. Raises ValueError as `fingerprint` does.

    >>> from coalition_data.tables import loader
    >>> identify(loader.quotes().head(2)).status
    'subset'
    """
    package = descriptor.read()
    table = fingerprints.find_table(package, frame)
    found = fingerprints.plain_rows(frame, table)
    here = fingerprints.plain_rows(fingerprints.read_file(package.file(table.name)), table)
    entries = ledger.read(package)
    mark = fingerprints.of_plain(found, table)
    changes = [pair for key in sorted(found) for pair in _compare(table, key, found, here, entries)]
    release, whole = package.version, set(here)
    hashes = {key: fingerprints.row_hash(fingerprints.line(row)) for key, row in found.items()}
    if changes:
        past = _earlier_release(table.name, hashes, entries, package.version)
        if past is not None:
            release, whole = past
    is_altered = bool(changes) and release == package.version
    status = ALTERED if is_altered else EXACT if set(found) == whole else SUBSET
    told = Identity(status, release, table.name, (len(found), len(whole)), mark)
    told.installed, told._changes = package.version, changes
    told.released = release != package.version or ledger.is_released(package)
    return told


def _earlier_release(
    table: str, hashes: dict[str, str], entries: list[Entry], installed: str
) -> tuple[str, set[str]] | None:
    """Return the newest earlier release that has all these rows, and the ids of its table; None where none has."""
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
        digest = fingerprints.row_hash(fingerprints.line(found[key]))
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
