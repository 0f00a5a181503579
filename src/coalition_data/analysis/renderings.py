"""The same act of speaking in several sources, side by side."""

from __future__ import annotations

import difflib

from coalition_data.tables import descriptor, loader
from coalition_data.texts import evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any

    import pandas as pd

CUT = " […] "


def utterances(folder: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return one row per act of speaking, its renderings by different sources side by side.

    Parameters
    ----------
    folder: a folder with a datapackage.json (default: the installed data).

    Columns: utterance_id, meeting_id, speaker_id, speaker_name_en, n_sources, then source_1, words_1,
    source_2, words_2 and so on, in order of quote id. The pieces of one source are joined by ` […] `;
    an indirect quote is our paraphrase in square brackets. `difference` is `one source`, `same words`,
    `other words` or `not comparable` (a rendering has no words of the speaker, or another language).
    `similarity` is the share of matching words of the two most distant renderings, from 0 to 1
    (difflib's ratio), missing where not comparable.

    >>> renderings = utterances().set_index("utterance_id")
    >>> renderings.loc["2015-01-london-u004", "difference"]
    'other words'
    """
    import pandas as pd

    package = descriptor.read(folder)
    languages = {
        row["source_id"]: row["lang"] for row in loader.read_arrow(package, "sources").to_pylist()
    }
    actors = {row["actor_id"]: row for row in loader.read_arrow(package, "actors").to_pylist()}
    acts: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in loader.read_arrow(package, "quotes").to_pylist():
        acts.setdefault(row["utterance_id"], {}).setdefault(row["source_id"], []).append(row)
    rows = [_row(act, by_source, actors, languages) for act, by_source in acts.items()]
    width = max((int(row["n_sources"]) for row in rows), default=1)
    sides = [f"{name}_{n}" for n in range(1, width + 1) for name in ("source", "words")]
    columns = ["utterance_id", "meeting_id", "speaker_id", "speaker_name_en", "n_sources", *sides]
    frame = pd.DataFrame(rows, columns=[*columns, "difference", "similarity"])
    return frame.sort_values("utterance_id", ignore_index=True)


def _row(
    act: str,
    by_source: dict[str, list[dict[str, Any]]],
    actors: dict[str, Any],
    languages: dict[str, str],
) -> dict[str, Any]:
    first = next(iter(by_source.values()))[0]
    speaker = actors[first["speaker_id"]]
    speaker = actors.get(speaker["same_as"] or "", speaker)
    row = {
        "utterance_id": act,
        "meeting_id": first["meeting_id"],
        "speaker_id": speaker["actor_id"],
    }
    row |= {"speaker_name_en": speaker["name_en"], "n_sources": len(by_source)}
    said = []
    for n, (source, pieces) in enumerate(by_source.items(), 1):
        row |= {
            f"source_{n}": source,
            f"words_{n}": CUT.join(p["text"] or f"[{p['paraphrase_en']}]" for p in pieces),
        }
        if all(p["text"] for p in pieces):
            said.append(
                (languages[source], [evidence.normalise(p["text"]).casefold() for p in pieces])
            )
    return row | _compared(said, len(by_source))


def _compared(said: list[tuple[str, list[str]]], n_sources: int) -> dict[str, Any]:
    """Say how the renderings of one act differ."""
    if n_sources == 1:
        return {"difference": "one source"}
    if len(said) < n_sources or len({language for language, _ in said}) > 1:
        return {"difference": "not comparable"}
    words = [" ".join(pieces).split() for _, pieces in said]
    pairs = [(a, b) for i, a in enumerate(words) for b in words[i + 1 :]]
    similarity = min(difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in pairs)
    return {
        "difference": "same words" if similarity == 1 else "other words",
        "similarity": round(similarity, 3),
    }
