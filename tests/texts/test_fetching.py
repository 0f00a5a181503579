"""Pages come from servers of strangers: whatever these do ends in a row."""

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest

import web as webs
from coalition_data import cli
from coalition_data.tables import descriptor
from coalition_data.texts import asking, extraction, fetching
from coalition_data.texts.manifest import Manifest
from web import ARABIC, ENDS, ENGLISH, QUICK, TURKISH, Web
from worlds import ROOT, Copy

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with webs.open_web() as made:
        yield made


pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture(autouse=True)
def archive(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fetching.ARCHIVE_VARIABLE, web.base)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let texts be extracted here: a process for each test would take a second."""

    def extract(self: object, data: bytes, content_type: str) -> extraction.Extracted:
        return extraction.extract(data, content_type)

    monkeypatch.setattr(extraction.Extractor, "extract", extract)


@pytest.fixture(scope="module")
def everything(web: Web, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pd.DataFrame]:
    """Return a folder of pages of each kind of trouble, and their rows."""
    folder = tmp_path_factory.mktemp("everything")
    return folder, fetch(folder, {trouble: web.url(trouble) for trouble in ENDS})


def fetch(folder: Path, urls: dict[str, str], **how: Any) -> pd.DataFrame:
    """Fetch sources with these addresses into `folder / "pages"`; return the rows by source."""
    cells = {
        name: how.pop(name) for name in ("published", "accessed", "archived_url") if name in how
    }
    webs.write_sources(folder / "package", urls, **cells)
    options = {"allow_private": True, "limits": QUICK, "archive": "never", **how}
    rows = fetching.fetch(folder / "pages", folder=folder / "package", **options)
    return rows.set_index("source_id")


def read(folder: Path, source: str = "s") -> str:
    return (folder / "pages" / f"{source}.txt").read_text(encoding="utf-8")


def group(row: Any, source: str = "s") -> tuple[str, str]:
    cells = {name: "" if pd.isna(cell) else str(cell) for name, cell in row.items()}
    page = fetching.Page(source, **cells)
    return fetching.group(page, bool(page.extractor))


def test_every_kind_of_trouble_ends_in_a_row_that_says_which(
    web: Web, everything: tuple[Path, pd.DataFrame]
) -> None:
    folder, rows = everything
    found = {trouble: group(row, trouble) for trouble, row in rows.iterrows()}
    assert found == ENDS
    texts = {path.stem for path in (folder / "pages").glob("*.txt")}
    assert texts == {trouble for trouble, (end, _) in ENDS.items() if end != "failed"}
    assert web.most < 4, "requests to one host wait for one another"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("arabic-header", ARABIC),
        ("arabic-meta", ARABIC),
        ("arabic-nowhere", ARABIC),
        ("turkish-header", TURKISH),
        ("turkish-meta", TURKISH),
        ("wrong-header", ARABIC),
        ("plain", ARABIC),
        ("packed", ENGLISH),
        ("pdf", "Mr Hammond said"),
    ],
    ids=lambda one: one if one.isascii() and " " not in one else "",
)
def test_the_words_of_a_page_come_as_they_were_printed(
    trouble: str, words: str, web: Web, everything: tuple[Path, pd.DataFrame]
) -> None:
    row = everything[1].loc[trouble]
    assert words in read(everything[0], trouble)
    assert row[["asked", "answered", "status"]].tolist() == [*[web.url(trouble)] * 2, 200]
    assert row["extractor"] == {"pdf": "pypdf", "plain": "coalition-data"}.get(
        trouble, "trafilatura"
    )


def test_menus_and_footers_are_no_part_of_a_text(everything: tuple[Path, pd.DataFrame]) -> None:
    text = read(everything[0], "fine")
    assert "Section" not in text
    assert "Imprint" not in text


def test_no_address_of_a_private_network_is_asked(web: Web, tmp_path: Path) -> None:
    before = len(web.asked)
    urls = {
        "local": web.url("fine"),
        "name": web.url("fine").replace("127.0.0.1", "localhost"),
        "six": "http://[::1]/",
        "mapped": "http://[::ffff:127.0.0.1]/",
        "decimal": web.url("fine").replace("127.0.0.1", "2130706433"),
        "linked": "http://169.254.169.254/latest",
        "net": "http://10.1.2.3/",
        "many": "http://224.0.0.1/",
        "none": "http://0.0.0.0/",
    }
    # Nor is the archive told of it.
    rows = fetch(tmp_path, urls, allow_private=False, archive="fallback")
    assert [problem.split(":")[0] for problem in rows["problem"]] == ["private"] * len(urls)
    assert len(web.asked) == before


def test_no_redirect_leads_into_a_private_network(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "is_public", lambda ip: ip == "127.0.0.1")
    with webs.open_web("127.0.0.2") as inside:
        monkeypatch.setattr(web, "elsewhere", inside.url("fine"))
        row = fetch(tmp_path, {"s": web.url("to-private")}, allow_private=False).loc["s"]
        assert inside.asked == []
        assert group(row) == ("failed", "private")
        assert row["answered"] == inside.url("fine")


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that has another address a moment later helps nobody."""
    resolve = socket.getaddrinfo
    answers = iter(["127.0.0.1", "127.0.0.1", "127.0.0.2"])

    def rebind(host: str, *args: Any, **more: Any) -> Any:
        return resolve(next(answers) if host == "rebind.test" else host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebind)
    monkeypatch.setattr(asking, "is_public", lambda ip: ip == "127.0.0.1")
    with webs.open_web("127.0.0.2") as inside:
        url = web.url("fine").replace("127.0.0.1", "rebind.test")
        # One answer each for robots.txt and for the page.
        row = fetch(tmp_path, {"s": url}, allow_private=False).loc["s"]
        assert group(row) == ("answered", "")
        assert next(answers) == "127.0.0.2"
        assert inside.asked == []
    assert web.asked[-1][1]["Host"] == url.split("/")[2]


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "file:///etc/passwd", "example.org", "http://", "http://a:b@c/", ""],
)
def test_what_is_no_address_of_the_web_is_never_asked(url: str, tmp_path: Path) -> None:
    row = fetch(tmp_path, {"s": url}, archive="fallback").loc["s"]
    assert row["problem"].startswith("address: " if url else "no_address: ")
    assert list((tmp_path / "pages").iterdir()) == [tmp_path / "pages" / "manifest.csv"]


