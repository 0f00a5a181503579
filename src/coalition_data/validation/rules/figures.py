"""Rules on numbers."""

from __future__ import annotations

import functools
import re

from coalition_data.texts import numerals
from coalition_data.validation.rules import FILL_BOTH, NOTE, all_rows_rule, index_rows, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Row, Rows

FILLS = {
    "exact": {"value"},
    "approximate": {"value"},
    "ordinal": {"value"},
    "at_least": {"low"},
    "order_of_magnitude": {"low"},
    "at_most": {"high"},
    "range": {"low", "high"},
    "unquantified": set(),
}
TIMES = {"years", "months", "weeks", "days", "hours", "minutes"}
COUNTED = {"persons", "countries", "organisations", "delegations", "members"}
# Money is any unit that is none of these.
OTHER_UNITS = TIMES | COUNTED | {"km", "km2", "percent", "rank", "strikes"}
UNITS = {
    "attendance_count": COUNTED,
    "coalition_members": {"members", "countries", "organisations"},
    "member_ordinal": {"rank"},
    "meeting_ordinal": {"rank"},
    "foreign_fighters": {"persons", "percent"},
    "origin_countries": {"countries"},
    "killed": {"persons"},
    "attackers": {"persons"},
    "hostages": {"persons"},
    "people_freed": {"persons"},
    "people_returned": {"persons"},
    "personnel_deployed": {"persons"},
    "strikes": {"strikes"},
    "territory_share": {"percent", "other"},
    "border_length": {"km"},
    "duration": TIMES,
    "rank": {"rank"},
}
# Where the ids of an indicator's quantities begin with a shorter word than its name.
FIRST_WORDS = {
    "attendance_count": "attendance",
    "personnel_deployed": "personnel",
    "territory_share": "territory",
}
# A third is written as 33.3 per cent.
CLOSE = 0.05
COUNTRIES = 250
MONTH = re.compile(r"-20[0-9]{2}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?$")
MONEY = {"ransom", "pledged", "funding_goal"}
# All indicators but `other`.
INDICATORS = UNITS.keys() | MONEY
# The words of a unit in English, French, German, Italian, Spanish and Arabic; what they may count.
UNIT_WORDS = {
    "years": ({"years"}, r"\b(?:years?|ans?|années?|jahre?n?)\b|سنوات|أعوام"),
    "months": ({"months"}, r"\b(?:months?|mois|monate?n?|mes[ie]|meses)\b|شهر|شهور"),
    "weeks": ({"weeks"}, r"\b(?:weeks?|semaines?|wochen?|settiman[ae])\b|أسبوع|أسابيع"),
    "days": ({"days"}, r"\b(?:days?|jours?|tage?n?|giorn[oi]|días?)\b|أيام|يومين"),
    "hours": ({"hours"}, r"\b(?:hours?|heures?|stunden?|or[ae]|horas?)\b|ساعة|ساعات"),
    "minutes": ({"minutes"}, r"\bminut\w*|دقيقة|دقائق"),
    "kronor": ({"sek"}, r"\b(?:kronor|sek)\b"),
    "kroner": ({"dkk", "nok"}, r"\b(?:kroner|dkk|nok)\b"),
    "per cent": ({"percent"}, r"%|\b(?:per ?cent|pour cent|prozent|por ciento)\b"),
    "dollars": ({"usd", "cad", "aud", "other"}, r"\$|\bdollars?\b|دولار"),
    "euros": ({"eur"}, r"€|\beuros?\b|يورو"),
    "kilometres": ({"km", "km2"}, r"\bkm2?\b|kilomet|kilomèt"),
    "countries": (
        {"countries", "members", "delegations", "organisations"},
        r"\b(?:countr(?:y|ies)|nations?|member states|pays|états membres"
        r"|ländern?|staaten|paesi|stati membri|países)\b|دول|بلد",
    ),
    "persons": (
        {"persons", "delegations"},
        r"\b(?:people|ministers|fighters|troops|soldiers"
        r"|personnes|ministres|représentants|combattants|soldats|kämpfer|soldaten)\b"
        r"|رئيس|وزير|وزراء|مقاتل|شخص",
    ),
}
NAMED_UNITS = {unit: re.compile(words) for unit, (_, words) in UNIT_WORDS.items()}
MEMBERS = re.compile(r"\b(?:mitglied|(?:members?|membres?|membri|miembros)\b)|عضو|أعضاء")
# What the words of any unit may give: which one of a row it is, or a thing without a name here.
ANY_UNIT = {"rank", "other"}


