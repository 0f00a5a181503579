"""What must hold of the shipped tables beyond the rules, and what the referee says of them."""

from pathlib import Path
from typing import Any

import frictionless
import pytest

import coalition_data as cd
from coalition_data.tables import descriptor
from coalition_data.texts import evidence
from shipping import SHIPPED_WORDS, has_piece, held, is_barred, shipped_cells
from worlds import ROOT, Copy

pytestmark = pytest.mark.once

PACKAGE = descriptor.read()
QUOTE = "2015-01-london-q001"


def referee(folder: Path) -> Any:
    return frictionless.Package(str(folder / "datapackage.json")).validate()


def test_the_referee_accepts_the_package() -> None:
    report = referee(ROOT)
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "note"])


BAD = {
    "required": ("quotes", "2015-01-london-q001", {"certainty": ""}, "certainty"),
    "enum": ("figures", "2015-01-london-f001", {"unit": "nations"}, "unit"),
    "pattern": ("sources", "rfi-2016-10-25", {"lang": "French"}, "lang"),
    "unique": ("actors", "france", {"iso3": "USA"}, "iso3"),
    "minimum": ("actors", "france", {"cow_code": "1"}, "cow_code"),
    "maximum": ("actors", "france", {"cow_code": "1000"}, "cow_code"),
    "max-length": ("figures", "2015-01-london-f001", {"as_stated": "x" * 61}, "as_stated"),
    "type integer": ("actors", "france", {"cow_code": "two"}, "cow_code"),
    "type number": ("figures", "2015-01-london-f003", {"value": "21 pays"}, "value"),
    "type date": ("meetings", "2015-01-london", {"date_start": "2015-02-30"}, "date_start"),
    "foreign-key": ("quotes", "2015-01-london-q001", {"speaker_id": "nobody"}, None),
}


@pytest.mark.parametrize("case", BAD)
def test_the_referee_and_we_refuse_the_same_bad_cell(copy: Copy, case: str) -> None:
    table, key, cells, column = BAD[case]
    found = [
        p for p in copy.set(table, key, **cells).problems() if p.rule == case.split(maxsplit=1)[0]
    ]
    assert len(found) == 1
    told = referee(copy.folder).flatten(["rowNumber", "fieldName", "type"])
    assert any(
        line == found[0].line and (column is None or name == column) for line, name, _ in told
    )


def test_both_refuse_a_duplicate_key(copy: Copy) -> None:
    for _ in range(2):
        copy.put(
            "ledger",
            ledger_id=f"quotes/{QUOTE}",
            table="quotes",
            id=QUOTE,
            row_hash="0" * 64,
            split="train",
            added="0.1.0",
        )
    assert {"unique"} == {p.rule for p in copy.problems()}
    assert not referee(copy.folder).valid


@pytest.mark.parametrize("table", PACKAGE.tables)
def test_every_table_has_one_text_key_and_keys_that_lead_to_keys(table: str) -> None:
    declared = PACKAGE.table(table)
    assert declared.field(declared.key).type == "string"
    assert declared.field(declared.key).required
    for target, column in declared.foreign.values():
        assert PACKAGE.table(target).key == column


@pytest.mark.parametrize("table", PACKAGE.tables)
def test_every_table_says_its_licence(table: str) -> None:
    resource = next(r for r in PACKAGE.raw["resources"] if r["name"] == table)
    assert [licence["name"] for licence in resource["licenses"]] == ["CC-BY-4.0"]


def test_nothing_of_an_article_ships_but_speech_numbers_and_titles(texts: Path) -> None:
    pieces = held(texts)
    leaks = {place for place, words in shipped_cells().items() if has_piece(words, pieces)}
    assert leaks <= SHIPPED_WORDS


def test_no_document_or_source_file_holds_an_article(texts: Path) -> None:
    for folder in ("docs", "src", "tests", "tools"):
        for path in (ROOT / folder).rglob("*.*"):
            if path.suffix in {".md", ".py"}:
                assert not is_barred(path.read_text(encoding="utf-8"), texts), path


def test_every_fingerprint_of_a_text_is_of_a_held_text(texts: Path) -> None:
    held = {
        evidence.sha256(evidence.normalise(path.read_text(encoding="utf-8")))
        for path in texts.glob("*.txt")
    }
    assert set(cd.sources()["text_sha256"].dropna()) <= held
