"""French and English numerals as qualifier, value, low and high."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from coalition_data.texts import lexicon as lex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# Digits with either separator, words, and the signs that matter.
_TOKEN = re.compile(
    r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+|[%$€£~+-]"
)
_DIGITS = re.compile(r"\d[\d.,  \u00a0\u202f]*")
# Which numbers a qualifier fills; "unquantified" fills none.
_VALUES = ("exact", "approximate", "ordinal")
_LOWS = ("range", "at_least", "order_of_magnitude")
_HIGHS = ("range", "at_most")
# A rank or a vague plural is never a bound of a range, and no word around it qualifies it.
_UNBOUNDED = ("ordinal", "order_of_magnitude")


@dataclass(slots=True)
class Reading:
    """A numeral as read: `qualifier`, `value`, `low` and `high` as in figures.

    `numbers` are those that it fills, lowest first; `start` and `end` are offsets in the text;
    `is_share`: it is a fraction of one.
    """

    start: int
    end: int
    qualifier: str
    numbers: list[float]
    is_share: bool = False

    @property
    def value(self) -> float | None:
        """The number where it is no bound."""
        return self.numbers[0] if self.qualifier in _VALUES else None

    @property
    def low(self) -> float | None:
        """The lower bound."""
        return self.numbers[0] if self.qualifier in _LOWS else None

    @property
    def high(self) -> float | None:
        """The upper bound."""
        return self.numbers[-1] if self.qualifier in _HIGHS else None


# In all that follows `words` are the folded words of the text, with two blanks behind them, so that
# nothing checks for the end before it reads the next word; `i` is where reading begins, and
# `after` the index of the first word that wasn't read.


@dataclass(slots=True)
class _Numeral:
    """A numeral: `numbers` are two for a range, else one; `is_share` for a fraction of one."""

    after: int
    qualifier: str
    numbers: list[float]
    is_share: bool = False


@dataclass(slots=True)
class _Number:
    """A bare number inside a numeral: `scale` of its last scale word, `kind` a qualifier."""

    size: float
    after: int
    scale: float = 1
    kind: str = "exact"


def read(text: str) -> Reading | None:
    """Return the first numeral in `text`, else 1 for the first article (un, une, a, an), or None.

    >>> read("une vingtaine de pays")
    Reading(start=0, end=13, qualifier='approximate', numbers=[20.0], is_share=False)
    >>> read("15.000 combattants").value
    15000.0
    """
    for reading in find(text):
        return reading
    for word, start, end in _split_words(text):
        if word in lex.ARTICLES:
            return Reading(start, end, "exact", [1.0])
    return None


def find(text: str) -> Iterator[Reading]:
    """Yield every numeral in `text`, in order, articles (un, une, a, an) not among them."""
    tokens = _split_words(text)
    words = [word for word, _, _ in tokens] + ["", ""]
    i = 0
    while i < len(tokens):
        one = _read_numeral(words, i)
        if one is None:
            i += 1
            continue
        start, end = tokens[i][1], tokens[one.after - 1][2]
        yield Reading(start, end, one.qualifier, one.numbers, one.is_share)
        i = one.after


def _split_words(text: str) -> list[tuple[str, int, int]]:
    """Return (folded word, start, end) of each word, run of digits and sign."""
    return [(_fold_word(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def _fold_word(word: str) -> str:
    """Return a word without case and accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _match(words: list[str], i: int, phrases: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the longest of `phrases` that begins at `i`, or ()."""
    fits = [phrase for phrase in phrases if tuple(words[i : i + len(phrase)]) == phrase]
    return max(fits, key=len, default=())


def _skip(words: list[str], i: int, fillers: Collection[str]) -> int:
    while words[i] in fillers:
        i += 1
    return i


def _skip_percent(words: list[str], i: int) -> int:
    return i + len(_match(words, i, lex.PERCENT))


def _read_numeral(words: list[str], i: int) -> _Numeral | None:
    """Read a numeral with the words around it that qualify it: "plus de", "ou plus", "entre"."""
    phrase = _match(words, i, lex.PHRASES)
    if phrase:
        qualifier, size = lex.PHRASES[phrase]
        return _Numeral(i + len(phrase), qualifier, [size] if size else [])
    prefix = _match(words, i, lex.PREFIXES)
    i = _skip(words, i + len(prefix), lex.FILLERS if prefix else ("$",))
    said = lex.PREFIXES.get(prefix, "")
    # "entre" and "de" make a range only where a second number follows.
    is_range = said == "range"
    said = "" if is_range else said
    share = _read_share(words, i)
    if share:
        return _Numeral(share.after, said or "exact", [share.size], is_share=True)
    first = _read_number(words, i) or _read_one(words, i)
    if first is None:
        return None
    second = _read_second(words, first, is_range)
    if second:
        return _join_numbers(words, first, second, said)
    after = _skip_percent(words, first.after)
    suffix = _match(words, after, lex.SUFFIXES)
    qualifier = first.kind
    if first.kind not in _UNBOUNDED:
        qualifier = said or lex.SUFFIXES.get(suffix, first.kind)
    return _Numeral(after + len(suffix), qualifier, [first.size])


def _join_numbers(words: list[str], first: _Number, second: _Number, said: str) -> _Numeral:
    """Return two numbers as a range; after "plus de" and the like only one of them counts."""
    after = _skip_percent(words, second.after)
    low = first.size
    if first.scale == 1 and low * second.scale < second.size:
        # "deux ou trois mille": the scale is that of both.
        low *= second.scale
    if said == "at_least":
        return _Numeral(after, said, [low])
    if said == "at_most":
        return _Numeral(after, said, [second.size])
    return _Numeral(after, "range", [low, second.size])


def _read_second(words: list[str], first: _Number, is_range: bool = False) -> _Number | None:
    """Read the upper bound of a range that begins with `first`, where a larger number follows."""
    i = _skip_percent(words, first.after)
    joint = words[i]
    if joint not in lex.CONNECTORS and not (is_range and joint in lex.PAIRS):
        return None
    # A dash joins digits alone; between words it is a hyphen.
    if joint == "-" and not _DIGITS.fullmatch(words[i + 1]):
        return None
    second = _read_number(words, _skip(words, i + 1, lex.FILLERS))
    if second is None or second.kind in _UNBOUNDED or first.kind == "ordinal":
        return None
    return second if second.size > first.size else None


def _read_number(words: list[str], i: int) -> _Number | None:
    """Read digits or words, with scale words, collectives and ordinal endings."""
    collective = _read_collective(words, i)
    if collective:
        return collective
    return _read_digits(words, i) if _DIGITS.fullmatch(words[i]) else _read_words(words, i)


def _read_one(words: list[str], i: int) -> _Number | None:
    """Read "un" or "une" where a larger number is joined to it: "un ou deux"."""
    if words[i] in lex.ONES and words[i + 1] in lex.CONNECTORS:
        one = _Number(1, i + 1)
        return one if _read_second(words, one) else None
    return None


def _read_collective(words: list[str], i: int) -> _Number | None:
    """Read "une vingtaine", "a dozen", "des milliers", "hundreds of thousands"."""
    is_vague = words[i] in lex.VAGUE
    times = None
    if is_vague:
        i += 1
        if words[i] in lex.AFTER_VAGUE:
            size = 2.0 * lex.AFTER_VAGUE[words[i]]
            return _Number(size, i + 1, kind="order_of_magnitude")
    elif words[i] in lex.ARTICLES:
        times = 1.0
        i += 1
    elif words[i] in lex.CARDINALS and words[i + 1] in lex.COUNTABLE:
        times = float(lex.CARDINALS[words[i]])
        i += 1
    if words[i] not in lex.COLLECTIVES:
        return None
    size, is_plural = lex.COLLECTIVES[words[i]]
    i += 1
    while words[i] in lex.OF and words[i + 1] in lex.COLLECTIVES:
        size *= lex.COLLECTIVES[words[i + 1]][0]
        i += 2
    if times is not None:
        return _Number(times * size, i, kind="approximate")
    if is_vague or is_plural:
        return _Number(2 * size, i, kind="order_of_magnitude")
    return None


def _read_digits(words: list[str], i: int) -> _Number:
    """Read digits with what follows them: scale words, an ordinal ending, "+"."""
    size = _parse_digits(words[i], words[i + 1] in lex.SCALES)
    i += 1
    scale = 1.0
    while words[i] in lex.SCALES:
        scale *= lex.SCALES[words[i]]
        i += 1
    ending = i + 1 if words[i] == "-" else i
    if scale == 1 and words[ending] in lex.ORDINAL_ENDINGS:
        return _Number(size, ending + 1, kind="ordinal")
    if words[i] == "+":
        return _Number(size * scale, i + 1, scale, "at_least")
    return _Number(size * scale, i, scale)


def _parse_digits(raw: str, is_scaled: bool) -> float:
    """Parse digits: the last separator is the decimal one unless three digits follow it."""
    raw = re.sub(r"[ \u00a0\u202f]", "", raw)
    marks = re.findall(r"[.,]", raw)
    is_decimal = len(set(marks)) == 2
    if len(marks) == 1:
        is_decimal = is_scaled or raw[0] == "0" or not re.search(r"[.,]\d{3}$", raw)
    if not is_decimal:
        return float(re.sub(r"[.,]", "", raw))
    head, tail = re.split(r"[.,](?=\d+$)", raw)
    return float(re.sub(r"[.,]", "", head) + "." + tail)


def _read_words(words: list[str], i: int) -> _Number | None:
    """Read number words: "quatre-vingt-dix-sept mille", "one hundred and five"."""
    added = _Sum()
    start = i
    before = ""
    while not added.is_ordinal:
        is_link = words[i] == "-" or (words[i] in lex.LINKS and _is_inside(words, i))
        if not (is_link and i > start) and not added.add(words[i], before, words[i + 1]):
            break
        before = words[i]
        i += 1
    while i > start and words[i - 1] == "-":
        i -= 1
    if i == start:
        return None
    kind = "ordinal" if added.is_ordinal else "exact"
    return _Number(added.total + added.current, i, added.scale, kind)


def _is_inside(words: list[str], i: int) -> bool:
    """Say whether "et" or "and" is inside a number: "vingt et un", "one hundred and five"."""
    before = next((word for word in reversed(words[:i]) if word != "-"), "")
    after = next((word for word in words[i + 1 : i + 3] if word != "-"), "")
    if words[i] == "et":
        return before in lex.FRENCH_TENS and after in lex.AFTER_ET
    is_large = before in lex.SCALES or before in lex.HUNDREDS
    return is_large and (after in lex.CARDINALS or after in lex.ORDINALS)


class _Sum:
    """Number words added up: `total` up to the last scale word, `current` since then."""

    def __init__(self) -> None:
        self.total = self.current = 0.0
        self.scale = 1.0
        self.is_ordinal = False

    def add(self, word: str, before: str, following: str) -> bool:
        """Add one word; return whether it belongs to the number."""
        if word in lex.SCALES and (self.current or word in lex.BARE_SCALES):
            self._close(lex.SCALES[word])
            self.scale = float(lex.SCALES[word])
        elif word in lex.ORDINAL_SCALES:
            self._close(lex.ORDINAL_SCALES[word])
            self.scale = 1.0
            self.is_ordinal = True
        elif word in lex.HUNDREDS and self.current < 100:
            self.current = max(self.current, 1.0) * 100
            self.scale = 100.0
            self.is_ordinal = lex.HUNDREDS[word]
        else:
            size = _find_size(word, before, following)
            if size is None:
                return False
            if word in lex.TWENTIES and self.current % 100 == 4:
                # "quatre-vingt": the four has been added.
                size = 76
            elif before and not _fits(size, self.current, before):
                return False
            self.current += size
            self.scale = 1.0
            self.is_ordinal = word in lex.ORDINALS and word not in lex.CARDINALS
        return True

    def _close(self, scale: int) -> None:
        """Multiply what was added since the last scale word."""
        self.total += max(self.current, 1.0) * scale
        self.current = 0.0


def _find_size(word: str, before: str, following: str) -> int | None:
    """Return the size of a cardinal or ordinal, None for any other word."""
    if word in lex.ARTICLES:
        # Each article opens a number ("a hundred"); only "un" and "une" end one ("vingt et un").
        opens = following in lex.HUNDREDS or following in lex.SCALES
        return 1 if (word in lex.ONES if before else opens) else None
    if word in lex.TITLED and following in lex.TITLES:
        return None
    return lex.CARDINALS.get(word, lex.ORDINALS.get(word))


def _fits(size: int, current: float, before: str) -> bool:
    """Say whether `size` can be added: units to tens, French teens to sixty and eighty."""
    rest = current % 100
    if size < 10:
        return rest % 10 == 0 and not (current == 0 and before in lex.CARDINALS)
    if size < 20:
        return rest in (0, 60, 80)
    return rest == 0


def _read_share(words: list[str], i: int) -> _Number | None:
    """Read "un tiers", "two thirds", "la moitié", "half"."""
    if words[i] in lex.HALVES:
        return _Number(0.5, i + 1)
    top = 1 if words[i] in lex.ARTICLES else lex.CARDINALS.get(words[i], 0)
    i += 2 if words[i + 1] == "-" else 1
    if words[i] in lex.FRACTIONS and (top == 1 or (top and words[i].endswith("s"))):
        return _Number(top / lex.FRACTIONS[words[i]], i + 1)
    return None
