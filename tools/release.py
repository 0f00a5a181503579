"""Whether the version, the changelog's data part, the corrections and the ledger match what changed
since the last release.

- `python tools/release.py next` says what changed since the last release, which version that
  requires, and what CHANGELOG.md must say under Data.
- `python tools/release.py corrections` enters the cells that were corrected since the last release
  in docs/corrections.csv. Reasons that stand there stay; the others you write.
- `python tools/release.py fill` enters this version's rows in tables/ledger.csv, and the
  fingerprints of its panels and other derived frames in fingerprints.json. It refuses if the
  strength of the validator was measured on other tables.
- `python tools/release.py check` fails if version, changelog, corrections or ledger don't match. CI
  runs it.

All of them work on the current directory. Releases are the tags `v<version>` behind its HEAD, and the
commits whose ledger has the rows that are there: tags are a convenience. A shallow clone may lack
the last release; `check` then takes from the ledger which rows changed since.
"""

import csv
import dataclasses
import datetime
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import corrections
from coalition_data.references import derivation
from coalition_data.releases import difference, fingerprints, ledger, snapshot
from coalition_data.tables import canonical, columns, descriptor
from coalition_data.tables.files import locked, write_whole

STEPS = difference.STEPS
STRENGTH = "benchmarks/strength.json"
PROTOCOL = "docs/search-protocol.csv"


class Releases(dict[str, str]):
    """The revision of each release behind HEAD, by version."""

    @classmethod
    def find(cls) -> "Releases":
        """Return the tags, and for versions without one the commit in the history."""
        found = cls(snapshot.list_releases())
        for tag in _run_git("tag", "--list", "v*", "--merged", "HEAD"):
            if re.fullmatch(r"v\d+\.\d+\.\d+", tag):
                found[tag[1:]] = tag
        return found

    def last(self, version: str, before: bool = False) -> str:
        """Return the highest version up to `version`, blank if there is none.

        With `before`, `version` itself doesn't count.
        """
        limit = ledger.parse_version(version)
        known = [one for one in self if ledger.parse_version(one) < limit]
        if version in self and not before:
            known.append(version)
        return max(known, key=ledger.parse_version, default="")

    def describe(self, version: str) -> str:
        """Return a version with its tag, or the beginning of its commit."""
        revision = self[version]
        is_tag = revision == f"v{version}"
        return f"{version} ({f'tag {revision}' if is_tag else f'commit {revision[:10]}'})"


def _run_git(*arguments: str) -> list[str]:
    """Return the lines that git prints; ValueError where it fails."""
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(f"git can't look at this history ({' '.join(done.stderr.split())})")
    return done.stdout.split()


def _is_shallow() -> bool:
    return _run_git("rev-parse", "--is-shallow-repository") == ["true"]


def data_part(version: str) -> list[str] | None:
    """Return the items under Data of a version in CHANGELOG.md, each on one line; None if it has no
    such part.
    """
    return dict(_list_data_parts()).get(version)


def _list_data_parts() -> Iterator[tuple[str, list[str]]]:
    """Yield each version in CHANGELOG.md that has a part on the data, with its items."""
    text = Path("CHANGELOG.md").read_text(encoding="utf-8")
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        part = re.search(r"^### Data\n(.*?)(?=^### |\Z)", section, flags=re.MULTILINE | re.DOTALL)
        if part:
            items = re.split(r"^(?=- )", part[1], flags=re.MULTILINE)
            yield section.split()[0], [" ".join(one.split()) for one in items if one[:2] == "- "]


