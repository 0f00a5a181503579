"""The page docs/quality.md, from reliability/: how far two codings of the same texts agree, what an
audit found, and where the identifiers of persons were read.
"""

import csv
import runpy
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from coalition_data import export
from coalition_data.tables import descriptor, loader
from coalition_data.texts import numerals

PAIRS = Path(__file__).parent.parent / "reliability" / "pairs.csv"
EXAMPLE = Path(__file__).parent.parent / "examples" / "quote_corpus.py"
AUDIT = PAIRS.with_name("audit.csv")
AUDIT_INTRO = """### An audit of {meetings} meetings

{meetings} meetings of the coalition were audited. They were drawn at random from those that were not coded twice.
{pages_found} of the {pages} pages that their rows cite were found again. Each of {cells} filled cells was compared
with its page: {wrong} were wrong or incomplete ({share:.1%}). {rows_added} rows that the pages support were missing.
All of this was corrected.
"""
NUMBERS_INTRO = """## Numbers as printed

`validate` reads each phrase in `figures.as_stated` in the language of its source, and compares what it reads with the
row. It reads {read} of {phrases} phrases ({share:.1%}). The others it lists, as nothing checks their numbers.

| language | phrases | read |
|---|---|---|
"""
WIKIDATA = PAIRS.with_name("wikidata.csv")
IDENTIFIERS_INTRO = """## Identifiers of persons

{known} of {persons} persons ({share:.1%}) have a Wikidata item. Each was read in a public data file that gives it with the
same name and a country or office that fits; `reliability/wikidata.csv` names the file and what it says. The others
weren't found in such a file; nobody's was guessed.

| repositories of | repositories | persons |
|---|---|---|
"""
REREAD = PAIRS.with_name("reread.csv")
REREAD_INTRO = """### Pages read once more

After the second codings readers read {pages} pages once more, each sentence against the rows: most of those of rounds 7
and 8, then those with the most quotes, then the others with quotes. {both} of them were read more than once in this way.
Of {cells} filled cells {wrong} were wrong or incomplete ({share:.1%}), and {rows_added} rows were lacking. All were
corrected. {left} pages whose words are shown were not read again in this way; most of them have no quotes.

| reader | pages | filled cells | wrong or incomplete | | rows added |
|---|---|---|---|---|---|
"""
REREAD_COLUMNS = """
| column | wrong or incomplete |
|---|---|
"""
MOST_COLUMNS = 20
REWRITTEN = PAIRS.with_name("paraphrases.csv")
REWRITTEN_INTRO = """
### Paraphrases

Readers compared the paraphrases of {quotes} quotes of {pages} pages with their passages, fact by fact. They rewrote {en}
English and {fr} French ones, most of which left out a fact: an office, whom a threat concerns, a hedge, a reason. {left}
quotes of other pages were not compared in this way.

"""
SAMPLE = PAIRS.with_name("sample.csv")
SAMPLES_INTRO = """### Samples of rows

A reader who had coded none of them compared rows, drawn at random from those that show words, with their pages. Each
filled cell was compared, the strictest way: a paraphrase in which one fact of its passage lacks is wrong, each language by
itself. All that was wrong is corrected.
"""
SAMPLE_INTRO = """
**{drawn}**: of {rows} rows the pages of {found} were found again. Of {cells} filled cells {wrong} were wrong or incomplete
({share:.1%}); {paraphrases} of them are paraphrases, {names} printed names, {facts} a number, a date or a place.

"""
PRINTED_NAMES = {"as_named", "speaker_as_named"}
PARAPHRASES = {"paraphrase_en", "paraphrase_fr"}
# Where numbers, dates and places are.
FACTS = set("value low high unit currency as_stated as_of date_start date_end city venue".split())
ROW = "row"
INTRO = """# Quality

Printed from `reliability/` by `python tools/print_docs.py`.

## Agreement of two codings

Coding is machine-assisted. A second coder had the manual and the text, and had not seen the first rows. This coder
coded the five articles whole, and {pages} public pages of {meetings} meetings drawn at random (more than a fifth of the
meetings at the time). Both coders are of one kind, so these figures are an **upper bound** on what two people would
reach. They were computed before any difference was resolved. Then each difference was looked up in the text again, and
the tables carry the outcome.

A row of the first coding is matched with a row of the second about the same thing: the same source and meeting, the
same actor, an overlapping piece of text, the same number. *Found by both* is the share of rows that both coders found,
among all rows that either found. Agreement per variable is computed over the matched rows. α is Krippendorff's alpha
for nominal data. It is blank if all values are equal. It is low if nearly all are, as then a few differences weigh a
lot.
"""


