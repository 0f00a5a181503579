"""Print what the program knows into the documents: `python tools/print_docs.py [--check]`.

Writes docs/codebook.md, docs/rules.md, docs/quality.md, docs/standard.md, export/agreement.md,
export/baseline.md, the parts of README.md, docs/coverage.md,
docs/datasheet.md, docs/rights.md and docs/security.md between `<!-- name -->` and `<!-- /name -->`, the
metadata for catalogues (CITATION.cff, .zenodo.json, SHA256SUMS, the files in metadata/), fingerprints.json
and what panels.json says of the selection. With --check
it writes nothing and fails if a document is stale.
"""

import os
import re
import sys
from pathlib import Path

import conditions
import gaps
import inputs
import metadata
import quality
import recall
import release
import rights
import security
import selection
import standard
import strength
import tampered
import words
from coalition_data.export import card
from coalition_data.tables import codebook, columns, descriptor, panels
from coalition_data.validation import rules

ROOT = Path(__file__).parent.parent


def codebook_page(package: descriptor.Package) -> str:
    head = [
        "# Codebook",
        "",
        f"Printed from `datapackage.json`, version {package.version}.",
        "How to decide: [coding-manual.md](coding-manual.md).",
        "",
    ]
    tables = [codebook.to_markdown(table) for table in package.tables.values()]
    units = [codebook.to_markdown(panels.read_panel(package, unit)) for unit in panels.list_units()]
    frames = [panels.read_frame(package, name) for name in panels.list_frames()]
    units += map(codebook.to_markdown, frames)
    return "\n".join(
        [
            *head,
            *tables,
            *units,
            "## Rules",
            "",
            "What the description of a column can't express is a named rule: [rules.md](rules.md).",
            "",
        ]
    )


def rules_page() -> str:
    head = [
        "# Rules",
        "",
        "What the description of a column can't express. `validate` checks each rule.",
        "",
    ]
    return "\n".join([*head, rule_list()])


def rule_list() -> str:
    return "\n".join(f"- `{rule.id}`: {rule.sentence}" for rule in rules.load_rules()) + "\n"


def table_list(package: descriptor.Package) -> str:
    rows = ["| table | rows | |", "|---|---|---|"]
    for table in package.tables.values():
        count = len(Path(package.file(table.name)).read_text(encoding="utf-8").splitlines()) - 1
        rows.append(f"| `{table.name}` | {count} | {table.description} |")
    return "\n".join(rows) + "\n"


def searched(package: descriptor.Package) -> str:
    last = max(filter(None, columns.read_file(package.file("meetings"))["date_end"]))
    return (
        f"Public pages were searched through {release.show_day(package.raw['searchedThrough'])}.\n"
        f"The last day of a meeting in the tables is {release.show_day(last)}.\n"
    )


def replaced(page: str, parts: dict[str, str]) -> str:
    for name, text in parts.items():
        page, n = re.subn(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda m, t=text: m[1] + t + m[2],
            page,
            flags=re.DOTALL,
        )
        assert n == 1, f"the page has no place for {name}"
    return page


def main() -> int:
    package = descriptor.read(str(ROOT))
    described = selection.described_panels(package)
    if "--check" not in sys.argv:
        # The codebook reads it.
        Path(panels.FILE).write_text(described, encoding="utf-8")
    sheet = ROOT / "docs" / "datasheet.md"
    readme, shares, coverage = (
        ROOT / "README.md",
        ROOT / "docs" / "rights.md",
        ROOT / "docs" / "coverage.md",
    )
    pages = {
        Path(panels.FILE): described,
        sheet: replaced(
            sheet.read_text(encoding="utf-8"),
            {"selection": selection.table(package), "searched": searched(package)},
        ),
        ROOT / "docs" / "codebook.md": codebook_page(package),
        ROOT / "docs" / "rules.md": rules_page(),
        ROOT / "docs" / "quality.md": quality.page(package)
        + quality.numbers(package)
        + quality.identifiers(package)
        + recall.page()
        + strength.page()
        + tampered.page()
        + conditions.page(),
        Path(card.AGREEMENT): quality.quotes_agreement(),
        ROOT / "docs" / "standard.md": standard.page(),
        security.PAGE: replaced(
            security.PAGE.read_text(encoding="utf-8"),
            {**security.parts(), "inputs": inputs.table()},
        ),
        shares: replaced(shares.read_text(encoding="utf-8"), {"shares": rights.table(package)}),
        coverage: replaced(coverage.read_text(encoding="utf-8"), gaps.parts(package)),
        readme: replaced(
            readme.read_text(encoding="utf-8"),
            {
                "words": words.sentence(package) + "\n" + words.table(package),
                "tables": table_list(package),
            },
        ),
    }
    # Without the coded texts the scores stay as they are.
    if texts := os.environ.get("COALITION_DATA_TEXTS"):
        pages[Path(card.BASELINE)] = quality.baseline(package, texts)
    pages |= {ROOT / path: text for path, text in metadata.files(package).items()}
    stale = [
        p for p, text in pages.items() if not p.exists() or p.read_text(encoding="utf-8") != text
    ]
    for page in stale:
        if "--check" in sys.argv:
            print(f"{page.relative_to(ROOT)} is stale; run `python tools/print_docs.py`")
        else:
            page.parent.mkdir(exist_ok=True)
            page.write_text(pages[page], encoding="utf-8")
            print(f"{page.relative_to(ROOT)}: written")
    return int("--check" in sys.argv and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main())
