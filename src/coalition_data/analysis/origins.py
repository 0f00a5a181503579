"""Derived frames built by name, and the rows of the tables that each of their cells rests on."""

from __future__ import annotations

from coalition_data.analysis import attendance, members, panel, periods, views
from coalition_data.tables import derived, loader, panels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    import pyarrow as pa

    from coalition_data.tables.descriptor import Package, Table

    Row = dict[str, Any]
    # A table and the key of one of its rows.
    Origin = tuple[str, str]

# The tables whose rows speak of a meeting as a whole, and of an actor as such.
OF_MEETINGS = ("meetings", "reports", "figures")
OF_ACTORS = ("actors", "memberships")
# Where the old cells of a row aren't known, it may have spoken of any.
ANY = "*"
BY_RULE = ("member", "basis", "claims", "rule")


def list_variants(table: Table) -> list[str]:
    """Return the ways in which a derived frame with these columns can be built.

    That is by each rule of membership where a column depends on it, and for each unit of
    attendance.
    """
    if table.name == panels.ATTENDANCE:
        return list(views.UNITS)
    by_rule = {"panel:state-year": BY_RULE[:1], "panel:membership": BY_RULE}
    if set(by_rule.get(table.name, ())) & set(table.names):
        others = [rule for rule in members.RULES if rule != members.DEFAULT_RULE]
        return [members.DEFAULT_RULE, *others]
    return [""]


def build(package: Package, name: str, variant: str) -> pa.Table:
    """Return a table or a derived frame by its name and its way of being built."""
    if name == panels.ATTENDANCE:
        return attendance.list_attendance(package, variant)
    if name.startswith(panels.PREFIX):
        rule = variant or members.DEFAULT_RULE
        return panel.build(package, name.removeprefix(panels.PREFIX), rule)
    if name.startswith(derived.JOINED):
        return views.join(package, name.removeprefix(derived.JOINED))
    return loader.read_arrow(package, name)


def describe_variant(name: str, variant: str) -> str:
    """Return the name of a frame with the rule or unit that isn't the default one."""
    if name == panels.ATTENDANCE:
        return f"{name} of {'states' if variant == 'state' else 'people'}"
    return name if variant in ("", members.DEFAULT_RULE) else f"{name} by the rule {variant}"


