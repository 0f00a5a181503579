"""Broken packages of all kinds: nothing crashes, every problem says where it is, and the schemas
agree.

`COALITION_DATA_FUZZ` says how many are tried (default 300); `nox -s fuzz` tries 750, once a week 10,000.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data.validation import validator

pytestmark = pytest.mark.once

EXAMPLES = int(os.environ.get("COALITION_DATA_FUZZ", "300"))
# In parts, so that each core can take one.
PARTS = range(4)
MANY = settings(
    max_examples=EXAMPLES * 4 // 5 // len(PARTS),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
SOME = settings(
    max_examples=EXAMPLES - EXAMPLES * 4 // 5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# Rules that speak of a file as a whole.
WHOLE = {"missing-file", "empty-file", "unreadable-file", "outside-folder", "descriptor"}
# What the pandera schemas and the keys must find too; of a type they take other forms (007) as
# well.
STRUCTURE = set(
    """required enum pattern minimum maximum min-length max-length unique unique-together foreign-key missing-column
    unknown-column width not-utf-8 empty-file no-header missing-file descriptor""".split()
)

ODD = st.text(
    st.sampled_from('aé"\n\r,;=+-@ \u00a0\u200b\u202eA\u0410%:\x00\x1b\ufeff0127.'), max_size=12
)
CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "a",
            "b",
            "1",
            "2.5",
            "21",
            "2020-01-01",
            "2020-13-01",
            "2020-1-1",
            "007",
            " 3",
            "NA",
            "=1+1",
        ]
    ),
    ODD,
    st.sampled_from(["x" * 200_000, "Ã‰tat", "e\u0301", "1" * 40]),
)
FIELDS: dict[str, dict[str, Any]] = {
    "size": {"type": "integer", "constraints": {"minimum": 2, "maximum": 30}},
    "share": {"type": "number", "constraints": {"required": True}},
    "day": {"type": "date"},
    "kind": {"type": "string", "constraints": {"enum": ["a", "b"]}},
    "code": {"type": "string", "constraints": {"pattern": "(a+)+b", "unique": True}},
    "parent": {"type": "string", "constraints": {"maxLength": 3, "minLength": 1}},
}


@st.composite
def sound(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    """Draw a descriptor that can be used, and its columns."""
    chosen = draw(st.lists(st.sampled_from(sorted(FIELDS)), unique=True, max_size=5))
    fields = [
        {"name": "id", "type": "string"},
        *({"name": name, **FIELDS[name]} for name in chosen),
    ]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": "id"}
    if "parent" in chosen:
        schema["foreignKeys"] = [
            {"fields": "parent", "reference": {"resource": "", "fields": "id"}}
        ]
    table = {
        "name": draw(st.sampled_from(["things", "quotes", "ledger"])),
        "path": "a.csv",
        "schema": schema,
    }
    return {"resources": [table]}, ["id", *chosen]


@st.composite
def broken_file(draw: st.DrawFn, columns: list[str]) -> bytes:
    """Draw a file that is nearly one of these columns."""
    header = draw(
        st.sampled_from(
            [
                columns,
                columns,
                columns,
                columns[::-1],
                columns[:-1],
                [*columns, "x"],
                [*columns, "id"],
            ]
        )
    )
    rows = draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=6))
    quote = draw(st.booleans())
    lines = [
        ",".join(f'"{cell}"' if quote and '"' not in cell else cell for cell in row)
        for row in [header, *rows]
    ]
    data = (
        draw(st.sampled_from(["\n", "\n", "\n", "\r\n"])).join(lines)
        + draw(st.sampled_from(["\n", ""]))
    ).encode()
    at = draw(st.integers(0, len(data)))
    return (
        data[:at]
        + draw(st.sampled_from([b"", b"", b"\xff", b"\xef\xbb\xbf", b'"', b"\n", b","]))
        + data[at:]
    )


def judge(descriptor: str, files: dict[str, bytes]) -> validator.Problems:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "datapackage.json").write_text(descriptor, encoding="utf-8")
        for path, data in files.items():
            (folder / path).write_bytes(data)
        problems = cd.validate(folder)
        doubted = cd.validate(folder, schemas=True)
        for path, data in files.items():
            assert (folder / path).read_bytes() == data
    rules = {problem.rule for problem in problems}
    assert bool(doubted) <= bool(problems)
    assert bool(doubted) >= bool(rules & STRUCTURE)
    for problem in problems:
        assert problem.line > 0 or problem.rule in WHOLE
        assert problem.todo
        assert str(problem).isprintable()
        assert problem.as_annotation().isprintable()
    json.dumps([problem.as_dict() for problem in problems])
    return problems


@pytest.mark.parametrize("part", PARTS)
@MANY
@given(data=st.data())
def test_no_broken_file_crashes_and_every_problem_names_its_line(
    part: int, data: st.DataObject
) -> None:
    descriptor, columns = data.draw(sound())
    problems = judge(json.dumps(descriptor), {"a.csv": data.draw(broken_file(columns))})
    assert "descriptor" not in {problem.rule for problem in problems}


CONSTRAINTS = st.dictionaries(
    st.sampled_from(
        [
            "required",
            "unique",
            "enum",
            "pattern",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "weird",
        ]
    ),
    st.one_of(
        st.booleans(),
        st.integers(-5, 5),
        st.lists(st.sampled_from(["a", "b", ""]), max_size=3),
        st.sampled_from(["[a-z]+", "((", "a{99999}", "(?=a)a", "\\p{L}+", ""]),
        st.none(),
    ),
    max_size=3,
)
ODD_FIELDS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["name", "size", "wörter", ""]),
        "type": st.sampled_from(["string", "number", "boolean"]),
    },
    optional={"constraints": CONSTRAINTS, "format": st.just("any"), "title": ODD},
)
ODD_TABLES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["things", "quotes", ""]),
        "path": st.sampled_from(["a.csv", "b.csv", "../c.csv", "https://example.org/d.csv"]),
        "schema": st.fixed_dictionaries(
            {
                "fields": st.lists(ODD_FIELDS, max_size=3).map(
                    lambda fields: [{"name": "id", "type": "string"}, *fields]
                )
            },
            optional={
                "primaryKey": st.sampled_from(["id", ["id"], ["id", "name"], "nowhere", 3]),
                "foreignKeys": st.just(
                    [{"fields": "id", "reference": {"resource": "things", "fields": "id"}}]
                ),
                "missingValues": st.sampled_from([[""], ["", "NA"]]),
            },
        ),
    },
    optional={"encoding": st.sampled_from(["utf-8", "latin-1"]), "dialect": st.just({})},
)
DESCRIPTORS = st.one_of(
    st.fixed_dictionaries({"resources": st.lists(ODD_TABLES, min_size=1, max_size=2)}).map(
        json.dumps
    ),
    st.sampled_from(
        ["", "{", "[]", "null", '{"resources": 3}', '{"resources": [{}]}', "\x00", '{"a": ' * 999]
    ),
)


@SOME
@given(DESCRIPTORS, st.binary(max_size=40))
def test_no_broken_descriptor_crashes(descriptor: str, data: bytes) -> None:
    judge(descriptor, {"a.csv": b"id\n" + data})
