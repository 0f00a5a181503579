"""Turkish."""

from coalition_data.texts.languages import (
    SIZES,
    Words,
    fold_all,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
    with_endings,
)

_MORE = " fazla| fazlası| aşkın| çok".split("|")
_THAN = "den dan ten tan nden ndan".split()
_UNITS = "iki üç dört beş altı yedi sekiz dokuz"

WORDS = Words(
    numbers=in_order(2, f"{_UNITS} on")
    | sized({
        20: "yirmi", 30: "otuz", 40: "kırk", 50: "elli", 60: "altmış", 70: "yetmiş", 80: "seksen", 90: "doksan", 100: "yüz",
        10**3: "bin", 10**6: "milyon", 10**9: "milyar",
    }) | SIZES,
    ordinals=with_endings(in_order(1, "birinci ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu")
    | sized({20: "yirminci", 30: "otuzuncu", 40: "kırkıncı", 50: "ellinci", 60: "altmışıncı", 70: "yetmişinci",
        80: "sekseninci", 90: "doksanıncı", 100: "yüzüncü", 1000: "bininci"}),
        "- si sı su sü"),
    endings=set(fold_all(". inci ıncı uncu üncü nci ncı ncu ncü")),
    articles={"bir"},
    ones={"bir"},
    bare={"bin"},
    connectors={"veya", "ila"},
    pairs={"ile", "ve"},
    plurals=sized({10: "onlarca", 100: "yüzlerce", 1000: "binlerce", 10**6: "milyonlarca"}),
    prefixes=qualified({
        "at_least": "en az|asgari",
        "at_most": "en fazla|en çok|azami",
        "approximate": "yaklaşık|takriben|hemen hemen|neredeyse",
        "range": "",
    }),
    suffixes=qualified({
        "at_least": "|".join(f"{than}{more}" for than in _THAN for more in _MORE),
        "at_most": "|".join(f"{than} az" for than in _THAN),
        "approximate": "kadar|civarında",
    }),
    wholes=whole({
        ("exact", 1): "gün|hafta|ay|yıl",
        ("exact", 2): "çift",
    }),
    percent=phrases("%|yüzde"),
    halves=set(fold_all("yarım yarısı buçuk")),
    half_more=phrases("buçuk"),
    parts=["-"],
    digits_join=True,
)  # fmt: skip
