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
# Such as https://web.archive.org/web/20150122103000id_/http://example.org/: the letters after the
# time say how the copy is shown, `id_` as it was received, without the archive's toolbar.
_COPY = re.compile(r"(https?://[^/?#]+/web/\d{4,14})(?:[a-z]{2}_)?/(.+)")


def find_copy(asker: Asker, base: str, address: str, day: str) -> str:
    """Return the address of the copy nearest to a day (YYYY-MM-DD; blank: the newest).

    Raises PageError if there is none, or the archive's answer isn't one.
    """
    asked = {"url": address, "timestamp": day.replace("-", "")}
    query = urlencode({name: value for name, value in asked.items() if value})
    try:
        answer = asker.follow(f"{base.rstrip('/')}/wayback/available?{query}", queue=QUEUE)
    except PageError as problem:
        raise PageError("archive", f"doesn't answer ({problem})") from None
    try:
        copy = json.loads(answer.body)["archived_snapshots"].get("closest")
        found = copy["url"] if copy and copy.get("available") else ""
        if not found:
            raise PageError("not_archived", "the archive has no copy")
        return show_as_received(found)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise PageError("archive", "its answer can't be read") from None


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
