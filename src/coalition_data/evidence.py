"""Where in a text a row is written: normalise, anchor, verify."""

import hashlib
import os
import re
import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

NORM = "cd-n1"
CELL = re.compile(r"[0-9]{1,9}-[0-9]{1,9}#[0-9a-f]{32}(;[0-9]{1,9}-[0-9]{1,9}#[0-9a-f]{32})*")
COLUMNS = ("evidence", "attribution_evidence")
STATUSES = ("exact", "missing", "text_not_found", "not_checkable")
FAILURES = ("missing",)

_MARKS = {
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
    **dict.fromkeys("«»“”„‟", '"'),
    **dict.fromkeys("’‘‚‛ʼ′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_TABLE = str.maketrans(_MARKS)
# Unicode's White_Space, written out: Python's own idea of it has four control characters more.
_SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def normalise(text: str) -> str:
    r"""Return `text` in the form `cd-n1`, in which offsets are counted and hashes taken.

    Invisible characters go, quotation marks, apostrophes, dashes and the ellipsis become plain, letters are composed
    (NFC), each run of white space becomes one space, none stands outside. Doing it twice changes nothing.

    >>> normalise("« Daech\u00a0vacille »  …")
    '" Daech vacille " ...'
    """
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text.translate(_TABLE))).strip(" ")


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Segment:
    """A piece of a normalised text: `start` and `end` (code points, half-open) and `hash` (32 hex digits)."""

    __slots__ = ("end", "hash", "start")

    def __init__(self, start: int, end: int, digest: str) -> None:
        self.start, self.end, self.hash = start, end, digest

    def __str__(self) -> str:
        return f"{self.start}-{self.end}#{self.hash}"

    def holds(self, text: str) -> bool:
        """Say whether the normalised `text` has the hashed words at this place."""
        return self.end <= len(text) and sha256(text[self.start : self.end])[:32] == self.hash


def segments(cell: str) -> list[Segment]:
    """Parse an evidence cell; an empty cell gives no segment. Raises ValueError for any other text."""
    if not cell:
        return []
    if not CELL.fullmatch(cell):
        raise ValueError(f'not an evidence cell: "{cell}"; it reads start-end#hash, several joined by ;')
    out = []
    for piece in cell.split(";"):
        place, digest = piece.split("#")
        start, end = place.split("-")
        out.append(Segment(int(start), int(end), digest))
    return out


class AnchorError(ValueError):
    """A phrase doesn't stand exactly once in a text."""


def anchor(text: str, phrase: str) -> str:
    """Return the evidence segment of `phrase` in `text`, both normalised first.

    Raises AnchorError where the phrase isn't there, or stands there more than once: then give more words.

    >>> anchor("Vingt et un pays. Ils étaient 21.", "étaient 21")
    '22-32#36744f52ae7c8cbbc1acdbaa83111975'
    """
    whole, words = normalise(text), normalise(phrase)
    found = whole.find(words) if words else -1
    if found < 0:
        raise AnchorError(f'the text doesn\'t have "{words}"; copy the phrase from it')
    if whole.find(words, found + 1) >= 0:
        raise AnchorError(f'the text has "{words}" {whole.count(words)} times or more; give more words around it')
    return str(Segment(found, found + len(words), sha256(words)[:32]))


class Text:
    """A held text: `path`, `norm` (its normalised words) and `sha256` of them."""

    def __init__(self, path: str, words: str) -> None:
        self.path, self.norm = path, normalise(words)
        self.sha256 = sha256(self.norm)


def read_texts(folder: "str | os.PathLike[str]") -> "Iterator[Text]":
    """Yield the texts in `folder` (files directly inside it, in order of name); a file that isn't UTF-8 is passed over.

    Raises NotADirectoryError if there is no such folder.
    """
    folder = os.fspath(folder)
    if not os.path.isdir(folder):
        raise NotADirectoryError(f"no folder {folder}: name the folder that holds the texts")
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            try:
                with open(path, encoding="utf-8") as file:
                    yield Text(path, file.read())
            except (UnicodeDecodeError, OSError):
                continue


class Held:
    """The coded texts in a folder: `texts` by source id, `lacking` source ids, `strangers` (files of no source)."""

    def __init__(self, folder: "str | os.PathLike[str]", fingerprints: dict[str, str]) -> None:
        self.folder, self.strangers = os.fspath(folder), []  # type: tuple[str, list[str]]
        found: dict[str, Text] = {}
        for text in read_texts(folder):
            if text.sha256 in fingerprints.values():
                found[text.sha256] = text
            else:
                self.strangers.append(text.path)
        self.texts = {source: found[digest] for source, digest in fingerprints.items() if digest in found}
        self.lacking = [source for source in fingerprints if source not in self.texts]

    def summary(self) -> str:
        """Say how many coded texts were found, and which files are the text of no source."""
        lines = [f"{len(self.texts)} of {len(self.texts) + len(self.lacking)} coded texts found in {self.folder}"]
        lines += [f"{path} is the text of no source as it was coded" for path in self.strangers]
        return "\n".join(lines)


def held(texts: "str | os.PathLike[str]", folder: str | None = None) -> Held:
    """Find the coded texts in the folder `texts` by content; ValueError where there is none of them."""
    from coalition_data import descriptor, loader

    rows = loader.read_arrow(descriptor.read(folder), "sources").select(["source_id", "text_sha256"]).to_pylist()
    found = Held(texts, {row["source_id"]: row["text_sha256"] for row in rows if row["text_sha256"]})
    if not found.texts:
        raise ValueError(f"{found.summary()}: nothing can be checked")
    return found


def verify(texts: "str | os.PathLike[str]", folder: str | None = None) -> "Any":
    """Check each row's evidence against the texts in the folder `texts`.

    Texts are found by content, whatever their files are called. Returns a pandas frame with one row per evidence
    segment (and one per row without any): `table`, `id`, `column`, `source_id`, `segment`, `status`. The statuses:
    exact (text and words agree), missing (the text is there, the words aren't), text_not_found (we held the text; it
    isn't in the folder), not_checkable (the source was never held whole). Raises NotADirectoryError, and ValueError
    where no coded text is in the folder.
    """
    import pandas as pd

    rows = _verify(held(texts, folder).texts, folder)
    frame = pd.DataFrame(rows, columns=["table", "id", "column", "source_id", "segment", "status"])
    frame["status"] = pd.Categorical(frame["status"], categories=list(STATUSES))
    return frame


def _verify(texts: "dict[str, Text]", folder: str | None) -> "Iterable[tuple[Any, ...]]":
    from coalition_data import descriptor, loader

    package = descriptor.read(folder)
    rows = loader.read_arrow(package, "sources").select(["source_id", "text_sha256"]).to_pylist()
    fingerprints = {r["source_id"]: r["text_sha256"] for r in rows}
    for table in package.tables.values():
        columns = [c for c in COLUMNS if c in table.names]
        if not columns:
            continue
        for row in loader.read_arrow(package, table.name).select([table.key, "source_id", *columns]).to_pylist():
            fingerprint = fingerprints[row["source_id"]]
            text = texts.get(row["source_id"])
            for column in columns:
                place = (table.name, row[table.key], column, row["source_id"])
                if fingerprint is None:
                    if column == "evidence":
                        yield (*place, None, "not_checkable")
                    continue
                for segment in segments(row[column] or ""):
                    ok = text is not None and segment.holds(text.norm)
                    yield (*place, str(segment), "exact" if ok else "missing" if text else "text_not_found")
