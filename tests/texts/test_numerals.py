import time
from pathlib import Path

import num2words
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coalition_data.texts import languages, numerals
from coalition_data.texts.numerals import Reading

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
from 60 countries | exact | 60
de 82 membres | exact | 82
a year and a half | exact | 1.5
the last year and a half | exact | 1.5
three and a half years | exact | 3.5
three and half years | exact | 3.5
two and a half million | exact | 2500000
half a million | exact | 500000
half a dozen | approximate | 6
several hundred thousand | order_of_magnitude | 200000
une bonne dizaine | approximate | 10
a handful | unquantified |
une poignée de pays | unquantified |
deux à trois cent mille | range | 200000 300000
un million et demi | exact | 1500000
deux mois et demi | exact | 2.5
une demi-douzaine | approximate | 6
trois mille milliards | exact | 3000000000000
day-long | exact | 1
weeklong | exact | 1
single-day | exact | 1
twin bombings | exact | 2
both countries | exact | 2
twice as many | exact | 2
triple hat | exact | 3
thousandfold | exact | 1000
50-plus countries | at_least | 50
some 35-plus members | at_least | 35
dozen or so countries | approximate | 12
La dizaine de ministres | approximate | 10
millier de frappes | approximate | 1000
a decade | exact | 10
three-decade | exact | 30
decades | order_of_magnitude | 20
nearly a decade | approximate | 10
more than a decade | at_least | 10
less than a year | at_most | 1
within one year | at_most | 1
nearly a year | approximate | 1
just over a month | at_least | 1
just under 30 states | at_most | 30
a little more than $601 million | at_least | 601000000
over NOK 18 billion | at_least | 18000000000
tenth anniversary | exact | 10
dixième anniversaire | exact | 10
inaugural meeting | ordinal | 1
number one priority | ordinal | 1
numéro 3 | ordinal | 3
the estimated $2 billion | approximate | 2000000000
$7-trillion | exact | 7000000000000
more than EUR 200 million | at_least | 200000000
about – let's see – five | approximate | 5
three months or six months | range | 3 6
10–15 | range | 10 15
20 countries or more | at_least | 20
up to about 30 | at_most | 30
un grand nombre | unquantified |
a large number | unquantified |
"""
ROWS = [[part.strip() for part in line.split("|")] for line in PHRASES.strip().splitlines()]
SHARES = [
    ("un tiers", 1 / 3),
    ("le tiers", 1 / 3),
    ("the eastern third of the country", 1 / 3),
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


OTHERS = {
    "ar": """
11 دولة | exact | 11
(26) دولة | exact | 26
٤٠ دولة | exact | 40
٢,١ مليار دولار | exact | 2100000000
٣٫٥ ملايين | exact | 3500000
١٬٢٠٠ جندي | exact | 1200
3,600 ضربة | exact | 3600
15.2 مليون دولار | exact | 15200000
خمس مجموعات | exact | 5
الدول الست | exact | 6
ثلاثة أسابيع | exact | 3
أحد عشر وزيرا | exact | 11
اثنا عشر بلدا | exact | 12
خمسة عشر ألف مقاتل | exact | 15000
واحد وعشرين دولة | exact | 21
اثنتان وستون دولة | exact | 62
خمس وثمانين دولة | exact | 85
مائة وخمسة | exact | 105
مئتي جندي | exact | 200
ثلاثمائة وفد | exact | 300
ألفين وخمسمائة | exact | 2500
مليارين ومائتي مليون دولار | exact | 2200000000
مليون يورو | exact | 1000000
نصف مليون | exact | 500000
10 آلاف مقاتل | exact | 10000
35 ألف غارة | exact | 35000
يومين | exact | 2
البلدين | exact | 2
مركزي قوة | exact | 2
مرتان في العام | exact | 2
عام | exact | 1
يوم واحد | exact | 1
سنتين ونصف | exact | 2.5
ثلاثة عقود | exact | 30
الدول ال68 | exact | 68
الأعضاء الـ56 | exact | 56
28٪ | exact | 28
أربعين بالمئة | exact | 40
20 في المئة | exact | 20
الذكرى العاشرة | exact | 10
نحو 60 دولة | approximate | 60
حوالي أربعين بلدا | approximate | 40
قرابة 31 دولة | approximate | 31
ما يقرب من 70 منظمة | approximate | 70
زهاء مئة | approximate | 100
200 تقريبا | approximate | 200
أكثر من 40 دولة | at_least | 40
اكثر من شهرين | at_least | 2
أكثر من عام ونصف | at_least | 1.5
ما لا يقل عن 12 | at_least | 12
ما يزيد عن مائة وفد | at_least | 100
20 دولة أو أكثر | at_least | 20
أقل من أسبوعين | at_most | 2
خلال عام واحد | at_most | 1
ما يصل إلى 1000 جندي | at_most | 1000
بين 10 و15 دولة | range | 10 15
من خمسة إلى عشرة | range | 5 10
عشرات الوزراء | order_of_magnitude | 20
مئات الآلاف من اللاجئين | order_of_magnitude | 200000
بضعة آلاف | order_of_magnitude | 2000
عقودا طويلة | order_of_magnitude | 20
الاجتماع الأول | ordinal | 1
الجلسة الافتتاحية | ordinal | 1
ثاني لقاء | ordinal | 2
لأول مرة | ordinal | 1
الاجتماع الحادي عشر | ordinal | 11
العضو الرابع والثمانين | ordinal | 84
العضو رقم 83 | ordinal | 83
الاجتماع الـ11 | ordinal | 11
""",
    "de": """
