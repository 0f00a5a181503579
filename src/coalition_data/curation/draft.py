"""The draft of a new source and its claims: an empty one to fill in, a filled one as rows."""

from __future__ import annotations

import re

from coalition_data.tables import argument, descriptor, letters, numbering
from coalition_data.tables.problem import plain
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Rows = list[dict[str, str]]
    Tables = dict[str, Rows]

SOURCES = "sources"
# The draft of a long article with a hundred claims has 50 kB.
LARGEST = 1_000_000
# The columns of a source that are computed from its text.
COMPUTED = ("text_norm", "text_sha256", "text_chars")
# The columns that only pages have, whose text wasn't held.
OF_PAGES = ("words_taken", "opens_with", "ends_with")
# What columns take whose titles don't say enough.
TAKES = {
    "archived_url": "the address of a lasting copy; https://web.archive.org/save makes one",
    "as_named": "required where stated; the name as printed, without title",
    "as_stated": "required where stated; the number and its unit, as printed",
    "speaker_as_named": "required where stated; the speaker as printed, with title",
    "cue": "the verb or phrase of saying, as printed",
}
# The tables that a draft can fill, in the order in which a curator works.
OFFERED = "meetings actors reports participants quotes figures memberships waivers".split()
# Python writes none of more than 4,300.
MOST_DIGITS = 300
MOST_BLOCKS = 1000
MOST_PHRASES = 1000
# Names joined by dots, as no draft has.
_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){20}""", re.ASCII
)
HEAD = """\
# A source and its claims. Fill in what the text says and leave the rest empty; empty blocks are
# skipped. To add another block of a kind, repeat its [[heading]]. Empty ids are filled in.
# Evidence is a list of phrases, in the order of the text, each of which occurs in it exactly once.
# For a quote with a text, evidence may stay empty: the text is searched for instead.
# Then: coalition-data new-source {text} DRAFT.toml FOLDER
"""


def scaffold(text: str, package: descriptor.Package) -> str:
    """Return an empty draft for the text in the file `text`: each column with what it takes."""
    source = _format_block(package.table(SOURCES), "[source]", (*COMPUTED, *OF_PAGES))
    claims = [
        _format_block(package.table(name), f"[[{name}]]", ("source_id", *OF_PAGES))
        for name in OFFERED
        if name in package.tables
    ]
    return "\n".join([HEAD.format(text=plain(text)), source, *claims])


def _format_block(table: descriptor.Table, heading: str, omitted: tuple[str, ...]) -> str:
    lines = [heading]
    for field in table.fields:
        if field.name in omitted:
            continue
        value = '""'
        if field.name == "extent_read":
            value = '"whole"'
        elif field.name in evidence.COLUMNS:
            value = "[]"
        needed = "required; " if field.required and field.name != table.key else ""
        takes = TAKES.get(field.name) or " | ".join(field.enum or []) or field.title
        lines.append(f"{field.name} = {value}  # {needed}{takes}")
    return "\n".join(lines) + "\n"


class DraftError(ValueError):
    """A draft can't be turned into rows."""


