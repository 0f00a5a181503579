"""The site as files: complete, linked, escaped, and ours. tests/explorer/browser opens it."""

import gzip
import html
import json
import os
import re
import urllib.parse
import webbrowser
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data import cli, explorer
from coalition_data.explorer import finder, record, wording
from coalition_data.explorer import pages as explorer_pages
from coalition_data.explorer import site as explorer_site
from coalition_data.explorer.pictures import TONE
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor
from shipping import is_barred
from sites import unpack
from worlds import Copy

pytestmark = pytest.mark.once

PACKAGE = descriptor.read()
FIRST_VIEW = 60_000
# What HTML a page may have, and the whole site: 24 MB, and 1.2 MB more per thousand claims. Over 1 MB
# of it is the ledger, in the archive to download.
PAGE = 250_000
SITE, THOUSAND, CLAIMS = 24e6, 1.2e6, 17_000
LINK = re.compile(r'href="([^"]*)"')
ID = re.compile(r'\bid="([^"]*)"')


def pages(site: Path) -> dict[str, str]:
    return {
        str(path.relative_to(site)): path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
    }


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    texts = pages(site)
    ids = {name: set(map(html.unescape, ID.findall(text))) for name, text in texts.items()}
    lost = set()
    for name, text in texts.items():
        for link in set(map(html.unescape, LINK.findall(text))):
            parts = urllib.parse.urlsplit(link)
            if parts.scheme:
                continue
            target = (
                os.path.normpath(os.path.join(os.path.dirname(name), parts.path))
                if parts.path
                else name
            )
            fragment = urllib.parse.unquote(parts.fragment)
            if not (site / target).is_file() or (
                fragment and "=" not in fragment and fragment not in ids[target]
            ):
                lost.add((name, link))
    assert sorted(lost)[:20] == []


@pytest.mark.parametrize("lang", wording.LANGUAGES)
def test_every_row_has_a_permalink(site: Path, lang: str) -> None:
    root = site if lang == "en" else site / lang
    anchors = set()
    for path in root.rglob("*.html"):
        if lang == "fr" or "fr" not in path.parts:
            # On the page of its meeting a claim's id begins behind that of the meeting.
            meeting = path.name.split(".")[0] if path.parent.name == "meetings" else None
            for found in map(html.unescape, ID.findall(path.read_text(encoding="utf-8"))):
                anchors.add(f"{meeting}-{found}" if meeting else found)
            # An actor's page is its own.
            anchors.add(path.stem)
    rows = {key for table in PACKAGE.tables.values() if table.name not in ("ledger", "waivers")
            for key in cd.load(table.name)[table.key]}  # fmt: skip
    assert rows - anchors == set()


def test_both_languages_have_the_same_pages(site: Path) -> None:
    names = set(pages(site)) - {"404.html"}
    assert {name.removeprefix("fr/") for name in names if name.startswith("fr/")} == {
        name for name in names if not name.startswith("fr/")
    }


def test_the_tables_are_there_to_download(site: Path) -> None:
    with zipfile.ZipFile(site / "data" / explorer_site.ARCHIVE) as archive:
        for table in PACKAGE.tables.values():
            assert archive.read(table.path) == Path(PACKAGE.file(table.name)).read_bytes()
        found = archive.read(descriptor.FILENAME)
    assert found == Path(PACKAGE.folder, descriptor.FILENAME).read_bytes()


def test_the_first_view_is_small(site: Path) -> None:
    scripts = ["assets/site.js", "assets/meetings.js", "assets/words-en.js", "assets/icon.svg"]
    files = ["index.html", "assets/site.css", *scripts]
    assert sum(len(gzip.compress((site / name).read_bytes())) for name in files) < FIRST_VIEW


def test_the_site_and_each_page_are_small(site: Path) -> None:
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    claims = sum(len(cd.load(name)) for name in record.CLAIMS)
    assert sum(sizes.values()) < SITE + max(0, claims - CLAIMS) / 1000 * THOUSAND
    large = [path for path, size in sizes.items() if path.suffix == ".html" and size > PAGE]
    assert large == []


@pytest.mark.parametrize("table", explorer_site.TABLES)
def test_scripts_have_each_row_as_its_fingerprint_hashes_it(site: Path, table: str) -> None:
    columns, rows = unpack(site, table)
    assert columns == PACKAGE.table(table).names
    lines = [row if isinstance(row, str) else fingerprints.json_line(row) for row in rows]
    assert str(fingerprints.of_lines(lines, len(columns))) == cd.fingerprint(table)


