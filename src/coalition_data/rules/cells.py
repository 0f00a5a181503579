"""Rules on single cells, whatever they mean."""

import re
import unicodedata

from coalition_data.rules import cell_rule, items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_data.rules import Findings, Row, Rows

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
NULLS = {"na", "n/a", "nan", "null", "none", "nil", "#n/a", "-", "--", "?", "tbd", "unknown", "inconnu", "s.o."}
INVISIBLE = {"Cf", "Cc", "Co", "Cn", "Cs"}
# What the later bytes of a UTF-8 letter look like when they are read as Windows-1252.
_LATER = "".join(bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xC0))
MOJIBAKE = re.compile(f"[\u00c2-\u00f4][{re.escape(_LATER)}]+|\ufffd")
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def _cells(tables: "dict[str, Rows]", columns: dict[str, str] = TEXT) -> "Iterator[tuple[Row, str, str]]":
    for table, rows in tables.items():
        for column in columns[table].split():
            for row in rows:
                if row[column]:
                    yield row, column, row[column]


@cell_rule(**TEXT)
def no_invisible_characters(**tables: "Rows") -> "Findings":
    """No cell holds a character that can't be seen: zero-width, bidirectional control, private, unassigned."""
    for row, column, cell in _cells(tables):
        if cell.isprintable():
            continue
        # A line break is told of where the file is read.
        bad = next((c for c in cell if c != "\n" and unicodedata.category(c) in INVISIBLE), "")
        if bad:
            yield row, column, f"there is an invisible character U+{ord(bad):04X}", "delete it"


@cell_rule(**TEXT)
def no_mojibake(**tables: "Rows") -> "Findings":
    """No cell holds letters that were garbled by a wrong encoding."""
    for row, column, cell in _cells(tables):
        if cell.isascii():
            continue
        found = next((m[0] for m in MOJIBAKE.finditer(cell) if _is_garbled(m[0])), None)
        if found:
            yield row, column, f'"{found}" looks like text read in a wrong encoding', SEE


def _is_garbled(letters: str) -> bool:
    """Say whether these letters are a letter of UTF-8 that was read as Windows-1252, or stand for lost bytes."""
    try:
        letters.encode("cp1252").decode("utf-8")
    except UnicodeDecodeError:
        return False
    except UnicodeEncodeError:
        return "\ufffd" in letters
    return True


@cell_rule(**TEXT)
def no_mixed_scripts(**tables: "Rows") -> "Findings":
    """No word mixes letters of two scripts that look alike."""
    for row, column, cell in _cells(tables):
        if cell.isascii():
            continue
        for word in re.findall(r"[^\W\d_]+", cell):
            found = {s for c in word if not c.isascii() for s in SCRIPTS if unicodedata.name(c, "").startswith(s)}
            if len(found | ({"LATIN"} if re.search("[A-Za-z]", word) else set())) > 1:
                yield row, column, f'the word "{word}" mixes scripts ({", ".join(sorted(found))})', SEE
                break


@cell_rule(**TEXT)
def no_null_words(**tables: "Rows") -> "Findings":
    """No cell spells out that a value is missing: the empty cell is the only way to say so."""
    for row, column, cell in _cells(tables):
        if cell.casefold() in NULLS:
            yield row, column, "this word stands for a missing value", "leave the cell empty"


@cell_rule(**LISTS)
def list_items_differ(**tables: "Rows") -> "Findings":
    """No list cell has an empty item or the same item twice, and `;` stands without spaces."""
    for row, column, cell in _cells(tables, LISTS):
        found = items(cell)
        if "" in found or len(set(found)) != len(found) or ";".join(found) != cell:
            yield row, column, "the list has an empty, padded or repeated item", "write each item once: a;b"
