"""Danish."""

from coalition_data.texts.languages import (
    SIZES,
    Words,
    fold_all,
    in_order,
    linked,
    phrases,
    qualified,
    sized,
    whole,
)

_TENS = sized({
    20: "tyve", 30: "tredive", 40: "fyrre", 50: "halvtreds", 60: "tres treds", 70: "halvfjerds", 80: "firs", 90: "halvfems",
    100: "hundrede", 1000: "tusind tusinde",
})  # fmt: skip

WORDS = Words(
    numbers=in_order(0, "nul én/éen to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten "
        "atten nitten") | _TENS | {"hundred": 100.0}
    | sized({1.5: "halvanden", 10**6: "million millioner mio", 10**9: "milliard milliarder mia"}) | SIZES,
    ordinals=in_order(1, "første - tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte"),
    endings={"."},
    articles={"en", "et"},
    ones={"en", "et"},
    bare={"tusind"},
    links=linked({"og": "unit ten, large unit, large teen, large ten"}),
    connectors={"eller", "til"},
    pairs={"og"},
    fillers=set("de den det ca".split()),
    of={"af"},
    vague=set("flere nogle mange adskillige".split()),
    collectives=sized({12: "dusin", 10: "snes"}),
    plurals=sized({10: "snesevis", 100: "hundreder hundredvis", 1000: "tusinder tusindvis", 10**6: "millioner"}),
    spans=sized({10: "årti årtier"}),
    prefixes=qualified({
        "at_least": "mere end|over|mindst|flere end|ikke færre end|godt",
        "at_most": "op til|mindre end|under|højst|færre end|inden for",
        "approximate": "omkring|cirka|ca|næsten|omtrent|knap|omtrentlig|rundt regnet",
        "ordinal": "nummer|nr",
        "range": "mellem|fra",
    }),
    suffixes=qualified({
        "at_least": "eller flere|eller mere",
        "approximate": "dages tid|ugers tid|måneders tid|års tid",
    }),
    wholes=whole({
        ("exact", 2): "begge|dobbelt",
        ("ordinal", 1): "den største|det største",
        ("exact", 1): "dag|uge|måned|år",
    }),
    percent=phrases("%|procent|pct"),
    halves=set(fold_all("halv halve halvdel halvdelen")),
    fractions=sized({3: "tredjedel tredjedele", 4: "fjerdedel fjerdedele"}),
    parts=["-"],
    units_first=True,
)  # fmt: skip
