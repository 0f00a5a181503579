"""The words of pages: how they are found, which page is whose, and the coded articles as pages."""

import functools
import json
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coalition_data as cd
import tampering as benchmark
from coalition_data import cli
from coalition_data.texts import evidence, pages, placement, verification
from web import QUICK
from worlds import Copy

LONDON = "2015-01-london"
SOURCE = "gov-uk-2015-01-22"


def status(text: str, words: str) -> str:
    return pages.Page(evidence.normalise(text)).find_all(words)[0]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Mr Philip Hammond said so.", "Hammond", "found"),
        ("Mr Philip HAMMOND said so.", "Hammond", "folded"),
        ("Le ministre d’Orsay", "ministre d'Orsay", "found"),
        ("Ahmet Davutoğlu", "Davutoglu", "folded"),
        ("Omanis met.", "Oman", "missing"),
        ("Romania came.", "mania", "missing"),
        ("21 countries", "21 Countries", "missing"),
        ("It was 121 countries", "21 countries", "missing"),
        ("some 2,100 men", "100 men", "missing"),
        ("some 2 100 men", "100 men", "missing"),
        ("in 2015 100 men", "100 men", "found"),
        ("21.5 billion", "21", "missing"),
        ("21 000 men", "21", "missing"),
        ("They were 21.", "21", "found"),
        ("a cost of $21m", "$21m", "found"),
        ("وقال كيري إن السعودية والعراق", "العراق", "found"),
        ("وقال كيري", "ال كيري", "missing"),
        ("联合国和美国开会", "美国", "found"),
        ("की बैठक", "का बैठक", "missing"),
        ("Sie hat Europa aufgerufen", "hat … aufgerufen", "found"),
        ("Sie hat aufgerufen: Europa", "hat … Asien", "missing"),
        ("aufgerufen hat sie", "hat … aufgerufen", "missing"),
    ],
)
def test_words_are_found_whole_and_digits_as_they_are(text: str, words: str, expected: str) -> None:
    assert status(text, words) == expected


def find_pair(text: str, opening: str, ending: str) -> tuple[str, str]:
    page = pages.Page(evidence.normalise(text))
    places = page.find_row({"opens_with": opening, "ends_with": ending})
    return places["opens_with"].status, places["ends_with"].status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we will win and they will lose", ("found", "found")),
        ("they will lose and we will win", ("found", "missing")),
        ("they will lose; we will win and they will lose", ("found", "found")),
        ("WE WILL win, they will lose", ("folded", "found")),
        ("nothing but: they will lose", ("missing", "found")),
        ("we will win " + "so " * 1100 + "they will lose", ("found", "missing")),
    ],
)
def test_an_ending_comes_after_the_opening_and_not_too_far(
    text: str, expected: tuple[str, str]
) -> None:
    assert find_pair(text, "we will win", "they will lose") == expected


def test_a_passage_of_few_words_may_open_and_end_with_the_same_ones() -> None:
    assert find_pair("so: to the end.", "to the end", "to the end") == ("found", "found")
    assert find_pair("so: fight to the end.", "fight to the", "to the end") == ("found", "found")
    assert find_pair("so: to the end, fight.", "the end, fight", "to the end")[1] == "missing"


@given(st.text(alphabet="aÀß-éشقِ 12½²ǅकीि…'« \u0301", max_size=30))
def test_a_folded_text_has_the_letters_of_the_text_and_their_places(text: str) -> None:
    letters, places = placement.fold(text)
    folded = placement.FoldedText(text)
    assert folded.letters == letters
    assert [folded.locate(n) for n, c in enumerate(letters) if c != " "] == [
        place for place, c in zip(places, letters, strict=True) if c != " "
    ]


def test_a_page_that_is_one_endless_word_is_searched_at_once() -> None:
    page = pages.Page("A-b-" * 50_000)
    start = time.perf_counter()
    assert page.find_all("b a")[0] == "folded"
    assert page.find_all("B a c")[0] == "missing"
    assert time.perf_counter() - start < 10


