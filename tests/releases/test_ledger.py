import json

import pytest

from coalition_data.releases import fingerprints, ledger
from coalition_data.tables import descriptor
from worlds import Copy, Releases

pytestmark = pytest.mark.once

Q1, Q2, Q3 = (f"2015-01-london-q00{n}" for n in (1, 2, 3))


def entry(releases: Releases, key: str) -> dict[str, str]:
    return releases.copy.find("ledger", f"quotes/{key}")


def test_the_first_release_enters_every_row_and_the_tables_stay_valid(releases: Releases) -> None:
    releases.release("1.0.0")
    tables = {name: rows for name, rows in releases.copy.rows.items() if name != "ledger"}
    assert len(releases.copy.rows["ledger"]) == sum(map(len, tables.values()))
    assert {row["added"] for row in releases.copy.rows["ledger"]} == {"1.0.0"}
    assert releases.copy.problems() == []
    assert ledger.is_released(releases.copy.package)


def test_filling_twice_changes_nothing(releases: Releases) -> None:
    releases.release("1.0.0")
    releases.copy.set("quotes", Q1, note="x")
    releases.version("1.0.1")
    releases.fill()
    once = releases.copy.path("ledger").read_bytes()
    releases.fill()
    assert releases.copy.path("ledger").read_bytes() == once


@pytest.mark.parametrize(
    ("table", "is_good"), [("waivers", True), ("office_terms", True), ("2nd", False), ("_x", False)]
)
def test_a_table_of_the_ledger_may_have_a_name_of_several_words(
    copy: Copy, table: str, is_good: bool
) -> None:
    entry = {"ledger_id": f"{table}/x", "table": table, "id": "x", "row_hash": "0" * 64}
    copy.put("ledger", **entry, added="0.0.1", retired="0.0.2", reason="Coded twice.")
    assert ("pattern" in {p.rule for p in copy.problems()}) == (not is_good)


def test_a_corrected_row_keeps_the_hash_that_earlier_releases_had(releases: Releases) -> None:
    releases.release("1.0.0")
    first = entry(releases, Q1)["row_hash"]
    releases.copy.set("quotes", Q1, note="x")
    releases.release("1.0.1")
    assert entry(releases, Q1)["earlier"] == f"1.0.0#{first}"
    second = entry(releases, Q1)["row_hash"]
    releases.copy.set("quotes", Q1, note="y")
    releases.release("1.0.2")
    rows = ledger.read_ledger(releases.copy.package)
    assert entry(releases, Q1)["earlier"] == f"1.0.0#{first};1.0.1#{second}"
    states = [
        ledger.hashes_at(rows, "quotes", version)[Q1] for version in ("1.0.0", "1.0.1", "1.0.2")
    ]
    assert states == [first, second, entry(releases, Q1)["row_hash"]]
    assert ledger.list_versions(rows) == ["1.0.0", "1.0.1"]
    assert releases.copy.problems() == []


def test_a_row_corrected_twice_before_its_release_counts_once(releases: Releases) -> None:
    releases.release("1.0.0")
    releases.version("1.0.1")
    for note in ("x", "y"):
        releases.copy.set("quotes", Q1, note=note)
        releases.fill()
    assert entry(releases, Q1)["earlier"].count("#") == 1


def test_a_row_that_came_and_went_within_one_version_leaves_no_trace(releases: Releases) -> None:
    releases.release("1.0.0")
    releases.version("1.1.0")
    releases.copy.add("quotes", Q1, quote_id="2015-01-london-q900")
    releases.fill()
    assert entry(releases, "2015-01-london-q900")["added"] == "1.1.0"
    releases.copy.drop("quotes", "2015-01-london-q900")
    releases.fill()
    assert "quotes/2015-01-london-q900" not in {
        row["ledger_id"] for row in releases.copy.rows["ledger"]
    }


def test_a_released_row_can_not_vanish_without_a_word(releases: Releases) -> None:
    releases.release("1.0.0")
    releases.copy.drop("quotes", Q3)
    with pytest.raises(
        ValueError, match=f"quotes/{Q3} has vanished: give it retired, successor and reason"
    ):
        releases.fill()
    assert "released-ids-stay" in {p.rule for p in releases.copy.problems()}