@rule(figures="qualifier value low high")
def qualifier_fills_its_columns(figures: Rows) -> Findings:
    """The qualifier says which of value, low and high are filled."""
    for row in figures:
        filled = {column for column in ("value", "low", "high") if row[column]}
        wanted = FILLS.get(row["qualifier"], filled)
        if filled != wanted:
            names = ", ".join(sorted(wanted)) or "none of value, low and high"
            message = f"{row['qualifier']} fills {names}"
            yield row, min(filled ^ wanted), message, "correct qualifier or the numbers"


@rule(figures="low high")
def low_is_below_high(figures: Rows) -> Findings:
    """A lower bound is below the upper."""
    for row in figures:
        if row["low"] and row["high"] and float(row["low"]) >= float(row["high"]):
            message = f"it isn't above the lower bound {row['low']}"
            yield row, "high", message, "correct low or high"


@rule(figures="unit value low high")
def counts_are_whole(figures: Rows) -> Findings:
    """A count of heads or strikes is a whole number, and there are no more than 250 countries."""
    todo = "correct the number or the unit"
    for row in figures:
        if row["unit"] not in COUNTED | {"strikes"}:
            continue
        for column in ("value", "low", "high"):
            number = float(row[column] or 0)
            if not number.is_integer():
                yield row, column, f"there is no fraction of {row['unit']}", todo
            elif row["unit"] == "countries" and number > COUNTRIES:
                yield row, column, f"there are fewer than {COUNTRIES} countries", todo


@rule(figures="indicator unit")
def unit_fits_indicator(figures: Rows) -> Findings:
    """The unit is one that the indicator can be counted in."""
    for row in figures:
        wanted = UNITS.get(row["indicator"])
        if row["indicator"] in MONEY:
            fits = row["unit"] not in OTHER_UNITS | {"other"}
        else:
            fits = wanted is None or row["unit"] in wanted
        if not fits:
            words = ", ".join(sorted(wanted)) if wanted else "money"
            message = f"{row['indicator']} is counted in {words}"
            yield row, "unit", message, "correct unit or indicator"


@rule(figures="quote_id stated_by meeting_id source_id", quotes="quote_id meeting_id source_id")
def figure_fits_its_quote(figures: Rows, quotes: Rows) -> Findings:
    """A figure in a quote has its meeting and source, and no `stated_by` of its own."""
    known = index_rows(quotes, "quote_id")
    for row in figures:
        quote = known.get(row["quote_id"])
        if quote is None:
            continue
        if row["stated_by"]:
            yield row, "stated_by", f"{row['quote_id']} says who stated it", "leave it empty"
        elif any(quote[column] != row[column] for column in ("meeting_id", "source_id")):
            message = "the quote is of another meeting or source"
            yield row, "quote_id", message, "name the quote that has the number"


@rule(figures="subject_id subject_role")
def subject_has_role(figures: Rows) -> Findings:
    """A subject has a role, and without a subject there is no role."""
    for row in figures:
        if bool(row["subject_id"]) != bool(row["subject_role"]):
            yield row, "subject_role", "it is filled exactly when subject_id is", FILL_BOTH


@rule(figures="quantity_id indicator")
def quantity_begins_with_its_indicator(figures: Rows) -> Findings:
    """A quantity's id begins with the word of its indicator; one of `other` with no such word."""
    words = {indicator: _name_first_word(indicator) for indicator in INDICATORS}
    taken = tuple(f"{word}-" for word in words.values())
    for row in figures:
        quantity, word = row["quantity_id"], words.get(row["indicator"], "")
        if word and not quantity.startswith(f"{word}-"):
            message = f"it doesn't begin with {word}"
            yield row, "quantity_id", message, "begin it so, or correct the indicator"
        elif not word and quantity.startswith(taken):
            message = "it begins like the id of another indicator"
            yield row, "quantity_id", message, "correct the indicator, or choose another word"