# A package in which rows rest on a page.


@pytest.fixture
def world(copy: Copy) -> Copy:
    """Return the small tables and a folder `pages` with the page of SOURCE, in words of our own."""
    copy.write()
    (copy.folder / "pages").mkdir()
    write(copy, f"{SOURCE}.txt", page_of(copy))
    return copy


def rows_of(copy: Copy) -> list[dict[str, str]]:
    return [
        {column: row[column] for column in columns if row[column]}
        for table, columns in pages.PRINTED.items()
        for row in copy.rows[table]
        if row["source_id"] == SOURCE
    ]


def page_of(copy: Copy) -> str:
    return benchmark.write_page([cells for cells in rows_of(copy) if cells])


def write(copy: Copy, name: str, text: str) -> None:
    (copy.folder / "pages" / name).write_text(text, encoding="utf-8")


def judge(copy: Copy, source: str = SOURCE) -> dict[str, int]:
    found = verification.verify(copy.folder / "pages", folder=str(copy.folder))
    counts = found[found["source_id"] == source]["status"].value_counts()
    return {str(name): int(n) for name, n in counts.items() if n and name != "not_checkable"}


def test_each_word_of_a_row_has_a_status_and_other_pages_are_not_fetched(world: Copy) -> None:
    cells = sum(map(len, rows_of(world)))
    assert judge(world) == {"found": cells}
    assert set(judge(world, "defensegov-2016-10-paris")) == {"not_fetched"}
    assert set(judge(world, "rfi-2016-10-25")) == {"text_not_found"}


def test_a_page_under_another_name_is_known_by_its_words(world: Copy) -> None:
    before = judge(world)
    (world.folder / "pages" / f"{SOURCE}.txt").rename(world.folder / "pages" / "a page.html.txt")
    write(world, "other.txt", "Nothing of this is in any table.")
    write(world, "manifest.csv", "source_id,asked\n")
    assert judge(world) == before
    notes = verification.check(world.folder / "pages", folder=str(world.folder))[1].notes
    assert len(notes) == 2
    assert any(f"a page.html.txt is the page of {SOURCE}" in note for note in notes)
    assert any("other.txt is the text of no coded source" in note for note in notes)


def test_a_page_with_the_name_of_a_source_is_that_source_whatever_it_says(world: Copy) -> None:
    write(world, f"{SOURCE}.txt", "404. The page is gone.")
    assert set(judge(world)) == {"missing"}


def test_two_sources_may_have_the_same_page(world: Copy) -> None:
    write(world, "defensegov-2016-10-paris.txt", page_of(world))
    assert set(judge(world)) == {"found"}
    assert "not_fetched" not in judge(world, "defensegov-2016-10-paris")


