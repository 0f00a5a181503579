"""Korean.

A unit of Chinese origin is a number only inside a larger one: alone it is a common syllable.
"""

from coalition_data.texts.languages import (
    Words,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
    with_endings,
)

_UNITS = ["", *"일이삼사오육칠팔구"]
_TENS = ["", "십", *(unit + "십" for unit in _UNITS[2:])]
_HUNDREDS = ["", "백", *(unit + "백" for unit in _UNITS[2:])]
_UNDER_1000 = [
    first + second + third for first in _HUNDREDS for second in _TENS for third in _UNITS
]
_PARTICLES = "- 의 이 은 가 는 를 을 에 와 과 도 으로 들 들이 들의"
_COUNTERS = with_endings(dict.fromkeys("개국 개 명 곳 개월 년 달러 원".split(), 0), _PARTICLES)
_AT_LEAST = with_endings(dict.fromkeys("여 이상 남짓".split(), 0), _PARTICLES)
_AT_MOST = with_endings(dict.fromkeys("이하 미만 이내".split(), 0), _PARTICLES)
_ABOUT = with_endings(dict.fromkeys("정도 가량 안팎 내외 쯤".split(), 0), _PARTICLES)
_SCALES = {"천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12}

WORDS = Words(
    numbers=in_order(2, "둘/두 셋/세 넷/네 다섯 여섯 일곱 여덟 아홉 열")
    | sized({
        1: "하나", 11: "열한", 20: "스물 스무", 21: "스물한", 30: "서른", 31: "서른한", 40: "마흔", 41: "마흔한", 50: "쉰",
        60: "예순", 70: "일흔", 80: "여든", 90: "아흔",
    })
    | {word: float(n) for n, word in enumerate(_UNDER_1000) if n >= 10} | _SCALES
    # 오만 is Oman.
    | {unit + scale: n * size for scale, size in _SCALES.items() for n, unit in enumerate(_UNITS)
        if unit and unit + scale != "오만"},
    ordinals=in_order(1, "첫/첫째 둘째 셋째 넷째 다섯째"),
    endings={"차", "번째"},
    articles={"한"},
    bare=set("천 만 억".split()),
    connectors={"또는", "에서", "내지"},
    fillers=set("의".split()),
    vague={"몇", "여러"},
    plurals={few + unit: size for few in ("수", "몇") for unit, size in {
        "십": 1e1, "백": 1e2, "천": 1e3, "만": 1e4, "십만": 1e5, "백만": 1e6, "천만": 1e7, "억": 1e8, "십억": 1e9}.items()},
    prefixes=qualified({
        "at_least": "최소|최소한|적어도",
        "at_most": "최대|많게는",
        "approximate": "약|대략|거의|대략적으로",
        "ordinal": "제",
    }),
    suffixes=qualified({
        "at_least": "|".join(["넘는", "넘게", "이 넘는", "을 넘는", "가 넘는", "이 넘게", *_AT_LEAST]),
        "at_most": "|".join(_AT_MOST),
        "approximate": "|".join(_ABOUT),
    }),
    wholes=whole({
        ("ordinal", 1): "처음|처음으로|처음이다|처음인|최초|최초의|최초로",
        ("exact", 2): "양국|양측",
    }),
    percent=phrases("%|퍼센트|프로"),
    halves={"절반", "반"},
    parts=["번째", "차", *_COUNTERS, *_AT_LEAST, *_AT_MOST, *_ABOUT],
    digits_join=True,
    qualifiers_follow=True,
)  # fmt: skip
