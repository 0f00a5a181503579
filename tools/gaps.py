"""What the tables lack, and how many queries were made: for docs/coverage.md."""

import csv
import itertools
import re
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

from coalition_data.analysis import disagreement
from coalition_data.tables import descriptor, loader

Rows = list[dict[str, Any]]
PROTOCOL = Path(__file__).parent.parent / "docs" / "search-protocol.csv"
ENOUGH = 2
WIDTH = 119
MOST_STATES = 12
HIGH = {
    "heads_of_state_or_government",
    "foreign_ministers",
    "defence_ministers",
    "foreign_and_defence_ministers",
    "finance_ministers",
    "mixed_ministers",
}
# A language with fewer queries has no column of its own.
MANY = 40


class Record:
    """The tables as rows, and for each meeting the sources that report it after the fact (`told`).

    Of sources that derive from one another, one is kept.
    """

    def __init__(self, package: descriptor.Package) -> None:
        self.rows: dict[str, Rows] = {
            name: loader.read_arrow(package, name).to_pylist() for name in package.tables
        }
        sources = {row["source_id"]: row for row in self.rows["sources"]}
        self.told: dict[str, set[str]] = {row["meeting_id"]: set() for row in self.rows["meetings"]}
        for row in self.rows["reports"]:
            if row["stage"] == "during_or_after":
                self.told[row["meeting_id"]].add(disagreement.find_root(row["source_id"], sources))

    def meetings(self, **cells: str | None) -> list[str]:
        """Return the meetings that have these cells."""
        found = [
            r for r in self.rows["meetings"] if all(r[name] == cell for name, cell in cells.items())
        ]
        return [row["meeting_id"] for row in found]


def parts(package: descriptor.Package) -> dict[str, str]:
    """Return the lists of docs/coverage.md by the name of their place."""
    record = Record(package)
    return {
        "counts": counts(record),
        "few sources": few_sources(record),
        "unknown": unknown(record),
        "accessions": accessions(record),
        "cells": cells(record),
        "queries": queries(),
    }


def counts(record: Record) -> str:
    sizes = {name: len(record.rows[name]) for name in ("meetings", "reports", "sources")}
    whole = sum(row["extent_read"] == "whole" for row in record.rows["sources"])
    enough = sum(len(roots) >= ENOUGH for roots in record.told.values())
    return filled(
        f"The tables have {sizes['meetings']} meetings, {sizes['reports']} reports and "
        f"{sizes['sources']} sources. {enough} meetings have at least two independent sources that "
        f"aren't previews. {sizes['sources'] - whole} sources were read in part, {whole} whole."
    )


def few_sources(record: Record) -> str:
    one = [meeting for meeting, roots in record.told.items() if len(roots) == 1]
    none = [meeting for meeting, roots in record.told.items() if not roots]
    return bullets({"One such source": one, "None, previews only": none})


def unknown(record: Record) -> str:
    vague, month = [], []
    for row in record.rows["meetings"]:
        if row["date_precision"] in ("month", "year"):
            month.append(row["meeting_id"])
        elif row["date_precision"] == "unknown":
            vague.append(row["meeting_id"])
    lists = {
        "Level": record.meetings(level="unknown"),
        "Format": record.meetings(format="unknown"),
        "Mode": record.meetings(mode="unknown"),
        "Whether it was held": record.meetings(status="planned")
        + record.meetings(status="unknown"),
        "Day and month (bounds at most)": vague,
        "Day, where the month or year is known": month,
        "Country": [
            m for m in record.meetings(country=None) if m not in record.meetings(mode="virtual")
        ],
        "City, where the country is known": [
            row["meeting_id"]
            for row in record.rows["meetings"]
            if row["country"] and not row["city"]
        ],
    }
    return bullets(lists)


