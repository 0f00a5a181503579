"""What other libraries take for the same check: `python benchmarks/others.py [--quick]` prints and writes README.md.

`python benchmarks/others.py WAY FOLDER` checks one package one way of benchmarks/ways.py: 0 sound, 1 not sound (a line
says what), 2 can't. Both need the libraries of benchmarks/requirements.txt.
"""

import argparse
import importlib.util
import sys

import ways
from coalition_data.tables import descriptor


def check(way: str, folder: str) -> int:
    """Check one package; return 0 sound, 1 not sound, 2 can't."""
    try:
        found = ways.problem(way, folder)
    except (FileNotFoundError, descriptor.DescriptorError) as error:
        print(error, file=sys.stderr)
        return 2
    if found:
        print(found)
    return 1 if found else 0


def main() -> int:
    """Read the command line; check one package, or measure all ways."""
    parser = argparse.ArgumentParser(
        description="Check a package as other libraries do, or see how long it takes."
    )
    parser.add_argument(
        "way", nargs="?", choices=ways.WAYS, metavar="WAY", help=f"of {', '.join(ways.WAYS)}"
    )
    parser.add_argument("folder", nargs="?", help="of a package")
    parser.add_argument(
        "--quick", action="store_true", help="500 and 2,000 rows, one pair; writes nothing"
    )
    words = parser.parse_args()
    if words.way and not words.folder:
        parser.error("name the folder too")
    needed = {ways.LIBRARIES[way] for way in ([words.way] if words.way else ways.WAYS)} - {""}
    if lacking := sorted(name for name in needed if importlib.util.find_spec(name) is None):
        print(
            f"{', '.join(lacking)}: not installed; pip install -r benchmarks/requirements.txt",
            file=sys.stderr,
        )
        return 2
    if words.way:
        return check(words.way, words.folder)
    # Here, so that no way's time has what measuring needs.
    import comparison

    comparison.measure(words.quick)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
