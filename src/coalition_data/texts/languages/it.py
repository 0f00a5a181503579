"""Italian."""

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

_UNITS = "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici"
_TEENS = "diciassette diciotto diciannove"
_TENS = sized({
    20: "venti", 30: "trenta", 40: "quaranta", 50: "cinquanta", 60: "sessanta", 70: "settanta", 80: "ottanta",
    90: "novanta", 100: "cento",
})  # fmt: skip
# In compounds the last vowel may go: vent-uno, cent-otto, ventiquattr-esimo.
_CUT = {
    word[:-1]: size
    for word, size in (in_order(2, f"{_UNITS} {_TEENS}") | _TENS).items()
    if size != 3
}
_ORDINALS = in_order(1, "prim second terz quart quint sest settim ottav non decim")

WORDS = Words(
    numbers=_CUT | in_order(2, f"{_UNITS} {_TEENS}") | _TENS
    | sized({0: "zero", 10**3: "mille mila mill", 10**6: "milione milioni mln", 10**9: "miliardo miliardi mld",
        10**12: "bilione bilioni"}) | SIZES,
    ordinals=with_endings(_ORDINALS, "o a e") | {"primi": 1.0},
    endings={"º", "ª", "esimo", "esima", "esimi", "esime"},
    articles={"un", "uno", "una"},
    ones={"un", "uno", "una"},
    bare={"mille", "mill"},
    links=linked({"e": "large large, large unit, large teen, large ten"}),
    connectors={"o", "a", "ad"},
    pairs={"e"},
    fillers=set("di d i gli le la il lo l dei delle degli alle ai".split()),
    of={"di"},
    vague=set("alcune alcuni diverse diversi parecchie parecchi varie vari molte molti".split()),
    collectives=sized({
        2: "paio", 10: "decina", 12: "dozzina", 15: "quindicina", 20: "ventina", 30: "trentina", 40: "quarantina", 50: "cinquantina",
        60: "sessantina", 100: "centinaio", 1000: "migliaio",
    }),
    plurals=sized({
        10: "decine", 12: "dozzine", 100: "centinaia", 1000: "migliaia", 10**6: "milioni", 10**9: "miliardi",
    }),
    spans=sized({10: "decennio decenni"}),
    anniversaries={"anniversario"},
    prefixes=qualified({
        "at_least": "più di|più d|oltre|almeno|non meno di|minimo|poco più di|oltre i|oltre le|superiore a|ben oltre",
        "at_most": "fino a|meno di|meno d|al massimo|al più|non più di|massimo|poco meno di|entro|sotto i",
        "approximate": "circa|pressocche|quasi|intorno a|attorno a|all incirca|pressoché|approssimativamente|appena|una buona",
        "ordinal": "numero|nº|n°",
        "range": "tra|fra|da|dai|dalle",
    }),
    suffixes=qualified({
        "at_least": "o più|e più|almeno|minimo",
        "at_most": "o meno|al massimo",
        "approximate": "circa|all incirca",
    }),
    wholes=whole({
        ("exact", 0): "nessuno|nessuna|nessun",
        ("unquantified", 0): "un gran numero|un certo numero|manciata|serie|maggioranza|minoranza|parte|gruppo",
        ("ordinal", 1): "inaugurale|il più grande|la più grande",
        ("exact", 1): "giornata|anno|mese|settimana",
        ("exact", 2): "entrambi|entrambe|ambedue|doppia|doppio|biennio|gemelli",
        ("exact", 3): "triennio|triplo|tripla|triplice",
        ("exact", 10): "decennio",
        ("exact", 20): "ventennio",
        ("order_of_magnitude", 20): "decenni",
    }),
    percent=phrases("%|per cento|percento"),
    halves=set(fold_all("metà mezzo mezza")),
    fractions=sized({
        3: "terzo terzi", 4: "quarto quarti", 5: "quinto quinti", 10: "decimo decimi",
    }),
    half_more=phrases("e mezzo|e mezza"),
    half_after_noun=phrases("e mezzo|e mezza"),
    parts=["esimo", "esima", "esimi", "esime"],
)  # fmt: skip
