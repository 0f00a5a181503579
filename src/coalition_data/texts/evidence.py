"""Where in a text a row is written: the normal form, segments, anchors."""

from __future__ import annotations

import hashlib
import re
import unicodedata

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
# Unicode's White_Space, written out: Python's own idea of it has four control characters more.
_SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def normalise(text: str) -> str:
    r"""Return `text` in the form `cd-n1`, in which offsets are counted and hashes taken.

    Invisible characters go. Quotation marks, apostrophes, dashes and the ellipsis become plain. Letters
    are composed (NFC). Each run of white space becomes one space, and the ends are trimmed. Doing it
    twice changes nothing.

    >>> normalise("« Daech\u00a0vacille »  …")
    '" Daech vacille " ...'
    """
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text.translate(_TABLE))).strip(" ")


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Segment:
    """A piece of a normalised text: `start` and `end` (code points, half-open) and `hash` (32 hex digits)."""

    __slots__ = ("end", "hash", "start")

    def __init__(self, start: int, end: int, digest: str) -> None:
        self.start, self.end, self.hash = start, end, digest

    def __str__(self) -> str:
        return f"{self.start}-{self.end}#{self.hash}"

    def holds(self, text: str) -> bool:
        """Say whether the normalised `text` has the hashed words at this place."""
        return self.end <= len(text) and sha256(text[self.start : self.end])[:32] == self.hash


def segments(cell: str) -> list[Segment]:
    """Parse an evidence cell; an empty cell gives no segment. Raises ValueError for any other text."""
    if not cell:
        return []
    if not CELL.fullmatch(cell):
        raise ValueError(
            f'not an evidence cell: "{cell}"; it reads start-end#hash, several joined by ;'
        )
    return [Segment(int(start), int(end), digest) for start, end, digest in ONE.findall(cell)]


class AnchorError(ValueError):
    """A phrase doesn't stand exactly once in a text."""


def anchor(text: str, phrase: str) -> str:
    """Return the evidence segment of `phrase` in `text`, both normalised first.

    Raises AnchorError where the phrase isn't there, or stands there more than once: then give more words.

    >>> anchor("Vingt et un pays. Ils étaient 21.", "étaient 21")
    '22-32#36744f52ae7c8cbbc1acdbaa83111975'
    """
    whole, words = normalise(text), normalise(phrase)
    found = whole.find(words) if words else -1
    if found < 0:
        raise AnchorError(f'the text doesn\'t have "{words}"; copy the phrase from it')
    if whole.find(words, found + 1) >= 0:
        raise AnchorError(
            f'the text has "{words}" {whole.count(words)} times or more; give more words around it'
        )
    return str(Segment(found, found + len(words), sha256(words)[:32]))