class Draft:
    """A draft as rows: `rows` by table, each cell as text, and `places`, the block of each row.

    `raw` is the TOML, `text` the normalised text of the source, `existing` the rows of the tables.
    `places` is by table and id; `source_id` is the id of the new source.
    """

    def __init__(
        self, raw: dict[str, Any], text: str, package: descriptor.Package, existing: Tables
    ) -> None:
        self.text = text
        self.package = package
        self.existing = existing
        self.rows: Tables = {}
        self.places: dict[tuple[str, str], str] = {}
        self.source_id = ""
        self.phrases = 0
        source = raw.pop("source", None)
        if not isinstance(source, dict):
            todo = "`coalition-data new-source TEXT` prints a draft with one"
            raise DraftError(f"no [source] block: {todo}")
        self._add_block(SOURCES, source, "source")
        for name in raw:
            if name not in OFFERED or name not in package.tables:
                raise DraftError(f'no block "{name}"; there are source, {", ".join(OFFERED)}')
        for name in OFFERED:
            listed = raw.get(name, [])
            blocks = listed if isinstance(listed, list) else [listed]
            if len(blocks) > MOST_BLOCKS:
                raise DraftError(f"more than {MOST_BLOCKS} blocks of {name}: make several drafts")
            for n, block in enumerate(blocks, 1):
                self._add_block(name, block, f"{name} {n}")

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(rows)} {name}" for name, rows in self.rows.items())
        return f"<Draft {self.source_id}: {counts}>"

    def _add_block(self, name: str, block: Any, place: str) -> None:
        """Add one block as a row, unless it is empty."""
        table = self.package.table(name)
        if not isinstance(block, dict):
            raise DraftError(f"{place}: a block of columns was expected")
        for column in block:
            if column not in table.names:
                known = ", ".join(table.names)
                raise DraftError(f'{place}: no column "{column}" in {name}; it has {known}')
        row = {name: self._convert(name, block.get(name, ""), place) for name in table.names}
        if not any(row.values()):
            return
        if name == SOURCES:
            row["text_norm"] = evidence.NORM
            row["text_sha256"] = evidence.sha256(self.text)
            row["text_chars"] = str(len(self.text))
        elif "source_id" in row:
            row["source_id"] = self.source_id
        if name == "quotes" and row["text"] and not row["evidence"]:
            row["evidence"] = self._anchor("evidence", row["text"].split(evidence.CUT), place)
        self._fill_ids(table, row)
        self.rows.setdefault(name, []).append(row)
        self.places[name, row[table.key]] = place

    def _convert(self, column: str, value: Any, place: str) -> str:
        """Return a value of the TOML as the text of a cell."""
        if isinstance(value, list):
            parts = [self._convert(column, item, place) for item in value]
            if column in evidence.COLUMNS:
                return self._anchor(column, parts, place)
            return ";".join(parts)
        if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
            raise DraftError(f"{place}: {column}: a number has more than {MOST_DIGITS} digits")
        if isinstance(value, bool | dict):
            raise DraftError(f"{place}: {column}: a text, a number or a date was expected")
        return str(value)

    def _anchor(self, column: str, phrases: list[str], place: str) -> str:
        self.phrases += len(phrases)
        if self.phrases > MOST_PHRASES:
            raise DraftError(f"more than {MOST_PHRASES} phrases: make several drafts")
        try:
            return ";".join(evidence.anchor_in(self.text, phrase) for phrase in phrases if phrase)
        except evidence.AnchorError as error:
            raise DraftError(f"{place}: {column}: {error}") from None

    def _fill_ids(self, table: descriptor.Table, row: dict[str, str]) -> None:
        """Fill the ids that were left empty."""
        if not row[table.key]:
            row[table.key] = self._propose_id(table, row)
        if table.name == SOURCES:
            self.source_id = row[table.key]
        if table.name == "quotes" and not row["utterance_id"]:
            row["utterance_id"] = self._count_on("quotes", "utterance_id", row["meeting_id"], "u")

    def _propose_id(self, table: descriptor.Table, row: dict[str, str]) -> str:
        if table.name == SOURCES:
            length = {"month": 7, "year": 4}.get(row["published_precision"], 10)
            parts = [make_id(row["publisher"], ""), row["published"][:length]]
            return self._make_unique(table, "-".join(filter(None, parts)))
        if table.name == "meetings":
            month = (row["date_start"] or row["date_end"])[:7]
            place = "virtual" if row["mode"] == "virtual" else row["city"]
            return self._make_unique(table, f"{month}-{make_id(place)}")
        if table.name == "actors":
            return self._make_unique(table, make_id(row["name_en"]))
        owner = row.get("meeting_id", "")
        if table.name == "memberships":
            owner = row.get("actor_id", "")
        elif table.name == "waivers":
            owner = self.source_id
        return self._count_on(table.name, table.key, owner, table.name[0])

    def _list_taken(self, table: str, column: str) -> set[str]:
        return {row[column] for row in [*self.existing[table], *self.rows.get(table, [])]}

    def _make_unique(self, table: descriptor.Table, wanted: str) -> str:
        """Return `wanted`, with a number where it is taken."""
        taken = self._list_taken(table.name, table.key)
        proposed = wanted
        n = 1
        while proposed in taken:
            n += 1
            proposed = f"{wanted}-{n}"
        return proposed

    def _count_on(self, table: str, column: str, owner: str, letter: str) -> str:
        """Return the next id of a claim: one above the highest, as a gap may be a retired row."""
        begin = f"{owner}-{letter}"
        taken = map(numbering.split_id, self._list_taken(table, column))
        highest = max((number for start, number in taken if start == begin), default=0)
        return numbering.join_id(begin, highest + 1)


def make_id(words: str, joint: str = "-") -> str:
    """Return words in the form that ids have: plain lower-case letters and digits.

    >>> make_id("Émilie du Châtelet"), make_id("Tendance Ouest", "")
    ('emilie-du-chatelet', 'tendanceouest')
    """
    plain = letters.normalise("NFKD", words).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall("[a-z0-9]+", plain))


def read_toml(path: str) -> dict[str, Any]:
    """Return the TOML of a draft; OSError or ValueError says why it can't be read."""
    import tomllib

    text = argument.read_text(path, "name the filled draft")
    if len(text) > LARGEST:
        raise DraftError(f"{path} is larger than {LARGEST // 1_000_000} MB: split it")
    if _LONG_KEY.search(text):
        # To parse one takes quadratic time.
        raise DraftError(f"{path} has a key of many parts: in a draft a key is a column's name")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise DraftError(f"{path} is nested too deeply: a draft has two levels") from None
    except ValueError as error:
        # Not only TOMLDecodeError: a number of thousands of digits has another.
        raise DraftError(f"{path}: it isn't TOML: {error}") from None
