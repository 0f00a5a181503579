"""The card describes the corpus beside it."""

from pathlib import Path

import coalition_data as cd


def test_the_card_says_what_the_corpus_holds(out: Path) -> None:
    card = (out / "quotes.card.md").read_text(encoding="utf-8")
    assert card.startswith("---\npretty_name:")
    assert cd.fingerprint("quotes") in card
    assert f"{len(cd.quotes())} quotes" in card
    assert "The texts are not here" in card


def test_the_card_says_how_many_quotes_have_words_pointers_or_neither(out: Path) -> None:
    card = (out / "quotes.card.md").read_text(encoding="utf-8")
    quotes = cd.quotes()
    texts, pointers = int(quotes["text"].notna().sum()), int(quotes["opens_with"].notna().sum())
    neither = int((quotes["text"].isna() & quotes["opens_with"].isna()).sum())
    assert texts + pointers + neither == len(quotes)
    have = f"{texts} have their words in `text`; {pointers} have pointers to them"
    assert f"{have}; {neither} have neither." in card
    for kind, count in quotes["quote_type"].value_counts().items():
        assert f"{kind} {count}" in card
