import num2words
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data.texts import numerals

# phrase | qualifier | numbers it fills
PHRASES = """
21 pays | exact | 21
Quinze pays | exact | 15
trois jihadistes | exact | 3
17 personnes | exact | 17
les deux pays | exact | 2
les deux otages | exact | 2
deux semaines | exact | 2
Une semaine | exact | 1
un an | exact | 1
15.000 | exact | 15000
15000 combattants | exact | 15000
15 000 hommes | exact | 15000
15,000 fighters | exact | 15000
14.000 | exact | 14000
80 nations | exact | 80
900 km | exact | 900
200 millions de dollars | exact | 200000000
1,5 milliard d'euros | exact | 1500000000
1.5 billion dollars | exact | 1500000000
$1.5 billion | exact | 1500000000
$2bn | exact | 2000000000
€30 million | exact | 30000000
£500m | exact | 500000000
5k | exact | 5000
1,234,567 | exact | 1234567
1.234.567 | exact | 1234567
1 234 567 | exact | 1234567
1.234,5 | exact | 1234.5
1,234.5 | exact | 1234.5
0.5 | exact | 0.5
0,5 | exact | 0.5
2.25 | exact | 2.25
vingt | exact | 20
vingt et un pays | exact | 21
vingt-deux | exact | 22
trente et un | exact | 31
quarante-sept | exact | 47
soixante-dix | exact | 70
soixante et onze | exact | 71
soixante-quinze | exact | 75
septante-deux | exact | 72
quatre-vingts | exact | 80
quatre-vingt-un | exact | 81
quatre-vingt-dix | exact | 90
quatre-vingt-dix-sept | exact | 97
nonante-neuf | exact | 99
cent | exact | 100
cent un | exact | 101
deux cents | exact | 200
deux cent cinquante | exact | 250
mille | exact | 1000
mille cinq cents | exact | 1500
deux mille dix-sept | exact | 2017
dix mille | exact | 10000
cent mille | exact | 100000
trois cent mille | exact | 300000
un million | exact | 1000000
deux millions | exact | 2000000
un milliard | exact | 1000000000
trois millions cinq cent mille | exact | 3500000
seven | exact | 7
twenty-one | exact | 21
thirty-four countries | exact | 34
sixty | exact | 60
one hundred | exact | 100
a hundred | exact | 100
one hundred and five | exact | 105
two hundred fifty | exact | 250
a thousand | exact | 1000
twelve hundred | exact | 1200
fifteen thousand | exact | 15000
one hundred thousand | exact | 100000
a million | exact | 1000000
two million | exact | 2000000
three billion | exact | 3000000000
two million three hundred thousand | exact | 2300000
40 % | exact | 40
40 pour cent | exact | 40
40 per cent | exact | 40
40 percent | exact | 40
quarante pour cent | exact | 40
33.3 per cent | exact | 33.3
une vingtaine | approximate | 20
Une vingtaine de pays | approximate | 20
une soixantaine de pays | approximate | 60
une dizaine | approximate | 10
une douzaine | approximate | 12
une quinzaine | approximate | 15
une trentaine d'otages | approximate | 30
une quarantaine | approximate | 40
une cinquantaine | approximate | 50
une centaine | approximate | 100
une centaine du Danemark | approximate | 100
un millier de soldats | approximate | 1000
une dizaine de milliers | approximate | 10000
une centaine de milliers | approximate | 100000
deux douzaines | approximate | 24
a dozen | approximate | 12
a dozen nations | approximate | 12
two dozen | approximate | 24
a score of states | approximate | 20
a couple of weeks | approximate | 2
environ 30 pays | approximate | 30
près de 1 000 | approximate | 1000
près de mille | approximate | 1000
quelque 300 hommes | approximate | 300
autour de 50 | approximate | 50
presque 40 | approximate | 40
à peu près vingt | approximate | 20
plus ou moins 20 | approximate | 20
200 environ | approximate | 200
about 30 | approximate | 30
around 30 | approximate | 30
some 60 countries | approximate | 60
nearly 40 | approximate | 40
almost fifty | approximate | 50
roughly 3,000 | approximate | 3000
approximately 4,000 | approximate | 4000
close to 90 | approximate | 90
an estimated 20,000 | approximate | 20000
20 or so | approximate | 20
~20 | approximate | 20
just over 30 | at_least | 30
un peu plus de 30 | at_least | 30
plus de 100 | at_least | 100
plus d'une centaine | at_least | 100
plus de 60 pays | at_least | 60
plus de deux millions | at_least | 2000000
au moins 17 | at_least | 17
au moins trois | at_least | 3
pas moins de 80 | at_least | 80
more than 60 | at_least | 60
more than a dozen | at_least | 12
more than $2 billion | at_least | 2000000000
over 30,000 | at_least | 30000
at least 12 | at_least | 12
no fewer than 12 | at_least | 12
upwards of 200 | at_least | 200
in excess of 5,000 | at_least | 5000
100+ | at_least | 100
20 or more | at_least | 20
vingt ou plus | at_least | 20
20 au moins | at_least | 20
jusqu'à 30 000 | at_most | 30000
jusqu'à trente | at_most | 30
moins de 10 | at_most | 10
moins d'un millier | at_most | 1000
au plus 5 | at_most | 5
pas plus de cinq | at_most | 5
up to 30,000 | at_most | 30000
fewer than 10 | at_most | 10
less than 1,000 | at_most | 1000
under 50 | at_most | 50
no more than five | at_most | 5
at most 12 | at_most | 12
as many as 31,500 | at_most | 31500
10 or fewer | at_most | 10
dix au maximum | at_most | 10
quatre ou cinq mois | range | 4 5
quatre ou cinq | range | 4 5
deux ou trois | range | 2 3
10 à 15 | range | 10 15
de 10 à 15 | range | 10 15
entre 10 et 15 | range | 10 15
entre dix et quinze | range | 10 15
10-15 | range | 10 15
2 à 3 millions | range | 2000000 3000000
deux à trois millions | range | 2000000 3000000
entre 20 000 et 31 500 | range | 20000 31500
trois ou quatre cents | range | 300 400
une dizaine ou une quinzaine | range | 10 15
four or five | range | 4 5
vingt à trente pays | range | 20 30
mille à deux mille | range | 1000 2000
de dix à vingt mille | range | 10000 20000
neuf cent à mille | range | 900 1000
un ou deux pays | range | 1 2
vingt mille à Mossoul | exact | 20000
three hundred a month | exact | 300
0.125 | exact | 0.125
0,375 km | exact | 0.375
2 trillion | exact | 2000000000000
plus de 20 ou 30 | at_least | 20
two to three | range | 2 3
10 to 15 | range | 10 15
from 10 to 15 | range | 10 15
between 10 and 15 | range | 10 15
between 20,000 and 31,500 | range | 20000 31500
two to three thousand | range | 2000 3000
$2 to $3 billion | range | 2000000000 3000000000
10 % à 15 % | range | 10 15
des milliers | order_of_magnitude | 2000
Des milliers d'Occidentaux | order_of_magnitude | 2000
milliers de combattants | order_of_magnitude | 2000
plusieurs milliers | order_of_magnitude | 2000
quelques milliers | order_of_magnitude | 2000
des centaines | order_of_magnitude | 200
plusieurs centaines | order_of_magnitude | 200
des dizaines | order_of_magnitude | 20
des dizaines de milliers | order_of_magnitude | 20000
des centaines de milliers | order_of_magnitude | 200000
des millions | order_of_magnitude | 2000000
plusieurs milliards | order_of_magnitude | 2000000000
thousands | order_of_magnitude | 2000
thousands of fighters | order_of_magnitude | 2000
several thousand | order_of_magnitude | 2000
hundreds | order_of_magnitude | 200
several hundred | order_of_magnitude | 200
dozens | order_of_magnitude | 24
several dozen | order_of_magnitude | 24
tens of thousands | order_of_magnitude | 20000
hundreds of thousands | order_of_magnitude | 200000
millions | order_of_magnitude | 2000000
68-ème membre | ordinal | 68
68e membre | ordinal | 68
68ème | ordinal | 68
1er | ordinal | 1
80th | ordinal | 80
the 74th member | ordinal | 74
21st | ordinal | 21
2nd | ordinal | 2
3rd | ordinal | 3
premier | ordinal | 1
deuxième | ordinal | 2
vingtième | ordinal | 20
vingt et unième | ordinal | 21
soixante-huitième | ordinal | 68
quatre-vingtième | ordinal | 80
quatre-vingt-dixième | ordinal | 90
centième | ordinal | 100
first | ordinal | 1
second | ordinal | 2
twelfth | ordinal | 12
twentieth | ordinal | 20
twenty-first | ordinal | 21
sixty-eighth | ordinal | 68
hundredth | ordinal | 100
Les plus nombreux | ordinal | 1
suivis | ordinal | 2
un grand nombre | unquantified |
a large number | unquantified |
"""
ROWS = [[part.strip() for part in line.split("|")] for line in PHRASES.strip().splitlines()]
SHARES = [
    ("un tiers", 1 / 3),
    ("a third", 1 / 3),
    ("one third", 1 / 3),
    ("two thirds", 2 / 3),
    ("deux tiers", 2 / 3),
    ("la moitié", 0.5),
    ("half", 0.5),
    ("un quart", 0.25),
    ("three quarters", 0.75),
    ("trois quarts", 0.75),
]


