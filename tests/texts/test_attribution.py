"""The phrase that names a speaker and the cue are told apart."""

from coalition_data.texts import attribution

TEXT = 'Anne Martin, ministre, a dit : " Oui ", a répété la ministre (Anne Martin).'


def find(*pieces: str, named: str, cue: str) -> list[str]:
    places = [(TEXT.index(piece), TEXT.index(piece) + len(piece)) for piece in pieces]
    cues = attribution.find_cue(TEXT, places, cue)
    sources = attribution.find_source(TEXT, places, named, cues[0] if cues else None)
    return [TEXT[start:end] for start, end in [*cues, *sources]]


def test_the_speaker_is_what_is_beside_the_cue_without_its_punctuation() -> None:
    found = find("Anne Martin, ministre, a dit", named="Martin", cue="a dit")
    assert found == ["a dit", "Anne Martin, ministre"]
    found = find("a répété la ministre (Anne Martin)", named="ministre", cue="a répété")
    assert found == ["a répété", "la ministre (Anne Martin)"]


def test_a_piece_that_has_only_the_name_is_the_speaker_whole() -> None:
    found = find("Anne Martin, ministre", "a répété", named="Anne Martin", cue="a répété")
    assert found == ["a répété", "Anne Martin, ministre"]


def test_a_cue_inside_a_longer_word_is_none() -> None:
    assert find("a répété la ministre", named="ministre", cue="pété") == ["a répété la ministre"]
