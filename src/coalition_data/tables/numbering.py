"""Ids of claims: what they belong to, and a number from 001; beyond 999 it has more digits.

Files are sorted by id as text, so that `p1000` comes before `p101`: compare numbers with these
functions, never by the place of a row.
"""

from __future__ import annotations

DIGITS = "0123456789"
# The descriptor's patterns allow numbers up to 999,999.
MOST_DIGITS = 6


def split_id(key: str) -> tuple[str, int]:
    """Return what an id begins with, and the number in which it ends; 0 if it ends in none.

    >>> split_id("2015-01-london-q007"), split_id("2015-01-london-q1000")
    (('2015-01-london-q', 7), ('2015-01-london-q', 1000))
    """
    begin = key.rstrip(DIGITS)
    digits = key[len(begin) :]
    return begin, int(digits) if 0 < len(digits) <= MOST_DIGITS else 0


def join_id(begin: str, number: int) -> str:
    """Return the id with this number: the reverse of `split_id`.

    >>> join_id("2015-01-london-q", 7), join_id("2015-01-london-q", 1000)
    ('2015-01-london-q007', '2015-01-london-q1000')
    """
    return f"{begin}{number:03}"


def find_owner(key: str) -> str:
    """Return the id of what a claim belongs to, such as its meeting.

    >>> find_owner("2015-01-london-q1000")
    '2015-01-london'
    """
    return split_id(key)[0][:-2]
