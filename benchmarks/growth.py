"""Valid packages of any size, made of the shipped tables: `python benchmarks/growth.py FOLDER
--rows N | --copies K`.

The shipped rows come again and again, each time with another copy number in ids, references and
addresses; all else, French text included, stays as it is, so that the distributions are those of
the shipped tables. Files are written block by block in canonical form: memory doesn't grow with the
rows.
"""

import argparse
import csv
import io
import json
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from coalition_data.tables import canonical, csvfile, descriptor

Row = dict[str, str]
Bases = dict[str, list[Row]]

# The five tables that speed is measured on; they need `actors`, which stays as shipped since its
# codes are unique.
FIVE = ("sources", "meetings", "participants", "quotes", "figures")
# What stays as shipped in whole copies too: the id of a membership begins with its actor.
ONCE = ("actors", "memberships")
# How many characters of an id the month of a meeting takes, with its hyphen.
MONTH = 8
ADDRESSES = ("url", "archived_url")
# Stand for the copy number of a table until a block is written; a private character each, which no
# cell may hold.
MARKS = {name: chr(0xE000 + n) for n, name in enumerate((*FIVE, "reports", "waivers"))}


class Block:
    """Rows that stand together in every copy of a table, as lines with marks where copy numbers go.

    `first`: in the first copy; `more`: in those that follow; `rest`: in a last one that is cut
    short.
    """

    def __init__(self, first: str, more: str, rest: str) -> None:
        self.first, self.more, self.rest = first, more, rest