def test_the_table_of_phrases_is_long() -> None:
    assert len(ROWS) + len(SHARES) >= 200


@pytest.mark.parametrize(("phrase", "qualifier", "numbers"), ROWS)
def test_a_phrase_reads_as_a_person_reads_it(phrase: str, qualifier: str, numbers: str) -> None:
    reading = numerals.read(phrase)
    assert reading is not None
    assert (reading.qualifier, reading.numbers) == (qualifier, [float(n) for n in numbers.split()])


@pytest.mark.parametrize(("phrase", "share"), SHARES)
def test_a_fraction_reads_as_a_share(phrase: str, share: float) -> None:
    reading = numerals.read(phrase)
    assert reading is not None
    assert reading.is_share
    assert reading.value == pytest.approx(share)


def test_a_qualified_fraction_keeps_its_qualifier() -> None:
    reading = numerals.read("at least one third")
    assert reading is not None
    assert (reading.qualifier, reading.is_share) == ("at_least", True)


@pytest.mark.parametrize(
    "phrase",
    ["", "plusieurs pays", "quelques heures", "le Premier ministre", "Arab countries", "-"],
)
def test_where_there_is_no_number_there_is_none(phrase: str) -> None:
    assert numerals.read(phrase) is None


def test_all_numbers_of_a_sentence_are_found_in_order_with_their_places() -> None:
    text = "Voici deux mois que trois villes ont perdu 17 ponts ; une vingtaine de routes aussi."
    found = list(numerals.find(text))
    assert [r.numbers for r in found] == [[2], [3], [17], [20]]
    assert [text[r.start : r.end] for r in found] == ["deux", "trois", "17", "une vingtaine"]


