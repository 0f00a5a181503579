"""Where the time of `validate` goes: `python benchmarks/hotspots.py` prints and writes it into
README.md.

A profiler counts each call and makes calls dearer than they are, so shares are to be read, not
seconds. What a function of ours spends in a library is counted as its own; importing stands apart.
"""

import ast
import pstats
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import articles
import growth
import speed

MARKERS = ("<!-- profile -->", "<!-- /profile -->")
SOURCE = str(speed.ROOT / "src")
TOP = 12
COPIES, ARTICLES = 22, 1000
IMPORTER = "<frozen importlib"

Place = tuple[str, int, str]


def profile(words: list[str], folder: Path) -> dict[Place, Any]:
    """Run the program under the profiler; return what it counted."""
    out = str(folder / "counted")
    command = [sys.executable, "-m", "cProfile", "-o", out, "-m", "coalition_data", *words]
    subprocess.run(command, check=True, capture_output=True)
    stats: Any = pstats.Stats(out)
    return dict(stats.stats)


def spent(stats: dict[Place, Any]) -> tuple[float, float, dict[Place, float]]:
    """Return all seconds, those of importing, and those of each function of ours with the library
    calls it makes.
    """
    total = sum(own for _, _, own, _, _ in stats.values())
    importing = 0.0
    ours = {place: own for place, (_, _, own, _, _) in stats.items() if is_ours(place)}
    for place, (_, _, _, _, callers) in stats.items():
        for caller, (_, _, _, whole) in callers.items():
            if place[0].startswith(IMPORTER):
                # What a module imports is part of importing it.
                importing += whole if is_ours(caller) and caller[2] != "<module>" else 0
            elif not is_ours(place) and caller in ours:
                ours[caller] += whole
    return total, importing, ours


def is_ours(place: Place) -> bool:
    return place[0].startswith(SOURCE)


def sentence(place: Place) -> str:
    """Return the first line of what a function says of itself, or of the function around it."""
    path, line, name = place
    best = name
    # Outer ones come first.
    for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        if node.lineno - len(node.decorator_list) <= line <= (node.end_lineno or 0):
            best = (ast.get_docstring(node) or node.name).split("\n")[0]
    return best


def table(words: list[str], folder: Path) -> str:
    """Return the profile of one command as Markdown."""
    total, importing, ours = spent(profile(words, folder))
    lines = ["| share | where | what it does |", "|---|---|---|"]
    lines.append(f"| {importing / total:.0%} | | importing |")
    for place, seconds in sorted(ours.items(), key=lambda item: -item[1])[:TOP]:
        where = f"{Path(place[0]).name.removesuffix('.py')}.{place[2]}".replace("<", "\\<")
        lines.append(f"| {seconds / total:.0%} | {where} | {sentence(place)} |")
    return "\n".join(lines)


def main() -> None:
    """Profile each way of checking, print and write."""
    with tempfile.TemporaryDirectory(prefix="speed-") as name:
        folder = Path(name)
        growth.grow(folder / "rows", dict.fromkeys(growth.FIVE, speed.MILLION))
        growth.copies(folder / "copies", COPIES)
        articles.make(folder / "articles", ARTICLES)
        parts = {
            "`validate`, shipped tables, all rules": ["validate", str(speed.ROOT)],
            f"`validate`, {COPIES} copies, all rules": ["validate", str(folder / "copies")],
            f"`validate --schemas`, {speed.MILLION:,} rows a table": [
                "validate",
                "--schemas",
                str(folder / "rows"),
            ],
            f"`verify`, {ARTICLES:,} articles of {articles.SEGMENTS} pieces, moved": [
                "verify",
                str(folder / "articles" / "moved"),
                str(folder / "articles"),
            ],
        }
        text = "\n\n".join(
            f"### {title}\n\n{table(words, folder)}" for title, words in parts.items()
        )
    print(text)
    speed.put(MARKERS, text)


if __name__ == "__main__":
    main()
