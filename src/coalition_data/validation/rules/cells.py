"""Rules on single cells, whatever they mean."""

from __future__ import annotations

import functools
import re
import unicodedata

from coalition_data.validation.rules import items, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coalition_data.validation.rules import Findings, Row, Rows

    Offences = Iterator[tuple[Row, str, str]]

SEE = "look at the source and type the cell again"
TEXT = {
    "sources": "publisher agency author title url archived_url note",
    "meetings": "name_en name_fr city venue note",
    "reports": "date_as_stated city venue note",
    "actors": "name_en name_fr aliases note",
    "participants": "office note",
    "quotes": "speaker_office text translation_en paraphrase_en paraphrase_fr sic sic_reading note",
    "figures": "about as_stated note",
    "memberships": "note",
    "waivers": "reason",
    "ledger": "reason",
}
LISTS = {"meetings": "topics", "reports": "attests", "actors": "aliases", "participants": "role"}
NULLS = {
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "nil",
    "#n/a",
    "-",
    "--",
    "?",
    "tbd",
    "unknown",
    "inconnu",
    "s.o.",
}
INVISIBLE = {"Cf", "Cc", "Co", "Cn", "Cs"}
# What the later bytes of a UTF-8 letter look like when they are read as Windows-1252.
_LATER = "".join(bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xC0))
MOJIBAKE = re.compile(f"[\u00c2-\u00f4][{re.escape(_LATER)}]+|\ufffd")
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def _offences(
    tables: dict[str, Rows], judge: Callable[[str], str], columns: dict[str, str] = TEXT
) -> Offences:
    """Yield row, column and what is wrong for each cell of which `judge` says something; each text is judged once."""
    for table, rows in tables.items():
        for column in columns[table].split():
            different = {row[column] for row in rows} - {""}
            wrong = {cell: said for cell in different if (said := judge(cell))}
            if wrong:
                yield from (
                    (row, column, wrong[row[column]]) for row in rows if row[column] in wrong
                )


@rule(**TEXT)
def no_invisible_characters(**tables: Rows) -> Findings:
    """No cell holds a character that can't be seen: zero-width, bidirectional control, private, unassigned."""
    for row, column, said in _offences(tables, _invisible):
        yield row, column, said, "delete it"


def _invisible(cell: str) -> str:
    if cell.isprintable():
        return ""
    # A line break is told of where the file is read.
    bad = next((c for c in cell if c != "\n" and unicodedata.category(c) in INVISIBLE), "")
    return f"there is an invisible character U+{ord(bad):04X}" if bad else ""


@rule(**TEXT)
def no_mojibake(**tables: Rows) -> Findings:
    """No cell holds letters that were garbled by a wrong encoding."""
    for row, column, said in _offences(tables, _mojibake):
        yield row, column, said, SEE


def _mojibake(cell: str) -> str:
    found = (
        None
        if cell.isascii()
        else next((m[0] for m in MOJIBAKE.finditer(cell) if _is_garbled(m[0])), None)
    )
    return f'"{found}" looks like text read in a wrong encoding' if found else ""


def _is_garbled(letters: str) -> bool:
    """Say whether these letters are a letter of UTF-8 that was read as Windows-1252, or stand for lost bytes."""
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
    for row, column, said in _offences(tables, _mixture):
        yield row, column, said, SEE


def _mixture(cell: str) -> str:
    # Nearly all cells have letters of one script, and no word of theirs need be looked at.
    if cell.isascii() or len(_scripts(cell) | {"LATIN"}) == 1:
        return ""
    for word in re.findall(r"[^\W\d_]+", cell):
        found = _scripts(word)
        if len(found) > 1:
            return f'the word "{word}" mixes scripts ({", ".join(sorted(found))})'
    return ""


def _scripts(letters: str) -> set[str]:
    """Return which of SCRIPTS these letters are of."""
    return {_script(letter) for letter in set(letters)} - {""}


@functools.cache
def _script(letter: str) -> str:
    if letter.isascii():
        return "LATIN" if letter.isalpha() else ""
    return next((s for s in SCRIPTS if unicodedata.name(letter, "").startswith(s)), "")


@rule(**TEXT)
def no_null_words(**tables: Rows) -> Findings:
    """No cell spells out that a value is missing: the empty cell is the only way to say so."""
    said = "this word stands for a missing value"
    for row, column, message in _offences(
        tables, lambda cell: said if cell.casefold() in NULLS else ""
    ):
        yield row, column, message, "leave the cell empty"


@rule(**LISTS)
def list_items_differ(**tables: Rows) -> Findings:
    """No list cell has an empty item or the same item twice, and `;` stands without spaces."""
    for row, column, message in _offences(tables, _uneven, LISTS):
        yield row, column, message, "write each item once: a;b"


def _uneven(cell: str) -> str:
    found = items(cell)
    even = "" not in found and len(set(found)) == len(found) and ";".join(found) == cell
    return "" if even else "the list has an empty, padded or repeated item"
