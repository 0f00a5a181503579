"""Slovenian."""

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
    numbers=in_order(1, "ena/en/eno/eden/enega dva/dve/dveh/dvema/dvo trije/tri/treh štirje/štiri/štirih pet/petih šest/šestih "
        "sedem/sedmih osem/osmih devet/devetih deset/desetih enajst/enajstih dvanajst/dvanajstih trinajst štirinajst petnajst "
        "šestnajst sedemnajst osemnajst devetnajst")
    | sized({
        20: "dvajset dvajsetih", 30: "trideset tridesetih", 40: "štirideset štiridesetih", 50: "petdeset petdesetih",
        60: "šestdeset šestdesetih", 70: "sedemdeset sedemdesetih", 80: "osemdeset osemdesetih", 90: "devetdeset devetdesetih",
        100: "sto", 10**3: "tisoč", 10**6: "milijon milijona milijoni milijone milijonov mio",
        10**9: "milijarda milijardo milijardi milijarde milijard mrd",
    }),
    ordinals=with_endings(in_order(1, "prv drug tretj četrt pet šest sedm osm devet deset enajst dvanajst "
        "trinajst štirinajst petnajst šestnajst sedemnajst osemnajst devetnajst dvajset"), "i a o e ega em emu"),
    endings={"."},
    bare=set(fold_all("tisoč milijon milijarda")),
    links=linked({"in": "unit ten"}),
    connectors={"ali", "do"},
    pairs={"in"},
    vague=set(fold_all("nekaj več")),
    collectives=sized({12: "ducat"}),
    plurals=sized({10: "desetine", 100: "stotine", 1000: "tisoče tisoči", 10**6: "milijoni"}),
    spans=sized({10: "desetletje desetletji desetletja"}),
    prefixes=qualified({
        "at_least": "več kot|nad|najmanj|vsaj|čez|več kakor",
        "at_most": "do|manj kot|največ|pod",
        "approximate": "okoli|približno|skoraj|okrog|kakih|blizu",
        "ordinal": "številka|št",
        "range": "med|od",
    }),
    suffixes=qualified({"at_least": "ali več|in več"}),
    wholes=whole({
        ("exact", 2): "oba|obe|obeh",
        ("exact", 1): "leto|mesec|teden|dan",
    }),
    percent=phrases("%|odstotkov|odstotka|odstotki|odstotek|odst"),
    halves=set(fold_all("pol polovica polovico polovice")),
    fractions=sized({3: "tretjina tretjino tretjine", 4: "četrtina četrtino četrtine"}),
    half_more=phrases("in pol"),
    half_after_noun=phrases("in pol"),
    parts=["-", *with_endings({"dnevn": 0, "letn": 0}, "i a o ega em")],
    units_first=True,
)  # fmt: skip
