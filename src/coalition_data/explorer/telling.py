"""The pieces that all pages share: names with links, who says so, values side by side."""

from __future__ import annotations

import functools
import urllib.parse

import markupsafe
from markupsafe import Markup, escape

from coalition_data.analysis import disagreement, renderings
from coalition_data.explorer.record import FAR, page_name
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from coalition_data.explorer.record import Record, Row
    from coalition_data.explorer.wording import Wording

# More sources that somebody was there than these are folded.
MANY = 3
# How many sources are on a page of them.
SOURCES_A_PAGE = 150


class Teller:
    """What templates call, in one language, for the page that `turn_to` named."""

    def __init__(self, record: Record, words: Wording) -> None:
        self.record = record
        self.words = words
        self.turn_to("", "")
        order = enumerate(record.find["sources"])
        self._page = {one: name_part("sources", n // SOURCES_A_PAGE) for n, one in order}
        self._publisher = {
            one: str(escape(row["publisher"])) for one, row in record.find["sources"].items()
        }

    def turn_to(self, path: str, base: str) -> None:
        """Begin a page, by its path in the folder of its language, to which `base` leads."""
        self.path = path
        self.base = base
        self._folder = path[: path.rfind("/") + 1]

    def list_functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions that templates know, by name."""
        names = ("alink", "mlink", "slink", "to_page", "to_claim", "to_words", "tell", "lang",
                 "english", "printed", "details", "brief", "conflict", "numbered", "counted",
                 "office", "say_who")  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def alink(self, actor: Row) -> Markup:
        """Return the name of an actor with a link to its page."""
        place = self.record.places[actor["actor_id"]]
        return self._link(place, self.words.name(actor))

    def mlink(self, meeting: Row) -> Markup:
        """Return the name of a meeting with a link to its page."""
        place = f"meetings/{page_name(meeting['meeting_id'])}.html"
        return self._link(place, self.words.name(meeting))

    def _link(self, place: str, text: str) -> Markup:
        return Markup(f'<a href="{self.to_page(place)}">{escape(text)}</a>')

    def to_page(self, path: str) -> str:
        """Return the address of a page of this language."""
        if self._folder and path.startswith(self._folder):
            return path[len(self._folder) :]
        return self.base + path

    def slink(self, source: str) -> str:
        """Return the address of a source in the list of sources."""
        return f"{self.base}{self._page[source]}#{urllib.parse.quote(source)}"

    def numbered(self, claims: list[Row], cards: dict[str, int]) -> Markup:
        """Return the numbers of the sources of claims, linked: `1–4 7`."""
        runs: list[list[int]] = []
        for n in sorted({cards[claim["source_id"]] for claim in claims}):
            if runs and n == runs[-1][-1] + 1:
                runs[-1].append(n)
            else:
                runs.append([n])
        parts = []
        for run in runs:
            links = [f'<a href="#s{n}">{n}</a>' for n in run]
            parts += [f"{links[0]}–{links[-1]}"] if len(run) > 2 else links
        return Markup(f'<span class="n">{" ".join(parts)}</span>')

    def tell(
        self,
        claim: Row,
        cards: dict[str, int] | None = None,
        name: str | None = None,
        shown: str | None = None,
    ) -> Markup:
        """Return who makes a claim: a link to the source's card, from which a script makes two.

        The script opens the source's page at the words that are `shown` beside the link, at those
        of `data-t`, or, where that is blank, at none. `cards` numbers the sources of the page,
        without them the link leads to the list of sources; `name` is the id of the link (default:
        that of the claim; blank for none).
        """
        source = claim["source_id"]
        name = claim["mark"] if name is None else name
        place = f' id="{escape(name)}"' if name else ""
        basis = "" if claim["basis"] == "words" else f' class="{claim["basis"][0]}"'
        to = self.slink(source) if cards is None else f"#s{cards[source]}"
        at = "" if cards is None else self._tell_words(claim, shown)
        return Markup(f'<a href="{to}"{place}{basis}{at}>{self._publisher[source]}</a>')

    def _tell_words(self, claim: Row, shown: str | None) -> str:
        words = claim["words"]
        if not words:
            return " data-t"
        is_shown = shown and words == shown.replace(renderings.GAP, ",")
        return "" if is_shown else f' data-t="{escape(words)}"'

    def lang(self, lang: str) -> Markup:
        """Return the attribute of words in a language, blank for that of the page."""
        return Markup("" if lang == self.words.lang else f' lang="{escape(lang)}"')

    def english(self, text: str) -> Markup:
        """Return a text in English, marked as such on a page in another language."""
        lang = self.lang("en")
        return Markup(f"<span{lang}>{escape(text)}</span>" if lang else escape(text))

    def office(self, actor: Row, offices: list[str]) -> Markup:
        """Return offices of an actor, in English; a French page first tells their usual level."""
        titles = self.english("; ".join(offices))
        levels = self.record.levels.get(actor["actor_id"])
        if self.words.lang == "en" or not levels:
            return titles
        return Markup(f"{escape(self.words.value(levels[0]))}{self.words.colon}{titles}")

    def counted(self, figure: Row) -> Markup:
        """Return what a figure counts, which is in English; before it, in French, of what kind."""
        about = self.english(figure["about"])
        if self.words.lang == "en" or figure["indicator"] == "other":
            return about
        kind = self.words.value(figure["indicator"])
        return Markup(f"{escape(kind[:1].upper() + kind[1:])}{self.words.colon}{about}")

    def printed(self, words: str, source: str) -> Markup:
        """Return words as a source prints them."""
        lang = self.lang(self.record.find["sources"][source]["lang"])
        return Markup(f"<q{lang}>{escape(words)}</q>")

    def details(self, claim: Row, words: str | None = None) -> Markup:
        """Return what a claim adds to its source: printed words, doubts, its place, a note."""
        parts: list[str] = [""]
        if words:
            parts.append(self.printed(words, claim["source_id"]))
        if claim["certainty"] != "stated":
            parts.append(f"<small>({self.words.value(claim['certainty'])})</small>")
        if claim["evidence"]:
            at = f"{self.words.word('characters')} {write_places(claim['evidence'])}"
            if claim.get("attribution_evidence"):
                said = write_places(claim["attribution_evidence"])
                at += f"; {self.words.word('attributed')} {said}"
            parts.append(f'<small class="at">{escape(at)}</small>')
        if claim["note"]:
            parts.append(f"<small{self.lang('en')}>{escape(claim['note'])}</small>")
        return Markup(" ".join(parts))

    def say_who(self, person: Row, cards: dict[str, int]) -> Markup:
        """Return who says that somebody was there, a row of `Record.people`; many are folded."""
        name = self.words.name(person["actor"])
        lines = []
        for claim in person["claims"]:
            as_named = claim["as_named"]
            line = f"{self.tell(claim, cards, None, as_named)}"
            if claim["attendance"] != person["attendance"]:
                line += f" <small>{escape(self.words.value(claim['attendance']))}</small>"
            lines.append(f"{line}{self.details(claim, None if as_named == name else as_named)}")
        told = "<br>".join(lines)
        if len(lines) > MANY:
            count = self.words.count("source", len(lines))
            told = f"<details><summary>{count}</summary>{told}</details>"
        return Markup(told)

    def brief(self, quote: Row) -> Markup:
        """Return the words of a quote, or their ends and our paraphrase."""
        words = quote["text"]
        if not words and quote["quote_type"] != "indirect":
            words = renderings.point_to_words(quote)
        parts: list[str] = []
        if words:
            parts.append(self.printed(words, quote["source_id"]))
        ours = quote[f"paraphrase_{self.words.lang}"] or quote["paraphrase_en"]
        if ours and not quote["text"]:
            lang = self.lang(self.words.lang if quote[f"paraphrase_{self.words.lang}"] else "en")
            parts.append(f"<span{lang}>{escape(ours)}</span>" if lang else str(escape(ours)))
        return Markup(" ".join(parts))

    def conflict(self, row: Row, is_named: bool = True) -> Markup:
        """Return what sources differ on: each value with those who give it, most first."""
        by_value: dict[str, list[Row]] = {}
        for claim in row["claims"]:
            by_value.setdefault(self._show_value(row["field"], claim), []).append(claim)
        values = sorted(by_value.items(), key=lambda one: -len(one[1]))
        parts = []
        for value, claims in values:
            links = ", ".join(map(self._point, claims))
            far = ""
            usual = values[0][1][0]
            if usual["table"] == "figures" and disagreement.is_far(claims[0], usual, FAR):
                far = f' <span class="tag disputed">{escape(self.words.word("far"))}</span>'
            parts.append(f"<b>{escape(value)}</b>{far} <small>{links}</small>")
        head = Markup(f"<b>{escape(self.words.value(row['field']))}</b> " if is_named else "")
        if row["claims"][0].get("about"):
            head += self.english(row["claims"][0]["about"])
        elif row["subject"] in self.record.find["actors"]:
            head += self.alink(self.record.find["actors"][row["subject"]])
        return Markup(f"{head}<ul><li>{'<li>'.join(parts)}</ul>")

    def _show_value(self, field: str, claim: Row) -> str:
        if claim["table"] == "figures":
            return self.words.amount(claim) or self.words.value(claim["qualifier"])
        if field == "date":
            return self.words.span(claim)
        if field == "city":
            return self.words.city(claim["city"])
        if field == "country":
            return self.words.country(claim["country"])
        return self.words.value(str(claim.get(field, claim["id"])))

    def _point(self, claim: Row) -> str:
        """Return a source's name with a link to its claim."""
        return f'<a href="{self.to_claim(claim)}">{self._publisher[claim["source_id"]]}</a>'

    def to_claim(self, claim: Row) -> str:
        """Return the address of a claim on the page of its meeting, or of members."""
        page = self.record.place_claim(claim)
        place = "" if page == self.path else self.to_page(page)
        return f"{place}#{urllib.parse.quote(claim['mark'])}"

    def to_words(self, meeting: Row, actor: Row) -> str:
        """Return the address of what somebody said at a meeting."""
        page = self.record.place_quotes(meeting["meeting_id"])
        return f"{self.to_page(page)}#by-{urllib.parse.quote(actor['actor_id'])}"


def write_places(cell: str) -> str:
    """Return where the segments of an evidence cell are, and how their hashes begin."""
    try:
        found = evidence.segments(cell)
    except ValueError:
        return ""
    return ", ".join(f"{one.start}–{one.end} #{one.hash[:8]}" for one in found)


def name_part(name: str, n: int) -> str:
    """Return the name of a page of several that are one, counted from 0."""
    return f"{name}-{n + 1}.html" if n else f"{name}.html"


@functools.cache
def allow_breaks(text: str) -> markupsafe.Markup:
    """Return an identifier with line breaks allowed after its punctuation."""
    escaped = str(escape(text))
    for mark in ("-", "_", "/", ":"):
        escaped = escaped.replace(mark, f"{mark}<wbr>")
    return Markup(escaped)
