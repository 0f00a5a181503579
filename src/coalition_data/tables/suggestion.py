"""What somebody may have meant by a word that isn't known."""

from __future__ import annotations

import contextvars

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

# Longer words are no slips of each other that anybody would see.
LONGEST = 100
# How many pairs of words are compared in one run: about a second.
MOST_COMPARED = 50_000
_left = contextvars.ContextVar("_left", default=MOST_COMPARED)


def begin() -> None:
    """Begin a run, in which MOST_COMPARED pairs can be compared."""
    _left.set(MOST_COMPARED)


def find_nearest(word: str, known: Collection[str]) -> str:
    """Return the known word that is most like `word`; blank if none is, or enough were compared."""
    left = _left.get() - len(known)
    if len(word) > LONGEST or left < 0:
        return ""
    _left.set(left)
    import difflib

    words = [one for one in known if len(one) <= LONGEST]
    return next(iter(difflib.get_close_matches(word, words, n=1)), "")