def _name_first_word(indicator: str) -> str:
    """Return the word with which the ids of an indicator's quantities begin.

    >>> _name_first_word("attendance_count"), _name_first_word("meeting_ordinal")
    ('attendance', 'meeting-ordinal')
    """
    return FIRST_WORDS.get(indicator, indicator.replace("_", "-"))


@all_rows_rule(figures="quantity_id", meetings="meeting_id")
def quantity_names_meeting_or_month(figures: Rows, meetings: Rows) -> Findings:
    """A quantity's id ends in the meeting or the month (or year) of which it speaks."""
    known = {row["meeting_id"] for row in meetings}
    for row in figures:
        if MONTH.search(row["quantity_id"]):
            continue
        parts = row["quantity_id"].split("-")
        if known.isdisjoint("-".join(parts[i:]) for i in range(1, len(parts))):
            message = "it ends neither in a meeting nor in a month"
            yield row, "quantity_id", message, "end it in a meeting_id or YYYY-MM"


@all_rows_rule(figures="meeting_id quantity_id about note", meetings="meeting_id city")
def quantity_of_another_meeting_says_why(figures: Rows, meetings: Rows) -> Findings:
    """A quantity that ends in another meeting has its name or year in `about` or note."""
    cities = {row["meeting_id"]: row["city"] for row in meetings}
    for row in figures:
        parts = row["quantity_id"].split("-")
        ends = ["-".join(parts[i:]) for i in range(1, len(parts))]
        meeting = next((end for end in ends if end in cities), row["meeting_id"])
        if meeting == row["meeting_id"]:
            continue
        names = {meeting[:4], cities[meeting], *meeting[8:].split("-")} - {""}
        if row["meeting_id"].startswith(meeting[:4]):
            names.discard(meeting[:4])
        said = f"{row['about']} {row['note']}".casefold()
        if not any(name.casefold() in said for name in names):
            message = f"the row is of {row['meeting_id']}"
            yield row, "quantity_id", message, "correct it, or name the other meeting in about"


@rule(figures="as_stated unit indicator")
def unit_reads_as_stated(figures: Rows) -> Findings:
    """A unit that is printed in `as_stated` is that of the row."""
    for row in figures:
        words = row["as_stated"].casefold()
        if not words or row["unit"] in ANY_UNIT:
            continue
        named = _list_units(words)
        if len(named) == 1 and row["unit"] not in UNIT_WORDS[named[0]][0]:
            message = f"the words say {named[0]}"
        elif _is_of_members(row, named, words):
            message = f"the words say {named[0] if named else 'members'}"
        else:
            continue
        yield row, "unit", message, "correct the unit, or copy these words again"


# Cached: claims repeat their words.
@functools.lru_cache(maxsize=2**14)
def _list_units(words: str) -> list[str]:
    """Return the units that are printed in words."""
    return [unit for unit, pattern in NAMED_UNITS.items() if pattern.search(words)]


def _is_of_members(row: Row, named: list[str], words: str) -> bool:
    """Return whether the unit has members of the coalition for countries, or the reverse."""
    if row["indicator"] == "coalition_members":
        return row["unit"] == "countries" and not named and bool(MEMBERS.search(words))
    if row["indicator"] == "attendance_count":
        is_of_countries = row["unit"] == "members" and named == ["countries"]
        return is_of_countries and not MEMBERS.search(words)
    return False


@rule(figures="quantity_id indicator subject_id")
def quantity_is_one_thing(figures: Rows) -> Findings:
    """All claims about one quantity have one indicator and one subject."""
    first: dict[str, tuple[str, str]] = {}
    for row in figures:
        here = (row["indicator"], row["subject_id"])
        above = first.setdefault(row["quantity_id"], here)
        if here != above:
            message = f"{row['quantity_id']} is {' of '.join(filter(None, above))} above"
            todo = "give it another quantity_id, or correct indicator and subject"
            yield row, "quantity_id", message, todo


