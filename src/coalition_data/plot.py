"""Charts of the tables, as Altair objects: `chart.save("chart.png")` and `.svg` work without network."""

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
# How many states a picture of attendance can name and still be read.
MOST_STATES = 30
# Beyond this ratio of highest to lowest number, a linear axis shows nothing of the small ones.
WIDE = 100


def timeline(folder: str | None = None) -> Titled:
    """Return the meetings by date and level, one mark each; a hollow mark wasn't held, or isn't known to have been.

    Meetings of unknown date aren't shown; the caption says how many. `folder`: other tables than the installed.

    >>> chart = timeline()
    >>> len(chart.to_dict()["title"]["subtitle"])
    2
    """
    alt = _altair()
    meetings = views.load("meetings", folder=folder)
    shown = meetings.assign(date=meetings["date_start"].fillna(meetings["date_end"])).dropna(
        subset=["date"]
    )
    levels = [
        level.replace("_", " ")
        for level in descriptor.read(folder).table("meetings").field("level").enum or []
    ]
    missing = len(meetings) - len(shown)
    chart = (
        alt.Chart(_rows(alt, shown, "meeting_id name_en date level body city status"))
        .mark_point(size=70, strokeWidth=1.5)
        .encode(
            x=_by_year(alt),
            y=alt.Y("level:N", title=None, sort=levels, axis=alt.Axis(labelLimit=220)),
            color=alt.Color("body:N", title="body", legend=alt.Legend(orient="bottom")),
            fill=alt.condition(
                "datum.status === 'held'", alt.Color("body:N"), alt.value("transparent")
            ),
            tooltip=["name_en:N", "date:T", "city:N", "status:N"],
        )
    )
    note = f"Hollow: not held, or not known to have been. {missing} of unknown date are left out."
    return _titled(chart, f"{len(shown)} meetings of the coalition and around it", note, folder)


def membership(folder: str | None = None) -> Titled:
    """Return how many members the coalition has had: the numbers that sources give, and the dated accessions.

    A dot is a number that one source gives (figures of `coalition_members`), at its day or else at that of the text.
    The line counts accessions whose day some source gives; it lies below the dots, since many founders have no day.

    >>> membership().to_dict()["title"]["text"]
    'Members of the coalition'
    """
    chart = members_by_date(
        folder, "number that a source gives", "accessions of known date, added up"
    )
    note = "Two counts differ: sources count states and bodies together, and many founding members have no date."
    return _titled(chart, "Members of the coalition", note, folder)


def members_by_date(
    folder: str | None, stated: str, dated: str, colours: tuple[str, str] = (ORANGE, BLUE)
) -> Any:
    """Return the chart of `membership` without a title; `stated` and `dated` are the words of its legend."""
    alt = _altair()
    said = _dated_figures(folder)
    # Numbers of organisations alone are another count.
    counted = (said["indicator"] == "coalition_members") & said["unit"].isin(
        ["members", "countries"]
    )
    said = said[counted].dropna(subset=["value", "date"])
    claims = views.load("memberships", folder=folder)
    joined = (
        claims[claims["status"] == "member"]
        .groupby("actor_id")["joined_on"]
        .min()
        .dropna()
        .sort_values()
    )
    dots = _rows(alt, said.assign(series=stated), "figure_id date value source_publisher series")
    steps = (
        joined.rename("date").reset_index().assign(series=dated, value=range(1, len(joined) + 1))
    )
    colour = alt.Color(
        "series:N",
        title=None,
        scale=alt.Scale(domain=[stated, dated], range=list(colours)),
        legend=alt.Legend(orient="bottom", labelLimit=400, columnPadding=40),
    )
    x, y = _by_year(alt), alt.Y("value:Q", title=None)
    tooltip = ["date:T", "value:Q", "source_publisher:N"]
    points = (
        alt.Chart(dots)
        .mark_circle(size=40, opacity=0.6)
        .encode(x=x, y=y, color=colour, tooltip=tooltip)
    )
    line = (
        alt.Chart(_rows(alt, steps, "actor_id date value series"))
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(x=x, y=y, color=colour)
    )
    return alt.layer(line, points).properties(width=WIDTH)


def attendance(folder: str | None = None) -> Titled:
    """Return which states came to how many meetings in each year: those that came most often, at most 30.

    Counts are lower bounds (see `state_years`): a pale cell can be a lack of lists as well as a lack of interest.

    >>> attendance().to_dict()["width"]
    720
    """
    alt = _altair()
    years = views.state_years(folder)
    most = years.groupby("name_en")["attended"].sum().sort_values(ascending=False, kind="stable")
    names = list(most[most > 0].index[:MOST_STATES])
    shown = years[years["name_en"].isin(names) & (years["attended"] > 0)]
    base = alt.Chart(_rows(alt, shown, "name_en year attended meetings rosters_known")).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("name_en:N", title=None, sort=names, axis=alt.Axis(labelLimit=220)),
    )
    cells = base.mark_rect().encode(
        color=alt.Color(
            "attended:Q", title="meetings", scale=alt.Scale(scheme="blues"), legend=None
        ),
        tooltip=["name_en:N", "year:O", "attended:Q", "meetings:Q", "rosters_known:Q"],
    )
    dark = alt.condition(
        f"datum.attended > {shown['attended'].max() * 0.6}", alt.value("white"), alt.value("#222")
    )
    words = base.mark_text(fontSize=10).encode(text="attended:Q", color=dark)
    note = "Meetings at which a source has the state, by year: lower bounds, since few lists of those present are whole."
    return _titled(alt.layer(cells, words), "Who comes to the table", note, folder)


