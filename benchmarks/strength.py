"""How strong the validator is: single faults in the shipped tables, and how many of them it finds.

`python benchmarks/strength.py TEXTS` judges all faults and writes `strength.json` and
`docs/escapes.csv`; from them docs/quality.md is printed. TEXTS holds the coded articles. `--check`
judges a part of them and fails where it isn't as written. If the tables have changed since, other
faults are made of them; then it fails where less is found than must be. It also runs without TEXTS,
and then says nothing of what they find.
"""

import csv
import io
import json
import math
import sys
from collections import Counter
from pathlib import Path

import coalition_data as cd
from faults import alarms, referee, run
from faults.kinds import KINDS
from faults.run import Outcome
from faults.world import LAYERS

RESULTS = Path(__file__).with_name("strength.json")
ESCAPES = Path(__file__).parent.parent / "docs" / "escapes.csv"
SHARE = 36
# In per cent: what each kind must reach without the articles, and with them.
LEAST = {
    "structural": (100, 100),
    "meaning": (100, 100),
    "curator": (100, 100),
    "translation": (100, 100),
}
# In per cent: what the faults of some groups must reach together without ledger and articles. Other
# tables have other faults: the shares of the last two differ by two points.
LEAST_BARE = {("structural", "meaning"): 88, ("curator",): 75}
# A part of the faults may have less by chance: so many standard errors.
ERRORS = 3
SOUND = "a sound cell of another content: nothing in the row or in other rows speaks against it"
UNREAD = "a number that fits its unit and bounds, and no words are kept of it: the row is inferred or its page wasn't found again"
REASONS = {
    "neighbours-enum-value": "another allowed value, and no other column depends on it",
    "changed-list": "another allowed item, in the order of the list",
    "valid-but-wrong-key": "another row that exists and is of a fitting kind",
    "changed-digit": UNREAD,
    "transposed-digits": "a number or date that exists and contradicts nothing",
    "another-magnitude": UNREAD,
    "swapped-unit": "a unit in which the indicator can be counted, and the words kept don't name it",
    "shifted-date": "a date that exists and contradicts no other",
    "precision-too-fine": "a note is there, and what it says nothing but a reader can judge",
    "deleted-row": "no row leads to it, and it was the last of its meeting or belongs to none",
    "renamed-id": "no row leads to it, and it belongs to no meeting whose claims are counted",
    "reused-id": "only the ledger knows which ids are spent",
    "shifted-span": "without the article nothing says what stands there",
    "another-rows-hash": "without the article nothing says what stands there",
    "another-rows-span": "without the article nothing says what stands there",
    "changed-address": "an address of the right form; only following it tells where it leads",
    "misspelt-name": "no other row has the name, and no words are kept that print it",
    "changed-word-of-ours": "free words of ours, which nothing but a reader can judge",
    "member-for-chair": "the source may well say so, and other sources tell only what they say",
    "chair-for-member": "the actor is chair or host in another row of that meeting",
    "lost-negation": "the words deny something else too, or can be said without a negation",
    "at-least-for-at-most": UNREAD,
    "neighbouring-unit": "a unit in which the indicator can be counted, and the words kept don't name it",
    "another-language": "few words are kept of the source, or none that only one language has",
    "direct-for-indirect": "whether words stand in quotation marks, only the page shows",
    "year-off-by-one": "a date that exists and contradicts no other",
}


def by_kind(outcomes: list[Outcome]) -> dict[str, dict[str, int]]:
    """Return for each kind how many faults there were, and how many each layer and all but some of
    them found.
    """
    out: dict[str, dict[str, int]] = {}
    for one in outcomes:
        row = out.setdefault(
            one.kind, dict.fromkeys(("faults", *LAYERS, "bare", "no_articles", "all"), 0)
        )
        row["faults"] += 1
        for name in one.found:
            row[name] += 1
        row["bare"] += one.caught("ledger", "articles")
        row["no_articles"] += one.caught("articles")
        row["all"] += one.caught()
    return out


def escapes(outcomes: list[Outcome]) -> str:
    """Return as CSV, by kind and column, what escapes with all layers and what only the ledger or
    the articles find.
    """
    count: Counter[tuple[str, str, str]] = Counter()
    missed: dict[str, Counter[tuple[str, str, str]]] = {"all": Counter(), "bare": Counter()}
    for one in outcomes:
        place = (one.kind, one.table, one.column)
        count[place] += 1
        missed["all"][place] += not one.caught()
        missed["bare"][place] += not one.caught("ledger", "articles")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "kind",
            "table",
            "column",
            "faults",
            "escape_all",
            "escape_ledger_and_articles_apart",
            "reason",
        ]
    )
    for place in sorted(place for place in count if missed["bare"][place]):
        reason = REASONS.get(place[0], SOUND)
        writer.writerow([*place, count[place], missed["all"][place], missed["bare"][place], reason])
    return out.getvalue()


