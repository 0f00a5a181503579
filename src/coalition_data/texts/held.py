"""The texts in a folder, and which of them is the text of which coded source."""

from __future__ import annotations

import functools
import os
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from coalition_data.tables import filekind
from coalition_data.tables.argument import LARGEST_TEXT
from coalition_data.tables.problem import LONGEST_REPR, MOST_LINES, cut
from coalition_data.texts import evidence, pages, placement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coalition_data.texts.placement import Piece, Placed

    Key = tuple[str, ...]
    Match = tuple[int, str, "HeldText", list[Placed]]

# A text with fewer of a source's pieces is another text that shares a phrase or two.
LEAST_SHARE = 0.25
LEAST_PIECES = 2
# The longest article has a hundred.
MOST_PIECES = 2000
# What `fetch` writes beside the pages.
OURS = ("manifest.csv",)
# How many words of a shipped phrase lead to the sources that have it.
KEY_WORDS = 3
# Once a text has been matched, sources with few of their keys in it, or far fewer than the
# best one, aren't tried.
LEAST_KEYS = 0.1
FAR_BEHIND = 4


@dataclass(slots=True)
class HeldText:
    """A text that was read: `path`, `norm` (its normalised words) and their `sha256`."""

    path: str
    norm: str = field(repr=False)
    sha256: str


class HeldTexts:
    """The texts of coded sources that a folder holds.

    `coded`: the ids of those sources. `exact`: source id -> the text, with the very words that were
    coded. `changed`: source id -> (the text, the places of its pieces), where most of a source's
    words were found. `lacking`: the sources whose text wasn't found. `pages`: source id -> the page
    of a source that wasn't held. `notes`: a line on each file that was skipped or has changed.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        sources: dict[str, tuple[str, list[Piece]]],
        printed: dict[str, set[str]] | None = None,
    ) -> None:
        """Read `folder`.

        `sources` has the hash of each coded text and its pieces of evidence, `printed` the words
        that rows show of each other source, whose page may be there.
        """
        self.folder = os.fspath(folder)
        self.exact: dict[str, HeldText] = {}
        self.changed: dict[str, tuple[HeldText, list[Placed]]] = {}
        self.pages: dict[str, HeldText] = {}
        self.notes: list[str] = []
        self.coded = frozenset(sources)
        self._printed = printed or {}
        others = self._match_exact(sources)
        left = {source: pieces for source, (_, pieces) in sources.items()}
        for source in self.exact:
            del left[source]
        others = self._match_changed(others, left)
        self.lacking = [source for source in left if source not in self.changed]
        self._match_pages(others)

    def _match_exact(self, sources: dict[str, tuple[str, list[Piece]]]) -> list[HeldText]:
        """Find the texts that have the very words of sources, and pages; return the others."""
        by_hash: dict[str, list[str]] = {}
        for source, (digest, _) in sources.items():
            by_hash.setdefault(digest, []).append(source)
        paths: dict[str, str] = {}
        others = []
        for text in _read_folder(self.folder, self.notes):
            name = os.path.basename(text.path).removesuffix(".txt")
            if name in self._printed and text.sha256 not in by_hash:
                self.pages[name] = text
                continue
            if text.sha256 in paths:
                first = paths[text.sha256]
                self.notes.append(f"{text.path} has the same words as {first}: skipped")
                continue
            paths[text.sha256] = text.path
            if text.sha256 in by_hash:
                self.exact.update(dict.fromkeys(by_hash[text.sha256], text))
            else:
                others.append(text)
        return others

    def _match_changed(
        self, texts: list[HeldText], sources: dict[str, list[Piece]]
    ) -> list[HeldText]:
        """Match texts and sources one to one, those with the most pieces in common first.

        Returns the texts that are left.
        """
        for source in [one for one, pieces in sources.items() if len(pieces) > MOST_PIECES]:
            self.notes.append(f"{source} has more than {MOST_PIECES} pieces of evidence: skipped")
            sources = {one: pieces for one, pieces in sources.items() if one != source}
        verbatim, folded = _PhraseIndex(sources, _split_keys), None
        hits = {text.path: verbatim.count_hits(text.norm) for text in texts}
        budget = placement.Budget()
        matches = []
        # What is most like a source comes first: the budget may not be enough for all.
        for text in sorted(
            texts, key=lambda text: -max((n for _, n in hits[text.path]), default=0)
        ):
            found = list(_try_sources(text, sources, verbatim, hits[text.path], budget))
            if not found:
                # Few copies lack the very words, and folding a text takes longer than the rest.
                folded = folded or _PhraseIndex(sources, _fold_keys)
                found = list(
                    _try_sources(text, sources, folded, folded.count_hits(text.norm), budget)
                )
            if not budget.left:
                self.notes.append(f"{text.path} wasn't searched for all pieces: there is too much")
            matches += found
        matches.sort(key=lambda match: (-match[0], match[1], match[2].path))
        used = set()
        for _, source, text, placed in matches:
            if source not in self.changed and text.path not in used:
                self.changed[source] = (text, placed)
                used.add(text.path)
                self.notes.append(f"{text.path} is a changed text of {source}")
        return [text for text in texts if text.path not in used]

    def _match_pages(self, texts: list[HeldText]) -> None:
        """Match the texts that are left with the sources whose page isn't there."""
        left = {one: words for one, words in self._printed.items() if one not in self.pages}
        others = {text.path: text for text in texts}
        matched = pages.match_pages({text.path: text.norm for text in texts}, left)
        for source, path in matched.items():
            self.pages[source] = others.pop(path)
            self.notes.append(f"{path} is the page of {source}")
        self.notes += [f"{path} is the text of no coded source" for path in others]

    def summary(self) -> str:
        """Return how many coded texts were found, then the notes, a line each."""
        found = len(self.exact) + len(self.changed)
        total = found + len(self.lacking)
        line = f"{found} of {total} coded texts found in {self.folder}"
        if self.changed:
            line += f", {len(self.changed)} of them changed"
        if self._printed:
            line += f"\n{len(self.pages)} of {len(self._printed)} pages found in {self.folder}"
        return "\n".join([line, *self.notes])

    def __repr__(self) -> str:
        return cut(self.summary(), LONGEST_REPR, MOST_LINES)


