"""The words of numerals: a module per language, each with `WORDS`, made of plain tables."""

from __future__ import annotations

import functools
import importlib
import re
import unicodedata
from dataclasses import dataclass, field, fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    Phrase = tuple[str, ...]

LANGUAGES = frozenset(
    "ar bg cs da de el en es et fi fr hi hr hu id isl it ja ka ko lt lv nl no pl pt ro ru sl sq sv tr "
    "uk zh".split()
)
# Where no language is given; also the two in which articles are coded.
USUAL = ("fr", "en")
# Codes that share a set of words; "is" can't name a module of Python.
SAME = {"nb": "no", "nn": "no", "sk": "cs", "bs": "hr", "sr": "hr", "ms": "id", "is": "isl"}
# Longer words are never numbers, so they aren't cut into parts.
LONGEST_WORD = 80
LONGEST_PHRASE = 5
# Between a qualifier and its number in any language: "more than AUD$7 million".
CURRENCIES = frozenset("$ € £ aud cad chf dkk eur euro euros gbp jpy kr nok nzd sek usd".split())
SIZES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
_TATWEEL = "\u0640"
_MASCULINE_FEMININE = "ºª"


@dataclass(slots=True)
class Words:
    """The words of a language, folded. A phrase is a tuple of words.

    In `numbers`, 100, the powers of a thousand, 10**4 and 10**8 multiply what is before them.
    """

    numbers: dict[str, float] = field(default_factory=dict)
    ordinals: dict[str, float] = field(default_factory=dict)
    # Endings of digits that make them ordinal.
    endings: set[str] = field(default_factory=set)
    # Words for 1 that are mostly articles; `ones` also end a number ("vingt et un").
    articles: set[str] = field(default_factory=set)
    ones: set[str] = field(default_factory=set)
    # Scale words that are numbers by themselves.
    bare: set[str] = field(default_factory=set)
    # Words inside a number: between which classes ("ten unit"), see numerals.
    links: dict[str, frozenset[str]] = field(default_factory=dict)
    # Between the two numbers of a range; `pairs` only after "between" and the like.
    connectors: set[str] = field(default_factory=set)
    pairs: set[str] = field(default_factory=set)
    # Words between a qualifier and its number.
    fillers: set[str] = field(default_factory=set)
    of: set[str] = field(default_factory=set)
    # "several": makes the next large number vague.
    vague: set[str] = field(default_factory=set)
    # Nouns: "une vingtaine"; "des milliers"; a multiplier ("two decades").
    collectives: dict[str, float] = field(default_factory=dict)
    plurals: dict[str, float] = field(default_factory=dict)
    spans: dict[str, float] = field(default_factory=dict)
    anniversaries: set[str] = field(default_factory=set)
    prefixes: dict[Phrase, str] = field(default_factory=dict)
    suffixes: dict[Phrase, str] = field(default_factory=dict)
    # Phrases that are a numeral; one word is so only where the text is known to hold a number.
    wholes: dict[Phrase, tuple[str, float]] = field(default_factory=dict)
    percent: set[Phrase] = field(default_factory=set)
    halves: set[str] = field(default_factory=set)
    fractions: dict[str, float] = field(default_factory=dict)
    # "and a half", right after a number; of these, what may also follow its noun.
    half_more: set[Phrase] = field(default_factory=set)
    half_after_noun: set[Phrase] = field(default_factory=set)
    # "Premier ministre" is an office, not a rank.
    titled: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    # Tens that multiply the unit before them, and which: French "quatre-vingt", Finnish
    # "kaksikymmentä".
    multiplied: dict[str, Collection[int]] = field(default_factory=dict)
    # Particles that are written together with the next word, longest first.
    clitics: list[str] = field(default_factory=list)
    # What compounds are made of besides numbers; none: the language has no compounds.
    parts: list[str] = field(default_factory=list)
    units_first: bool = False
    teens_after_units: bool = False
    ordinals_join: bool = False
    digits_join: bool = False
    # No blanks between words: they are cut wherever a word from here is found in them.
    unspaced: bool = False
    # What follows a noun qualifies the number before it anywhere, not only at the end.
    qualifiers_follow: bool = False
    # Letters of another script, and those for them in the words here.
    letters: dict[int, str] = field(default_factory=dict)
    # Drawn from the above: words that need no splitting, parts of compounds, words that begin a
    # phrase, words that may begin a numeral.
    known: set[str] = field(init=False, repr=False)
    pieces: set[str] = field(init=False, repr=False)
    firsts: set[str] = field(init=False, repr=False)
    openers: set[str] = field(init=False, repr=False)
    cutter: re.Pattern[str] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        phrases = (self.prefixes, self.suffixes, self.wholes, self.percent)
        self.firsts = {phrase[0] for table in (*phrases, self.half_more) for phrase in table}
        alone = {phrase[0] for table in phrases for phrase in table if len(phrase) == 1}
        numbers = set().union(self.numbers, self.ordinals, self.ones, self.plurals)
        nouns = (self.collectives, self.halves, self.fractions, self.spans, self.titled)
        self.known = numbers.union(alone, *nouns)
        self.pieces = numbers.union(self.links, self.parts)
        self.openers = self.known.union(self.firsts, self.articles, self.vague, "$")
        if self.unspaced:
            found = self.openers.union(self.pieces, self.connectors, self.pairs)
            longest_first = sorted(found, key=len, reverse=True)
            self.cutter = re.compile(f"({'|'.join(map(re.escape, longest_first))})")

    def __or__(self, other: Words) -> Words:
        """Return the words of both; where they differ, those of `other`."""
        both = {f.name: getattr(self, f.name) for f in fields(self) if f.init}
        for name, value in both.items():
            more = getattr(other, name)
            both[name] = value + more if isinstance(value, list) else value | more
        return Words(**both)

    def split(self, word: str) -> list[str]:
        """Return the words that are written together as `word`, or [word]."""
        if self.letters:
            word = word.translate(self.letters)
        if self.cutter:
            return list(filter(None, self.cutter.split(word)))
        if word in self.known or len(word) > LONGEST_WORD:
            return [word]
        for clitic in self.clitics:
            rest = word.removeprefix(clitic)
            if rest == word or rest not in self.known:
                continue
            if clitic[0] in self.links:
                return [clitic[0], rest]
            if len(rest) > (1 if clitic.endswith("ل") else 2):
                return [rest]
        return self._split_compound(word) if self.parts else [word]

    def _split_compound(self, word: str) -> list[str]:
        """Cut a word into number words, the longest first; [word] if there is no way to."""
        # ends[i]: where the first part of word[i:] ends, if all of it can be cut.
        ends = {len(word): 0}
        for i in reversed(range(len(word))):
            fitting = (j for j in range(len(word), i, -1) if j in ends and word[i:j] in self.pieces)
            end = next(fitting, None)
            if end is not None:
                ends[i] = end
        found = []
        i = 0
        while i < len(word) and i in ends:
            found.append(word[i : ends[i]])
            i = ends[i]
        return found or [word]