def test_articles_are_not_numbers_in_a_sentence() -> None:
    assert (
        list(numerals.find("une opération a été menée pour déjouer un attentat, a report said"))
        == []
    )


@pytest.mark.parametrize("lang", ["fr", "en", "fr_BE", "fr_CH"])
@pytest.mark.parametrize("kind", ["cardinal", "ordinal"])
def test_every_number_up_to_a_thousand_reads_as_num2words_writes_it(lang: str, kind: str) -> None:
    wrong = {}
    for n in range(2, 1001):
        # num2words keeps the plural s of vingts and cents before the ending; no French text does.
        words = num2words.num2words(n, lang=lang, to=kind).replace(
            "sième", "ième" if n % 10 == 0 else "sième"
        )
        reading = numerals.read(words)
        if reading is None or reading.value != n:
            wrong[words] = reading
    assert wrong == {}


@given(st.integers(1001, 999_999_999), st.sampled_from(["fr", "en"]))
def test_large_numbers_read_as_num2words_writes_them(n: int, lang: str) -> None:
    reading = numerals.read(num2words.num2words(n, lang=lang))
    assert reading is not None
    assert reading.value == n


@given(st.text())
def test_any_text_reads_as_something_or_nothing(text: str) -> None:
    for reading in numerals.find(text):
        assert 0 <= reading.start < reading.end <= len(text)
