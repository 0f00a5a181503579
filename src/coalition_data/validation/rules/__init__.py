"""Named rules: what the descriptor's vocabulary can't say.

A rule is one function in a module of this package. Its name is the rule's id, the first line of its
docstring is the public sentence, and it yields findings: (row, column, message, todo), or a NOTE of
what it could not judge. Its parameters are tables; the decorator names the columns that it needs
of each (`*`: all). Rows are text, read as `row[column]`; the rule doesn't get rows with a bad cell
in a column that it needs.

A rule that argues from what isn't there (`all_rows_rule`) waits until all those cells are sound, so
that one error stays one problem. A rule on the words (`text_rule`) runs if texts are given; it gets
them as `texts`, normalised, by source. One on releases (`release_rule`) gets the descriptor as
`package`.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Finding = tuple["Row", str, str, str]
    Findings = Iterator[Finding]
    Rows = list["Row"]
    Function = Callable[..., Iterable[Finding]]

THEMES = """
cells identity addresses dates meetings participants quotes figures words evidence ledger support
""".split()
FILL_BOTH = "fill both or none"
# In place of what to do: the finding is no problem, but what the rule could not judge.
NOTE = ""


@dataclass(slots=True, eq=False, repr=False)
class Row:
    """A row as text: row `n` of the columns `cells` of `table`; `lines` has all line numbers.

    It is a view, since a dict of each row would take several times the memory of the table.
    """

    table: str
    lines: Sequence[int]
    cells: dict[str, list[str]]
    n: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column][self.n]

    def __contains__(self, column: str) -> bool:
        return column in self.cells

    def get(self, column: str) -> str | None:
        """Return the cell, or None if the table has no such column."""
        return self.cells[column][self.n] if column in self.cells else None

    def values(self) -> tuple[str, ...]:
        """Return the cells in the order of the columns."""
        return tuple([column[self.n] for column in self.cells.values()])

    @property
    def line(self) -> int:
        """The physical line."""
        return self.lines[self.n]

    def __repr__(self) -> str:
        return f"<Row {self.table}:{self.line}>"


def take_column(rows: Rows, column: str) -> list[str]:
    """Return a column of rows of one table, which is faster than row by row."""
    if not rows:
        return []
    cells = rows[0].cells[column]
    return [cells[row.n] for row in rows]


@dataclass
class Rule:
    """A named rule: `find`, which yields findings, and `needs`, the columns by table.

    `on_all_rows`: it waits until no row is left out. `on_texts`: it needs the texts. `on_package`:
    it needs the descriptor.
    """

    find: Function
    needs: dict[str, tuple[str, ...]]
    on_all_rows: bool = False
    on_texts: bool = False
    on_package: bool = False

    @property
    def id(self) -> str:
        """The name of the function, with hyphens."""
        return self.find.__name__.replace("_", "-")

    @property
    def sentence(self) -> str:
        """The public sentence: the first line of the function's docstring."""
        return (self.find.__doc__ or "").partition("\n")[0]


_RULES: list[Rule] = []


def _make_decorator(**traits: bool) -> Callable[..., Callable[[Function], Function]]:
    """Return a decorator that makes rules; its keywords are tables, with the columns needed."""

    def decorator(**needs: str) -> Callable[[Function], Function]:
        def register(find: Function) -> Function:
            columns = {table: tuple(names.split()) for table, names in needs.items()}
            _RULES.append(Rule(find, columns, **traits))
            return find

        return register

    return decorator


rule = _make_decorator()
text_rule = _make_decorator(on_texts=True)
all_rows_rule = _make_decorator(on_all_rows=True)
release_rule = _make_decorator(on_all_rows=True, on_package=True)


def load_rules() -> list[Rule]:
    """Return all rules, by theme and in the order in which they are written."""
    for theme in THEMES:
        importlib.import_module(f"{__name__}.{theme}")
    # A theme may have been imported before the others.
    places = {f"{__name__}.{theme}": place for place, theme in enumerate(THEMES)}
    return sorted(_RULES, key=lambda rule: places[rule.find.__module__])


def index_rows(rows: Rows, column: str) -> dict[str, Row]:
    """Return rows by the value of one column (the last if several share it)."""
    return dict(zip(list_cells(rows, column), rows, strict=True))


def list_cells(rows: Rows, column: str) -> list[str]:
    """Return the cells of a column in these rows of a table, which are in file order.

    This is quicker than to read them row by row.
    """
    cells = rows[0].cells[column] if rows else []
    return cells if len(cells) == len(rows) else [cells[row.n] for row in rows]


def split_list(cell: str) -> list[str]:
    """Return the items of a list cell."""
    return [item.strip() for item in cell.split(";")] if cell else []