29 Staaten | exact | 29
fast 12 000 Einsätze | approximate | 12000
15.000 Mann | exact | 15000
1,5 Millionen Euro | exact | 1500000
2,1 Milliarden US-Dollar | exact | 2100000000
elf Minister | exact | 11
zwanzig | exact | 20
einundzwanzig Länder | exact | 21
sechsundsechzig | exact | 66
siebzehn | exact | 17
dreihundertfünfzig | exact | 350
zweitausend | exact | 2000
zehntausend | exact | 10000
hundert Tage | exact | 100
eine Million | exact | 1000000
zehn Millionen Euro | exact | 10000000
eine halbe Million | exact | 500000
anderthalb Jahre | exact | 1.5
eineinhalb Jahre | exact | 1.5
zweieinhalb Jahre | exact | 2.5
drei Jahrzehnte | exact | 30
25 Prozent | exact | 25
beide Länder | exact | 2
den beiden Treffen | exact | 2
eintägigen Treffens | exact | 1
zweitägige | exact | 2
dreitägiges Treffen | exact | 3
dreijährige | exact | 3
vor einer Woche | exact | 1
einem Quadratkilometer | exact | 1
zum zehnten Jahrestag | exact | 10
rund 30 Staaten | approximate | 30
etwa zwanzig | approximate | 20
knapp 60 | approximate | 60
fast sechzig | approximate | 60
nahezu 200 | approximate | 200
ein Dutzend | approximate | 12
rund ein Dutzend | approximate | 12
ein knappes Dutzend | approximate | 12
zwei Dutzend Staaten | approximate | 24
etwa einen Monat | approximate | 1
mehr als 60 Mitglieder | at_least | 60
über 150.000 Menschen | at_least | 150000
gut 250 | at_least | 250
gut ein Dutzend | at_least | 12
mindestens 17 | at_least | 17
über anderthalb Millionen | at_least | 1500000
mehr als drei Jahrzehnten | at_least | 30
30 oder mehr | at_least | 30
bis zu 500 | at_most | 500
weniger als zehn | at_most | 10
höchstens 12 | at_most | 12
innerhalb von 24 Stunden | at_most | 24
zwischen 14.000 und 18.000 | range | 14000 18000
zwei bis drei Millionen | range | 2000000 3000000
ein oder zwei Länder | range | 1 2
von 10 bis 15 | range | 10 15
Dutzende Minister | order_of_magnitude | 24
Tausende | order_of_magnitude | 2000
Hunderttausende | order_of_magnitude | 200000
mehrere Hundert | order_of_magnitude | 200
Millionen Menschen | order_of_magnitude | 2000000
das erste Treffen | ordinal | 1
zum fünften Mal | ordinal | 5
das 5. Treffen | ordinal | 5
erstmals | ordinal | 1
zweitgrößte Stadt | ordinal | 2
zweitgrösste Stadt | ordinal | 2
einundzwanzigste | ordinal | 21
Nummer 3 | ordinal | 3
""",
    "it": """
