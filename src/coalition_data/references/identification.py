"""Which release some rows are of, and how they differ from it."""

from __future__ import annotations

from coalition_data.references.identity import ALTERED, EXACT, SUBSET, UNKNOWN, Identities, Identity
from coalition_data.releases import difference, fingerprints, ledger, recognition
from coalition_data.tables import columns, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    ledger knows: whole rows of tables by hash, others with what the tables were by the ledger.
    Rows of an earlier release are exact or a subset of it, and `changes` says what became of them
    since, and which rows of the tables made a derived cell change. Returns an Identity (Identities
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
    declared = package.tables.get(table.name)
    if declared is not None and len(declared.names) == len(table.names):
        identity = _identify_rows(found, table, package)
    else:
        from coalition_data.references import derivation

        identity = derivation.identify_derived(found, table, package)
    identity.notes = recognised.notes
    return identity


def _identify_rows(found: Rows, table: descriptor.Table, package: descriptor.Package) -> Identity:
    """Identify whole rows of a table, given in canonical values, by key."""
    file, total = columns.read_rows(package.file(table.name), table.key, found)
    here = fingerprints.plain_rows(file, table)
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
        columns=table.names,
        width=len(table.names),
        rows=len(found),
        of=total,
        fingerprint=str(fingerprints.of_plain(found, table)),
        _package=package,
        _changes=changes,
    )


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
    change = difference.Change(table.name, key, ledger.RETIRED)
    return [(change, f"retired in {entry['retired']}{now}: {entry['reason']}")]
