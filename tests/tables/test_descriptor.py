"""What is read of a descriptor, and what is refused with a line that says what to do."""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data.releases import fingerprints, structure
from coalition_data.tables import descriptor, jsonfile
from coalition_data.tables.problem import Problem

ROOT = Path(__file__).parent.parent.parent
FIELD = '{"name": "id", "type": "string"}'


def write(folder: Path, text: str) -> Path:
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return folder


def only_problem(folder: Path) -> Problem:
    (found,) = cd.validate(folder)
    assert found.rule == "descriptor"
    assert found.todo
    return found


def package(field: str = FIELD, schema: str = "", resource: str = "", more: str = "") -> str:
    """Return the text of a package of one table, with something added at each level."""
    return (
        f'{{"resources": [\n{{"name": "t", "path": "t.csv", {resource} "schema": \n'
        f'{{"fields": [\n{field}], {schema} "primaryKey": "id"}}}}]{more}}}'
    )


@pytest.mark.parametrize(
    ("text", "line", "place"),
    [
        (package(more=', "name": "a",\n"name": "b"'), 5, ""),
        (package(resource='"path": "u.csv",'), 2, "resources[0]: "),
        (package(schema='"primaryKey": "x",\n'), 5, "resources[0].schema: "),
        (
            package('{"name": "id", "type": "string",\n"type": "date"}'),
            5,
            "resources[0].schema.fields[0]: ",
        ),
        (
            package(
                '{"name": "id", "type": "string", "constraints": {"pattern": "a",\n"pattern": "b"}}'
            ),
            5,
            "resources[0].schema.fields[0].constraints: ",
        ),
        (package(more=', "x:note": [0, {"a": {"k": 1, "k": 1}}]'), 4, "x:note[1].a: "),
    ],
)
def test_a_key_written_twice_is_named_with_its_line_and_place(
    tmp_path: Path, text: str, line: int, place: str
) -> None:
    found = only_problem(write(tmp_path, text))
    assert re.fullmatch(rf'{re.escape(place)}"\w+" is written twice', found.message)
    assert found.line == line
    assert found.todo.startswith("delete one of the two")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("NaN", "JSON has no NaN"),
        ("Infinity", "JSON has no Infinity"),
        ("-Infinity", "JSON has no -Infinity"),
        ("1e999", "larger than any number"),
        ("-1e999", "larger than any number"),
        ("9" * 10_000, "a number has 10000 characters"),
        ("0." + "1" * 10_000, "a number has 10002 characters"),
        ('"\\ud800"', "half a character"),
    ],
)
def test_a_value_that_json_or_its_readers_do_not_have_is_refused_with_its_line(
    tmp_path: Path, value: str, words: str
) -> None:
    number = f'{{"name": "id", "type": "number", "constraints": {{\n"minimum": {value}}}}}'
    found = only_problem(write(tmp_path, package(number)))
    assert found.message.startswith("resources[0].schema.fields[0].constraints.minimum: ")
    assert words in found.message
    assert found.line == 5


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 5000 + "1" + "}" * 5000, "[" * 65 + "]" * 65]
)
def test_a_descriptor_of_too_many_levels_is_refused(tmp_path: Path, text: str) -> None:
    assert "nested too deeply" in only_problem(write(tmp_path, text)).message


def test_many_levels_that_are_few_enough_are_read(tmp_path: Path) -> None:
    deep = "[" * 63 + "]" * 63
    assert descriptor.read(write(tmp_path, package(more=f', "x:note": {deep}'))).tables


def test_a_byte_order_mark_is_no_part_of_the_descriptor(tmp_path: Path) -> None:
    write(tmp_path, "\ufeff" + package())
    (tmp_path / "t.csv").write_text("id\na\n", encoding="utf-8")
    assert cd.validate(tmp_path) == []


@st.composite
def json_texts(draw: st.DrawFn, levels: int = 3) -> tuple[str, Any, bool]:
    """Draw a JSON text, what it says, and whether some object has a key twice."""
    kind = draw(st.sampled_from(["list", "object", "word"] if levels else ["word"]))
    if kind == "word":
        words = st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(allow_nan=False, allow_infinity=False),
            st.text(max_size=4),
        )
        value = draw(words)
        return json.dumps(value, ensure_ascii=draw(st.booleans())), value, False
    inside = draw(st.lists(json_texts(levels - 1), max_size=3))
    twice = any(bad for _, _, bad in inside)
    space = draw(st.sampled_from(["", " ", "\n"]))
    if kind == "list":
        return (
            f"[{space}{','.join(text for text, _, _ in inside)}]",
            [value for _, value, _ in inside],
            twice,
        )
    names = st.one_of(st.sampled_from(["a", "b", '"', "\\", "{"]), st.text(max_size=2))
    keys = [draw(names) for _ in inside]
    pairs = [
        f"{json.dumps(key, ensure_ascii=draw(st.booleans()))}:{space}{text}"
        for key, (text, _, _) in zip(keys, inside, strict=True)
    ]
    found = {key: value for key, (_, value, _) in zip(keys, inside, strict=True)}
    return f"{{{space}{','.join(pairs)}}}", found, twice or len(found) < len(keys)


