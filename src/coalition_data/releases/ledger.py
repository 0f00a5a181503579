"""The ledger: which rows each release had, by hash, and in which split its quotes are."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil

from coalition_data.releases import fingerprints, splits
from coalition_data.releases.fingerprints import LEDGER
from coalition_data.tables import canonical, columns, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Entry = dict[str, str]


ADDED, RETIRED, CORRECTED = "added", "retired", "corrected"
# The reasons of a retired row and of a row that is there, where somebody asked for it
# (docs/rights.md): the values that they had are printed nowhere.
WITHDRAWN, AMENDED = "withdrawn on request", "corrected on request"
# How a hidden id begins.
HIDDEN = "sha256-"
# Of a part of a version.
MOST_DIGITS = 9
QUOTES, SOURCES = "quotes", "sources"


@functools.cache
def parse_version(version: str) -> tuple[int, ...]:
    """Return a version as numbers, to be compared; ValueError for one that isn't MAJOR.MINOR.PATCH.

    >>> parse_version("0.10.0") > parse_version("0.9.1")
    True
    """
    parts = version.split(".")
    if len(parts) != 3 or not all(map(_is_number, parts)):
        raise ValueError(f'"{version}" is no version: it reads MAJOR.MINOR.PATCH, as 1.0.0')
    return tuple(map(int, parts))


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS


def read_ledger(package: descriptor.Package) -> list[Entry]:
    """Return the rows of the ledger as text; none where the package has no ledger."""
    if LEDGER not in package.tables:
        return []
    found = columns.read_file(package.file(LEDGER))
    return [dict(zip(found, row, strict=True)) for row in zip(*found.values(), strict=True)]


def list_splits(entries: list[Entry]) -> list[Entry]:
    """Return the entries that record a split: those of quotes, retired ones too."""
    # A ledger of others may have other columns and values.
    known = {*splits.SPLITS, splits.NONE}
    return [
        one
        for one in entries
        if one.get("table") == QUOTES and one.get("split") in known and "id" in one
    ]


def list_versions(entries: list[Entry], columns: Iterable[str] = (ADDED, RETIRED)) -> list[str]:
    """Return the versions that the ledger knows, oldest first; those that changed no row lack."""
    found = set()
    for entry in entries:
        found |= {entry[column] for column in columns}
        found |= {until for until, _ in past_hashes(entry)}
    return sorted(found - {""}, key=parse_version)


def knows_release(package: descriptor.Package, entries: list[Entry], version: str) -> bool:
    """Say whether `version` was released, by the ledger and by what is recorded beside it.

    Rows are retired while the next version is in the making, so it isn't released for that; only
    where nothing is recorded beside the ledger, that counts too.
    """
    recorded = fingerprints.read_rows_of_releases(package)
    known = list_versions(entries, (ADDED,) if recorded else (ADDED, RETIRED))
    here = parse_version(version)
    return any(parse_version(one) == here for one in (*known, *recorded))


def hashes_at(entries: list[Entry], table: str, version: str) -> dict[str, str]:
    """Return the hash of each row that `table` had in the release `version`, by id."""
    here = parse_version(version)
    found = {}
    for entry in entries:
        if entry["table"] == table and (digest := _find_hash_at(entry, here)):
            found[entry["id"]] = digest
    return found


def _find_hash_at(entry: Entry, here: tuple[int, ...]) -> str:
    """Return the hash that a row had in a version, blank where that version hadn't the row."""
    if parse_version(entry["added"]) > here:
        return ""
    if entry["retired"] and parse_version(entry["retired"]) <= here:
        return ""
    past = (digest for until, digest in past_hashes(entry) if here <= parse_version(until))
    return next(past, entry["row_hash"])


def digest_release(entries: list[Entry], version: str) -> str:
    """Return the SHA-256 of what the ledger has of a release: lines, sorted, each ended by LF.

    A row's line is its hash; that of a row retired by then has its successor and the reason too.
    It is recorded at the release. Where it differs later, the ledger lost what that release had.
    Ids don't count, since one may be hidden on request.
    """
    here = parse_version(version)
    lines = sorted(filter(None, (_find_line_at(entry, here) for entry in entries)))
    return hashlib.sha256("".join(f"{one}\n" for one in lines).encode()).hexdigest()


