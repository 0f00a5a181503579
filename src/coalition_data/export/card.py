"""The card of the quote corpus, as data set hubs read it."""

from __future__ import annotations

import collections

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))
CARD = """\
---
pretty_name: {name}, quotes
license: cc-by-4.0
language:
{languages}
size_categories: [{size}]
task_categories: [token-classification, text-classification]
tags: [quotation-attribution, diplomacy]
---

# {title}: the quotes, version {version}

`{file}` has one JSON object per line and quote.
Fingerprint of the table `quotes`: `{mark}`.

- {quotes} quotes in {clusters} clusters: {by_type}.
- {texts} have their words in `text`; {pointers} have pointers to them; {neither} have neither.
- {spans} have spans, from texts held and coded whole.
- Languages of the sources: {by_language}.
- Splits: {by_split}.

**Fields.** All columns of `quotes` (see the codebook), then `speaker_name`, `lang` of the source,
`content_spans` and `attribution_spans`: lists of `[start, end]`, half-open, in code points of the
source's text in the form `cd-n1`. Content is what was said; attribution is the words that name the
speaker and the act of saying.

**Words.** `quote_type` says what the source does: `direct`, `mixed` or `indirect`. `text` has the
words of direct and mixed quotes of texts that were held. A quote of a page has no `text`, whatever
its type: `opens_with` and `ends_with` are the first and the last words of its passage, and
`paraphrase_en` and `paraphrase_fr` are ours, as is every translation. `speaker_as_named` and `cue`
(the verb or phrase of saying) are as printed.

**Split.** By cluster, never by quote. Quotes whose sources derive from one text (`derived_from`),
that render one utterance, point to one original, or have the same words or the same first and last
words are one cluster, on one side of the split. The side depends on the hash of the cluster's name,
so new clusters don't move it.

**How it was made.** Machine-assisted coding and translation of public texts by a written manual.
Most rows are from public pages whose text was not held: they have pointers and our paraphrases.
Only rows with spans rest on a text against which a machine has compared them.

**Licence.** CC BY 4.0 for selection, coding, ids, paraphrases and translations. Quoted words remain
their speakers' and publishers'.

{passages}
"""
WITH_PASSAGES = """\
**Passages.** `passage` is the text around the quote; `speaker_spans` and `cue_spans` are where the
attribution has `speaker_as_named` and `cue`. Passages are the publishers' copyright: don't
publish this file."""
WITHOUT_PASSAGES = """\
**Passages.** The texts are not here. If you have them, `coalition-data export --to jsonl --texts
FOLDER` adds the passages and the spans of speaker and cue."""


def render(
    package: descriptor.Package, file: str, rows: list[dict[str, Any]], mark: str, passages: bool
) -> str:
    """Return the card of the corpus in `file`: its contents, its split, its licence."""
    # As hubs call a language that isn't known.
    languages = collections.Counter(row["lang"] or "und" for row in rows)
    types = collections.Counter(row.get("quote_type") or "unknown" for row in rows)
    texts = sum(bool(row["text"]) for row in rows)
    pointers = sum(bool(row.get("opens_with")) for row in rows)
    title = package.raw.get("title", "")
    return CARD.format(
        name=title or package.raw.get("name", ""),
        languages="\n".join(f"- {language}" for language in sorted(languages)),
        size=next((name for limit, name in SIZES if len(rows) < limit), "100K<n<1M"),
        title=title,
        version=package.version,
        file=file,
        mark=mark,
        quotes=len(rows),
        clusters=len({row["cluster"] for row in rows}),
        by_type=_list_counts(types),
        texts=texts,
        pointers=pointers,
        neither=len(rows) - texts - pointers,
        spans=sum(bool(row["content_spans"]) for row in rows),
        by_language=_list_counts(languages),
        by_split=_list_counts(collections.Counter(row["split"] for row in rows)),
        passages=WITH_PASSAGES if passages else WITHOUT_PASSAGES,
    )


def _list_counts(counter: collections.Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items()))
