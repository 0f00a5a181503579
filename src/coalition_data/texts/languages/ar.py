"""Arabic. Hamza and vowel signs are folded away, as accents are."""

from coalition_data.texts.languages import (
    Words,
    fold,
    fold_all,
    in_order,
    linked,
    phrases,
    qualified,
    sized,
    whole,
)

_UNITS = (
    "واحد/واحدة/واحدا/احدى/احد اثنان/اثنين/اثنتان/اثنتين/اثنا/اثني/اثنتا/اثنتي ثلاث/ثلاثة أربع/أربعة خمس/خمسة ست/ستة "
    "سبع/سبعة ثمان/ثماني/ثمانية تسع/تسعة عشر/عشرة"
)
_TENS = "عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين ثمانون/ثمانين تسعون/تسعين"
_HUNDRED = "مئة مائة"
_STEMS = in_order(3, "ثلاث أربع خمس ست سبع ثمان/ثماني تسع")
_HUNDREDS = {
    stem + fold(hundred): 100 * n for stem, n in _STEMS.items() for hundred in _HUNDRED.split()
}
# The dual of each of these nouns counts two; their singular is one where a number is looked for.
_TIMES = "يوم شهر أسبوع عام"
_NOUNS = f"{_TIMES} بلد مركز مؤتمر اجتماع لقاء طرف جانب وزير هدف محور دولت سنت مدينت مرت جلست منظمت ساعت قوت مجموعت ضربت"
# Before digits with an article these make a rank: "the 11th meeting", not "the 11 meetings".
_SINGLE = "اجتماع مؤتمر لقاء عضو عيد دورة جلسة قمة سنة مرة"
_DUALS = "|".join(noun + ending for noun in _NOUNS.split() for ending in ("ين", "ان"))
_CONSTRUCT = "|".join(noun + "ي" for noun in _NOUNS.split())
_ACCUSATIVE = "|".join(f"{noun}|{noun}ا" for noun in _TIMES.split())

WORDS = Words(
    numbers=in_order(1, _UNITS) | {word: 10 * n for word, n in in_order(2, _TENS).items()}
    | _HUNDREDS
    | sized({
        0: "صفر", 100: _HUNDRED, 200: "مئتان مئتين مئتي مئتا مائتان مائتين مائتي مائتا",
        10**3: "ألف ألفا آلاف ألاف", 2000: "ألفان ألفين ألفي", 10**6: "مليون مليونا ملايين",
        2 * 10**6: "مليونان مليونين مليوني", 10**9: "مليار مليارا مليارات بليون", 2 * 10**9: "ملياران مليارين ملياري بليونان بليونين بليوني",
        10**12: "تريليون تريليونا تريليونات", 2 * 10**12: "تريليونان تريليونين",
    }),
    ordinals=in_order(1, "أول/أولى/أولي/حادي/حادية/حاديه ثاني/ثانية ثالث/ثالثة رابع/رابعة خامس/خامسة سادس/سادسة "
        "سابع/سابعة ثامن/ثامنة تاسع/تاسعة عاشر/عاشرة"),
    bare=set(fold_all("ألف مليون مليار تريليون")),
    links=linked({"و": "unit ten, large unit, large teen, large ten, large large"}),
    connectors={"او", "الى"},
    pairs={"و", "الى"},
    fillers=set("ال من".split()),
    vague=set(fold_all("عدة بضع بضعة")),
    plurals=sized({
        10: "عشرات", 100: "مئات", 1000: "آلاف", 10**6: "ملايين", 10**9: "مليارات",
    }),
    spans=sized({10: "عقد عقود عقدا"}),
    anniversaries=set(fold_all("ذكرى الذكرى")),
    prefixes=qualified({
        "at_least": "أكثر من|ما لا يقل عن|لا يقل عن|لا تقل عن|ما يزيد عن|ما يزيد على|يزيد عن|يزيد على|تزيد على|تزيد عن|فوق|"
        "على الأقل|يتجاوز|تجاوز|تتجاوز|ما يربو على|يفوق|أزيد من",
        "at_most": "أقل من|ما يصل إلى|يصل إلى|تصل إلى|حتى|لا يزيد عن|لا يزيد على|ما لا يزيد عن|على الأكثر|خلال|في غضون|"
        "لا يتجاوز|لا تتجاوز|دون",
        "approximate": "نحو|حوالي|حوالى|قرابة|زهاء|ما يقرب من|يقرب من|ما يقارب|تقريبا|بنحو|بحوالي|قريب من",
        "ordinal": "رقم|" + "|".join(f"{n} ال|ال{n} ال" for n in _SINGLE.split()),
        "range": "بين|من|ما بين",
    }),
    suffixes=qualified({
        "at_least": "أو أكثر|دولةأوأكثر|على الأقل|فأكثر|فما فوق",
        "at_most": "أو أقل|على الأكثر",
        "approximate": "تقريبا",
    }),
    wholes=whole({
        ("unquantified", 0): "عدد من|عدد كبير من",
        ("ordinal", 1): "افتتاحي|افتتاحية|أكبر",
        ("exact", 1): f"{_ACCUSATIVE}|سنة|ساعة|عام واحد|يوم واحد|شهر واحد|أسبوع واحد|سنة واحدة",
        ("exact", 2): f"{_DUALS}|{_CONSTRUCT}|كلا|كلتا|مرتين|مرتان",
        ("exact", 10): "عقد|عقدا",
        ("exact", 20): "عقدين|عقدان",
        ("order_of_magnitude", 20): "عقود|عقودا",
    }),
    percent=phrases("%|٪|بالمئة|بالمائة|في مئة|في مائة|فى مئة|فى مائة"),
    halves=set(fold_all("نصف نصفهم نصفها نصفه")),
    fractions=sized({3: "ثلث أثلاث", 4: "ربع أرباع", 1.5: "ثلثي ثلثا ثلثين"}),
    half_more=phrases("و نصف"),
    half_after_noun=phrases("و نصف"),
    clitics=[*("و" + p for p in ("ال", "بال", "لل", "ب", "ل")), *"فال بال كال لل ال و ف ب ك ل".split()],
    teens_after_units=True,
    ordinals_join=True,
    units_first=True,
)  # fmt: skip
