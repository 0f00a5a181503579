from collections.abc import Callable

import pandas as pd
import pytest

import coalition_data as cd
from coalition_data.analysis import disagreement, renderings
from coalition_data.tables import descriptor, panels
from worlds import Copy

LONDON = "2015-01-london"
SEATS = f"attendance-{LONDON}"


def chosen(copy: Copy, rule: str, indicator: str = "attendance_count") -> pd.Series:  # type: ignore[type-arg]
    copy.write()
    frame = disagreement.reconcile(indicator, rule=rule, folder=str(copy.folder))
    return frame[(frame["quantity_id"] == SEATS) & (frame["unit"] == "countries")].iloc[0]


def found(copy: Copy, field: str) -> pd.DataFrame:
    copy.write()
    frame = disagreement.conflicts(folder=str(copy.folder))
    return frame[frame["field"] == field]


def test_the_number_that_most_sources_give_independently_wins(copy: Copy) -> None:
    row = chosen(copy, "most_independent")
    assert (row["qualifier"], row["value"], row["n_claims"], row["n_independent"]) == (
        "exact",
        21,
        5,
        2,
    )
    assert row["claims"] == f"{LONDON}-f003;{LONDON}-f016"
    assert row["left_out"] == f"{LONDON}-f001;{LONDON}-f015;{LONDON}-f019"


def test_texts_that_reuse_one_another_count_once(copy: Copy) -> None:
    copy.set("sources", "blastingnews-2015-01", derived_from="tendanceouest-2015-01-22")
    assert chosen(copy, "most_independent")["n_independent"] == 1


def test_official_texts_go_first_where_there_are_any(copy: Copy) -> None:
    assert chosen(copy, "official_first")["value"] == 21
    copy.set("sources", "atlantico-2015-01-22", kind="communique")
    assert chosen(copy, "official_first")["value"] == 20


def test_the_latest_is_the_one_published_last(copy: Copy) -> None:
    copy.set("sources", "atlantico-2015-01-22", published="2015-01-23")
    assert chosen(copy, "latest")["claims"] == f"{LONDON}-f019"


def test_a_range_goes_from_the_lowest_to_the_highest(copy: Copy) -> None:
    row = chosen(copy, "range")
    assert (row["qualifier"], row["low"], row["high"]) == ("range", 20, 21)


def test_a_side_that_a_claim_leaves_open_stays_open_in_a_range(copy: Copy) -> None:
    copy.set(
        "figures",
        f"{LONDON}-f016",
        qualifier="at_least",
        value="",
        low="21",
        as_stated="au moins 21",
    )
    row = chosen(copy, "range")
    assert (row["qualifier"], row["low"]) == ("at_least", 20)
    assert pd.isna(row["high"])


def test_every_claim_is_either_used_or_left_out() -> None:
    figures = cd.figures()
    for rule in disagreement.RULES:
        frame = cd.reconcile("attendance_count", rule=rule)
        ids = frame["claims"].str.cat(frame["left_out"], sep=";", na_rep="")
        listed = [i for cell in ids for i in cell.split(";") if i]
        with_number = figures[figures[["value", "low", "high"]].notna().any(axis=1)]
        assert sorted(listed) == sorted(
            with_number.query("indicator == 'attendance_count'")["figure_id"]
        )


@pytest.mark.parametrize(
    ("indicator", "rule", "words"),
    [("seats", "latest", "no indicator"), ("killed", "best", "no rule")],
)
def test_unknown_names_list_those_that_work(indicator: str, rule: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"{words}.*there are"):
        cd.reconcile(indicator, rule=rule)


@pytest.mark.parametrize(
    ("qualifier", "value", "span"),
    [("approximate", 20, (15, 25)), ("approximate", 15000, (14500, 15500)), ("exact", 21, (21, 21)),
     ("approximate", 21, (20.5, 21.5)), ("approximate", 100, (50, 150)), ("approximate", 33.3, (33.25, 33.35))],
)  # fmt: skip
def test_an_approximate_number_allows_half_a_unit_of_its_last_digit(
    qualifier: str, value: float, span: tuple[float, float]
) -> None:
    assert disagreement.find_span(
        {"qualifier": qualifier, "value": value, "low": None, "high": None}
    ) == pytest.approx(span)


def test_twentyish_and_twenty_one_do_not_conflict_but_twenty_two_does(copy: Copy) -> None:
    assert found(copy, "attendance_count").empty
    copy.set("figures", f"{LONDON}-f016", value="22", as_stated="22")
    row = found(copy, "attendance_count").iloc[0]
    assert (row["subject"], row["n_sources"]) == (SEATS, 2)


def test_numbers_in_two_units_are_not_compared(copy: Copy) -> None:
    copy.set("figures", f"{LONDON}-f016", value="99", unit="persons")
    assert found(copy, "attendance_count").empty


