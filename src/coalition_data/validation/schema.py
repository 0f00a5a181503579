"""Field descriptors to pandera schemas."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pyarrow.compute as pc

from coalition_data.tables import descriptor
from coalition_data.validation.pattern import whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from typing import Any


def schemas(folder: str | os.PathLike[str] | None = None) -> dict[str, pa.DataFrameSchema]:
    """Return a pandera schema for each table, built from the descriptor in `folder` (default: the installed data).

    They judge typed frames, as `load` returns them: types, required, unique (primary keys too), enum, pattern and
    bounds, column by column; groups of columns that are unique together; strict and in order. Keys between tables and
    named rules are `validate`'s.

    >>> schemas()["meetings"].columns["level"].nullable
    False
    """
    return {name: build(table) for name, table in descriptor.read(folder).tables.items()}


def build(table: descriptor.Table) -> pa.DataFrameSchema:
    """Return the pandera schema of one table."""
    return pa.DataFrameSchema(
        {field.name: _column(field, field.name == table.key) for field in table.fields},
        _together(table),
        name=table.name,
        title=table.title,
        description=table.description,
        strict=True,
        ordered=True,
    )


def _together(table: descriptor.Table) -> list[pa.Check]:
    """Return a check for each group of columns that no two rows share; missing cells count as equal."""
    return [
        pa.Check(lambda frame, group=group: ~frame.duplicated(group), name="unique-together")
        for group in table.unique
    ]


def _column(field: descriptor.Field, is_key: bool) -> pa.Column:
    return pa.Column(
        dtype(field),
        checks(field, field.unique or is_key),
        nullable=not (field.required or is_key),
        title=field.title,
        description=field.description,
    )


def dtype(field: descriptor.Field) -> Any:
    """Return the dtype that a field has in a pandas frame."""
    if field.enum:
        return pd.CategoricalDtype(field.enum)
    if field.type == "string":
        return str if pd.__version__ < "3" else pd.StringDtype(na_value=float("nan"))
    return {"integer": pd.Int64Dtype(), "number": "float64", "date": "datetime64[ms]"}[field.type]


def checks(field: descriptor.Field, unique: bool) -> list[pa.Check]:
    """Return the checks of a field; each is named for its constraint. Enums are the dtype's."""
    made: list[tuple[str, Any, Callable[[Any], Any]]] = [
        # pandera's own `unique` counts missing cells as equal.
        ("unique", unique or None, _differ),
        ("pattern", field.pattern, lambda s: _match(s, field.pattern or "")),
        ("minimum", field.minimum, lambda s: s.ge(field.minimum)),
        ("maximum", field.maximum, lambda s: s.le(field.maximum)),
        ("minLength", field.min_length, lambda s: s.str.len().ge(field.min_length)),
        ("maxLength", field.max_length, lambda s: s.str.len().le(field.max_length)),
    ]
    return [
        pa.Check(test, name=name, ignore_na=True) for name, bound, test in made if bound is not None
    ]


def _differ(series: pd.Series[Any]) -> Any:
    """Say that all values differ, or which are the first of their kind; keys that a file has in order cost least."""
    if pd.api.types.is_string_dtype(series.dtype):
        # The type is said, since no texts at all have none on pandas 2.
        texts = arrow.array(series, arrow.large_string(), from_pandas=True)
        if not texts.null_count and pc.all(pc.greater(texts[1:], texts[:-1]), min_count=0).as_py():
            return True
    return ~series.duplicated()


def _match(series: pd.Series[Any], pattern: str) -> Any:
    """Say that all texts match to their very end, or which do."""
    texts = arrow.array(series, arrow.large_string(), from_pandas=True)
    # RE2, whose time is linear: no pattern of a stranger's descriptor can run for ever.
    matched = pc.match_substring_regex(texts, whole(pattern))
    if pc.all(matched, min_count=0).as_py():
        return True
    return pd.Series(matched.to_pandas().to_numpy(), index=series.index)
