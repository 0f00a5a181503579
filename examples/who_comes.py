"""Who comes to the table: attendance by region of the world, joined on the codes of Correlates of War.

`python examples/who_comes.py [FOLDER]` draws `who_comes.svg` into FOLDER (default: here). Needs the extra `explore`.
"""

import sys
from pathlib import Path

import altair as alt
import pandas as pd

import coalition_data as cd

# Any table keyed by COW's country code joins like this one; COW itself numbers states by region.
REGIONS = pd.DataFrame(
    [(2, 199, "Americas"), (200, 399, "Europe"), (400, 599, "Africa"), (600, 699, "Middle East and North Africa"),
     (700, 999, "Asia and Oceania")],
    columns=["first", "last", "region"],
)  # fmt: skip

years = cd.panel("state-year").dropna(subset=["cow_code"])
# An interval join: the codes of a region are a range.
years = years.merge(REGIONS, how="cross").query("first <= cow_code <= last")
seats = years.groupby(["year", "region"], as_index=False)["attended_low"].sum()
seats["year"] = seats["year"].astype(str)

chart = (
    alt.Chart(seats.astype({"attended_low": float}))
    .mark_bar()
    .encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("attended_low:Q", title="seats taken"),
        color=alt.Color(
            "region:N", title=None, legend=alt.Legend(orient="bottom", columns=3, labelLimit=260)
        ),
        tooltip=["year:O", "region:N", "attended_low:Q"],
    )
    .properties(
        width=720,
        height=320,
        title={
            "text": "Who comes to the table",
            "subtitle": [
                "Meetings of the coalition that a source has a state at, added up by region: lower bounds.",
                f"Source: coalition-data {cd.__version__}, panel of state-years joined on cow_code; CC BY 4.0",
            ],
            "anchor": "start",
        },
    )
)
folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
chart.save(folder / "who_comes.svg")
print(
    seats.pivot_table(index="region", columns="year", values="attended_low", fill_value=0)
    .astype(int)
    .to_string()
)
