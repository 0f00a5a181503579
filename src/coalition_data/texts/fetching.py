"""Pages of sources, fetched from the web or its archive, as texts in a folder."""

from __future__ import annotations

import hashlib
import os
import queue
import re
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from coalition_data.tables import descriptor, files, loader
from coalition_data.tables.suggestion import find_nearest
from coalition_data.texts.manifest import COLUMNS, Manifest, Page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from typing import Any

    import pandas as pd

    from coalition_data.texts.asking import Answer, Asker, Limits
    from coalition_data.texts.extraction import Extractor
    from coalition_data.texts.robots import Robots

ARCHIVE_MODES = ("first", "fallback", "never")
# Names another archive, which answers as the Wayback Machine does.
ARCHIVE_VARIABLE = "COALITION_DATA_ARCHIVE"
# How many hosts are asked at the same time.
MOST_HOSTS = 16
# Problems of addresses that nobody is asked for, and problems of the archive.
UNFIT = ("no_file", "no_address", "address", "private")
ARCHIVE_KINDS = ("archive", "not_archived")
REPORT_COLUMNS = ["group", "reason", "pages", "claims"]
_FILE_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,199}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a page before it is fetched; `day`: of publication, else of access."""

    source_id: str
    url: str
    archived_url: str
    day: str


@dataclass(frozen=True, slots=True)
class Options:
    """How to fetch: as the parameters of `fetch` say. `limits` None: the usual ones."""

    archive: str = "fallback"
    find_archived: bool = False
    allow_private: bool = False
    ignore_robots: bool = False
    limits: Limits | None = None


def fetch(
    out: str | os.PathLike[str],
    *,
    sources: str | Iterable[str] | None = None,
    meetings: str | Iterable[str] | None = None,
    archive: str = "fallback",
    find_archived: bool = False,
    allow_private: bool = False,
    ignore_robots: bool = False,
    folder: str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
    watch: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Fetch the pages of sources, as texts that `verify` takes; return a row for each source.

    Parameters
    ----------
    out: folder for the texts, `<source_id>.txt`, and `manifest.csv`. Texts that it has are kept,
        so a run that was stopped can be taken up again.
    sources: id of a source, or several; meetings: id of a meeting whose claims' sources are meant,
        or several (default of both: all sources).
    archive: "fallback" asks the Wayback Machine for pages that can't be had, "first" asks it before
        the page's own server, "never" doesn't.
    find_archived: also look up the archived copies of pages that need none.
    allow_private: ask servers of private networks and of this machine too.
    ignore_robots: ask pages that a site's robots.txt forbids too.
    folder: a folder with a datapackage.json (default: the installed data).
    limits: how much patience there is (default: `Limits()`).
    watch: is called with the number of pages done and of all, after each.

    Columns: source_id, asked, answered, status (of HTTP), time, archive (address of a copy; the
    text is from there if `answered` is the same), sha256 (of what came), extractor, version,
    problem. A page that can't be had is a row with a problem. Needs the extra `fetch`. Raises
    KeyError for an unknown source or meeting.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as pages:
    ...     len(fetch(pages, sources=[]))
    0
    """
    package = descriptor.read(folder)
    chosen = choose_sources(package, sources, meetings)
    options = Options(archive, find_archived, allow_private, ignore_robots, limits)
    return make_frame(fetch_pages(out, chosen, options, watch))


def make_frame(pages: list[Page]) -> pd.DataFrame:
    """Return pages as a frame: text, and the status as an integer; missing where it is blank."""
    import pandas as pd

    rows = [[getattr(page, name) or None for name in COLUMNS] for page in pages]
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    status = pd.array([row[3] and int(row[3]) for row in rows], dtype="Int64")
    for name in COLUMNS:
        if name != "status":
            frame[name] = frame[name].astype(loader.text_type())
    return loader.settle_text(frame.assign(status=status))


