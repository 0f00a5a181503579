import csv
import datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import coalition_data as cd
from coalition_data import cli
from coalition_data.analysis import panel, periods
from coalition_data.tables import panels
from worlds import ROOT, Copy

LONDON = "2015-01-london"
UNITS = list(panel.BUILDERS)


@cache
def shipped(unit: str) -> pd.DataFrame:
    frame = cd.panel(unit)
    return frame.set_index(frame.columns[0])


def cells(unit: str, key: str, *names: str) -> list[object]:
    """Return cells of a panel, None for what is missing."""
    return [None if pd.isna(cell) else cell for cell in shipped(unit).loc[key, list(names)]]


# Read in the CSV files by eye: whether it was there, the highest level, whether expected, the roster.
SEATS = {
    # Said to be absent, and not in a complete roster; another source only speaks of it.
    "2014-09-paris/iran": [0, None, 0, "complete"],
    # Said to be absent; others only speak of it.
    "2016-10-paris/turkey": [0, None, 0, "count_known"],
    "2016-10-paris/iraq": [0, None, 0, "count_known"],
    # One source has the minister there, one absent, one on the telephone; the deputy came.
    "2015-06-paris/united-states": [1, "minister", 0, "complete"],
    # The minister stayed away, the undersecretary came in his place.
    "2020-06-virtual/bahrain": [1, "deputy_minister", 0, "count_known"],
    # Seven ministers met, all of them named.
    "2016-01-paris/italy": [1, "minister", 1, "complete"],
    "2016-01-paris/japan": [0, None, 0, "complete"],
    # Fourteen states, all of them named.
    "2014-10-kuwait-city/japan": [0, None, 0, "complete"],
    # One source expects it, another has its minister there.
    "2015-01-london/qatar": [1, "unknown", 1, "count_known"],
    # A preview expects it: neither presence nor absence follows.
    "2015-02-riyadh/turkey": [None, None, 1, "count_known"],
    # A preview names all who are to come: nobody's absence follows.
    "2015-01-london/iran": [None, None, 0, "count_known"],
    # Only the minister is said to be absent, but a complete list lacks the state.
    "2020-02-munich-foreign/united-states": [0, None, 0, "complete"],
    # A meeting of unknown year.
    "2022-05-kuwait-second/kuwait": [1, "deputy_minister", 0, "partial"],
}


@pytest.mark.parametrize("key", SEATS)
def test_a_seat_is_as_counted_by_hand(key: str) -> None:
    names = ("attended", "delegation_level", "expected", "roster")
    assert cells("state-meeting", key, *names) == SEATS[key]


def test_a_seat_names_the_rows_that_it_rests_on() -> None:
    claims = cells("state-meeting", "2014-09-paris/iran", "claims")[0]
    assert claims == "2014-09-paris-p061;2014-09-paris-r001"
    assert cells("state-meeting", "2020-06-virtual/bahrain", "claims") == [
        "2020-06-virtual-p022;2020-06-virtual-p044;2020-06-virtual-p055;2020-06-virtual-p062"
    ]


