"""frictionless as the referee: what docs/standard.md says of each clause, and drawn packages.

`COALITION_DATA_STANDARD` says how many packages are drawn (default 150); `nox -s fuzz` draws as many, once a week 2,000.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import coalition_data as cd
import standard
from coalition_data.export.plain import make as export_csv
from coalition_data.tables import descriptor

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.once

EXAMPLES = int(os.environ.get("COALITION_DATA_STANDARD", "150"))
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}
MOST = settings(max_examples=EXAMPLES * 2 // 3, **QUIET)
REST = settings(max_examples=EXAMPLES - EXAMPLES * 2 // 3, **QUIET)
NAMES = {clause.name for clause in standard.CLAUSES}


def ask(folder: Path) -> list[str]:
    """Return what frictionless has against a package, nothing if it is valid."""
    report = frictionless.validate(str(folder / standard.NAME))
    tasks = [error.message for task in report.tasks for error in task.errors]
    return [error.message for error in report.errors] + tasks


@pytest.mark.once
def test_the_page_is_what_the_examples_show() -> None:
    assert (ROOT / "docs" / "standard.md").read_text(encoding="utf-8") == standard.page()


@pytest.mark.parametrize("clause", standard.CLAUSES, ids=lambda clause: clause.name)
def test_frictionless_says_of_each_clause_what_the_page_says(
    tmp_path: Path, clause: standard.Clause
) -> None:
    for n, example in enumerate(clause.examples):
        if example.frictionless is not None:
            folder = tmp_path / str(n)
            folder.mkdir()
            standard.write(folder, example.descriptor, example.files)
            assert (not ask(folder)) == example.frictionless, (example.shown, ask(folder))


def test_each_refused_clause_says_what_to_do_and_each_wider_one_why() -> None:
    for clause in standard.CLAUSES:
        for example in clause.examples:
            said = standard.judge(example)
            assert "; " in said or not said
            assert clause.why or said or example.standard


@pytest.mark.parametrize("section", ["Schema", "Field", "Types", "Constraints"])
def test_the_schemas_judge_each_clause_as_the_fields_do(tmp_path: Path, section: str) -> None:
    clauses = [clause for clause in standard.CLAUSES if clause.section == section]
    examples = [one for clause in clauses for one in clause.examples]
    for n, example in enumerate(examples):
        folder = tmp_path / str(n)
        folder.mkdir()
        standard.write(folder, example.descriptor, example.files)
        problems = cd.validate(folder)
        # Of a type and of the order of rows they take other forms as well.
        if not {problem.rule for problem in problems} & {"type", "row-order"}:
            assert bool(cd.validate(folder, schemas=True)) == bool(problems), example.shown


@pytest.mark.parametrize("path", ["./t.csv", "a/./t.csv", "./a/./t.csv", "././t.csv"])
def test_a_dot_in_a_path_is_gone_wherever_the_path_is_shown(tmp_path: Path, path: str) -> None:
    plain = path.replace("./", "")
    standard.write(tmp_path, standard.resource(path=path)[1], {plain: "id\na \n"})
    (found,) = cd.validate(tmp_path)
    assert found.file == plain
    package = descriptor.read(tmp_path)
    assert package.file("t") == str(tmp_path / plain)
    out = tmp_path / "out"
    made = export_csv(package, str(out), "csv")
    assert list(made) == [str(out / standard.NAME), str(out / plain)]


@pytest.mark.parametrize(
    "path",
    [
        "..",
        "../t.csv",
        "a/../t.csv",
        "/t.csv",
        "./../t.csv",
        ".",
        "",
        "./",
        "a//t.csv",
        "C:/t.csv",
        "a\\t.csv",
        ".a/t.csv",
        "./.a/t.csv",
        "t.csv/",
    ],
)
def test_a_path_that_leaves_the_folder_or_is_hidden_is_refused(tmp_path: Path, path: str) -> None:
    standard.write(tmp_path, standard.resource(path=path)[1], {"t.csv": "id\na\n"})
    (found,) = cd.validate(tmp_path)
    assert found.rule == "descriptor"


@pytest.mark.parametrize("path", ["t", "t.html", "t.csv.html", "t.csv/t.svg", "t.csv.", "t.tsv"])
def test_a_file_that_does_not_end_in_csv_is_no_table(tmp_path: Path, path: str) -> None:
    (tmp_path / "t.csv").mkdir()
    standard.write(tmp_path, standard.resource(path=path)[1], {path: "id\na\n"})
    (found,) = cd.validate(tmp_path)
    assert found.rule == "descriptor"
    assert "whose name ends in .csv" in found.todo


def test_the_ending_of_a_table_may_be_in_capitals(tmp_path: Path) -> None:
    standard.write(tmp_path, standard.resource(path="T.CSV")[1], {"T.CSV": "id\na\n"})
    assert cd.validate(tmp_path) == []


# Cells of each type, and some that are none, or that have another form with us: by clause.
CELLS: dict[str, list[str]] = {
    "string": ["b", "c", "bc", "Größe", "NA", "null", "b, c", 'b "c"', "12", "-"],
    "integer": ["0", "1", "2", "-3", "40", "123456789012345678"],
    "number": ["0", "1", "2.5", "-0.25", "40", "15000.125"],
    "date": ["2015-01-22", "2016-02-29", "1789-07-14", "2014-09-05"],
}
OTHER_FORMS = {
    "integer": {
        "007": "`integer`: other ways to write one, or of 19 digits and more",
        "+1": "`integer`: other ways to write one, or of 19 digits and more",
        "1234567890123456789": "`integer`: other ways to write one, or of 19 digits and more",
    },
    "number": {
        "1.50": "`number`: other ways to write one",
        "1e3": "`number`: other ways to write one",
        "NaN": "`number`: other ways to write one",
        "+1": "`number`: other ways to write one",
    },
    "date": {"2015-1-2": "`date`: 2015-1-2"},
    "string": {
        "=1+1": "a text that begins with = + - @",
        "-": "a text that begins with = + - @",
        "b  c": "line breaks and any white space in a cell",
        " b": "line breaks and any white space in a cell",
        "e\u0301": "accents apart from their letters",
    },
}
WRONG = ["b", "1.5", "2015-02-29", "22/01/2015", "bcdefgh", "1,5", "x" * 40, ""]
BOUNDS: dict[str, list[Any]] = {
    "integer": [1, -3, "2", 40],
    "number": [0.5, 1, "2.5", -0.25],
    "date": ["2014-09-05", "2015-01-22"],
}
SHARED = ("required", "unique")


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Draw a field of our subset."""
    kind = draw(st.sampled_from([*CELLS, "any", ""]))
    field: dict[str, Any] = {"name": name, "title": "A title", "type": kind}
    if not kind:
        del field["type"]
    if draw(st.booleans()):
        field["format"] = "default"
    constraints: dict[str, Any] = {"required": draw(st.booleans())}
    if kind != "number":
        constraints["unique"] = draw(st.integers(0, 4)) == 0
    extra = draw(st.sampled_from(["", "low", "high", "enum", "pattern", "length", "categories"]))
    if kind in BOUNDS and extra in ("low", "high"):
        constraints["minimum" if extra == "low" else "maximum"] = draw(
            st.sampled_from(BOUNDS[kind])
        )
    if kind in ("string", "any", "") and extra == "enum":
        constraints["enum"] = draw(st.sampled_from([["b", "c", "bc"], ["NA", "b"], ["", "b"]]))
    if kind == "string" and extra == "pattern":
        constraints["pattern"] = draw(st.sampled_from(["[bc]+", "b|bc", "^b.*$", "[^ ]*", ".*"]))
    if kind == "string" and extra == "length":
        constraints["minLength"] = draw(st.integers(0, 2))
        constraints["maxLength"] = draw(st.integers(1, 5))
    if kind == "string" and extra == "categories":
        field["categories"] = draw(
            st.sampled_from([["b", "c", "bc"], [{"value": "b", "label": "bee"}, {"value": "c"}]])
        )
    field["constraints"] = constraints
    return field


