"""Lithuanian."""

from coalition_data.texts.languages import (
    Words,
    fold_all,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
    with_endings,
)

WORDS = Words(
    numbers=in_order(1, "vienas/viena/vieną/vieno/vienos du/dvi/dviejų/dviem trys/tris/trijų keturi/keturios/keturių/keturis "
        "penki/penkios/penkių/penkis šeši/šešios/šešių/šešis septyni/septynios/septynių/septynis "
        "aštuoni/aštuonios/aštuonių/aštuonis devyni/devynios/devynių/devynis dešimt/dešimties vienuolika dvylika trylika "
        "keturiolika penkiolika šešiolika septyniolika aštuoniolika devyniolika")
    | sized({
        20: "dvidešimt", 30: "trisdešimt", 40: "keturiasdešimt", 50: "penkiasdešimt", 60: "šešiasdešimt",
        70: "septyniasdešimt", 80: "aštuoniasdešimt", 90: "devyniasdešimt", 100: "šimtas šimtai šimtų šimtą šimtus",
        10**3: "tūkstantis tūkstančiai tūkstančių tūkstantį tūkstančius tūkst",
        10**6: "milijonas milijonai milijonų milijoną milijonus mln",
        10**9: "milijardas milijardai milijardų milijardą milijardus mlrd",
    }),
    ordinals=with_endings(in_order(1, "pirm antr treči ketvirt penkt šešt septint aštunt devint dešimt"), "as a asis oji ą ame oje"),
    bare=set(fold_all("šimtas tūkstantis tūkstantį milijonas milijoną milijardas milijardą")),
    connectors={"ar", "iki"},
    pairs={"ir", "iki"},
    vague=set("keli keletas kelis".split()),
    plurals=sized({10: "dešimtys dešimtis dešimčių", 100: "šimtai", 1000: "tūkstančiai", 10**6: "milijonai"}),
    prefixes=qualified({
        "at_least": "daugiau kaip|daugiau nei|daugiau negu|mažiausiai|bent|ne mažiau kaip|virš|per",
        "at_most": "iki|mažiau nei|mažiau kaip|daugiausia|ne daugiau kaip",
        "approximate": "apie|maždaug|beveik|apytiksliai|arti",
        "range": "nuo|tarp",
    }),
    suffixes=qualified({"at_least": "ar daugiau"}),
    wholes=whole({("exact", 2): "abi|abu|abiejų", ("exact", 1): "metai|mėnuo|savaitė|diena"}),
    percent=phrases("%|procentas|procentai|procentų|proc"),
    halves=set(fold_all("pusė pusę pusės")),
    fractions=sized({3: "trečdalis trečdalį trečdalio", 4: "ketvirtadalis ketvirtadalį"}),
)  # fmt: skip
