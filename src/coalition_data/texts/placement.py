"""Where pieces of evidence are in a text that differs from the one that was coded."""

from __future__ import annotations

import bisect
import difflib
import functools
import hashlib
import itertools
import operator
import unicodedata
from dataclasses import dataclass

from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    # Where pieces were in the coded text, and how far they have moved.
    Shifts = list[tuple[int, int]]

# The share of the coded words that others must match to be shown to a person.
ALIKE = 0.75
# How many characters around its expected place a changed phrase is searched for.
AROUND = 200
# How many passages are hashed, or compared, to find pieces in the texts of a folder: some seconds.
MOST_SEARCHED = 1_500_000
# Comparing longer words letter by letter takes too long.
LONGEST_ALIKE = 2000
# The categories of marks; those that only change a letter are told by their combining class.
VOWELS = ("Mc", "Mn")
# The places of the letters of a longer word are remembered.
LONG_WORD = 100
# A piece out of order with fewer others than this: they may be the ones that were moved.
FEW = 3


@dataclass(slots=True, eq=False)
class Piece:
    """A segment of evidence, with its normalised `words` or a `hint` (some of them), if shipped."""

    segment: evidence.Segment
    words: str = ""
    hint: str = ""


@dataclass(slots=True)
class Placed:
    """A piece and its place: `status` is moved, folded, review or missing (no place)."""

    piece: Piece
    status: str
    start: int | None = None
    end: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether the words are there, and once."""
        return self.status in ("moved", "folded")

    @property
    def found(self) -> bool:
        """Whether the words, or similar ones, are there at all."""
        return self.start is not None

    @property
    def shift(self) -> int:
        """How far it is from its place in the coded text."""
        return (self.start or 0) - self.piece.segment.start


@dataclass(slots=True)
class Budget:
    """How much can still be searched; `left` is 0 where that wasn't enough."""

    left: int = MOST_SEARCHED

    def spend(self, cost: int) -> bool:
        """Take the cost of a search; return False where not that much is left."""
        if cost > self.left:
            self.left = 0
            return False
        self.left -= cost
        return True


def place(text: str, pieces: list[Piece], budget: Budget | None = None) -> list[Placed]:
    """Find each piece in the normalised `text`; return one Placed per piece, in the order given.

    moved: exactly one passage of its length has the hash. folded: the shipped words occur once but
    for accents, case or punctuation, and have no digit. review: they occur several times, out of
    order with the pieces around, or nearly. missing: none of these. Only moved and folded count as
    found. Where the `budget` runs out, what is left is missing.
    """
    budget = budget or Budget()
    order = sorted(pieces, key=lambda piece: (piece.segment.start, piece.segment.end))
    folded = FoldedText(text)
    placed = {piece: _find_words(text, folded, piece, budget) for piece in order if piece.words}
    shifts = [(piece.segment.start, one.shift) for piece, one in placed.items() if one.accepted]
    for piece in order:
        if not piece.words:
            one = placed[piece] = _find_hash(text, piece, shifts, budget)
            if one.accepted:
                bisect.insort(shifts, (piece.segment.start, one.shift))
    _check_order([placed[piece] for piece in order])
    for piece in order:
        if placed[piece].status == "missing":
            _find_similar(text, placed[piece], shifts, budget)
    return [placed[piece] for piece in pieces]


