"""Numerals in several languages as qualifier, value, low and high: one grammar for all of them.

The words are in `languages`. What is written together (dreiundzwanzig, وعشرين) is split first.
"""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass

from coalition_data.texts import languages
from coalition_data.texts.languages import Words, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from typing import TypeVar

    from coalition_data.texts.languages import Phrase

    Found = TypeVar("Found")

# Combining marks inside words: accents, Arabic and Devanagari vowel signs.
_MARKS = "\u0300-\u036f\u064b-\u0652\u0670\u0900-\u0903\u093a-\u094f"
# Names such as F-16, digits with any separator, words, the signs that matter, and the dot of
# "5. Treffen".
_TOKEN = re.compile(
    r"\b[A-Z]-\d+\b"
    r"|\d{1,3}(?:[ .,'’٬،\u00a0\u202f]\d{3})+(?:[.,٫]\d+)?(?!\d)|\d+(?:[.,٫،]\d+)?"
    rf"|(?:[^\W\d_]+[{_MARKS}]*)+|[%٪$€£~+-]|[–—](?=\d)|(?<=\d)\.(?=\s[^\W\d_])"
)
# "about – let's see – five": what is between dashes doesn't part a qualifier from its number.
_ASIDE = re.compile(r"(?<=\s)([–—-])\s[^\d\n–—-]{1,40}\s\1(?=\s)")
_SEPARATORS = re.compile(r"[.,'’٬٫،\s]")
# Which numbers a qualifier fills; "unquantified" fills none.
_VALUES = ("exact", "approximate", "ordinal")
_LOWS = ("range", "at_least", "order_of_magnitude")
_HIGHS = ("range", "at_most")
# A rank or a vague plural is never a bound of a range, and no word around it qualifies it.
_UNBOUNDED = ("ordinal", "order_of_magnitude", "unquantified")
# A qualifier that names a bound is stronger than one that doesn't: "up to about 30".
_WEAK = ("", "exact", "approximate")
# So many words are skipped, or read as qualifiers, before a number: else reading isn't linear.
_MOST_WORDS = 3
# Letters before a $ that say whose it is.
_LONGEST_CODE = 3
_PAST_END = ("",) * (languages.LONGEST_PHRASE + 2)


@dataclass(slots=True)
class Reading:
    """A numeral as read: `qualifier`, `value`, `low` and `high` as in figures.

    `numbers` are those that it fills, lowest first; `start` and `end` are offsets in the text;
    `is_share`: it is a fraction of one; `is_only`: the text has no other numeral.
    """

    start: int
    end: int
    qualifier: str
    numbers: list[float]
    is_share: bool = False
    is_only: bool = True

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


# Cached: claims repeat their words.
@functools.lru_cache(maxsize=2**14)
def read(text: str, lang: str = "") -> Reading | None:
    """Return the first numeral of a phrase that gives a number; None if it can't be read.

    `lang` is a language code, by default French and English. Where there is no plain numeral, words
    that only sometimes count do: "a week", "both", "inaugural". A language without words here is
    read only if the phrase begins with digits and has at most one word more, since any other word
    may qualify the number.

    >>> read("une vingtaine de pays")
    Reading(start=0, end=13, qualifier='approximate', numbers=[20.0], is_share=False, is_only=True)
    >>> read("mehr als 15.000 Menschen", "de").low
    15000.0
    """
    if languages.find_words(lang) is None and not _is_plain(text):
        return None
    readings = list(find(text, lang)) or list(_find(text, lang, is_phrase=True))[:1]
    if not readings:
        return None
    readings[0].is_only = len(readings) == 1
    return readings[0]


def _is_plain(text: str) -> bool:
    """Say whether a phrase is digits, with one word more at most."""
    tokens = _split_words(text, Words())
    return 1 <= len(tokens) <= 2 and tokens[0][0][0].isdecimal()


