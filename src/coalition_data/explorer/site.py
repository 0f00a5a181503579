"""Write the pages, the parts that they share, and the tables to download."""

from __future__ import annotations

import copy
import io
import json
import os
import re
import shutil
import urllib.parse
import zipfile

import jinja2

from coalition_data.analysis import periods, renderings
from coalition_data.explorer import finder, pages, pictures, publishing, sharing
from coalition_data.explorer.record import Record, group_figures, page_name
from coalition_data.explorer.telling import SOURCES_A_PAGE, Teller, allow_breaks
from coalition_data.explorer.wording import LANGUAGES, Wording
from coalition_data.references.styles import DATA_SET, STYLES
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from coalition_data.explorer import Watch

# The folder of each language inside the site.
PREFIXES = {"en": "", "fr": "fr/"}
HERE = os.path.dirname(os.path.abspath(__file__))
ASSETS = ("site.css", "site.js", "search.js", "meetings.js", "quotes.js", "sha256.js", "zip.js",
          "icon.svg", "LICENSES.txt")  # fmt: skip
# The tables that scripts show, search, or give to download.
TABLES = ("meetings", "reports", "participants", "quotes", "figures", "sources")
MENU = ("meetings", "words", "numbers", "disagreements", "panel", "membership", "actors", "sources",
        "codebook", "cite")  # fmt: skip
ARCHIVE = "coalition-data.zip"
# A number that JavaScript writes in another way, as a cell of a canonical line.
ODD_NUMBER = re.compile(r"[\[,]-?[\d.]+e[-+]?\d+[,\]]")


def write(out: str, folder: str | None, watch: Watch | None, url: str | None = None) -> str:
    """Write the site into `out`; return the path of its first page."""
    url = url and url.rstrip("/") + "/"
    with publishing.publish(out) as draft:
        _write_files(_Draft(draft), Record(folder), watch, url)
    return os.path.join(out, "index.html")


def _write_files(made: _Draft, record: Record, watch: Watch | None, url: str | None) -> None:
    states = {row["iso3"]: row for row in record.rows["actors"] if row["iso3"]}
    words = {lang: Wording(lang, states) for lang in LANGUAGES}
    for w in words.values():
        w.all = list(words.values())
    for name in ASSETS:
        made.copy(os.path.join(HERE, "assets", name), f"assets/{name}")
    _write_data(made, record, words)
    listed = {lang: list(pages.list_pages(record, words[lang])) for lang in LANGUAGES}
    total = sum(map(len, listed.values()))
    n = 0
    compiled = _Compiled()
    for lang, w in words.items():
        teller = Teller(record, w)
        templates = _load_templates(record, w, teller, compiled)
        for path, name, context in listed[lang]:
            place = PREFIXES[lang] + path
            root = "../" * place.count("/")
            base = "../" * path.count("/")
            if path == "404.html":
                # A server shows it at any address.
                root = base = urllib.parse.urlsplit(url or "").path
            other = root + PREFIXES[w.other] + ("index.html" if path == "404.html" else path)
            links = {"root": root, "base": base, "other": other}
            shown = context()
            teller.turn_to(path, base)
            head = _make_head(record, w, url, path, shown)
            text = templates.get_template(name).render(head=head, **links, **shown)
            made.put(place, text)
            n += 1
            if watch:
                watch(n, total)
    if url:
        made.copy(os.path.join(HERE, *sharing.PICTURE.split("/")), sharing.PICTURE)
        sharing.write_lists(made.put, url, [path for path, *_ in listed[LANGUAGES[0]]])


