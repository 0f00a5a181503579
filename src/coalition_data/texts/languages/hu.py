"""Hungarian."""

from coalition_data.texts.languages import (
    Words,
    fold_all,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
)

WORDS = Words(
    numbers=in_order(2, "kettő/két/kettőt három/hármat négy/négyet öt/ötöt hat/hatot hét/hetet nyolc/nyolcat kilenc/kilencet "
        "tíz/tizen/tizet")
    | sized({
        20: "húsz huszon húszat", 30: "harminc", 40: "negyven", 50: "ötven", 60: "hatvan", 70: "hetven", 80: "nyolcvan",
        90: "kilencven", 100: "száz", 10**3: "ezer", 10**6: "millió", 10**9: "milliárd", 10**12: "billió", 1.5: "másfél",
    }),
    ordinals=sized({
        1: "első egyedik", 2: "második kettedik", 3: "harmadik", 4: "negyedik", 5: "ötödik", 6: "hatodik", 7: "hetedik",
        8: "nyolcadik", 9: "kilencedik", 10: "tizedik", 20: "huszadik", 30: "harmincadik", 40: "negyvenedik", 50: "ötvenedik",
        60: "hatvanadik", 70: "hetvenedik", 80: "nyolcvanadik", 90: "kilencvenedik", 100: "századik", 1000: "ezredik",
    }),
    endings={"."},
    articles={"egy"},
    ones={"egy"},
    bare={"ezer"},
    connectors={"vagy"},
    pairs=set(fold_all("és")),
    fillers=set("a az".split()),
    vague=set(fold_all("több néhány számos")),
    collectives=sized({12: "tucat tucatnyi"}),
    plurals=sized({100: "százak százai százával", 1000: "ezrek ezrei ezrével", 10**6: "milliók milliói"}),
    prefixes=qualified({
        "at_least": "több mint|legalább|minimum|meghaladja",
        "at_most": "legfeljebb|maximum|kevesebb mint|akár|kevesebb",
        "approximate": "mintegy|körülbelül|kb|közel|majdnem|csaknem|nagyjából|megközelítőleg|hozzávetőleg|szűk",
    }),
    suffixes=qualified({
        "at_least": "- nál több|- nél több|nál több|nél több|vagy több|vagy annál több",
        "at_most": "- nál kevesebb|- nél kevesebb|nál kevesebb|nél kevesebb",
        "approximate": "körül|körüli",
    }),
    wholes=whole({
        ("exact", 2): "mindkét|mindkettő|kettős",
        ("ordinal", 1): "először|elsőként|nyitó|alakuló",
        ("exact", 1): "év|hónap|nap",
    }),
    percent=phrases("%|százalék|százaléka|százalékát|százalékos"),
    halves=set(fold_all("fél fele felét")),
    fractions=sized({3: "harmada harmadát", 4: "negyede negyedét", 5: "ötöde ötödét"}),
    # Endings of cases; "egyre" is "ever more".
    parts=fold_all("egyre ra re ról ről ban ben ból ből nak nek val vel - nál nél napos hetes hónapos éves órás tagú fős harmada harmadát negyede negyedét"),
)  # fmt: skip
