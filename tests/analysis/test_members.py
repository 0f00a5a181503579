import datetime

import pandas as pd
import pytest

import coalition_data as cd
from coalition_data.analysis import members
from worlds import Copy

# Read in memberships.csv by eye: at the end of the month, by a rule: member, basis, claims.
MONTHS = {
    # The day beats the month and the year.
    ("accession", "poland/2014-09"): [1, "accession", "poland-m003"],
    ("accession", "france/2014-09"): [1, "accession", "france-m002"],
    # Two sources give different days of one month.
    ("accession", "syria/2025-10"): [0, "accession", "syria-m002;syria-m004"],
    ("accession", "syria/2025-11"): [1, "accession", "syria-m002;syria-m004"],
    # Counted, but never dated.
    ("accession", "niger/2018-01"): [None, None, None],
    ("first_counted", "niger/2017-07"): [1, "counted", "niger-m001"],
    ("first_counted", "niger/2017-06"): [None, None, None],
    # Denied in January, and counted by two sources of one day in February.
    ("first_counted", "philippines/2017-12"): [0, "denied", "philippines-m001"],
    ("first_counted", "philippines/2018-02"): [
        1,
        "counted",
        "philippines-m003;philippines-m004",
    ],
    # Counted from the month in which the coalition was formed, whoever denied it later.
    ("first_counted", "new-zealand/2014-10"): [1, "counted", "new-zealand-m011"],
    # Only denied.
    ("first_counted", "malta/2021-06"): [0, "denied", "malta-m002"],
    ("first_counted", "malta/2022-05"): [None, None, None],
    ("any_list", "malta/2022-06"): [0, "denied", "malta-m001;malta-m002"],
}


@pytest.mark.parametrize("rule", members.RULES)
def test_months_are_as_read_by_hand(rule: str) -> None:
    frame = cd.panel("membership", rule=rule).set_index("member_month_id")
    for key, expected in MONTHS.items():
        if key[0] == rule:
            found = frame.loc[key[1], ["member", "basis", "claims"]]
            assert [None if pd.isna(cell) else cell for cell in found] == expected
    assert (frame["rule"] == rule).all()


def member(copy: Copy, day: str, rule: str, actor: str = "interpol") -> tuple[object, object]:
    copy.write()
    frame = members.members(day, rule=rule, folder=str(copy.folder)).set_index("actor_id")
    row = frame.loc[actor]
    return (None if pd.isna(row["member"]) else int(row["member"])), row["claims"]


@pytest.fixture
def dated(copy: Copy) -> Copy:
    """Return a world in which one claim says that Interpol joined in 2016."""
    claim = copy.find("memberships", "interpol-m001")
    claim.update(joined_on="2016-01-01", joined_precision="year", as_of="", as_of_precision="")
    copy.rows["memberships"] = [
        row for row in copy.rows["memberships"] if row["actor_id"] != "interpol" or row is claim
    ]
    return copy


def test_within_a_year_that_is_all_that_is_known_membership_is_unknown(dated: Copy) -> None:
    told = [member(dated, f"{day}", "accession")[0] for day in ("2015-12-31", "2016-01-01")]
    later = [member(dated, f"{day}", "accession")[0] for day in ("2016-12-30", "2016-12-31")]
    assert (told, later) == ([0, None], [None, 1])


def test_the_most_precise_accession_wins(dated: Copy) -> None:
    finer = {"joined_on": "2016-05-01", "joined_precision": "month"}
    dated.add("memberships", "interpol-m001", membership_id="interpol-m002", **finer)
    assert member(dated, "2016-04-30", "accession") == (0, "interpol-m002")
    assert member(dated, "2016-05-31", "accession") == (1, "interpol-m002")


def test_between_two_days_of_accession_membership_is_unknown(dated: Copy) -> None:
    for n, day in ((2, "2016-05-01"), (3, "2016-07-01")):
        dates = {"joined_on": day, "joined_precision": "day"}
        dated.add("memberships", "interpol-m001", membership_id=f"interpol-m00{n}", **dates)
    days = ("2016-04-30", "2016-05-01", "2016-06-30", "2016-07-01")
    assert [member(dated, day, "accession")[0] for day in days] == [0, None, None, 1]


@pytest.mark.parametrize("rule", members.RULES)
def test_who_left_is_no_member_any_more(dated: Copy, rule: str) -> None:
    cells = {"status": "left", "left_on": "2017-03-01", "left_precision": "month", "joined_on": "",
             "joined_precision": ""}  # fmt: skip
    dated.add("memberships", "interpol-m001", membership_id="interpol-m002", **cells)
    days = ("2017-02-28", "2017-03-15", "2017-03-31")
    assert [member(dated, day, rule)[0] for day in days] == [1, None, 0]


@pytest.mark.parametrize("rule", members.RULES)
def test_a_member_stays_one_unless_it_left(rule: str) -> None:
    frame = cd.panel("membership", rule=rule)
    known = frame.dropna(subset=["member"])
    assert (
        known.groupby("actor_id")["member"].agg(lambda cells: cells.is_monotonic_increasing).all()
    )


def test_a_day_may_be_a_date() -> None:
    day = datetime.date(2016, 1, 1)
    assert cd.members(day).equals(cd.members("2016-01-01"))


def test_a_day_after_the_last_month_of_the_panel_is_refused() -> None:
    last = cd.panel("membership")["month"].max() + pd.offsets.MonthEnd()
    assert len(cd.members(last)) > 0
    with pytest.raises(ValueError, match=f"the record goes through {last:%Y-%m-%d}, and says"):
        cd.members(last + pd.Timedelta(days=1))


def test_a_day_of_the_last_month_says_what_the_panel_says(dated: Copy) -> None:
    last = max(row["date_end"] or row["date_start"] for row in dated.rows["meetings"])
    dated.write()
    panel = cd.panel("membership", folder=dated.folder)
    told = panel[panel["month"] == panel["month"].max()].set_index("actor_id")["member"]
    assert members.members(last, folder=dated.folder).set_index("actor_id")["member"].equals(told)


def test_what_is_no_day_is_told_with_an_example() -> None:
    with pytest.raises(ValueError, match='"2016" is no day; write YYYY-MM-DD'):
        cd.members("2016")
    with pytest.raises(ValueError, match="there are accession, first_counted, any_list"):
        cd.members("2016-01-01", rule="mine")
