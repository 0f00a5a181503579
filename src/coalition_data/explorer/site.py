"""Write the pages, the parts that they share, and the tables to download."""

from __future__ import annotations

import json
import os
import shutil
import urllib.parse

import jinja2
import markupsafe

from coalition_data.analysis import periods, renderings
from coalition_data.explorer import finder, pictures, publishing
from coalition_data.explorer.record import Record, page_name
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

# The folder of each language inside the site.
PREFIXES = {"en": "", "fr": "fr/"}
HERE = os.path.dirname(os.path.abspath(__file__))
ASSETS = ("site.css", "site.js", "meetings.js", "minisearch.js", "sha256.js", "LICENSES.txt")
# The tables whose rows belong to meetings: a selection of meetings can be downloaded from them.
SELECTED = ("meetings", "reports", "participants", "quotes", "figures")


def write(out: str, folder: str | None, watch: Watch | None) -> str:
    """Write the site into `out`; return the path of its first page."""
    with publishing.publish(out) as draft:
        _write_files(_Draft(draft), Record(folder), watch)
    return os.path.join(out, "index.html")


def _write_files(made: _Draft, record: Record, watch: Watch | None) -> None:
    words = {lang: Wording(lang) for lang in LANGUAGES}
    for name in ASSETS:
        made.copy(os.path.join(HERE, "assets", name), f"assets/{name}")
    _write_data(made, record, words)
    templates = _load_templates(record)
    pages = [(lang, *page) for lang in LANGUAGES for page in _list_pages(record, words[lang])]
    for n, (lang, path, name, context) in enumerate(pages, 1):
        w = words[lang]
        place = PREFIXES[lang] + path
        root = "../" * place.count("/")
        links = {
            "root": root,
            "base": root + PREFIXES[lang],
            "other": root + PREFIXES[w.other] + path,
        }
        made.put(place, templates.get_template(name).render(w=w, **links, **context))
        if watch:
            watch(n, len(pages))


class _Draft:
    """The folder in which the site is drawn up."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def path(self, name: str) -> str:
        """Return the path of a file of the site, and make its folder."""
        path = os.path.join(self.folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def put(self, name: str, text: str) -> None:
        """Write one file."""
        with open(self.path(name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)

    def copy(self, source: str, name: str) -> None:
        """Copy one file."""
        shutil.copyfile(source, self.path(name))


def _write_data(made: _Draft, record: Record, words: dict[str, Wording]) -> None:
    """Write the tables as CSV, some also as scripts, and the documents of the search."""
    name = descriptor.FILENAME
    made.copy(os.path.join(record.package.folder, name), f"data/{name}")
    for table in record.package.tables.values():
        made.copy(record.package.file(table.name), f"data/{table.path}")
    for name in SELECTED:
        table = record.package.table(name)
        content = f'"{name}",{json.dumps(table.names)},{finder.encode_json(record.lines[name])}'
        made.put(f"data/{name}.js", f"window.cdTable({content});\n")
    for w in words.values():
        documents = finder.list_documents(record, w)
        made.put(f"data/search-{w.lang}.js", finder.to_script(documents))


def _load_templates(record: Record) -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(os.path.join(HERE, "templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {
        "record": record,
        "package": record.package,
        "slug": page_name,
        "citation": _cite_data(record),
        "ends": renderings.point_to_words,
        "tables": list(record.package.tables.values()),
        "tones": list(pictures.TONES),
        "find_year": periods.find_year,
    }
    templates.filters |= {
        "address": check_address,
        "spans": read_segments,
        "fragment": urllib.parse.quote,
        "wbr": allow_breaks,
    }
    return templates


def _cite_data(record: Record) -> str:
    """Return the citation of the data that `cite` gives, without the part on rows and sources."""
    head, mark, _ = STYLES["text"](citation.describe_data(record.package), []).partition(DATA_SET)
    return head + mark


def check_address(url: str | None) -> str | None:
    """Return an address that a link may lead to, http or https; None for any other."""
    try:
        scheme = urllib.parse.urlsplit(url or "").scheme
    except ValueError:
        # Such as http://[::1, whose bracket nothing closes.
        return None
    return url if scheme in ("http", "https") else None


def read_segments(cell: str | None) -> list[evidence.Segment]:
    """Return the segments of an evidence cell, none of a malformed one."""
    try:
        return evidence.segments(cell or "")
    except ValueError:
        return []


def allow_breaks(text: str) -> markupsafe.Markup:
    """Return an identifier with line breaks allowed after its punctuation."""
    escaped = str(markupsafe.escape(text))
    for mark in ("-", "_", "/", ":"):
        escaped = escaped.replace(mark, f"{mark}<wbr>")
    return markupsafe.Markup(escaped)


def _list_pages(record: Record, words: Wording) -> Iterator[Page]:
    """Yield each page of one language: its path, its template and what the template needs."""
    meetings = sorted(record.rows["meetings"], key=_order_by_date)
    context: dict[str, Any] = {
        "page": "meetings",
        "meetings": meetings,
        "line": pictures.place_dots(meetings),
        "world": pictures.place_circles(record),
    }
    yield "index.html", "index.html", context
    for meeting in meetings:
        meeting_id = meeting["meeting_id"]
        context = {
            "page": "meeting",
            "meeting": meeting,
            "facts": record.facts(meeting),
            "people": record.people(meeting_id),
            "related": [other for other in meetings if other["related_to"] == meeting_id],
        }
        yield f"meetings/{page_name(meeting_id)}.html", "meeting.html", context
    yield "actors.html", "actors.html", {"page": "actors"}
    for actor in record.rows["actors"]:
        context = {"page": "actor", "actor": actor, **_describe_actor(record, actor)}
        yield f"actors/{page_name(actor['actor_id'])}.html", "actor.html", context
    # vl-convert draws our own chart: no markup from the tables gets into the SVG.
    chart = markupsafe.Markup(pictures.draw_members(record, words))
    yield "membership.html", "membership.html", {"page": "membership", "chart": chart}
    yield "sources.html", "sources.html", {"page": "sources"}
    yield "codebook.html", "codebook.html", {"page": "codebook", "rules": rules.load_rules()}
    context = {"page": "cite", "whole": str(fingerprints.of_package(record.package))}
    yield "cite.html", "cite.html", context


def _order_by_date(meeting: dict[str, Any]) -> tuple[bool, str, str]:
    first, last = periods.find_bounds(meeting)
    day = first or last
    return day is None, str(day), meeting["meeting_id"]


def _describe_actor(record: Record, actor: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of an actor shows."""
    me = actor["actor_id"]
    iso3 = actor["iso3"]
    rows = record.rows
    return {
        "seats": [r for r in rows["participants"] if me in (r["actor_id"], r["represents"])],
        "words": [r for r in rows["quotes"] if r["speaker_id"] == me],
        "numbers": [r for r in rows["figures"] if me in (r["stated_by"], r["compiled_by"])],
        "member": [r for r in rows["memberships"] if r["actor_id"] == me],
        "twins": [r for r in rows["actors"] if r["same_as"] == me],
        "hosted": [r for r in rows["meetings"] if iso3 and r["country"] == iso3],
    }