WORDS = """### Public pages, with the words that they print

All pages were read a third time for the words that each claim shows. {pages} of them, a tenth, were coded by another
reader from the page alone. Printed words are compared without case. Where a number is in a quote, its speaker counts as
who stated it.
"""

ROUND7 = """### Pages of round 7 of the search

40 of the 598 pages that round 7 brought were drawn at random, by language. {pages} of them were found again and coded by
another reader from the page alone; reports too. Printed words are compared as above.
"""

ROUND8 = """### Pages of round 8 of the search

26 of the 237 pages that round 8 had brought were drawn at random, by language. All were found again and coded by
another reader from the page alone; {pages} of them tell of a meeting. Printed words are compared as above. The cities
that differ are one city in two spellings.
"""


def page(package: descriptor.Package) -> str:
    """Return the page in Markdown."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sampled = {row["source_id"] for row in rows if row["set"] == "pages"}
    meetings = {
        row["row"].rsplit("-", 1)[0]
        for row in rows
        if row["set"] == "pages" and row["table"] == "reports"
    }
    parts = [INTRO.format(pages=len(sampled), meetings=len(meetings))]
    third = {row["source_id"] for row in rows if row["set"] == "words"}
    seventh = {row["source_id"] for row in rows if row["set"] == "round7"}
    eighth = {row["source_id"] for row in rows if row["set"] == "round8"}
    intros = {
        "pages": "### Public pages\n",
        "words": WORDS.format(pages=len(third)),
        "round7": ROUND7.format(pages=len(seventh)),
        "round8": ROUND8.format(pages=len(eighth)),
        "articles": "### The five articles, whole\n",
    }
    for name, intro in intros.items():
        parts += [intro, found([r for r in rows if r["set"] == name])]
        parts += [agreement([r for r in rows if r["set"] == name])]
    parts += ["### Differences in the five articles, by table and kind", "", differences(rows)]
    return "\n".join([*parts, audit(), reread(package), rewritten(package), samples(), ""])


def audit() -> str:
    """Return what an audit of meetings drawn at random found: each cell was compared with the page
    that its row cites.
    """
    with AUDIT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    total = {column: sum(int(row[column]) for row in rows) for column in columns[1:]}
    out = [AUDIT_INTRO.format(meetings=len(rows), share=total["wrong"] / total["cells"], **total)]
    out += ["| " + " | ".join(columns).replace("_", " ") + " |", "|---" * len(columns) + "|"]
    out += ["| " + " | ".join(row.values()) + " |" for row in rows]
    return "\n".join([*out, ""])


def reread(package: descriptor.Package) -> str:
    """Return what was wrong in pages that were read once more, by reader and by column."""
    with REREAD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pages = Counter(row["source_id"] for row in rows)
    sources = loader.list_rows(package, "sources", ["source_id", "words_taken"])
    total: Counter[str] = Counter()
    by_reader: dict[str, Counter[str]] = {}
    columns: Counter[str] = Counter()
    for row in rows:
        counts = {name: int(row[name]) for name in ("cells", "wrong", "rows_added")}
        total.update(counts)
        by_reader.setdefault(row["reader"], Counter()).update({"pages": 1, **counts})
        for word in filter(None, row["columns"].split(";")):
            name, _, times = word.partition(":")
            columns[name] += int(times)
    out = REREAD_INTRO.format(
        pages=len(pages),
        both=sum(times > 1 for times in pages.values()),
        share=total["wrong"] / total["cells"],
        left=sum(bool(row["words_taken"]) and row["source_id"] not in pages for row in sources),
        **total,
    )
    for reader, n in by_reader.items():
        share = n["wrong"] / n["cells"]
        out += f"| {reader} | {n['pages']} | {n['cells']} | {n['wrong']} | {share:.1%} |"
        out += f" {n['rows_added']} |\n"
    counted = columns.most_common(MOST_COLUMNS)
    return out + REREAD_COLUMNS + "".join(f"| {name} | {n} |\n" for name, n in counted)


def rewritten(package: descriptor.Package) -> str:
    """Return how many paraphrases were compared with their passages, and how many rewritten."""
    with REWRITTEN.open(encoding="utf-8", newline="") as file:
        pages = {row["source_id"]: row for row in csv.DictReader(file)}
    sources = loader.list_rows(package, "sources", ["source_id", "text_sha256"])
    compared = {row["source_id"] for row in sources if row["text_sha256"]} | pages.keys()
    quotes = loader.list_rows(package, "quotes", ["source_id"])
    total = Counter()
    for row in pages.values():
        total.update({name: int(row[name]) for name in ("quotes", "rewritten_en", "rewritten_fr")})
    return REWRITTEN_INTRO.format(
        pages=len(pages),
        quotes=total["quotes"],
        en=total["rewritten_en"],
        fr=total["rewritten_fr"],
        left=sum(row["source_id"] not in compared for row in quotes),
    )


def numbers(package: descriptor.Package) -> str:
    """Return how many of the printed numbers can be read, by language of their source."""
    languages = {
        row["source_id"]: row["lang"] for row in loader.read_arrow(package, "sources").to_pylist()
    }
    phrases: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for row in loader.read_arrow(package, "figures").to_pylist():
        if row["as_stated"]:
            lang = languages[row["source_id"]] or ""
            phrases[lang] += 1
            read[lang] += numerals.read(row["as_stated"], lang) is not None
    share = read.total() / phrases.total()
    intro = NUMBERS_INTRO.format(read=read.total(), phrases=phrases.total(), share=share)
    lines = [f"| {lang or 'unknown'} | {n} | {read[lang]} |" for lang, n in phrases.most_common()]
    return intro + "\n".join(lines) + "\n\n"


def identifiers(package: descriptor.Package) -> str:
    """Return how many persons have an identifier, and in whose repositories it was read."""
    actors = loader.read_arrow(package, "actors").to_pylist()
    persons = [row for row in actors if row["kind"] == "person"]
    known = sum(row["wikidata"] is not None for row in persons)
    intro = IDENTIFIERS_INTRO.format(known=known, persons=len(persons), share=known / len(persons))
    repositories: dict[str, list[str]] = defaultdict(list)
    with WIKIDATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            repositories[row["repository"].split("/")[0]].append(row["repository"])
    most_first = sorted(repositories.items(), key=lambda owned: -len(owned[1]))
    lines = [f"| {owner} | {len(set(read))} | {len(read)} |" for owner, read in most_first]
    return intro + "\n".join(lines) + "\n\n"


def samples() -> str:
    """Return what readers found wrong in rows drawn at random, sample by sample."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    drawn = dict.fromkeys(row["drawn"] for row in rows)
    return SAMPLES_INTRO + "".join(
        _tell_sample(one, [row for row in rows if row["drawn"] == one]) for one in drawn
    )