def _find_line_at(entry: Entry, here: tuple[int, ...]) -> str:
    """Return the line that an entry has in the digest of a version, blank before it was added."""
    if entry["retired"] and parse_version(entry["retired"]) <= here:
        return f"{entry['row_hash']} {entry['successor']} {entry['reason']}"
    return _find_hash_at(entry, here)


def list_unknown(
    entries: list[Entry], hashes: Mapping[str, Mapping[str, str]], version: str
) -> list[tuple[str, str]]:
    """Return (table, id) of each row that isn't what the release `version` had, or that lacks.

    `hashes` has that of each row by table and id.
    """
    found = []
    entries = reveal_ids(entries, hashes)
    for table, here in hashes.items():
        known = hashes_at(entries, table, version)
        found += [(table, key) for key, digest in here.items() if known.pop(key, None) != digest]
        found += [(table, key) for key in known]
    return found


def digest_releases(entries: list[Entry], version: str) -> dict[str, str]:
    """Return `digest_release` of each release that the ledger knows, and of `version`."""
    versions = dict.fromkeys([*list_versions(entries), version])
    return {one: digest_release(entries, one) for one in versions}


def hide_id(table: str, key: str) -> str:
    """Return the hash that stands for an id in the ledger where the id itself names somebody.

    >>> hide_id("actors", "france")[:15]
    'sha256-0cf74c70'
    """
    return HIDDEN + hashlib.sha256(f"{table}/{key}".encode()).hexdigest()


def reveal_ids(entries: list[Entry], keys: Mapping[str, Iterable[str]]) -> list[Entry]:
    """Return the entries with plain ids for hidden ones, where `keys` has them (by table)."""
    hidden = {entry["table"] for entry in entries if entry["id"].startswith(HIDDEN)}
    plain = {hide_id(table, key): key for table in hidden for key in keys.get(table, ())}
    return [{**entry, "id": plain.get(entry["id"], entry["id"])} for entry in entries]


def past_hashes(entry: Entry) -> list[tuple[str, str]]:
    """Return (last version that had it, hash) of a row before each correction, oldest first."""
    # Releases from before this column have no `earlier`.
    cell = entry.get("earlier", "")
    pairs = [state.split("#") for state in cell.split(";")] if cell else []
    return [(until, digest) for until, digest in pairs]


def hash_rows(package: descriptor.Package) -> dict[tuple[str, str], str]:
    """Return the hash of each row of the package but the ledger's, by table and id."""
    found = {}
    for table in package.tables.values():
        if table.name != LEDGER:
            rows = fingerprints.plain_rows(columns.read_file(package.file(table.name)), table)
            for key, digest in fingerprints.hash_rows(rows, table.names).items():
                found[table.name, key] = digest
    return found


def is_released(package: descriptor.Package) -> bool:
    """Say whether the ledger has exactly these rows: it is filled at a release, and only then."""
    entries = [entry for entry in read_ledger(package) if not entry["retired"]]
    known = {(entry["table"], entry["id"]): entry["row_hash"] for entry in entries}
    return known == hash_rows(package)


def fill_ledger(package: descriptor.Package, before: str) -> list[Entry]:
    """Return the ledger as it must read when the package is released, sorted by id.

    `before` is the version released last, blank before the first release. A new row is entered with
    the package's own version; of a corrected row the old hash joins `earlier`, with `before` as the
    last version that had it. A quote has its split of the corpus, and keeps it once it is released.
    Doing it twice changes nothing. Raises ValueError for an id that has vanished and isn't marked
    as retired.
    """
    now = hash_rows(package)
    known = read_ledger(package)
    released = [entry for entry in known if not _is_new(entry, package.version, before)]
    split_of = _choose_splits(package, list_splits(released))
    entries = []
    for entry in known:
        digest = now.pop((entry["table"], entry["id"]), None)
        entries.append(_update_entry(entry, digest, package.version, before))
    for (table, key), digest in now.items():
        entry = {"ledger_id": f"{table}/{key}", "table": table, "id": key, "row_hash": digest}
        entries.append({**entry, "added": package.version})
    for entry in entries:
        if entry and entry["table"] == QUOTES and entry["id"] in split_of:
            entry["split"] = split_of[entry["id"]]
    return sorted((entry for entry in entries if entry), key=lambda entry: entry["ledger_id"])


