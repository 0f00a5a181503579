"""The card describes the corpus beside it."""

from pathlib import Path

import coalition_data as cd


def test_the_card_says_what_the_corpus_holds(out: Path) -> None:
    card = (out / "quotes.card.md").read_text(encoding="utf-8")
    assert card.startswith("---\npretty_name:")
    assert cd.fingerprint("quotes") in card
    assert f"{len(cd.quotes())} quotes" in card
    assert "The texts are not here" in card
