"""Finnish."""

from coalition_data.texts.languages import (
    Words,
    fold_all,
    in_order,
    phrases,
    qualified,
    sized,
    whole,
)

_UNITS = in_order(1, "yksi/yhden/yhtä/yhdessä/yhteen kaksi/kahden/kahta/kahdessa/kahteen kolme/kolmen/kolmea/kolmessa/kolmeen "
    "neljä/neljän/neljää/neljässä viisi/viiden/viittä/viidessä kuusi/kuuden/kuutta/kuudessa "
    "seitsemän/seitsemää/seitsemässä kahdeksan/kahdeksaa/kahdeksassa yhdeksän/yhdeksää/yhdeksässä")  # fmt: skip

WORDS = Words(
    numbers=_UNITS | in_order(10, "kymmenen/kymmentä/kymmenessä")
    | {word + "toista": 10 + n for word, n in _UNITS.items()}
    | sized({
        100: "sata sataa sadan", 10**3: "tuhat tuhatta tuhannen",
        10**6: "miljoona miljoonaa miljoonan miljoonalla miljoonasta milj", 10**9: "miljardi miljardia miljardin miljardilla mrd",
        10**12: "biljoona biljoonaa biljoonan", 1.5: "puolitoista",
    }),
    ordinals=sized({
        1: "ensimmäinen ensimmäisen ensimmäistä ensimmäisessä", 2: "toinen toisen toisessa", 3: "kolmas kolmannen kolmatta",
        4: "neljäs neljännen", 5: "viides viidennen", 6: "kuudes kuudennen", 7: "seitsemäs seitsemännen",
        8: "kahdeksas kahdeksannen", 9: "yhdeksäs yhdeksännen", 10: "kymmenes kymmenennen",
    }),
    endings={"."},
    bare=set(fold_all("tuhat miljoona miljardi")),
    multiplied=dict.fromkeys(fold_all("kymmentä kymmenen kymmenessä"), range(2, 10)),
    connectors={"tai"},
    vague=set(fold_all("useita useat useiden muutama muutamia muutaman monta")),
    collectives=sized({10: "kymmenkunta", 12: "tusina", 100: "satakunta"}),
    plurals=sized({
        10: "kymmeniä kymmenet kymmenien", 12: "tusinoittain", 100: "satoja sadat satojen", 1000: "tuhansia tuhannet tuhansien",
        10**6: "miljoonia miljoonat miljoonien", 10**9: "miljardeja",
    }),
    spans=sized({10: "vuosikymmen vuosikymmentä"}),
    prefixes=qualified({
        "at_least": "yli|vähintään|enemmän kuin|ainakin|useampi kuin",
        "at_most": "enintään|alle|jopa|korkeintaan|enimmillään|vähemmän kuin",
        "approximate": "noin|lähes|melkein|arviolta|suunnilleen|vajaa|vajaat|likimain",
        "ordinal": "numero",
    }),
    suffixes=qualified({"at_least": "tai enemmän|tai useampi"}),
    wholes=whole({
        ("exact", 2): "molemmat|molempien|molemmissa|kumpikin",
        ("exact", 1): "vuosi|vuoden|kuukausi|kuukauden|viikko|viikon|päivä|päivän",
    }),
    percent=phrases("%|prosenttia|prosentti|prosentin"),
    halves=set(fold_all("puoli puolet puolen")),
    fractions=sized({3: "kolmasosa kolmannes kolmasosaa", 4: "neljäsosa neljännes neljäsosaa"}),
    half_more=phrases("ja puoli"),
    parts=fold_all("- päiväinen päiväisen päiväisessä vuotinen vuotisen"),
)  # fmt: skip
