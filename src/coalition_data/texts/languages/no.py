"""Norwegian, Bokmål and Nynorsk."""

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
    20: "tjue", 30: "tretti", 40: "førti", 50: "femti", 60: "seksti", 70: "sytti", 80: "åtti", 90: "nitti",
    100: "hundre", 1000: "tusen",
})  # fmt: skip

WORDS = Words(
    numbers=in_order(2, "to tre fire fem seks sju/syv åtte ni ti elleve/elve tolv tretten fjorten femten seksten sytten/søtten "
        "atten nitten") | _TENS
    | sized({1.5: "halvannen halvannet", 10**6: "million millioner millionar mill",
        10**9: "milliard milliarder milliardar mrd"}) | SIZES,
    ordinals=in_order(1, "første/fyrste - tredje fjerde femte sjette sjuende/syvende/sjuande åttende/åttande "
        "niende/niande tiende/tiande"),
    endings={"."},
    articles={"en", "et", "ein", "eit", "ei"},
    ones={"en", "et", "ett", "ein", "eit"},
    bare={"tusen"},
    links=linked({"og": "large unit, large teen, large ten"}),
    connectors={"eller", "til"},
    pairs={"og"},
    fillers=set("de den det dei".split()),
    of={"av"},
    vague=set("flere fleire noen nokre mange".split()),
    collectives=sized({12: "dusin"}),
    plurals=sized({10: "titalls", 100: "hundrevis", 1000: "tusenvis", 10**6: "millioner millionar"}),
    spans=sized({10: "tiår"}),
    prefixes=qualified({
        "at_least": "mer enn|meir enn|over|minst|flere enn|fleire enn|godt over",
        "at_most": "opptil|opp til|inntil|mindre enn|under|høyst|færre enn|innen",
        "approximate": "omtrent|omlag|om lag|rundt|cirka|ca|nesten|rundt regnet|kring|knapt|snaut",
        "ordinal": "nummer|nr",
        "range": "mellom|fra|frå",
    }),
    suffixes=qualified({"at_least": "eller flere|eller fleire|eller mer"}),
    wholes=whole({
        ("exact", 2): "begge|dobbelt",
        ("exact", 1): "dag|uke|veke|måned|månad|år",
    }),
    percent=phrases("%|prosent"),
    halves=set(fold_all("halv halve halvparten")),
    fractions=sized({3: "tredjedel tredjedeler", 4: "fjerdedel fjerdedeler"}),
    parts=["-"],
)  # fmt: skip
