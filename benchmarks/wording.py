"""How `verify` judges texts that were only stored otherwise, and texts that were tampered with.

`python benchmarks/wording.py TEXTS` prints and writes one row per kind: copies made of the coded
articles, pieces of evidence that were judged in them, and how many were accepted (exact, moved or
folded). It fails where something genuine is refused or something false accepted; `--check` tampers with
every tenth place only, writes nothing, and also fails where the evidence isn't that of the last run.
"""

import csv
import io
import itertools
import re
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from coalition_data.texts import evidence, numerals, placement, verification
from coalition_data.texts.placement import Piece

RESULTS = Path(__file__).with_name("wording.csv")
COLUMNS = ["group", "kind", "copies", "pieces", "accepted"]
PART = 10
Span = tuple[int, int]
# A copy of a text, and which part of the original was changed in it.
Tampered = tuple[str, list[Span]]

HEADER = "Menu\nAccueil Monde Politique\nAccepter les cookies\n\n"
BETWEEN = "\n\nPublicité\n\nA lire aussi : notre dossier complet\n\n"
FOOTER = "\n\nPartager sur les réseaux\nTous droits réservés 2026\n"
NEGATION = re.compile(r"\b(?:ne |n'|pas |jamais |aucune? |plus |non )", re.IGNORECASE)
NAME = re.compile(r"(?<=[a-zé,'] )[A-ZÉ][a-zé]+(?:-[A-ZÉ][a-zé]+)*")
WORD = re.compile(r"[^\W\d_]{3,}")


def wrapped(text: str, width: int) -> str:
    return "\n\n".join(textwrap.fill(p, width, break_on_hyphens=False) for p in text.split("\n\n"))


def curly(text: str) -> str:
    text = re.sub(r'["«]\s*([^"»]*?)\s*["»]', "\u201c\\1\u201d", text)
    return text.replace("'", "\u2019").replace("...", "\u2026").replace(" - ", " \u2013 ")


def furnished(text: str) -> str:
    paragraphs = text.strip().split("\n\n")
    return HEADER + BETWEEN.join(paragraphs) + FOOTER


STORED: dict[str, Callable[[str], str]] = {
    "wrapped at 72": lambda t: wrapped(t, 72),
    "wrapped at 30": lambda t: wrapped(t, 30),
    "CRLF": lambda t: t.replace("\n", "\r\n"),
    "NFD": lambda t: unicodedata.normalize("NFD", t),
    "curly marks": curly,
    "no-break spaces": lambda t: t.replace(" ", "\u00a0"),
    "soft hyphens": lambda t: re.sub(r"(\w{4})(\w{4})", "\\1\u00ad\\2", t),
    "page furniture": furnished,
    "all of these": lambda t: unicodedata.normalize("NFD", wrapped(furnished(t), 50)).replace(
        "\n", "\r\n"
    ),
}


def digits(text: str) -> Iterator[Tampered]:
    for i, char in enumerate(text):
        if char.isdigit():
            yield text[:i] + str((int(char) + 3) % 10) + text[i + 1 :], [(i, i + 1)]


def words(text: str) -> Iterator[Tampered]:
    found = list(WORD.finditer(text))
    for n, word in enumerate(found):
        other = next(w[0] for w in found[n + 1 :] + found if w[0].casefold() != word[0].casefold())
        yield text[: word.start()] + other + text[word.end() :], [word.span()]


def swapped(text: str) -> Iterator[Tampered]:
    for one, two in itertools.combinations(numerals.find(text), 2):
        (a, b), (c, d) = (one.start, one.end), (two.start, two.end)
        if one.numbers != two.numbers:
            yield text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:], [(a, b), (c, d)]


def negations(text: str) -> Iterator[Tampered]:
    for found in NEGATION.finditer(text):
        yield text[: found.start()] + text[found.end() :], [found.span()]


def names(text: str) -> Iterator[Tampered]:
    found = list(NAME.finditer(text))
    for name in found:
        for other in {n[0] for n in found} - {name[0]}:
            yield text[: name.start()] + other + text[name.end() :], [name.span()]


TAMPERED: dict[str, Callable[[str], Iterator[Tampered]]] = {
    "each digit changed": digits,
    "each word replaced": words,
    "two numbers swapped": swapped,
    "a negation removed": negations,
    "a name exchanged": names,
}


def articles(folder: Path) -> Iterator[tuple[str, str, list[Piece]]]:
    """Yield raw text, normalised text and pieces of evidence of each coded article in `folder`."""
    claims = verification.Claims(None)
    raw = {
        evidence.sha256(evidence.normalise(t)): t
        for t in (_text(p) for p in sorted(folder.iterdir()))
        if t
    }
    for digest, pieces in claims.sources.values():
        if digest not in raw:
            raise SystemExit(f"{folder} lacks a coded article: nothing can be measured")
        yield raw[digest], evidence.normalise(raw[digest]), pieces


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def accepted(text: str, pieces: list[Piece]) -> int:
    """Count the pieces that `verify` would accept in this copy."""
    if all(piece.segment.holds(text) for piece in pieces):
        return len(pieces)
    return sum(one.accepted for one in placement.place(text, pieces))


def measure(folder: Path, part: int = 1) -> list[list[str]]:
    """Return a row for each kind of copy, as in COLUMNS; of tampered ones every `part`th is judged,
    and only the pieces that were touched count.
    """
    held = list(articles(folder))
    rows = []
    for kind, store in STORED.items():
        found = [accepted(evidence.normalise(store(raw)), pieces) for raw, _, pieces in held]
        rows.append(
            ["stored", kind, len(held), sum(len(pieces) for *_, pieces in held), sum(found)]
        )
    for kind, tamper in TAMPERED.items():
        copies = touched = passed = 0
        for _, text, pieces in held:
            for copy, spans in itertools.islice(tamper(text), 0, None, part):
                hit = [
                    p
                    for p in pieces
                    if any(p.segment.start < b and a < p.segment.end for a, b in spans)
                ]
                if hit:
                    copies += 1
                    touched += len(hit)
                    placed = placement.place(evidence.normalise(copy), pieces)
                    passed += sum(one.accepted for one in placed if one.piece in hit)
        rows.append(["tampered", kind, copies, touched, passed])
    return [[str(cell) for cell in row] for row in rows]


def check(rows: list[list[str]]) -> list[str]:
    """Say what isn't as it must be: all of what was only stored otherwise is accepted, nothing of
    what was changed.
    """
    wanted = {"stored": lambda row: row[3], "tampered": lambda _: "0"}
    return [
        f"{row[1]}: {row[4]} of {row[3]} accepted" for row in rows if row[4] != wanted[row[0]](row)
    ]


def table(rows: list[list[str]]) -> str:
    """Return the rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue()


def main() -> None:
    checks = "--check" in sys.argv
    rows = measure(Path(sys.argv[1]), PART if checks else 1)
    print(table(rows), end="")
    wrong = check(rows)
    if wrong:
        raise SystemExit("\n".join(wrong))
    if not checks:
        RESULTS.write_text(table(rows), encoding="utf-8")
    elif table(rows[: len(STORED)]) not in RESULTS.read_text(encoding="utf-8"):
        raise SystemExit(
            f"{RESULTS.name} is of other tables: run `python benchmarks/wording.py TEXTS`"
        )


if __name__ == "__main__":
    main()
