"""The ledger: which ids and which states of their rows the releases carried."""

from __future__ import annotations

from coalition_data.releases import fingerprints
from coalition_data.releases.fingerprints import LEDGER
from coalition_data.tables import columns, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Entry = dict[str, str]


def order(version: str) -> tuple[int, ...]:
    """Return a version as numbers, to be compared; ValueError for one that isn't MAJOR.MINOR.PATCH.

    >>> order("0.10.0") > order("0.9.1")
    True
    """
    parts = version.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(f'"{version}" is no version: it reads MAJOR.MINOR.PATCH, as 1.0.0')
    return tuple(map(int, parts))


def read(package: descriptor.Package) -> list[Entry]:
    """Return the rows of the ledger as text; none where the package has no ledger."""
    if LEDGER not in package.tables:
        return []
    found = columns.read_file(package.file(LEDGER))
    return [dict(zip(found, row, strict=True)) for row in zip(*found.values(), strict=True)]


def versions(entries: list[Entry]) -> list[str]:
    """Return the versions that the ledger knows, the oldest first; a release that changed no row isn't among them."""
    found = {e["added"] for e in entries} | {e["retired"] for e in entries if e["retired"]}
    found |= {until for e in entries for until, _ in earlier(e)}
    return sorted(found, key=order)


def at(entries: list[Entry], table: str, version: str) -> dict[str, str]:
    """Return the hash of each row that `table` had in the release `version`, by id."""
    here = order(version)
    found = {}
    for entry in entries:
        gone = entry["retired"] and order(entry["retired"]) <= here
        if entry["table"] == table and order(entry["added"]) <= here and not gone:
            past = (digest for until, digest in earlier(entry) if here <= order(until))
            found[entry["id"]] = next(past, entry["row_hash"])
    return found


def earlier(entry: Entry) -> list[tuple[str, str]]:
    """Return the states before the last: (last version that carried it, hash), the oldest first."""
    # A release older than this column has none.
    cell = entry.get("earlier", "")
    pairs = [state.split("#") for state in cell.split(";")] if cell else []
    return [(until, digest) for until, digest in pairs]


def hashes(package: descriptor.Package) -> dict[tuple[str, str], str]:
    """Return the hash of each row of the package but the ledger's, by table and id."""
    return {
        (table.name, key): fingerprints.row_hash(line)
        for table in package.tables.values()
        if table.name != LEDGER
        for key, line in fingerprints.row_lines(columns.read_file(package.file(table.name)), table)
    }


def is_released(package: descriptor.Package) -> bool:
    """Say whether the ledger records the rows as they stand: it is filled at a release, and only then."""
    living = {(e["table"], e["id"]): e["row_hash"] for e in read(package) if not e["retired"]}
    return living == hashes(package)


def filled(package: descriptor.Package, before: str) -> list[Entry]:
    """Return the ledger as it must read when the package is released, sorted by id.

    `before` is the version released last, blank before the first release. A new row is entered with the package's own
    version; of a corrected row the old hash joins `earlier`, with `before` as the last version that carried it. Doing
    it twice changes nothing. Raises ValueError for an id that has vanished and isn't marked as retired.
    """
    now, old = hashes(package), {(e["table"], e["id"]): e for e in read(package)}
    entries = [
        _kept(entry, now.get(place), package.version, before) for place, entry in old.items()
    ]
    entries += [
        {
            "ledger_id": "/".join(place),
            "table": place[0],
            "id": place[1],
            "row_hash": digest,
            "added": package.version,
        }
        for place, digest in now.items()
        if place not in old
    ]
    return sorted((e for e in entries if e), key=lambda e: e["ledger_id"])


def _kept(entry: Entry, digest: str | None, version: str, before: str) -> Entry:
    """Return an entry brought up to date; an empty one where its row came and went within one version."""
    if entry["retired"]:
        return entry
    # What came with the version that is being made may still change, and go.
    is_new = entry["added"] == version != before
    if digest is None:
        if is_new:
            return {}
        raise ValueError(
            f"{entry['ledger_id']} has vanished: give it retired, successor and reason in the ledger"
        )
    past = entry.get("earlier", "")
    known = is_new or past.rpartition(";")[2].startswith(f"{before}#")
    if digest == entry["row_hash"] or known:
        return {**entry, "row_hash": digest}
    states = [past] * bool(past) + [f"{before}#{entry['row_hash']}"]
    return {**entry, "row_hash": digest, "earlier": ";".join(states)}


def retired(entries: list[Entry]) -> Iterator[tuple[tuple[str, str], Entry]]:
    """Yield (table, id) and entry of each retired row."""
    return (((e["table"], e["id"]), e) for e in entries if e["retired"])
