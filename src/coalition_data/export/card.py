"""The card of the quote corpus, as data set hubs read it."""

from __future__ import annotations

import collections

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))


def render(
    package: descriptor.Package, file: str, rows: list[dict[str, Any]], mark: str, passages: bool
) -> str:
    """Return the card of the corpus in `file`: what it holds, how it was split, what may be done with it."""
    languages = collections.Counter(row["lang"] for row in rows)
    splits = collections.Counter(row["split"] for row in rows)
    clusters = {row["cluster"] for row in rows}
    spans = sum(bool(row["content_spans"]) for row in rows)
    size = next((name for limit, name in SIZES if len(rows) < limit), "100K<n<1M")
    lines = [
        "---",
        f"pretty_name: {package.raw.get('title', package.raw.get('name', ''))}, quotes",
        "license: cc-by-4.0",
        "language:",
        *(f"- {language}" for language in sorted(languages)),
        f"size_categories: [{size}]",
        "task_categories: [token-classification, text-classification]",
        "tags: [quotation-attribution, diplomacy]",
        "---",
        "",
        f"# {package.raw.get('title', '')}: the quotes, version {package.version}",
        "",
        f"`{file}` has one JSON object per line and quote. Fingerprint of the table `quotes`: `{mark}`.",
        "",
        f"- {len(rows)} quotes in {len(clusters)} clusters; {spans} with spans, from texts held and coded whole.",
        f"- Languages of the sources: {_counts(languages)}.",
        f"- Splits: {_counts(splits)}.",
        "",
        *_ABOUT,
        *(_PASSAGES if passages else _NO_PASSAGES),
        "",
    ]
    return "\n".join(lines)


def _counts(counter: collections.Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items()))


_ABOUT = [
    "**Fields.** All columns of `quotes` (see the codebook), then `speaker_name`, `lang` of the source,",
    "`content_spans` and `attribution_spans`: lists of `[start, end]`, code points of the source's text in the form",
    "`cd-n1`, half-open. Content is what was said; attribution is the words that name the speaker and the saying.",
    "An indirect quote has no words of the speaker in `text`: its paraphrase is ours, as is every translation.",
    "",
    "**Split.** By cluster, never by quote: what derives from one text (`derived_from`), renders one utterance,",
    "points to one original or has the same words is one cluster and stays on one side. A cluster's side hangs on the",
    "hash of its name and doesn't move when others come.",
    "",
    "**How it was made.** Machine-assisted coding and translation of public texts by a written manual. Most rows are",
    "paraphrases of public pages that were not held; only rows with spans have the words of a text behind them.",
    "",
    "**Licence.** CC BY 4.0 for selection, coding, ids, paraphrases and translations. Quoted words stay their",
    "speakers' and publishers'.",
    "",
]
_NO_PASSAGES = [
    "**Passages.** The texts are not here; whoever holds them adds the passages and the spans of speaker and cue with",
    "`coalition-data export --to jsonl --texts FOLDER`.",
]
_PASSAGES = [
    "**Passages.** `passage` is the text around the quote, `speaker_spans` where the attribution names the speaker,",
    "`cue_spans` the rest of the attribution. Passages are the publishers' copyright: this file isn't for publishing.",
]
