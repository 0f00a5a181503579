"""A quote corpus, and two baselines that show what is in it and give a number to beat.

`python examples/quote_corpus.py [FOLDER]` writes the corpus, trains both baselines on its training split, prints their
scores on the test split, and draws `quote_corpus.svg`, into FOLDER (default: here; then the corpus goes to a folder that
is thrown away). Needs the extra `explore`.

The first baseline reads the type of a quote off its cue. The second finds speaker, cue and content by quotation marks and
by the cues that it has seen. It needs passages: COALITION_DATA_TEXTS names a folder with the coded texts, or with pages
that `fetch` brought.
"""

import collections
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import coalition_data as cd
from coalition_data import export
from coalition_data.export import labels

SPLITS = ("train", "validation", "test")
# A cue is that of a quotation if it is at most so many characters from it.
NEAR = 60
QUOTATION = re.compile('"([^"]+)"')
# Between speaker and what else is in a sentence.
BREAK = re.compile(r'[,.;:"]|\b(?:que|that|dass|qu)\b')
THAT = re.compile(r"\s*(?:que |qu'|that |dass )")


def read_corpus(folder):
    """Return the items of each split; `datasets.load_dataset(folder)` would too."""
    return {
        split: [
            json.loads(line)
            for line in (folder / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for split in SPLITS
    }


def count_types(items):
    """Return how often a quote with a cue, or without one, in a language, is of each type."""
    counts = collections.defaultdict(collections.Counter)
    for item in items:
        cue = (item["cue"] or "").casefold()
        for key in ((item["lang"], cue), item["lang"], ""):
            counts[key][item["quote_type"]] += 1
    return counts


def guess_type(counts, item):
    """Return the most frequent type of quotes with this cue, else of this language, else of all."""
    cue = (item["cue"] or "").casefold()
    keys = ((item["lang"], cue), item["lang"], "")
    return next(counts[key] for key in keys if key in counts).most_common(1)[0][0]


def score_types(corpus):
    """Return accuracy and macro F1 on the test split, and the accuracy of always the same type."""
    counts = count_types(corpus["train"])
    pairs = [(item["quote_type"], guess_type(counts, item)) for item in corpus["test"]]
    most = counts[""].most_common(1)[0][0]
    scores = []
    for kind in counts[""]:
        right = sum(true == guess == kind for true, guess in pairs)
        scores.append(
            2 * right / max(sum((true == kind) + (guess == kind) for true, guess in pairs), 1)
        )
    right = sum(true == guess for true, guess in pairs)
    return (
        right / len(pairs),
        sum(scores) / len(scores),
        sum(true == most for true, _ in pairs) / len(pairs),
    )


def learn_cues(items):
    """Return a pattern of the cues of each language, the longest first."""
    cues = collections.defaultdict(set)
    for item in items:
        cues[item["lang"]].add((item["cue"] or "").casefold())
    return {
        lang: re.compile(
            "|".join(
                rf"\b{re.escape(cue)}\b" for cue in sorted(found - {""}, key=len, reverse=True)
            ),
            re.I,
        )
        for lang, found in cues.items()
        if found != {""}
    }


def find_quotes(passage, cue_pattern):
    """Yield the spans of each quote that marks or a cue give away."""
    quotations = [found.span(1) for found in QUOTATION.finditer(passage)]
    cues = [
        found.span()
        for found in cue_pattern.finditer(passage)
        if not any(start <= found.start() < end for start, end in quotations)
    ]
    used = set()
    for start, end in quotations:
        near = [cue for cue in cues if start - NEAR < cue[1] <= start or end <= cue[0] < end + NEAR]
        cue = min(near, key=lambda cue: max(start - cue[1], cue[0] - end), default=None)
        used.add(cue)
        yield {
            "content": [(start, end)],
            **find_speaker(passage, cue, cue is not None and cue[0] >= end),
        }
    for cue in cues:
        if cue not in used:
            yield from find_reported(passage, cue)


def find_reported(passage, cue):
    """Yield what is said without marks: "X a dit que …", or "…, a dit X"."""
    start = passage.rfind(". ", 0, cue[0]) + 2 if ". " in passage[: cue[0]] else 0
    stop = passage.find(".", cue[1])
    stop = len(passage) if stop < 0 else stop
    that = THAT.match(passage, cue[1])
    if that:
        yield {"content": [(that.end(), stop)], **find_speaker(passage, cue, False)}
    elif passage[: cue[0]].rstrip().endswith(",") and cue[0] - start > NEAR:
        yield {
            "content": [(start, passage.rindex(",", start, cue[0]))],
            **find_speaker(passage, cue, True),
        }


def find_speaker(passage, cue, follows):
    """Return the cue, and the phrase beside it that names the speaker: after the cue if it follows what was said."""
    if cue is None:
        return {"source": [], "cue": []}
    before = BREAK.split(passage[: cue[0]])[-1]
    after = BREAK.split(passage[cue[1] :])[0]
    if follows or not before.strip():
        span = (cue[1], cue[1] + len(after))
    else:
        span = (cue[0] - len(before), cue[0])
    words = passage[slice(*span)]
    span = (span[0] + len(words) - len(words.lstrip()), span[1] - len(words) + len(words.rstrip()))
    return {"source": [span] if words.strip() else [], "cue": [cue]}


def score_spans(corpus):
    """Return how many quotes of the test split have a passage, and F1 over tokens by label."""
    patterns = learn_cues(corpus["train"])
    counts = {label: [0, 0, 0] for label in labels.LABELS}
    items = [item for item in corpus["test"] if item.get("passage") and item["lang"] in patterns]
    for item in items:
        passage = item["passage"]
        tokens = labels.find_tokens(passage)
        # What other coded quotes say is not what is asked for here.
        others = mark(tokens, item["other_spans"])
        guesses = collections.defaultdict(set)
        for quote in find_quotes(passage, patterns[item["lang"]]):
            content = mark(tokens, quote["content"])
            if len(content & others) <= len(content) / 2:
                for label, spans in quote.items():
                    guesses[label] |= mark(tokens, spans)
        for label, count in counts.items():
            true, guess = mark(tokens, item[f"{label}_spans"]), guesses[label] - others
            for at, found in enumerate((true & guess, true, guess)):
                count[at] += len(found)
    return len(items), {
        label: 2 * both / max(true + guess, 1) for label, (both, true, guess) in counts.items()
    }


def mark(tokens, spans):
    """Return which tokens are in one of the spans."""
    return {
        at
        for at, (start, end) in enumerate(tokens)
        if any(low < end and start < high for low, high in spans)
    }


def describe_scores(corpus):
    """Return a line for each baseline."""
    accuracy, f1, same = score_types(corpus)
    lines = [
        f"type by cue: {len(corpus['test'])} quotes of the test split, accuracy {accuracy:.2f}, macro F1 {f1:.2f} "
        f"(always the most frequent type: accuracy {same:.2f})"
    ]
    count, scores = score_spans(corpus)
    if count:
        by_label = ", ".join(f"{label} {score:.2f}" for label, score in scores.items())
        lines.append(
            f"spans by marks and cues: {count} quotes of the test split, F1 over tokens: {by_label}"
        )
    else:
        lines.append(
            "spans by marks and cues: no passages here; COALITION_DATA_TEXTS names a folder with texts"
        )
    return lines


def draw(corpus, path):
    """Draw how many quotes of each language and type are in each split."""
    import altair as alt

    counts = collections.Counter(
        (quote["lang"], quote["quote_type"], split) for split in SPLITS for quote in corpus[split]
    )
    rows = [
        {"lang": lang, "type": kind, "split": split, "n": n}
        for (lang, kind, split), n in sorted(counts.items())
    ]
    groups = {quote["group"] for split in SPLITS for quote in corpus[split]}
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("n:Q", title="quotes"),
            y=alt.Y("lang:N", title="language of the source", sort="-x"),
            color=alt.Color("type:N", title=None, legend=alt.Legend(orient="bottom")),
            column=alt.Column("split:N", title=None, sort=list(SPLITS)),
        )
        .resolve_scale(x="independent")
        .properties(
            width=200,
            title={
                "text": "A quote corpus, split by where the words come from",
                "subtitle": [
                    f"{sum(counts.values())} quotes in {len(groups)} groups; texts that reuse one another are one group.",
                    f"Source: coalition-data {cd.__version__}, export --to corpus; CC BY 4.0, quoted words excepted",
                ],
                "anchor": "start",
            },
        )
    )
    chart.save(path)


if __name__ == "__main__":
    here = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as scratch:
        target = (here or Path(scratch)) / "corpus"
        export.write("corpus", target, texts=os.environ.get("COALITION_DATA_TEXTS") or None)
        quotes = read_corpus(target)
    # A correction can tie quotes that were released in two splits. What is scored on isn't trained on.
    for split, later in (("validation", ["test"]), ("train", ["validation", "test"])):
        theirs = {quote["group"] for other in later for quote in quotes[other]}
        quotes[split] = [quote for quote in quotes[split] if quote["group"] not in theirs]
    # Whatever derives from one text is one group, and a group is on one side: here is the proof.
    sides = collections.Counter(
        group for split in SPLITS for group in {quote["group"] for quote in quotes[split]}
    )
    assert set(sides.values()) == {1}
    print("\n".join(describe_scores(quotes)))
    draw(quotes, (here or Path(__file__).parent) / "quote_corpus.svg")