def test_an_id_that_would_leave_the_folder_is_no_file(web: Web, tmp_path: Path) -> None:
    rows = fetch(tmp_path, {"../s": web.url("fine"), ".s": web.url("fine")})
    assert {problem.split(":")[0] for problem in rows["problem"]} == {"no_file"}
    assert {path.name for path in tmp_path.iterdir()} == {"package", "pages"}


def test_robots_are_ignored_only_on_demand(web: Web, tmp_path: Path) -> None:
    urls = {"s": web.url("robots", "secret")}
    assert group(fetch(tmp_path, urls).loc["s"]) == ("failed", "robots")
    assert "/robots/secret" not in web.tries
    assert group(fetch(tmp_path, urls, ignore_robots=True).loc["s"]) == ("answered", "")


def test_requests_say_who_asks_and_carry_no_cookie(web: Web, tmp_path: Path) -> None:
    fetch(tmp_path, {"a": web.url("cookie", "1"), "b": web.url("cookie", "2")})
    headers = dict(web.asked)["/cookie/2"]
    assert headers["User-Agent"].startswith(f"coalition-data/{descriptor.version()}")
    assert {"Cookie", "Authorization", "Referer"} & set(headers) == set()


def test_a_busy_server_is_asked_again_when_it_says(web: Web, tmp_path: Path) -> None:
    urls = {"once": web.url("busy-once", "x"), "long": web.url("busy-for-long", "x")}
    rows = fetch(tmp_path, urls)
    assert group(rows.loc["once"]) == ("answered", "")
    assert web.tries["/busy-once/x"] == 2
    assert web.tries["/busy-for-long/x"] == 1
    assert rows.loc["long", "status"] == 429


def test_between_two_requests_to_a_host_is_a_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = []
    with webs.open_web() as one, webs.open_web("127.0.0.2") as other:
        asker = asking.Asker("test", asking.Limits(delay=60), allow_private=True)
        # Told how long to wait, but nobody waits.
        monkeypatch.setattr(asker.stop, "wait", waits.append)
        for server in (one, one, one, other):
            asker.follow(server.url("fine"))
    assert waits == [0, pytest.approx(60, abs=30), pytest.approx(60, abs=30), 0]


