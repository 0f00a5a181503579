"""Other libraries' ways of checking types, constraints and keys of a package, all from its descriptor.

Each takes the package and yields what is wrong: table, column, check. No schema here spans tables: the frame engine
below it looks for foreign keys that lead nowhere. The form of the file is looked at as far as a reader or a schema does
so by itself; named rules aren't.
"""

from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from coalition_data.tables import descriptor
from coalition_data.tables.descriptor import Field, Package, Table

Way = Callable[[Package], Iterator[str]]
# Says whether a column of one table leads to rows that the column of another doesn't have.
Dangling = Callable[[str, str, str, str], bool]
DATE = "%Y-%m-%d"


class UnreadableError(ValueError):
    """A reader raised: the file doesn't have the declared columns, or a cell not its type."""


@contextmanager
def reading(*errors: type[Exception]) -> Iterator[None]:
    """Turn what a reader raises into UnreadableError."""
    try:
        yield
    except errors as error:
        raise UnreadableError(" ".join(str(error).split())) from None


def dangling(package: Package, leads_nowhere: Dangling) -> Iterator[str]:
    """Yield each foreign key of which some cell leads nowhere."""
    for table in package.tables.values():
        for column, (target, name) in table.foreign.items():
            if leads_nowhere(table.name, column, target, name):
                yield f"{table.name}, {column}: leads to rows that {target} doesn't have"


def required(table: Table, field: Field) -> bool:
    """Say whether a field needs a value: the primary key does."""
    return field.required or field.name == table.key


def unique(table: Table, field: Field) -> bool:
    """Say whether no two rows share a value of the field; missing ones don't count."""
    return field.unique or field.name == table.key


def whole(pattern: str) -> str:
    """Return the pattern so that it matches from end to end."""
    return f"^(?:{pattern})$"


def arrow(package: Package) -> Iterator[str]:
    """Check with Arrow's compute kernels, by hand."""
    import pyarrow as pa
    import pyarrow.compute as pc

    import floors

    tables = {}
    for (path, types), table in zip(
        floors.declared(package.folder).items(), package.tables.values(), strict=True
    ):
        with reading(pa.ArrowInvalid, KeyError):
            rows = tables[table.name] = floors.read_file(path, types).select(table.names)
        for field in table.fields:
            failed = _arrow_failed(table, field, rows.column(field.name))
            yield from (f"{table.name}, {field.name}: {check}" for check in failed)
        for group in table.unique:
            if _arrow_repeats([rows.column(name).cast(pa.string()) for name in group]):
                yield f"{table.name}, {', '.join(group)}: not unique together"

    def leads_nowhere(table: str, column: str, target: str, name: str) -> bool:
        there = tables[target].column(name)
        cells = pc.unique(tables[table].column(column)).drop_null()
        return not pc.all(pc.is_in(cells, value_set=there), min_count=0).as_py()

    yield from dangling(package, leads_nowhere)


def _arrow_failed(table: Table, field: Field, column: Any) -> Iterator[str]:
    """Yield the checks that a typed column fails."""
    import pyarrow.compute as pc

    if required(table, field) and column.null_count:
        yield "required"
    if unique(table, field) and pc.count_distinct(column).as_py() < len(column) - column.null_count:
        yield "unique"
    # An enum was read as a dictionary.
    if field.enum and not {*pc.unique(column).to_pylist()} <= {*field.enum, None}:
        yield "enum"
    if (
        field.pattern
        and not pc.all(pc.match_substring_regex(column, whole(field.pattern)), min_count=0).as_py()
    ):
        yield "pattern"
    if (field.minimum, field.maximum) != (None, None) and _arrow_beyond(
        column, field.minimum, field.maximum
    ):
        yield "minimum or maximum"
    least, most = field.min_length, field.max_length
    if (least, most) != (None, None) and _arrow_beyond(pc.utf8_length(column), least, most):
        yield "minLength or maxLength"


