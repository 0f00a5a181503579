"""Rules on single cells, whatever they mean."""

from __future__ import annotations

import functools
import itertools
import operator
import re
import unicodedata

from coalition_data.validation.rules import list_cells, rule, split_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from coalition_data.validation.rules import Findings, Rows

RETYPE = "retype the cell from the source"
TEXT = {
    "sources": "publisher agency author title url archived_url note",
    "meetings": "name_en name_fr city venue note",
    "reports": "date_as_stated city venue note",
    "actors": "name_en name_fr aliases note",
    "participants": "as_named office note",
    "quotes": "speaker_office speaker_as_named cue text opens_with ends_with translation_en "
    "paraphrase_en paraphrase_fr sic sic_reading note",
    "figures": "about as_stated note",
    "memberships": "as_named note",
    "waivers": "reason",
    "ledger": "reason",
}
LISTS = {"meetings": "topics", "reports": "attests", "actors": "aliases", "participants": "role"}
NULLS = set("na n/a nan null none nil #n/a - -- ? tbd unknown inconnu s.o.".split())
INVISIBLE = {"Cf", "Cc", "Co", "Cn", "Cs"}
# The later bytes of a UTF-8 letter, read as Windows-1252.
_LATER = "".join(bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xC0))
MOJIBAKE = re.compile(f"[\u00c2-\u00f4][{re.escape(_LATER)}]+|\ufffd")
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
# All letters of SCRIPTS but the Latin ones are here; no Arabic letter and no usual sign is.
BEYOND_LATIN = re.compile("[\u0370-\u058f\u13a0-\u13ff\u1c80-\u1fff\u2c00-\ua6ff\uab30-\U0010ffff]")


def _find_bad(
    tables: dict[str, Rows],
    columns: dict[str, str],
    judge: Callable[[str], str],
    todo: str,
    is_sound: Callable[[str], bool] = operator.not_,
) -> Findings:
    """Yield a finding for each cell of which `judge` returns a message.

    It sees each text once, and none that `is_sound`, which is quicker.
    """
    for table, rows in tables.items():
        for column in columns[table].split():
            messages = {}
            for cell in itertools.filterfalse(is_sound, set(list_cells(rows, column))):
                message = judge(cell)
                if message:
                    messages[cell] = message
            if messages:
                for row in rows:
                    if row[column] in messages:
                        yield row, column, messages[row[column]], todo


@rule(**TEXT)
def no_invisible_characters(**tables: Rows) -> Findings:
    """No cell holds an invisible character (zero-width, bidirectional, private, unassigned)."""
    yield from _find_bad(tables, TEXT, _judge_visible, "delete it", str.isprintable)


def _judge_visible(cell: str) -> str:
    for character in cell:
        # The reader has reported line breaks.
        if character != "\n" and unicodedata.category(character) in INVISIBLE:
            return f"there is an invisible character U+{ord(character):04X}"
    return ""


@rule(**TEXT)
def no_mojibake(**tables: Rows) -> Findings:
    """No cell holds letters that were garbled by a wrong encoding."""
    yield from _find_bad(tables, TEXT, _judge_encoding, RETYPE, str.isascii)


def _judge_encoding(cell: str) -> str:
    for match in MOJIBAKE.finditer(cell):
        if _is_garbled(match[0]):
            return f'"{match[0]}" looks like text read in a wrong encoding'
    return ""


def _is_garbled(letters: str) -> bool:
    """Return whether these are UTF-8 read as Windows-1252, or have a replacement character."""
    try:
        letters.encode("cp1252").decode("utf-8")
    except UnicodeDecodeError:
        return False
    except UnicodeEncodeError:
        return "\ufffd" in letters
    return True


@rule(**TEXT)
def no_mixed_scripts(**tables: Rows) -> Findings:
    """No word mixes letters of two scripts that look alike."""
    yield from _find_bad(tables, TEXT, _judge_scripts, RETYPE, str.isascii)


def _judge_scripts(cell: str) -> str:
    # Nearly all cells have one script: then their words needn't be checked.
    if not BEYOND_LATIN.search(cell):
        return ""
    for word in re.findall(r"[^\W\d_]+", cell):
        found = _find_scripts(word)
        if len(found) > 1:
            return f'the word "{word}" mixes scripts ({", ".join(sorted(found))})'
    return ""


def _find_scripts(letters: str) -> set[str]:
    """Return which of SCRIPTS these letters are of."""
    return {_find_script(letter) for letter in set(letters)} - {""}


@functools.cache
def _find_script(letter: str) -> str:
    if letter.isascii():
        return "LATIN" if letter.isalpha() else ""
    name = unicodedata.name(letter, "")
    return next((script for script in SCRIPTS if name.startswith(script)), "")


@rule(**TEXT)
def no_null_words(**tables: Rows) -> Findings:
    """No cell spells out that a value is missing: the empty cell is the only way to say so."""
    yield from _find_bad(tables, TEXT, _judge_word, "leave the cell empty")


def _judge_word(cell: str) -> str:
    return "this word means a missing value" if cell.casefold() in NULLS else ""


@rule(**LISTS)
def list_items_differ(**tables: Rows) -> Findings:
    """No list cell has an empty item or the same item twice, and `;` has no spaces around it."""
    yield from _find_bad(tables, LISTS, _judge_list, "write each item once: a;b")


def _judge_list(cell: str) -> str:
    found = split_list(cell)
    if "" in found or len(set(found)) < len(found) or ";".join(found) != cell:
        return "the list has an empty, padded or repeated item"
    return ""
