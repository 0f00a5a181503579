"""The part of docs/quality.md on evidence and on the validator's strength, from what the benchmarks
wrote.
"""

import csv
import json
from pathlib import Path

import coalition_data as cd
import words
from coalition_data.tables import descriptor, loader

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
EVIDENCE = """
## What can be verified

{sentence}
{words}
A row without words is not `stated`, and its note says what it rests on; or its page was not found again. Words prove that
the page says so, as far as anyone can open the page. They don't prove that it is true, nor that nothing is lacking beyond
the part that was read. {pages}
{checkable} of {rows} claims, reports included, rest on texts that were held, each with position and hash.
`verify` was tried on copies of the held texts (`benchmarks/wording.py`). Some copies were only stored differently: every
piece of them must be accepted as exact, moved or folded. Others were tampered with: no piece that the change touches may
be accepted.

| copies | | copies | pieces | accepted |
|---|---|---|---|---|
"""
STRENGTH = """
## How strong the validator is

A seeded program (`benchmarks/strength.py`) made {faults:,} single faults of {kinds} kinds in {tables}, in the
state of a release with its ledger filled. A fault counts as harmless only if it changes no byte of the file.

Each number says how many faults of a kind a layer reported. Several layers may report the same fault. The layers are the
**form** of the file, the **descriptor** (types, enums, patterns, required), **keys**, named **rules**, **evidence** by
hash, the **ledger** (a release is as it was recorded), and the words of the **articles** if they are held.

*Bare* is what is found without ledger and articles: while curating, and before the first release fills the ledger. *All
but articles* is what anyone can check in a release. *All* includes the articles.

{table}
*Curator* are the slips of somebody who knows the tables and has the page open: a person of the same surname, two values
exchanged, a negation lost. What is found of each group:

{groups}
[`escapes.csv`](escapes.csv) lists what escapes, by kind and
column, with the reason. frictionless was given a sample of {sample} of the same faults and finds {referee:.1%}
({structural:.1%} of the structural ones).

False alarms: {copies[false_alarms]} in {copies[judged]:,} copies of the tables that were shuffled, re-encoded or padded,
and {packages[false_alarms]} in {packages[judged]} packages of meetings drawn at random with everything that belongs to
them. `fmt` fixes everything that is reported about the copies, and restores each byte.
"""
LAYERS = ("form", "descriptor", "keys", "rules", "evidence", "ledger", "articles")
SHOWN = (*LAYERS, "bare", "no_articles", "all")


def page() -> str:
    """Return both parts in Markdown."""
    return evidence() + strength()


def evidence() -> str:
    package = descriptor.read()
    held = {
        r["source_id"]
        for r in loader.read_arrow(package, "sources").to_pylist()
        if r["text_sha256"]
    }
    claims = [t for t in package.tables.values() if "evidence" in t.names and t.name != "waivers"]
    sources = [
        s
        for t in claims
        for s in loader.read_arrow(package, t.name).column("source_id").to_pylist()
    ]
    checkable = sum(source in held for source in sources)
    out = EVIDENCE.format(
        sentence=words.sentence(package),
        words=words.table(package),
        pages=words.titles(package),
        checkable=checkable,
        rows=len(sources),
    )
    with (BENCHMARKS / "wording.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return out + "".join(f"| {' | '.join(row.values())} |\n" for row in rows)


def strength() -> str:
    written = json.loads((BENCHMARKS / "strength.json").read_text(encoding="utf-8"))
    kinds = written["kinds"]
    is_same = written["fingerprint"] == cd.fingerprint()
    referee = written["frictionless"]
    structural = [row for kind, row in referee.items() if kinds[kind]["group"] == "structural"]
    return STRENGTH.format(
        faults=sum(row["faults"] for row in kinds.values()),
        kinds=len(kinds),
        table=table(kinds),
        sample=sum(row["faults"] for row in referee.values()),
        referee=share(list(referee.values())),
        structural=share(structural),
        groups=tabulate_groups(kinds),
        tables="the shipped tables" if is_same else "an earlier state of the tables",
        **written["alarms"],
    )


def tabulate_groups(kinds: dict[str, dict[str, int]]) -> str:
    """Return what is found of each group of faults, and of all but free words and slips."""
    chosen = {
        "structural": ("structural",),
        "meaning": ("meaning",),
        "both": ("structural", "meaning"),
        "curator": ("curator",),
        "free words of ours": ("translation",),
    }
    out = ["| group | faults | bare | all but articles | all |", "|---|---|---|---|---|"]
    for name, groups in chosen.items():
        rows = [row for row in kinds.values() if row["group"] in groups]
        faults = sum(row["faults"] for row in rows)
        shares = [sum(row[end] for row in rows) / max(faults, 1) for end in SHOWN[-3:]]
        out.append(f"| {name} | {faults:,} | {' | '.join(f'{one:.1%}' for one in shares)} |")
    return "\n".join([*out, ""])


def share(rows: list[dict[str, int]]) -> float:
    return sum(row["found"] for row in rows) / sum(row["faults"] for row in rows)


def table(kinds: dict[str, dict[str, int]]) -> str:
    head = ["kind of fault", "faults", *LAYERS, "bare", "all but articles", "all"]
    out = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for group in ("structural", "meaning", "curator", "translation"):
        out.append(f"| *{group}* " + "| " * (len(head) - 1) + "|")
        for kind, row in kinds.items():
            if row["group"] == group:
                cells = [str(row[name] or "") for name in SHOWN[:-3]]
                ends = [f"{row[name] / row['faults']:.0%}" for name in SHOWN[-3:]]
                out.append(
                    f"| {' | '.join([kind.replace('-', ' '), str(row['faults']), *cells, *ends])} |"
                )
    return "\n".join([*out, ""])
