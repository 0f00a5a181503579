"""French and English numerals to qualifier, value, low and high."""

from __future__ import annotations

import re
import unicodedata

from coalition_data.texts import lexicon as lex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Digits with either separator, words, and the signs that matter.
_TOKEN = re.compile(
    r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+|[%$€£~+-]"
)
_DIGITS = re.compile(r"\d[\d.,  \u00a0\u202f]*")


class Reading:
    """A numeral as read: `qualifier` and `value`, `low`, `high` as in figures; `is_share` for a fraction of one.

    `start` and `end` are offsets in the text.
    """

    def __init__(
        self,
        start: int,
        end: int,
        qualifier: str,
        numbers: tuple[float, ...],
        is_share: bool = False,
    ) -> None:
        self.start, self.end, self.qualifier, self.is_share = start, end, qualifier, is_share
        self.value: float | None = None
        self.low: float | None = None
        self.high: float | None = None
        if qualifier == "range":
            self.low, self.high = numbers
        elif qualifier in ("at_least", "order_of_magnitude"):
            self.low = numbers[0]
        elif qualifier == "at_most":
            self.high = numbers[0]
        elif qualifier != "unquantified":
            self.value = numbers[0]

    @property
    def numbers(self) -> list[float]:
        """The numbers that it fills, lowest first."""
        return [n for n in (self.value, self.low, self.high) if n is not None]

    def __repr__(self) -> str:
        return f"<Reading {self.qualifier} {' '.join(f'{n:g}' for n in self.numbers)}>"


class _Number:
    """A bare number inside a numeral: `size`, `scale` of its last scale word, and what kind of word it ended in."""

    def __init__(self, size: float, after: int, scale: float = 1, kind: str = "exact") -> None:
        self.size, self.after, self.scale, self.kind = size, after, scale, kind


def read(text: str) -> Reading | None:
    """Return the first numeral in `text`, or None; where nothing else counts, "un", "une", "a" and "an" are one.

    >>> read("une vingtaine de pays")
    <Reading approximate 20>
    >>> read("quatre ou cinq mois")
    <Reading range 4 5>
    >>> read("15.000 combattants").value
    15000.0
    """
    found = next(find(text), None)
    if found is None:
        words = _tokens(text)
        article = next((w for w in words if w[0] in lex.ARTICLES), None)
        found = article and Reading(article[1], article[2], "exact", (1.0,))
    return found


