"""Links to pages at the words of a row, and to their copies in the archive."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data.texts import links
from worlds import Copy

LONDON = "2015-01-london"
PAGE = "https://example.org/page"
SOURCE = "gov-uk-2015-01-22"


@pytest.fixture
def world(copy: Copy) -> Copy:
    copy.set("sources", SOURCE, url=PAGE).write()
    return copy


def first(copy: Copy, table: str, column: str) -> str:
    """Return the id of the first row of SOURCE that fills a column."""
    key = copy.package.table(table).key
    return next(r[key] for r in copy.rows[table] if r["source_id"] == SOURCE and r[column])


def fragment(copy: Copy, key: str) -> str:
    address, _, words = cd.link(key, folder=copy.write() or copy.folder).partition("#:~:text=")
    assert address == PAGE
    return words


@pytest.mark.parametrize(
    ("opens", "ends", "expected"),
    [
        ("We will win", "in the end", "We%20will%20win,in%20the%20end"),
        ("in the end", "in the end", "in%20the%20end"),
        ("in the end", "the end", "in%20the%20end"),
        ("we win in the", "in the end", "we%20win%20in%20the"),
        ("Anti-IS, now", "P&R – 5", "Anti%2DIS%2C%20now,P%26R%20%E2%80%93%205"),
        ("I … was pleased", "to be", "I"),
    ],
)
def test_a_quote_is_opened_from_its_first_to_its_last_words(
    world: Copy, opens: str, ends: str, expected: str
) -> None:
    key = first(world, "quotes", "opens_with")
    world.set("quotes", key, opens_with=opens, ends_with=ends)
    assert fragment(world, key) == expected


def test_a_quote_whose_words_ship_is_opened_by_some_of_them() -> None:
    words = cd.quotes().set_index("quote_id").loc[f"{LONDON}-q001", "text"]
    assert unquote(cd.link(f"{LONDON}-q001").partition(":~:text=")[2]) == words


def test_a_name_is_opened_by_itself(world: Copy) -> None:
    key = first(world, "participants", "as_named")
    world.set("participants", key, as_named="Jean-Yves Le Drian")
    assert fragment(world, key) == "Jean%2DYves%20Le%20Drian"


@pytest.mark.parametrize(
    ("opens", "expected"),
    [
        ("All 21 countries agree", "All-,21,-countries"),
        ("21 countries agree", "21,-countries"),
        ("All countries agree", "21"),
        ("They are 21", "are-,21"),
    ],
)
def test_a_number_alone_is_told_by_the_words_beside_it_in_its_quote(
    world: Copy, opens: str, expected: str
) -> None:
    quote, figure = first(world, "quotes", "opens_with"), first(world, "figures", "as_stated")
    world.set("quotes", quote, opens_with=opens, ends_with="in the end")
    world.set("figures", figure, as_stated="21", quote_id=quote)
    assert fragment(world, figure) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.org/x", "https://a.org/x#:~:text=w"),
        ("https://a.org/x#part", "https://a.org/x#part:~:text=w"),
        ("https://a.org/x?y=1", "https://a.org/x?y=1#:~:text=w"),
        ("https://a.org/x.pdf", "https://a.org/x.pdf"),
        ("https://a.org/x.PDF?y=1#page=2", "https://a.org/x.PDF?y=1#page=2"),
        ("https://a.org/x#:~:text=other", "https://a.org/x#:~:text=other"),
    ],
)
def test_a_fragment_is_added_where_an_address_takes_one(address: str, expected: str) -> None:
    assert links.add_fragment(address, "w") == expected
    assert links.add_fragment(address, "") == address


# The specification's TextDirectiveExplicitChar and PercentEncodedByte.
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_are_encoded_as_the_specification_has_it(words: str) -> None:
    encoded = links.encode(words)
    assert re.fullmatch(r"(?:[A-Za-z0-9!$'()*+./:;=?@_~]|%[0-9A-F]{2})*", encoded)
    assert unquote(encoded) == words


def test_joined_frames_have_the_links_of_all_rows(world: Copy) -> None:
    for table in ("reports", "participants", "quotes", "figures", "memberships"):
        rows = cd.load(table, joined=True, folder=world.folder)
        own = rows[rows["source_id"] == SOURCE]
        for row in own.head(3).itertuples():
            assert row.link == cd.link(row[1], folder=world.folder)
            assert row.archive_link == f"https://web.archive.org/web/*/{PAGE}"
        assert "link" not in cd.load(table, folder=world.folder)


def test_a_row_of_any_frame_is_known_by_its_id(world: Copy) -> None:
    rows = cd.load("figures", joined=True, folder=world.folder)
    for _, row in rows.head(3).iterrows():
        assert cd.link(row, folder=world.folder) == row["link"]
    for no_row in ({"name": "x"}, rows, rows.head(1)):
        with pytest.raises(ValueError, match="give an id, or one row, with its id, of a claim"):
            cd.link(no_row, folder=world.folder)
    with pytest.raises(KeyError, match="no-such-id"):
        cd.link("no-such-id", folder=world.folder)


def test_an_archived_page_comes_before_the_calendar(world: Copy) -> None:
    assert cd.link(SOURCE, archived=True, folder=world.folder).endswith(f"/web/*/{PAGE}")
    kept = "https://web.archive.org/web/20150122000000/https://example.org/page"
    world.set("sources", SOURCE, archived_url=kept).write()
    assert cd.link(SOURCE, archived=True, folder=world.folder) == kept
    assert cd.link(SOURCE, folder=world.folder) == PAGE


def test_a_source_without_address_has_no_link(world: Copy) -> None:
    key = first(world, "participants", "as_named")
    world.set("sources", SOURCE, url="").write()
    with pytest.raises(ValueError, match="no address"):
        cd.link(key, folder=world.folder)
    rows = cd.load("participants", joined=True, folder=world.folder)
    own = rows[rows["source_id"] == SOURCE]
    assert own["link"].isna().all()
    assert own["archive_link"].isna().all()


def test_links_of_the_shipped_rows_lead_to_their_sources() -> None:
    rows = cd.load("quotes", joined=True)
    rows = rows[rows["speaker_as_named"].notna()]
    assert rows["link"].notna().all()
    for row in rows.itertuples():
        assert row.link.startswith(row.source_url)
        assert ":~:text=" in row.link or Path(row.source_url).suffix.lower() == ".pdf"
