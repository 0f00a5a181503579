"""Georgian."""

from coalition_data.texts.languages import (
    Words,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
)

_UNDER_20 = ("ერთი ორი სამი ოთხი ხუთი ექვსი შვიდი რვა ცხრა ათი თერთმეტი თორმეტი ცამეტი თოთხმეტი თხუთმეტი თექვსმეტი "
    "ჩვიდმეტი თვრამეტი ცხრამეტი")  # fmt: skip
_SMALL = in_order(1, _UNDER_20) | {
    word.removesuffix("ი"): n for word, n in in_order(1, _UNDER_20).items()
}
_TWENTIES = {20: "ოც", 40: "ორმოც", 60: "სამოც", 80: "ოთხმოც"}

WORDS = Words(
    numbers=_SMALL
    | {f"{ten}და{word}": size + n for size, ten in _TWENTIES.items() for word, n in _SMALL.items()}
    | sized({size: f"{ten} {ten}ი" for size, ten in _TWENTIES.items()})
    | sized({100: "ასი ას", 10**3: "ათასი ათას", 10**6: "მილიონი მილიონ მლნ", 10**9: "მილიარდი მილიარდ მლრდ"}),
    ordinals=sized({
        1: "პირველი პირველ პირველად", 2: "მეორე", 3: "მესამე", 4: "მეოთხე", 5: "მეხუთე", 6: "მეექვსე", 7: "მეშვიდე", 8: "მერვე",
        9: "მეცხრე", 10: "მეათე",
    }),
    endings={"ე"},
    bare={"ათასი", "ათას", "მილიონი"},
    connectors={"ან"},
    pairs={"და"},
    vague={"რამდენიმე"},
    plurals=sized({10: "ათობით ათეულობით", 100: "ასობით", 1000: "ათასობით", 10**6: "მილიონობით"}),
    prefixes=qualified({
        "ordinal": "მე -",
        "at_least": "მინიმუმ|სულ მცირე|არანაკლებ",
        "at_most": "მაქსიმუმ|არაუმეტეს",
        "approximate": "დაახლოებით|თითქმის|დაახლ",
    }),
    suffixes=qualified({
        "at_least": "- ზე მეტი|ზე მეტი|- ზე მეტმა|- ზე მეტ",
        "at_most": "- ზე ნაკლები|ზე ნაკლები|- მდე",
    }),
    wholes=whole({("exact", 2): "ორივე", ("exact", 1): "წელი|თვე|კვირა|დღე"}),
    percent=phrases("%|პროცენტი|პროცენტის"),
    halves={"ნახევარი", "ნახევარ"},
    parts="- ზე დღიანი დღიან დღიანმა წლიანი წლიან".split(),
)  # fmt: skip
