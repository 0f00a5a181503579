"""The explorer in a real browser: what a visitor does, sees, and never notices.

What is expected comes from the tables, which grow.
"""

import functools
import re
import time
import urllib.parse
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import coalition_data as cd
from chromium import HOSTILE, Browser
from coalition_data.explorer import wording
from coalition_data.explorer.telling import SOURCES_A_PAGE, name_part
from coalition_data.references.styles import STYLES

COPENHAGEN = "meetings/2017-05-copenhagen.html"
LONDON = "meetings/2015-01-london.html"
PAGES = ["index.html", LONDON, COPENHAGEN, "actors.html", "actors/john-kerry.html", "actors/united-kingdom.html",
         "membership.html", "codebook.html", "cite.html", "words.html", "disagreements.html", "panel.html",
         "numbers/foreign_fighters.html", "actors/few.group.html"]  # fmt: skip
KEYSTROKE = 50
MARK = "const m = document.getElementById('mark').textContent; return m.startsWith('cd1') && m"
# The first answer of a cold search, in milliseconds; and where the processor is four times slower.
FIRST_ANSWER, SLOWED = 300, 1000


@functools.cache
def read(table: str) -> pd.DataFrame:
    """Return the rows of a table with their links and what their keys lead to, by id."""
    rows = cd.load(table, joined=True)
    return rows.set_index(rows.columns[0], drop=False)


def short(key: str) -> str:
    """Return the id of a claim on the page of its meeting."""
    return re.sub(r"^.*-(?=[pqfr]\d+$)", "", key)


def find(browser: Browser, selector: str) -> Any:
    return browser.driver.find_element(By.CSS_SELECTOR, selector)


def search(browser: Browser, words: str) -> list[str]:
    """Type words into the search and return what is found, each hit with its kind before it."""
    browser.wait("return document.getElementById('q')")
    field = find(browser, "#q")
    field.clear()
    field.send_keys(words)
    browser.wait("return window.cd.ready && !document.getElementById('results').hidden")
    return browser.run(
        "return [...document.querySelectorAll('.kind li')].map("
        "hit => hit.closest('.kind').querySelector('h2').textContent + ': ' + hit.innerText)"
    )


def is_in_view(browser: Browser, element: Any) -> bool:
    """Say whether an element is in the window whole, or as much of it as fits, and uncovered."""
    script = """
        const box = arguments[0].getBoundingClientRect();
        const top = document.elementFromPoint(box.left + Math.min(box.width, innerWidth) / 2, box.top + Math.min(box.height, 40) / 2);
        return box.top >= 0 && Math.min(box.bottom, box.top + 40) <= innerHeight && box.left >= 0
            && (arguments[0].contains(top) || top.contains(arguments[0]));"""
    return bool(browser.run(script, element))


def choose(browser: Browser, name: str, value: str) -> None:
    find(browser, f"#filters [name={name}] option[value='{value}']").click()


def shown(browser: Browser) -> set[str]:
    return set(
        browser.run(
            "return [...document.querySelectorAll('#list tbody tr:not([hidden])')].map(row => row.id)"
        )
    )


def test_who_said_what_in_copenhagen_in_2017_and_where_it_is_written(
    browser: Browser, home: str
) -> None:
    row = read("quotes").loc["2017-05-copenhagen-q001"]
    browser.open(f"{home}/index.html")
    hits = search(browser, "mattis copenhagen regarder avenir")
    wanted = f"James Mattis · 9 May 2017, Copenhagen {row['source_publisher']}"
    [at] = [n for n, line in enumerate(hits) if wanted in line and row["text"][:20] in line]
    assert hits[0].startswith("What was said")
    browser.driver.find_elements(By.CSS_SELECTOR, "#found a")[at].click()
    quote = browser.wait("return document.querySelector('.here')")
    assert row["text"][:30] in quote.text
    assert is_in_view(browser, quote)
    source = quote.find_element(By.CSS_SELECTOR, "a.p")
    assert urllib.parse.unquote(source.get_attribute("href")) == urllib.parse.unquote(row["link"])
    assert re.search(r"characters \d+–\d+", quote.text)
    # Back leads to the results.
    browser.driver.back()
    browser.wait("return window.cd?.ready && document.querySelector('#found a')")
    assert browser.run("return document.getElementById('q').value").startswith("mattis")


