"""The pandera schemas as a second opinion: they accept what is sound, refuse what the fields refuse."""

import json
import os
from pathlib import Path
from typing import Any

import pandera.pandas as pa
import pytest

import coalition_data as cd
from coalition_data import cli
from coalition_data.tables import csvfile, descriptor
from coalition_data.validation import schema, schema_check, validator
from worlds import Copy

pytestmark = pytest.mark.libraries


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
        ("meetings", "date_start", "0000-01-01", "type"),
        ("figures", "value", "nan", "type"),
        ("figures", "value", "inf", "type"),
        ("quotes", "quote_id", "2015-01-london-q001", "unique"),
        ("quotes", "speaker_id", "philip-hamond", "foreign-key"),
        ("participants", "actor_id", "united-kingdom", "unique-together"),
    ],
)
def test_the_schemas_refuse_what_the_fields_refuse(
    copy: Copy, table: str, column: str, cell: str, rule: str
) -> None:
    for row in copy.rows[table][:2] if rule.startswith("unique") else copy.rows[table][1:2]:
        row[column] = cell
    if rule == "unique-together":
        copy.rows[table][1].update({c: copy.rows[table][0][c] for c in ("meeting_id", "source_id")})
    copy.write()
    assert table in schema_check.find_failing(descriptor.read(str(copy.folder)))
    assert rule in {problem.rule for problem in cd.validate(copy.folder, schemas=True)}


def test_the_word_na_is_a_text_for_the_schemas(copy: Copy) -> None:
    copy.rows["sources"][0]["title"] = "NA"
    copy.write()
    assert cd.validate(copy.folder, schemas=True) == []


def test_named_rules_and_the_order_of_rows_are_not_checked_by_the_schemas(copy: Copy) -> None:
    copy.rows["meetings"][0]["venue"] = "NA"
    copy.write()
    header, *lines = copy.path("meetings").read_text(encoding="utf-8").splitlines(keepends=True)
    copy.path("meetings").write_text("".join([header, *reversed(lines)]), encoding="utf-8")
    assert {p.rule for p in cd.validate(copy.folder)} >= {"no-null-words", "row-order"}
    assert cd.validate(copy.folder, schemas=True) == []


@pytest.mark.parametrize("change", ["missing", "more", "link"])
def test_a_file_that_is_not_the_declared_one_is_refused(copy: Copy, change: str) -> None:
    path = copy.path("waivers")
    data = path.read_text(encoding="utf-8")
    path.unlink()
    if change == "more":
        path.write_text("".join(f"{line},x\n" for line in data.splitlines()), encoding="utf-8")
    if change == "link":
        path.symlink_to(Path(descriptor.home()) / "tables" / "waivers.csv")
    assert {problem.file for problem in cd.validate(copy.folder, schemas=True)} == {
        "tables/waivers.csv"
    }


