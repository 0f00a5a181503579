"""The rules on printed words: which words name an actor, and that no other actor takes its place."""

import random
import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from coalition_data.tables import canonical, csvfile, descriptor
from coalition_data.validation import validator
from coalition_data.validation.rules.words import (
    SCRIPT_OF,
    SCRIPTS,
    printed_words_are_in_the_language,
)
from worlds import Copy

pytestmark = pytest.mark.once

Rows = list[dict[str, str]]
Pairs = list[tuple[int, int]]
IsNamed = Callable[[str, str], bool]

LONDON = "2015-01-london"
RULES = (
    "actor-is-named-by-its-names",
    "name-is-of-nobody-else",
    "speaker-is-named-as-nobody-else",
)
IRAQ, HAMMOND, KERRY, DIPLOMAT = (
    "iraq",
    "philip-hammond",
    "john-kerry",
    "us-diplomat-2015-01-london",
)
DELEGATIONS = "delegations-2015-01-london"
TURKISH_MINISTER = "foreign-minister-tur-2015-01"


# The pages and texts of that meeting; each has its row of an actor.
SOURCES = (
    "tendanceouest-2015-01-22",
    "blastingnews-2015-01",
    "atlantico-2015-01-22",
    "gov-uk-2015-01-22",
)
# Added to words that pass: one more must not.
ALLEN = "John Allen"


def list_refused(copy: Copy) -> list[str]:
    """Return the words that the rules of this file refuse, in the order of the ids."""
    found = [problem for problem in copy.problems() if problem.rule in RULES]
    return [problem.got or "" for problem in sorted(found, key=lambda problem: problem.line)]


def refuse_members(copy: Copy, actor: str, *words: str) -> list[str]:
    """Name an actor by each of the words in a membership; return those that are refused."""
    for n, one in enumerate(words):
        cells = {"membership_id": f"{actor}-m90{n}", "actor_id": actor, "as_named": one}
        copy.add("memberships", "interpol-m001", **cells)
    return list_refused(copy)


def refuse_participants(copy: Copy, actor: str, *words: str) -> list[str]:
    """Name an actor by each of the words in a participant's row; return those that are refused."""
    for row in list(copy.rows["participants"]):
        if (row["meeting_id"], row["actor_id"]) == (LONDON, actor):
            copy.drop("participants", row["participant_id"])
    for n, (one, source) in enumerate(zip(words, SOURCES[: len(words)], strict=True)):
        cells = {"participant_id": f"{LONDON}-p90{n}", "actor_id": actor, "as_named": one}
        copy.add("participants", f"{LONDON}-p001", source_id=source, **cells)
    return list_refused(copy)


def refuse_speakers(copy: Copy, speaker: str, *words: str) -> list[str]:
    """Name a speaker by each of the words; return those that are refused."""
    for n, one in enumerate(words):
        ids = {"quote_id": f"{LONDON}-q90{n}", "utterance_id": f"{LONDON}-u90{n}"}
        copy.add("quotes", f"{LONDON}-q001", speaker_id=speaker, speaker_as_named=one, **ids)
    return list_refused(copy)


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        (KERRY, ("Kerry", "JOHN KERRY", "جون كيري", "وجون كيري")),
        (IRAQ, ("the Republic of Iraq", "l’Irak", "L'Irak", "il Iraq")),
        (IRAQ, ("العراق", "والعراق", "بالعراق", "للعراق", "وللعراق")),
    ],
)
def test_a_name_may_have_an_article_or_a_particle_and_any_case(
    copy: Copy, actor: str, words: tuple[str, ...]
) -> None:
    assert refuse_members(copy, actor, *words, ALLEN) == [ALLEN]


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        (KERRY, ("Kerri", "M. Kerry", "Philip Hammond", "كير")),
        (IRAQ, ("Ira", "un Irak", "Syrie", "لسوريا")),
    ],
)
def test_a_name_that_the_actor_does_not_have_is_found(
    copy: Copy, actor: str, words: tuple[str, ...]
) -> None:
    assert refuse_members(copy, actor, *words) == list(words)


