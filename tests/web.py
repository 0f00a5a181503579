"""A web on this machine in which everything goes wrong, and an archive of it."""

import contextlib
import functools
import gzip
import json
import re
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from coalition_data.tables import canonical, descriptor
from coalition_data.texts.asking import Limits

# Enough patience for servers on this machine, and no more.
QUICK = Limits(total=2.0, silence=1.0, delay=0.0, longest_wait=1.0, tries=2, size=300_000)
ENGLISH = (
    "The foreign ministers of twenty-one countries met in London on Thursday, Mr Hammond said."
)
ARABIC = "اجتمع وزراء خارجية التحالف الدولي ضد داعش في لندن بمشاركة إحدى وعشرين دولة يوم الخميس"
TURKISH = (
    "Dışişleri bakanları İstanbul'da toplandı; görüşmeye yirmi bir ülke katıldı, şöyle konuşuldu."
)
# A byte a letter: what a page is of which nobody reads the end.
FLOOD = b"<p>more and more</p>" * 500


def make_html(text: str, charset: str = "") -> str:
    """Return a page with menus and a footer round an article."""
    meta = f'<meta charset="{charset}">' if charset else ""
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(9))
    # Lines that are the same are told once.
    body = "".join(f"<p>{text} {n}</p>" for n in range(4))
    return (
        f"<!doctype html><html><head>{meta}<title>A meeting</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><article><h1>A meeting</h1>{body}</article>"
        f"<footer><a href='/imprint'>Imprint</a> all rights reserved</footer></body></html>"
    )


def make_pdf(text: str) -> bytes:
    """Return a PDF of one page with lines of a text."""
    lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split(", "))
    content = f"BT /F1 12 Tf 40 700 Td {lines}ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


