"""JSON files, read strictly: each key once, and only numbers and texts that others can read."""

from __future__ import annotations

import json
import math
import os
import re

from coalition_data.tables.problem import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The shipped descriptor has 75 kB.
LARGEST = 5_000_000
# A descriptor has eight levels.
MOST_LEVELS = 64
# No float has more digits before its point.
LONGEST_NUMBER = 300
_CONTAINERS = (dict, list)
# The tokens of a text that is JSON so far; in a word are letters, digits and signs.
_TOKEN = r'(?s)"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s"{}\[\],:]+'


class JsonError(ValueError):
    """A file isn't JSON that we read; `line` and `where` (inside it) say where, `todo` what to do.

    `line` is 0, and `where` blank, if the whole file is meant.
    """

    def __init__(self, file: str, message: str, todo: str, line: int = 0, where: str = "") -> None:
        super().__init__(message)
        self.file = file
        self.message = message
        self.todo = todo
        self.line = line
        self.where = where

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        inside = f"{self.where}: " if self.where else ""
        return plain(f"{place}: {inside}{self.message}; {self.todo}")


class _OddError(Exception):
    """Something in the text is no JSON for us; `_explain` finds out what and where."""


def read(path: str) -> Any:
    """Return what the JSON file at `path` says. A byte order mark is ignored.

    Raises JsonError for what others would read in another way or not at all: a key that is written
    twice in one object, NaN, a number that no float holds, half a character, too many levels.
    """
    file = os.path.basename(path)
    if os.path.exists(path) and not os.path.isfile(path):
        # To open a pipe would wait for a writer.
        raise JsonError(file, "it is no regular file", "put the file itself there")
    if os.path.isfile(path) and os.path.getsize(path) > LARGEST:
        raise JsonError(file, f"it is larger than {LARGEST // 1_000_000} MB", "shorten it")
    try:
        with open(path, encoding="utf-8-sig") as handle:
            text = handle.read()
    except UnicodeDecodeError:
        raise JsonError(file, "it isn't UTF-8", "save it as UTF-8") from None
    try:
        found = json.loads(
            text,
            object_pairs_hook=_read_object,
            parse_int=_read_integer,
            parse_float=_read_float,
            parse_constant=_refuse_constant,
        )
        _refuse_levels(found)
        if "\\u" in text:
            json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        message = f"it isn't JSON ({error.msg})"
        todo = f"correct the syntax at line {error.lineno}, column {error.colno}"
        raise JsonError(file, message, todo, error.lineno) from None
    except (_OddError, RecursionError, UnicodeEncodeError):
        raise _explain(text, file) from None
    return found


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _OddError
    return found


def _read_integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise _OddError
    return int(digits)


def _read_float(digits: str) -> float:
    number = float(digits)
    if len(digits) > LONGEST_NUMBER or not math.isfinite(number):
        raise _OddError
    return number


def _refuse_constant(word: str) -> None:
    raise _OddError(word)


def _refuse_levels(found: Any) -> None:
    """Raise _OddError if there are more than MOST_LEVELS objects and lists inside one another."""
    level = [found] if isinstance(found, _CONTAINERS) else []
    for _ in range(MOST_LEVELS):
        inner: list[Any] = []
        for one in level:
            inner += one.values() if isinstance(one, dict) else one
        level = [one for one in inner if isinstance(one, _CONTAINERS)]
        if not level:
            return
    raise _OddError


class _Level:
    """An object or a list that is open: its keys so far with their lines, and where it is now."""

    def __init__(self, is_list: bool) -> None:
        self.is_list = is_list
        self.lines: dict[str, int] = {}
        self.step: str | int = 0 if is_list else ""
        self.expects_key = not is_list


def _explain(text: str, file: str) -> JsonError:
    """Return the first thing that we don't read in a text that is JSON so far."""
    levels: list[_Level] = []
    for match in re.finditer(_TOKEN, text):
        token = match[0]
        finding = None
        if token in ("{", "["):
            levels.append(_Level(token == "["))
        elif token in ("}", "]"):
            levels.pop()
        elif token == ",":
            _step_on(levels[-1])
        elif token != ":":
            line = text.count("\n", 0, match.start()) + 1
            finding = _judge_word(token, line, levels)
        if finding:
            message, todo, where = finding
            return JsonError(file, message, todo, line, where)
        if len(levels) > MOST_LEVELS:
            break
    todo = f"write it with at most {MOST_LEVELS} levels; a Data Package needs eight"
    return JsonError(file, "it is nested too deeply", todo)


def _step_on(level: _Level) -> None:
    """Go on to the next item or key of a level, after a comma."""
    level.expects_key = not level.is_list
    if isinstance(level.step, int):
        level.step += 1


def _judge_word(token: str, line: int, levels: list[_Level]) -> tuple[str, str, str] | None:
    """Return what is wrong with a text, number or word, what to do, and where it is."""
    if token[0] != '"':
        finding = _find_odd_number(token)
        return (*finding, _name_place(levels)) if finding else None
    found = json.loads(token)
    if not _is_whole(found):
        message = "a text has half a character (one of \\ud800 to \\udfff alone)"
        return message, "write the character itself", _name_place(levels)
    if not levels or not levels[-1].expects_key:
        return None
    level = levels[-1]
    if found in level.lines:
        above = level.lines[found]
        todo = "delete one of the two"
        if above != line:
            todo += f", on line {above} or {line}"
        return f'"{found}" is written twice', todo, _name_place(levels[:-1])
    level.lines[found] = line
    level.step = found
    level.expects_key = False
    return None


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _find_odd_number(token: str) -> tuple[str, str] | None:
    """Return what is wrong with a word or number, and what to do; None if nothing is."""
    if token in ("NaN", "Infinity", "-Infinity"):
        return f"JSON has no {token}", "write a number, or leave the property out"
    if len(token) > LONGEST_NUMBER:
        return f"a number has {len(token)} characters", f"write at most {LONGEST_NUMBER}"
    if token[0] in "-0123456789" and not math.isfinite(float(token)):
        return f"{token} is larger than any number that a float holds", "write a smaller one"
    return None


def _name_place(levels: list[_Level]) -> str:
    """Return the place inside the file, such as `resources[0].schema`."""
    names = [f"[{level.step}]" if level.is_list else f".{level.step}" for level in levels]
    return "".join(names).removeprefix(".")
