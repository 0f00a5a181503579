"""What to cite: the data, any rows of them, and the sources that rows rest on."""

from __future__ import annotations

from collections import namedtuple

from coalition_data.references.reference import DOI, Reference
from coalition_data.references.styles import DATASET, STYLES
from coalition_data.releases import fingerprints
from coalition_data.tables import columns, derived, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coalition_data.references.identity import Identity
    from coalition_data.references.styles import Writer


# A page may have changed since: who opens it shouldn't take the citation for false.
STORED_COPY = "Stored copy read on"


class Part(namedtuple("Part", "identity table keys")):
    """Rows that are cited: what `identify` says of them, their table, and their keys."""

    __slots__ = ()


def cite(rows: Any = None, *, style: str = "text", na: str = fingerprints.NA) -> str:
    """Return how to cite the whole data, or rows of them with the sources that they rest on.

    Parameters
    ----------
    rows: None for all; the name of a table; a frame with rows of a table, a joined table,
        `attendance()` or a panel, unaltered, with its columns or some of them, its key among them;
        or a list of frames.
    style: text, bibtex, csl-json, ris, cff or datacite.
    na: the text that a cell has if it is missing, as R writes it.

    The data are cited by creators, year, title, version, DOI if one was minted, number of rows,
    columns if they are some, and fingerprint, all from the descriptor and the rows: no clock, no
    network. A source whose whole text wasn't held was read as a stored copy of its page: its
    citation says so, with the day.

    Raises ValueError for an unknown style, and for rows that aren't as in the installed data
    (`identify` says how they differ); KeyError for an unknown table.

    >>> cite("memberships", style="ris").splitlines()[0]
    'TY  - DATA'
    """
    package = descriptor.read()
    write = _find_writer(style)
    if rows is None:
        return write(describe_data(package), [])
    parts = _read_parts(rows, package, na)
    data = describe_data(package)
    data.note = "; ".join(_describe_part(part) for part in parts)
    prints = [(part.table.name, fingerprints.parse(part.identity.fingerprint)) for part in parts]
    digest = prints[0][1] if len(parts) == 1 else fingerprints.combine(prints)
    if len(parts) > 1:
        data.note += f"; together {digest}"
    # Two sets of rows cited in one paper need two keys.
    names = "-".join(dict.fromkeys(part.table.name.replace(":", "-") for part in parts))
    data.key += f"-{names}-{digest.digest[:8]}"
    return write(data, _find_sources(package, parts))


def _describe_part(part: Part) -> str:
    found = part.identity
    columns = ""
    if len(found.columns) < found.width:
        columns = f" (columns {', '.join(found.columns)})"
    return f"{found.rows} of {found.of} rows of {found.table}{columns}, {found.fingerprint}"


def cite_sources(rows: Any = None, *, style: str = "text", na: str = fingerprints.NA) -> str:
    """Return how to cite the sources alone: those that rows rest on, or all."""
    package = descriptor.read()
    parts = _read_parts("sources" if rows is None else rows, package, na)
    return _find_writer(style)(None, _find_sources(package, parts))


def _find_writer(style: str) -> Writer:
    if style not in STYLES:
        raise ValueError(f'no style "{style}"; there are {", ".join(STYLES)}')
    return STYLES[style]


def _read_parts(rows: Any, package: descriptor.Package, na: str) -> list[Part]:
    """Return what is known of rows; ValueError where they aren't as in the installed data."""
    from coalition_data.references import identification
    from coalition_data.releases import recognition, values

    frames = rows if isinstance(rows, list | tuple) else [rows]
    parts = []
    for frame in frames:
        if isinstance(frame, str):
            table = package.table(frame)
            found = recognition.Found(columns.read_file(package.file(frame)), table, [])
        else:
            found = recognition.recognise(package, frame, na)
        identity = identification.identify_found(found, package)
        _refuse_others(identity, package)
        keys = values.plain_column(found.rows, found.table.field(found.table.key))
        parts.append(Part(identity, found.table, keys))
    return parts


