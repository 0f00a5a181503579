"""Writes the pages, the parts that they share, and the tables to download."""

from __future__ import annotations

import json
import os
import shutil
import urllib.parse

import jinja2
import markupsafe

from coalition_data.explorer import finder, pictures
from coalition_data.explorer.record import Record, slug
from coalition_data.explorer.wording import LANGUAGES, Wording
from coalition_data.references import citation
from coalition_data.references.styles import DATA_SET, STYLES
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor
from coalition_data.texts import evidence
from coalition_data.validation import rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coalition_data.explorer import Watch

    Page = tuple[str, str, dict[str, Any]]

HERE = os.path.dirname(os.path.abspath(__file__))
ASSETS = ("site.css", "site.js", "meetings.js", "minisearch.js", "sha256.js", "LICENSES.txt")
# The tables whose rows belong to meetings: those that a selection of meetings can be downloaded from.
SELECTED = ("meetings", "reports", "participants", "quotes", "figures")
# What a folder that we wrote holds: the list of our files, so that the next writing knows which are stale.
LIST = "explorer-files.txt"


def write(out: str, folder: str | None, watch: Watch | None) -> str:
    """Write the site into `out`; return the path of its first page."""
    old = _own_files(out)
    record = Record(folder)
    words = {lang: Wording(lang) for lang in LANGUAGES}
    made = _Made(out)
    for name in ASSETS:
        made.copy(os.path.join(HERE, "assets", name), f"assets/{name}")
    _write_data(made, record, words)
    loader = _environment(record)
    pages = [(lang, *page) for lang in LANGUAGES for page in _pages(record, words[lang])]
    for n, (lang, path, template, context) in enumerate(pages, 1):
        place = path if lang == "en" else f"{lang}/{path}"
        root = "../" * place.count("/")
        base = root if lang == "en" else f"{root}{lang}/"
        other = f"{root}{'' if lang == 'fr' else 'fr/'}{path}"
        text = loader.get_template(template).render(
            w=words[lang], root=root, base=base, other=other, **context
        )
        made.put(place, text)
        if watch:
            watch(n, len(pages))
    made.finish(old)
    return os.path.join(out, "index.html")


def _own_files(out: str) -> list[str]:
    """Return the files that an earlier writing left in `out`; FileExistsError for a folder of somebody else's."""
    if os.path.exists(out) and not os.path.isdir(out):
        raise NotADirectoryError(f"{out} is a file: name a folder for the site")
    if not os.path.isdir(out) or not os.listdir(out):
        return []
    listing = os.path.join(out, LIST)
    if not os.path.isfile(listing):
        raise FileExistsError(f"{out} isn't empty and isn't an explorer: name another folder")
    with open(listing, encoding="utf-8") as file:
        return file.read().splitlines()