@st.composite
def packages(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, list[list[str]]]]:
    """Draw a package of our subset, and the rows of each table, header first; most are valid."""
    package: dict[str, Any] = {"resources": []}
    files: dict[str, list[list[str]]] = {}
    for name in ["t", "u"][: draw(st.integers(1, 2))]:
        count = draw(st.integers(0, 3))
        own = [draw(fields(f"x{n}")) for n in range(count)]
        columns = [{"name": "id", "type": "string"}, *own]
        schema: dict[str, Any] = {
            "fields": columns,
            "primaryKey": draw(st.sampled_from(["id", ["id"]])),
        }
        rows = [
            list(draw(row_cells(key, own)))
            for key in ["a", "b", "c", "d"][: draw(st.integers(0, 4))]
        ]
        if draw(st.booleans()):
            columns.append({"name": "up", "type": draw(st.sampled_from(["string", "any"]))})
            leads = draw(
                st.sampled_from(
                    [
                        {"fields": ["id"]},
                        {"resource": "", "fields": "id"},
                        {"resource": "t", "fields": ["id"]},
                    ]
                )
            )
            schema["foreignKeys"] = [
                {
                    "fields": ["up"] if isinstance(leads["fields"], list) else "up",
                    "reference": leads,
                }
            ]
            there = files["t"][1:] if leads.get("resource") == "t" and name == "u" else rows
            keys = [row[0] for row in there]
            for row in rows:
                row.append(draw(st.sampled_from(["", *keys])))
        if (
            count > 1
            and not any(field.get("type") == "number" for field in own)
            and draw(st.booleans())
        ):
            schema["uniqueKeys"] = [[field["name"] for field in own[:2]]]
        place = draw(st.sampled_from(["{}.csv", "./{}.csv", "a/./{}.csv"])).format(name)
        package["resources"].append(
            {"name": name, "title": "A table", "path": place, "schema": schema}
        )
        files[name] = [[field["name"] for field in columns], *rows]
    return package, files


