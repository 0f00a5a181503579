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
    from typing import Any

    import pandas as pd

ENGINES = ("pandas", "polars", "pyarrow")
ENUM = pa.dictionary(pa.int32(), pa.string())
FEW_WORDS = 255
ARROW = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}


def meetings() -> pd.DataFrame:
    """Return the meetings: one row per meeting or event, as the curators concluded from its reports."""
    return _frame("meetings")


def reports() -> pd.DataFrame:
    """Return the reports: one row is what one source says of one meeting as a whole."""
    return _frame("reports")


def participants() -> pd.DataFrame:
    """Return the participants: one row is what one source says of one actor's part in one meeting."""
    return _frame("participants")


def quotes() -> pd.DataFrame:
    """Return the quotes: one row is one rendering by one source of something said. Translations are ours."""
    return _frame("quotes")


def figures() -> pd.DataFrame:
    """Return the figures: one row is one number that one source gives."""
    return _frame("figures")


def memberships() -> pd.DataFrame:
    """Return the memberships: one row is what one source says of one actor's membership of a body."""
    return _frame("memberships")


def actors() -> pd.DataFrame:
    """Return the actors: one row per person, state, body or group."""
    return _frame("actors")


def sources() -> pd.DataFrame:
    """Return the sources: one row per text or page that was read."""
    return _frame("sources")


def _frame(table: str) -> pd.DataFrame:
    rows: pd.DataFrame = read_frame(table)
    return rows


def read_frame(
    table: str, engine: str = "pandas", folder: str | os.PathLike[str] | None = None
) -> Any:
    """Return one table as a typed frame of `engine`; `load` is the same with joined columns."""
    check_engine(engine)
    package = descriptor.read(folder)
    return frame(read_arrow(package, table), engine)


def check_engine(engine: str) -> None:
    """Raise ValueError for an engine that isn't known."""
    if engine not in ENGINES:
        raise ValueError(f'no engine "{engine}"; there are {", ".join(ENGINES)}')


def read_arrow(package: descriptor.Package, table: str) -> pa.Table:
    """Read one table with pyarrow's typed reader: string, int64, float64, date32, enums as dictionaries."""
    declared = package.table(table)
    path = package.file(table)
    try:
        rows = pacsv.read_csv(
            path,
            parse_options=pacsv.ParseOptions(ignore_empty_lines=False),
            convert_options=pacsv.ConvertOptions(
                # An enum read as a dictionary has few words to be looked up afterwards.
                column_types={f.name: ENUM if f.enum else ARROW[f.type] for f in declared.fields},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
        columns = [
            _enum(rows.column(f.name), f) if f.enum else rows.column(f.name)
            for f in declared.fields
        ]
        typed = pa.table(columns, names=declared.names)
        _check_values(typed)
        return typed
    except (pa.ArrowInvalid, KeyError) as error:
        reason = " ".join(str(error).split())
        raise ValueError(
            f"{path} can't be loaded ({reason}); `coalition-data validate` says where it is wrong"
        ) from None


def _check_values(rows: pa.Table) -> None:
    """Raise pyarrow.ArrowInvalid for what Arrow reads as a number or date, and isn't one: nan, inf, the year 0."""
    for field in rows.schema:
        column = rows.column(field.name)
        if field.type == pa.float64() and not pc.all(pc.is_finite(column), min_count=0).as_py():
            raise pa.ArrowInvalid(f"a value in {field.name} isn't a number")
        if (
            field.type == pa.date32()
            and (year := pc.min(pc.year(column)).as_py()) is not None
            and year < 1
        ):
            raise pa.ArrowInvalid(f"a value in {field.name} isn't a date")


def _enum(column: Any, field: descriptor.Field) -> Any:
    """Return a dictionary column with its words in the declared order; pyarrow.ArrowInvalid for a word that isn't."""
    words = pa.DictionaryArray.from_arrays(
        pa.nulls(0, pa.int32()), of_texts(field.enum or []).cast(pa.string())
    )
    # A first piece without rows has all words in their order: words that the others have besides come after them. One
    # chunk even for no rows: without a chunk the dictionary would be lost.
    found = pa.chunked_array([words, *column.chunks]).combine_chunks()
    if not found.dictionary.equals(words.dictionary):
        raise pa.ArrowInvalid(f"a value in {field.name} isn't one of {', '.join(field.enum or [])}")
    return pa.chunked_array([found])


def frame(rows: pa.Table, engine: str) -> Any:
    """Return a typed Arrow table as a frame of `engine`.

    pandas: text as `str` (object on pandas 2), enums as categories in declared order, dates `datetime64[ms]`, integers
    `Int64`, numbers `float64`, a RangeIndex. polars: String, Enum, Date, Int64, Float64. pyarrow: as it is.
    """
    if engine == "pyarrow":
        return rows
    if engine == "polars":
        return _polars(rows)
    import pandas as pd

    dates = [i for i, field in enumerate(rows.schema) if field.type == pa.date32()]
    for i in dates:
        rows = rows.set_column(
            i, rows.schema.field(i).name, rows.column(i).cast(pa.timestamp("ms"))
        )
    return rows.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)


def _polars(rows: pa.Table) -> Any:
    try:
        import polars as pl
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "engine polars needs polars: pip install 'coalition-data[polars]'"
        ) from None
    kinds: dict[str, Any] = {}
    for i, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            column = rows.column(i).combine_chunks()
            words = column.dictionary.to_pylist()
            kinds[field.name] = pl.Enum(words)
            # Few words are a byte each in an Enum; codes that are wide would be narrowed one by one.
            codes = column.indices.cast(pa.uint8()) if len(words) < FEW_WORDS else column.indices
            rows = rows.set_column(i, field.name, codes)
    out: Any = pl.from_arrow(rows)
    # Codes become an Enum as they are; words would be looked up row by row. Since polars 2 a method of its own does it.
    return out.with_columns(
        pl.col(name).cat.to(kind) if hasattr(pl.col(name).cat, "to") else pl.col(name).cast(kind)
        for name, kind in kinds.items()
    )


def of_texts(texts: list[str]) -> Any:
    """Return an Arrow array (large_string) of texts, from buffers: `pyarrow.array` would import pandas."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = array.array("q", itertools.accumulate(map(len, encoded), initial=0))
    return pa.LargeStringArray.from_buffers(
        len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    )
