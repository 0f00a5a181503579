"""Dutch."""

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
    with_endings,
)

_UNITS = "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien"
_TENS = sized({
    20: "twintig", 30: "dertig", 40: "veertig", 50: "vijftig", 60: "zestig", 70: "zeventig", 80: "tachtig",
    90: "negentig", 100: "honderd", 1000: "duizend",
})  # fmt: skip

WORDS = Words(
    numbers=in_order(2, _UNITS) | _TENS
    | sized({0: "nul", 1.5: "anderhalf anderhalve", 10**6: "miljoen mln", 10**9: "miljard mld"}) | SIZES,
    ordinals=in_order(1, "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende "
        "veertiende vijftiende zestiende zeventiende achttiende negentiende")
    | {word + "ste": n for word, n in _TENS.items()},
    endings=set("e ste de".split()),
    articles={"een"},
    ones={"een"},
    bare={"duizend"},
    links=linked({"en": "unit ten, large unit, large teen, large ten"}),
    connectors={"of", "tot", "à", "a"},
    pairs={"en"},
    fillers=set("de het".split()),
    of={"van"},
    vague=set("enkele meerdere verscheidene vele diverse".split()),
    collectives=sized({10: "tiental", 12: "dozijn", 15: "vijftiental", 20: "twintigtal", 30: "dertigtal", 40: "veertigtal",
        50: "vijftigtal", 60: "zestigtal", 100: "honderdtal"}),
    plurals=sized({10: "tientallen", 100: "honderden", 1000: "duizenden", 10**4: "tienduizenden", 10**5: "honderdduizenden",
        10**6: "miljoenen", 10**9: "miljarden"}),
    spans=sized({10: "decennium decennia"}),
    prefixes=qualified({
        "at_least": "meer dan|ruim|minstens|ten minste|minimaal|niet minder dan|iets meer dan|boven",
        "at_most": "tot|maximaal|minder dan|hooguit|niet meer dan|hoogstens|onder|binnen|iets minder dan",
        "approximate": "ongeveer|circa|ca|zo n|bijna|rond|rond de|krap|nagenoeg|omstreeks",
        "ordinal": "nummer|nr",
        "range": "tussen|van",
    }),
    suffixes=qualified({"at_least": "of meer|en meer", "at_most": "of minder"}),
    wholes=whole({
        ("exact", 2): "beide|dubbele|tweemaal",
        ("ordinal", 1): "de grootste|het grootste",
        ("exact", 1): "dag|week|maand|jaar",
    }),
    percent=phrases("%|procent"),
    halves=set(fold_all("half halve helft")),
    fractions=sized({3: "derde", 4: "kwart", 5: "vijfde"}),
    half_more=phrases("en een half|en een halve"),
    parts=[*fold_all("- daags daagse dagen jarig jarige"), *with_endings({"voud": 0}, "- ig ige")],
    units_first=True,
)  # fmt: skip