def _tell_sample(drawn: str, rows: list[dict[str, str]]) -> str:
    cells = sum(int(row["cells"]) for row in rows)
    wrong = sum(int(row["wrong"]) for row in rows)
    columns = Counter(name for row in rows for name in row["columns"].split(";") if name)
    intro = SAMPLE_INTRO.format(
        drawn=drawn.capitalize(),
        rows=len(rows),
        found=sum(row["found"] == "yes" for row in rows),
        cells=cells,
        wrong=wrong,
        share=wrong / cells,
        paraphrases=sum(columns[name] for name in PARAPHRASES),
        names=sum(columns[name] for name in PRINTED_NAMES),
        facts=sum(columns[name] for name in FACTS),
    )
    lines = [f"| {name} | {n} |" for name, n in columns.most_common()]
    return intro + "\n".join(["| column | wrong or incomplete |", "|---|---|", *lines, ""])


def found(rows: list[dict[str, str]]) -> str:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["variable"] == ROW:
            counts[row["table"]][
                "both" if row["first"] and row["second"] else "first" if row["first"] else "second"
            ] += 1
    out = [
        "| rows | by both | by the first alone | by the second alone | found by both |",
        "|---|---|---|---|---|",
    ]
    for table, n in counts.items():
        out.append(
            f"| {table} | {n['both']} | {n['first']} | {n['second']} | {n['both'] / n.total():.0%} |"
        )
    return "\n".join([*out, ""])


