"""Estonian."""

from coalition_data.texts.languages import (
    Words,
    fold_all,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
)

_UNITS = in_order(
    1,
    "üks/ühe kaks/kahe/kahte kolm/kolme neli/nelja viis/viie kuus/kuue seitse/seitsme kaheksa üheksa",
)

WORDS = Words(
    numbers=_UNITS | in_order(10, "kümme/kümne/kümmend/kümnend")
    | {word + teen: 10 + n for word, n in _UNITS.items() for teen in ("teist", "teistkümmend")}
    | sized({
        100: "sada saja", 10**3: "tuhat tuhande tuhandet", 10**6: "miljon miljonit miljoni mln",
        10**9: "miljard miljardit miljardi mld", 1.5: "poolteist",
    }),
    ordinals=sized({
        1: "esimene esimese esimest", 2: "teine teise", 3: "kolmas kolmanda", 4: "neljas neljanda", 5: "viies viienda",
        6: "kuues kuuenda", 7: "seitsmes seitsmenda", 8: "kaheksas kaheksanda", 9: "üheksas üheksanda", 10: "kümnes kümnenda",
    }),
    endings={"."},
    bare=set("tuhat miljon miljard".split()),
    multiplied=dict.fromkeys(fold_all("kümmend kümne"), range(2, 10)),
    connectors=set(fold_all("või kuni")),
    vague=set("mitu mitme paar".split()),
    collectives=sized({12: "tosin"}),
    plurals=sized({
        10: "kümned kümneid kümnete", 100: "sajad sadu sadade", 1000: "tuhanded tuhandeid tuhandete", 10**6: "miljonid miljoneid",
    }),
    prefixes=qualified({
        "at_least": "üle|rohkem kui|enam kui|vähemalt",
        "at_most": "kuni|vähem kui|alla|maksimaalselt|kõige rohkem",
        "approximate": "umbes|ligi|ligikaudu|peaaegu|ca|ligemale|circa",
        "ordinal": "number",
    }),
    suffixes=qualified({"at_least": "või enam|või rohkem"}),
    wholes=whole({("exact", 2): "mõlemad|mõlema|mõlemas", ("exact", 1): "aasta|kuu|nädal|nädala|päev|päeva"}),
    percent=phrases("%|protsenti|protsent|protsendi"),
    halves=set("pool pooled poole".split()),
    fractions=sized({3: "kolmandik kolmandikku", 4: "veerand neljandik"}),
    half_more=phrases("ja pool"),
    parts=["-", *fold_all("päevane päevase aastane aastase")],
)  # fmt: skip
