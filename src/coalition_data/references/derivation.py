"""Of which release rows of a derived frame are, and what changed them."""

from __future__ import annotations

import tempfile

from coalition_data.analysis import origins
from coalition_data.references.identity import (
    ALTERED,
    EXACT,
    SUBSET,
    UNKNOWN,
    UNPROVEN,
    Identity,
)
from coalition_data.releases import difference, fingerprints, ledger
from coalition_data.tables import derived, descriptor, panels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.releases.difference import Change, Rows

    # For each row of the tables that changed: how, and in words when.
    Changes = dict[tuple[str, str], tuple[str, str]]

# How many rows are named as the reason of one change.
MOST_REASONS = 6


def list_fingerprints(package: descriptor.Package) -> dict[str, str]:
    """Return the fingerprint of each derived frame by its name, however it can be built."""
    names = [panels.ATTENDANCE, *(panels.PREFIX + unit for unit in panels.list_units())]
    names += [derived.JOINED + name for name in package.tables if name != fingerprints.LEDGER]
    found = {}
    for name in names:
        table = derived.find_described(package, name)
        for variant in origins.list_variants(table):
            rows = origins.build(package, name, variant)
            described = origins.describe_variant(name, variant)
            found[described] = str(fingerprints.of_rows(rows, table))
    return found


def identify_derived(found: Rows, table: descriptor.Table, package: descriptor.Package) -> Identity:
    """Identify rows in canonical values, by key, of a frame that the tables are made into."""
    variant, here = _build_nearest(found, table, package)
    name = origins.describe_variant(table.name, variant)
    fingerprint = str(fingerprints.of_plain(found, table))
    status, release, total = ALTERED, package.version, len(here)
    changes: list[tuple[Change, str]] = []
    width = len(derived.find_described(package, table.name).names)
    if _is_part(found, here):
        status = EXACT if len(found) == total and len(table.names) == width else SUBSET
    else:
        entries = ledger.read_ledger(package)
        recorded = fingerprints.read_releases(package)
        versions = [one for one in ledger.list_versions(entries) if one != package.version]
        changed: Changes = {}
        for version in reversed(versions):
            changed = ledger.list_changes(package, entries, version)
            if recorded.get(version, {}).get(name) == fingerprint:
                status, release, total = EXACT, version, len(found)
                break
            if status == UNPROVEN:
                # An older release that has a record of these very rows would prove them.
                continue
            old = _build_earlier(package, table, variant, changed)
            if _is_explained(found, old, table, package, changed):
                is_whole = set(found) == set(old) and len(table.names) == width
                status = EXACT if is_whole else SUBSET
                release, total = version, len(old)
                if all(how == ledger.ADDED for how, _ in changed.values()):
                    break
                # Nobody here has what the cells of these rows were.
                status = UNPROVEN
        if status != ALTERED:
            changed = ledger.list_changes(package, entries, release)
        changes = _list_changes(found, here, table, package, changed)
    return Identity(
        status=status,
        release=release,
        installed=package.version,
        table=name,
        columns=table.names,
        width=width,
        rows=len(found),
        of=total,
        fingerprint=fingerprint,
        _package=package,
        _changes=changes,
    )


def _is_part(found: Rows, here: Rows) -> bool:
    return found.items() <= here.items()


def _build_rows(package: descriptor.Package, table: descriptor.Table, variant: str) -> Rows:
    """Return the rows of a derived frame in canonical values, with the columns of `table`."""
    return fingerprints.plain_rows(origins.build(package, table.name, variant), table)


def _build_nearest(
    found: Rows, table: descriptor.Table, package: descriptor.Package
) -> tuple[str, Rows]:
    """Return in which way the frame was built, and all its rows as the installed data have them."""
    best: tuple[int, str, Rows] | None = None
    for variant in origins.list_variants(table):
        here = _build_rows(package, table, variant)
        different = sum(here.get(key) != row for key, row in found.items())
        if best is None or different < best[0]:
            best = (different, variant, here)
        if not different:
            break
    assert best is not None
    return best[1:]


def _build_earlier(
    package: descriptor.Package, table: descriptor.Table, variant: str, changed: Changes
) -> Rows:
    """Return the rows as they were before `changed`, as far as that is known.

    Of rows that were corrected or retired the ledger has hashes only.
    """
    added = {row for row, (how, _) in changed.items() if how == ledger.ADDED}
    with tempfile.TemporaryDirectory() as folder:
        ledger.write_without(package, added, folder)
        return _build_rows(descriptor.read(folder), table, variant)


def _find_origins(name: str, package: descriptor.Package, changed: Changes) -> origins.Origins:
    """Return what finds the changed rows that a cell rests on."""
    loose = [row for row, (how, _) in changed.items() if how != ledger.ADDED]
    keys = {table.name: table.key for table in package.tables.values()}
    return origins.Origins(
        package, name, lambda table, row: (table, row[keys[table]]) in changed, loose
    )


def _is_explained(
    found: Rows,
    old: Rows,
    table: descriptor.Table,
    package: descriptor.Package,
    changed: Changes,
) -> bool:
    """Say whether rows are as they were, but for cells that rest on corrected or retired rows."""
    different = [key for key, row in found.items() if old.get(key) != row]
    if not different:
        return True
    if any(key not in old for key in different):
        return False
    unknown = {row: how for row, how in changed.items() if how[0] != ledger.ADDED}
    finder = _find_origins(table.name, package, unknown)
    return all(
        finder.find(key, str(change.column))
        for key in different
        for change in difference.compare_cells(table.name, table.names, found, old, key)
    )


def _list_changes(
    found: Rows,
    here: Rows,
    table: descriptor.Table,
    package: descriptor.Package,
    changed: Changes,
) -> list[tuple[Change, str]]:
    """Return each cell that isn't as in the installed data, with the changed rows it rests on."""
    finder = _find_origins(table.name, package, changed)
    changes = []
    for key in sorted(found):
        if key not in here:
            missing = difference.Change(table.name, key, UNKNOWN)
            changes.append((missing, f"{table.name} has no such row"))
        elif found[key] != here[key]:
            for change in difference.compare_cells(table.name, table.names, found, here, key):
                reasons = finder.find(key, str(change.column))
                changes.append((change, _describe_reasons(reasons, changed)))
    return changes


def _describe_reasons(reasons: list[origins.Origin], changed: Changes) -> str:
    shown = [f"{table} {key} {changed[table, key][1]}" for table, key in reasons[:MOST_REASONS]]
    more = len(reasons) - MOST_REASONS
    return "; ".join([*shown, f"and {more} more"] if more > 0 else shown)
