"""A draft of a new source and its claims: scaffolded, filled in by hand, turned into rows."""

from __future__ import annotations

import re
import unicodedata

from coalition_data.tables import descriptor
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Rows = list[dict[str, str]]
    Tables = dict[str, Rows]

SOURCES = "sources"
# What the text itself tells.
TOLD = ("text_norm", "text_sha256", "text_chars")
# In what order a curator works; what the draft doesn't offer is written by others.
OFFERED = (
    "meetings",
    "actors",
    "reports",
    "participants",
    "quotes",
    "figures",
    "memberships",
    "waivers",
)
CUT = " […] "
HEAD = """\
# A source and what it says. Fill in what the text says and leave the rest empty: an empty block is passed over, and
# more blocks of a kind are added by writing its [[heading]] again. Ids left empty are given. An evidence is a list of
# phrases of the text, in reading order, each of which occurs once in it; that of a quote is its text, if left empty.
# Then: coalition-data new-source {text} DRAFT.toml FOLDER
"""


def scaffold(text: str, package: descriptor.Package) -> str:
    """Return a draft to fill in, for the text in the file `text`: every column with what it takes."""
    tables = [package.table(name) for name in OFFERED if name in package.tables]
    blocks = [_block(table, f"[[{table.name}]]", ("source_id",)) for table in tables]
    return "\n".join(
        [HEAD.format(text=text), _block(package.table(SOURCES), "[source]", TOLD), *blocks]
    )


def _block(table: descriptor.Table, heading: str, but: tuple[str, ...]) -> str:
    lines = [heading]
    for field in table.fields:
        if field.name not in but:
            given = (
                '"whole"'
                if field.name == "extent_read"
                else "[]"
                if field.name in evidence.COLUMNS
                else '""'
            )
            needed = "required; " if field.required and field.name != table.key else ""
            takes = " | ".join(field.enum) if field.enum else field.title
            lines.append(f"{field.name} = {given}  # {needed}{takes}")
    return "\n".join(lines) + "\n"


class DraftError(ValueError):
    """A draft can't be turned into rows."""


class Draft:
    """A draft as rows: `rows` by table, each cell as text, and `places`, what to call each row, by table and id.

    `raw` is the TOML, `text` the normalised words of the source, `there` the rows that the tables have.
    """

    def __init__(
        self, raw: dict[str, Any], text: str, package: descriptor.Package, there: Tables
    ) -> None:
        self.package, self.text, self.there = package, text, there
        self.rows: Tables = {}
        self.places: dict[tuple[str, str], str] = {}
        source = raw.pop("source", None)
        if not isinstance(source, dict):
            raise DraftError(
                "no [source] block: `coalition-data new-source TEXT` prints a draft with one"
            )
        self.source_id = ""
        self._add(SOURCES, source, "source")
        for name in raw:
            if name not in OFFERED or name not in package.tables:
                raise DraftError(f'no block "{name}"; there are source, {", ".join(OFFERED)}')
        for name in [name for name in OFFERED if name in raw]:
            blocks = raw[name] if isinstance(raw[name], list) else [raw[name]]
            for n, block in enumerate(blocks, 1):
                self._add(name, block, f"{name} {n}")

    def _add(self, name: str, block: Any, place: str) -> None:
        """Add one block as a row, unless it is empty."""
        table = self.package.table(name)
        if not isinstance(block, dict):
            raise DraftError(f"{place}: a block of columns was expected")
        lost = [column for column in block if column not in table.names]
        if lost:
            raise DraftError(
                f'{place}: no column "{lost[0]}" in {name}; it has {", ".join(table.names)}'
            )
        row = {column: self._cell(column, block.get(column, ""), place) for column in table.names}
        if not any(row.values()):
            return
        if name == SOURCES:
            digest = evidence.sha256(self.text)
            row |= {
                "text_norm": evidence.NORM,
                "text_sha256": digest,
                "text_chars": str(len(self.text)),
            }
        elif "source_id" in row:
            row["source_id"] = self.source_id
        if name == "quotes" and row["text"] and not row["evidence"]:
            row["evidence"] = self._anchored("evidence", row["text"].split(CUT), place)
        self._give_ids(table, row)
        self.rows.setdefault(name, []).append(row)
        self.places[name, row[table.key]] = place

    def _cell(self, column: str, value: Any, place: str) -> str:
        if isinstance(value, list):
            parts = [self._cell(column, item, place) for item in value]
            return (
                self._anchored(column, parts, place)
                if column in evidence.COLUMNS
                else ";".join(parts)
            )
        if isinstance(value, bool | dict):
            raise DraftError(f"{place}: {column}: a text, a number or a date was expected")
        return str(value)

    def _anchored(self, column: str, phrases: list[str], place: str) -> str:
        try:
            return ";".join(evidence.anchor(self.text, phrase) for phrase in phrases if phrase)
        except evidence.AnchorError as error:
            raise DraftError(f"{place}: {column}: {error}") from None

    def _give_ids(self, table: descriptor.Table, row: dict[str, str]) -> None:
        """Fill the ids that were left empty."""
        if not row[table.key]:
            row[table.key] = self._proposed(table, row)
        if table.name == SOURCES:
            self.source_id = row[table.key]
        if table.name == "quotes" and not row["utterance_id"]:
            row["utterance_id"] = self._next("quotes", "utterance_id", row["meeting_id"], "u")

    def _proposed(self, table: descriptor.Table, row: dict[str, str]) -> str:
        if table.name == SOURCES:
            day = row["published"][: {"month": 7, "year": 4}.get(row["published_precision"], 10)]
            return self._free(SOURCES, "-".join(filter(None, [slug(row["publisher"], ""), day])))
        if table.name == "meetings":
            where = "virtual" if row["mode"] == "virtual" else row["city"]
            return self._free(
                "meetings", f"{(row['date_start'] or row['date_end'])[:7]}-{slug(where)}"
            )
        if table.name == "actors":
            return self._free("actors", slug(row["name_en"]))
        owner = {"memberships": row.get("actor_id"), "waivers": self.source_id}.get(
            table.name, row.get("meeting_id")
        )
        return self._next(table.name, table.key, owner or "", table.name[0])

    def _taken(self, table: str, column: str) -> set[str]:
        return {row[column] for row in [*self.there[table], *self.rows.get(table, [])]}

    def _free(self, table: str, wanted: str) -> str:
        """Return `wanted`, with a number where it is taken."""
        taken = self._taken(table, self.package.table(table).key)
        return next(
            i
            for i in [wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))]
            if i not in taken
        )

    def _next(self, table: str, column: str, owner: str, letter: str) -> str:
        """Return the next number of a claim: one above the highest, since a gap may be a retired row."""
        form = re.compile(f"{re.escape(owner)}-{letter}([0-9]{{3}})")
        taken = [int(found[1]) for i in self._taken(table, column) if (found := form.fullmatch(i))]
        return f"{owner}-{letter}{max(taken, default=0) + 1:03d}"


def slug(words: str, joint: str = "-") -> str:
    """Return words as they stand in an id: plain small letters and digits.

    >>> slug("Émilie du Châtelet"), slug("Tendance Ouest", "")
    ('emilie-du-chatelet', 'tendanceouest')
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall("[a-z0-9]+", plain))


def read(path: str) -> dict[str, Any]:
    """Read the TOML file of a draft; FileNotFoundError or DraftError says what is wrong with it."""
    import tomllib

    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise FileNotFoundError(f"no file {path}: name the filled draft") from None
    except UnicodeDecodeError:
        raise DraftError(f"{path} isn't UTF-8: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise DraftError(f"{path}: it isn't TOML: {error}") from None
