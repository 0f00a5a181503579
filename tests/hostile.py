"""Texts that try to command a terminal or a runner of CI, and what such a runner would obey."""

import re
import unicodedata

# As a cell or a name on one line.
WORDS = [
    "::stop-commands::x",
    " ::add-mask::x",
    "##[group]x",
    "x ##[add-mask]y",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[buildStop]",
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b31m\x9d",
    "\u202eevil\u2066",
    "a\u2028::error::b",
    "\u00ad::error::x",
    ":\ufe0f:error::x",
    "\ufeff::error::x",
    "\U000e0041##[error]x",
]
# Those that a file's name or an argument can be as well.
LINES = [*WORDS, "x\n::error::b", "x\r::error::b", "x\n \t##[endgroup]"]
# .NET's comparison of texts passes over these, wherever they are.
IGNORED = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")


def obeyed(line: str) -> bool:
    """Return whether GitHub's runner, or another one that has learnt from it, obeys a line.

    So do `TryParse` and `TryParseV2` in ActionCommand.cs of actions/runner: `::` after white space,
    or `##[` anywhere.
    """
    seen = IGNORED.sub("", line)
    return seen.lstrip().startswith("::") or bool(re.search(r"##\w*\[", seen))


def find_harm(output: str) -> list[str]:
    """Return each line that a runner obeys, or that has a character that isn't seen."""
    return [
        line
        for line in output.split("\n")
        if obeyed(line) or any(unicodedata.category(letter) in ("Cc", "Cf") for letter in line)
    ]