def find(text: str, lang: str = "") -> Iterator[Reading]:
    """Yield every numeral in `text`, in order, articles (un, une, a, an) not among them."""
    return _find(text, lang, is_phrase=False)


def _find(text: str, lang: str, is_phrase: bool) -> Iterator[Reading]:
    words = languages.find_words(lang) or Words()
    tokens = _split_words(text, words)
    reader = _Reader([word for word, _, _ in tokens], words, is_phrase)
    after = 0
    for i, (word, _, _) in enumerate(tokens):
        # Most words begin no numeral.
        if i < after or not (word in words.openers or word[:1].isdecimal()):
            continue
        one = reader.read_numeral(i)
        if one is None:
            continue
        after = one.after
        if not all(map(math.isfinite, one.numbers)):
            continue
        start, end = tokens[one.start][1], tokens[after - 1][2]
        yield Reading(start, end, one.qualifier, one.numbers, one.is_share)


def _split_words(text: str, words: Words) -> list[tuple[str, int, int]]:
    """Return (folded word, start, end) of each word, run of digits and sign."""
    text = _ASIDE.sub(lambda m: " " * len(m[0]), text)
    found = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        start, end = match.span()
        if token[0].isalpha():
            parts = words.split(fold(token))
            is_exact = words.unspaced and sum(map(len, parts)) == len(token)
            for part in parts:
                after = start + len(part) if is_exact else end
                found.append((part, start, after))
                start = after if is_exact else start
        else:
            found.append(("-" if token in "–—" else token, start, end))
    return found


@dataclass(slots=True)
class _Numeral:
    """A numeral: `numbers` are two for a range, else one; `is_share` for a fraction of one."""

    start: int
    after: int
    qualifier: str
    numbers: list[float]
    is_share: bool = False


@dataclass(slots=True)
class _Number:
    """A bare number inside a numeral.

    `scale`: what its first word was multiplied by; `kind`: a qualifier.
    """

    size: float
    after: int
    scale: float = 1
    kind: str = "exact"
    is_share: bool = False


