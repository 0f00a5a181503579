"""Whether `verify` finds the words of pages, and misses them where a page was tampered with.

`python benchmarks/tampering.py TEXTS` prints and writes one row per kind. First the coded articles: they
are put into HTML with a menu and a footer, extracted as `fetch` does it, and each name and each
number in them is replaced in turn. Then a page of our own for each public page: it has the words
that rows show of it among words that mean nothing, and each of those words is replaced in turn. The
rows that rest on the replaced word must be missing (or, of the articles, under review), and no
others. It fails where it isn't so; `--check` looks at every twentieth public page and writes nothing,
and needs no TEXTS.
"""

import csv
import html
import io
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import articles
import wording
from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence, extraction, numerals, pages, placement

RESULTS = Path(__file__).with_name("tampering.csv")
COLUMNS = ["pages", "kind", "copies", "rows", "not found", "other rows not found"]
PART = 20
GENUINE = ("as they are", "stored otherwise")
STORED: dict[str, Callable[[str], str]] = dict(
    zip(GENUINE, (str, wording.STORED["all of these"]), strict=True)
)
# A word that no text has.
NOBODY = "Zorbeq"
# How many make a paragraph.
SENTENCES = 3
WORD = re.compile(r"[^\W_]+")
PARTICLES = "وفبلك"
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI")
POINTERS = (pages.OPENING, pages.ENDING)
CODED, PUBLIC = "the five articles in HTML", "public pages, in words of our own"

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>Zurmel | Plinkodo</title>
<style>nav {{ color: red }}</style><script>var page = "Zurmel";</script></head>
<body><header><a href="/">Plinkodo</a>
<nav><ul><li><a href="/a">Grelbum</a></li><li><a href="/b">Snorvat</a></li></ul></nav></header>
<main><article><h1>Zurmel</h1>
{paragraphs}
</article></main>
<aside><h2>Trabnik</h2><ul><li><a href="/c">Wexdol fint</a></li><li><a href="/d">Porg</a></li></ul></aside>
<footer><p>© Plinkodo</p><a href="/e">Kelbrat</a></footer></body></html>
"""

Cells = dict[str, str]


def make_html(text: str, lang: str = "fr") -> str:
    """Return a page with a normalised text in paragraphs, between a menu and a footer."""
    sentences = re.split(r"(?<=[.!?]) ", html.escape(text, quote=False))
    groups = [sentences[n : n + SENTENCES] for n in range(0, len(sentences), SENTENCES)]
    paragraphs = "\n".join(f"<p>{' '.join(group)}</p>" for group in groups)
    return PAGE.format(lang=lang, paragraphs=paragraphs)


def extract(text: str) -> str:
    """Return the normalised text that `fetch` would take from a page with this text."""
    page = make_html(text).encode("utf-8")
    return evidence.normalise(extraction.extract(page, "text/html; charset=utf-8").text)


# The coded articles.


def tamper(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield (kind, copy, place of what was replaced) for each name and number in a normalised text."""
    for name in wording.NAME.finditer(text):
        yield "a name replaced", text[: name.start()] + NOBODY + text[name.end() :], name.span()
    for number in numerals.find(text, "fr"):
        start, end = number.start, number.end
        words = NOBODY if not any(map(str.isdecimal, text[start:end])) else None
        copy = text[:start] + (words or turn_digits(text[start:end])) + text[end:]
        yield "a number replaced", copy, (start, end)


def turn_digits(words: str) -> str:
    """Return words with another digit for each."""
    return "".join(str((int(c) + 3) % 10) if c.isdecimal() else c for c in words)


def measure_articles(folder: Path, part: int = 1) -> list[list[str]]:
    counts: dict[str, list[int]] = {}
    for _, norm, pieces in wording.articles(folder):
        whole = placement.place(extract(norm), pieces)
        count(counts, GENUINE[0], [], [not one.accepted for one in whole])
        for kind, copy, (start, end) in list(tamper(norm))[::part]:
            placed = placement.place(extract(copy), pieces)
            hit = [p.segment.start < end and start < p.segment.end for p in pieces]
            count(counts, kind, hit, [not one.accepted for one in placed])
    return [[CODED, kind, *map(str, numbers)] for kind, numbers in counts.items()]


def count(counts: dict[str, list[int]], kind: str, hit: list[bool], failed: list[bool]) -> None:
    """Add one copy: its rows (those that were hit), which of them failed, and which others did."""
    hit = hit or [False] * len(failed)
    rows = len(failed) if kind in GENUINE else sum(hit)
    missed = sum(a and b for a, b in zip(hit, failed, strict=True))
    others = sum(b and not a for a, b in zip(hit, failed, strict=True))
    old = counts.setdefault(kind, [0, 0, 0, 0])
    counts[kind] = [a + b for a, b in zip(old, (1, rows, missed, others), strict=True)]