def test_the_archive_has_the_page_that_is_gone(web: Web, tmp_path: Path) -> None:
    url = web.url("missing", "archived")
    row = fetch(tmp_path, {"s": url}, archive="fallback", published="2015-01-22").loc["s"]
    assert group(row) == ("archived", "gone")
    assert row["archive"] == row["answered"] == f"{web.base}/web/20150122101010id_/{url}"
    assert ENGLISH in read(tmp_path)
    assert "toolbar" not in read(tmp_path)


def test_the_day_of_access_is_asked_for_where_that_of_publication_is_unknown(
    web: Web, tmp_path: Path
) -> None:
    urls = {"s": web.url("missing", "archived-2")}
    row = fetch(tmp_path, urls, archive="fallback", accessed="2026-11-22").loc["s"]
    assert "/20261122101010id_/" in row["archive"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("lost", "not_archived: "), ("nonsense", "archive: its answer can't be read")],
)
def test_an_archive_that_does_not_help_is_told(
    name: str, said: str, web: Web, tmp_path: Path
) -> None:
    row = fetch(tmp_path, {"s": web.url("missing", name)}, archive="fallback").loc["s"]
    assert group(row) == ("failed", "gone")
    assert row["problem"].startswith(f"gone: HTTP status 404; {said}")


def test_an_archive_that_never_answers_is_given_up(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fetching.ARCHIVE_VARIABLE, web.url("broken", "archive"))
    urls = {f"s{n}": web.url("missing", str(n)) for n in range(8)}
    rows = fetch(tmp_path, urls, archive="fallback")
    assert rows["problem"].str.contains("isn't asked any more").tolist() == [False] * 5 + [True] * 3
    asked = [path for path, _ in web.asked if path.startswith("/broken/archive/")]
    assert len(asked) == 5


def test_the_archive_may_be_asked_first_and_a_known_copy_is_taken(web: Web, tmp_path: Path) -> None:
    url = web.url("fine", "first")
    known = f"{web.base}/web/20160101000000/{url}"
    row = fetch(tmp_path, {"s": url}, archive="first", archived_url=known).loc["s"]
    assert row["answered"] == f"{web.base}/web/20160101000000id_/{url}"
    assert "/fine/first" not in web.tries


def test_archived_addresses_are_written_for_pages_that_answer_too(
    web: Web, tmp_path: Path, capsys: Capture
) -> None:
    urls = {"a": web.url("fine", "archived-3"), "b": web.url("fine", "lost")}
    webs.write_sources(tmp_path / "package", urls, published="2015-01-22")
    words = f"fetch --allow-private --archive never --out {tmp_path}/pages {tmp_path}/package"
    # The second run has all texts and looks up the copies alone.
    assert cli.main([*words.split(), "--source", "a"]) == 0
    assert cli.main([*words.split(), "--archived-urls", f"{tmp_path}/urls.csv"]) == 0
    with open(tmp_path / "urls.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    copy = f"{web.base}/web/20150122101010/{urls['a']}"
    assert rows == [["source_id", "archived_url"], ["a", copy]]
    assert web.tries["/fine/archived-3"] == 1
    assert ENGLISH in read(tmp_path, "a")


def test_a_second_run_asks_only_for_what_is_not_there(web: Web, tmp_path: Path) -> None:
    urls = {"s": web.url("fine", "again"), "mine": web.url("fine", "mine")}
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "mine.txt").write_text("my own", encoding="utf-8")
    first = fetch(tmp_path, urls)
    second = fetch(tmp_path, urls)
    pd.testing.assert_frame_equal(first, second)
    assert web.tries["/fine/again"] == 1
    assert read(tmp_path, "mine") == "my own"
    (tmp_path / "pages" / "s.txt").unlink()
    fetch(tmp_path, urls)
    assert web.tries["/fine/again"] == 2


def test_a_manifest_whose_last_line_is_cut_is_taken_up(web: Web, tmp_path: Path) -> None:
    urls = {"a": web.url("fine"), "b": web.url("missing")}
    fetch(tmp_path, urls)
    path = tmp_path / "pages" / "manifest.csv"
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    assert list(Manifest(str(tmp_path / "pages")).pages) == ["a"]
    fetch(tmp_path, urls)
    assert webs.strip_times(path) == re.sub(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", "(time)", whole.decode())


def test_a_folder_with_another_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "manifest.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no manifest of fetched pages"):
        fetch(tmp_path, {"s": "http://example.org/"})