def _arrow_repeats(columns: list[Any]) -> bool:
    """Say whether two rows agree in columns of text: joined by a character that no cell has, they are one column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    # Made of bytes: `group_by`, and a text of Python as an argument, would import pandas.
    ends = pa.py_buffer(array("i", [0, 1]))
    separator = pa.StringArray.from_buffers(1, ends, pa.py_buffer(b"\x1f"))[0]
    joined = pc.binary_join_element_wise(*columns, separator, null_handling="replace")
    return bool(pc.count_distinct(joined).as_py() < len(joined))


def _arrow_beyond(column: Any, least: float | None, most: float | None) -> bool:
    """Say whether a value is below or above; to compare a column with a number of Python, Arrow would import pandas."""
    import pyarrow.compute as pc

    low, high = pc.min_max(column).as_py().values()
    too_low = least is not None and low is not None and low < least
    return too_low or (most is not None and high is not None and high > most)


def _polars_frames(package: Package) -> dict[str, Any]:
    """Read the files with polars into columns of the declared types."""
    import polars as pl

    types = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
    with reading(pl.exceptions.PolarsError):
        return {
            table.name: pl.read_csv(
                package.file(table.name),
                schema_overrides={
                    f.name: pl.Enum(f.enum) if f.enum else types[f.type] for f in table.fields
                },
            ).select(table.names)
            for table in package.tables.values()
        }


def _polars_dangling(package: Package, frames: dict[str, Any]) -> Iterator[str]:
    """Yield the foreign keys for which an anti-join leaves rows."""

    def leads_nowhere(table: str, column: str, target: str, name: str) -> bool:
        cells = frames[table].select(column).drop_nulls()
        return not cells.join(frames[target], left_on=column, right_on=name, how="anti").is_empty()

    return dangling(package, leads_nowhere)


def polars(package: Package) -> Iterator[str]:
    """Check with polars expressions, by hand; the reader refuses wrong types and words that an enum doesn't have."""
    frames = _polars_frames(package)
    for table in package.tables.values():
        failed = {
            name: test for field in table.fields for name, test in _polars_failed(table, field)
        }
        found = frames[table.name].select(**failed).row(0, named=True)
        yield from (f"{table.name}, {name}" for name, is_bad in found.items() if is_bad)
        for group in table.unique:
            if frames[table.name].select(group).is_duplicated().any():
                yield f"{table.name}, {', '.join(group)}: not unique together"
    yield from _polars_dangling(package, frames)


def _polars_failed(table: Table, field: Field) -> Iterator[tuple[str, Any]]:
    """Yield for each check an expression that says whether the column fails it."""
    import polars as pl

    column: Any = pl.col(field.name)
    if required(table, field):
        yield f"{field.name}: required", column.has_nulls()
    if unique(table, field):
        yield f"{field.name}: unique", column.drop_nulls().is_duplicated().any()
    checks: list[tuple[str, Any, Callable[[Any], Any]]] = [
        ("pattern", field.pattern, lambda form: column.str.contains(whole(form))),
        ("minimum", field.minimum, lambda least: column >= least),
        ("maximum", field.maximum, lambda most: column <= most),
        ("minLength", field.min_length, lambda least: column.str.len_chars() >= least),
        ("maxLength", field.max_length, lambda most: column.str.len_chars() <= most),
    ]
    yield from (
        (f"{field.name}: {name}", ~holds(bound).all())
        for name, bound, holds in checks
        if bound is not None
    )


def dataframely(package: Package) -> Iterator[str]:
    """Check with schemas of dataframely on frames of polars; the keys by anti-join."""
    import dataframely as dy

    frames = _polars_frames(package)
    for table in package.tables.values():
        schema: Any = type(
            table.name, (dy.Schema,), {**_dataframely_columns(table), **_dataframely_rules(table)}
        )
        _, failure = schema.filter(frames[table.name])
        yield from (
            f"{table.name}, {name}: {count} rows" for name, count in failure.counts().items()
        )
    yield from _polars_dangling(package, frames)


def _dataframely_columns(table: Table) -> dict[str, Any]:
    """Return the columns of a table's schema."""
    import dataframely as dy

    def column(field: Field) -> Any:
        common: dict[str, Any] = {
            "nullable": not required(table, field),
            "primary_key": field.name == table.key,
        }
        if field.enum:
            return dy.Enum(field.enum, **common)
        if field.type == "string":
            pattern = whole(field.pattern) if field.pattern else None
            return dy.String(
                regex=pattern, min_length=field.min_length, max_length=field.max_length, **common
            )
        if field.type == "date":
            return dy.Date(**common)
        kind: Any = dy.Int64 if field.type == "integer" else dy.Float64
        return kind(min=field.minimum, max=field.maximum, **common)

    return {field.name: column(field) for field in table.fields}


def _dataframely_rules(table: Table) -> dict[str, Any]:
    """Return a rule for each other column, and each group of columns, that no two rows share."""
    import dataframely as dy
    import polars as pl

    def rule(group: list[str], test: Any) -> Any:
        return dy.rule()(lambda cls: test)

    alone = [field.name for field in table.fields if field.unique and field.name != table.key]
    rules = {
        f"unique_{name}": rule([name], pl.col(name).is_null() | pl.col(name).is_unique())
        for name in alone
    }
    return rules | {
        f"unique_{'_'.join(group)}": rule(group, pl.struct(group).is_unique())
        for group in table.unique
    }


