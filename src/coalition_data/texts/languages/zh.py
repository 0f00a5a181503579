"""Chinese, in simplified and traditional characters."""

from coalition_data.texts.languages import (
    Words,
    in_order,
    linked,
    phrases,
    qualified,
    sized,
    whole,
)

_SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "十万": 1e5, "十萬": 1e5, "百万": 1e6, "百萬": 1e6, "千万": 1e7,
    "千萬": 1e7, "亿": 1e8, "億": 1e8}  # fmt: skip

WORDS = Words(
    numbers=in_order(2, "二/两/兩/俩 三 四 五 六 七 八 九 十") | {"百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8},
    articles={"一"},
    ones={"一"},
    bare=set("千万萬亿億"),
    links=linked({"零": "large unit, large teen, large ten"}),
    multiplied={"十": range(1, 10)},
    connectors=set("或 至 到".split()),
    pairs=set("和 与 與 到 至".split()),
    plurals={few + scale: size for few in "几 幾 数 數 好几 好幾".split() for scale, size in _SCALES.items()}
    | sized({10: "数以十计 數以十計", 100: "数以百计 數以百計", 1000: "上千 成千上万 成千上萬 数以千计 數以千計", 10**4: "数以万计 數以萬計"}),
    prefixes=qualified({
        "at_least": "超过|超過|多于|多於|至少|最少|逾|不少于|不少於|不低于|不低於|超",
        "at_most": "至多|最多|不超过|不超過|少于|少於|低于|低於|不到|不足|高达|高達|多达|多達",
        "approximate": "约|約|大约|大約|近|将近|將近|接近|大概|差不多|几乎|幾乎|约莫",
        "ordinal": "第",
        "range": "介于|介於|在",
    }),
    suffixes=qualified({
        "at_least": "多|余|餘|以上|有余|有餘",
        "at_most": "以下|以内|以內|之内|之內",
        "approximate": "左右|上下",
    }),
    wholes=whole({
        ("ordinal", 1): "首次|首个|首個|首届|首屆|首场|首場|首轮|首輪|首",
        ("exact", 2): "双方|雙方",
    }),
    percent=phrases("%"),
    halves=set("半 一半 半数 半數".split()),
    fractions={"三分之一": 3, "三分之二": 1.5, "四分之一": 4, "四分之三": 4 / 3, "五分之一": 5},
    half_more=phrases("半"),
    half_after_noun=phrases("半"),
    # These hold no number: 百分之四十 is 40 per cent.
    parts="百分之 百姓 十分 统一 統一 一些 一起 一定 一样 一樣 一致 首都 首相 首脑 首腦 首先 附近 最近 半岛 半島 百慕大 萬那杜".split(),
    digits_join=True,
    unspaced=True,
    qualifiers_follow=True,
)  # fmt: skip