def test_a_tampered_page_fails_and_the_message_says_which_words_of_which_row(
    world: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(world.folder / "pages")
    assert cli.main(["verify", folder, str(world.folder)]) == 0
    row = next(r for r in world.rows["figures"] if r["source_id"] == SOURCE and r["as_stated"])
    changed = page_of(world).replace(row["as_stated"], "no number")
    write(world, f"{SOURCE}.txt", changed)
    capsys.readouterr()
    assert cli.main(["verify", folder, str(world.folder)]) == 1
    out = capsys.readouterr().out
    assert (
        f'figures {row["figure_id"]}: as_stated: missing: "{row["as_stated"]}" in {SOURCE}' in out
    )
    assert out.splitlines()[-1].startswith("NOT verified: ")
    assert cli.main(["verify", "--json", folder, str(world.folder)]) == 1
    found = json.loads(capsys.readouterr().out)
    missing = [one for one in found["segments"] if one["status"] == "missing"]
    assert {one["as_printed"] for one in missing} >= {row["as_stated"]}


def test_pages_that_are_not_there_are_no_failure(world: Copy) -> None:
    folder = str(world.folder / "pages")
    assert cli.main(["verify", folder, str(world.folder)]) == 0
    # The articles were held, and aren't there.
    assert cli.main(["verify", "--all", folder, str(world.folder)]) == 1


def test_hydrate_gives_a_quote_its_passage_and_other_rows_their_words(world: Copy) -> None:
    quote = next(r for r in world.rows["quotes"] if r["source_id"] == SOURCE)
    other = next(r for r in world.rows["figures"] if r["source_id"] == SOURCE and r["as_stated"])
    opening, ending = quote["opens_with"], quote["ends_with"]
    write(
        world,
        f"{SOURCE}.txt",
        f"{opening} at first. {opening} in the middle of it {ending}. Then {ending}. Some "
        f"{other['as_stated']} came.",
    )
    found = verification.hydrate(world.folder / "pages", folder=str(world.folder)).set_index("id")
    passage = found.loc[[quote["quote_id"]]].set_index("column").loc["opens_with"]
    words = evidence.normalise(f"{opening} in the middle of it {ending}")
    assert (passage["words"], passage["status"]) == (words, "found")
    assert "ends_with" not in set(found["column"])
    row = found.loc[other["figure_id"]]
    assert row["words"] == evidence.normalise(other["as_stated"])
    assert (row["before"][-5:], row["after"]) == ("Some ", " came.")


# The coded articles, as pages.


def test_the_articles_in_html_have_each_row(texts: Path, tmp_path: Path) -> None:
    for path in texts.glob("*.txt"):
        norm = evidence.normalise(path.read_text(encoding="utf-8"))
        page = benchmark.extract(norm)
        assert "Grelbum" not in page
        assert "Kelbrat" not in page
        (tmp_path / path.name).write_text(page, encoding="utf-8")
    found = verification.verify(tmp_path)
    held = found[found["segment"].notna()]
    assert len(held) > 170
    assert set(held["status"]) <= {"exact", "moved"}


@pytest.fixture
def served(texts: Path, copy: Copy) -> Iterator[Copy]:
    """Return a package whose five articles are HTML on a server of this machine."""
    site = copy.folder / "site"
    site.mkdir()
    handler = functools.partial(Silent, directory=site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    for path in texts.glob("*-*.txt"):
        norm = evidence.normalise(path.read_text(encoding="utf-8"))
        (site / f"{path.stem}.html").write_text(benchmark.make_html(norm), encoding="utf-8")
        address = f"http://127.0.0.1:{server.server_port}/{path.stem}.html"
        copy.set("sources", path.stem, url=address)
    copy.write()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield copy
    server.shutdown()
    thread.join()
    server.server_close()


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_articles_that_were_fetched_from_a_server_have_each_row(served: Copy) -> None:
    into = served.folder / "pages"
    articles = [row["source_id"] for row in served.rows["sources"] if row["text_sha256"]]
    rows = cd.fetch(
        into,
        sources=articles,
        archive="never",
        allow_private=True,
        folder=served.folder,
        limits=QUICK,
    )
    assert rows["problem"].isna().all()
    found = cd.verify(into, folder=served.folder)
    held = found[found["source_id"].isin(articles)]
    assert set(held["status"]) <= {"exact", "moved"}
    back = cd.hydrate(into, folder=served.folder)
    assert len(back) == len(held) > 170
    assert back["words"].str.len().gt(0).all()


def test_a_changed_name_or_number_fails_the_rows_that_rest_on_it_and_no_others(
    texts: Path,
) -> None:
    rows = benchmark.measure_articles(texts, 10)
    assert benchmark.check(rows) == []
    assert {row[1] for row in rows} == {"as they are", "a name replaced", "a number replaced"}


def test_a_changed_word_of_a_public_page_fails_its_rows_and_no_others() -> None:
    rows = benchmark.measure_pages(200)
    assert benchmark.check(rows) == []
    assert len(rows) == 4
