import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data.texts import evidence

TEXT = "Ils étaient « vingt et un » pays — 21 en tout — autour de la table."
LETTERS = st.text(
    alphabet=st.sampled_from("aé e\u0301«»“”’'—-…. \u00a0\u2009\u200b\u00ad\n\t\x1f\u1fef\u212b")
    | st.characters()
)


@given(LETTERS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert cd.normalise(cd.normalise(text)) == cd.normalise(text)


@given(LETTERS)
def test_a_normalised_text_is_nfc_with_single_spaces(text: str) -> None:
    normal = cd.normalise(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert "  " not in normal
    assert normal == normal.strip(" ")


@given(st.text(alphabet="éàç œŒ«»’ab", min_size=1))
def test_the_way_letters_are_stored_does_not_matter(text: str) -> None:
    assert cd.normalise(unicodedata.normalize("NFD", text)) == cd.normalise(text)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("« mot »", '" mot "'),
        ("l’Etat", "l'Etat"),
        ("a – b — c", "a - b - c"),
        ("et…", "et..."),
        ("co\u00adalition\u200b", "coalition"),
        ("  a\u202f\r\n b ", "a b"),
        ("a\x1fb", "a\x1fb"),
    ],
)
def test_marks_dashes_and_spaces_become_plain(raw: str, normal: str) -> None:
    assert cd.normalise(raw) == normal


def test_an_anchor_counts_code_points_and_hashes_the_words() -> None:
    segment = evidence.segments(evidence.anchor(TEXT, "« vingt et un »"))[0]
    assert cd.normalise(TEXT)[segment.start : segment.end] == '" vingt et un "'
    assert segment.holds(cd.normalise(TEXT))


def test_an_anchor_asks_for_more_words_where_a_phrase_occurs_twice() -> None:
    with pytest.raises(evidence.AnchorError, match="2 times or more; give more words"):
        evidence.anchor("un pays, un pays", "un pays")


@pytest.mark.parametrize("phrase", ["quarante", "", "  "])
def test_an_anchor_says_when_a_phrase_is_not_there(phrase: str) -> None:
    with pytest.raises(evidence.AnchorError, match="copy the phrase"):
        evidence.anchor(TEXT, phrase)


def test_an_overlapping_second_occurrence_counts_too() -> None:
    with pytest.raises(evidence.AnchorError):
        evidence.anchor("anana", "ana")


@pytest.mark.parametrize("cell", ["1-2", "a-b#0", "1-2#" + "0" * 31, ";", "1-2#" + "g" * 32])
def test_what_is_no_evidence_cell_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="not an evidence cell"):
        evidence.segments(cell)
