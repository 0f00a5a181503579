"""One problem in one place: file, line, column, rule, what is wrong, what was found, what to do."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LONGEST_GOT = 80


def plain(text: str) -> str:
    r"""Return `text` fit for a terminal: control, bidi and other invisible characters become `\u....`."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _escaped(text: str) -> str:
    """Escape a property of a workflow command."""
    for letter, code in (("%", "%25"), (":", "%3A"), (",", "%2C")):
        text = text.replace(letter, code)
    return plain(text)


class Problem:
    """What is wrong in one place of one file.

    Attributes: `file` (path inside the package), `line` (physical, from 1; 0: the file as a whole), `column`
    (blank: the line as a whole), `rule`, `message`, `got` (None where nothing was found), `todo`.
    """

    __slots__ = ("column", "file", "got", "line", "message", "rule", "todo")

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
        self.file, self.line, self.column, self.rule = file, line, column, rule
        self.message, self.todo, self.got = message, todo, got

    def as_dict(self) -> dict[str, Any]:
        """Return the attributes as a dict, in reading order."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "rule": self.rule,
            "message": self.message,
            "got": self.got,
            "todo": self.todo,
        }

    def as_annotation(self, folder: str = "") -> str:
        """Return the problem as a GitHub workflow command, which marks the line of the file in `folder`."""
        file = (
            f"{folder.rstrip('/')}/{self.file}"
            if folder.rstrip("/") not in ("", ".")
            else self.file
        )
        place = f"file={_escaped(file)},line={max(self.line, 1)},title={_escaped(self.rule)}"
        column = f"{self.column}: " if self.column else ""
        words = f"{column}{self.message}{self._got()}; {self.todo}"
        return f"::error {place}::{plain(words).replace('%', '%25')}"

    def _got(self) -> str:
        if self.got is None:
            return ""
        shown = self.got if len(self.got) <= LONGEST_GOT else self.got[: LONGEST_GOT - 1] + "…"
        return f' (got "{shown}")' if shown else " (got nothing)"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        column = f"{self.column}: " if self.column else ""
        return plain(f"{place}{column}[{self.rule}] {self.message}{self._got()}; {self.todo}")

    def __repr__(self) -> str:
        return f"<Problem {self}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.file, self.line, self.column, self.rule, self.message))
