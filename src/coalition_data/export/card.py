"""The card of the quote corpus, as data set hubs and their loaders read it."""

from __future__ import annotations

import collections
import json
import os

from coalition_data.export import labels, limits
from coalition_data.releases import fingerprints, splits
from coalition_data.tables import descriptor, loader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Items = list[dict[str, Any]]

FILENAME = "README.md"
# What a card of ours begins with.
MARK = "---\npretty_name: "
# Printed by tools/print_docs.py: from reliability/, and by examples/quote_corpus.py.
AGREEMENT = os.path.join(os.path.dirname(__file__), "agreement.md")
BASELINE = os.path.join(os.path.dirname(__file__), "baseline.md")
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))
# The fields of an item, all of them text. Those without a sentence are columns of quotes.
FIELDS = {
    "quote_id": "",
    "utterance_id": "",
    "meeting_id": "",
    "source_id": "",
    "group": "Quotes of one group may have words in common. It has the name of its first quote.",
    "split": "The file that the quote is in: a released quote stays there.",
    "lang": "Language of the source.",
    "source_publisher": "Who publishes the source.",
    "source_published": "Day on which the source was published.",
    "meeting_date_start": "First day of the meeting.",
    "speaker_id": "",
    "speaker_name_en": "The speaker's name in English.",
    "speaker_kind": "What the speaker is: person, state, organisation, group, anonymous …",
    "speaker_state": "For whom a person speaks: a state or body in `actors`. A state is its own.",
    "speaker_as_named": "",
    "quote_type": "",
    "setting": "",
    "audience": "",
    "cue": "",
    "certainty": "",
    "translation_en": "",
    "paraphrase_en": "",
    "paraphrase_fr": "",
    "opens_with": "",
    "ends_with": "",
    "evidence": "",
    "attribution_evidence": "",
}
TEXT: Any = {"dtype": "string"}
SPANS: Any = {"list": {"list": "int64"}}
# Those that come with the texts, each with its type as a hub writes it.
WITH_TEXTS: dict[str, tuple[Any, str]] = {
    "words_from": (TEXT, "`evidence`: coded. `pointers`: found by the printed words of the row."),
    "passage": (TEXT, "The words around the quote, in the form `cd-n1`."),
    "passage_start": ({"dtype": "int64"}, "Where the passage begins in the text of the source."),
    "content": (TEXT, "What was said; pieces are joined by ` […] `."),
    "source_spans": (SPANS, "The whole phrase that names the speaker."),
    "cue_spans": (SPANS, "The verb or phrase of saying."),
    "content_spans": (SPANS, "What was said."),
    "other_spans": (SPANS, "Content of other coded quotes in this passage, not tagged."),
    "tokens": ({"list": "string"}, "The passage, cut as `cd-t1`."),
    "tags": ({"list": "string"}, "`B-` and `I-` of `source`, `cue` and `content`, else `O`."),
}
CARD = """\
{front}
# {title}, version {version}

```python
from datasets import load_dataset
quotes = load_dataset("{here}")                       # the folder of this card
held = load_dataset("{here}", "held")                 # quotes of texts that were held whole
```

Or `pandas.read_json("train.jsonl", lines=True)`, or `croissant.json` (all but the spans).
Fingerprint of the table `quotes`: `{mark}`.

{quotes} quotes in {groups} groups, from {sources} sources.

## Splits

{by_type}
{by_language}
{by_held}
Quotes whose sources derive from one text (`derived_from`), that render one utterance, point to one
original, or have the same words or the same first and last words are one group. A new group is on
one side: the hash of its name says which, at {shares}.
Of many draws that one was taken that was nearest to these shares in each language and type.
Languages with few quotes can't be in each split.

A released quote stays in its split, in all later releases; the table `ledger` records it. A new
quote goes to the split of the released quotes of its group. Where it joins released quotes of
several splits it is left out, since in any of them it would share words with another (quotes of
the table that are left out here: {left_out}). A later quote or a correction may show that released
quotes of several splits have words in common. They stay where they are, so that scores remain
comparable (groups with quotes in several splits: {divided}); who trains can leave out those whose
`group` is in `test` too.

## Texts

{texts}

## Fields

{fields}
Spans are `[start, end]`, half-open, in characters of `passage`. They are whole tokens and don't
overlap: a span that ended inside a token got it whole; where a cue has words that name the speaker,
these are the source's; content in which the speaker is named or a cue stands is cut around them, so
that it has several spans. `{tokenisation}` is the regular expression `{token}`; tokens are its
matches.

`quote_type` says what the source does. `speaker_as_named` and `cue` are as printed. Where a text
has no more than a pronoun inside the cue, the source is the nearest phrase that names the speaker.
Every translation and paraphrase is ours, not the speaker's words.

## How it was made

Machine-assisted coding and translation of public texts by a written manual. In texts that were held
every quotation was coded; in pages those about the meetings, so that a passage may have others.
{measured}
## Licence

{licence} for selection, coding, ids, paraphrases and translations. Quoted words and passages remain
their speakers' and publishers'.{warning}
"""
DEHYDRATED = """\
They are not here: this corpus is **dehydrated**. An item points to its words, by `evidence` (places
in a text that was held, and hashes) or by `opens_with` and `ends_with` (the first and last words in
a page). Who has the texts, or fetches the pages, gets passages, spans and tags:

```sh
coalition-data fetch --out texts/
coalition-data export --to corpus corpus/ --texts texts/
```

{held} of the {sources} sources were held whole. Of the {pages} pages {found} were found again when
the printed words were last taken from them: {share:.1%} of the quotes of pages are from these."""
HYDRATED = """\
{evidence} passages are from texts that were held, with coded spans. {pointers} are from pages:
content is from the printed first to the printed last words, source and cue are the nearest places
of the printed words, and the source is as short as these. {without} quotes have no passage, as
their text wasn't there or didn't have the words.

{table}"""
WARNING = " **Passages are here: don't publish this folder.**"


