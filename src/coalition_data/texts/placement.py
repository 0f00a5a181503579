"""Where pieces of evidence stand in a text that isn't, or isn't wholly, the one that was coded."""

from __future__ import annotations

import bisect
import difflib
import itertools
import operator
import unicodedata

from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# How like the coded words others must be to be shown to a person.
ALIKE = 0.75
# How far around its place a changed phrase is looked for.
AROUND = 200
# Whoever stands in reverse order to one or two others may be the one that was moved.
FEW = 3


class Piece:
    """A segment of evidence: `segment`, and its `words` where the row ships them (blank else)."""

    __slots__ = ("hint", "segment", "words")

    def __init__(self, segment: evidence.Segment, words: str = "", hint: str = "") -> None:
        """`words`: the normalised words of the segment; `hint`: some words that stand inside it, as written."""
        self.segment, self.words, self.hint = segment, words, hint


class Placed:
    """Where a piece stands: `status` (moved, folded, review, missing), `start` and `end` (None where missing)."""

    __slots__ = ("end", "piece", "start", "status")

    def __init__(
        self, piece: Piece, status: str, start: int | None = None, end: int | None = None
    ) -> None:
        self.piece, self.status, self.start, self.end = piece, status, start, end

    @property
    def accepted(self) -> bool:
        """Whether the words are there, and once."""
        return self.status in ("moved", "folded")

    @property
    def found(self) -> bool:
        """Whether the words, or something like them, are there at all."""
        return self.start is not None

    @property
    def shift(self) -> int:
        """How far it stands from where it stood."""
        return (self.start or 0) - self.piece.segment.start


def place(text: str, pieces: list[Piece]) -> list[Placed]:
    """Find each piece in the normalised `text`; returns one Placed per piece, in the order given.

    moved: exactly one window of the length has the hash. folded: the shipped words stand there once but for accents,
    case or punctuation, and have no digit. review: there several times, or out of order with the pieces around it, or
    nearly the same words. missing: nothing of the kind. Only moved and folded count as found.
    """
    order = sorted(
        range(len(pieces)), key=lambda i: (pieces[i].segment.start, pieces[i].segment.end)
    )
    found: dict[int, Placed] = {}
    folded = _Folded(text)
    for i in order:
        if pieces[i].words:
            found[i] = _by_words(text, folded, pieces[i])
    shifts = [
        (pieces[i].segment.start, found[i].shift) for i in order if i in found and found[i].accepted
    ]
    for i in order:
        if i not in found:
            found[i] = _by_hash(text, pieces[i], shifts)
            if found[i].accepted:
                bisect.insort(shifts, (pieces[i].segment.start, found[i].shift))
    _hold_order([found[i] for i in order])
    for i in order:
        if found[i].status == "missing":
            _look_near(text, found[i], shifts)
    return [found[i] for i in range(len(pieces))]


def _by_words(text: str, folded: _Folded, piece: Piece) -> Placed:
    """Find a piece whose words are known."""
    words = piece.words
    start = text.find(words)
    if start >= 0:
        status = "moved" if text.find(words, start + 1) < 0 else "review"
        return Placed(piece, status, start, start + len(words))
    spans = list(folded.find(words))
    if spans:
        sure = len(spans) == 1 and not any(c.isdigit() for c in words)
        return Placed(piece, "folded" if sure else "review", *spans[0])
    return Placed(piece, "missing")


def _by_hash(text: str, piece: Piece, shifts: list[tuple[int, int]]) -> Placed:
    """Find a piece of which only the hash is known: outwards from where the pieces around it lead one to expect it."""
    segment = piece.segment
    length, start = segment.end - segment.start, segment.start
    at = bisect.bisect(shifts, (start, 0))
    expected = [start + shift for _, shift in shifts[max(0, at - 1) : at + 1]] or [start]
    for here in itertools.chain(expected, _outwards(expected[0], len(text) - length)):
        words = text[here : here + length]
        if evidence.sha256(words)[:32] == segment.hash and here >= 0:
            once = text.find(words, here + 1) < 0 and text.find(words) == here
            return Placed(piece, "moved" if once else "review", here, here + length)
    return Placed(piece, "missing")


