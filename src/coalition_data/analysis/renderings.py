"""The same act of speaking in several sources, side by side."""

from __future__ import annotations

import difflib
import itertools
import re

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any

    import pandas as pd

    # The quotes of each source that renders one act of speaking.
    Act = dict[str, list[dict[str, Any]]]

# Between the first and the last words of a passage whose words don't ship.
GAP = " … "
SIDES = ("source", "type", "words")
WORD = re.compile(r"\w+")


def utterances(*, folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return one row per act of speaking, its renderings by different sources side by side.

    Parameters
    ----------
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: utterance_id, meeting_id, speaker_id, speaker_name_en, n_sources, then source_1,
    type_1, words_1, source_2, type_2, words_2 and so on, in order of quote id. The pieces of one
    source are joined by ` […] `; types that differ by `;`. Where the words don't ship, `words` has
    the first and the last of them, with ` … ` between as a pointer to the passage, and our
    paraphrase in square brackets: `The world expects … destroy ISIS [ours]`.

    Renderings are compared that have words of the speaker, in one language. `difference` is `same
    words`, `other words`, `same ends` or `other ends` (of some only the first and last words are
    here, and they agree or don't), `not comparable` (no two such renderings) or `one source`.
    `similarity` is the share of matching words of the two most distant renderings, from 0 to 1
    (difflib's ratio), missing where whole words aren't compared.

    >>> renderings = utterances().set_index("utterance_id")
    >>> renderings.loc["2015-01-london-u004", "difference"]
    'other words'
    """
    import pandas as pd

    package = descriptor.read(folder)
    sources = loader.list_rows(package, "sources")
    languages = {row["source_id"]: row["lang"] for row in sources}
    actors = {row["actor_id"]: row for row in loader.list_rows(package, "actors")}
    acts: dict[str, Act] = {}
    for row in loader.list_rows(package, "quotes"):
        acts.setdefault(row["utterance_id"], {}).setdefault(row["source_id"], []).append(row)
    rows = [_make_row(acts[key], actors, languages) for key in sorted(acts)]
    width = max((int(row["n_sources"]) for row in rows), default=1)
    sides = [f"{name}_{n}" for n in range(1, width + 1) for name in SIDES]
    columns = ["utterance_id", "meeting_id", "speaker_id", "speaker_name_en", "n_sources", *sides]
    frame = pd.DataFrame(rows, columns=[*columns, "difference", "similarity"])
    return loader.settle_text(frame)


def _make_row(act: Act, actors: dict[str, Any], languages: dict[str, str]) -> dict[str, Any]:
    first = next(iter(act.values()))[0]
    speaker = actors[first["speaker_id"]]
    speaker = actors.get(speaker["same_as"] or "", speaker)
    row = {
        "utterance_id": first["utterance_id"],
        "meeting_id": first["meeting_id"],
        "speaker_id": speaker["actor_id"],
        "speaker_name_en": speaker["name_en"],
        "n_sources": len(act),
    }
    for n, (source, quotes) in enumerate(act.items(), 1):
        types = dict.fromkeys(quote["quote_type"] for quote in quotes)
        words = evidence.CUT.join(map(show_words, quotes))
        row |= {f"source_{n}": source, f"type_{n}": ";".join(types), f"words_{n}": words}
    if len(act) == 1:
        return row | {"difference": "one source"}
    return row | _compare_renderings(act, languages)


def show_words(quote: dict[str, Any]) -> str:
    """Return the words of a quote; without them the pointers to them and our paraphrase."""
    if quote["text"]:
        return str(quote["text"])
    return " ".join(filter(None, [point_to_words(quote), f"[{quote['paraphrase_en']}]"]))


def point_to_words(quote: dict[str, Any]) -> str:
    """Return the first and the last words of a passage, once if they are all of it.

    >>> point_to_words({"opens_with": "The world", "ends_with": "destroy ISIS"})
    'The world … destroy ISIS'
    """
    ends = dict.fromkeys(filter(None, [quote["opens_with"], quote["ends_with"]]))
    return GAP.join(ends)


def _compare_renderings(act: Act, languages: dict[str, str]) -> dict[str, Any]:
    """Say how the renderings of one act differ: those with words, in pairs of one language."""
    worded = [source for source, quotes in act.items() if all(map(_has_words, quotes))]
    pairs = [
        (act[one], act[other])
        for one, other in itertools.combinations(worded, 2)
        if languages[one] == languages[other]
    ]
    if not pairs:
        return {"difference": "not comparable"}
    if not all(quote["text"] for pair in pairs for quotes in pair for quote in quotes):
        is_same = all(_have_same_ends(*pair) for pair in pairs)
        return {"difference": "same ends" if is_same else "other ends"}
    ratios = [
        difflib.SequenceMatcher(None, _list_words(one), _list_words(other), autojunk=False).ratio()
        for one, other in pairs
    ]
    difference = "same words" if min(ratios) == 1 else "other words"
    return {"difference": difference, "similarity": round(min(ratios), 3)}


def _list_words(quotes: list[dict[str, Any]]) -> list[str]:
    return evidence.normalise(" ".join(quote["text"] for quote in quotes)).casefold().split()


def _has_words(quote: dict[str, Any]) -> bool:
    """Say whether a quote has words of the speaker, or pointers to such words."""
    return bool(quote["text"] or (quote["quote_type"] != "indirect" and quote["opens_with"]))


def _have_same_ends(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    """Say whether two renderings open and end alike, as far as both give their words."""
    return all(
        mine[: len(theirs)] == theirs[: len(mine)]
        for mine, theirs in zip(_list_ends(one), _list_ends(other), strict=True)
    )


def _list_ends(quotes: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Return the words with which a rendering opens, and those with which it ends, backwards."""
    first = quotes[0]["text"] or quotes[0]["opens_with"]
    last = quotes[-1]["text"] or quotes[-1]["ends_with"]
    opening, ending = (WORD.findall(evidence.normalise(one).casefold()) for one in (first, last))
    return opening, ending[::-1]
