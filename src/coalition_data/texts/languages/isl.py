"""Icelandic."""

from coalition_data.texts.languages import (
    Words,
    fold_all,
    in_order,
    linked,
    phrases,
    qualified,
    sized,
    whole,
)

WORDS = Words(
    numbers=in_order(1, "einn/ein/eitt/einum/einni tveir/tvær/tvö/tveggja/tveimur/tvo þrír/þrjár/þrjú/þriggja/þremur/þrjá "
        "fjórir/fjórar/fjögur/fjögurra/fjórum/fjóra fimm sex sjö átta níu tíu ellefu tólf þrettán fjórtán fimmtán sextán "
        "sautján/seytján átján nítján")
    | sized({
        20: "tuttugu", 30: "þrjátíu", 40: "fjörutíu", 50: "fimmtíu", 60: "sextíu", 70: "sjötíu", 80: "áttatíu", 90: "níutíu",
        100: "hundrað hundruð", 10**3: "þúsund", 10**6: "milljón milljónir milljóna milljónum",
        10**9: "milljarður milljarðar milljarða milljörðum milljarði",
    }),
    ordinals=in_order(1, "fyrsti/fyrsta/fyrstu annar/önnur þriðji/þriðja/þriðju fjórði/fjórða/fjórðu fimmti/fimmta/fimmtu "
        "sjötti/sjötta/sjöttu sjöundi/sjöunda/sjöundu áttundi/áttunda/áttundu níundi/níunda tíundi/tíunda"),
    endings={"."},
    bare=set(fold_all("þúsund")),
    links=linked({"og": "ten unit, large unit, large teen, large ten"}),
    connectors={"eða", "til"},
    pairs={"og"},
    vague=set(fold_all("nokkur nokkrir nokkrar nokkurra margir margar mörg")),
    collectives=sized({12: "tylft"}),
    plurals=sized({
        10: "tugir tugi tugum", 100: "hundruð hundruðum hundruða", 1000: "þúsundir þúsundum þúsunda",
        10**6: "milljónir milljónum",
    }),
    spans=sized({10: "áratugur áratugi áratugum"}),
    prefixes=qualified({
        "at_least": "yfir|meira en|meir en|fleiri en|að minnsta kosti|rúmlega|ríflega|minnst",
        "at_most": "allt að|minna en|færri en|undir|í mesta lagi|innan við",
        "approximate": "um|um það bil|nær|nærri|næstum|tæplega|nálægt|hátt í|tæp|tæpar|tæpir",
        "ordinal": "númer",
        "range": "milli|á milli|frá",
    }),
    suffixes=qualified({"at_least": "eða fleiri|eða meira"}),
    wholes=whole({
        ("exact", 2): "báðir|báðar|bæði|báða|beggja",
        ("exact", 1): "ár|mánuður|mánuð|vika|viku|dagur|dag",
    }),
    percent=phrases("%|prósent|prósenta|prósentum"),
    halves=set(fold_all("hálf hálfur hálfan hálft hálfa helmingur helming")),
    fractions=sized({3: "þriðjungur þriðjung", 4: "fjórðungur fjórðung"}),
    half_more=phrases("og hálft|og hálfur|og hálf|og hálfan"),
    half_after_noun=phrases("og hálft|og hálfur|og hálf|og hálfan"),
)  # fmt: skip
