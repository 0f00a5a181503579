"""Japanese."""

from coalition_data.texts.languages import (
    Words,
    fold,
    fold_all,
    in_order,
    phrases,
    qualified,
    whole,
)

_SCALES = {
    "十": 1e1,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "億": 1e8,
    "十億": 1e9,
}

WORDS = Words(
    numbers=in_order(2, "二 三 四 五 六 七 八 九 十") | {"百": 1e2, "千": 1e3, "万": 1e4, "億": 1e8, "兆": 1e12}
    | {fold(word): n for word, n in in_order(2, "ふたつ みっつ よっつ いつつ むっつ ななつ やっつ ここのつ").items()},
    endings=set("番目 回目 度目 目".split()),
    articles={"一"},
    ones={"一"},
    bare=set("千万億"),
    multiplied={"十": range(1, 10)},
    connectors=set(fold_all("または から")),
    plurals={few + scale: size for few in ("数", "何") for scale, size in _SCALES.items()},
    prefixes=qualified({
        "at_least": "少なくとも|最低|最低でも",
        "at_most": "最大|最大で|最高|最多|最長|多くとも",
        "approximate": "約|およそ|おおよそ|ほぼ|概ね|ざっと",
        "ordinal": "第",
    }),
    suffixes=qualified({
        "at_least": "以上|余|余り|余りの|超|を超える|を超す|を上回る|強",
        "at_most": "以下|未満|以内|足らず|弱|を下回る",
        "approximate": "程度|前後|ほど|近く|近い|くらい|ぐらい",
    }),
    wholes=whole({
        ("ordinal", 1): "初めて|初めての|初の|初回|初会合|最初",
        ("exact", 2): "両国|両者|双方",
    }),
    percent=phrases("%|パーセント"),
    halves=set("半 半分 半数".split()),
    fractions={"三分の一": 3, "三分の二": 1.5, "四分の一": 4, "四分の三": 4 / 3, "五分の一": 5},
    half_more=phrases("半"),
    half_after_noun=phrases("半"),
    # These hold no number.
    parts="番目 回目 度目 一部 一緒 一連 一致 一般 統一 唯一 同一 十分 強化 半島 前半 後半".split(),
    digits_join=True,
    unspaced=True,
    qualifiers_follow=True,
)  # fmt: skip
