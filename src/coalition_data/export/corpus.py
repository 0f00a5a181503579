"""The quotes as a corpus for language technology: three splits of JSON lines, and a card."""

from __future__ import annotations

import json
import os

from coalition_data.export import card, croissant, labels, limits
from coalition_data.export.plain import read_records
from coalition_data.releases import ledger, splits
from coalition_data.tables import descriptor, loader
from coalition_data.tables.problem import plain
from coalition_data.texts import attribution, evidence, pages, verification

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coalition_data.texts.pages import Span
    from coalition_data.texts.verification import Words

    Row = dict[str, Any]

# How many characters a passage has on each side of its quote; it then grows to whole words.
AROUND = 300
# The columns of text that the corpus is made of, by table; the first is the primary key.
NEEDED = {
    "quotes": (
        "quote_id utterance_id meeting_id source_id original_source_id speaker_id quote_type text "
        "translation_en paraphrase_en paraphrase_fr evidence attribution_evidence"
    ).split(),
    "sources": "source_id lang derived_from".split(),
    "actors": "actor_id name_en kind".split(),
}
# The columns that say for whom a speaker speaks, where a source seats him.
SEATS = "meeting_id source_id actor_id represents".split()
OTHER = "export to json or sqlite"


def make(
    package: descriptor.Package, path: str, to: str, texts: str | None = None
) -> dict[str, bytes]:
    """Return the files of the corpus in the folder `path`: its card, Croissant, and its splits.

    An item is a quote, with the fields that `card.FIELDS` names, and with `texts` (a folder of
    coded texts and fetched pages) those of `card.WITH_TEXTS`. The quotes of texts that were held
    are in the folder `held` once more. A split without quotes has no file. A quote that would share
    words with two splits is in none of them. Raises ValueError for a package without these tables
    and columns, FileExistsError where the folder has a README.md of somebody else.
    """
    _check_columns(package)
    card_path = os.path.join(path, card.FILENAME)
    _refuse_other_card(card_path)
    every = _make_items(package, texts)
    items = [item for item in every if item["split"] != splits.NONE]
    parts = {"": items, "held": [item for item in items if item["evidence"]]}
    files = {
        f"{part}/{split}.jsonl".strip("/"): _write_lines(inside)
        for part, items in parts.items()
        for split, inside in card.divide(items).items()
    }
    sizes = {name: len(data) for name, data in files.items()}
    left_out = len(every) - len(items)
    about = card.render(package, parts, sizes, texts is not None, left_out)
    described = croissant.render(package, files, texts is not None)
    return {
        card_path: about.encode(),
        os.path.join(path, croissant.FILENAME): described.encode(),
        **{os.path.join(path, *name.split("/")): data for name, data in files.items()},
    }


def _write_lines(items: list[Row]) -> bytes:
    lines = [json.dumps(item, ensure_ascii=False, allow_nan=False) + "\n" for item in items]
    return "".join(lines).encode()


def _refuse_other_card(path: str) -> None:
    if os.path.isfile(path):
        with open(path, encoding="utf-8", errors="replace") as file:
            if file.read(len(card.MARK)) != card.MARK:
                why = "is there, and no card of a corpus: name another folder"
                raise FileExistsError(f"{path} {why}")


def _check_columns(package: descriptor.Package) -> None:
    for name, columns in NEEDED.items():
        if name not in package.tables:
            why = f'the corpus is made of the quotes, and there is no table "{name}"'
            raise ValueError(f"{why}: {OTHER}")
        table = package.table(name)
        for column in columns:
            if column not in table.names or table.field(column).type != "string":
                why = f'the corpus is made of the quotes, and {name} has no text column "{column}"'
                raise ValueError(f"{why}: {OTHER}")
        if table.key != columns[0]:
            raise ValueError(f'{name}: the corpus needs the primary key "{columns[0]}": {OTHER}')


def _read_by_key(package: descriptor.Package, name: str) -> dict[str, Row]:
    if name not in package.tables:
        return {}
    return {row[package.table(name).key]: row for row in read_records(package, name)}


def _make_items(package: descriptor.Package, texts: str | None) -> list[Row]:
    sources, actors = _read_by_key(package, "sources"), _read_by_key(package, "actors")
    meetings = _read_by_key(package, "meetings")
    quotes = read_records(package, "quotes")
    _check_keys(quotes, sources, actors)
    group_of = splits.find_groups(quotes, sources)
    entries = ledger.list_splits(ledger.read_ledger(package))
    split_of = splits.choose_splits(group_of, entries)
    seats = _read_seats(package)
    items = []
    for row in quotes:
        source, speaker = sources[row["source_id"]], actors[row["speaker_id"]]
        seat = seats.get((row["meeting_id"], row["source_id"], row["speaker_id"]))
        state = row["speaker_id"] if speaker["kind"] == "state" else None
        added = {
            "group": group_of[row["quote_id"]],
            "split": split_of[row["quote_id"]],
            "lang": source["lang"],
            "source_publisher": source.get("publisher"),
            "source_published": source.get("published"),
            "meeting_date_start": meetings.get(row["meeting_id"], {}).get("date_start"),
            "speaker_name_en": speaker["name_en"],
            "speaker_kind": speaker["kind"],
            "speaker_state": row.get("speaker_represents") or seat or state,
        }
        items.append({name: added.get(name, row.get(name)) for name in card.FIELDS})
    if texts is not None:
        _add_words(items, verification.find_words(texts, "quotes", package.folder))
    return items


