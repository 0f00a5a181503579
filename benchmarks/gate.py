"""No time counts before this: every way of checking that is timed finds the same faults, and takes
`NA` for a text.

`python benchmarks/gate.py` makes a small package, breaks one file at a time and asks each way; it
fails with a list of what went unseen.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import growth
from coalition_data.tables import canonical, descriptor
from coalition_data.validation import rules, validator
from faults.kinds import Fault, set_cell
from faults.run import make
from faults.world import Row, World

ROWS = 300
# Kinds of benchmarks/faults that lie in the file, the descriptor or the keys, each as often as the
# number says.
DRAWN = {
    "wrong-type": 3,
    "impossible-date": 1,
    "date-in-another-order": 1,
    "unknown-enum-value": 2,
    "enum-in-capitals": 1,
    "broken-pattern": 2,
    "emptied-cell": 2,
    "dangling-key": 3,
    "repeated-row": 1,
    "repeated-id": 1,
    "cell-too-many": 1,
    "cell-too-few": 1,
    "unclosed-quotation": 1,
    "dropped-column": 1,
    "renamed-column": 1,
    "swapped-columns": 1,
}
# One cell of a table with another value, for what the kinds above don't reach: table, column, row,
# value.
SET = {
    "below the minimum": ("actors", "cow_code", "cow_code", "1"),
    "above the maximum": ("actors", "gw_code", "gw_code", "1000"),
    "longer than allowed": ("figures", "as_stated", "as_stated", "vingt " * 10 + "et un"),
    "key inside its table": ("sources", "derived_from", "source_id", "nowhere"),
    "text where a number stands": ("figures", "value", "value", "NA"),
    "text where a date stands": ("sources", "published", "published", "NA"),
}
# What the program of that name doesn't look at, by its own account or by trial.
BLIND = {"frictionless": {"same columns together"}}
# The floor looks at types and at the number of cells, and at nothing else.
FLOOR = {"wrong-type", "impossible-date", "date-in-another-order", "cell-too-many", "cell-too-few"}
FLOOR |= {name for name in SET if name.startswith("text where")}
# What lies in the form of the file: not in types, constraints or keys.
FORM = {
    "cell-too-many",
    "cell-too-few",
    "unclosed-quotation",
    "dropped-column",
    "renamed-column",
    "swapped-columns",
}
# Required, and free of rules in the descriptor: a reader that takes `NA` for nothing would miss
# something here.
NAMED_NA = (("sources", "publisher"), ("meetings", "name_fr"), ("figures", "about"))

Found = Callable[[Path, str], bool]


class Small(World):
    """A small grown package in `folder`, to be broken as benchmarks/faults breaks the shipped one."""

    def __init__(self, folder: Path, count: int) -> None:
        """Write the package with `count` rows a table."""
        growth.grow(folder, dict.fromkeys(growth.FIVE, count))
        self.folder, self.package = folder, descriptor.read(str(folder))
        self.rows = {name: self._read(name) for name in self.package.tables}
        self.data = {
            name: Path(self.package.file(name)).read_bytes() for name in self.package.tables
        }


def seeded(world: World) -> Iterator[tuple[str, Fault]]:
    """Yield the faults: those drawn, those set by hand, and those of keys that hang on several
    cells.
    """
    for kind, count in DRAWN.items():
        made = (make(world, kind, number) for number in range(20))
        found = [fault for fault in made if fault is not None][:count]
        yield from ((kind, fault) for fault in found)
    for name, (table, column, filled, value) in SET.items():
        yield (
            name,
            _changed(
                world, table, lambda row, c=filled: bool(row[c]), column, lambda _, v=value: v
            ),
        )  # type: ignore[misc]
    codes = [row["iso3"] for row in world.rows["actors"] if row["iso3"]]
    yield (
        "repeated code",
        _changed(world, "actors", lambda row: row["iso3"] == codes[1], "iso3", lambda _: codes[0]),
    )
    yield "same columns together", _together(world)
    yield "header alone", _header_alone(world)


def _changed(
    world: World,
    table: str,
    which: Callable[[Row], bool],
    column: str,
    change: Callable[[Row], str],
) -> Fault:
    """Return the fault of one cell in the first row that `which` accepts."""
    n = next(n for n, row in enumerate(world.rows[table]) if which(row))
    fault = set_cell(world, (table, n, column), lambda _, row: change(row))
    assert fault is not None
    return fault


def _together(world: World) -> Fault:
    """Enter a participant a second time under another id: meeting, actor and source together must
    differ.
    """
    row = world.rows["participants"][0]
    rows = [
        *world.rows["participants"],
        {**row, "participant_id": world.free_id("participants", 0)},
    ]
    return Fault(
        "participants",
        row["participant_id"],
        "",
        "once",
        "twice",
        world.write("participants", rows),
    )


def _header_alone(world: World) -> Fault:
    """Empty a table to which others lead."""
    return Fault(
        "meetings",
        "",
        "",
        "rows",
        "none",
        canonical.canonical_bytes(world.package.table("meetings").names, []),
    )


def all_rules(folder: Path, table: str) -> bool:
    """Say whether `coalition-data validate` finds something wrong with the structure of a table or
    the keys.
    """
    return _structural(validator.validate(folder), folder, table)


def schemas(folder: Path, table: str) -> bool:
    """Say whether `coalition-data validate --schemas` finds something."""
    judge: Any = validator.validate
    return _structural(judge(folder, schemas=True), folder, table)


def _structural(problems: list[Any], folder: Path, table: str) -> bool:
    """Say whether a problem lies in file, descriptor or keys, and names the table's file or one
    that leads to it.
    """
    package = descriptor.read(str(folder))
    named = {rule.id for rule in rules.load_rules()}
    leading = {
        t.path
        for t in package.tables.values()
        if table in {target for target, _ in t.foreign.values()}
    }
    files = (
        {package.table(table).path} | leading
        if table
        else {t.path for t in package.tables.values()}
    )
    return any(p.rule not in named and p.file in files for p in problems)


def frictionless(folder: Path, _: str) -> bool:
    """Say whether frictionless finds something."""
    import frictionless as referee

    return not referee.Package(str(folder / descriptor.FILENAME)).validate().valid


def floor(folder: Path, _: str) -> bool:
    """Say whether pyarrow's typed reader refuses a file."""
    import pyarrow as pa

    import floors

    try:
        floors.read(str(folder))
    except (pa.ArrowInvalid, KeyError):
        return True
    return False


