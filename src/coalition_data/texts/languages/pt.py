"""Portuguese."""

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

_ANY = "ten unit, large unit, large teen, large ten, large large"

WORDS = Words(
    numbers=in_order(2, "dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze "
        "dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove")
    | sized({
        0: "zero", 20: "vinte", 30: "trinta", 40: "quarenta", 50: "cinquenta", 60: "sessenta", 70: "setenta", 80: "oitenta",
        90: "noventa", 100: "cem cento", 200: "duzentos duzentas", 300: "trezentos trezentas",
        400: "quatrocentos quatrocentas", 500: "quinhentos quinhentas", 600: "seiscentos", 700: "setecentos",
        800: "oitocentos", 900: "novecentos", 10**3: "mil", 10**6: "milhão milhões", 10**9: "bilhão bilhões",
    }) | SIZES,
    ordinals=with_endings(in_order(1, "primeir segund terceir quart quint sext sétim oitav non décim")
    | sized({20: "vigésim", 30: "trigésim", 40: "quadragésim", 50: "quinquagésim", 60: "sexagésim", 70: "septuagésim",
        80: "octogésim", 90: "nonagésim", 100: "centésim", 1000: "milésim"}), "o a"),
    endings={"º", "ª"},
    articles={"um", "uma"},
    ones={"um", "uma"},
    bare={"mil"},
    links=linked({"e": _ANY}),
    connectors={"ou", "a"},
    pairs={"e"},
    fillers=set("de os as o a uns umas".split()),
    of={"de"},
    vague=set("vários várias algumas alguns muitos muitas".split()),
    collectives=sized({10: "dezena", 12: "dúzia", 15: "quinzena", 20: "vintena", 100: "centena", 1000: "milhar"}),
    plurals=sized({10: "dezenas", 12: "dúzias", 100: "centenas", 1000: "milhares", 10**6: "milhões"}),
    spans=sized({10: "década décadas"}),
    anniversaries=set(fold_all("aniversário")),
    prefixes=qualified({
        "at_least": "mais de|mais da|pelo menos|ao menos|no mínimo|não menos de|pouco mais de",
        "at_most": "até|menos de|no máximo|pouco menos de|dentro de",
        "approximate": "cerca de|quase|aproximadamente|em torno de|uns|umas|perto de",
        "ordinal": "número|nº",
        "range": "entre|de",
    }),
    suffixes=qualified({"at_least": "ou mais|pelo menos", "at_most": "ou menos", "approximate": "aproximadamente"}),
    wholes=whole({
        ("exact", 2): "ambos|ambas|dobro|dupla",
        ("exact", 1): "semana|mês|ano",
        ("exact", 10): "década",
    }),
    percent=phrases("%|por cento"),
    halves=set(fold_all("metade meio meia")),
    fractions=sized({3: "terço terços", 4: "quarto quartos", 5: "quinto quintos"}),
    half_more=phrases("e meio|e meia"),
    half_after_noun=phrases("e meio|e meia"),
    ordinals_join=True,
)  # fmt: skip
