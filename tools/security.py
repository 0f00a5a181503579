"""The printed parts of docs/security.md: how much is tried, counted where it is written."""

import re
import runpy
import tempfile
from pathlib import Path

import attack_action
from coalition_data import cli

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "security.md"
# How often something is tried at each push, and in which session once a week; times how much.
TRIED = {
    "Generated broken packages that are judged, and as many damaged archives, drafts, descriptors "
    "and Parquet files": ("push", 1),
    "Drawn packages of which frictionless is asked too": ("push", 1 / 5),
    "The same, once a week": ("fuzz", 1),
    "Of which frictionless is asked too": ("fuzz", 1 / 5),
    "Rounds of two writers at once, at each push": ("push", 2),
    "Such rounds once a week": ("conditions", 2),
}


def parts() -> dict[str, str]:
    """Return the text of each part by its name."""
    rows = [f"| {what} | {count:,} |\n" for what, count in count_tries().items()]
    return {"figures": "| | |\n|---|---|\n" + "".join(rows)}


def count_tries() -> dict[str, int]:
    hostile = runpy.run_path(str(ROOT / "tests" / "hostile.py"))
    counts = {
        "Commands whose output is searched for what is obeyed": len(cli.COMMANDS),
        "Hostile words that are put into cells, names, arguments and drafts": len(hostile["LINES"]),
        "Traps in the checkout in which the action is installed and run": count_traps(),
    }
    weekly = (ROOT / ".github" / "workflows" / "weekly.yml").read_text(encoding="utf-8")
    sessions = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    numbers = dict(re.findall(r"- (fuzz|conditions) -- (\d+)$", weekly, re.MULTILINE))
    (numbers["push"],) = re.findall(r"^FEW = ([\d_]+)$", sessions, re.MULTILINE)
    counts |= {what: round(int(numbers[name]) * times) for what, (name, times) in TRIED.items()}
    lock = (ROOT / ".github" / "requirements" / "release.txt").read_text(encoding="utf-8")
    counts["Packages that a release may install, by hash"] = lock.count("==")
    tests = re.findall(r"`test_\w+`", PAGE.read_text(encoding="utf-8"))
    counts["Tests named on this page"] = len(set(tests))
    return counts


def count_traps() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        checkout = Path(scratch)
        attack_action.lay_traps(checkout, checkout / "sprung")
        return sum(path.is_file() for path in checkout.rglob("*"))
