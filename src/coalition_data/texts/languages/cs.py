"""Czech and Slovak."""

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

WORDS = Words(
    numbers=in_order(1, "jeden/jedna/jedno/jednoho/jednej/jedného/jednu dva/dvě/dve/dvou/dvoch/dvěma/dvoma/dvaja/dvoj "
        "tři/tří/třem/třemi/třech/tri/troch/traja/tromi/troj čtyři/čtyř/čtyřem/čtyřech/štyri/štyroch/štyria "
        "pět/pěti/päť/piatich/piati šest/šesti/šiestich/šiesti sedm/sedmi/sedem/siedmich osm/osmi/osem/ôsmich "
        "devět/devíti/deväť/deviatich deset/deseti/desíti/desať/desiatich "
        "jedenáct/jedenácti/jedenásť/jedenástich dvanáct/dvanácti/dvanásť/dvanástich "
        "třináct/třinácti/trinásť/trinástich čtrnáct/čtrnácti/štrnásť/štrnástich patnáct/patnácti/pätnásť/pätnástich "
        "šestnáct/šestnácti/šestnásť/šestnástich sedmnáct/sedmnácti/sedemnásť/sedemnástich "
        "osmnáct/osmnácti/osemnásť/osemnástich devatenáct/devatenácti/devätnásť/devätnástich")
    | sized({
        20: "dvacet dvaceti dvacítka dvacítky dvadsať dvadsiatich", 30: "třicet třiceti třicítka třicítky tridsať tridsiatich",
        40: "čtyřicet čtyřiceti čtyřicítka čtyřicítky štyridsať štyridsiatich", 50: "padesát padesáti päťdesiat päťdesiatich",
        60: "šedesát šedesáti šesťdesiat šesťdesiatich", 70: "sedmdesát sedmdesáti sedemdesiat sedemdesiatich",
        80: "osmdesát osmdesáti osemdesiat osemdesiatich", 90: "devadesát devadesáti deväťdesiat deväťdesiatich",
        100: "sto sta stě set", 10**3: "tisíc tisíce tisíci tisících tisícov tis",
        10**6: "milion miliony milionu milionů milionech milión milióny miliónov miliónmi mil",
        10**9: "miliarda miliardy miliardu miliard miliardami mld", 10**12: "bilion biliony bilionů bilión bilióny biliónov",
    }) | SIZES,
    ordinals=with_endings(in_order(1, "prvn/prv druh třet čtvrt/štvrt pát/piat šest/šiest sedm/siedm osm/ôsm devát/deviat "
        "desát/desiat"), "í ího ím ý á é ého ej ou ú ia ie"),
    endings={"."},
    bare=set(fold_all("tisíc milion miliarda")),
    links=linked({"a": "unit ten"}),
    connectors=set(fold_all("nebo alebo či až do")),
    pairs={"a"},
    vague=set(fold_all("několik několika niekoľko niekoľkých pár")),
    plurals=sized({
        # "desítky" is also the genitive of "a ten".
        10: "desítek desiatky desiatok", 12: "tucty tuctů", 100: "stovky stovek stoviek",
        1000: "tisíce tisícovky", 10**6: "miliony milióny", 10**9: "miliardy",
    }),
    prefixes=qualified({
        "at_least": "více než|víc než|více jak|viac ako|viac než|přes|vyše|nejméně|najmenej|alespoň|aspoň|minimálně|nad",
        "at_most": "až|až do|do|méně než|menej ako|menej než|nejvýše|najviac|maximálně|nanejvýš|pod",
        "approximate": "asi|kolem|okolo|zhruba|přibližně|približne|cca|téměř|takmer|skoro|bezmála|takřka",
        "ordinal": "číslo|č",
        "range": "mezi|medzi|od",
    }),
    suffixes=qualified({"at_least": "nebo více|alebo viac|a více|a viac"}),
    wholes=whole({
        ("exact", 2): "oba|obě|obou|obaja|obe|oboch",
        ("ordinal", 1): "poprvé|prvýkrát|po prvýkrát",
        ("exact", 1): "rok|měsíc|mesiac|týden|týždeň|den|deň",
    }),
    percent=phrases("%|procent|procenta|procento|percent|percentá|percento"),
    halves=set(fold_all("půl polovina polovinu poloviny pol polovica polovicu polovice")),
    fractions=sized({3: "třetina třetinu třetiny tretina tretinu tretiny", 4: "čtvrtina čtvrtinu čtvrtiny štvrtina štvrtinu"}),
    half_more=phrases("a půl|a pol"),
    parts=["-", *with_endings(dict.fromkeys(fold_all("denn dňov člen ročn letn"), 0), "í ý á é ého ná ný né ní ím ej")],
    units_first=True,
)  # fmt: skip
