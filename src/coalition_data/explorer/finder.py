"""What the scripts of the site read: names to search, and tables, packed."""

from __future__ import annotations

import base64
import functools
import gzip
import json
import re
import unicodedata

from coalition_data.analysis import periods
from coalition_data.explorer.record import page_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coalition_data.explorer.record import Record
    from coalition_data.explorer.wording import Wording

WORD = re.compile(r"[^\W_]+")
# Letters that no decomposition takes apart, and Arabic ones that are written for one another.
LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "þ": "th",
     "ى": "ي", "ة": "ه", "ـ": None}
)  # fmt: skip
NAMES = ["kind", "place", "names", "texts", "first", "last"]


@functools.cache
def list_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: without case, accents and ligatures.

    >>> list_words("Le Drian, à Djeddah")
    ('le', 'drian', 'a', 'djeddah')
    """
    text = text.lower()
    if not text.isascii():
        plain = unicodedata.normalize("NFD", text.translate(LETTERS))
        text = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(WORD.findall(text))


def list_names(record: Record, words: dict[str, Wording]) -> list[list[Any]]:
    """Return a row of NAMES for what is found by its name.

    `names` are joined by LF and begin with those in English and French; `texts` are in both, too.
    `first` and `last` are the possible days of a meeting. The more claims speak of something, the
    earlier.
    """
    rows = [*_name_actors(record, words), *_name_meetings(record, words)]
    rows.sort(key=lambda row: -row[0])
    return [row[1:] for row in rows]


def _join(*texts: str | None, by: str = "\n") -> str:
    """Return different texts in one, without those that are missing."""
    return by.join(dict.fromkeys(text for text in texts if text))


def _name_actors(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    for row in record.rows["actors"]:
        me = row["actor_id"]
        claims = record.of_actor.get(me, {})
        count = sum(map(len, claims.values()))
        kind = row["kind"] if row["kind"] in ("state", "person", "organisation") else "other"
        aliases = (row["aliases"] or "").split(";")
        own = [w.name(row) for w in words.values()]
        names = "\n".join([*own, _join(row["iso3"], me, *aliases)])
        texts = [_join(w.value(row["kind"]), _name_office(record, me, w), by=" · ")
                 for w in words.values()]  # fmt: skip
        yield [count, kind, record.places[me].removeprefix("actors/"), names, texts, "", ""]
        if claims.get("memberships"):
            told = [w.standing(record.standings.get(me)) for w in words.values()]
            yield [count, "membership", me, "\n".join([*own, me, *aliases]), told, "", ""]


def _name_office(record: Record, actor: str, words: Wording) -> str:
    """Return the usual office of an actor; its titles are in English."""
    if words.lang == "en":
        return next(iter(record.offices.get(actor, [])), "")
    return words.value(next(iter(record.levels.get(actor, [])), ""))


def _name_meetings(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    both = list(words.values())
    for row in record.rows["meetings"]:
        me = row["meeting_id"]
        first, last = periods.find_bounds(row)
        others = [
            text
            for w in both
            for text in (w.city(row["city"]), w.country(row["country"]), w.span(row),
                         w.value(row["level"]), w.value(row["format"]))
        ]  # fmt: skip
        names = "\n".join([*(w.name(row) for w in both), _join(me, *others, row["venue"])])
        texts = [_join(w.span(row), w.city(row["city"]), w.value(row["level"]), by=" · ")
                 for w in both]  # fmt: skip
        count = sum(map(len, record.of_meeting.get(me, {}).values()))
        days = [str(day or "") for day in (first or last, last or first)]
        yield [count, "meeting", page_name(me), names, texts, *days]


def by_column(columns: list[str], rows: list[list[Any]], odd: dict[int, str]) -> list[Any]:
    """Return rows as scripts take them: columns, their cells, and the lines of odd rows.

    Like beside like packs a fifth smaller. JavaScript would write an `odd` row in another way than
    its canonical line.
    """
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return [columns, cells, odd]


def to_script(name: str, value: Any) -> str:
    """Return a script that hands a value to the page.

    A page opened from a file can load nothing but scripts. The value is packed, to a third.
    """
    packed = base64.b64encode(gzip.compress(encode_json(value).encode(), 6, mtime=0)).decode()
    return f'window.cdData("{name}","{packed}");\n'


def encode_json(value: Any) -> str:
    """Return a value as JSON that is also safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