class Visit(BaseHTTPRequestHandler):
    """One request; `self.server.web` knows what to do."""

    def do_GET(self) -> None:
        web: Web = self.server.web  # type: ignore[attr-defined]
        web.enter(self)
        try:
            with contextlib.suppress(OSError):
                web.answer(self)
        finally:
            web.leave()

    def send(self, body: bytes, kind: str = "text/html", status: int = 200, **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Web:
    """Servers that answer by the first part of a path; `/<trouble>/<anything>`.

    `asked`: the addresses and headers of requests, in order. `most`: how many there were at a time.
    """

    def __init__(self, ip: str = "127.0.0.1") -> None:
        make_bomb()
        self.server = ThreadingHTTPServer((ip, 0), Visit)
        self.server.web = self  # type: ignore[attr-defined]
        self.server.daemon_threads = True
        self.base = f"http://{ip}:{self.server.server_port}"
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.tries: Counter[str] = Counter()
        self.now = self.most = 0
        self.elsewhere = "http://127.0.0.2/private"
        self.lock = threading.Lock()
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def url(self, trouble: str, name: str = "page") -> str:
        return f"{self.base}/{trouble}/{name}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def enter(self, visit: Visit) -> None:
        with self.lock:
            self.asked.append((visit.path, dict(visit.headers)))
            self.tries[visit.path] += 1
            self.now += 1
            self.most = max(self.most, self.now)

    def leave(self) -> None:
        with self.lock:
            self.now -= 1

    def answer(self, visit: Visit) -> None:
        path = urlsplit(visit.path).path
        if path == "/robots.txt":
            return visit.send(b"User-agent: *\nDisallow: /robots/\n", "text/plain")
        if path == "/wayback/available":
            return answer_archive(self, visit)
        if path.startswith("/web/"):
            toolbar = "" if "id_/" in path else "<p>the archive's toolbar</p>"
            return visit.send(toolbar.encode() + make_html(ENGLISH).encode())
        trouble = path.split("/")[1]
        if trouble in STATUSES:
            return visit.send(b"no", status=STATUSES[trouble])
        return TROUBLES[trouble](self, visit)


def answer_archive(web: Web, visit: Visit) -> None:
    """Answer as the Wayback Machine does, by what the address asked for says."""
    asked = parse_qs(urlsplit(visit.path).query)
    url, day = asked["url"][0], asked.get("timestamp", ["2020"])[0]
    if "nonsense" in url:
        return visit.send(b"<html>please wait</html>")
    snapshots: dict[str, Any] = {}
    if "archived" in url:
        copy = f"{web.base}/web/{day}101010/{url}"
        snapshots = {"closest": {"available": True, "url": copy, "status": "200"}}
    body = json.dumps({"url": url, "archived_snapshots": snapshots})
    return visit.send(body.encode(), "application/json")


def send_slowly(web: Web, visit: Visit) -> None:
    """Send a byte now and then: never silent for long, never done."""
    visit.send_response(200)
    visit.end_headers()
    for _ in range(100):
        visit.wfile.write(b"<p>")
        time.sleep(0.1)


def send_headers_slowly(web: Web, visit: Visit) -> None:
    visit.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        visit.wfile.write(b"X-%d: a\r\n" % number)
        time.sleep(0.1)


def send_endlessly(web: Web, visit: Visit) -> None:
    visit.send_response(200)
    visit.end_headers()
    while True:
        visit.wfile.write(FLOOD)


@functools.cache
def make_bomb() -> bytes:
    """Return 50 kB that unpack to 50 MB."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(50)) + packer.flush()


def send_part(web: Web, visit: Visit) -> None:
    """Promise more than comes."""
    visit.send_response(200)
    visit.send_header("Content-Length", "100000")
    visit.end_headers()
    visit.wfile.write(make_html(ENGLISH).encode())


def send_packed_part(web: Web, visit: Visit) -> None:
    whole = gzip.compress(make_html(ENGLISH).encode())
    visit.send(whole[: len(whole) // 2], Content_Encoding="gzip")


def send_when_asked_again(web: Web, visit: Visit) -> None:
    if web.tries[visit.path] % 2:
        return visit.send(b"later", status=429, Retry_After="0")
    return visit.send(make_html(ENGLISH).encode())


def redirect(target: Callable[[Web, Visit], str]) -> Callable[[Web, Visit], None]:
    def send(web: Web, visit: Visit) -> None:
        visit.send(b"", status=302, Location=target(web, visit))

    return send


def html(text: str, charset: str, header: str = "", meta: str = "") -> Callable[[Web, Visit], None]:
    """Return what sends a page in an encoding, declared in its header, in its head, or nowhere."""
    body = make_html(text, meta).encode(charset)
    kind = f"text/html; charset={header}" if header else "text/html"
    return lambda web, visit: visit.send(body, kind)


STATUSES = {"forbidden": 403, "missing": 404, "removed": 410, "broken": 500, "law": 451}
SCRIPT = b"<html><head><title>App</title></head><body><div id='a'></div><script>go('%s')</script>"
TROUBLES: dict[str, Callable[[Web, Visit], None]] = {
    "fine": html(ENGLISH, "utf-8", "utf-8"),
    "arabic-header": html(ARABIC, "cp1256", header="windows-1256"),
    "arabic-meta": html(ARABIC, "cp1256", meta="windows-1256"),
    "arabic-nowhere": html(ARABIC, "cp1256"),
    "turkish-header": html(TURKISH, "iso8859-9", header="ISO-8859-9"),
    "turkish-meta": html(TURKISH, "iso8859-9", meta="iso-8859-9"),
    "wrong-header": html(ARABIC, "utf-8", header="iso-8859-1"),
    "packed": lambda web, visit: visit.send(
        gzip.compress(make_html(ENGLISH).encode()), Content_Encoding="gzip"
    ),
    "plain": lambda web, visit: visit.send(f"{ENGLISH}\n{ARABIC}".encode(), "text/plain"),
    "pdf": lambda web, visit: visit.send(make_pdf(ENGLISH + ENGLISH), "application/pdf"),
    "script": lambda web, visit: visit.send(SCRIPT % (b"x" * 500)),
    "image": lambda web, visit: visit.send(b"\x89PNG\r\n" + bytes(500), "image/png"),
    "slow": send_slowly,
    "slow-headers": send_headers_slowly,
    "silent": lambda web, visit: time.sleep(4),
    "endless": send_endlessly,
    "bomb": lambda web, visit: visit.send(make_bomb(), Content_Encoding="gzip"),
    "bomb-in-bomb": lambda web, visit: visit.send(
        gzip.compress(gzip.compress(bytes(1_000_000))), Content_Encoding="gzip, gzip"
    ),
    "cut": send_part,
    "cut-packed": send_packed_part,
    "noise": lambda web, visit: visit.wfile.write(b"\0\1\2 what? \r\n\r\n") and None,
    "busy-once": send_when_asked_again,
    "busy": lambda web, visit: visit.send(b"", status=503, Retry_After="0"),
    "busy-for-long": lambda web, visit: visit.send(b"", status=429, Retry_After="9999"),
    "moved": redirect(lambda web, visit: "/fine/elsewhere"),
    "to-first-page": redirect(lambda web, visit: "/"),
    "": html(ENGLISH, "utf-8"),
    "circle": redirect(lambda web, visit: visit.path.replace("circle", "circle-back")),
    "circle-back": redirect(lambda web, visit: visit.path.replace("circle-back", "circle")),
    "on-and-on": redirect(lambda web, visit: f"{visit.path}-{len(visit.path)}"),
    "to-ftp": redirect(lambda web, visit: "ftp://127.0.0.1/file"),
    "to-private": redirect(lambda web, visit: web.elsewhere),
    "to-forbidden": redirect(lambda web, visit: "/robots/page"),
    "robots": html(ENGLISH, "utf-8"),
    "cookie": lambda web, visit: visit.send(make_html(ENGLISH).encode(), Set_Cookie="a=b"),
}
# What becomes of a page of each kind, where the archive has none.
ENDS = {
    **dict.fromkeys(
        "fine arabic-header arabic-meta arabic-nowhere turkish-header turkish-meta wrong-header "
        "packed plain pdf busy-once cookie".split(),
        ("answered", ""),
    ),
    "moved": ("moved", ""),
    **dict.fromkeys(("slow", "slow-headers", "silent"), ("failed", "timeout")),
    **dict.fromkeys(("endless", "bomb"), ("failed", "too_large")),
    **dict.fromkeys(("bomb-in-bomb", "image"), ("failed", "unreadable")),
    "script": ("failed", "no_text"),
    **dict.fromkeys(("cut", "cut-packed", "noise"), ("failed", "connection")),
    **dict.fromkeys(("busy", "busy-for-long"), ("failed", "busy")),
    **dict.fromkeys(("missing", "removed", "to-first-page"), ("failed", "gone")),
    **dict.fromkeys(("forbidden", "law"), ("failed", "refused")),
    "broken": ("failed", "server"),
    **dict.fromkeys(("circle", "on-and-on"), ("failed", "redirects")),
    "to-ftp": ("failed", "address"),
    **dict.fromkeys(("robots", "to-forbidden"), ("failed", "robots")),
}


@contextlib.contextmanager
def open_web(ip: str = "127.0.0.1") -> Iterator[Web]:
    """Give a web that runs until the block ends."""
    web = Web(ip)
    try:
        yield web
    finally:
        web.close()


def write_sources(folder: Path, urls: dict[str, str], **cells: str) -> None:
    """Write a package whose sources have these addresses, and no claims."""
    folder.mkdir(exist_ok=True)
    package = descriptor.read()
    raw = Path(package.folder, descriptor.FILENAME).read_bytes()
    (folder / descriptor.FILENAME).write_bytes(raw)
    for table in package.tables.values():
        path = folder / table.path
        path.parent.mkdir(exist_ok=True)
        rows = []
        if table.name == "sources":
            needed = {"kind": "press_article", "publisher": "P", "lang": "en", "rights": "press"}
            needed |= {"published_basis": "unknown", "extent_read": "excerpt", **cells}
            for source, url in sorted(urls.items()):
                known = {**needed, "source_id": source, "url": url}
                rows.append([known.get(name, "") for name in table.names])
        path.write_bytes(canonical.canonical_bytes(table.names, rows))


def strip_times(manifest: Path) -> str:
    """Return a manifest without what differs between two runs."""
    text = manifest.read_text(encoding="utf-8")
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", "(time)", text)
