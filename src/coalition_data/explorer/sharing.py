"""What search engines, and programs that show links, are told: this needs the site's address."""

from __future__ import annotations

import html

import markupsafe

from coalition_data.explorer import finder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from coalition_data.explorer.record import Record, Row
    from coalition_data.explorer.wording import Wording

PICTURE = "assets/card.png"


def find_addresses(url: str, path: str) -> dict[str, str]:
    """Return the address of a page in each language; first pages are folders."""
    place = path.removesuffix("index.html")
    return {"en": f"{url}{place}", "fr": f"{url}fr/{place}"}


def write_head(
    record: Record, words: Wording, url: str, path: str, shown: dict[str, Any], title: str
) -> markupsafe.Markup:
    """Return what the head of a page says of its address, its subject and its picture."""
    addresses = find_addresses(url, path)
    own = addresses[words.lang]
    # The title comes as HTML.
    title = html.unescape(title)
    about = _describe(words, shown)
    data = {"@context": "https://schema.org", **_type(record, words, shown), "url": own}
    lines = [
        _element("meta", name="description", content=about),
        _element("link", rel="canonical", href=own),
        *(_element("link", rel="alternate", hreflang=lang, href=address)
          for lang, address in {**addresses, "x-default": addresses["en"]}.items()),
        _element("meta", property="og:type", content="website"),
        _element("meta", property="og:title", content=title),
        _element("meta", property="og:description", content=about),
        _element("meta", property="og:url", content=own),
        _element("meta", property="og:image", content=url + PICTURE),
        _element("meta", name="twitter:card", content="summary_large_image"),
        f'<script type="application/ld+json">{finder.encode_json(data)}</script>',
    ]  # fmt: skip
    return markupsafe.Markup("\n".join(lines))


def _element(tag: str, /, **attributes: str) -> str:
    cells = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{tag}{cells}>"


def _describe(words: Wording, shown: dict[str, Any]) -> str:
    if "answer" in shown:
        meeting, answer = shown["meeting"], shown["answer"]
        place = f"{words.span(meeting)}, {words.place(meeting)}"
        there = words.count("state_attended", answer["attended"])
        return (
            f"{words.name(meeting)}: {place}. {there}, {words.count('source', answer['sources'])}."
        )
    if "actor" in shown:
        counts = [
            ("meeting", shown["about"]["seats"]),
            ("quote", shown["about"]["claims"]["quotes"]),
        ]
        told = ", ".join(words.count(kind, len(rows)) for kind, rows in counts)
        return f"{words.name(shown['actor'])}: {told}. {words.word('title')}."
    return words.word("description")


def _type(record: Record, words: Wording, shown: dict[str, Any]) -> dict[str, Any]:
    """Return the subject of a page as schema.org has it."""
    if "answer" in shown:
        return _type_event(words, shown["meeting"])
    if "actor" in shown:
        kind = {"person": "Person", "state": "Country"}.get(shown["actor"]["kind"], "Organization")
        wikidata = shown["actor"]["wikidata"]
        same = {"sameAs": f"https://www.wikidata.org/wiki/{wikidata}"} if wikidata else {}
        return {"@type": kind, "name": words.name(shown["actor"]), **same}
    data = record.data
    return {
        "@type": "Dataset",
        "name": data.title,
        "description": words.word("description"),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "version": record.package.version,
        "creator": [{"@type": "Organization", "name": name} for name in data.names],
    }


def _type_event(words: Wording, meeting: Row) -> dict[str, Any]:
    states = {"planned": "Scheduled", "cancelled": "Cancelled", "held": "Scheduled"}
    event: dict[str, Any] = {"@type": "Event", "name": words.name(meeting)}
    status = states.get(meeting["status"])
    if status:
        event["eventStatus"] = f"https://schema.org/Event{status}"
    for key, column in (("startDate", "date_start"), ("endDate", "date_end")):
        if meeting[column] and meeting["date_precision"] == "day":
            event[key] = str(meeting[column])
    if meeting["city"]:
        address = f"{words.city(meeting['city'])}, {words.country(meeting['country'])}"
        event["location"] = {"@type": "Place", "name": words.city(meeting["city"]),
                             "address": address}  # fmt: skip
    return event


def write_lists(put: Callable[[str, str], None], url: str, paths: list[str]) -> None:
    """Write sitemap.xml and robots.txt."""
    pages = []
    for path in paths:
        if path != "404.html":
            addresses = find_addresses(url, path)
            others = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{one}"/>'
                             for lang, one in addresses.items())  # fmt: skip
            pages += [f"<url><loc>{one}</loc>{others}</url>" for one in addresses.values()]
    spaces = ('xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
              ' xmlns:xhtml="http://www.w3.org/1999/xhtml"')  # fmt: skip
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>\n'
    put("sitemap.xml", head + "\n".join(pages) + "\n</urlset>\n")
    put("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n")
