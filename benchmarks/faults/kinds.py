"""Kinds of single faults: each takes the world and a source of chance, and returns one broken file."""

import datetime
import random
import re
import unicodedata
from collections.abc import Callable

from coalition_data.tables import canonical, numbering
from coalition_data.texts import evidence
from faults.world import Row, World

FREE = ("note", "reason", "paraphrase_en", "paraphrase_fr", "translation_en", "about", "title")
SPANS = ("evidence", "attribution_evidence")
CLAIMS = ("reports", "participants", "quotes", "figures", "memberships")
LOOKALIKE = {
    "a": "а",
    "e": "е",
    "o": "о",
    "c": "с",
    "p": "р",
    "x": "х",
    "A": "А",
    "E": "Е",
    "O": "О",
    "C": "С",
}
GARBLED = "éèçàâêîôûœÉÈÀüöäı"


class Fault:
    """One broken file: `table`, `key` of the row (blank: the file), `column`, `before`, `after`,
    `data` (its bytes).
    """

    def __init__(
        self, table: str, key: str, column: str, before: str, after: str, data: bytes
    ) -> None:
        self.table, self.key, self.column = table, key, column
        self.before, self.after, self.data = before, after, data


Kind = Callable[[World, random.Random], Fault | None]
KINDS: dict[str, tuple[str, Kind]] = {}


def kind(group: str) -> Callable[[Kind], Kind]:
    """Make a function a kind of fault; `group` is structural, meaning, translation or curator."""

    def mark(make: Kind) -> Kind:
        KINDS[make.__name__.replace("_", "-")] = (group, make)
        return make

    return mark


def at(
    world: World, chance: random.Random, fits: Callable[[str, str, str], bool]
) -> tuple[str, int, str] | None:
    """Draw a cell: first a column among those that have a fitting cell, then a row. `fits` sees
    table, column, cell.
    """
    places = [(t, c) for t, rows in world.rows.items() if rows for c in rows[0]]
    chance.shuffle(places)
    for table, column in places:
        rows = [n for n, row in enumerate(world.rows[table]) if fits(table, column, row[column])]
        if rows:
            return table, chance.choice(rows), column
    return None


def other(chance: random.Random, pool: list[str], than: str) -> str:
    """Draw a value of the pool that differs; the same where there is none."""
    return chance.choice([value for value in pool if value != than] or [than])


def set_cell(
    world: World, place: tuple[str, int, str] | None, change: Callable[[str, Row], str]
) -> Fault | None:
    """Return the fault of one changed cell."""
    if place is None:
        return None
    table, n, column = place
    row = world.rows[table][n]
    after = change(row[column], row)
    rows = [*world.rows[table][:n], {**row, column: after}, *world.rows[table][n + 1 :]]
    key = row[world.package.table(table).key]
    return Fault(table, key, column, row[column], after, world.write(table, rows))


def set_cells(world: World, table: str, n: int, changes: Row) -> Fault:
    """Return the fault of some changed cells of row `n`; the first gives its name."""
    row = world.rows[table][n]
    rows = [*world.rows[table][:n], {**row, **changes}, *world.rows[table][n + 1 :]]
    key = row[world.package.table(table).key]
    column, after = next(iter(changes.items()))
    return Fault(table, key, column, row[column], after, world.write(table, rows))


def raw_cell(
    world: World, place: tuple[str, int, str] | None, change: Callable[[str], str]
) -> Fault | None:
    """Return the fault of one changed cell, the rows staying where they were."""
    if place is None:
        return None
    table, n, column = place
    names = world.package.table(table).names
    rows = [[row[c] for c in names] for row in world.rows[table]]
    before, rows[n][names.index(column)] = (
        rows[n][names.index(column)],
        change(rows[n][names.index(column)]),
    )
    key = world.rows[table][n][world.package.table(table).key]
    after = rows[n][names.index(column)]
    return Fault(table, key, column, before, after, canonical.canonical_bytes(names, rows))


