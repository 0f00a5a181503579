"""Copies and packages in which nothing is wrong: whatever the validator says of them is a false
alarm.
"""

import csv
import io
import random
import shutil
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

from coalition_data.tables import canonical, descriptor
from coalition_data.tables.csvfile import FMT
from coalition_data.validation import validator
from faults.run import chance_of
from faults.world import Row, World, cells

COPIES, PACKAGES = 200, 100
MOST_MEETINGS = 12


def _csv(rows: list[list[str]], **how: object) -> bytes:
    out = io.StringIO()
    csv.writer(out, **{"lineterminator": "\n", **how}).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode("utf-8")


def _rows_shuffled(rows: list[list[str]], chance: random.Random) -> bytes:
    return _csv([rows[0], *chance.sample(rows[1:], len(rows) - 1)])


def _columns_shuffled(rows: list[list[str]], chance: random.Random) -> bytes:
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    return _csv([[row[i] for i in order] for row in rows])


def _padded(row: list[str]) -> list[str]:
    return [f" {cell} " if cell else "" for cell in row]


STORED: dict[str, Callable[[list[list[str]], random.Random], bytes]] = {
    "rows shuffled": _rows_shuffled,
    "columns shuffled": _columns_shuffled,
    "byte order mark": lambda rows, _: b"\xef\xbb\xbf" + _csv(rows),
    "CRLF": lambda rows, _: _csv(rows, lineterminator="\r\n"),
    "all cells quoted": lambda rows, _: _csv(rows, quoting=csv.QUOTE_ALL),
    "NFD": lambda rows, _: unicodedata.normalize("NFD", _csv(rows).decode()).encode(),
    "no-break spaces": lambda rows, _: _csv(rows).decode().replace(" ", "\u00a0").encode(),
    "padded cells": lambda rows, _: _csv([rows[0], *map(_padded, rows[1:])]),
}


def copy(world: World, number: int) -> bool:
    """Store one table otherwise; say whether a fault is found that `fmt` doesn't mend, or `fmt`
    changes a cell.
    """
    chance = chance_of(f"copy/{number}")
    table = chance.choice([name for name, rows in world.rows.items() if rows])
    way = list(STORED)[number % len(STORED)]
    data = STORED[way](cells(world.data[table]), chance)
    # That there are too many problems to list is said of those of form.
    judged = [problem for problem in world.judge(table, data) if problem.rule != "too-many"]
    found = [problem for problem in judged if problem.todo != FMT]
    world.put(table, data)
    declared = world.package.table(table)
    mended, left = canonical.format_file(
        world.package.file(table), table, declared.names, declared.key
    )
    world.put(table, world.data[table])
    return bool(found or left or mended != world.data[table])


def package(world: World, number: int) -> bool:
    """Make a package of a few meetings and all that belongs to them: say whether a fault is found
    in it.
    """
    chance = chance_of(f"package/{number}")
    ids = [row["meeting_id"] for row in world.rows["meetings"]]
    rows = belonging(world.rows, set(chance.sample(ids, chance.randint(1, MOST_MEETINGS))), chance)
    folder = Path(tempfile.mkdtemp(prefix="package-"))
    try:
        shutil.copy(world.folder / descriptor.FILENAME, folder)
        (folder / "tables").mkdir()
        for name in world.package.tables:
            (folder / world.package.table(name).path).write_bytes(
                world.write(name, rows.get(name, []))
            )
        return bool(validator.validate(folder))
    finally:
        shutil.rmtree(folder)


def belonging(
    tables: dict[str, list[Row]], meetings: set[str], chance: random.Random
) -> dict[str, list[Row]]:
    """Return the rows of these meetings, of what they relate to or count, and the actors and
    sources that they name.
    """
    claims = ("reports", "participants", "quotes", "figures")
    known = {row["meeting_id"]: row for row in tables["meetings"]}
    while True:
        counted = [row["quantity_id"] for row in tables["figures"] if row["meeting_id"] in meetings]
        more = {known[m]["related_to"] for m in meetings}
        more |= {m for m in known if any(quantity.endswith(f"-{m}") for quantity in counted)}
        if more <= meetings | {""}:
            break
        meetings |= more - {""}
    rows = {
        name: [row for row in tables[name] if row["meeting_id"] in meetings]
        for name in ("meetings", *claims)
    }
    rows["memberships"] = chance.sample(tables["memberships"], 5)
    used = {cell for found in rows.values() for row in found for cell in row.values() if cell}
    rows["sources"] = _closed(tables["sources"], "source_id", ("derived_from",), used)
    countries = {row["iso3"]: row["actor_id"] for row in tables["actors"] if row["iso3"]}
    used |= {countries[cell] for cell in used if cell in countries}
    rows["actors"] = _closed(tables["actors"], "actor_id", ("same_as",), used)
    held = {row["source_id"] for row in rows["sources"]}
    rows["waivers"] = [row for row in tables["waivers"] if row["source_id"] in held]
    # Where a row was retired, its meeting has a gap.
    rows["ledger"] = [
        row
        for row in tables["ledger"]
        if row["retired"] and row["id"].rpartition("-")[0] in meetings
    ]
    return rows


def _closed(rows: list[Row], key: str, columns: tuple[str, ...], used: set[str]) -> list[Row]:
    """Return the rows whose key is used, and those that they lead to by `columns`."""
    known = {row[key]: row for row in rows}
    wanted, found = [cell for cell in used if cell in known], set()
    while wanted:
        here = wanted.pop()
        if here not in found:
            found.add(here)
            wanted += [known[here][column] for column in columns if known[here][column]]
    return [row for row in rows if row[key] in found]