class Origins:
    """Finds the rows that cells of the frame `name` rest on, among those that are kept.

    `keep` says of a table and a row whether it is looked for; `loose` are rows whose earlier cells
    aren't known, which are found wherever no other row is.
    """

    def __init__(
        self,
        package: Package,
        name: str,
        keep: Callable[[str, Row], bool],
        loose: Iterable[Origin] = (),
    ) -> None:
        self.package = package
        self.name = name
        self.base = name.removeprefix(derived.JOINED)
        self.places: dict[tuple[str, str, str], list[str]] = {}
        self.rows: dict[str, Row] = {}
        self.kept: set[Origin] = set()
        if self.base in package.tables:
            self._read_own(keep)
            return
        self.tables = panels.find_origins(name)
        self.parts = panels.list_key_parts(name)
        meetings = loader.list_rows(package, "meetings")
        self.meetings = _group_meetings([row for row in meetings if panel.is_counted(row)])
        self.meetings |= {row["meeting_id"]: [row["meeting_id"]] for row in meetings}
        actors = loader.list_rows(package, "actors")
        self.same = {row["actor_id"]: row["same_as"] for row in actors}
        for table in sorted({one for tables in self.tables.values() for one in tables}):
            key = package.table(table).key
            for row in loader.list_rows(package, table):
                if keep(table, row):
                    for place in self._list_places(table, row):
                        self.places.setdefault((table, *place), []).append(row[key])
        for table, key in loose:
            # The id of a claim begins with that of its meeting or actor.
            first = key.rpartition("-")[0]
            for place in (("", first), (first, ANY), (ANY, ANY)):
                self.places.setdefault((table, *place), []).append(key)

    def _read_own(self, keep: Callable[[str, Row], bool]) -> None:
        key = self.package.table(self.base).key
        for name, table in self.package.tables.items():
            if name == self.base or name in derived.ADDED:
                rows = loader.list_rows(self.package, name)
                self.kept |= {(name, row[table.key]) for row in rows if keep(name, row)}
                if name == self.base:
                    self.rows = {row[key]: row for row in rows}

    def _list_places(self, table: str, row: Row) -> Iterator[tuple[str, str]]:
        """Yield the meetings and actors that a row speaks of."""
        if table == "participants":
            actors = {row["actor_id"], row["represents"], self.same.get(row["actor_id"])}
            for actor in sorted(filter(None, actors)):
                yield row["meeting_id"], actor
        elif table in OF_ACTORS:
            yield "", row["actor_id"]
        elif table != "figures" or row["quantity_id"] == f"attendance-{row['meeting_id']}":
            yield row["meeting_id"], ""

    def find(self, key: str, column: str) -> list[Origin]:
        """Return the rows that a cell rests on."""
        if self.base in self.package.tables:
            return [one for one in self._list_own(key) if one in self.kept]
        meetings, actors = self._split_key(key)
        found: dict[Origin, None] = {}
        for table in self.tables[column]:
            if table in OF_ACTORS:
                places = [("", actor) for actor in actors]
            elif table in OF_MEETINGS:
                places = [(meeting, "") for meeting in meetings]
            else:
                places = [(meeting, actor) for meeting in meetings for actor in actors]
            wider = [(meeting, ANY) for meeting in meetings]
            for tried in (places, wider, [(ANY, ANY)]):
                ids = [one for place in tried for one in self.places.get((table, *place), ())]
                if ids:
                    found |= dict.fromkeys((table, one) for one in ids)
                    break
        return list(found)

    def _list_own(self, key: str) -> Iterator[Origin]:
        yield self.base, key
        row = self.rows.get(key, {})
        for column, (target, _) in self.package.table(self.base).foreign.items():
            if row.get(column) and target in derived.ADDED and target != self.base:
                yield target, row[column]

    def _split_key(self, key: str) -> tuple[list[str], list[str]]:
        """Return the meetings and the actors that a key of a derived frame speaks of."""
        meetings: list[str] = []
        actors = []
        for part, cell in zip(self.parts, key.split("/"), strict=False):
            if part in ("meeting_id", "year"):
                meetings = self.meetings.get(cell, [])
            elif part.startswith("actor_id"):
                actors.append(cell)
        return meetings, actors


def _group_meetings(meetings: list[Row]) -> dict[str, list[str]]:
    """Return for each year the meetings that may have been in it."""
    groups: dict[str, list[str]] = {}
    for row in meetings:
        year = periods.find_year(row)
        first, last = periods.find_bounds(row)
        years = [year] if year else range(first.year if first else 0, last.year + 1 if last else 0)
        for one in years:
            groups.setdefault(str(one), []).append(row["meeting_id"])
    return groups


def find_sources(package: Package, name: str, keys: Iterable[str], columns: list[str]) -> set[str]:
    """Return the sources that rows of a derived frame rest on.

    Those are the sources of the claims that it is made from; of reports, which are made to tell who
    came, those that list all.
    """
    rosters = {report["report_id"] for report in views.find_complete_rosters(package)}
    sources: dict[Origin, str] = {}

    def keep(table: str, row: Row) -> bool:
        if "source_id" not in row or (table == "reports" and row["report_id"] not in rosters):
            return False
        sources[table, row[package.table(table).key]] = row["source_id"]
        return True

    origins = Origins(package, name, keep)
    # A state that is in thousands of pairs rests on its claims once.
    tables = {table: one for one in columns for table in origins.tables.get(one, ())}
    found: set[str] = set()
    for key in _list_single(origins.parts, keys):
        for column in set(tables.values()):
            found.update(sources[one] for one in origins.find(key, column))
    return found


def _list_single(parts: list[str], keys: Iterable[str]) -> set[str]:
    """Return keys of pairs as keys of each of their states, other keys as they are."""
    if "actor_id_b" not in parts:
        return set(keys)
    single = set()
    for key in keys:
        one, other, year = key.split("/")
        single |= {f"{one}//{year}", f"/{other}/{year}"}
    return single
