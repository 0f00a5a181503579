"""The share of each held text that ships, from the tables alone: for docs/rights.md."""

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LIMIT = 0.12
HEAD = [
    "text",
    "characters",
    "speakers' words",
    "of the text",
    "numbers, dates, title",
    "of the outlet's own prose",
]


class Share:
    """How many characters of a text ship: `speech` of `total`, and `own` of the outlet's own prose."""

    def __init__(self, source: str, total: int, speech: int, own: int) -> None:
        self.source, self.total, self.speech, self.own = source, total, speech, own

    @property
    def of_own(self) -> float:
        return self.own / (self.total - self.speech)


def rows(package: descriptor.Package, table: str, source: str) -> "list[dict[str, Any]]":
    found: list[dict[str, Any]] = loader.read_arrow(package, table).to_pylist()
    return [row for row in found if row["source_id"] == source]


def places(cell: str | None) -> set[int]:
    return {
        n for segment in evidence.segments(cell or "") for n in range(segment.start, segment.end)
    }


def speech(package: descriptor.Package, source: str) -> set[int]:
    """Return the places in a text of those speakers' words that ship."""
    return set().union(
        *(places(row["evidence"]) for row in rows(package, "quotes", source) if row["text"])
    )


def shares(package: descriptor.Package) -> list[Share]:
    """Return the share of each text that was held whole, in the order of `sources`."""
    out = []
    for row in loader.read_arrow(package, "sources").to_pylist():
        if row["text_sha256"]:
            said = speech(package, row["source_id"])
            # A number inside a speaker's words is counted there.
            phrases = [f["as_stated"] for f in rows(package, "figures", row["source_id"])
                       if not places(f["evidence"]) <= said]  # fmt: skip
            phrases += [r["date_as_stated"] for r in rows(package, "reports", row["source_id"])] + [
                row["title"]
            ]
            own = sum(len(phrase) for phrase in phrases if phrase)
            out.append(Share(row["source_id"], row["text_chars"], len(said), own))
    return out


def table(package: descriptor.Package) -> str:
    """Return the shares as a table in Markdown."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|"]
    for one in shares(package):
        cells = [
            f"`{one.source}`",
            one.total,
            one.speech,
            f"{one.speech / one.total:.1%}",
            one.own,
            f"{one.of_own:.1%}",
        ]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"