def pointblank(package: Package) -> Iterator[str]:
    """Check with plans of pointblank on frames of polars; the keys by anti-join."""
    import pointblank as pb

    frames = _polars_frames(package)
    for table in package.tables.values():
        # Of a table without rows each step is an error.
        if frames[table.name].is_empty():
            continue
        plan = pb.Validate(frames[table.name])
        for field in table.fields:
            plan = _pointblank_steps(plan, table, field)
        for group in table.unique:
            plan = plan.rows_distinct(group)
        done = plan.interrogate(collect_extracts=False)
        failed = [step for step in done.validation_info if not step.all_passed]
        yield from (f"{table.name}, {step.column}: {step.assertion_type}" for step in failed)
    yield from _polars_dangling(package, frames)


def _pointblank_steps(plan: Any, table: Table, field: Field) -> Any:
    """Add the steps of a field to a plan."""
    import polars as pl

    name = field.name

    def length(frame: Any) -> Any:
        return frame.with_columns(pl.col(name).str.len_chars())

    if required(table, field):
        plan = plan.col_vals_not_null(name)
    if unique(table, field):
        plan = plan.rows_distinct(name, pre=lambda frame: frame.drop_nulls(name))
    if field.pattern:
        plan = plan.col_vals_regex(name, whole(field.pattern), na_pass=True)
    if field.minimum is not None:
        plan = plan.col_vals_ge(name, field.minimum, na_pass=True)
    if field.maximum is not None:
        plan = plan.col_vals_le(name, field.maximum, na_pass=True)
    if field.min_length is not None:
        plan = plan.col_vals_ge(name, field.min_length, na_pass=True, pre=length)
    if field.max_length is not None:
        plan = plan.col_vals_le(name, field.max_length, na_pass=True, pre=length)
    return plan


def _pandas_frames(
    package: Package, types: Callable[[Table], Any] = lambda _: None
) -> dict[str, Any]:
    """Read the files with pandas, columns as `types` says (default: as it guesses); only the empty cell is missing."""
    import pandas as pd

    with reading(ValueError):
        return {
            name: pd.read_csv(
                package.file(name), dtype=types(table), keep_default_na=False, na_values=[""]
            )
            for name, table in package.tables.items()
        }


def _text_and_numbers(table: Table) -> dict[str, str]:
    """Return the types that pandas is to read: text, and numbers where they are declared."""
    return {
        field.name: {"integer": "Int64", "number": "float64"}.get(field.type, "str")
        for field in table.fields
    }


def _pandas_dangling(package: Package, frames: dict[str, Any]) -> Iterator[str]:
    """Yield the foreign keys of which some cell isn't in the column that it leads to."""

    def leads_nowhere(table: str, column: str, target: str, name: str) -> bool:
        return not frames[table][column].dropna().isin(frames[target][name]).all()

    return dangling(package, leads_nowhere)


def pandera_csv(package: Package) -> Iterator[str]:
    """Check with schemas of pandera on what `pandas.read_csv` makes of the files; they convert to the types."""
    from pandera.engines import pandas_engine

    types = {"string": str, "integer": "Int64", "number": "float64"}
    # Without a form, dates are guessed.
    types["date"] = pandas_engine.DateTime(to_datetime_kwargs={"format": DATE})
    return _pandera(package, _pandas_frames(package), types)


def pandera_str(package: Package) -> Iterator[str]:
    """Check with schemas of pandera on columns of text; the types by conversion."""
    return _pandera(package, _pandas_frames(package, lambda _: "str"), {})


def _pandera(package: Package, frames: dict[str, Any], types: dict[str, Any]) -> Iterator[str]:
    """Hold frames against schemas with such types (none: text)."""
    import pandera.errors
    import pandera.pandas as pa

    for table in package.tables.values():
        columns = {
            field.name: pa.Column(
                types.get(field.type, str),
                _pandera_checks(field, unique(table, field), as_text=not types),
                nullable=not required(table, field),
                coerce=bool(types),
            )
            for field in table.fields
        }
        together = [
            pa.Check(
                lambda frame, group=group: ~frame.duplicated(group),
                name=f"{', '.join(group)}: unique together",
            )
            for group in table.unique
        ]
        schema = pa.DataFrameSchema(columns, together, strict=True, ordered=True)
        try:
            frames[table.name] = schema.validate(frames[table.name], lazy=True)
        except pandera.errors.SchemaErrors as error:
            cases = error.failure_cases[["column", "check"]].drop_duplicates()
            yield from (
                f"{table.name}, {column}: {check}"
                for column, check in cases.itertuples(index=False)
            )
    yield from _pandas_dangling(package, frames)


