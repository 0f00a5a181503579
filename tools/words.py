"""What share of the claims shows the printed words that it rests on."""

import csv

from coalition_data.tables import descriptor
from coalition_data.validation.rules.words import SHOWN

HEAD = """| table | rows | show words | | page found again | of these show words | |
|---|---|---|---|---|---|---|
"""


def table(package: descriptor.Package) -> str:
    """Return in Markdown, by table, how many claims show words, and of how many that could be."""
    sources = {row["source_id"]: row for row in _read(package, "sources")}
    out = HEAD
    for name, column in SHOWN.items():
        rows = _read(package, name)
        in_reach = [row for row in rows if _was_read(sources[row["source_id"]])]
        shown = sum(bool(row[column]) for row in rows)
        reached = sum(bool(row[column]) for row in in_reach)
        out += f"| {name} | {len(rows)} | {shown} | {shown / len(rows):.1%} "
        out += f"| {len(in_reach)} | {reached} | {reached / len(in_reach):.1%} |\n"
    return out


def sentence(package: descriptor.Package) -> str:
    """Return in one paragraph what is proven how."""
    sources = {row["source_id"]: row for row in _read(package, "sources")}
    rows = [(row, column) for name, column in SHOWN.items() for row in _read(package, name)]
    shown = sum(bool(row[column]) for row, column in rows)
    placed = sum(bool(row["evidence"]) for row, _ in rows)
    pages = [source for source in sources.values() if not source["text_sha256"]]
    found = sum(bool(source["words_taken"]) for source in pages)
    return (
        f"{shown / len(rows):.1%} of {len(rows)} claims show the printed words that name or number "
        f"them.\n{placed} of these also carry position and hash, from the five texts that were held "
        f"whole: `verify` proves them offline.\nThe others rest on {len(pages)} public pages that "
        f"anyone can `fetch`; {found} of them were found again when\nthe words were taken, and "
        "`verify` looks for the words there.\n"
    )


def titles(package: descriptor.Package) -> str:
    """Return in one paragraph for how many sources a title and a date are known."""
    rows = _read(package, "sources")
    title = sum(not row["title"] for row in rows) / len(rows)
    date = sum(not row["published"] for row in rows) / len(rows)
    return (
        f"Of {len(rows)} sources\n{title:.0%} have no title and {date:.0%} no date of publication: "
        "the part of the page that was read prints none.\n"
    )


def _read(package: descriptor.Package, name: str) -> list[dict[str, str]]:
    with open(package.file(name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _was_read(source: dict[str, str]) -> bool:
    return bool(source["text_sha256"] or source["words_taken"])
