"""How much of each text ships, counted from the tables and a second time in the texts."""

from pathlib import Path

import pytest

import rights
from coalition_data.releases import ledger
from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence, verification
from worlds import ROOT

pytestmark = pytest.mark.once

PACKAGE = descriptor.read()


def test_at_most_twelve_percent_of_an_outlets_own_prose_ships() -> None:
    shares = rights.shares(PACKAGE)
    assert len(shares) == sum(
        1 for row in loader.read_arrow(PACKAGE, "sources").to_pylist() if row["text_sha256"]
    )
    assert {one.source: one.of_own for one in shares if one.of_own > rights.LIMIT} == {}


def test_with_names_and_cues_at_most_a_quarter_ships() -> None:
    shares = {one.source: one.with_names for one in rights.shares(PACKAGE)}
    assert {
        source: share for source, share in shares.items() if share > rights.LIMIT_WITH_NAMES
    } == {}


def test_the_texts_themselves_show_no_more_than_the_tables_say(texts: Path) -> None:
    for one in rights.shares(PACKAGE):
        words = verification.read_texts(texts).exact[one.source].norm
        said = rights.speech(PACKAGE, one.source)
        shown = (
            set().union(*(found(words, span, phrase) for span, phrase in phrases(one.source)))
            - said
        )
        assert len(said) == one.speech
        assert 0 < len(shown) <= one.own
        naming = rights.naming(PACKAGE, one.source)
        named = [
            found(words, rights.places(cell), evidence.normalise(name)) for cell, name in naming
        ]
        assert 0 < len(set().union(*named)) <= one.names


def phrases(source: str) -> list[tuple[set[int], str]]:
    """Return each phrase of a number, date or title that ships, with the places at which its words
    stand.
    """
    out = [
        (rights.places(f["evidence"]), f["as_stated"])
        for f in rights.rows(PACKAGE, "figures", source)
    ]
    out += [
        (rights.places(r["evidence"]), r["date_as_stated"])
        for r in rights.rows(PACKAGE, "reports", source)
    ]
    (row,) = rights.rows(PACKAGE, "sources", source)
    return [
        (span, evidence.normalise(phrase))
        for span, phrase in [*out, (set(range(10**6)), row["title"])]
        if phrase
    ]


def found(words: str, span: set[int], phrase: str) -> set[int]:
    at = words.find(phrase, min(span))
    return set(range(at, at + len(phrase))) if at >= 0 else set()


def test_more_quoted_prose_would_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {one.source: one.own for one in rights.shares(PACKAGE)}
    plain = rights.rows

    def longer(package: descriptor.Package, table: str, source: str) -> list[dict[str, object]]:
        return [
            {**row, "date_as_stated": "x" * 30} if table == "reports" else row
            for row in plain(package, table, source)
        ]

    monkeypatch.setattr(rights, "rows", longer)
    assert all(one.own > before[one.source] for one in rights.shares(PACKAGE))


@pytest.mark.parametrize("page", ["README.md", "SECURITY.md", "CONTRIBUTING.md"])
def test_who_wants_something_changed_finds_the_page(page: str) -> None:
    assert "docs/rights.md" in (ROOT / page).read_text(encoding="utf-8")


def test_the_page_gives_the_ground_the_limit_and_the_way_to_reach_us() -> None:
    page = (ROOT / "docs" / "rights.md").read_text(encoding="utf-8")
    for limit in (rights.LIMIT, rights.LIMIT_WITH_NAMES):
        assert f"{limit:.0%}".replace("%", " %") in page
    for word in ("right to quote", "/security/advisories/new", "LICENSE-DATA", ledger.WITHDRAWN):
        assert word in page
