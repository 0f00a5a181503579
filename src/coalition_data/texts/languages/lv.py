"""Latvian."""

from coalition_data.texts.languages import (
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

WORDS = Words(
    numbers=in_order(1, "viens/viena/vienu/vienas divi/divas/divu/divām/diviem trīs/triju četri/četras/četru pieci/piecas/piecu "
        "seši/sešas/sešu septiņi/septiņas/septiņu astoņi/astoņas/astoņu deviņi/deviņas/deviņu desmit vienpadsmit divpadsmit "
        "trīspadsmit četrpadsmit piecpadsmit sešpadsmit septiņpadsmit astoņpadsmit deviņpadsmit")
    | sized({
        20: "divdesmit", 30: "trīsdesmit", 40: "četrdesmit", 50: "piecdesmit", 60: "sešdesmit", 70: "septiņdesmit",
        80: "astoņdesmit", 90: "deviņdesmit", 100: "simts simtu simti simt", 200: "divsimt", 300: "trīssimt",
        10**3: "tūkstotis tūkstoši tūkstošu tūkstošiem tūkst", 10**6: "miljons miljoni miljonu miljoniem milj",
        10**9: "miljards miljardi miljardu miljardiem mljrd",
    }),
    ordinals=with_endings(in_order(1, "pirm otr treš ceturt piekt sest septīt astot devīt desmit"), "ais ā o ajā"),
    endings={"."},
    bare=set(fold_all("simts simtu tūkstotis miljons miljards")),
    links=linked({"un": "ten unit"}),
    connectors=set(fold_all("vai līdz")),
    pairs=set(fold_all("un līdz")),
    vague=set(fold_all("vairāki vairāku dažu daži")),
    plurals=sized({10: "desmiti desmitiem desmitu", 100: "simti simtiem", 1000: "tūkstoši tūkstošiem", 10**6: "miljoni"}),
    prefixes=qualified({
        "at_least": "vairāk nekā|vairāk kā|vismaz|ne mazāk kā|virs|pāri par",
        "at_most": "līdz|mazāk nekā|mazāk kā|ne vairāk kā",
        "approximate": "aptuveni|apmēram|gandrīz|ap|teju",
        "range": "no|starp",
    }),
    suffixes=qualified({"at_least": "vai vairāk"}),
    wholes=whole({("exact", 2): "abas|abi|abu", ("exact", 1): "gads|mēnesis|nedēļa|diena"}),
    percent=phrases("%|procents|procenti|procentu"),
    halves=set(fold_all("puse pusi pusei")),
    fractions=sized({3: "trešdaļa trešdaļu", 4: "ceturtdaļa ceturtdaļu"}),
)  # fmt: skip
