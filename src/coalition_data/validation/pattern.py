"""Patterns of a descriptor, matched from end to end and in time linear in the text."""

from __future__ import annotations

import functools
import re

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Longer texts go to RE2, since Python's engine can take quadratic time; few cells are as long.
LONG = 2000


def check_pattern(pattern: str, where: str) -> None:
    """Raise DescriptorError for a pattern that RE2, Arrow's engine, can't read."""
    is_shipped = pattern in _shipped_patterns()
    try:
        if is_shipped:
            re.compile(pattern)
        else:
            match_re2([""], pattern)
    # Arrow's error is a ValueError, as is UnicodeEncodeError.
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        reason = " ".join(str(error).split()).removeprefix("Invalid regular expression: ")
        todo = "write it in the syntax of RE2, which has no look-around and no back-references"
        message = f"pattern can't be read ({reason})"
        raise descriptor.DescriptorError(message, todo, where) from None


def find_unmatched(texts: Iterable[str], pattern: str) -> set[str]:
    """Return those of `texts` that don't match `pattern` from end to end."""
    left = list(texts)
    bad: set[str] = set()
    if pattern in _shipped_patterns():
        match = re.compile(pattern).fullmatch
        bad = {text for text in left if len(text) <= LONG and not match(text)}
        left = [text for text in left if len(text) > LONG]
    if left:
        matches = match_re2(left, pattern)
        bad |= {text for text, matched in zip(left, matches, strict=True) if not matched}
    return bad


@functools.cache
def _shipped_patterns() -> frozenset[str]:
    """Return the patterns of the shipped tables.

    They are fast on short texts in Python's engine, which needs no import of pyarrow.
    """
    fields = (field for table in descriptor.read().tables.values() for field in table.fields)
    return frozenset(field.pattern for field in fields if field.pattern)


def match_re2(texts: list[str], pattern: str) -> list[bool]:
    """Match each text with RE2, whose time is linear whatever pattern a descriptor has."""
    import pyarrow.compute

    from coalition_data.tables import loader

    column = loader.of_texts(texts)
    anchored = anchor_pattern(pattern)
    matches: list[bool] = pyarrow.compute.match_substring_regex(column, anchored).to_pylist()
    return matches


def anchor_pattern(pattern: str) -> str:
    """Return the pattern as one that RE2 matches from end to end."""
    return rf"\A(?:{pattern})\z"
