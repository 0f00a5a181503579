"""Where in a text the words are that a row rests on: the normal form, segments, anchors."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from coalition_data.tables import letters

NORM = "cd-n1"
CELL = re.compile(r"[0-9]{1,9}-[0-9]{1,9}#[0-9a-f]{32}(;[0-9]{1,9}-[0-9]{1,9}#[0-9a-f]{32})*")
ONE = re.compile("([0-9]+)-([0-9]+)#([0-9a-f]+)")
COLUMNS = ("evidence", "attribution_evidence")
# What joins the pieces of a quotation in one cell; each piece has its own segment.
CUT = " […] "

_MARKS = {
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
    **dict.fromkeys("«»“”„‟", '"'),
    **dict.fromkeys("’‘‚‛ʼ′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_TABLE = str.maketrans(_MARKS)
# Unicode's White_Space, written out: Python's `\s` has four control characters more.
_SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def normalise(text: str) -> str:
    r"""Return `text` in the form `cd-n1`, in which offsets are counted and hashes taken.

    Invisible characters go. Quotation marks, apostrophes, dashes and the ellipsis become plain.
    Letters are composed (NFC). Each run of white space becomes one space, and the ends are trimmed.
    Doing it twice changes nothing.

    >>> normalise("« Daech\u00a0vacille »  …")
    '" Daech vacille " ...'
    """
    return _SPACE.sub(" ", letters.normalise("NFC", text.translate(_TABLE))).strip(" ")


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def hash_words(words: str) -> str:
    """Return the hash that a segment has of its words."""
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:32]


@dataclass(slots=True)
class Segment:
    """A piece of a normalised text: from code point `start` to before `end`, and their `hash`."""

    start: int
    end: int
    hash: str

    def __str__(self) -> str:
        return f"{self.start}-{self.end}#{self.hash}"

    def holds(self, text: str) -> bool:
        """Say whether the normalised `text` has the hashed words at this place."""
        return self.end <= len(text) and hash_words(text[self.start : self.end]) == self.hash


def segments(cell: str) -> list[Segment]:
    """Return the segments of an evidence cell, none of an empty one; ValueError for other text."""
    if not cell:
        return []
    if not CELL.fullmatch(cell):
        message = "it reads start-end#hash, several joined by ;"
        raise ValueError(f'not an evidence cell: "{cell}"; {message}')
    return [Segment(int(start), int(end), digest) for start, end, digest in ONE.findall(cell)]


class AnchorError(ValueError):
    """A phrase doesn't occur exactly once in a text."""


def anchor(text: str, phrase: str) -> str:
    """Return the evidence segment of `phrase` in `text`, both normalised first.

    Raises AnchorError where the phrase isn't there, or occurs more than once: then give more words.

    >>> anchor("Vingt et un pays. Ils étaient 21.", "étaient 21")
    '22-32#36744f52ae7c8cbbc1acdbaa83111975'
    """
    return anchor_in(normalise(text), phrase)


def anchor_in(norm: str, phrase: str) -> str:
    """Do the same in a text that is normalised already."""
    words = normalise(phrase)
    start = norm.find(words) if words else -1
    if start < 0:
        raise AnchorError(f'the text doesn\'t have "{words}"; copy the phrase from it')
    if norm.find(words, start + 1) >= 0:
        times = f"{norm.count(words)} times or more"
        raise AnchorError(f'the text has "{words}" {times}; give more words around it')
    return str(Segment(start, start + len(words), hash_words(words)))
