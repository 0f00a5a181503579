import csv
import os
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars
import pytest

import coalition_data as cd
import growth
from coalition_data import export
from coalition_data.analysis import panel
from coalition_data.tables import descriptor
from coalition_data.validation import rules, validator
from worlds import ROOT

# growth.py is a tool: users don't have it.
pytestmark = pytest.mark.once

# The session `speed` of noxfile.py has a million.
ROWS = int(os.environ.get("COALITION_DATA_ROWS", "100000"))
NAMED = {rule.id for rule in rules.load_rules()}


def test_whole_copies_are_valid_under_all_rules(tmp_path: Path) -> None:
    made = growth.copies(tmp_path, 3)
    problems = validator.validate(tmp_path)
    assert (problems, problems.not_run) == ([], [])
    assert made["participants"] == 3 * growth.copies(tmp_path / "one", 1)["participants"]


@pytest.mark.parametrize("count", [500, 3000])
def test_tables_have_as_many_rows_as_wanted_and_sound_keys(tmp_path: Path, count: int) -> None:
    growth.grow(tmp_path, dict.fromkeys(growth.FIVE, count))
    assert not [problem for problem in validator.validate(tmp_path) if problem.rule not in NAMED]
    assert {name: _lines(tmp_path, name) for name in growth.FIVE} == dict.fromkeys(
        growth.FIVE, count + 1
    )


def test_tables_may_differ_in_size(tmp_path: Path) -> None:
    wanted = {"sources": 2000, "meetings": 150, "quotes": 300}
    made = growth.grow(tmp_path, wanted)
    assert {name: made[name] for name in wanted} == wanted
    assert not [problem for problem in validator.validate(tmp_path) if problem.rule not in NAMED]


def test_keys_that_would_repeat_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="need more rows of meetings, sources"):
        growth.grow(tmp_path, {"sources": 1132, "meetings": 143, "participants": 20_000})


def test_unknown_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ledger can't be grown"):
        growth.grow(tmp_path, {"ledger": 3})


def _lines(folder: Path, name: str) -> int:
    return (folder / "tables" / f"{name}.csv").read_bytes().count(b"\n")


def query(folder: Path) -> str:
    """Return the query that the README shows, on the files in `folder`."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return readme.partition("```sql\n")[2].partition("```")[0].replace("'out/", f"'{folder}/")


@pytest.mark.once
def test_many_rows_reach_duckdb_by_parquet(tmp_path: Path) -> None:
    shipped = {name: cd.load(name).shape[0] for name in ("sources", "meetings", "participants")}
    times = ROWS // shipped["participants"] + 1
    growth.grow(tmp_path, {name: rows * times for name, rows in shipped.items()})
    export.write("parquet", tmp_path / "out", folder=tmp_path)
    export.write("parquet", tmp_path / "shipped")
    small = duckdb.sql(query(tmp_path / "shipped")).fetchall()
    large = duckdb.sql(query(tmp_path / "out")).fetchall()
    assert large == [(year, attended * times, actors) for year, attended, actors in small]
    assert (
        sum(attended for _, attended, _ in large)
        == times * (cd.participants().attendance == "attended").sum()
    )
    lazy = polars.scan_parquet(tmp_path / "out" / "participants.parquet")
    assert lazy.select(polars.len()).collect().item() == shipped["participants"] * times


def measure(deed: Callable[[], object], enough: float = 0) -> float:
    """Return the processor time of a deed: the least of three, or the first that is low enough."""
    times = []
    while len(times) < 3 and (not times or min(times) > enough):
        start = time.process_time()
        deed()
        times.append(time.process_time() - start)
    return min(times)


def read_plainly(package: descriptor.Package) -> None:
    for name in panel.NEEDED:
        with open(package.file(name), encoding="utf-8", newline="") as file:
            list(csv.DictReader(file))


# Half a second, and a second for pairs, where Python's csv reads the tables in a twelfth.
PANELS = {"state-meeting": 6, "state-year": 6, "dyad-year": 12, "membership": 6}


@pytest.mark.parametrize("unit", panel.BUILDERS)
def test_a_panel_takes_a_few_times_as_long_as_reading_its_tables_plainly(unit: str) -> None:
    package = descriptor.read()
    limit = PANELS[unit] * measure(lambda: read_plainly(package))
    assert measure(lambda: panel.build(package, unit), limit) <= limit


@pytest.fixture(scope="module")
def thrice(tmp_path_factory: pytest.TempPathFactory) -> descriptor.Package:
    """Return a package with three copies of each meeting and of all that is claimed of it."""
    folder = tmp_path_factory.mktemp("thrice")
    growth.copies(folder, 3)
    return descriptor.read(str(folder))


@pytest.mark.parametrize("unit", panel.BUILDERS)
def test_a_panel_takes_time_linear_in_claims(thrice: descriptor.Package, unit: str) -> None:
    limit = 3 * 1.5 * measure(lambda: panel.build(descriptor.read(), unit))
    assert measure(lambda: panel.build(thrice, unit), limit) <= limit
