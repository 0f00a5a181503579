"""Copies of pages in the Internet Archive's Wayback Machine."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

from coalition_data.texts.asking import PageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.texts.asking import Asker

BASE = "https://archive.org"
# All requests to the archive wait for one another, whichever host of it they go to.
QUEUE = "the archive"
# Once so many questions in a row had no answer, no more are asked.
MOST_FAILURES = 5
# Such as https://web.archive.org/web/20150122103000id_/http://example.org/: the letters after the
# time say how the copy is shown, `id_` as it was received, without the archive's toolbar.
_COPY = re.compile(r"(https?://[^/?#]+/web/\d{4,14})(?:[a-z]{2}_)?/(.+)")


class Archive:
    """The archive whose addresses begin with `base`; given up when it doesn't answer."""

    def __init__(self, asker: Asker, base: str) -> None:
        self.asker = asker
        self.base = base.rstrip("/")
        self._failures = 0

    def find_copy(self, address: str, day: str) -> str:
        """Return the address of the copy nearest to a day (YYYY-MM-DD; blank: the newest).

        Raises PageError if there is none, or the archive's answer isn't one.
        """
        if self._failures >= MOST_FAILURES:
            raise PageError("archive", "doesn't answer, and isn't asked any more")
        asked = {"url": address, "timestamp": day.replace("-", "")}
        query = urlencode({name: value for name, value in asked.items() if value})
        try:
            answer = self.asker.follow(f"{self.base}/wayback/available?{query}", queue=QUEUE)
        except PageError as problem:
            self._failures += 1
            raise PageError("archive", f"doesn't answer ({problem})") from None
        self._failures = 0
        return _read_answer(answer.body)


def _read_answer(body: bytes) -> str:
    """Return the address of the copy in an answer of the archive."""
    try:
        copy = json.loads(body)["archived_snapshots"].get("closest")
        found = copy["url"] if copy and copy.get("available") else ""
        if found:
            return show_as_received(found)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise PageError("archive", "its answer can't be read") from None
    raise PageError("not_archived", "the archive has no copy")


def show_as_received(address: str) -> str:
    """Return the address of a copy without the archive's toolbar; ValueError if it is no copy.

    >>> show_as_received("http://web.archive.org/web/20150122/http://example.org/")
    'http://web.archive.org/web/20150122id_/http://example.org/'
    """
    return _rewrite(address, "id_")


def show_to_people(address: str) -> str:
    """Return the address of a copy as the archive shows it; ValueError if it is no copy."""
    return _rewrite(address, "")


def _rewrite(address: str, how: str) -> str:
    match = _COPY.fullmatch(address)
    if not match:
        raise ValueError(f"{address} is no archived copy")
    return f"{match[1]}{how}/{match[2]}"
