"""Where pieces are in a changed text, on letters of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition_data.texts import evidence, placement
from coalition_data.texts.placement import Piece

pytestmark = pytest.mark.once

WORDS = "Les pays membres ont redit hier à Paris que la lutte durera encore deux ou trois ans selon eux".split()
TEXT = " ".join(WORDS)


def piece(words: str, text: str = TEXT, shipped: bool = False) -> Piece:
    return Piece(evidence.segments(evidence.anchor(text, words))[0], words if shipped else "")


def status(text: str, *pieces: Piece) -> list[str]:
    return [one.status for one in placement.place(text, list(pieces))]


def test_a_piece_of_which_only_the_hash_is_known_is_found_wherever_it_is() -> None:
    for filler in ("", "Avant. ", "x " * 500):
        assert status(filler + TEXT, piece("redit hier")) == ["moved"]


def test_a_piece_longer_than_the_text_is_missing() -> None:
    assert status("court", piece("redit hier à Paris")) == ["missing"]
    assert status("", piece("redit hier")) == ["missing"]


def test_a_piece_between_two_others_may_not_leave_its_place() -> None:
    pieces = [piece("Les pays"), piece("redit hier"), piece("que la lutte")]
    assert (
        status("Les pays membres ont à Paris que la lutte redit hier durera", *pieces)[1]
        == "review"
    )


def test_two_pieces_that_changed_places_are_both_for_review() -> None:
    swapped = TEXT.replace("deux", "#").replace("trois", "deux").replace("#", "trois")
    assert status(swapped, piece("Les pays"), piece(" deux "), piece(" trois ")).count("moved") == 1


def test_shipped_words_in_capitals_are_folded_but_not_with_digits_in_them() -> None:
    text = "Il y avait 21 pays à Londres"
    assert status(text.upper(), piece("pays à Londres", text, shipped=True)) == ["folded"]
    assert status(text.upper(), piece("21 pays à Londres", text, shipped=True)) == ["review"]


def test_folded_words_are_whole_words() -> None:
    text = "il dit son nom"
    assert status("IL DIT RAISON NOM", piece("son nom", text, shipped=True))[0] != "folded"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="abé .", max_size=8), min_size=3, max_size=3), st.booleans())
def test_words_put_between_pieces_do_not_hide_them(fillers: list[str], shipped: bool) -> None:
    pieces = [
        piece("Les pays membres", shipped=shipped),
        piece("à Paris que la lutte"),
        piece("deux ou trois ans"),
    ]
    a, b, c = (
        "Les pays membres ont redit hier ",
        "à Paris que la lutte durera encore ",
        "deux ou trois ans selon eux",
    )
    text = evidence.normalise(f"{fillers[0]} {a}{fillers[1]} {b}{fillers[2]} {c}")
    assert status(text, *pieces) == ["moved"] * 3


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abcdé 12", max_size=60), st.data())
def test_nothing_is_accepted_that_is_not_there_word_for_word(
    text: str, data: st.DataObject
) -> None:
    source = evidence.normalise(data.draw(st.text(alphabet="abcdé 12", min_size=4, max_size=30)))
    if len(source) < 3:
        return
    start = data.draw(st.integers(0, len(source) - 2))
    end = data.draw(st.integers(start + 1, len(source)))
    words = source[start:end]
    one = Piece(evidence.Segment(start, end, evidence.sha256(words)[:32]))
    text = evidence.normalise(text)
    assert (placement.place(text, [one])[0].status == "moved") <= (text.count(words) == 1)


@given(
    st.text("aB é É ß ﬁ ½ ' - . , \u0301 क\u0940 联 İ ´ \u200d", max_size=30).map(
        evidence.normalise
    )
)
def test_a_text_that_is_folded_whole_has_the_letters_and_places_of_its_words(text: str) -> None:
    folded = placement.FoldedText(text)
    letters, places = placement.fold(text)
    assert folded.letters == letters
    assert [folded.locate(at) for at, c in enumerate(letters) if c != " "] == [
        place for place, c in zip(places, letters, strict=True) if c != " "
    ]