def find(text: str) -> Iterator[Reading]:
    """Yield every numeral in `text`, in order. Articles (un, une, a, an) are none."""
    tokens = _tokens(text)
    words = [word for word, _, _ in tokens]
    i = 0
    while i < len(words):
        got = _numeral(words, i)
        if got is None:
            i += 1
            continue
        after, qualifier, numbers, is_share = got
        yield Reading(tokens[i][1], tokens[after - 1][2], qualifier, numbers, is_share)
        i = after


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Return (folded token, start, end); folding drops case and accents."""
    return [(_fold(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def _fold(word: str) -> str:
    return "".join(
        c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c)
    )


def _numeral(words: list[str], i: int) -> tuple[int, str, tuple[float, ...], bool] | None:
    """Return (index after, qualifier, numbers, is_share) of the numeral that begins at `i`, prefix included."""
    fixed = _match(words, i, lex.PHRASES)
    if fixed:
        qualifier, size = lex.PHRASES[fixed]
        return i + len(fixed), qualifier, (size,), False
    prefix = _match(words, i, lex.PREFIXES)
    said = lex.PREFIXES[prefix] if prefix else ""
    i += len(prefix)
    while (prefix or words[i : i + 1] == ["$"]) and i < len(words) and words[i] in lex.FILLERS:
        i += 1
    share = _fraction(words, i)
    if share:
        return share[1], said if said not in ("", "range") else "exact", (share[0],), True
    first = _number(words, i) or _one(words, i)
    if first is None:
        return None
    second = _second(words, first, said)
    if second:
        shared = first.size * second.scale if first.scale == 1 else first.size
        low = shared if shared < second.size else first.size
        if said in ("at_least", "at_most"):
            return (
                _skip_percent(words, second.after),
                said,
                (low if said == "at_least" else second.size,),
                False,
            )
        return _skip_percent(words, second.after), "range", (low, second.size), False
    if said == "range":
        said = ""
    after = _skip_percent(words, first.after)
    suffix = _match(words, after, lex.SUFFIXES)
    qualifier = said or (lex.SUFFIXES[suffix] if suffix else first.kind)
    if first.kind in ("ordinal", "order_of_magnitude"):
        qualifier = first.kind
    return after + len(suffix), qualifier, (first.size,), False


def _match(words: list[str], i: int, phrases: Mapping[tuple[str, ...], object]) -> tuple[str, ...]:
    """Return the longest of `phrases` that stands at `i`, or nothing."""
    fits = [p for p in phrases if tuple(words[i : i + len(p)]) == p]
    return max(fits, key=len, default=())


def _skip_percent(words: list[str], i: int) -> int:
    return i + len(_match(words, i, lex.PERCENT))


def _second(words: list[str], first: _Number, said: str) -> _Number | None:
    """Return the upper bound of a range whose lower bound is `first`, if a connector and a larger number follow."""
    i = _skip_percent(words, first.after)
    joined = words[i : i + 1]
    if not joined or not (
        joined[0] in lex.CONNECTORS or (said == "range" and joined[0] in lex.PAIRS)
    ):
        return None
    i += 1
    if joined == ["-"] and not (i < len(words) and _DIGITS.fullmatch(words[i])):
        return None
    while i < len(words) and words[i] in lex.FILLERS:
        i += 1
    number = _number(words, i)
    if (
        number is None
        or number.kind in ("ordinal", "order_of_magnitude")
        or first.kind == "ordinal"
    ):
        return None
    return number if number.size > first.size else None


def _number(words: list[str], i: int) -> _Number | None:
    """Return the number that begins at `i`: digits or words, with scale words, collectives and ordinal endings."""
    if i >= len(words):
        return None
    vague = words[i] in lex.VAGUE
    collective = _collective(words, i + 1 if vague else i, vague)
    if collective:
        return collective
    return _digits(words, i) if _DIGITS.fullmatch(words[i]) else _words(words, i)


def _one(words: list[str], i: int) -> _Number | None:
    """Return one for "un" or "une" where a larger number is joined to it: "un ou deux"."""
    if i + 1 < len(words) and words[i] in lex.ONES and words[i + 1] in lex.CONNECTORS:
        one = _Number(1, i + 1)
        return one if _second(words, one, "") else None
    return None


def _collective(words: list[str], i: int, vague: bool) -> _Number | None:
    """Return "une vingtaine", "a dozen", "des milliers", "hundreds of thousands"."""
    times = 1.0
    counted = False
    if i < len(words) and not vague:
        if words[i] in lex.ARTICLES:
            counted, i = True, i + 1
        elif words[i] in lex.CARDINALS and words[i + 1 : i + 2] and words[i + 1] in lex.COUNTABLE:
            times, counted, i = float(lex.CARDINALS[words[i]]), True, i + 1
    if vague and i < len(words) and words[i] in lex.AFTER_VAGUE:
        return _Number(2.0 * lex.AFTER_VAGUE[words[i]], i + 1, kind="order_of_magnitude")
    if i >= len(words) or words[i] not in lex.COLLECTIVES:
        return None
    size, is_plural = lex.COLLECTIVES[words[i]]
    if not (counted or vague or is_plural):
        return None
    i += 1
    while (
        words[i : i + 1]
        and words[i] in lex.OF
        and words[i + 1 : i + 2]
        and words[i + 1] in lex.COLLECTIVES
    ):
        size, i = size * lex.COLLECTIVES[words[i + 1]][0], i + 2
    if counted:
        return _Number(times * size, i, kind="approximate")
    return _Number(2 * size, i, kind="order_of_magnitude")


def _digits(words: list[str], i: int) -> _Number:
    raw, i = words[i], i + 1
    is_scaled = words[i : i + 1] and words[i] in lex.SCALES
    size = _decimal(raw, bool(is_scaled))
    scale = 1.0
    while i < len(words) and words[i] in lex.SCALES:
        scale, i = scale * lex.SCALES[words[i]], i + 1
    after = i + 1 if words[i : i + 1] == ["-"] else i
    if scale == 1 and words[after : after + 1] and words[after] in lex.ORDINAL_ENDINGS:
        return _Number(size, after + 1, kind="ordinal")
    if words[i : i + 1] == ["+"]:
        return _Number(size * scale, i + 1, scale, "at_least")
    return _Number(size * scale, i, scale)


def _decimal(raw: str, is_scaled: bool) -> float:
    """Read digits with either separator: the last is the decimal one unless three digits follow it."""
    raw = re.sub(r"[ \u00a0\u202f]", "", raw)
    marks = re.findall(r"[.,]", raw)
    is_one = len(marks) == 1 and (is_scaled or raw[0] == "0" or not re.search(r"[.,]\d{3}$", raw))
    if len(set(marks)) == 2 or is_one:
        head, tail = re.split(r"[.,](?=\d+$)", raw)
        return float(re.sub(r"[.,]", "", head) + "." + tail)
    return float(re.sub(r"[.,]", "", raw))


def _words(words: list[str], i: int) -> _Number | None:
    """Read a number in words, such as "quatre-vingt-dix-sept mille" or "one hundred and five"."""
    total = current = 0.0
    scale = 1.0
    kind, start = "exact", i
    while i < len(words):
        word = words[i]
        if word in ("-",) and i > start:
            i += 1
            continue
        if word in lex.LINKS and i > start and _links(words, i):
            i += 1
            continue
        step = _step(word, current, words[i - 1] if i > start else "", words[i + 1 : i + 2])
        if step is None:
            break
        current, add, scale_now, is_ordinal = step
        total, scale = total + add, scale_now
        i += 1
        if is_ordinal:
            kind = "ordinal"
            break
    while i > start and words[i - 1] == "-":
        i -= 1
    if i == start:
        return None
    return _Number(total + current, i, scale, kind)


def _links(words: list[str], i: int) -> bool:
    """Say whether "et" or "and" at `i` stands inside a number: vingt et un, one hundred and five."""
    before = next((w for w in reversed(words[:i]) if w != "-"), "")
    after = next((w for w in words[i + 1 : i + 3] if w != "-"), "")
    if words[i] == "et":
        return before in lex.FRENCH_TENS and after in lex.AFTER_ET
    return (before in lex.SCALES or before in lex.HUNDREDS) and (
        after in lex.CARDINALS or after in lex.ORDINALS
    )


def _step(
    word: str, current: float, before: str, following: list[str]
) -> tuple[float, float, float, bool] | None:
    """Add one number word; return (current, what goes to the total, its scale, is it an ordinal), or None."""
    is_ordinal = word in lex.ORDINALS and word not in lex.CARDINALS
    if word in lex.SCALES and (current or word in lex.BARE_SCALES):
        return 0.0, max(current, 1.0) * lex.SCALES[word], float(lex.SCALES[word]), False
    if word in lex.ORDINAL_SCALES:
        return 0.0, max(current, 1.0) * lex.ORDINAL_SCALES[word], 1.0, True
    if word in lex.HUNDREDS and current < lex.HUNDRED:
        return max(current, 1.0) * lex.HUNDRED, 0.0, float(lex.HUNDRED), lex.HUNDREDS[word]
    if word in lex.ARTICLES:
        # "à" and "a" open a number (a hundred) and never stand inside one; "un" does both (vingt et un).
        opens = not before and following and following[0] in {**lex.HUNDREDS, **lex.SCALES}
        size = 1 if opens or (before and word in lex.ONES) else None
    else:
        size = lex.CARDINALS.get(word, lex.ORDINALS.get(word) if is_ordinal else None)
    if size is None or (word in lex.TITLED and following and following[0] in lex.TITLES):
        return None
    if word in lex.TWENTIES and current % lex.HUNDRED == lex.FOUR:
        return current + 76, 0.0, 1.0, is_ordinal
    return (current + size, 0.0, 1.0, is_ordinal) if _fits(size, current, before) else None


def _fits(size: float, current: float, before: str) -> bool:
    """Say whether `size` can follow `current`: units behind tens, French teens behind sixty and eighty."""
    rest = current % lex.HUNDRED
    if not before:
        return True
    if size < lex.TEN:
        return rest % lex.TEN == 0 and not (current == 0 and before in lex.CARDINALS)
    if size < lex.TWENTY:
        return rest in (0, lex.SIXTY, lex.EIGHTY)
    return rest == 0


def _fraction(words: list[str], i: int) -> tuple[float, int] | None:
    """Return (share, index after) of "un tiers", "two thirds", "la moitié", "half"."""
    if i < len(words) and words[i] in lex.HALVES:
        return 0.5, i + 1
    top = lex.CARDINALS.get(words[i], 1 if words[i] in lex.ARTICLES else 0) if i < len(words) else 0
    after = i + 2 if words[i + 1 : i + 2] == ["-"] else i + 1
    if (
        after < len(words)
        and words[after] in lex.FRACTIONS
        and (top == 1 or (top and words[after].endswith("s")))
    ):
        return top / lex.FRACTIONS[words[after]], after + 1
    return None