class _Reader:
    """Reads numerals in a list of folded words; `is_phrase`: the words surely hold a number.

    In each method `i` is where reading begins, and `after` the first word that wasn't read. There
    are blanks behind the words, so that nothing checks for the end before it reads the next.
    """

    def __init__(self, words: list[str], lex: Words, is_phrase: bool) -> None:
        self.words = [*words, *_PAST_END]
        self.count = len(words)
        self.lex = lex
        self.is_phrase = is_phrase

    def match(self, i: int, phrases: Mapping[Phrase, Found]) -> tuple[int, Found | None]:
        """Return the index after the longest of `phrases` that begins at `i`, and its entry."""
        after = self.skip(i, phrases)
        return after, phrases[tuple(self.words[i:after])] if after > i else None

    def skip(self, i: int, phrases: Container[Phrase]) -> int:
        """Return the index after the longest of `phrases` that begins at `i`, or `i`."""
        if self.words[i] in self.lex.firsts:
            for after in range(i + languages.LONGEST_PHRASE, i, -1):
                if tuple(self.words[i:after]) in phrases:
                    return after
        return i

    def is_filler(self, i: int) -> bool:
        """Say whether a word may stand before its number, such as a currency: €, USD, NZ$."""
        word = self.words[i]
        if word in self.lex.fillers or word in languages.CURRENCIES:
            return True
        return len(word) <= _LONGEST_CODE and self.words[i + 1] == "$"

    def skip_fillers(self, i: int) -> int:
        end = i + _MOST_WORDS
        while i < end and self.is_filler(i):
            i += 1
        return i

    def read_numeral(self, i: int) -> _Numeral | None:
        """Read a numeral with the words around it that qualify it: "plus de", "ou plus"."""
        start, i, said, is_range = self.read_prefixes(i)
        first = self.read_bare(i, said)
        if first is None:
            return None
        if not first.is_share:
            second = self.read_second(first, is_range)
            if second:
                return self.join(first, second, said, start[0])
        after = self.skip(first.after, self.lex.percent)
        after, suffix = self.read_suffix(after)
        if suffix:
            # "20 or more million"
            scale, after = self.read_scales(after)
            first.size *= scale
        qualifier = first.kind
        if qualifier not in _UNBOUNDED:
            strong = [one for one in (said, suffix, first.kind) if one not in _WEAK]
            is_near = "approximate" in (said, suffix, first.kind)
            qualifier = strong[0] if strong else ("approximate" if is_near else "exact")
        numbers = [] if qualifier == "unquantified" else [first.size]
        return _Numeral(start[1], after, qualifier, numbers, first.is_share)

    def read_prefixes(self, i: int) -> tuple[tuple[int, int], int, str, bool]:
        """Read qualifiers before a number; return where a range and any else begins, and the rest.

        "entre" and "de" make a range, and belong to the numeral, only where a second number
        follows.
        """
        begin = i
        start, said, is_range = None, "", False
        for _ in range(_MOST_WORDS):
            after, qualifier = self.match(i, self.lex.prefixes)
            if qualifier is None:
                break
            if qualifier == "range":
                is_range = True
            else:
                start = i if start is None else start
                said = qualifier if said in _WEAK else said
            i = after if qualifier == "ordinal" else self.skip_fillers(after)
        if i == begin and self.words[i] == "$":
            i += 1
            start = begin
        return (begin, i if start is None else start), i, said, is_range

    def read_suffix(self, i: int) -> tuple[int, str]:
        """Read a qualifier after a number, or after its noun where it ends the phrase."""
        after, suffix = self.match(i, self.lex.suffixes)
        if suffix is None and i + 1 < self.count:
            after, suffix = self.match(i + 1, self.lex.suffixes)
            if suffix is None or not (after == self.count or self.lex.qualifiers_follow):
                return i, ""
        return after, suffix or ""

    def read_bare(self, i: int, said: str) -> _Number | None:
        """Read a share, a number, or a word that counts: all but the qualifiers."""
        share = self.read_share(i)
        if share:
            return share
        after, whole = self.match(i, self.lex.wholes)
        if whole and after > i + 1:
            return _Number(whole[1], after, kind=whole[0])
        number = self.read_number(i, said) or self.read_one(i)
        if number:
            return self.add_half(self.multiply_span(self.settle_anniversary(i, number)))
        half = self.read_one_and_half(i)
        return half or (self.read_word(i) if self.is_phrase else None)

    def read_word(self, i: int) -> _Number | None:
        """Read what counts only where a number is looked for: "a week", "both", "le tiers"."""
        word = self.words[i]
        has_article = word in self.lex.articles
        if has_article and self.words[i + 1] in self.lex.vague:
            # "a few countries"
            return None
        if has_article and self.words[i + 2] in self.lex.collectives:
            # "une bonne dizaine"
            return self.read_collective(i + 2, "approximate")
        after, whole = self.match(i + has_article, self.lex.wholes)
        if whole and (whole[1] != 1 or not has_article):
            return self.add_half(_Number(whole[1], after, kind=whole[0]))
        if has_article:
            return _Number(1, i + 1)
        if word in self.lex.fractions and word not in self.lex.ordinals | self.lex.numbers:
            return _Number(1 / self.lex.fractions[word], i + 1, is_share=True)
        return None

    def join(self, first: _Number, second: _Number, said: str, start: int) -> _Numeral:
        """Return two numbers as a range; after "plus de" and the like only one of them counts."""
        after = self.skip(second.after, self.lex.percent)
        low = first.size
        if first.scale == 1 and low * second.scale < second.size:
            # "deux ou trois mille": the scale is that of both.
            low *= second.scale
        if said == "at_least":
            return _Numeral(start, after, said, [low])
        if said == "at_most":
            return _Numeral(start, after, said, [second.size])
        return _Numeral(start, after, "range", [low, second.size])

    def read_second(self, first: _Number, is_range: bool = False) -> _Number | None:
        """Read the upper bound of a range that begins with `first`, if a larger number follows."""
        i = self.skip(first.after, self.lex.percent)
        noun = self.words[i]
        if noun.isalpha() and self.words[i + 1] in self.lex.connectors:
            # "three months or six months"
            second = self.read_upper(i + 1, first, is_range)
            if second and self.words[second.after] == noun:
                return second
        return self.read_upper(i, first, is_range)

    def read_upper(self, i: int, first: _Number, is_range: bool) -> _Number | None:
        joint = self.words[i]
        if joint == "-":
            # A dash joins digits alone; between words it is a hyphen.
            joins = self.words[i + 1][:1].isdecimal()
        else:
            joins = joint in self.lex.connectors or (is_range and joint in self.lex.pairs)
        if not joins:
            return None
        second = self.read_number(self.skip_fillers(i + 1))
        if second is None or second.kind in _UNBOUNDED or first.kind in _UNBOUNDED:
            return None
        return second if second.size > first.size else None

    def read_number(self, i: int, said: str = "") -> _Number | None:
        """Read digits or words, with scale words, collectives and ordinal endings."""
        collective = self.read_collective(i, said)
        if collective:
            return collective
        return self.read_digits(i) if self.words[i][:1].isdecimal() else self.read_words(i)

    def read_one(self, i: int) -> _Number | None:
        """Read "un" or "une" where a larger number is joined to it: "un ou deux"."""
        if self.words[i] in self.lex.ones and self.words[i + 1] in self.lex.connectors:
            one = _Number(1, i + 1)
            return one if self.read_second(one) else None
        return None

    def is_scale(self, word: str) -> bool:
        return _is_scale(self.lex.numbers.get(word, 0))

    def read_collective(self, i: int, said: str) -> _Number | None:
        """Read "une vingtaine", "a dozen", "des milliers", "hundreds of thousands"."""
        lex = self.lex
        if self.words[i] in lex.vague:
            return self.read_vague(i + 1)
        if self.words[i] in lex.plurals:
            size, after = self.read_plurals(i)
            return _Number(2 * size, after, kind="order_of_magnitude")
        times = 1.0 if self.words[i] in lex.articles else lex.numbers.get(self.words[i], 0)
        i += bool(times)
        size = lex.collectives.get(self.words[i], 0)
        if times and not size and self.words[i] not in lex.numbers:
            # "deux douzaines"
            size = lex.plurals.get(self.words[i], 0)
        if not size or not (times or said or self.is_phrase):
            return None
        more, after = self.read_plurals(i + 2) if self.words[i + 1] in lex.of else (1.0, i)
        after = after if more > 1 else i + 1
        return _Number((times or 1) * size * more, after, kind="approximate")

    def read_plurals(self, i: int) -> tuple[float, int]:
        """Return the product of "hundreds of thousands", and the index after it."""
        size = 1.0
        after = i
        while self.words[i] in self.lex.plurals:
            size *= self.lex.plurals[self.words[i]]
            after = i + 1
            i = after + (self.words[after] in self.lex.of)
        return size, after

    def read_vague(self, i: int) -> _Number | None:
        """Read what follows "several": a plural, a large number, a collective."""
        size, after = self.read_plurals(i)
        if after == i:
            word = self.words[i]
            size = self.lex.collectives.get(word, self.lex.numbers.get(word, 0))
            after = i + 1
            if word not in self.lex.collectives and size < 100:
                return None
            scale, after = self.read_scales(after)
            size *= scale
        return _Number(2 * size, after, kind="order_of_magnitude")

    def read_digits(self, i: int) -> _Number:
        """Read digits with what follows them: scale words, an ordinal ending, "+"."""
        raw = self.words[i]
        i += 1
        hyphen = self.words[i] == "-"
        scale, after = self.read_scales(i + hyphen)
        size = round(_parse_digits(raw, scale > 1) * scale, 6)
        if scale == 1:
            if self.words[i + hyphen] in self.lex.endings:
                return _Number(size, i + hyphen + 1, kind="ordinal")
            after = i
        elif self.lex.digits_join:
            size, after = self.read_rest(size, scale, after)
        if self.words[after] == "+":
            return _Number(size, after + 1, scale, "at_least")
        return _Number(size, after, scale)

    def read_rest(self, size: float, scale: float, i: int) -> tuple[float, int]:
        """Add smaller parts to a number: Turkish "2 bin 927", Japanese "1億2000万"."""
        while self.words[i][:1].isdecimal():
            more, after = self.read_scales(i + 1)
            rest = _parse_digits(self.words[i], more > 1) * more
            if rest >= scale:
                break
            size, scale, i = size + rest, more, after
        return size, i

    def read_scales(self, i: int) -> tuple[float, int]:
        """Return the product of the scale words from `i`, and the index after them."""
        scale = 1.0
        while True:
            after = self.skip_of(i)
            word = self.words[after]
            if not self.is_scale(word) and not (
                self.lex.digits_join and self.lex.numbers.get(word) == 100
            ):
                return scale, i
            scale *= self.lex.numbers[word]
            i = after + 1

    def skip_of(self, i: int) -> int:
        """Skip "of" before a scale word: Romanian "20 de mii"."""
        return i + (self.words[i] in self.lex.of and self.is_scale(self.words[i + 1]))

    def read_words(self, i: int) -> _Number | None:
        """Read number words: "quatre-vingt-dix-sept mille", "one hundred and five"."""
        added = _Sum(self.lex)
        start = after = i
        while True:
            i = self.skip_of(i) if i > start else i
            word = self.words[i]
            is_linked = i > start and self.is_link(added.before, i)
            if i > start and (word == "-" or is_linked):
                i += 1
                if not is_linked:
                    continue
            if not added.add(self.words[i : i + 3], is_linked):
                break
            i += 1
            after = i
        if after == start:
            return None
        is_ordinal = added.is_ordinal
        if self.words[after] in self.lex.parts and self.words[after] in self.lex.endings:
            # Italian "ventitre-esimo".
            is_ordinal, after = True, after + 1
        kind = "ordinal" if is_ordinal else "exact"
        return _Number(added.total + added.current, after, added.scale, kind)

    def is_link(self, before: float, i: int) -> bool:
        """Say whether a word is inside a number: "vingt et un", "one hundred and five"."""
        pairs = self.lex.links.get(self.words[i])
        if not pairs:
            return False
        after = self.words[i + 2 if self.words[i + 1] == "-" else i + 1]
        lex = self.lex
        size = lex.numbers.get(after, lex.ordinals.get(after, float(after in lex.ones)))
        return f"{_classify(before)} {_classify(size)}" in pairs

    def read_share(self, i: int) -> _Number | None:
        """Read "un tiers", "two thirds", "la moitié", "half", "half a million"."""
        words, lex = self.words, self.lex
        has_article = words[i] in lex.articles
        if words[i + has_article] in lex.halves:
            return self.read_half(i + has_article + 1)
        if words[i] in lex.fractions and words[i + 1] in lex.of:
            # "the eastern third of Syria", but "the third of five"
            is_ordinal = words[i] in lex.ordinals and (i == 0 or words[i - 1] in lex.fillers)
            if self.is_phrase or (words[i] in lex.ordinals and not is_ordinal):
                return _Number(1 / lex.fractions[words[i]], i + 1, is_share=True)
        top = 1.0 if has_article else lex.numbers.get(words[i], 0)
        i += 2 if words[i + 1] == "-" else 1
        if top and words[i] in lex.fractions and (top == 1 or words[i] not in lex.ordinals):
            return _Number(top / lex.fractions[words[i]], i + 1, is_share=True)
        return None

    def read_half(self, after: int) -> _Number:
        """Read what follows "half": a scale or a collective, else it is a share."""
        i = after + (self.words[after] == "-")
        i += self.words[i] in self.lex.articles
        scale, end = self.read_scales(i)
        if scale > 1:
            return _Number(scale / 2, end, scale)
        if self.words[i] in self.lex.collectives:
            return _Number(self.lex.collectives[self.words[i]] / 2, i + 1, kind="approximate")
        return _Number(0.5, after, is_share=True)

    def read_one_and_half(self, i: int) -> _Number | None:
        """Read "a year and a half", "the last year and a half", "eineinhalb"."""
        is_article = self.words[i] in self.lex.articles
        after, whole = self.match(i, self.lex.wholes)
        if not is_article and (whole is None or whole[0] != "exact" or after > i + 1):
            return None
        one = _Number(whole[1] if whole else 1.0, i + 1)
        more = self.add_half(one)
        return more if more is not one else None

    def add_half(self, number: _Number) -> _Number:
        """Add "and a half", right after the number or after its noun."""
        if number.kind in _UNBOUNDED:
            return number
        after = self.skip(number.after, self.lex.half_more)
        if after > number.after:
            # "un million et demi", but "two and a half million"
            ends_in_scale = self.is_scale(self.words[number.after - 1])
            size = number.size + (number.scale if ends_in_scale else 1) / 2
            scale, after = self.read_scales(after)
            return _Number(size * scale, after, scale, number.kind)
        after = self.skip(number.after + 1, self.lex.half_after_noun)
        if after > number.after + 1 and self.words[number.after].isalpha():
            return _Number(number.size + 0.5, after, 1, number.kind)
        return number

    def multiply_span(self, number: _Number) -> _Number:
        """Multiply by a noun that counts: "three decades" are thirty."""
        i = number.after + (self.words[number.after] == "-")
        span = self.lex.spans.get(self.words[i])
        if span is None or number.kind in _UNBOUNDED:
            return number
        return _Number(number.size * span, i + 1, kind=number.kind)

    def settle_anniversary(self, start: int, number: _Number) -> _Number:
        """Take the tenth anniversary for ten years."""
        beside = {self.words[start - 1] if start else "", self.words[number.after]}
        if number.kind == "ordinal" and beside & self.lex.anniversaries:
            return _Number(number.size, number.after)
        return number


