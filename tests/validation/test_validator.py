import hashlib
import json
import os
from pathlib import Path

import pytest

import coalition_data as cd
from coalition_data.tables import csvfile
from coalition_data.tables.problem import Problem
from coalition_data.validation import validator
from worlds import Copy


def one(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


def test_shipped_tables_are_valid() -> None:
    assert cd.validate() == []


def test_all_rules_run_on_the_shipped_tables() -> None:
    assert cd.validate().not_run == []


def test_a_missing_table_is_one_problem_and_its_rules_are_listed_as_not_run(copy: Copy) -> None:
    copy.path("memberships").unlink()
    problems = cd.validate(copy.folder)
    found = one([p for p in problems if p.file == "tables/memberships.csv"])
    assert (found.rule, found.line) == ("missing-file", 0)
    assert "membership-runs-forward" in {rule for rule, _ in problems.not_run}


def test_a_number_that_can_not_be_read_is_a_note_and_no_problem(copy: Copy) -> None:
    copy.set("figures", "2015-01-london-f001", as_stated="plusieurs pays").write()
    problems = cd.validate(copy.folder)
    assert problems == []
    note = one(problems.notes)
    assert (note.file, note.column, note.got) == (
        "tables/figures.csv",
        "as_stated",
        "plusieurs pays",
    )
    assert note.rule == "number-reads-as-stated"


def test_a_number_is_read_in_the_language_of_its_source(copy: Copy) -> None:
    source = copy.find("figures", "2015-01-london-f003")["source_id"]
    copy.set("figures", "2015-01-london-f003", as_stated="einundzwanzig Länder").write()
    assert cd.validate(copy.folder).notes
    copy.set("sources", source, lang="de").write()
    problems = cd.validate(copy.folder)
    assert "number-reads-as-stated" not in {
        p.rule for p in [*problems, *problems.notes] if "Länder" in str(p)
    }


def test_an_unknown_column_is_named(copy: Copy) -> None:
    problems = copy.replace("meetings", b"name_en", b"nom")
    assert {(p.rule, p.column) for p in problems} == {
        ("unknown-column", "nom"),
        ("missing-column", "name_en"),
    }


def test_reordered_columns_are_one_problem(copy: Copy) -> None:
    path = copy.path("ledger")
    path.write_bytes(path.read_bytes().replace(b"table,id", b"id,table"))
    found = one(cd.validate(copy.folder))
    assert (found.rule, found.line, found.got) == ("column-order", 1, "id")


def test_a_file_cut_off_in_a_row_is_reported_at_its_last_line(copy: Copy) -> None:
    path = copy.path("reports")
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"during_or_after") + 5])
    last = data.count(b"\n")
    rules = {(p.rule, p.line) for p in cd.validate(copy.folder) if p.file == "tables/reports.csv"}
    assert {("cut-off", last), ("width", last)} <= rules


def test_a_file_without_its_last_line_break_is_one_problem(copy: Copy) -> None:
    path = copy.path("sources")
    path.write_bytes(path.read_bytes()[:-1])
    assert one(cd.validate(copy.folder)).rule == "cut-off"


def test_bytes_that_are_not_utf8_are_reported_with_their_line(copy: Copy) -> None:
    problems = copy.replace("quotes", "é".encode(), b"\xe9")
    found = one([p for p in problems if p.file == "tables/quotes.csv"])
    assert (found.rule, found.line) == ("not-utf-8", 2)


def test_carriage_returns_are_one_problem_for_the_file(copy: Copy) -> None:
    path = copy.path("figures")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = one(cd.validate(copy.folder))
    assert (found.rule, found.line) == ("line-end", 1)


def test_a_duplicate_key_is_reported_at_its_second_line(copy: Copy) -> None:
    copy.add("actors", "france", iso3="", cow_code="", gw_code="", wikidata="", kind="organisation")
    found = one(copy.problems())
    assert (found.rule, found.column, found.got) == ("unique", "actor_id", "france")


def test_a_dangling_key_offers_the_nearest(copy: Copy) -> None:
    found = one(copy.set("quotes", "2015-01-london-q002", speaker_id="philip-hamond").problems())
    assert (found.rule, found.column, found.line) == ("foreign-key", "speaker_id", 3)
    assert "philip-hammond" in found.todo