def is_type(world: World, *kinds: str) -> Callable[[str, str, str], bool]:
    return lambda t, c, cell: bool(cell) and world.package.table(t).field(c).type in kinds


def is_words(world: World) -> Callable[[str, str, str], bool]:
    """Say whether a column holds free words or names: no enum, no pattern, no key."""

    def fits(table: str, column: str, cell: str) -> bool:
        declared = world.package.table(table).field(column)
        plain = declared.type == "string" and not declared.enum and not declared.pattern
        return bool(cell) and plain and column not in world.package.table(table).foreign

    return fits


# --- structural: the file, the types, the keys
# ------------------------------------------------------------------------


@kind("structural")
def wrong_type(world: World, chance: random.Random) -> Fault | None:
    return set_cell(
        world,
        at(world, chance, is_type(world, "integer", "number", "date")),
        lambda c, _: "about " + c,
    )


@kind("structural")
def impossible_date(world: World, chance: random.Random) -> Fault | None:
    return set_cell(world, at(world, chance, is_type(world, "date")), lambda c, _: c[:5] + "02-30")


@kind("structural")
def date_in_another_order(world: World, chance: random.Random) -> Fault | None:
    place = at(world, chance, is_type(world, "date"))
    return set_cell(world, place, lambda c, _: "/".join(reversed(c.split("-"))))


@kind("structural")
def number_in_another_form(world: World, chance: random.Random) -> Fault | None:
    forms = [
        lambda c: "0" + c,
        lambda c: c + ".0",
        lambda c: f"{c} ",
        lambda c: c + "e0",
        lambda c: "+" + c,
    ]
    change = chance.choice(forms)
    return set_cell(
        world, at(world, chance, is_type(world, "integer", "number")), lambda c, _: change(c)
    )


@kind("structural")
def unknown_enum_value(world: World, chance: random.Random) -> Fault | None:
    place = at(
        world, chance, lambda t, c, cell: bool(cell and world.package.table(t).field(c).enum)
    )
    return set_cell(world, place, lambda c, _: c[:-1] or "x")


@kind("structural")
def enum_in_capitals(world: World, chance: random.Random) -> Fault | None:
    place = at(
        world, chance, lambda t, c, cell: bool(cell and world.package.table(t).field(c).enum)
    )
    return set_cell(world, place, lambda c, _: c.capitalize())


@kind("structural")
def broken_pattern(world: World, chance: random.Random) -> Fault | None:
    def fits(t: str, c: str, cell: str) -> bool:
        return (
            bool(cell and world.package.table(t).field(c).pattern)
            and c not in world.package.table(t).foreign
        )

    return set_cell(world, at(world, chance, fits), lambda c, _: c + " ~")


@kind("structural")
def emptied_cell(world: World, chance: random.Random) -> Fault | None:
    place = at(
        world, chance, lambda t, c, cell: bool(cell) and world.package.table(t).field(c).required
    )
    return set_cell(world, place, lambda *_: "")


@kind("structural")
def dangling_key(world: World, chance: random.Random) -> Fault | None:
    place = at(world, chance, lambda t, c, cell: bool(cell) and c in world.package.table(t).foreign)
    return set_cell(world, place, lambda c, _: c + "x")


@kind("structural")
def repeated_row(world: World, chance: random.Random) -> Fault | None:
    table, n, _ = at(world, chance, lambda _, __, cell: bool(cell)) or ("", 0, "")
    row = world.rows[table][n]
    key = row[world.package.table(table).key]
    return Fault(table, key, "", "once", "twice", world.write(table, [*world.rows[table], row]))


@kind("structural")
def repeated_id(world: World, chance: random.Random) -> Fault | None:
    """Give a row the id of its neighbour."""
    table, n, _ = at(world, chance, lambda t, _, __: len(world.rows[t]) > 1) or ("", 0, "")
    key = world.package.table(table).key
    other = world.rows[table][n - 1][key]
    return set_cell(world, (table, n, key), lambda *_: other)


