"""Rows to typed frames, by the types that the descriptor declares."""

from __future__ import annotations

import array
import itertools
import os

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    import pandas as pd

# So many cells that are empty take less than 1 GB.
MOST_EMPTY_CELLS = 100_000_000
# Of a larger file so many samples are looked at, each of so many bytes at most.
SAMPLES, LONGEST_SAMPLE = 64, 1 << 16
ENGINES = ("pandas", "polars", "pyarrow")
ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
}


def meetings() -> pd.DataFrame:
    """Return the meetings: one row per meeting or event, as concluded from its reports."""
    return _frame("meetings")


def reports() -> pd.DataFrame:
    """Return the reports: one row is what one source says of one meeting as a whole."""
    return _frame("reports")


def participants() -> pd.DataFrame:
    """Return the participants: one row is what one source says of one actor's part in a meeting."""
    return _frame("participants")


def quotes() -> pd.DataFrame:
    """Return the quotes: one row is one rendering by one source. Translations are ours."""
    return _frame("quotes")


def figures() -> pd.DataFrame:
    """Return the figures: one row is one number that one source gives."""
    return _frame("figures")


def memberships() -> pd.DataFrame:
    """Return the memberships: one row is what one source says of one actor in one body."""
    return _frame("memberships")


def actors() -> pd.DataFrame:
    """Return the actors: one row per person, state, body or group."""
    return _frame("actors")


def sources() -> pd.DataFrame:
    """Return the sources: one row per text or page that was read."""
    return _frame("sources")


def waivers() -> pd.DataFrame:
    """Return the waivers: one row is a number or quotation in a held text that gets no row."""
    return _frame("waivers")


def ledger() -> pd.DataFrame:
    """Return the ledger: one row per id that a release has carried; none before the first one."""
    return _frame("ledger")


def _frame(table: str) -> pd.DataFrame:
    rows: pd.DataFrame = read_frame(table)
    return rows


def read_frame(
    table: str, engine: str = "pandas", folder: str | os.PathLike[str] | None = None
) -> Any:
    """Return one table as a typed frame of `engine`; `load` can add joined columns."""
    check_engine(engine)
    return to_frame(read_arrow(descriptor.read(folder), table), engine)


def check_engine(engine: str) -> None:
    """Raise ValueError for an engine that isn't known."""
    if engine not in ENGINES:
        raise ValueError(f'no engine "{engine}"; there are {", ".join(ENGINES)}')


