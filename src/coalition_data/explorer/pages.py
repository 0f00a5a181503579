"""Which pages there are, and what each of them shows."""

from __future__ import annotations

import functools
import os

from coalition_data.analysis import periods
from coalition_data.explorer import pictures
from coalition_data.explorer.record import (
    CLAIMS,
    MANY_QUOTES,
    group_figures,
    order_by_date,
    page_name,
)
from coalition_data.explorer.telling import SOURCES_A_PAGE, name_part
from coalition_data.explorer.wording import LANGUAGES
from coalition_data.references.styles import STYLES
from coalition_data.validation import rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from coalition_data.explorer.record import Record, Row
    from coalition_data.explorer.wording import Wording

    Page = tuple[str, str, Callable[[], dict[str, Any]]]

# In this order, so that nobody begins with the nameless.
KINDS = ("state", "person", "organisation", "office_holder", "group", "region", "armed_group",
         "anonymous")  # fmt: skip
# Of these indicators each number counts something else: side by side they say nothing.
UNLIKE = ("other", "rank", "duration")
CODES = {"iso3": "ISO", "cow_code": "COW", "gw_code": "Gleditsch-Ward", "wikidata": "Wikidata"}
DIFFERENCES = ("other words", "same words")
# Many renderings differ in their first or last words: these have pages of their own.
OTHER_ENDS = "other ends"
ACTS_A_PAGE = 100


def list_pages(record: Record, words: Wording) -> Iterator[Page]:
    """Yield each page of one language: its path, its template and what gives it its contents."""
    made = _Pages(record, words)
    yield "index.html", "index.html", made.show_first
    for meeting in made.meetings:
        path = f"meetings/{page_name(meeting['meeting_id'])}.html"
        yield path, "meeting.html", functools.partial(made.show_meeting, meeting)
        apart = record.place_quotes(meeting["meeting_id"])
        if apart != path:
            yield apart, "quotes.html", functools.partial(made.show_quotes, meeting)
    few: dict[str, list[Row]] = {}
    for actor in record.rows["actors"]:
        path, mark, _ = record.places[actor["actor_id"]].partition("#")
        if mark:
            few.setdefault(path, []).append(actor)
        else:
            yield path, "actor.html", functools.partial(made.show_actor, actor)
    for path, actors in few.items():
        yield path, "few.html", functools.partial(made.show_few, actors)
    for name, figures in made.indicators.items():
        path = f"numbers/{page_name(name)}.html"
        yield path, "number.html", functools.partial(made.show_number, name, figures)
    for number, show in enumerate(made.list_source_pages()):
        yield name_part("sources", number), "sources.html", show
    for number, show in enumerate(made.list_rendering_pages()):
        yield name_part("renderings", number), "renderings.html", show
    for name, show in (
        ("actors", made.show_actors),
        ("numbers", made.show_numbers),
        ("words", made.show_words),
        ("disagreements", made.show_disagreements),
        ("panel", made.show_panel),
        ("membership", made.show_membership),
        ("codebook", lambda: {"page": "codebook", "rules": rules.load_rules()}),
        ("cite", made.show_citing),
    ):
        yield f"{name}.html", f"{name}.html", show
    if words.lang == LANGUAGES[0]:
        # What a server shows for an address that isn't there.
        yield "404.html", "404.html", lambda: {"page": "404"}


