"""Albanian."""

from coalition_data.texts.languages import (
    Words,
    fold_all,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
)

WORDS = Words(
    numbers=in_order(2, "dy tre/tri katër pesë gjashtë shtatë tetë nëntë dhjetë")
    | sized({100: "qind", 10**3: "mijë", 10**6: "milion milionë", 10**9: "miliard miliardë"}),
    ordinals=in_order(1, "parë dytë tretë katërt pestë"),
    connectors={"ose"},
    pairs={"dhe"},
    fillers=set(fold_all("të e")),
    plurals=sized({10: "dhjetëra", 100: "qindra", 1000: "mijëra", 10**6: "miliona"}),
    prefixes=qualified({
        "at_least": "më shumë se|mbi|të paktën",
        "at_most": "deri në|më pak se|nën",
        "approximate": "rreth|afërsisht|gati|afro",
        "range": "midis|nga",
    }),
    wholes=whole({("exact", 1): "vit|muaj|javë|ditë"}),
    percent=phrases("%|për qind"),
    halves=set(fold_all("gjysmë gjysma gjysmën")),
)  # fmt: skip
