"""Every rule has an example that passes and one that breaks it, each an edit of the shipped tables."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from coalition_data.releases import fingerprints
from coalition_data.releases import ledger as ledger_of
from coalition_data.tables import descriptor, numbering
from coalition_data.texts import evidence
from coalition_data.validation import rules, schema_process
from coalition_data.validation.rules import identity, meetings
from worlds import Copy

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def without_schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the pandera schemas out: they know no rules, and take half the time of a good example."""
    monkeypatch.setattr(schema_process.SchemaProcess, "find_failing", lambda process: {})


Edit = Callable[[Copy], object]

LONDON, BILATERAL, PARIS, NATO = (
    "2015-01-london",
    "2015-01-cameron-davutoglu",
    "2016-10-paris",
    "2016-10-brussels",
)
COPENHAGEN = "2017-05-copenhagen"
Q1, F1, P1, R1 = f"{LONDON}-q001", f"{LONDON}-f001", f"{LONDON}-p001", f"{LONDON}-r001"
SOLE = f"{COPENHAGEN}-p002"
PREVIEW = f"{LONDON}-r003"
PAGE, PAGE_QUOTE = "gov-uk-2015-01-22", f"{LONDON}-q040"


def edit(table: str, key: str, **cells: str) -> Edit:
    return lambda copy: copy.set(table, key, **cells)


def many(*edits: Edit) -> Edit:
    return lambda copy: [one(copy) for one in edits]


def drop(table: str, key: str) -> Edit:
    return lambda copy: copy.drop(table, key)


def add(table: str, like: str, **cells: str) -> Edit:
    return lambda copy: copy.add(table, like, **cells)


def said(words: str, start: int = 10) -> str:
    """Return an evidence cell for words at `start`."""
    return str(evidence.Segment(start, start + len(words), evidence.sha256(words)[:32]))


def ledger(**cells: str) -> Edit:
    row = {
        "ledger_id": f"quotes/{Q1}",
        "table": "quotes",
        "id": Q1,
        "row_hash": "0" * 64,
        "split": "train",
        "added": "0.0.1",
    }
    return lambda copy: copy.put("ledger", **{**row, **cells})


# An id that is hidden, and whose row is there.
HIDDEN = ledger_of.hide_id("quotes", Q1)


def sealed(*edits: Edit) -> Edit:
    """Return an edit that fills the ledger as a release does, and then edits more."""

    def change(copy: Copy) -> None:
        copy.write()
        blank = dict.fromkeys(copy.package.table("ledger").names, "")
        copy.rows["ledger"] = [
            {**blank, **entry}
            for entry in ledger_of.fill_ledger(descriptor.read(str(copy.folder)), "")
        ]
        many(*edits)(copy)

    return change


def recorded(*edits: Edit) -> Edit:
    """Return an edit that makes a quote one that was corrected since 0.0.1, as the package records,
    and then edits more.
    """

    def change(copy: Copy) -> None:
        sealed()(copy)
        copy.set("ledger", f"quotes/{Q1}", added="0.0.1", earlier=f"0.0.1#{'0' * 64}")
        digest = ledger_of.digest_release(copy.rows["ledger"], "0.0.1")
        path = copy.folder / fingerprints.RECORD
        path.write_text(json.dumps({"rows": {"0.0.1": digest}}), encoding="utf-8")
        many(*edits)(copy)

    return change


def whole(*edits: Edit) -> Edit:
    """Return an edit that numbers all claims anew, as in a package of whole meetings, and more."""

    def change(copy: Copy) -> None:
        path = copy.folder / descriptor.FILENAME
        raw = path.read_text(encoding="utf-8")
        flag = f'"{descriptor.WHOLE_MEETINGS}": true, "version":'
        path.write_text(raw.replace('"version":', flag, 1), encoding="utf-8")
        for table, key in identity.CLAIMS_OF_MEETINGS.items():
            seen: dict[str, int] = {}
            for row in copy.rows[table]:
                begin, _ = numbering.split_id(row[key])
                seen[begin] = seen.get(begin, 0) + 1
                new = numbering.join_id(begin, seen[begin])
                for figure in copy.rows["figures"]:
                    if figure["quote_id"] == row[key]:
                        figure["quote_id"] = new
                row[key] = new
        many(*edits)(copy)

    return change


def ministry(actor: str) -> Edit:
    """Return an edit that adds a ministry, which compiled a number."""
    name = {"name_en": "Ministry of Trade", "name_fr": "Ministère du commerce", "aliases": ""}
    return many(
        add("actors", "interpol", actor_id=actor, wikidata="", **name),
        edit("figures", f"{LONDON}-f023", compiled_by=actor),
    )


def retire(participant: str) -> Edit:
    row = {
        "ledger_id": f"participants/{participant}",
        "table": "participants",
        "id": participant,
        "split": "",
    }
    return ledger(**row, retired="0.0.2", reason="Coded twice.")


def same_page(note: str) -> Edit:
    """Return an edit that gives two sources of one publisher one page, the second with a note."""

    def change(copy: Copy) -> None:
        first = copy.find("sources", "defensegov-2016-10-paris")
        address = first["url"].replace("https://www.", "http://")
        copy.set("sources", PAGE, publisher=first["publisher"], url=address, note=note)

    return change


def crowd(more: int) -> Edit:
    """Return an edit that rests `more` rows on the span of one."""
    like = "interpol-m001"
    return many(
        *[
            add("memberships", like, membership_id=f"interpol-m90{n}", note=str(n))
            for n in range(more)
        ]
    )


