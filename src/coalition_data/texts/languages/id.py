"""Indonesian and Malay."""

from coalition_data.texts.languages import (
    Words,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
)

WORDS = Words(
    numbers=in_order(1, "satu dua tiga empat lima enam tujuh delapan/lapan sembilan sepuluh/puluh/belas sebelas")
    | sized({100: "seratus ratus", 10**3: "seribu ribu", 10**6: "sejuta juta", 10**9: "miliar milyar semiliar", 10**12: "triliun"}),
    ordinals=in_order(1, "pertama - ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh kesebelas"),
    bare=set("seribu sejuta semiliar".split()),
    multiplied={"puluh": range(2, 10)},
    connectors=set("atau hingga sampai".split()),
    pairs={"dan"},
    vague={"beberapa"},
    collectives=sized({12: "selusin lusin"}),
    plurals=sized({10: "puluhan", 12: "lusinan", 100: "ratusan", 1000: "ribuan", 10**6: "jutaan"}),
    spans=sized({10: "dekade dasawarsa"}),
    prefixes=qualified({
        "at_least": "lebih dari|lebih daripada|sedikitnya|setidaknya|sekurangnya|sekurang - kurangnya|paling sedikit|minimal",
        "at_most": "hingga|sampai|kurang dari|kurang daripada|paling banyak|maksimal",
        "approximate": "sekitar|kira - kira|hampir|kurang lebih|lebih kurang",
        "ordinal": "nomor|ke -",
        "range": "antara|dari",
    }),
    suffixes=qualified({"at_least": "atau lebih|lebih"}),
    wholes=whole({("exact", 1): "setahun|sebulan|seminggu|sehari|tahun|bulan|minggu|hari"}),
    percent=phrases("%|persen|peratus"),
    halves=set("setengah separuh".split()),
    fractions=sized({3: "pertiga", 4: "perempat"}),
    half_more=phrases("setengah"),
    teens_after_units=True,
)  # fmt: skip
