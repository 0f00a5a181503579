"""docs/standard.md: how each clause of the standard is read. Every line of its table is tried out.

A clause has examples that the standard calls valid (`ok`) or not (`bad`). What `validate` says of
each is found out here, when the page is printed; so no clause claims what isn't so. What
frictionless says is written down, and tests/project/test_standard.py asks it.
"""

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from coalition_data.validation import validator

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
ID = {"name": "id", "type": "string"}
NAME = "datapackage.json"


class Example(NamedTuple):
    """A package: what is said of it in the table, its descriptor, its files, and the verdicts."""

    shown: str
    descriptor: str
    files: dict[str, str]
    standard: bool
    frictionless: bool | None


class Clause(NamedTuple):
    section: str
    name: str
    examples: list[Example]
    why: str = ""


def ok(made: tuple[str, str, dict[str, str]], frictionless: bool | None = True) -> Example:
    """Return an example that is valid by the standard; `frictionless` is None if it isn't asked."""
    return Example(*made, True, frictionless)


def bad(made: tuple[str, str, dict[str, str]], frictionless: bool | None = False) -> Example:
    return Example(*made, False, frictionless)


def show(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text[1:-1] if isinstance(value, dict) else text


def build(
    shown: str,
    field: Any = None,
    rows: str = "id\na\n",
    schema: Any = None,
    resource: Any = None,
    package: Any = None,
) -> tuple[str, str, dict[str, str]]:
    fields = [ID] if field is None else [ID, {"name": "x", **field}]
    table = {
        "name": "t",
        "path": "t.csv",
        "schema": {"fields": fields, "primaryKey": "id", **(schema or {})},
    }
    table = {**table, **(resource or {})}
    whole = {"resources": [without_none(table)], **(package or {})}
    place = "a/t.csv" if table["path"] == "a/./t.csv" else "t.csv"
    return shown, json.dumps(without_none(whole)), {place: rows}


def without_none(made: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in made.items() if value is not None}


def column(field: dict[str, Any], *cells: str, **schema: Any) -> tuple[str, str, dict[str, str]]:
    """Make a table with a column `x` of these cells."""
    rows = "".join(f"{letter},{cell}\n" for letter, cell in zip("abcdefgh", cells, strict=False))
    listed = f" with {', '.join(cell or 'an empty cell' for cell in cells)}" if cells else ""
    shown = f"`{show(field)}`{listed}" if field else f"no property{listed}"
    return build(shown, field, f"id,x\n{rows}", schema)


def keyed(
    schema: dict[str, Any], rows: str, names: str = "id x y"
) -> tuple[str, str, dict[str, str]]:
    """Make a table of text columns with keys."""
    fields = [{"name": name, "type": "string"} for name in names.split()]
    table = {
        "name": "t",
        "path": "t.csv",
        "schema": without_none({"fields": fields, "primaryKey": "id", **schema}),
    }
    lines = rows.split()
    data = "\n".join([",".join(names.split()), *lines]) + "\n"
    said = [f"`{show({key: value})}`" for key, value in schema.items() if value is not None]
    shown = ", ".join(said) or f"columns `{names}`"
    listed = " ".join(f"`{line}`" for line in lines) or "no rows"
    return (
        f"{shown} with {listed}",
        json.dumps({"resources": [table]}),
        {"t.csv": data},
    )


def resource(**more: Any) -> tuple[str, str, dict[str, str]]:
    shown = f"`{show(without_none(more))}`" if without_none(more) else f"no {' '.join(more)}"
    return build(shown, resource=more)


def package(**more: Any) -> tuple[str, str, dict[str, str]]:
    shown = f"`{show(without_none(more))}`" if without_none(more) else f"no {' '.join(more)}"
    return build(shown, package=more)


def schema(**more: Any) -> tuple[str, str, dict[str, str]]:
    shown = f"`{show(without_none(more))}`" if without_none(more) else f"no {' '.join(more)}"
    whole = without_none({"fields": [ID], "primaryKey": "id", **more})
    return build(shown, resource={"schema": whole})


def written(shown: str, old: str, new: str) -> tuple[str, str, dict[str, str]]:
    """Make a package whose text is changed by hand."""
    _, text, files = build("", {"type": "number", "constraints": {"minimum": 1}}, "id,x\na,2\n")
    assert old in text
    return shown, text.replace(old, new), files


def file(shown: str, field: dict[str, Any], data: str) -> tuple[str, str, dict[str, str]]:
    """Make a table whose file is written as it is."""
    return build(shown, field, data)


def refers(reference: Any, rows: str, **more: Any) -> tuple[str, str, dict[str, str]]:
    return keyed({"foreignKeys": [{"fields": "x", "reference": reference, **more}]}, rows)


TEXT = {"type": "string"}
SELF = {"resource": "", "fields": "id"}


def constraint(kind: str, **constraints: Any) -> dict[str, Any]:
    return {"type": kind, "constraints": constraints}


OWN_FORM = "our files have one form, so that the same rows are the same bytes; `coalition-data fmt` writes it"
ONE_FORM = "a value is written in one way, so that the same rows are the same bytes"

CLAUSES = [
    # The file itself
    Clause(
        "Descriptor",
        "a JSON object",
        [ok(package(name="a")), bad(("a list", "[]", {})), bad(("no JSON", "{", {}))],
    ),
    Clause(
        "Descriptor",
        "names in an object are unique (JSON: should be)",
        [ok(written('`"name": "t", "name": "u"`', '"name": "t"', '"name": "t", "name": "u"'))],
        "readers take the first or the last",
    ),
    Clause(
        "Descriptor",
        "numbers as JSON has them",
        [
            bad(written("NaN", '"minimum": 1', '"minimum": NaN'), None),
            bad(written("Infinity", '"minimum": 1', '"minimum": -Infinity'), True),
        ],
    ),
    Clause(
        "Descriptor",
        "numbers of any size",
        [
            ok(written("1e999", '"minimum": 1', '"minimum": -1e999')),
            ok(
                written("a number of 10,000 digits", '"minimum": 1', f'"minimum": -{"9" * 10_000}'),
                False,
            ),
        ],
        "no float holds them",
    ),
    Clause(
        "Descriptor",
        "any number of levels",
        [
            ok(
                written(
                    "5,000 lists inside one another",
                    '"resources"',
                    f'"x": {"[" * 5000}{"]" * 5000}, "resources"',
                ),
                None,
            )
        ],
        "not all readers can",
    ),
    Clause(
        "Descriptor",
        "characters as Unicode has them",
        [bad(written("half a character", '"name": "t"', '"title": "\\ud800", "name": "t"'), None)],
    ),
    Clause(
        "Descriptor",
        "a byte order mark may be ignored",
        [ok(("a byte order mark", "\ufeff" + package(name="a")[1], {"t.csv": "id\na\n"}), False)],
    ),
    Clause(
        "Descriptor",
        "other properties, of package and resource",
        [ok(package(colour="red")), ok(resource(colour="red"))],
    ),
    Clause(
        "Descriptor",
        "other properties, of schema and field, with a prefix",
        [ok(schema(**{"my:note": 1})), ok(column({"type": "string", "my:note": 1}, "b"))],
    ),
    Clause(
        "Descriptor",
        "other properties, of schema and field, without a prefix",
        [ok(schema(note=1)), ok(column({"type": "string", "unit": "m"}, "b"))],
        "a slip such as `foreignkeys` would be passed over in silence",
    ),
    # Package
    Clause(
        "Package",
        "`resources`: at least one",
        [ok(package()), bad(package(resources=[]), True), bad(package(resources=None))],
    ),
    Clause(
        "Package",
        "`name`, `id`, `title`, `description`, `version`, `homepage`, `image`, `created`: texts",
        [
            ok(
                package(
                    name="a",
                    id="b",
                    title="c",
                    description="d",
                    version="1",
                    homepage="https://example.org",
                    created="2015-01-22T10:00:00Z",
                )
            ),
            bad(package(title=1)),
            bad(package(version=1.0)),
        ],
    ),
    Clause(
        "Package",
        "`created` is a date",
        [
            ok(package(created="2015-01-22T10:00:00Z")),
            bad(package(created="yesterday")),
            bad(package(created="2015-02-29T10:00:00Z")),
        ],
    ),
    Clause(
        "Package",
        "`created` with its time, `homepage` is an address",
        [bad(package(created="2015-01-22")), bad(package(homepage="here"), True)],
        "they change no row",
    ),
    Clause(
        "Package",
        "`licenses`, `contributors`, `sources`: lists of objects; `keywords`: a list of texts",
        [
            ok(
                package(
                    licenses=[{"name": "CC0-1.0"}],
                    contributors=[{"title": "a"}],
                    sources=[{"title": "b"}],
                    keywords=["c"],
                )
            ),
            bad(package(licenses="CC0-1.0")),
            bad(package(keywords="a")),
        ],
    ),
    Clause(
        "Package",
        "`$schema` and `profile`: validated against it",
        [
            bad(
                build(
                    '`"$schema"` of a profile that asks for more',
                    package={"$schema": "https://example.org/profile.json"},
                ),
                None,
            )
        ],
        "nothing is fetched",
    ),
    # Resource
    Clause(
        "Resource",
        "`name`: required, unique",
        [
            ok(resource(name="things")),
            bad(resource(name=None)),
            bad(
                package(
                    resources=[
                        {
                            "name": "t",
                            "path": "t.csv",
                            "schema": {"fields": [ID], "primaryKey": "id"},
                        }
                    ]
                    * 2
                )
            ),
        ],
    ),
    Clause(
        "Resource",
        "`name`: lowercase letters, digits and . - _ (should be)",
        [ok(resource(name="My table"), False)],
        "the standard only recommends it",
    ),
    Clause(
        "Resource",
        "`name` with / in it (should not be)",
        [ok(resource(name="a/b"))],
        "exports call files by it",
    ),
    Clause(
        "Resource",
        "`path`: inside the folder",
        [
            ok(resource(path="t.csv")),
            ok(resource(path="./t.csv")),
            ok(resource(path="a/./t.csv")),
            bad(resource(path="../t.csv")),
            bad(resource(path="/t.csv")),
            bad(resource(path=".a/t.csv")),
        ],
    ),
    Clause(
        "Resource",
        "`path`: an address",
        [ok(resource(path="https://example.org/t.csv"), None)],
        "nothing is fetched",
    ),
    Clause(
        "Resource",
        "`path`: a file that doesn't end in .csv",
        [ok(resource(path="t.txt"), None)],
        "readers, browsers and web servers tell the format by the ending",
    ),
    Clause("Resource", "`path`: a list of one file", [ok(resource(path=["t.csv"]))]),
    Clause(
        "Resource",
        "`path`: a list of several files",
        [ok(build('`"path": ["t.csv", "u.csv"]`', resource={"path": ["t.csv", "u.csv"]}), None)],
    ),
    Clause(
        "Resource",
        "`data`: rows in the descriptor; `url` (version 0)",
        [
            ok(resource(path=None, data=[{"id": "a"}])),
            ok(resource(path=None, url="https://example.org/t.csv"), None),
        ],
    ),
    Clause(
        "Resource",
        "`type`: table, or left out",
        [
            ok(resource(type="table")),
            ok(resource(profile="tabular-data-resource")),
            bad(resource(type="file"), True),
        ],
    ),
    Clause(
        "Resource",
        "`title`, `description`: texts",
        [ok(resource(title="T", description="D")), bad(resource(title=1))],
    ),
    Clause(
        "Resource",
        "`format`, `mediatype`: of CSV",
        [ok(resource(format="csv", mediatype="text/csv"))],
    ),
    Clause(
        "Resource",
        "`format`, `mediatype`: of anything else",
        [ok(resource(format="xlsx"), None), ok(resource(mediatype="application/json"), None)],
    ),
    Clause("Resource", "`encoding`: UTF-8", [ok(resource(encoding="utf-8"))]),
    Clause("Resource", "`encoding`: others", [ok(resource(encoding="iso-8859-1"))]),
    Clause(
        "Resource",
        "`bytes`, `hash`",
        [bad(resource(bytes=1)), bad(resource(hash="0" * 32))],
        "they aren't looked at: fingerprints say what the rows are",
    ),
    Clause(
        "Resource",
        "`sources`, `licenses`",
        [ok(resource(sources=[{"title": "a"}], licenses=[{"name": "CC0-1.0"}]))],
    ),
    Clause(
        "Resource",
        "`dialect`: the default",
        [
            ok(resource(dialect={})),
            ok(resource(dialect={"delimiter": ",", "quoteChar": '"', "header": True})),
        ],
    ),
    Clause(
        "Resource",
        "`dialect`: any other",
        [
            ok(
                build(
                    '`"dialect": {"delimiter": ";"}`',
                    TEXT,
                    "id;x\na;b\n",
                    resource={"dialect": {"delimiter": ";"}},
                )
            ),
            ok(resource(dialect="dialect.json"), None),
        ],
    ),
    Clause("Resource", "`schema`: in the descriptor", [ok(package())]),
    Clause(
        "Resource",
        "`schema`: in another file, or none",
        [ok(resource(schema="schema.json"), None), ok(resource(schema=None))],
        "without types and a key nothing can be checked",
    ),
    # Schema
    Clause(
        "Schema",
        "`fields`: at least one, each with a name",
        [ok(schema()), bad(schema(fields=None)), bad(schema(fields=[{"type": "string"}]))],
    ),
    Clause("Schema", "`fields` of one name (version 1)", [ok(keyed({}, "a,b,b", "id x x"), False)]),
    Clause(
        "Schema",
        "`fieldsMatch`: exact, or left out",
        [
            ok(schema(fieldsMatch="exact")),
            bad(file("columns in another order", TEXT, "x,id\nb,a\n")),
            bad(file("a column less", TEXT, "id\na\n")),
            bad(file("a column more", TEXT, "id,x,y\na,b,c\n")),
        ],
    ),
    Clause(
        "Schema",
        "`fieldsMatch`: equal, subset, superset, partial",
        [ok(schema(fieldsMatch=one)) for one in ("equal", "subset", "superset", "partial")],
    ),
    Clause(
        "Schema",
        "`missingValues`: the empty cell",
        [
            ok(schema(missingValues=[""])),
            ok(schema(missingValues=[{"value": "", "label": "nothing"}]), None),
            ok(column({**TEXT, "missingValues": [""]}, "")),
        ],
    ),
    Clause(
        "Schema",
        "`missingValues`: any others, or none",
        [
            ok(schema(missingValues=["", "NA"])),
            ok(schema(missingValues=[])),
            ok(column({**TEXT, "missingValues": ["-"]}, "-")),
        ],
    ),
    Clause(
        "Schema",
        "`primaryKey`: one column",
        [
            ok(schema(primaryKey="id")),
            ok(schema(primaryKey=["id"])),
            bad(keyed({}, "a,b,c a,d,e")),
            bad(keyed({}, "a,b,c ,d,e")),
            bad(schema(primaryKey="y")),
        ],
    ),
    Clause(
        "Schema",
        "`primaryKey`: several columns, or none",
        [ok(keyed({"primaryKey": ["id", "x"]}, "a,b,c a,c,c")), ok(schema(primaryKey=None))],
        "citing, comparing and sorting rows need one",
    ),
    Clause(
        "Schema",
        "`uniqueKeys`: a missing cell is equal to no other",
        [
            ok(keyed({"uniqueKeys": [["x", "y"]]}, "a,b,c b,b,d c,b, d,b, e,, f,,")),
            bad(keyed({"uniqueKeys": [["x", "y"]]}, "a,b,c b,b,c"), True),
            bad(schema(uniqueKeys=[["y"]]), True),
            bad(schema(uniqueKeys=[]), True),
        ],
    ),
    Clause(
        "Schema",
        "`foreignKeys`: one column, to this table or another; a missing cell leads nowhere",
        [
            ok(refers(SELF, "a,a,c b,,d")),
            ok(refers({"fields": ["id"]}, "a,a,c b,,d")),
            ok(schema(foreignKeys=[])),
            bad(refers(SELF, "a,b,c")),
            bad(refers({"resource": "u", "fields": "id"}, "a,b,c")),
            bad(refers({"resource": "", "fields": "z"}, "a,b,c")),
            bad(refers({"resource": "", "fields": "z"}, ""), True),
        ],
    ),
    Clause(
        "Schema",
        "`foreignKeys`: to a column of another type, or two of one column",
        [
            ok(column({"type": "integer"}, "", foreignKeys=[{"fields": "x", "reference": SELF}])),
            ok(keyed({"foreignKeys": [{"fields": "x", "reference": SELF}] * 2}, "a,a,c")),
        ],
        "a column leads to one table, whose keys it has",
    ),
    Clause(
        "Schema",
        "`foreignKeys`: several columns",
        [
            ok(
                keyed(
                    {
                        "foreignKeys": [
                            {
                                "fields": ["x", "y"],
                                "reference": {"resource": "", "fields": ["id", "x"]},
                            }
                        ]
                    },
                    "a,a,a",
                )
            )
        ],
    ),
    # Field
    Clause(
        "Field",
        "`type`: any if left out (version 1: string)",
        [
            ok(column({"constraints": {"pattern": "b"}}, "b")),
            ok(column({}, "b", "1", "")),
            ok(column({"type": "any"}, "b", "1", "")),
        ],
    ),
    Clause(
        "Field",
        "`format`: default if left out",
        [
            ok(column({"type": kind, "format": "default"}, cell))
            for kind, cell in (
                ("string", "b"),
                ("integer", "1"),
                ("number", "1.5"),
                ("date", "2015-01-22"),
                ("any", "b"),
            )
        ]
        + [ok(column({"type": "date", "format": "fmt:default"}, "2015-01-22"))],
    ),
    Clause("Field", "`name`: any text", [ok(keyed({}, "a,b,c", "id Ort Größe"))]),
    Clause(
        "Field",
        "`name` with line breaks, or with white space that cells can't have",
        [
            ok(build('`"name": "x\\ny"`', {**TEXT, "name": "x\ny"}, 'id,"x\ny"\na,b\n')),
            ok(build('`"name": " x"`', {**TEXT, "name": " x"}, "id, x\na,b\n"), False),
        ],
        OWN_FORM,
    ),
    Clause(
        "Field",
        "`title`, `description`: texts",
        [
            ok(column({**TEXT, "title": "X", "description": "Y"}, "b")),
            bad(column({**TEXT, "title": 1}, "b")),
        ],
    ),
    Clause(
        "Field",
        "`example`: a value of the field",
        [
            ok(column({**TEXT, "example": "c"}, "b")),
            bad(column({"type": "integer", "example": "c"}, "1")),
        ],
        "it changes no row",
    ),
    Clause(
        "Field", "`rdfType`", [ok(column({**TEXT, "rdfType": "http://schema.org/Country"}, "b"))]
    ),
    Clause(
        "Field",
        "`categories`: allow no other value; on a string field",
        [
            ok(column({**TEXT, "categories": ["b", "c"]}, "b", "")),
            ok(column({**TEXT, "categories": [{"value": "b", "label": "bee"}]}, "b")),
            bad(column({**TEXT, "categories": ["b"]}, "c"), True),
            bad(column({**constraint("string", enum=["b"]), "categories": ["c"]}, "b"), True),
            bad(column({**TEXT, "categories": ["b", "b"]}, "b"), True),
        ],
    ),
    Clause(
        "Field",
        "`categories`: on an integer field",
        [ok(column({"type": "integer", "categories": [1, 2]}, "1"))],
    ),
    Clause(
        "Field",
        "`categoriesOrdered`: false",
        [ok(column({**TEXT, "categories": ["b"], "categoriesOrdered": False}, "b"))],
    ),
    Clause(
        "Field",
        "`categoriesOrdered`: true",
        [ok(column({**TEXT, "categories": ["b"], "categoriesOrdered": True}, "b"))],
    ),
    # Types
    Clause("Types", "`string`", [ok(column(TEXT, "b", "NA", "null", "Größe"))]),
    Clause(
        "Types",
        "`string`: formats email, uri, binary, uuid",
        [
            ok(column({**TEXT, "format": one}, cell))
            for one, cell in (
                ("email", "a@example.org"),
                ("uri", "https://example.org"),
                ("binary", "YQ=="),
                ("uuid", "123e4567-e89b-12d3-a456-426614174000"),
            )
        ],
    ),
    Clause(
        "Types",
        "`number`: plain digits",
        [
            ok(column({"type": "number"}, "0", "-0.5", "15000", "")),
            bad(column({"type": "number"}, "b")),
            bad(column({"type": "number"}, "1.000,5")),
        ],
    ),
    Clause(
        "Types",
        "`number`: other ways to write one",
        [
            ok(column({"type": "number"}, cell))
            for cell in ("1.50", "007", "+1", "1e3", "NaN", "INF")
        ],
        ONE_FORM,
    ),
    Clause(
        "Types",
        "`decimalChar`, `bareNumber`: the defaults",
        [
            ok(column({"type": "number", "decimalChar": ".", "bareNumber": True}, "1.5")),
            ok(column({"type": "integer", "bareNumber": True}, "1")),
        ],
    ),
    Clause(
        "Types",
        "`decimalChar`, `groupChar`, `bareNumber`: others",
        [
            ok(column({"type": "number", "decimalChar": ";"}, "1;5")),
            ok(column({"type": "number", "groupChar": "_"}, "1_000")),
            ok(column({"type": "integer", "bareNumber": False}, "95%")),
        ],
        ONE_FORM,
    ),
    Clause(
        "Types",
        "`integer`: plain digits",
        [
            ok(column({"type": "integer"}, "0", "-7", "123456789012345678", "")),
            bad(column({"type": "integer"}, "1.5")),
            bad(column({"type": "integer"}, "b")),
        ],
    ),
    Clause(
        "Types",
        "`integer`: other ways to write one, or of 19 digits and more",
        [
            ok(column({"type": "integer"}, "007")),
            ok(column({"type": "integer"}, "1234567890123456789")),
        ],
        "an integer fits 64 bits, and is written in one way",
    ),
    Clause(
        "Types",
        "`boolean`",
        [
            ok(column({"type": "boolean"}, "true")),
            ok(column({"type": "boolean", "trueValues": ["y"], "falseValues": ["n"]}, "y")),
        ],
    ),
    *(
        Clause("Types", f"`{kind}`", [ok(column({"type": kind}, cell))])
        for kind, cell in (
            ("object", "{}"),
            ("array", "[]"),
            ("list", "b"),
            ("datetime", "2015-01-22T10:00:00Z"),
            ("time", "10:00:00"),
            ("year", "2015"),
            ("yearmonth", "2015-01"),
            ("duration", "P1Y"),
            ("geojson", '"{""type"":""Point"",""coordinates"":[2,48]}"'),
        )
    ),
    Clause("Types", "`geopoint`", [ok(column({"type": "geopoint"}, '"2,48"'))]),
    Clause(
        "Types",
        "`date`: YYYY-MM-DD",
        [
            ok(column({"type": "date"}, "2015-01-22", "2016-02-29", "1789-07-14", "")),
            bad(column({"type": "date"}, "2015-02-29")),
            bad(column({"type": "date"}, "22/01/2015")),
        ],
    ),
    Clause("Types", "`date`: 2015-1-2", [bad(column({"type": "date"}, "2015-1-2"), True)]),
    Clause(
        "Types",
        "`date`: any, or a pattern",
        [
            ok(column({"type": "date", "format": "%d/%m/%y"}, "22/01/15")),
            ok(column({"type": "date", "format": "any"}, "22 January 2015")),
        ],
    ),
    Clause("Types", "unknown types", [bad(column({"type": "colour"}, "b"))]),
    # Constraints
    Clause(
        "Constraints",
        "`required`",
        [
            ok(column(constraint("string", required=True), "b")),
            ok(column(constraint("string", required=False), "")),
            bad(column(constraint("string", required=True), "")),
            bad(column(constraint("string", required="yes"), "b")),
        ],
    ),
    Clause(
        "Constraints",
        "`unique`: missing cells are equal to no other",
        [
            ok(column(constraint("string", unique=True), "b", "", "")),
            ok(column(constraint("integer", unique=True), "1", "2")),
            bad(column(constraint("string", unique=True), "b", "b")),
        ],
    ),
    Clause(
        "Constraints",
        "`unique` and keys on numbers",
        [ok(column(constraint("number", unique=True), "1.5"))],
        "1 and 1.0 would be equal, and long ones exceed a float",
    ),
    Clause(
        "Constraints",
        "`enum` on strings",
        [
            ok(column(constraint("string", enum=["b", "c"]), "b", "")),
            bad(column(constraint("string", enum=["b", "c"]), "d")),
            bad(column(constraint("string", enum="b"), "b")),
            bad(column(constraint("string", enum=["b", "b"]), "b"), True),
        ],
    ),
    Clause(
        "Constraints",
        "`enum` on other types",
        [
            ok(column(constraint("integer", enum=[1, 2]), "1")),
            ok(column(constraint("date", enum=["2015-01-22"]), "2015-01-22")),
        ],
        "frames have enums as categories of text",
    ),
    Clause(
        "Constraints",
        "`pattern`: the whole cell, of a string",
        [
            ok(column(constraint("string", pattern="[a-c]+"), "b", "")),
            ok(column(constraint("string", pattern="^b.*$"), "bc")),
            bad(column(constraint("string", pattern="b"), "bc")),
            bad(column(constraint("string", pattern="b|cd"), "bx"), True),
            bad(column(constraint("integer", pattern="1"), "1")),
            bad(column(constraint("any", pattern="b"), "b")),
        ],
    ),
    Clause(
        "Constraints",
        "`pattern`: `\\d`, `\\w` and `\\s` of other scripts",
        [ok(column(constraint("string", pattern="\\d"), "٣"))],
        "they mean ASCII, as in RE2; `\\p{Nd}` and `\\p{L}` mean all scripts",
    ),
    Clause(
        "Constraints",
        "`pattern`: `\\i`, `\\c` and differences of classes",
        [ok(column(constraint("string", pattern="\\i\\c*"), "b"), None)],
        "patterns are read by RE2, in time linear in the text",
    ),
    Clause(
        "Constraints",
        "`minimum`, `maximum` on integer, number and date; as text too",
        [
            ok(column(constraint("integer", minimum=1, maximum=5), "1", "5", "")),
            ok(column(constraint("integer", minimum="1"), "2")),
            ok(column(constraint("number", minimum=0.5), "0.5")),
            ok(column(constraint("date", minimum="2014-09-05"), "2014-09-05", "")),
            bad(column(constraint("integer", minimum=1), "0")),
            bad(column(constraint("number", maximum="0.5"), "0.6")),
            bad(column(constraint("date", maximum="2015-01-22"), "2015-01-23")),
            bad(column(constraint("string", minimum=1), "b")),
            bad(column(constraint("date", minimum=2015), "2015-01-22"), None),
            bad(column(constraint("integer", minimum=1.5), "2"), None),
        ],
    ),
    Clause(
        "Constraints",
        "`exclusiveMinimum`, `exclusiveMaximum`",
        [
            ok(
                build(
                    '`"exclusiveMinimum": 1`',
                    constraint("integer", exclusiveMinimum=1),
                    "id,x\na,2\n",
                    package={"$schema": V2},
                )
            )
        ],
    ),
    Clause(
        "Constraints",
        "`minLength`, `maxLength` on strings",
        [
            ok(column(constraint("string", minLength=1, maxLength=2), "b", "Ö", "")),
            bad(column(constraint("string", maxLength=2), "bcd")),
            bad(column(constraint("string", minLength=2), "b")),
            bad(column(constraint("integer", minLength=1), "1")),
            bad(column(constraint("any", minLength=1), "b")),
        ],
    ),
    Clause(
        "Constraints",
        "`jsonSchema`",
        [ok(column(constraint("object", jsonSchema={}), "{}"), None)],
        "there are no objects in cells",
    ),
    Clause(
        "Constraints",
        "constraints that the standard doesn't have",
        [bad(column(constraint("string", longest=2), "b"))],
    ),
    # Form
    Clause(
        "Our form",
        "rows in any order",
        [ok(file("rows not sorted by their key", TEXT, "id,x\nb,c\na,c\n"))],
        OWN_FORM,
    ),
    Clause(
        "Our form",
        "any line ends, a byte order mark",
        [
            ok(file("CRLF", TEXT, "id,x\r\na,b\r\n")),
            ok(file("a byte order mark", TEXT, "\ufeffid,x\na,b\n")),
            ok(file("no line break at the end", TEXT, "id,x\na,b")),
        ],
        OWN_FORM,
    ),
    Clause(
        "Our form",
        "quotation marks where none are needed",
        [ok(file('`"b"`', TEXT, 'id,x\na,"b"\n'))],
        OWN_FORM,
    ),
    Clause(
        "Our form",
        "line breaks and any white space in a cell",
        [
            ok(file("a line break", TEXT, 'id,x\na,"b\nc"\n')),
            ok(file("two spaces", TEXT, "id,x\na,b  c\n")),
            ok(file("a space at the end", TEXT, "id,x\na,b \n")),
        ],
        OWN_FORM,
    ),
    Clause(
        "Our form",
        "accents apart from their letters",
        [ok(file("`e` and U+0301", TEXT, "id,x\na,e\u0301\n"))],
        OWN_FORM,
    ),
    Clause(
        "Our form",
        "a text that begins with = + - @",
        [ok(file("`=1+1`", TEXT, "id,x\na,=1+1\n"))],
        "a spreadsheet would run it",
    ),
    Clause(
        "Our form",
        "blank lines",
        [ok(file("a blank line", TEXT, "id,x\na,b\n\nb,c\n"), None)],
        OWN_FORM,
    ),
]


# Where frictionless finds nothing in a drawn package: our rule, and the clause that it is of.
OWN_RULES = {
    "row-order": "rows in any order",
    "cell-form": "line breaks and any white space in a cell",
    "formula": "a text that begins with = + - @",
    "unique-together": "`uniqueKeys`: a missing cell is equal to no other",
}


def judge(example: Example) -> str:
    """Return the first problem of an example as a line, or nothing."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), example.descriptor, example.files)
        problems = validator.validate(name)
    return str(problems[0]) if problems else ""


def write(folder: Path, descriptor: str, files: dict[str, str]) -> None:
    (folder / NAME).write_text(descriptor, encoding="utf-8")
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(data, encoding="utf-8", newline="")


HEAD = """# How the standard is read

Printed by `python tools/print_docs.py`, from examples that are tried out each time: `tools/standard.py` has them, and for each what
[Data Package 2](https://datapackage.org/standard/data-package/), [Data Resource](https://datapackage.org/standard/data-resource/),
[Table Dialect](https://datapackage.org/standard/table-dialect/) and [Table Schema](https://datapackage.org/standard/table-schema/) say of it.

- **alike**: valid examples are valid here, and invalid ones aren't.
- **refused**: valid by the standard, and an error here. The line is what `coalition-data validate` says. Nothing that could mean
  something is skipped in silence.
- **wider**: against the standard, and not an error here.

The last column says where frictionless 5 says otherwise than the standard. A test asks it, and compares the verdicts on generated
packages too (`COALITION_DATA_STANDARD` of them): they agree, or differ by a clause of this table. Tables that are called as ours
are held to our named rules as well, such as `no-null-words`; the standard has no such rules.
"""


def page() -> str:
    parts = [HEAD]
    for section in dict.fromkeys(clause.section for clause in CLAUSES):
        parts += [
            f"## {section}",
            "",
            "| clause | read | what is said, and why | frictionless |",
            "|---|---|---|---|",
        ]
        parts += [row(clause) for clause in CLAUSES if clause.section == section]
        parts.append("")
    return "\n".join(parts)


def row(clause: Clause) -> str:
    said = [(one, judge(one)) for one in clause.examples]
    refused = [(one, line) for one, line in said if line and one.standard]
    wider = [one for one, line in said if not line and not one.standard]
    read = ", ".join(word for word, found in (("refused", refused), ("wider", wider)) if found)
    words = [f"{one.shown}: {line}" for one, line in refused]
    words += [f"{one.shown}: valid" for one in wider]
    if clause.why:
        words.append(f"Because {clause.why}.")
    odd = [one for one in clause.examples if one.frictionless not in (None, one.standard)]
    other = [f"{one.shown}: {'valid' if one.frictionless else 'an error'}" for one in odd]
    cells = [clause.name, read or "alike", "<br>".join(words), "<br>".join(other)]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
