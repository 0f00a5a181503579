"""Rules on what releases have carried."""

from __future__ import annotations

from coalition_data.releases import fingerprints
from coalition_data.releases.ledger import (
    AMENDED,
    HIDDEN,
    digest_release,
    hide_id,
    knows_release,
    parse_version,
)
from coalition_data.validation.rules import all_rows_rule, release_rule, rule, take_column
from coalition_data.validation.rules.identity import CLAIM_IDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.tables import descriptor
    from coalition_data.validation.rules import Findings, Rows

KEYS = {
    "sources": "source_id",
    "meetings": "meeting_id",
    "actors": "actor_id",
    **{table: columns.split()[0] for table, columns in CLAIM_IDS.items()},
}


@all_rows_rule(ledger="table id retired successor", **KEYS)
def released_ids_stay(ledger: Rows, **tables: Rows) -> Findings:
    """A released id is in its table until it is retired; then its successor is there."""
    there = {}
    for name in {row["table"] for row in ledger} & set(tables):
        there[name] = {row[KEYS[name]] for row in tables[name]}
    # A withdrawn id may be hidden; it must not come back either.
    for name in {row["table"] for row in ledger if row["id"].startswith(HIDDEN)} & set(there):
        there[name] |= {hide_id(name, key) for key in there[name]}
    for row in ledger:
        ids = there.get(row["table"], set())
        if (row["id"] in ids) == bool(row["retired"]):
            message = "a released id has vanished"
            todo = "bring the row back, or retire the id with its successor"
            if row["retired"]:
                message = "a retired id is still in its table"
                todo = "delete the row, or empty retired, successor and reason"
            yield row, "id", message, todo
        elif row["successor"] and row["successor"] not in ids:
            message = "the successor isn't in the table"
            yield row, "successor", message, "name the row that took its place"


@rule(ledger="ledger_id table id retired successor reason")
def ledger_is_sound(ledger: Rows) -> Findings:
    """A ledger id is its table and id; a row retired or corrected on request has a reason."""
    for row in ledger:
        expected = f"{row['table']}/{row['id']}"
        has_successor = bool(row["successor"]) and not row["retired"]
        if row["ledger_id"] != expected:
            yield row, "ledger_id", "it must read <table>/<id>", f"write {expected}"
        elif has_successor or not _fits_reason(row["retired"], row["reason"]):
            message = "a retired row has a reason, a living one has neither reason nor successor"
            yield row, "reason", message, "fill retired and reason, or empty all three"


def _fits_reason(retired: str, reason: str) -> bool:
    """Say whether a row may have this reason; one that is there only if somebody asked for it."""
    return bool(reason) if retired else reason in ("", AMENDED)


@rule(ledger="table split")
def quotes_and_no_others_have_a_split(ledger: Rows) -> Findings:
    """In the ledger a quote has its split of the corpus, and a row of another table has none."""
    for row in ledger:
        if (row["table"] == "quotes") != bool(row["split"]):
            message = "a quote has a split, and no other row has one"
            yield row, "split", message, "fill it for a quote, empty it for another row"


@release_rule(ledger="added retired")
def ledger_knows_no_later_version(package: descriptor.Package, ledger: Rows) -> Findings:
    """No version in the ledger is after the package's own, and no row retires before it begins."""
    for row in ledger:
        added = parse_version(row["added"])
        retired = parse_version(row["retired"] or row["added"])
        if max(added, retired) > parse_version(package.version):
            message = f"the version is {package.version}"
            todo = "correct the ledger, or raise the version in datapackage.json"
            yield row, "added", message, todo
        elif retired < added:
            message = f"it was added in {row['added']}"
            yield row, "retired", message, "correct added or retired"


VERSIONS = ("added", "retired", "earlier")
STATES = (*VERSIONS, "row_hash", "successor", "reason")


@release_rule(ledger="ledger_id row_hash added retired earlier", **dict.fromkeys(KEYS, "*"))
def release_is_as_recorded(package: descriptor.Package, ledger: Rows, **tables: Rows) -> Findings:
    """Rows of the version recorded last have the hashes that the ledger has of them."""
    known = {row["ledger_id"]: row["row_hash"] for row in ledger if not row["retired"]}
    entries = [{name: row[name] for name in VERSIONS} for row in ledger]
    if not known or not knows_release(package, entries, package.version):
        return
    change = "say the change in CHANGELOG.md"
    todo = f"undo it; or raise the version above {package.version} and {change}"
    for name, rows in tables.items():
        table = package.table(name)
        cells = {column: take_column(rows, column) for column in table.names}
        plain = fingerprints.plain_rows(cells, table)
        hashes = fingerprints.hash_rows(plain, table.names)
        for row in rows:
            found = known.get(f"{name}/{row[table.key]}")
            if found is None:
                message = f"release {package.version} has no such row"
                yield row, table.key, message, todo
            elif found != hashes[row[table.key]]:
                yield row, "", f"the row isn't as release {package.version} carries it", todo


@release_rule(ledger=" ".join(STATES))
def ledger_tells_what_releases_had(package: descriptor.Package, ledger: Rows) -> Findings:
    """The hashes of each release's rows are still in the ledger, as fingerprints.json records."""
    known = fingerprints.read_rows_of_releases(package) if ledger else {}
    entries = [{name: row[name] for name in STATES} for row in ledger] if known else []
    for version, digest in known.items():
        if digest_release(entries, version) != digest:
            message = (
                f"of release {version} some row lacks, or has another hash, version or reason here"
            )
            yield ledger[0], "", message, f"bring back the ledger as release {version} has it"
