"""A quote corpus: the quotes as JSON lines, split so that no text stands on both sides.

`python examples/quote_corpus.py [FOLDER]` writes `quotes.jsonl` and its card, and draws `quote_corpus.svg`, into FOLDER
(default: here; then the corpus goes to a folder that is thrown away). Needs the extra `explore`.
"""

import collections
import json
import sys
import tempfile
from pathlib import Path

import altair as alt

import coalition_data as cd
from coalition_data import export

with tempfile.TemporaryDirectory() as scratch:
    corpus = Path(sys.argv[1] if len(sys.argv) > 1 else scratch) / "quotes.jsonl"
    export.write("jsonl", corpus)
    quotes = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]

# Whatever derives from one text is one cluster, and a cluster is on one side: here is the proof.
sides = collections.defaultdict(set)
for quote in quotes:
    sides[quote["cluster"]].add(quote["split"])
assert all(len(side) == 1 for side in sides.values())

counts = collections.Counter(
    (quote["lang"], quote["quote_type"], quote["split"]) for quote in quotes
)
rows = [
    {"lang": lang, "type": kind, "split": split, "n": n}
    for (lang, kind, split), n in sorted(counts.items())
]
chart = (
    alt.Chart(alt.Data(values=rows))
    .mark_bar()
    .encode(
        x=alt.X("n:Q", title="quotes"),
        y=alt.Y("lang:N", title="language of the source", sort="-x"),
        color=alt.Color("type:N", title=None, legend=alt.Legend(orient="bottom")),
        column=alt.Column("split:N", title=None, sort=["train", "validation", "test"]),
    )
    .resolve_scale(x="independent")
    .properties(
        width=200,
        title={
            "text": "A quote corpus, split by where the words come from",
            "subtitle": [
                f"{len(quotes)} quotes in {len(sides)} clusters; texts that reuse one another are one cluster.",
                f"Source: coalition-data {cd.__version__}, export --to jsonl; CC BY 4.0, quoted words excepted",
            ],
            "anchor": "start",
        },
    )
)
folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
chart.save(folder / "quote_corpus.svg")
print(f"{len(quotes)} quotes, {len(sides)} clusters, none on two sides")
