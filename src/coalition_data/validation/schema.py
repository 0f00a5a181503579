"""Field descriptors to pandera schemas."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pyarrow.compute as pc
from pandera.engines import pandas_engine

from coalition_data.tables import descriptor, loader
from coalition_data.validation.pattern import anchor_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from typing import Any


def schemas(*, folder: str | os.PathLike[str] | None = None) -> dict[str, pa.DataFrameSchema]:
    """Return a pandera schema for each table, built from the descriptor.

    `folder`: one with a datapackage.json (default: the installed data). Schemas check typed frames,
    as `load` returns them: types, required, unique (primary keys too), enum, pattern and bounds,
    column by column; groups of columns that are unique together; strict and in order. `validate`
    checks keys and named rules.

    >>> schemas()["meetings"].columns["level"].nullable
    False
    """
    return {name: build_schema(table) for name, table in descriptor.read(folder).tables.items()}


def build_schema(table: descriptor.Table) -> pa.DataFrameSchema:
    """Return the pandera schema of one table."""
    return pa.DataFrameSchema(
        {field.name: _build_column(field, field.name == table.key) for field in table.fields},
        [
            pa.Check(
                lambda frame, group=group: _find_different_groups(frame, group),
                name="unique-together",
            )
            for group in table.unique
        ],
        name=table.name,
        title=table.title,
        description=table.description,
        strict=True,
        ordered=True,
    )


def _build_column(field: descriptor.Field, is_key: bool) -> pa.Column:
    dtype = find_dtype(field)
    return pa.Column(
        _Text(dtype.storage) if isinstance(dtype, pd.StringDtype) else dtype,
        _build_checks(field, field.unique or is_key),
        nullable=not (field.required or is_key),
        title=field.title,
        description=field.description,
    )


class _Text(pandas_engine.STRING):
    """Text, told by the type of the column.

    pandera's own check looks for the cells that aren't text, and writes them into a message that
    nobody reads where there are none: twice the time of all other checks.
    """

    def check(self, pandera_dtype: Any, data_container: Any = None) -> bool:
        return bool(self.type == pandera_dtype.type)


def find_dtype(field: descriptor.Field) -> Any:
    """Return the dtype that a field has in a pandas frame."""
    text = loader.text_type()
    if field.enum:
        return pd.CategoricalDtype(pd.Index(field.enum, dtype=text))
    if field.type == "string":
        return str if text is object else text
    return {"integer": pd.Int64Dtype(), "number": "float64", "date": "datetime64[ms]"}[field.type]


def _build_checks(field: descriptor.Field, unique: bool) -> list[pa.Check]:
    """Return the checks of a field, each named for its constraint; the dtype checks enums."""
    low, high = _read_bound(field, field.minimum), _read_bound(field, field.maximum)
    tests: list[tuple[str, Any, Callable[[Any], Any]]] = [
        # pandera's own `unique` counts missing cells as equal.
        ("unique", unique or None, _find_different),
        ("pattern", field.pattern, lambda s: _find_matched(s, field.pattern or "")),
        ("minimum", low, lambda s: s.ge(low)),
        ("maximum", high, lambda s: s.le(high)),
        ("minLength", field.min_length, lambda s: s.str.len().ge(field.min_length)),
        ("maxLength", field.max_length, lambda s: s.str.len().le(field.max_length)),
    ]
    bounded = [(name, test) for name, bound, test in tests if bound is not None]
    return [pa.Check(test, name=name, ignore_na=True) for name, test in bounded]


def _read_bound(field: descriptor.Field, bound: descriptor.Bound | None) -> Any:
    """Return a bound as frames compare it: days are texts in the descriptor."""
    return pd.Timestamp(bound) if isinstance(bound, str) and field.type == "date" else bound


def _find_different_groups(frame: pd.DataFrame, group: list[str]) -> Any:
    """Return which rows are no repeats; as in SQL, a missing cell is equal to no other."""
    return ~frame.duplicated(group) | frame[group].isna().any(axis=1)


def _find_different(series: pd.Series[Any]) -> Any:
    """Return True if all values differ, else which of them are no repeats."""
    if pd.api.types.is_string_dtype(series.dtype):
        texts = _to_arrow(series)
        # Fast path for keys in file order.
        if not texts.null_count and pc.all(pc.greater(texts[1:], texts[:-1]), min_count=0).as_py():
            return True
    return ~series.duplicated()


def _find_matched(series: pd.Series[Any], pattern: str) -> Any:
    """Return True if all texts match from end to end, else which do."""
    # RE2 takes linear time, whatever pattern a descriptor has.
    matched = pc.match_substring_regex(_to_arrow(series), anchor_pattern(pattern))
    if pc.all(matched, min_count=0).as_py():
        return True
    return pd.Series(matched.to_pandas().to_numpy(), index=series.index)


def _to_arrow(series: pd.Series[Any]) -> Any:
    # The type is explicit, as a column without any text has none on pandas 2.
    return arrow.array(series, arrow.large_string(), from_pandas=True)