def choose_sources(
    package: descriptor.Package,
    sources: str | Iterable[str] | None = None,
    meetings: str | Iterable[str] | None = None,
) -> list[Source]:
    """Return the sources of these ids, and those of the claims of these meetings; else all."""
    every = {row["source_id"]: row for row in loader.list_rows(package, "sources")}
    wanted = set(every) if sources is None and meetings is None else set()
    for source in _list_ids(sources):
        _check_known(source, every, "source")
        wanted.add(source)
    if meetings is not None:
        known = loader.read_arrow(package, "meetings").column("meeting_id").to_pylist()
        asked = set(_list_ids(meetings))
        for meeting in sorted(asked):
            _check_known(meeting, known, "meeting")
        for claim in _read_claims(package):
            if claim.get("meeting_id") in asked:
                wanted.add(claim["source_id"])
    return [_describe(row) for name, row in sorted(every.items()) if name in wanted]


def _list_ids(ids: str | Iterable[str] | None) -> Iterable[str]:
    """Return ids, of which one alone may be given as it is."""
    return [ids] if isinstance(ids, str) else ids or ()


def _check_known(word: str, known: Collection[str], what: str) -> None:
    if word not in known:
        nearest = find_nearest(word, known)
        hint = f"; did you mean {nearest}?" if nearest else ""
        raise KeyError(f'no {what} "{word}"{hint}')


def _describe(row: dict[str, Any]) -> Source:
    day = row.get("published") or row.get("accessed") or ""
    return Source(row["source_id"], row.get("url") or "", row.get("archived_url") or "", str(day))


def _read_claims(package: descriptor.Package) -> list[dict[str, Any]]:
    """Return `source_id` and, where it has one, `meeting_id` of each claim."""
    claims: list[dict[str, Any]] = []
    for table in package.tables.values():
        if "source_id" in table.names and "certainty" in table.names:
            names = [name for name in ("source_id", "meeting_id") if name in table.names]
            claims += loader.list_rows(package, table.name, names)
    return claims


def fetch_pages(
    into: str | os.PathLike[str],
    sources: list[Source],
    options: Options,
    watch: Callable[[int, int], None] | None = None,
) -> list[Page]:
    """Fetch what is missing of the sources' pages; return a page for each source."""
    if options.archive not in ARCHIVE_MODES:
        raise ValueError(f'no mode "{options.archive}"; there are {", ".join(ARCHIVE_MODES)}')
    _check_extra()
    into = os.fspath(into)
    if os.path.exists(into) and not os.path.isdir(into):
        raise NotADirectoryError(f"{into} is no folder: name one for the pages")
    made = files.make_folders(os.path.abspath(into))
    try:
        with files.locked(into), Manifest(into) as manifest:
            todo = [one for one in sources if _is_wanted(one, manifest, options)]
            # What failed before comes last.
            todo.sort(key=lambda one: one.source_id in manifest.pages)
            if todo:
                _fetch_all(todo, manifest, options, watch)
            return [manifest.pages.get(one.source_id, Page(one.source_id)) for one in sources]
    except BaseException:
        # Only those that are empty go.
        files.remove_folders(made)
        raise


def _check_extra() -> None:
    """Raise ModuleNotFoundError, with what to do, where the extra isn't installed."""
    import importlib.util

    for name in ("httpx", "trafilatura", "lxml_html_clean", "pypdf"):
        if importlib.util.find_spec(name) is None:
            message = f"fetch needs {name}: pip install 'coalition-data[fetch]'"
            raise ModuleNotFoundError(message)


def _is_wanted(source: Source, manifest: Manifest, options: Options) -> bool:
    if not _FILE_NAME.fullmatch(source.source_id) or not manifest.has_text(source.source_id):
        return True
    known = manifest.pages.get(source.source_id)
    return options.find_archived and not (known and known.archive) and bool(source.url)


def _fetch_all(
    todo: list[Source],
    manifest: Manifest,
    options: Options,
    watch: Callable[[int, int], None] | None,
) -> None:
    """Fetch pages, of several hosts at a time, and write each down as it comes."""
    from coalition_data.texts.extraction import Extractor

    jobs: queue.Queue[list[tuple[Source, Page | None]]] = queue.Queue()
    done: queue.Queue[Page] = queue.Queue()
    hosts: dict[str, list[tuple[Source, Page | None]]] = {}
    for source in todo:
        known = manifest.pages.get(source.source_id) or Page(source.source_id)
        job = (source, known if manifest.has_text(source.source_id) else None)
        hosts.setdefault(_find_host(source.url), []).append(job)
    for job_list in hosts.values():
        jobs.put(job_list)
    with Extractor() as extractor:
        fetcher = Fetcher(options, extractor)
        try:
            for _ in range(min(MOST_HOSTS, len(hosts))):
                # A run that is stopped doesn't wait for them.
                threading.Thread(target=_work, args=(jobs, done, fetcher), daemon=True).start()
            for number in range(1, len(todo) + 1):
                manifest.add(done.get())
                if watch:
                    watch(number, len(todo))
        finally:
            fetcher.asker.stop.set()