def test_a_retired_row_is_of_the_releases_before(releases: Releases) -> None:
    releases.release("1.0.0")
    releases.retire("quotes", Q3, "2.0.0", Q1, "Told twice.")
    releases.release("2.0.0")
    rows = ledger.read_ledger(releases.copy.package)
    assert Q3 in ledger.hashes_at(rows, "quotes", "1.0.0")
    assert Q3 not in ledger.hashes_at(rows, "quotes", "2.0.0")
    assert [row["id"] for row in rows if row["retired"]] == [Q3]


def test_rows_retired_for_the_next_version_leave_the_tables_valid_until_it_is_released(
    releases: Releases,
) -> None:
    releases.release("1.0.0", record=True).version("1.1.0")
    releases.retire("quotes", Q3, "1.1.0", Q1, "Told twice.")
    releases.copy.set("quotes", Q1, note="Told once.")
    assert releases.copy.problems() == []
    releases.release("1.1.0", record=True)
    assert releases.copy.problems() == []
    releases.copy.set("quotes", Q1, note="Told twice.")
    assert {p.rule for p in releases.copy.problems()} == {"release-is-as-recorded"}


@pytest.mark.parametrize("words", [{"reason": "Never said."}, {"successor": Q2}])
def test_what_a_release_said_of_a_retired_row_stays(
    releases: Releases, words: dict[str, str]
) -> None:
    releases.release("1.0.0", record=True)
    releases.retire("quotes", Q3, "1.1.0", Q1, "Told twice.")
    releases.release("1.1.0", record=True)
    releases.copy.set("ledger", f"quotes/{Q3}", **words)
    assert {p.rule for p in releases.copy.problems()} == {"ledger-tells-what-releases-had"}


@pytest.mark.parametrize("record", [True, False])
def test_a_release_that_only_retired_rows_is_checked_too(releases: Releases, record: bool) -> None:
    releases.release("1.0.0", record=record)
    releases.retire("quotes", Q3, "1.1.0", Q1, "Told twice.")
    releases.release("1.1.0", record=record)
    releases.copy.set("quotes", Q1, note="Told once.")
    assert {p.rule for p in releases.copy.problems()} == {"release-is-as-recorded"}


def test_a_later_version_that_somebody_records_hides_no_altered_row(releases: Releases) -> None:
    releases.release("1.0.0", record=True)
    copy = releases.copy
    rows = fingerprints.read_rows_of_releases(copy.package)
    rows["9.9.9"] = ledger.digest_release(copy.rows["ledger"], "9.9.9")
    text = fingerprints.render_record(copy.package, None, rows)
    (releases.folder / fingerprints.RECORD).write_text(text, encoding="utf-8")
    copy.set("quotes", Q1, note="Forged.")
    assert "release-is-as-recorded" in {p.rule for p in copy.problems()}


@pytest.mark.parametrize("version", ["1", "1.0", "v1.0.0", "1.0.0rc1", ""])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="is no version"):
        ledger.parse_version(version)


def test_the_ledger_shipped_is_sound() -> None:
    rows = ledger.read_ledger(descriptor.read())
    assert all(
        ledger.parse_version(version) <= ledger.parse_version(descriptor.read().version)
        for version in ledger.list_versions(rows)
    )


@pytest.mark.parametrize(
    "rows", [5, None, [], {"x": 5}, {"0.0.1": None, "٣.0.0": "a"}, {"0.0.1": {}}]
)
def test_a_strangers_record_of_releases_ends_in_no_traceback(copy: Copy, rows: object) -> None:
    copy.put("ledger", ledger_id="quotes/x", table="quotes", id="x", row_hash="0" * 64,
             split="train", added="0.0.1", retired="0.0.2", reason="Coded twice.")  # fmt: skip
    (copy.folder / "fingerprints.json").write_text(json.dumps({"rows": rows}), encoding="utf-8")
    found = {problem.rule for problem in copy.problems()}
    assert found <= {"ledger-tells-what-releases-had"}
