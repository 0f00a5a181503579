"""Charts of the tables, as Altair objects: `chart.save("chart.png")` works without network."""

from __future__ import annotations

import datetime

from coalition_data.analysis import views
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import altair as alt
    import pandas as pd

    Titled = alt.Chart | alt.LayerChart

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


def timeline(folder: str | None = None) -> Titled:
    """Return the meetings by date and level, one mark each.

    A hollow mark wasn't held, or isn't known to have been. Meetings of unknown date are left out;
    the caption says how many. `folder`: one with a datapackage.json (default: the installed data).

    >>> chart = timeline()
    >>> len(chart.to_dict()["title"]["subtitle"])
    2
    """
    alt = _import_altair()
    meetings = views.load("meetings", folder=folder)
    dated = meetings.assign(date=meetings["date_start"].fillna(meetings["date_end"]))
    shown = dated.dropna(subset=["date"])
    levels = descriptor.read(folder).table("meetings").field("level").enum or []
    order = [level.replace("_", " ") for level in levels]
    filled = alt.Color("body:N")
    marks = alt.Chart(_chart_data(alt, shown, "meeting_id name_en date level body city status"))
    chart = marks.mark_point(size=70, strokeWidth=1.5).encode(
        x=_by_year(alt),
        y=alt.Y("level:N", title=None, sort=order, axis=alt.Axis(labelLimit=220)),
        color=alt.Color("body:N", title="body", legend=alt.Legend(orient="bottom")),
        fill=alt.condition("datum.status === 'held'", filled, alt.value("transparent")),
        tooltip=["name_en:N", "date:T", "city:N", "status:N"],
    )
    missing = len(meetings) - len(shown)
    note = f"Hollow: not held, or not known to have been. {missing} of unknown date are left out."
    return _titled(chart, f"{len(shown)} meetings of the coalition and around it", note, folder)


def membership(folder: str | None = None) -> Titled:
    """Return how many members the coalition had: numbers that sources give, and dated accessions.

    A dot is a number that one source gives (figures of `coalition_members`), at its day or else at
    that of the text. The line counts accessions whose day some source gives. It lies below the
    dots, since many founders have no day.

    >>> membership().to_dict()["title"]["text"]
    'Members of the coalition'
    """
    stated, dated = "number that a source gives", "accessions of known date, added up"
    chart = members_by_date(folder, stated, dated)
    note = (
        "Two counts differ: sources count states and bodies together, "
        "and many founding members have no date."
    )
    return _titled(chart, "Members of the coalition", note, folder)


def members_by_date(
    folder: str | None, stated: str, dated: str, colours: tuple[str, str] = (ORANGE, BLUE)
) -> Any:
    """Return the chart of `membership` without a title, its legend in the words given."""
    alt = _import_altair()
    numbers = _dated_figures(folder)
    # Numbers of organisations alone are another count.
    is_count = numbers["unit"].isin(["members", "countries"])
    numbers = numbers[is_count & (numbers["indicator"] == "coalition_members")]
    numbers = numbers.dropna(subset=["value", "date"]).assign(series=stated)
    dots = _chart_data(alt, numbers, "figure_id date value source_publisher series")

    claims = views.load("memberships", folder=folder)
    members = claims[claims["status"] == "member"]
    joined = members.groupby("actor_id")["joined_on"].min().dropna().sort_values()
    steps = joined.rename("date").reset_index()
    steps = steps.assign(series=dated, value=range(1, len(steps) + 1))

    colour = alt.Color(
        "series:N",
        title=None,
        scale=alt.Scale(domain=[stated, dated], range=list(colours)),
        legend=alt.Legend(orient="bottom", labelLimit=400, columnPadding=40),
    )
    encoding = {"x": _by_year(alt), "y": alt.Y("value:Q", title=None), "color": colour}
    points = alt.Chart(dots).mark_circle(size=40, opacity=0.6)
    points = points.encode(**encoding, tooltip=["date:T", "value:Q", "source_publisher:N"])
    line = alt.Chart(_chart_data(alt, steps, "actor_id date value series"))
    line = line.mark_line(interpolate="step-after", strokeWidth=2).encode(**encoding)
    return alt.layer(line, points).properties(width=WIDTH)


def attendance(folder: str | None = None) -> Titled:
    """Return which states came to how many meetings in each year: the 30 that came most often.

    Counts are lower bounds (see `state_years`): a pale cell can mean few lists or few visits.

    >>> attendance().to_dict()["width"]
    720
    """
    alt = _import_altair()
    years = views.state_years(folder)
    total = years.groupby("name_en")["attended"].sum()
    most = total[total > 0].sort_values(ascending=False, kind="stable")
    names = list(most.index[:MOST_STATES])
    shown = years[years["name_en"].isin(names) & (years["attended"] > 0)]
    base = alt.Chart(_chart_data(alt, shown, "name_en year attended meetings rosters_known"))
    base = base.encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("name_en:N", title=None, sort=names, axis=alt.Axis(labelLimit=220)),
    )
    blues = alt.Scale(scheme="blues")
    cells = base.mark_rect().encode(
        color=alt.Color("attended:Q", title="meetings", scale=blues, legend=None),
        tooltip=["name_en:N", "year:O", "attended:Q", "meetings:Q", "rosters_known:Q"],
    )
    is_dark = f"datum.attended > {shown['attended'].max() * 0.6}"
    colour = alt.condition(is_dark, alt.value("white"), alt.value("#222"))
    words = base.mark_text(fontSize=10).encode(text="attended:Q", color=colour)
    note = (
        "Meetings at which a source has the state, by year: lower bounds, "
        "since few lists of those present are complete."
    )
    return _titled(alt.layer(cells, words), "Who comes to the table", note, folder)


def figures(indicator: str, folder: str | None = None) -> Titled:
    """Return all numbers that sources give for an indicator, by time and unit.

    A dot is a number, a bar its bounds. A number is drawn at the day to which it belongs, else at
    the day of its text. Claims without a number or a day are left out; the caption says how many.
    Raises ValueError for an unknown indicator.

    >>> figures("foreign_fighters").to_dict()["title"]["text"]
    'What sources say: foreign fighters'
    """
    alt = _import_altair()
    known = descriptor.read(folder).table("figures").field("indicator").enum or []
    if indicator not in known:
        raise ValueError(f'no indicator "{indicator}"; there are {", ".join(known)}')
    every = _dated_figures(folder)
    every = every[every["indicator"] == indicator]
    every = every.assign(at=every["value"].fillna(every["low"]).fillna(every["high"]))
    shown = every.dropna(subset=["at", "date"])
    columns = "figure_id about as_stated qualifier at low high unit date source_publisher"
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
    note = f"{len(shown)} claims; {len(every) - len(shown)} without a number or a day are left out."
    title = f"What sources say: {indicator.replace('_', ' ')}"
    return _titled(alt.layer(bars, dots), title, note, folder)


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


def _dated_figures(folder: str | None) -> pd.DataFrame:
    """Return the figures with publishers, and `date`: the number's day, else that of its text."""
    rows: pd.DataFrame = views.load("figures", joined=True, folder=folder)
    date = rows["as_of"].fillna(rows["source_published"]).fillna(rows["meeting_date_start"])
    return rows.assign(date=date)


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


def _titled(chart: Any, title: str, note: str, folder: str | None) -> Titled:
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
