"""The quotes as a corpus for language technology: JSON lines with spans and splits, and a card."""

from __future__ import annotations

import hashlib
import json
import os

from coalition_data.analysis import disagreement
from coalition_data.export import card, limits
from coalition_data.export.plain import read_records
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor
from coalition_data.tables.problem import plain
from coalition_data.texts import evidence, verification

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Of ten clusters about eight are for training.
SPLITS = ("train",) * 8 + ("validation", "test")
# How many characters a passage has on each side of its quote; it then grows to whole words.
AROUND = 300


# The columns of text that the corpus is made of, by table; the first is the primary key.
NEEDED = {
    "quotes": (
        "quote_id utterance_id source_id original_source_id speaker_id text translation_en "
        "paraphrase_en paraphrase_fr evidence attribution_evidence"
    ).split(),
    "sources": "source_id lang derived_from".split(),
    "actors": "actor_id name_en".split(),
}
# What an object has beyond the columns of quotes.
ADDED = (
    "speaker_name lang content_spans attribution_spans cluster split "
    "speaker_spans cue_spans passage"
).split()
OTHER = "export to json or sqlite"


def make(
    package: descriptor.Package, path: str, to: str, texts: str | None = None
) -> dict[str, bytes]:
    """Return one JSON object per quote in `path`, and a card that explains the file beside it.

    An object has all columns of `quotes`, then `speaker_name`, `lang`, `content_spans` and
    `attribution_spans` (lists of [start, end] in the normalised text of the source: the quoted
    words; the words that name the speaker and the act of saying), `cluster` and `split`. `texts`
    adds `speaker_spans` and `cue_spans` (where the attribution has `speaker_as_named` and `cue`)
    and `passage` (`start`, `end`, `text`). The card is `<name>.card.md`. Raises
    ValueError for a package without these tables and columns.
    """
    _check_columns(package)
    held = verification.read_held(texts, package.folder).exact if texts else {}
    rows = _make_objects(package, held, bool(texts))
    lines = [json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows]
    beside = f"{os.path.splitext(path)[0]}.card.md"
    mark = str(fingerprints.of_table(package, "quotes"))
    about = card.render(package, os.path.basename(path), rows, mark, bool(texts))
    return {path: "".join(lines).encode(), beside: about.encode()}


def _check_columns(package: descriptor.Package) -> None:
    for name, columns in NEEDED.items():
        if name not in package.tables:
            why = f'jsonl is the corpus of the quotes, and there is no table "{name}"'
            raise ValueError(f"{why}: {OTHER}")
        table = package.table(name)
        for column in columns:
            if column not in table.names or table.field(column).type != "string":
                why = f'jsonl is the corpus of the quotes, and {name} has no text column "{column}"'
                raise ValueError(f"{why}: {OTHER}")
        if table.key != columns[0]:
            raise ValueError(f'{name}: jsonl needs the primary key "{columns[0]}": {OTHER}')
    for column in package.table("quotes").names:
        if column in ADDED:
            why = "the corpus has a field of that name of its own"
            raise ValueError(f'table "quotes", column "{column}": {why}; {OTHER}')


def _read_by_key(package: descriptor.Package, name: str) -> dict[str, dict[str, Any]]:
    rows = limits.read_rows(package, name).to_pylist()
    return {row[package.table(name).key]: row for row in rows}


def _make_objects(
    package: descriptor.Package, held: dict[str, Any], passages: bool
) -> list[dict[str, Any]]:
    sources, actors = _read_by_key(package, "sources"), _read_by_key(package, "actors")
    quotes = read_records(package, "quotes")
    _check_keys(quotes, sources, actors)
    cluster = clusters(quotes, sources)
    out = []
    for row in quotes:
        speaker = actors[row["speaker_id"]]
        content = _read_segments(row, "evidence")
        attribution = _read_segments(row, "attribution_evidence")
        item = {
            **row,
            "speaker_name": speaker["name_en"],
            "lang": sources[row["source_id"]]["lang"],
            "content_spans": _list_spans(content),
            "attribution_spans": _list_spans(attribution),
            "cluster": cluster[row["quote_id"]],
            "split": choose_split(cluster[row["quote_id"]]),
        }
        if passages:
            held_text = held.get(row["source_id"])
            words = held_text.norm if held_text else None
            item |= _add_words(row, words, content, attribution)
        out.append(item)
    return out