def name(package: descriptor.Package) -> str:
    """Return what the corpus of a package is called."""
    return f"{package.raw.get('title') or package.raw.get('name', '')}, quotes"


def list_fields(package: descriptor.Package, has_texts: bool) -> list[tuple[str, Any, str]]:
    """Return name, type and meaning of each field of an item."""
    table = package.table("quotes")
    fields = []
    for column, sentence in FIELDS.items():
        said = sentence or (table.field(column).description if column in table.names else "")
        fields.append((column, TEXT, said or ""))
    if has_texts:
        fields += [(column, kind, said) for column, (kind, said) in WITH_TEXTS.items()]
    return fields


def divide(items: Items) -> dict[str, Items]:
    """Return the items of each split that has some."""
    out: dict[str, Items] = {split: [] for split in splits.SPLITS}
    for item in items:
        out[item["split"]].append(item)
    return {split: inside for split, inside in out.items() if inside}


def render(
    package: descriptor.Package,
    parts: dict[str, Items],
    sizes: dict[str, int],
    has_texts: bool,
    left_out: int,
) -> str:
    """Return the card of the corpus: its contents, its splits, its texts, its licence.

    `parts` has the items by folder, "" for all of them; `sizes` has the bytes of each file;
    `left_out` is the number of quotes that are in no split.
    """
    items = parts[""]
    sides = {(item["group"], item["split"]) for item in items}
    times = collections.Counter(group for group, _ in sides)
    licence = next(iter(package.raw.get("licenses") or [{}])).get("name", "unknown")
    return CARD.format(
        front=_render_front(name(package), licence, parts, sizes, has_texts),
        here=".",
        title=name(package),
        version=package.version,
        mark=fingerprints.of_table(package, "quotes"),
        quotes=len(items),
        groups=len(times),
        divided=sum(count > 1 for count in times.values()),
        left_out=left_out,
        sources=len({item["source_id"] for item in items}),
        by_type=_render_splits("type", items, lambda item: item["quote_type"] or "unknown"),
        by_language=_render_splits("language", items, lambda item: item["lang"] or "und"),
        by_held=_render_splits("config `held`", parts["held"], lambda _: "all"),
        shares=_render_shares(),
        texts=_render_hydrated(items) if has_texts else _render_dehydrated(package, items),
        fields=_render_table(
            ["field", ""],
            [[f"`{column}`", said] for column, _, said in list_fields(package, has_texts)],
        ),
        tokenisation=labels.TOKENISATION,
        token=labels.TOKEN.pattern,
        measured=_read_measured(package),
        licence=licence,
        warning=WARNING if has_texts else "",
    )


