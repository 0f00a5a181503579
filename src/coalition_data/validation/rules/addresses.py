"""Rules on the addresses of sources, and on what they repeat of the row."""

from __future__ import annotations

import functools
import re
import string
from urllib.parse import unquote_to_bytes

from coalition_data.tables import letters
from coalition_data.validation.rules import list_cells, rule
from coalition_data.validation.rules.identity import is_swapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Row, Rows

COPY_AGAIN = "copy the address again"
HOST = re.compile(r"https?://([^/?#]*)")
# A name, which ends in letters or their ASCII form and may have the dot of the root; or a number.
IS_HOST = re.compile(
    r"(?:(?:[^.:]+\.)+(?:[^\W\d_]{2,}|xn--[\w-]+)\.?|\d+(?:\.\d+){3}|\[[0-9a-f:.]+\])(?::\d+)?",
    re.IGNORECASE,
)
ESCAPE = re.compile("%[0-9a-fA-F]{2}")
# What many hosts have in common: kinds of bodies, forms of pages, languages.
GENERIC = set(
    "com co org net gov go gob gouv edu mil ac or gv www www2 m amp mobile mobil en fr ar de news "
    "english".split()
)
# What doesn't tell two pages apart: for which screen a host writes.
SCREENS = ("www.", "m.", "mobile.", "amp.")
TOKEN = re.compile("[a-z0-9]+")
# One digit at the beginning of letters or amid them; at the end it counts things.
DIGIT_IN_WORD = re.compile("[a-z]*[0-9][a-z]+")
ORDINAL = re.compile("[0-9](?:st|nd|rd|th|er|re|e|eme)")
# A shorter word is in a name by chance.
SHORTEST = 3
SHORTEST_SLIP = 4


@rule(sources="url")
def address_can_be_asked_for(sources: Rows) -> Findings:
    """An address has a host that can exist, and its `%` escapes are of UTF-8."""
    for row, address in zip(sources, list_cells(sources, "url"), strict=True):
        host = HOST.match(address)
        if host and not IS_HOST.fullmatch(host[1]):
            yield row, "url", f"there can be no host {host[1]}", COPY_AGAIN
        elif "%" in address and not _is_utf8(address):
            yield row, "url", "its escapes are no text in UTF-8", COPY_AGAIN


def _is_utf8(address: str) -> bool:
    try:
        unquote_to_bytes(address).decode()
    except UnicodeDecodeError:
        return False
    return True


@rule(sources="source_id publisher url note")
def host_is_of_the_publisher(sources: Rows) -> Findings:
    """A host has words or initials of its publisher or source id, or the note says what it is."""
    for row in sources:
        host = HOST.match(row["url"])
        if host and not row["note"] and not _is_named(host[1].casefold(), row):
            message = f"{host[1]} has no word of the id or the publisher"
            yield row, "url", message, f"{COPY_AGAIN}, or say in note where it was read"


def _is_named(host: str, row: Row) -> bool:
    names = _squash(f"{row['source_id']}{row['publisher']}")
    own = [_squash(label) for label in host.rstrip(".").split(".")[:-1] if label not in GENERIC]
    if not own:
        return _squash(host.removeprefix("www.")) in names
    initials = "".join(word[:1] for word in _split_name(row["publisher"]))
    words = [word for word in _list_words(row) if len(word) >= SHORTEST]
    return own[-1] == initials or own[-1] in names or any(word in "".join(own) for word in words)


def _list_words(row: Row) -> list[str]:
    """Return the parts of a source's id and the words of its publisher, without accents."""
    return [*row["source_id"].split("-"), *_split_name(row["publisher"])]


@functools.lru_cache(maxsize=2**12)
def _split_name(name: str) -> list[str]:
    """Return the words of a name, small and without accents."""
    return [_squash(word) for word in re.findall(r"\w+", name)]


def _squash(words: str) -> str:
    """Return the letters and digits of words, small and without accents."""
    plain = words if words.isascii() else letters.normalise("NFKD", words)
    return "".join(TOKEN.findall(plain.casefold()))


@rule(sources="source_id publisher url")
def publisher_is_spelled_as_in_its_id(sources: Rows) -> Findings:
    """No word of a publisher is one of the id or host with two neighbouring letters exchanged."""
    for row in sources:
        host = HOST.match(row["url"])
        known = [*row["source_id"].split("-"), *(host[1].split(".") if host else ())]
        words = _split_name(row["publisher"])
        for word in [*words, "".join(words), "".join(words[1:])]:
            same = [one for one in known if len(one) == len(word) >= SHORTEST_SLIP]
            near = next((one for one in same if is_swapped(word, one)), "")
            if near:
                message = f'is "{word}" meant to be "{near}"?'
                yield row, "publisher", message, "spell it in one way"
                break


@rule(sources="source_id publisher title url")
def no_digit_is_in_place_of_a_letter(sources: Rows) -> Findings:
    """No word of an address is one of other sources with a digit in place of a letter.

    Words of other addresses, of titles, ids and publishers are known. A digit at the end counts
    things, and one that id or publisher have belongs to the name.
    """
    tokens = [_split_address(address) for address in list_cells(sources, "url")]
    known = set().union(*tokens)
    for column in ("source_id", "publisher", "title"):
        known.update(TOKEN.findall("\n".join(set(list_cells(sources, column))).casefold()))
    mixed = [word for word in known if DIGIT_IN_WORD.fullmatch(word)]
    slips = {word: right for word in mixed if (right := _find_right(word, known))}
    for row, words in zip(sources, tokens, strict=True):
        if slips.keys().isdisjoint(words):
            continue
        word = next((one for one in words if one in slips and not _is_own_word(one, row)), "")
        if word:
            yield row, "url", f'is "{word}" meant to be "{slips[word]}"?', COPY_AGAIN


def _split_address(address: str) -> list[str]:
    """Return the words and numbers of an address, in small letters and without escapes."""
    plain = ESCAPE.sub(" ", address) if "%" in address else address
    return TOKEN.findall(plain.casefold())


def _is_own_word(word: str, row: Row) -> bool:
    """Return whether the id or the publisher of a source has a digit that is in a word."""
    return any(one in word and not one.isalpha() for one in _list_words(row))


def _find_right(word: str, known: set[str]) -> str:
    """Return the known word that this one is but for its digit; blank if there is none."""
    if len(word) < SHORTEST or ORDINAL.fullmatch(word):
        return ""
    digit = next(filter(str.isdigit, word))
    words = (word.replace(digit, letter) for letter in string.ascii_lowercase)
    return next((one for one in words if one in known), "")


@rule(sources="url note")
def page_is_one_source(sources: Rows) -> Findings:
    """Addresses that differ in www, http, amp or a last slash are one page, or a note says more."""
    first: dict[str, int] = {}
    for row, address in zip(sources, list_cells(sources, "url"), strict=True):
        page = address.partition("://")[2].removesuffix("/").removesuffix("/amp")
        for screen in SCREENS:
            page = page.removeprefix(screen)
        line = first.setdefault(page, row.line) if page else row.line
        if line != row.line and not row["note"]:
            message = f"line {line} has this page"
            yield row, "url", message, "make one source of the two, or say in note why two"
