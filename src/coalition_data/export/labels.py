"""Tokens and tags of a passage, and the spans that tags stand for."""

from __future__ import annotations

import re

from coalition_data.texts.attribution import cut_around, trim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.texts.pages import Span

    # The places of each label in a passage.
    Spans = dict[str, list[Span]]

# A run of letters, digits and underscores is a token, and so is any other character but a space.
TOKENISATION = "cd-t1"
TOKEN = re.compile(r"\w+|[^\w\s]")
# From the label that keeps its place to the one that gives way.
LABELS = ("source", "cue", "content")
OUTSIDE = "O"


def find_tokens(passage: str) -> list[Span]:
    """Return where the tokens of a passage are.

    >>> find_tokens("L'Irak a dit")
    [(0, 1), (1, 2), (2, 6), (7, 8), (9, 12)]
    """
    return [token.span() for token in TOKEN.finditer(passage)]


def separate(passage: str, spans: Spans) -> Spans:
    """Return spans of whole tokens that don't overlap.

    A span that ends inside a token gets it whole. What names the speaker is no part of the cue, and
    neither is part of the content: that is cut in two around them.

    >>> spans = {"source": [(9, 11)], "cue": [(5, 8)], "content": [(0, 21)]}
    >>> separate("Oui, dit-il, je viens", spans)
    {'source': [(9, 11)], 'cue': [(5, 8)], 'content': [(0, 3), (13, 21)]}
    """
    tokens = find_tokens(passage)
    taken: list[Span] = []
    out: Spans = {}
    for label in LABELS:
        out[label] = []
        for span in sorted(spans[label]):
            whole = _widen(tokens, span)
            left = [] if whole is None else cut_around(whole, taken)
            if left != [whole]:
                left = [trim(passage, piece) for piece in left]
            out[label] += [(start, end) for start, end in left if start < end]
            taken += out[label]
        # One that another cut in two may surround it.
        out[label].sort()
    return out


def _widen(tokens: list[Span], span: Span) -> Span | None:
    """Return the span of the tokens that are at least partly in `span`."""
    start, end = span
    inside = [token for token in tokens if token[0] < end and token[1] > start]
    return (inside[0][0], inside[-1][1]) if inside else None


def tag(passage: str, spans: Spans) -> list[str]:
    """Return a tag for each token: B- for the first of a span, I- for the others, else O.

    >>> tag("Oui, dit-il", {"cue": [(5, 8)], "source": [(9, 11)], "content": [(0, 3)]})
    ['B-content', 'O', 'B-cue', 'O', 'B-source']
    """
    tokens = find_tokens(passage)
    tags = [OUTSIDE] * len(tokens)
    for label, places in spans.items():
        for start, end in places:
            inside = [at for at, token in enumerate(tokens) if start <= token[0] < end]
            for at in inside:
                tags[at] = f"I-{label}"
            tags[inside[0]] = f"B-{label}"
    return tags


def read_tags(passage: str, tags: list[str]) -> Spans:
    """Return the spans that the tags of a passage stand for: what `tag` was given.

    >>> read_tags("Oui, dit-il", ["B-content", "O", "B-cue", "O", "B-source"])
    {'source': [(9, 11)], 'cue': [(5, 8)], 'content': [(0, 3)]}
    """
    out: Spans = {label: [] for label in LABELS}
    last = OUTSIDE
    for (start, end), found in zip(find_tokens(passage), tags, strict=True):
        kind, _, label = found.partition("-")
        if label:
            goes_on = kind == "I" and last == label
            out[label].append((out[label].pop()[0] if goes_on else start, end))
        last = label
    return out