def moved(participant: str, by: int) -> Edit:
    """Return an edit that rests a participant on the first words of F1, said to be `by` later."""

    def change(copy: Copy) -> None:
        span = evidence.segments(copy.find("figures", F1)["evidence"])[0]
        cell = f"{span.start + by}-{span.end + by}#{span.hash}"
        copy.set("participants", participant, evidence=cell)

    return change


def cut_quote(copy: Copy, start: int, end: int) -> str:
    """Return evidence for other words, by so much after the beginning and after the end of Q1."""
    span = evidence.segments(copy.find("quotes", Q1)["evidence"])[0]
    return f"{span.start + start}-{span.end + end}#{'0' * 32}"


def elsewhere(office: str) -> Edit:
    """Return an edit by which the source of P1 names that person at another meeting too."""
    row = {"participant_id": f"{BILATERAL}-p901", "meeting_id": BILATERAL, "office": office}
    return add("participants", P1, **row, role="unknown", attendance="unknown")


MEMBER = add("memberships", "interpol-m001", membership_id="interpol-m998", ordinal="67",
             source_id=PAGE, evidence="", as_of="2015-01-22")  # fmt: skip
LATE_PAGE = edit(
    "sources", PAGE, published="2015-12-22", note="The id has the day of the photograph."
)