@functools.cache
def find_words(lang: str) -> Words | None:
    """Return the words of a language code; of French and English for none, None if unknown."""
    if not lang:
        first, second = USUAL
        return _load(first) | _load(second)
    code = lang.partition("-")[0]
    code = SAME.get(code, code)
    return _load(code) if code in LANGUAGES else None


@functools.cache
def _load(code: str) -> Words:
    words: Words = importlib.import_module(f"{__name__}.{code}").WORDS
    return words


@functools.lru_cache(10_000)
def fold(word: str) -> str:
    """Return a word without case and accents."""
    if word.isascii():
        return word.lower()
    if word in _MASCULINE_FEMININE:
        return word
    letters = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(c for c in letters if not unicodedata.combining(c) and c != _TATWEEL)
    # The syllables of Korean are whole again.
    return unicodedata.normalize("NFC", letters)


def fold_all(text: str) -> list[str]:
    """Return the folded words of a text, at blanks."""
    return [fold(word) for word in text.split()]


def in_order(first: int, text: str) -> dict[str, float]:
    """Return words as consecutive numbers; `a/b` are two words for one, `-` is none."""
    groups = enumerate(text.split(), first)
    words = {fold(word): float(n) for n, group in groups for word in group.split("/")}
    words.pop("-", None)
    return words


def sized(table: Mapping[int, str] | Mapping[float, str]) -> dict[str, float]:
    """Return the size of each word; the table has words by size."""
    return {word: float(size) for size, text in table.items() for word in fold_all(text)}


def with_endings(table: Mapping[str, float], endings: str) -> dict[str, float]:
    """Return the table with each word in all its forms; "-" is the word without ending."""
    ends = ["" if ending == "-" else ending for ending in endings.split()]
    return {fold(word + end): size for word, size in table.items() for end in ends}


def phrases(text: str) -> set[Phrase]:
    """Return the phrases of a text, which are apart by "|"."""
    return {tuple(fold_all(phrase)) for phrase in re.split(r"\||\n", text) if phrase.strip()}


def qualified(table: Mapping[str, str]) -> dict[Phrase, str]:
    """Return the qualifier of each phrase; the table has phrases by qualifier."""
    return {phrase: qualifier for qualifier, text in table.items() for phrase in phrases(text)}


def whole(table: Mapping[tuple[str, float], str]) -> dict[Phrase, tuple[str, float]]:
    """Return the reading of each phrase; the table has phrases by reading."""
    return {phrase: reading for reading, text in table.items() for phrase in phrases(text)}


def linked(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return between which classes of number words a link is part of the number."""
    return {
        fold(word): frozenset(pair.strip() for pair in text.split(","))
        for word, text in table.items()
    }
