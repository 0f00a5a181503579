"""Rules on numbers."""

from __future__ import annotations

import re

from coalition_data.texts import numerals
from coalition_data.validation.rules import by, rule, whole_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.validation.rules import Findings, Rows

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
TIMES = {"years", "months", "weeks", "days"}
HEADS = {"persons", "countries", "organisations", "delegations", "members"}
# Money is any unit that is none of these.
OTHER_UNITS = TIMES | HEADS | {"km", "km2", "percent", "rank", "strikes"}
UNITS = {
    "attendance_count": HEADS,
    "coalition_members": {"members", "countries", "organisations"},
    "member_ordinal": {"rank"},
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
# A third is written as 33.3 per cent.
CLOSE = 0.05
COUNTRIES = 250
MONTH = re.compile(r"-20[0-9]{2}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?$")
MONEY = {"ransom", "pledged", "funding_goal"}


@rule(figures="qualifier value low high")
def qualifier_fills_its_columns(figures: Rows) -> Findings:
    """The qualifier says which of value, low and high are filled."""
    for row in figures:
        filled = {column for column in ("value", "low", "high") if row[column]}
        wanted = FILLS.get(row["qualifier"], filled)
        if filled != wanted:
            column = next(iter(sorted(filled ^ wanted)))
            message = f"{row['qualifier']} fills {', '.join(sorted(wanted)) or 'none of value, low and high'}"
            yield row, column, message, "mend qualifier or the numbers"


@rule(figures="low high")
def low_is_below_high(figures: Rows) -> Findings:
    """A lower bound is below the upper."""
    for row in figures:
        if row["low"] and row["high"] and float(row["low"]) >= float(row["high"]):
            yield row, "high", f"it isn't above the lower bound {row['low']}", "mend one of them"


@rule(figures="unit value low high")
def counts_are_whole(figures: Rows) -> Findings:
    """What is counted by heads or strikes is a whole number, and there are no more than 250 countries."""
    for row in figures:
        for column in [
            c for c in ("value", "low", "high") if row[c] and row["unit"] in HEADS | {"strikes"}
        ]:
            if not float(row[column]).is_integer():
                yield (
                    row,
                    column,
                    f"there is no fraction of {row['unit']}",
                    "mend the number or the unit",
                )
            elif row["unit"] == "countries" and float(row[column]) > COUNTRIES:
                yield row, column, "there aren't so many countries", "mend the number or the unit"


@rule(figures="indicator unit")
def unit_fits_indicator(figures: Rows) -> Findings:
    """The unit is one that the indicator can be counted in."""
    for row in figures:
        wanted = UNITS.get(row["indicator"])
        if (wanted and row["unit"] not in wanted) or (
            row["indicator"] in MONEY and row["unit"] in OTHER_UNITS | {"other"}
        ):
            words = ", ".join(sorted(wanted)) if wanted else "money"
            yield row, "unit", f"{row['indicator']} is counted in {words}", "mend unit or indicator"


@rule(figures="quote_id stated_by meeting_id source_id", quotes="quote_id meeting_id source_id")
def figure_fits_its_quote(figures: Rows, quotes: Rows) -> Findings:
    """A figure inside a quote is of the same meeting and source, and the quote already says who stated it."""
    known = by(quotes, "quote_id")
    for row in figures:
        quote = known.get(row["quote_id"])
        if quote is None:
            continue
        if row["stated_by"]:
            yield row, "stated_by", f"{row['quote_id']} says who stated it", "leave it empty"
        elif any(quote[c] != row[c] for c in ("meeting_id", "source_id")):
            yield (
                row,
                "quote_id",
                "the quote is of another meeting or source",
                "name the quote that has the number",
            )


@rule(figures="subject_id subject_role")
def subject_has_role(figures: Rows) -> Findings:
    """A subject has a role, and neither stands alone."""
    for row in figures:
        if bool(row["subject_id"]) != bool(row["subject_role"]):
            yield (
                row,
                "subject_role",
                "it is filled exactly when subject_id is",
                "fill both or none",
            )


@whole_rule(figures="quantity_id", meetings="meeting_id")
def quantity_names_meeting_or_month(figures: Rows, meetings: Rows) -> Findings:
    """A quantity's id ends in the meeting or the month (or year) of which it speaks."""
    known = {row["meeting_id"] for row in meetings}
    for row in figures:
        parts = row["quantity_id"].split("-")
        if not MONTH.search(row["quantity_id"]) and not any(
            "-".join(parts[i:]) in known for i in range(1, len(parts))
        ):
            yield (
                row,
                "quantity_id",
                "it ends neither in a meeting nor in a month",
                "name what it belongs to",
            )


@rule(figures="quantity_id indicator subject_id")
def quantity_is_one_thing(figures: Rows) -> Findings:
    """All claims about one quantity have one indicator and one subject."""
    first: dict[str, tuple[str, str]] = {}
    for row in figures:
        here = (row["indicator"], row["subject_id"])
        above = first.setdefault(row["quantity_id"], here)
        if here != above:
            message = f"{row['quantity_id']} is {' of '.join(filter(None, above))} above"
            yield (
                row,
                "quantity_id",
                message,
                "give it another quantity_id, or mend indicator and subject",
            )


@rule(figures="as_stated qualifier value low high unit")
def number_reads_as_stated(figures: Rows) -> Findings:
    """Qualifier, value and bounds are what a reader of French and English numerals makes of `as_stated`."""
    for row in figures:
        if not row["as_stated"]:
            continue
        reading = numerals.read(row["as_stated"])
        if reading is None:
            yield (
                row,
                "as_stated",
                "no numeral can be read in these words",
                "copy the words that give the number",
            )
            continue
        times = 100 if reading.is_share and row["unit"] == "percent" else 1
        if len(list(numerals.find(row["as_stated"]))) > 1:
            yield (
                row,
                "as_stated",
                "there is more than one number in these words",
                "copy the one that is coded",
            )
            continue
        for column, number in (
            ("value", reading.value),
            ("low", reading.low),
            ("high", reading.high),
        ):
            if row["qualifier"] != reading.qualifier:
                message = f'"{row["as_stated"]}" reads as {reading.qualifier}'
                yield row, "qualifier", message, "mend qualifier, or copy more of the words"
                break
            if bool(row[column]) != (number is not None) or _differs(
                row[column], number, times, reading.is_share
            ):
                said = "nothing" if number is None else f"{number * times:.12g}"
                yield row, column, f'"{row["as_stated"]}" reads as {said}', "mend the number"
                break


def _differs(cell: str, number: float | None, times: int, is_share: bool) -> bool:
    """Say whether a filled cell has another number than the one read; a third may be rounded."""
    if not cell or number is None:
        return False
    return abs(number * times - float(cell)) > (CLOSE if is_share else abs(number) * 1e-9)


@rule(memberships="joined_on left_on status")
def membership_runs_forward(memberships: Rows) -> Findings:
    """A day of leaving belongs to a member who left, and comes after that of joining."""
    for row in memberships:
        if row["left_on"] and row["status"] != "left":
            yield row, "left_on", f"the status is {row['status']}", "mend one of them"
        elif row["joined_on"] and row["left_on"] and row["left_on"] < row["joined_on"]:
            yield row, "left_on", f"it is before {row['joined_on']}", "mend one of them"


@rule(
    memberships="membership_id actor_id ordinal source_id",
    figures="indicator subject_id value source_id",
)
def ordinal_agrees_with_figure(memberships: Rows, figures: Rows) -> Findings:
    """A membership's ordinal is that of the same source's figure."""
    ranks = {
        (row["subject_id"], row["source_id"]): row["value"]
        for row in figures
        if row["indicator"] == "member_ordinal"
    }
    for row in memberships:
        figure = ranks.get((row["actor_id"], row["source_id"]))
        if figure is not None and row["ordinal"] != figure:
            yield row, "ordinal", f"the figure of this source says {figure}", "mend one of them"