def test_two_days_conflict_and_a_day_inside_a_month_does_not(copy: Copy) -> None:
    copy.set(
        "reports",
        f"{LONDON}-r002",
        date_start="2015-01-01",
        date_end="2015-01-31",
        date_precision="month",
    )
    assert found(copy, "date").empty
    copy.set(
        "reports",
        f"{LONDON}-r002",
        date_start="2015-01-23",
        date_end="2015-01-23",
        date_precision="day",
    )
    row = found(copy, "date").iloc[0]
    assert row["meeting_id"] == LONDON
    assert "2015-01-23/2015-01-23" in row["values"]


def test_a_claim_that_agrees_with_all_others_is_not_among_those_that_disagree(copy: Copy) -> None:
    month = {"date_start": "2015-01-01", "date_end": "2015-01-31", "date_precision": "month"}
    copy.set("reports", f"{LONDON}-r001", **month)
    copy.set("reports", f"{LONDON}-r002", date_start="2015-01-23", date_end="2015-01-23")
    assert f"{LONDON}-r001" not in found(copy, "date").iloc[0]["claims"].split(";")


def test_an_open_end_conflicts_with_no_later_day(copy: Copy) -> None:
    copy.set("reports", f"{LONDON}-r002", date_start="2015-01-21", date_end="")
    assert found(copy, "date").empty


def test_two_cities_conflict(copy: Copy) -> None:
    copy.set("reports", f"{LONDON}-r002", city="Paris")
    assert "Paris" in found(copy, "city").iloc[0]["values"]


def test_attended_and_absent_conflict(copy: Copy) -> None:
    copy.set("participants", f"{LONDON}-p001", attendance="absent")
    assert found(copy, "attendance")["subject"].tolist() == ["john-kerry"]


def test_represented_and_absent_do_not_conflict(copy: Copy) -> None:
    for claim in copy.rows["participants"]:
        if claim["actor_id"] == "john-kerry":
            claim["attendance"] = "represented"
    copy.set("participants", f"{LONDON}-p001", attendance="absent")
    assert found(copy, "attendance").empty


def test_a_state_that_is_said_to_be_absent_conflicts_with_a_minister_who_came(copy: Copy) -> None:
    copy.set("participants", f"{LONDON}-p013", attendance="absent")
    row = found(copy, "attendance").iloc[0]
    assert (row["subject"], row["values"]) == ("iraq", "absent;attended")


def test_a_thousand_times_the_usual_number_is_an_outlier(copy: Copy) -> None:
    copy.set("figures", f"{LONDON}-f016", value="22", as_stated="22")
    assert found(copy, "attendance_count")["outliers"].isna().all()
    copy.set("figures", f"{LONDON}-f016", value="21000", as_stated="21,000")
    assert found(copy, "attendance_count")["outliers"].tolist() == [f"{LONDON}-f016"]


MEMBER = {"actor_id": "france", "body_id": "global-coalition", "status": "member"}


def add_memberships(copy: Copy, *claims: dict[str, str]) -> None:
    source = copy.find("participants", f"{LONDON}-p001")["source_id"]
    for n, claim in enumerate(claims, len(copy.rows["memberships"])):
        name = {"membership_id": f"france-m{100 + n}", "source_id": source, "certainty": "stated"}
        copy.put("memberships", **{**MEMBER, **name, **claim})


def joined(day: str, precision: str) -> dict[str, str]:
    return {"joined_on": day, "joined_precision": precision}


def counted(day: str, status: str) -> dict[str, str]:
    return {"as_of": day, "as_of_precision": "day", "status": status}


def test_accessions_conflict_that_share_no_day(copy: Copy) -> None:
    add_memberships(copy, joined("2014-09-01", "month"), joined("2014-09-05", "day"))
    assert found(copy, "accession").empty
    add_memberships(copy, joined("2014-10-03", "day"))
    assert found(copy, "accession")["subject"].tolist() == ["france"]


def test_a_member_that_later_is_none_conflicts_unless_it_left(copy: Copy) -> None:
    add_memberships(copy, counted("2016-01-01", "member"), counted("2015-01-01", "not_member"))
    assert found(copy, "member").empty
    add_memberships(copy, counted("2017-01-01", "not_member"))
    row = found(copy, "member").iloc[0]
    assert (row["subject"], row["values"]) == ("france", "member;not_member")
    add_memberships(copy, {"left_on": "2016-06-01", "left_precision": "day"})
    assert found(copy, "member").empty


def test_two_ordinals_of_one_member_conflict(copy: Copy) -> None:
    copy.add(
        "memberships", "interpol-m001", membership_id="interpol-m009", ordinal="67", evidence=""
    )
    row = found(copy, "ordinal").iloc[0]
    assert (row["subject"], row["values"]) == ("interpol", "68;67")


