"""Croatian, Bosnian and Serbian, in Latin and Cyrillic letters."""

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

_LETTERS = zip(
    "абвгдђежзијклљмнњопрстћуфхцчџш",
    "a b v g d đ e z z i j k l lj m n nj o p r s t c u f h c c dz s".split(),
    strict=True,
)

WORDS = Words(
    numbers=in_order(1, "jedan/jedna/jedno/jednog/jednu dva/dvije/dve/dvoje/dvojica/dvojice/dvaju/dvo "
        "tri/troje/trojica/trojice/triju/tro četiri/četvero/četvoro/četvorica pet/petero/petorica šest/šestero/šestorica "
        "sedam/sedmero/sedmorica osam/osmero/osmorica devet/devetero deset/desetero "
        "jedanaest dvanaest trinaest četrnaest petnaest šesnaest sedamnaest osamnaest devetnaest")
    | sized({
        20: "dvadeset", 30: "trideset", 40: "četrdeset", 50: "pedeset", 60: "šezdeset", 70: "sedamdeset", 80: "osamdeset",
        90: "devedeset", 100: "sto stotinu stotina", 200: "dvjesto dvjesta dvesta dvesto", 300: "tristo trista",
        400: "četiristo četristo", 500: "petsto", 600: "šesto šeststo", 700: "sedamsto", 800: "osamsto", 900: "devetsto",
        10**3: "tisuća tisuće tisuću hiljada hiljade hiljadu tis",
        10**6: "milijun milijuna milijuni milion miliona milioni mil", 10**9: "milijarda milijarde milijardi milijardu mlrd",
        10**12: "bilijun bilijuna bilion biliona",
    }),
    ordinals=with_endings(in_order(1, "prv drug treć četvrt pet šest sedm osm devet deset"), "i a o og oj om im u e eg em"),
    endings={"."},
    bare=set(fold_all("tisuća tisuću hiljada hiljadu milijun milion milijarda")),
    links=linked({"i": "ten unit, large unit, large teen, large ten"}),
    connectors={"ili", "do"},
    pairs={"i", "do"},
    vague=set(fold_all("nekoliko više mnogo")),
    collectives=with_endings(sized({
        10: "deset", 15: "petnaest", 20: "dvadeset", 30: "trideset", 40: "četrdeset", 50: "pedeset", 60: "šezdeset",
        70: "sedamdeset", 80: "osamdeset",
    }), "ak") | {"stotinjak": 100.0},
    plurals=sized({10: "desetine desetina", 100: "stotine", 1000: "tisuće hiljade", 10**6: "milijuni milioni"}),
    prefixes=qualified({
        "at_least": "više od|preko|najmanje|barem|iznad|ne manje od|minimalno",
        "at_most": "do|manje od|najviše|maksimalno|ispod|ne više od",
        "approximate": "oko|otprilike|skoro|gotovo|približno|blizu|jedva|okvirno",
        "ordinal": "broj|br",
        "range": "između|izmedju|od",
    }),
    suffixes=qualified({"at_least": "ili više|i više"}),
    wholes=whole({
        ("exact", 2): "oba|obje|obe|obojica|oboje",
        ("ordinal", 1): "inauguralni|inauguralna|inauguralnom",
        ("exact", 1): "godina|godinu|mjesec|mesec|tjedan|sedmica|sedmicu|nedelja|nedelju|dan",
    }),
    percent=phrases("%|posto|odsto|od sto|procenata|procenat|procenta|postotaka"),
    halves=set(fold_all("pola polovina polovinu polovica polovicu")),
    fractions=sized({3: "trećina trećine trećinu", 4: "četvrtina četvrtine četvrtinu"}),
    half_more=phrases("i pol|i po|i pola"),
    half_after_noun=phrases("i pol|i po|i pola"),
    parts=["-", *with_endings({"dnevn": 0, "godisnj": 0, "clan": 0}, "i a o og e oj nog ni na")],
    letters={ord(cyrillic): latin for cyrillic, latin in _LETTERS},
)  # fmt: skip