# Public pages.


def read_rows() -> dict[str, list[Cells]]:
    """Return source -> the printed words of each of its rows, by column."""
    package = descriptor.read()
    sources = loader.read_arrow(package, "sources").to_pylist()
    out: dict[str, list[Cells]] = {s["source_id"]: [] for s in sources if s["words_taken"]}
    for table, columns in pages.PRINTED.items():
        for row in loader.read_arrow(package, table).to_pylist():
            cells = {column: row[column] for column in columns if row[column]}
            if cells and row["source_id"] in out:
                out[row["source_id"]].append(cells)
    return {source: rows for source, rows in out.items() if rows}


def write_page(rows: list[Cells], seed: int = 1) -> str:
    """Return a page that has the printed words of rows, each among words of no language."""
    writer = articles.Writer(seed)
    lines = []
    for cells in rows:
        named = [words for column, words in cells.items() if column not in POINTERS]
        line = "".join(f"{writer.phrase(3, 6)}, {words}, " for words in named)
        if pages.OPENING in cells:
            opening, ending = cells[pages.OPENING], cells[pages.ENDING]
            words = opening if opening == ending else f"{opening} {writer.phrase(8, 16)} {ending}"
            line += f'"{words}", '
        lines.append(line + writer.phrase(4, 8) + ".")
    return "\n".join(lines)


def write_pages(folder: Path, size: int, part: int = 1) -> None:
    """Write a page of so many bytes for each public page, or for a part of them."""
    folder.mkdir()
    for number, (source, rows) in enumerate(list(read_rows().items())[::part]):
        writer, text = articles.Writer(number), write_page(rows, number)
        while len(text.encode()) < size:
            text += f"\n{writer.phrase(60, 80).capitalize()}."
        (folder / f"{source}.txt").write_text(text, encoding="utf-8")


def find_failed(text: str, rows: list[Cells]) -> list[bool]:
    """Say of each row whether some of its words are missing."""
    page = pages.Page(evidence.normalise(text))
    return [
        any(place.status == pages.MISSING for place in page.find_row(cells).values())
        for cells in rows
    ]


def fold(word: str) -> str:
    """Return a word without case and accents; written again here, not to be judge in one's own case."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def split(text: str) -> list[str]:
    """Return the folded words of a text, Arabic ones without what is written together with them."""
    return [bare(fold(word)) for word in WORD.findall(evidence.normalise(text))]


def bare(word: str) -> str:
    return word.lstrip(PARTICLES) or word


def is_unspaced(word: str) -> bool:
    """Say whether a word is of a script without blanks, in which it may be a part of what `split` takes
    for one word.
    """
    return any(unicodedata.name(c, "").startswith(UNSPACED) for c in word)


def has_word(words: set[str], word: str) -> bool:
    """Say whether these folded words have this one, or a part that is it."""
    return any(word in one for one in words) if is_unspaced(word) else word in words


def replace(text: str, word: str) -> str:
    """Return a page in which this folded word is another wherever it is."""

    def change(found: re.Match[str]) -> str:
        if not has_word({bare(fold(found[0]))}, word):
            return found[0]
        told = word if is_unspaced(word) else found[0]
        return turn_digits(found[0]) if any(map(str.isdecimal, told)) else NOBODY

    return WORD.sub(change, evidence.normalise(text))


def measure_pages(part: int = 1) -> list[list[str]]:
    counts: dict[str, list[int]] = {}
    for number, rows in enumerate(list(read_rows().values())[::part]):
        text = write_page(rows, number)
        for kind, store in STORED.items():
            failed = find_failed(store(text), rows)
            count(counts, kind, [], failed)
        words_of = [set(split(" ".join(cells.values()))) for cells in rows]
        for word in sorted(set().union(*words_of)):
            failed = find_failed(replace(text, word), rows)
            kind = "a number replaced" if any(map(str.isdecimal, word)) else "a word replaced"
            count(counts, kind, [has_word(words, word) for words in words_of], failed)
    return [[PUBLIC, kind, *map(str, numbers)] for kind, numbers in counts.items()]


def check(rows: list[list[str]]) -> list[str]:
    """Say what isn't as it must be."""
    return [
        f"{row[0]}: {row[1]}: {row[4]} of {row[3]} not found, and {row[5]} others"
        for row in rows
        if row[5] != "0" or (row[1] not in GENUINE and row[3] != row[4])
    ]


def table(rows: list[list[str]]) -> str:
    """Return the rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue()


def main() -> None:
    checks = "--check" in sys.argv
    folders = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    rows = [row for folder in folders for row in measure_articles(folder)]
    rows += measure_pages(PART if checks else 1)
    print(table(rows), end="")
    wrong = check(rows)
    if wrong:
        raise SystemExit("\n".join(wrong))
    if not checks:
        RESULTS.write_text(table(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
