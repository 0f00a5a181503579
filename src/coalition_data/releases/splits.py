"""Which quotes may have words in common, and in which split of the corpus each quote is."""

from __future__ import annotations

import hashlib

from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

# Up to which share of all hashes a new group is in which split.
SPLITS = {"train": 0.7, "validation": 0.8, "test": 1.0}
# Of a quote that would share words with two splits.
NONE = "none"
# Of 3,000 draws, the one that was nearest to these shares in each language and type of quote, and
# in the texts held whole (tools/draw_split.py).
DRAW = 110


def find_groups(quotes: list[dict[str, Any]], sources: Mapping[str, Any]) -> dict[str, str]:
    """Return the group of each quote: quotes of one group may have words in common.

    Two quotes are in one group if their sources derive from one text (`derived_from`), if they
    render one utterance, point to one original or have the same words, or first and last words,
    directly or through other quotes. A group has the name of its smallest quote id.
    """
    parent: dict[str, str] = {}

    def find(node: str) -> str:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    def join(one: str, other: str) -> None:
        a, b = find(one), find(other)
        parent[max(a, b)] = min(a, b)

    for source, row in sources.items():
        if row["derived_from"]:
            join(f"text {source}", f"text {row['derived_from']}")
    for row in quotes:
        for tie in _list_ties(row):
            join(f"quote {row['quote_id']}", tie)
    groups: dict[str, list[str]] = {}
    for row in quotes:
        groups.setdefault(find(f"quote {row['quote_id']}"), []).append(row["quote_id"])
    return {quote: min(members) for members in groups.values() for quote in members}


def _list_ties(row: dict[str, Any]) -> list[str]:
    """Return what ties a quote to others: two quotes with a tie in common are in one group."""
    origins = [row[column] for column in ("source_id", "original_source_id")]
    texts = [row[c] for c in ("text", "translation_en", "paraphrase_en", "paraphrase_fr")]
    if row.get("opens_with") and row.get("ends_with"):
        texts.append(f"{row['opens_with']} … {row['ends_with']}")
    return [
        f"utterance {row['utterance_id']}",
        *(f"text {source}" for source in origins if source),
        *(f"words {evidence.normalise(text).casefold()}" for text in texts if text),
    ]


def choose_splits(
    group_of: Mapping[str, str], entries: Iterable[Mapping[str, str]]
) -> dict[str, str]:
    """Return the split of each quote of `group_of`, which has the group of each.

    `entries` are those of the ledger on released quotes: `id`, `split`, and of a retired quote its
    `successor`, in whose group it counts. A released quote stays where it is. A new quote goes to
    the split of the released quotes of its group. If these are in several splits it goes to none,
    since any of them would share words with another. If there are none a hash decides.

    >>> group_of = {"q1": "q1", "q2": "q2", "q3": "q1"}
    >>> choose_splits(group_of, [{"id": "q1", "split": "test"}])["q3"]
    'test'
    >>> released = [{"id": "q1", "split": "test"}, {"id": "q2", "split": "train"}]
    >>> choose_splits({"q1": "q1", "q2": "q1", "q3": "q1"}, released)
    {'q1': 'test', 'q2': 'train', 'q3': 'none'}
    """
    recorded: dict[str, str] = {}
    by_group: dict[str, set[str]] = {}
    for entry in entries:
        recorded[entry["id"]] = entry["split"]
        heir = entry.get("successor") or entry["id"]
        if heir in group_of and entry["split"] in SPLITS:
            by_group.setdefault(group_of[heir], set()).add(entry["split"])
    found = {}
    for quote, group in group_of.items():
        released = by_group.get(group) or {draw_split(group)}
        found[quote] = recorded.get(quote) or (min(released) if len(released) == 1 else NONE)
    return found


def draw_split(group: str) -> str:
    """Return the split of a group that has no released quote: by the hash of its name.

    >>> draw_split("2015-01-london-q001")
    'train'
    """
    digest = hashlib.sha256(f"{DRAW}:{group}".encode()).digest()
    share = int.from_bytes(digest[:8], "big") / 2**64
    return next(split for split, below in SPLITS.items() if share < below)