@kind("structural")
def cell_too_many(world: World, chance: random.Random) -> Fault | None:
    return line_change(world, chance, lambda line: line + b",")


@kind("structural")
def cell_too_few(world: World, chance: random.Random) -> Fault | None:
    return line_change(world, chance, lambda line: line.rpartition(b",")[0])


@kind("structural")
def unclosed_quotation(world: World, chance: random.Random) -> Fault | None:
    return line_change(world, chance, lambda line: b'"' + line)


@kind("structural")
def blank_line(world: World, chance: random.Random) -> Fault | None:
    return line_change(world, chance, lambda line: line + b"\n")


@kind("structural")
def cut_off(world: World, chance: random.Random) -> Fault | None:
    table = chance.choice(filled(world))
    data = world.data[table]
    return Fault(
        table, "", "", "whole", "cut off", data[: chance.randrange(len(data) // 2, len(data))]
    )


def filled(world: World) -> list[str]:
    return [table for table, rows in world.rows.items() if rows]


def line_change(world: World, chance: random.Random, change: Callable[[bytes], bytes]) -> Fault:
    table = chance.choice(filled(world))
    lines = world.data[table].split(b"\n")
    n = chance.randrange(1, len(lines) - 1)
    data = b"\n".join([*lines[:n], change(lines[n]), *lines[n + 1 :]])
    return Fault(table, lines[n].split(b",")[0].decode(), "", "", "", data)


@kind("structural")
def dropped_column(world: World, chance: random.Random) -> Fault | None:
    return columns_change(world, chance, lambda names, c: [n for n in names if n != c])


@kind("structural")
def swapped_columns(world: World, chance: random.Random) -> Fault | None:
    return columns_change(world, chance, lambda names, c: [*[n for n in names if n != c], c])


def columns_change(
    world: World, chance: random.Random, change: Callable[[list[str], str], list[str]]
) -> Fault | None:
    table = chance.choice(filled(world))
    names = world.package.table(table).names
    column = chance.choice(names[:-1])
    kept = change(names, column)
    rows = [[row[c] for c in kept] for row in world.rows[table]]
    return Fault(table, "", column, "", "", canonical.canonical_bytes(kept, rows))


@kind("structural")
def renamed_column(world: World, chance: random.Random) -> Fault | None:
    table = chance.choice(filled(world))
    column = chance.choice(world.package.table(table).names)
    data = re.sub(
        rf"(?m)(^|,){column}(,|$)".encode(), rf"\1{column}s\2".encode(), world.data[table], count=1
    )
    return Fault(table, "", column, column, column + "s", data)


@kind("structural")
def rows_out_of_order(world: World, chance: random.Random) -> Fault | None:
    table = chance.choice([t for t in filled(world) if len(world.rows[t]) > 1])
    lines = world.data[table].split(b"\n")
    n = chance.randrange(1, len(lines) - 2)
    lines[n], lines[n + 1] = lines[n + 1], lines[n]
    return Fault(table, lines[n].split(b",")[0].decode(), "", "", "", b"\n".join(lines))


@kind("structural")
def other_encoding(world: World, chance: random.Random) -> Fault | None:
    """Store the file with a byte order mark, with CRLF, in UTF-16 or in Latin-1."""
    table = chance.choice([t for t in filled(world) if not world.data[t].isascii()])
    data, text = world.data[table], world.data[table].decode("utf-8")
    ways = {
        "BOM": b"\xef\xbb\xbf" + data,
        "CRLF": data.replace(b"\n", b"\r\n"),
        "UTF-16": text.encode("utf-16"),
        "Latin-1": text.encode("latin-1", "replace"),
        "CR": data.replace(b"\n", b"\r"),
    }
    way = chance.choice(list(ways))
    return Fault(table, "", "", "UTF-8", way, ways[way])


@kind("structural")
def homoglyph(world: World, chance: random.Random) -> Fault | None:
    return letter(world, chance, LOOKALIKE.__contains__, LOOKALIKE.__getitem__)


@kind("structural")
def invisible_character(world: World, chance: random.Random) -> Fault | None:
    hidden = chance.choice("\u200b\u200d\u2060\ufeff\u00ad\u202e\u200f\u0007")
    return letter(world, chance, str.isalpha, lambda c: c + hidden)


@kind("structural")
def mojibake(world: World, chance: random.Random) -> Fault | None:
    return letter(
        world, chance, GARBLED.__contains__, lambda c: c.encode().decode("cp1252", "replace")
    )


@kind("structural")
def decomposed_letter(world: World, chance: random.Random) -> Fault | None:
    return letter(
        world, chance, "éèçàâêîôûüöäÉ".__contains__, lambda c: unicodedata.normalize("NFD", c)
    )


@kind("structural")
def line_break_in_cell(world: World, chance: random.Random) -> Fault | None:
    return letter(world, chance, " ".__contains__, lambda _: "\n")


@kind("structural")
def stray_white_space(world: World, chance: random.Random) -> Fault | None:
    old, new = chance.choice([(r"$", " "), (r"^", " "), (" ", "  "), (" ", "\u00a0")])
    place = at(world, chance, lambda t, c, cell: is_words(world)(t, c, cell) and " " in cell)
    return raw_cell(world, place, lambda c: re.sub(old, new, c, count=1))


@kind("structural")
def formula(world: World, chance: random.Random) -> Fault | None:
    sign = chance.choice("=+-@")
    return raw_cell(world, at(world, chance, is_words(world)), lambda c: sign + c)


@kind("structural")
def null_word(world: World, chance: random.Random) -> Fault | None:
    word = chance.choice(
        ["NA", "N/A", "nan", "null", "None", "-", "?", "unknown", "inconnu", "TBD"]
    )
    return raw_cell(
        world,
        at(world, chance, lambda t, c, cell: is_words(world)(t, c, cell or "x")),
        lambda _: word,
    )


def letter(
    world: World, chance: random.Random, which: Callable[[str], bool], change: Callable[[str], str]
) -> Fault | None:
    """Change one letter of some words."""
    place = at(
        world, chance, lambda t, c, cell: is_words(world)(t, c, cell) and any(map(which, cell))
    )

    def one(cell: str) -> str:
        n = chance.choice([i for i, c in enumerate(cell) if which(c)])
        return cell[:n] + change(cell[n]) + cell[n + 1 :]

    return raw_cell(world, place, one)


# --- meaning: a sound cell that says something else
# -------------------------------------------------------------------


@kind("meaning")
def neighbours_enum_value(world: World, chance: random.Random) -> Fault | None:
    place = at(
        world, chance, lambda t, c, cell: bool(cell and world.package.table(t).field(c).enum)
    )
    values = world.package.table(place[0]).field(place[2]).enum or [] if place else []
    return set_cell(world, place, lambda c, _: other(chance, values, c))


@kind("meaning")
def changed_list(world: World, chance: random.Random) -> Fault | None:
    """Take an item out of a list, or put a neighbour's in its place."""
    lists = {"topics", "attests", "role", "aliases"}
    place = at(world, chance, lambda _, c, cell: c in lists and bool(cell))
    if place is None:
        return None
    pool = sorted(
        {item for row in world.rows[place[0]] for item in row[place[2]].split(";") if item}
    )

    def change(cell: str, _: Row) -> str:
        items = cell.split(";")
        items[chance.randrange(len(items))] = chance.choice([v for v in pool if v not in items])
        return ";".join(items)

    return set_cell(world, place, change)


@kind("meaning")
def valid_but_wrong_key(world: World, chance: random.Random) -> Fault | None:
    place = at(world, chance, lambda t, c, cell: bool(cell) and c in world.package.table(t).foreign)
    if place is None:
        return None
    target, name = world.package.table(place[0]).foreign[place[2]]
    return set_cell(
        world, place, lambda c, _: other(chance, [r[name] for r in world.rows[target]], c)
    )


@kind("meaning")
def changed_digit(world: World, chance: random.Random) -> Fault | None:
    def change(cell: str, _: Row) -> str:
        n = chance.choice([i for i, c in enumerate(cell) if c.isdigit()])
        new = chance.choice([d for d in "123456789" if d != cell[n]])
        return cell[:n] + new + cell[n + 1 :]

    return set_cell(world, at(world, chance, is_type(world, "integer", "number")), change)


@kind("meaning")
def transposed_digits(world: World, chance: random.Random) -> Fault | None:
    def pairs(cell: str) -> list[int]:
        return [
            i for i in range(len(cell) - 1) if cell[i : i + 2].isdigit() and cell[i] != cell[i + 1]
        ]

    def change(cell: str, _: Row) -> str:
        n = chance.choice(pairs(cell))
        return cell[:n] + cell[n + 1] + cell[n] + cell[n + 2 :]

    fits = is_type(world, "integer", "number", "date")
    return set_cell(
        world, at(world, chance, lambda t, c, cell: fits(t, c, cell) and bool(pairs(cell))), change
    )


@kind("meaning")
def another_magnitude(world: World, chance: random.Random) -> Fault | None:
    place = at(
        world,
        chance,
        lambda t, c, cell: t == "figures" and c in ("value", "low", "high") and cell.isdigit(),
    )
    return set_cell(world, place, lambda c, _: c + "000")


@kind("meaning")
def swapped_unit(world: World, chance: random.Random) -> Fault | None:
    units = sorted({row["unit"] for row in world.rows["figures"]})
    place = at(world, chance, lambda t, c, _: (t, c) == ("figures", "unit"))
    return set_cell(world, place, lambda c, _: other(chance, units, c))


@kind("meaning")
def shifted_date(world: World, chance: random.Random) -> Fault | None:
    days = chance.choice([-365, -31, -7, -1, 1, 7, 31, 365])

    def change(cell: str, _: Row) -> str:
        return (datetime.date.fromisoformat(cell) + datetime.timedelta(days=days)).isoformat()

    return set_cell(world, at(world, chance, is_type(world, "date")), change)


@kind("meaning")
def precision_too_fine(world: World, chance: random.Random) -> Fault | None:
    finer = {"year": "month", "month": "day", "unknown": "month"}
    place = at(world, chance, lambda _, c, cell: c.endswith("precision") and cell in finer)
    return set_cell(world, place, lambda c, _: finer[c])


@kind("meaning")
def copied_row(world: World, chance: random.Random) -> Fault | None:
    """Enter a claim a second time, under the next free id."""
    table = chance.choice([t for t in CLAIMS if world.rows[t]])
    n = chance.randrange(len(world.rows[table]))
    row, new = world.rows[table][n], world.free_id(table, n, 999_998)
    rows = [*world.rows[table], {**row, world.package.table(table).key: new}]
    return Fault(table, new, "", "", "copied", world.write(table, rows))


@kind("meaning")
def deleted_row(world: World, chance: random.Random) -> Fault | None:
    table = chance.choice(filled(world))
    n = chance.randrange(len(world.rows[table]))
    key = world.rows[table][n][world.package.table(table).key]
    rows = [*world.rows[table][:n], *world.rows[table][n + 1 :]]
    return Fault(table, key, "", "there", "gone", world.write(table, rows))


@kind("meaning")
def renamed_id(world: World, chance: random.Random) -> Fault | None:
    table = chance.choice(CLAIMS)
    n = chance.randrange(len(world.rows[table]))
    new = world.free_id(table, n, 999_997)
    return set_cell(world, (table, n, world.package.table(table).key), lambda *_: new)


@kind("meaning")
def reused_id(world: World, chance: random.Random) -> Fault | None:
    """Give a new row the id of one that was retired."""
    entry = chance.choice([row for row in world.rows["ledger"] if row["retired"]])
    table, key = entry["table"], world.package.table(entry["table"]).key
    owner = numbering.find_owner(entry["id"])
    like = next(row for row in world.rows[table] if numbering.find_owner(row[key]) == owner)
    new = {**like, key: entry["id"], "note": f"Number {chance.randrange(1000)}."}
    rows = [*world.rows[table], new]
    return Fault(table, entry["id"], key, "", entry["id"], world.write(table, rows))


@kind("meaning")
def shifted_span(world: World, chance: random.Random) -> Fault | None:
    by = chance.choice([-10, -1, 1, 10])

    def change(cell: str, _: Row) -> str:
        spans = evidence.segments(cell)
        one = chance.choice(spans)
        one.start, one.end = max(0, one.start + by), max(0, one.end + by)
        return ";".join(map(str, spans))

    return set_cell(world, at(world, chance, is_span), change)


def is_span(_: str, column: str, cell: str) -> bool:
    return column in SPANS and bool(cell)


@kind("meaning")
def another_rows_hash(world: World, chance: random.Random) -> Fault | None:
    place = at(world, chance, is_span)
    if place is None:
        return None
    table, _, column = place
    others = sorted({r[column].split(";")[0].split("#")[1] for r in world.rows[table] if r[column]})

    def change(cell: str, _: Row) -> str:
        spans = evidence.segments(cell)
        one = chance.choice(spans)
        one.hash = other(chance, others, one.hash)
        return ";".join(map(str, spans))

    return set_cell(world, place, change)


@kind("meaning")
def another_rows_span(world: World, chance: random.Random) -> Fault | None:
    place = at(world, chance, is_span)
    if place is None:
        return None
    table, n, column = place
    source = world.rows[table][n]["source_id"]
    same = [r[column] for r in world.rows[table] if r[column] and r["source_id"] == source]
    others = [cell for cell in same if cell != world.rows[table][n][column]]
    return set_cell(world, place, lambda c, _: other(chance, others, c))


@kind("meaning")
def swapped_speaker(world: World, chance: random.Random) -> Fault | None:
    speakers = sorted({row["speaker_id"] for row in world.rows["quotes"]})
    place = at(world, chance, lambda t, c, _: (t, c) == ("quotes", "speaker_id"))
    return set_cell(world, place, lambda c, _: other(chance, speakers, c))


@kind("meaning")
def changed_word_in_quote(world: World, chance: random.Random) -> Fault | None:
    place = at(world, chance, lambda t, c, cell: (t, c) == ("quotes", "text") and bool(cell))
    pool = sorted(
        {
            w
            for row in world.rows["quotes"]
            for w in row["text"].split()
            if w.isalpha() and len(w) > 2
        }
    )
    return set_cell(world, place, lambda c, _: other_word(c, chance, pool))


def other_word(cell: str, chance: random.Random, pool: list[str]) -> str:
    words = cell.split(" ")
    n = chance.randrange(len(words))
    words[n] = other(chance, pool, words[n])
    return " ".join(words)


@kind("meaning")
def number_in_translation(world: World, chance: random.Random) -> Fault | None:
    """Change a number of a translation, or put one there."""

    def change(cell: str, _: Row) -> str:
        if any(c.isdigit() for c in cell):
            return re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), cell, count=1)
        return cell.replace(" ", " 12 ", 1) if " " in cell else cell + " 12"

    return set_cell(
        world, at(world, chance, lambda _, c, cell: c == "translation_en" and bool(cell)), change
    )


