"""The documents that the search of the site covers."""

from __future__ import annotations

import json

from coalition_data.explorer.record import page_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coalition_data.explorer.record import Record, Row
    from coalition_data.explorer.wording import Wording


def list_documents(record: Record, words: dict[str, Wording]) -> list[list[Any]]:
    """Return what can be found, each `[address, kind, titles, texts, other words]`.

    Titles and texts are a list with one item per language, or one item for all.
    """
    return [
        *_list_meetings(record, words),
        *_list_actors(record),
        *_list_quotes(record, words),
        *_list_figures(record, words),
        *_list_sources(record, words),
    ]


def _merge_same(texts: list[str]) -> list[str]:
    """Return the texts of all languages, or one text where they are the same."""
    return texts[:1] if len(set(texts)) == 1 else texts


def _list_names(row: Row) -> list[str]:
    return _merge_same([row["name_en"], row.get("name_fr") or row["name_en"]])


def _join(*texts: str | None, by: str = " ") -> str:
    return by.join(text for text in texts if text)


def _list_meetings(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    actors = record.find["actors"]
    countries = {row["iso3"]: row for row in record.rows["actors"] if row["iso3"]}
    for row in record.rows["meetings"]:
        seats = record.claims(row["meeting_id"], "participants")
        people = sorted({actors[seat["actor_id"]]["name_en"] for seat in seats})
        country = countries.get(row["country"])
        places = _list_names(country) if country else []
        texts = [
            _join(w.span(row), row["city"], w.value(row["level"]), by=" · ") for w in words.values()
        ]
        more = _join(*people, *places, row["venue"], row["note"], row["meeting_id"])
        address = f"meetings/{page_name(row['meeting_id'])}.html"
        yield [address, "meetings", _list_names(row), _merge_same(texts), more]


def _list_actors(record: Record) -> Iterator[list[Any]]:
    offices: dict[str, dict[str, None]] = {}
    for claim in record.rows["participants"]:
        if claim["office"]:
            offices.setdefault(claim["actor_id"], {})[claim["office"]] = None
    for row in record.rows["actors"]:
        held = list(offices.get(row["actor_id"], {}))
        more = _join(row["aliases"], *held, row["iso3"], row["note"])
        address = f"actors/{page_name(row['actor_id'])}.html"
        yield [address, "actors", _list_names(row), ["; ".join(held[:3])], more]


def _list_quotes(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    for row in record.rows["quotes"]:
        speaker = record.find["actors"][row["speaker_id"]]
        meeting = record.find["meetings"][row["meeting_id"]]
        titles = [f"{w.name(speaker)} · {_name_meeting(meeting, w)}" for w in words.values()]
        english = row["text"] or row["paraphrase_en"] or ""
        french = row["text"] or row["paraphrase_fr"] or ""
        more = _join(row["translation_en"], row["paraphrase_en"], row["paraphrase_fr"], row["note"])
        address = f"meetings/{page_name(row['meeting_id'])}.html#{row['quote_id']}"
        yield [address, "quotes", _merge_same(titles), _merge_same([english, french]), more]


def _name_meeting(meeting: Row, words: Wording) -> str:
    return f"{meeting['city'] or words.name(meeting)}, {words.span(meeting)}"


def _list_figures(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    for row in record.rows["figures"]:
        meeting = record.find["meetings"][row["meeting_id"]]
        titles = [f"{w.amount(row)} · {_name_meeting(meeting, w)}" for w in words.values()]
        more = _join(row["as_stated"], row["note"], row["indicator"].replace("_", " "))
        address = f"meetings/{page_name(row['meeting_id'])}.html#{row['figure_id']}"
        yield [address, "numbers", _merge_same(titles), [row["about"]], more]


def _list_sources(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    for row in record.rows["sources"]:
        title = row["title"] or f"{row['publisher']}, {row['source_id']}"
        days = [w.date(row["published"], row["published_precision"]) for w in words.values()]
        texts = [_join(row["publisher"], row["author"], day, by=" · ") for day in days]
        more = _join(row["url"], row["note"])
        address = f"sources.html#{row['source_id']}"
        yield [address, "sources", [title], _merge_same(texts), more]


def to_script(documents: list[list[Any]]) -> str:
    """Return the documents as a script: a page opened from a file can load nothing else."""
    return f"window.cdSearch({encode_json(documents)});\n"


def encode_json(value: Any) -> str:
    """Return a value as JSON that is also safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
