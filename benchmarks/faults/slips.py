"""Slips of a tired curator: each is one that somebody makes who knows the tables and has the page."""

import calendar
import random
import re
from collections.abc import Callable

from faults.kinds import Fault, kind, other, set_cells
from faults.world import Row, World

YEARS = {
    "reports": ("date_start", "date_end"),
    "sources": ("published",),
    "figures": ("as_of",),
    "memberships": ("as_of", "joined_on", "left_on"),
}
PLACE = ("city", "country", "venue")
# What somebody confuses with what.
UNITS = {
    "years": "months",
    "months": "years",
    "weeks": "days",
    "days": "weeks",
    "usd": "eur",
    "eur": "usd",
    "countries": "members",
    "members": "countries",
    "organisations": "countries",
    "delegations": "countries",
    "persons": "countries",
}
MONEY = ("usd", "eur", "gbp", "cad", "dkk", "aed", "myr")
BILLION = 1_000_000_000
NEGATIONS = {
    "paraphrase_en": (r" not\b", r"n’t\b", r"n't\b", r" never\b", r"\bno "),
    "translation_en": (r" not\b", r"n’t\b", r"n't\b", r" never\b", r"\bno "),
    "paraphrase_fr": (r"(?:\bne |\bn’)(.*?) (?:pas|plus|jamais|rien)\b",),
}


def draw(
    world: World, chance: random.Random, table: str, fits: Callable[[Row], bool]
) -> tuple[int, Row] | None:
    """Draw a row of a table that fits; None if none does."""
    found = [n for n, row in enumerate(world.rows[table]) if fits(row)]
    if not found:
        return None
    n = chance.choice(found)
    return n, world.rows[table][n]


def take_from_neighbour(
    world: World,
    chance: random.Random,
    table: str,
    columns: tuple[str, ...],
    alike: tuple[str, ...] = (),
) -> Fault | None:
    """Copy cells from the next row whose first of `columns` is filled and differs.

    `alike`: the columns in which the two rows agree.
    """
    column = columns[0]
    drawn = draw(world, chance, table, lambda row: bool(row[column]))
    if drawn is None:
        return None
    n, row = drawn
    rows = world.rows[table]
    for near in [*rows[n + 1 :], *reversed(rows[:n])]:
        same = all(near[name] == row[name] for name in alike)
        if same and near[column] and near[column] != row[column]:
            return set_cells(world, table, n, {name: near[name] for name in columns})
    return None


@kind("curator")
def same_surname(world: World, chance: random.Random) -> Fault | None:
    """Take another person with that surname, in a row on who took part or who spoke."""
    table, column = chance.choice([("participants", "actor_id"), ("quotes", "speaker_id")])
    people: dict[str, list[str]] = {}
    surnames = {}
    for row in world.rows["actors"]:
        if row["kind"] == "person":
            surname = row["name_en"].split()[-1].casefold().removeprefix("al-")
            people.setdefault(surname, []).append(row["actor_id"])
            surnames[row["actor_id"]] = surname
    shared = {one for found in people.values() if len(found) > 1 for one in found}
    drawn = draw(world, chance, table, lambda row: row[column] in shared)
    if drawn is None:
        return None
    n, row = drawn
    others = people[surnames[row[column]]]
    return set_cells(world, table, n, {column: other(chance, others, row[column])})


@kind("curator")
def swapped_values(world: World, chance: random.Random) -> Fault | None:
    """Exchange the values of two figures of one source."""
    drawn = draw(world, chance, "figures", lambda row: bool(row["value"]))
    if drawn is None:
        return None
    n, row = drawn
    rows = [dict(one) for one in world.rows["figures"]]
    others = [
        one
        for one in rows
        if one["source_id"] == row["source_id"] and one["value"] not in ("", row["value"])
    ]
    if not others:
        return None
    second = chance.choice(others)
    rows[n]["value"], second["value"] = second["value"], row["value"]
    data = world.write("figures", rows)
    return Fault("figures", row["figure_id"], "value", row["value"], rows[n]["value"], data)


def set_role(world: World, chance: random.Random, before: str, after: str) -> Fault | None:
    drawn = draw(world, chance, "participants", lambda row: row["role"].split(";")[0] == before)
    if drawn is None:
        return None
    n, row = drawn
    return set_cells(world, "participants", n, {"role": row["role"].replace(before, after)})


@kind("curator")
def member_for_chair(world: World, chance: random.Random) -> Fault | None:
    return set_role(world, chance, chance.choice(["chair", "co_chair"]), "member")


@kind("curator")
def chair_for_member(world: World, chance: random.Random) -> Fault | None:
    return set_role(world, chance, "member", "chair")


@kind("curator")
def neighbours_city(world: World, chance: random.Random) -> Fault | None:
    return take_from_neighbour(world, chance, "reports", ("city",))


@kind("curator")
def place_of_another_meeting(world: World, chance: random.Random) -> Fault | None:
    drawn = draw(world, chance, "reports", lambda row: bool(row["city"]))
    if drawn is None:
        return None
    n, row = drawn
    _, far = (
        draw(world, chance, "reports", lambda one: one["city"] not in ("", row["city"])) or drawn
    )
    return set_cells(world, "reports", n, {name: far[name] for name in PLACE})


