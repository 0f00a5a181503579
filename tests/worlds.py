"""A small part of the shipped tables, to break, and to release."""

import functools
import json
import subprocess
from pathlib import Path
from typing import Any

from coalition_data.references import derivation
from coalition_data.releases import fingerprints, ledger
from coalition_data.tables import canonical, csvfile, descriptor
from coalition_data.tables.problem import Problem
from coalition_data.validation import validator

ROOT = Path(__file__).parent.parent


# The coded articles, and three public pages about the same meetings.
SOURCES = {
    "tendanceouest-2015-01-22",
    "blastingnews-2015-01",
    "atlantico-2015-01-22",
    "rfi-2016-10-25",
    "bfmtv-2017-05-09",
    "gov-uk-2015-01-22",
    "defensegouv-2016-10-paris",
    "defensegov-2016-10-paris",
}
# As SOURCES alone tell it: announced, and with nothing to relate to.
ALONE = {
    "2016-10-brussels": {"status": "planned", "format": "unknown", "date_end": ""},
    "2015-01-cameron-davutoglu": {"related_to": "", "relation": ""},
}


@functools.cache
def small(folder: str) -> dict[str, list[dict[str, str]]]:
    """Return the rows that tell what SOURCES say; read once, for every test starts from them."""
    package = descriptor.read(folder)
    out: dict[str, list[dict[str, str]]] = {}
    for table in package.tables.values():
        sheet = csvfile.read_sheet(package.file(table.name), table.path)
        out[table.name] = [dict(zip(table.names, row, strict=True)) for row in sheet.rows]
        if "source_id" in table.names and table.name != "sources":
            out[table.name] = [row for row in out[table.name] if row["source_id"] in SOURCES]
    originals = {row["original_source_id"] for row in out["quotes"]}
    out["sources"] = [row for row in out["sources"] if row["source_id"] in SOURCES | originals]
    told = {row["meeting_id"] for row in out["reports"]}
    out["meetings"] = [row for row in out["meetings"] if row["meeting_id"] in told]
    for meeting, cells in ALONE.items():
        next(row for row in out["meetings"] if row["meeting_id"] == meeting).update(cells)
    used = {row["country"] for row in out["meetings"]}
    for name, rows in out.items():
        columns = [
            c
            for c, (target, _) in package.table(name).foreign.items()
            if target == "actors" != name
        ]
        used |= {row[column] for row in rows for column in columns}
    used |= {row["same_as"] for row in out["actors"] if row["actor_id"] in used}
    out["actors"] = [row for row in out["actors"] if {row["actor_id"], row["iso3"] or "-"} & used]
    # Nothing of it was released: most of what was isn't here.
    out["ledger"] = []
    return out


class Copy:
    """What SOURCES say, as a package in `folder`, edited by primary key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = descriptor.read()
        # A selection by source has gaps in the claims of its meetings.
        raw = Path(self.package.folder, descriptor.FILENAME).read_text(encoding="utf-8")
        whole = f'  "{descriptor.WHOLE_MEETINGS}": true,\n'
        (folder / descriptor.FILENAME).write_text(raw.replace(whole, ""), encoding="utf-8")
        self.rows = {
            table: [dict(row) for row in rows] for table, rows in small(self.package.folder).items()
        }
        self.write()

    def path(self, table: str) -> Path:
        return self.folder / self.package.table(table).path

    def find(self, table: str, key: str) -> dict[str, str]:
        return next(row for row in self.rows[table] if row[self.package.table(table).key] == key)

    def set(self, table: str, key: str, **cells: str) -> "Copy":
        row = self.find(table, key)
        assert set(cells) <= set(row)
        row.update(cells)
        return self

    def add(self, table: str, like: str, **cells: str) -> "Copy":
        self.rows[table].append({**self.find(table, like), **cells})
        return self

    def put(self, into: str, /, **cells: str) -> "Copy":
        self.rows[into].append({**dict.fromkeys(self.package.table(into).names, ""), **cells})
        return self

    def drop(self, table: str, key: str) -> "Copy":
        self.rows[table].remove(self.find(table, key))
        return self

    def write(self) -> None:
        for table in self.package.tables.values():
            rows = [[row[name] for name in table.names] for row in self.rows[table.name]]
            rows.sort(key=lambda row: row[table.names.index(table.key)])
            self.path(table.name).parent.mkdir(exist_ok=True)
            self.path(table.name).write_bytes(canonical.canonical_bytes(table.names, rows))

    def problems(self) -> list[Problem]:
        self.write()
        return validator.validate(self.folder)

    def replace(self, table: str, old: bytes, new: bytes, count: int = 1) -> list[Problem]:
        """Change bytes of a table's file and judge the folder."""
        data = self.path(table).read_bytes()
        assert old in data
        self.path(table).write_bytes(data.replace(old, new, count))
        return validator.validate(self.folder)


