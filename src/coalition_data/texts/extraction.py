"""The text of a page that was fetched: HTML, PDF or plain text.

Libraries that read pages of strangers may take for ever, or all memory. So they run in a process of
their own, which is ended when that happens: `Extractor` starts it, `serve` is what it does.
"""

from __future__ import annotations

import codecs
import json
import re
import subprocess
import sys
import threading
from dataclasses import dataclass, field

from coalition_data.tables.argument import LARGEST_TEXT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import IO, Any

# For one page: more is a page that was made to be slow.
LONGEST = 60.0
LARGEST_MEMORY = 3_000_000_000
# What has fewer letters than this is a notice ("enable JavaScript"), not the page.
LEAST_LETTERS = 60
MOST_PDF_PAGES = 1000
HTML = ("text/html", "application/xhtml+xml")
# What pages call their encoding, and what browsers then take it for.
ENCODINGS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "x-user-defined": "cp1252",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How much of a page is searched for the encoding that it declares.
_HEAD = 4096
_DECLARED = re.compile(
    rb"""(?i)<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)"""
)


class NoTextError(Exception):
    """Why a page has no text: `kind` is unreadable, no_text, too_large or timeout."""

    def __init__(self, kind: str, detail: str) -> None:
        self.kind = kind
        self.detail = detail
        super().__init__(f"{kind}: {detail}")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a page, and which library, in which version, took it from the page."""

    text: str = field(repr=False)
    extractor: str
    version: str


def extract(data: bytes, content_type: str) -> Extracted:
    """Return the text of a page; NoTextError says why there is none.

    `content_type` is the header of that name; it may be blank or wrong.
    """
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    declared = re.search(r"""(?i)charset\s*=\s*["']?\s*([\w.:-]+)""", parameters)
    charset = declared[1] if declared else ""
    if data.lstrip()[:5] == b"%PDF-":
        found = _read_pdf(data)
    elif kind in HTML or _looks_like_html(data, kind):
        found = _read_html(decode(data, charset))
    elif kind.startswith("text/plain") or not kind:
        if b"\0" in data[:_HEAD] and not data.startswith(tuple(mark for mark, _ in _MARKS)):
            raise NoTextError("unreadable", "neither HTML nor PDF nor text")
        found = _read_plain(decode(data, charset))
    else:
        raise NoTextError("unreadable", f'neither HTML nor PDF nor text, but "{kind}"')
    letters = sum(map(str.isalpha, found.text))
    if letters < LEAST_LETTERS:
        raise NoTextError("no_text", f"{letters} letters: perhaps a page that only scripts fill")
    if len(found.text.encode("utf-8", "replace")) > LARGEST_TEXT:
        raise NoTextError("too_large", "the text is longer than an article can be")
    return found


def _looks_like_html(data: bytes, kind: str) -> bool:
    """Say whether a page of no or a general type is HTML."""
    if kind not in ("", "application/octet-stream", "application/xml", "text/xml", "text/plain"):
        return False
    return bool(
        re.match(rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)", data)
    )


def decode(data: bytes, charset: str) -> str:
    """Return the letters of a page: by its mark, as UTF-8, by header, by its head, or by a guess.

    UTF-8 comes before what is declared: other encodings hardly ever look like it, and headers of
    servers often name the encoding of other pages.

    >>> decode("İstanbul".encode("cp1254"), "iso-8859-9")
    'İstanbul'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    inside = _DECLARED.search(data[:_HEAD])
    names = [charset, inside[1].decode("ascii", "replace") if inside else ""]
    declared = [name for name in map(_find_codec, names) if name]
    # Encodings with escapes look like ASCII.
    candidates = declared if b"\x1b" in data else ["utf-8", *declared]
    for name in candidates:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    if declared:
        return data.decode(declared[0], "replace")
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    return str(best) if best else data.decode("utf-8", "replace")


def _find_codec(name: str) -> str:
    """Return Python's name of an encoding that a page declares; blank if it has none."""
    name = name.strip().lower()
    try:
        known = codecs.lookup(ENCODINGS.get(name, name))
    except LookupError:
        return ""
    # Codecs such as "rot13" or "hex" are no encodings of text.
    is_text = known._is_text_encoding
    return ENCODINGS.get(known.name, known.name) if is_text else ""