def _refuse_others(found: Identity, package: descriptor.Package) -> None:
    """Raise ValueError for rows that aren't as in the installed data."""
    from coalition_data.references.identity import ALTERED, UNPROVEN

    if found.status in (ALTERED, UNPROVEN):
        problem = str(found).splitlines()[0]
        todo = "cite the rows as they were released, and say what you changed"
        if found.status == UNPROVEN:
            todo = f"cite them with {found.release}, which can tell"
        raise ValueError(f"{problem}; {todo}")
    if found.release != package.version:
        todo = f"{package.version} is installed: cite them with {found.release}"
        raise ValueError(f"these are rows of {found.release}, and {todo}")


def describe_data(package: descriptor.Package) -> Reference:
    """Return the reference of the whole data."""
    raw = package.raw
    creators = [one["title"] for one in raw["contributors"] if "creator" in one["roles"]]
    fingerprint = fingerprints.of_package(package)
    return Reference(
        key=f"{raw['name']}-{package.version}",
        kind=DATASET,
        title=raw["title"],
        # As an author, "the … maintainers" begins with a capital.
        publisher=", ".join(name[:1].upper() + name[1:] for name in creators),
        date=tuple(raw["created"][:10].split("-")),
        url=raw.get("homepage", ""),
        doi=_read_doi(raw, "id"),
        doi_of_all=_read_doi(raw, "isVersionOf"),
        lang="en",
        version=package.version,
        note=f"{fingerprint.rows} rows, {fingerprint}",
        keywords=raw["keywords"],
        license=raw["licenses"][0]["name"],
        abstract=raw["description"],
    )


def _read_doi(raw: dict[str, Any], name: str) -> str:
    """Return what the descriptor has under `name` if it is the address of a DOI, else nothing."""
    address = str(raw.get(name, ""))
    return address if address.startswith(DOI) else ""


def _find_sources(package: descriptor.Package, parts: list[Part]) -> list[Reference]:
    """Return the sources that rows rest on, sorted by id."""
    used: set[str] = set()
    for part in parts:
        used |= _list_sources(package, part)
    file, _ = columns.read_rows(package.file("sources"), "source_id", used)
    rows = [dict(zip(file, cells, strict=True)) for cells in zip(*file.values(), strict=True)]
    return [_describe_source(row) for row in sorted(rows, key=lambda row: row["source_id"])]


def _list_sources(package: descriptor.Package, part: Part) -> set[str]:
    """Return the ids of the sources that rows rest on.

    Claims name theirs; meetings rest on the sources of their reports, actors on none; panels and
    attendance on those of the claims that they are made from.
    """
    name = part.table.name.removeprefix(derived.JOINED)
    keys = set(part.keys)
    if name not in package.tables:
        from coalition_data.analysis import origins

        return origins.find_sources(package, name, keys, part.table.names)
    table = package.table(name)
    if "source_id" in table.names:
        rows, _ = columns.read_rows(package.file(name), table.key, keys)
        return set(rows["source_id"])
    if name == "meetings":
        reports = columns.read_file(package.file("reports"))
        pairs = zip(reports["meeting_id"], reports["source_id"], strict=True)
        return {source for key, source in pairs if key in keys}
    return set()


def _describe_source(row: dict[str, str]) -> Reference:
    length = {"": 0, "year": 1, "month": 2, "day": 3}[row["published_precision"]]
    kind = row["kind"].replace("_", " ").capitalize()
    day = row["accessed"]
    # Where the whole text wasn't held, a stored copy of the page was read.
    is_copy = bool(day) and not row["text_sha256"]
    return Reference(
        key=row["source_id"],
        kind=row["kind"],
        # A source without title is called by its kind, in brackets, as is usual.
        title=row["title"] or f"[{kind}]",
        publisher=row["publisher"],
        date=tuple(row["published"].split("-")[:length]) if row["published"] else (),
        authors=row["author"].split("; ") if row["author"] else [],
        url=row["url"],
        accessed="" if is_copy else day,
        note=f"{STORED_COPY} {day}" if is_copy else "",
        lang=row["lang"],
    )