def test_the_phrase_of_a_group_may_hold_names(copy: Copy) -> None:
    words = ("21 ministers", "les collègues de M. Kerry", ALLEN)
    assert refuse_participants(copy, DELEGATIONS, *words) == [ALLEN]


@pytest.mark.parametrize("actor", [DELEGATIONS, TURKISH_MINISTER])
def test_a_group_or_office_holder_is_not_called_by_the_name_of_another(
    copy: Copy, actor: str
) -> None:
    words = ("John Kerry", "l'Irak", "والعراق")
    assert refuse_participants(copy, actor, *words) == list(words)


def test_a_surname_is_a_name_once_it_is_an_alias(copy: Copy) -> None:
    copy.set("participants", f"{LONDON}-p001", as_named="Kerry")
    copy.set("actors", KERRY, aliases="")
    assert [problem.rule for problem in copy.problems()] == ["actor-is-named-by-its-names"]
    copy.set("actors", KERRY, aliases="Kerry")
    assert copy.problems() == []


def test_two_who_share_a_name_are_not_called_by_it_at_one_meeting(copy: Copy) -> None:
    copy.set("participants", f"{LONDON}-p001", as_named="Jack")
    copy.set("actors", KERRY, aliases="Jack")
    assert copy.problems() == []
    copy.set("actors", HAMMOND, aliases="Jack;Hammond")
    assert [problem.rule for problem in copy.problems()] == ["name-is-of-nobody-else"]


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        (KERRY, ("il", "le secrétaire d'Etat", "KERRY", "وأضاف كيري", "MM. Kerry et Hammond")),
        (DIPLOMAT, ("la Maison Blanche", "un diplomate d'Irak")),
    ],
)
def test_a_pronoun_a_title_or_an_own_name_may_stand_for_the_speaker(
    copy: Copy, speaker: str, words: tuple[str, ...]
) -> None:
    assert refuse_speakers(copy, speaker, *words, ALLEN) == [ALLEN]


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        (KERRY, ("M. Hammond", "Philip Hammond, son hôte", "L'Irak")),
        (HAMMOND, ("secrétaire d'Etat John Kerry", "الوزير كيري", "وكيري")),
        (DIPLOMAT, ("un proche de M. Kerry", "Kerry", "l’Irak")),
        (TURKISH_MINISTER, ("M. Kerry", "John Kerry")),
    ],
)
def test_a_speaker_who_is_named_as_somebody_else_is_found(
    copy: Copy, speaker: str, words: tuple[str, ...]
) -> None:
    assert refuse_speakers(copy, speaker, *words) == list(words)


def test_a_spokesman_may_be_called_after_a_person_by_a_name_of_his_own(copy: Copy) -> None:
    copy.set("actors", DIPLOMAT, aliases="porte-parole de M. Kerry")
    words = ("M. Kerry", "un autre proche de Kerry")
    assert refuse_speakers(copy, DIPLOMAT, "le porte-parole de M. Kerry", *words) == list(words)


def test_an_office_holder_may_be_named_as_the_person_of_another_source(copy: Copy) -> None:
    copy.set("actors", TURKISH_MINISTER, same_as=KERRY)
    words = ("M. Kerry", "John Kerry", ALLEN)
    assert refuse_speakers(copy, TURKISH_MINISTER, *words) == [ALLEN]
    assert refuse_participants(copy, TURKISH_MINISTER, *words[1:]) == [ALLEN, ALLEN]


def test_a_name_without_letters_breaks_nothing(copy: Copy) -> None:
    copy.set("actors", "arnaud-danjean", name_en="!?", name_fr="")
    assert copy.problems() == []


def read_rows(package: descriptor.Package, table: str) -> Rows:
    sheet = csvfile.read_sheet(package.file(table), package.table(table).path)
    return [dict(zip(package.table(table).names, row, strict=True)) for row in sheet.rows]