def measure(texts: Path | None, share: int) -> tuple[list[Outcome], dict[str, dict[str, int]]]:
    """Judge every `share`th fault, copy and package; return outcomes and false alarms."""
    outcomes = []
    jobs = run.plan(share)
    for n, one in enumerate(run.on_all_cores(run.judge, jobs, texts), 1):
        if n % 500 == 0:
            print(f"{n} of {len(jobs)} faults", file=sys.stderr, flush=True)
        if one is not None:
            outcomes.append(one)
    found = {}
    for name, work, total in (
        ("copies", alarms.copy, alarms.COPIES),
        ("packages", alarms.package, alarms.PACKAGES),
    ):
        told = list(run.on_all_cores(work, list(range(total))[::share], texts))
        found[name] = {"judged": len(told), "false_alarms": sum(told)}
    return outcomes, found


def shortfalls(
    kinds: dict[str, dict[str, int]], found: dict[str, dict[str, int]], errors: int = 0
) -> list[str]:
    """Say which figures are below what must be reached, shares of groups by so many standard errors."""
    out = [
        f"{name}: {row['false_alarms']} false alarms"
        for name, row in found.items()
        if row["false_alarms"]
    ]
    for kind, row in kinds.items():
        for name, least in zip(("no_articles", "all"), LEAST[KINDS[kind][0]], strict=True):
            share = 100 * row[name] / row["faults"]
            if share < least:
                out.append(f"{kind}: {share:.1f} % found ({name}), {least:.0f} % must be")
    for groups, least in LEAST_BARE.items():
        rows = [row for kind, row in kinds.items() if KINDS[kind][0] in groups]
        faults = sum(row["faults"] for row in rows)
        share = 100 * sum(row["bare"] for row in rows) / faults
        if share < least - errors * math.sqrt(least * (100 - least) / faults):
            out.append(f"{', '.join(groups)}: {share:.1f} % found (bare), {least} % must be")
    return out


def referee_shares(texts: Path) -> dict[str, dict[str, int]]:
    """Judge a sample of the faults by frictionless."""
    jobs = run.plan()
    sample = jobs[:: len(jobs) // referee.SAMPLE]
    out: dict[str, dict[str, int]] = {}
    for one in run.on_all_cores(referee.found, sample, texts):
        if one is not None:
            row = out.setdefault(one[0], {"faults": 0, "found": 0})
            row["faults"] += 1
            row["found"] += one[1]
    return out


def full(texts: Path) -> None:
    """Judge all, and write what came out."""
    outcomes, found = measure(texts, 1)
    part = {(kind, number) for kind, number in run.plan(SHARE)}
    kinds = by_kind(outcomes)
    results = {
        "fingerprint": cd.fingerprint(),
        "kinds": {kind: {"group": KINDS[kind][0], **row} for kind, row in kinds.items()},
        "part": by_kind([one for one in outcomes if (one.kind, one.number) in part]),
        "alarms": found,
        "frictionless": referee_shares(texts),
    }
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    ESCAPES.write_text(escapes(outcomes), encoding="utf-8")
    _stop_if(shortfalls(kinds, found))


def check(texts: Path | None) -> None:
    """Judge a part again, and stop where it isn't as written, or isn't enough on changed tables."""
    written = json.loads(RESULTS.read_text(encoding="utf-8"))
    outcomes, found = measure(texts, SHARE)
    kinds = by_kind(outcomes)
    without = "" if texts else " WITHOUT the articles"
    if written["fingerprint"] != cd.fingerprint():
        layers = {
            kind: row | ({} if texts else {"all": row["faults"]}) for kind, row in kinds.items()
        }
        _stop_if(shortfalls(layers, found, ERRORS))
        print(f"{len(outcomes)} faults judged{without}: enough are found")
        print(f"{RESULTS.name} is of other tables: before a release run it again, in full")
        return
    wrong = [
        f"{kind}: {row[name]} of {row['faults']} found ({name}), {written['part'][kind][name]} are written"
        for kind, row in kinds.items()
        for name in (("bare", "no_articles", "all") if texts else ("bare", "no_articles"))
        if row[name] != written["part"][kind][name]
    ]
    below = shortfalls({k: written["kinds"][k] for k in kinds}, {**found, **written["alarms"]})
    _stop_if([*wrong, *below])
    print(f"{len(outcomes)} faults judged again{without}: as written")


def _stop_if(said: list[str]) -> None:
    if said:
        raise SystemExit("\n".join(said))


if __name__ == "__main__":
    folders = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    if "--check" in sys.argv:
        check(folders[0] if folders else None)
    else:
        full(folders[0])
