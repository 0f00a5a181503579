"""Panels, attendance, joined frames and parts of tables are recognised, cited, and followed."""

import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import coalition_data as cd
from coalition_data import cli
from coalition_data.tables import descriptor
from worlds import Copy, Releases

LONDON = "2015-01-london"
FRAMES: dict[str, Callable[[], pd.DataFrame]] = {
    "panel:state-meeting": lambda: cd.panel("state-meeting"),
    "panel:state-year": lambda: cd.panel("state-year"),
    "panel:dyad-year": lambda: cd.panel("dyad-year"),
    "panel:membership": lambda: cd.panel("membership"),
    "panel:state-year by the rule accession": lambda: cd.panel("state-year", rule="accession"),
    "panel:membership by the rule any_list": lambda: cd.panel("membership", rule="any_list"),
    "attendance of states": cd.attendance,
    "attendance of people": lambda: cd.attendance("person"),
    "joined:quotes": lambda: cd.load("quotes", joined=True),
    "joined:meetings": lambda: cd.load("meetings", joined=True),
    "joined:participants": lambda: cd.load("participants", joined=True),
}


@pytest.fixture
def world(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """Return the small tables, installed."""
    monkeypatch.setattr(descriptor, "home", lambda: str(copy.folder))
    # A member by the rules that need no date of its accession.
    cells = {"membership_id": "france-m001", "actor_id": "france", "body_id": "global-coalition"}
    since = {"status": "member", "as_of": "2015-01-22", "as_of_precision": "day"}
    source = copy.find("participants", f"{LONDON}-p001")["source_id"]
    firm = {"source_id": source, "certainty": "stated"}
    copy.put("memberships", **cells, **since, **firm).write()
    return copy


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", FRAMES)
def test_a_derived_frame_is_exact_and_its_part_a_subset(name: str) -> None:
    frame = FRAMES[name]()
    assert str(cd.identify(frame)).startswith(f"exact: all {len(frame)} rows of {name} in ")
    some = cd.identify(frame.head(2))
    assert (some.status, some.rows, some.of) == ("subset", 2, len(frame))
    key, *others = frame.columns
    few = cd.identify(frame[[others[-1], key]])
    assert (few.status, few.columns, few.width) == ("subset", [key, others[-1]], frame.shape[1])


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize(("index", "na"), [(True, "NA"), (False, "")])
def test_a_frame_that_pandas_or_r_wrote_and_read_is_the_same(
    name: str, index: bool, na: str, tmp_path: Path
) -> None:
    frame = FRAMES[name]()
    frame.to_csv(tmp_path / "x.csv", index=index, na_rep=na)
    for again in (
        pd.read_csv(tmp_path / "x.csv"),
        pd.read_csv(tmp_path / "x.csv", dtype=str, keep_default_na=False),
        pl.read_csv(tmp_path / "x.csv", infer_schema=False),
    ):
        assert cd.fingerprint(again) == cd.fingerprint(frame)
        assert cd.identify(again).status == "exact"


@pytest.mark.usefixtures("world")
def test_the_answer_names_what_was_taken_for_missing_and_left_out() -> None:
    written = io.StringIO(cd.attendance().to_csv(na_rep="NA"))
    frame = pd.read_csv(written, keep_default_na=False)
    lines = str(cd.identify(frame)).splitlines()
    assert lines[1] == 'the column "Unnamed: 0" is left out: it numbers the rows'
    assert lines[2].startswith('cells "NA" count as missing, as R writes them (na="NA"), in ')
    assert cd.identify(frame, na="").status == "altered"


@pytest.mark.usefixtures("world")
def test_a_key_that_is_lacking_is_made_of_its_parts() -> None:
    frame = cd.panel("state-year")[["state_year_id", "actor_id", "year", "attended_low"]]
    assert cd.fingerprint(frame.drop(columns="state_year_id")) == cd.fingerprint(frame)
    with pytest.raises(ValueError, match="fit 2 frames: keep attendance_id of attendance or state"):
        cd.identify(cd.attendance()[["meeting_id", "actor_id", "role"]])


@pytest.mark.usefixtures("world")
def test_an_altered_cell_of_a_panel_is_named() -> None:
    frame = cd.panel("state-year").astype({"attended_low": "Int64"})
    frame.loc[0, "attended_low"] = 99
    found = cd.identify(frame)
    assert found.status == "altered"
    change = found.changes.iloc[0]
    assert change[["id", "column", "found"]].tolist() == [
        frame["state_year_id"][0],
        "attended_low",
        "99",
    ]
    with pytest.raises(ValueError, match="cite the rows as they were released"):
        cd.cite(frame)


@pytest.mark.usefixtures("world")
def test_a_filtered_panel_is_cited_in_one_line_with_the_sources_that_it_rests_on() -> None:
    france = cd.panel("state-meeting").query("actor_id == 'france' and attended == 1")
    cited = cd.cite(france[["meeting_id", "actor_id", "attended"]], style="text")
    note = f"{len(france)} of {len(cd.panel('state-meeting'))} rows of panel:state-meeting"
    assert f"{note} (columns state_meeting_id, meeting_id, actor_id, attended), cd1:" in cited
    named = ";".join(france["claims"]).split(";")
    claims = cd.participants().set_index("participant_id")
    used = claims.loc[[one for one in named if one in claims.index], "source_id"]
    addresses = cd.sources().set_index("source_id").loc[used, "url"]
    assert all(address in cited for address in addresses)
    assert cd.sources()["url"].map(cited.count).gt(0).sum() < len(cd.sources())


@pytest.mark.usefixtures("world")
def test_several_frames_have_one_fingerprint_in_any_order_and_one_citation() -> None:
    frames = [cd.panel("state-year"), cd.quotes().head(2)]
    together = cd.fingerprint(frames)
    assert cd.fingerprint(frames[::-1]) == together != cd.fingerprint(frames[:1])
    found = cd.identify(frames)
    assert (found.status, found.fingerprint) == ("subset", together)
    cited = cd.cite(frames)
    assert f"; together {together}" in cited
    assert "2 of " in cited
    assert "rows of quotes" in cited


def add_belgium(releases: Releases) -> None:
    seat = f"{LONDON}-p998"
    cells = {"participant_id": seat, "actor_id": "belgium", "represents": "", "role": "unknown"}
    releases.copy.add("participants", f"{LONDON}-p001", **cells)


def test_a_later_version_says_which_cells_changed_and_by_which_claim(releases: Releases) -> None:
    releases.release("1.0.0")
    used = cd.panel("state-year")
    add_belgium(releases)
    releases.release("1.1.0")
    found = cd.identify(used)
    assert (found.status, found.release) == ("exact", "1.0.0")
    why = f"(participants {LONDON}-p998 added in 1.1.0)"
    assert str(found).splitlines()[1:] == [
        "since then, up to 1.1.0:",
        f"  belgium/2015: attended_low: 0 -> 1 {why}",
        f"  belgium/2015: invited: 0 -> 1 {why}",
        f'  belgium/2015: highest_level: (blank) -> "minister" {why}',
    ]
    # What didn't change is as it is now.
    assert cd.identify(used.query("actor_id == 'france'")).release == "1.1.0"
    with pytest.raises(ValueError, match=r"rows of 1\.0\.0, and 1\.1\.0 is installed"):
        cd.cite(used)


def test_a_corrected_and_a_retired_claim_are_named_too(releases: Releases) -> None:
    add_belgium(releases)
    releases.release("1.0.0")
    used = cd.panel("state-meeting").query("meeting_id == @LONDON")
    pairs = cd.panel("dyad-year")[["dyad_year_id", "together_low"]]
    releases.copy.set("participants", f"{LONDON}-p013", attendance="absent")
    releases.copy.set("participants", f"{LONDON}-p018", attendance="expected")
    releases.release("1.0.1")
    releases.retire("participants", f"{LONDON}-p998", "2.0.0", "", "A misreading.")
    releases.release("2.0.0")
    found = cd.identify(used)
    assert (found.status, found.release) == ("unproven", "1.0.0")
    assert "`identify` of coalition-data 1.0.0 can tell" in str(found)
    with pytest.raises(ValueError, match=r"cite them with 1\.0\.0, which can tell"):
        cd.cite(used)
    notes = found.changes.set_index(["id", "column"])["note"]
    iraq, belgium = f"{LONDON}/iraq", f"{LONDON}/belgium"
    assert notes[iraq, "attended"] == "; ".join(
        f"participants {LONDON}-{one} corrected after 1.0.0" for one in ("p013", "p018")
    )
    assert f"{LONDON}-p998 retired in 2.0.0: A misreading." in notes[belgium, "attended"]
    assert cd.identify(pairs).release == "1.0.0"


def test_a_cell_that_no_claim_explains_is_altered_also_in_a_later_version(
    releases: Releases,
) -> None:
    releases.release("1.0.0")
    used = cd.panel("state-year")
    add_belgium(releases)
    releases.release("1.1.0")
    used.loc[used["state_year_id"] == "japan/2015", "attended_low"] = 1
    found = cd.identify(used)
    assert found.status == "altered"
    notes = found.changes.set_index(["id", "column"])["note"]
    assert pd.isna(notes["japan/2015", "attended_low"])
    assert notes["belgium/2015", "attended_low"].endswith("added in 1.1.0")


def test_attendance_and_parts_of_tables_of_an_earlier_version_are_known(
    releases: Releases,
) -> None:
    releases.release("1.0.0", record=True)
    used = [cd.attendance(), cd.participants()[["participant_id", "attendance"]]]
    joined = cd.load("participants", joined=True)
    add_belgium(releases)
    releases.copy.set("participants", f"{LONDON}-p013", attendance="absent")
    releases.release("1.1.0")
    parts = cd.identify(used).parts
    assert [(part.status, part.release) for part in parts] == [
        ("exact", "1.0.0"),
        ("unproven", "1.0.0"),
    ]
    found = cd.identify(joined)
    assert (found.status, found.release) == ("exact", "1.0.0")
    assert "participants 2015-01-london-p013 corrected after 1.0.0" in str(found)


def test_a_forged_frame_of_an_earlier_version_is_never_taken_for_it(releases: Releases) -> None:
    releases.release("1.0.0", record=True)
    frames = [cd.panel("state-year"), cd.attendance(), cd.load("participants", joined=True)]
    releases.copy.set("participants", f"{LONDON}-p013", attendance="absent")
    releases.release("1.0.1", record=True)
    assert {cd.identify(frame).status for frame in frames} == {"exact"}
    for frame in frames:
        for column in frame.columns[1:]:
            cells = frame[column].dropna()
            others = cells[cells != cells.iloc[0]] if len(cells) else cells
            if len(others):
                forged = frame.copy()
                forged.loc[cells.index[0], column] = others.iloc[0]
                assert cd.identify(forged).status in ("unproven", "altered"), column


def test_a_recorded_panel_is_of_its_release_however_many_corrections_later(
    releases: Releases,
) -> None:
    releases.release("1.0.0", record=True)
    used = cd.panel("state-year")
    for seat in ("p013", "p018"):
        releases.copy.set("participants", f"{LONDON}-{seat}", attendance="absent")
    releases.release("1.0.1", record=True)
    releases.copy.set("participants", f"{LONDON}-p013", attendance="represented")
    releases.release("1.0.2", record=True)
    found = cd.identify(used)
    assert (found.status, found.release) == ("exact", "1.0.0")
    assert f"{LONDON}-p018 corrected after 1.0.0" in str(found)


def test_rows_from_before_a_new_column_are_of_their_release(releases: Releases) -> None:
    releases.release("1.0.0")
    used = cd.participants()
    releases.copy.set("participants", f"{LONDON}-p013", attendance="absent")
    releases.add_column("participants", "seat")
    releases.release("1.1.0")
    assert "seat" in cd.participants().columns
    found = cd.identify(used)
    assert (found.status, found.release) == ("exact", "1.0.0")
    few = cd.identify(used.head(3))
    assert (few.status, few.release) == ("subset", "1.1.0")
    # Of a row that was corrected since, a column that isn't given may have had a cell.
    for key, status in ((f"{LONDON}-p001", "altered"), (f"{LONDON}-p013", "unproven")):
        forged = used.copy()
        forged.loc[forged["participant_id"] == key, "actor_id"] = "japan"
        assert cd.identify(forged).status == status
    # Without most columns nothing tells what a row that was corrected since read.
    part = used[["participant_id", "attendance"]]
    assert cd.identify(part).status == "unproven"
    part.loc[part["participant_id"] == f"{LONDON}-p001", "attendance"] = "absent"
    assert cd.identify(part).status == "altered"


@pytest.mark.usefixtures("world")
def test_the_commands_take_files_of_derived_frames(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    panel, seats = tmp_path / "panel.csv", tmp_path / "seats.parquet"
    cd.panel("state-year").to_csv(panel, na_rep="NA")
    cd.attendance().to_parquet(seats)
    assert cli.main(["identify", str(panel), str(seats)]) == 0
    assert capsys.readouterr().out.startswith("exact: 2 frames, cd1:")
    assert cli.main(["cite", str(panel), str(seats)]) == 0
    assert "rows of panel:state-year" in capsys.readouterr().out
    assert cli.main(["fingerprint", str(panel)]) == 0
    assert capsys.readouterr().out.strip() == cd.fingerprint(cd.panel("state-year"))