def _render_front(
    title: str, licence: str, parts: dict[str, Items], sizes: dict[str, int], has_texts: bool
) -> str:
    """Return what loaders read, as JSON, which is YAML too."""
    category = next((name for limit, name in SIZES if len(parts[""]) < limit), "100K<n<1M")
    features = [{"name": name, **TEXT} for name in FIELDS]
    if has_texts:
        features += [{"name": name, **kind} for name, (kind, _) in WITH_TEXTS.items()]
    configs, described = [], []
    for part, items in parts.items():
        config = {"config_name": part or "default"}
        files, listed = [], []
        for split, inside in divide(items).items():
            path = f"{part}/{split}.jsonl".strip("/")
            files.append({"split": split, "path": path})
            size = {"num_bytes": sizes[path], "num_examples": len(inside)}
            listed.append({"name": split, **size})
        if files:
            configs.append({**config, "data_files": files})
            described.append({**config, "features": features, "splits": listed})
    front = {
        "pretty_name": title,
        "license": licence.lower(),
        # As hubs call a language that isn't known.
        "language": sorted({item["lang"] or "und" for item in parts[""]}),
        "size_categories": [category],
        "task_categories": ["token-classification", "text-classification"],
        "tags": ["quotation-attribution", "diplomacy"],
        "configs": configs,
        "dataset_info": described,
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    return "\n".join(["---", *lines, "---", ""])


def _list_counts(items: Items) -> list[str]:
    inside = divide(items)
    return [f"{len(inside.get(split, []))}" for split in splits.SPLITS]


def _render_shares() -> str:
    shares, last = [], 0.0
    for split, below in splits.SPLITS.items():
        shares.append(f"{below - last:.0%} {split}")
        last = below
    return ", ".join(shares)


def _render_splits(head: str, items: Items, name: Callable[[dict[str, Any]], str]) -> str:
    """Return a table of how many items are in each split, by what `name` says of an item."""
    by_name: dict[str, Items] = {}
    for item in items:
        by_name.setdefault(name(item), []).append(item)
    rows = []
    for key, inside in sorted(by_name.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        rows.append([key, *_list_counts(inside)])
    return _render_table([head, *splits.SPLITS], rows)


def _render_table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _render_dehydrated(package: descriptor.Package, items: Items) -> str:
    """Say how to get the texts, and what share of the pages was there when last looked for."""
    used = {item["source_id"] for item in items}
    again = set()
    if "words_taken" in package.table("sources").names:
        rows = limits.read_rows(package, "sources").select(["source_id", "words_taken"])
        again = {row["source_id"] for row in loader.to_rows(rows) if row["words_taken"]}
    held = {item["source_id"] for item in items if item["evidence"]}
    of_pages = [item for item in items if item["source_id"] not in held]
    found = sum(item["source_id"] in again for item in of_pages)
    return DEHYDRATED.format(
        held=len(held),
        sources=len(used),
        pages=len(used - held),
        found=len(used & again - held),
        share=found / max(len(of_pages), 1),
    )


def _render_hydrated(items: Items) -> str:
    kinds = collections.Counter(item["words_from"] for item in items)
    rows = []
    for name in ("passage", "source_spans", "cue_spans"):
        having = [item for item in items if item[name]]
        share = f"{len(having) / max(len(items), 1):.0%}"
        rows.append([f"`{name}`", f"{len(having)}", share, *_list_counts(having)])
    return HYDRATED.format(
        evidence=kinds["evidence"],
        pointers=kinds["pointers"],
        without=kinds[None],
        table=_render_table(["quotes with", "all", "share", *splits.SPLITS], rows).rstrip(),
    )


def _read_measured(package: descriptor.Package) -> str:
    """Return how far two codings of our quotes agree, and the scores of the baselines.

    Nothing is known of others' tables.
    """
    if os.path.realpath(package.folder) != os.path.realpath(descriptor.home()):
        return ""
    out = ""
    for head, path in (("Agreement of two codings", AGREEMENT), ("A number to beat", BASELINE)):
        with open(path, encoding="utf-8") as file:
            out += f"\n## {head}\n\n{file.read()}"
    return out