# rule: (an edit that it lets pass, an edit that breaks it)
EXAMPLES: dict[str, tuple[Edit, Edit]] = {
    "no-invisible-characters": (
        edit("meetings", LONDON, venue="Lancaster House, œuvre"),
        edit("meetings", LONDON, venue="Lancaster\u200b House"),
    ),
    "no-mojibake": (edit("meetings", LONDON, venue="São Â"), edit("meetings", LONDON, venue="Ã‰lysée")),
    "no-mixed-scripts": (
        edit("meetings", LONDON, venue="Дом Lancaster"),
        edit("meetings", LONDON, venue="L\u0430ncaster"),
    ),
    "no-null-words": (edit("meetings", LONDON, venue="None-such House"), edit("meetings", LONDON, venue="None")),
    "list-items-differ": (
        edit("actors", "france", aliases="français;française"),
        edit("actors", "france", aliases="français;français"),
    ),
    "claim-id-begins-with-owner": (
        edit("participants", P1, participant_id=f"{LONDON}-p1000"),
        edit("participants", P1, participant_id=f"{PARIS}-p999"),
    ),
    "claims-are-numbered-without-a-gap": (
        whole(),
        whole(drop("participants", P1)),
    ),
    "utterance-id-begins-with-meeting": (
        edit("quotes", Q1, utterance_id=f"{LONDON}-u1000"),
        edit("quotes", Q1, utterance_id=f"{PARIS}-u999"),
    ),
    "meeting-id-begins-with-month": (
        edit("meetings", BILATERAL, date_start="2015-01-19", date_end="2015-01-21"),
        edit("meetings", BILATERAL, date_start="2014-12-20", date_end="2014-12-21"),
    ),
    "office-holder-id-says-office": (
        edit("actors", "prime-minister-tur-2015-01", name_en="Head of government of Turkey"),
        edit("actors", "ahmet-davutoglu", kind="office_holder"),
    ),
    "rows-differ-beyond-their-id": (
        add("memberships", "interpol-m001", membership_id="interpol-m998", certainty="uncertain"),
        add("memberships", "interpol-m001", membership_id="interpol-m998"),
    ),
    "every-actor-is-used": (
        edit("actors", "belgium", note="Used as the country of a meeting alone."),
        lambda copy: copy.put("actors", actor_id="nobody", kind="person", name_en="Nobody"),
    ),
    "every-source-is-used": (
        edit("sources", "defensegov-2016-10-paris", author="Ash Carter"),
        add("sources", "defensegov-2016-10-paris", source_id="defensegov-2"),
    ),
    "derivation-runs-in-no-circle": (
        edit("sources", "blastingnews-2015-01", derived_from="atlantico-2015-01-22"),
        edit("sources", "tendanceouest-2015-01-22", derived_from="atlantico-2015-01-22"),
    ),
    "same-as-leads-to-person": (
        edit("actors", "foreign-minister-tur-2015-01", same_as="ahmet-davutoglu"),
        edit("actors", "foreign-minister-tur-2015-01", same_as="turkey"),
    ),
    "name-is-of-one-actor": (
        edit("actors", "ahmet-davutoglu", aliases="Davutoglu;Ahmet Davutoglu;Jöhn al-Kery", note="Not john-kerry."),
        edit("actors", "ahmet-davutoglu", aliases="Davutoglu;Ahmet Davutoglu;Jöhn al-Kery"),
    ),
    "city-venue-and-publisher-have-one-form": (
        edit("reports", R1, venue="Lancaster House, long gallery"),
        edit("reports", R1, venue="Lancaster house"),
    ),
    "ministry-id-has-one-form": (
        ministry("turkish-ministry-of-trade"),
        ministry("turkish-trade-ministry"),
    ),
    "state-codes-are-for-states": (
        edit("actors", "iraq", cow_code="", gw_code=""),
        edit("actors", "iraq", kind="organisation"),
    ),
    "country-is-known": (
        edit("meetings", BILATERAL, country="TUR", note="Country: why."),
        edit("meetings", LONDON, country="XYZ"),
    ),
    "ledger-is-sound": (
        ledger(ledger_id="quotes/x", id="x", retired="0.0.2", reason="Coded twice.", successor=Q1),
        ledger(ledger_id="quotes/x", id="x", retired="0.0.2"),
    ),
    "released-ids-stay": (ledger(), ledger(ledger_id="quotes/x", id="x")),
    "quotes-and-no-others-have-a-split": (ledger(), ledger(split="")),
    "ledger-knows-no-later-version": (ledger(added="0.0.9"), ledger(added="9.0.0")),
    "ledger-tells-what-releases-had": (recorded(), recorded(edit("ledger", f"quotes/{Q1}", earlier=""))),
    "release-is-as-recorded": (sealed(), sealed(edit("meetings", LONDON, venue="Windsor Castle"))),
    "every-meeting-has-report": (
        edit("meetings", NATO, venue="NATO headquarters"),
        add("meetings", NATO, meeting_id="2016-10-nowhere"),
    ),
    "claim-has-one-report": (
        edit("participants", P1, note="Seen by the source of r001."),
        edit("figures", f"{PARIS}-f003", source_id="bfmtv-2017-05-09", evidence="", as_stated=""),
    ),
    "address-can-be-asked-for": (
        edit("sources", PAGE, url="https://www.gov.uk:443/%C3%A9"),
        edit("sources", PAGE, url="https://www.gov.u1/government"),
    ),
    "host-is-of-the-publisher": (
        edit("sources", PAGE, url="https://mirror.example.org/a", note="Read at a mirror."),
        edit("sources", PAGE, url="https://mirror.example.org/a", note=""),
    ),
    "publisher-is-spelled-as-in-its-id": (
        edit("sources", "rfi-2016-10-25", publisher="Radio France Internationale"),
        edit("sources", "atlantico-2015-01-22", publisher="Atlanitco"),
    ),
    "no-digit-is-in-place-of-a-letter": (
        edit("sources", PAGE, url="https://www.gov.uk/g7/1st-statement2", title="Statements of the UK"),
        edit("sources", PAGE, url="https://www.gov.uk/stat3ments", title="Statements of the UK"),
    ),
    "page-is-one-source": (same_page("A later version of the page."), same_page("")),
    "names-in-both-languages-agree": (
        edit("actors", "john-kerry", name_fr="Jean Kerry"),
        edit("actors", "john-kerry", name_fr="John Keryr"),
    ),
    "capitals-begin-words": (
        edit("meetings", LONDON, venue="Palais McMahon"),
        edit("meetings", LONDON, venue="Palais cMmahon"),
    ),
    "bounds-fit-precision": (
        edit("reports", f"{BILATERAL}-r003", date_start="2015-01-01", date_end="2015-01-31", date_precision="month",
             date_basis="derived",
             attests="date;level;attendance;outcome"),
        edit("meetings", LONDON, date_end="2015-01-21"),
    ),
    "single-date-fits-precision": (
        edit("memberships", "interpol-m001", joined_on="2017-01-01", joined_precision="year"),
        edit("memberships", "interpol-m001", joined_on="2017-01-02", joined_precision="year"),
    ),
    "publication-date-says-its-basis": (
        edit("sources", "rfi-2016-10-25", published_basis="derived"),
        edit("sources", "rfi-2016-10-25", published_basis="unknown"),
    ),
    "report-comes-after": (
        edit("sources", "tendanceouest-2015-01-22", published="2015-01-23", note="The id has the first edition."),
        edit("sources", "tendanceouest-2015-01-22", published="2015-01-21", note="The id has the first edition."),
    ),
    "nothing-is-later-than-its-source": (
        edit("figures", F1, as_of="2015-01-21", as_of_precision="day"),
        edit("figures", F1, as_of="2015-01-23", as_of_precision="day"),
    ),
    "source-id-says-its-date": (
        edit("sources", "rfi-2016-10-25", published="2016-10-01", published_precision="month"),
        edit("sources", "rfi-2016-10-25", published="2016-10-24"),
    ),
    "date-reads-as-stated": (
        edit("reports", f"{LONDON}-r002", date_as_stated="ce jeudi 22 janvier 2015"),
        edit("reports", f"{LONDON}-r002", date_as_stated="ce 23 janvier"),
    ),
    "weekday-is-that-weekday": (
        edit("reports", R1, date_as_stated="ce 22 janvier"),
        edit("reports", R1, date_as_stated="mercredi"),
    ),
    "status-is-attested": (edit("meetings", BILATERAL, status="cancelled"), edit("meetings", BILATERAL, status="held")),
    "conclusion-is-attested": (
        edit("meetings", LONDON, format="conference", note="Format: guests came."),
        edit("meetings", LONDON, format="conference"),
    ),
    "place-fits-mode": (edit("meetings", LONDON, mode="hybrid"), edit("meetings", LONDON, mode="virtual")),
    "topics-are-attested": (
        edit("meetings", COPENHAGEN, topics="military"),
        edit("reports", f"{COPENHAGEN}-r001", attests="held;date;place;level;format;mode;host;attendance"),
    ),
    "report-agrees-with-its-claims": (
        many(edit("participants", P1, role="co_chair;host"),
             edit("reports", R1, attests="held;date;place;level;mode;host;attendance;topics")),
        edit("participants", P1, role="host"),
    ),
    "attests-what-is-filled": (
        edit("reports", f"{NATO}-r001", attests="date;place;level;host;attendance;topics"),
        edit("reports", f"{NATO}-r001", attests="date;place;level;topics"),
    ),
    "preview-comes-before": (
        edit("sources", "atlantico-2015-01-22", published="2015-01-21", note="The id has another day."),
        edit("sources", "atlantico-2015-01-22", published="2015-01-23", note="The id has another day."),
    ),
    "relation-is-sound": (
        edit("meetings", PARIS, related_to=LONDON, relation="follows"),
        edit("meetings", LONDON, related_to=PARIS, relation="follows"),
    ),
    "preview-gives-no-attendance": (
        edit("participants", f"{NATO}-p001", attendance="invited"),
        edit("participants", f"{LONDON}-p014", attendance="attended"),
    ),
    "attended-needs-held-meeting": (
        edit("participants", f"{BILATERAL}-p001", attendance="declined"),
        edit("participants", f"{BILATERAL}-p001", attendance="attended"),
    ),
    "person-sits-for-one": (
        edit("participants", P1, note="Seen by others too."),
        edit("participants", P1, represents="france"),
    ),
    "persons-represent-somebody": (
        edit("participants", SOLE, represents="united-kingdom"),
        edit("participants", P1, represents=""),
    ),
    "represented-is-state-or-body": (
        edit("participants", SOLE, represents="interpol"),
        edit("participants", SOLE, represents="westerners"),
    ),
    "unknown-role-stands-alone": (
        edit("participants", P1, role="co_chair;member"),
        edit("participants", P1, role="co_chair;unknown"),
    ),
    "quote-is-in-english-too": (
        edit("quotes", Q1, translation_en="the challenge of our age"),
        edit("quotes", Q1, translation_en=""),
    ),
    "words-hash-to-evidence": (
        edit("quotes", Q1, text="un mot", evidence=said("un mot")),
        edit("quotes", Q1, text="le défi de votre temps"),
    ),
    "utterance-has-one-speaker": (
        edit("quotes", f"{LONDON}-q002", utterance_id=f"{LONDON}-u777"),
        edit("quotes", f"{LONDON}-q002", utterance_id=f"{LONDON}-u001"),
    ),
    "speaker-columns-for-outsiders": (
        edit("quotes", f"{LONDON}-q010", speaker_office="MEP"),
        edit("quotes", Q1, speaker_office="US Secretary of State"),
    ),
    "slip-stands-in-words": (
        edit("quotes", f"{LONDON}-q009", sic="son tués", sic_reading="sont tués"),
        edit("quotes", f"{LONDON}-q009", sic="sons"),
    ),
    "translation-has-same-numbers": (
        edit("quotes", f"{LONDON}-q007", translation_en="Bin Laden and 11 September in New York"),
        edit("quotes", f"{LONDON}-q007", translation_en="Bin Laden and 12 September in New York"),
    ),
    "qualifier-fills-its-columns": (
        edit("figures", f"{LONDON}-f011", qualifier="exact", value="3", as_stated="trois"),
        edit("figures", f"{LONDON}-f005", low="1"),
    ),
    "low-is-below-high": (
        edit("figures", f"{LONDON}-f004", high="6", as_stated="quatre à six mois"),
        edit("figures", f"{LONDON}-f004", high="4"),
    ),
    "counts-are-whole": (
        edit("figures", f"{PARIS}-f003", value="12", as_stated="12 autres ministres"),
        edit("figures", f"{PARIS}-f003", value="11.5"),
    ),
    "unit-fits-indicator": (
        edit("figures", f"{LONDON}-f014", unit="cad"),
        edit("figures", f"{LONDON}-f014", unit="persons"),
    ),
    "figure-fits-its-quote": (
        edit("figures", f"{LONDON}-f011", quote_id=f"{LONDON}-q008"),
        edit("figures", f"{LONDON}-f011", stated_by="john-kerry"),
    ),
    "number-reads-as-stated": (
        edit("figures", f"{LONDON}-f004", as_stated="4-5 mois"),
        edit("figures", f"{LONDON}-f004", as_stated="six ou sept mois"),
    ),
    "subject-has-role": (
        edit("figures", f"{LONDON}-f014", subject_role="other"),
        edit("figures", f"{LONDON}-f014", subject_role=""),
    ),
    "quantity-begins-with-its-indicator": (
        edit("figures", f"{LONDON}-f023", quantity_id="coalition-members-founding-2015-01"),
        edit("figures", f"{LONDON}-f023", quantity_id="members-2015-01"),
    ),
    "quantity-names-meeting-or-month": (
        edit("figures", F1, quantity_id="attendance-seats-2015-01"),
        edit("figures", F1, quantity_id="attendance-seats-2015-01-nowhere"),
    ),
    "quantity-is-one-thing": (
        edit("figures", f"{LONDON}-f003", quantity_id=f"people-{LONDON}", indicator="other"),
        edit("figures", f"{LONDON}-f003", subject_id="france", subject_role="other"),
    ),
    "membership-runs-forward": (
        edit("memberships", "interpol-m001", status="left", left_on="2017-01-01", left_precision="year"),
        edit("memberships", "interpol-m001", left_on="2017-01-01", left_precision="year"),
    ),
    "ordinal-agrees-with-figure": (
        many(
            edit("memberships", "interpol-m001", ordinal="69"),
            edit("figures", "2017-05-copenhagen-f008", value="69", as_stated="69e membre"),
        ),
        edit("memberships", "interpol-m001", ordinal="69"),
    ),
    "text-is-fingerprinted-whole": (
        edit("sources", "defensegov-2016-10-paris", extent_read="whole"),
        edit("sources", "defensegov-2016-10-paris", url=""),
    ),
    "evidence-where-text-is-held": (
        edit("participants", P1, evidence=said("x")),
        edit("participants", P1, evidence=""),
    ),
    "segments-lie-inside-text": (
        edit("participants", P1, evidence=said("x", 3990)),
        edit("participants", P1, evidence=said("x", 999_999)),
    ),
    "span-carries-few-rows": (crowd(5), crowd(6)),
    "spans-are-not-shared": (
        edit("figures", f"{LONDON}-f002", evidence=said("x")),
        lambda copy: copy.set("figures", f"{LONDON}-f003", evidence=copy.find("figures", F1)["evidence"]),
    ),
    "spans-begin-and-end-at-words": (
        edit("participants", P1, note="On the same words as others."),
        moved(P1, 1),
    ),
    "evidence-fits-quoted-words": (
        edit("participants", P1, note="On the words of the outlet."),
        lambda copy: copy.set("participants", P1, evidence=cut_quote(copy, 2, 2)),
    ),
    "ordinal-is-of-one-member": (
        many(MEMBER, edit("memberships", "interpol-m998", note="Others say 68.")),
        MEMBER,
    ),
    "audience-fits-setting": (
        edit("quotes", PAGE_QUOTE, setting="at_meeting", audience="press"),
        edit("quotes", PAGE_QUOTE, setting="at_meeting", audience="unknown"),
    ),
    "quote-is-attributed": (
        edit("quotes", Q1, attribution_evidence=said("x")),
        edit("quotes", Q1, attribution_evidence=""),
    ),
    "figure-is-attributed": (
        edit("figures", f"{LONDON}-f009", attribution_evidence=said("x")),
        edit("figures", f"{LONDON}-f009", attribution_evidence=""),
    ),
    "stated-claim-shows-its-words": (
        edit("participants", P1, as_named="", certainty="inferred", note="Nothing printed names him."),
        edit("participants", P1, as_named=""),
    ),
    "words-are-taken-after-publication": (
        edit("sources", PAGE, words_taken="2026-11-22"),
        edit("sources", PAGE, words_taken="2015-01-21"),
    ),
    "text-ships-from-held-texts": (
        edit("quotes", PAGE_QUOTE, quote_type="mixed"),
        edit("quotes", f"{LONDON}-q002", text="", translation_en="", paraphrase_en="x", paraphrase_fr="x"),
    ),
    "pointers-stand-for-text": (
        edit("quotes", PAGE_QUOTE, opens_with="only", ends_with="only"),
        edit("quotes", PAGE_QUOTE, ends_with=""),
    ),
    "pointers-are-few-words": (
        edit("quotes", PAGE_QUOTE, opens_with="one two three four five"),
        edit("quotes", PAGE_QUOTE, opens_with="one two three four five six"),
    ),
    "actor-is-named-by-its-names": (
        edit("participants", P1, as_named="le Kerry"),
        edit("participants", P1, as_named="M. Kerry"),
    ),
    "name-is-of-nobody-else": (
        edit("participants", f"{LONDON}-p003", as_named="M. Kerry et vingt autres"),
        edit("participants", f"{LONDON}-p003", as_named="Kerry"),
    ),
    "speaker-is-named-as-nobody-else": (
        edit("quotes", Q1, speaker_as_named="il"),
        edit("quotes", Q1, speaker_as_named="M. Hammond"),
    ),
    "source-id-is-as-fine-as-its-date": (
        edit("sources", PAGE, published="2015-01-01", published_precision="month", note="Id: the photograph's."),
        edit("sources", PAGE, published="2015-01-01", published_precision="month", note=""),
    ),
    "address-fits-id-and-date": (
        edit("sources", "defensegov-1176063", url="https://dod.defense.gov/1176063"),
        edit("sources", "defensegov-1176063", url="https://dod.defense.gov/1176036"),
    ),
    "late-report-says-why": (
        many(LATE_PAGE, edit("reports", f"{LONDON}-r004", note="Looks back.")),
        LATE_PAGE,
    ),
    "nobody-is-member-before-the-coalition": (
        edit("memberships", "interpol-m001", joined_on="2014-09-01", joined_precision="month"),
        edit("memberships", "interpol-m001", joined_on="2014-08-01", joined_precision="month"),
    ),
    "membership-counts-in-the-year-of-its-source": (
        edit("memberships", "interpol-m001", as_of="2016-05-09"),
        edit("memberships", "interpol-m001", as_of="2016-05-09", note=""),
    ),
    "figure-is-of-the-year-of-its-quantity": (
        edit("figures", f"{LONDON}-f010", as_of="2013-11-01"),
        edit("figures", f"{LONDON}-f010", as_of="2013-11-01", note=""),
    ),
    "words-of-names-have-one-spelling": (
        edit("participants", P1, office="US Envoy of Defense"),
        edit("participants", P1, office="US Secreatry of Defense"),
    ),
    "words-are-in-one-place": (moved(P1, by=0), moved(P1, by=3)),
    "report-has-the-place-of-its-meeting": (
        edit("reports", R1, city="Windsor", note="Windsor is near."),
        edit("reports", R1, city="Windsor"),
    ),
    "report-has-the-days-of-its-meeting": (
        edit("reports", f"{LONDON}-r004", date_start="2015-01-23", date_end="2015-01-23", note="Has the 23rd."),
        edit("reports", f"{LONDON}-r004", date_start="2015-01-23", date_end="2015-01-23"),
    ),
    "chair-is-known-to-others": (
        many(edit("participants", P1, role="chair"), edit("participants", f"{LONDON}-p002", role="unknown")),
        edit("participants", f"{COPENHAGEN}-p003", role="chair"),
    ),
    "co-chair-has-another": (
        edit("participants", f"{LONDON}-p007", role="unknown"),
        edit("participants", f"{LONDON}-p002", role="unknown"),
    ),
    "member-is-a-state-or-body": (
        edit("participants", f"{COPENHAGEN}-p003", role="member", note="Called the newest member."),
        edit("participants", f"{COPENHAGEN}-p003", role="member"),
    ),
    "person-is-of-one-state": (
        edit("participants", f"{COPENHAGEN}-p003", represents="denmark", note="Spoke for both."),
        edit("participants", f"{COPENHAGEN}-p003", represents="denmark"),
    ),
    "office-of-a-state-is-of-whom-the-row-represents": (
        edit("participants", P1, office="Minister of Defence of Denmark", note="Spoke for both."),
        edit("participants", P1, office="Minister of Defence of Denmark"),
    ),
    "person-has-one-office": (elsewhere("US Secretary of State"), elsewhere("US Senator")),
    "office-has-one-level": (
        edit("participants", P1, office_level="official", note="Not yet sworn in."),
        edit("participants", P1, office_level="official"),
    ),
    "paraphrases-have-same-numbers": (
        edit("quotes", PAGE_QUOTE, paraphrase_en="21 came, 3 late.", paraphrase_fr="21 sont venus, trois en retard."),
        edit("quotes", PAGE_QUOTE, paraphrase_en="21 came.", paraphrase_fr="12 sont venus."),
    ),
    "negation-is-in-both-languages": (
        edit("quotes", PAGE_QUOTE, paraphrase_en="They don't agree.", paraphrase_fr="Ils ne sont pas d'accord."),
        edit("quotes", PAGE_QUOTE, paraphrase_en="They don't agree.", paraphrase_fr="Ils sont d'accord."),
    ),
    "number-is-in-its-quote": (
        edit("quotes", f"{PARIS}-q023", paraphrase_en="It has two million.", paraphrase_fr="Deux millions y vivent."),
        edit("quotes", f"{PARIS}-q023", paraphrase_en="It has three million.", paraphrase_fr="Trois millions y vivent."),
    ),
    "quantity-of-another-meeting-says-why": (
        edit("figures", f"{LONDON}-f022", quantity_id=f"attendance-{PARIS}", about="Those expected in Paris"),
        edit("figures", f"{LONDON}-f022", quantity_id=f"attendance-{PARIS}"),
    ),
    "unit-reads-as-stated": (
        edit("figures", f"{PARIS}-f013", note="The carrier's."),
        edit("figures", f"{PARIS}-f013", unit="months"),
    ),
    "lists-of-states-agree": (
        edit("actors", "iraq", gw_code="654", note="Another list has it so."),
        edit("actors", "iraq", gw_code="654", note=""),
    ),
    "actor-is-of-a-fitting-kind": (
        edit("figures", f"{LONDON}-f023", compiled_by="turkey"),
        edit("figures", f"{LONDON}-f023", compiled_by="john-kerry"),
    ),
    "lists-keep-their-order": (
        edit("meetings", LONDON, topics="military;funding"),
        edit("meetings", LONDON, topics="funding;military"),
    ),
    "first-day-is-meant": (
        edit("memberships", "interpol-m001", joined_on="2016-07-01", joined_precision="day"),
        edit("memberships", "interpol-m001", joined_on="2016-07-01", joined_precision="day", note=""),
    ),
    "printed-words-are-in-the-language": (edit("sources", PAGE, lang="en-GB"), edit("sources", PAGE, lang="ar")),
}  # fmt: skip


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_a_rule_lets_its_good_example_pass(copy: Copy, rule: str) -> None:
    EXAMPLES[rule][0](copy)
    assert copy.problems() == []


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_a_rule_finds_its_bad_example(copy: Copy, rule: str) -> None:
    EXAMPLES[rule][1](copy)
    assert rule in {problem.rule for problem in copy.problems()}