@kind("meaning")
def changed_number_phrase(world: World, chance: random.Random) -> Fault | None:
    place = at(world, chance, lambda _, c, cell: c == "as_stated" and bool(cell))
    pool = sorted({row["as_stated"] for row in world.rows["figures"] if row["as_stated"]})
    return set_cell(world, place, lambda c, _: other(chance, pool, c))


@kind("meaning")
def swapped_bounds(world: World, chance: random.Random) -> Fault | None:
    """Put a number into another of the three columns."""
    place = at(
        world,
        chance,
        lambda t, c, cell: t == "figures" and c in ("value", "low", "high") and bool(cell),
    )
    if place is None:
        return None
    table, n, column = place
    row = world.rows[table][n]
    other = chance.choice([c for c in ("value", "low", "high") if c != column])
    rows = [
        *world.rows[table][:n],
        {**row, column: row[other], other: row[column]},
        *world.rows[table][n + 1 :],
    ]
    return Fault(table, row["figure_id"], column, row[column], row[other], world.write(table, rows))


@kind("meaning")
def exchanged_values(world: World, chance: random.Random) -> Fault | None:
    """Exchange the cells of two rows that stand together, in one column."""
    place = at(
        world,
        chance,
        lambda t, c, cell: bool(cell) and c != world.package.table(t).key and t != "ledger",
    )
    if place is None:
        return None
    table, n, column = place
    rows = [dict(row) for row in world.rows[table]]
    other = next(
        (i for i in [*range(n + 1, len(rows)), *range(n)] if rows[i][column] != rows[n][column]),
        None,
    )
    if other is None:
        return None
    rows[n][column], rows[other][column] = rows[other][column], rows[n][column]
    key = rows[n][world.package.table(table).key]
    return Fault(table, key, column, rows[other][column], rows[n][column], world.write(table, rows))


