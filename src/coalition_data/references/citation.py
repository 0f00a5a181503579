"""What to cite: the data, any rows of them, and the sources that rows rest on."""

from __future__ import annotations

from coalition_data.references.reference import DOI, Reference
from coalition_data.references.styles import DATASET, STYLES
from coalition_data.releases import fingerprints
from coalition_data.tables import columns, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coalition_data.references.styles import Writer
    from coalition_data.tables.descriptor import Table


def cite(x: Any = None, style: str = "text") -> str:
    """Return how to cite the whole data, or rows of them with the sources that they rest on.

    Parameters
    ----------
    x: None for all, the name of a table, or a frame with rows of one table, unaltered.
    style: text, bibtex, csl-json, ris, cff or datacite.

    The data are cited by creators, year, title, version, DOI if one was minted, number of rows and
    fingerprint, all from the descriptor and the rows: no clock, no network. Raises ValueError for
    an unknown style, and for rows that aren't as in the installed data (`identify` says how they
    differ); KeyError for an unknown table.

    >>> cite("memberships", style="ris").splitlines()[0]
    'TY  - DATA'
    """
    package = descriptor.read()
    write = _find_writer(style)
    if x is None:
        return write(describe_data(package), [])
    rows, table, total = _read_rows(x, package)
    digest = fingerprints.of_plain(rows, table)
    data = describe_data(package)
    data.note = f"{len(rows)} of {total} rows of {table.name}, {digest}"
    # Two sets of rows cited in one paper need two keys.
    data.key += f"-{table.name}-{digest.digest[:8]}"
    return write(data, find_sources(package, rows, table))


def cite_sources(x: Any = None, style: str = "text") -> str:
    """Return how to cite the sources alone: those that rows rest on, or all."""
    package = descriptor.read()
    rows, table, _ = _read_rows("sources" if x is None else x, package)
    return _find_writer(style)(None, find_sources(package, rows, table))


def _find_writer(style: str) -> Writer:
    if style not in STYLES:
        raise ValueError(f'no style "{style}"; there are {", ".join(STYLES)}')
    return STYLES[style]


def _read_rows(x: Any, package: descriptor.Package) -> tuple[Any, Table, int]:
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
        problem = str(found).splitlines()[0]
        todo = "cite the rows as they were released, and say what you changed"
        raise ValueError(f"{problem}; {todo}")
    if found.release != package.version:
        todo = f"{package.version} is installed: cite them with {found.release}"
        raise ValueError(f"these are rows of {found.release}, and {todo}")
    return rows, table, found.of


def describe_data(package: descriptor.Package) -> Reference:
    """Return the reference of the whole data."""
    raw = package.raw
    creators = [one["title"] for one in raw["contributors"] if "creator" in one["roles"]]
    doi = raw.get("id", "")
    fingerprint = fingerprints.of_package(package)
    return Reference(
        key=f"{raw['name']}-{package.version}",
        kind=DATASET,
        title=raw["title"],
        # As an author, "the … maintainers" begins with a capital.
        publisher=", ".join(name[:1].upper() + name[1:] for name in creators),
        date=tuple(raw["created"][:10].split("-")),
        url=raw.get("homepage", ""),
        doi=doi if doi.startswith(DOI) else "",
        lang="en",
        version=package.version,
        note=f"{fingerprint.rows} rows, {fingerprint}",
        keywords=raw["keywords"],
        license=raw["licenses"][0]["name"],
        abstract=raw["description"],
    )


def find_sources(package: descriptor.Package, rows: Any, table: Table) -> list[Reference]:
    """Return the sources that rows rest on, sorted by id.

    Claims name theirs; meetings rest on the sources of their reports, actors on none.
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
    places = {source: n for n, source in enumerate(file["source_id"])}
    found = [{name: cells[places[one]] for name, cells in file.items()} for one in sorted(used)]
    return [_describe_source(row) for row in found]


def _describe_source(row: dict[str, str]) -> Reference:
    length = {"": 0, "year": 1, "month": 2, "day": 3}[row["published_precision"]]
    kind = row["kind"].replace("_", " ").capitalize()
    return Reference(
        key=row["source_id"],
        kind=row["kind"],
        # A source without title is called by its kind, in brackets, as is usual.
        title=row["title"] or f"[{kind}]",
        publisher=row["publisher"],
        date=tuple(row["published"].split("-")[:length]) if row["published"] else (),
        authors=row["author"].split("; ") if row["author"] else [],
        url=row["url"],
        accessed=row["accessed"],
        lang=row["lang"],
    )
