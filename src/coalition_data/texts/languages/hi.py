"""Hindi."""

from coalition_data.texts.languages import (
    Words,
    in_order,
    phrases,
    qualified,
    sized,
)

WORDS = Words(
    numbers=in_order(1, "एक दो तीन चार पाँच/पांच छह सात आठ नौ दस")
    | sized({100: "सौ", 10**3: "हज़ार हजार", 10**6: "मिलियन", 10**9: "बिलियन अरब"}),
    ordinals=in_order(1, "पहला/पहली/पहले दूसरा/दूसरी/दूसरे तीसरा/तीसरी/तीसरे"),
    prefixes=qualified({
        "at_least": "कम से कम",
        "at_most": "अधिकतम",
        "approximate": "लगभग|करीब|तकरीबन",
    }),
    suffixes=qualified({
        "at_least": "से अधिक|से ज़्यादा|से ज्यादा",
        "at_most": "से कम|तक",
    }),
    percent=phrases("%|प्रतिशत|फीसदी"),
)  # fmt: skip
