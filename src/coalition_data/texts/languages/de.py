"""German."""

from coalition_data.texts.languages import (
    SIZES,
    Words,
    fold,
    fold_all,
    in_order,
    linked,
    phrases,
    qualified,
    sized,
    whole,
    with_endings,
)

_TENS = sized({
    20: "zwanzig", 30: "dreißig", 40: "vierzig", 50: "fünfzig", 60: "sechzig", 70: "siebzig", 80: "achtzig",
    90: "neunzig", 100: "hundert", 1000: "tausend",
})  # fmt: skip
_STEMS = (
    in_order(1, "erst zweit dritt viert fünft sechst siebt/siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt "
        "fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt")
    | {word + "st": size for word, size in _TENS.items()}
)  # fmt: skip
_FORMS = "e en er es em"
# What follows a number in one word: zweitägig, dreijährig, zweimal, zweitgrößte.
_TAILS = (
    "tägig jährig wöchig monatig stündig köpfig fach größt grösst stärkst wichtigst höchst häufigst"
)

WORDS = Words(
    numbers=in_order(0, "null eins zwei/zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
        "sechzehn siebzehn achtzehn neunzehn") | _TENS
    | sized({1.5: "anderthalb eineinhalb", 2: "zweier", 3: "dreier", 10**6: "Million Millionen Mio",
        10**9: "Milliarde Milliarden Mrd", 10**12: "Billion Billionen"}) | SIZES,
    ordinals=with_endings(_STEMS, _FORMS) | {word: n for word, n in _STEMS.items() if word != "acht"},
    endings={"."},
    articles=set("ein eine einen einem einer eines".split()),
    ones=set("ein eine einen einem einer eines".split()),
    bare={"tausend"},
    links=linked({"und": "unit ten, large unit, large teen, large ten"}),
    connectors={"oder", "bis"},
    pairs={"und", "bis"},
    fillers=set("der die das den dem des als von ca".split()),
    of={"von"},
    vague=set("paar mehrere mehreren mehrerer einige einigen viele vielen etliche etlichen".split()),
    collectives=sized({12: "Dutzend"}),
    plurals=sized({
        12: "Dutzende Dutzenden", 100: "Hunderte Hunderten Hunderter", 10**3: "Tausende Tausenden Tausender",
        10**4: "Zehntausende Zehntausenden", 10**5: "Hunderttausende Hunderttausenden", 10**6: "Millionen",
        10**9: "Milliarden",
    }),
    spans=sized({10: "Jahrzehnt Jahrzehnte Jahrzehnten"}),
    anniversaries=set(fold_all("Jahrestag Jahrestags Jahrestages Jubiläum Geburtstag")),
    prefixes=qualified({
        "at_least": "mehr als|über|mindestens|wenigstens|nicht weniger als|gut|gute|guten|gutes|ein gutes|einem guten|"
        "etwas mehr als|gut die|weit über|weit mehr als",
        "at_most": "bis zu|weniger als|unter|höchstens|maximal|nicht mehr als|binnen|innerhalb von|innerhalb|"
        "etwas weniger als",
        "approximate": "rund|etwa|ungefähr|circa|zirka|ca|fast|knapp|nahezu|beinahe|an die|um die|annähernd|knappe|knappes|"
        "knappen|ein knappes|einem knappen|schätzungsweise",
        "ordinal": "Nummer|Nr",
        "range": "zwischen|von",
    }),
    suffixes=qualified({
        "at_least": "oder mehr|und mehr|mindestens|plus",
        "at_most": "oder weniger|höchstens|maximal",
        "approximate": "ungefähr|etwa|circa",
    }),
    wholes=whole({
        ("unquantified", 0): "eine Reihe|eine große Zahl|Reihe|Handvoll|Mehrheit|Minderheit|Vielzahl|Teil|Gruppe",
        ("ordinal", 1): "erstmals|erstmalig|das größte|die größte|der größte|konstituierende",
        ("exact", 1): "einmal|einzige|einziger|einziges",
        ("exact", 2): "beide|beiden|beider|beides|doppelt|doppelte|doppelten|doppelter|zwillings|zweimal",
        ("exact", 3): "dreimal|dreifach",
        ("order_of_magnitude", 20): "Jahrzehnte|Jahrzehnten",
    }),
    percent=phrases("%|Prozent"),
    halves=set(fold_all("halb halbe halben halber halbes Hälfte")),
    fractions=sized({
        3: "Drittel Dritteln", 4: "Viertel Vierteln", 5: "Fünftel Fünfteln", 10: "Zehntel Zehnteln",
    }),
    half_more=phrases("einhalb"),
    parts=[*fold_all("einhalb mal -"), *with_endings({fold(t): 0 for t in _TAILS.split()}, f"- {_FORMS}")],
    units_first=True,
)  # fmt: skip