@pytest.mark.parametrize(
    ("number", "is_odd"), [(1e16, True), (1e-7, True), (-2e30, True), (2.5, False)]
)
def test_a_row_whose_number_javascript_writes_otherwise_is_sent_as_text(
    number: float, is_odd: bool
) -> None:
    line = fingerprints.json_line(["hash 1e5", number])
    assert bool(explorer_site.ODD_NUMBER.search(line)) == is_odd


@pytest.mark.parametrize(
    ("counts", "told"),
    [((1, 94, 5), (1, 94, 5)), ((1, 1, 1), (34, 33, 33)), ((0, 0, 0), (0, 0, 0))],
)
def test_shares_add_up_to_a_hundred(counts: tuple[int, ...], told: tuple[int, ...]) -> None:
    names = ("position", "words", "cited")
    shares = explorer_pages._round_shares(dict(zip(names, counts, strict=True)))
    assert tuple(shares.values()) == told


def test_every_part_of_others_has_its_licence(site: Path) -> None:
    licences = (site / "assets" / "LICENSES.txt").read_text(encoding="utf-8")
    for words in (
        "js-sha256",
        "Chen",
        "world-atlas",
        "Bostock",
        "Natural Earth",
    ):
        assert words in licences
    assert "LICENSES.txt" in (site / "cite.html").read_text(encoding="utf-8")


def test_the_site_holds_nothing_of_an_article_but_what_may_ship(site: Path, texts: Path) -> None:
    seen: set[str] = set()
    shown = [(path, path.read_text(encoding="utf-8")) for path in site.rglob("*")
             if path.suffix in {".html", ".txt"}]  # fmt: skip
    for name in ("names", *explorer_site.TABLES):
        told = json.dumps(unpack(site, name), ensure_ascii=False)
        shown.append((Path(name), told))
    for path, text in shown:
        # Marks that only tags, attributes, cells of a script, our own quotation and our dots
        # between two cells have are nobody's words.
        plain = html.unescape(re.sub(r'[<>]|\\*"', "\n", text))
        lines = set(re.sub("« | »| · ", "\n", plain).split("\n")) - seen
        seen |= lines
        assert [line for line in lines if is_barred(line, texts)] == [], path


def test_no_page_shows_markup_as_text(site: Path) -> None:
    shown = [
        name
        for name, text in pages(site).items()
        if re.search(r"&lt;/?(a|b|i|q|p|li|ul|small|span)\b", text)
    ]
    assert shown == []


def test_a_meeting_shows_its_fingerprints(site: Path) -> None:
    page = (site / "meetings" / "2015-01-london.html").read_text(encoding="utf-8")
    quotes = cd.quotes().query("meeting_id == '2015-01-london'")
    assert cd.fingerprint(quotes) in page
    assert cd.fingerprint() in (site / "cite.html").read_text(encoding="utf-8")
    assert cd.fingerprint("meetings") in (site / "index.html").read_text(encoding="utf-8")


def show_quote(site: Path, row: pd.Series) -> str:  # type: ignore[type-arg]
    """Return what the page of its meeting shows of a quote."""
    page = (site / "meetings" / f"{row['meeting_id']}.html").read_text(encoding="utf-8")
    mark = row["quote_id"].removeprefix(f"{row['meeting_id']}-")
    found = re.search(rf'<li id="{mark}">.*?(?=<li|</ul>)', page, re.S)
    assert found
    return html.unescape(found[0])


def test_a_quote_whose_words_do_not_ship_shows_its_ends_and_our_words(site: Path) -> None:
    quotes = cd.quotes().dropna(subset=["opens_with", "cue"]).groupby("quote_type", observed=True)
    for kind, row in ((kind, rows.iloc[0]) for kind, rows in quotes):
        shown = show_quote(site, row)
        ends = f"{row['opens_with']} … {row['ends_with']}</"
        assert (f"{ends}blockquote>" in shown) == (kind != "indirect")
        assert f"<p>{row['paraphrase_en']}" in shown
        for words in (row["speaker_as_named"], row["cue"]):
            assert re.search(f"<q[^>]*>{re.escape(words)}</q>", shown)