def _read_html(html: str) -> Extracted:
    """Return title, description and main text; all text of the page where no main part is found."""
    import trafilatura

    tree = trafilatura.load_html(html)
    if tree is None:
        raise NoTextError("no_text", "the page has no HTML")
    head = [*tree.xpath("//title/text()"), *tree.xpath("//h1//text()")]
    for name in ("og:title", "og:description", "description"):
        head += tree.xpath(f"//meta[@property='{name}' or @name='{name}']/@content")
    text = trafilatura.extract(
        html, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False
    )
    text = text or trafilatura.html2txt(html)
    seen = " ".join(text.split())
    parts = dict.fromkeys(" ".join(str(part).split()) for part in head)
    lines = [line for line in parts if line and line not in seen]
    # A page of scripts has a title too.
    if sum(map(str.isalpha, text)) >= LEAST_LETTERS:
        text = "\n".join([*lines, text])
    return Extracted(text, "trafilatura", trafilatura.__version__)


def _read_pdf(data: bytes) -> Extracted:
    import io

    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise NoTextError("unreadable", "the PDF has a password")
    pages = []
    size = 0
    for number, page in enumerate(reader.pages):
        pages.append(page.extract_text())
        size += len(pages[-1])
        if number >= MOST_PDF_PAGES or size > LARGEST_TEXT:
            raise NoTextError("too_large", "the PDF is longer than a document can be")
    return Extracted("\n".join(pages), "pypdf", pypdf.__version__)


def _read_plain(text: str) -> Extracted:
    from coalition_data.tables import descriptor

    return Extracted(text.replace("\r\n", "\n"), "coalition-data", descriptor.version())


class Extractor:
    """A process that extracts texts, one at a time; ended, and started anew, if it takes too long.

    A context manager. `extract` is the function of that name, in that process.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Not under the lock, which a thread may hold that waits for the process.
        self._is_closed = True
        self._end()

    def extract(self, data: bytes, content_type: str) -> Extracted:
        """Return the text of a page; NoTextError says why there is none."""
        with self._lock:
            try:
                reply = self._ask(data, content_type)
            except (OSError, ValueError):
                self._end()
                reply = None
        if reply is None:
            reason = f"to take the text from the page needs over {LONGEST:.0f} seconds, or too much"
            raise NoTextError("unreadable", f"{reason} memory")
        if "kind" in reply:
            raise NoTextError(reply["kind"], reply["detail"])
        return Extracted(**reply)

    def _ask(self, data: bytes, content_type: str) -> dict[str, Any] | None:
        """Send a page to the process and return its reply; None if it was ended."""
        process = self._start()
        if process.stdin is None or process.stdout is None:
            raise OSError("the process has no pipes")
        timer = threading.Timer(LONGEST, process.kill)
        timer.daemon = True
        timer.start()
        try:
            head = json.dumps({"size": len(data), "content_type": content_type})
            process.stdin.write(head.encode() + b"\n" + data)
            process.stdin.flush()
            line = process.stdout.readline()
        finally:
            timer.cancel()
        if not line:
            self._end()
            return None
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _start(self) -> subprocess.Popen[bytes]:
        if self._is_closed:
            raise OSError("nobody waits for the text any more")
        if self._process is None:
            # Isolated: it imports what we would, and nothing from the working folder.
            code = (
                "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
                "from coalition_data.texts import extraction; extraction.main()"
            )
            path = json.dumps([one for one in sys.path if one])
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", code, path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:
                        # What it didn't read can't be sent any more.
                        continue


def main() -> None:
    """Answer what `Extractor` asks, until it goes away."""
    import logging
    import os

    _limit_memory()
    logging.disable()
    out = os.fdopen(os.dup(1), "wb")
    # What libraries print isn't an answer.
    os.dup2(2, 1)
    serve(sys.stdin.buffer, out)


def _limit_memory() -> None:
    try:
        import resource
    except ModuleNotFoundError:
        # Windows.
        return
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))


def serve(asked: IO[bytes], replies: IO[bytes]) -> None:
    """Read pages, each after a line of JSON with size and type; write a line of JSON on each."""
    while line := asked.readline():
        head = json.loads(line)
        reply = _reply(asked.read(head["size"]), head["content_type"])
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()


def _reply(data: bytes, content_type: str) -> dict[str, str]:
    try:
        found = extract(data, content_type)
    except NoTextError as problem:
        return {"kind": problem.kind, "detail": problem.detail}
    except Exception as error:
        # A damaged page; what libraries raise there is any exception.
        return {"kind": "unreadable", "detail": f"{type(error).__name__}: {error}"}
    # Letters that are half of one can't be written.
    text = found.text.encode("utf-8", "replace").decode("utf-8")
    return {"text": text, "extractor": found.extractor, "version": found.version}
