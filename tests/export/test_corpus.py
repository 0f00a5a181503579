"""The corpus has the quotes, their spans, and a split that keeps copies together."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import coalition_data as cd
from coalition_data import export
from coalition_data.export import corpus
from coalition_data.tables import descriptor
from worlds import Copy

pytestmark = pytest.mark.libraries


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_corpus_reads_back_as_the_quotes(out: Path) -> None:
    frame = pd.DataFrame(lines(out / "quotes.jsonl"))
    assert cd.fingerprint(frame[descriptor.read().table("quotes").names]) == cd.fingerprint(
        "quotes"
    )


def test_wire_copies_stay_on_one_side_of_the_split(out: Path) -> None:
    rows = lines(out / "quotes.jsonl")
    sources = cd.sources().set_index("source_id")["derived_from"]
    sides: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for original in {row["source_id"], *lineage(row["source_id"], sources)}:
            sides.setdefault(("source", original), set()).add(row["split"])
        sides.setdefault(("utterance", row["utterance_id"]), set()).add(row["split"])
        sides.setdefault(("words", row["text"] or row["paraphrase_en"]), set()).add(row["split"])
    assert [tie for tie, found in sides.items() if len(found) > 1] == []
    assert {row["split"] for row in rows} <= {"train", "validation", "test"}


def lineage(source: str, derived_from: Any) -> Iterator[str]:
    while isinstance(derived_from[source], str):
        source = derived_from[source]
        yield source


def test_a_copy_of_a_copy_is_in_the_cluster_of_the_first() -> None:
    sources = {
        name: {"derived_from": of}
        for name, of in (("a", None), ("b", "a"), ("c", "b"), ("d", None))
    }
    blank = dict.fromkeys(
        ("original_source_id", "text", "translation_en", "paraphrase_en", "paraphrase_fr")
    )
    quotes = [blank | {"quote_id": f"q{s}", "utterance_id": f"u{s}", "source_id": s} for s in "acd"]
    assert corpus.clusters(quotes, sources) == {"qa": "qa", "qc": "qa", "qd": "qd"}
    quotes[2]["text"], quotes[1]["text"] = "Le mot", "le  mot"
    assert set(corpus.clusters(quotes, sources).values()) == {"qa"}


def test_quotes_with_the_same_first_and_last_words_are_one_cluster() -> None:
    sources = {name: {"derived_from": None} for name in "ab"}
    blank = dict.fromkeys(
        ("original_source_id", "text", "translation_en", "paraphrase_en", "paraphrase_fr")
    )
    ends = {"opens_with": "We will", "ends_with": "defeat ISIS"}
    quotes = [
        blank | ends | {"quote_id": f"q{s}", "utterance_id": f"u{s}", "source_id": s} for s in "ab"
    ]
    assert corpus.clusters(quotes, sources) == {"qa": "qa", "qb": "qa"}
    quotes[1]["ends_with"] = "defeat them"
    assert corpus.clusters(quotes, sources) == {"qa": "qa", "qb": "qb"}


def test_with_texts_the_spans_point_to_the_words(texts: Path, tmp_path: Path) -> None:
    export.write("jsonl", tmp_path / "q.jsonl", texts=texts)
    rows = {row["quote_id"]: row for row in lines(tmp_path / "q.jsonl")}
    row = rows["2015-01-london-q002"]
    words, start = row["passage"]["text"], row["passage"]["start"]

    def at(spans: list[list[int]]) -> list[str]:
        return [words[a - start : b - start] for a, b in spans]

    assert at(row["content_spans"]) == [cd.normalise(row["text"])]
    assert at(row["speaker_spans"]) == ["M. Hammond"]
    assert at(row["cue_spans"]) == ["a résumé"]
    assert rows[next(q for q, r in rows.items() if not r["evidence"])]["passage"] is None


def test_without_texts_no_passage_is_written(out: Path) -> None:
    assert all("passage" not in row for row in lines(out / "quotes.jsonl"))


QUOTE = "2015-01-london-q001"


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("speaker_id", "nobody", 'speaker_id has "nobody", which isn\'t there'),
        ("speaker_id", "", "speaker_id has no value"),
        ("source_id", "nowhere", 'source_id has "nowhere", which isn\'t there'),
        ("original_source_id", "nowhere", 'original_source_id has "nowhere"'),
        ("evidence", "words", "evidence: not an evidence cell"),
    ],
)
def test_a_cell_that_the_corpus_cannot_follow_is_named(
    copy: Copy, tmp_path: Path, column: str, cell: str, said: str
) -> None:
    copy.set("quotes", QUOTE, **{column: cell}).write()
    with pytest.raises(ValueError, match=f"quotes {QUOTE}: {said}"):
        export.write("jsonl", tmp_path / "q.jsonl", folder=copy.folder)
    assert not list(tmp_path.glob("q.*"))


def test_a_column_with_the_name_of_a_field_of_the_corpus_is_refused(
    copy: Copy, tmp_path: Path
) -> None:
    path = tmp_path / descriptor.FILENAME
    described = json.loads(path.read_text(encoding="utf-8"))
    table = next(one for one in described["resources"] if one["name"] == "quotes")
    next(one for one in table["schema"]["fields"] if one["name"] == "note")["name"] = "split"
    path.write_text(json.dumps(described), encoding="utf-8")
    copy.replace("quotes", b",note\n", b",split\n")
    with pytest.raises(ValueError, match=r'table "quotes", column "split"'):
        export.write("jsonl", tmp_path / "q.jsonl", folder=copy.folder)


def test_a_source_without_language_and_an_actor_without_english_name_are_exported(
    copy: Copy, tmp_path: Path
) -> None:
    quote = copy.find("quotes", QUOTE)
    copy.set("sources", quote["source_id"], lang="")
    copy.set("actors", quote["speaker_id"], name_en="").write()
    export.write("jsonl", tmp_path / "q.jsonl", folder=copy.folder)
    row = next(row for row in lines(tmp_path / "q.jsonl") if row["quote_id"] == QUOTE)
    assert (row["lang"], row["speaker_name"]) == (None, None)
    assert "- und\n" in (tmp_path / "q.card.md").read_text(encoding="utf-8")