@pytest.mark.parametrize("key", ["2015-01-london ", "2015-01-London"])
def test_a_slip_in_a_key_is_one_problem_not_one_for_each_cell_that_leads_to_it(
    copy: Copy, key: str
) -> None:
    problems = copy.set("meetings", "2015-01-london", meeting_id=key).problems()
    assert {p.file for p in problems} == {"tables/meetings.csv"}


def test_a_key_into_a_table_that_lost_a_row_is_listed_as_not_checked(copy: Copy) -> None:
    copy.set("quotes", "2015-01-london-q001", speaker_id="nobody").write()
    path = copy.path("actors")
    path.write_bytes(path.read_bytes().replace(b",France,", b',"France,', 1))
    not_run = {rule for rule, _ in cd.validate(copy.folder).not_run}
    assert "foreign-key quotes.speaker_id" in not_run


def test_a_broken_header_is_one_problem(copy: Copy) -> None:
    path = copy.path("sources")
    path.write_bytes(path.read_bytes().replace(b"source_id,", b'"source_id,', 1))
    problems = [p for p in cd.validate(copy.folder) if p.file == "tables/sources.csv"]
    assert one(problems).rule == "quotation-marks"


def test_a_wrong_enum_value_offers_the_nearest(copy: Copy) -> None:
    found = one(copy.set("figures", "2015-01-london-f001", qualifier="aproximate").problems())
    assert (found.rule, found.column) == ("enum", "qualifier")
    assert "did you mean approximate?" in found.todo


@pytest.mark.parametrize(
    "date", ["2015-02-30", "2015-1-22", "22/01/2015", "2015-01-22T00:00", "0000-01-01"]
)
def test_an_impossible_date_is_one_problem(copy: Copy, date: str) -> None:
    found = one(copy.set("figures", "2015-01-london-f007", as_of=date).problems())
    assert (found.rule, found.column, found.got) == ("type", "as_of", date)


@pytest.mark.parametrize("number", ["007", "1,5", "1.50", "1e3", "３", "inf", "+1"])
def test_a_number_not_in_plain_digits_is_one_problem(copy: Copy, number: str) -> None:
    found = one(copy.set("figures", "2015-01-london-f007", value=number).problems())
    assert (found.column, found.got) == ("value", number)


@pytest.mark.parametrize("number", ["640.0", "007", "9" * 30])
def test_an_integer_not_in_plain_digits_is_one_problem(copy: Copy, number: str) -> None:
    found = one(copy.set("actors", "turkey", cow_code=number).problems())
    assert (found.rule, found.column) == ("type", "cow_code")


def test_the_word_na_is_no_missing_value(copy: Copy) -> None:
    found = one(copy.set("meetings", "2015-01-london", venue="NA").problems())
    assert (found.rule, found.got) == ("no-null-words", "NA")


def test_namibia_is_not_a_missing_value(copy: Copy) -> None:
    copy.set("meetings", "2015-01-london", note="NA is the code of Namibia")
    assert copy.problems() == []


def test_an_empty_required_cell_is_reported(copy: Copy) -> None:
    found = one(copy.set("participants", "2015-01-london-p001", certainty="").problems())
    assert (found.rule, found.column, found.got) == ("required", "certainty", None)


def test_a_pattern_holds_to_the_end_of_the_cell(copy: Copy) -> None:
    found = one(copy.set("sources", "rfi-2016-10-25", lang="fr!").problems())
    assert (found.rule, found.column) == ("pattern", "lang")


@pytest.mark.parametrize(("iso3", "rule"), [("FR", "pattern"), ("USA", "unique")])
def test_a_code_is_well_formed_and_unique(copy: Copy, iso3: str, rule: str) -> None:
    assert rule in {p.rule for p in copy.set("actors", "france", iso3=iso3).problems()}


def test_a_byte_order_mark_is_one_problem(copy: Copy) -> None:
    path = copy.path("meetings")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    found = one(cd.validate(copy.folder))
    assert (found.rule, found.line) == ("byte-order-mark", 1)


def test_an_unclosed_quotation_mark_spoils_its_own_line_only(copy: Copy) -> None:
    data = copy.path("figures").read_bytes()
    copy.path("figures").write_bytes(
        data.replace(b",Une vingtaine de pays,", b',"Une vingtaine de pays,', 1)
    )
    problems = cd.validate(copy.folder)
    found = one([p for p in problems if p.file == "tables/figures.csv"])
    assert (found.rule, found.line) == ("quotation-marks", 5)


