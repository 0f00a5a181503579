"""The same act of speaking in several sources, side by side."""

from __future__ import annotations

import difflib
import itertools

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any

    import pandas as pd

    # The quotes of each source that renders one act of speaking.
    Act = dict[str, list[dict[str, Any]]]


def utterances(folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return one row per act of speaking, its renderings by different sources side by side.

    Parameters
    ----------
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: utterance_id, meeting_id, speaker_id, speaker_name_en, n_sources, then source_1,
    words_1, source_2, words_2 and so on, in order of quote id. The pieces of one source are joined
    by ` […] `; an indirect quote is our paraphrase in square brackets. `difference` is `one
    source`, `same words`, `other words` or `not comparable` (a rendering has no words of the
    speaker, or another language). `similarity` is the share of matching words of the two most
    distant renderings, from 0 to 1 (difflib's ratio), missing where not comparable.

    >>> renderings = utterances().set_index("utterance_id")
    >>> renderings.loc["2015-01-london-u004", "difference"]
    'other words'
    """
    import pandas as pd

    package = descriptor.read(folder)
    sources = loader.read_arrow(package, "sources").to_pylist()
    languages = {row["source_id"]: row["lang"] for row in sources}
    actors = {row["actor_id"]: row for row in loader.read_arrow(package, "actors").to_pylist()}
    acts: dict[str, Act] = {}
    for row in loader.read_arrow(package, "quotes").to_pylist():
        acts.setdefault(row["utterance_id"], {}).setdefault(row["source_id"], []).append(row)
    rows = [_make_row(acts[key], actors, languages) for key in sorted(acts)]
    width = max((int(row["n_sources"]) for row in rows), default=1)
    sides = [f"{name}_{n}" for n in range(1, width + 1) for name in ("source", "words")]
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
        words = [quote["text"] or f"[{quote['paraphrase_en']}]" for quote in quotes]
        row |= {f"source_{n}": source, f"words_{n}": evidence.CUT.join(words)}
    return row | _compare_renderings(act, {languages[source] for source in act})


def _compare_renderings(act: Act, languages: set[str]) -> dict[str, Any]:
    """Say how the renderings of one act differ."""
    if len(act) == 1:
        return {"difference": "one source"}
    texts = [[quote["text"] for quote in quotes] for quotes in act.values()]
    if len(languages) > 1 or not all(map(all, texts)):
        return {"difference": "not comparable"}
    words = [evidence.normalise(" ".join(text)).casefold().split() for text in texts]
    ratios = [
        difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
        for one, other in itertools.combinations(words, 2)
    ]
    difference = "same words" if min(ratios) == 1 else "other words"
    return {"difference": difference, "similarity": round(min(ratios), 3)}
