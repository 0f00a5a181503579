"""Texts in a folder, and which of them is the text of which source."""

from __future__ import annotations

import functools
import os
import re
import unicodedata
from collections import Counter

from coalition_data.texts import evidence, placement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coalition_data.texts.placement import Piece, Placed

    Run = tuple[str, ...]
    Candidate = tuple[str, int]

# No article is as long: what is larger is something else, and reading it would take the machine's memory.
LARGEST = 5_000_000
# A file that has fewer of a source's pieces of evidence than this is another text that shares a phrase or two.
LEAST_SHARE, LEAST_PIECES = 0.25, 2
# How many words of a shipped phrase lead to the sources that have it, and which share of a source's phrases must do so.
KEY_WORDS = 3
LEAST_KEYS = 0.1
# A source with so much less than the best one needn't be looked at.
FAR_BEHIND = 4
WORD = re.compile(r"[^\W_]+")
# Accents of Latin and Greek letters and of Arabic ones: what copies leave out.
ACCENTS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]+")


class Text:
    """A text that was read: `path`, `norm` (its normalised words) and `sha256` of them."""

    __slots__ = ("norm", "path", "sha256")

    def __init__(self, path: str, words: str) -> None:
        self.path, self.norm = path, evidence.normalise(words)
        self.sha256 = evidence.sha256(self.norm)


class Held:
    """The texts of coded sources that a folder holds.

    `exact`: source id -> Text with the very words that were coded. `changed`: source id -> (Text, where its pieces
    stand in it), for a text that has most of a source's words. `lacking`: source ids of which nothing was found.
    `remarks`: a line on each file that is of no use, and why.
    """

    def __init__(
        self, folder: str | os.PathLike[str], pieces: dict[str, tuple[str, list[Piece]]]
    ) -> None:
        """Read `folder`; `pieces` has for each coded source the hash of its text and its pieces of evidence."""
        self.folder = os.fspath(folder)
        self.exact: dict[str, Text] = {}
        self.changed: dict[str, tuple[Text, list[Placed]]] = {}
        self.remarks: list[str] = []
        by_hash: dict[str, list[str]] = {}
        for source, (digest, _) in pieces.items():
            by_hash.setdefault(digest, []).append(source)
        strangers = self._match_whole(by_hash)
        open_sources = {
            source: found for source, (_, found) in pieces.items() if source not in self.exact
        }
        self._match_changed(strangers, open_sources)
        self.lacking = [
            source for source in pieces if source not in self.exact and source not in self.changed
        ]

    def _match_whole(self, by_hash: dict[str, list[str]]) -> list[Text]:
        """Find the texts that are word for word those of sources; return the others."""
        first: dict[str, str] = {}
        strangers = []
        for text in _read(self.folder, self.remarks):
            if text.sha256 in first:
                self.remarks.append(
                    f"{text.path} has the same words as {first[text.sha256]}: passed over"
                )
                continue
            first[text.sha256] = text.path
            self.exact.update(dict.fromkeys(by_hash.get(text.sha256, ()), text))
            if text.sha256 not in by_hash:
                strangers.append(text)
        return strangers

    def _match_changed(self, strangers: list[Text], pieces: dict[str, list[Piece]]) -> None:
        """Give each text that is left to the source of which it has the most pieces, and each source one text."""
        found = []
        openings = _Openings(pieces)
        for text in strangers:
            tried: set[str] = set()
            for stage in openings.stages(text.norm):
                best = 0
                for source, hits in stage:
                    if source in tried or FAR_BEHIND * hits < best:
                        continue
                    tried.add(source)
                    placed = placement.place(text.norm, pieces[source])
                    count = sum(one.found for one in placed)
                    if count >= max(LEAST_SHARE * len(placed), min(LEAST_PIECES, len(placed)), 1):
                        found.append((count, source, text, placed))
                        best = max(best, hits)
                if best:
                    break
        used = set()
        for _, source, text, placed in sorted(found, key=lambda f: (-f[0], f[1], f[2].path)):
            if source not in self.changed and text.path not in used:
                self.changed[source] = (text, placed)
                used.add(text.path)
                self.remarks.append(f"{text.path} is a changed text of {source}")
        self.remarks += [
            f"{text.path} is the text of no coded source"
            for text in strangers
            if text.path not in used
        ]

    def summary(self) -> str:
        """Say how many coded texts were found, and what is to be said of the other files."""
        there = len(self.exact) + len(self.changed)
        changed = f", {len(self.changed)} of them changed" if self.changed else ""
        first = (
            f"{there} of {there + len(self.lacking)} coded texts found in {self.folder}{changed}"
        )
        return "\n".join([first, *self.remarks])