@pytest.fixture
def stricter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the schemas refuse a level that the fields accept."""
    build = schema.build_schema

    def build_stricter(table: descriptor.Table) -> Any:
        built = build(table)
        if table.name == "meetings":
            refuses = pa.Check(lambda levels: levels != "foreign_ministers", name="no-ministers")
            built.columns["level"].checks.append(refuses)
        return built

    monkeypatch.setattr(schema, "build_schema", build_stricter)


@pytest.mark.parametrize("schemas", [True, False])
def test_schemas_that_refuse_what_the_fields_accept_are_an_error_not_a_verdict(
    copy: Copy, stricter: None, schemas: bool
) -> None:
    said = 'meetings refuses .* line 3: level: .*no-ministers.* .got "foreign_ministers"'
    with pytest.raises(validator.DisagreementError, match=said):
        validator.validate(copy.folder, schemas=schemas)


def test_the_command_says_so_in_one_line(
    copy: Copy, stricter: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["validate", str(copy.folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "an error of coalition-data" in err


def test_problems_are_reported_without_asking_the_schemas(copy: Copy, stricter: None) -> None:
    copy.set("meetings", "2015-01-london", level="unknown!")
    assert [problem.rule for problem in copy.problems()][:1] == ["enum"]


def test_what_was_not_checked_is_listed(copy: Copy) -> None:
    copy.write()
    copy.path("actors").unlink()
    found = cd.validate(copy.folder, schemas=True)
    assert {p.file for p in found} == {"tables/actors.csv"}
    assert {"every-actor-is-used", "foreign-key quotes.speaker_id"} <= {
        rule for rule, _ in found.not_run
    }
    assert cd.validate(schemas=True).not_run


def test_a_table_that_is_a_pipe_is_not_waited_for(copy: Copy) -> None:
    copy.path("waivers").unlink()
    os.mkfifo(copy.path("waivers"))
    assert {p.rule for p in cd.validate(copy.folder, schemas=True)} == {"unreadable-file"}


def test_a_quotation_mark_that_is_not_closed_hides_no_row(copy: Copy) -> None:
    lines = copy.path("actors").read_text(encoding="utf-8").splitlines()
    copy.path("actors").write_text(
        "\n".join([*lines[:-1], lines[-2].replace(",", ',"', 1)]) + "\n", encoding="utf-8"
    )
    assert "actors" in schema_check.find_failing(descriptor.read(str(copy.folder)))


@pytest.mark.parametrize("block", [1, 2, 3, 5, 7, 11, 1 << 20])
def test_a_quotation_mark_inside_a_letter_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(csvfile, "BLOCK", block)
    resource = {
        "name": "things",
        "path": "t.csv",
        "schema": {"fields": [{"name": "id", "type": "string"}], "primaryKey": "id"},
    }
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"resources": [resource]}), encoding="utf-8"
    )
    (tmp_path / "t.csv").write_bytes(b'id\nab\n"\xc3"\xa9t\xc3\xa9"\n')
    assert {p.rule for p in cd.validate(tmp_path, schemas=True)} == {"not-utf-8"}


def test_a_header_too_long_to_be_one_is_refused(copy: Copy) -> None:
    copy.path("waivers").write_text("x" * 140_000 + "\n", encoding="utf-8")
    assert "waivers" in schema_check.find_failing(descriptor.read(str(copy.folder)))


def test_a_key_may_lead_to_an_enum(tmp_path: Path) -> None:
    kind = {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}}
    own = {"fields": [kind], "primaryKey": "kind"}
    other = {
        "fields": [{"name": "id", "type": "string"}, {"name": "kind", "type": "string"}],
        "primaryKey": "id",
    }
    other["foreignKeys"] = [
        {"fields": "kind", "reference": {"resource": "kinds", "fields": "kind"}}
    ]
    resources = [
        {"name": "kinds", "path": "k.csv", "schema": own},
        {"name": "things", "path": "t.csv", "schema": other},
    ]
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"resources": resources}), encoding="utf-8"
    )
    (tmp_path / "k.csv").write_text("kind\na\n", encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,kind\n1,a\n", encoding="utf-8")
    assert cd.validate(tmp_path, schemas=True) == cd.validate(tmp_path) == []
    (tmp_path / "t.csv").write_text("id,kind\n1,b\n", encoding="utf-8")
    assert [p.rule for p in cd.validate(tmp_path, schemas=True)] == ["foreign-key"]


def test_schemas_and_texts_are_two_questions(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one of the two"):
        cd.validate(texts=tmp_path, schemas=True)


def test_a_file_that_ends_inside_a_quotation_mark_is_refused(copy: Copy) -> None:
    path = copy.path("quotes")
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[-1].split(",")
    path.write_text("\n".join([*lines[:-1], ",".join([*cells[:-1], '"x'])]), encoding="utf-8")
    found = validator.validate(copy.folder, schemas=True)
    assert {problem.rule for problem in found} >= {"quotation-marks"}