def _read_seats(package: descriptor.Package) -> dict[tuple[str, ...], str]:
    if "participants" not in package.tables:
        return {}
    if not set(SEATS) <= set(package.table("participants").names):
        return {}
    rows = loader.to_rows(limits.read_rows(package, "participants").select(SEATS))
    return {tuple(row[column] for column in SEATS[:3]): row["represents"] for row in rows}


def _check_keys(quotes: list[Row], sources: dict[str, Row], actors: dict[str, Row]) -> None:
    """Refuse rows that lead nowhere: the corpus follows these keys, declared or not."""
    for quote in quotes:
        for column, rows in (("speaker_id", actors), ("source_id", sources)):
            _check_key("quotes", quote["quote_id"], column, quote[column], rows)
        if quote["original_source_id"]:
            original = quote["original_source_id"]
            _check_key("quotes", quote["quote_id"], "original_source_id", original, sources)
        for column in evidence.COLUMNS:
            _check_evidence(quote, column)
    for key, source in sources.items():
        if source["derived_from"]:
            _check_key("sources", key, "derived_from", source["derived_from"], sources)


def _check_key(table: str, key: str, column: str, cell: str | None, rows: dict[str, Row]) -> None:
    if cell not in rows:
        found = f'"{plain(cell)}", which isn\'t there' if cell else "no value"
        raise ValueError(
            f"{table} {plain(key)}: {column} has {found}; the corpus needs it: {OTHER}"
        )


def _check_evidence(quote: Row, column: str) -> None:
    try:
        evidence.segments(quote[column] or "")
    except ValueError as error:
        where = f"quotes {plain(quote['quote_id'])}: {column}"
        raise ValueError(f"{where}: {plain(str(error))}") from None


def _add_words(items: list[Row], found: dict[str, dict[str, list[Words]]]) -> None:
    """Add to each item what `card.WITH_TEXTS` names; the fields are empty where there's no text."""
    spans = {item["quote_id"]: _find_spans(item, found.get(item["quote_id"], {})) for item in items}
    contents: dict[str, list[Span]] = {}
    for item in items:
        contents.setdefault(item["source_id"], []).extend(spans[item["quote_id"]]["content"])
    for item in items:
        places = found.get(item["quote_id"], {})
        own = spans[item["quote_id"]]
        item |= dict.fromkeys(card.WITH_TEXTS)
        item |= {name: [] for name, (kind, _) in card.WITH_TEXTS.items() if "list" in kind}
        if own["content"]:
            norm = next(iter(places.values()))[0][0]
            item["words_from"] = "evidence" if item["evidence"] else "pointers"
            item |= _describe_passage(norm, own, contents[item["source_id"]])


def _find_spans(item: Row, places: dict[str, list[Words]]) -> dict[str, list[Span]]:
    """Return where content, source and cue of a quote are in its text, each none if not found."""
    spans = {column: [(start, end) for _, start, end in words] for column, words in places.items()}
    opening, ending = spans.get(pages.OPENING), spans.get(pages.ENDING)
    if opening and ending:
        content = [(opening[0][0], max(opening[0][1], ending[0][1]))]
        return {
            "source": spans.get("speaker_as_named", []),
            "cue": spans.get("cue", []),
            "content": content,
        }
    content, pieces = spans.get("evidence", []), spans.get("attribution_evidence", [])
    if not content or not pieces:
        return {"source": [], "cue": [], "content": content}
    norm = places["evidence"][0][0]
    cue = attribution.find_cue(norm, pieces, item["cue"] or "")[:1]
    named = item["speaker_as_named"] or ""
    source = attribution.find_source(norm, pieces, named, cue[0] if cue else None)[:1]
    return {"source": source, "cue": cue, "content": content}


def _describe_passage(norm: str, spans: dict[str, list[Span]], contents: list[Span]) -> Row:
    """Return the passage around a quote and what is where in it."""
    low = min(start for start, _ in spans["content"]) - AROUND
    high = max(end for _, end in spans["content"]) + AROUND
    near = {label: [(start, end) for start, end in places if start < high and end > low]
            for label, places in spans.items()}  # fmt: skip
    start = max(min(low, *(at for places in near.values() for at, _ in places)), 0)
    end = min(max(high, *(till for places in near.values() for _, till in places)), len(norm))
    start = norm.rfind(" ", 0, start) + 1 if start else 0
    end = norm.find(" ", end) if " " in norm[end:] else len(norm)
    passage = norm[start:end]
    inside = {label: [(at - start, till - start) for at, till in places]
              for label, places in near.items()}  # fmt: skip
    placed = labels.separate(passage, inside)
    others = [
        piece
        for at, till in sorted(set(contents))
        if at < end and till > start
        for piece in attribution.cut_around(
            (max(at - start, 0), min(till, end) - start), inside["content"]
        )
    ]
    return {
        "passage": passage,
        "passage_start": start,
        "content": evidence.CUT.join(passage[at:till] for at, till in placed["content"]),
        **{f"{label}_spans": [*map(list, placed[label])] for label in labels.LABELS},
        "other_spans": [*map(list, others)],
        "tokens": [passage[at:till] for at, till in labels.find_tokens(passage)],
        "tags": labels.tag(passage, placed),
    }
