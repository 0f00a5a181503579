"""The rows as the pages need them: by meeting, by actor, by source."""

from __future__ import annotations

import functools
import operator
import re
import urllib.parse

from coalition_data.analysis import attendance, disagreement, members, panel, periods, renderings
from coalition_data.references import citation
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor, loader
from coalition_data.texts import links

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from typing import Any

    from coalition_data.references.reference import Reference

    Row = dict[str, Any]

ENTITIES = ("meetings", "actors", "sources")
CLAIMS = ("reports", "participants", "quotes", "figures", "memberships")
# The columns that show words as printed, or say that some row does.
PRINTED = ("as_named", "as_stated", "date_as_stated", "opens_with", "text", "speaker_as_named",
           "words_taken")  # fmt: skip
# A meeting with more quotes has a page for them, whose name ends so: no id's page has a dot.
MANY_QUOTES = 200
QUOTES = ".quotes"
# How many times the usual number, or which part of it, a number is that a page marks.
FAR = 10
# Whoever has fewer claims has no page of its own, but a part of one.
FEW = 10
FEW_A_PAGE = 150
# The columns in which a claim names an actor.
NAMING = {
    "participants": ("actor_id", "represents"),
    "quotes": ("speaker_id",),
    "figures": ("stated_by", "compiled_by"),
    "memberships": ("actor_id",),
}
# What the row of a meeting concludes from its reports.
CONCLUDED = ("date", "city", "country", "venue", "level", "format")
TEXT = links.DIRECTIVE + "text="
DATES = ("date_start", "date_end", "date_precision")
# On the page of its meeting a claim's id begins behind that of the meeting.
SHORT = re.compile(r"[pqfr]\d+")
SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,150}")


