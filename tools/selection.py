"""How much of who came is known: of the seats that sources count, those whose state is known."""

import json
from typing import Any

from coalition_data.analysis import panel
from coalition_data.tables import descriptor, loader, panels


def count_seats(package: descriptor.Package) -> Any:
    """Return a row per meeting whose number of countries some source gives: seats and known ones.

    A number that is lower than that of the states known counts as the latter.
    """
    frame = loader.to_frame(panel.build(package, "state-meeting"), "pandas")
    frame = frame[frame["stated_count"].notna()].assign(known=frame["attended"].eq(1).fillna(False))
    meetings = frame.groupby("meeting_id").agg(
        year=("year", "first"),
        level=("level", "first"),
        seats=("stated_count", "first"),
        known=("known", "sum"),
    )
    return meetings.assign(seats=meetings[["seats", "known"]].max(axis=1).astype(int))


def sentence(package: descriptor.Package) -> str:
    meetings = count_seats(package)
    seats, known = meetings["seats"].sum(), meetings["known"].sum()
    return (
        f"In version {package.version}, sources count {seats} seats of countries at "
        f"{len(meetings)} meetings; of {known} the state is known."
    )


def table(package: descriptor.Package) -> str:
    meetings = count_seats(package)
    rows = [f"{sentence(package)} Others may have come to any meeting.", ""]
    rows += [
        "| year or level | meetings | seats counted | state known | |",
        "|---|---|---|---|---|",
    ]
    years = meetings["year"].astype(object).where(meetings["year"].notna(), "no single year")
    for groups in (years.astype(str), meetings["level"].astype(str).str.replace("_", " ")):
        for name, found in meetings.groupby(groups):
            seats, known = found["seats"].sum(), found["known"].sum()
            rows.append(f"| {name} | {len(found)} | {seats} | {known} | {known / seats:.0%} |")
    return "\n".join(rows) + "\n"


def described_panels(package: descriptor.Package) -> str:
    """Return panels.json with the sentence."""
    with open(panels.FILE, encoding="utf-8") as file:
        described = json.load(file)
    described["selection"] = sentence(package)
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"
