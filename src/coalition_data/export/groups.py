"""Which quotes may have words in common, and on which side of the split they are."""

from __future__ import annotations

import hashlib

from coalition_data.analysis import disagreement
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Up to which share of all hashes a group is in which split.
SPLITS = {"train": 0.7, "validation": 0.8, "test": 1.0}
# Of 3,000 draws, the one that was nearest to these shares in each language and type of quote, and
# in the texts held whole (tools/draw_split.py). Once released it stays: another deals all anew.
DRAW = 110


def find_groups(quotes: list[dict[str, Any]], sources: dict[str, Any]) -> dict[str, str]:
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

    for row in quotes:
        for tie in _list_ties(row, sources):
            a, b = find(f"quote {row['quote_id']}"), find(tie)
            parent[max(a, b)] = min(a, b)
    groups: dict[str, list[str]] = {}
    for row in quotes:
        groups.setdefault(find(f"quote {row['quote_id']}"), []).append(row["quote_id"])
    return {quote: min(members) for members in groups.values() for quote in members}


def _list_ties(row: dict[str, Any], sources: dict[str, Any]) -> list[str]:
    """Return what ties a quote to others: two quotes with a tie in common are in one group."""
    origins = [row[column] for column in ("source_id", "original_source_id")]
    texts = [row[c] for c in ("text", "translation_en", "paraphrase_en", "paraphrase_fr")]
    if row.get("opens_with") and row.get("ends_with"):
        texts.append(f"{row['opens_with']} … {row['ends_with']}")
    return [
        f"utterance {row['utterance_id']}",
        *(f"text {disagreement.find_root(source, sources)}" for source in origins if source),
        *(f"words {evidence.normalise(text).casefold()}" for text in texts if text),
    ]


def choose_split(group: str) -> str:
    """Return the split of a group: by the hash of its name, so that new groups don't move it.

    >>> choose_split("2015-01-london-q001")
    'train'
    """
    digest = hashlib.sha256(f"{DRAW}:{group}".encode()).digest()
    share = int.from_bytes(digest[:8], "big") / 2**64
    return next(split for split, below in SPLITS.items() if share < below)
