"""Charts of the tables, as Altair objects: `chart.save("chart.png")` works without network."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pyarrow.compute as pc

from coalition_data.analysis import members, panel, periods, views
from coalition_data.tables import descriptor, loader

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from typing import Any

    import altair as alt
    import pandas as pd

    Titled = alt.Chart | alt.LayerChart
    Folder = str | os.PathLike[str] | None

__all__ = ["attendance", "figures", "membership", "timeline"]

WIDTH = 720
BLUE, ORANGE, GREY = "#0a5c8f", "#b8500c", "#8a8f98"
# How many states a chart of attendance can name and still be read.
MOST_STATES = 30
# Beyond this ratio of highest to lowest number, a linear axis shows nothing of the small ones.
WIDE = 100
# Which mark each qualifier has.
SHAPES = {
    "exact": "circle",
    "approximate": "diamond",
    "at least": "triangle-up",
    "at most": "triangle-down",
    "range": "square",
    "order of magnitude": "cross",
    "ordinal": "circle",
}


def timeline(*, folder: Folder = None) -> Titled:
    """Return the meetings by date and level, one mark each.

    A hollow mark wasn't held, or isn't known to have been. A meeting whose day isn't known is a bar
    from its first to its last possible day. Where one of the two is open, it is left out; the
    caption says how many. `folder`: one with a datapackage.json (default: the installed data).

    >>> chart = timeline()
    >>> len(chart.to_dict()["title"]["subtitle"])
    2
    """
    alt = _import_altair()
    meetings = views.load("meetings", folder=folder)
    dated = _add_bounds(meetings)
    shown = dated.dropna(subset=["date", "date_last"])
    levels = descriptor.read(folder).table("meetings").field("level").enum or []
    order = [level.replace("_", " ") for level in levels]
    filled = alt.Color("body:N", legend=None)
    columns = "meeting_id name_en date date_last level body city status is_vague"
    base = alt.Chart(_chart_data(alt, shown, columns)).encode(
        x=_by_year(alt),
        y=alt.Y("level:N", title=None, sort=order, axis=alt.Axis(labelLimit=220)),
        color=alt.Color("body:N", title="body", legend=alt.Legend(orient="bottom")),
        tooltip=["name_en:N", "date:T", "date_last:T", "city:N", "status:N"],
    )
    marks = base.transform_filter("!datum.is_vague").mark_point(size=70, strokeWidth=1.5)
    fill = alt.condition("datum.status === 'held'", filled, alt.value("transparent"))
    bars = base.transform_filter("datum.is_vague").mark_rule(strokeWidth=6, opacity=0.6)
    chart = alt.layer(bars.encode(x2="date_last:T"), marks.encode(fill=fill))
    missing = len(meetings) - len(shown)
    note = (
        "Hollow: not held, or not known to have been. Bar: on some day of it. "
        f"{missing} of unknown date are left out."
    )
    return _titled(chart, f"{len(shown)} meetings of the coalition and around it", note, folder)


def _add_bounds(meetings: pd.DataFrame) -> pd.DataFrame:
    """Add `date` and `date_last`, between which a meeting was, and whether its day is unknown."""
    rows: Any = meetings.astype(object).where(meetings.notna(), None).to_dict("records")
    is_vague = meetings["date_precision"] != "day"
    dated = _put_spans(meetings.assign(is_vague=is_vague), map(periods.find_bounds, rows))
    # Of a meeting that ran for days, one may be known.
    first, last = dated["date"], dated["date_last"]
    first, last = first.fillna(last.mask(is_vague)), last.fillna(first.mask(is_vague))
    return dated.assign(date=first, date_last=last)


def _put_spans(frame: pd.DataFrame, spans: Iterable[tuple[Any, Any]]) -> pd.DataFrame:
    """Add the first and the last day that a date allows, as `date` and `date_last`."""
    import pandas as pd

    days = pd.DataFrame(list(spans), columns=["date", "date_last"], index=frame.index, dtype=object)
    first, last = pd.to_datetime(days["date"]), pd.to_datetime(days["date_last"])
    return frame.assign(date=first, date_last=last)


def membership(*, folder: Folder = None) -> Titled:
    """Return how many members the coalition had: numbers that sources give, and dated accessions.

    A dot is a number that one source gives (figures of `coalition_members`), at its day or else at
    that of the text. The line counts accessions that were surely made by a day, by the rule
    `accession` of `cd.members`; the band above it, those that may have been, where only a month or
    a year is known or the most precise dates differ. The line lies below the dots, since many
    founders have no date.

    >>> membership().to_dict()["title"]["text"]
    'Members of the coalition'
    """
    stated, dated = "number that a source gives", "accessions of known date, added up"
    chart = members_by_date(folder, stated, dated)
    note = (
        "Two counts differ: sources count states and bodies together, and many founding members "
        "have no date. Band: no day is known."
    )
    return _titled(chart, "Members of the coalition", note, folder)


def members_by_date(
    folder: Folder, stated: str, dated: str, colours: tuple[str, str] = (ORANGE, BLUE)
) -> Any:
    """Return the chart of `membership` without a title, its legend in the words given."""
    alt = _import_altair()
    numbers = _dated_figures("coalition_members", folder)
    # Numbers of organisations alone are another count.
    numbers = numbers[numbers["unit"].isin(["members", "countries"])]
    numbers = numbers.dropna(subset=["value", "date"]).assign(series=stated)
    dots = _chart_data(alt, numbers, "figure_id date value source_publisher series")

    steps = _count_accessions(folder).assign(series=dated)
    colour = alt.Color(
        "series:N",
        title=None,
        scale=alt.Scale(domain=[stated, dated], range=list(colours)),
        legend=alt.Legend(orient="bottom", labelLimit=400, columnPadding=40),
    )
    encoding = {"x": _by_year(alt), "y": alt.Y("value:Q", title=None), "color": colour}
    points = alt.Chart(dots).mark_circle(size=40, opacity=0.6)
    points = points.encode(**encoding, tooltip=["date:T", "value:Q", "source_publisher:N"])
    base = alt.Chart(_chart_data(alt, steps, "date value possible series")).encode(**encoding)
    line = base.mark_line(interpolate="step-after", strokeWidth=2)
    band = base.mark_area(interpolate="step-after", opacity=0.3).encode(y2="possible:Q")
    return alt.layer(band, line, points).properties(width=WIDTH)


def _count_accessions(folder: Folder) -> pd.DataFrame:
    """Return how many accessions were surely made by a date, as `value`, or `possible` ones."""
    import pandas as pd

    standings = members.find_standings(descriptor.read(folder), "accession")
    entries = [entry for entry in map(members.find_entry, standings.values()) if entry]
    counts = []
    for day in sorted({day for entry in entries for day in entry}):
        sure = sum(last <= day for _, last in entries)
        counts.append((day, sure, sum(first <= day for first, _ in entries)))
    frame = pd.DataFrame(counts, columns=["date", "value", "possible"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def attendance(*, folder: Folder = None) -> Titled:
    """Return which states came to how many meetings in each year: the 30 that came most often.

    Counts are lower bounds (`attended_low` of `cd.panel("state-year")`): a pale cell can mean few
    lists or few visits.

    >>> attendance().to_dict()["width"]
    720
    """
    alt = _import_altair()
    years = panel.panel("state-year", folder=folder)
    total = years.groupby("name_en")["attended_low"].sum()
    most = total[total > 0].sort_values(ascending=False, kind="stable")
    names = list(most.index[:MOST_STATES])
    shown = years[years["name_en"].isin(names) & (years["attended_low"] > 0)]
    columns = "name_en year attended_low attended_high meetings"
    base = alt.Chart(_chart_data(alt, shown, columns))
    base = base.encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("name_en:N", title=None, sort=names, axis=alt.Axis(labelLimit=220)),
    )
    blues = alt.Scale(scheme="blues")
    cells = base.mark_rect().encode(
        color=alt.Color("attended_low:Q", title="meetings", scale=blues, legend=None),
        tooltip=["name_en:N", "year:O", "attended_low:Q", "attended_high:Q", "meetings:Q"],
    )
    is_dark = f"datum.attended_low > {shown['attended_low'].max() * 0.6}"
    colour = alt.condition(is_dark, alt.value("white"), alt.value("#222"))
    words = base.mark_text(fontSize=10).encode(text="attended_low:Q", color=colour)
    note = (
        "Meetings at which a source has the state, by year: lower bounds, "
        "since few lists of those present are complete."
    )
    return _titled(alt.layer(cells, words), "Who comes to the table", note, folder)


def figures(indicator: str, *, folder: Folder = None) -> Titled:
    """Return all numbers that sources give for an indicator, by time and unit.

    A dot is a number, an upright bar its bounds. A number is drawn at the day to which it belongs,
    else at the day of its text; where only a month or a year is known, a level bar spans it.
    Claims without a number or a day are left out; the caption says how many.
    Raises ValueError for an unknown indicator.

    >>> figures("foreign_fighters").to_dict()["title"]["text"]
    'What sources say: foreign fighters'
    """
    alt = _import_altair()
    known = descriptor.read(folder).table("figures").field("indicator").enum or []
    if indicator not in known:
        raise ValueError(f'no indicator "{indicator}"; there are {", ".join(known)}')
    every = _dated_figures(indicator, folder)
    every = every.assign(at=every["value"].fillna(every["low"]).fillna(every["high"]))
    shown = every.dropna(subset=["at", "date", "date_last"])
    columns = "figure_id about as_stated qualifier at low high unit date date_last source_publisher"
    tooltip = "about:N as_stated:N qualifier:N source_publisher:N date:T figure_id:N"
    bottom = alt.Legend(orient="bottom")
    base = alt.Chart(_chart_data(alt, shown, columns)).encode(
        x=_by_year(alt),
        color=alt.Color("unit:N", title=None, legend=bottom),
        tooltip=tooltip.split(),
    )
    scale = alt.Scale(type="log" if _spans_magnitudes(shown["at"]) else "linear")
    y = alt.Y("at:Q", title=None, scale=scale, axis=alt.Axis(format="~s"))
    shapes = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    shape = alt.Shape("qualifier:N", title=None, scale=shapes, legend=bottom)
    dots = base.mark_point(size=60, filled=True, opacity=0.7).encode(y=y, shape=shape)
    bounded = base.transform_filter("isValid(datum.low) && isValid(datum.high)")
    bars = bounded.mark_rule().encode(y="low:Q", y2="high:Q")
    spans = base.transform_filter("datum.date < datum.date_last")
    spans = spans.mark_rule(opacity=0.5).encode(y=y, x2="date_last:T")
    note = f"{len(shown)} claims; {len(every) - len(shown)} without a number or a day are left out."
    title = f"What sources say: {indicator.replace('_', ' ')}"
    return _titled(alt.layer(spans, bars, dots), title, note, folder)


def _spans_magnitudes(numbers: pd.Series[float]) -> bool:
    """Say whether a linear axis would show nothing of the small numbers."""
    if numbers.empty or (numbers <= 0).any():
        return False
    return bool(numbers.max() / numbers.min() > WIDE)


def _import_altair() -> Any:
    try:
        import altair
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "cd.plot needs Altair: pip install 'coalition-data[explore]'"
        ) from None
    return altair


def _by_year(alt: Any) -> Any:
    return alt.X("date:T", title=None, axis=alt.Axis(format="%Y", tickCount="year"))


def _dated_figures(indicator: str, folder: Folder) -> pd.DataFrame:
    """Return the figures of an indicator with the days to which they belong, else of their text."""
    package = descriptor.read(folder)
    figures = loader.read_arrow(package, "figures")
    figures = figures.filter(pc.equal(figures.column("indicator").cast(pa.string()), indicator))
    sources = {row["source_id"]: row for row in loader.list_rows(package, "sources")}
    meetings = {row["meeting_id"]: row for row in loader.list_rows(package, "meetings")}
    rows: pd.DataFrame = loader.to_frame(figures, "pandas")
    rows["source_publisher"] = [sources[source]["publisher"] for source in rows["source_id"]]
    spans: list[tuple[Any, Any]] = []
    for figure in loader.to_rows(figures):
        source = sources[figure["source_id"]]
        if figure["as_of"]:
            spans.append(periods.find_span(figure["as_of"], figure["as_of_precision"]))
        elif source["published"]:
            spans.append(periods.find_span(source["published"], source["published_precision"]))
        else:
            spans.append(periods.find_bounds(meetings[figure["meeting_id"]]))
    return _put_spans(rows, spans)


def _chart_data(alt: Any, frame: pd.DataFrame, columns: str) -> Any:
    """Return the named columns as data of a chart: dates as text, None for missing."""
    plain = frame[columns.split()].copy()
    for name in plain.columns:
        kind = str(plain[name].dtype)
        if kind == "category":
            plain[name] = plain[name].astype(object).str.replace("_", " ")
        elif kind.startswith("datetime"):
            # With a time of day, since a browser takes a bare day as one in Greenwich.
            plain[name] = plain[name].dt.strftime("%Y-%m-%dT00:00:00")
    rows = plain.astype(object)
    return alt.Data(values=rows.where(rows.notna(), None).to_dict("records"))


def _titled(chart: Any, title: str, note: str, folder: Folder) -> Titled:
    """Add title, size and caption: what to know when reading, then source, version and licence."""
    package = descriptor.read(folder)
    raw = package.raw
    year = str(raw.get("created", datetime.date.today().isoformat()))[:4]
    name = f"{raw.get('name')} {package.version}"
    heading = {
        "text": title,
        "subtitle": [note, f"Source: {name} ({year}), coded from public texts; CC BY 4.0"],
        "anchor": "start",
        "subtitleColor": GREY,
        "offset": 12,
    }
    made = chart.properties(title=heading, width=WIDTH).configure_view(strokeWidth=0)
    made = made.configure_axis(gridOpacity=0.4, domain=False, labelFontSize=11)
    out: Titled = made.configure_title(fontSize=16)
    return out
