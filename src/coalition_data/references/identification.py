"""Which release some rows are of, and how they differ from it."""

from __future__ import annotations

from coalition_data.references.identity import (
    ALTERED,
    EXACT,
    SUBSET,
    UNKNOWN,
    UNPROVEN,
    Identities,
    Identity,
)
from coalition_data.releases import difference, fingerprints, ledger, recognition
from coalition_data.tables import columns, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coalition_data.releases.difference import Change, Rows
    from coalition_data.releases.ledger import Entry


def identify(rows: Any, *, na: str = fingerprints.NA) -> Identity | Identities:
    """Say which release some rows are of, and whether they are all, some or altered.

    Parameters
    ----------
    rows: a frame (pandas, polars or pyarrow) with rows of a table, a joined table, `attendance()`
        or a panel, with its columns or some of them, its key among them; or a list of frames.
    na: the text that a cell has if it is missing, as R writes it; no cell of the data reads so.

    The rows are compared with the installed data first, then with each earlier release that the
    ledger knows: rows of tables by hash, whole panels by fingerprint, parts of them with what the
    tables were by the ledger. Rows of an earlier release are exact or a subset of it, and `changes`
    says what became of them since, and which rows of the tables made a derived cell change. Where
    they rest on rows that were corrected or retired since, of which only hashes are kept, they are
    unproven: the release itself can tell. Returns an Identity (Identities
    for a list), which reads well as str(). Raises ValueError as `fingerprint` does.

    >>> from coalition_data.tables import loader
    >>> identify(loader.quotes().head(2)).status
    'subset'
    """
    package = descriptor.read()
    if isinstance(rows, list | tuple):
        found = [recognition.recognise(package, one, na) for one in rows]
        return Identities([identify_found(one, package) for one in found])
    return identify_found(recognition.recognise(package, rows, na), package)


def identify_found(recognised: recognition.Found, package: descriptor.Package) -> Identity:
    """Do the same for a frame that was recognised."""
    table = recognised.table
    found = fingerprints.plain_rows(recognised.rows, table)
    if table.name in package.tables:
        identity = _identify_rows(found, table, package)
    else:
        from coalition_data.references import derivation

        identity = derivation.identify_derived(found, table, package)
    identity.notes = recognised.notes
    return identity


def _identify_rows(found: Rows, table: descriptor.Table, package: descriptor.Package) -> Identity:
    """Identify rows of a table, given in canonical values, by key; `table` has their columns."""
    declared = package.table(table.name)
    is_whole = len(table.names) == len(declared.names)
    file, total = columns.read_rows(package.file(table.name), table.key, found)
    here = fingerprints.plain_rows(file, table)
    release = package.version
    changes: list[tuple[Change, str]] = []
    if found == here:
        status = EXACT if len(found) == total and is_whole else SUBSET
    else:
        entries = ledger.reveal_ids(ledger.read_ledger(package), {table.name: found})
        entries = [one for one in entries if one["table"] == table.name]
        by_id = {entry["id"]: entry for entry in entries}
        for key in sorted(found):
            changes += _compare_row(table, key, found, here, by_id)
        now = fingerprints.hash_rows(fingerprints.plain_rows(file, declared), declared.names)
        unchanged = {key: now[key] for key, row in found.items() if here.get(key) == row}
        earlier = _find_release(found, table, entries, package.version, unchanged)
        if earlier is None and not is_whole:
            earlier = _find_possible(found, entries, package.version, unchanged, now)
        status = ALTERED
        if earlier is not None:
            status, release, total = earlier
    return Identity(
        status=status,
        release=release,
        installed=package.version,
        table=table.name,
        columns=table.names,
        width=len(declared.names),
        rows=len(found),
        of=total,
        fingerprint=str(fingerprints.of_plain(found, table)),
        _package=package,
        _changes=changes,
    )


def _list_earlier(
    found: Rows, entries: list[Entry], installed: str
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each earlier release that has rows of these ids, newest first, with its hashes."""
    for version in reversed(ledger.list_versions(entries)):
        rows = ledger.hashes_at(entries, entries[0]["table"], version)
        if version != installed and found.keys() <= rows.keys():
            yield version, rows


def _find_release(
    found: Rows,
    table: descriptor.Table,
    entries: list[Entry],
    installed: str,
    unchanged: dict[str, str],
) -> tuple[str, str, int] | None:
    """Return the newest earlier release that has all these rows: status, version, rows.

    A row is of a release if its hash says so, or if it reads as the installed one, and that one was
    the same then. `unchanged` has the hashes of the installed rows that read alike.
    """
    hashes = fingerprints.hash_rows(found, table.names)
    # Most rows were never released: to look at each release for them would take long.
    known = {(entry["id"], entry["row_hash"]) for entry in entries}
    for entry in entries:
        known.update((entry["id"], digest) for _, digest in ledger.past_hashes(entry))
    if any(not {(key, one), (key, unchanged.get(key))} & known for key, one in hashes.items()):
        return None
    for version, rows in _list_earlier(found, entries, installed):
        by_hash = [key for key in found if hashes[key] == rows[key]]
        if all(unchanged.get(key) == rows[key] for key in found.keys() - set(by_hash)):
            status = EXACT if len(by_hash) == len(rows) else SUBSET
            return status, version, len(rows)
    return None


def _find_possible(
    found: Rows,
    entries: list[Entry],
    installed: str,
    unchanged: dict[str, str],
    now: dict[str, str],
) -> tuple[str, str, int] | None:
    """Return the newest earlier release of which these rows, without some columns, may be."""
    for version, rows in _list_earlier(found, entries, installed):
        others = [key for key in found if unchanged.get(key) != rows[key]]
        if all(now.get(key) != rows[key] for key in others):
            return UNPROVEN, version, len(rows)
    return None


def _compare_row(
    table: descriptor.Table, key: str, found: Rows, here: Rows, entries: dict[str, Entry]
) -> list[tuple[Change, str]]:
    """Return how one row differs from the installed data, each difference with a note.

    `entries` are those of the ledger on this table, by id.
    """
    entry = entries.get(key)
    if key in here:
        digest = fingerprints.hash_rows({key: found[key]}, table.names)[key]
        versions = [until for until, past in ledger.past_hashes(entry or {}) if past == digest]
        note = f"as released through {versions[-1]}" if versions else ""
        changes = difference.compare_cells(table.name, table.names, found, here, key)
        return [(change, note) for change in changes]
    if entry is None or not entry["retired"]:
        return [(difference.Change(table.name, key, UNKNOWN), "no release has a row of this id")]
    now = f", now {entry['successor']}" if entry["successor"] else ""
    change = difference.Change(table.name, key, ledger.RETIRED)
    return [(change, f"retired in {entry['retired']}{now}: {entry['reason']}")]
