"""How a number travels: how many countries met in London in January 2015, by whom and when it was printed.

`python examples/how_a_number_travels.py [FOLDER]` draws `how_a_number_travels.svg` into FOLDER (default: here).
Needs the extra `explore`.
"""

import sys
from pathlib import Path

import altair as alt

import coalition_data as cd

QUANTITY = "attendance-2015-01-london"

claims = cd.load("figures", joined=True).query("quantity_id == @QUANTITY and unit == 'countries'")
claims = claims.merge(
    cd.sources()[["source_id", "derived_from"]], on="source_id", validate="many_to_one"
)
claims = claims.dropna(subset=["value"]).sort_values(
    ["source_published", "figure_id"], na_position="last"
)
rows = [
    {
        "outlet": row.source_publisher,
        "value": row.value,
        "qualifier": row.qualifier,
        "words": row.as_stated if isinstance(row.as_stated, str) else "",
        "text": "takes its text from another"
        if isinstance(row.derived_from, str)
        else "its own text",
    }
    for row in claims.itertuples()
]
order = list(dict.fromkeys(row["outlet"] for row in rows))

base = alt.Chart(alt.Data(values=rows)).encode(
    x=alt.X(
        "value:Q",
        title="countries",
        scale=alt.Scale(zero=False, padding=30),
        axis=alt.Axis(tickMinStep=1),
    ),
    y=alt.Y("outlet:N", title=None, sort=order, axis=alt.Axis(labelLimit=260)),
)
points = base.mark_point(filled=True, size=110).encode(
    shape=alt.Shape("qualifier:N", title=None, legend=alt.Legend(orient="bottom")),
    color=alt.Color("text:N", title=None, legend=alt.Legend(orient="bottom", labelLimit=260)),
)
words = base.mark_text(align="left", dx=10, dy=-8, fontSize=10).encode(text="words:N")
chosen = cd.reconcile("attendance_count", rule="most_independent")
chosen = chosen[(chosen["quantity_id"] == QUANTITY) & (chosen["unit"] == "countries")].iloc[0]
chart = (points + words).properties(
    width=520,
    title={
        "text": "How a number travels: how many countries met in London?",
        "subtitle": [
            "Outlets by publication as far as it is known, earliest on top; with the words that they print.",
            f"Source: coalition-data {cd.__version__}, figures of {QUANTITY}; CC BY 4.0",
        ],
        "anchor": "start",
    },
)
folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
chart.save(folder / "how_a_number_travels.svg")
print(f"{len(rows)} claims of {len(order)} outlets; most independent: {chosen['qualifier']} {chosen['value']:g}, "
      f"given by {chosen['n_independent']} independent texts")  # fmt: skip