WAYS: dict[str, Found] = {
    "validate": all_rules,
    "validate --schemas": schemas,
    "frictionless": frictionless,
}
WAYS |= {"floor": floor}


def passed(world: World, ways: dict[str, Found]) -> Iterator[tuple[str, str, str]]:
    """Yield way, kind of fault and a sentence for each fault that a way of checking passes."""
    for name, fault in seeded(world):
        world.put(fault.table, fault.data)
        place = f"{fault.table}.{fault.column} ({fault.before!r} -> {fault.after!r})"
        for way, finds in ways.items():
            if not finds(world.folder, fault.table):
                yield way, name, f"{way} passes {name} in {place}"
        world.put(fault.table, world.data[fault.table])


def refused(world: World, ways: dict[str, Found]) -> Iterator[tuple[str, str]]:
    """Yield way and a sentence where a way refuses what is sound; `NA` in a required column is a
    text, not nothing.
    """
    yield from (
        (way, f"{way} refuses the sound package")
        for way, finds in ways.items()
        if finds(world.folder, "")
    )
    for table, column in NAMED_NA:
        fault = _changed(world, table, lambda _: True, column, lambda _: "NA")
        world.put(table, fault.data)
        words = f"NA in {table}.{column}"
        yield from (
            (way, f"{way} refuses {words}")
            for way, finds in ways.items()
            if finds(world.folder, "")
        )
        world.put(table, world.data[table])


def unseen(world: World, ways: dict[str, Found]) -> Iterator[str]:
    """Yield what is wrong with a way of checking: a fault that it has to find and passes, or sound
    tables refused.
    """
    for way, name, sentence in passed(world, ways):
        if name in FLOOR if way == "floor" else name not in BLIND.get(way, ()):
            yield sentence
    yield from (sentence for _, sentence in refused(world, ways))


def rule_on_na(folder: Path) -> Iterator[str]:
    """Hold that a named rule of ours, and nothing else, objects to `NA` in a whole package: it was
    read as a text.
    """
    growth.copies(folder, 1)
    path = folder / "tables" / "sources.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    cells = lines[1].split(",")
    lines[1] = ",".join([*cells[:2], "NA", *cells[3:]])
    path.write_text("\n".join(lines), encoding="utf-8")
    told = [(p.rule, p.line, p.column, p.got) for p in validator.validate(folder)]
    if told != [("no-null-words", 2, "publisher", "NA")]:
        yield f"of NA in sources.publisher `validate` says {told}"


def main() -> None:
    """Ask every way, and fail where one is blind."""
    with tempfile.TemporaryDirectory() as folder:
        world = Small(Path(folder), ROWS)
        faults = [name for name, _ in seeded(world)]
        missed = [*unseen(world, WAYS), *rule_on_na(Path(folder) / "whole")]
    if missed:
        raise SystemExit("\n".join(missed))
    print(
        f"{len(faults)} faults of {len(set(faults))} kinds, each found by {', '.join(WAYS)} as far as it looks"
    )


if __name__ == "__main__":
    main()