def figures(indicator: str, folder: str | None = None) -> Titled:
    """Return all numbers that sources give for an indicator, by time and unit: a dot is a number, a bar its bounds.

    A number stands at the day that it is of, else at the day of its text; claims without a number or a day are left
    out, and the caption says how many. Raises ValueError for an unknown indicator, which lists those that work.

    >>> figures("foreign_fighters").to_dict()["title"]["text"]
    'What sources say: foreign fighters'
    """
    alt = _altair()
    known = descriptor.read(folder).table("figures").field("indicator").enum or []
    if indicator not in known:
        raise ValueError(f'no indicator "{indicator}"; there are {", ".join(known)}')
    every = _dated_figures(folder)
    every = every[every["indicator"] == indicator]
    every = every.assign(at=every["value"].fillna(every["low"]).fillna(every["high"]))
    shown = every.dropna(subset=["at", "date"])
    positive = shown["at"][shown["at"] > 0]
    wide = len(positive) == len(shown) > 0 and positive.max() / positive.min() > WIDE
    columns = "figure_id about as_stated qualifier at low high unit date source_publisher"
    base = alt.Chart(_rows(alt, shown, columns)).encode(
        x=_by_year(alt),
        color=alt.Color("unit:N", title=None, legend=alt.Legend(orient="bottom")),
        tooltip=[
            "about:N",
            "as_stated:N",
            "qualifier:N",
            "source_publisher:N",
            "date:T",
            "figure_id:N",
        ],
    )
    y = alt.Y(
        "at:Q",
        title=None,
        scale=alt.Scale(type="log" if wide else "linear"),
        axis=alt.Axis(format="~s"),
    )
    sharp = [
        "exact",
        "approximate",
        "at least",
        "at most",
        "range",
        "order of magnitude",
        "ordinal",
    ]
    shapes = ["circle", "diamond", "triangle-up", "triangle-down", "square", "cross", "circle"]
    shape = alt.Shape(
        "qualifier:N",
        title=None,
        scale=alt.Scale(domain=sharp, range=shapes),
        legend=alt.Legend(orient="bottom"),
    )
    dots = base.mark_point(size=60, filled=True, opacity=0.7).encode(y=y, shape=shape)
    bars = (
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule()
        .encode(y="low:Q", y2="high:Q")
    )
    note = f"{len(shown)} claims; {len(every) - len(shown)} without a number or a day are left out."
    return _titled(
        alt.layer(bars, dots), f"What sources say: {indicator.replace('_', ' ')}", note, folder
    )


def _altair() -> Any:
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
    """Return the figures with publishers, and `date`: the day that the number is of, else that of its text."""
    rows: pd.DataFrame = views.load("figures", joined=True, folder=folder)
    return rows.assign(
        date=rows["as_of"].fillna(rows["source_published"]).fillna(rows["meeting_date_start"])
    )


def _rows(alt: Any, frame: pd.DataFrame, columns: str) -> Any:
    """Return the named columns as data of a chart: values of closed lists as words, dates as text, None for missing."""
    plain = frame[columns.split()].copy()
    for name in plain.columns:
        kind = str(plain[name].dtype)
        if kind == "category":
            plain[name] = plain[name].astype(object).str.replace("_", " ")
        elif kind.startswith("datetime"):
            # With a time of day, or a browser would take the day as one in Greenwich.
            plain[name] = plain[name].dt.strftime("%Y-%m-%dT00:00:00")
    rows = plain.astype(object)
    return alt.Data(values=rows.where(rows.notna(), None).to_dict("records"))


def _titled(chart: Any, title: str, note: str, folder: str | None) -> Titled:
    """Add title, size and caption: what to know when reading, then source, version and licence."""
    package = descriptor.read(folder)
    year = str(package.raw.get("created", datetime.date.today().isoformat()))[:4]
    credit = f"Source: {package.raw.get('name')} {package.version} ({year}), coded from public texts; CC BY 4.0"
    heading = {
        "text": title,
        "subtitle": [note, credit],
        "anchor": "start",
        "subtitleColor": GREY,
        "offset": 12,
    }
    made = chart.properties(title=heading, width=WIDTH).configure_view(strokeWidth=0)
    made = made.configure_axis(gridOpacity=0.4, domain=False, labelFontSize=11)
    out: Titled = made.configure_title(fontSize=16)
    return out