def test_each_rule_has_its_pair_of_examples() -> None:
    assert {rule.id for rule in rules.load_rules() if not rule.on_texts} == set(EXAMPLES)


def test_rules_run_in_one_order_whichever_theme_is_imported_first() -> None:
    script = """
import importlib, sys
importlib.import_module("coalition_data.validation.rules." + sys.argv[1])
from coalition_data.validation import rules
print([rule.id for rule in rules.load_rules()])
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", script, theme], capture_output=True, text=True, check=True
        ).stdout
        for theme in ("cells", "words", "support")
    }
    assert told == {f"{[rule.id for rule in rules.load_rules()]}\n"}


def test_each_rule_has_one_public_sentence_that_ends() -> None:
    sentences = [rule.sentence for rule in rules.load_rules()]
    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


# More ways to break a rule, one per branch that the pair above doesn't reach.
MORE: list[tuple[str, Edit]] = [
    ("audience-fits-setting", edit("quotes", PAGE_QUOTE, setting="document", audience="meeting")),
    ("text-is-fingerprinted-whole", edit("sources", "rfi-2016-10-25", text_chars="")),
    ("text-is-fingerprinted-whole", edit("sources", "rfi-2016-10-25", extent_read="excerpt")),
    ("figure-is-attributed", edit("figures", F1, attribution_evidence=said("x"))),
    ("figure-is-attributed", add("figures", F1, figure_id=f"{LONDON}-f901", source_id=PAGE, evidence="",
                                 attribution_evidence=said("x"))),
    ("quote-is-attributed", edit("quotes", PAGE_QUOTE, attribution_evidence=said("x"))),
    ("spans-are-not-shared", lambda copy: copy.add("waivers", "bfmtv-2017-05-09-w001",
                                                   waiver_id="bfmtv-2017-05-09-w009", reason="Again.")),
    ("evidence-fits-quoted-words", lambda copy: copy.set("participants", P1, evidence=cut_quote(copy, 5, -5))),
    ("claims-are-numbered-without-a-gap", whole(edit("participants", P1, participant_id=f"{LONDON}-p999"))),
    ("claims-are-numbered-without-a-gap", whole(drop("participants", f"{LONDON}-p002"), retire(P1))),
    ("address-can-be-asked-for", edit("sources", PAGE, url="https://www.gov.uk/%E9")),
    ("address-can-be-asked-for", edit("sources", PAGE, url="https://gov/a")),
    ("no-digit-is-in-place-of-a-letter", edit("sources", PAGE, url="https://www.g0v.uk/a")),
    ("ordinal-is-of-one-member", add("memberships", "interpol-m001", membership_id="france-m998",
                                     actor_id="france", as_named="France")),
    ("publication-date-says-its-basis", edit("sources", PAGE, accessed="2013-01-01", published="",
                                             published_precision="", published_basis="unknown")),
    ("stated-claim-shows-its-words", edit("memberships", "interpol-m001", as_named="")),
    ("stated-claim-shows-its-words", edit("figures", F1, as_stated="")),
    ("stated-claim-shows-its-words", edit("quotes", Q1, speaker_as_named="")),
    ("stated-claim-shows-its-words", edit("sources", PAGE, words_taken="")),
    ("words-are-taken-after-publication", edit("sources", PAGE, words_taken="2026-11-21")),
    ("words-are-taken-after-publication", edit("sources", "rfi-2016-10-25", words_taken="2026-11-29")),
    ("text-ships-from-held-texts", edit("quotes", PAGE_QUOTE, text="one word")),
    ("text-ships-from-held-texts",
     edit("quotes", f"{LONDON}-q002", quote_type="indirect", paraphrase_en="x", paraphrase_fr="x")),
    ("pointers-stand-for-text", edit("quotes", PAGE_QUOTE, opens_with="")),
    ("pointers-stand-for-text", edit("quotes", Q1, ends_with="notre temps")),
    ("pointers-are-few-words", edit("quotes", PAGE_QUOTE, ends_with="one two three four five six")),
    ("actor-is-named-by-its-names", edit("memberships", "interpol-m001", as_named="Europol")),
    ("evidence-where-text-is-held", edit("participants", f"{PARIS}-p003", evidence=said("x"))),
    ("words-hash-to-evidence", edit("quotes", Q1, text="le défi […] de notre temps")),
    ("quote-is-in-english-too", edit("quotes", f"{LONDON}-q015", paraphrase_en="")),
    ("quote-is-in-english-too", edit("quotes", f"{LONDON}-q015", paraphrase_fr="")),
    ("slip-stands-in-words", edit("quotes", f"{LONDON}-q009", sic_reading="")),
    ("number-reads-as-stated", edit("figures", F1, qualifier="exact")),
    ("number-reads-as-stated", edit("figures", f"{LONDON}-f003", as_stated="21 pays et 3 villes")),
    ("number-reads-as-stated", edit("figures", f"{LONDON}-f003", value="22")),
    ("unit-fits-indicator", edit("figures", f"{LONDON}-f014", unit="other")),
    ("counts-are-whole", edit("figures", f"{PARIS}-f003", value="300", unit="countries")),
    ("figure-fits-its-quote", edit("figures", f"{LONDON}-f011", quote_id=f"{LONDON}-q013")),
    ("single-date-fits-precision", edit("memberships", "interpol-m001", joined_on="2017-01-01")),
    ("publication-date-says-its-basis", edit("sources", "gov-uk-2015-01-22", accessed="2015-01-01")),
    ("date-reads-as-stated", edit("reports", f"{LONDON}-r002", date_as_stated="ce 22 février")),
    ("date-reads-as-stated", edit("reports", f"{LONDON}-r002", date_as_stated="22 janvier 2016")),
    ("weekday-is-that-weekday", edit("reports", f"{LONDON}-r002", date_as_stated="mittwoch")),
    ("place-fits-mode", edit("meetings", LONDON, city="", country="")),
    ("report-agrees-with-its-claims", edit("reports", f"{BILATERAL}-r001", roster="count_only")),
    (
        "membership-runs-forward",
        edit("memberships", "interpol-m001", status="left", joined_on="2017-01-01", joined_precision="year",
             left_on="2016-01-01", left_precision="year"),
    ),
    ("state-codes-are-for-states", edit("actors", "interpol", cow_code="999")),
    ("office-holder-id-says-office", edit("actors", "john-kerry", kind="office_holder")),
    ("ledger-is-sound", ledger(ledger_id="quotes/other")),
    ("quotes-and-no-others-have-a-split", ledger(ledger_id=f"meetings/{LONDON}", table="meetings", id=LONDON)),
    ("released-ids-stay", ledger(retired="0.0.2", reason="Coded twice.")),
    ("released-ids-stay", ledger(ledger_id=f"quotes/{HIDDEN}", id=HIDDEN, retired="0.0.2", reason="Why.")),
    ("released-ids-stay", ledger(ledger_id="quotes/x", id="x", retired="0.0.2", reason="Why.", successor="nowhere")),
    ("ledger-knows-no-later-version", ledger(added="0.0.3", retired="0.0.2", reason="Why.")),
    ("release-is-as-recorded", sealed(add("memberships", "interpol-m001", membership_id="interpol-m998", note="New."))),
    ("bounds-fit-precision", edit("reports", f"{BILATERAL}-r003", date_precision="day")),
    ("bounds-fit-precision", edit("meetings", LONDON, date_precision="month", note="Why.")),
    ("bounds-fit-precision", edit("meetings", LONDON, date_start="2015-01-01", date_end="2015-02-28",
                                  date_precision="month", note="Day: two months.")),
    ("bounds-fit-precision", edit("reports", R1, date_basis="")),
    ("status-is-attested", edit("reports", PREVIEW, attests="held;date;place;level;attendance;topics")),
    ("attests-what-is-filled", edit("reports", R1, attests="held;date;level;mode;attendance;topics")),
    ("relation-is-sound", edit("meetings", LONDON, relation="follows")),
    ("relation-is-sound", many(edit("meetings", LONDON, related_to=PARIS, relation="part_of"),
                               edit("meetings", PARIS, related_to=LONDON, relation="part_of"))),
    ("persons-represent-somebody", edit("participants", P1, office_level="")),
    ("persons-represent-somebody", edit("participants", f"{NATO}-p002", office_level="defence_minister")),
    ("unknown-role-stands-alone", edit("participants", P1, role="chair;co_chair")),
    ("attended-needs-held-meeting", edit("participants", f"{BILATERAL}-p001", attendance="absent")),
    ("speaker-columns-for-outsiders", edit("quotes", f"{LONDON}-q010", speaker_office="", speaker_represents="")),
    ("quantity-begins-with-its-indicator",
     edit("figures", f"{PARIS}-f011", quantity_id="killed-mosul-2016-10")),
    ("no-mojibake", edit("meetings", LONDON, venue="Lancaster \ufffd")),
    ("list-items-differ", edit("actors", "france", aliases="français; française")),
    ("segments-lie-inside-text", edit("participants", P1, evidence=f"{said('x', 20)};{said('x', 10)}")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "breaking"), MORE)
def test_a_rule_finds_each_kind_of_error_that_it_speaks_of(
    copy: Copy, rule: str, breaking: Edit
) -> None:
    breaking(copy)
    assert rule in {problem.rule for problem in copy.problems()}


def test_a_retired_id_leaves_no_gap(copy: Copy) -> None:
    whole(drop("participants", P1), retire(P1))(copy)
    assert "claims-are-numbered-without-a-gap" not in {p.rule for p in copy.problems()}


@pytest.mark.parametrize(("table", "column"), [("meetings", "topics"), ("reports", "attests")])
def test_the_order_of_a_list_has_all_values_that_the_descriptor_allows(
    table: str, column: str
) -> None:
    pattern = descriptor.read().table(table).field(column).pattern or ""
    assert meetings.ORDER[column].split() == pattern[1 : pattern.index(")")].split("|")


def find_gaps(ids: list[str]) -> list[str]:
    """Return what the rule on gaps says of quotes with these ids, in a package of whole meetings."""
    rows = [
        rules.Row("quotes", range(2, len(ids) + 2), {"quote_id": ids}, n) for n in range(len(ids))
    ]
    package = descriptor.read()
    assert package.has_whole_meetings
    found = identity.claims_are_numbered_without_a_gap(package, [], quotes=rows)
    return [message for _, _, message, _ in found]


def test_ids_that_end_in_no_number_have_no_gap() -> None:
    assert find_gaps(["x-qabc", "x-q001"]) == []


def test_claims_beyond_999_are_numbered_without_a_gap_too() -> None:
    ids = sorted(numbering.join_id("x-q", n) for n in range(1, 1102))
    # As text q1000 comes before q101, and the last id isn't the highest.
    assert ids.index("x-q1000") < ids.index("x-q101")
    assert ids[-1] == "x-q999"
    assert find_gaps(ids) == []
    assert find_gaps([one for one in ids if one != "x-q1000"]) == ["there is no x-q1000"]
    assert find_gaps([one for one in ids if one != "x-q100"]) == ["there is no x-q100"]


@pytest.mark.parametrize(
    ("number", "is_good"),
    [
        ("099", True),
        ("1000", True),
        ("999999", True),
        ("99", False),
        ("0999", False),
        ("1000000", False),
    ],
)
def test_a_number_is_written_in_one_way(copy: Copy, number: str, is_good: bool) -> None:
    copy.set("participants", P1, participant_id=f"{LONDON}-p{number}")
    assert [p.rule for p in copy.problems()] == ([] if is_good else ["pattern"])


def test_a_selection_by_source_may_have_gaps(copy: Copy) -> None:
    copy.set("participants", P1, participant_id=f"{LONDON}-p999")
    assert copy.problems() == []


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.uk./a",
        "http://10.0.0.1:80/a",
        "https://ufcao.example.xn--p1ai/a",
        "https://[::1]/a",
    ],
)
def test_a_host_may_have_any_form_that_can_be_asked_for(copy: Copy, address: str) -> None:
    copy.set("sources", PAGE, url=address, note="Read at a mirror.")
    assert copy.problems() == []


def test_a_host_may_have_the_initials_of_its_publisher(copy: Copy) -> None:
    copy.set("sources", PAGE, publisher="Ministry of Truth", url="https://m.mot.go.uk/a", note="")
    assert copy.problems() == []


@pytest.mark.parametrize(("word", "is_slip"), [("Ministre", False), ("Minsiter", True)])
def test_a_word_of_another_language_is_no_slip(word: str, is_slip: bool) -> None:
    cells = {"office": ["Minister"] * 10 + [word], "actor_id": [""] * 11}
    rows = [rules.Row("participants", range(2, 13), cells, n) for n in range(11)]
    found = [row.line for row, *_ in identity.words_of_names_have_one_spelling(participants=rows)]
    assert found == [12] * is_slip


@pytest.mark.parametrize(
    "notes", [{"interpol-m998": "Others say 68."}, {"interpol-m001": "Others say 67."}]
)
def test_of_two_ordinals_either_may_have_the_note(copy: Copy, notes: dict[str, str]) -> None:
    MEMBER(copy)
    for key, note in notes.items():
        copy.set("memberships", key, note=note)
    assert "ordinal-is-of-one-member" not in {problem.rule for problem in copy.problems()}


def test_claims_with_a_note_dont_make_their_state_the_usual_one(copy: Copy) -> None:
    for number in ("001", "007", "014"):
        copy.set("participants", f"{LONDON}-p{number}", represents="denmark", note="For both.")
    assert "person-is-of-one-state" not in {problem.rule for problem in copy.problems()}