def _read(folder: str, remarks: list[str]) -> Iterator[Text]:
    """Yield the texts directly inside `folder`, in order of name; what can't be read adds a remark.

    Raises NotADirectoryError if there is no such folder.
    """
    if not os.path.isdir(folder):
        raise NotADirectoryError(f"no folder {folder}: name the folder that holds the texts")
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            continue
        if not os.path.isfile(path):
            remarks.append(f"{path} is no regular file: passed over")
        elif os.path.getsize(path) > LARGEST:
            remarks.append(
                f"{path} is larger than {LARGEST // 1_000_000} MB, no article: passed over"
            )
        else:
            words = _words(path, remarks)
            if words is not None:
                yield Text(path, words)


def _words(path: str, remarks: list[str]) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            words = file.read()
    except OSError as error:
        remarks.append(f"{path} can't be read ({error.strerror}): passed over")
    except UnicodeDecodeError:
        remarks.append(f"{path} isn't UTF-8 text: passed over; save it as UTF-8 if it is one")
    else:
        if "\0" not in words:
            return words
        remarks.append(f"{path} is no text: passed over")
    return None


class _Openings:
    """A few words of each phrase that rows ship: they lead from a text to the sources whose text it may be."""

    def __init__(self, pieces: dict[str, list[Piece]]) -> None:
        self.phrases = {
            source: {piece.words for piece in found if piece.words}
            for source, found in pieces.items()
        }
        self.verbatim = _Try(self.phrases, _runs, 1, 2)

    def stages(self, text: str) -> Iterator[list[Candidate]]:
        """Yield sources and how many of their openings the text has, most first, from the likely to the possible.

        Most copies have the very words: looking without case, accents and punctuation takes several times as long. Last
        come the sources of which it has hardly anything, and those that no phrase leads to.
        """
        yield self.verbatim.likely(self.verbatim.candidates(text))
        found = self.plain.candidates(text)
        yield self.plain.likely(found)
        yield found
        yield self.mute

    @functools.cached_property
    def plain(self) -> _Try:
        """The sources by words without case, accents and punctuation."""
        return _Try(self.phrases, _plain_runs, 0, 0)

    @functools.cached_property
    def mute(self) -> list[Candidate]:
        """The sources that no phrase leads to."""
        return [(source, 1) for source in sorted(self.phrases) if source not in self.plain.counts]


class _Try:
    """Sources by a run of words of each of their phrases: from word `first` on, if `more` words follow the run."""

    def __init__(
        self,
        phrases: dict[str, set[str]],
        runs: Callable[[str], list[Run]],
        first: int,
        more: int,
    ) -> None:
        self.runs = runs
        self.sources: dict[Run, set[str]] = {}
        for source, words in phrases.items():
            for phrase in words:
                found = runs(phrase)
                if len(found) > first + more:
                    self.sources.setdefault(found[first], set()).add(source)
        self.counts = Counter(source for found in self.sources.values() for source in found)

    def candidates(self, text: str) -> list[Candidate]:
        """Return the sources whose runs the text has, and how many, most first."""
        hits = Counter(
            source for run in self.sources.keys() & self.runs(text) for source in self.sources[run]
        )
        return sorted(hits.items(), key=lambda one: (-one[1], one[0]))

    def likely(self, found: list[Candidate]) -> list[Candidate]:
        """Return those of which the text has not too few runs."""
        return [(source, n) for source, n in found if n >= LEAST_KEYS * self.counts[source]]


def _runs(text: str) -> list[Run]:
    """Return each run of KEY_WORDS words of a text, as they stand between spaces."""
    words = text.split(" ")
    return list(zip(*(words[n:] for n in range(KEY_WORDS)), strict=False))


def _plain_runs(text: str) -> list[Run]:
    """Return them without case, accents and punctuation."""
    return _runs(
        " ".join(WORD.findall(ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))))
    )