@kind("curator")
def year_off_by_one(world: World, chance: random.Random) -> Fault | None:
    """Write the year before or after in all dates of a row."""
    table = chance.choice(list(YEARS))
    columns = YEARS[table]
    drawn = draw(world, chance, table, lambda row: any(row[column] for column in columns))
    if drawn is None:
        return None
    n, row = drawn
    by = chance.choice([-1, 1])
    filled = [column for column in columns if row[column]]
    return set_cells(world, table, n, {c: shift_year(row[c], by) for c in filled})


def shift_year(date: str, by: int) -> str:
    year, month, day = map(int, date.split("-"))
    year += by
    last = calendar.monthrange(year, month)[1]
    return f"{year}-{month:02}-{min(day, last):02}"


@kind("curator")
def lost_negation(world: World, chance: random.Random) -> Fault | None:
    """Leave the negation out of a paraphrase or translation."""
    column = chance.choice(list(NEGATIONS))
    patterns = NEGATIONS[column]
    found = {
        n: without
        for n, row in enumerate(world.rows["quotes"])
        if (without := _leave_out(row[column], patterns)) != row[column]
    }
    n = chance.choice(list(found))
    return set_cells(world, "quotes", n, {column: found[n]})


def _leave_out(words: str, patterns: tuple[str, ...]) -> str:
    for pattern in patterns:
        without, count = re.subn(pattern, lambda m: m[1] if m.re.groups else "", words, count=1)
        if count:
            return without
    return words


@kind("curator")
def at_least_for_at_most(world: World, chance: random.Random) -> Fault | None:
    """Take the one bound for the other."""
    drawn = draw(world, chance, "figures", lambda row: row["qualifier"] in ("at_least", "at_most"))
    if drawn is None:
        return None
    n, row = drawn
    changed = "at_most" if row["qualifier"] == "at_least" else "at_least"
    turned = {"qualifier": changed, "low": row["high"], "high": row["low"]}
    return set_cells(world, "figures", n, turned)


@kind("curator")
def neighbours_actor(world: World, chance: random.Random) -> Fault | None:
    table = chance.choice(["participants", "memberships"])
    return take_from_neighbour(world, chance, table, ("actor_id",))


@kind("curator")
def neighbours_represents(world: World, chance: random.Random) -> Fault | None:
    return take_from_neighbour(world, chance, "participants", ("represents",))


@kind("curator")
def neighbours_speaker(world: World, chance: random.Random) -> Fault | None:
    """Give a quote to the speaker of the next one of that source, with office and state."""
    columns = ("speaker_id", "speaker_office", "speaker_represents")
    return take_from_neighbour(world, chance, "quotes", columns, ("source_id",))


@kind("curator")
def neighbours_quantity(world: World, chance: random.Random) -> Fault | None:
    return take_from_neighbour(world, chance, "figures", ("quantity_id",), ("meeting_id",))


@kind("curator")
def membership_before_coalition(world: World, chance: random.Random) -> Fault | None:
    """Date a membership in a month before that of the first meetings."""
    column = chance.choice(["as_of", "joined_on"])
    drawn = draw(world, chance, "memberships", lambda row: bool(row[column]))
    if drawn is None:
        return None
    n, row = drawn
    early = chance.choice(["2013", "2004", "2014-01", "2014-08"])
    return set_cells(world, "memberships", n, {column: early + row[column][len(early) :]})


@kind("curator")
def attended_for_expected(world: World, chance: random.Random) -> Fault | None:
    """Say that somebody attended whom a preview expects."""
    previews = {
        (row["meeting_id"], row["source_id"])
        for row in world.rows["reports"]
        if row["stage"] == "preview"
    }

    def fits(row: Row) -> bool:
        place = (row["meeting_id"], row["source_id"])
        return row["attendance"] == "expected" and place in previews

    drawn = draw(world, chance, "participants", fits)
    return drawn and set_cells(world, "participants", drawn[0], {"attendance": "attended"})


@kind("curator")
def neighbouring_unit(world: World, chance: random.Random) -> Fault | None:
    """Take years for months, members for countries, or millions for billions."""
    drawn = draw(world, chance, "figures", lambda row: row["unit"] in (*UNITS, *MONEY))
    if drawn is None:
        return None
    n, row = drawn
    column = next((name for name in ("value", "low", "high") if row[name]), "")
    if row["unit"] in MONEY and column and chance.random() < 0.5:
        number = float(row[column])
        turned = number / 1000 if number >= BILLION else number * 1000
        return set_cells(world, "figures", n, {column: f"{turned:.12g}"})
    unit = UNITS.get(row["unit"], "usd")
    return set_cells(world, "figures", n, {"unit": unit})


@kind("curator")
def another_language(world: World, chance: random.Random) -> Fault | None:
    """Take a source for one in another language that is common here."""
    drawn = draw(world, chance, "sources", lambda row: bool(row["lang"]))
    if drawn is None:
        return None
    n, row = drawn
    common = ["en", "ar", "fr", "de", "it"]
    return set_cells(world, "sources", n, {"lang": other(chance, common, row["lang"])})


@kind("curator")
def direct_for_indirect(world: World, chance: random.Random) -> Fault | None:
    """Take words in quotation marks for reported ones, or the reverse."""
    types = {"direct": "indirect", "indirect": "direct"}
    drawn = draw(world, chance, "quotes", lambda row: row["quote_type"] in types)
    if drawn is None:
        return None
    n, row = drawn
    return set_cells(world, "quotes", n, {"quote_type": types[row["quote_type"]]})
