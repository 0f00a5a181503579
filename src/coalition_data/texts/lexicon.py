"""The words of French and English numerals, folded: lower case, no accents."""

from __future__ import annotations

_FR = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_FR_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80,
    "octante": 80, "nonante": 90,
}  # fmt: skip
_EN_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip

ARTICLES = {"un", "une", "a", "an"}
ONES = {"un", "une"}
CARDINALS = {
    **{word: n for n, word in enumerate(_FR) if word != "un"},
    **{word: n for n, word in enumerate(_EN)},
    **_FR_TENS,
    "vingts": 20,
    **_EN_TENS,
}
TWENTIES = {"vingt", "vingts", "vingtieme"}
FRENCH_TENS = set(_FR_TENS)
AFTER_ET = {"un", "une", "onze", "unieme", "onzieme"}
HUNDREDS = {"cent": False, "cents": False, "hundred": False, "centieme": True, "hundredth": True}
SCALES = {
    "mille": 10**3, "thousand": 10**3, "k": 10**3,
    "million": 10**6, "millions": 10**6, "mn": 10**6, "m": 10**6,
    "milliard": 10**9, "milliards": 10**9, "billion": 10**9, "billions": 10**9, "trillion": 10**12, "trillions": 10**12, "bn": 10**9, "md": 10**9, "mds": 10**9,
}  # fmt: skip
# Scale words that are numbers by themselves.
BARE_SCALES = {"mille"}
ORDINAL_SCALES = {"millieme": 10**3, "thousandth": 10**3, "millionieme": 10**6, "millionth": 10**6}

_FR_STEMS = {
    "unieme": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7,
    "huitieme": 8, "neuvieme": 9, "dixieme": 10, "onzieme": 11, "douzieme": 12, "treizieme": 13, "quatorzieme": 14,
    "quinzieme": 15, "seizieme": 16, "vingtieme": 20, "trentieme": 30, "quarantieme": 40, "cinquantieme": 50,
    "soixantieme": 60, "septantieme": 70, "huitantieme": 80, "octantieme": 80, "nonantieme": 90,
    "premier": 1, "premiere": 1, "premiers": 1, "premieres": 1, "second": 2, "seconde": 2,
}  # fmt: skip
_EN_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
).split()
ORDINALS = {
    **_FR_STEMS,
    **{word: n for n, word in enumerate(_EN_ORDINALS, 1)},
    **{word[:-1] + "ieth": n for word, n in _EN_TENS.items()},
}
ORDINAL_ENDINGS = {"e", "eme", "ieme", "er", "ere", "re", "th", "st", "nd", "rd", "nde"}
# "Premier ministre" is an office, not a rank.
TITLED = {"premier", "premiere", "first", "second"}
TITLES = set("ministre ministres minister lady vice secretary sergeant lieutenant".split())

LINKS = {"et", "and"}
CONNECTORS = {"ou", "or", "a", "to", "-"}
# Between the two numbers of "entre … et …".
PAIRS = {"et", "and"}
FILLERS = {"de", "d", "des", "les", "la", "le", "l", "the", "of", "some", "quelque", "$", "€", "£"}
OF = {"de", "of", "d"}
VAGUE = {"des", "plusieurs", "quelques", "several", "some", "many", "few", "nombreux", "nombreuses"}

# noun: (size, whether its bare plural means several of them)
COLLECTIVES = {
    "dizaine": (10, False), "dizaines": (10, True), "douzaine": (12, False), "douzaines": (12, True),
    "quinzaine": (15, False), "vingtaine": (20, False), "vingtaines": (20, True), "trentaine": (30, False),
    "quarantaine": (40, False), "cinquantaine": (50, False), "soixantaine": (60, False), "centaine": (100, False),
    "centaines": (100, True), "millier": (1000, False), "milliers": (1000, True),
    "dozen": (12, False), "dozens": (12, True), "tens": (10, True), "score": (20, False), "scores": (20, True),
    "hundreds": (100, True), "thousands": (1000, True), "couple": (2, False),
}  # fmt: skip
COLLECTIVES |= {
    word: (SCALES[word], True) for word in ("millions", "milliards", "billions", "trillions")
}
# Nouns that a cardinal can count: two dozen.
COUNTABLE = {word for word in COLLECTIVES if word not in SCALES}
# These are in the singular after "several".
AFTER_VAGUE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}

PREFIXES: dict[tuple[str, ...], str] = {
    tuple(words.split()): qualifier
    for qualifier, phrases in {
        "at_least": "plus de|plus d|au moins|au minimum|a minima|more than|over|at least|upwards of|no fewer than|"
        "not less than|no less than|pas moins de|superieur a|minimum|in excess of",
        "at_most": "jusqu a|au plus|au maximum|moins de|moins d|up to|at most|fewer than|less than|under|no more than|"
        "not more than|pas plus de|as many as|maximum|below",
        "approximate": "environ|pres de|pres d|quelque|autour de|autour d|presque|a peu pres|quasiment|about|around|"
        "nearly|almost|roughly|approximately|some|close to|~|circa|approx|autour des|aux alentours de|an estimated|"
        "plus ou moins|approximativement|a bit more than|un peu plus de|un peu moins de|just over|just under",
        "range": "entre|between|de|from",
    }.items()
    for words in phrases.split("|")
}
SUFFIXES: dict[tuple[str, ...], str] = {
    tuple(words.split()): qualifier
    for words, qualifier in {
        "ou plus": "at_least", "or more": "at_least", "et plus": "at_least", "au moins": "at_least",
        "at least": "at_least", "ou moins": "at_most", "or less": "at_most", "or fewer": "at_most",
        "au plus": "at_most", "au maximum": "at_most", "au minimum": "at_least",
        "at most": "at_most", "environ": "approximate", "or so": "approximate",
        "a peu pres": "approximate", "approximately": "approximate", "maximum": "at_most", "minimum": "at_least",
    }.items()
}  # fmt: skip
# Whole phrases that count without a number.
PHRASES: dict[tuple[str, ...], tuple[str, float]] = {
    tuple(words.split()): reading
    for words, reading in {
        "un grand nombre": ("unquantified", 0), "un certain nombre": ("unquantified", 0),
        "a large number": ("unquantified", 0), "a great number": ("unquantified", 0), "a number": ("unquantified", 0),
        "les plus nombreux": ("ordinal", 1), "le plus grand": ("ordinal", 1), "the largest": ("ordinal", 1),
        "the most numerous": ("ordinal", 1), "suivis": ("ordinal", 2), "suivies": ("ordinal", 2),
        "followed by": ("ordinal", 2),
    }.items()
}  # fmt: skip
PERCENT = {("%",), ("pour", "cent"), ("per", "cent"), ("percent",)}

HALVES = {"moitie", "half", "demi", "demie"}
FRACTIONS = {
    "tiers": 3, "third": 3, "thirds": 3, "quart": 4, "quarts": 4, "quarter": 4, "quarters": 4, "cinquiemes": 5,
    "fifths": 5, "dixiemes": 10, "tenths": 10, "half": 2, "halves": 2,
}  # fmt: skip