def check() -> Iterator[str]:
    """Yield what doesn't match, a line each."""
    here = snapshot.read_snapshot(".")
    yield from _check_days(here.package)
    yield from corrections.check_requests(here.ledger)
    releases = Releases.find()
    last, before = releases.last(here.version), releases.last(here.version, before=True)
    known = [one for one in ledger.list_versions(here.ledger) if one != here.version]
    if last:
        old = snapshot.read_snapshot(releases[last])
        yield from _check_ledger(old, here.ledger, last)
        yield from _check_doi(old, here)
        change = difference.compare_snapshots(old, here)
        if last == here.version and change.step != "none":
            yield _ask_for_version(last, difference.next_version(last, change.step))
            return
    elif _is_shallow() and _departs_from_ledger(here):
        yield _ask_for_version(here.version, "the next, or fill the ledger again")
        return
    # A finished release is compared with the one before it, as it was when it was made.
    if known and (not before or ledger.parse_version(before) < ledger.parse_version(known[-1])):
        if _is_shallow():
            yield from _check_by_ledger(here, known[-1])
        else:
            yield f"the ledger knows release {known[-1]}, and no commit behind HEAD has its rows"
    elif before:
        old = snapshot.read_snapshot(releases[before])
        yield from _check_step(before, difference.compare_snapshots(old, here))
    elif not data_part(here.version):
        yield f"CHANGELOG.md says nothing under Data of {here.version}"
    yield from _check_record(here.package)


def _check_record(package: descriptor.Package) -> Iterator[str]:
    """Say whether the derived frames of a release are recorded."""
    is_there = os.path.exists(os.path.join(package.folder, fingerprints.RECORD))
    lacks = package.version not in fingerprints.read_releases(package)
    if is_there and lacks and ledger.is_released(package):
        yield f"{fingerprints.RECORD} lacks the panels of {package.version}: fill it again"


def show_day(day: str) -> str:
    """Return an ISO date in words.

    >>> show_day("2026-11-09")
    '9 November 2026'
    """
    one = datetime.date.fromisoformat(day)
    return f"{one.day} {one:%B %Y}"


def _check_days(package: descriptor.Package) -> Iterator[str]:
    """Compare the days in the descriptor with the last day on which pages were read or searched."""
    raw = package.raw
    sources = columns.read_file(package.file("sources"))
    days = {*sources["accessed"], *sources["words_taken"]}
    if Path(PROTOCOL).exists():
        with open(PROTOCOL, encoding="utf-8", newline="") as file:
            days |= {row["date"] for row in csv.DictReader(file)}
    last = max(days)
    given = {"created": raw.get("created", "")[:10]}
    given["searchedThrough"] = raw.get("searchedThrough", "")
    for name, day in given.items():
        if day < last:
            yield f"{name} is {day or 'missing'}, and pages were read on {last}: make it that day or later"
    words = f"searched through {show_day(given['searchedThrough'] or last)}"
    if words not in raw.get("description", ""):
        yield f'the description in datapackage.json doesn\'t say "{words}"'


def _check_doi(old: snapshot.Snapshot, here: snapshot.Snapshot) -> Iterator[str]:
    """A DOI is of one version."""
    doi = here.package.raw.get("id", "")
    if doi and doi == old.package.raw.get("id") and old.version != here.version:
        todo = "take it out, or reserve one for this version"
        yield f"datapackage.json has the DOI of {old.version} as id: {todo}"


def _departs_from_ledger(here: snapshot.Snapshot) -> bool:
    """Say whether the ledger has this version with other rows."""
    is_known = ledger.knows_release(here.package, here.ledger, here.version)
    return is_known and bool(ledger.list_unknown(here.ledger, here.hashes, here.version))


def _ask_for_version(last: str, needed: str) -> str:
    return f"the data differ from release {last} and the version is still {last}: make it {needed}"


