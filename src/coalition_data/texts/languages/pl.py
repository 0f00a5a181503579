"""Polish."""

from coalition_data.texts.languages import (
    SIZES,
    Words,
    fold_all,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
    with_endings,
)

WORDS = Words(
    numbers=in_order(1, "jeden/jedna/jedno/jednego/jednym dwa/dwie/dwóch/dwaj/dwoma trzy/trzech/trzej cztery/czterech/czterej "
        "pięć/pięciu sześć/sześciu siedem/siedmiu osiem/ośmiu dziewięć/dziewięciu dziesięć/dziesięciu "
        "jedenaście/jedenastu dwanaście/dwunastu trzynaście/trzynastu czternaście/czternastu piętnaście/piętnastu "
        "szesnaście/szesnastu siedemnaście/siedemnastu osiemnaście/osiemnastu dziewiętnaście/dziewiętnastu")
    | sized({
        20: "dwadzieścia dwudziestu", 30: "trzydzieści trzydziestu", 40: "czterdzieści czterdziestu",
        50: "pięćdziesiąt pięćdziesięciu", 60: "sześćdziesiąt sześćdziesięciu", 70: "siedemdziesiąt siedemdziesięciu",
        80: "osiemdziesiąt osiemdziesięciu", 90: "dziewięćdziesiąt dziewięćdziesięciu", 100: "sto stu", 200: "dwieście dwustu",
        300: "trzysta trzystu", 400: "czterysta czterystu", 500: "pięćset pięciuset", 600: "sześćset sześciuset",
        700: "siedemset siedmiuset", 800: "osiemset ośmiuset", 900: "dziewięćset dziewięciuset", 1.5: "półtora",
        10**3: "tysiąc tysiące tysięcy tys", 10**6: "milion miliony milionów mln",
        10**9: "miliard miliardy miliardów mld",
    }) | SIZES,
    ordinals=with_endings(in_order(1, "pierwsz drug trzec czwart piąt szóst siódm ósm dziewiąt dziesiąt"),
        "y a e i ie ego ej"),
    endings={"."},
    bare=set(fold_all("tysiąc milion miliard")),
    connectors={"lub", "do"},
    pairs={"a", "i"},
    plurals=sized({10: "dziesiątki dziesiątek kilkadziesiąt kilkudziesięciu", 100: "setki setek kilkaset kilkuset", 1000: "tysiące", 10**6: "miliony"}),
    prefixes=qualified({
        "at_least": "ponad|więcej niż|co najmniej|przynajmniej|powyżej",
        "at_most": "do|mniej niż|co najwyżej|maksymalnie|poniżej|w ciągu",
        "approximate": "około|ok|prawie|niemal|blisko|niespełna",
        "ordinal": "numer|nr",
        "range": "między|od",
    }),
    suffixes=qualified({"at_least": "lub więcej|i więcej"}),
    wholes=whole({
        ("exact", 2): "oba|obie|obu|obaj",
        ("exact", 1): "rok|miesiąc|tydzień|dzień",
    }),
    percent=phrases("%|procent|proc"),
    halves=set(fold_all("pół połowa połowę połowy")),
)  # fmt: skip