23 Paesi | exact | 23
1.500 militari | exact | 1500
30 milioni di euro | exact | 30000000
1 milione di euro | exact | 1000000
2,5 miliardi | exact | 2500000000
due giorni | exact | 2
cinque priorità | exact | 5
undici | exact | 11
diciotto | exact | 18
ventuno | exact | 21
ventitré paesi | exact | 23
trentotto | exact | 38
sessanta paesi | exact | 60
ottantaquattro | exact | 84
cento | exact | 100
centoventi | exact | 120
duecento | exact | 200
mille | exact | 1000
duemila uomini | exact | 2000
trecentomila | exact | 300000
un milione | exact | 1000000
mezzo milione | exact | 500000
un milione e mezzo | exact | 1500000
due anni e mezzo | exact | 2.5
un anno e mezzo | exact | 1.5
un anno | exact | 1
un decennio | exact | 10
tre decenni | exact | 30
triennio | exact | 3
doppia | exact | 2
entrambi i paesi | exact | 2
40% | exact | 40
20 per cento | exact | 20
decimo anniversario | exact | 10
circa 40 | approximate | 40
quasi cento | approximate | 100
una decina di paesi | approximate | 10
una quindicina | approximate | 15
una ventina di ministri | approximate | 20
un centinaio | approximate | 100
un migliaio di soldati | approximate | 1000
30 circa | approximate | 30
oltre 40 Paesi | at_least | 40
più di due anni | at_least | 2
almeno 17 | at_least | 17
poco più di un mese | at_least | 1
non meno di dieci | at_least | 10
venti o più | at_least | 20
fino a 500 | at_most | 500
meno di un anno | at_most | 1
al massimo 12 | at_most | 12
entro un anno | at_most | 1
tra 10 e 15 | range | 10 15
da dieci a quindici | range | 10 15
due o tre milioni | range | 2000000 3000000
uno o due | range | 1 2
decine | order_of_magnitude | 20
decine di migliaia | order_of_magnitude | 20000
centinaia di migliaia | order_of_magnitude | 200000
migliaia di persone | order_of_magnitude | 2000
miliardi di dollari | order_of_magnitude | 2000000000
diverse centinaia | order_of_magnitude | 200
prima riunione | ordinal | 1
terzo vertice | ordinal | 3
sesta ministeriale | ordinal | 6
riunione inaugurale | ordinal | 1
ventunesimo | ordinal | 21
il 3º incontro | ordinal | 3
numero 3 | ordinal | 3
""",
    "es": """
