"""The same act of speaking in several sources, and how their renderings differ."""

from __future__ import annotations

import difflib
import itertools
import re

from coalition_data.tables import descriptor, loader, panels
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Any

    import pandas as pd

    # The quotes of each source that renders one act of speaking.
    Act = dict[str, list[dict[str, Any]]]

# Between the first and the last words of a passage whose words don't ship.
GAP = " … "
WORD = re.compile(r"\w+")


def utterances(*, folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return the renderings of each act of speaking: one row per act and source.

    Parameters
    ----------
    folder: a folder with a datapackage.json (default: the installed data).

    `codebook("utterances")` defines the columns: utterance_id, source_id, `words` and so on. The
    pieces of one source are joined by ` […] `. Where the words don't ship, `words` has the first
    and the last of them, with ` … ` between as a pointer to the passage, and our paraphrase in
    square brackets: `The world expects … destroy ISIS [ours]`.

    `difference` and `similarity` are of the act, so all its rows have the same. Renderings are
    compared that have words of the speaker, in one language. `difference` is `same words`, `other
    words`, `same ends` or `other ends` (of some only the first and last words are here, and they
    agree or don't), `not comparable` (no two such renderings) or `one source`.

    >>> renderings = utterances().set_index(["utterance_id", "source_id"])
    >>> renderings.loc[("2015-01-london-u004", "blastingnews-2015-01"), "difference"]
    'other words'
    """
    package = descriptor.read(folder)
    sources = loader.list_rows(package, "sources", ["source_id", "lang"])
    languages = {row["source_id"]: row["lang"] for row in sources}
    actors = {row["actor_id"]: row for row in loader.list_rows(package, "actors")}
    acts: dict[str, Act] = {}
    for row in loader.list_rows(package, "quotes"):
        acts.setdefault(row["utterance_id"], {}).setdefault(row["source_id"], []).append(row)
    rows = [row for key in sorted(acts) for row in _make_rows(acts[key], actors, languages)]
    typed = loader.make_typed(panels.read_frame(package, "utterances"), rows)
    frame: pd.DataFrame = loader.to_frame(typed, "pandas")
    return frame


def _make_rows(
    act: Act, actors: dict[str, Any], languages: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield a row for each source that renders an act of speaking."""
    first = next(iter(act.values()))[0]
    speaker = actors[first["speaker_id"]]
    speaker = actors.get(speaker["same_as"] or "", speaker)
    compared: dict[str, Any] = {"difference": "one source"}
    if len(act) > 1:
        compared = _compare_renderings(act, languages)
    for source, quotes in act.items():
        yield {
            "utterance_id": first["utterance_id"],
            "meeting_id": first["meeting_id"],
            "speaker_id": speaker["actor_id"],
            "speaker_name_en": speaker["name_en"],
            "source_id": source,
            "quote_types": ";".join(dict.fromkeys(quote["quote_type"] for quote in quotes)),
            "words": evidence.CUT.join(map(show_words, quotes)),
            "claims": ";".join(quote["quote_id"] for quote in quotes),
            "n_sources": len(act),
            "similarity": None,
            **compared,
        }


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