def _check_keys(
    quotes: list[dict[str, Any]], sources: dict[str, Any], actors: dict[str, Any]
) -> None:
    """Refuse rows that lead nowhere: the corpus follows these keys, declared or not."""
    for quote in quotes:
        for column, rows in (("speaker_id", actors), ("source_id", sources)):
            _check_key("quotes", quote["quote_id"], column, quote[column], rows)
        if quote["original_source_id"]:
            original = quote["original_source_id"]
            _check_key("quotes", quote["quote_id"], "original_source_id", original, sources)
    for key, source in sources.items():
        if source["derived_from"]:
            _check_key("sources", key, "derived_from", source["derived_from"], sources)


def _check_key(table: str, key: str, column: str, cell: str | None, rows: dict[str, Any]) -> None:
    if cell not in rows:
        found = f'"{plain(cell)}", which isn\'t there' if cell else "no value"
        raise ValueError(
            f"{table} {plain(key)}: {column} has {found}; the corpus needs it: {OTHER}"
        )


def _read_segments(row: dict[str, Any], column: str) -> list[evidence.Segment]:
    try:
        return evidence.segments(row[column] or "")
    except ValueError as error:
        where = f"quotes {plain(row['quote_id'])}: {column}"
        raise ValueError(f"{where}: {plain(str(error))}") from None


def _list_spans(segments: list[evidence.Segment]) -> list[list[int]]:
    return [[segment.start, segment.end] for segment in segments]


def _add_words(
    row: dict[str, Any],
    words: str | None,
    content: list[evidence.Segment],
    attribution: list[evidence.Segment],
) -> dict[str, Any]:
    """Return what needs a held text: where speaker and cue are printed, and the passage."""
    if words is None or not content:
        return {"speaker_spans": [], "cue_spans": [], "passage": None}
    return {
        "speaker_spans": _find_phrase(words, attribution, row.get("speaker_as_named")),
        "cue_spans": _find_phrase(words, attribution, row.get("cue")),
        "passage": _cut_passage(words, [*content, *attribution]),
    }


def _find_phrase(
    words: str, segments: list[evidence.Segment], phrase: str | None
) -> list[list[int]]:
    """Return the span of a phrase inside the first segment that has it; none if there is none."""
    wanted = evidence.normalise(phrase or "")
    places = [words.find(wanted, segment.start, segment.end) for segment in segments if wanted]
    return [[at, at + len(wanted)] for at in places if at >= 0][:1]


def _cut_passage(words: str, segments: list[evidence.Segment]) -> dict[str, Any]:
    start = max(min(s.start for s in segments) - AROUND, 0)
    end = min(max(s.end for s in segments) + AROUND, len(words))
    start = words.rfind(" ", 0, start) + 1 if start else 0
    end = words.find(" ", end) if " " in words[end:] else len(words)
    return {"start": start, "end": end, "text": words[start:end]}


def clusters(quotes: list[dict[str, Any]], sources: dict[str, Any]) -> dict[str, str]:
    """Return the cluster of each quote: quotes in one cluster may have words in common.

    Two quotes are in one cluster if their sources derive from one text (`derived_from`), if they
    render one utterance, point to one original or have the same words, or first and last words,
    directly or through other quotes. A cluster has the name of its smallest quote id.
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
    """Return what ties a quote to others: two quotes with a tie in common are in one cluster."""
    origins = [row[column] for column in ("source_id", "original_source_id")]
    texts = [row[c] for c in ("text", "translation_en", "paraphrase_en", "paraphrase_fr")]
    if row.get("opens_with") and row.get("ends_with"):
        texts.append(f"{row['opens_with']} … {row['ends_with']}")
    return [
        f"utterance {row['utterance_id']}",
        *(f"text {disagreement.find_root(source, sources)}" for source in origins if source),
        *(f"words {evidence.normalise(text).casefold()}" for text in texts if text),
    ]


def choose_split(cluster: str) -> str:
    """Return the split of a cluster: by the hash of its name, so that new clusters don't move it.

    >>> choose_split("2015-01-london-q001") in ("train", "validation", "test")
    True
    """
    return SPLITS[int(hashlib.sha256(cluster.encode()).hexdigest(), 16) % len(SPLITS)]
