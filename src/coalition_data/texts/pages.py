"""The printed words of rows, and where they are in the pages of their sources."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import dataclass

from coalition_data.texts import evidence, placement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    # Where words start and end in a normalised text.
    Span = tuple[int, int]
    # The printed words of one row, by column.
    Cells = dict[str, str]

# The columns that show words of a page, in the order in which they are looked for.
PRINTED = {
    "participants": ("as_named",),
    "memberships": ("as_named",),
    "figures": ("as_stated",),
    "quotes": ("speaker_as_named", "cue", "opens_with", "ends_with"),
}
OPENING, ENDING = "opens_with", "ends_with"
FOUND, FOLDED, MISSING = "found", "folded", "missing"
# What a cell leaves out between its words.
GAP = re.compile(r" (?:\.\.\.|\(\.\.\.\)|\[\.\.\.\]) ")
# From the first to the last character of a passage.
LONGEST_PASSAGE = 3000
# The same words more often than this aren't told apart.
MOST_PLACES = 1000
# "and", "so", "by", "for" and "like", which Arabic writes together with the word after them.
ARABIC = re.compile("[\u0620-\u064a]")
ARABIC_PARTICLES = re.compile("[وف]?[بلك]?")
# Scripts that put no space between words.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
DIGITS_BEFORE = re.compile(r"\d[.,'٫٬]?$")
DIGITS_AFTER = re.compile(r"[.,'٫٬]?\d")
# Thousands may be set apart by a space.
THOUSANDS_BEFORE = re.compile(r"(?<!\d)\d{1,3} $")
THOUSANDS_AFTER = re.compile(r" \d{3}(?!\d)")
GROUP_FIRST = re.compile(r"\d{3}(?!\d)")
GROUP_LAST = re.compile(r"(?<!\d)\d{1,3}$")
LONGEST_GROUP = 5
# A page under another name is that of a source if it has more than this share of its words, and
# at least so many of them (or all).
LEAST_SHARE = 0.5
LEAST_WORDS = 3
# Words that more sources have than this don't lead to one; only the likeliest sources are tried.
COMMON = 20
MOST_TRIED = 5


@dataclass(slots=True)
class Place:
    """What has become of printed words: a `status`, and where they are unless it is missing."""

    status: str
    span: Span | None = None


class Page:
    """The normalised text of a page, in which printed words are looked for."""

    def __init__(self, norm: str) -> None:
        self.norm = norm
        self.folded = placement.FoldedText(norm)
        self._places: dict[str, tuple[str, list[Span]]] = {}

    def find_row(self, cells: Cells) -> dict[str, Place]:
        """Return where the printed words of a row are, by column.

        An opening and an ending are the nearest pair in which the ending comes after. Of other
        words that are there several times, the place nearest to the opening is taken.
        """
        found = {column: self.find_all(words) for column, words in cells.items()}
        places = {
            column: Place(status, spans[0] if spans else None)
            for column, (status, spans) in found.items()
        }
        if OPENING in found and ENDING in found:
            opening, ending = self._find_passage(found[OPENING], found[ENDING])
            places[OPENING], places[ENDING] = opening, ending
        middle = places.get(OPENING, Place(MISSING)).span
        if middle is not None:
            for column in cells.keys() - {OPENING, ENDING}:
                status, spans = found[column]
                nearest = min(spans, key=lambda span: abs(span[0] - middle[0]), default=None)
                places[column] = Place(status, nearest)
        return places

    def has(self, words: str) -> bool:
        """Say whether printed words are there, at least folded."""
        return bool(self.find_all(words)[1])

    def find_all(self, words: str) -> tuple[str, list[Span]]:
        """Return the status of printed words, and each of their places.

        Where a cell leaves words out ("hat … aufgerufen"), its parts must follow one another.
        """
        if words not in self._places:
            first, *others = GAP.split(evidence.normalise(words))
            status, spans = self._find_part(first)
            for part in others:
                then, following = self._find_part(part)
                spans = list(_join(spans, following, overlap=False))
                status = find_worse(status, then) if spans else MISSING
            self._places[words] = status, spans
        return self._places[words]

    def _find_part(self, words: str) -> tuple[str, list[Span]]:
        """Return where these very words are, else where they are folded; digits never are."""
        spans = list(find_whole(self.norm, words))
        if spans:
            return FOUND, spans
        letters, _ = placement.fold(words)
        if letters and not any(c.isdigit() for c in words):
            spans = [
                (self.folded.locate(start), self.folded.locate(end - 1) + 1)
                for start, end in find_whole(self.folded.letters, letters)
            ]
        return (FOLDED, spans) if spans else (MISSING, [])

    def _find_passage(
        self, opening: tuple[str, list[Span]], ending: tuple[str, list[Span]]
    ) -> tuple[Place, Place]:
        """Return the places of the nearest opening and ending, the ending missing without one."""
        (opened, openings), (ended, endings) = opening, ending
        if not openings or not endings:
            return Place(opened, next(iter(openings), None)), Place(
                ended, next(iter(endings), None)
            )
        passages = list(_join(openings, endings, overlap=True))
        if not passages:
            return Place(opened, openings[0]), Place(MISSING)
        start, end = min(passages, key=lambda passage: passage[1] - passage[0])
        first = next(span for span in openings if span[0] == start)
        last = next(span for span in endings if span[1] == end)
        return Place(opened, first), Place(ended, last)


def find_worse(one: str, other: str) -> str:
    """Return the worse of two statuses."""
    return max(one, other, key=(FOUND, FOLDED, MISSING).index)


def _join(first: list[Span], then: list[Span], overlap: bool) -> Iterator[Span]:
    """Yield from each of `first` to the end of the nearest of `then` that follows it.

    With `overlap` that one may begin inside the first, and ends no sooner.
    """
    for start, end in first:
        at = bisect.bisect_left(then, (start if overlap else end, 0))
        while at < len(then) and then[at][1] < end:
            at += 1
        if at < len(then) and then[at][1] - start <= LONGEST_PASSAGE:
            yield start, then[at][1]


def find_whole(text: str, words: str) -> Iterator[Span]:
    """Yield where `words` are as whole words, not inside a longer word or number."""
    at = text.find(words) if words else -1
    for _ in range(MOST_PLACES):
        if at < 0:
            break
        end = at + len(words)
        if _is_start(text, at, words) and _is_end(text, end, words):
            yield at, end
        at = text.find(words, at + 1)


def _is_start(text: str, at: int, words: str) -> bool:
    """Say whether no word or number that goes on in `words` begins before `at`."""
    if at == 0 or not _is_letter(words[0]):
        return True
    before = text[max(0, at - LONGEST_GROUP) : at]
    if words[0].isdigit():
        cut = DIGITS_BEFORE.search(before)
        cut = cut or (GROUP_FIRST.match(words) and THOUSANDS_BEFORE.search(before))
        return not cut and not _is_letter(before[-1])
    if not _is_letter(before[-1]) or UNSPACED.match(words):
        return True
    return bool(ARABIC.match(words) and _has_particles_alone(before))


def _has_particles_alone(before: str) -> bool:
    """Say whether the beginning of an Arabic word is made of particles."""
    start = len(before)
    while start and _is_letter(before[start - 1]):
        start -= 1
    return bool(ARABIC_PARTICLES.fullmatch(before, start))


def _is_end(text: str, end: int, words: str) -> bool:
    """Say whether no word or number that `words` begin goes on after `end`."""
    if end == len(text) or not _is_letter(words[-1]):
        return True
    after = text[end : end + LONGEST_GROUP]
    if words[-1].isdigit():
        cut = DIGITS_AFTER.match(after)
        cut = cut or (GROUP_LAST.search(words) and THOUSANDS_AFTER.match(after))
        return not cut and not _is_letter(after[0])
    return not _is_letter(after[0]) or bool(UNSPACED.match(words[-1]))


def _is_letter(char: str) -> bool:
    return char.isalnum() or (char > "\u02ff" and placement.is_letter(char))


def match_pages(texts: dict[str, str], words: dict[str, set[str]]) -> dict[str, str]:
    """Return source -> name of the text that has most of its words, one to one.

    `texts` are normalised, and their names say nothing; `words` are those that each source prints.
    """
    index = _index_words(words) if texts else {}
    matches = []
    for name, norm in texts.items():
        page = Page(norm)
        tokens = set(page.folded.letters.split(" "))
        leads = Counter(source for token in index.keys() & tokens for source in index[token])
        for source, _ in sorted(leads.items(), key=lambda lead: (-lead[1], lead[0]))[:MOST_TRIED]:
            wanted = words[source]
            count = sum(map(page.has, wanted))
            if count > LEAST_SHARE * len(wanted) and count >= min(LEAST_WORDS, len(wanted)):
                matches.append((-count / len(wanted), -count, source, name))
    matched: dict[str, str] = {}
    used = set()
    for _, _, source, name in sorted(matches):
        if source not in matched and name not in used:
            matched[source] = name
            used.add(name)
    return matched


def _index_words(words: dict[str, set[str]]) -> dict[str, list[str]]:
    """Return token -> the sources that have it in their words, for tokens that few have."""
    index: dict[str, list[str]] = {}
    for source, cells in words.items():
        for token in _split_tokens(cells):
            index.setdefault(token, []).append(source)
    return {token: sources for token, sources in index.items() if len(sources) <= COMMON}


def _split_tokens(cells: Iterable[str]) -> set[str]:
    return {token for cell in cells for token in placement.fold(cell)[0].split(" ") if token}