@rule(
    figures="as_stated source_id qualifier value low high unit",
    sources="source_id lang",
)
def number_reads_as_stated(figures: Rows, sources: Rows) -> Findings:
    """Qualifier, value and bounds are what a reader of numerals makes of `as_stated`.

    Words that it can't read are noted; it reads them in the language of their source.
    """
    languages = {row["source_id"]: row["lang"] for row in sources}
    for row in figures:
        words = row["as_stated"]
        if not words:
            continue
        reading = numerals.read(words, languages.get(row["source_id"], ""))
        if reading is None:
            yield row, "as_stated", "no numeral can be read in these words", NOTE
        elif not reading.is_only:
            message = "there is more than one number in these words"
            yield row, "as_stated", message, "copy the one that is coded"
        elif row["qualifier"] != reading.qualifier:
            message = f'"{words}" reads as {reading.qualifier}'
            yield row, "qualifier", message, "correct qualifier, or copy more of the words"
        else:
            yield from _compare_numbers(row, reading)


def _compare_numbers(row: Row, reading: numerals.Reading) -> Findings:
    """Yield a finding for the first number that isn't the one read; a third may be rounded."""
    times = 100 if reading.is_share and row["unit"] == "percent" else 1
    numbers = {"value": reading.value, "low": reading.low, "high": reading.high}
    for column, number in numbers.items():
        cell = row[column]
        if number is None:
            differs = bool(cell)
            wanted = "nothing"
        else:
            tolerance = CLOSE if reading.is_share else abs(number) * 1e-9
            differs = not cell or abs(number * times - float(cell)) > tolerance
            wanted = f"{number * times:.12g}"
        if differs:
            message = f'"{row["as_stated"]}" reads as {wanted}'
            yield row, column, message, "correct the number, or copy these words again"
            return


@rule(memberships="joined_on left_on status")
def membership_runs_forward(memberships: Rows) -> Findings:
    """A day of leaving belongs to a member who left, and comes after that of joining."""
    for row in memberships:
        if row["left_on"] and row["status"] != "left":
            yield row, "left_on", f"the status is {row['status']}", "write left, or empty left_on"
        elif row["joined_on"] and row["left_on"] and row["left_on"] < row["joined_on"]:
            message = f"it is before {row['joined_on']}"
            yield row, "left_on", message, "correct left_on or joined_on"


@rule(
    memberships="membership_id actor_id ordinal source_id",
    figures="indicator subject_id value source_id",
)
def ordinal_agrees_with_figure(memberships: Rows, figures: Rows) -> Findings:
    """A membership's ordinal is that of the same source's figure."""
    ordinals = {}
    for row in figures:
        if row["indicator"] == "member_ordinal":
            ordinals[row["subject_id"], row["source_id"]] = row["value"]
    for row in memberships:
        ordinal = ordinals.get((row["actor_id"], row["source_id"]), row["ordinal"])
        if row["ordinal"] != ordinal:
            message = f"the figure of this source says {ordinal}"
            yield row, "ordinal", message, "correct it, or the figure"


@rule(memberships="actor_id body_id ordinal note")
def ordinal_is_of_one_member(memberships: Rows) -> Findings:
    """A member has one ordinal, which no other has, or the note has the number in question."""
    # Of two rows that differ either may have the note.
    firsts: dict[tuple[str, str], Row] = {}
    members: dict[tuple[str, str], Row] = {}
    for row in memberships:
        actor, body, ordinal = row["actor_id"], row["body_id"], row["ordinal"]
        if not ordinal:
            continue
        holder = firsts.setdefault((body, ordinal), row)
        above = members.setdefault((body, actor), row)
        if holder["actor_id"] != actor and ordinal not in row["note"] + holder["note"]:
            message = f"{holder['actor_id']} has it above"
        elif above["ordinal"] != ordinal and not (
            above["ordinal"] in row["note"] or ordinal in above["note"]
        ):
            message = f"a line above says {above['ordinal']}"
        else:
            continue
        yield row, "ordinal", message, "correct one of the two, or say in note what others say"
