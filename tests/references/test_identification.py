"""What `identify` says about rows, in the same release and two releases later."""

import json
from pathlib import Path

import polars as pl
import pytest

import coalition_data as cd
from coalition_data import cli
from coalition_data.releases import ledger
from worlds import Releases

Capture = pytest.CaptureFixture[str]
Q1, Q2, Q3 = (f"2015-01-london-q00{n}" for n in (1, 2, 3))


def test_a_whole_table_is_exact_and_some_rows_are_a_subset() -> None:
    whole = cd.identify(cd.quotes())
    assert (whole.status, whole.table, whole.rows, whole.of) == (
        "exact",
        "quotes",
        len(cd.quotes()),
        len(cd.quotes()),
    )
    some = cd.identify(cd.load("quotes", engine="polars").head(2))
    assert (some.status, some.rows) == ("subset", 2)
    assert str(some).startswith(
        f"subset: 2 of {some.of} rows of quotes in coalition-data {cd.__version__}"
    )
    assert some.fingerprint == cd.fingerprint(cd.quotes().head(2))


def test_no_rows_are_a_subset_of_any_table() -> None:
    assert str(cd.identify(cd.quotes().head(0))).startswith("subset: 0 of ")


def test_an_altered_cell_is_named_with_what_was_released() -> None:
    frame = cd.quotes()
    at = frame.index[frame["quote_id"] == Q1][0]
    frame.loc[at, "text"] = "le défi de notre siècle"
    found = cd.identify(frame)
    assert found.status == "altered"
    assert f'{Q1}: text: "le défi de notre siècle", released as "le défi de notre temps"' in str(
        found
    )
    assert found.changes[["id", "change", "column", "found", "released"]].to_numpy().tolist() == [
        [Q1, "corrected", "text", "le défi de notre siècle", "le défi de notre temps"]
    ]


def test_a_row_that_no_release_had_is_named() -> None:
    frame = cd.quotes().replace({"quote_id": {Q1: "2015-01-london-q999"}})
    assert "2015-01-london-q999: no release has a row of this id" in str(cd.identify(frame))


def test_many_changes_are_cut_short_in_words_and_whole_in_the_frame() -> None:
    frame = cd.participants().assign(note="mine")
    found = cd.identify(frame)
    assert len(found.changes) == len(frame)
    assert f"and {len(frame) - 20} more; see .changes" in str(found)


@pytest.fixture
def later(releases: Releases) -> tuple[Releases, pl.DataFrame]:
    """Return rows that a paper used in 1.0.0, two releases later: one was corrected twice, one retired."""
    releases.release("1.0.0")
    used = cd.load("quotes", engine="polars").filter(pl.col("quote_id").is_in([Q1, Q2, Q3]))
    releases.copy.set("quotes", Q1, translation_en="the challenge of our age")
    releases.release("1.0.1")
    releases.copy.set("quotes", Q1, translation_en="the challenge of our days")
    releases.copy.set("figures", "2015-01-london-f001", note="x")
    for row in releases.copy.rows["figures"]:
        row["quote_id"] = "" if row["quote_id"] == Q3 else row["quote_id"]
    releases.retire("quotes", Q3, "2.0.0", Q2, "The same words twice.")
    return releases.release("2.0.0"), used


def test_the_present_release_says_that_it_is_one(later: tuple[Releases, pl.DataFrame]) -> None:
    assert "in coalition-data 2.0.0, cd1:" in str(cd.identify(cd.quotes()))
    later[0].copy.set("quotes", Q1, note="not yet released").write()
    assert "in coalition-data 2.0.0 (not released), cd1:" in str(cd.identify(cd.quotes()))


def test_two_releases_later_it_says_what_became_of_the_rows(
    later: tuple[Releases, pl.DataFrame],
) -> None:
    found = cd.identify(later[1])
    assert (found.status, found.release) == ("subset", "1.0.0")
    lines = str(found).splitlines()
    assert lines[1] == "since then, up to 2.0.0:"
    assert (
        lines[2]
        == f'  {Q1}: translation_en: "the challenge of our time" -> "the challenge of our days"'
    )
    assert lines[-1] == f"  {Q3}: retired in 2.0.0, now {Q2}: The same words twice."


def test_a_row_whose_id_the_ledger_hides_is_still_known(releases: Releases) -> None:
    releases.release("1.0.0")
    used = cd.load("quotes", engine="polars").filter(pl.col("quote_id") == Q3)
    for row in releases.copy.rows["figures"]:
        row["quote_id"] = "" if row["quote_id"] == Q3 else row["quote_id"]
    releases.retire("quotes", Q3, "1.0.1", "", ledger.WITHDRAWN)
    hidden = ledger.hide_id("quotes", Q3)
    releases.copy.set("ledger", f"quotes/{Q3}", ledger_id=f"quotes/{hidden}", id=hidden)
    releases.release("1.0.1")
    found = cd.identify(used)
    assert (found.status, found.release) == ("subset", "1.0.0")
    assert f"  {Q3}: retired in 1.0.1: withdrawn on request" in str(found)


def test_a_mixture_of_releases_is_altered_and_its_old_rows_are_known(
    later: tuple[Releases, pl.DataFrame],
) -> None:
    old = later[1].filter(pl.col("quote_id") == Q3)
    found = cd.identify(pl.concat([old, cd.load("quotes", engine="polars")]))
    assert found.status == "altered"
    assert "retired in 2.0.0" in str(found)


def test_a_row_of_an_earlier_release_says_through_which(
    later: tuple[Releases, pl.DataFrame],
) -> None:
    releases = later[0]
    releases.copy.set("quotes", Q2, note="y")
    releases.release("2.0.1")
    old, new = (frame.filter(pl.col("quote_id") == key)
                for frame, key in ((later[1], Q1), (cd.load("quotes", engine="polars"), Q2)))  # fmt: skip
    found = cd.identify(pl.concat([old, new]))
    assert found.status == "altered"
    assert '"the challenge of our days" (as released through 1.0.0)' in str(found)


def test_the_command_says_the_same_and_fails_for_altered_rows(
    tmp_path: Path, capsys: Capture
) -> None:
    cd.quotes().head(3).to_csv(tmp_path / "rows.csv", index=False)
    assert cli.main(["identify", str(tmp_path / "rows.csv")]) == 0
    assert capsys.readouterr().out.startswith("subset: 3 of ")
    cd.quotes().head(3).assign(note="mine").to_parquet(tmp_path / "rows.parquet")
    assert cli.main(["identify", "--json", str(tmp_path / "rows.parquet")]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["status"], found["table"], len(found["changes"])) == ("altered", "quotes", 3)