def _find_words(text: str, folded: FoldedText, piece: Piece, budget: Budget) -> Placed:
    """Find a piece whose words are known."""
    words = piece.words
    # To find a word in a thousand letters takes as long as to hash a passage.
    if not budget.spend(1 + len(text) // 1000):
        return Placed(piece, "missing")
    start = text.find(words)
    if start >= 0:
        status = "moved" if text.find(words, start + 1) < 0 else "review"
        return Placed(piece, status, start, start + len(words))
    spans = list(itertools.islice(folded.find(words), 2))
    if not spans:
        return Placed(piece, "missing")
    is_sure = len(spans) == 1 and not any(c.isdigit() for c in words)
    return Placed(piece, "folded" if is_sure else "review", *spans[0])


def _find_hash(text: str, piece: Piece, shifts: Shifts, budget: Budget) -> Placed:
    """Find a piece of which only the hash is known, searching outwards from its expected place."""
    segment = piece.segment
    length = segment.end - segment.start
    expected = [segment.start + shift for shift in _shifts_around(segment.start, shifts)]
    expected = expected or [segment.start]
    wanted = bytes.fromhex(segment.hash)
    cost = 1 + length // 1000
    sha256 = hashlib.sha256
    # Millions of places: whatever is called here takes seconds.
    for start in itertools.chain(expected, _search_outwards(expected[0], len(text) - length)):
        if budget.left < cost:
            budget.left = 0
            break
        budget.left -= cost
        words = text[start : start + length]
        if start >= 0 and sha256(words.encode()).digest().startswith(wanted):
            is_once = text.find(words) == start and text.find(words, start + 1) < 0
            return Placed(piece, "moved" if is_once else "review", start, start + length)
    return Placed(piece, "missing")


def _shifts_around(start: int, shifts: Shifts) -> list[int]:
    """Return how far the pieces before and after `start` have moved, where there are any."""
    at = bisect.bisect(shifts, (start, 0))
    return [shift for _, shift in shifts[max(0, at - 1) : at + 1]]


def _search_outwards(middle: int, last: int) -> Iterator[int]:
    """Yield every place from 0 to `last` once, those nearest to `middle` first."""
    middle = min(max(middle, 0), max(last, 0))
    for step in range(max(middle, last - middle) + 1):
        if middle + step <= last:
            yield middle + step
        if step and middle - step >= 0:
            yield middle - step


def _check_order(placed: list[Placed]) -> None:
    """Put to review what is out of order: words that changed places prove nothing."""
    there = [one for one in placed if one.accepted]
    starts = [one.start or 0 for one in there]
    kept = _longest_rising(starts)
    for i in sorted(set(range(len(there))) - kept):
        there[i].status = "review"
        crossed = [there[j] for j in kept if (j - i) * (starts[j] - starts[i]) < 0]
        if len(crossed) < FEW:
            for one in crossed:
                one.status = "review"
    # A piece must have moved as far as its neighbours, or between them.
    in_order = [there[i] for i in sorted(kept)]
    shifts = [0, *(one.shift for one in in_order)]
    shifts += shifts[-1:]
    for one, before, after in zip(in_order, shifts, shifts[2:], strict=False):
        if not min(before, after) <= one.shift <= max(before, after):
            one.status = "review"


def _longest_rising(starts: list[int]) -> set[int]:
    """Return the indices of a longest run of `starts` that never falls."""
    if all(map(operator.le, starts, starts[1:])):
        return set(range(len(starts)))
    # Of each length, the run that ends lowest: its last start, and the index of that.
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for i, start in enumerate(starts):
        at = bisect.bisect_right(tails, start)
        tails[at : at + 1] = [start]
        ends[at : at + 1] = [i]
        before.append(ends[at - 1] if at else None)
    run = set()
    here: int | None = ends[-1]
    while here is not None:
        run.add(here)
        here = before[here]
    return run


def _find_similar(text: str, one: Placed, shifts: Shifts, budget: Budget) -> None:
    """Put to review what is missing, where similar words are near its expected place."""
    words = one.piece.words or evidence.normalise(one.piece.hint)
    if not words or len(words) > LONGEST_ALIKE:
        return
    segment = one.piece.segment
    shift = next(iter(_shifts_around(segment.start, shifts)), 0)
    start = max(0, segment.start + shift - AROUND)
    window = text[start : segment.end + shift + AROUND]
    window = window[: LONGEST_ALIKE + 2 * AROUND]
    if not budget.spend(len(words) * len(window) // 50):
        return
    match = difflib.SequenceMatcher(None, words, window, autojunk=False)
    # The last block is empty: it marks the end.
    blocks = match.get_matching_blocks()[:-1]
    if sum(block.size for block in blocks) < ALIKE * len(words):
        return
    first = blocks[0].b
    last = blocks[-1].b + blocks[-1].size
    if last - first <= len(words) / ALIKE:
        one.status, one.start, one.end = "review", start + first, start + last


class FoldedText:
    """A text without accents, case and punctuation, folded when it is first searched."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Where a long word begins -> the places of its letters.
        self._places: dict[int, list[int]] = {}

    @functools.cached_property
    def letters(self) -> str:
        """The folded text: letters and digits, one space between words."""
        return self._fold(self.text)

    @functools.cached_property
    def _table(self) -> dict[int, str]:
        return {ord(char): _fold_char(char) for char in set(self.text)}

    def _fold(self, part: str) -> str:
        """Return the letters and digits of a part of the text, as `fold` does, but fast."""
        return " ".join(part.translate(self._table).split())

    @functools.cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        """Where each word that has letters begins, in `letters` and in the text."""
        in_letters, in_text = [], []
        folded = here = 0
        words = self.text.split(" ")
        lengths = {word: len(self._fold(word)) for word in set(words)}
        for word in words:
            length = lengths[word]
            if length:
                in_letters.append(folded)
                in_text.append(here)
                folded += length + 1
            here += len(word) + 1
        return in_letters, in_text

    def locate(self, at: int) -> int:
        """Return where in the text the letter is that `letters` has at this place."""
        in_letters, in_text = self._words
        number = bisect.bisect_right(in_letters, at) - 1
        start = in_text[number]
        places = self._places.get(start)
        if places is None:
            end = self.text.find(" ", start)
            word = self.text[start : end if end >= 0 else None]
            _, places = fold(word)
            if len(word) > LONG_WORD:
                self._places[start] = places
        return start + places[at - in_letters[number]]

    def find(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield where in the text the folded `words` are, as whole words."""
        wanted, _ = fold(words)
        if not wanted:
            return
        letters = f" {self.letters} "
        start = letters.find(f" {wanted} ")
        while start >= 0:
            yield self.locate(start), self.locate(start + len(wanted) - 1) + 1
            start = letters.find(f" {wanted} ", start + 1)


# Cached: texts repeat their letters.
@functools.lru_cache(maxsize=2**12)
def _fold_char(char: str) -> str:
    """Return the letters and digits of a character; a space for a sign, nothing for an accent."""
    decomposed = unicodedata.normalize("NFKD", char.casefold())
    parts = (part for part in decomposed if not unicodedata.combining(part))
    return "".join(part if is_letter(part) else " " for part in parts)


def is_letter(char: str) -> bool:
    """Say whether it is a letter, a digit, or a vowel that is written as a mark (in Hindi)."""
    return char.isalnum() or unicodedata.category(char) in VOWELS


def fold(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of `text`, one space between words, and the place of each."""
    if text.isascii() and text.isalnum():
        return text.lower(), list(range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for i, char in enumerate(text):
        for c in _fold_char(char):
            if c != " " or (letters and letters[-1] != " "):
                letters.append(c)
                places.append(i)
    if letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    return "".join(letters), places