def _check_by_ledger(here: snapshot.Snapshot, before: str) -> Iterator[str]:
    """Compare version and changelog with the rows that changed since a release, by their hashes."""
    changes = ledger.list_changes(here.package, here.ledger, before)
    entries = {(entry["table"], entry["id"]): entry for entry in here.ledger}
    steps = [
        difference.step_of(how, entry.get("successor"), entry.get("reason"))
        for row, (how, _) in changes.items()
        for entry in [entries.get(row, {})]
    ]
    step = max(steps, key=STEPS.index, default="none")
    needed = difference.next_version(before, step)
    if ledger.parse_version(here.version) < ledger.parse_version(needed):
        yield f"version {here.version} is too low for a {step} step after {before}: make it {needed}"
    # The ledger may not know a release between these two.
    limit = ledger.parse_version(before)
    parts = [(one, items) for one, items in _list_data_parts() if one[:1].isdigit()]
    items = [item for one, some in parts if ledger.parse_version(one) > limit for item in some]
    told = {
        (row["table"], row["id"])
        for row in corrections.read()
        if ledger.parse_version(row["version"]) > limit
    }
    for (table, key), (how, _) in changes.items():
        row = f"- `{table}` `{key}`: {how}"
        if how == ledger.RETIRED and not any(item.startswith(row) for item in items):
            yield f"CHANGELOG.md lacks after {before}: {row}, and why"
        if how == ledger.CORRECTED and (table, key) not in told:
            yield f"{corrections.PATH} lacks a cell of {table} {key} after {before}"
    for table in here.rows:
        added = sum(one == table and how == ledger.ADDED for (one, _), (how, _) in changes.items())
        counts = [re.fullmatch(rf"- `{table}`: (\d+) rows? added", item) for item in items]
        if sum(int(one[1]) for one in counts if one) != added:
            what = difference.count_things(added, "row")
            yield f"CHANGELOG.md lacks after {before}: - `{table}`: {what} added"


def _check_step(before: str, change: difference.Difference) -> Iterator[str]:
    """Compare version and changelog with the change since the release before."""
    try:
        step = difference.step_between(before, change.version)
    except ValueError as error:
        yield str(error)
        return
    if STEPS.index(step) < STEPS.index(change.step):
        needed = difference.next_version(before, change.step)
        yield f"version {change.version} is a {step} step, the change takes a {change.step} one: make it {needed}"
    yield from _check_changelog(change)


def _check_ledger(
    old: snapshot.Snapshot, entries: "list[ledger.Entry]", last: str
) -> Iterator[str]:
    """Compare the ledger with the release that it must know."""
    wrong = ledger.list_unknown(entries, old.hashes, last)
    for table in dict.fromkeys(table for table, _ in wrong):
        keys = [key for one, key in wrong if one == table]
        count = difference.count_things(len(keys), "row")
        yield f"the ledger doesn't know {table} as released in {last}: {count}, {keys[0]} first"
    now = {entry["ledger_id"]: entry.get("split") for entry in entries}
    moved = [
        entry["id"]
        for entry in ledger.list_splits(old.ledger)
        if now.get(entry["ledger_id"], entry["split"]) != entry["split"]
    ]
    if moved:
        count = difference.count_things(len(moved), "quote")
        yield f"the ledger has another split than in {last}: {count}, {moved[0]} first"


def list_items(change: difference.Difference) -> list[str]:
    """Return what CHANGELOG.md says under Data: as `diff` does, but corrected cells are counted."""
    others = [one for one in change.changes if one.change != ledger.CORRECTED]
    lines = dataclasses.replace(change, changes=others).markdown().splitlines()
    items = [line for line in lines if line.startswith("- ")]
    corrected: dict[str, list[str]] = {}
    for one in change.changes:
        if one.change == ledger.CORRECTED:
            corrected.setdefault(one.table, []).append(one.id)
    for table, ids in corrected.items():
        cells = difference.count_things(len(ids), "cell")
        rows = difference.count_things(len(set(ids)), "row")
        items.append(f"- `{table}`: {cells} of {rows} corrected")
    return items


def _check_changelog(change: difference.Difference) -> Iterator[str]:
    version = change.version
    items = data_part(version) or []
    expected = [" ".join(line.split()) for line in list_items(change)]
    for line in expected:
        if line not in items:
            yield f"CHANGELOG.md lacks under Data of {version}: {line}"
    for item in items:
        if item not in expected:
            yield f"CHANGELOG.md says under Data of {version} what didn't change: {item}"
    yield from corrections.check(change)


def enter_corrections() -> Iterator[str]:
    """Write the cells that were corrected since the last release, with the reasons that stand."""
    package = descriptor.read(".")
    releases = Releases.find()
    last = releases.last(package.version, before=True)
    if not last:
        raise ValueError("nothing is released before this version, so nothing is corrected")
    if package.version in releases:
        step = difference.diff(releases[package.version], ".").step
        if step != "none":
            needed = difference.next_version(package.version, step)
            raise ValueError(_ask_for_version(package.version, needed))
    rows = corrections.enter(difference.diff(releases[last], "."))
    lacking = sum(not row["reason"] for row in rows)
    yield f"{corrections.PATH}: {difference.count_things(len(rows), 'cell')} of {package.version}"
    if lacking:
        yield f"write why: {difference.count_things(lacking, 'reason')} lacking"


