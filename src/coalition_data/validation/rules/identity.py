"""Rules on ids and on what they lead to."""

from __future__ import annotations

import collections
import re

from coalition_data.tables import letters, numbering
from coalition_data.validation.rules import (
    all_rows_rule,
    index_rows,
    list_cells,
    release_rule,
    rule,
    split_list,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coalition_data.tables import descriptor
    from coalition_data.validation.rules import Findings, Row, Rows

HOLDER = re.compile(r"[a-z0-9-]+-([a-z]{3})-[0-9]{4}-(?:0[1-9]|1[0-2])")
# The key of each table of claims, and the column that its ids begin with.
CLAIM_IDS = {
    "reports": "report_id meeting_id",
    "participants": "participant_id meeting_id",
    "quotes": "quote_id meeting_id",
    "figures": "figure_id meeting_id",
    "memberships": "membership_id actor_id",
    "waivers": "waiver_id source_id",
}
# The claims of which a package of whole meetings has all.
CLAIMS_OF_MEETINGS = {
    table: columns.split()[0]
    for table, columns in CLAIM_IDS.items()
    if columns.endswith("meeting_id")
}
# The columns in which an actor or a source is used.
USES_OF_ACTORS = {
    "actors": "same_as",
    "meetings": "country",
    "reports": "country",
    "participants": "actor_id represents",
    "quotes": "speaker_id speaker_represents",
    "figures": "subject_id stated_by compiled_by",
    "memberships": "actor_id body_id",
}
USES_OF_SOURCES = {
    "sources": "derived_from",
    "reports": "source_id",
    "participants": "source_id",
    "quotes": "source_id original_source_id",
    "figures": "source_id",
    "memberships": "source_id",
}
USE_OR_DELETE = "use it or delete it"
STATES_ONLY = ("location", "donor", "nationality")
WORD = re.compile(r"[^\W\d_]+")
# Combining marks; a letter that is written twice; what stands before an Arabic surname.
MARK = re.compile("[\u0300-\u036f]")
DOUBLED = re.compile(r"(.)\1")
ARTICLES = {"al", "el"}
# A small letter, a capital and a small letter at the beginning of a word.
SLIP = re.compile(r"\b[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]\w*")
# A slip is rare, the right spelling common; short words are too much alike.
RARE = 2
OFTEN = 10
LONG_WORD = 5
# The columns of names that several rows share, or that two columns of a row share.
NAMES = {
    "actors": "name_en name_fr",
    "sources": "publisher agency author",
    "meetings": "name_en name_fr city venue",
    "reports": "city venue",
    "participants": "office",
    "quotes": "speaker_office",
}
# Of each table the key, too: it confirms a rare spelling.
SPELLED = {
    "actors": "actor_id",
    "sources": "source_id",
    "meetings": "meeting_id",
    "reports": "meeting_id",
    "participants": "actor_id",
    "quotes": "speaker_id",
}


@rule(**CLAIM_IDS)
def claim_id_begins_with_owner(**tables: Rows) -> Findings:
    """A claim's id begins with the id of the meeting, actor or source that it belongs to."""
    for name, rows in tables.items():
        key, column = CLAIM_IDS[name].split()
        cells = zip(rows, list_cells(rows, key), list_cells(rows, column), strict=True)
        for row, claim, owner in cells:
            if numbering.find_owner(claim) != owner:
                yield row, key, f"the id doesn't begin with {owner}", "give it an id that does"


@rule(quotes="quote_id utterance_id meeting_id")
def utterance_id_begins_with_meeting(quotes: Rows) -> Findings:
    """An utterance's id begins with the id of its meeting."""
    for row in quotes:
        if numbering.find_owner(row["utterance_id"]) != row["meeting_id"]:
            message = f"the id doesn't begin with {row['meeting_id']}"
            yield row, "utterance_id", message, "give it one that does"


@release_rule(ledger="table id retired", **CLAIMS_OF_MEETINGS)
def claims_are_numbered_without_a_gap(
    package: descriptor.Package, ledger: Rows, **tables: Rows
) -> Findings:
    """A package of whole meetings numbers their claims without a gap, but for retired ids.

    It says `"wholeMeetings": true` in its descriptor; a selection by source doesn't.
    """
    if not package.has_whole_meetings:
        return
    retired = {row["id"] for row in ledger if row["retired"]}
    for name, rows in tables.items():
        key = CLAIMS_OF_MEETINGS[name]
        claims = list_cells(rows, key)
        with_gap = _find_owners_with_gap(claims)
        known = set(claims) if with_gap else set()
        for row, claim in zip(rows, claims, strict=True) if with_gap else ():
            before = _find_number_before(claim, retired, with_gap)
            if before and before not in known:
                message = f"there is no {before}"
                todo = "bring it back, or give its id to the last row; retire it if it was released"
                yield row, key, message, todo


def _find_owners_with_gap(claims: list[str]) -> set[str]:
    """Return what the ids of claims begin with where the highest number isn't their count."""
    numbers: dict[str, list[int]] = collections.defaultdict(list)
    for claim in claims:
        owner, number = numbering.split_id(claim)
        numbers[owner].append(number)
    return {owner for owner, found in numbers.items() if max(found) != len(found)}


def _find_number_before(claim: str, retired: set[str], owners: set[str]) -> str:
    """Return the id with the next lower number that isn't retired.

    Blank below the first, and where what the id begins with isn't in `owners`.
    """
    owner, number = numbering.split_id(claim)
    if owner not in owners:
        return ""
    for lower in range(number - 1, 0, -1):
        before = numbering.join_id(owner, lower)
        if before not in retired:
            return before
    return ""


@rule(meetings="meeting_id date_start date_end")
def meeting_id_begins_with_month(meetings: Rows) -> Findings:
    """A meeting's id begins with the month of its first or its last known bound."""
    for row in meetings:
        months = [day[:7] for day in (row["date_start"], row["date_end"]) if day]
        if months and row["meeting_id"][:7] not in months:
            message = f"the id doesn't begin with {months[0]}"
            yield row, "meeting_id", message, "correct the date, or the id if unreleased"


@all_rows_rule(actors="actor_id kind iso3")
def office_holder_id_says_office(actors: Rows) -> Findings:
    """An office holder's id is an office, a state's code and a month."""
    codes = {row["iso3"].lower() for row in actors if row["iso3"]}
    for row in actors:
        found = HOLDER.fullmatch(row["actor_id"])
        if row["kind"] == "office_holder" and not (found and found[1] in codes):
            yield row, "actor_id", "an office holder's id is <office>-<iso3>-<YYYY-MM>", "rename it"


def _find_used(tables: dict[str, Rows], uses: dict[str, str]) -> set[str]:
    used = set()
    for name, rows in tables.items():
        for column in uses[name].split():
            used.update(list_cells(rows, column))
    return used - {""}


@all_rows_rule(**{**USES_OF_ACTORS, "actors": "actor_id same_as iso3"})
def every_actor_is_used(**tables: Rows) -> Findings:
    """Every actor is in some claim, or the country of some meeting, or whom `same_as` names."""
    used = _find_used(tables, USES_OF_ACTORS)
    for row in tables["actors"]:
        # The country of a meeting uses a state by its code.
        if row["actor_id"] not in used and row["iso3"] not in used:
            yield row, "actor_id", "no row speaks of this actor", USE_OR_DELETE


@all_rows_rule(**{**USES_OF_SOURCES, "sources": "source_id derived_from"})
def every_source_is_used(**tables: Rows) -> Findings:
    """Every source carries some claim, or is the text that another derives from or translates."""
    used = _find_used(tables, USES_OF_SOURCES)
    for row in tables["sources"]:
        if row["source_id"] not in used:
            yield row, "source_id", "no row rests on this source", USE_OR_DELETE


@rule(**{table: f"{SPELLED[table]} {columns}" for table, columns in NAMES.items()})
def words_of_names_have_one_spelling(**tables: Rows) -> Findings:
    """No word of a name is a more common one with two neighbours exchanged, unless an id has it."""
    names: collections.Counter[str] = collections.Counter()
    for table, rows in tables.items():
        for column in NAMES[table].split():
            names.update(list_cells(rows, column))
    words_of = {name: WORD.findall(name.casefold()) for name in names}
    count: dict[str, int] = {}
    for name, times in names.items():
        for word in words_of[name]:
            count[word] = count.get(word, 0) + times
    slips = _find_slips(count)
    for table, rows in tables.items():
        for column in NAMES[table].split() if slips else ():
            for row in rows:
                for word in words_of[row[column]]:
                    if word in slips and word not in row[SPELLED[table]]:
                        message = f'is "{word}" meant to be "{slips[word]}"?'
                        yield row, column, message, "spell it in one way"
                        break


@rule(actors="name_en name_fr")
def names_in_both_languages_agree(actors: Rows) -> Findings:
    """A French name isn't the English one with two neighbouring letters exchanged."""
    for row in actors:
        english, french = row["name_en"], row["name_fr"]
        if len(french) == len(english) and is_swapped(french.casefold(), english.casefold()):
            message = f'the English name is "{english}"'
            yield row, "name_fr", message, "spell both names in one way"


@rule(**{table: f"{SPELLED[table]} {columns}" for table, columns in NAMES.items()})
def capitals_begin_words(**tables: Rows) -> Findings:
    """No word of a name has its capital in second place, unless an id has the word."""
    for table, rows in tables.items():
        for column in NAMES[table].split():
            found = {
                name: slip[0]
                for name in set(list_cells(rows, column))
                if (slip := SLIP.search(name))
            }
            for row in rows if found else ():
                word = found.get(row[column], "")
                if word and word.casefold() not in row[SPELLED[table]]:
                    message = f'"{word}" begins with a small letter'
                    yield row, column, message, "correct the capital, or the order of its letters"


@rule(actors="actor_id kind name_en name_fr aliases note")
def full_name_is_of_one_person(actors: Rows) -> Findings:
    """Two persons share a full name, however transcribed, only if a note names the other."""
    first: dict[tuple[str, ...], Row] = {}
    for row in actors:
        if row["kind"] != "person":
            continue
        for name in (row["name_en"], row["name_fr"], *split_list(row["aliases"])):
            words = _fold_name(name)
            other = first.setdefault(words, row) if len(words) > 1 else row
            told = other["actor_id"] in row["note"] or row["actor_id"] in other["note"]
            if other is not row and not told:
                message = f'"{name}" is also a name of {other["actor_id"]}'
                todo = "make one actor of both, or say in a note how that one differs"
                yield row, "name_en", message, todo
                break


def _fold_name(name: str) -> tuple[str, ...]:
    """Return the words of a name without accents, articles and doubled letters.

    >>> _fold_name("Mahdi Al-Allāq")
    ('mahdi', 'alaq')
    """
    words = WORD.findall(MARK.sub("", letters.normalise("NFKD", name)).casefold())
    return tuple(DOUBLED.sub(r"\1", word) for word in words if word not in ARTICLES)


def _find_slips(count: dict[str, int]) -> dict[str, str]:
    """Return by word the much more common one that it is but for two exchanged letters."""
    slips = {}
    for word, times in count.items():
        if times < OFTEN or len(word) < LONG_WORD:
            continue
        for n in range(len(word) - 1):
            other = f"{word[:n]}{word[n + 1]}{word[n]}{word[n + 2 :]}"
            if 0 < count.get(other, 0) <= RARE and is_swapped(other, word):
                slips[other] = word
    return slips


def is_swapped(word: str, other: str) -> bool:
    """Return whether two words are the same but for two letters, side by side and exchanged."""
    if word == other or sorted(word) != sorted(other):
        return False
    places = [n for n, letters in enumerate(zip(word, other, strict=True)) if len(set(letters)) > 1]
    # French "ministres" are English "ministers".
    ends = {one.removesuffix("s")[-2:] for one in (word, other)}
    is_translation = ends == {"re", "er"}
    return bool(places) and places[-1] - places[0] == 1 and not is_translation


@rule(sources="source_id derived_from")
def derivation_runs_in_no_circle(sources: Rows) -> Findings:
    """No source derives from itself, directly or by way of others."""
    parent = {row["source_id"]: row["derived_from"] for row in sources}
    for row in sources:
        seen = {row["source_id"]}
        here = row["derived_from"]
        while here and here not in seen:
            seen.add(here)
            here = parent.get(here, "")
        if here == row["source_id"]:
            todo = "name the text that came first, or leave it empty"
            yield row, "derived_from", "the derivation runs in a circle", todo


@rule(actors="actor_id kind same_as")
def same_as_leads_to_person(actors: Rows) -> Findings:
    """Only an office holder has `same_as`, and it leads to a person."""
    known = index_rows(actors, "actor_id")
    for row in actors:
        target = known.get(row["same_as"])
        if target is not None and (row["kind"] != "office_holder" or target["kind"] != "person"):
            message = "only an office holder can be the same as a person"
            yield row, "same_as", message, "name a person, or correct the kind of one of the two"


@rule(actors="actor_id kind iso3 cow_code gw_code")
def state_codes_are_for_states(actors: Rows) -> Findings:
    """A state has an ISO code, and nothing but a state has a code of states."""
    for row in actors:
        if (row["kind"] == "state") != bool(row["iso3"]):
            message = "a state needs this code, and only a state has one"
            yield row, "iso3", message, "correct kind or iso3"
        elif row["kind"] != "state" and (row["cow_code"] or row["gw_code"]):
            yield row, "cow_code", "only a state has codes of states", "leave them empty"


@rule(actors="actor_id cow_code gw_code note")
def lists_of_states_agree(actors: Rows) -> Findings:
    """A state has one number in both lists of states, or its note says why not."""
    for row in actors:
        if row["cow_code"] != row["gw_code"] and not row["note"]:
            message = f"cow_code is {row['cow_code'] or 'empty'}"
            yield row, "gw_code", message, "look the state up in both lists, or say why in note"


@rule(
    memberships="body_id",
    figures="compiled_by subject_id subject_role",
    actors="actor_id kind",
)
def actor_is_of_a_fitting_kind(memberships: Rows, figures: Rows, actors: Rows) -> Findings:
    """Only organisations have members, bodies compile numbers, states are places or donors."""
    kinds = {row["actor_id"]: row["kind"] for row in actors}
    places: list[tuple[Row, str, tuple[str, ...]]]
    places = [(row, "body_id", ("organisation",)) for row in memberships]
    for row in figures:
        places.append((row, "compiled_by", ("organisation", "state")))
        if row["subject_role"] in STATES_ONLY:
            places.append((row, "subject_id", ("state",)))
    for row, column, fitting in places:
        if row[column] in kinds and kinds[row[column]] not in fitting:
            message = f"a {kinds[row[column]]} can't be this"
            yield row, column, message, f"name a {' or '.join(fitting)}"


@all_rows_rule(actors="iso3", meetings="country", reports="country")
def country_is_known(actors: Rows, meetings: Rows, reports: Rows) -> Findings:
    """A country is the ISO code of a state in actors."""
    codes = {row["iso3"] for row in actors}
    for row in [*meetings, *reports]:
        if row["country"] and row["country"] not in codes:
            message = "no state in actors has this code"
            yield row, "country", message, "correct it, or add the state"


@rule(**dict.fromkeys(CLAIM_IDS, "*"))
def rows_differ_beyond_their_id(**tables: Rows) -> Findings:
    """No two rows of a table say the same under different ids."""
    for rows in tables.values():
        # Hashes take little memory; the rows are compared only if two hashes are equal.
        columns = list(rows[0].cells.values())[1:] if rows else []
        hashes = list(map(hash, zip(*columns, strict=True)))
        if len(set(hashes)) == len(hashes):
            continue
        first: dict[tuple[str, ...], int] = {}
        for row in rows:
            line = first.setdefault(row.values()[1:], row.line)
            if line != row.line:
                key = next(iter(row.cells))
                message = f"line {line} says the same under another id"
                yield row, key, message, "delete one of the two"