class Record:
    """A package's rows: `rows` by table, `find` by table and id, claims by meeting and actor.

    Raises KeyError for a package that lacks a table or a column of the shipped one, ValueError for
    tables with an empty required cell, an id that two rows have, or a key that leads nowhere.
    """

    def __init__(self, folder: str | None) -> None:
        self.package = descriptor.read(folder)
        _check_columns(self.package)
        found = {name: loader.read_arrow(self.package, name) for name in self.package.tables}
        _check_keys(self.package, found)
        self.rows: dict[str, list[Row]] = {}
        self.find: dict[str, dict[str, Row]] = {}
        self.lines: dict[str, list[str]] = {}
        self._line: dict[str, dict[str, str]] = {}
        for name, table in self.package.tables.items():
            rows = loader.to_rows(found[name])
            self.rows[name] = sorted(rows, key=operator.itemgetter(table.key))
            self.find[name] = {row[table.key]: row for row in self.rows[name]}
            self.lines[name] = fingerprints.table_lines(self.package, name)
            self._line[name] = dict(zip(self.find[name], self.lines[name], strict=True))
        for name in (*CLAIMS, "sources"):
            self._add_links(name)
        for name in CLAIMS:
            for row in self.rows[name]:
                row["publisher"] = self.find["sources"][row["source_id"]]["publisher"]
                row["meeting"] = self.find["meetings"].get(row.get("meeting_id", ""))
                row["mark"] = _mark_row(row)
        self.of_meeting = self._group_claims("meeting_id")
        self.of_source = self._group_claims("source_id")
        self.of_actor = self._group_by_actor()
        self.conflicts = self._list_conflicts()
        self.seats = self._group_seats()
        self.offices = self._count_by_actor("office")
        self.levels = self._count_by_actor("office_level")
        self.twins: dict[str, list[Row]] = {}
        for row in self.rows["actors"]:
            self.twins.setdefault(row["same_as"] or "", []).append(row)
        acts = renderings.utterances(folder=self.package.folder)
        self.differences = dict(zip(acts["utterance_id"], acts["difference"], strict=True))
        self.acts: dict[str, list[Row]] = {}
        for row in self.rows["quotes"]:
            self.acts.setdefault(row["utterance_id"], []).append(row)
        self.panel = loader.to_rows(panel.build(self.package, "state-year"))
        self.places = self._place_actors()
        self.standings = self._find_standings()
        self.offices_by_source = {
            (row["meeting_id"], row["source_id"], row["actor_id"]): row["office"]
            for row in self.rows["participants"]
            if row["office"]
        }

    @functools.cached_property
    def data(self) -> Reference:
        """Return the reference of the data, which takes a look at all tables."""
        return citation.describe_data(self.package)

    @functools.cached_property
    def whole(self) -> str:
        """Return the fingerprint of all tables."""
        return str(fingerprints.of_package(self.package))

    def _add_links(self, table: str) -> None:
        """Give each row of a table `table`, `id`, `link`, `words`, `archive`, and `basis`.

        `words` are those at which the link opens its page. A basis is `position` (place and hash of
        the words in a held text), `words` (printed words are shown), or `cited`.
        """
        key = self.package.table(table).key
        rows = self.rows[table]
        addresses, archives = links.link_rows(
            table, rows, self.find["sources"], self.find["quotes"]
        )
        for row, link, archive in zip(rows, addresses, archives, strict=True):
            basis = "cited"
            if row.get("evidence") or row.get("text_sha256"):
                basis = "position"
            elif any(row.get(column) for column in PRINTED):
                basis = "words"
            # All that is added to a checked address are words.
            is_address = link and check_address(link.partition(links.DIRECTIVE)[0])
            row |= {"table": table, "id": row[key], "basis": basis}
            row |= {"link": is_address and link, "archive": check_address(archive)}
            words = urllib.parse.unquote((row["link"] or "").partition(TEXT)[2])
            row["words"] = "" if "%" in words else words

    def _group_claims(self, column: str) -> dict[str, dict[str, list[Row]]]:
        """Return for each value of a foreign key the claims that have it, by table."""
        out: dict[str, dict[str, list[Row]]] = {}
        for table in CLAIMS:
            if column in self.package.table(table).names:
                for row in self.rows[table]:
                    out.setdefault(row[column], {}).setdefault(table, []).append(row)
        return out

    def _group_by_actor(self) -> dict[str, dict[str, list[Row]]]:
        """Return for each actor the claims that speak of it, by table."""
        out: dict[str, dict[str, list[Row]]] = {}
        for table, columns in NAMING.items():
            for row in self.rows[table]:
                for actor in dict.fromkeys(row[column] for column in columns if row[column]):
                    out.setdefault(actor, {}).setdefault(table, []).append(row)
        return out

    def _list_conflicts(self) -> list[Row]:
        """Return the rows of `conflicts`, each with its `claims`."""
        tables = {row["id"]: row for table in CLAIMS for row in self.rows[table]}
        frame = disagreement.conflicts(folder=self.package.folder).astype(object)
        found: Any = frame.where(frame.notna(), None).to_dict("records")
        rows: list[Row] = found
        for row in rows:
            row["claims"] = [tables[one] for one in row["claims"].split(";")]
        return rows

    def _group_seats(self) -> dict[str, dict[str, list[Row]]]:
        """Return for each meeting the states there by `attendance`, each a row of `attendance`."""
        out: dict[str, dict[str, list[Row]]] = {}
        frame = attendance.attendance(folder=self.package.folder).astype(object)
        seats: Any = frame.to_dict("records")
        for seat in seats:
            kind = "attended" if seat["attendance"] == "represented" else seat["attendance"]
            out.setdefault(seat["meeting_id"], {}).setdefault(kind, []).append(seat)
        return out

    def _count_by_actor(self, column: str) -> dict[str, list[str]]:
        """Return what participants have in a column, by actor, the most frequent first."""
        counts: dict[str, dict[str, int]] = {}
        for row in self.rows["participants"]:
            if row[column] and row[column] != "unknown":
                mine = counts.setdefault(row["actor_id"], {})
                mine[row[column]] = mine.get(row[column], 0) + 1
        return {actor: sorted(mine, key=lambda one: -mine[one]) for actor, mine in counts.items()}

    def _find_standings(self) -> dict[str, tuple[str, datetime.date, datetime.date]]:
        """Return by which rule, and from which first possible and sure day on, each is a member.

        A dated accession comes first; without one, the first source that counts it.
        """
        out = {}
        for rule in ("first_counted", "accession"):
            for actor, steps in members.find_standings(self.package, rule).items():
                entry = members.find_entry(steps)
                if entry:
                    out[actor] = (rule, *entry)
        return out

    def _place_actors(self) -> dict[str, str]:
        """Return the address of each actor inside the site."""
        out = {}
        few: dict[str, int] = {}
        for row in self.rows["actors"]:
            me = row["actor_id"]
            count = sum(map(len, self.of_actor.get(me, {}).values()))
            out[me] = f"actors/{page_name(me)}.html"
            if count < FEW and row["kind"] != "state":
                few[row["kind"]] = few.get(row["kind"], 0) + 1
                part = 1 + (few[row["kind"]] - 1) // FEW_A_PAGE
                name = f"few.{page_name(row['kind'])}{f'.{part}' if part > 1 else ''}"
                out[me] = f"actors/{name}.html#{urllib.parse.quote(me)}"
        return out

    def place_claim(self, claim: Row) -> str:
        """Return the page of a claim: that of its meeting, of its many quotes, or of members."""
        if not claim["meeting"]:
            return "membership.html"
        return self.place_quotes(claim["meeting_id"], claim["table"] == "quotes")

    def place_quotes(self, meeting: str, is_quote: bool = True) -> str:
        """Return the page of a meeting's quotes: its own, unless there are many."""
        is_apart = is_quote and len(self.claims(meeting, "quotes")) > MANY_QUOTES
        return f"meetings/{page_name(meeting)}{QUOTES if is_apart else ''}.html"

    def conflicts_of(self, meeting: str) -> list[Row]:
        """Return the rows of `conflicts` about a meeting."""
        return [row for row in self.conflicts if row["meeting_id"] == meeting]

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

    def people(self, meeting: str) -> list[Row]:
        """Return who is said to have been at a meeting, one row per actor.

        Columns: actor, state (which it represents, or None), attendance (the strongest), office,
        role, claims. Each state is followed by those who represented it.
        """
        by_actor: dict[str, list[Row]] = {}
        for claim in self.claims(meeting, "participants"):
            by_actor.setdefault(claim["actor_id"], []).append(claim)
        out = []
        for actor_id, claims in by_actor.items():
            represented = next((c["represents"] for c in claims if c["represents"]), "")
            roles = dict.fromkeys(c["role"] for c in claims if c["role"] != "unknown")
            row = {
                "actor": self.find["actors"][actor_id],
                "state": self.find["actors"].get(represented),
                "attendance": find_strongest(claims),
                "office": next((c["office"] for c in claims if c["office"]), ""),
                "role": ";".join(roles),
                "claims": claims,
            }
            out.append(row)
        return sorted(out, key=_order_person)

    def meetings_of(self, actor: str) -> list[Row]:
        """Return the meetings of an actor, earliest first: meeting, attendance, claims, people.

        `people` are those who sat for it; for a person the list is empty.
        """
        by_meeting: dict[str, list[Row]] = {}
        for claim in self.of_actor.get(actor, {}).get("participants", []):
            by_meeting.setdefault(claim["meeting_id"], []).append(claim)
        out = []
        for meeting_id, claims in by_meeting.items():
            others = dict.fromkeys(c["actor_id"] for c in claims if c["actor_id"] != actor)
            row = {
                "meeting": self.find["meetings"][meeting_id],
                "attendance": find_strongest(claims),
                "claims": claims,
                "people": [self.find["actors"][other] for other in others],
            }
            out.append(row)
        return sorted(out, key=lambda row: order_by_date(row["meeting"]))

    def speaker_office(self, quote: Row) -> str | None:
        """Return the office that a quote's source gives its speaker."""
        key = (quote["meeting_id"], quote["source_id"], quote["speaker_id"])
        office: str | None = self.offices_by_source.get(key) or quote["speaker_office"]
        return office


