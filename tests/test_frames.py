"""The pandera schemas as a second opinion: they accept what is sound, and doubt what the fields refuse."""

from pathlib import Path

import pytest

import coalition_data as cd
from coalition_data import descriptor, frames, validator
from worlds import Copy


def test_the_schemas_accept_the_shipped_tables() -> None:
    assert cd.validate(schemas=True) == []


@pytest.mark.parametrize(
    ("table", "column", "cell", "rule"),
    [
        ("actors", "name_en", "", "required"),
        ("actors", "iso3", "FR", "pattern"),
        ("actors", "cow_code", "1000", "maximum"),
        ("actors", "cow_code", "two", "type"),
        ("sources", "text_chars", "0", "minimum"),
        ("figures", "as_stated", "x" * 61, "max-length"),
        ("meetings", "status", "hold", "enum"),
        ("meetings", "date_start", "2015-02-30", "type"),
        ("quotes", "quote_id", "2015-01-london-q001", "unique"),
        ("quotes", "speaker_id", "philip-hamond", "foreign-key"),
        ("participants", "actor_id", "united-kingdom", "unique-together"),
    ],
)
def test_the_schemas_doubt_what_the_fields_refuse(copy: Copy, table: str, column: str, cell: str, rule: str) -> None:
    for row in copy.rows[table][:2] if rule.startswith("unique") else copy.rows[table][1:2]:
        row[column] = cell
    if rule == "unique-together":
        copy.rows[table][1].update({c: copy.rows[table][0][c] for c in ("meeting_id", "source_id")})
    copy.write()
    assert table in frames.doubts(descriptor.read(str(copy.folder)))
    assert rule in {problem.rule for problem in cd.validate(copy.folder, schemas=True)}


def test_the_word_na_is_a_text_for_the_schemas(copy: Copy) -> None:
    copy.rows["sources"][0]["title"] = "NA"
    copy.write()
    assert cd.validate(copy.folder, schemas=True) == []


def test_named_rules_and_the_order_of_rows_are_no_matter_of_the_schemas(copy: Copy) -> None:
    copy.rows["meetings"][0]["venue"] = "NA"
    copy.write()
    header, *lines = copy.path("meetings").read_text(encoding="utf-8").splitlines(keepends=True)
    copy.path("meetings").write_text("".join([header, *reversed(lines)]), encoding="utf-8")
    assert {p.rule for p in cd.validate(copy.folder)} >= {"no-null-words", "row-order"}
    assert cd.validate(copy.folder, schemas=True) == []


@pytest.mark.parametrize("change", ["missing", "more", "link"])
def test_a_file_that_is_not_the_declared_one_is_doubted(copy: Copy, change: str) -> None:
    path = copy.path("waivers")
    data = path.read_text(encoding="utf-8")
    path.unlink()
    if change == "more":
        path.write_text("".join(f"{line},x\n" for line in data.splitlines()), encoding="utf-8")
    if change == "link":
        path.symlink_to(Path(descriptor.home()) / "tables" / "waivers.csv")
    assert {problem.file for problem in cd.validate(copy.folder, schemas=True)} == {"tables/waivers.csv"}


def test_schemas_and_fields_that_disagree_are_an_error_not_a_verdict(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "doubts", lambda package: {"quotes": "something"})
    with pytest.raises(RuntimeError, match="disagree"):
        validator.validate(copy.folder, schemas=True)


def test_schemas_and_texts_are_two_questions(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one of the two"):
        cd.validate(texts=tmp_path, schemas=True)