def _choose_splits(package: descriptor.Package, released: list[Entry]) -> dict[str, str]:
    if not {QUOTES, SOURCES} <= package.tables.keys():
        return {}
    sources = {row["source_id"]: row for row in _read_rows(package, SOURCES)}
    return splits.choose_splits(splits.find_groups(_read_rows(package, QUOTES), sources), released)


def _read_rows(package: descriptor.Package, name: str) -> list[dict[str, Any]]:
    table = package.table(name)
    rows = fingerprints.plain_rows(columns.read_file(package.file(name)), table)
    return [dict(zip(table.names, row, strict=True)) for row in rows.values()]


def _is_new(entry: Entry, version: str, before: str) -> bool:
    """Say whether a row came with the version in the making: it may still change, and go."""
    return entry["added"] == version != before


def _update_entry(entry: Entry, digest: str | None, version: str, before: str) -> Entry:
    """Return an entry brought up to date; empty where its row came and went within one version."""
    if entry["retired"]:
        return entry
    is_new = _is_new(entry, version, before)
    if digest is None:
        if is_new:
            return {}
        todo = "give it retired, successor and reason in the ledger"
        raise ValueError(f"{entry['ledger_id']} has vanished: {todo}")
    past = entry.get("earlier", "")
    is_known = is_new or past.rpartition(";")[2].startswith(f"{before}#")
    if digest == entry["row_hash"] or is_known:
        return {**entry, "row_hash": digest}
    state = f"{before}#{entry['row_hash']}"
    return {**entry, "row_hash": digest, "earlier": f"{past};{state}" if past else state}


def list_changes(
    package: descriptor.Package, entries: list[Entry], since: str
) -> dict[tuple[str, str], tuple[str, str]]:
    """Return for each row that changed after the release `since` how, and in words when.

    How: added, retired or corrected. Rows that aren't released yet are among them.
    """
    start = parse_version(since)
    changes = {}
    known = {}
    for entry in entries:
        row = (entry["table"], entry["id"])
        known[row] = entry["row_hash"]
        past = past_hashes(entry)
        if parse_version(entry["added"]) > start:
            changes[row] = (ADDED, f"added in {entry['added']}")
        elif entry["retired"] and parse_version(entry["retired"]) > start:
            changes[row] = (RETIRED, f"retired in {entry['retired']}: {entry['reason']}")
        elif past and parse_version(past[-1][0]) >= start:
            changes[row] = (CORRECTED, f"corrected after {past[-1][0]}")
    for row, digest in hash_rows(package).items():
        if row not in known:
            changes[row] = (ADDED, "added, not yet released")
        elif digest != known[row] and row not in changes:
            changes[row] = (CORRECTED, "corrected, not yet released")
    return changes


def write_without(package: descriptor.Package, added: set[tuple[str, str]], folder: str) -> None:
    """Write the package without the rows that were added, and without those that lead to them."""
    gone: dict[str, set[str]] = {}
    for name, key in added:
        gone.setdefault(name, set()).add(key)
    shutil.copy(os.path.join(package.folder, descriptor.FILENAME), folder)
    for table in package.tables.values():
        cells = columns.read_file(package.file(table.name))
        refused = {table.key: gone.get(table.name, set())}
        refused |= {name: gone.get(target, set()) for name, (target, _) in table.foreign.items()}
        places = [(cells[name], ids) for name, ids in refused.items() if ids]
        rows = [
            [cells[name][n] for name in table.names]
            for n in range(len(cells[table.key]))
            if not any(column[n] in ids for column, ids in places)
        ]
        path = os.path.join(folder, *table.path.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(canonical.canonical_bytes(table.names, rows))
