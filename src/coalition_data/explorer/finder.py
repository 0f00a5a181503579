"""What the search of the site looks through."""

from __future__ import annotations

import json

from coalition_data.explorer.record import slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coalition_data.explorer.record import Record, Row
    from coalition_data.explorer.wording import Wording


def documents(record: Record, words: dict[str, Wording]) -> list[list[Any]]:
    """Return what can be found, each `[address, kind, titles, texts, other words]`: a title and text per language."""
    made = [
        *_meetings(record, words),
        *_actors(record),
        *_quotes(record, words),
        *_figures(record, words),
    ]
    return [*made, *_sources(record, words)]


def _once(texts: list[str]) -> list[str]:
    """Return texts of all languages, once where they are the same."""
    return texts[:1] if len(set(texts)) == 1 else texts


def _names(row: Row) -> list[str]:
    return _once([row["name_en"], row.get("name_fr") or row["name_en"]])


def _meetings(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    actors = record.find["actors"]
    countries = {row["iso3"]: row for row in record.rows["actors"] if row["iso3"]}
    for row in record.rows["meetings"]:
        people = sorted(
            {
                actors[c["actor_id"]]["name_en"]
                for c in record.claims(row["meeting_id"], "participants")
            }
        )
        country = countries.get(row["country"])
        more = [
            *people,
            *(_names(country) if country else []),
            row["venue"] or "",
            row["note"] or "",
            row["meeting_id"],
        ]
        when = [
            " · ".join(filter(None, [w.span(row), row["city"], w.value(row["level"])]))
            for w in words.values()
        ]
        yield [
            f"meetings/{slug(row['meeting_id'])}.html",
            "meetings",
            _names(row),
            _once(when),
            " ".join(more),
        ]


def _actors(record: Record) -> Iterator[list[Any]]:
    offices: dict[str, dict[str, None]] = {}
    for claim in record.rows["participants"]:
        if claim["office"]:
            offices.setdefault(claim["actor_id"], {})[claim["office"]] = None
    for row in record.rows["actors"]:
        text = "; ".join(list(offices.get(row["actor_id"], {}))[:3])
        more = " ".join(
            [
                row["aliases"] or "",
                *offices.get(row["actor_id"], {}),
                row["iso3"] or "",
                row["note"] or "",
            ]
        )
        yield [f"actors/{slug(row['actor_id'])}.html", "actors", _names(row), [text], more]


def _quotes(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    for row in record.rows["quotes"]:
        speaker, meeting = (
            record.find["actors"][row["speaker_id"]],
            record.find["meetings"][row["meeting_id"]],
        )
        said = [
            row["text"] or row["paraphrase_en"] or "",
            row["text"] or row["paraphrase_fr"] or "",
        ]
        titles = [
            f"{w.name(speaker)} · {meeting['city'] or w.name(meeting)}, {w.span(meeting)}"
            for w in words.values()
        ]
        more = " ".join(
            row[column] or ""
            for column in ("translation_en", "paraphrase_en", "paraphrase_fr", "note")
        )
        address = f"meetings/{slug(row['meeting_id'])}.html#{row['quote_id']}"
        yield [address, "quotes", _once(titles), _once(said), more]


def _figures(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    for row in record.rows["figures"]:
        meeting = record.find["meetings"][row["meeting_id"]]
        titles = [
            f"{w.amount(row)} · {meeting['city'] or w.name(meeting)}, {w.span(meeting)}"
            for w in words.values()
        ]
        more = " ".join(
            filter(None, [row["as_stated"], row["note"], row["indicator"].replace("_", " ")])
        )
        yield [
            f"meetings/{slug(row['meeting_id'])}.html#{row['figure_id']}",
            "numbers",
            _once(titles),
            [row["about"]],
            more,
        ]


def _sources(record: Record, words: dict[str, Wording]) -> Iterator[list[Any]]:
    for row in record.rows["sources"]:
        title = row["title"] or f"{row['publisher']}, {row['source_id']}"
        days = [w.date(row["published"], row["published_precision"]) for w in words.values()]
        texts = [" · ".join(filter(None, [row["publisher"], row["author"], day])) for day in days]
        more = f"{row['url'] or ''} {row['note'] or ''}"
        yield [f"sources.html#{row['source_id']}", "sources", [title], _once(texts), more]


def script(made: list[list[Any]]) -> str:
    """Return the documents as a script: a page opened from the file system can load nothing else."""
    return f"window.cdSearch({encoded(made)});\n"


def encoded(value: Any) -> str:
    """Return a value as JSON that is plain inside a script too."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