def find_strongest(claims: Iterable[Row]) -> str:
    """Return the attendance that is best attested among claims."""
    return min((str(claim["attendance"]) for claim in claims), key=attendance.STRENGTH.index)


def order_by_date(meeting: Row) -> tuple[bool, str, str]:
    """Return by what meetings are sorted: their first day, those without any last."""
    first, last = periods.find_bounds(meeting)
    day = first or last
    return day is None, str(day), meeting["meeting_id"]


def group_figures(rows: Iterable[Row]) -> list[Row]:
    """Return the quantities of figures, those with most claims first: about, indicator, values, n.

    Each of `values` has its `claims`, most first, and `is_far`: tenfold the first one of its unit,
    or a tenth of it.
    """
    quantities: dict[str, list[Row]] = {}
    for row in rows:
        quantities.setdefault(row["quantity_id"], []).append(row)
    out = []
    for quantity, claims in quantities.items():
        by_value: dict[Any, list[Row]] = {}
        for claim in claims:
            key = tuple(claim[column] for column in ("value", "low", "high", "qualifier", "unit"))
            by_value.setdefault(key, []).append(claim)
        values = sorted(by_value.values(), key=lambda one: -len(one))
        row = {"id": quantity, "about": values[0][0]["about"], "n": len(claims)}
        row["indicator"] = values[0][0]["indicator"]
        usual = {one[0]["unit"]: one[0] for one in reversed(values)}
        row["values"] = [
            {"claims": one, "is_far": disagreement.is_far(one[0], usual[one[0]["unit"]], FAR)}
            for one in values
        ]
        out.append(row)
    return sorted(out, key=lambda row: -row["n"])


def _check_columns(package: descriptor.Package) -> None:
    shipped = descriptor.read()
    for name in (*ENTITIES, *CLAIMS):
        for column in shipped.table(name).names:
            package.table(name).field(column)


def _check_keys(package: descriptor.Package, found: dict[str, Any]) -> None:
    """Raise ValueError where a page would lack what it shows."""
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


def _mark_row(claim: Row) -> str:
    """Return the id of a claim inside its page: `p001` for `2015-01-london-p001`."""
    mark: str = claim["id"]
    if claim["meeting"]:
        short = mark.removeprefix(f"{claim['meeting_id']}-")
        mark = short if SHORT.fullmatch(short) else mark
    return mark


def _order_person(row: Row) -> tuple[str, bool, str]:
    state = row["state"] or row["actor"]
    return state["name_en"], row["state"] is not None, row["actor"]["name_en"]


@functools.cache
def check_address(url: str | None) -> str | None:
    """Return an address that a link may lead to, http or https; None for any other."""
    try:
        scheme = urllib.parse.urlsplit(url or "").scheme
    except ValueError:
        # Such as http://[::1, whose bracket nothing closes.
        return None
    return url if scheme in ("http", "https") else None


def page_name(name: str) -> str:
    """Return the name of the page of an id: the id itself if it is safe as the name of a file.

    >>> page_name("2015-01-london"), page_name("../../etc")[:2]
    ('2015-01-london', 'x-')
    """
    import hashlib

    return name if SAFE.fullmatch(name) else f"x-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