def find_folder(folder: str | os.PathLike[str]) -> None:
    """Raise NotADirectoryError if there is no such folder."""
    if not os.path.isdir(folder):
        raise NotADirectoryError(
            f"no folder {os.fspath(folder)}: name the folder that holds the texts"
        )


def _read_folder(folder: str, notes: list[str]) -> Iterator[HeldText]:
    """Yield the texts directly in `folder`, sorted by name; add a note for each file skipped.

    Raises NotADirectoryError if there is no such folder.
    """
    find_folder(folder)
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isdir(path) or name in OURS:
            continue
        try:
            norm = evidence.normalise(_read_file(path))
        except ValueError as error:
            notes.append(f"{path} {error}")
        else:
            yield HeldText(path, norm, evidence.sha256(norm))


def _read_file(path: str) -> str:
    """Return the text of a file; ValueError with the reason where it is skipped."""
    if not os.path.isfile(path):
        raise ValueError("is no regular file: skipped")
    if os.path.getsize(path) > LARGEST_TEXT:
        raise ValueError(f"is larger than {LARGEST_TEXT // 1_000_000} MB, no article: skipped")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ValueError(f"can't be read ({error.strerror}): skipped") from None
    kind = filekind.find_binary(data)
    if kind is not None:
        raise ValueError(f"is {kind[0]}: skipped; if it holds a text, save that as UTF-8")
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("isn't UTF-8: skipped; if it is a text, save it as UTF-8") from None
    if "\0" in words:
        raise ValueError("is no text: skipped")
    return words


def _try_sources(
    text: HeldText,
    sources: dict[str, list[Piece]],
    index: _PhraseIndex,
    counted: list[tuple[str, int]],
    budget: placement.Budget,
) -> Iterator[Match]:
    """Yield (number of pieces found, source, text, places) for each source that the text may be."""
    best = 0
    for source, hits in counted:
        if best and (FAR_BEHIND * hits < best or hits < LEAST_KEYS * index.keys[source]):
            continue
        placed = placement.place(text.norm, sources[source], budget)
        count = sum(one.found for one in placed)
        if count >= max(LEAST_SHARE * len(placed), min(LEAST_PIECES, len(placed)), 1):
            best = max(best, hits)
            yield count, source, text, placed


class _PhraseIndex:
    """Sources by a few words of each phrase that their rows ship; `keys` counts those words."""

    def __init__(self, sources: dict[str, list[Piece]], split: Callable[[str], list[Key]]) -> None:
        self.split = split
        self.keys: dict[str, int] = {}
        self.by_key: dict[Key, list[str]] = {}
        for source, pieces in sources.items():
            phrases = {piece.words for piece in pieces if piece.words}
            # The second word on: a quotation mark may stick to the first.
            keys = {key for phrase in phrases for key in split(phrase)[1:2]}
            self.keys[source] = len(keys)
            for key in keys:
                self.by_key.setdefault(key, []).append(source)
        # Any text may be theirs.
        self.without_keys = [(source, 0) for source in sorted(sources) if not self.keys[source]]

    def count_hits(self, text: str) -> list[tuple[str, int]]:
        """Return (source, number of its keys in the text), the most first."""
        hits: Counter[str] = Counter()
        for key in self.by_key.keys() & self.split(text):
            hits.update(self.by_key[key])
        return sorted(hits.items(), key=lambda one: (-one[1], one[0])) + self.without_keys


def _split_keys(text: str) -> list[Key]:
    """Return each run of KEY_WORDS words of a text, as they are between spaces."""
    words = text.split(" ")
    return list(zip(*(words[n:] for n in range(KEY_WORDS)), strict=False))


def _fold_keys(text: str) -> list[Key]:
    """Return them without case, accents and punctuation."""
    table = {ord(char): _fold_char(char) for char in set(text) - {" "}}
    return _split_keys(" ".join(text.translate(table).split()))


# Cached: texts repeat their letters.
@functools.lru_cache(maxsize=2**12)
def _fold_char(char: str) -> str:
    decomposed = unicodedata.normalize("NFKD", char.casefold())
    return "".join(filter(str.isalnum, decomposed))
