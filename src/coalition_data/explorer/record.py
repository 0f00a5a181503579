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

CLAIMS = ("reports", "participants", "quotes", "figures", "memberships")
# What a report can say of a meeting that the meeting's own row concludes.
CONCLUDED = ("date", "city", "country", "venue", "level", "format")
DATES = ("date_start", "date_end", "date_precision")
SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,150}")


class Record:
    """All rows of a package: `rows` by table, `find` by table and id, claims by meeting, actor and source."""

    def __init__(self, folder: str | None) -> None:
        self.package = descriptor.read(folder)
        self.rows: dict[str, list[Row]] = {
            name: sorted(
                loader.read_arrow(self.package, name).to_pylist(),
                key=operator.itemgetter(table.key),
            )
            for name, table in self.package.tables.items()
        }
        self.lines = {
            name: fingerprints.table_lines(self.package, name) for name in self.package.tables
        }
        self.find = {
            name: {row[self.package.table(name).key]: row for row in rows}
            for name, rows in self.rows.items()
        }
        self._line = {
            name: dict(zip(self.find[name], lines, strict=True))
            for name, lines in self.lines.items()
        }
        for table in CLAIMS:
            for row in self.rows[table]:
                row |= {"table": table, "id": row[self.package.table(table).key]}
        self.of_meeting = self._grouped("meeting_id")
        self.of_source = self._grouped("source_id")
        self.conflicts = self._conflicts()
        self.seats = self._seats()

    def _grouped(self, column: str) -> dict[str, dict[str, list[Row]]]:
        """Return for each value of a foreign key the claims that have it, by table."""
        out: dict[str, dict[str, list[Row]]] = {}
        for table in CLAIMS:
            if column in self.package.table(table).names:
                for row in self.rows[table]:
                    out.setdefault(row[column], {}).setdefault(table, []).append(row)
        return out

    def _conflicts(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = {}
        rows: Any = disagreement.conflicts(self.package.folder).astype(object).to_dict("records")
        for row in rows:
            out.setdefault(str(row["meeting_id"]), []).append(row)
        return out

    def _seats(self) -> dict[str, list[Row]]:
        """Return for each meeting the states of whom a source says that they were there."""
        out: dict[str, list[Row]] = {}
        seats = views.attendance("state", self.package.folder)
        for seat in seats[seats["attendance"].isin(["attended", "represented"])].itertuples():
            out.setdefault(str(seat.meeting_id), []).append(self.find["actors"][seat.actor_id])
        return out

    def mark(self, table: str, ids: Iterable[str]) -> str:
        """Return the fingerprint of the rows of a table with these primary keys."""
        lines = [self._line[table][one] for one in sorted(set(ids))]
        return str(fingerprints.of_lines(lines, len(self.package.table(table).names)))

    def claims(self, meeting: str, table: str) -> list[Row]:
        """Return the claims of one table about a meeting."""
        return self.of_meeting.get(meeting, {}).get(table, [])

    def facts(self, meeting: Row) -> list[tuple[str, Row, list[tuple[Row, bool, list[Row]]]]]:
        """Return for each fact of a meeting: its name, the concluded value, and each value that reports give.

        A value is a row with the columns that make it; beside it stands whether it is the concluded one, and the
        reports that give it.
        """
        out = []
        for fact in CONCLUDED:
            columns = DATES if fact == "date" else (fact,)
            concluded = {column: meeting[column] for column in columns}
            told: dict[tuple[Any, ...], list[Row]] = {}
            for report in self.claims(meeting["meeting_id"], "reports"):
                value = tuple(report[column] for column in columns)
                if report[columns[0]] not in (None, "unknown") or (
                    fact == "date" and report["date_end"]
                ):
                    told.setdefault(value, []).append(report)
            said = [
                (dict(zip(columns, v, strict=True)), list(v) == list(concluded.values()), r)
                for v, r in told.items()
            ]
            if any(concluded.values()) or said:
                out.append(
                    (fact, concluded, sorted(said, key=lambda one: (not one[1], -len(one[2]))))
                )
        return out

    def claims_named(self, conflict: Row) -> list[Row]:
        """Return the claims that a row of `conflicts` is about, in its order."""
        ids = str(conflict["rows"]).split(";")
        return [self.find[table][one] for one in ids for table in CLAIMS if one in self.find[table]]

    def people(self, meeting: str) -> list[Row]:
        """Return who is said to have been at a meeting, one row per actor: states first, then who sat for them.

        Columns: actor, state (whom it stands for, or None), attendance (the strongest), claims.
        """
        by_actor: dict[str, list[Row]] = {}
        for claim in self.claims(meeting, "participants"):
            by_actor.setdefault(claim["actor_id"], []).append(claim)
        out = []
        for actor_id, claims in by_actor.items():
            actor = self.find["actors"][actor_id]
            state = self.find["actors"].get(
                next((c["represents"] for c in claims if c["represents"]), None) or ""
            )
            best = min(claims, key=lambda claim: views.STRENGTH.index(claim["attendance"]))
            out.append(
                {"actor": actor, "state": state, "attendance": best["attendance"], "claims": claims}
            )
        return sorted(out, key=lambda row: ((row["state"] or row["actor"])["name_en"], row["state"] is not None,
                                            row["actor"]["name_en"]))  # fmt: skip

    def speaker_office(self, quote: Row) -> str | None:
        """Return the office that a quote's source gives its speaker."""
        for claim in self.claims(quote["meeting_id"], "participants"):
            if (claim["actor_id"], claim["source_id"]) == (
                quote["speaker_id"],
                quote["source_id"],
            ) and claim["office"]:
                return str(claim["office"])
        office = quote["speaker_office"]
        return None if office is None else str(office)


def slug(name: str) -> str:
    """Return the name of the page of an id: the id itself where a file can be called so.

    >>> slug("2015-01-london"), slug("../../etc")[:2]
    ('2015-01-london', 'x-')
    """
    import hashlib

    return name if SAFE.fullmatch(name) else f"x-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