class _Sum:
    """Number words added up: `total` up to the last scale word, `current` since then."""

    def __init__(self, lex: Words) -> None:
        self.lex = lex
        self.total = self.current = 0.0
        # What the first word was multiplied by; the size of the last word.
        self.scale = 1.0
        self.before = 0.0
        self.is_empty = True
        self.is_ordinal = False

    def add(self, words: list[str], is_linked: bool) -> bool:
        """Add the first of three words; return whether it belongs to the number."""
        word = words[0]
        size = self.find_size(*words)
        is_ordinal = word in self.lex.ordinals and word not in self.lex.numbers
        if size is None or not self.may_follow_ordinal(size, is_ordinal):
            return False
        if _is_scale(size):
            is_added = self.multiply(size, word, is_ordinal, is_linked)
        elif size == 100:
            is_added = self.multiply_by_hundred()
        elif self.is_multiplied(word):
            # The unit itself has been added.
            self.current += self.before * (size - 1)
            is_added = True
        else:
            is_added = self.add_size(size, is_linked)
        if is_added:
            self.before = size
            self.is_empty = False
            self.is_ordinal = self.is_ordinal or is_ordinal
        return is_added

    def find_size(self, word: str, following: str, third: str) -> float | None:
        """Return the size of a cardinal or ordinal, None for any other word."""
        lex = self.lex
        if word in lex.articles:
            # Each article opens a number ("a hundred"); only "un" and "une" end one.
            if self.is_empty:
                opens = self.opens_number(following, third)
                return 1.0 if opens else lex.numbers.get(word)
            return 1.0 if word in lex.ones else None
        if word in lex.titled and following in lex.titles:
            return None
        return lex.numbers.get(word, lex.ordinals.get(word))

    def opens_number(self, following: str, third: str) -> bool:
        """Say whether an article before these words is that of "a hundred", "einundzwanzig"."""
        lex = self.lex
        is_before_tens = lex.units_first and following in lex.links
        word = third if is_before_tens else following
        size = lex.numbers.get(word, lex.ordinals.get(word, 0))
        return 20 <= size < 100 if is_before_tens else size == 100 or _is_scale(size)

    def may_follow_ordinal(self, size: float, is_ordinal: bool) -> bool:
        """Say whether a word may come now; after an ordinal only in languages that join them."""
        if not self.is_ordinal:
            return True
        if not self.lex.ordinals_join:
            return False
        return is_ordinal or (self.lex.teens_after_units and 10 <= size < 100)

    def multiply(self, size: float, word: str, is_ordinal: bool, is_linked: bool) -> bool:
        """Multiply what is smaller than this scale: "trois mille milliards"."""
        part = self.total % size + self.current
        if not part:
            is_bare = is_ordinal or word in self.lex.bare
            if not is_bare or not (self.is_empty or size < self.before):
                return False
            part = 1.0
        if is_linked and (self.current or size > self.before):
            # "two hundred and a million" isn't two hundred million.
            return False
        if self.total < size and not self.is_empty:
            self.scale *= size
        self.total += part * size - self.total % size
        self.current = 0.0
        return True

    def multiply_by_hundred(self) -> bool:
        if self.current >= 100:
            return False
        if self.current and self.total == 0:
            self.scale *= 100
        self.current = max(self.current, 1.0) * 100
        return True

    def is_multiplied(self, word: str) -> bool:
        """Say whether a ten multiplies the unit before it: "quatre-vingt"."""
        units = self.lex.multiplied.get(word, ())
        return self.before in units and self.before == self.current % 100

    def add_size(self, size: float, is_linked: bool) -> bool:
        if not self.is_empty and not self.fits(size, is_linked):
            return False
        if size >= 1000:
            # The Arabic dual of a scale.
            self.total += size
        else:
            self.current += size
        return True

    def fits(self, size: float, is_linked: bool) -> bool:
        """Say whether `size` can be added: units to tens, French teens to sixty and eighty."""
        rest = self.current % 100
        if size != int(size) or size >= 1000:
            return size == int(size) and self.current == 0
        if size < 10:
            return rest % 10 == 0 and not (self.current == 0 and self.before < 100)
        if size < 20:
            is_teen = self.lex.teens_after_units and size == 10 and not is_linked
            return rest in (0, 60, 80) or (is_teen and 0 < rest < 10)
        if size < 100:
            return rest == 0 or (self.lex.units_first and is_linked and 0 < rest < 10)
        return self.current == 0


@functools.cache
def _is_scale(size: float) -> bool:
    """Say whether a number is a power of a thousand, or of the ten thousand of East Asia."""
    return size in (1e3, 1e4, 1e6, 1e8, 1e9, 1e12)


def _classify(size: float) -> str:
    """Return the class of a number word: unit, teen, ten or large."""
    if size >= 100:
        return "large"
    if size >= 20:
        return "ten"
    return "teen" if size >= 10 else "unit"


def _parse_digits(raw: str, is_scaled: bool) -> float:
    """Parse digits: the last separator is the decimal one unless three digits follow it."""
    parts = _SEPARATORS.split(raw)
    marks = [mark for mark in _SEPARATORS.findall(raw) if mark in ".,٫،"]
    is_decimal = len(set(marks)) == 2 or "٫" in marks
    if len(marks) == 1 and not is_decimal:
        is_decimal = is_scaled or int(raw[0]) == 0 or len(parts[-1]) != 3
    if not is_decimal:
        return float("".join(parts))
    return float("".join(parts[:-1]) + "." + parts[-1])
