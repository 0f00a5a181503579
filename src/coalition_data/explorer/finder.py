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


def list_documents(record: Record, words: Wording) -> list[list[str]]:
    """Return what can be found in one language, each `[address, kind, title, text, other words]`.

    Names are found in the other language too, and so are words as printed.
    """
    return [
        *_list_meetings(record, words),
        *_list_actors(record, words),
        *_list_quotes(record, words),
        *_list_figures(record, words),
        *_list_sources(record, words),
    ]


def _join(*texts: str | None, by: str = " ") -> str:
    """Return different texts in one, without those that are missing."""
    return by.join(dict.fromkeys(text for text in texts if text))


def _join_names(*rows: Row) -> str:
    """Return the names of meetings or actors in both languages."""
    return _join(*(row[name] for row in rows for name in ("name_en", "name_fr")), by="\n")


def _list_meetings(record: Record, words: Wording) -> Iterator[list[str]]:
    actors = record.find["actors"]
    countries = {row["iso3"]: row for row in record.rows["actors"] if row["iso3"]}
    for row in record.rows["meetings"]:
        seats = record.claims(row["meeting_id"], "participants")
        people = sorted({actors[seat["actor_id"]]["name_en"] for seat in seats})
        country = countries.get(row["country"])
        names = _join_names(row, *([country] if country else []))
        text = _join(words.span(row), row["city"], words.value(row["level"]), by=" · ")
        more = _join(names, *people, row["venue"], row["note"], row["meeting_id"], by="\n")
        address = f"meetings/{page_name(row['meeting_id'])}.html"
        yield [address, "meetings", words.name(row), text, more]


def _list_actors(record: Record, words: Wording) -> Iterator[list[str]]:
    offices: dict[str, dict[str, None]] = {}
    for claim in record.rows["participants"]:
        if claim["office"]:
            offices.setdefault(claim["actor_id"], {})[claim["office"]] = None
    for row in record.rows["actors"]:
        held = list(offices.get(row["actor_id"], {}))
        more = _join(_join_names(row), row["aliases"], *held, row["iso3"], row["note"], by="\n")
        address = f"actors/{page_name(row['actor_id'])}.html"
        yield [address, "actors", words.name(row), "; ".join(held[:3]), more]


def _list_quotes(record: Record, words: Wording) -> Iterator[list[str]]:
    for row in record.rows["quotes"]:
        speaker = record.find["actors"][row["speaker_id"]]
        meeting = record.find["meetings"][row["meeting_id"]]
        title = f"{words.name(speaker)} · {_name_meeting(meeting, words)}"
        paraphrase = row[f"paraphrase_{words.lang}"] or ""
        printed = _join(row["speaker_as_named"], row["opens_with"], row["ends_with"])
        ours = _join(row["translation_en"], paraphrase if row["text"] else "", row["note"])
        address = f"meetings/{page_name(row['meeting_id'])}.html#{row['quote_id']}"
        yield [address, "quotes", title, row["text"] or paraphrase, _join(printed, ours)]


def _name_meeting(meeting: Row, words: Wording) -> str:
    return f"{meeting['city'] or words.name(meeting)}, {words.span(meeting)}"


def _list_figures(record: Record, words: Wording) -> Iterator[list[str]]:
    for row in record.rows["figures"]:
        meeting = record.find["meetings"][row["meeting_id"]]
        title = f"{words.amount(row)} · {_name_meeting(meeting, words)}"
        more = _join(row["as_stated"], row["note"], row["indicator"].replace("_", " "))
        address = f"meetings/{page_name(row['meeting_id'])}.html#{row['figure_id']}"
        yield [address, "numbers", title, row["about"], more]


def _list_sources(record: Record, words: Wording) -> Iterator[list[str]]:
    for row in record.rows["sources"]:
        title = row["title"] or f"{row['publisher']}, {row['source_id']}"
        day = words.date(row["published"], row["published_precision"])
        text = _join(row["publisher"], row["author"], day, by=" · ")
        address = f"sources.html#{row['source_id']}"
        yield [address, "sources", title, text, _join(row["url"], row["note"])]


def to_script(documents: list[list[str]]) -> str:
    """Return the documents as a script: a page opened from a file can load nothing else."""
    return f"window.cdSearch({encode_json(documents)});\n"


def encode_json(value: Any) -> str:
    """Return a value as JSON that is also safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