@st.composite
def row_cells(draw: st.DrawFn, key: str, own: list[dict[str, Any]]) -> list[str]:
    cells = [key]
    for field in own:
        kind = field.get("type", "any")
        limits = field["constraints"]
        listed = limits.get("enum") or [
            one if isinstance(one, str) else one["value"] for one in field.get("categories", [])
        ]
        choice = [one for one in listed if one] or CELLS["string" if kind == "any" else kind]
        cells.append(draw(st.sampled_from(choice if limits["required"] else ["", *choice])))
    return cells


# What can be wrong with a descriptor: how it is made so, and the clause if the verdicts may differ.
def _set(place: str, key: str, value: Any) -> Any:
    def change(package: dict[str, Any]) -> None:
        resource = package["resources"][-1]
        targets = {
            "package": package,
            "resource": resource,
            "schema": resource["schema"],
            "field": resource["schema"]["fields"][-1],
            "constraints": resource["schema"]["fields"][-1].setdefault("constraints", {}),
        }
        targets[place][key] = value

    return change


BREAKS: list[tuple[Any, str]] = [
    (_set("package", "title", 1), ""),
    (_set("package", "licenses", "CC0-1.0"), ""),
    (_set("package", "resources", []), "`resources`: at least one"),
    (_set("resource", "path", "../t.csv"), ""),
    (_set("resource", "path", "nowhere.csv"), ""),
    (_set("resource", "name", None), ""),
    (
        _set("resource", "name", "My table"),
        "`name`: lowercase letters, digits and . - _ (should be)",
    ),
    (_set("resource", "title", 1), ""),
    (_set("resource", "bytes", 1), "`bytes`, `hash`"),
    (_set("resource", "encoding", "iso-8859-1"), "`encoding`: others"),
    (_set("schema", "primaryKey", "nowhere"), ""),
    (_set("schema", "primaryKey", 3), ""),
    (_set("schema", "missingValues", ["", "NA"]), "`missingValues`: any others, or none"),
    (_set("schema", "fields", [{"type": "string"}]), ""),
    (
        _set(
            "schema",
            "foreignKeys",
            [{"fields": "id", "reference": {"resource": "v", "fields": "id"}}],
        ),
        "",
    ),
    (
        _set(
            "schema",
            "foreignKeys",
            [{"fields": "id", "reference": {"resource": "", "fields": "z"}}],
        ),
        "`foreignKeys`: one column, to this table or another; a missing cell leads nowhere",
    ),
    (_set("schema", "foreignKeys", [{"fields": ["id"], "reference": {"fields": ["id"]}}]), ""),
    (_set("schema", "note", 1), "other properties, of schema and field, without a prefix"),
    (_set("schema", "my:note", 1), ""),
    (_set("field", "type", "colour"), ""),
    (_set("field", "type", "boolean"), "`boolean`"),
    (_set("field", "title", 1), ""),
    (_set("field", "rdfType", "http://schema.org/Country"), ""),
    (_set("constraints", "required", "yes"), ""),
    (_set("constraints", "longest", 3), ""),
    (_set("constraints", "enum", "b"), ""),
]