26 países | exact | 26
1 500 hombres | exact | 1500
1.500 hombres | exact | 1500
2,5 millones | exact | 2500000
tres organizaciones | exact | 3
dieciséis | exact | 16
veintiún países | exact | 21
veintitrés países | exact | 23
treinta y cinco | exact | 35
sesenta y seis | exact | 66
cien | exact | 100
ciento veinte | exact | 120
doscientos cincuenta | exact | 250
quinientas personas | exact | 500
mil | exact | 1000
mil quinientos | exact | 1500
dos mil | exact | 2000
trescientos mil | exact | 300000
un millón | exact | 1000000
mil millones | exact | 1000000000
dos mil millones de euros | exact | 2000000000
medio millón | exact | 500000
un millón y medio | exact | 1500000
dos horas y media | exact | 2.5
un año y medio | exact | 1.5
un año | exact | 1
una década | exact | 10
dos décadas | exact | 20
ambos países | exact | 2
esos dos países | exact | 2
40% | exact | 40
20 por ciento | exact | 20
décimo aniversario | exact | 10
unos 40 países | approximate | 40
cerca de mil | approximate | 1000
casi 60 | approximate | 60
apenas dos meses | approximate | 2
alrededor de treinta | approximate | 30
una decena | approximate | 10
una veintena de países | approximate | 20
un centenar | approximate | 100
dos docenas | approximate | 24
aproximadamente dos horas y media | approximate | 2.5
más de 60 países | at_least | 60
al menos 17 | at_least | 17
por lo menos tres | at_least | 3
más de un año | at_least | 1
poco más de un mes | at_least | 1
20 o más | at_least | 20
hasta 500 | at_most | 500
menos de diez | at_most | 10
no más de cinco | at_most | 5
como máximo 12 | at_most | 12
entre 20 y 30 | range | 20 30
de diez a quince | range | 10 15
dos o tres millones | range | 2000000 3000000
uno o dos | range | 1 2
decenas | order_of_magnitude | 20
decenas de miles | order_of_magnitude | 20000
cientos de miles | order_of_magnitude | 200000
miles de combatientes | order_of_magnitude | 2000
varios miles | order_of_magnitude | 2000
millones | order_of_magnitude | 2000000
primera reunión | ordinal | 1
el primer país | ordinal | 1
tercera | ordinal | 3
vigésimo primer | ordinal | 21
reunión inaugural | ordinal | 1
la 3ª reunión | ordinal | 3
número 3 | ordinal | 3
""",
}
# A few of each other language: digits with the usual qualifiers, and what was met with.
SOME = """
da | cirka 30 lande | approximate | 30
da | op til ca. 150 soldater | at_most | 150
da | 100 dages tid | approximate | 100
da | fjerde gang | ordinal | 4
no | mer enn 800 | at_least | 800
nn | omlag 8,7 millionar | approximate | 8700000
nb | rundt 22 andre land | approximate | 22
sv | nästan 3,8 miljarder kronor | approximate | 3800000000
sv | 80 andra länder | exact | 80
nl | ruim zestig landen | at_least | 60
nl | zestienduizend | exact | 16000
nl | een tiental | approximate | 10
nl | 4 F-16's | exact | 4
pt | mais de 40 | at_least | 40
pt | cento e vinte e três | exact | 123
pl | ponad 60 krajów | at_least | 60
pl | dwóch miast | exact | 2
tr | 50'den fazla | at_least | 50
tr | 2 bin 927 | exact | 2927
tr | 90'ıncı üye | ordinal | 90
ru | миллион евро | exact | 1000000
ru | более 60 стран | at_least | 60
uk | понад 68 членів | at_least | 68
sq | rreth 100 | approximate | 100
hi | 30 से अधिक देशों | at_least | 30
hr | 30 zemalja | exact | 30
sr-Latn | 30 | exact | 30
"""


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


def test_in_a_phrase_that_gives_a_number_an_article_or_a_noun_counts() -> None:
    assert numerals.read("both countries", "en").numbers == [2]
    assert list(numerals.find("both countries for a week", "en")) == []


@pytest.mark.parametrize("lang", OTHERS)
def test_phrases_of_other_languages_read_as_a_person_reads_them(lang: str) -> None:
    rows = [line.split(" | ") for line in OTHERS[lang].strip().splitlines()]
    assert len(rows) >= 60
    assert find_wrong([[lang, *row] for row in rows]) == {}


def test_usual_phrases_of_the_smaller_languages_read_as_a_person_reads_them() -> None:
    assert find_wrong([line.split(" | ") for line in SOME.strip().splitlines()]) == {}


def find_wrong(rows: list[list[str]]) -> dict[str, Reading | None]:
    wrong = {}
    for lang, phrase, qualifier, numbers in rows:
        reading = numerals.read(phrase, lang)
        wanted = (qualifier, [float(n) for n in numbers.split()])
        if reading is None or (reading.qualifier, reading.numbers) != wanted:
            wrong[phrase] = reading
    return wrong


@pytest.mark.parametrize(
    ("phrase", "lang"),
    [
        ("više od 30 zemalja", "hr"),
        ("30-ból több", "hu"),
        ("trideset zemalja", "hr"),
        ("mehrere Staaten", "de"),
        ("ein paar Staaten", "de"),
        ("a few countries", "en"),
        ("عدة دول", "ar"),
        ("gati një të tretën", "sq"),
        ("9" * 400, "en"),
    ],
)
def test_what_can_not_be_read_is_not_read_wrongly(phrase: str, lang: str) -> None:
    assert numerals.read(phrase, lang) is None


def test_the_language_decides_what_a_word_means() -> None:
    assert numerals.read("2 billion", "en").value == 2e9
    assert numerals.read("2 billions", "fr").value == 2e12
    assert numerals.read("2 Billionen", "de").value == 2e12


def test_each_language_has_its_words() -> None:
    folder = Path(languages.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == languages.LANGUAGES
    for code in languages.LANGUAGES:
        assert languages.find_words(code).numbers


@pytest.mark.parametrize(
    "text", ["de ", "ein", "un ou ", "مليون و ", "- ", "1 à ", "and ", "a year "]
)
def test_reading_takes_time_in_proportion_to_the_text(text: str) -> None:
    def measure_seconds(size: int, lang: str) -> float:
        start = time.process_time()
        list(numerals.find(text * size, lang))
        return time.process_time() - start

    # The least of some tries: what else runs on the machine only ever adds to it.
    for lang in ("", "ar"):
        few, many = (min(measure_seconds(size, lang) for _ in range(4)) for size in (300, 3_000))
        assert many < 40 * few + 0.1


# num2words leaves a letter out in Italian, and writes "and one" before a scale in Arabic.
def write_number(n: int, lang: str, kind: str = "cardinal") -> str:
    # It keeps the plural s of vingts and cents before the ending; no French text does.
    words = num2words.num2words(n, lang=lang, to=kind)
    if kind == "ordinal":
        words = words.replace("sième", "ième" if n % 10 == 0 else "sième")
    return words.replace("odicott", "odiciott").replace("quadragésim", "cuadragésim")


def is_written_well(n: int, lang: str) -> bool:
    """Say whether num2words knows how to write `n`: not where one or two thousand end a group."""
    groups = [int(group) for group in f"{n:,}".split(",")]
    return lang != "ar" or not any(g == 2 or (g > 100 and g % 100 == 1) for g in groups[:-1])


@pytest.mark.parametrize("lang", ["fr", "fr_BE", "fr_CH", "en", "de", "it", "es", "ar"])
def test_every_number_reads_as_num2words_writes_it(lang: str) -> None:
    wrong = {}
    for n in [*range(2, 1001), *range(1001, 10_001, 13)]:
        words = write_number(n, lang)
        reading = numerals.read(words, lang[:2])
        if is_written_well(n, lang) and (reading is None or reading.value != n):
            wrong[words] = reading
    assert wrong == {}


@pytest.mark.parametrize("lang", ["fr", "fr_BE", "fr_CH", "en", "de", "it", "es"])
def test_every_ordinal_reads_as_num2words_writes_it(lang: str) -> None:
    wrong = {}
    for n in range(2, 101 if lang == "es" else 1001):
        words = write_number(n, lang, "ordinal")
        reading = numerals.read(words, lang[:2])
        if reading is None or (reading.qualifier, reading.value) != ("ordinal", n):
            wrong[words] = reading
    assert wrong == {}


@given(st.integers(1001, 10**12), st.sampled_from(["fr", "en", "de", "it", "es", "ar"]))
def test_large_numbers_read_as_num2words_writes_them(n: int, lang: str) -> None:
    assume(is_written_well(n, lang))
    reading = numerals.read(write_number(n, lang), lang)
    assert reading is not None
    assert reading.value == n


LANGS = st.sampled_from(["", "xx", *sorted(languages.LANGUAGES)])


@given(st.text() | st.text("0123456789٠١٢.,٫ -–'+%$"), LANGS)
def test_any_text_reads_as_something_or_nothing(text: str, lang: str) -> None:
    numerals.read(text, lang)
    for reading in numerals.find(text, lang):
        assert 0 <= reading.start < reading.end <= len(text)


@given(st.data(), LANGS.filter(lambda lang: lang != "xx"))
def test_any_words_of_a_language_read_as_something_or_nothing(
    data: st.DataObject, lang: str
) -> None:
    words = languages.find_words(lang)
    known = [
        *words.known,
        *words.pieces,
        *words.firsts,
        *words.fillers,
        *words.connectors,
        "7",
        "-",
    ]
    text = " ".join(data.draw(st.lists(st.sampled_from(sorted(known)), max_size=8)))
    numerals.read(text, lang)
