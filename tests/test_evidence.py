import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data import evidence

TEXT = "Ils étaient « vingt et un » pays — 21 en tout — autour de la table."
LETTERS = st.text(
    alphabet=st.sampled_from("aé e\u0301«»“”’'—-…. \u00a0\u2009\u200b\u00ad\n\t\x1f\u1fef\u212b") | st.characters()
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


def test_every_row_of_the_coded_articles_is_exact(texts: Path) -> None:
    found = cd.verify(texts)
    held = found[found["status"] != "not_checkable"]
    assert len(held) > 170
    assert set(held["status"]) == {"exact"}


def test_texts_are_found_by_content_whatever_their_names(texts: Path, tmp_path: Path) -> None:
    for n, path in enumerate(sorted(texts.glob("*.txt"))):
        (tmp_path / f"{n}.bin").write_bytes(path.read_bytes())
    assert "text_not_found" not in set(cd.verify(tmp_path)["status"])


def test_a_text_that_is_not_there_is_said_so(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes((texts / "rfi-2016-10-25.txt").read_bytes())
    assert set(cd.verify(tmp_path)["status"]) == {"exact", "text_not_found", "not_checkable"}


def test_a_folder_without_any_coded_text_verifies_nothing(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another text.", encoding="utf-8")
    with pytest.raises(ValueError, match=r"(?s)0 of 5 coded texts found.*other\.txt is the text of no source"):
        cd.verify(tmp_path)


def test_a_folder_of_texts_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="name the folder"):
        cd.verify(tmp_path / "nowhere")


def test_a_changed_row_is_missing_from_its_text(copy, texts: Path) -> None:  # type: ignore[no-untyped-def]
    row = copy.find("quotes", "2015-01-london-q001")
    start, rest = row["evidence"].split("-", 1)
    copy.set("quotes", "2015-01-london-q001", evidence=f"{int(start) - 1}-{rest}").write()
    found = evidence.verify(texts, str(copy.folder))
    bad = found[found["status"] == "missing"]
    assert bad[["table", "id"]].to_numpy().tolist() == [["quotes", "2015-01-london-q001"]]
