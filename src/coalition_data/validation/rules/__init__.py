"""Named rules: what the descriptor's vocabulary can't say.

A rule is one function in a module of this package. Its name is the rule's id, the first line of its docstring is the
public sentence, and it yields what offends: (row, column, what is wrong, what to do). Its parameters are tables; the
decorator names the columns that it needs of each (`*`: all). Rows are text, read as `row[column]`; one with a broken
cell in a needed column isn't shown to the rule. A rule that argues from what isn't there (`whole_rule`) waits until
all those cells are sound, so that one fault stays one problem. A rule on the words (`text_rule`) runs where texts are
held; it gets them as `texts`, normalised, by source. One on releases (`release_rule`) gets the descriptor as
`package`, and one that judges each cell alone (`cell_rule`) says so, so that a change in one table needn't be judged
in all.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Finding = tuple["Row", str, str, str]
    Findings = Iterator[Finding]
    Rows = list["Row"]
    Function = Callable[..., Iterable[Finding]]

THEMES = tuple(
    "cells identity dates meetings participants quotes figures evidence ledger support".split()
)
CLAIMS = ("reports", "participants", "quotes", "figures")


class Row:
    """A row as text: row `n` of the columns `cells` of `table`; `line` is the physical line that it stands on.

    A view, since a dict of each row would take several times the room of the table.
    """

    __slots__ = ("_lines", "cells", "n", "table")

    def __init__(
        self, table: str, lines: Sequence[int], cells: dict[str, list[str]], n: int
    ) -> None:
        self.table, self._lines, self.cells, self.n = table, lines, cells, n

    def __getitem__(self, column: str) -> str:
        return self.cells[column][self.n]

    def __contains__(self, column: str) -> bool:
        return column in self.cells

    def get(self, column: str) -> str | None:
        """Return the cell, or None where the table has no such column."""
        return self.cells[column][self.n] if column in self.cells else None

    def values(self) -> tuple[str, ...]:
        """Return the cells in the order of the columns."""
        return tuple([column[self.n] for column in self.cells.values()])

    @property
    def line(self) -> int:
        """The physical line."""
        return self._lines[self.n]


class Rule:
    """A named rule: `id`, `sentence`, `needs` (columns by table), and the function that finds what offends.

    `whole`: it sees all rows or waits. `on_texts`: it needs the texts. `on_package`: it needs the descriptor.
    """

    def __init__(self, find: Function, needs: dict[str, str], **traits: bool) -> None:
        self.find = find
        self.whole = traits.get("whole", False)
        self.on_texts = traits.get("on_texts", False)
        self.on_package = traits.get("on_package", False)
        self.needs = {table: tuple(columns.split()) for table, columns in needs.items()}
        self.id = find.__name__.replace("_", "-")
        self.sentence = (find.__doc__ or "").strip().split("\n")[0]


_RULES: list[Rule] = []


def _marker(**traits: bool) -> Callable[..., Callable[[Function], Function]]:
    """Return a decorator that makes a function a rule; each keyword is a table, its value the columns needed."""

    def decorator(**needs: str) -> Callable[[Function], Function]:
        def mark(find: Function) -> Function:
            _RULES.append(Rule(find, needs, **traits))
            return find

        return mark

    return decorator


rule = _marker()
text_rule = _marker(on_texts=True)
whole_rule = _marker(whole=True)
release_rule = _marker(whole=True, on_package=True)


def every() -> list[Rule]:
    """Return all rules, by theme and in the order in which they are written."""
    for theme in THEMES:
        importlib.import_module(f"{__name__}.{theme}")
    return list(_RULES)


def by(rows: Rows, column: str) -> dict[str, Row]:
    """Return rows by the value of one column (the last where several share it)."""
    return {row[column]: row for row in rows}


def items(cell: str) -> list[str]:
    """Return the items of a list cell."""
    return [item.strip() for item in cell.split(";")] if cell else []