class Growth:
    """How often each table's base rows come: `whole` copies of `bases`, and `rest` rows of one
    more.
    """

    def __init__(self, package: descriptor.Package, bases: Bases, rows: dict[str, int]) -> None:
        self.package, self.bases = package, bases
        self.whole = {name: max(rows[name] // max(len(base), 1), 1) for name, base in bases.items()}
        self.rest = {
            name: rows[name] - self.whole[name] * len(base) for name, base in bases.items()
        }
        # Rows that stand in the first copy alone, by key.
        self.first_only: dict[str, set[str]] = {}
        most = max(self.copies(name) for name in bases)
        self.labels = [f"c{n:0{len(str(most - 1))}d}" for n in range(most)]
        self.meetings = {row["meeting_id"] for row in bases.get("meetings", ())}

    def copies(self, name: str) -> int:
        """Return how many copies a table has, one that is cut short included."""
        return self.whole[name] + (self.rest[name] > 0)

    def marked(self, name: str, row: Row) -> list[str]:
        """Return the cells of a row with marks where copy numbers go."""
        table = self.package.table(name)
        out = dict(row)
        if name in MARKS:
            out[table.key] = _marked(name, row[table.key], MARKS[name])
        for column, (target, _) in table.foreign.items():
            out[column] = _marked(target, row[column], MARKS.get(target, ""))
        for column in [c for c in ADDRESSES if row.get(c)]:
            out[column] = f"{row[column]}#{MARKS[name]}"
        if name == "quotes":
            out["utterance_id"] = _marked(name, row["utterance_id"], MARKS[name])
        if name == "figures":
            # It begins with the word of its indicator, so the mark follows on the words.
            marked = rf"\g<0>-{MARKS[name]}"
            out["quantity_id"] = re.sub(r"^\D*[a-z]", marked, self._quantity(row["quantity_id"]))
        return [out[column] for column in table.names]

    def _quantity(self, quantity: str) -> str:
        """Mark the meeting in which the id of a quantity may end."""
        parts = quantity.split("-")
        for i in range(1, len(parts)):
            meeting = "-".join(parts[i:])
            if meeting in self.meetings:
                return "-".join([*parts[:i], _marked("meetings", meeting, MARKS["meetings"])])
        return quantity

    def blocks(self, name: str) -> Iterator[Block]:
        """Yield the blocks of a table in the order of its key, which may begin with a month."""
        key, base = self.package.table(name).key, self.bases[name]
        cut = {row[key] for row in base[: self.rest[name]]}
        groups: dict[str, list[Row]] = {}
        for row in base:
            groups.setdefault(row[key][:MONTH] if _has_month(name) else "", []).append(row)
        for group in groups.values():
            more = [row for row in group if row[key] not in self.first_only.get(name, ())]
            rest = [row for row in more if row[key] in cut]
            yield Block(
                *(
                    "".join(_line(self.marked(name, row)) for row in rows)
                    for rows in (group, more, rest)
                )
            )

    def write(self, name: str) -> None:
        """Write the file of a table."""
        table = self.package.table(name)
        whole, targets = (
            self.whole[name],
            sorted({t for t, _ in table.foreign.values()} & MARKS.keys() - {name}),
        )
        with open(self.package.file(name), "w", encoding="utf-8", newline="") as file:
            file.write(_line(table.names))
            for block in self.blocks(name):
                for n in range(self.copies(name)):
                    text = block.first if n == 0 else block.more if n < whole else block.rest
                    if text:
                        file.write(self._numbered(text, name, n, targets))

    def _numbered(self, text: str, name: str, n: int, targets: list[str]) -> str:
        """Put copy numbers in the place of marks; a table with fewer copies is referred to in
        turns.
        """
        for target in targets:
            text = text.replace(MARKS[target], self.labels[n % self.whole[target]])
        if name not in MARKS:
            return text
        if n == self.whole[name]:
            text = self._within(text, name)
        return text.replace(MARKS[name], self.labels[n])

    def _within(self, text: str, name: str) -> str:
        """Let references of a cut copy into its own table lead to the first copy, which is whole."""
        table = self.package.table(name)
        own = [i for i, c in enumerate(table.names) if table.foreign.get(c, ("",))[0] == name]
        if not own:
            return text
        rows = list(csv.reader(io.StringIO(text, newline="")))
        for row in rows:
            for i in own:
                row[i] = row[i].replace(MARKS[name], self.labels[0])
        return "".join(map(_line, rows))


def _has_month(name: str) -> bool:
    return name in MARKS and name not in ("sources", "waivers")


def _marked(name: str, key: str, mark: str) -> str:
    """Put a mark into a key of table `name`: after the month of a meeting, else first."""
    if not key or not mark:
        return key
    return f"{key[:MONTH]}{mark}-{key[MONTH:]}" if _has_month(name) else f"{mark}-{key}"


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def copies(folder: Path, count: int) -> dict[str, int]:
    """Write `count` copies of the shipped package into `folder`, valid under all rules; return the
    rows of each table.

    Actors, memberships and the sources that nothing else rests on stand there once; the ledger has
    the retired rows alone, which leave gaps in the claims of their meetings.
    """
    package = _package(folder, [])
    bases = {name: [] if name == "ledger" else _shipped(name) for name in package.tables}
    growth = Growth(
        package, bases, {n: len(b) * (1 if n in ONCE else count) for n, b in bases.items()}
    )
    lone = {row["source_id"] for row in bases["sources"]} - _used(package, bases)
    growth.first_only["sources"] = lone
    _write(growth)
    _write_retired(growth)
    return {
        n: len(b) * growth.whole[n] - (n == "sources") * len(lone) * (count - 1)
        for n, b in bases.items()
    }


def _write_retired(growth: Growth) -> None:
    """Write the ledger with the retired rows of every copy."""
    table = growth.package.table("ledger")
    rows = []
    for label in growth.labels:
        for row in _shipped("ledger"):
            if row["retired"] and row["table"] not in ONCE:
                key, heir = (_marked(row["table"], row[c], label) for c in ("id", "successor"))
                row |= {"ledger_id": f"{row['table']}/{key}", "id": key, "successor": heir}
                rows.append([row[name] for name in table.names])
    data = canonical.canonical_bytes(table.names, sorted(rows))
    Path(growth.package.file("ledger")).write_bytes(data)


def _used(package: descriptor.Package, bases: Bases) -> set[str]:
    """Return the sources on which something rests that comes in every copy, and those that they
    derive from.
    """
    parents = {row["source_id"]: row["derived_from"] for row in bases["sources"]}
    used = set()
    for name in [n for n in MARKS if n in bases and n not in ("sources", "waivers")]:
        columns = [
            c for c, (target, _) in package.table(name).foreign.items() if target == "sources"
        ]
        used |= {row[column] for row in bases[name] for column in columns} - {""}
    while not {parents[source] for source in used} <= used | {""}:
        used |= {parents[source] for source in used} - {""}
    return used


def grow(folder: Path, rows: dict[str, int]) -> dict[str, int]:
    """Write a package of these tables with so many rows each into `folder`; return the rows of each
    table.

    The descriptor is cut to them and to `actors`, as shipped. Structure and keys are valid; named
    rules needn't be. ValueError for a table that isn't there or can't be grown, and where keys that
    must differ would not.
    """
    if wrong := sorted(set(rows) - MARKS.keys()):
        raise ValueError(f"{', '.join(wrong)} can't be grown; there are {', '.join(MARKS)}")
    package = _package(folder, [*rows, "actors"])
    bases = _closed(package, rows)
    sizes = {**rows, "actors": len(bases["actors"])}
    growth = Growth(package, bases, sizes)
    for name in rows:
        _check_unique(growth, name)
    _write(growth)
    return sizes


def _closed(package: descriptor.Package, rows: dict[str, int]) -> Bases:
    """Return for each table shipped rows, no more than wanted, whose references all lead to such
    rows.

    Where fewer are wanted than there are, those come first to which most others lead.
    """
    shipped = {name: _shipped(name) for name in package.tables}
    leads: Counter[tuple[str, str]] = Counter()
    for name, table in package.tables.items():
        for column, (target, _) in table.foreign.items():
            leads.update((target, row[column]) for row in shipped[name])
    there: dict[str, set[str]] = {name: {""} for name in package.tables}
    bases: Bases = {}
    # The descriptor's order is that of the references, but for those to actors.
    for name in sorted(package.tables, key=lambda name: name != "actors"):
        table = package.table(name)
        outward = {c: target for c, (target, _) in table.foreign.items() if target != name}
        fit = [
            row
            for row in shipped[name]
            if all(row[c] in there[target] for c, target in outward.items())
        ]
        fit.sort(
            key=lambda row: (-leads[name, row[table.key]], zlib.crc32(row[table.key].encode()))
        )
        kept = fit[: rows.get(name, len(fit))]
        there[name] |= {row[table.key] for row in kept}
        inward = [c for c, (target, _) in table.foreign.items() if target == name]
        while lost := [row for row in kept if not all(row[c] in there[name] for c in inward)]:
            there[name] -= {row[table.key] for row in lost}
            kept = [row for row in kept if row not in lost]
        bases[name] = sorted(kept, key=lambda row: row[table.key])
        if rows.get(name) and not kept:
            raise ValueError(
                f"so few rows are too few: none of {name} refers to those of the other tables"
            )
    return bases


def _check_unique(growth: Growth, name: str) -> None:
    """Raise ValueError where copies of one row would agree in columns that together must differ."""
    foreign = growth.package.table(name).foreign
    for group in growth.package.table(name).unique:
        turns = math.lcm(*(growth.whole[foreign[c][0]] for c in group if foreign[c][0] in MARKS))
        if growth.copies(name) > turns:
            wanted = ", ".join(sorted({foreign[c][0] for c in group if foreign[c][0] in MARKS}))
            raise ValueError(f"so many rows of {name} need more rows of {wanted}")


def _shipped(name: str) -> list[Row]:
    """Return the shipped rows of a table, sorted by key."""
    package = descriptor.read()
    sheet = csvfile.read_sheet(package.file(name), name)
    return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]


def _package(folder: Path, names: list[str]) -> descriptor.Package:
    """Write the descriptor into `folder`, cut to these tables (none: all)."""
    raw = dict(descriptor.read().raw)
    raw["resources"] = [
        resource for resource in raw["resources"] if not names or resource["name"] in names
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / descriptor.FILENAME).write_text(
        json.dumps(raw, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return descriptor.read(str(folder))


def _write(growth: Growth) -> None:
    for name in growth.package.tables:
        Path(growth.package.file(name)).parent.mkdir(exist_ok=True)
        growth.write(name)


def main() -> None:
    """Read the command line and write the package."""
    parser = argparse.ArgumentParser(description="Write a valid package of any size.")
    parser.add_argument("folder", type=Path)
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--rows", type=int, help=f"so many rows in each of {', '.join(FIVE)}")
    size.add_argument(
        "--copies", type=int, help="so many copies of all tables, valid under all rules"
    )
    words = parser.parse_args()
    made = (
        copies(words.folder, words.copies)
        if words.copies
        else grow(words.folder, dict.fromkeys(FIVE, words.rows))
    )
    print("\n".join(f"{name} {count}" for name, count in made.items()))


if __name__ == "__main__":
    main()
