"""The shipped tables as at a release, to be broken one file at a time and judged again without the
rest.
"""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from coalition_data.releases import fingerprints, ledger
from coalition_data.tables import canonical, csvfile, descriptor, numbering
from coalition_data.tables.problem import Problem
from coalition_data.texts.held import HeldTexts
from coalition_data.validation import checked, rules, validator
from coalition_data.validation.checked import CheckedTable

Row = dict[str, str]
# What the file says before any cell is read, and what stands in the descriptor and in keys; all
# else is a named rule.
DESCRIPTOR = {
    "type",
    "enum",
    "pattern",
    "required",
    "minimum",
    "maximum",
    "min-length",
    "max-length",
}
DESCRIPTOR |= {"unknown-column", "missing-column", "repeated-column", "column-order", "width"}
KEYS = {"unique", "unique-together", "foreign-key"}
LAYERS = ("form", "descriptor", "keys", "rules", "evidence", "ledger", "articles")


class World:
    """A copy of the tables with the ledger as a release fills it: `rows` by table, as text."""

    def __init__(self, texts: Path | None, work: Path | None = None) -> None:
        """`texts` holds the coded articles, or None; `work` is an empty folder to write into."""
        self.folder = work or Path(tempfile.mkdtemp(prefix="faults-"))
        shipped = descriptor.read()
        shutil.copy(Path(shipped.folder) / descriptor.FILENAME, self.folder)
        shutil.copytree(Path(shipped.folder) / "tables", self.folder / "tables", dirs_exist_ok=True)
        self.package = descriptor.read(str(self.folder))
        self.rows: dict[str, list[Row]] = {name: self._read(name) for name in self.package.tables}
        versions = ["", *ledger.list_versions(ledger.read_ledger(self.package))]
        before = [one for one in versions if one != self.package.version][-1]
        self.rows["ledger"] = [self._entry(row) for row in ledger.fill_ledger(self.package, before)]
        self.rows["ledger"] += self._retired()
        self.rows["ledger"].sort(key=lambda row: row["ledger_id"])
        digests = ledger.digest_releases(self.rows["ledger"], self.package.version)
        record = json.dumps({"rows": digests})
        (self.folder / fingerprints.RECORD).write_text(record, encoding="utf-8")
        self.data = {name: self.write(name, self.rows[name]) for name in self.package.tables}
        for name in self.package.tables:
            self.put(name, self.data[name])
        self.tables = {
            name: checked.check_table(self.package, name) for name in self.package.tables
        }
        digests = {
            row["source_id"]: row["text_sha256"]
            for row in self.rows["sources"]
            if row["text_sha256"]
        }
        held = (
            HeldTexts(texts, {source: (digest, []) for source, digest in digests.items()})
            if texts
            else None
        )
        self.texts = {source: text.norm for source, text in held.exact.items()} if held else None
        validator.check_keys(self.tables)
        validator.check_rules(rules.load_rules(), self.package, self.tables, self.texts)
        sound = [str(p) for one in self.tables.values() for p in one.sheet.problems]
        if sound:
            raise SystemExit(
                "the tables must be valid before they are broken:\n" + "\n".join(sound[:20])
            )

    def _read(self, name: str) -> list[Row]:
        sheet = csvfile.read_sheet(self.package.file(name), name)
        return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]

    def _entry(self, row: Row) -> Row:
        return {name: row.get(name, "") for name in self.package.table("ledger").names}

    def _retired(self) -> list[Row]:
        """Return ledger rows of ids that were retired, so that one can be used again."""
        return [
            self._entry({
                "ledger_id": f"{table}/{self.free_id(table, 0)}", "table": table, "id": self.free_id(table, 0),
                "row_hash": "0" * 64, "added": self.package.version, "retired": self.package.version,
                "reason": "Coded twice.", "split": "train" if table == "quotes" else "",
            })
            for table in ("participants", "figures", "quotes", "reports")
        ]  # fmt: skip

    def free_id(self, table: str, n: int, number: int = 999_999) -> str:
        """Return an id of the table's form that no row has, for the owner of row `n`."""
        begin, _ = numbering.split_id(self.rows[table][n][self.package.table(table).key])
        return numbering.join_id(begin, number)

    def write(self, name: str, rows: list[Row]) -> bytes:
        """Return the canonical bytes of these rows of a table."""
        table = self.package.table(name)
        ordered = sorted(rows, key=lambda row: row[table.key])
        return canonical.canonical_bytes(
            table.names, [[row[c] for c in table.names] for row in ordered]
        )

    def put(self, name: str, data: bytes) -> None:
        """Write the bytes of a table's file."""
        Path(self.package.file(name)).write_bytes(data)

    def judge(self, name: str, data: bytes) -> list[Problem]:
        """Judge the tables with other bytes for one of them; they are as before afterwards."""
        self.put(name, data)
        try:
            one = checked.check_table(self.package, name)
            tables = {**self.tables, name: one}
            validator.check_keys(tables)
            seeing = list(_list_seeing(name, _find_touched(self.tables[name], one)))
            validator.check_rules(seeing, self.package, tables, self.texts)
            return [problem for table in tables.values() for problem in table.sheet.problems]
        finally:
            self.put(name, self.data[name])
            for other in self.tables.values():
                other.bad.clear()
                other.sheet.problems.clear()


def _find_touched(before: CheckedTable, after: CheckedTable) -> set[str]:
    """Return the columns whose cells differ or have a problem; all if the rows are others."""
    columns = set(before.table.names)
    if before.sheet.lines != after.sheet.lines or after.sheet.lost:
        return columns
    bad = {column for _, column in after.bad}
    return {c for c in columns if c in bad or before.cells[c] != after.cells.get(c)}


def _list_seeing(name: str, touched: set[str]) -> Iterator[rules.Rule]:
    """Yield the rules that see these columns of a table: no other has anything new to say.

    A rule on releases compares each table with the ledger, so the other tables are left out.
    """
    for rule in rules.load_rules():
        needs = rule.needs
        if rule.on_package and name != "ledger":
            needs = {table: needs[table] for table in (name, "ledger") if table in needs}
        columns = needs.get(name, ())
        if columns == ("*",) or not touched.isdisjoint(columns):
            yield replace(rule, needs=needs)


def layer(problem: Problem) -> str:
    """Return which layer of the validator speaks."""
    rule = {rule.id: rule for rule in rules.load_rules()}.get(problem.rule)
    if rule is None:
        return (
            "descriptor"
            if problem.rule in DESCRIPTOR
            else "keys"
            if problem.rule in KEYS
            else "form"
        )
    if rule.on_texts:
        return "articles"
    theme = rule.find.__module__.rpartition(".")[2]
    evidence = theme == "evidence" or problem.rule == "words-hash-to-evidence"
    return "evidence" if evidence else "ledger" if theme == "ledger" else "rules"


def cells(data: bytes) -> list[list[str]]:
    """Return a table's bytes as header and rows of text."""
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