def test_a_quote_is_found_by_its_words_and_by_ours_in_both_languages(
    browser: Browser, home: str
) -> None:
    row = read("quotes").dropna(subset=["opens_with", "cue"]).iloc[0]
    browser.open(f"{home}/cite.html")
    for column in ("opens_with", "ends_with", "paraphrase_en", "paraphrase_fr"):
        hits = search(browser, f"{row['speaker_as_named']} {row[column]}")
        said = [line for line in hits if line.startswith("What was said")]
        assert any(row["opens_with"] in line for line in said), column


ROME = "Meetings 1: {2016-02-rome}"
LANDING = {
    "turkey": "States 1: {turkey}",
    "türkei": "States 1: {turkey}",
    "تركيا": "States 1: {turkey}",
    "Turquie": "States 1: {turkey}",
    "iraq": "States 1: Iraq",
    "kerry": "Persons 1: John Kerry",
    "John Kery": "Persons 1: John Kerry",
    "matis": "Persons 1: James Mattis",
    "mattsi": "Persons 1: James Mattis",
    "ledrian": "Persons 1: Jean-Yves Le Drian",
    "le drian": "Persons 1: Jean-Yves Le Drian",
    "US": "States 1: United States",
    "UK": "States 1: United Kingdom",
    "den mark": "States 1: Denmark",
    "NATO": "Bodies",
    "EU": "Bodies",
    "Brusells": "Meetings",
    "2016-02-02": ROME,
    "2 février 2016": ROME,
    "02/02/2016": ROME,
    "Feb 2, 2016": ROME,
    "2016-02-rome": "Meetings",
    "2015-01-london-q001": "Meetings 1: 2015-01-london-q001",
    "Syria joined": "Membership 1: Syria",
    "rome 2016": "Meetings",
    "30000": "Numbers",
    "30,000": "Numbers",
    "30k": "Numbers",
    "30 thousand": "Numbers",
}


@pytest.mark.parametrize("asked", LANDING)
def test_a_search_lands(browser: Browser, home: str, asked: str) -> None:
    if not browser.driver.current_url.startswith(f"{home}/cite.html"):
        browser.open(f"{home}/cite.html")
    names = {**read("actors")["name_en"], **read("meetings")["name_en"]}
    wanted = re.sub(r"\{(.*)\}", lambda key: names[key[1]], LANDING[asked])
    found = [re.sub(r" \d+: ", " 1: ", line, count=1) for line in search(browser, asked)]
    kind = found[0].partition(":")[0]
    # Of meetings of one day each is as good.
    best = [line for line in found if line.startswith(kind)] if wanted[0] == "M" else found[:1]
    assert any(line.startswith(wanted) for line in best), found[:3]


def test_names_of_many_words_and_what_nobody_asked_for(browser: Browser, home: str) -> None:
    browser.open(f"{home}/fr/index.html")
    assert search(browser, "royaume uni")[0].startswith("États 1: Royaume-Uni")
    assert search(browser, "Syrie adhésion")[0].startswith("Adhésion 1: Syrie")
    assert search(browser, "xyzzyq") == []
    assert find(browser, "#status").text == "Rien trouvé"


