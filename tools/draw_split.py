"""Which draw deals the groups of quotes out best: `python tools/draw_split.py [NUMBER]`.

Prints the best of NUMBER draws (default: 3,000) for `splits.DRAW`: the one whose shares are nearest to those of
`splits.SPLITS` in each language and type, with texts that were held in every split. To be asked before the first release
only: another draw deals all groups anew.
"""

import sys
from collections import Counter
from unittest import mock

from coalition_data.export import plain
from coalition_data.releases import splits
from coalition_data.tables import descriptor

MANY = 100


def main() -> int:
    package = descriptor.read()
    quotes = plain.read_records(package, "quotes")
    sources = {row["source_id"]: row for row in plain.read_records(package, "sources")}
    group_of = splits.find_groups(quotes, sources)
    languages = Counter(sources[row["source_id"]]["lang"] for row in quotes)
    strata: Counter[tuple[str, str, str]] = Counter()
    for row in quotes:
        lang = sources[row["source_id"]]["lang"]
        stratum = (lang if languages[lang] >= MANY else "other", row["quote_type"])
        strata[group_of[row["quote_id"]], *stratum] += 1
    held = Counter(group_of[row["quote_id"]] for row in quotes if row["evidence"])
    totals: Counter[tuple[str, str]] = Counter()
    for (_, *stratum), count in strata.items():
        totals[tuple(stratum)] += count
    best = min(
        (miss, draw)
        for draw in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)
        if (miss := measure(draw, strata, totals, held)) is not None
    )
    print(f"draw {best[1]}, off by {best[0]:.1f}; splits.DRAW is {splits.DRAW}")
    return 0


def measure(draw, strata, totals, held):
    """Return how far the sizes of the splits are from what is wanted (chi squared), if the quotes
    of held texts are in each split, most in training and fewest in validation.
    """
    with mock.patch.object(splits, "DRAW", draw):
        of_held = Counter()
        for group, count in held.items():
            of_held[splits.draw_split(group)] += count
        if not of_held["train"] > of_held["test"] > of_held["validation"] > 0:
            return None
        sizes = Counter()
        for (group, *stratum), count in strata.items():
            sizes[splits.draw_split(group), *stratum] += count
    miss, last = 0.0, 0.0
    for split, below in splits.SPLITS.items():
        for stratum, total in totals.items():
            wanted = (below - last) * total
            miss += (sizes[split, *stratum] - wanted) ** 2 / wanted
        last = below
    return miss


if __name__ == "__main__":
    raise SystemExit(main())
