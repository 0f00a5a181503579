"""The public record of the meetings of the Global Coalition against Daesh, as tables that prove themselves.

>>> import coalition_data as cd
>>> quotes = cd.quotes()
>>> quotes.columns[0]
'quote_id'
"""

# Importing this package must stay as fast as a bare interpreter: each function imports what it needs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any

    import pandas as pd
    import pandera.pandas as pa

    from coalition_data.validator import Problems

    __version__: str

__all__ = [
    "actors",
    "codebook",
    "figures",
    "fingerprint",
    "load",
    "meetings",
    "memberships",
    "normalise",
    "participants",
    "quotes",
    "reports",
    "schemas",
    "sources",
    "validate",
    "verify",
]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from coalition_data import descriptor

        return descriptor.read().version
    raise AttributeError(f"module 'coalition_data' has no attribute {name!r}")


def _table(name: str) -> "pd.DataFrame":
    from coalition_data import loader

    frame: pd.DataFrame = loader.load(name)
    return frame


def meetings() -> "pd.DataFrame":
    """Return the meetings: one row per meeting or event, as the curators concluded from its reports."""
    return _table("meetings")


def reports() -> "pd.DataFrame":
    """Return the reports: one row is what one source says of one meeting as a whole."""
    return _table("reports")


def participants() -> "pd.DataFrame":
    """Return the participants: one row is what one source says of one actor's part in one meeting."""
    return _table("participants")


def quotes() -> "pd.DataFrame":
    """Return the quotes: one row is one rendering by one source of something said. Translations are ours."""
    return _table("quotes")


def figures() -> "pd.DataFrame":
    """Return the figures: one row is one number that one source gives."""
    return _table("figures")


def memberships() -> "pd.DataFrame":
    """Return the memberships: one row is what one source says of one actor's membership of a body."""
    return _table("memberships")


def actors() -> "pd.DataFrame":
    """Return the actors: one row per person, state, body or group."""
    return _table("actors")


def sources() -> "pd.DataFrame":
    """Return the sources: one row per text or page that was read."""
    return _table("sources")


def load(table: str, engine: str = "pandas", joined: bool = False) -> "Any":
    """Return one table as a typed frame.

    Parameters
    ----------
    table: name of a table (`coalition-data tables` lists them).
    engine: `pandas`, `polars` or `pyarrow`.
    joined: add names, year, place and state codes behind the table's own columns: `meeting_name_en`, `meeting_year`,
        `speaker_iso3`, `source_publisher` and so on, for each foreign key.

    Returns a frame with the declared columns in order. In pandas text is `str` (object on pandas 2), missing cells
    answer to `isna()`, enums are categories in the descriptor's order, dates `datetime64[ms]`, integers `Int64`,
    numbers `float64`, the index a RangeIndex. Raises KeyError for an unknown table, ValueError for an unknown engine.

    >>> load("meetings", joined=False)["meeting_id"].is_unique
    True
    """
    if joined:
        from coalition_data import views

        return views.joined(table, engine)
    from coalition_data import loader

    return loader.load(table, engine)


def codebook(table: str) -> "pd.DataFrame":
    """Return the fields of `table` as a frame: name, title, type, required, key, allowed, description.

    >>> codebook("figures").loc[0, "name"]
    'figure_id'
    """
    from coalition_data import fields

    return fields.frame(table)


def schemas() -> "dict[str, pa.DataFrameSchema]":
    """Return the pandera schema of each table, built from the descriptor.

    >>> frame = schemas()["quotes"].validate(quotes())
    """
    from coalition_data import schema

    return schema.schemas()


def validate(path: "str | os.PathLike[str] | None" = None) -> "Problems":
    """Judge the tables in the folder `path` (default: the installed data) and return all problems; none means valid.

    >>> validate()
    []
    """
    from coalition_data import validator

    return validator.validate(path)


def verify(texts: "str | os.PathLike[str]") -> "pd.DataFrame":
    """Check each row's evidence against the texts in the folder `texts`, whatever their files are called.

    Returns one row per piece of evidence: table, id, column, source_id, segment, status (exact, missing,
    text_not_found, not_checkable). Raises NotADirectoryError.
    """
    from coalition_data import evidence

    frame: pd.DataFrame = evidence.verify(texts)
    return frame


def normalise(text: str) -> str:
    """Return `text` in the form cd-n1, in which evidence counts offsets and takes hashes.

    >>> normalise("« Daech  vacille »")
    '" Daech vacille "'
    """
    from coalition_data import evidence

    return evidence.normalise(text)


def fingerprint(x: "Any" = None) -> str:
    """Return `cd1:<rows>x<columns>:<sha256>` of a frame of rows, of the table called `x`, or of the whole data.

    Equal for the same rows in pandas, polars and pyarrow and after a round trip through CSV or Parquet. Raises
    ValueError where the columns fit no table.

    >>> fingerprint(quotes()) == fingerprint("quotes")
    True
    """
    from coalition_data import identity

    return identity.fingerprint(x)
