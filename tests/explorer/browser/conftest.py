"""A real browser without network, and the sites that it looks at."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chromium import HOSTILE, Browser, start
from coalition_data import explorer
from coalition_data.explorer import finder
from sites import unpack
from worlds import Copy


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    profile = tmp_path_factory.mktemp("profile")
    driver = start(profile)
    try:
        yield Browser(driver, profile / "downloads")
    finally:
        driver.quit()


@pytest.fixture(autouse=True)
def silence(browser: Browser) -> Iterator[None]:
    """Fail whatever test leaves an error in the console, or asks anybody else for anything."""
    browser.console(), browser.requests()
    yield
    assert browser.console() == []
    assert [
        url for url in browser.requests() if not url.startswith(("file:", "http://127.0.0.1:"))
    ] == []


@pytest.fixture(scope="session")
def home(site: Path) -> str:
    return site.as_uri()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """Serve the site as any web server would."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_address[1]}"
        serving.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the site of tables in which somebody has written what would hurt a careless page."""
    folder = tmp_path_factory.mktemp("hostile")
    copy = Copy(folder)
    words = f"{HOSTILE} {'é' * 10_000}"
    copy.set("quotes", "2015-01-london-q001", text=words, translation_en=HOSTILE, note=HOSTILE)
    copy.set(
        "meetings", "2015-01-london", name_en=HOSTILE, name_fr=HOSTILE, note=words, venue=HOSTILE
    )
    copy.set("actors", "john-kerry", name_en=HOSTILE, name_fr=HOSTILE, aliases=HOSTILE)
    copy.set(
        "sources",
        "rfi-2016-10-25",
        url="javascript:alert(1)",
        title=HOSTILE,
        publisher=HOSTILE,
        note=words,
    )
    copy.write()
    explorer.build(folder / "site", folder=folder)
    return (folder / "site").as_uri()


@pytest.fixture(scope="session")
def tenfold(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the site with ten times the rows in its list and in its search, other words in each
    copy.
    """
    out = tmp_path_factory.mktemp("tenfold") / "site"
    shutil.copytree(site, out, ignore=shutil.ignore_patterns("fr", "meetings", "actors", "numbers"))
    columns, names = unpack(out, "names")
    pack(
        out,
        "names",
        columns,
        [[*row[:2], other(row[2], n), *row[3:]] for n in range(10) for row in names],
    )
    for name in ("quotes", "figures", "sources"):
        columns, rows = unpack(out, name)
        pack(
            out,
            name,
            columns,
            [[change(cell, n) for cell in row] for n in range(10) for row in rows],
        )
    page = (out / "index.html").read_text(encoding="utf-8")
    start, end = page.rindex("<tbody>") + len("<tbody>"), page.rindex("</tbody>")
    (out / "index.html").write_text(
        page[:start] + page[start:end] * 10 + page[end:], encoding="utf-8"
    )
    return out.as_uri()


def pack(site: Path, name: str, columns: list[str], rows: list[list[Any]]) -> None:
    script = finder.to_script(name, finder.by_column(columns, rows, {}))
    (site / "data" / f"{name}.js").write_text(script, encoding="utf-8")


def change(cell: Any, n: int) -> Any:
    """Return a cell of other words, if it has several."""
    return other(cell, n) if isinstance(cell, str) and " " in cell else cell


def other(text: str, n: int) -> str:
    """Return the text with its longer words changed, as other rows would have other words."""
    return " ".join(
        f"{word}{'abcdefghij'[n]}" if n and len(word) > 6 else word for word in text.split(" ")
    )


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script of axe-core."""
    return Path(os.environ["COALITION_DATA_AXE"]).read_text(encoding="utf-8")
