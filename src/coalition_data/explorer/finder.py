"""What the search of the site reads: names first, then an index of the words of all claims."""

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
    from collections.abc import Iterable, Iterator
    from typing import Any

    from coalition_data.explorer.record import Record, Row
    from coalition_data.explorer.wording import Wording

WORD = re.compile(r"[^\W_]+")
# Letters that no decomposition takes apart, and Arabic ones that are written for one another.
LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "þ": "th",
     "ى": "ي", "ة": "ه", "ـ": None}
)  # fmt: skip
# Words in nearly every row: they find nothing and cost most.
COMMON = set(
    "de la le les des du et en un une au aux dans pour par sur the of and in to for on at by with"
    " a an l d s is was that its it from as has have be are est a ont que qui".split()
)
# The tables whose claims are found by their words, in the order in which the index numbers rows.
INDEXED = ("quotes", "figures", "sources")
# A word in more rows than this share of them finds nothing either.
MOST = 0.4


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
    """Return what is found by its name: `[kind, place, names, texts, first, last]`.

    `names` are joined by LF and begin with those in English and French; `texts` are in both, too. A
    meeting has its first and last possible day. The more claims speak of something, the earlier.
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
        held = record.offices.get(me, [])[:1]
        texts = [_join(w.value(row["kind"]), *held, by=" · ") for w in words.values()]
        yield [count, kind, record.places[me].removeprefix("actors/"), names, texts]
        if claims.get("memberships"):
            told = [w.standing(record.standings.get(me)) for w in words.values()]
            yield [count, "membership", me, "\n".join([*own, me, *aliases]), told]


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


def index_words(record: Record, words: dict[str, Wording]) -> dict[str, Any]:
    """Return `words`, sorted, and `rows`: of each word the rows that have it, as steps in base 36.

    Rows are numbered through the tables of INDEXED. A name is found in both languages.
    """
    found: dict[str, list[int]] = {}
    n = 0
    for table in INDEXED:
        for row in record.rows[table]:
            texts = _list_texts(record, table, row, words)
            for word in {word for text in texts if text for word in list_words(text)} - COMMON:
                found.setdefault(word, []).append(n)
            n += 1
    kept = {word: rows for word, rows in found.items() if len(rows) <= max(n * MOST, 9)}
    order = sorted(kept)
    return {"words": " ".join(order), "rows": ";".join(_write_steps(kept[one]) for one in order)}


def _write_steps(numbers: Iterable[int]) -> str:
    before = 0
    steps = []
    for number in numbers:
        steps.append(_to_base36(number - before))
        before = number
    return ",".join(steps)


@functools.cache
def _to_base36(number: int) -> str:
    """Return a number as JavaScript's parseInt(…, 36) reads it."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    rest, last = divmod(number, 36)
    return (_to_base36(rest) if rest else "") + digits[last]


def _list_texts(
    record: Record, table: str, row: Row, words: dict[str, Wording]
) -> Iterator[str | None]:
    """Yield the texts by which a row is found."""
    if table == "sources":
        yield from (row["title"], row["publisher"], row["author"], row["source_id"], row["note"])
        return
    meeting = record.find["meetings"][row["meeting_id"]]
    yield from (other.place(meeting) for other in words.values())
    yield str(periods.find_year(meeting) or "")
    yield record.find["sources"][row["source_id"]]["publisher"]
    if table == "quotes":
        speaker = record.find["actors"][row["speaker_id"]]
        yield from (speaker["name_en"], speaker["name_fr"], row["note"], row["speaker_as_named"])
        yield from (row["text"], row["opens_with"], row["ends_with"], row["translation_en"])
        yield from (row["paraphrase_en"], row["paraphrase_fr"])
    else:
        yield from (row["about"], row["as_stated"], row["note"])
        yield from (other.value(row["indicator"]) for other in words.values())
        for number in (row["value"], row["low"], row["high"]):
            yield "" if number is None else f"{number:.12g}"


def to_script(call: str, name: str, value: str) -> str:
    """Return a script that hands a value, given as JSON, to a function of the page.

    A page opened from a file can load nothing but scripts. The value is packed, to a third.
    """
    packed = base64.b64encode(gzip.compress(value.encode(), 6, mtime=0)).decode()
    return f'window.{call}("{name}","{packed}");\n'


def encode_json(value: Any) -> str:
    """Return a value as JSON that is also safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