class _Made:
    """The files written so far."""

    def __init__(self, out: str) -> None:
        self.out, self.files = out, []  # type: tuple[str, list[str]]
        # From the first moment on the folder is known as ours: a writing that was broken off can be done again.
        with open(self.path(LIST), "a", encoding="utf-8"):
            pass

    def path(self, name: str) -> str:
        """Return the path of a file of the site, in a folder that is there."""
        self.files.append(name)
        path = os.path.join(self.out, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def put(self, name: str, text: str) -> None:
        """Write one file."""
        with open(self.path(name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)

    def copy(self, source: str, name: str) -> None:
        """Copy one file."""
        shutil.copyfile(source, self.path(name))

    def finish(self, old: list[str]) -> None:
        """Remove what an earlier writing left and this one didn't write; list what there is."""
        for name in set(old) - set(self.files):
            path = os.path.join(self.out, *name.split("/"))
            # The list is a file that anybody could have changed: nothing outside is touched.
            if ".." not in name.split("/") and not os.path.isabs(name) and os.path.isfile(path):
                os.remove(path)
        with open(os.path.join(self.out, LIST), "w", encoding="utf-8", newline="\n") as file:
            file.write("".join(f"{name}\n" for name in sorted(set(self.files))))


def _write_data(made: _Made, record: Record, words: dict[str, Wording]) -> None:
    """Write the tables as CSV, those of meetings as scripts too, and what the search looks through."""
    made.copy(
        os.path.join(record.package.folder, descriptor.FILENAME), f"data/{descriptor.FILENAME}"
    )
    for table in record.package.tables.values():
        made.copy(record.package.file(table.name), f"data/{table.path}")
    for name in SELECTED:
        table = record.package.table(name)
        content = f'"{name}",{json.dumps(table.names)},{finder.encoded(record.lines[name])}'
        made.put(f"data/{name}.js", f"window.cdTable({content});\n")
    made.put("data/search.js", finder.script(finder.documents(record, words)))


def _environment(record: Record) -> jinja2.Environment:
    loader = jinja2.Environment(
        loader=jinja2.FileSystemLoader(os.path.join(HERE, "templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    loader.globals |= {
        "record": record,
        "package": record.package,
        "slug": slug,
        "citation": _citation(record),
    }
    loader.globals |= {
        "tables": list(record.package.tables.values()),
        "tones": list(pictures.TONES),
    }
    loader.filters |= {"address": address, "spans": spans, "fragment": fragment, "wbr": breakable}
    return loader


def _citation(record: Record) -> str:
    """Return how the data are cited, as `cite` says it, without what is cited of them."""
    head, mark, _ = STYLES["text"](citation.whole(record.package), []).partition(DATA_SET)
    return head + mark


def address(url: str | None) -> str | None:
    """Return an address that a link may lead to: http and https only."""
    if not url or urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        return None
    return url


def spans(cell: str | None) -> list[evidence.Segment]:
    """Return the segments of an evidence cell; a stranger's cell that is none has none."""
    try:
        return evidence.segments(cell or "")
    except ValueError:
        return []


def fragment(name: str) -> str:
    """Return an id as the part of an address behind the #."""
    return urllib.parse.quote(name)


def breakable(text: str) -> markupsafe.Markup:
    """Return an identifier that may be broken into lines behind its marks."""
    escaped = str(markupsafe.escape(text))
    for mark in ("-", "_", "/", ":"):
        escaped = escaped.replace(mark, f"{mark}<wbr>")
    return markupsafe.Markup(escaped)


def _pages(record: Record, words: Wording) -> Iterator[Page]:
    """Yield each page of one language: its path, its template and what the template needs."""
    meetings = sorted(record.rows["meetings"], key=_by_date)
    yield (
        "index.html",
        "index.html",
        {
            "page": "meetings",
            "meetings": meetings,
            "line": pictures.timeline(meetings),
            "world": pictures.world(record),
        },
    )
    for meeting in meetings:
        context: dict[str, Any] = {
            "page": "meeting",
            "meeting": meeting,
            "facts": record.facts(meeting),
        }
        context |= {"people": record.people(meeting["meeting_id"])}
        context |= {"related": [m for m in meetings if m["related_to"] == meeting["meeting_id"]]}
        yield f"meetings/{slug(meeting['meeting_id'])}.html", "meeting.html", context
    yield "actors.html", "actors.html", {"page": "actors"}
    for actor in record.rows["actors"]:
        yield f"actors/{slug(actor['actor_id'])}.html", "actor.html", {"page": "actor", "actor": actor,
                                                                       **_actor(record, actor)}  # fmt: skip
    # Drawn by our own renderer from a chart that we made: nothing in it is a stranger's markup.
    chart = markupsafe.Markup(pictures.members(record, words))
    yield "membership.html", "membership.html", {"page": "membership", "chart": chart}
    yield "sources.html", "sources.html", {"page": "sources"}
    yield "codebook.html", "codebook.html", {"page": "codebook", "rules": rules.load_rules()}
    yield (
        "cite.html",
        "cite.html",
        {"page": "cite", "whole": str(fingerprints.of_package(record.package))},
    )


def _by_date(meeting: dict[str, Any]) -> tuple[bool, str, str]:
    day = meeting["date_start"] or meeting["date_end"]
    return day is None, str(day), meeting["meeting_id"]


def _actor(record: Record, actor: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of an actor shows."""
    me = actor["actor_id"]
    of = {
        table: record.rows[table] for table in ("participants", "quotes", "figures", "memberships")
    }
    return {
        "seats": [row for row in of["participants"] if me in (row["actor_id"], row["represents"])],
        "words": [row for row in of["quotes"] if row["speaker_id"] == me],
        "numbers": [row for row in of["figures"] if me in (row["stated_by"], row["compiled_by"])],
        "member": [row for row in of["memberships"] if row["actor_id"] == me],
        "twins": [row for row in record.rows["actors"] if row["same_as"] == me],
        "hosted": [
            row
            for row in record.rows["meetings"]
            if actor["iso3"] and row["country"] == actor["iso3"]
        ],
    }