@cache
def read(table: str) -> list[dict[str, str]]:
    with (ROOT / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def count_year(year: str) -> tuple[dict[str, set[str]], dict[str, set[str]], list[str]]:
    """Return who came and who didn't, by meeting of a year, from the CSV files alone."""
    states = {row["actor_id"] for row in read("actors") if row["kind"] == "state"}
    meetings = [
        row["meeting_id"]
        for row in read("meetings")
        if (row["body"], row["status"]) == ("global_coalition", "held")
        and {row["date_start"][:4] or year, row["date_end"][:4] or year} == {year}
        and (row["date_precision"] != "unknown" or (row["date_start"] and row["date_end"]))
    ]
    came: dict[str, set[str]] = {meeting: set() for meeting in meetings}
    away: dict[str, set[str]] = {meeting: set() for meeting in meetings}
    named: dict[tuple[str, str], set[str]] = {}
    for row in read("participants"):
        state = row["actor_id"] if row["actor_id"] in states else row["represents"]
        if state in states and row["meeting_id"] in came:
            named.setdefault((row["meeting_id"], row["source_id"]), set()).add(state)
            if row["attendance"] in ("attended", "represented"):
                came[row["meeting_id"]].add(state)
            if row["attendance"] in ("absent", "declined") and state == row["actor_id"]:
                away[row["meeting_id"]].add(state)
    for row in read("reports"):
        here = named.get((row["meeting_id"], row["source_id"]))
        if row["roster"] == "complete" and row["stage"] != "preview" and here:
            away[row["meeting_id"]] |= states - here
    return came, {meeting: away[meeting] - came[meeting] for meeting in meetings}, meetings


# Meetings, attended at least, attended at most, absent, on its soil.
YEARS = {
    "france/2014": [12, 6, 11, 1, 1],
    "denmark/2024": [5, 0, 5, 0, 0],
    "denmark/2025": [4, 1, 4, 0, 0],
    "saudi-arabia/2026": [1, 1, 1, 0, 1],
    "niger/2022": [12, 3, 12, 0, 1],
    "niger/2023": [6, 2, 6, 0, 1],
    "iran/2016": [22, 0, 18, 4, 0],
    "morocco/2022": [12, 4, 12, 0, 3],
    "iraq/2024": [5, 1, 5, 0, 0],
    "kuwait/2022": [12, 2, 11, 1, 1],
    "germany/2020": [7, 3, 7, 0, 2],
    # It never came.
    "yemen/2025": [4, 0, 3, 1, 0],
}


@pytest.mark.parametrize("key", YEARS)
def test_a_year_of_a_state_is_as_counted_from_the_csv_files(key: str) -> None:
    state, year = key.split("/")
    came, away, meetings = count_year(year)
    iso3 = next(row["iso3"] for row in read("actors") if row["actor_id"] == state)
    low = sum(state in came[meeting] for meeting in meetings)
    absent = sum(state in away[meeting] for meeting in meetings)
    soil = sum(r["country"] == iso3 for r in read("meetings") if r["meeting_id"] in came)
    counted = [len(meetings), low, len(meetings) - absent, absent, soil]
    names = ("meetings", "attended_low", "attended_high", "absent", "on_its_soil")
    assert cells("state-year", key, *names) == counted == YEARS[key]


# Meetings, both there at least, and at most.
PAIRS = {
    "france/germany/2020": [7, 2, 7],
    "bahrain/belgium/2025": [4, 0, 3],
    "france/united-kingdom/2014": [12, 6, 11],
    "denmark/germany/2025": [4, 1, 4],
    "denmark/norway/2025": [4, 1, 4],
    "afghanistan/iran/2016": [22, 0, 18],
    "morocco/niger/2022": [12, 3, 12],
    "saudi-arabia/united-states/2026": [1, 1, 1],
    "france/iran/2014": [12, 0, 7],
    "iraq/turkey/2016": [22, 5, 19],
    "germany/italy/2020": [7, 3, 7],
    "australia/france/2025": [4, 1, 4],
}


@pytest.mark.parametrize("key", PAIRS)
def test_a_pair_of_states_is_as_counted_from_the_csv_files(key: str) -> None:
    one, other, year = key.split("/")
    came, away, meetings = count_year(year)
    low = sum({one, other} <= came[meeting] for meeting in meetings)
    high = sum(not {one, other} & away[meeting] for meeting in meetings)
    counted = [len(meetings), low, high]
    names = ("meetings", "together_low", "together_high")
    assert cells("dyad-year", key, *names) == counted == PAIRS[key]


@pytest.mark.parametrize("unit", UNITS)
def test_a_panel_has_the_described_columns_and_a_row_per_key(unit: str) -> None:
    frame = cd.panel(unit)
    described = cd.codebook(f"panel:{unit}")
    assert list(frame.columns) == list(described["name"])
    assert frame[frame.columns[0]].is_unique
    assert described["description"].str.endswith((".", ")")).all()
    assert described["title"].notna().all()


def test_every_state_has_every_year_and_meeting() -> None:
    states = (cd.actors()["kind"] == "state").sum()
    meetings = cd.meetings().query("body == 'global_coalition' and status == 'held'")
    years = shipped("state-year")
    assert len(shipped("state-meeting")) == states * len(meetings)
    assert len(years) == states * years["year"].nunique()
    assert sorted(years["year"].unique())[0] == 2014
    assert len(shipped("dyad-year")) == states * (states - 1) / 2 * years["year"].nunique()


def test_counts_are_bounds() -> None:
    years, pairs = shipped("state-year"), shipped("dyad-year")
    assert (years["attended_low"] <= years["attended_high"]).all()
    assert (years["attended_high"] + years["absent"] == years["meetings"]).all()
    assert (years["attended_low"] <= years["invited"]).all()
    assert (pairs["together_low"] <= pairs["together_high"]).all()


def test_what_is_known_names_its_claims_and_what_is_not_has_none() -> None:
    for unit, column in (("state-meeting", "attended"), ("membership", "member")):
        frame = shipped(unit)
        assert (frame[column].notna() == frame["claims"].notna()).all()


def test_states_and_years_merge_with_a_frame_of_another_project() -> None:
    years = cd.panel("state-year").dropna(subset=["cow_code"])
    codes = cd.actors().query("kind == 'state'")["cow_code"].dropna()
    every = pd.MultiIndex.from_product([codes, range(2014, 2027)], names=["cow_code", "year"])
    merged = every.to_frame(index=False).merge(
        years, on=["cow_code", "year"], how="inner", validate="one_to_one"
    )
    assert len(merged) == len(years)


def build(copy: Copy, unit: str) -> pd.DataFrame:
    copy.write()
    frame = panel.panel(unit, folder=str(copy.folder))
    return frame.set_index(frame.columns[0])


def test_a_state_that_one_source_has_there_and_another_away_is_there_and_disputed(
    copy: Copy,
) -> None:
    key = f"{LONDON}/france"
    assert build(copy, "state-meeting").loc[key, ["attended", "disputed"]].tolist() == [1, 0]
    copy.set("participants", f"{LONDON}-p004", attendance="absent", actor_id="france")
    assert build(copy, "state-meeting").loc[key, ["attended", "disputed"]].tolist() == [1, 1]


def test_an_absent_minister_says_nothing_of_the_state(copy: Copy) -> None:
    for row in copy.rows["participants"]:
        if "united-states" in (row["represents"], row["actor_id"]):
            row.update(attendance="absent", actor_id="john-kerry", represents="united-states")
    seat = build(copy, "state-meeting").loc[f"{LONDON}/united-states"]
    assert pd.isna(seat["attended"])
    assert not seat["disputed"]


def test_a_complete_roster_tells_who_was_absent_unless_it_is_a_preview(copy: Copy) -> None:
    key = f"{LONDON}/belgium"
    assert pd.isna(build(copy, "state-meeting").loc[key, "attended"])
    copy.set("reports", f"{LONDON}-r001", roster="complete", stage="preview")
    assert pd.isna(build(copy, "state-meeting").loc[key, "attended"])
    copy.set("reports", f"{LONDON}-r001", stage="during_or_after")
    seat = build(copy, "state-meeting").loc[key]
    assert (seat["attended"], seat["claims"], seat["roster"]) == (0, f"{LONDON}-r001", "complete")


def test_a_complete_roster_whose_names_are_coded_elsewhere_shows_no_absence(copy: Copy) -> None:
    copy.set("reports", f"{LONDON}-r001", roster="complete")
    source = copy.find("reports", f"{LONDON}-r001")["source_id"]
    copy.rows["participants"] = [
        row for row in copy.rows["participants"] if row["source_id"] != source
    ]
    assert not (build(copy, "state-meeting")["attended"] == 0).any()


def test_a_planned_meeting_and_one_of_another_body_count_nowhere(copy: Copy) -> None:
    before = build(copy, "state-year")["meetings"].sum()
    copy.set("meetings", LONDON, status="planned")
    assert build(copy, "state-year")["meetings"].sum() < before
    copy.set("meetings", LONDON, status="held", body="nato")
    assert build(copy, "state-year")["meetings"].sum() < before


def test_a_meeting_of_unknown_year_counts_in_none_and_is_told_in_each_that_is_possible(
    copy: Copy,
) -> None:
    copy.set("meetings", LONDON, date_end="2016-02-01", date_precision="unknown")
    years = build(copy, "state-year").loc[lambda rows: rows["actor_id"] == "france"]
    years = years.set_index("year")
    assert years["meetings_of_unknown_year"].to_dict() == {2014: 0, 2015: 1, 2016: 1, 2017: 0}
    assert years.loc[2015, "meetings"] == 0
    assert pd.isna(build(copy, "state-meeting").loc[f"{LONDON}/france", "year"])


days = st.none() | st.dates(datetime.date(2013, 12, 30), datetime.date(2016, 1, 2))


@given(days, days, st.sampled_from(["day", "month", "year", "unknown"]))
def test_a_year_holds_all_days_that_a_period_allows(
    start: datetime.date | None, end: datetime.date | None, precision: str
) -> None:
    row = {"date_start": start, "date_end": end, "date_precision": precision}
    year = periods.find_year(row)
    first, last = periods.find_bounds(row)
    if year is None:
        assert first is None or last is None or first.year != last.year
    else:
        assert {day.year for day in (first, last) if day} == {year}
        assert (first and last) or precision == "day"


def test_the_wide_meeting_counts_in_no_year_and_is_told_between_its_bounds() -> None:
    wide = cd.load("meetings", joined=True).set_index("meeting_id")
    assert pd.isna(wide.loc["2022-05-kuwait-second", "year"])
    assert wide.loc["2015-02-washington", "year"] == 2015


def test_an_unknown_unit_or_rule_lists_those_that_work() -> None:
    with pytest.raises(ValueError, match="there are state-meeting, state-year"):
        cd.panel("party")
    with pytest.raises(ValueError, match="there are accession, first_counted, any_list"):
        cd.panel("state-year", rule="mine")
    with pytest.raises(ValueError, match="there are state-meeting, state-year"):
        cd.codebook("panel:party")


@pytest.mark.parametrize("ending", ["csv", "parquet", "dta"])
def test_a_written_panel_reads_back_as_the_same_cells(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"panel.{ending}"
    assert cli.main(["panel", "state-year", str(path)]) == 0
    readers = {"csv": pd.read_csv, "parquet": pd.read_parquet, "dta": pd.read_stata}
    found, expected = readers[ending](path), cd.panel("state-year")
    assert list(found.columns) == list(expected.columns)
    for name in ("state_year_id", "attended_high", "member", "highest_level"):
        cells = found[name].astype(object).where(found[name].notna() & (found[name] != ""), None)
        wanted = expected[name].astype(object).where(expected[name].notna(), None)
        assert cells.tolist() == wanted.tolist()


def test_a_stata_panel_has_labels(tmp_path: Path) -> None:
    path = tmp_path / "panel.dta"
    cli.main(["panel", "state-meeting", str(path)])
    with pd.read_stata(path, iterator=True) as reader:
        assert reader.variable_labels()["attended"] == "Was there"
        assert "coalition-data" in reader.data_label


def test_another_ending_is_refused_with_those_that_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["panel", "state-year", str(tmp_path / "panel.xlsx")]) == 2
    assert ".csv, .parquet, .dta" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_sentence_on_the_selection_is_told_with_the_columns() -> None:
    book = cd.codebook("panel:state-year").set_index("name")["description"]
    seats = shipped("state-meeting").dropna(subset=["stated_count"])
    known = (seats["attended"] == 1).sum()
    assert f"of {known} the state is known" in book["attended_low"]
    assert set(panels.list_units()) == set(UNITS)
