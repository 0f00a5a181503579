"""One problem in one place: file, line, column, rule, what is wrong, what was found, what to do."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LONGEST_GOT = 80
# The attributes of a problem, in reading order.
ATTRIBUTES = ("file", "line", "column", "rule", "message", "got", "todo")


def plain(text: str) -> str:
    r"""Return `text` fit for a terminal: control, bidi and invisible characters become `\u....`."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


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
        folder = folder.rstrip("/")
        file = self.file if folder in ("", ".") else f"{folder}/{self.file}"
        title = _escape_property(self.rule)
        place = f"file={_escape_property(file)},line={max(self.line, 1)},title={title}"
        words = plain(f"{self._column()}{self.message}{self._got()}; {self.todo}")
        return f"::error {place}::{words.replace('%', '%25')}"

    def _column(self) -> str:
        return f"{self.column}: " if self.column else ""

    def _got(self) -> str:
        if self.got is None:
            return ""
        if not self.got:
            return " (got nothing)"
        shown = self.got if len(self.got) <= LONGEST_GOT else self.got[: LONGEST_GOT - 1] + "…"
        return f' (got "{shown}")'

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        words = f"[{self.rule}] {self.message}{self._got()}; {self.todo}"
        return plain(f"{place}: {self._column()}{words}")

    def __repr__(self) -> str:
        return f"<Problem {self}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.file, self.line, self.column, self.rule, self.message))