def read_arrow(package: descriptor.Package, table: str) -> pa.Table:
    """Return one table, typed by Arrow: string, int64, float64, date32, enums as dictionaries."""
    declared = package.table(table)
    path = package.file(table)
    options = pacsv.ConvertOptions(
        column_types={field.name: ARROW[field.type] for field in declared.fields},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    lines = pacsv.ParseOptions(ignore_empty_lines=False)
    try:
        if _has_mostly_blank_lines(path, len(declared.names)):
            raise pa.ArrowInvalid("most of its lines are blank")
        rows = pacsv.read_csv(path, parse_options=lines, convert_options=options)
        columns = [_check_column(rows.column(field.name), field) for field in declared.fields]
    except (pa.ArrowInvalid, KeyError) as error:
        reason = " ".join(str(error).split())
        todo = "`coalition-data validate` says where it is wrong"
        raise ValueError(f"{path} can't be loaded ({reason}); {todo}") from None
    return pa.table(columns, names=declared.names)


def _has_mostly_blank_lines(path: str, width: int) -> bool:
    """Say whether a file has more lines than rows of that width have room for.

    Arrow takes some five bytes for each cell of a blank line. To count the lines of a large file
    takes a tenth of the time in which Arrow reads it, so samples from all over it are looked at.
    """
    size = os.path.getsize(path)
    if size * width <= MOST_EMPTY_CELLS:
        return False
    lines = seen = 0
    with open(path, "rb") as file:
        for start in range(0, size, max(size // SAMPLES, LONGEST_SAMPLE)):
            file.seek(start)
            sample = file.read(LONGEST_SAMPLE)
            lines += sample.count(b"\n") + sample.count(b"\r")
            seen += len(sample)
    # A row of empty cells is its commas and a line end.
    return lines * width > 2 * seen


def list_rows(
    package: descriptor.Package, table: str, names: Iterable[str] | None = None
) -> list[dict[str, Any]]:
    """Return the rows of one table as dictionaries of typed cells; all columns, or those named."""
    rows = read_arrow(package, table)
    return to_rows(rows if names is None else rows.select(list(names)))


def to_rows(rows: pa.Table) -> list[dict[str, Any]]:
    """Return Arrow's rows as dictionaries of Python values."""
    cells = zip(*map(list_cells, rows.columns), strict=True)
    # To ask each row whether it is as long as the names takes as long as all the rest.
    return [dict(pairs) for pairs in map(zip, itertools.repeat(rows.column_names), cells)]


def list_cells(column: Any) -> list[Any]:
    """Return the cells of an Arrow column as Python values."""
    if pa.types.is_dictionary(column.type):
        # To cast a dictionary is faster than to look up its words one by one.
        column = column.cast(column.type.value_type)
    cells: list[Any] = column.to_pylist()
    return cells


def _check_column(column: Any, field: descriptor.Field) -> Any:
    """Return a column, enums in declared order; raise ArrowInvalid for what Arrow lets through.

    Those are words outside an enum, nan, inf, and the year 0.
    """
    if field.enum:
        return order_enum(column, field.name, field.enum)
    if field.type == "number" and not pc.all(pc.is_finite(column), min_count=0).as_py():
        raise pa.ArrowInvalid(f"a value in {field.name} isn't a number")
    if field.type == "date":
        first = pc.year(pc.min(column)).as_py()
        if first is not None and first < 1:
            raise pa.ArrowInvalid(f"a value in {field.name} isn't a date")
    return column


def make_typed(table: descriptor.Table, rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Return rows as an Arrow table with the columns of `table`, typed as `read_arrow` does."""
    known = list(rows)
    arrays = [_type_cells([row[field.name] for row in known], field) for field in table.fields]
    return pa.table(arrays, names=table.names)


def _type_cells(cells: list[Any], field: descriptor.Field) -> Any:
    column = pa.chunked_array([cells], ARROW[field.type])
    return order_enum(column, field.name, field.enum) if field.enum else column


def order_enum(column: Any, name: str, words: list[str]) -> Any:
    """Return a dictionary column whose dictionary is `words`; ArrowInvalid for any other word."""
    dictionary = of_texts(words).cast(pa.string())
    codes = pc.index_in(column, value_set=dictionary)
    if codes.null_count > column.null_count:
        raise pa.ArrowInvalid(f"a value in {name} isn't one of {', '.join(words)}")
    # Of no chunks `combine_chunks` makes an array from a list, which imports pandas.
    places = codes.combine_chunks() if codes.num_chunks else pa.nulls(0, pa.int32())
    return pa.DictionaryArray.from_arrays(places, dictionary)


def to_frame(rows: pa.Table, engine: str) -> Any:
    """Return a typed Arrow table as a frame of `engine`.

    pandas: text as `str` (object on pandas 2), enums as categories in declared order, dates
    `datetime64[ms]`, integers `Int64`, numbers `float64`, a RangeIndex.
    polars: String, Enum, Date, Int64, Float64. pyarrow: as it is.
    """
    if engine == "pyarrow":
        return rows
    if engine == "polars":
        return _to_polars(rows)
    import pandas as pd

    for i, field in enumerate(rows.schema):
        if field.type == pa.date32():
            rows = rows.set_column(i, field.name, rows.column(i).cast(pa.timestamp("ms")))
    types: dict[Any, Any] = {pa.int64(): pd.Int64Dtype()}
    text = text_type()
    if text is not object:
        types[pa.string()] = text
    return settle_text(rows.to_pandas(types_mapper=types.get))


def text_type() -> Any:
    """Return the type of text in pandas frames: `str`, backed by Arrow; object on pandas 2."""
    import pandas as pd

    # "str" alone would have the storage that pandas' options name.
    return object if pd.__version__ < "3" else pd.StringDtype("pyarrow", na_value=float("nan"))


def settle_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Give all text of a frame its `text_type`, whatever type pandas' options chose for it.

    That is the text in columns, in categories and in the names of columns. Options are pandas' own,
    for all threads: they can't be changed while a frame is made.
    """
    import pandas as pd

    text = text_type()
    for name, column in frame.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            words = column.cat.categories
            if words.dtype != text and _is_text(words):
                frame[name] = column.cat.rename_categories(pd.Index(words, dtype=text))
        elif text is object and _is_text(column):
            # What is missing is None there, as pyarrow has it.
            frame[name] = column.astype(object).where(column.notna(), None)
        elif column.dtype != text and _is_text(column):
            frame[name] = column.astype(text)
    frame.columns = pd.Index(frame.columns, dtype=text)
    return frame


def _is_text(values: Any) -> bool:
    import pandas as pd

    if isinstance(values.dtype, pd.StringDtype):
        return True
    return values.dtype == object and pd.api.types.infer_dtype(values, skipna=True) == "string"


def _to_polars(rows: pa.Table) -> Any:
    try:
        import polars as pl
    except ModuleNotFoundError:
        message = "engine polars needs polars: pip install 'coalition-data[polars]'"
        raise ModuleNotFoundError(message) from None
    frame: Any = pl.from_arrow(rows)
    for field in rows.schema:
        if pa.types.is_dictionary(field.type):
            words = rows.column(field.name).chunk(0).dictionary.to_pylist()
            frame = frame.with_columns(pl.col(field.name).cast(pl.Enum(words)))
    return frame


def of_texts(texts: list[str]) -> Any:
    """Return an Arrow array (large_string) of texts.

    It is built from buffers, because `pyarrow.array` imports pandas (seen with pyarrow 26), which
    costs more than most commands.
    """
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = array.array("q", itertools.accumulate(map(len, encoded), initial=0))
    return pa.LargeStringArray.from_buffers(
        len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    )