def test_a_line_break_in_a_cell_is_reported_at_its_line(copy: Copy) -> None:
    copy.set("meetings", "2015-01-london", venue="Lancaster\nHouse")
    found = one(copy.problems())
    assert (found.rule, found.line) == ("line-break", 3)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (" Lancaster House", "cell-form"),
        ("Lancaster  House", "cell-form"),
        ("Lancaster\u00a0House", "cell-form"),
        ("Lancaster House e\u0301", "cell-form"),
        ("=1+1", "formula"),
        ("@home", "formula"),
        ("Lancaster\u202eHouse", "no-invisible-characters"),
        ("Lancaster\u200bHouse", "no-invisible-characters"),
        ("L\u0430ncaster House", "no-mixed-scripts"),
        ("Lancaster H\u03bfuse", "no-mixed-scripts"),
        ("L\uab7ancaster House", "no-mixed-scripts"),
        ("Ã‰tat", "no-mojibake"),
    ],
)
def test_a_cell_that_hides_something_is_one_problem(copy: Copy, cell: str, rule: str) -> None:
    assert one(copy.set("meetings", "2015-01-london", venue=cell).problems()).rule == rule


def test_a_cell_of_a_megabyte_is_a_problem_and_no_traceback(copy: Copy) -> None:
    problems = copy.set("meetings", "2015-01-london", note="a" * 1_000_000).problems()
    assert "too-long" in {p.rule for p in problems}
    assert all(len(str(p)) < 2000 for p in problems)


def test_rows_out_of_order_are_one_problem(copy: Copy) -> None:
    path = copy.path("actors")
    header, first, second, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([header, second, first, *rest]))
    found = one(cd.validate(copy.folder))
    assert (found.rule, found.line) == ("row-order", 3)


def test_needless_quotation_marks_are_one_problem(copy: Copy) -> None:
    found = one(copy.replace("actors", b",France,", b',"France",'))
    assert found.rule == "quoting"


def test_all_problems_are_reported_at_once(copy: Copy) -> None:
    copy.set("actors", "france", iso3="F").set(
        "quotes", "2015-01-london-q001", quote_type="indirekt"
    )
    copy.set("meetings", "2015-01-london", date_start="2015-13-01")
    assert {p.file for p in copy.problems()} >= {
        "tables/actors.csv",
        "tables/quotes.csv",
        "tables/meetings.csv",
    }


def test_a_problem_reads_file_line_column_rule_got_and_what_to_do(copy: Copy) -> None:
    found = one(copy.set("figures", "2015-01-london-f001", unit="nations").problems())
    assert str(found).startswith(
        'tables/figures.csv:5: unit: [enum] not an allowed value (got "nations"); '
    )


def test_control_characters_never_reach_the_terminal(copy: Copy) -> None:
    problems = copy.set("meetings", "2015-01-london", venue="a\x1b[31mb").problems()
    assert all("\x1b" not in str(p) for p in problems)


def test_validating_changes_no_file(copy: Copy) -> None:
    copy.set("meetings", "2015-01-london", venue="Lancaster  House").write()

    def state(folder: Path) -> dict[str, str]:
        return {
            str(p): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.rglob("*"))
            if p.is_file()
        }

    before = state(copy.folder)
    cd.validate(copy.folder)
    assert state(copy.folder) == before


