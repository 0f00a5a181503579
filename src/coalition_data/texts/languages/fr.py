"""French."""

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

_ORDINALS = {
    1: "unième premier première premiers premières", 2: "deuxième second seconde",
    20: "vingtième", 30: "trentième", 40: "quarantième", 50: "cinquantième", 60: "soixantième", 70: "septantième",
    80: "huitantième octantième", 90: "nonantième", 100: "centième", 10**3: "millième", 10**6: "millionième",
}  # fmt: skip

WORDS = Words(
    numbers=in_order(2, "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
    | sized({
        0: "zéro", 20: "vingt vingts", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 70: "septante",
        80: "huitante octante", 90: "nonante", 100: "cent cents", 10**3: "mille", 10**6: "million millions",
        10**9: "milliard milliards md mds", 10**12: "billion billions",
    }) | SIZES,
    ordinals=in_order(3, "troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième "
        "treizième quatorzième quinzième seizième") | sized(_ORDINALS),
    endings=set("e eme ieme er ere re nde nd".split()),
    articles={"un", "une"},
    ones={"un", "une"},
    bare={"mille"},
    links=linked({"et": "ten unit, ten teen"}),
    connectors={"ou", "a"},
    pairs={"et"},
    fillers=set("de d des les la le l quelque quelques".split()),
    of={"de", "d"},
    vague=set("des plusieurs quelques nombreux nombreuses".split()),
    collectives=sized({
        8: "huitaine", 10: "dizaine", 12: "douzaine", 15: "quinzaine", 20: "vingtaine", 30: "trentaine", 40: "quarantaine",
        50: "cinquantaine", 60: "soixantaine", 100: "centaine", 1000: "millier",
    }),
    plurals=sized({
        10: "dizaines", 12: "douzaines", 20: "vingtaines", 100: "centaines", 1000: "milliers", 10**6: "millions",
        10**9: "milliards",
    }),
    spans=sized({10: "décennie décennies"}),
    anniversaries=set(fold_all("anniversaire anniversaires")),
    prefixes=qualified({
        "at_least": "plus de|plus d|au moins|au minimum|a minima|pas moins de|supérieur à|minimum|un peu plus de|"
        "un peu plus d|dépassant|au delà de",
        "at_most": "jusqu à|au plus|au maximum|moins de|moins d|pas plus de|maximum|un peu moins de|un peu moins d|"
        "d ici|en moins de|en moins d",
        "approximate": "environ|près de|près d|quelque|quelques|autour de|autour d|presque|à peu près|quasiment|"
        "autour des|aux alentours de|plus ou moins|approximativement|quasi|à peine|une petite|un bon",
        "ordinal": "numéro|nº|n°",
        "range": "entre|de",
    }),
    suffixes=qualified({
        "at_least": "ou plus|et plus|ou davantage|au moins|au minimum|minimum",
        "at_most": "ou moins|au plus|au maximum|maximum",
        "approximate": "environ|à peu près|approximativement",
    }),
    wholes=whole({
        ("unquantified", 0): "un grand nombre|un certain nombre|poignée|série|majorité|minorité|multitude|partie|groupe",
        ("ordinal", 1): "les plus nombreux|le plus grand|la plus grande|inaugural|inaugurale",
        ("ordinal", 2): "suivis|suivies",
        ("exact", 1): "journée|semaine|année|mois",
        ("exact", 2): "double|jumeaux|jumelles",
        ("exact", 3): "triple",
        ("exact", 10): "décennie",
        ("order_of_magnitude", 20): "décennies",
    }),
    percent=phrases("%|pour cent"),
    halves={"moitie", "demi", "demie"},
    fractions=sized({
        3: "tiers", 4: "quart quarts", 5: "cinquième cinquièmes", 10: "dixième dixièmes",
    }),
    half_more=phrases("et demi|et demie"),
    half_after_noun=phrases("et demi|et demie"),
    titled={"premier", "premiere"},
    titles=set("ministre ministres".split()),
    multiplied={word: {4} for word in ("vingt", "vingts", "vingtieme")},
)  # fmt: skip
