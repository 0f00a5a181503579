from pathlib import Path

import pandas as pd
import pytest

import coalition_data as cd
from coalition_data.analysis import attendance, members, panel
from coalition_data.tables import descriptor
from worlds import Copy

LONDON = "2015-01-london"


def seat(copy: Copy, actor: str, meeting: str = LONDON, unit: str = "state") -> pd.Series:  # type: ignore[type-arg]
    copy.write()
    frame = attendance.attendance(unit, folder=str(copy.folder))
    return frame[(frame["meeting_id"] == meeting) & (frame["actor_id"] == actor)].iloc[0]


def test_one_row_per_meeting_and_state() -> None:
    seats = cd.attendance()
    assert not seats.duplicated(["meeting_id", "actor_id"]).any()
    assert seats["iso3"].notna().all()


def test_a_named_minister_counts_once_for_the_state(copy: Copy) -> None:
    row = seat(copy, "united-states")
    assert (row["attendance"], row["role"], row["n_sources"]) == ("attended", "co_chair", 4)


def test_what_is_attested_beats_what_is_announced(copy: Copy) -> None:
    copy.set("participants", f"{LONDON}-p001", attendance="expected")
    assert seat(copy, "john-kerry", unit="person")["attendance"] == "attended"


def test_who_came_by_one_source_came_though_another_has_a_refusal(copy: Copy) -> None:
    copy.set("participants", f"{LONDON}-p007", attendance="declined")
    row = seat(copy, "john-kerry", unit="person")
    assert (row["attendance"], row["disputed"]) == ("attended", 1)


def test_a_state_is_disputed_only_if_its_own_presence_is(copy: Copy) -> None:
    # Its minister stayed away, by one source: nobody says that of the state.
    copy.set("participants", f"{LONDON}-p004", attendance="absent")
    row = seat(copy, "france")
    assert (row["attendance"], row["disputed"]) == ("attended", 0)
    copy.set("participants", f"{LONDON}-p004", actor_id="france")
    row = seat(copy, "france")
    assert (row["attendance"], row["disputed"]) == ("attended", 1)


def test_who_was_represented_was_absent_which_is_no_dispute(copy: Copy) -> None:
    for claim in copy.rows["participants"]:
        if claim["meeting_id"] == LONDON and claim["actor_id"] == "john-kerry":
            claim["attendance"] = "represented"
    copy.set("participants", f"{LONDON}-p001", attendance="absent")
    row = seat(copy, "john-kerry", unit="person")
    assert (row["attendance"], row["disputed"]) == ("represented", 0)


def test_two_delegates_of_one_state_are_no_dispute(copy: Copy) -> None:
    copy.add(
        "participants",
        f"{LONDON}-p001",
        participant_id=f"{LONDON}-p999",
        actor_id="ash-carter",
        attendance="absent",
    )
    assert not seat(copy, "united-states")["disputed"]


def test_attendance_names_the_rows_that_make_the_strongest_claim(copy: Copy) -> None:
    # Read in participants.csv by eye: those by whom it attended, not the one that expects it.
    copy.set("participants", f"{LONDON}-p007", attendance="expected")
    row = seat(copy, "john-kerry", unit="person")
    rows = [one for one in copy.rows["participants"] if one["actor_id"] == "john-kerry"]
    came = [one for one in rows if one["meeting_id"] == LONDON and one["attendance"] == "attended"]
    assert row["claims"] == ";".join(sorted(one["participant_id"] for one in came))
    assert f"{LONDON}-p001" in row["claims"]
    assert f"{LONDON}-p007" not in row["claims"]


def test_what_panels_and_attendance_share_has_one_name_and_one_type() -> None:
    frames = [cd.attendance(), cd.panel("state-meeting"), cd.panel("membership")]
    frames += [cd.members("2016-01-01"), cd.participants()]
    types: dict[str, set[str]] = {}
    for frame in frames:
        for name, column in frame.items():
            types.setdefault(str(name), set()).add(column.dtype.name)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_a_roster_that_is_only_announced_is_not_known(copy: Copy) -> None:
    copy.set("reports", f"{LONDON}-r003", roster="complete")
    assert seat(copy, "france")["roster"] != "complete"


def test_an_office_holder_is_the_person_whom_another_source_names(copy: Copy) -> None:
    row = seat(copy, "ahmet-davutoglu", "2015-01-cameron-davutoglu", "person")
    assert row["n_sources"] == 3


def test_a_blank_is_no_absence_where_no_roster_is_known(copy: Copy) -> None:
    copy.write()
    frame = attendance.attendance("state", folder=str(copy.folder))
    assert "japan" not in set(frame["actor_id"])
    assert not (frame.loc[frame["meeting_id"] == LONDON, "roster"] == "complete").any()
    copy.set("reports", f"{LONDON}-r001", roster="complete")
    assert seat(copy, "france")["roster"] == "complete"


def test_an_unknown_unit_lists_those_that_work() -> None:
    with pytest.raises(ValueError, match="there are state, person"):
        cd.attendance("party")


def test_attendance_merges_with_a_panel_by_iso_code_without_a_lost_row() -> None:
    seats = cd.attendance()
    states = cd.actors().query("kind == 'state'")[["iso3", "wikidata"]]
    assert len(seats.merge(states, on="iso3", how="inner", validate="many_to_one")) == len(seats)


def test_views_of_the_empty_tables_are_empty_frames(tmp_path: Path) -> None:
    package = descriptor.read()
    (tmp_path / "tables").mkdir()
    (tmp_path / "datapackage.json").write_bytes(
        Path(package.folder, "datapackage.json").read_bytes()
    )
    for table in package.tables.values():
        (tmp_path / table.path).write_text(",".join(table.names) + "\n", encoding="utf-8")
    assert attendance.attendance("state", folder=str(tmp_path)).empty
    for unit in panel.BUILDERS:
        assert panel.panel(unit, folder=str(tmp_path)).empty
    assert members.members("2016-01-01", folder=str(tmp_path)).empty


@pytest.mark.parametrize("unit", ["state", "person"])
def test_what_is_missing_is_missing_and_no_word(unit: str) -> None:
    frame = cd.attendance(unit).drop(columns=["attendance", "roster"])
    assert frame["role"].isna().any()
    assert not frame.isin(["None", "nan", "<NA>"]).to_numpy().any()