def test_a_table_that_is_a_link_out_of_the_folder_is_not_read(
    copy: Copy, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    secret.write_text("secret\n", encoding="utf-8")
    copy.path("waivers").unlink()
    copy.path("waivers").symlink_to(secret)
    problems = cd.validate(copy.folder)
    assert [p.rule for p in problems if p.file == "tables/waivers.csv"] == ["outside-folder"]
    assert "secret\n" not in "".join(map(str, problems))


def test_a_table_that_is_no_regular_file_is_not_waited_for(copy: Copy) -> None:
    copy.path("waivers").unlink()
    os.mkfifo(copy.path("waivers"))
    assert "unreadable-file" in {p.rule for p in cd.validate(copy.folder)}


def test_a_pattern_that_would_never_end_ends(tmp_path: Path) -> None:
    (tmp_path / "things.csv").write_bytes(b"id,x\na," + b"a" * 5000 + b"!\n")
    problems = foreign(
        tmp_path, {"name": "x", "type": "string", "constraints": {"pattern": "(a+)+b"}}
    )
    assert one(problems).rule == "pattern"


def test_a_folder_without_a_descriptor_can_not_be_checked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no datapackage\.json in"):
        cd.validate(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "isn't JSON"),
        ("[]", "an object was expected"),
        ('{"resources": []}', "a list was expected"),
        ("[" * 100_000, "JSON|nested"),
    ],
)
def test_a_broken_descriptor_is_one_problem(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    found = one(cd.validate(tmp_path))
    assert found.file == "datapackage.json"
    assert any(word in found.message for word in words.split("|"))


def foreign(tmp_path: Path, field: dict[str, object], **resource: object) -> list[Problem]:
    """Check a package of one table that isn't ours."""
    schema = {"fields": [{"name": "id", "type": "string"}, field], "primaryKey": "id"}
    table = {"name": "things", "path": "things.csv", "schema": schema, **resource}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [table]}), encoding="utf-8")
    return cd.validate(tmp_path)


@pytest.mark.parametrize(
    ("field", "resource", "words"),
    [
        ({"name": "x", "type": "geopoint"}, {}, 'type "geopoint" isn\'t read here'),
        (
            {"name": "x", "type": "string", "constraints": {"exclusiveMinimum": 1}},
            {},
            'constraint "exclusiveMinimum" isn\'t read here',
        ),
        (
            {"name": "x", "type": "string", "constraints": {"pattern": "(("}},
            {},
            "pattern can't be read",
        ),
        (
            {"name": "x", "type": "integer", "constraints": {"pattern": "[0-9]+"}},
            {},
            "a pattern must be a text",
        ),
        (
            {"name": "x", "type": "number", "constraints": {"unique": True}},
            {},
            "a number can't be unique",
        ),
        (
            {"name": "x", "type": "date", "format": "%d/%m/%Y"},
            {},
            'format "%d/%m/%Y" isn\'t read here',
        ),
        ({"name": "x", "type": "string"}, {"path": "../things.csv"}, "leaves the folder"),
        (
            {"name": "x", "type": "string"},
            {"path": "https://example.org/x.csv"},
            "leaves the folder",
        ),
        ({"name": "x", "type": "string"}, {"dialect": {"delimiter": ";"}}, "a dialect isn't read"),
    ],
)
def test_what_the_descriptor_can_not_mean_here_is_an_error_never_skipped(
    tmp_path: Path, field: dict[str, object], resource: dict[str, object], words: str
) -> None:
    assert words in one(foreign(tmp_path, field, **resource)).message


def test_a_foreign_folder_is_checked_by_its_own_descriptor(tmp_path: Path) -> None:
    (tmp_path / "things.csv").write_bytes(b"id,size\na,1\nb,2.5\n")
    found = one(foreign(tmp_path, {"name": "size", "type": "integer"}))
    assert str(found).startswith(
        'things.csv:3: size: [type] this isn\'t an integer in plain digits, such as 21 (got "2.5")'
    )
    assert found.line == 3


def test_a_key_and_what_it_leads_to_have_one_type(tmp_path: Path) -> None:
    fields = [{"name": "id", "type": "string"}, {"name": "parent", "type": "integer"}]
    keys = [{"fields": "parent", "reference": {"resource": "", "fields": "id"}}]
    schema = {"fields": fields, "primaryKey": "id", "foreignKeys": keys}
    table = {"name": "things", "path": "things.csv", "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [table]}), encoding="utf-8")
    assert "another type" in one(cd.validate(tmp_path)).message


def test_a_table_with_ten_thousand_problems_says_so_and_what_was_not_run(copy: Copy) -> None:
    names = copy.package.table("waivers").names
    odd = [dict.fromkeys(names, f"= {n}") for n in range(csvfile.MOST_PROBLEMS)]
    copy.rows["waivers"] = odd
    found = [problem for problem in copy.problems() if problem.file == "tables/waivers.csv"]
    assert len(found) == csvfile.MOST_PROBLEMS
    assert sum(problem.rule == "too-many" for problem in found) == 1
    not_run = dict(validator.validate(copy.folder).not_run)
    assert "cells without the problems above" in not_run.values()