def test_a_passage_that_is_all_pointer_is_shown_once(site: Path) -> None:
    quotes = cd.quotes().query("opens_with == ends_with and quote_type == 'mixed'")
    shown = show_quote(site, quotes.iloc[0])
    assert f">{quotes.iloc[0]['opens_with']}</blockquote>" in shown


def test_a_participant_is_shown_as_named(site: Path) -> None:
    rows = cd.load("participants", joined=True).dropna(subset=["as_named"])
    row = rows[rows["as_named"] != rows["actor_name_en"]].iloc[0]
    page = (site / "meetings" / f"{row['meeting_id']}.html").read_text(encoding="utf-8")
    mark = row["participant_id"].removeprefix(f"{row['meeting_id']}-")
    after = page.partition(f'id="{mark}"')[2][:400]
    assert re.search(f"<q[^>]*>{re.escape(row['as_named'])}</q>", html.unescape(after))


def test_claims_are_grouped_by_value_with_the_usual_one_first(site: Path) -> None:
    page = (site / "meetings" / "2016-02-rome.html").read_text(encoding="utf-8")
    groups = re.findall(r"<summary><b>([^<]*)</b> <small>(\d+) sources?</small>", page)
    counts = [(value, int(n)) for value, n in groups if value.endswith("countries")]
    assert counts[0][0] == "23 countries"
    assert counts[0][1] > counts[1][1]


def test_a_number_that_is_ten_times_another_is_marked() -> None:
    claim = dict.fromkeys(("low", "high", "about", "indicator", "quantity_id"))
    rows = [{**claim, "qualifier": "exact", "unit": "usd", "value": value}
            for value in (2e8, 2e8, 1e9, 2e9)]  # fmt: skip
    [quantity] = record.group_figures(rows)
    assert [value["is_far"] for value in quantity["values"]] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Çavuşoğlu", ("cavusoglu",)),
        ("l’État", ("l", "etat")),
        ("œuvre", ("oeuvre",)),
        ("أميركا", ("اميركا",)),
    ],
)
def test_words_are_compared_without_accents(text: str, words: tuple[str, ...]) -> None:
    assert finder.list_words(text) == words


def test_names_are_found_in_english_french_and_arabic(site: Path) -> None:
    names = {place: text.split("\n") for _, place, text, *_ in unpack(site, "names")[1]}
    assert {"Türkiye", "Turquie", "Turkey", "تركيا"} <= set(names["turkey.html"])


def test_each_word_and_each_value_is_there_in_both_languages() -> None:
    words = json.loads((Path(explorer.__file__).parent / "words.json").read_text(encoding="utf-8"))
    assert set(words["en"]) == set(words["fr"])
    values = {
        value
        for table in PACKAGE.tables.values()
        for field in table.fields
        for value in field.enum or []
    }
    lists = [
        re.match(r"\(([a-z_|]+)\)\(;", field.pattern or "")
        for t in PACKAGE.tables.values()
        for field in t.fields
    ]
    values |= {value for found in lists if found for value in found[1].split("|")}
    assert values - set(words["values"]["fr"]) == set()


def test_each_level_has_a_colour() -> None:
    assert set(TONE) == set(PACKAGE.table("meetings").field("level").enum or [])


@pytest.mark.parametrize(
    ("lang", "cells", "said"),
    [
        ("en", ("2017-05-09", "2017-05-09", "day"), "9 May 2017"),
        ("fr", ("2017-05-01", "2017-05-01", "day"), "1er mai 2017"),
        ("en", ("2017-05-30", "2017-06-01", "day"), "30 May 2017 to 1 June 2017"),
        ("en", ("2017-05-09", "2017-05-10", "day"), "9–10 May 2017"),
        ("fr", ("2017-05-01", "2017-05-31", "month"), "mai 2017"),
        ("en", ("2017-01-01", "2017-12-31", "year"), "2017"),
        ("en", (None, "2017-12-31", "unknown"), "not after 31 December 2017"),
        ("en", ("2022-05-01", "2022-06-30", "unknown"), "between 1 May 2022 and 30 June 2022"),
        ("fr", ("2022-05-01", "2022-05-31", "unknown"), "entre le 1er mai 2022 et le 31 mai 2022"),
        ("fr", (None, None, "unknown"), "inconnue"),
    ],
)
def test_a_date_is_shown_no_finer_than_its_source(
    lang: str, cells: tuple[str, str, str], said: str
) -> None:
    import datetime

    start, end = (day and datetime.date.fromisoformat(day) for day in cells[:2])
    row = {"date_start": start, "date_end": end, "date_precision": cells[2]}
    assert wording.Wording(lang).span(row) == said


