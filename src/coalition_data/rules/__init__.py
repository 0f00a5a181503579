"""Named rules: what the descriptor's vocabulary can't say.

A rule is one function in a module of this package. Its name is the rule's id, the first line of its docstring is the
public sentence, and it yields what offends: (row, column, what is wrong, what to do). Its parameters are tables; the
decorator names the columns that it needs of each (`*`: all). Rows are dicts of text; a row with a broken cell in a
needed column isn't shown to the rule. A rule that argues from what isn't there (`whole_rule`) waits until all those
cells are sound, so that one fault stays one problem. A rule on the words (`text_rule`) runs where texts are held; it
gets them as `texts`, normalised, by source.
"""

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Finding = tuple["Row", str, str, str]
    Findings = Iterator[Finding]
    Rows = list["Row"]
    Function = Callable[..., Iterable[Finding]]

THEMES = ("cells", "identity", "dates", "meetings", "participants", "quotes", "figures", "evidence", "support")
CLAIMS = ("reports", "participants", "quotes", "figures")


class Row(dict[str, str]):
    """A row as text, with the `table` and the physical `line` that it stands on."""

    def __init__(self, table: str, line: int, cells: dict[str, str]) -> None:
        super().__init__(cells)
        self.table, self.line = table, line


class Rule:
    """A named rule: `id`, `sentence`, `needs` (columns by table), and the function that finds what offends.

    `whole`: it sees all rows or waits. `on_texts`: it needs the texts.
    """

    def __init__(self, find: "Function", needs: dict[str, str], whole: bool = False, on_texts: bool = False) -> None:
        self.find, self.whole, self.on_texts = find, whole, on_texts
        self.needs = {table: tuple(columns.split()) for table, columns in needs.items()}
        self.id = find.__name__.replace("_", "-")
        self.sentence = (find.__doc__ or "").strip().split("\n")[0]


_RULES: list[Rule] = []


def rule(**needs: str) -> "Callable[[Function], Function]":
    """Make a function a rule; each keyword is a table, its value the columns needed, separated by spaces."""

    def mark(find: "Function") -> "Function":
        _RULES.append(Rule(find, needs))
        return find

    return mark


def text_rule(**needs: str) -> "Callable[[Function], Function]":
    """Make a function a rule on the words of held texts; it gets `texts`, normalised words by source."""

    def mark(find: "Function") -> "Function":
        _RULES.append(Rule(find, needs, on_texts=True))
        return find

    return mark


def whole_rule(**needs: str) -> "Callable[[Function], Function]":
    """Make a function a rule that argues from what isn't there: it sees all rows or waits."""

    def mark(find: "Function") -> "Function":
        _RULES.append(Rule(find, needs, whole=True))
        return find

    return mark


def every() -> list[Rule]:
    """Return all rules, by theme and in the order in which they are written."""
    for theme in THEMES:
        importlib.import_module(f"{__name__}.{theme}")
    return list(_RULES)


def by(rows: "Rows", column: str) -> "dict[str, Row]":
    """Return rows by the value of one column (the last where several share it)."""
    return {row[column]: row for row in rows}


def items(cell: str) -> list[str]:
    """Return the items of a list cell."""
    return [item.strip() for item in cell.split(";")] if cell else []