def _find_host(url: str) -> str:
    from coalition_data.texts.asking import PageError, parse_address

    try:
        return parse_address(url).host
    except PageError:
        return ""


def _work(
    jobs: queue.Queue[list[tuple[Source, Page | None]]],
    done: queue.Queue[Page],
    fetcher: Fetcher,
) -> None:
    """Take hosts, and fetch the pages of each one after the other."""
    from coalition_data.texts.asking import StoppedError

    while True:
        try:
            sources = jobs.get_nowait()
        except queue.Empty:
            return
        for source, known in sources:
            try:
                page = fetcher.add_copy(source, known) if known else fetcher.fetch(source)
            except StoppedError:
                return
            except Exception as error:
                # Whatever it is, one page mustn't cost the others.
                page = Page(source.source_id, source.url)
                page.problem = f"error: {type(error).__name__}"
            if fetcher.asker.stop.is_set():
                return
            done.put(page)


class Fetcher:
    """Fetches single pages: from their server or from the archive, as the options say."""

    def __init__(self, options: Options, extractor: Extractor) -> None:
        from coalition_data.texts import archive, asking
        from coalition_data.texts.robots import Robots

        limits = options.limits or asking.Limits()
        self.options = options
        self.extractor = extractor
        self.asker: Asker = asking.Asker(_name_ourselves(), limits, options.allow_private)
        self.robots: Robots | None = None if options.ignore_robots else Robots(self.asker)
        base = os.environ.get(ARCHIVE_VARIABLE) or archive.BASE
        self.archive = archive.Archive(self.asker, base)

    def fetch(self, source: Source) -> Page:
        """Return the page of a source; what went wrong is in its `problem`."""
        from coalition_data.texts.asking import PageError, parse_address

        page = Page(source.source_id, source.url)
        ways = {"first": ("archive", "live"), "fallback": ("live", "archive"), "never": ("live",)}
        problems = []
        try:
            self._check_source(source)
            for way in ways[self.options.archive]:
                try:
                    self._take_archived(source, page) if way == "archive" else self._take(page)
                    break
                except PageError as problem:
                    problems.append(problem)
                    if way == "live":
                        page.answered = problem.address
                        page.status = str(problem.status or "")
                    if problem.kind in UNFIT and problem.address == str(parse_address(source.url)):
                        # An address of a private network is none of the archive's business.
                        break
        except PageError as problem:
            problems.append(problem)
        page.time = _now()
        is_tried = page.archive or any(one.kind in (*UNFIT, *ARCHIVE_KINDS) for one in problems)
        if self.options.find_archived and not is_tried:
            try:
                page.archive = self._find_copy(source)
            except PageError as problem:
                problems.append(problem)
        page.problem = "; ".join(map(str, problems))
        return page

    def add_copy(self, source: Source, page: Page) -> Page:
        """Look up the archived copy for a page that is there."""
        from coalition_data.texts.asking import PageError

        page.asked, page.problem = source.url, ""
        try:
            page.archive = self._find_copy(source)
        except PageError as problem:
            page.problem = str(problem)
        return page

    def _check_source(self, source: Source) -> None:
        from coalition_data.texts.asking import PageError, parse_address

        if not _FILE_NAME.fullmatch(source.source_id):
            raise PageError("no_file", "its id can't be the name of a file")
        if not source.url:
            raise PageError("no_address", "the source has none")
        parse_address(source.url)

    def _take(self, page: Page) -> None:
        """Fill a page with what its own server answers."""
        from coalition_data.texts.asking import PageError, parse_address

        answer = self.asker.follow(page.asked, self.robots.check if self.robots else None)
        first = parse_address(page.asked)
        if answer.address.path == "/" and not answer.address.query and first.path != "/":
            detail = "it leads to the first page of a site"
            raise PageError("gone", detail, str(answer.address), answer.status)
        self._fill(page, answer)

    def _take_archived(self, source: Source, page: Page) -> None:
        """Fill a page with its archived copy."""
        from coalition_data.texts import archive
        from coalition_data.texts.asking import PageError

        copy = self._find_copy(source)
        try:
            answer = self.asker.follow(copy, queue=archive.QUEUE)
            self._fill(page, answer)
        except PageError as problem:
            raise PageError("archive", f"the copy can't be had ({problem})") from None
        page.archive = str(answer.address)

    def _find_copy(self, source: Source) -> str:
        from coalition_data.texts import archive

        if source.archived_url:
            try:
                return archive.show_as_received(source.archived_url)
            except ValueError:
                # A copy that somebody else keeps.
                return source.archived_url
        return self.archive.find_copy(source.url, source.day)

    def _fill(self, page: Page, answer: Answer) -> None:
        from coalition_data.texts.asking import PageError
        from coalition_data.texts.extraction import NoTextError

        try:
            found = self.extractor.extract(answer.body, answer.headers.get("content-type", ""))
        except NoTextError as problem:
            where = str(answer.address)
            raise PageError(problem.kind, problem.detail, where, answer.status) from None
        page.answered = str(answer.address)
        page.status = str(answer.status)
        page.sha256 = hashlib.sha256(answer.body).hexdigest()
        page.text, page.extractor, page.version = found.text, found.extractor, found.version


