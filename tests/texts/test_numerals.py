import time
from pathlib import Path

import num2words
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coalition_data.texts import languages, numerals
from coalition_data.texts.numerals import Reading

pytestmark = pytest.mark.once

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
more than AUD$7 million | at_least | 7000000
over A$7 million | at_least | 7000000
70 approx. countries | approximate | 70
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
# Fewer of each language that fewer sources are in.
MORE = {
    "cs": """
až 40 zemí | at_most | 40
třicítky západních a arabských zemí | exact | 30
500 tun munice | exact | 500
68 ministry zahraničí | exact | 68
první takto velkou akcí | ordinal | 1
skoro sedm desítek partnerů | approximate | 70
přes osm desítek zemí | at_least | 80
více než 60 států | at_least | 60
nejméně dvanáct lidí | at_least | 12
téměř 3,5 milionu korun | approximate | 3500000
asi dvacet | approximate | 20
kolem 1 500 vojáků | approximate | 1500
méně než deset dní | at_most | 10
mezi 10 a 15 zeměmi | range | 10 15
pět nebo šest zemí | range | 5 6
dvě stě padesát | exact | 250
tři tisíce vojáků | exact | 3000
pětadvacet zemí | exact | 25
sedmdesát pět | exact | 75
dva miliony lidí | exact | 2000000
2 miliardy dolarů | exact | 2000000000
dva a půl roku | exact | 2.5
obě země | exact | 2
několik tisíc bojovníků | order_of_magnitude | 2000
druhé setkání | ordinal | 2
79. člen | ordinal | 79
40 procent | exact | 40
""",
    "sk": """
viac ako 14 miliónmi eur | at_least | 14000000
dva roky | exact | 2
79-člennej koalície | exact | 79
50-tisíc eur | exact | 50000
84 štátov a medzinárodných organizácií | exact | 84
takmer 500 teroristických činov | approximate | 500
vyše 2900 ľudí | at_least | 2900
vyše 103.000 štvorcových kilometrov | at_least | 103000
vyše osem miliónov ľudí | at_least | 8000000
osem rokov | exact | 8
dvadsaťpäť krajín | exact | 25
stodvadsať | exact | 120
tristo vojakov | exact | 300
päť krajín | exact | 5
šesťdesiat krajín | exact | 60
najmenej štyri krajiny | at_least | 4
približne 30 štátov | approximate | 30
okolo tisíc ľudí | approximate | 1000
menej ako päť rokov | at_most | 5
až 100 vojakov | at_most | 100
od 10 do 15 krajín | range | 10 15
tri alebo štyri krajiny | range | 3 4
obe krajiny | exact | 2
stovky bojovníkov | order_of_magnitude | 200
niekoľko tisíc ľudí | order_of_magnitude | 2000
tretie stretnutie | ordinal | 3
40 percent | exact | 40
""",
    "ko": """
20여 개국 | at_least | 20
약 40개 국가들 | approximate | 40
6백 명 | exact | 600
60개국 이상 | at_least | 60
60개국 이상이 참석 | at_least | 60
처음이다 | ordinal | 1
올해 처음 | ordinal | 1
총 65개국 | exact | 65
3개 국제기구 | exact | 3
외교장관 48명 | exact | 48
회의에는 30여개국 | at_least | 30
30여개국이 참석 | at_least | 30
오만 등 3개국 | exact | 3
3개의 국제기구 | exact | 3
약 30여개국 | at_least | 30
4개월간 | exact | 4
두 나라 | exact | 2
세 차례 | exact | 3
열두 개 나라 | exact | 12
스물다섯 명 | exact | 25
이십오 개국 | exact | 25
육십팔개국 | exact | 68
삼백오십 명 | exact | 350
삼천이백 명 | exact | 3200
5만 명 | exact | 50000
20여만 명 | at_least | 200000
1억 2천만 달러 | exact | 120000000
15억 달러 | exact | 1500000000
최소 17명 | at_least | 17
최대 500명 | at_most | 500
10명 이하 | at_most | 10
40명 정도 | approximate | 40
수십 개국 | order_of_magnitude | 20
수백명 | order_of_magnitude | 200
제2차 회의 | ordinal | 2
2차 회의 | ordinal | 2
세 번째 | ordinal | 3
40퍼센트 | exact | 40
""",
    "zh": """
七十四個國家 | exact | 74
五個國際組織 | exact | 5
五十萬美元 | exact | 500000
四百個組合屋 | exact | 400
67個成員 | exact | 67
74國家 | exact | 74
两天 | exact | 2
十二个国家 | exact | 12
二十 | exact | 20
一百二十三 | exact | 123
一百零五 | exact | 105
三千二百人 | exact | 3200
两千万人 | exact | 20000000
3.5亿美元 | exact | 350000000
1万5千人 | exact | 15000
三万亿 | exact | 3000000000000
60多个国家 | at_least | 60
60余国 | at_least | 60
60多国 | at_least | 60
打击60个目标 | exact | 60
最近5年 | exact | 5
200多万难民 | at_least | 2000000
超过60个国家 | at_least | 60
60个国家以上 | at_least | 60
至少17人 | at_least | 17
不超过十人 | at_most | 10
高达500万美元 | at_most | 5000000
约30个国家 | approximate | 30
大約三十個國家 | approximate | 30
近四十个国家 | approximate | 40
共有近60个国家 | approximate | 60
30个左右 | approximate | 30
10至15个国家 | range | 10 15
三或四个 | range | 3 4
几十个国家 | order_of_magnitude | 20
數百人 | order_of_magnitude | 200
数十万难民 | order_of_magnitude | 200000
首次会议 | ordinal | 1
第二次会议 | ordinal | 2
第68个成员 | ordinal | 68
双方 | exact | 2
两年半 | exact | 2.5
一个国家 | exact | 1
一万人 | exact | 10000
百分之四十 | exact | 40
""",
    "ja": """
約20カ国 | approximate | 20
68の有志国・地域・組織 | exact | 68
第2回 | ordinal | 2
初めて | ordinal | 1
26ヵ国 | exact | 26
2つの主要目的 | exact | 2
45か国 | exact | 45
七人 | exact | 7
十二カ国 | exact | 12
二十五 | exact | 25
六十八カ国 | exact | 68
百二十 | exact | 120
三千五百人 | exact | 3500
5万人 | exact | 50000
1億2000万円 | exact | 120000000
15億ドル | exact | 1500000000
60カ国以上 | at_least | 60
60カ国以上が参加 | at_least | 60
40カ国余り | at_least | 40
30カ国を超える | at_least | 30
少なくとも17人 | at_least | 17
およそ30カ国 | approximate | 30
ほぼ40カ国 | approximate | 40
40人程度 | approximate | 40
最大500人 | at_most | 500
10人以下 | at_most | 10
二年半 | exact | 2.5
両国 | exact | 2
数十カ国 | order_of_magnitude | 20
数百人 | order_of_magnitude | 200
2回目 | ordinal | 2
第三回 | ordinal | 3
40パーセント | exact | 40
""",
    "hu": """
öt kérdés | exact | 5
126 magyar katona | exact | 126
kétnapos | exact | 2
két nemzetközi szervezet | exact | 2
64 országot | exact | 64
több mint 60 ország | at_least | 60
30-nál több ország | at_least | 30
legalább tizenhét | at_least | 17
legfeljebb 500 katona | at_most | 500
akár 150 katona | at_most | 150
kevesebb mint tíz | at_most | 10
mintegy 30 ország | approximate | 30
közel hatvan ország | approximate | 60
körülbelül 3,5 millió | approximate | 3500000
tizenkét | exact | 12
huszonöt ország | exact | 25
hatvannyolc | exact | 68
százhúsz | exact | 120
kétszázötven | exact | 250
kétezer-ötszáz | exact | 2500
egymillió | exact | 1000000
két milliárd dollár | exact | 2000000000
négy vagy öt | range | 4 5
10–15 ország | range | 10 15
több száz harcos | order_of_magnitude | 200
mindkét ország | exact | 2
első ülés | ordinal | 1
a 3. ülés | ordinal | 3
huszonegyedik | ordinal | 21
40 százalék | exact | 40
""",
    "el": """
περίπου 30 χωρών | approximate | 30
84 κράτη και Διεθνείς Οργανισμοί | exact | 84
τρεις υποεπιτροπές | exact | 3
εναρκτήρια συνάντηση | ordinal | 1
22 χώρες | exact | 22
δύο χώρες | exact | 2
δώδεκα υπουργοί | exact | 12
είκοσι πέντε | exact | 25
είκοσι μία χώρες | exact | 21
εξήντα οκτώ χώρες | exact | 68
εκατόν είκοσι | exact | 120
διακόσιοι πενήντα | exact | 250
χίλια πεντακόσια | exact | 1500
τρεις χιλιάδες | exact | 3000
ένα εκατομμύριο | exact | 1000000
1,5 δισεκατομμύρια ευρώ | exact | 1500000000
περισσότερες από 60 χώρες | at_least | 60
πάνω από εξήντα χώρες | at_least | 60
τουλάχιστον 17 | at_least | 17
έως 500 στρατιώτες | at_most | 500
λιγότερο από ένα έτος | at_most | 1
σχεδόν σαράντα | approximate | 40
μεταξύ 10 και 15 | range | 10 15
δύο ή τρεις | range | 2 3
δεκάδες χώρες | order_of_magnitude | 20
χιλιάδες μαχητές | order_of_magnitude | 2000
αρκετές εκατοντάδες | order_of_magnitude | 200
πρώτη συνάντηση | ordinal | 1
τρίτος | ordinal | 3
40 τοις εκατό | exact | 40
""",
    "ro": """
până la 50 de militari | at_most | 50
aproximativ 14.000 de atacuri aeriene | approximate | 14000
doi ani | exact | 2
68 de țări | exact | 68
trei forțe separate | exact | 3
peste 75 de reprezentanţi | at_least | 75
mai mult de 60 de state | at_least | 60
cel puțin șaptesprezece | at_least | 17
circa treizeci de țări | approximate | 30
aproape 40 de țări | approximate | 40
mai puțin de zece | at_most | 10
douăzeci și unu | exact | 21
șaizeci și opt de țări | exact | 68
o sută douăzeci | exact | 120
două sute cincizeci | exact | 250
o mie cinci sute | exact | 1500
zece mii de soldați | exact | 10000
douăzeci de mii de soldați | exact | 20000
14 milioane de euro | exact | 14000000
20 de milioane de euro | exact | 20000000
1,5 miliarde de euro | exact | 1500000000
un milion | exact | 1000000
un an și jumătate | exact | 1.5
între 10 și 15 țări | range | 10 15
de la zece la cincisprezece | range | 10 15
două sau trei | range | 2 3
zeci de mii de luptători | order_of_magnitude | 20000
sute de luptători | order_of_magnitude | 200
câteva mii | order_of_magnitude | 2000
ambele țări | exact | 2
prima reuniune | ordinal | 1
al treilea | ordinal | 3
40 la sută | exact | 40
""",
    "hr": """
oko 1.100 tona municije | approximate | 1100
Od 30 do 40 | range | 30 40
27 ministara vanjskih poslova | exact | 27
stotine stranih boraca | order_of_magnitude | 200
600 milijuna američkih dolara | exact | 600000000
više od 30 zemalja | at_least | 30
trideset zemalja | exact | 30
dvadeset i pet | exact | 25
šezdeset osam članica | exact | 68
sto dvadeset | exact | 120
dvjesto pedeset | exact | 250
pet stotina vojnika | exact | 500
tri tisuće vojnika | exact | 3000
milijun eura | exact | 1000000
1,5 milijardi dolara | exact | 1500000000
najmanje sedamnaest | at_least | 17
do 500 vojnika | at_most | 500
manje od deset | at_most | 10
gotovo četrdeset | approximate | 40
desetak zemalja | approximate | 10
stotinjak vojnika | approximate | 100
između 10 i 15 | range | 10 15
dvije ili tri | range | 2 3
desetine zemalja | order_of_magnitude | 20
nekoliko tisuća boraca | order_of_magnitude | 2000
dvije i pol godine | exact | 2.5
obje zemlje | exact | 2
dvodnevni sastanak | exact | 2
prvi sastanak | ordinal | 1
3. sastanak | ordinal | 3
40 posto | exact | 40
tri sesije | exact | 3
više od 80 ministara vanjskih poslova i drugih | at_least | 80
""",
    "sr": """
oko 30 arapskih i zapadnih zemalja | approximate | 30
pet stalnih članica | exact | 5
hiljadu vojnika | exact | 1000
више од 30 земаља | at_least | 30
око тридесет земаља | approximate | 30
шездесет осам чланица | exact | 68
две хиљаде војника | exact | 2000
три милиона долара | exact | 3000000
између 10 и 15 | range | 10 15
стотине бораца | order_of_magnitude | 200
двадесет пет одсто | exact | 25
први састанак | ordinal | 1
обе земље | exact | 2
дванаест министара | exact | 12
тридесет и један | exact | 31
сто двадесет | exact | 120
двеста педесет | exact | 250
милион евра | exact | 1000000
1,5 милијарди долара | exact | 1500000000
најмање седамнаест | at_least | 17
до 500 војника | at_most | 500
скоро четрдесет | approximate | 40
десетак земаља | approximate | 10
две или три | range | 2 3
неколико хиљада | order_of_magnitude | 2000
""",
    "fi": """
noin 10 miljoonalla eurolla | approximate | 10000000
satakunta henkilöä | approximate | 100
68 maasta | exact | 68
kaksi maata | exact | 2
kahden maan | exact | 2
kaksitoista | exact | 12
kaksikymmentäviisi maata | exact | 25
kuusikymmentäkahdeksan | exact | 68
satakaksikymmentä | exact | 120
kaksisataaviisikymmentä | exact | 250
tuhat sotilasta | exact | 1000
kaksituhatta viisisataa | exact | 2500
miljoona euroa | exact | 1000000
1,5 miljardia euroa | exact | 1500000000
yli 60 maata | at_least | 60
vähintään seitsemäntoista | at_least | 17
enemmän kuin kymmenen | at_least | 10
enintään 500 sotilasta | at_most | 500
alle kymmenen | at_most | 10
lähes neljäkymmentä | approximate | 40
kaksi tai kolme | range | 2 3
10–15 maata | range | 10 15
kymmeniä maita | order_of_magnitude | 20
satoja taistelijoita | order_of_magnitude | 200
useita tuhansia | order_of_magnitude | 2000
molemmat maat | exact | 2
kaksipäiväinen kokous | exact | 2
ensimmäinen kokous | ordinal | 1
3. kokous | ordinal | 3
40 prosenttia | exact | 40
""",
    "is": """
Um 40 lönd | approximate | 40
sextíu ríkja | exact | 60
um sextíu ríkja | approximate | 60
10 arabísk | exact | 10
tvö lönd | exact | 2
þrjár þjóðir | exact | 3
tólf ráðherrar | exact | 12
tuttugu og fimm | exact | 25
sextíu og átta ríki | exact | 68
hundrað og tuttugu | exact | 120
tvö hundruð | exact | 200
þúsund hermenn | exact | 1000
tíu þúsund hermenn | exact | 10000
1,5 milljónir evra | exact | 1500000
2 milljarðar dollara | exact | 2000000000
meira en 60 ríki | at_least | 60
yfir sextíu ríki | at_least | 60
að minnsta kosti sautján | at_least | 17
rúmlega 30 ríki | at_least | 30
allt að 500 hermenn | at_most | 500
færri en tíu | at_most | 10
um það bil þrjátíu | approximate | 30
nærri 40 ríki | approximate | 40
milli 10 og 15 | range | 10 15
tveir eða þrír | range | 2 3
tugir ríkja | order_of_magnitude | 20
hundruð vígamanna | order_of_magnitude | 200
nokkur þúsund | order_of_magnitude | 2000
bæði löndin | exact | 2
fyrsti fundur | ordinal | 1
3. fundur | ordinal | 3
40 prósent | exact | 40
""",
    "bg": """
първата такава среща | ordinal | 1
седем страни | exact | 7
30 държави | exact | 30
дванадесет министри | exact | 12
двайсет и пет | exact | 25
шестдесет и осем държави | exact | 68
сто и двадесет | exact | 120
двеста и петдесет | exact | 250
хиляда войници | exact | 1000
две хиляди и петстотин | exact | 2500
десет хиляди войници | exact | 10000
един милион лева | exact | 1000000
1,5 милиарда долара | exact | 1500000000
над 60 държави | at_least | 60
повече от тридесет държави | at_least | 30
най-малко 17 | at_least | 17
поне седемнайсет | at_least | 17
до 500 войници | at_most | 500
по-малко от десет | at_most | 10
около 30 държави | approximate | 30
почти четиридесет | approximate | 40
между 10 и 15 | range | 10 15
две или три | range | 2 3
десетки държави | order_of_magnitude | 20
стотици бойци | order_of_magnitude | 200
няколко хиляди | order_of_magnitude | 2000
двете страни | exact | 2
две години и половина | exact | 2.5
третата среща | ordinal | 3
40 на сто | exact | 40
""",
    "sl": """
več kot 20 vlad | at_least | 20
dve državi | exact | 2
dvanajst ministrov | exact | 12
petindvajset držav | exact | 25
oseminšestdeset | exact | 68
sto dvajset | exact | 120
dvesto petdeset | exact | 250
tisoč vojakov | exact | 1000
deset tisoč vojakov | exact | 10000
milijon evrov | exact | 1000000
1,5 milijarde evrov | exact | 1500000000
najmanj sedemnajst | at_least | 17
vsaj 17 | at_least | 17
do 500 vojakov | at_most | 500
manj kot deset | at_most | 10
okoli 30 držav | approximate | 30
skoraj štirideset | approximate | 40
približno trideset | approximate | 30
med 10 in 15 | range | 10 15
od 10 do 15 držav | range | 10 15
dve ali tri | range | 2 3
desetine držav | order_of_magnitude | 20
stotine borcev | order_of_magnitude | 200
nekaj tisoč borcev | order_of_magnitude | 2000
obe državi | exact | 2
dve leti in pol | exact | 2.5
dvodnevni sestanek | exact | 2
prvi sestanek | ordinal | 1
3. sestanek | ordinal | 3
40 odstotkov | exact | 40
""",
    "ka": """
სამდღიანი | exact | 3
30 ქვეყანა | exact | 30
ორი ქვეყანა | exact | 2
სამი კვირა | exact | 3
თორმეტი მინისტრი | exact | 12
ოცი | exact | 20
ოცდახუთი ქვეყანა | exact | 25
ოცდაათი | exact | 30
სამოცდარვა ქვეყანა | exact | 68
ოთხმოცდაცხრამეტი | exact | 99
ასი | exact | 100
ას ოცი | exact | 120
ორასი | exact | 200
სამას ორმოცდაათი | exact | 350
ათასი ჯარისკაცი | exact | 1000
ათი ათასი | exact | 10000
მილიონი დოლარი | exact | 1000000
2 მილიარდი დოლარი | exact | 2000000000
60-ზე მეტი ქვეყანა | at_least | 60
სამოცზე მეტი ქვეყანა | at_least | 60
მინიმუმ 17 | at_least | 17
სულ მცირე ჩვიდმეტი | at_least | 17
500-მდე ჯარისკაცი | at_most | 500
მე-3 შეხვედრა | ordinal | 3
დაახლოებით 30 ქვეყანა | approximate | 30
თითქმის ორმოცი | approximate | 40
ორი ან სამი | range | 2 3
ათობით ქვეყანა | order_of_magnitude | 20
ასობით მებრძოლი | order_of_magnitude | 200
ორივე ქვეყანა | exact | 2
პირველი შეხვედრა | ordinal | 1
მესამე შეხვედრა | ordinal | 3
40 პროცენტი | exact | 40
""",
    "et": """
30 riiki | exact | 30
kaks riiki | exact | 2
kahe riigi | exact | 2
kaksteist ministrit | exact | 12
kakskümmend viis riiki | exact | 25
kuuskümmend kaheksa | exact | 68
sada kakskümmend | exact | 120
kakssada viiskümmend | exact | 250
tuhat sõdurit | exact | 1000
kümme tuhat sõdurit | exact | 10000
miljon eurot | exact | 1000000
1,5 miljardit eurot | exact | 1500000000
üle 60 riigi | at_least | 60
rohkem kui kolmkümmend | at_least | 30
vähemalt seitseteist | at_least | 17
kuni 500 sõdurit | at_most | 500
vähem kui kümme | at_most | 10
umbes 30 riiki | approximate | 30
ligi nelikümmend | approximate | 40
peaaegu sada | approximate | 100
kaks või kolm | range | 2 3
10 kuni 15 riiki | range | 10 15
kümned riigid | order_of_magnitude | 20
sadu võitlejaid | order_of_magnitude | 200
mitu tuhat võitlejat | order_of_magnitude | 2000
mõlemad riigid | exact | 2
kahepäevane kohtumine | exact | 2
esimene kohtumine | ordinal | 1
3. kohtumine | ordinal | 3
40 protsenti | exact | 40
""",
    "id": """
68 negara-negara | exact | 68
ribuan nyawa | order_of_magnitude | 2000
dua negara | exact | 2
dua belas menteri | exact | 12
sebelas negara | exact | 11
dua puluh lima negara | exact | 25
enam puluh delapan | exact | 68
seratus dua puluh | exact | 120
dua ratus lima puluh | exact | 250
seribu lima ratus | exact | 1500
sepuluh ribu tentara | exact | 10000
satu juta dolar | exact | 1000000
1,5 miliar dolar | exact | 1500000000
lebih dari 60 negara | at_least | 60
lebih daripada tiga puluh | at_least | 30
sedikitnya 17 orang | at_least | 17
sekurang-kurangnya tujuh belas | at_least | 17
hingga 500 tentara | at_most | 500
kurang dari sepuluh | at_most | 10
sekitar 30 negara | approximate | 30
kira-kira empat puluh | approximate | 40
hampir seratus | approximate | 100
antara 10 dan 15 | range | 10 15
dua atau tiga | range | 2 3
puluhan negara | order_of_magnitude | 20
ratusan orang | order_of_magnitude | 200
beberapa ratus orang | order_of_magnitude | 200
pertemuan pertama | ordinal | 1
anggota ke-68 | ordinal | 68
40 persen | exact | 40
40 peratus | exact | 40
""",
    "lt": """
pirmuosius dešimt karinių instruktorių | exact | 10
apie dešimt karių | approximate | 10
30 valstybių | exact | 30
dvi valstybės | exact | 2
trys dienos | exact | 3
dvylika ministrų | exact | 12
dvidešimt penkios valstybės | exact | 25
šešiasdešimt aštuonios | exact | 68
šimtas dvidešimt | exact | 120
du šimtai penkiasdešimt | exact | 250
tūkstantis karių | exact | 1000
dešimt tūkstančių karių | exact | 10000
milijonas eurų | exact | 1000000
1,5 mlrd. eurų | exact | 1500000000
daugiau kaip 60 valstybių | at_least | 60
daugiau nei trisdešimt | at_least | 30
mažiausiai septyniolika | at_least | 17
bent 17 | at_least | 17
iki 500 karių | at_most | 500
mažiau nei dešimt | at_most | 10
maždaug 30 valstybių | approximate | 30
beveik keturiasdešimt | approximate | 40
du ar trys | range | 2 3
nuo 10 iki 15 | range | 10 15
šimtai kovotojų | order_of_magnitude | 200
keli tūkstančiai | order_of_magnitude | 2000
abi valstybės | exact | 2
pirmasis susitikimas | ordinal | 1
40 procentų | exact | 40
""",
    "lv": """
30 valstis | exact | 30
divas valstis | exact | 2
trīs dienas | exact | 3
divpadsmit ministri | exact | 12
divdesmit piecas valstis | exact | 25
sešdesmit astoņas | exact | 68
simts divdesmit | exact | 120
divi simti piecdesmit | exact | 250
tūkstotis karavīru | exact | 1000
desmit tūkstoši karavīru | exact | 10000
miljons eiro | exact | 1000000
1,5 miljardi eiro | exact | 1500000000
vairāk nekā 60 valstis | at_least | 60
vairāk nekā trīsdesmit | at_least | 30
vismaz septiņpadsmit | at_least | 17
vismaz 17 | at_least | 17
līdz 500 karavīriem | at_most | 500
mazāk nekā desmit | at_most | 10
aptuveni 30 valstis | approximate | 30
gandrīz četrdesmit | approximate | 40
divi vai trīs | range | 2 3
no 10 līdz 15 | range | 10 15
simti kaujinieku | order_of_magnitude | 200
vairāki tūkstoši | order_of_magnitude | 2000
abas valstis | exact | 2
pirmā sanāksme | ordinal | 1
3. sanāksme | ordinal | 3
40 procenti | exact | 40
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
bs | tri sesije | exact | 3
ms | dua puluh lima negara | exact | 25
sr-Latn | više od 30 zemalja | at_least | 30
zh-Hant | 七十四個國家 | exact | 74
ru | первой встречей в полном составе | ordinal | 1
ar | ما يقارب بليوني دولار | approximate | 2000000000
es | sus primeros vuelos | ordinal | 1
it | nessuno contrario | exact | 0
pl | kilkuset żołnierzy | order_of_magnitude | 200
sv | näst största stad | ordinal | 2
sv | ett 60-tal länder | approximate | 60
hu | kétszázra | exact | 200
az | 30 ölkə | exact | 30
mk | 30 држави | exact | 30
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


@pytest.mark.parametrize("lang", MORE)
def test_phrases_of_languages_with_fewer_sources_read_as_a_person_reads_them(lang: str) -> None:
    rows = [line.split(" | ") for line in MORE[lang].strip().splitlines()]
    assert len(rows) >= 25
    assert find_wrong([[lang, *row] for row in rows]) == {}


def test_a_language_without_blanks_has_its_numbers_where_they_are() -> None:
    text = "2014年有六十多個國家參加，逾百人"
    found = list(numerals.find(text, "zh"))
    assert [r.numbers for r in found] == [[2014], [60], [100]]
    assert [text[r.start : r.end] for r in found] == ["2014", "六十多", "逾百"]


@pytest.mark.parametrize(
    ("phrase", "lang"),
    [("三分之一", "zh"), ("三分の一", "ja"), ("třetina", "cs"), ("το ένα τρίτο", "el")],
)
def test_a_third_is_a_share_in_languages_with_fewer_sources(phrase: str, lang: str) -> None:
    reading = numerals.read(phrase, lang)
    assert reading is not None
    assert reading.is_share
    assert reading.value == pytest.approx(1 / 3)


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
        ("30-dan çox ölkə", "az"),
        ("повеќе од 30 држави", "mk"),
        ("otuz ölkə", "az"),
        ("老百姓", "zh"),
        ("이 회의", "ko"),
        ("대한민국", "ko"),
        ("朝鮮半島", "ja"),
        ("許多國家", "zh"),
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
    "text",
    [
        "de ",
        "ein",
        "un ou ",
        "مليون و ",
        "- ",
        "1 à ",
        "and ",
        "a year ",
        "十万",
        "1万",
        "多三",
        "hundreds ",
    ],
)
def test_reading_takes_time_in_proportion_to_the_text(text: str) -> None:
    def measure_seconds(size: int, lang: str) -> float:
        start = time.process_time()
        list(numerals.find(text * size, lang))
        return time.process_time() - start

    # The least of some tries: what else runs on the machine only ever adds to it.
    for lang in ("", "ar", "zh"):
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
    if lang == "ko":
        # A unit of Chinese origin is read only inside a larger number.
        return n % 1000 == 0 or n % 1000 >= 10
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


@pytest.mark.parametrize("lang", "cs sk fi hu id is ja ko lt lv ro sl sr".split())
def test_numbers_of_languages_with_fewer_sources_read_as_num2words_writes_them(lang: str) -> None:
    numbers = [*range(2, 101), *range(101, 10_001, 83), 15_000, 123_456, 2_000_000, 3_500_000]
    words = {n: write_number(n, lang) for n in numbers if is_written_well(n, lang)}
    readings = {n: numerals.read(text, lang) for n, text in words.items()}
    wrong = {n: words[n] for n, reading in readings.items() if not reading or reading.value != n}
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
