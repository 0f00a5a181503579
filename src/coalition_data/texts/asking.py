"""Requests to servers of others: which addresses may be asked, how often, and within which limits.

Needs the extra `fetch`. Nothing else in the package opens a connection.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
import time
import zlib
from dataclasses import dataclass, field

import httpcore
import httpx

from coalition_data.tables.problem import cut, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

MOST_REDIRECTS = 10
LONGEST_DETAIL = 200
PORTS = {"http": 80, "https": 443}
# How long servers that name no time are left alone after "busy", in seconds.
USUAL_WAIT = 5.0
BUSY = (429, 503)
GONE = (404, 410)
FIRST_SERVER_ERROR = 500
# In IPv6 only these addresses belong to the public network.
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
# Addresses in these networks stand for the IPv4 address in their last four bytes.
_TRANSLATED = [ipaddress.IPv6Network(one) for one in ("64:ff9b::/96", "::ffff:0:0/96")]


class PageError(Exception):
    """Why there is no page: `kind` is one word, `detail` says more; of the last answer the rest."""

    def __init__(self, kind: str, detail: str, address: str = "", status: int | None = None):
        self.kind = kind
        self.detail = cut(plain(" ".join(detail.split())), LONGEST_DETAIL)
        self.address = address
        self.status = status
        super().__init__(f"{kind}: {self.detail}")


class StoppedError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much patience there is, in seconds and bytes.

    `total`: for one request. `silence`: for the next bytes of an answer. `delay`: between two
    requests to a host. `longest_wait`: how long a busy server may ask us to wait. `tries`: how
    often a busy server is asked. `size`: of a page, packed or unpacked.
    """

    total: float = 60.0
    silence: float = 20.0
    delay: float = 1.0
    longest_wait: float = 60.0
    tries: int = 3
    size: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the address that answered, status, headers (lower case) and body."""

    address: httpx.URL
    status: int
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public network.

    >>> [is_public(one) for one in ("192.0.43.8", "10.0.0.1", "::1", "64:ff9b::7f00:1")]
    [True, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        translated = any(ip in network for network in _TRANSLATED)
        inner = ipaddress.IPv4Address(ip.packed[-4:]) if translated else ip.sixtofour
        if inner:
            return is_public(str(inner))
        if ip not in _PUBLIC_6:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def parse_address(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """Return an address of the web, without fragment; PageError for anything else."""
    try:
        address = base.join(text) if base else httpx.URL(text)
        address = address.copy_with(fragment=None)
        scheme, host = address.scheme, address.raw_host
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise PageError("address", f"isn't an address ({error})", text) from None
    if scheme not in PORTS or not host:
        raise PageError("address", "only http and https are asked", text)
    if address.userinfo:
        raise PageError("address", "has a name or password before the host", text)
    return address


class _Network(httpcore.NetworkBackend):
    """Connects to the very IP address that was checked, and keeps the time limit of a request."""

    def __init__(self, end: float, allow_private: bool) -> None:
        self.end = end
        self.allow_private = allow_private
        self.inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"no address of {host}")
        for ip in self._resolve(host, port):
            left = _find_left(self.end, timeout)
            try:
                stream = self.inner.connect_tcp(ip, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self.end)
        raise failure

    def _resolve(self, host: str, port: int) -> list[str]:
        """Return the IP addresses of a host; PageError if one of them is private."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise PageError("no_host", f"{host} has no address ({error})") from None
        ips = list(dict.fromkeys(str(one[4][0]) for one in found))
        private = [ip for ip in ips if not is_public(ip)]
        if private and not self.allow_private:
            raise PageError("private", f"{host} is {private[0]}, an address of no public network")
        return ips


