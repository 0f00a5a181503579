"""Patterns of a descriptor, matched to the end of a text and in time that grows with it, whoever wrote them."""

from __future__ import annotations

import functools
import re

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Of a longer text Python's engine could try for long, the square of its length; few cells are as long.
LONG = 2000


def check(pattern: str, where: str) -> None:
    """Raise DescriptorError for a pattern that RE2, Arrow's engine, can't read: it has no look-around."""
    if pattern in _ours():
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise descriptor.DescriptorError(
                f"pattern can't be read ({error})", "mend it", where
            ) from None
        return
    import pyarrow

    try:
        re2_matches([""], pattern)
    except (pyarrow.ArrowInvalid, UnicodeEncodeError) as error:
        reason = " ".join(str(error).split()).removeprefix("Invalid regular expression: ")
        raise descriptor.DescriptorError(
            f"pattern can't be read ({reason})", "mend it", where
        ) from None


def unmatched(texts: Iterable[str], pattern: str) -> set[str]:
    """Return those of `texts` that don't match `pattern` from end to end."""
    left = list(texts)
    bad: set[str] = set()
    if pattern in _ours():
        match = re.compile(pattern).fullmatch
        bad = {text for text in left if len(text) <= LONG and not match(text)}
        left = [text for text in left if len(text) > LONG]
    return (
        bad | {text for text, ok in zip(left, re2_matches(left, pattern), strict=True) if not ok}
        if left
        else bad
    )


@functools.cache
def _ours() -> frozenset[str]:
    """Return the patterns of the shipped tables: quick on short texts in Python's engine, which no import precedes."""
    fields = (field for table in descriptor.read().tables.values() for field in table.fields)
    return frozenset(field.pattern for field in fields if field.pattern)


def re2_matches(texts: list[str], pattern: str) -> list[bool]:
    """Match in RE2, whose time is linear: no pattern of a stranger's descriptor can run for ever."""
    import pyarrow.compute

    from coalition_data.tables import loader

    column = loader.of_texts(texts)
    matches: list[bool] = pyarrow.compute.match_substring_regex(column, whole(pattern)).to_pylist()
    return matches


def whole(pattern: str) -> str:
    """Return the pattern as one that RE2 matches from end to end."""
    return rf"\A(?:{pattern})\z"
