"""What to cite: the data, any rows of them, and the sources that rows rest on."""

from __future__ import annotations

from coalition_data.references.reference import DATASET, Reference
from coalition_data.references.styles import STYLES
from coalition_data.releases import fingerprints
from coalition_data.tables import columns, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coalition_data.references.styles import Writer

    Row = dict[str, Any]

DOI = "https://doi.org/"


def cite(x: Any = None, style: str = "text") -> str:
    """Return how to cite the whole data, or rows of them with the sources that they rest on.

    Parameters
    ----------
    x: None for all, the name of a table, or a frame with rows of one table, unaltered.
    style: text, bibtex, csl-json, ris, cff or datacite.

    The data are cited by creators, year, title, version, DOI if one was minted, number of rows and
    fingerprint, all from the descriptor and the rows: no clock, no network. Raises ValueError for an
    unknown style, and for rows that aren't as in the installed data (`identify` says how they differ);
    KeyError for an unknown table.

    >>> cite("memberships", style="ris").splitlines()[0]
    'TY  - DATA'
    """
    package = descriptor.read()
    write = _writer(style)
    if x is None:
        return write(whole(package), [])
    rows, table, total = _rows(x, package)
    part = whole(package)
    mark = fingerprints.of_plain(rows, table)
    part.note = f"{len(rows)} of {total} rows of {table.name}, {mark}"
    # Two sets of rows cited in one paper need two keys.
    part.key += f"-{table.name}-{mark.digest[:8]}"
    return write(part, sources(package, rows, table))


def cite_sources(x: Any = None, style: str = "text") -> str:
    """Return the sources alone: those that rows rest on, or all."""
    package = descriptor.read()
    rows, table, _ = _rows("sources" if x is None else x, package)
    return _writer(style)(None, sources(package, rows, table))


def _writer(style: str) -> Writer:
    if style not in STYLES:
        raise ValueError(f'no style "{style}"; there are {", ".join(STYLES)}')
    return STYLES[style]


def _rows(x: Any, package: descriptor.Package) -> tuple[Any, descriptor.Table, int]:
    """Return rows by key, their table, and how many rows the table has.

    Raises ValueError where the rows aren't as in the installed data.
    """
    if isinstance(x, str):
        table = package.table(x)
        rows = fingerprints.plain_rows(columns.read_file(package.file(x)), table)
        return rows, table, len(rows)
    from coalition_data.releases import identification

    table = columns.find_table(package, x)
    rows = fingerprints.plain_rows(x, table)
    found = identification.identify_rows(rows, table, package)
    if found.status == identification.ALTERED:
        raise ValueError(
            f"{str(found).splitlines()[0]}; cite the rows as they were released, and say what you changed"
        )
    if found.release != package.version:
        raise ValueError(
            f"these are rows of {found.release}, and {package.version} is installed: "
            f"cite them with {found.release}"
        )
    return rows, table, found.of


def whole(package: descriptor.Package) -> Reference:
    """Return the reference of the whole data."""
    raw = package.raw
    # A body's name begins with a capital where it stands as author.
    creators = [
        c["title"][:1].upper() + c["title"][1:]
        for c in raw["contributors"]
        if "creator" in c["roles"]
    ]
    one = Reference(
        f"{raw['name']}-{package.version}", DATASET, raw["title"], ", ".join(creators), _day(raw)
    )
    one.version, one.lang, one.abstract = package.version, "en", raw["description"]
    one.doi = raw.get("id", "") if raw.get("id", "").startswith(DOI) else ""
    one.url = raw.get("homepage", "")
    one.keywords, one.license = raw["keywords"], raw["licenses"][0]["name"]
    mark = fingerprints.of_package(package)
    one.note = f"{mark.rows} rows, {mark}"
    return one


def _day(raw: dict[str, Any]) -> tuple[str, ...]:
    return tuple(raw["created"][:10].split("-"))


def sources(package: descriptor.Package, rows: Any, table: descriptor.Table) -> list[Reference]:
    """Return the sources that rows rest on, in order of id.

    Claims name theirs; meetings rest on the sources of their reports; an actor is named once and rests on none.
    """
    used: set[str] = set()
    if "source_id" in table.names:
        at = table.names.index("source_id")
        used = {row[at] for row in rows.values()}
    elif table.name == "meetings":
        reports = columns.read_file(package.file("reports"))
        pairs = zip(reports["meeting_id"], reports["source_id"], strict=True)
        used = {source for meeting, source in pairs if meeting in rows}
    file = columns.read_file(package.file("sources"))
    found = {
        source: {name: cells[n] for name, cells in file.items()}
        for n, source in enumerate(file["source_id"])
        if source in used
    }
    return [_reference(found[source]) for source in sorted(used)]


def _reference(row: Row) -> Reference:
    length = {"": 0, "year": 1, "month": 2, "day": 3}[row["published_precision"]]
    date = tuple(row["published"].split("-")[:length]) if row["published"] else ()
    # What has no title is called by its kind, in brackets, as is usual.
    title = row["title"] or f"[{row['kind'].replace('_', ' ').capitalize()}]"
    one = Reference(row["source_id"], row["kind"], title, row["publisher"], date)
    one.authors = row["author"].split("; ") if row["author"] else []
    one.url, one.accessed, one.lang = row["url"], row["accessed"], row["lang"]
    return one
