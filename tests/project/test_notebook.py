"""What a notebook shows of each result is short and readable."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import coalition_data as cd
from coalition_data.curation import draft
from coalition_data.curation.new_source import Outcome
from coalition_data.releases import fingerprints, snapshot
from coalition_data.releases.difference import Change
from coalition_data.tables import csvfile, descriptor
from coalition_data.tables.problem import Problem
from coalition_data.texts import evidence
from coalition_data.texts.held import HeldText, HeldTexts
from coalition_data.texts.verification import Claims
from coalition_data.validation import checked
from coalition_data.validation.validator import Problems
from worlds import Copy

LONG = "words " * 1_000


def many_problems() -> Problems:
    found = Problems()
    found.extend(Problem("t.csv", n, "id", "enum", LONG, LONG, LONG) for n in range(5_000))
    return found


def compare(folder: Path) -> object:
    """Return what differs where each quote is another."""
    copy = Copy(folder)
    for row in copy.rows["quotes"]:
        row["note"] = LONG
    copy.write()
    return cd.diff(descriptor.read().folder, folder)


def hold(folder: Path) -> HeldTexts:
    """Return what is found in a folder of a hundred texts of others."""
    for n in range(30):
        (folder / f"{n}.txt").write_text(f"{n} {LONG}", encoding="utf-8")
    return HeldTexts(folder, {})


def read_package(_: Path) -> descriptor.Package:
    return descriptor.read()


RESULTS: dict[str, Callable[[Path], object]] = {
    "identity": lambda _: cd.identify(cd.quotes().head(2)),
    "altered identity": lambda _: cd.identify(cd.participants().assign(note=LONG)),
    "no difference": lambda _: cd.diff(cd.__version__, cd.__version__),
    "difference": compare,
    "change": lambda _: Change("quotes", "q1", "corrected", "text", LONG, LONG),
    "no problems": lambda _: cd.validate(),
    "problems": lambda _: many_problems(),
    "problem": lambda _: many_problems()[0],
    "fingerprint": lambda _: fingerprints.of_table(descriptor.read(), "quotes"),
    "snapshot": lambda _: snapshot.read_snapshot(descriptor.read().folder),
    "held texts": hold,
    "held text": lambda _: HeldText("a.txt", LONG, evidence.sha256(LONG)),
    "claims": lambda _: Claims(None),
    "outcome": lambda _: Outcome("s1", {"quotes": [LONG] * 50}, []),
    "outcome with problems": lambda _: Outcome("s1", {}, [LONG] * 50),
    "draft": lambda _: draft.Draft({"source": {"url": LONG}}, LONG, descriptor.read(), EMPTY),
    "package": read_package,
    "sheet": lambda _: csvfile.read_sheet(descriptor.read().file("quotes"), "quotes.csv"),
    "checked table": lambda _: checked.check_table(descriptor.read(), "quotes"),
}
EMPTY: dict[str, list[dict[str, str]]] = {name: [] for name in descriptor.read().tables}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_shows_itself_in_a_few_short_lines(name: str, tmp_path: Path) -> None:
    shown = repr(RESULTS[name](tmp_path)).split("\n")
    assert len(shown) <= 12
    assert max(map(len, shown)) <= 320
    assert not re.search(r" at 0x[0-9a-f]+", "".join(shown))


def test_a_short_result_shows_what_it_prints() -> None:
    for found in (cd.identify(cd.quotes().head(2)), cd.diff(cd.__version__, cd.__version__)):
        assert repr(found) == str(found)


def test_a_long_result_says_how_much_is_left_out() -> None:
    assert repr(many_problems()).startswith("5000 problems:\nt.csv: id: [enum]")
    assert repr(many_problems()).endswith("\n… and 4990 more")