@pytest.mark.parametrize(
    ("lang", "value", "told"),
    [("en", 1.0, "1 day"), ("en", 2.0, "2 days"), ("fr", 1.0, "1 jour"), ("fr", 2.0, "2 jours")],
)
def test_one_of_a_unit_is_told_as_one(lang: str, value: float, told: str) -> None:
    row = {"low": None, "high": None, "value": value, "qualifier": "exact", "unit": "days"}
    assert wording.Wording(lang).amount(row) == told


HOSTILE = "</script><script>window.hacked=1</script>\"onclick='x' &amp; \u202e"


def test_hostile_cells_are_escaped_on_every_page(copy: Copy, tmp_path: Path) -> None:
    copy.set("quotes", "2015-01-london-q001", text=HOSTILE, translation_en=HOSTILE, note=HOSTILE)
    copy.set(
        "meetings", "2015-01-london", name_en=HOSTILE, name_fr=HOSTILE, note=HOSTILE, venue=HOSTILE
    )
    copy.set("actors", "john-kerry", name_en=HOSTILE, name_fr=HOSTILE, aliases=HOSTILE)
    copy.set(
        "sources", "rfi-2016-10-25", url="javascript:alert(1)", title=HOSTILE, publisher=HOSTILE
    )
    copy.set("sources", "bfmtv-2017-05-09", url="http://[::1").write()
    explorer.build(tmp_path / "out", folder=copy.folder)
    for path in (tmp_path / "out").rglob("*"):
        if path.suffix in {".html", ".js"} and path.parent.name != "assets":
            text = path.read_text(encoding="utf-8")
            assert "<script>window" not in text, path
            assert 'href="javascript' not in text, path
    assert html.escape(HOSTILE, quote=False)[:20] in (tmp_path / "out" / "sources.html").read_text(
        encoding="utf-8"
    )


@given(st.text() | st.text("htp:/[]@.:1\t\u2100%").map("http://".__add__))
def test_only_an_address_of_the_web_is_linked_whatever_it_looks_like(text: str) -> None:
    address = record.check_address(text)
    assert address is None or re.match(r"\s*https?:", address, re.IGNORECASE)


