"""Swedish."""

from coalition_data.texts.languages import (
    SIZES,
    Words,
    fold_all,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
)

_TENS = sized({
    20: "tjugo", 30: "trettio", 40: "fyrtio", 50: "femtio", 60: "sextio", 70: "sjuttio", 80: "åttio", 90: "nittio",
    100: "hundra", 1000: "tusen",
})  # fmt: skip

WORDS = Words(
    numbers=in_order(2, "två/tu tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton "
        "nitton") | _TENS
    | sized({10**6: "miljon miljoner mn", 10**9: "miljard miljarder md"}) | SIZES,
    ordinals=in_order(1, "första - tredje fjärde femte sjätte sjunde åttonde nionde tionde"),
    articles={"en", "ett"},
    ones={"en", "ett"},
    bare={"tusen"},
    connectors={"eller", "till"},
    pairs={"och"},
    fillers=set("de den det".split()),
    of={"av"},
    vague=set("flera några många åtskilliga".split()),
    collectives=sized({10: "tiotal", 12: "dussin", 20: "tjugotal", 100: "hundratal", 1000: "tusental"}),
    plurals=sized({10: "tiotals", 100: "hundratals", 1000: "tusentals", 10**6: "miljoner"}),
    spans=sized({10: "decennium decennier"}),
    prefixes=qualified({
        "at_least": "mer än|över|minst|fler än|drygt|åtminstone",
        "at_most": "upp till|mindre än|under|högst|färre än|inom",
        "approximate": "omkring|cirka|ca|nästan|ungefär|runt|knappt|närmare",
        "ordinal": "nummer|nr",
        "range": "mellan|från",
    }),
    suffixes=qualified({"at_least": "eller fler|eller mer", "approximate": "- tal"}),
    wholes=whole({
        ("exact", 2): "båda|dubbelt|dubbla",
        ("ordinal", 2): "näst största",
        ("exact", 1): "dag|vecka|månad|år",
    }),
    percent=phrases("%|procent"),
    halves=set(fold_all("halv halva hälften")),
    fractions=sized({3: "tredjedel tredjedelar", 4: "fjärdedel fjärdedelar"}),
    half_more=phrases("och en halv|och ett halvt"),
    parts=["-"],
)  # fmt: skip