def _name_ourselves() -> str:
    """Return the user agent: what asks, and where one can read about it, if that is known."""
    package = descriptor.read()
    name = f"coalition-data/{package.version}"
    about = str(package.raw.get("homepage") or package.raw.get("id"))
    return f"{name} (+{about})" if re.fullmatch(r"https?://[!-~]+", about) else name


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def group(page: Page, has_text: bool) -> tuple[str, str]:
    """Return to which group of the report a page belongs, and the reason if it wasn't simply there.

    Groups: answered, moved (the address leads elsewhere), archived (the text is from the archive),
    by_hand (a text that was put into the folder), failed.
    """
    reason = page.problem.partition(":")[0]
    if not has_text:
        return "failed", reason or "not_asked"
    if not page.extractor:
        return "by_hand", ""
    if page.archive and page.answered == page.archive:
        return "archived", reason
    is_same = _strip_address(page.asked) == _strip_address(page.answered)
    return ("answered" if is_same else "moved"), ""


def _strip_address(address: str) -> str:
    """Return an address without what changes when a site only gets a certificate or drops `www`."""
    from urllib.parse import unquote

    text = re.sub(r"^https?://(www\.)?", "", unquote(address.partition("#")[0]))
    return text.rstrip("/")


def count_claims(package: descriptor.Package) -> Counter[str]:
    """Return how many claims hang on each source."""
    return Counter(claim["source_id"] for claim in _read_claims(package))


def report(into: str | os.PathLike[str], pages: list[Page], claims: Counter[str]) -> pd.DataFrame:
    """Return how many pages, with how many claims, are in which group, for which reason."""
    import pandas as pd

    manifest = Manifest(os.fspath(into))
    counts: dict[tuple[str, str], list[int]] = {}
    for page in pages:
        is_file = bool(_FILE_NAME.fullmatch(page.source_id)) and manifest.has_text(page.source_id)
        count = counts.setdefault(group(page, is_file), [0, 0])
        count[0] += 1
        count[1] += claims[page.source_id]
    order = ["answered", "moved", "archived", "by_hand", "failed"]
    rows = sorted(counts.items(), key=lambda one: (order.index(one[0][0]), -one[1][0], one[0][1]))
    frame = pd.DataFrame([[*names, *count] for names, count in rows], columns=REPORT_COLUMNS)
    return loader.settle_text(frame)


def write_archived(path: str | os.PathLike[str], pages: list[Page]) -> int:
    """Write source_id and archived_url of the pages that have a copy; return how many."""
    from coalition_data.tables import canonical
    from coalition_data.texts import archive

    rows = []
    for page in pages:
        if page.archive:
            try:
                rows.append([page.source_id, archive.show_to_people(page.archive)])
            except ValueError:
                rows.append([page.source_id, page.archive])
    data = canonical.canonical_bytes(["source_id", "archived_url"], rows)
    files.write_whole(os.fspath(path), data)
    return len(rows)
