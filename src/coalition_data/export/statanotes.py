"""Notes in a Stata file: pandas writes none, so they are put into the file that it wrote."""

from __future__ import annotations

import struct

# Of format 118: the bytes of a name, and the longest text.
NAME = 129
LONGEST = 67_000
# The sections whose places the map at the head of the file has; notes shift those behind them.
SECTIONS = 14
BEHIND = 9
MAP = b"<map>"
OPEN = b"<characteristics>"


def add_notes(data: bytes, notes: dict[str, list[str]]) -> bytes:
    """Return a Stata file with notes on its variables, and on itself, which is called `_dta`.

    `data` is as pandas writes it: little-endian, format 118, without notes.
    """
    at = data.index(MAP) + len(MAP)
    places = list(struct.unpack_from(f"<{SECTIONS}Q", data, at))
    start = data.index(OPEN, places[BEHIND - 1]) + len(OPEN)
    written = b"".join(_write(name, texts) for name, texts in notes.items())
    places[BEHIND:] = [place + len(written) for place in places[BEHIND:]]
    head = data[:at] + struct.pack(f"<{SECTIONS}Q", *places)
    return head + data[at + 8 * SECTIONS : start] + written + data[start:]


def _write(variable: str, texts: list[str]) -> bytes:
    if not texts:
        return b""
    # Stata finds how many notes there are in the one numbered 0.
    numbered = enumerate([str(len(texts)), *texts])
    return b"".join(_write_one(variable, f"note{n}", text) for n, text in numbered)


def _write_one(variable: str, name: str, text: str) -> bytes:
    encoded = " ".join(text.split()).encode()[:LONGEST].decode(errors="ignore").encode() + b"\0"
    named = b"".join(word.encode().ljust(NAME, b"\0") for word in (variable, name))
    return b"<ch>" + struct.pack("<I", len(named + encoded)) + named + encoded + b"</ch>"
