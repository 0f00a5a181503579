"""The share of each held text that ships, from the tables alone: for docs/rights.md."""

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Of an outlet's own prose: numbers, dates and title; and these with names and cues.
LIMIT = 0.12
LIMIT_WITH_NAMES = 0.25
HEAD = [
    "text",
    "characters",
    "speakers' words",
    "of the text",
    "numbers, dates, title",
    "of the outlet's own prose",
    "names and cues",
    "with them",
]
# The columns that name somebody or say how something was said, and those with their evidence.
NAMING = [
    ("participants", "as_named", "evidence"),
    ("memberships", "as_named", "evidence"),
    ("quotes", "speaker_as_named", "attribution_evidence"),
    ("quotes", "cue", "attribution_evidence"),
]


class Share:
    """How many characters of a text ship.

    `speech` of `total`, and of the outlet's own prose `own` in numbers, dates and title, and
    `names` in names and cues.
    """

    def __init__(self, source: str, total: int, speech: int, own: int, names: int) -> None:
        self.source, self.total, self.speech = source, total, speech
        self.own, self.names = own, names

    @property
    def of_own(self) -> float:
        return self.own / (self.total - self.speech)

    @property
    def with_names(self) -> float:
        return (self.own + self.names) / (self.total - self.speech)


def rows(package: descriptor.Package, table: str, source: str) -> "list[dict[str, Any]]":
    import pyarrow.compute as pc

    whole = loader.read_arrow(package, table)
    found: list[dict[str, Any]] = whole.filter(pc.field("source_id") == source).to_pylist()
    return found


def places(cell: str | None) -> set[int]:
    return {
        n for segment in evidence.segments(cell or "") for n in range(segment.start, segment.end)
    }


def speech(package: descriptor.Package, source: str) -> set[int]:
    """Return the places in a text of those speakers' words that ship."""
    return set().union(
        *(places(row["evidence"]) for row in rows(package, "quotes", source) if row["text"])
    )


def naming(package: descriptor.Package, source: str) -> set[tuple[str, str]]:
    """Return the names and cues that ship of a text, each with its evidence."""
    return {
        (row[where], row[column])
        for table, column, where in NAMING
        for row in rows(package, table, source)
        if row[column]
    }


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
            names = sum(len(words) for _, words in naming(package, row["source_id"]))
            out.append(Share(row["source_id"], row["text_chars"], len(said), own, names))
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
            one.names,
            f"{one.with_names:.1%}",
        ]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"
