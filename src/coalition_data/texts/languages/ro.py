"""Romanian."""

from coalition_data.texts.languages import (
    Words,
    fold_all,
    in_order,
    linked,
    phrases,
    qualified,
    sized,
    whole,
)

WORDS = Words(
    numbers=in_order(1, "unu/una doi/două trei patru cinci șase șapte opt nouă zece unsprezece doisprezece/douăsprezece treisprezece "
        "paisprezece cincisprezece șaisprezece șaptesprezece optsprezece nouăsprezece")
    | sized({
        20: "douăzeci", 30: "treizeci", 40: "patruzeci", 50: "cincizeci", 60: "șaizeci", 70: "șaptezeci", 80: "optzeci",
        90: "nouăzeci", 100: "sută sute", 10**3: "mie mii", 10**6: "milion milioane mil", 10**9: "miliard miliarde mld",
        10**12: "trilion trilioane",
    }),
    ordinals=sized({
        1: "primul prima primii primele", 2: "doilea", 3: "treilea treia", 4: "patrulea patra", 5: "cincilea cincea",
        6: "șaselea șasea", 7: "șaptelea șaptea", 8: "optulea opta", 9: "nouălea", 10: "zecelea zecea",
        11: "unsprezecelea unsprezecea", 12: "doisprezecelea douăsprezecea", 20: "douăzecilea douăzecea",
    }),
    articles=set("un o".split()),
    ones={"un", "o"},
    links=linked({"și": "ten unit"}),
    connectors=set(fold_all("sau la până")),
    pairs=set(fold_all("și la")),
    fillers=set("de cele cei la".split()),
    of={"de"},
    vague=set(fold_all("câteva câțiva multe mulți")),
    collectives=sized({12: "duzină"}),
    plurals=sized({10: "zeci", 12: "duzini", 100: "sute", 1000: "mii", 10**6: "milioane", 10**9: "miliarde"}),
    spans=sized({10: "deceniu decenii"}),
    prefixes=qualified({
        "at_least": "peste|mai mult de|mai mulți de|mai multe de|mai bine de|cel puțin|minimum|minim|nu mai puțin de",
        "at_most": "până la|mai puțin de|mai puțini de|mai puține de|sub|cel mult|maximum|maxim",
        "approximate": "aproximativ|circa|aproape|aproape de|în jur de|cam|vreo",
        "ordinal": "numărul",
        "range": "între|de la",
    }),
    suffixes=qualified({"at_least": "sau mai mult|sau mai multe|sau mai mulți", "approximate": "aproximativ"}),
    wholes=whole({
        ("exact", 2): "ambele|ambii|ambelor|amândouă|amândoi",
        ("ordinal", 1): "inaugurală|inaugural|inaugurale",
        ("ordinal", 2): "a doua",
        ("exact", 1): "an|lună|săptămână|zi",
    }),
    percent=phrases("%|la sută|procente|procent"),
    halves=set(fold_all("jumătate jumătatea")),
    fractions=sized({3: "treime treimi", 4: "sfert sferturi"}),
    half_more=phrases("și jumătate"),
    half_after_noun=phrases("și jumătate"),
)  # fmt: skip