def swap_actors(rows: Rows, actor: str, words: str, is_named: IsNamed) -> Pairs:
    """Swap the actors of two rows of each meeting and source; return the places of the rows.

    The two have different words, and one at least of the actors is named by its words.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for n, row in enumerate(rows):
        if row[words]:
            groups.setdefault((row["meeting_id"], row["source_id"]), []).append(n)
    draw = random.Random(21)
    swapped = []
    for group in groups.values():
        pairs = [
            (a, b)
            for a, b in combinations(group, 2)
            if rows[a][actor] != rows[b][actor] and rows[a][words] != rows[b][words]
            if any(is_named(rows[n][actor], rows[n][words]) for n in (a, b))
        ]
        for a, b in draw.sample(pairs, min(1, len(pairs))):
            rows[a][actor], rows[b][actor] = rows[b][actor], rows[a][actor]
            swapped.append((a, b))
    return swapped


@pytest.mark.once
def test_swapped_actors_and_speakers_are_caught_without_any_text(tmp_path: Path) -> None:
    package = descriptor.read()
    shutil.copytree(Path(package.folder) / "tables", tmp_path / "tables")
    shutil.copy(Path(package.folder) / descriptor.FILENAME, tmp_path)
    actors = {row["actor_id"]: row for row in read_rows(package, "actors")}

    def has_name(actor: str, words: str) -> bool:
        return actors[actor]["kind"] in ("person", "state", "organisation", "armed_group", "region")

    def has_surname(actor: str, words: str) -> bool:
        surname = actors[actor]["name_en"].replace("-", " ").split()[-1]
        return actors[actor]["kind"] == "person" and surname in words

    swapped = {}
    for table, actor, words, is_named in (
        ("participants", "actor_id", "as_named", has_name),
        ("quotes", "speaker_id", "speaker_as_named", has_surname),
    ):
        rows = read_rows(package, table)
        path = package.table(table).path
        swapped[path] = swap_actors(rows, actor, words, is_named)
        data = canonical.canonical_bytes(rows[0], [list(row.values()) for row in rows])
        (tmp_path / path).write_bytes(data)
    found = {(problem.file, problem.line) for problem in validator.validate(tmp_path)}
    for path, pairs in swapped.items():
        missed = [pair for pair in pairs if found.isdisjoint((path, n + 2) for n in pair)]
        assert len(pairs) > 100
        assert missed == []


# A word of a language of each script, and of some that have a script subtag.
WRITTEN = """
ar التحالف | am ጥምረት | bg коалиция | bn জোট | ckb هاوپەیمانی | dv އިއްތިޙާދު | el συμμαχία | fa ائتلاف | gu ગઠબંધન
he הקואליציה | hi गठबंधन | hy կոալիցիա | ja 有志連合 | ja かたち | ka კოალიცია | km សម្ព័ន្ធ | kn ಒಕ್ಕೂಟ | ko 연합 | lo ພັນທະມິດ
mk коалиција | ml സഖ്യം | my မဟာမိတ် | pa ਗਠਜੋੜ | ru коалиция | si සන්ධානය | sr-Cyrl коалиција | ta கூட்டணி | te కూటమి
th พันธมิตร | ti ኪዳን | uk коаліція | ur اتحاد | zh 聯盟 | zh-Hans 联盟 | zh-Hant-TW 聯盟
"""
WRITTEN_IN_LATIN = (
    "cs koalice",
    "fr coalition",
    "ku hevpeymanî",
    "sr koalicija",
    "sr-Latn koalicija",
)
PAIRS = [pair.split() for pair in WRITTEN.replace("\n", "|").split("|") if pair.strip()]


def is_refused(lang: str, title: str) -> bool:
    source = {"source_id": "page", "lang": lang, "title": title}
    found = printed_words_are_in_the_language(sources=[source], reports=[], quotes=[], figures=[])
    return bool(list(found))


def test_words_are_in_the_script_of_their_language_and_in_no_other() -> None:
    assert {SCRIPT_OF[lang.split("-")[0]] for lang, _ in PAIRS} >= SCRIPTS.keys() - {
        names for names in SCRIPTS if "LATIN" in names
    }
    assert [lang for lang, word in PAIRS if is_refused(lang, word)] == []
    assert [lang for lang, word in PAIRS if not is_refused(lang, "coalition")] == []


def test_words_of_any_other_language_are_in_latin_letters() -> None:
    pairs = [pair.split() for pair in WRITTEN_IN_LATIN]
    assert [lang for lang, word in pairs if is_refused(lang, word)] == []
    assert [lang for lang, _ in pairs if not is_refused(lang, "联盟")] == []