@kind("meaning")
def misspelt_name(world: World, chance: random.Random) -> Fault | None:
    """Exchange two letters of a name."""
    names = {"name_en", "name_fr", "city", "venue", "publisher", "office", "author"}

    def pairs(cell: str) -> list[int]:
        return [
            i for i in range(len(cell) - 1) if cell[i : i + 2].isalpha() and cell[i] != cell[i + 1]
        ]

    def change(cell: str, _: Row) -> str:
        n = chance.choice(pairs(cell))
        return cell[:n] + cell[n + 1] + cell[n] + cell[n + 2 :]

    return set_cell(
        world, at(world, chance, lambda _, c, cell: c in names and bool(pairs(cell))), change
    )


@kind("meaning")
def another_states_code(world: World, chance: random.Random) -> Fault | None:
    codes = {"iso3", "cow_code", "gw_code", "wikidata", "country"}
    place = at(world, chance, lambda _, c, cell: c in codes and bool(cell))
    if place is None:
        return None
    pool = sorted({row[place[2]] for row in world.rows[place[0]] if row[place[2]]})
    return set_cell(world, place, lambda c, _: other(chance, pool, c))


@kind("meaning")
def changed_address(world: World, chance: random.Random) -> Fault | None:
    place = at(world, chance, lambda _, c, cell: c == "url" and any(x.isalnum() for x in cell[8:]))

    def change(cell: str, _: Row) -> str:
        n = chance.choice([i for i in range(8, len(cell)) if cell[i].isalnum()])
        return cell[:n] + ("1" if cell[n] != "1" else "2") + cell[n + 1 :]

    return set_cell(world, place, change)


@kind("meaning")
def filled_blank(world: World, chance: random.Random) -> Fault | None:
    """Fill an empty cell with the cell of another row."""
    place = at(world, chance, lambda t, c, cell: not cell and any(row[c] for row in world.rows[t]))
    if place is None:
        return None
    pool = sorted({row[place[2]] for row in world.rows[place[0]] if row[place[2]]})
    return set_cell(world, place, lambda *_: chance.choice(pool))


@kind("meaning")
def emptied_optional_cell(world: World, chance: random.Random) -> Fault | None:
    place = at(
        world,
        chance,
        lambda t, c, cell: bool(cell) and not world.package.table(t).field(c).required,
    )
    return set_cell(world, place, lambda *_: "")


# --- translation: free words of ours
# ----------------------------------------------------------------------------------


@kind("translation")
def changed_word_of_ours(world: World, chance: random.Random) -> Fault | None:
    place = at(world, chance, lambda _, c, cell: c in FREE and " " in cell)
    if place is None:
        return None
    pool = sorted(
        {
            w
            for row in world.rows[place[0]]
            for w in row[place[2]].split()
            if w.isalpha() and len(w) > 2
        }
    )
    return set_cell(world, place, lambda c, _: other_word(c, chance, pool))