def _make_head(
    record: Record, words: Wording, url: str | None, path: str, shown: dict[str, Any]
) -> Callable[[str], str]:
    """Return what writes the part of a page's head that names its address, given its title."""
    if url is None or path == "404.html":
        return lambda title: ""
    return lambda title: sharing.write_head(record, words, url, path, shown, title)


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
    """Write the tables, to download and for scripts, and what the search reads."""
    with open(made.path(f"data/{ARCHIVE}"), "wb") as file:
        file.write(pack_tables(record.package))
    for name in TABLES:
        rows = list(map(json.loads, record.lines[name]))
        odd = {n: line for n, line in enumerate(record.lines[name]) if ODD_NUMBER.search(line)}
        value = finder.by_column(record.package.table(name).names, rows, odd)
        made.put(f"data/{name}.js", finder.to_script(name, value))
    names = finder.by_column(finder.NAMES, finder.list_names(record, words), {})
    made.put("data/names.js", finder.to_script("names", names))
    # A number is found by what it counts, in both languages.
    kinds = {row["indicator"] for row in record.rows["figures"]}
    both = words.values()
    indicators = {one: " ".join(w.value(one) for w in both) for one in sorted(kinds)}
    for w in both:
        told = finder.encode_json(_list_script_words(record, w, indicators))
        made.put(f"assets/words-{w.lang}.js", f"window.cdWords={told};\n")
    rows = _describe_rows(record)
    styles = {style: write(rows, []) for style, write in STYLES.items()}
    made.put("assets/styles.js", f"window.cdStyles={finder.encode_json(styles)};\n")


def _list_script_words(
    record: Record, words: Wording, indicators: dict[str, str]
) -> dict[str, Any]:
    """Return what scripts say in one language, and what they have to know."""
    keys = {"archive": "archived", "download": "download", "hint": "search_hint",
            "search": "search", "filter": "filter_actors"}  # fmt: skip
    return {
        **words.told,
        **{name: words.word(key) for name, key in keys.items()},
        "citation": _cite_data(record),
        "tables": TABLES,
        "colon": words.colon,
        "indicators": indicators,
        "sources_a_page": SOURCES_A_PAGE,
    }


def pack_tables(package: descriptor.Package) -> bytes:
    """Return a zip archive of the descriptor and all tables, the same bytes for the same tables."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {table.path: package.file(table.name) for table in package.tables.values()}
        own = os.path.join(package.folder, descriptor.FILENAME)
        for name, path in {descriptor.FILENAME: own, **files}.items():
            with open(path, "rb") as file:
                archive.writestr(zipfile.ZipInfo(name), file.read(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


class _Compiled(jinja2.BytecodeCache):
    """Templates that are compiled once for both languages."""

    def __init__(self) -> None:
        self._code: dict[str, Any] = {}

    def load_bytecode(self, bucket: Any) -> None:
        """Take what was compiled for the other language."""
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Any) -> None:
        """Keep what was compiled."""
        self._code[bucket.key] = bucket.code


class _Environment(jinja2.Environment):
    """An environment in which nearly all that templates look into is a dictionary."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a dictionary's item first: looking for an attribute costs an exception."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def _load_templates(
    record: Record, words: Wording, teller: Teller, compiled: _Compiled
) -> jinja2.Environment:
    templates = _Environment(
        auto_reload=False,
        bytecode_cache=compiled,
        loader=jinja2.FileSystemLoader(os.path.join(HERE, "templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {
        "w": words,
        "record": record,
        "package": record.package,
        "slug": page_name,
        "menu": MENU,
        "citation": _cite_data(record),
        "archive": ARCHIVE,
        "ends": renderings.point_to_words,
        "tables": list(record.package.tables.values()),
        "tones": list(pictures.TONES),
        "certain": ("attended", "represented"),
        "find_year": periods.find_year,
        "group_figures": group_figures,
        **teller.list_functions(),
    }
    templates.filters |= {"fragment": urllib.parse.quote, "wbr": allow_breaks}
    return templates


def _cite_data(record: Record) -> str:
    """Return the citation of the data that `cite` gives, without the part on rows and sources."""
    head, mark, _ = STYLES["text"](record.data, []).partition(DATA_SET)
    return head + mark


def _describe_rows(record: Record) -> Any:
    """Return the reference of the data, with a note that scripts replace by that of some rows."""
    data = copy.copy(record.data)
    data.note = "NOTE-ON-ROWS"
    data.key += "-meetings-KEY-OF-ROWS"
    return data
