"""Spanish."""

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

_HUNDREDS = in_order(
    2, "dosciento tresciento cuatrociento quiniento seisciento seteciento ochociento noveciento"
)
_ORDINALS = sized({
    1: "primer", 2: "segund", 3: "tercer", 4: "cuart", 5: "quint", 6: "sext", 7: "séptim", 8: "octav", 9: "noven",
    10: "décim", 11: "undécim décimoprimer", 12: "duodécim décimosegund", 13: "décimotercer", 14: "décimocuart",
    15: "décimoquint", 16: "décimosext", 17: "décimoséptim", 18: "décimooctav", 19: "décimonoven", 20: "vigésim",
    30: "trigésim", 40: "cuadragésim", 50: "quincuagésim", 60: "sexagésim", 70: "septuagésim", 80: "octogésim",
    90: "nonagésim", 100: "centésim", 1000: "milésim",
})  # fmt: skip

WORDS = Words(
    numbers=in_order(0, "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
        "diecisiete dieciocho diecinueve veinte veintiuno/veintiún/veintiuna veintidós veintitrés veinticuatro "
        "veinticinco veintiséis veintisiete veintiocho veintinueve")
    | sized({30: "treinta", 40: "cuarenta", 50: "cincuenta", 60: "sesenta", 70: "setenta", 80: "ochenta", 90: "noventa",
        100: "cien ciento", 10**3: "mil", 10**6: "millón millones mill", 10**9: "millardo millardos",
        10**12: "billón billones"})
    | with_endings({word: 100 * n for word, n in _HUNDREDS.items()}, "s") | SIZES
    | {"doscientas": 200.0, "trescientas": 300.0, "cuatrocientas": 400.0, "quinientas": 500.0, "seiscientas": 600.0,
        "setecientas": 700.0, "ochocientas": 800.0, "novecientas": 900.0},
    ordinals=with_endings(_ORDINALS, "o a") | {"primer": 1.0, "primeros": 1.0, "primeras": 1.0, "tercer": 3.0},
    endings={"º", "ª", "er"},
    articles={"un", "una"},
    ones={"un", "una", "uno"},
    bare={"mil"},
    links=linked({"y": "ten unit"}),
    connectors={"o", "u", "a"},
    pairs={"y"},
    fillers=set("de los las el la unos unas".split()),
    of={"de"},
    vague=set("varios varias algunos algunas unos unas muchos muchas numerosos".split()),
    collectives=sized({
        10: "decena", 12: "docena", 15: "quincena", 20: "veintena", 30: "treintena", 40: "cuarentena", 50: "cincuentena",
        60: "sesentena", 100: "centenar", 1000: "millar",
    }),
    plurals=sized({
        10: "decenas", 12: "docenas", 100: "centenares cientos", 1000: "miles millares", 10**6: "millones",
    }),
    spans=sized({10: "década décadas decenio decenios"}),
    anniversaries={"aniversario"},
    prefixes=qualified({
        "at_least": "más de|al menos|por lo menos|no menos de|como mínimo|mínimo|poco más de|algo más de|un poco más de|"
        "superior a|por encima de|encima de",
        "at_most": "hasta|menos de|como máximo|a lo sumo|no más de|máximo|poco menos de|algo menos de|dentro de|"
        "en el plazo de|en menos de|debajo de",
        "approximate": "unos|unas|cerca de|casi|aproximadamente|alrededor de|en torno a|apenas|más o menos|prácticamente",
        "ordinal": "número|nº",
        "range": "entre|de|desde",
    }),
    suffixes=qualified({
        "at_least": "o más|y más|al menos|como mínimo",
        "at_most": "o menos|como máximo",
        "approximate": "aproximadamente|más o menos",
    }),
    wholes=whole({
        ("unquantified", 0): "un gran número|un cierto número|puñado|serie|mayoría|minoría|parte|grupo",
        ("ordinal", 1): "inaugural|el mayor|la mayor|el más grande",
        ("exact", 1): "jornada|año|mes|semana",
        ("exact", 2): "ambos|ambas|doble|bienio|gemelos",
        ("exact", 3): "triple|trienio",
        ("exact", 10): "década|decenio",
        ("order_of_magnitude", 20): "décadas",
    }),
    percent=phrases("%|por ciento"),
    halves={"mitad", "medio", "media"},
    fractions=sized({
        3: "tercio tercios", 4: "cuarto cuartos", 5: "quinto quintos", 10: "décimo décimos",
    }),
    half_more=phrases("y medio|y media"),
    half_after_noun=phrases("y medio|y media"),
    titled=set(fold_all("primer primera")),
    titles=set(fold_all("ministro ministra ministros dama")),
    ordinals_join=True,
)  # fmt: skip