def test_a_question_finds_what_has_some_of_its_words(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    assert any("Mattis" in line for line in search(browser, "what did mattis say"))


@pytest.mark.parametrize(
    "words", ["défi de notre temps", "DEFI", "defi temps", "l’état islamique", "l'etat islamique"]
)
def test_search_folds_accents_and_apostrophes(browser: Browser, home: str, words: str) -> None:
    if not browser.driver.current_url.startswith(f"{home}/fr/index.html"):
        browser.open(f"{home}/fr/index.html")
    assert any("Ce qui a été dit" in line for line in search(browser, words))


def test_the_query_is_in_the_address(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html#q=hammond")
    first = browser.wait("return document.querySelector('#found a')")
    assert "Philip Hammond" in first.text
    assert browser.run("return document.getElementById('q').value") == "hammond"


@pytest.mark.alone
@pytest.mark.parametrize(("rate", "most"), [(1, FIRST_ANSWER), (4, SLOWED)])
def test_the_first_answer_comes_at_once(
    browser: Browser, server: str, rate: int, most: int
) -> None:
    script = """
        const done = arguments[0];
        const field = document.getElementById('q');
        const start = performance.now();
        field.focus();
        field.value = 'kerry';
        field.dispatchEvent(new Event('input'));
        const look = () => document.querySelector('#found a')
            ? done(performance.now() - start) : setTimeout(look, 5);
        look();"""
    took = []
    for _ in range(3):
        browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        browser.open(f"{server}/cite.html")
        browser.wait("return document.getElementById('q')")
        browser.driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": rate})
        took.append(browser.driver.execute_async_script(script))
        browser.driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 1})
    print(f"first answer after {min(took):.0f} ms")
    assert min(took) < most


def test_search_works_by_keyboard_alone(browser: Browser, home: str) -> None:
    browser.open(f"{home}/{LONDON}")
    browser.wait("return document.getElementById('q')")
    keys = ActionChains(browser.driver)
    keys.send_keys("/").perform()
    keys.send_keys("philip hammond").perform()
    browser.wait("return window.cd.ready && document.querySelectorAll('#found a').length > 1")
    keys.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP).perform()
    assert browser.run("return document.activeElement === document.querySelector('#found a')")
    keys.send_keys(Keys.ESCAPE).perform()
    assert (
        browser.run("return document.getElementById('results').hidden && document.activeElement.id")
        == "q"
    )
    browser.run("document.activeElement.value = ''")
    keys.send_keys("philip hammond", Keys.ARROW_DOWN, Keys.ENTER).perform()
    browser.wait("return location.pathname.endsWith('actors/philip-hammond.html')")


def test_filters_show_what_pandas_shows_and_keep_it_in_the_address(
    browser: Browser, home: str
) -> None:
    meetings = cd.meetings()
    browser.open(f"{home}/index.html")
    choose(browser, "year", "2016")
    choose(browser, "level", "defence_ministers")
    years = meetings["date_start"].fillna(meetings["date_end"]).dt.year
    expected = set(
        meetings[(years == 2016) & (meetings["level"] == "defence_ministers")]["meeting_id"]
    )
    assert shown(browser) == expected
    assert find(browser, "#count b").text == str(len(expected))
    address = browser.driver.current_url
    browser.open(address)
    assert shown(browser) == expected
    find(browser, "#filters button").click()
    browser.wait("return !location.hash.includes('2016')")
    assert shown(browser) == set(meetings["meeting_id"])


def test_the_filter_by_state_shows_the_meetings_that_it_attended(
    browser: Browser, home: str
) -> None:
    browser.open(f"{home}/index.html#state=DNK&format=core_group")
    seats = cd.attendance()
    came = seats[(seats["iso3"] == "DNK") & seats["attendance"].isin(["attended", "represented"])]
    assert shown(browser) == set(came[came["format"] == "core_group"]["meeting_id"])


