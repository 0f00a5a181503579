"""One problem in one place: file, line, column, rule, what is wrong, what was found, what to do."""

from __future__ import annotations

import os
import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LONGEST_GOT = 80
# How much of a line `repr` shows, and how many lines: a notebook prints it unasked.
LONGEST_REPR = 200
MOST_LINES = 10
# The attributes of a problem, in reading order.
ATTRIBUTES = ("file", "line", "column", "rule", "message", "got", "todo")
# Letters and marks that have no shape: joiners, fillers, selectors of variants.
UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)


def plain(text: str) -> str:
    r"""Return `text` fit for one line: control, bidi and invisible characters become `\u....`.

    So do accents by themselves, and other characters that look like their composed form (NFC), and
    whatever `defuse` takes for a command.

    >>> print(plain("Le\u00a0Drian, e\u0301te\u0301"))
    Le\u00a0Drian, e\u0301te\u0301
    """
    if not (text.isascii() and text.isprintable()):
        is_composed = unicodedata.is_normalized("NFC", text)
        odd = [letter for letter in set(text) if not _is_plain(letter, is_composed)]
        text = _escape_letters(text, odd)
    return _escape_commands(text)


def defuse(text: str) -> str:
    r"""Return output of any number of lines that no terminal and no runner of CI obeys.

    Control, bidi and invisible characters but the newline become `\u....`, and so does the first
    character of what a runner would take for a command. Where `text` is JSON it stays the same
    JSON.

    >>> print(defuse(" ::add-mask::x"))
     \u003a:add-mask::x
    """
    is_seen = text.isascii() or UNSEEN.isdisjoint(text)
    if not (is_seen and text.replace("\n", "").isprintable()):
        odd = [letter for letter in set(text) if letter != "\n" and not _is_seen(letter)]
        text = _escape_letters(text, odd)
    return _escape_commands(text)


def _escape_letters(text: str, odd: list[str]) -> str:
    return text.translate({ord(letter): _escape(letter) for letter in odd}) if odd else text


def _escape(letter: str) -> str:
    """Return a character as JSON escapes it."""
    data = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{data[i : i + 4]}" for i in range(0, len(data), 4))


def _escape_commands(text: str) -> str:
    """Escape what GitHub obeys at the start of a line (::), and what CI obeys anywhere (##[)."""
    if "::" not in text and "##" not in text:
        return text
    import re

    text = re.sub(r"(?m)^([^\S\n]*):(?=:)", r"\1\\u003a", text)
    return re.sub(r"#(?=#\w*\[)", r"\\u0023", text)


def _is_plain(letter: str, is_composed: bool) -> bool:
    if not letter.isprintable() or letter in UNSEEN:
        return False
    if is_composed:
        return True
    if unicodedata.combining(letter) or "\u1160" <= letter <= "\u11ff":
        # An accent, or a part of a Korean syllable.
        return False
    return unicodedata.is_normalized("NFC", letter)


def _is_seen(letter: str) -> bool:
    """Say whether a character is printed, or is some space; spaces belong to quoted words."""
    return unicodedata.category(letter) == "Zs" or (letter.isprintable() and letter not in UNSEEN)


def cut(text: str, length: int, lines: int = 1) -> str:
    """Return the first lines of a text, each cut to `length`, with an ellipsis for what is left.

    >>> cut("one two three", 8)
    'one two…'
    """
    shown = text.split("\n")
    more = len(shown) - lines
    shown = shown[:lines]
    if more > 0:
        shown.append(f"… and {more} more lines")
    return "\n".join(line if len(line) <= length else f"{line[: length - 1]}…" for line in shown)


def locate(folder: str) -> str:
    """Return a folder as GitHub wants it: relative to where the command runs, if it is inside.

    Blank for the working folder itself. A folder elsewhere that was named by its whole path keeps
    it; without a working folder any does.
    """
    try:
        if not os.path.isabs(folder):
            relative = os.path.relpath(folder)
        else:
            relative = os.path.relpath(os.path.realpath(folder), os.path.realpath(os.curdir))
            if relative.split(os.sep)[0] == os.pardir:
                relative = os.path.normpath(folder)
    except (OSError, ValueError):
        # The working folder is gone, or on another drive.
        relative = os.path.normpath(folder)
    return "" if relative == os.curdir else relative.replace(os.sep, "/")


def _escape_property(text: str) -> str:
    """Escape a property of a GitHub workflow command."""
    for letter, code in (("%", "%25"), (":", "%3A"), (",", "%2C")):
        text = text.replace(letter, code)
    return plain(text)


class Problem:
    """What is wrong in one place of one file.

    Attributes: `file` (path inside the package), `line` (physical, from 1; 0: the whole file),
    `column` (blank: the whole line), `rule`, `message`, `got` (None if nothing was found), `todo`.
    """

    __slots__ = ATTRIBUTES

    def __init__(
        self,
        file: str,
        line: int,
        column: str,
        rule: str,
        message: str,
        todo: str,
        got: str | None = None,
    ) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.rule = rule
        self.message = message
        self.todo = todo
        self.got = got

    def as_dict(self) -> dict[str, Any]:
        """Return the attributes as a dict, in reading order."""
        return {name: getattr(self, name) for name in ATTRIBUTES}

    def as_annotation(self, folder: str = "") -> str:
        """Return a GitHub workflow command that marks the line of the file in `folder`."""
        place = locate(folder or os.curdir)
        file = f"{place}/{self.file}" if place else self.file
        title = _escape_property(self.rule)
        target = f"file={_escape_property(file)},line={max(self.line, 1)},title={title}"
        words = plain(f"{self._column()}{self.message}{self._got()}; {self.todo}")
        return f"::error {target}::{words.replace('%', '%25')}"

    def _column(self) -> str:
        return f"{self.column}: " if self.column else ""

    def _got(self) -> str:
        if self.got is None:
            return ""
        if not self.got:
            return " (got nothing)"
        shown = self.got
        if len(shown) > LONGEST_GOT:
            shown = shown[: LONGEST_GOT - 1] + "…"
        return f' (got "{shown}")'

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        words = f"[{self.rule}] {self.message}{self._got()}; {self.todo}"
        return plain(f"{place}: {self._column()}{words}")

    def __repr__(self) -> str:
        return f"<Problem {cut(str(self), LONGEST_REPR)}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.file, self.line, self.column, self.rule, self.message))
