"""The rows as the pages need them: by meeting, by actor, by source."""

from __future__ import annotations

import operator
import re

from coalition_data.analysis import disagreement, views
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor, loader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Row = dict[str, Any]

ENTITIES = ("meetings", "actors", "sources")
CLAIMS = ("reports", "participants", "quotes", "figures", "memberships")
# What the row of a meeting concludes from its reports.
CONCLUDED = ("date", "city", "country", "venue", "level", "format")
DATES = ("date_start", "date_end", "date_precision")
SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,150}")


class Record:
    """A package's rows: `rows` by table, `find` by table and id, claims by meeting and source.

    Raises KeyError for a package that lacks a table or a column of the shipped one, ValueError for
    tables with an empty required cell, an id that two rows have, or a key that leads nowhere.
    """

    def __init__(self, folder: str | None) -> None:
        self.package = descriptor.read(folder)
        _check_columns(self.package)
        _check_keys(self.package)
        self.rows: dict[str, list[Row]] = {}
        self.find: dict[str, dict[str, Row]] = {}
        self.lines: dict[str, list[str]] = {}
        self._line: dict[str, dict[str, str]] = {}
        for name, table in self.package.tables.items():
            rows = loader.read_arrow(self.package, name).to_pylist()
            self.rows[name] = sorted(rows, key=operator.itemgetter(table.key))
            self.find[name] = {row[table.key]: row for row in self.rows[name]}
            self.lines[name] = fingerprints.table_lines(self.package, name)
            self._line[name] = dict(zip(self.find[name], self.lines[name], strict=True))
        for name in CLAIMS:
            for row in self.rows[name]:
                row |= {"table": name, "id": row[self.package.table(name).key]}
        self.of_meeting = self._group_claims("meeting_id")
        self.of_source = self._group_claims("source_id")
        self.conflicts = self._group_conflicts()
        self.seats = self._group_seats()

    def _group_claims(self, column: str) -> dict[str, dict[str, list[Row]]]:
        """Return for each value of a foreign key the claims that have it, by table."""
        out: dict[str, dict[str, list[Row]]] = {}
        for table in CLAIMS:
            if column in self.package.table(table).names:
                for row in self.rows[table]:
                    out.setdefault(row[column], {}).setdefault(table, []).append(row)
        return out

    def _group_conflicts(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = {}
        rows: Any = disagreement.conflicts(self.package.folder).astype(object).to_dict("records")
        for row in rows:
            out.setdefault(str(row["meeting_id"]), []).append(row)
        return out

    def _group_seats(self) -> dict[str, list[Row]]:
        """Return for each meeting the states that some source places there."""
        out: dict[str, list[Row]] = {}
        seats = views.attendance("state", self.package.folder)
        for seat in seats[seats["attendance"].isin(["attended", "represented"])].itertuples():
            state = self.find["actors"][str(seat.actor_id)]
            out.setdefault(str(seat.meeting_id), []).append(state)
        return out

    def mark(self, table: str, ids: Iterable[str]) -> str:
        """Return the fingerprint of the rows of a table with these primary keys."""
        lines = [self._line[table][one] for one in sorted(set(ids))]
        return str(fingerprints.of_lines(lines, len(self.package.table(table).names)))

    def claims(self, meeting: str, table: str) -> list[Row]:
        """Return the claims of one table about a meeting."""
        return self.of_meeting.get(meeting, {}).get(table, [])

    def facts(self, meeting: Row) -> list[tuple[str, Row, list[tuple[Row, bool, list[Row]]]]]:
        """Return for each fact of a meeting its name, the concluded value and the reported values.

        A reported value comes with whether it is the concluded one, and with the reports that give
        it. A value is a row with the columns that make it.
        """
        out = []
        for fact in CONCLUDED:
            columns = DATES if fact == "date" else (fact,)
            concluded = {column: meeting[column] for column in columns}
            reports_by_value: dict[tuple[Any, ...], list[Row]] = {}
            for report in self.claims(meeting["meeting_id"], "reports"):
                has_end = fact == "date" and report["date_end"]
                if report[columns[0]] not in (None, "unknown") or has_end:
                    value = tuple(report[column] for column in columns)
                    reports_by_value.setdefault(value, []).append(report)
            reported = []
            for value, reports in reports_by_value.items():
                row = dict(zip(columns, value, strict=True))
                reported.append((row, row == concluded, reports))
            reported.sort(key=lambda one: (not one[1], -len(one[2])))
            if any(concluded.values()) or reported:
                out.append((fact, concluded, reported))
        return out

    def claims_named(self, conflict: Row) -> list[Row]:
        """Return the claims that a row of `conflicts` is about, in its order."""
        ids = str(conflict["rows"]).split(";")
        return [self.find[table][one] for one in ids for table in CLAIMS if one in self.find[table]]

    def people(self, meeting: str) -> list[Row]:
        """Return who is said to have been at a meeting, one row per actor.

        Columns: actor, state (which it represents, or None), attendance (the strongest), claims.
        Each state is followed by those who represented it.
        """
        by_actor: dict[str, list[Row]] = {}
        for claim in self.claims(meeting, "participants"):
            by_actor.setdefault(claim["actor_id"], []).append(claim)
        out = []
        for actor_id, claims in by_actor.items():
            actor = self.find["actors"][actor_id]
            represented = next((c["represents"] for c in claims if c["represents"]), "")
            state = self.find["actors"].get(represented)
            best = min((claim["attendance"] for claim in claims), key=views.STRENGTH.index)
            out.append({"actor": actor, "state": state, "attendance": best, "claims": claims})
        return sorted(out, key=_order_person)

    def speaker_office(self, quote: Row) -> str | None:
        """Return the office that a quote's source gives its speaker."""
        office: str | None = quote["speaker_office"]
        for claim in self.claims(quote["meeting_id"], "participants"):
            is_speaker = claim["actor_id"] == quote["speaker_id"]
            if is_speaker and claim["source_id"] == quote["source_id"] and claim["office"]:
                return str(claim["office"])
        return office


def _check_columns(package: descriptor.Package) -> None:
    shipped = descriptor.read()
    for name in (*ENTITIES, *CLAIMS):
        for column in shipped.table(name).names:
            package.table(name).field(column)


def _check_keys(package: descriptor.Package) -> None:
    """Raise ValueError where a page would lack what it shows."""
    found = {name: loader.read_arrow(package, name) for name in package.tables}
    for name, table in package.tables.items():
        for field in table.fields:
            cells = found[name].column(field.name)
            wrong = ""
            is_key = field.name == table.key
            if (is_key or field.required) and cells.null_count:
                wrong = "is empty in a row"
            elif is_key and len(cells.unique()) < len(cells):
                wrong = "is the same in two rows"
            elif field.name in table.foreign:
                target, column = table.foreign[field.name]
                known = set(found[target].column(column).unique().to_pylist())
                if not known.issuperset(cells.drop_null().unique().to_pylist()):
                    wrong = f"names a row that {target} doesn't have"
            if wrong:
                todo = "`coalition-data validate` says where it is wrong"
                raise ValueError(f"{table.path} can't be shown: {field.name} {wrong}; {todo}")


def _order_person(row: Row) -> tuple[str, bool, str]:
    state = row["state"] or row["actor"]
    return state["name_en"], row["state"] is not None, row["actor"]["name_en"]


def page_name(name: str) -> str:
    """Return the name of the page of an id: the id itself if it is safe as the name of a file.

    >>> page_name("2015-01-london"), page_name("../../etc")[:2]
    ('2015-01-london', 'x-')
    """
    import hashlib

    return name if SAFE.fullmatch(name) else f"x-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