class _Stream(httpcore.NetworkStream):
    """A connection whose reads and writes, TLS included, end with the time limit of the request."""

    def __init__(self, inner: httpcore.NetworkStream, end: float) -> None:
        self.inner = inner
        self.end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, _find_left(self.end, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, _find_left(self.end, timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _find_left(self.end, timeout)
        return _Stream(self.inner.start_tls(ssl_context, server_hostname, left), self.end)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


def _find_left(end: float, timeout: float | None) -> float:
    """Return for how many seconds to wait; ReadTimeout if there are none."""
    left = end - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time limit of the request")
    return left if timeout is None else min(timeout, left)


class _Host:
    """Who may ask a host, and from when on."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free_at = 0.0
        self.delay = 0.0


class Asker:
    """Asks servers: one request at a time to a host, with a delay between two.

    No cookies, no proxies or passwords of the environment, no connection that is used twice: what
    was checked is what is asked. `stop` ends all waiting.
    """

    def __init__(self, agent: str, limits: Limits, allow_private: bool = False) -> None:
        self.agent = agent
        self.limits = limits
        self.allow_private = allow_private
        self.stop = threading.Event()
        self._tls = httpx.create_ssl_context()
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def follow(
        self, text: str, check: Callable[[httpx.URL], None] | None = None, queue: str = ""
    ) -> Answer:
        """Return the answer at an address, or where it redirects to.

        Each address on the way is given to `check` first, which may raise PageError. `queue` is
        the name under which requests wait for one another (default: the host's). Raises PageError
        for whatever isn't a good answer.
        """
        address = parse_address(text)
        seen: set[str] = set()
        while len(seen) <= MOST_REDIRECTS:
            if str(address) in seen:
                raise PageError("redirects", "lead in a circle", str(address))
            seen.add(str(address))
            if check:
                check(address)
            answer = self._ask_patiently(address, queue or address.host)
            target = answer.headers.get("location", "")
            if not 300 <= answer.status < 400 or not target:
                return _check_status(answer)
            address = parse_address(target, address)
        raise PageError("redirects", f"there are more than {MOST_REDIRECTS}", str(address))

    def slow_down(self, host: str, delay: float) -> None:
        """Leave at least so many seconds between two requests to a host."""
        self._find_host(host).delay = delay

    def _ask_patiently(self, address: httpx.URL, queue: str) -> Answer:
        """Ask, and ask a busy server again when it wants, if that is soon."""
        for attempt in range(self.limits.tries):
            with self._take_turn(queue) as host:
                answer = self._ask(address)
                if answer.status not in BUSY or attempt + 1 == self.limits.tries:
                    return answer
                wait = find_wait(answer.headers.get("retry-after", ""), time.time())
                if wait > self.limits.longest_wait:
                    return answer
                host.free_at = time.monotonic() + wait
        raise AssertionError("there is at least one attempt")

    def _find_host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())

    @contextlib.contextmanager
    def _take_turn(self, name: str) -> Iterator[_Host]:
        """Wait until nobody else asks a host, and its delay is over."""
        host = self._find_host(name)
        with host.lock:
            if self.stop.wait(max(0.0, host.free_at - time.monotonic())):
                raise StoppedError
            try:
                yield host
            finally:
                delay = max(self.limits.delay, host.delay)
                host.free_at = max(host.free_at, time.monotonic() + delay)

    def _ask(self, address: httpx.URL) -> Answer:
        """Make one request."""
        network = _Network(time.monotonic() + self.limits.total, self.allow_private)
        target = httpcore.URL(
            scheme=address.raw_scheme,
            host=address.raw_host,
            port=address.port,
            target=address.raw_path,
        )
        headers: dict[bytes | str, bytes | str] = {
            "Host": address.netloc,
            "User-Agent": self.agent,
            "Accept": "text/html, application/xhtml+xml, application/pdf, text/plain, */*;q=0.1",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.limits.silence)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._tls, network_backend=network) as pool,
                pool.stream(
                    "GET", target, headers=headers, extensions={"timeout": timeouts}
                ) as response,
            ):
                return self._read(address, response)
        except PageError as problem:
            problem.address = problem.address or str(address)
            raise
        except httpcore.TimeoutException:
            raise PageError("timeout", "there was no whole answer in time", str(address)) from None
        except httpcore.RemoteProtocolError:
            detail = "the answer ends in the middle, or isn't HTTP"
            raise PageError("connection", detail, str(address)) from None
        except (httpcore.ReadError, httpcore.WriteError):
            raise PageError("connection", "it broke off", str(address)) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
            detail = str(error) or type(error).__name__
            raise PageError("connection", detail, str(address)) from None

    def _read(self, address: httpx.URL, response: httpcore.Response) -> Answer:
        """Read the body, as far as it is wanted: of redirects and refusals it isn't."""
        headers = {
            name.decode("ascii", "replace").lower(): value.decode("latin-1")
            for name, value in response.headers
        }
        body = b""
        if 200 <= response.status < 300:
            size = self.limits.size
            chunks = _limit_size(response.iter_stream(), size)
            body = _unpack(chunks, headers.get("content-encoding", ""), size)
        return Answer(address, response.status, headers, body)


def _limit_size(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the chunks; PageError when there are more than `size` bytes."""
    for chunk in chunks:
        size -= len(chunk)
        if size < 0:
            raise PageError("too_large", "more comes than a page may have")
        yield chunk


def _unpack(chunks: Iterable[bytes], encoding: str, size: int) -> bytes:
    """Return the bytes of a body without its Content-Encoding, at most `size` of them."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return b"".join(chunks)
    if encoding not in ("gzip", "x-gzip"):
        raise PageError("unreadable", f'the content encoding is "{encoding}", not gzip')
    out = bytearray()
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)
    try:
        for chunk in chunks:
            while chunk:
                if unpacker.eof:
                    # A file may be several, one after the other.
                    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)
                out += unpacker.decompress(chunk, size + 1 - len(out))
                if len(out) > size:
                    raise PageError("too_large", "it unpacks to more than a page may have")
                chunk = unpacker.unused_data
    except zlib.error as error:
        raise PageError("unreadable", f"the packed page is damaged ({error})") from None
    if not unpacker.eof:
        raise PageError("connection", "the packed page ends in the middle")
    return bytes(out)


def _check_status(answer: Answer) -> Answer:
    """Return a good answer; PageError for any other."""
    status = answer.status
    if 200 <= status < 300:
        return answer
    if status in GONE:
        kind = "gone"
    elif status in BUSY:
        kind = "busy"
    else:
        kind = "server" if status >= FIRST_SERVER_ERROR else "refused"
    raise PageError(kind, f"HTTP status {status}", str(answer.address), status)


def find_wait(retry_after: str, now: float) -> float:
    """Return how many seconds a header Retry-After (seconds or a date) asks to wait.

    >>> find_wait("7", 0.0), find_wait("Thu, 01 Jan 1970 00:00:09 GMT", 0.0), find_wait("soon", 0.0)
    (7.0, 9.0, 5.0)
    """
    from email.utils import parsedate_to_datetime

    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        # More digits than any wait has.
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError, TypeError):
        return USUAL_WAIT