def test_a_circle_of_the_map_chooses_its_country(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    browser.run(
        "document.querySelector('.map a[data-place=DNK]').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    meetings = cd.meetings()
    browser.wait("return location.hash === '#place=DNK'")
    assert shown(browser) == set(meetings[meetings["country"] == "DNK"]["meeting_id"])


def test_the_fingerprint_is_that_of_what_is_on_the_screen(browser: Browser, home: str) -> None:
    meetings = cd.meetings()
    browser.open(f"{home}/index.html#format=plenary")
    chosen = cd.fingerprint(meetings[meetings["format"] == "plenary"])
    assert browser.wait(MARK) == chosen
    find(browser, "#filters button").click()
    browser.wait(
        "return document.getElementById('mark').textContent === arguments[0]",
        cd.fingerprint("meetings"),
    )


def test_a_selection_is_cited_as_cite_does(browser: Browser, home: str) -> None:
    meetings = cd.meetings()
    browser.open(f"{home}/index.html#format=plenary")
    chosen = meetings[meetings["format"] == "plenary"]
    browser.wait(MARK)
    text = ""
    for n, style in enumerate(STYLES):
        find(browser, f"#styles option:nth-child({2 + n})").click()
        script = """
            const s = document.getElementById('styled');
            return s.textContent !== arguments[0] && s.textContent"""
        text = browser.wait(script, text)
        assert text.splitlines()[0] in cd.cite(chosen, style=style)
        assert cd.fingerprint(chosen) in text.replace("\\", "")


def test_the_selection_downloads_as_its_rows(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html#year=2017")
    for table in ("meetings", "reports", "participants", "quotes", "figures"):
        find(browser, f"#downloads [data-table={table}]").click()
        file = downloaded(browser, f"coalition-2017-{table}.csv")
        frame = pd.read_csv(file, keep_default_na=False, na_values=[""])
        file.unlink()
        assert cd.fingerprint(frame) == fingerprint_of(table, 2017)


def fingerprint_of(table: str, year: int) -> str:
    """Return the fingerprint of the rows of a table on the meetings of a year."""
    meetings = cd.meetings()
    years = meetings["date_start"].fillna(meetings["date_end"]).dt.year
    chosen = meetings[years == year]["meeting_id"]
    rows = cd.load(table)
    return cd.fingerprint(rows[rows["meeting_id"].isin(chosen)])


def test_a_selection_downloads_whole_with_its_citation(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html#year=2015")
    find(browser, "#whole").click()
    file = downloaded(browser, "coalition-2015.zip")
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        citation = archive.read("CITATION.txt").decode()
        for table in ("meetings", "reports", "participants", "quotes", "figures"):
            frame = pd.read_csv(archive.open(f"{table}.csv"), keep_default_na=False, na_values=[""])
            assert cd.fingerprint(frame) == fingerprint_of(table, 2015)
            assert cd.fingerprint(frame) in citation
    file.unlink()
    assert f"version {cd.__version__}" in citation
    assert "#year=2015" in citation


def downloaded(browser: Browser, name: str) -> Path:
    file = browser.downloads / name
    for _ in range(100):
        if file.is_file() and file.stat().st_size:
            return file
        time.sleep(0.1)
    raise AssertionError(f"{name} never came")


def test_a_whole_table_downloads(browser: Browser, server: str) -> None:
    browser.open(f"{server}/cite.html")
    browser.wait("return document.querySelector('td[data-table=quotes] button')").click()
    file = downloaded(browser, "quotes.csv")
    frame = pd.read_csv(file, keep_default_na=False, na_values=[""])
    assert cd.fingerprint(frame) == cd.fingerprint("quotes")
    file.unlink()


def list_permalinks(browser: Browser, home: str, table: str) -> list[str]:
    """Return addresses of rows of a table: of the page with most, its last; of another, one."""
    if table == "actors":
        browser.open(f"{home}/actors/few.group.html")
        last = "return [...document.querySelectorAll('article > h2')].at(-1).id"
        return [f"actors/few.group.html#{browser.run(last)}"]
    rows = read(table)
    if table == "sources":
        n = len(rows) - 1
        return [f"{name_part('sources', n // SOURCES_A_PAGE)}#{sorted(rows.index)[n]}"]
    if table == "memberships":
        return [f"membership.html#{rows.index[-1]}"]
    most = rows["meeting_id"].value_counts().index[0]
    return [f"meetings/{meeting}.html#{rows.index[rows['meeting_id'] == meeting][n]}"
            for meeting, n in ((most, -1), ("2015-01-london", 0))]  # fmt: skip


@pytest.mark.parametrize(
    "table",
    ["participants", "figures", "quotes", "reports", "memberships", "sources", "actors"],
)
def test_a_permalink_shows_its_row(browser: Browser, home: str, table: str) -> None:
    for row in list_permalinks(browser, home, table):
        name = row.partition("#")[2]
        for width in (1280, 360):
            browser.open(f"{home}/{row}", width=width)
            script = "return document.getElementById(arguments[0])"
            target = browser.wait(script, short(name) if "meetings/" in row else name)
            here = browser.wait("return document.querySelector('.here')")
            assert is_in_view(browser, target if target.size["width"] else here)
            assert browser.run("return arguments[0].contains(arguments[1])", here, target)


def test_the_other_language_is_the_same_page_at_the_same_row(browser: Browser, home: str) -> None:
    browser.open(f"{home}/{LONDON}#2015-01-london-q001")
    find(browser, "#lang").click()
    assert browser.driver.current_url.endswith(f"fr/{LONDON}#2015-01-london-q001")
    assert browser.run("return document.documentElement.lang") == "fr"
    assert "Ce qui a été dit" in find(browser, "#quotes").text
    find(browser, "#lang").click()
    assert browser.driver.current_url == f"{home}/{LONDON}#2015-01-london-q001"


def test_a_quote_is_copied_with_credit_and_permalink(browser: Browser, home: str) -> None:
    browser.open(f"{home}/{LONDON}")
    row = read("quotes").loc["2015-01-london-q001"]
    button = browser.wait("return document.querySelector('#q001 .copy')")
    button.click()
    browser.wait("return arguments[0].textContent === 'Copied'", button)
    browser.run(
        "const t = document.createElement('textarea'); t.id = 'paste'; document.body.append(t); t.focus()"
    )
    ActionChains(browser.driver).key_down(Keys.CONTROL).send_keys("v").key_up(
        Keys.CONTROL
    ).perform()
    words = browser.run("return document.getElementById('paste').value")
    assert words.startswith(f"« {row['text']} »")
    assert f"— {row['speaker_name_en']}" in words
    assert row["source_publisher"] in words
    assert f"version {cd.__version__}" in words
    assert words.endswith(f"/{LONDON}#q001")


@pytest.mark.parametrize(
    "page", ["index.html", LONDON, "actors/john-kerry.html", "sources.html", "fr/index.html"]
)
def test_hostile_text_is_shown_as_text(browser: Browser, hostile: str, page: str) -> None:
    browser.open(f"{hostile}/{page}")
    found = search(browser, "script hacked")
    assert any("<script>window.hacked=1</script>" in line for line in found)
    assert browser.run("return window.hacked") is None
    assert browser.run("return document.querySelectorAll('img, main script').length") == 0
    text = browser.run("return document.querySelector('main').textContent")
    assert HOSTILE in text
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("page", [*PAGES, "sources.html", f"fr/{LONDON}"])
def test_pages_are_readable_at_the_width_of_a_phone(browser: Browser, home: str, page: str) -> None:
    browser.open(f"{home}/{page}", width=360)
    for width in (360, 320):
        browser.resize(width)
        assert browser.run("return document.documentElement.scrollWidth") <= width
    assert browser.run("return parseFloat(getComputedStyle(document.body).fontSize)") >= 16


def test_the_list_of_meetings_has_room_for_their_names_on_a_tablet_and_on_paper(
    browser: Browser, home: str
) -> None:
    browser.open(f"{home}/index.html", width=720)
    width = "return document.querySelector('#list td:nth-child(2)').clientWidth"
    assert browser.run(width) > 150
    browser.dress(False, "print")
    assert browser.run(width) > 150


def test_a_page_prints_what_is_folded_and_nothing_to_press(browser: Browser, home: str) -> None:
    browser.open(f"{home}/meetings/2016-02-rome.html")
    folded = find(browser, "details:not([open]) a[id]")
    is_shown = "return arguments[0].checkVisibility()"
    assert not browser.run(is_shown, folded)
    browser.dress(False, "print")
    assert browser.run(is_shown, folded)
    pressed = browser.driver.find_elements(By.CSS_SELECTOR, "header, button, input, select, .tools")
    assert pressed
    assert [one for one in pressed if one.is_displayed()] == []
    shown = "return getComputedStyle(document.querySelector('.cards a'), '::after').content"
    assert "http" in browser.run(shown)


def test_a_french_page_marks_what_is_in_english(browser: Browser, home: str) -> None:
    browser.open(f"{home}/fr/meetings/2016-02-rome.html")
    script = """
        const marks = [...document.querySelectorAll('main :is(span, small)[lang=en]')];
        return marks.map(one => getComputedStyle(one, '::after').content);"""
    assert set(browser.run(script)) == {'" (en)"'}
    assert "(en)" in find(browser, "footer").text
    titles = browser.run(
        "return [...document.querySelectorAll('.quantity h3')].map(h => h.innerText)"
    )
    assert any(re.match(r"Nombre de présents\u00a0: ", title) for title in titles)


@pytest.mark.parametrize("page", [*PAGES, f"fr/{COPENHAGEN}"])
def test_axe_finds_nothing(browser: Browser, home: str, axe: str, page: str) -> None:
    browser.open(f"{home}/{page}")
    browser.run(
        "document.querySelectorAll('details').forEach((badge, n) => (badge.open = n % 20 === 0))"
    )
    browser.run(axe)
    script = """
        const [rules, done] = arguments;
        const only = rules ? {runOnly: {type: 'rule', values: rules}} : {};
        axe.run({preload: false, ...only}).then(r => done(r.violations))"""
    # All rules in light; in the dark those that colours can break.
    for dark, rules in ((False, None), (True, ["color-contrast", "link-in-text-block"])):
        browser.dress(dark)
        found = browser.driver.execute_async_script(script, rules)
        assert [(v["id"], v["impact"], v["nodes"][0]["html"]) for v in found] == [], f"{dark=}"


def test_every_kind_of_page_works_from_a_web_server_and_asks_nobody_else(
    browser: Browser, server: str
) -> None:
    for page in [*PAGES, "sources.html"]:
        browser.open(f"{server}/{page}")
    browser.open(f"{server}/index.html#year=2015")
    browser.wait("return document.getElementById('mark').textContent.startsWith('cd1')")
    assert search(browser, "hammond")
    asked = browser.requests()
    assert asked
    assert [url for url in asked if not url.startswith(server)] == []


@pytest.mark.parametrize(
    "page", ["index.html", COPENHAGEN, "words.html", "cite.html", "actors.html"]
)
def test_nothing_that_needs_scripts_is_there_without_them(
    browser: Browser, home: str, page: str
) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(f"{home}/{page}")
        shown = browser.driver.find_elements(By.CSS_SELECTOR, "button, select, input")
        assert [one for one in shown if one.is_displayed()] == []
        assert find(browser, "h1").is_displayed()
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_claim_leads_to_its_page_at_the_words(browser: Browser, home: str) -> None:
    browser.open(f"{home}/meetings/2016-02-rome.html")
    rows = read("participants")
    wanted = rows[rows["meeting_id"] == "2016-02-rome"]["link"].rename(short)
    found = browser.run(
        "return [...document.querySelectorAll('.people a[id]')].map(a => [a.id, a.getAttribute('href')])"
    )
    assert {name for name, _ in found} == set(wanted.index)
    for name, link in found:
        assert urllib.parse.unquote(link) == urllib.parse.unquote(wanted[name])


def test_every_circle_of_the_map_is_hit_in_its_middle(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    script = """
        return [...document.querySelectorAll('.map a')].filter(link => {
            const circle = link.querySelector('circle');
            circle.scrollIntoView({block: 'center'});
            const box = circle.getBoundingClientRect();
            const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return hit !== circle;
        }).map(link => link.dataset.place);"""
    assert browser.run(script) == []


@pytest.mark.parametrize(
    ("page", "unit"), [("numbers/foreign_fighters", "persons?"), ("membership", "members?")]
)
def test_a_dot_tells_what_it_is(browser: Browser, home: str, page: str, unit: str) -> None:
    browser.open(f"{home}/{page}.html")
    dot = find(browser, ".chart circle")
    ActionChains(browser.driver).move_to_element(dot).perform()
    card = browser.wait("const c = document.getElementById('card'); return !c.hidden && c")
    assert re.search(rf"\d ({unit}|countr\w+) · .* · ", card.text)
    ActionChains(browser.driver).send_keys(Keys.ESCAPE).perform()
    assert not card.is_displayed()


# What a visitor wants to know: each in at most three actions, and then it is in the window.
def test_task_a_quote_of_mattis_in_copenhagen(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    hits = search(browser, "mattis copenhagen")
    at = next(n for n, line in enumerate(hits) if line.startswith("What was said"))
    browser.driver.find_elements(By.CSS_SELECTOR, "#found a")[at].click()
    quote = browser.wait("return document.querySelector('.here')")
    assert is_in_view(browser, quote)
    speaker = browser.run(
        "let at = arguments[0].parentElement; while (!at.matches('h3')) at = at.previousElementSibling; return at.innerText",
        quote,
    )
    assert speaker.startswith("James Mattis")


def test_task_who_attended_rome_and_who_says_so(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    search(browser, "rome february 2016")
    find(browser, "#found a").click()
    answer = browser.wait("return document.querySelector('.answer')")
    assert is_in_view(browser, answer)
    seats = cd.attendance().query("meeting_id == '2016-02-rome'")
    came = seats["attendance"].isin(["attended", "represented"]).sum()
    assert re.search(rf"\b{came} states attended.* according to \d+ sources", answer.text)
    counts = cd.figures().query("meeting_id == '2016-02-rome' and indicator == 'attendance_count'")
    counts = counts[counts["quantity_id"] == counts["quantity_id"].value_counts().index[0]]
    usual, n = next(iter(counts["value"].value_counts().items()))
    assert re.search(rf"Sources count {usual:.0f} countries: {n} sources · ", answer.text)
    find(browser, "td details summary").click()
    source = find(browser, "td details a[id]")
    assert is_in_view(browser, source)
    assert source.get_attribute("href").startswith("http")


def test_task_when_syria_joined(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    search(browser, "syria joined")
    first = find(browser, "#found a")
    rows = cd.memberships().query("actor_id == 'syria' and joined_precision == 'day'")
    joined = wording.Wording("en").date(rows["joined_on"].min())
    assert joined in first.text
    first.click()
    row = browser.wait("return document.querySelector('.here')")
    assert is_in_view(browser, row)
    assert joined in row.text


def test_task_foreign_fighters_over_time_by_source(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    find(browser, ".questions a[href*='foreign_fighters']").click()
    chart = find(browser, ".chart")
    assert is_in_view(browser, chart)
    figures = cd.figures().query("indicator == 'foreign_fighters'")
    drawn = chart.find_elements(By.CSS_SELECTOR, "circle")
    assert len(figures) / 2 < len(drawn) <= len(figures)
    find(browser, "#rows button").click()
    file = downloaded(browser, "coalition-foreign_fighters-figures.csv")
    frame = pd.read_csv(file, keep_default_na=False, na_values=[""])
    file.unlink()
    assert cd.fingerprint(frame) == cd.fingerprint(figures)


def test_task_turkey_by_its_name(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    search(browser, "turkey")
    find(browser, "#search").submit()
    browser.wait("return location.pathname.endsWith('/actors/turkey.html')")
    assert is_in_view(browser, find(browser, "h1"))
    assert find(browser, "h1").text == read("actors")["name_en"]["turkey"]


def test_task_two_renderings_side_by_side(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    find(browser, "header a[href$='words.html']").click()
    act = browser.run(
        "return [...document.querySelectorAll('.act')].find(a => a.textContent.includes('le défi de notre temps'))"
    )
    browser.run("arguments[0].scrollIntoView({block: 'center'})", act)
    boxes = [one.rect for one in act.find_elements(By.CSS_SELECTOR, ":scope > div")]
    assert len(boxes) > 1
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert is_in_view(browser, act)


def test_task_what_sources_disagree_on_in_kuwait(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    search(browser, "kuwait february 2018")
    find(browser, "#found a").click()
    find(browser, ".toc a[href='#conflicts']").click()
    part = find(browser, "#conflicts")
    assert is_in_view(browser, part)
    values = part.find_elements(By.CSS_SELECTOR, "ul ul > li")
    found = cd.conflicts().query("meeting_id == '2018-02-kuwait-city'")
    assert len(values) >= 2 * len(found) > 0


def test_task_the_meetings_of_le_drian(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    search(browser, "le drian")
    find(browser, "#found a").click()
    table = browser.wait("return document.querySelector('.seats')")
    assert is_in_view(browser, table)
    rows = [row.text for row in table.find_elements(By.CSS_SELECTOR, "tr")]
    seats = cd.participants().query("actor_id == 'jean-yves-le-drian'")
    assert len(rows) == seats["meeting_id"].nunique()


def test_task_a_selection_downloaded_and_cited(browser: Browser, home: str) -> None:
    browser.open(f"{home}/index.html")
    choose(browser, "year", "2016")
    mark = browser.wait(MARK)
    find(browser, "#whole").click()
    file = downloaded(browser, "coalition-2016.zip")
    with zipfile.ZipFile(file) as archive:
        assert mark in archive.read("CITATION.txt").decode()
    file.unlink()


def test_all_tasks_in_french_and_by_keyboard_alone(browser: Browser, home: str) -> None:
    asked = {
        "mattis copenhague": "/meetings/2017-05-copenhagen.html",
        "rome février 2016": "/fr/meetings/2016-02-rome.html",
        "syrie adhésion": "/fr/membership.html#syria",
        "turquie": "/fr/actors/turkey.html",
        "koweït février 2018": "/fr/meetings/2018-02-kuwait-city.html",
        "le drian": "/fr/actors/jean-yves-le-drian.html",
    }
    for words, place in asked.items():
        browser.open(f"{home}/fr/cite.html")
        browser.wait("return document.getElementById('q')")
        keys = ActionChains(browser.driver)
        keys.send_keys("/").perform()
        keys.send_keys(words).perform()
        browser.wait("return window.cd.ready && document.querySelector('#found a')")
        keys.send_keys(Keys.ARROW_DOWN, Keys.ENTER).perform()
        browser.wait("return location.href.includes(arguments[0])", place)
        assert browser.run("return document.documentElement.lang") == "fr"


@pytest.mark.alone
def test_the_first_page_is_ready_within_a_second(browser: Browser, server: str) -> None:
    took = []
    for _ in range(3):
        browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        browser.open(f"{server}/index.html")
        script = "const [n] = performance.getEntriesByType('navigation'); return n.domContentLoadedEventEnd"
        took.append(browser.wait(script))
    print(f"interactive after {min(took):.0f} ms")
    assert min(took) < 1000


@pytest.mark.alone
def test_a_keystroke_is_answered_in_fifty_milliseconds_with_ten_times_the_rows(
    browser: Browser, tenfold: str
) -> None:
    browser.open(f"{tenfold}/index.html")
    search(browser, "x")
    script = """
        const field = document.getElementById('q');
        const took = {};
        const asked = ['copenhagen 2017', 'défi de notre temps', 'john kerry secretary', 'foreign fighters', 'a b c'];
        for (const words of asked) {
          for (let n = 1; n <= words.length; n++) {
            let best = Infinity;
            for (let again = 0; again < 3; again++) {
              field.value = words.slice(0, n);
              const start = performance.now();
              field.dispatchEvent(new Event('input'));
              document.body.offsetHeight;
              best = Math.min(best, performance.now() - start);
            }
            took[field.value] = best;
          }
        }
        return took;"""
    took = browser.run(script)
    worst = max(took, key=took.__getitem__)
    print(
        "slowest keystrokes:",
        {words: round(took[words], 1) for words in sorted(took, key=took.get, reverse=True)[:5]},
    )
    assert took[worst] < KEYSTROKE


@pytest.mark.alone
def test_a_filter_answers_in_a_tenth_of_a_second_with_ten_times_the_rows(
    browser: Browser, tenfold: str
) -> None:
    browser.open(f"{tenfold}/index.html")
    script = """
        const field = document.querySelector('#filters [name=year]');
        const took = [];
        for (const year of ['2016', '2017', '', '2016']) {
          field.value = year;
          const start = performance.now();
          field.dispatchEvent(new Event('change', {bubbles: true}));
          document.body.offsetHeight;
          took.push(performance.now() - start);
        }
        return took;"""
    took = browser.run(script)
    print("filters:", " ".join(f"{one:.0f}" for one in took), "ms")
    assert min(took) < 2 * KEYSTROKE