def _pandera_checks(field: Field, is_unique: bool, as_text: bool) -> list[Any]:
    """Return the checks of a field; of a column of text that of the type too, and bounds after conversion."""
    import pandas as pd
    import pandera.pandas as pa

    def number(cells: Any) -> Any:
        return pd.to_numeric(cells, errors="coerce") if as_text else cells

    def date(cells: Any) -> Any:
        return pd.to_datetime(cells, format=DATE, errors="coerce")

    convert = (
        {"integer": number, "number": number, "date": date}.get(field.type) if as_text else None
    )
    made: list[tuple[Any, Any]] = [
        (convert, lambda convert: pa.Check(lambda s: convert(s).notna(), name=field.type)),
        # pandera's own `unique` counts missing cells as equal.
        (is_unique or None, lambda _: pa.Check(lambda s: ~s.duplicated(), name="unique")),
        (field.enum, pa.Check.isin),
        (field.pattern, lambda form: pa.Check.str_matches(whole(form))),
        (field.minimum, lambda least: pa.Check(lambda s: number(s) >= least, name="minimum")),
        (field.maximum, lambda most: pa.Check(lambda s: number(s) <= most, name="maximum")),
        (field.min_length, lambda least: pa.Check.str_length(min_value=least)),
        (field.max_length, lambda most: pa.Check.str_length(max_value=most)),
    ]
    return [check(bound) for bound, check in made if bound is not None]


def great_expectations(package: Package) -> Iterator[str]:
    """Check with expectations of great_expectations on typed frames of pandas, dates as text; the keys by `isin`."""
    import great_expectations as gx

    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("files")
    frames = _pandas_frames(package, _text_and_numbers)
    for table in package.tables.values():
        suite = gx.ExpectationSuite(table.name)
        for expectation in _expectations(table):
            suite.add_expectation(expectation)
        asset = source.add_dataframe_asset(table.name)
        batches = asset.add_batch_definition_whole_dataframe("all")
        batch = batches.get_batch({"dataframe": frames[table.name]})
        for result in batch.validate(suite, result_format="BOOLEAN_ONLY").results:
            if not result.success:
                asked = result.expectation_config
                yield f"{table.name}, {asked.kwargs.get('column', '')}: {asked.type}"
    yield from _pandas_dangling(package, frames)


def _expectations(table: Table) -> Iterator[Any]:
    """Yield what is expected of a table."""
    import great_expectations.expectations as gxe

    yield gxe.ExpectTableColumnsToMatchOrderedList(column_list=table.names)
    for field in table.fields:
        column = field.name
        if required(table, field):
            yield gxe.ExpectColumnValuesToNotBeNull(column=column)
        if unique(table, field):
            yield gxe.ExpectColumnValuesToBeUnique(column=column)
        if field.type == "date":
            yield gxe.ExpectColumnValuesToMatchStrftimeFormat(column=column, strftime_format=DATE)
        if field.enum:
            yield gxe.ExpectColumnValuesToBeInSet(column=column, value_set=field.enum)
        if field.pattern:
            yield gxe.ExpectColumnValuesToMatchRegex(column=column, regex=whole(field.pattern))
        if (field.minimum, field.maximum) != (None, None):
            yield gxe.ExpectColumnValuesToBeBetween(
                column=column, min_value=field.minimum, max_value=field.maximum
            )
        least, most = field.min_length, field.max_length
        if (least, most) != (None, None):
            yield gxe.ExpectColumnValueLengthsToBeBetween(
                column=column, min_value=least, max_value=most
            )
    for group in table.unique:
        yield gxe.ExpectCompoundColumnsToBeUnique(column_list=group)


def stdlib(package: Package) -> Iterator[str]:
    """Check as `validate` does, with the standard library alone, without its rules."""
    from coalition_data.validation import checked

    tables = {name: checked.judge(package, name) for name in package.tables}
    yield from (
        f"{name}, {p.column}: {p.rule}" for name, one in tables.items() for p in one.sheet.problems
    )
    there = {
        name: {column: set(cells) for column, cells in one.cells.items()}
        for name, one in tables.items()
    }
    yield from dangling(
        package,
        lambda table, column, target, name: bool(there[table][column] - there[target][name] - {""}),
    )


WAYS: dict[str, Way] = {
    way.__name__.replace("_", "-"): way
    for way in (
        arrow,
        polars,
        dataframely,
        pointblank,
        pandera_csv,
        pandera_str,
        great_expectations,
        stdlib,
    )
}
# What each of them checks with.
LIBRARIES = {way: {"arrow": "pyarrow", "stdlib": ""}.get(way, way) for way in WAYS}
LIBRARIES |= {
    "pandera-csv": "pandera",
    "pandera-str": "pandera",
    "great-expectations": "great_expectations",
}


def problem(way: str, folder: str) -> str:
    """Return the first thing that is wrong with a package, or nothing; a cell that a reader refuses is wrong too."""
    package = descriptor.read(folder)
    try:
        return next(WAYS[way](package), "")
    except UnreadableError as error:
        return f"it can't be read: {error}"
