"""What a file is that isn't the text of a table, told by its bytes."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    # What it is, and what to do.
    Kind = tuple[str, str]

PARQUET_MARK = b"PAR1"
SAVE_SHEET = "save the sheet as CSV, in UTF-8 and with commas"
SAVE_ROWS = "save its rows as CSV, in UTF-8 and with commas"
SAVE_UTF8 = "save it as UTF-8"
PUT_TABLE = "put the table there, as CSV"
# How packed files begin, what they are called, and what unpacks them.
PACKED = (
    (b"\x1f\x8b", "gzip", "gunzip"),
    (b"\x28\xb5\x2f\xfd", "zstd", "unzstd"),
    (b"\xfd7zXZ\0", "xz", "unxz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip", "7z x"),
    (b"\x04\x22\x4d\x18", "LZ4", "unlz4"),
)
# The names that a zip file of each kind has in its list.
ZIPPED = (
    (b"xl/workbook", "a workbook (xlsx)", SAVE_SHEET),
    (b"opendocument.spreadsheet", "a workbook (ods)", SAVE_SHEET),
    (b"Index/Document.iwa", "a workbook (Numbers)", SAVE_SHEET),
    (b"word/document.xml", "a Word document", PUT_TABLE),
    (b"opendocument.text", "a text document (odt)", PUT_TABLE),
)
# These beginnings have bytes that no text has.
MARKED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook (xls, or with a password)", SAVE_SHEET),
    (b"SQLite format 3\0", "an SQLite database", "export the table as CSV"),
    (b"\x89HDF\r\n", "an HDF5 file", SAVE_ROWS),
    (b"\x89PNG\r\n", "an image", PUT_TABLE),
    (b"\xff\xd8\xff", "an image", PUT_TABLE),
    (b"II*\0", "an image", PUT_TABLE),
    (b"MM\0*", "an image", PUT_TABLE),
    (b"%PDF-", "a PDF", PUT_TABLE),
)
# A table could begin with these letters: they count beside control characters only.
MARKED_BINARY = (
    (b"ARROW1", "an Arrow file", SAVE_ROWS),
    (b"FEA1", "a Feather file", SAVE_ROWS),
    (b"ORC", "an ORC file", SAVE_ROWS),
    (b"Obj\x01", "an Avro file", SAVE_ROWS),
    (b"$FL2", "an SPSS file", SAVE_ROWS),
    (b"<stata_dta>", "a Stata file", SAVE_ROWS),
    (b"BZh", "packed with bzip2", "unpack it first, as with `bunzip2`"),
    (b"Rar!", "a RAR archive", "unpack it first, as with `unrar x`"),
    (b"GIF8", "an image", PUT_TABLE),
    (b"RIFF", "an image", PUT_TABLE),
    (b"BM", "an image", PUT_TABLE),
)
# How many bytes show whether a file is text, and in which encoding.
SHOWN = 4096
# A text with a few control characters by mistake is still a text.
MOST_CONTROLS = 0.05
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "pipes"}
# Compiled where they are used, as most commands need none of them.
_CONTROL = b"[\0-\x08\x0e-\x1a\x1c-\x1f]"
_SEPARATOR_HINT = r'(?i)"?sep=(.?)"?'
_JSON = rb'\s*(\{\s*("[^"]*"\s*:|\}\s*$)|\[\s*(\[\s*["{\[\]\d-]|\{|\]\s*$))'
_HTML = rb"(?i)\s*<(!doctype html|html|head|body|table|!--)[\s>-]"
_XML = rb"(?i)\s*<(\?xml|svg)[\s>]"


def is_parquet(data: bytes) -> bool:
    """Say whether a file begins as Parquet files do, and is no text."""
    return data.startswith(PARQUET_MARK) and b"\0" in data[:SHOWN] + data[-SHOWN:]


def find_binary(data: bytes) -> Kind | None:
    """Return what a file is that isn't UTF-8 text, and what to do; None where it may be text."""
    encoding = _find_wide_encoding(data[:SHOWN])
    if encoding:
        return f"text in {encoding}", SAVE_UTF8
    for mark, name, command in PACKED:
        if data.startswith(mark):
            return f"packed with {name}", f"unpack it first, as with `{command}`"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _find_zipped(data)
    for mark, what, todo in MARKED:
        if data.startswith(mark):
            return what, todo
    if data[257:262] == b"ustar":
        return "a tar archive", "unpack it first, as with `tar -xf`"
    if is_parquet(data):
        return "a Parquet file", "save it as CSV, as pandas does with `to_csv(index=False)`"
    if re.search(_CONTROL, data[:SHOWN]) and not _is_utf8(data[:SHOWN]):
        return _find_controlled(data)
    return None


def _find_controlled(data: bytes) -> Kind | None:
    """Return what a file is that has control characters and isn't UTF-8."""
    for mark, what, todo in MARKED_BINARY:
        if data.startswith(mark):
            return what, todo
    if data[4:8] == b"ftyp":
        return "an image or a film", PUT_TABLE
    many = len(data[:SHOWN]) * MOST_CONTROLS
    return ("binary data", PUT_TABLE) if len(re.findall(_CONTROL, data[:SHOWN])) > many else None


def _find_zipped(data: bytes) -> Kind:
    for name, what, todo in ZIPPED:
        if name in data:
            return what, todo
    return "a zip file", "unpack it first, as with `unzip`"


def _find_wide_encoding(data: bytes) -> str:
    """Return the name of an encoding with two or four bytes a letter, blank for any other."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    # Without a mark: plain letters have a NUL as every second byte.
    most = len(data) * 0.4
    for first in (0, 1):
        others = data[1 - first :: 2]
        if len(data) >= 4 and data[first::2].count(0) > most and others.count(0) == 0:
            return "UTF-16"
    return ""


def _is_utf8(data: bytes) -> bool:
    """Say whether the beginning of a file is UTF-8; its last letter may be cut."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    return True


def find_text(data: bytes) -> Kind | None:
    """Return what a text is that is plainly no table, and what to do; else None."""
    start = data[:SHOWN]
    if start.startswith(b"version https://git-lfs.github.com/"):
        return "a pointer of Git LFS", "fetch the file itself: run `git lfs pull`"
    if re.match(_JSON, start):
        return "JSON", SAVE_ROWS
    if re.match(_HTML, start):
        return "a web page (HTML)", "download the file itself, not the page that shows it"
    if re.match(_XML, start):
        return "XML", SAVE_ROWS
    if start.startswith(rb"{\rtf"):
        return "a text document (RTF)", PUT_TABLE
    return None


def find_separator_hint(line: str) -> str | None:
    """Return the separator that a first line such as `sep=;` names for Excel; else None."""
    match = re.fullmatch(_SEPARATOR_HINT, line)
    return match[1] if match else None


def find_separator(line: str, cells: Sequence[str], expected: Sequence[str]) -> str:
    """Return the character that separates the columns of a header, if it isn't a comma; else "".

    `cells` are those between commas, none if the line can't be parsed. `expected` are the declared
    columns, none if nobody knows them.
    """
    known = len(set(cells) & set(expected))
    for character in SEPARATORS:
        parts = {part.strip('" ') for part in line.split(character)}
        if len(parts) > 1 and (len(cells) < 2 or len(parts & set(expected)) > known):
            return character
    return ""
