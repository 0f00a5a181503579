"""Whether the version, the changelog's data part and the ledger match what changed since the last
release.

- `python tools/release.py next` says what changed since the last release, which version that
  requires, and what CHANGELOG.md must say under Data.
- `python tools/release.py fill` enters this version's rows in tables/ledger.csv. It refuses if the
  strength of the validator was measured on other tables.
- `python tools/release.py check` fails if version, changelog or ledger don't match. CI runs it.

All three work on the current directory. The last release is the highest tag `v<version>` behind its
HEAD.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from coalition_data.releases import difference, fingerprints, ledger, snapshot
from coalition_data.tables import canonical, descriptor
from coalition_data.tables.files import locked, write_whole

STEPS = difference.STEPS
STRENGTH = "benchmarks/strength.json"
# How the line of a corrected cell begins: table, row, column.
CORRECTION = re.compile("- `[a-z]+` `[^`]+`: `[^`]+`: ")


def last_release(version: str, before: bool = False) -> str:
    """Return the highest released version up to `version`, by the tags behind HEAD; blank if there
    is none.

    With `before`, `version` itself doesn't count.
    """
    command = ["git", "tag", "--list", "v*", "--merged", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(f"git can't list its tags here ({' '.join(done.stderr.split())})")
    found = [tag[1:] for tag in done.stdout.split() if re.fullmatch(r"v\d+\.\d+\.\d+", tag)]
    limit = ledger.parse_version(version)
    known = [
        v
        for v in found
        if ledger.parse_version(v) < limit or (ledger.parse_version(v) == limit and not before)
    ]
    return max(known, key=ledger.parse_version, default="")


def data_part(version: str) -> list[str] | None:
    """Return the items under Data of a version in CHANGELOG.md, each on one line; None if it has no
    such part.
    """
    text = Path("CHANGELOG.md").read_text(encoding="utf-8")
    section = re.search(
        rf"^## {re.escape(version)}\b.*?(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL
    )
    part = re.search(
        r"^### Data\n(.*?)(?=^### |\Z)",
        section[0] if section else "",
        flags=re.MULTILINE | re.DOTALL,
    )
    if not part:
        return None
    return [
        " ".join(item.split())
        for item in re.split(r"^(?=- )", part[1], flags=re.MULTILINE)
        if item[:2] == "- "
    ]


def check() -> Iterator[str]:
    """Yield what doesn't match, a line each."""
    here = snapshot.read_snapshot(".")
    last, before = last_release(here.version), last_release(here.version, before=True)
    if last:
        old = snapshot.read_snapshot(f"v{last}")
        yield from _check_ledger(old, here.ledger, last)
        change = difference.compare_snapshots(old, here)
        if last == here.version and change.step != "none":
            needed = difference.next_version(last, change.step)
            yield f"the data differ from release {last} and the version is still {last}: make it {needed}"
            return
    # A finished release is compared with the one before it, as it was when it was made.
    if before:
        old = snapshot.read_snapshot(f"v{before}")
        yield from _check_step(before, difference.compare_snapshots(old, here))
    else:
        yield from _check_first(here)


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


def _check_first(here: snapshot.Snapshot) -> Iterator[str]:
    """Check the changelog before the first release, when there is nothing to compare with."""
    earlier = [version for version in ledger.list_versions(here.ledger) if version != here.version]
    if earlier:
        yield f"the ledger knows release {earlier[-1]}, and git has no tag v{earlier[-1]}: fetch the tags"
    if not data_part(here.version):
        yield f"CHANGELOG.md says nothing under Data of {here.version}"


def _check_ledger(
    old: snapshot.Snapshot, entries: "list[ledger.Entry]", last: str
) -> Iterator[str]:
    """Compare the ledger with the release that it must know."""
    for table, rows in old.rows.items():
        known = ledger.hashes_at(entries, table, last)
        wrong = [
            key
            for key, row in rows.items()
            if known.get(key) != fingerprints.row_hash(fingerprints.json_line(row))
        ]
        wrong += [key for key in known if key not in rows]
        if wrong:
            count = f"{len(wrong)} row{'s' * (len(wrong) > 1)}"
            yield f"the ledger doesn't know {table} as released in {last}: {count}, {wrong[0]} first"


def _check_changelog(change: difference.Difference) -> Iterator[str]:
    version = change.version
    items = data_part(version) or []
    expected = [
        " ".join(line.split()) for line in change.markdown().splitlines() if line.startswith("- ")
    ]
    for line in expected:
        # A corrected cell needs a reason after it, and only a person knows it.
        is_correction = CORRECTION.match(line)
        fits = [i for i in items if (i.startswith(line + ": ") if is_correction else i == line)]
        if not fits:
            yield f"CHANGELOG.md lacks under Data of {version}: {line}" + " and why" * bool(
                is_correction
            )
        items = [item for item in items if item not in fits and item != line]
    yield from (
        f"CHANGELOG.md says under Data of {version} what didn't change: {item}" for item in items
    )


def following() -> Iterator[str]:
    """Yield what changed since the last release, and what that requires."""
    package = descriptor.read(".")
    last = last_release(package.version)
    if not last:
        yield f"Nothing is released yet, so everything is new: release {package.version} as it is."
        return
    change = difference.diff(f"v{last}", ".")
    yield str(change)
    yield f"\nversion: {difference.next_version(last, change.step)} or higher (a tighter rule is a major step too)"
    yield f"CHANGELOG.md, under Data; write why behind each →:\n\n{change.markdown()}"


def fill() -> Iterator[str]:
    """Write the ledger."""
    package = descriptor.read(".")
    last = last_release(package.version)
    _check_strength(package)
    names = package.table(fingerprints.LEDGER).names
    path = package.file(fingerprints.LEDGER)
    with locked(package.folder):
        entries = ledger.fill_ledger(package, last)
        rows = [[entry.get(name, "") for name in names] for entry in entries]
        written = write_whole(path, canonical.canonical_bytes(names, rows))
    yield f"{package.table(fingerprints.LEDGER).path}: {f'{len(rows)} ids' if written else 'nothing to do'}"


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
    return f"version, changelog and ledger match the data{later}"


def main(argv: list[str]) -> int:
    does = {"next": following, "fill": fill, "check": check}
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
