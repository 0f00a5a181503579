"""The public record of the meetings of the Global Coalition against Daesh, as tables that prove themselves.

>>> import coalition_data as cd
>>> quotes = cd.quotes()
>>> quotes.columns[0]
'quote_id'
"""

from __future__ import annotations

# Importing this package must stay as fast as a bare interpreter: each function imports what it needs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any

    import pandas as pd
    import pandera.pandas as pa

    from coalition_data import plot as plot
    from coalition_data.releases.difference import Difference
    from coalition_data.releases.identification import Identity
    from coalition_data.validation.validator import Problems

    __version__: str

__all__ = [
    "actors",
    "attendance",
    "cite",
    "codebook",
    "conflicts",
    "diff",
    "figures",
    "fingerprint",
    "hydrate",
    "identify",
    "load",
    "meetings",
    "memberships",
    "normalise",
    "participants",
    "quotes",
    "reconcile",
    "reports",
    "schemas",
    "sources",
    "state_years",
    "utterances",
    "validate",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from coalition_data.tables import descriptor

        return descriptor.version()
    if name == "plot":
        # Charts are a module of their own; imported when asked for, so that `cd.plot.timeline()` costs nothing before.
        import coalition_data.plot as module

        return module
    raise AttributeError(f"module 'coalition_data' has no attribute {name!r}")


def _table(name: str) -> pd.DataFrame:
    frame: pd.DataFrame = load(name)
    return frame


def meetings() -> pd.DataFrame:
    """Return the meetings: one row per meeting or event, as the curators concluded from its reports."""
    return _table("meetings")


def reports() -> pd.DataFrame:
    """Return the reports: one row is what one source says of one meeting as a whole."""
    return _table("reports")


def participants() -> pd.DataFrame:
    """Return the participants: one row is what one source says of one actor's part in one meeting."""
    return _table("participants")


def quotes() -> pd.DataFrame:
    """Return the quotes: one row is one rendering by one source of something said. Translations are ours."""
    return _table("quotes")


def figures() -> pd.DataFrame:
    """Return the figures: one row is one number that one source gives."""
    return _table("figures")


def memberships() -> pd.DataFrame:
    """Return the memberships: one row is what one source says of one actor's membership of a body."""
    return _table("memberships")


def actors() -> pd.DataFrame:
    """Return the actors: one row per person, state, body or group."""
    return _table("actors")


def sources() -> pd.DataFrame:
    """Return the sources: one row per text or page that was read."""
    return _table("sources")


def load(table: str, engine: str = "pandas", joined: bool = False) -> Any:
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
    from coalition_data.tables import collector

    return collector.paused(_load)(table, engine, joined)


def _load(table: str, engine: str, joined: bool) -> Any:
    if joined:
        from coalition_data.analysis import views

        return views.joined(table, engine)
    from coalition_data.tables import loader

    return loader.load(table, engine)


def codebook(table: str) -> pd.DataFrame:
    """Return the fields of `table` as a frame: name, title, type, required, key, allowed, description.

    >>> codebook("figures").loc[0, "name"]
    'figure_id'
    """
    from coalition_data.tables import codebook

    return codebook.frame(table)


def attendance(unit: str = "state") -> pd.DataFrame:
    """Return who came to which meeting: one row per meeting and state (or person) of whom some source speaks.

    `unit` is `state` or `person`. The strongest claim wins: attended, represented, absent, declined, expected, invited,
    unknown. Columns: meeting_id, year, date_start, body, level, format, status, actor_id, name_en, iso3, cow_code,
    gw_code, attendance, certainty, role, n_sources, sources, is_disputed, roster_known. Somebody without a row isn't
    absent, unless roster_known. Raises ValueError for another unit.

    >>> london = attendance().query("meeting_id == '2015-01-london'")
    >>> london.set_index("actor_id").loc["united-kingdom", "attendance"]
    'attended'
    """
    from coalition_data.analysis import views

    return views.attendance(unit)


def state_years() -> pd.DataFrame:
    """Return what is known of each state in each year: meetings attended, chaired, hosted, invited to.

    Only meetings of the coalition that were held and whose year is known count. Columns: actor_id, name_en, iso3,
    cow_code, gw_code, year, attended, chaired, hosted, invited (or expected, whether or not it came), meetings (all
    that were held in that year), rosters_known. Merges on a code and the year with COW, Gleditsch-Ward, V-Dem or UCDP.

    >>> state_years()[["cow_code", "year"]].dropna().duplicated().any()
    np.False_
    """
    from coalition_data.analysis import views

    return views.state_years()


def utterances() -> pd.DataFrame:
    """Return one row per act of speaking, its renderings by different sources side by side, and how they differ.

    Columns: utterance_id, meeting_id, speaker_id, speaker_name_en, n_sources, source_1, words_1, source_2, words_2 …,
    difference, similarity.

    >>> utterances()["difference"].isin(["one source", "same words", "other words", "not comparable"]).all()
    np.True_
    """
    from coalition_data.analysis import renderings

    return renderings.utterances()


def reconcile(indicator: str, rule: str = "most_independent") -> pd.DataFrame:
    """Return one number per quantity of an indicator, chosen by a named rule, and which rows it used.

    Rules: `most_independent` (the number that most sources give, texts that reuse one another counted once; between
    equals the sharper, then the smaller id), `official_first` (the same among official statements, communiqués and
    transcripts if there are any), `latest` (the claim published last), `range` (from the lowest to the highest; a side
    that some claim leaves open stays open). Columns: quantity_id, unit, meeting_id, qualifier, value, low, high, rule,
    n_claims, n_independent (sources behind the chosen number), used, left_out. Raises ValueError for an unknown name.

    >>> seats = reconcile("attendance_count").set_index(["quantity_id", "unit"])
    >>> float(seats.loc[("attendance-2015-01-london", "countries"), "value"])
    21.0
    """
    from coalition_data.analysis import disagreement

    return disagreement.reconcile(indicator, rule)


def conflicts() -> pd.DataFrame:
    """Return where claims disagree: meeting_id, field, subject, rows, values, sources, n_sources.

    >>> list(conflicts().columns)
    ['meeting_id', 'field', 'subject', 'rows', 'values', 'sources', 'n_sources']
    """
    from coalition_data.analysis import disagreement

    return disagreement.conflicts()


def schemas() -> dict[str, pa.DataFrameSchema]:
    """Return the pandera schema of each table, built from the descriptor.

    >>> frame = schemas()["quotes"].validate(quotes())
    """
    from coalition_data.validation import schema

    return schema.schemas()


def validate(
    path: str | os.PathLike[str] | None = None,
    texts: str | os.PathLike[str] | None = None,
    schemas: bool = False,
) -> Problems:
    """Judge the tables in the folder `path` (default: the installed data) and return all problems; none means valid.

    With `texts`, a folder of the coded texts, the rules on their words run too. With `schemas` the pandera schemas and
    the keys alone are held against typed frames: fast at millions of rows, and a second opinion on what the fields say;
    where it finds something amiss, the problems are told line by line as ever.

    >>> validate()
    []
    """
    from coalition_data.validation import validator

    return validator.validate(path, texts, schemas)


def verify(texts: str | os.PathLike[str]) -> pd.DataFrame:
    """Check each row's evidence against the texts in the folder `texts`, whatever their files are called.

    Returns one row per piece of evidence: table, id, column, source_id, segment, status. In the text that was
    coded: exact. In one that differs: moved (there once, in order), folded (but for accents, case or punctuation, and
    no digit), review (several times, out of order or nearly: for a person, a failure), missing. Besides text_not_found
    (the text isn't in the folder) and not_checkable (nobody held the source whole). Raises NotADirectoryError, and
    ValueError where no coded text is there.
    """
    from coalition_data.texts import verification

    return verification.verify(texts)


def hydrate(texts: str | os.PathLike[str]) -> pd.DataFrame:
    """Give whoever holds the coded texts the passages back: each piece of evidence with its words and their context.

    Returns the columns of `verify`, then before, words, after (normalised, at most 80 characters around). Raises as
    `verify` does.
    """
    from coalition_data.texts import verification

    return verification.hydrate(texts)


def normalise(text: str) -> str:
    """Return `text` in the form cd-n1, in which evidence counts offsets and takes hashes.

    >>> normalise("« Daech  vacille »")
    '" Daech vacille "'
    """
    from coalition_data.texts import evidence

    return evidence.normalise(text)


def fingerprint(x: Any = None) -> str:
    """Return `cd1:<rows>x<columns>:<sha256>` of a frame of rows, of the table called `x`, or of the whole data.

    Equal for the same rows in pandas, polars and pyarrow and after a round trip through CSV or Parquet. Raises
    ValueError where the columns fit no table, a cell doesn't fit its type, or a primary key is missing or repeated.

    >>> fingerprint(quotes()) == fingerprint("quotes")
    True
    """
    from coalition_data.releases import fingerprints

    return fingerprints.fingerprint(x)


def identify(frame: Any) -> Identity:
    """Say which release the rows in `frame` are of, and whether they are all, some or altered.

    `frame`: rows of one table (pandas, polars, pyarrow), its columns in any order. The result reads well as str(); its
    attributes: status (exact, subset, altered), release, released, table, rows, of, fingerprint, changes (a frame:
    id, change, column, found, released, note). Earlier releases are known by the hashes in the ledger. Raises
    ValueError as `fingerprint` does.

    >>> identify(quotes().query("quote_type == 'direct'")).status
    'subset'
    """
    from coalition_data.releases import identification

    return identification.identify(frame)


def cite(x: Any = None, style: str = "text") -> str:
    """Return how to cite the whole data, or rows of them (a frame, or a table's name) and the sources they rest on.

    `style`: text, bibtex, csl-json, ris, cff, datacite. Creators, year, title, version, DOI if one was minted, number
    of rows and fingerprint; no clock, no network. Raises ValueError for an unknown style and for altered rows,
    KeyError for an unknown table.

    >>> cite(quotes().head(2)).split("[Data set]. ")[1].startswith("2 of ")
    True
    """
    from coalition_data.references import citation

    return citation.cite(x, style)


def diff(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> Difference:
    """Compare two versions of the data: folders, wheels, release archives, git revisions, or version numbers.

    The result reads well as str(); it has `markdown()`, `frame()` (table, id, change, column, old, new, successor,
    reason), `as_dict()`, and `step`: none, patch, minor or major, the version step that the change takes. A version is
    the git tag `v` and itself where you are, else the installed data. Raises ValueError or FileNotFoundError where one
    of them isn't a version of the data.

    >>> from coalition_data import __version__ as here
    >>> diff(here, here).step
    'none'
    """
    from coalition_data.releases import difference

    return difference.diff(old, new)