def following() -> Iterator[str]:
    """Yield what changed since the last release, and what that requires."""
    package = descriptor.read(".")
    releases = Releases.find()
    last = releases.last(package.version)
    if not last:
        yield f"Nothing is released yet, so everything is new: release {package.version} as it is."
        return
    change = difference.diff(releases[last], ".")
    yield str(change)
    yield f"\nversion: {difference.next_version(last, change.step)} or higher (a new or tighter rule takes a minor step)"
    yield "CHANGELOG.md, under Data:\n"
    yield from list_items(change) or ["The data are the same."]
    if change.count(ledger.CORRECTED):
        yield "\nEach corrected cell: python tools/release.py corrections"


def fill() -> Iterator[str]:
    """Write the ledger."""
    package = descriptor.read(".")
    if _is_shallow():
        raise ValueError("the clone is shallow: run `git fetch --unshallow --tags`")
    last = Releases.find().last(package.version)
    _check_strength(package)
    names = package.table(fingerprints.LEDGER).names
    path = package.file(fingerprints.LEDGER)
    with locked(package.folder):
        entries = ledger.fill_ledger(package, last)
        rows = [[entry.get(name, "") for name in names] for entry in entries]
        written = write_whole(path, canonical.canonical_bytes(names, rows))
    yield f"{package.table(fingerprints.LEDGER).path}: {f'{len(rows)} ids' if written else 'nothing to do'}"
    releases = fingerprints.read_releases(package)
    rows_of = fingerprints.read_rows_of_releases(package)
    frames = derivation.list_fingerprints(package)
    # What was recorded once stays.
    now = ledger.digest_releases(ledger.read_ledger(package), package.version)
    now |= {one: digest for one, digest in rows_of.items() if one != package.version}
    if (releases.get(package.version), rows_of) != (frames, now):
        releases[package.version] = frames
        record = fingerprints.render_record(package, releases, now)
        write_whole(os.path.join(package.folder, fingerprints.RECORD), record.encode())
        yield f"{fingerprints.RECORD}: {len(frames)} derived frames of {package.version}"


def _check_strength(package: descriptor.Package) -> None:
    """Raise ValueError where the strength that would be printed is that of other tables."""
    path = Path(STRENGTH)
    if path.exists() and json.loads(path.read_text(encoding="utf-8"))["fingerprint"] != str(
        fingerprints.of_package(package)
    ):
        todo = "run `python benchmarks/strength.py TEXTS`, then `python tools/print_docs.py`"
        raise ValueError(f"{STRENGTH} is of other tables; {todo}")


def _fine() -> str:
    package = descriptor.read(".")
    later = (
        ""
        if ledger.is_released(package)
        else f"; the rows of {package.version} aren't entered in the ledger yet"
    )
    releases = Releases.find()
    seen = {releases.last(package.version), releases.last(package.version, before=True)} - {""}
    known = [one for one in ledger.list_versions(ledger.read_ledger(package)) if one not in seen]
    with_what = [releases.describe(one) for one in sorted(seen, key=ledger.parse_version)]
    if _is_shallow():
        with_what += [f"{one} (by the ledger alone: the clone is shallow)" for one in known[-1:]]
    compared = f"compared with {', '.join(with_what) or 'nothing: no release is known'}"
    return f"version, changelog, corrections and ledger match the data{later}\n{compared}"


def main(argv: list[str]) -> int:
    does = {
        "next": following,
        "corrections": enter_corrections,
        "fill": fill,
        "check": check,
    }
    if len(argv) != 1 or argv[0] not in does:
        print(__doc__)
        return 2
    try:
        lines = list(does[argv[0]]())
    except (ValueError, OSError) as error:
        print(f"release: {error}", file=sys.stderr)
        return 2
    print("\n".join(lines) or _fine())
    return int(argv[0] == "check" and bool(lines))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
