"""The rules on the words of held texts, on a text of our own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coalition_data.texts import evidence
from coalition_data.validation import rules, validator
from worlds import Copy

pytestmark = pytest.mark.once

TEXT = "Anne Martin, ministre de l'Ouestie, a reçu 21 pays à Londres. « Nous tiendrons », a dit la ministre Martin."
Edit = Callable[[Copy], object]
OWN = "essai-2015-01-22"
LONDON = "2015-01-london"


def at(*phrases: str) -> str:
    return ";".join(evidence.anchor(TEXT, phrase) for phrase in phrases)


@pytest.fixture
def world(copy: Copy, tmp_path: Path) -> Copy:
    """Return the small tables with one more source, whose text is in tmp_path / "texts"."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "any name.txt").write_text(TEXT, encoding="utf-8")
    norm = evidence.normalise(TEXT)
    copy.add(
        "sources",
        "rfi-2016-10-25",
        source_id=OWN,
        url="",
        published="2015-01-22",
        text_sha256=evidence.sha256(norm),
        text_chars=str(len(norm)),
        note="",
    )
    copy.add("reports", f"{LONDON}-r001", report_id=f"{LONDON}-r901", source_id=OWN, date_as_stated="",
             evidence=at("21 pays à Londres"))  # fmt: skip
    copy.put(
        "actors",
        actor_id="anne-martin",
        kind="person",
        name_en="Anne Martin",
        name_fr="Anne Martin",
        aliases="Martin",
    )
    copy.add("participants", f"{LONDON}-p001", participant_id=f"{LONDON}-p901", actor_id="anne-martin", source_id=OWN,
             as_named="Anne Martin", role="unknown", evidence=at("Anne Martin, ministre"))  # fmt: skip
    copy.add(
        "figures",
        f"{LONDON}-f003",
        figure_id=f"{LONDON}-f901",
        source_id=OWN,
        evidence=at("a reçu 21 pays"),
    )
    copy.add("quotes", f"{LONDON}-q004", quote_id=f"{LONDON}-q901", utterance_id=f"{LONDON}-u901", source_id=OWN,
             speaker_id="anne-martin", text="Nous tiendrons", translation_en="We shall hold",
             speaker_as_named="la ministre Martin", cue="a dit",
             evidence=at("Nous tiendrons"),
             attribution_evidence=at("a dit la ministre Martin"))  # fmt: skip
    return copy


def found(world: Copy) -> list[str]:
    world.write()
    return [
        problem.rule for problem in validator.validate(world.folder, texts=world.folder / "texts")
    ]


# rule: (an edit that it lets pass, an edit that breaks it)
EXAMPLES: dict[str, tuple[Edit, Edit]] = {
    "evidence-verifies": (
        lambda w: w.set("reports", f"{LONDON}-r901", evidence=at("à Londres")),
        lambda w: w.set("reports", f"{LONDON}-r901", evidence="0-5#" + "0" * 32),
    ),
    "date-stands-in-its-span": (
        lambda w: w.set("reports", f"{LONDON}-r901", date_as_stated="à Londres"),
        lambda w: w.set("reports", f"{LONDON}-r901", date_as_stated="jeudi"),
    ),
    "number-stands-in-its-span": (
        lambda w: w.set("figures", f"{LONDON}-f901", as_stated="21"),
        lambda w: w.set("figures", f"{LONDON}-f901", as_stated="vingt et un pays"),
    ),
    "name-stands-in-its-words": (
        lambda w: w.set(
            "quotes",
            f"{LONDON}-q901",
            attribution_evidence=at("a dit la ministre"),
            certainty="inferred",
        ),
        lambda w: w.set(
            "quotes",
            f"{LONDON}-q901",
            attribution_evidence=at("a dit la ministre"),
            speaker_as_named="la ministre",
        ),
    ),
    "printed-words-stand-in-their-span": (
        lambda w: w.set("quotes", f"{LONDON}-q901", cue="dit", speaker_as_named="Martin"),
        lambda w: w.set("quotes", f"{LONDON}-q901", cue="a déclaré"),
    ),
    "speaker-and-cue-are-told-apart": (
        lambda w: w.set("quotes", f"{LONDON}-q901", cue=""),
        lambda w: w.set(
            "quotes",
            f"{LONDON}-q901",
            attribution_evidence=at("Anne Martin", "a dit la ministre Martin"),
            speaker_as_named="Martin",
        ),
    ),
}


def test_a_text_of_our_own_supports_its_rows(world: Copy) -> None:
    assert found(world) == []


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_a_text_rule_lets_its_good_example_pass(world: Copy, rule: str) -> None:
    EXAMPLES[rule][0](world)
    assert found(world) == []


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_a_text_rule_finds_its_bad_example(world: Copy, rule: str) -> None:
    EXAMPLES[rule][1](world)
    assert found(world) == [rule]


def test_each_text_rule_has_its_pair_of_examples() -> None:
    assert {rule.id for rule in rules.load_rules() if rule.on_texts} == set(EXAMPLES)


def test_an_alias_is_a_name_too(world: Copy) -> None:
    world.set(
        "actors", "anne-martin", name_en="Anna Maria M.", name_fr="", aliases="Anne Martin;Martin"
    )
    assert found(world) == []


@pytest.mark.parametrize(
    ("table", "key", "cells"),
    [
        ("participants", "p901", {"as_named": "Martin", "evidence": at("ministre de l'Ouestie")}),
        ("quotes", "q901", {"speaker_as_named": "Anne Martin"}),
    ],
)
def test_a_printed_name_outside_its_evidence_is_found(
    world: Copy, table: str, key: str, cells: dict[str, str]
) -> None:
    world.set(table, f"{LONDON}-{key}", **cells)
    assert "printed-words-stand-in-their-span" in found(world)


def test_quoted_words_that_hold_their_cue_are_found(world: Copy) -> None:
    world.set("quotes", f"{LONDON}-q901", quote_type="indirect", text="", translation_en="",
              evidence=at("Nous tiendrons », a dit"))  # fmt: skip
    assert "speaker-and-cue-are-told-apart" in found(world)


def test_without_texts_no_text_rule_runs(world: Copy) -> None:
    EXAMPLES["evidence-verifies"][1](world)
    assert world.problems() == []


def test_the_coded_articles_support_every_row(texts: Path) -> None:
    assert validator.validate(texts=texts) == []