class Releases:
    """A git repository with a Copy inside, in which releases are made."""

    def __init__(self, folder: Path) -> None:
        self.copy, self.folder, self.last = Copy(folder), folder, ""
        self.git("init", "-q", "-b", "main")

    def git(self, *args: str) -> None:
        who = [
            "-c",
            "user.name=maintainers",
            "-c",
            "user.email=maintainers@example.org",
            "-c",
            "commit.gpgsign=false",
        ]
        subprocess.run(["git", *who, *args], cwd=self.folder, check=True, capture_output=True)

    def version(self, version: str) -> None:
        path = self.folder / descriptor.FILENAME
        text, old = path.read_text(encoding="utf-8"), self.copy.package.version
        path.write_text(
            text.replace(f'"version": "{old}"', f'"version": "{version}"', 1), encoding="utf-8"
        )
        self.copy.package = descriptor.read(str(self.folder))

    def add_column(self, table: str, name: str) -> None:
        """Add a column, blank in all rows."""
        path = self.folder / descriptor.FILENAME
        raw = json.loads(path.read_text(encoding="utf-8"))
        (found,) = [one for one in raw["resources"] if one["name"] == table]
        found["schema"]["fields"].append({"name": name, "type": "string"})
        path.write_text(json.dumps(raw, indent=2), encoding="utf-8")
        self.copy.package = descriptor.read(str(self.folder))
        for row in self.copy.rows[table]:
            row[name] = ""

    def fill(self) -> None:
        self.copy.write()
        blank = dict.fromkeys(self.copy.package.table("ledger").names, "")
        self.copy.rows["ledger"] = [
            {**blank, **entry} for entry in ledger.fill_ledger(self.copy.package, self.last)
        ]
        self.copy.write()

    def record(self) -> None:
        """Record derived frames and rows of the version, as `tools/release.py fill` does."""
        package, version = self.copy.package, self.copy.package.version
        known = fingerprints.read_releases(package)
        known[version] = derivation.list_fingerprints(package)
        rows = fingerprints.read_rows_of_releases(package)
        rows[version] = ledger.digest_release(self.copy.rows["ledger"], version)
        text = fingerprints.render_record(package, known, rows)
        (self.folder / fingerprints.RECORD).write_text(text, encoding="utf-8")

    def release(self, version: str, record: bool = False) -> "Releases":
        """Make a release of the copy as it stands: version, ledger, commit, tag."""
        self.version(version)
        self.fill()
        if record:
            self.record()
        self.git("add", "-A")
        self.git("commit", "-q", "-m", version)
        self.git("tag", f"v{version}")
        self.last = version
        return self

    def retire(self, table: str, key: str, version: str, successor: str, reason: str) -> None:
        self.copy.drop(table, key)
        self.copy.set(
            "ledger", f"{table}/{key}", retired=version, successor=successor, reason=reason
        )


def write_package(
    folder: Path,
    tables: dict[str, list[dict[str, Any]]],
    rows: dict[str, list[list[str]]],
    paths: dict[str, str] | None = None,
) -> Path:
    """Write a stranger's package: fields and rows by table; the first field is the primary key.

    A field may have `to`: the table and column that it leads to. `paths`: where a table's file is,
    if not in `t0.csv`, `t1.csv` and so on.
    """
    resources = []
    for n, (name, fields) in enumerate(tables.items()):
        plain = [{k: v for k, v in field.items() if k != "to"} for field in fields]
        keys = [
            {"fields": f["name"], "reference": {"resource": f["to"][0], "fields": f["to"][1]}}
            for f in fields
            if "to" in f
        ]
        schema = {"fields": plain, "primaryKey": fields[0]["name"]}
        path = (paths or {}).get(name, f"t{n}.csv")
        resource = {"name": name, "path": path, "schema": schema}
        resources.append(resource)
        if keys:
            schema["foreignKeys"] = keys
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        header = [field["name"] for field in fields]
        file.write_bytes(canonical.canonical_bytes(header, rows.get(name, [])))
    described = {"name": "p", "title": "P", "version": "1.0.0", "resources": resources}
    (folder / descriptor.FILENAME).write_text(json.dumps(described), encoding="utf-8")
    return folder


# Where tests of export write each format.
EXPORTS = {
    "parquet": "parquet",
    "csv": "csv",
    "stata": "stata",
    "sqlite": "all.db",
    "xlsx": "all.xlsx",
    "json": "all.json",
    "corpus": "corpus",
    "r": "r",
}
# Another time zone, another language and alphabet, another home.
ELSEWHERE = {
    "TZ": "Pacific/Chatham",
    "LC_ALL": "C",
    "LANG": "C",
    "HOME": "/nowhere",
    "PYTHONHASHSEED": "7",
}


def tracked() -> list[str]:
    """Return the files that git tracks."""
    out = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return out.stdout.splitlines()