def _outwards(middle: int, last: int) -> Iterator[int]:
    """Yield every place from 0 to `last` once, those first that are nearest to `middle`."""
    middle = min(max(middle, 0), max(last, 0))
    for step in range(max(middle, last - middle) + 1):
        if middle + step <= last:
            yield middle + step
        if step and middle - step >= 0:
            yield middle - step


def _hold_order(placed: list[Placed]) -> None:
    """Put to review what stands out of order: words that changed places are no evidence, though each is there."""
    there = [one for one in placed if one.accepted]
    keep = _longest_rising([_from(one) for one in there])
    kept = [one for i, one in enumerate(there) if i in keep]
    for i in sorted(set(range(len(there))) - keep):
        one = there[i]
        one.status = "review"
        crossed = [
            two
            for j, two in enumerate(there)
            if j in keep and (j - i) * (_from(two) - _from(one)) < 0
        ]
        if len(crossed) < FEW:
            for two in crossed:
                two.status = "review"
    shifts = [one.shift for one in kept]
    for one, shift, before, after in zip(
        kept, shifts, [0, *shifts], [*shifts[1:], *shifts[-1:]], strict=False
    ):
        if not (before <= shift <= after or after <= shift <= before):
            one.status = "review"


def _from(one: Placed) -> int:
    return one.start or 0


def _longest_rising(starts: list[int]) -> set[int]:
    """Return the indices of a longest run of `starts` that never falls."""
    if all(map(operator.le, starts, starts[1:])):
        return set(range(len(starts)))
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for i, start in enumerate(starts):
        at = bisect.bisect_right(tails, start)
        tails[at:], ends[at:] = [start, *tails[at + 1 :]], [i, *ends[at + 1 :]]
        before.append(ends[at - 1] if at else None)
    out = set()
    here = ends[-1] if ends else None
    while here is not None:
        out.add(here)
        here = before[here]
    return out


def _look_near(text: str, one: Placed, shifts: list[tuple[int, int]]) -> None:
    """Put to review what is missing, where nearly the same words stand about there."""
    words = one.piece.words or evidence.normalise(one.piece.hint)
    if not words:
        return
    at = bisect.bisect(shifts, (one.piece.segment.start, 0))
    around = shifts[max(0, at - 1) : at + 1]
    shift = around[0][1] if around else 0
    start = max(0, one.piece.segment.start + shift - AROUND)
    window = text[start : one.piece.segment.end + shift + AROUND]
    match = difflib.SequenceMatcher(None, words, window, autojunk=False)
    blocks = [block for block in match.get_matching_blocks() if block.size]
    if blocks and sum(block.size for block in blocks) >= ALIKE * len(words):
        first, last = blocks[0], blocks[-1]
        if last.b + last.size - first.b <= len(words) / ALIKE:
            one.status, one.start, one.end = "review", start + first.b, start + last.b + last.size


class _Folded:
    """A text without accents, case and punctuation, each letter with its place; made when it is first needed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = ""
        self.places: list[int] = []

    def find(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield where in the text the folded `words` stand."""
        wanted, _ = fold(words)
        if not wanted:
            return
        if not self.places:
            letters, places = fold(self.text)
            self.letters, self.places = f" {letters} ", [0, *places, len(self.text)]
        # Spaces on both sides: whole words only.
        start = self.letters.find(f" {wanted} ")
        while start >= 0:
            yield self.places[start + 1], self.places[start + len(wanted)] + 1
            start = self.letters.find(f" {wanted} ", start + 1)


def fold(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of `text` with single spaces between words, and where each stood."""
    letters: list[str] = []
    places: list[int] = []
    for i, char in enumerate(text):
        plain = [
            c
            for c in unicodedata.normalize("NFKD", char.casefold())
            if not unicodedata.combining(c)
        ]
        for c in plain:
            if c.isalnum():
                letters.append(c)
                places.append(i)
            elif letters and letters[-1] != " ":
                letters.append(" ")
                places.append(i)
    while letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    return "".join(letters), places