def rendering(copy: Copy, act: str, n: int = 0) -> pd.Series:  # type: ignore[type-arg]
    """Return how the n-th source renders an act of speaking in London."""
    frame = renderings.utterances(folder=str(copy.folder))
    return frame[frame["utterance_id"] == f"{LONDON}-{act}"].iloc[n]


def test_the_same_sentence_in_two_newspapers_is_two_rows_of_one_act(copy: Copy) -> None:
    copy.write()
    one, other = rendering(copy, "u001"), rendering(copy, "u001", 1)
    for row in (one, other):
        assert (row["n_sources"], row["difference"]) == (2, "same words")
        assert row["words"] == "le défi de notre temps"
    assert one["source_id"] != other["source_id"]
    assert (one["claims"], other["claims"]) == (f"{LONDON}-q001", f"{LONDON}-q013")


def test_other_words_for_one_act_say_how_alike_they_are(copy: Copy) -> None:
    copy.write()
    row = rendering(copy, "u004")
    assert row["difference"] == "other words"
    assert 0 < row["similarity"] < 1
    assert " […] " in row["words"]


def test_an_indirect_rendering_has_no_words_to_compare(copy: Copy) -> None:
    copy.set("quotes", f"{LONDON}-q013", quote_type="indirect", text="", translation_en="").write()
    row = rendering(copy, "u001")
    assert row["difference"] == "not comparable"
    assert rendering(copy, "u001", 1)["words"].startswith("[")


def point(copy: Copy, key: str, opens_with: str, ends_with: str) -> None:
    """Leave of a quote's words only the pointers, as for the quote of a page."""
    ends = {"opens_with": opens_with, "ends_with": ends_with}
    copy.set("quotes", key, text="", translation_en="", paraphrase_en="Ours.", **ends)


def test_words_that_do_not_ship_are_pointers_and_our_paraphrase(copy: Copy) -> None:
    point(copy, f"{LONDON}-q013", "le défi", "notre temps")
    copy.write()
    row = rendering(copy, "u001", 1)
    assert (row["words"], row["quote_types"]) == ("le défi … notre temps [Ours.]", "mixed")


@pytest.mark.parametrize(
    ("opens_with", "ends_with", "difference"),
    [
        ("Le défi", "notre temps", "same ends"),
        ("le défi de notre temps", "temps", "same ends"),
        ("le défi", "nos temps", "other ends"),
        ("un défi", "notre temps", "other ends"),
    ],
)
def test_pointers_are_compared_as_far_as_both_give_words(
    copy: Copy, opens_with: str, ends_with: str, difference: str
) -> None:
    point(copy, f"{LONDON}-q013", opens_with, ends_with)
    copy.write()
    row = rendering(copy, "u001")
    assert row["difference"] == difference
    assert pd.isna(row["similarity"])


def test_a_rendering_in_another_language_leaves_the_others_to_compare(copy: Copy) -> None:
    source = copy.find("quotes", f"{LONDON}-q013")["source_id"]
    another = next(one["source_id"] for one in copy.rows["sources"] if one["source_id"] != source)
    copy.add("sources", another, source_id="english", lang="en", derived_from="")
    copy.add("quotes", f"{LONDON}-q013", quote_id=f"{LONDON}-q900", source_id="english").write()
    row = rendering(copy, "u001")
    assert (row["n_sources"], row["difference"]) == (3, "same words")


def test_each_quote_is_in_one_rendering_of_its_utterance() -> None:
    frame = cd.utterances()
    assert not frame.duplicated(["utterance_id", "source_id"]).any()
    told = {
        quote: row.utterance_id for row in frame.itertuples() for quote in row.claims.split(";")
    }
    quotes = cd.quotes().set_index("quote_id")["utterance_id"]
    assert told == quotes.to_dict()


FRAMES: dict[str, Callable[[], pd.DataFrame]] = {
    "attendance": cd.attendance,
    "members": lambda: cd.members("2016-01-01"),
    "utterances": cd.utterances,
    "conflicts": cd.conflicts,
    "reconcile": lambda: cd.reconcile("attendance_count"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_the_codebook_has_the_columns_that_a_function_returns(name: str) -> None:
    frame, told = FRAMES[name](), cd.codebook(name)
    assert list(frame) == told["name"].tolist()
    types = {"integer": "Int64", "number": "float64", "date": "datetime64[ms]"}
    for column in told.itertuples():
        if column.type in types:
            assert frame[column.name].dtype == types[column.type]
    assert set(FRAMES) == set(panels.list_frames())


def test_the_rules_and_differences_are_those_of_the_codebook() -> None:
    fields = panels.read_frame(descriptor.read(), "reconcile")
    assert fields.field("rule").enum == list(disagreement.RULES)
    known = panels.read_frame(descriptor.read(), "utterances").field("difference").enum
    assert set(cd.utterances()["difference"]) <= set(known or [])