KILLED = """
import sys; sys.path[:0] = {path!r}
from coalition_data.texts import fetching
from web import QUICK
if __name__ == "__main__":
    fetching.fetch({into!r}, folder={folder!r}, allow_private=True, limits=QUICK)
"""


def test_a_run_that_is_killed_again_and_again_ends_as_one_that_is_not(tmp_path: Path) -> None:
    folder, into = str(tmp_path / "package"), str(tmp_path / "killed")
    path = [str(ROOT / "src"), str(ROOT / "tests")]
    script = KILLED.format(path=path, into=into, folder=folder)
    kinds = ["fine", "plain", "missing", "cut", "moved", "pdf"]
    with webs.open_web() as web:
        env = {**os.environ, fetching.ARCHIVE_VARIABLE: web.base}
        names = {f"s{n:02}": web.url(kinds[n % 6], f"{n}") for n in range(12)}
        webs.write_sources(tmp_path / "package", names)
        for kills in range(2):
            process = subprocess.Popen([sys.executable, "-c", script], env=env)
            # Once some pages more have been asked for, wherever it is then.
            enough = len(web.asked) + 5 + kills
            while len(web.asked) < enough and process.poll() is None:
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        subprocess.run([sys.executable, "-c", script], env=env, check=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(fetching.ARCHIVE_VARIABLE, web.base)
            fetching.fetch(tmp_path / "whole", folder=folder, allow_private=True, limits=QUICK)
    assert snapshot(tmp_path / "killed") == snapshot(tmp_path / "whole")
    assert len(snapshot(tmp_path / "whole")) == 1 + 8


def snapshot(folder: Path) -> dict[str, str]:
    return {path.name: webs.strip_times(path) for path in folder.iterdir()}


def test_the_report_accounts_for_each_page_and_its_claims(
    web: Web, copy: Copy, capsys: Capture
) -> None:
    copy.set("sources", "rfi-2016-10-25", url=web.url("missing", "archived-4"))
    copy.set("sources", "bfmtv-2017-05-09", url=web.url("missing", "lost-2")).write()
    into, folder = str(copy.folder / "pages"), str(copy.folder)
    chosen = ["--source", "rfi-2016-10-25", "--source", "bfmtv-2017-05-09"]
    words = ["fetch", "--out", into, "--allow-private", *chosen, folder]
    assert cli.main([*words, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    claims = {
        source: sum(
            row["source_id"] == source
            for table in ("reports", "participants", "quotes", "figures", "memberships")
            for row in copy.rows[table]
        )
        for source in chosen[1::2]
    }
    assert told["report"] == [
        {"group": "archived", "reason": "gone", "pages": 1, "claims": claims["rfi-2016-10-25"]},
        {"group": "failed", "reason": "gone", "pages": 1, "claims": claims["bfmtv-2017-05-09"]},
    ]
    assert [row["source_id"] for row in told["pages"]] == sorted(chosen[1::2])
    assert cli.main([*words, "--report"]) == 1
    out = capsys.readouterr().out
    assert re.search(rf"archived +gone +1 +{claims['rfi-2016-10-25']}", out)
    assert "1 of 2 pages are in " in out


def test_a_meeting_stands_for_the_sources_of_its_claims(copy: Copy) -> None:
    chosen = fetching.choose_sources(descriptor.read(copy.folder), meetings=["2016-10-paris"])
    expected = {
        row["source_id"]
        for table in ("reports", "participants", "quotes", "figures")
        for row in copy.rows[table]
        if row["meeting_id"] == "2016-10-paris"
    }
    assert {source.source_id for source in chosen} == expected


def test_an_unknown_source_or_meeting_is_no_silence(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["fetch", "--out", f"{tmp_path}/p", "--source", "rfi-2016-10-26"]) == 2
    assert "did you mean rfi-2016-10-25?" in capsys.readouterr().err
    assert cli.main(["fetch", "--out", f"{tmp_path}/p", "--meeting", "nowhere"]) == 2
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert cli.main(["fetch", "--out", f"{tmp_path}/pages"]) == 2
    assert "pip install 'coalition-data[fetch]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_addresses_keep_their_letters_on_the_way() -> None:
    address = asking.parse_address("https://www.aa.com.tr/ar/الدول/1#top")
    assert str(address) == "https://www.aa.com.tr/ar/%D8%A7%D9%84%D8%AF%D9%88%D9%84/1"
    assert isinstance(address, httpx.URL)