@pytest.mark.parametrize(
    ("table", "key", "cells", "told"),
    [
        ("quotes", "2015-01-london-q001", {"speaker_id": "nobody"}, "speaker_id names a row that"),
        ("participants", "2015-01-london-p001", {"actor_id": "nobody"}, "actor_id names a row"),
        ("actors", "john-kerry", {"actor_id": "france"}, "actor_id is the same in two rows"),
        ("actors", "john-kerry", {"name_en": ""}, "name_en is empty in a row"),
        ("meetings", "2015-01-london", {"meeting_id": ""}, "meeting_id is empty in a row"),
    ],
)
def test_tables_with_wrong_keys_are_refused_with_a_line(
    copy: Copy,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    table: str,
    key: str,
    cells: dict[str, str],
    told: str,
) -> None:
    copy.set(table, key, **cells).write()
    monkeypatch.setattr(descriptor, "home", lambda: str(copy.folder))
    out = tmp_path_factory.mktemp("out") / "site"
    assert cli.main(["explore", "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert f"tables/{table}.csv can't be shown: {told}" in error
    assert "`coalition-data validate` says where it is wrong" in error
    assert not out.exists()


def test_a_package_that_lacks_a_column_is_refused_with_its_name(
    copy: Copy, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = copy.folder / descriptor.FILENAME
    raw = json.loads(path.read_text(encoding="utf-8"))
    tables = {one["name"]: one["schema"] for one in raw["resources"]}
    tables["sources"]["fields"] = [f for f in tables["sources"]["fields"] if f["name"] != "title"]
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(KeyError, match="title"):
        explorer.build(tmp_path_factory.mktemp("out"), folder=copy.folder)


def test_a_second_build_removes_what_is_gone_and_nothing_else(copy: Copy, tmp_path: Path) -> None:
    out = tmp_path / "out"
    calls: list[tuple[int, int]] = []
    copy.put("actors", actor_id="somebody", kind="state", name_en="Somebody")
    copy.put("actors", actor_id="../../outside", kind="state", name_en="Nobody").write()
    explorer.build(out, folder=copy.folder, watch=lambda done, of: calls.append((done, of)))
    assert (out / "actors" / "somebody.html").exists()
    # An id that is no file name stays inside, and every page was counted.
    assert (out / "actors" / f"{record.page_name('../../outside')}.html").is_file()
    assert not (tmp_path / "outside.html").exists()
    count = len(pages(out))
    assert calls == [(n, count) for n in range(1, count + 1)]
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    copy.drop("actors", "somebody").write()
    explorer.build(out, folder=copy.folder)
    assert not (out / "actors" / "somebody.html").exists()
    assert (out / "mine.txt").exists()


def test_a_site_whose_address_is_known_tells_it_to_search_engines(
    copy: Copy, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    home = "https://example.org/coalition/"
    explorer.build(out, folder=copy.folder, url="https://example.org/coalition")
    texts = pages(out)
    listed = re.findall("<loc>(.*?)</loc>", (out / "sitemap.xml").read_text(encoding="utf-8"))
    assert f"Sitemap: {home}sitemap.xml" in (out / "robots.txt").read_text(encoding="utf-8")
    canonical = {}
    for name, text in texts.items():
        if name != "404.html":
            [canonical[name]] = re.findall(r'<link rel="canonical" href="(.*?)">', text)
            assert canonical[name] == home + name.removesuffix("index.html")
            assert len(re.findall('rel="alternate" hreflang="(?:en|fr|x-default)"', text)) == 3
            assert re.search(r'<meta name="description" content="[^"]{30,}">', text), name
            assert f'<meta property="og:image" content="{home}assets/card.png">' in text
    assert sorted(listed) == sorted(canonical.values())
    assert (out / "assets" / "card.png").is_file()
    assert 'href="/coalition/assets/site.css"' in texts["404.html"]
    kinds = {
        json.loads(re.findall(r'ld\+json">(.*?)</script>', texts[name])[0])["@type"]: name
        for name in ("index.html", "meetings/2015-01-london.html", "actors/france.html")
    }
    assert set(kinds) == {"Dataset", "Event", "Country"}


@pytest.mark.parametrize("lang", wording.LANGUAGES)
def test_each_page_has_its_own_title(site: Path, lang: str) -> None:
    titles: dict[str, list[str]] = {}
    for name, text in pages(site).items():
        if name.startswith("fr/") == (lang == "fr"):
            found = re.search("<title>(.*?)</title>", text)
            assert found
            titles.setdefault(found[1], []).append(name)
    assert [names for names in titles.values() if len(names) > 1] == []


def test_a_folder_of_somebody_else_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.docx").touch()
    assert cli.main(["explore", "--out", str(tmp_path)]) == 2
    assert "isn't empty and isn't an explorer: name another folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_the_command_opens_the_first_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    first = tmp_path / "index.html"
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(explorer, "build", lambda out, watch, url: watch(1, 1) or str(first))
    assert cli.main(["explore", "--out", str(tmp_path), "--open"]) == 0
    assert opened == [first.as_uri()]
    out, err = capsys.readouterr()
    assert (out, err) == (f"{first}\n", "writing 1 pages …\n")


def test_an_id_that_is_no_file_name_stays_inside(copy: Copy, tmp_path: Path) -> None:
    copy.put("actors", actor_id="../../outside", kind="person", name_en="Nobody")
    copy.write()
    explorer.build(tmp_path / "site" / "out", folder=copy.folder)
    written = {path for path in tmp_path.rglob("*outside*") if path.is_file()}
    assert [path for path in written if not path.is_relative_to(tmp_path / "site" / "out")] == []
    assert list((tmp_path / "site").iterdir()) == [tmp_path / "site" / "out"]


@given(st.text("ab_-.Q/é", min_size=1, max_size=6), st.text("ab_-.Q/é", min_size=1, max_size=6))
def test_each_id_has_a_page_of_its_own_and_no_other_page_is_called_so(one: str, other: str) -> None:
    names = {record.page_name(one), record.page_name(other)}
    assert len(names) == len({one, other})
    # A dot is in the names of pages that many share.
    assert not any("." in name or "/" in name for name in names)
