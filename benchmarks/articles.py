"""Synthetic French articles and the tables that rest on them: `make(folder, count)`.

No word of a held article is in them: sentences are drawn from word lists, with accents, quotation
marks, apostrophes and dashes as newspapers print them.
"""

import json
import random
from collections.abc import Callable
from pathlib import Path

from coalition_data.tables import canonical, descriptor
from coalition_data.texts import evidence

SEED = 20150122
SEGMENTS = 50
# A package needs the tables to which these lead; they stay empty.
TABLES = ("sources", "meetings", "actors", "participants", "quotes", "figures")
# Of fifty segments so many are quotes, whose words ship, and figures, of which the number ships.
QUOTES, FIGURES = 12, 20
SYLLABLES = "ba ré mi ton châ lu per dé vin gue sor tè no fran cou lé mar ché ti on œu vre né pla qui ser ment ê ga".split()
SMALL = "le la les un une des de du à au en par pour avec sur dans et ou que qui contre entre selon".split()
NUMBERS = "une vingtaine|trois cents|quatre ou cinq|21|60|plus de 40|près de 2 000|des milliers|15,5|une centaine".split(
    "|"
)
UNITS = "pays|combattants|ministres|mois|villes|millions d’euros|otages|frappes".split("|")

Row = dict[str, str]


class Writer:
    """A source of sentences, the same each time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        draw = random.Random(SEED)
        self.words = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(3000)]

    def phrase(self, least: int, most: int) -> str:
        """Return so many words, small ones between."""
        count = self.chance.randint(least, most)
        pick = self.chance.choice
        return " ".join(
            pick(self.words) if n % 2 else pick((*SMALL, pick(self.words))) for n in range(count)
        )

    def quoted(self) -> tuple[str, str]:
        """Return a sentence with quoted words, and those."""
        words = self.phrase(8, 16)
        return f"« {words} », a déclaré {self.phrase(2, 3).title()}.", words

    def counted(self) -> tuple[str, str]:
        """Return a sentence with a number, and the phrase that gives it."""
        said = f"{self.chance.choice(NUMBERS)} {self.chance.choice(UNITS)} {self.phrase(3, 5)}"
        return f"{self.phrase(3, 6).capitalize()} – {said}.", said

    def told(self) -> tuple[str, str]:
        """Return a sentence, and a phrase inside it."""
        said = self.phrase(6, 12)
        return f"{self.phrase(3, 6).capitalize()}, {said}, n’est-ce pas\u00a0?", said


class Article:
    """One article: `paragraphs`, and its `pieces` (kind, phrase) in reading order."""

    def __init__(self, number: int) -> None:
        writer = Writer(SEED + number)
        kinds = (
            ["quotes"] * QUOTES
            + ["figures"] * FIGURES
            + ["participants"] * (SEGMENTS - QUOTES - FIGURES)
        )
        writer.chance.shuffle(kinds)
        ways = {"quotes": writer.quoted, "figures": writer.counted, "participants": writer.told}
        made = [(kind, *ways[kind]()) for kind in kinds]
        self.pieces = [(kind, phrase) for kind, _, phrase in made]
        # A sentence on which nothing rests stands between any two.
        sentences = [f"{sentence} {writer.phrase(6, 12).capitalize()}." for _, sentence, _ in made]
        self.paragraphs = [" ".join(sentences[n : n + 5]) for n in range(0, SEGMENTS, 5)]

    @property
    def text(self) -> str:
        """The article as a file."""
        return "\n\n".join(self.paragraphs) + "\n"

    def rows(self, number: int) -> dict[str, list[Row]]:
        """Return its source and the rows that rest on its pieces."""
        source, whole = f"journal-{number:05d}", evidence.normalise(self.text)
        held = {
            "text_norm": evidence.NORM,
            "text_sha256": evidence.sha256(whole),
            "text_chars": str(len(whole)),
        }
        out: dict[str, list[Row]] = {"sources": [{"source_id": source, **held}]}
        for n, (kind, phrase) in enumerate(self.pieces, 1):
            key = f"2015-01-a{number:05d}-{kind[0]}{n:03d}"
            row = {f"{kind[:-1]}_id": key, "source_id": source, "evidence": _segment(whole, phrase)}
            words = {
                "quotes": {"text": phrase},
                "figures": {"as_stated": " ".join(phrase.split(" ")[:3])},
            }
            out.setdefault(kind, []).append({**row, **words.get(kind, {})})
        return out


def _segment(whole: str, phrase: str) -> str:
    """Return the evidence of a phrase as `evidence.anchor` does, the article being normalised
    already.
    """
    words = evidence.normalise(phrase)
    start = whole.index(words)
    return str(evidence.Segment(start, start + len(words), evidence.sha256(words)[:32]))


def as_written(article: Article) -> str:
    """Return the article word for word, wrapped otherwise and with other marks: it counts as exact."""
    return article.text.replace(" ", "\n", 1).replace("’", "'")


def moved(article: Article) -> str:
    """Return the article under a heading, one more word in each paragraph: all pieces stand
    elsewhere.
    """
    return "Publicité\n\nÀ lire aussi\n\n" + "\n\n".join(f"Ensuite {p}" for p in article.paragraphs)


def altered(article: Article) -> str:
    """Return the article as in `moved`, and one phrase in twenty-five replaced: those are missing."""
    text = moved(article)
    for _, phrase in article.pieces[12::25]:
        text = text.replace(phrase, "autre chose")
    return text


COPIES: dict[str, Callable[[Article], str]] = {
    "exact": as_written,
    "moved": moved,
    "altered": altered,
}


def make(folder: Path, count: int) -> None:
    """Write the tables on `count` articles into `folder`, and the articles beside them, a folder
    for each of COPIES.
    """
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    for number in range(count):
        article = Article(number)
        for name, rows in article.rows(number).items():
            tables[name] += rows
        for kind, copy in COPIES.items():
            (folder / kind).mkdir(parents=True, exist_ok=True)
            (folder / kind / f"{number:05d}.txt").write_text(copy(article), encoding="utf-8")
    raw = dict(descriptor.read().raw)
    raw["resources"] = [resource for resource in raw["resources"] if resource["name"] in TABLES]
    (folder / descriptor.FILENAME).write_text(json.dumps(raw), encoding="utf-8")
    package = descriptor.read(str(folder))
    (folder / "tables").mkdir(exist_ok=True)
    for name, table in package.tables.items():
        cells = [[row.get(column, "") for column in table.names] for row in tables[name]]
        Path(package.file(name)).write_bytes(canonical.canonical_bytes(table.names, cells))