@given(json_texts())
def test_any_json_is_read_as_the_standard_library_reads_it_unless_a_key_is_there_twice(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[str, Any, bool]
) -> None:
    text, value, twice = drawn
    path = tmp_path_factory.getbasetemp() / "drawn.json"
    path.write_text(text, encoding="utf-8", newline="")
    if twice:
        with pytest.raises(jsonfile.JsonError, match="is written twice") as caught:
            jsonfile.read(str(path))
        assert 0 < caught.value.line <= text.count("\n") + 1
    else:
        assert jsonfile.read(str(path)) == value


@given(
    st.binary(max_size=30)
    | st.text(st.sampled_from('{}[],:"\\u1eNaE+-. \n'), max_size=20).map(str.encode)
)
def test_any_bytes_are_json_or_one_line_that_says_what_to_do(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.json"
    path.write_bytes(data)
    error = None
    try:
        jsonfile.read(str(path))
    except jsonfile.JsonError as caught:
        error = caught
    assert error is None or (error.todo and str(error).isprintable())


def test_the_record_of_fingerprints_is_read_with_the_same_care(tmp_path: Path) -> None:
    write(tmp_path, package())
    (tmp_path / "t.csv").write_text("id\na\n", encoding="utf-8")
    one = descriptor.read(tmp_path)
    right = fingerprints.of_table(one, "t")
    record = fingerprints.render_record(one).replace('"rows": 1', '"rows": 1, "rows": 7')
    (tmp_path / "fingerprints.json").write_text(record, encoding="utf-8")
    assert fingerprints.of_table(one, "t") == right


def test_the_package_reads_json_in_one_place_only() -> None:
    files = (ROOT / "src" / "coalition_data").rglob("*.py")
    readers = {path.name for path in files if "json.load(" in path.read_text(encoding="utf-8")}
    assert readers == set()


@given(
    st.dates().map(str)
    | st.from_regex(r"[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}", fullmatch=True)
    | st.text(max_size=11)
)
def test_the_day_of_creation_is_one_that_exists(text: str) -> None:
    try:
        is_day = datetime.date.fromisoformat(text[:10]).isoformat() == text[:10]
    except ValueError:
        is_day = False
    assert descriptor._begins_with_day(text) == is_day


@pytest.mark.parametrize("key", ["created", "title", "licenses", "keywords", "version"])
@pytest.mark.parametrize("value", ["3", "true", "{}", "[3]", "null"])
def test_what_the_package_says_of_itself_has_its_form_or_is_refused(
    tmp_path: Path, key: str, value: str
) -> None:
    found = only_problem(write(tmp_path, package(more=f', "{key}": {value}')))
    assert found.message.startswith(f"{key} must be a")


@pytest.mark.parametrize("value", ["3", '"true"', "null"])
def test_whether_meetings_are_whole_is_true_or_false(tmp_path: Path, value: str) -> None:
    found = only_problem(write(tmp_path, package(more=f', "wholeMeetings": {value}')))
    assert found.message == "wholeMeetings must be true or false"


def test_a_bound_may_be_a_text_as_a_cell_has_it(tmp_path: Path) -> None:
    field = '{"name": "id", "type": "string"}, {"name": "n", "type": "integer", "constraints": {"minimum": "2"}}'
    write(tmp_path, package(field))
    (tmp_path / "t.csv").write_text("id,n\na,1\nb,2\n", encoding="utf-8")
    (found,) = cd.validate(tmp_path)
    assert (found.line, found.rule) == (2, "minimum")


def test_days_have_bounds_in_every_check_and_in_comparisons_of_releases(tmp_path: Path) -> None:
    field = '{"name": "id", "type": "string"}, {"name": "d", "type": "date", "constraints": {"minimum": "%s"}}'
    write(tmp_path, package(field % "2015-01-22"))
    (tmp_path / "t.csv").write_text("id,d\na,2015-01-21\nb,2015-01-22\nc,\n", encoding="utf-8")
    old = descriptor.read(tmp_path)
    for schemas in (False, True):
        (found,) = cd.validate(tmp_path, schemas=schemas)
        assert (found.line, found.rule) == (2, "minimum")
    new = descriptor.read(write(tmp_path, package(field % "2015-01-21")))
    sentence = "`t.d`: minimum is `2015-01-21`, it was `2015-01-22`"
    assert list(structure.compare_packages(old, new)) == [(sentence, "minor")]
    other = descriptor.read(
        write(tmp_path, package(field.replace('"date"', '"integer"').replace('"%s"', "3")))
    )
    assert ("`t.d`: minimum is `3`, it was `2015-01-22`", "major") in list(
        structure.compare_packages(old, other)
    )


def test_rows_with_a_missing_cell_are_no_repeats_of_one_another(tmp_path: Path) -> None:
    field = '{"name": "id", "type": "string"}, {"name": "x", "type": "string"}, {"name": "n", "type": "integer"}'
    write(tmp_path, package(field, '"uniqueKeys": [["x", "n"]],'))
    (tmp_path / "t.csv").write_text(
        "id,x,n\na,u,\nb,u,\nc,,1\nd,,1\ne,,\nf,,\ng,u,1\n", encoding="utf-8"
    )
    assert cd.validate(tmp_path) == []
    assert cd.validate(tmp_path, schemas=True) == []
    with (tmp_path / "t.csv").open("a", encoding="utf-8") as file:
        file.write("h,u,1\n")
    for schemas in (False, True):
        (found,) = cd.validate(tmp_path, schemas=schemas)
        assert (found.line, found.rule) == (9, "unique-together")
