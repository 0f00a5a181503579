"""What sites ask of robots in their robots.txt, read by our own requests."""

from __future__ import annotations

import threading
import urllib.robotparser

from coalition_data.texts.asking import PageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import httpx

    from coalition_data.texts.asking import Asker

# A site may ask for this many seconds between two requests, no more.
LONGEST_DELAY = 30.0
# Of a robots.txt more isn't read.
LARGEST = 500_000


class Robots:
    """The robots.txt of each site that was asked."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self._rules: dict[str, urllib.robotparser.RobotFileParser | PageError] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def check(self, address: httpx.URL) -> None:
        """Raise PageError if a site doesn't want us at an address, or can't say so."""
        site = str(address.copy_with(raw_path=b"/"))
        with self._lock:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            if site not in self._rules:
                self._rules[site] = self._read(f"{site}robots.txt", address.host)
        rules = self._rules[site]
        if isinstance(rules, PageError):
            detail = f"robots.txt: {rules.detail}"
            raise PageError(rules.kind, detail, str(address), rules.status)
        if not rules.can_fetch(self.asker.agent, str(address)):
            raise PageError("robots", "robots.txt forbids it", str(address))

    def _read(self, text: str, host: str) -> urllib.robotparser.RobotFileParser | PageError:
        """Return the rules of a site: none if there is no such file; why it can't be had."""
        body = b""
        try:
            body = self.asker.follow(text).body
        except PageError as problem:
            # As RFC 9309 has it: what isn't there allows all, what can't be reached nothing.
            if problem.kind not in ("gone", "refused", "redirects"):
                return problem
        rules = urllib.robotparser.RobotFileParser()
        rules.parse(body[:LARGEST].decode("utf-8-sig", "replace").splitlines())
        delay = rules.crawl_delay(self.asker.agent)
        if delay:
            self.asker.slow_down(host, min(float(delay), LONGEST_DELAY))
        return rules