def agreement(rows: list[dict[str, str]]) -> str:
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        if row["variable"] != ROW:
            pairs[row["table"], row["variable"]].append((row["first"], row["second"]))
    out = ["| table | variable | rows | agreement | α |", "|---|---|---|---|---|"]
    for (table, variable), both in pairs.items():
        same = sum(a == b for a, b in both) / len(both)
        out.append(f"| {table} | {variable} | {len(both)} | {same:.0%} | {alpha(both)} |")
    return "\n".join([*out, ""])


QUOTES = """A second coder coded {articles} quotes of the five articles and {pages} quotes of public pages anew. Both coders are of
one kind: these figures are an upper bound. Of all quotes that either found, both found {shares}.

"""


def quotes_agreement() -> str:
    """Return how far two codings of quotes agree, for the card of the corpus."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["table"] == "quotes"]
    sets = {"articles": ["articles"], "pages": ["words", "round7", "round8"]}
    counts, shares, tables = {}, [], []
    for called, names in sets.items():
        inside = [row for row in rows if row["set"] in names]
        pairs = [row for row in inside if row["variable"] == ROW]
        counts[called] = sum(bool(row["second"]) for row in pairs)
        both = sum(bool(row["first"] and row["second"]) for row in pairs)
        shares.append(f"{both / len(pairs):.0%} in {called}")
        lines = agreement(inside).splitlines()[2:]
        tables += [line.replace("| quotes |", f"| {called} |", 1) for line in lines if line]
    head = ["| texts | variable | rows | agreement | α |", "|---|---|---|---|---|"]
    return QUOTES.format(shares=" and ".join(shares), **counts) + "\n".join([*head, *tables, ""])


BASELINE = """Two baselines, trained on the training split and scored on the test split by `examples/quote_corpus.py` (the
second one on the five articles alone, the first one on all quotes):

```
{scores}
```
"""


def baseline(package: descriptor.Package, texts: str) -> str:
    """Return the scores of the baselines of the example, for the card of the corpus."""
    example = runpy.run_path(str(EXAMPLE))
    with tempfile.TemporaryDirectory() as folder:
        export.write("corpus", folder, folder=package.folder, texts=texts)
        scores = example["describe_scores"](example["read_corpus"](Path(folder)))
    return BASELINE.format(scores="\n".join(scores))


def alpha(both: list[tuple[str, str]]) -> str:
    """Return Krippendorff's α of two coders for values without order, `""` where all are one.

    Krippendorff (2019), Content Analysis, 4th ed., chapter 12: one less the disagreement that was
    found by the one to expect if the values were drawn from all values.
    """
    counts = Counter(value for pair in both for value in pair)
    if len(counts) == 1:
        return ""
    found = sum(a != b for a, b in both) / len(both)
    n = counts.total()
    expected = 1 - sum(m * (m - 1) for m in counts.values()) / (n * (n - 1))
    return f"{1 - found / expected:.2f}"


def differences(rows: list[dict[str, str]]) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row["set"] == "articles" and row["first"] != row["second"]:
            kind = ("a row of one coding only") if row["variable"] == ROW else row["variable"]
            counts[row["table"], kind] += 1
    out = [f"{sum(counts.values())} in all.", "", "| table | kind | differences |", "|---|---|---|"]
    return "\n".join(
        [*out, *(f"| {t} | {kind} | {n} |" for (t, kind), n in sorted(counts.items())), ""]
    )
