"""Which words of a quote's attribution name the speaker, and which are the cue."""

from __future__ import annotations

import re

from coalition_data.texts import evidence, pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.texts.pages import Span

# What surrounds a phrase and is none of its words.
EDGES = re.compile(r"^[\s\"',;:.()-]+|[\s\"',;:(-]+$")


def find_cue(norm: str, attribution: list[Span], cue: str) -> list[Span]:
    """Return the places of the printed words `cue` inside pieces of an attribution."""
    return [place for piece in attribution for place in _find_inside(norm, piece, cue)]


def find_source(norm: str, attribution: list[Span], named: str, cue: Span | None) -> list[Span]:
    """Return the whole phrase that names the speaker, for each place of the words `named`.

    `norm` is a normalised text, `attribution` the places of its pieces. A piece has the phrase
    alone, or the phrase and the cue. So the phrase is what the piece has on one side of the cue.

    >>> find_source("dit la ministre Martin, hier", [(0, 22)], "Martin", (0, 3))
    [(4, 22)]
    """
    cues = [cue] if cue else []
    parts = [part for piece in attribution for part in cut_around(piece, cues)]
    return [trim(norm, part) for part in parts if _find_inside(norm, part, named)]


def _find_inside(norm: str, piece: Span, words: str) -> list[Span]:
    start, end = piece
    places = pages.find_whole(norm[start:end], evidence.normalise(words))
    return [(start + at, start + till) for at, till in places]


def cut_around(span: Span, others: list[Span]) -> list[Span]:
    """Return what is left of a span without those places of `others` that are in it.

    >>> cut_around((0, 10), [(3, 5), (9, 12)])
    [(0, 3), (5, 9)]
    """
    start, end = span
    left = []
    for at, till in sorted(others):
        if at > start:
            left.append((start, min(at, end)))
        start = max(start, till)
        if start >= end:
            break
    if start < end:
        left.append((start, end))
    return left


def trim(norm: str, span: Span) -> Span:
    """Return a span without the spaces and punctuation around its words."""
    start, end = span
    words = norm[start:end]
    after = EDGES.sub("", words)
    if not after:
        return start, start
    at = start + words.index(after)
    return at, at + len(after)