Drawn = tuple[dict[str, Any], dict[str, list[list[str]]]]


@st.composite
def with_a_fault(draw: st.DrawFn) -> Drawn:
    """Draw a package, and most often something wrong or of another form in one table."""
    how = draw(st.sampled_from(["cell", "cell", "form", "form", "key", "order", "not"]))
    package, files = draw(packages())
    name = draw(st.sampled_from(sorted(files)))
    rows = files[name]
    resource = next(one for one in package["resources"] if one["name"] == name)
    types = [field.get("type", "any") for field in resource["schema"]["fields"]]
    if how in ("cell", "form") and len(rows) > 1:
        row = draw(st.integers(1, len(rows) - 1))
        at = draw(st.integers(0, len(types) - 1))
        forms = OTHER_FORMS["string" if types[at] == "any" else types[at]]
        rows[row][at] = draw(st.sampled_from(WRONG if how == "cell" else sorted(forms)))
    if how == "key" and len(rows) > 2:
        rows[2][0] = rows[1][0]
    if how == "order":
        rows[1:] = rows[:0:-1]
    return package, files


def render(rows: list[list[str]]) -> str:
    quoted = [
        [
            f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set(',"') else cell
            for cell in row
        ]
        for row in rows
    ]
    return "".join(",".join(row) + "\n" for row in quoted)


def explain(package: dict[str, Any], problem: Any) -> str:
    """Return the clause that a problem is of, where frictionless finds nothing; blank if none."""
    if problem.rule in standard.OWN_RULES:
        return standard.OWN_RULES[problem.rule]
    resource = next(
        (one for one in package["resources"] if one["path"].replace("./", "") == problem.file), None
    )
    if resource is None:
        return ""
    field = next((one for one in resource["schema"]["fields"] if one["name"] == problem.column), {})
    if problem.rule == "type":
        return OTHER_FORMS[field["type"]].get(problem.got, "")
    if problem.rule == "enum" and "categories" in field:
        return "`categories`: allow no other value; on a string field"
    if problem.rule == "pattern" and "|" in field["constraints"]["pattern"]:
        return "`pattern`: the whole cell, of a string"
    return ""


def compare(drawn: Drawn, change: Any = None, clause: str = "") -> None:
    """Have both judge a package; they agree, or differ by a clause of the page.

    `change` breaks the descriptor; `clause` is the one by which verdicts may then differ.
    """
    package, tables = drawn
    paths = {one["name"]: one["path"].replace("./", "") for one in package["resources"]}
    files = {paths[table]: render(tables[table]) for table in tables}
    if change is not None:
        change(package)
    with tempfile.TemporaryDirectory() as name:
        standard.write(Path(name), json.dumps(package), files)
        problems = cd.validate(name)
        theirs = ask(Path(name))
    event(f"{'broken' if problems else 'valid'}, frictionless {'broken' if theirs else 'valid'}")
    if bool(problems) == bool(theirs):
        return
    found = {clause} if clause else {explain(package, problem) for problem in problems}
    assert found, theirs
    assert found <= NAMES, problems
    for one in found:
        event(one)


@MOST
@given(with_a_fault())
def test_frictionless_and_we_agree_on_drawn_tables_or_differ_by_a_clause_of_the_page(
    drawn: Drawn,
) -> None:
    compare(drawn)


@REST
@given(st.sampled_from(BREAKS), packages())
def test_frictionless_and_we_agree_on_drawn_descriptors_or_differ_by_a_clause_of_the_page(
    fault: tuple[Any, str], drawn: Drawn
) -> None:
    compare(drawn, *fault)
