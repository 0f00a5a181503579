"""Rules on what releases have carried."""

from __future__ import annotations

from coalition_data.releases import fingerprints
from coalition_data.releases.ledger import order
from coalition_data.validation.rules import release_rule, rule, whole_rule
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


@whole_rule(ledger="table id retired successor", **KEYS)
def released_ids_stay(ledger: Rows, **tables: Rows) -> Findings:
    """An id once released stands in its table until it is retired, and then its successor stands there."""
    named = {row["table"] for row in ledger}
    there = {
        name: {row[KEYS[name]] for row in rows} for name, rows in tables.items() if name in named
    }
    for row in ledger:
        if (row["id"] in there.get(row["table"], ())) == bool(row["retired"]):
            message = (
                "a retired id still stands in its table"
                if row["retired"]
                else "a released id has vanished"
            )
            yield row, "id", message, "bring the row back, or retire the id with its successor"
        elif row["successor"] and row["successor"] not in there.get(row["table"], ()):
            yield (
                row,
                "successor",
                "the successor isn't in the table",
                "name the row that took its place",
            )


@rule(ledger="ledger_id table id retired successor reason")
def ledger_is_sound(ledger: Rows) -> Findings:
    """A ledger id is its table and id; a retired row, and no other, has a reason."""
    for row in ledger:
        if row["ledger_id"] != f"{row['table']}/{row['id']}":
            yield row, "ledger_id", "it must read <table>/<id>", "mend it"
        elif bool(row["retired"]) != bool(row["reason"]) or (
            row["successor"] and not row["retired"]
        ):
            yield (
                row,
                "reason",
                "a retired row has a reason, a living one has neither reason nor successor",
                "mend it",
            )


@release_rule(ledger="added retired")
def ledger_knows_no_later_version(package: descriptor.Package, ledger: Rows) -> Findings:
    """The ledger speaks of no version after the package's own, and no row is retired before it was added."""
    for row in ledger:
        if order(max(row["added"], row["retired"], key=lambda v: order(v or "0.0.0"))) > order(
            package.version
        ):
            yield (
                row,
                "added",
                f"the version is {package.version}",
                "mend the ledger, or step the version",
            )
        elif row["retired"] and order(row["retired"]) < order(row["added"]):
            yield row, "retired", f"it was added in {row['added']}", "mend one of the two"


@release_rule(ledger="ledger_id row_hash added retired earlier", **dict.fromkeys(KEYS, "*"))
def release_is_as_recorded(package: descriptor.Package, ledger: Rows, **tables: Rows) -> Findings:
    """Where the version is one that the ledger has recorded, each row has the hash that stands there."""
    known = {row["ledger_id"]: row["row_hash"] for row in ledger if not row["retired"]}
    versions = {row[column] for row in ledger for column in ("added", "retired")}
    versions |= {state.split("#")[0] for row in ledger for state in row["earlier"].split(";")}
    if not known or package.version != max(versions - {""}, key=order):
        return
    todo = (
        f"undo it; or step the version beyond {package.version} and say the change in CHANGELOG.md"
    )
    for name, rows in tables.items():
        table = package.table(name)
        cells = {column: [row[column] for row in rows] for column in table.names}
        hashes = {
            key: fingerprints.row_hash(line) for key, line in fingerprints.row_lines(cells, table)
        }
        for row in rows:
            found = known.get(f"{name}/{row[table.key]}")
            if found is None:
                yield row, table.key, f"release {package.version} has no such row", todo
            elif found != hashes[row[table.key]]:
                yield row, "", f"the row isn't as release {package.version} carries it", todo
