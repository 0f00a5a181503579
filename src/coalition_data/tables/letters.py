"""Unicode's normal forms, in time linear in the text."""

from __future__ import annotations

import re
import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Form = Literal["NFC", "NFD", "NFKD"]

# Accents are sorted in quadratic time, so only in a run of this many characters would one notice.
_LONG_RUN = re.compile("[^\0-\x7f]{300}")


def normalise(form: Form, text: str) -> str:
    """Return `text` in a normal form, as `unicodedata.normalize` does.

    That one sorts the accents of a letter by moving each past all others: half a megabyte of them
    takes minutes. Here those of a long run are sorted first.
    """
    if _LONG_RUN.search(text):
        text = _sort_accents(text, "NFKD" if form == "NFKD" else "NFD")
    return unicodedata.normalize(form, text)


def _sort_accents(text: str, form: Form) -> str:
    """Return `text` decomposed, the accents of each letter in their normal order."""
    parts = {ord(char): unicodedata.normalize(form, char) for char in set(text)}
    text = text.translate(parts)
    accents = "".join(filter(unicodedata.combining, set(text)))
    if not accents:
        return text
    return re.sub(f"[{accents}]{{2,}}", _sort_run, text)


def _sort_run(match: re.Match[str]) -> str:
    return "".join(sorted(match[0], key=unicodedata.combining))
