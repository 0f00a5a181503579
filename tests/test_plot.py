import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import coalition_data as cd
from coalition_data import plot
from coalition_data.tables import descriptor
from worlds import ROOT, Copy

pytestmark = pytest.mark.once

CHARTS = {
    "timeline": plot.timeline,
    "membership": plot.membership,
    "attendance": plot.attendance,
    "figures": lambda folder=None: plot.figures("foreign_fighters", folder=folder),
}


def rows(chart: Any) -> list[dict[str, Any]]:
    """Return the rows that a chart draws."""
    return drawn(chart.to_dict())


def drawn(made: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [part["data"] for part in (made, *made.get("layer", [])) if "data" in part]
    return [row for data in parts for row in data["values"]]


def test_the_charts_are_there_after_a_bare_import() -> None:
    code = "import sys, coalition_data as cd; assert 'altair' not in sys.modules; print(cd.plot.timeline.__name__)"
    out = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert out.stdout == "timeline\n"


def test_each_chart_of_the_module_is_tried() -> None:
    assert set(CHARTS) == set(plot.__all__)


def test_the_readme_names_every_chart() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in plot.__all__ if f"{name}(" not in readme] == []


@pytest.mark.parametrize("name", CHARTS)
def test_the_caption_says_source_version_and_licence(name: str) -> None:
    heading = CHARTS[name]().to_dict()["title"]
    assert heading["text"]
    assert f"coalition-data {cd.__version__}" in heading["subtitle"][-1]
    assert "CC BY 4.0" in heading["subtitle"][-1]


DRAW = """
import sys, coalition_data as cd
for name in cd.plot.__all__:
    arguments = ["foreign_fighters"] if name == "figures" else []
    for ending in ("png", "svg"):
        getattr(cd.plot, name)(*arguments).save(f"{sys.argv[1]}/{name}.{ending}")
"""


def test_pictures_are_drawn_without_network(tmp_path: Path) -> None:
    # The renderer is compiled code: only an empty network of its own can show that it needs none.
    ways = (["unshare", "-rn"], ["sudo", "-n", "unshare", "-n"])
    alone = next(
        (
            way
            for way in ways
            if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0
        ),
        None,
    )
    if not alone:
        pytest.skip("no way here to run a program without network")
    subprocess.run([*alone, sys.executable, "-c", DRAW, str(tmp_path)], check=True)
    assert {
        path.stem for path in tmp_path.glob("*.png") if path.read_bytes().startswith(b"\x89PNG")
    } == set(CHARTS)
    assert {
        path.stem for path in tmp_path.glob("*.svg") if path.read_bytes().startswith(b"<svg")
    } == set(CHARTS)


def test_the_timeline_shows_each_meeting_whose_days_are_bounded_once() -> None:
    meetings = cd.meetings()
    start, end = meetings["date_start"].notna(), meetings["date_end"].notna()
    bounded = meetings[(start & end) | ((start | end) & (meetings["date_precision"] == "day"))]
    shown = rows(plot.timeline())
    assert sorted(row["meeting_id"] for row in shown) == sorted(bounded["meeting_id"])


def test_the_timeline_draws_a_vague_date_as_a_span() -> None:
    shown = {row["meeting_id"]: row for row in rows(plot.timeline())}
    wide = shown["2022-05-kuwait-second"]
    assert wide["is_vague"]
    assert (wide["date"][:10], wide["date_last"][:10]) == ("2022-05-01", "2023-05-31")
    assert not shown["2015-01-london"]["is_vague"]


def test_the_line_of_members_ends_at_the_number_of_dated_accessions() -> None:
    claims = cd.memberships()
    dated = claims[(claims["status"] == "member") & claims["joined_on"].notna()][
        "actor_id"
    ].nunique()
    counts = [row for row in rows(plot.membership()) if "possible" in row]
    assert counts[-1]["value"] == counts[-1]["possible"] == dated
    assert all(row["value"] <= row["possible"] for row in counts)


def test_no_accession_is_drawn_before_the_coalition_was_called_together() -> None:
    counts = [row["date"] for row in rows(plot.membership()) if "possible" in row]
    assert min(counts)[:7] == "2014-09"


def test_attendance_shows_the_counts_of_the_state_years() -> None:
    years = cd.panel("state-year").set_index(["name_en", "year"])["attended_low"]
    shown = rows(plot.attendance())
    assert shown
    assert all(years[(row["name_en"], int(row["year"]))] == row["attended_low"] for row in shown)


@pytest.mark.parametrize("indicator", descriptor.read().table("figures").field("indicator").enum)
def test_every_indicator_has_a_chart_that_says_how_many_claims_it_leaves_out(
    indicator: str,
) -> None:
    figures = cd.figures()
    asked = figures[figures["indicator"] == indicator]
    made = plot.figures(indicator).to_dict()
    shown = [row["figure_id"] for row in drawn(made)]
    assert set(shown) <= set(
        asked[asked[["value", "low", "high"]].notna().any(axis=1)]["figure_id"]
    )
    assert f"{len(shown)} claims; {len(asked) - len(shown)} without" in made["title"]["subtitle"][0]
    assert json.dumps(made, allow_nan=False)


def test_an_unknown_indicator_is_told_with_those_that_work() -> None:
    with pytest.raises(ValueError, match='no indicator "killd"; there are attendance_count'):
        plot.figures("killd")


def test_a_few_rows_give_charts_too(copy: Copy) -> None:
    for chart in CHARTS.values():
        assert chart(folder=str(copy.folder)).to_dict()
