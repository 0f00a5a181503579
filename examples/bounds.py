"""What isn't known, in a regression: states and years of COW, merged with the panel, fitted with bounds.

`python examples/bounds.py [FOLDER]` draws `bounds.svg` into FOLDER (default: here). The model needs numpy only, which
comes with pandas; the picture needs the extra `explore`.
"""

import sys
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd

import coalition_data as cd

# The 195 states of the Correlates of War's state system, as the frame of a study has them.
COW = """
2 20 31 40 41 42 51 52 53 54 55 56 57 58 60 70 80 90 91 92 93 94 95 100 101 110 115 130 135 140 145 150 155 160 165
200 205 210 211 212 220 221 223 225 230 232 235 255 290 305 310 316 317 325 331 338 339 341 343 344 345 346 347 349 350
352 355 359 360 365 366 367 368 369 370 371 372 373 375 380 385 390 395 402 403 404 411 420 432 433 434 435 436 437 438
439 450 451 452 461 471 475 481 482 483 484 490 500 501 510 516 517 520 522 530 531 540 541 551 552 553 560 565 570 571
572 580 581 590 591 600 615 616 620 625 626 630 640 645 651 652 660 663 666 670 678 690 692 694 696 698 700 701 702 703
704 705 710 712 713 731 732 740 750 760 770 771 775 780 781 790 800 811 812 816 820 830 835 840 850 860 900 910 920 935
940 946 947 950 955 970 983 986 987 990
"""
frame = pd.MultiIndex.from_product(
    [map(int, COW.split()), range(2014, 2027)], names=["ccode", "year"]
).to_frame(index=False)
assert frame["ccode"].nunique() == 195

# How many sources had counted a state as a member by the end of a year.
counted = cd.memberships().query("body_id == 'global-coalition' and status == 'member'")
first = counted[["as_of", "joined_on"]].min(axis=1).dt.year.rename("first")
first = counted.assign(first=first).groupby("actor_id")["first"].min()

# Gleditsch and Ward list fewer small states than COW does.
panel = cd.panel("state-year").rename(columns={"cow_code": "ccode"}).drop(columns="gw_code")
panel = panel.dropna(subset=["ccode"])
panel = panel.assign(first_counted=panel["actor_id"].map(first))
merged = frame.merge(panel, on=["ccode", "year"], how="left", validate="one_to_one")

# Each missing value has a reason, and a column says which.
reasons = {
    "no source names the state": merged["actor_id"].isna(),
    "known to be there at no meeting": merged["attended_low"].eq(0).fillna(False),
    "no source counts it as a member yet": ~merged["first_counted"]
    .le(merged["year"])
    .fillna(False),
}
explained = {
    "highest_level": list(reasons)[1],
    "member": list(reasons)[2],
    "first_counted": list(reasons)[2],
}
unnamed = reasons["no source names the state"]
for column in merged.columns:
    missing = merged[column].isna() & ~unnamed
    if missing.any():
        assert reasons[explained[column]][missing].all(), column
merged["why_missing"] = np.select(
    [unnamed, merged["member"].isna(), merged["highest_level"].isna()],
    ["no source names the state", explained["member"], explained["highest_level"]],
    default="nothing is missing",
)
print(merged["why_missing"].value_counts().to_string())

# Of a state that no source names nobody knows either: it attended between none and all meetings.
held = panel.groupby("year")["meetings"].first()
meetings = merged["year"].map(held).astype(float)
low = (merged["attended_low"].fillna(0).astype(float) / meetings).to_numpy()
high = (merged["attended_high"].astype(float).fillna(meetings) / meetings).to_numpy()

# The share of the year's meetings that a state attended, by region and year: ordinary least squares.
code = merged["ccode"]
names = ["constant", "Europe", "Middle East and North Africa", "years since 2014"]
X = np.column_stack(
    [np.ones(len(merged)), code.between(200, 399), code.between(600, 699), merged["year"] - 2014]
).astype(float)
# Each coefficient is a weighted sum of the outcomes, so its bounds follow from those of the outcomes.
weights = np.linalg.pinv(X)
bounds = pd.DataFrame(
    {
        "coefficient": names,
        "at_least": np.minimum(weights * low, weights * high).sum(axis=1),
        "if_low": weights @ low,
        "if_high": weights @ high,
        "at_most": np.maximum(weights * low, weights * high).sum(axis=1),
    }
)
assert (bounds["at_least"] <= bounds[["if_low", "if_high"]].min(axis=1) + 1e-9).all()
assert (bounds["at_most"] >= bounds[["if_low", "if_high"]].max(axis=1) - 1e-9).all()
print(bounds.round(3).to_string(index=False))

base = alt.Chart(bounds).encode(
    y=alt.Y("coefficient:N", title=None, sort=names, axis=alt.Axis(labelLimit=260))
)
points = base.transform_fold(["if_low", "if_high"], as_=["outcome", "value"])
chart = (
    base.mark_rule(size=2).encode(
        x=alt.X("at_least:Q", title="share of a year's meetings"), x2="at_most:Q"
    )
    + points.mark_point(filled=True, size=60, opacity=1).encode(
        x="value:Q",
        color=alt.Color("outcome:N", title=None, legend=alt.Legend(orient="bottom")),
    )
).properties(
    width=640,
    height=180,
    title={
        "text": "What is known of who attends, and what isn't",
        "subtitle": [
            "Least squares on 195 states, 2014 to 2026: all that the outcomes' bounds allow, and the fits to either bound.",
            f"Source: coalition-data {cd.__version__}, panel of state-years joined on cow_code; CC BY 4.0",
        ],
        "anchor": "start",
    },
)
folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
chart.save(folder / "bounds.svg")
