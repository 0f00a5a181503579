"""The columns of every frame that users get: tables, joined tables, attendance and panels."""

from __future__ import annotations

from coalition_data.tables import descriptor, panels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

JOINED = "joined:"
# The columns that a foreign key adds, from the row that it leads to.
ADDED = {
    "meetings": ("name_en", "name_fr", "date_start", "city", "country", "level"),
    "actors": ("name_en", "iso3", "cow_code", "gw_code"),
    "sources": ("publisher", "published", "url"),
}
YEAR = {"name": "year", "type": "integer", "title": "Year"}
OF_YEAR = "The year in which all of the meeting's period lies; missing where it spans years."
LINKS = {
    "link": ("Link", "The page of its source, at the words that it rests on."),
    "archive_link": ("Archive", "The copies of that page in the web archive."),
}


def find_described(package: descriptor.Package, name: str) -> descriptor.Table:
    """Return a table, or the columns of `panel:state-year`, `utterances` or `joined:quotes`.

    KeyError for another name.
    """
    if name.startswith(panels.PREFIX):
        return panels.read_panel(package, name.removeprefix(panels.PREFIX))
    if name in panels.list_frames():
        return panels.read_frame(package, name)
    if name.startswith(JOINED):
        return read_joined(package, name.removeprefix(JOINED))
    return package.table(name)


def list_described(package: descriptor.Package) -> Iterator[descriptor.Table]:
    """Yield the tables, the joined tables, attendance and the panels: what has a fingerprint.

    What a package lacks the columns for is left out.
    """
    yield from package.tables.values()
    for name in package.tables:
        try:
            joined = read_joined(package, name)
        except (KeyError, descriptor.DescriptorError):
            continue
        if joined.names != package.table(name).names:
            yield joined
    for name in (panels.ATTENDANCE, *(panels.PREFIX + unit for unit in panels.list_units())):
        try:
            yield find_described(package, name)
        except KeyError:
            continue


def read_joined(package: descriptor.Package, name: str) -> descriptor.Table:
    """Return the columns of `load(name, joined=True)`, as those of a table."""
    table = package.table(name)
    fields = [panels.copy_field(field) for field in table.fields]
    if name == "meetings":
        fields.append({**YEAR, "description": OF_YEAR})
        for code in ("cow_code", "gw_code"):
            of_state = package.table("actors").field(code)
            country = {"name": f"country_{code}", "title": f"{of_state.title} of its country"}
            fields.append(panels.copy_field(of_state, **country))
    for column, (target, _) in table.foreign.items():
        if target in ADDED and target != name:
            fields += _describe_added(package.table(target), column)
    if "source_id" in table.foreign:
        for link, (title, description) in LINKS.items():
            texts = {"title": title, "description": description}
            fields.append({"name": link, "type": "string", **texts})
    return panels.make_table(JOINED + name, fields, table.title, table.description)


def _describe_added(target: descriptor.Table, column: str) -> Iterable[dict[str, Any]]:
    prefix = column.removesuffix("_id")
    word = prefix.replace("_", " ")
    for name in ADDED[target.name]:
        field = target.field(name)
        title = f"{field.title}, of the {word}"
        yield panels.copy_field(field, name=f"{prefix}_{name}", title=title)
        if name == "date_start":
            yield {**YEAR, "name": f"{prefix}_year", "description": OF_YEAR}


def list_key_parts(table: descriptor.Table) -> list[str]:
    """Return the columns of which the key of a derived frame is made; the key where of none."""
    if table.name.startswith(panels.PREFIX) or table.name == panels.ATTENDANCE:
        return panels.list_key_parts(table.name)
    return [table.key]


def cut_columns(table: descriptor.Table, names: Iterable[str]) -> descriptor.Table:
    """Return a table with these of its columns only, its key among them."""
    kept = set(names)
    cut = object.__new__(descriptor.Table)
    cut.__dict__.update(table.__dict__)
    cut.fields = [field for field in table.fields if field.name in kept]
    cut.names = [field.name for field in cut.fields]
    return cut
