"""The quotes as a corpus for language technology: JSON lines with spans and splits, and a card."""

from __future__ import annotations

import hashlib
import json
import os
import re

from coalition_data.analysis import disagreement
from coalition_data.export import card
from coalition_data.export.plain import records
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor, loader
from coalition_data.tables.files import replacing
from coalition_data.texts import evidence, verification

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Of ten clusters about eight are for training.
SPLITS = ("train",) * 8 + ("validation", "test")
# How much of a text stands around a quote in its passage, in characters; it then grows to whole words.
AROUND = 300


def write(package: descriptor.Package, path: str, to: str, texts: str | None = None) -> list[str]:
    """Write one JSON object per quote to `path`, and beside it a card that explains the file (`<name>.card.md`).

    An object has all columns of `quotes`, then `speaker_name`, `lang`, `content_spans` and `attribution_spans` (lists
    of [start, end] in the normalised text of the source: the quoted words; the words that name the speaker and the act
    of saying), `cluster` and `split`. With `texts` come `speaker_spans` (the speaker's name where it stands in the
    attribution), `cue_spans` (the rest of the attribution) and `passage` (`start`, `end`, `text`).
    """
    held = verification.held(texts, package.folder).exact if texts else {}
    rows = list(_objects(package, held, bool(texts)))
    with replacing(path) as new, open(new, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows)
    beside = f"{os.path.splitext(path)[0]}.card.md"
    with replacing(beside) as new, open(new, "w", encoding="utf-8", newline="\n") as file:
        mark = str(fingerprints.of_table(package, "quotes"))
        file.write(card.render(package, os.path.basename(path), rows, mark, bool(texts)))
    return [path, beside]


def _objects(
    package: descriptor.Package, held: dict[str, Any], passages: bool
) -> list[dict[str, Any]]:
    sources = {row["source_id"]: row for row in loader.read_arrow(package, "sources").to_pylist()}
    actors = {row["actor_id"]: row for row in loader.read_arrow(package, "actors").to_pylist()}
    quotes = records(package, "quotes")
    cluster = clusters(quotes, sources)
    out = []
    for row in quotes:
        speaker = actors[row["speaker_id"]]
        content = evidence.segments(row["evidence"] or "")
        attribution = evidence.segments(row["attribution_evidence"] or "")
        out.append(
            row
            | {"speaker_name": speaker["name_en"], "lang": sources[row["source_id"]]["lang"]}
            | {"content_spans": _spans(content), "attribution_spans": _spans(attribution)}
            | {"cluster": cluster[row["quote_id"]], "split": split(cluster[row["quote_id"]])}
        )
        if passages:
            held_text = held.get(row["source_id"])
            words = held_text.norm if held_text else None
            out[-1] |= _worded(words, content, attribution, _names(speaker, actors))
    return out


def _spans(segments: list[evidence.Segment]) -> list[list[int]]:
    return [[segment.start, segment.end] for segment in segments]


def _names(speaker: dict[str, Any], actors: dict[str, Any]) -> list[str]:
    """Return the forms by which a speaker is named, longest first: names, aliases, and a person's last name alone."""
    people = [speaker, actors.get(speaker["same_as"] or "", speaker)]
    forms = {
        form
        for p in people
        for form in (p["name_en"], p["name_fr"], *(p["aliases"] or "").split(";"))
        if form
    }
    forms |= {p["name_en"].split()[-1] for p in people if p["kind"] == "person"}
    return sorted({evidence.normalise(form) for form in forms}, key=lambda form: (-len(form), form))


def _worded(
    words: str | None,
    content: list[evidence.Segment],
    attribution: list[evidence.Segment],
    names: list[str],
) -> dict[str, Any]:
    """Return what only a held text can tell: where in the attribution the speaker is named, and the passage."""
    speaker: list[list[int]] = []
    cues: list[list[int]] = []
    if words is None or not content:
        return {"speaker_spans": speaker, "cue_spans": cues, "passage": None}
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in names))
    for segment in attribution:
        at = segment.start
        for found in pattern.finditer(words, segment.start, segment.end):
            speaker.append([found.start(), found.end()])
            cues += _trimmed(words, at, found.start())
            at = found.end()
        cues += _trimmed(words, at, segment.end)
    every = [*content, *attribution]
    return {"speaker_spans": speaker, "cue_spans": cues, "passage": _passage(words, every)}


def _trimmed(words: str, start: int, end: int) -> list[list[int]]:
    """Return the span without white space and marks at its ends; nothing where nothing is left."""
    piece = re.search(r"\w(?:.*\w)?", words[start:end])
    return [[start + piece.start(), start + piece.end()]] if piece else []


def _passage(words: str, segments: list[evidence.Segment]) -> dict[str, Any]:
    start = max(min(s.start for s in segments) - AROUND, 0)
    end = min(max(s.end for s in segments) + AROUND, len(words))
    start = words.rfind(" ", 0, start) + 1 if start else 0
    end = words.find(" ", end) if " " in words[end:] else len(words)
    return {"start": start, "end": end, "text": words[start:end]}


def clusters(quotes: list[dict[str, Any]], sources: dict[str, Any]) -> dict[str, str]:
    """Return the cluster of each quote: those whose words may be the same words.

    Two quotes are of one cluster if their sources derive from one text (`derived_from`), if they render one utterance,
    point to one original, or have the same words, directly or by way of others. Named for its smallest quote id.
    """
    parent: dict[str, str] = {}

    def find(node: str) -> str:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for row in quotes:
        for tie in _ties(row, sources):
            a, b = find(f"quote {row['quote_id']}"), find(tie)
            parent[max(a, b)] = min(a, b)
    groups: dict[str, list[str]] = {}
    for row in quotes:
        groups.setdefault(find(f"quote {row['quote_id']}"), []).append(row["quote_id"])
    return {quote: min(members) for members in groups.values() for quote in members}


def _ties(row: dict[str, Any], sources: dict[str, Any]) -> list[str]:
    """Return the things that quotes of one cluster have in common."""
    ties = [
        f"text {disagreement.root(row['source_id'], sources)}",
        f"utterance {row['utterance_id']}",
    ]
    if row["original_source_id"]:
        ties.append(f"text {disagreement.root(row['original_source_id'], sources)}")
    said = [
        row[column]
        for column in ("text", "translation_en", "paraphrase_en", "paraphrase_fr")
        if row[column]
    ]
    return [*ties, *(f"words {evidence.normalise(words).casefold()}" for words in said)]


def split(cluster: str) -> str:
    """Return the split of a cluster: by the hash of its name, so that it stays when others come.

    >>> split("2015-01-london-q001") == split("2015-01-london-q001")
    True
    """
    return SPLITS[int(hashlib.sha256(cluster.encode()).hexdigest(), 16) % len(SPLITS)]