def _round_shares(counts: dict[str, int]) -> dict[str, int]:
    """Return what share each count is of all, in whole per cent that add up to a hundred."""
    total = max(sum(counts.values()), 1)
    shares = {one: 100 * n // total for one, n in counts.items()}
    left = sorted(counts, key=lambda one: -(100 * counts[one] % total))
    for one in left[: 100 - sum(shares.values())] if any(counts.values()) else []:
        shares[one] += 1
    return shares


class _Pages:
    """The contents of each kind of page, in one language."""

    def __init__(self, record: Record, words: Wording) -> None:
        self.record = record
        self.words = words
        self.meetings = sorted(record.rows["meetings"], key=order_by_date)
        self.indicators: dict[str, list[Row]] = {}
        for row in record.rows["figures"]:
            if row["indicator"] not in UNLIKE:
                self.indicators.setdefault(row["indicator"], []).append(row)
        most = sorted(self.indicators, key=lambda name: -len(self.indicators[name]))
        self.indicators = {name: self.indicators[name] for name in most}

    def show_first(self) -> dict[str, Any]:
        """Return what the first page shows: counts, shares, questions, filters and pictures."""
        rows = self.record.rows
        claims = [row for table in CLAIMS for row in rows[table]]
        shares = dict.fromkeys(("position", "words", "cited"), 0)
        for row in claims:
            shares[row["basis"]] += 1
        totals = [("meeting", "meetings", "index"), ("actor", "actors", "actors"),
                  ("quote", "quotes", "words"), ("number", "figures", "numbers"),
                  ("source", "sources", "sources")]  # fmt: skip
        return {
            "page": "meetings",
            "meetings": self.meetings,
            "line": pictures.place_dots(self.meetings),
            "world": pictures.place_circles(self.record),
            "shares": {one: self.words.number(n) for one, n in _round_shares(shares).items()},
            "totals": [
                *((kind, len(rows[table]), page) for kind, table, page in totals),
                ("disagreement", len(self.record.conflicts), "disagreements"),
            ],
            "styles": list(STYLES),
            "asked": self._choose_questions(),
            "choices": self._list_choices(),
        }

    def _choose_questions(self) -> dict[str, Any]:
        """Return what the questions of the first page are about: the best attested of each kind."""
        seats: dict[str, int] = {}
        for row in self.record.rows["participants"]:
            seats[row["meeting_id"]] = seats.get(row["meeting_id"], 0) + 1
        sources: dict[str, int] = {}
        for row in self.record.conflicts:
            if row["meeting_id"]:
                count = sources.get(row["meeting_id"], 0) + row["n_sources"]
                sources[row["meeting_id"]] = count
        who, conflict = (max(one, key=lambda n: one[n], default=None) for one in (seats, sources))
        drawn = self.indicators
        number = "foreign_fighters" if "foreign_fighters" in drawn else next(iter(drawn), None)
        find = self.record.find["meetings"]
        return {"who": find.get(who or ""), "number": number, "conflict": find.get(conflict or "")}

    def _list_choices(self) -> dict[str, list[tuple[str, str, int]]]:
        """Return the options of each filter that some meeting has: value, label, how many."""
        words = self.words
        states = {row["iso3"]: row for row in self.record.rows["actors"] if row["iso3"]}
        counts: dict[str, dict[str, int]] = {
            name: {} for name in ("year", "level", "format", "state", "place")
        }
        for row in self.meetings:
            seats = self.record.seats.get(row["meeting_id"], {}).get("attended", [])
            has = {
                "year": [str(periods.find_year(row) or "unknown")],
                "level": [row["level"]],
                "format": [row["format"]],
                "place": [row["country"]],
                "state": [seat["iso3"] for seat in seats],
            }
            for name, values in has.items():
                for value in filter(None, values):
                    counts[name][value] = counts[name].get(value, 0) + 1
        out = {}
        for name, found in counts.items():
            table = self.record.package.table("meetings")
            if name in ("state", "place"):
                known = words.sort([states[one] for one in found if one in states])
                order = [row["iso3"] for row in known]
                order += sorted(found.keys() - states.keys())
            elif name == "year":
                order = sorted(found)
            else:
                order = [one for one in table.field(name).enum or [] if one in found]
            label = words.country if name in ("state", "place") else words.value
            out[name] = [(one, label(one), found[one]) for one in order]
        return out

    def show_meeting(self, meeting: Row) -> dict[str, Any]:
        """Return what the page of a meeting shows."""
        record = self.record
        me = meeting["meeting_id"]
        claims = record.of_meeting.get(me, {})
        reports = {row["source_id"]: row for row in claims.get("reports", [])}
        cited = dict.fromkeys(row["source_id"] for rows in claims.values() for row in rows)
        cards = {source: n for n, source in enumerate({**reports, **cited}, 1)}
        facts = record.facts(meeting)
        people = record.people(me)
        marks = [(table, record.mark(table, (row["id"] for row in claims[table])))
                 for table in CLAIMS if table in claims]  # fmt: skip
        return {
            "page": "meeting",
            "meeting": meeting,
            "facts": facts,
            "people": people,
            "speakers": self._group_quotes(claims.get("quotes", [])),
            "answer": self._answer(meeting, facts, people),
            "cards": cards,
            "is_whole": len(claims.get("quotes", [])) <= MANY_QUOTES,
            "reports_by": {source: reports.get(source) for source in cards},
            "related": [other for other in self.meetings if other["related_to"] == me],
            "marks": [("meetings", record.mark("meetings", [me])), *marks],
        }

    def show_quotes(self, meeting: Row) -> dict[str, Any]:
        """Return what the page of the many quotes of a meeting shows."""
        quotes = self.record.claims(meeting["meeting_id"], "quotes")
        reports = self.record.claims(meeting["meeting_id"], "reports")
        sources = dict.fromkeys(row["source_id"] for row in quotes)
        # As on the page of the meeting.
        order = dict.fromkeys([row["source_id"] for row in reports] + list(sources))
        numbers = {source: n for n, source in enumerate(order, 1)}
        return {
            "page": "meeting",
            "meeting": meeting,
            "speakers": self._group_quotes(quotes),
            "cards": {source: numbers[source] for source in order if source in sources},
        }

    def _group_quotes(self, quotes: list[Row]) -> list[tuple[Row, str | None, int, list[Any]]]:
        """Return speaker, office, how many utterances, and these; who says most comes first.

        An utterance is its renderings (`act`); those that only one source has are together
        (`said`).
        """
        speakers: dict[str, dict[str, list[Row]]] = {}
        for row in quotes:
            acts = speakers.setdefault(row["speaker_id"], {})
            acts.setdefault(row["utterance_id"], []).append(row)
        out = []
        for speaker, acts in sorted(speakers.items(), key=lambda one: -len(one[1])):
            rows = list(acts.values())
            offices = filter(None, (self.record.speaker_office(row[0]) for row in rows))
            parts: list[tuple[str, list[Row]]] = []
            for act in rows:
                look = "act" if len(act) > 1 else "said"
                if look == "said" and parts and parts[-1][0] == look:
                    parts[-1][1].extend(act)
                else:
                    parts.append((look, list(act)))
            office = next(offices, None)
            out.append((self.record.find["actors"][speaker], office, len(rows), parts))
        return out

    def _answer(self, meeting: Row, facts: list[Any], people: list[Row]) -> dict[str, Any]:
        """Return what the page of a meeting says first."""
        words = self.words
        me = meeting["meeting_id"]
        dated: list[Any] = next((said for fact, _, said in facts if fact == "date"), [])
        agree = sum(len(reports) for _, is_same, reports in dated if is_same)
        differ = sum(len(reports) for _, is_same, reports in dated if not is_same)
        date = words.count("source", agree) if agree or differ else ""
        if differ:
            date += f" · {words.count('differs', differ)}"
        chairs = [row for row in people if {"chair", "co_chair"} & set(row["role"].split(";"))]
        seats = self.record.seats.get(me, {})
        figures = self.record.claims(me, "figures")
        counted = [row for row in figures if row["indicator"] == "attendance_count"]
        quantities = group_figures(counted)
        return {
            "date": date,
            "chairs": chairs,
            "attended": len(seats.get("attended", [])),
            "expected": len(seats.get("expected", [])) + len(seats.get("invited", [])),
            "sources": len({c["source_id"] for c in self.record.claims(me, "participants")}),
            "persons": sum(row["actor"]["kind"] == "person" for row in people),
            "counts": quantities[0]["values"] if quantities else [],
        }

    def show_actor(self, actor: Row) -> dict[str, Any]:
        """Return what the page of an actor shows."""
        return {"page": "actor", "actor": actor, "about": self._tell_of(actor)}

    def show_few(self, actors: list[Row]) -> dict[str, Any]:
        """Return what the page of all actors of a kind shows of whom there are few claims."""
        told = [(actor, self._tell_of(actor)) for actor in self.words.sort(actors)]
        return {"page": "few", "kind": actors[0]["kind"], "actors": told}

    def _tell_of(self, actor: Row) -> dict[str, Any]:
        record = self.record
        me = actor["actor_id"]
        claims = record.of_actor.get(me, {})
        iso3 = actor["iso3"]
        codes = [(name, actor[column]) for column, name in CODES.items() if actor[column]]
        facts = (codes, me in record.offices, actor["same_as"], record.twins.get(me),
                 claims.get("memberships"), actor["note"])  # fmt: skip
        said: dict[str, int] = {}
        for row in claims.get("quotes", []):
            said[row["meeting_id"]] = said.get(row["meeting_id"], 0) + 1
        # What somebody said at a meeting is in its row; the rest was said about it elsewhere.
        seats = record.meetings_of(me)
        n_quotes = sum(said.values())
        for seat in seats:
            seat["n_quotes"] = said.pop(seat["meeting"]["meeting_id"], 0)
        return {
            "said": [(row, said[row["meeting_id"]]) for row in self.meetings
                     if row["meeting_id"] in said],
            "n_quotes": n_quotes,
            "claims": {table: claims.get(table, []) for table in CLAIMS},
            "seats": seats,
            "standing": record.standings.get(me),
            "twins": record.twins.get(me, []),
            "codes": codes,
            "has_facts": any(facts),
            "hosted": [row for row in self.meetings if iso3 and row["country"] == iso3],
        }  # fmt: skip

    def show_actors(self) -> dict[str, Any]:
        """Return the actors by kind."""
        kinds = []
        for kind in KINDS:
            rows = [row for row in self.record.rows["actors"] if row["kind"] == kind]
            if rows:
                kinds.append((kind, self.words.sort(rows)))
        return {"page": "actors", "kinds": kinds, "marks": [self._mark("actors")]}

    def _mark(self, table: str) -> tuple[str, str]:
        return table, self.record.mark(table, self.record.find[table])

    def show_numbers(self) -> dict[str, Any]:
        """Return the indicators, the most frequent first."""
        counts = [(name, len(rows)) for name, rows in self.indicators.items()]
        return {"page": "numbers", "indicators": counts}

    def show_number(self, name: str, figures: list[Row]) -> dict[str, Any]:
        """Return the figures of an indicator over time."""
        by_meeting: dict[str, list[Row]] = {}
        for row in figures:
            by_meeting.setdefault(row["meeting_id"], []).append(row)
        told = [row for row in self.meetings if row["meeting_id"] in by_meeting]
        meetings = [(row, group_figures(by_meeting[row["meeting_id"]])) for row in told]
        find = self.record.find["meetings"]
        mark = self.record.mark("figures", (row["id"] for row in figures))
        return {
            "page": "number",
            "name": name,
            "plot": pictures.plot_figures(figures, find),
            "meetings": meetings,
            "marks": [("figures", mark)],
        }

    def show_words(self) -> dict[str, Any]:
        """Return who is quoted how often, and the renderings of one utterance side by side."""
        record = self.record
        speakers: dict[str, int] = {}
        meetings: dict[str, int] = {}
        for row in record.rows["quotes"]:
            speakers[row["speaker_id"]] = speakers.get(row["speaker_id"], 0) + 1
            meetings[row["meeting_id"]] = meetings.get(row["meeting_id"], 0) + 1
        years: dict[str, list[tuple[Row, int]]] = {}
        for meeting in self.meetings:
            count = meetings.get(meeting["meeting_id"])
            if count:
                year = str(periods.find_year(meeting) or "")
                years.setdefault(year, []).append((meeting, count))
        sides = [(one, self._find_acts(one)) for one in DIFFERENCES]
        order = sorted(speakers, key=lambda one: (-speakers[one], one))
        known = [record.find["actors"][one] for one in speakers]
        return {
            "page": "words",
            "speakers": [(record.find["actors"][one], speakers[one]) for one in order],
            "named": [(one, speakers[one["actor_id"]]) for one in self.words.sort(known)],
            "years": list(years.items()),
            "sides": [(one, rows) for one, rows in sides if rows],
            "others": len(self._find_acts(OTHER_ENDS)),
        }

    def _find_acts(self, difference: str) -> list[list[Row]]:
        """Return the quotes of each utterance whose renderings differ so."""
        record = self.record
        found = [act for act, one in record.differences.items() if one == difference]
        return [record.acts[act] for act in found]

    def list_rendering_pages(self) -> list[Callable[[], dict[str, Any]]]:
        """Return what gives each page of renderings with other ends its contents."""
        acts = self._find_acts(OTHER_ENDS)
        parts = [acts[n : n + ACTS_A_PAGE] for n in range(0, len(acts), ACTS_A_PAGE)] or [[]]
        names = [name_part("renderings", n) for n in range(len(parts))]

        def show(number: int) -> dict[str, Any]:
            return {"page": "renderings", "number": number, "all": names,
                    "acts": parts[number - 1]}  # fmt: skip

        return [functools.partial(show, n) for n in range(1, len(parts) + 1)]

    def show_disagreements(self) -> dict[str, Any]:
        """Return where sources disagree, by kind, most sources first."""
        kinds: dict[str, list[Row]] = {}
        for row in self.record.conflicts:
            kinds.setdefault(row["field"], []).append(row)
        for rows in kinds.values():
            rows.sort(key=lambda row: -row["n_sources"])
        order = sorted(kinds.items(), key=lambda one: -len(one[1]))
        return {"page": "disagreements", "kinds": order}

    def show_panel(self) -> dict[str, Any]:
        """Return the states by year: what each cell says, its tone (0 to 5, or `u`), its title."""
        rows = self.record.panel
        years = {row["year"]: row["meetings"] for row in rows}
        states: dict[str, list[tuple[str, str, str]]] = {}
        for row in rows:
            states.setdefault(row["actor_id"], []).append(self._show_cell(row))
        known = [self.record.find["actors"][one] for one in states]
        ordered = [(actor, states[actor["actor_id"]]) for actor in self.words.sort(known)]
        return {"page": "panel", "years": list(years.items()), "states": ordered}

    def _show_cell(self, row: Row) -> tuple[str, str, str]:
        low, high = row["attended_low"], row["attended_high"]
        if not high:
            return "0", "0", ""
        if not low:
            return "?", "u", self.words.word("unknown_cell")
        tone = str(min(5, 1 + low * 5 // max(row["meetings"], 1)))
        return str(low) if low == high else f"{low}–{high}", tone, ""

    def show_membership(self) -> dict[str, Any]:
        """Return who is said to be a member, and the chart of how many there were."""
        record = self.record
        by_actor: dict[str, list[Row]] = {}
        for row in record.rows["memberships"]:
            by_actor.setdefault(row["actor_id"], []).append(row)
        known = [record.find["actors"][one] for one in by_actor]
        stated = [row for row in self.indicators.get("coalition_members", [])
                  if row["unit"] in ("members", "countries")]  # fmt: skip
        points = pictures.find_points(stated, record.find["meetings"])
        line = pictures.count_accessions(record)
        return {
            "page": "membership",
            "members": [(one, by_actor[one["actor_id"]]) for one in self.words.sort(known)],
            "plot": pictures.draw_points(points, line, "members") if points else None,
            "marks": [self._mark("memberships")],
        }

    def list_source_pages(self) -> Iterable[Callable[[], dict[str, Any]]]:
        """Return what gives each page of the list of sources its contents."""
        rows = self.record.rows["sources"]
        parts = [rows[n : n + SOURCES_A_PAGE] for n in range(0, len(rows), SOURCES_A_PAGE)] or [[]]
        names = [name_part("sources", n) for n in range(len(parts))]

        def show(number: int) -> dict[str, Any]:
            shown = parts[number - 1]
            mark = self.record.mark("sources", (row["source_id"] for row in shown))
            return {"page": "sources", "number": number, "all": names, "rows": shown,
                    "marks": [("sources", mark)]}  # fmt: skip

        return [functools.partial(show, n) for n in range(1, len(parts) + 1)]

    def show_citing(self) -> dict[str, Any]:
        """Return how to cite and to download the data."""
        package = self.record.package
        data = self.record.data
        size = sum(os.path.getsize(package.file(name)) for name in package.tables) / 4e6
        return {
            "page": "cite",
            "whole": self.record.whole,
            "styles": {style: write(data, []) for style, write in STYLES.items()},
            "size": self.words.number(round(size, 1)),
        }
