"""English."""

from coalition_data.texts.languages import (
    SIZES,
    Words,
    in_order,
    linked,
    phrases,
    qualified,
    sized,
    whole,
    with_endings,
)

_TENS = in_order(2, "twent thirt fort fift sixt sevent eight ninet")
_TENS = {word: 10 * n for word, n in _TENS.items()}

WORDS = Words(
    numbers=in_order(0, "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen")
    | with_endings(_TENS, "y")
    | sized({100: "hundred", 10**3: "thousand", 10**6: "million millions", 10**9: "billion billions",
        10**12: "trillion trillions"}) | SIZES,
    ordinals=in_order(1, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
    | with_endings(_TENS, "ieth") | sized({100: "hundredth", 10**3: "thousandth", 10**6: "millionth"}),
    endings=set("th st nd rd".split()),
    articles={"a", "an"},
    links=linked({"and": "large unit, large teen, large ten"}),
    connectors={"or", "to"},
    pairs={"and"},
    fillers=set("the some us estimated".split()),
    of={"of"},
    vague=set("several some many few".split()),
    collectives=sized({2: "couple", 12: "dozen", 20: "score"}),
    plurals=sized({
        10: "tens", 12: "dozens", 20: "scores", 100: "hundreds", 10**3: "thousands", 10**6: "millions",
        10**9: "billions", 10**12: "trillions",
    }),
    spans=sized({10: "decade decades"}),
    anniversaries={"anniversary", "anniversaries"},
    prefixes=qualified({
        "at_least": "more than|over|at least|upwards of|no fewer than|not less than|no less than|in excess of|well over|"
        "minimum|just over|a bit more than|a little more than|slightly more than|a little over|little more than|"
        "slightly over|exceeding|greater than|at a minimum",
        "at_most": "up to|at most|fewer than|less than|under|no more than|not more than|as many as|below|maximum|"
        "just under|a little less than|slightly less than|slightly under|within|as much as|well under",
        "approximate": "about|around|nearly|almost|roughly|approximately|some|close to|~|circa|approx|an estimated|"
        "estimated|a good",
        "ordinal": "number",
        "range": "between|from",
    }),
    suffixes=qualified({
        "at_least": "or more|at least|minimum|- plus|plus|and more|and counting",
        "at_most": "or less|or fewer|at most|maximum",
        "approximate": "or so|approximately|approx|- odd|odd|- ish",
    }),
    wholes=whole({
        ("unquantified", 0): "a large number|a great number|a number|no one|not one|handful|series|range|"
        "majority|minority|lot|variety|host|group",
        ("ordinal", 1): "the largest|the most numerous|the biggest|inaugural",
        ("ordinal", 2): "followed by",
        ("exact", 1): "day|daylong|week|weeklong|month|monthlong|year|yearlong|once|single",
        ("exact", 2): "both|twin|twice|double|twofold|pair",
        ("exact", 3): "triple|thrice|threefold",
        ("exact", 10): "decade|tenfold",
        ("exact", 100): "hundredfold",
        ("exact", 1000): "thousandfold",
        ("order_of_magnitude", 20): "decades",
    }),
    percent=phrases("%|per cent|percent"),
    halves={"half"},
    fractions=sized({
        2: "halves", 3: "third thirds", 4: "quarter quarters", 5: "fifth fifths", 10: "tenth tenths",
    }),
    half_more=phrases("and a half|and half"),
    half_after_noun=phrases("and a half"),
    titled={"first", "second"},
    titles=set("minister lady vice secretary sergeant lieutenant".split()),
)  # fmt: skip