def accessions(record: Record) -> str:
    """Return the members without a date of accession, and those whose date isn't to the day."""
    names = {row["actor_id"]: row["name_en"] for row in record.rows["actors"]}
    best: dict[str, set[str | None]] = {}
    for row in record.rows["memberships"]:
        if row["body_id"] == "global-coalition" and row["status"] == "member":
            best.setdefault(names[row["actor_id"]], set()).add(row["joined_precision"])
    without = [name for name, found in best.items() if found <= {None}]
    rough = [name for name, found in best.items() if found - {None} and "day" not in found]
    lists = {"No date of accession": without, "Month or year only": rough}
    return f"{len(best)} members are in the table.\n\n{bullets(lists, mark='')}"


def cells(record: Record) -> str:
    """Return how many pairs of a member and a meeting of ministers are told or were looked for."""
    codes = {row["actor_id"]: row["iso3"] for row in record.rows["actors"] if row["iso3"]}
    members = {
        codes[row["actor_id"]]
        for row in record.rows["memberships"]
        if (row["body_id"], row["status"]) == ("global-coalition", "member")
        and row["actor_id"] in codes
    }
    meetings = {
        row["meeting_id"]
        for row in record.rows["meetings"]
        if row["body"] == "global_coalition" and row["status"] == "held" and row["level"] in HIGH
    }
    told = {
        (codes[state], row["meeting_id"])
        for row in record.rows["participants"]
        for state in (row["actor_id"], row["represents"])
        if state in codes
    }
    asked = find_cells()
    lists: dict[str, list[str]] = {"told": [], "asked": [], "left": []}
    for cell in itertools.product(sorted(members), meetings):
        lists["told" if cell in told else "asked" if cell in asked else "left"].append(cell[0])
    sums = {name: len(found) for name, found in lists.items()}
    left = ", ".join(
        f"{state} ({n})" for state, n in Counter(lists["left"]).most_common(MOST_STATES)
    )
    rest = f"{sums['left']} were not looked for by themselves, most of them of {left}."
    return filled(
        f"{len(members)} members and {len(meetings)} meetings of ministers or leaders of the "
        f"coalition make {sum(sums.values())} cells. Some source tells of {sums['told']}. "
        f"{sums['asked']} others were looked for, and nothing was found. "
        f"{rest if left else 'None is left.'}"
    )


def find_cells() -> set[tuple[str, str]]:
    """Return the states, by ISO code, and meetings that a query looked for: what stands in `gave`
    behind `cells:`.
    """
    out, state = set(), ""
    with PROTOCOL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in re.findall(r"[\w-]+", row["gave"].partition("cells:")[2]):
                if re.fullmatch("[A-Z]{3}", word):
                    state = word
                else:
                    out.add((state, word))
    return out


def queries() -> str:
    """Return a table of the queries: a row per round, a column per language that has many."""
    with PROTOCOL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    often = Counter(code for row in rows for code in row["language"].split(";")).most_common()
    own = [code for code, n in often if n >= MANY]
    rest = sorted(code for code, n in often if n < MANY)
    sums: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        codes = row["language"].split(";")
        found = {"queries", *(code if code in own else "others" for code in codes)}
        for line in (("all", ""), (row["round"], row["date"])):
            sums.setdefault(line, Counter()).update(found)
    columns = ["queries", *own, "others"]
    head = ["round", "day", *columns]
    body = [[*line, *(str(found[name]) for name in columns)] for line, found in sums.items()]
    table = [head, ["---"] * len(head), *body]
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in table)
    return f"{lines}\n\n" + filled(f"Others: {', '.join(rest) or 'none'}.")


def bullets(lists: dict[str, list[str]], mark: str = "`") -> str:
    """Return each list as a bullet: its name, how many, and which."""
    return "".join(
        filled(
            f"- **{name}** ({len(found)}): "
            f"{', '.join(f'{mark}{one}{mark}' for one in sorted(found)) or 'none'}."
        )
        for name, found in lists.items()
    )


def filled(text: str) -> str:
    indent = "  " if text.startswith("- ") else ""
    lines = textwrap.fill(
        text,
        WIDTH,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return f"{lines}\n"
