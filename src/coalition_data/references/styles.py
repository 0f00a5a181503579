"""References in six styles: how to cite. What to cite, `citation` finds out."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from coalition_data.references.reference import Reference

    # Writes the data, if they are cited, and the sources.
    Writer = Callable[[Reference | None, list[Reference]], str]

DATASET = "dataset"
# Each kind of source in the terms of BibTeX, CSL, RIS, CFF and DataCite.
TYPES = {
    DATASET: ("misc", "dataset", "DATA", "data", "Dataset"),
    "press_article": ("article", "article-newspaper", "NEWS", "newspaper-article", "Text"),
    "wire": ("article", "article-newspaper", "NEWS", "newspaper-article", "Text"),
    "official_statement": ("misc", "webpage", "ELEC", "government-document", "Text"),
    "communique": ("misc", "webpage", "ELEC", "government-document", "Text"),
    "transcript": ("misc", "webpage", "ELEC", "generic", "Text"),
    "reference": ("misc", "webpage", "ELEC", "generic", "Text"),
    "analysis": ("techreport", "report", "RPRT", "report", "Report"),
    "social_post": ("misc", "post", "ELEC", "generic", "Text"),
}
# Separates the data from the rows that are cited.
DATA_SET = "[Data set]."
MONTHS = (
    "January February March April May June July August September October November December".split()
)
# Braces by name: BibTeX counts them, even behind a backslash.
NAMED = {"{": "braceleft", "}": "braceright", "\\": "backslash"}
NAMED |= {"~": "asciitilde", "^": "asciicircum"}
LATEX = str.maketrans(
    {letter: f"\\{letter}" for letter in "&%$#_"}
    | {letter: f"\\text{name}{{}}" for letter, name in NAMED.items()}
)


def text(data: Reference | None, sources: list[Reference]) -> str:
    """Return plain text: a line for the data, then a line for each source."""
    lines = [_write_data_line(data)] if data else []
    if data and sources:
        lines += ["", "These rows rest on:"]
    return "\n".join([*lines, *map(_write_source_line, sources)])


def _write_data_line(data: Reference) -> str:
    head = f"{', '.join(data.names)} ({data.date[0]}). {data.title} (version {data.version})"
    address = data.doi or data.url
    return f"{head} {DATA_SET}{f' {address}.' if address else ''} {data.note}"


def _write_source_line(one: Reference) -> str:
    end = "" if one.title.endswith((".", "?", "!")) else "."
    publisher = f" {one.publisher}." if one.authors else ""
    read = f" (read on {one.accessed})" if one.accessed else ""
    if one.note:
        read += f" ({one.note[0].lower()}{one.note[1:]})"
    head = f"{', '.join(one.names)} ({_write_date(one.date)}). {one.title}{end}{publisher}"
    return f"{head} {one.url}{read}".rstrip()


def _write_date(date: tuple[str, ...]) -> str:
    """Return a date as lists of references have it: 2014, September 5."""
    if len(date) < 2:
        return date[0] if date else "no date"
    day = f" {int(date[2])}" if len(date) > 2 else ""
    return f"{date[0]}, {MONTHS[int(date[1]) - 1]}{day}"


def bibtex(data: Reference | None, sources: list[Reference]) -> str:
    """Return BibTeX entries that plain BibTeX and biblatex both read."""
    return "\n\n".join(_bibtex_entry(one) for one in _join(data, sources))


def _join(data: Reference | None, sources: list[Reference]) -> list[Reference]:
    return [data, *sources] if data else sources


def _drop_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _bibtex_entry(one: Reference) -> str:
    kind = TYPES[one.kind][0]
    holder = {"article": "journal", "techreport": "institution"}.get(kind, "howpublished")
    publisher = one.publisher.translate(LATEX)
    date = [part.lstrip("0") for part in one.date]
    fields = {
        # In braces the name of an organisation isn't split into first and last name.
        "author": " and ".join(one.authors).translate(LATEX) or f"{{{publisher}}}",
        "title": f"{{{one.title.translate(LATEX)}}}",
        holder: "Data set" if one.kind == DATASET else publisher,
        **dict(zip(("year", "month", "day"), date, strict=False)),
        "version": one.version,
        "doi": one.bare_doi,
        # In addresses only braces are escaped: they would end the field.
        "url": one.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": one.accessed,
        "note": one.note.translate(LATEX),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in _drop_empty(fields).items()]
    return "\n".join([f"@{kind}{{{one.key},", *lines, "}"])


def csl_json(data: Reference | None, sources: list[Reference]) -> str:
    """Return CSL-JSON, a list of items."""
    return _to_json([_csl_item(one) for one in _join(data, sources)])


def _csl_item(one: Reference) -> dict[str, Any]:
    fields = {
        "id": one.key,
        "type": TYPES[one.kind][1],
        "title": one.title,
        "author": [{"literal": name} for name in one.names],
        "container-title": "" if one.kind == DATASET else one.publisher,
        "publisher": one.publisher,
        "issued": _csl_date(one.date),
        "accessed": _csl_date(tuple(one.accessed.split("-"))),
        "URL": one.url,
        "DOI": one.bare_doi,
        "language": one.lang,
        "version": one.version,
        "note": one.note,
    }
    return _drop_empty(fields)


def _csl_date(parts: tuple[str, ...]) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in parts]]} if parts and parts[0] else {}


def ris(data: Reference | None, sources: list[Reference]) -> str:
    """Return RIS records."""
    return "\n".join(_ris_record(one) for one in _join(data, sources))


def _ris_record(one: Reference) -> str:
    # RIS writes a date with all three slashes: 2014/09//.
    day = "/".join([*one.date, "", "", ""][:3]) + "/" if one.date else ""
    fields = [
        ("TY", TYPES[one.kind][2]),
        ("ID", one.key),
        *(("AU", name) for name in one.names),
        ("TI", one.title),
        ("PY", one.date[0] if one.date else ""),
        ("DA", day),
        ("PB", one.publisher),
        ("ET", one.version),
        ("DO", one.bare_doi),
        ("UR", one.url),
        ("Y2", one.accessed.replace("-", "/")),
        ("LA", one.lang),
        ("N1", one.note),
    ]
    return "\n".join([*(f"{tag}  - {value}" for tag, value in fields if value), "ER  - ", ""])


def cff(data: Reference | None, sources: list[Reference]) -> str:
    """Return a CITATION.cff of the data, its sources as references; of sources alone, those."""
    references = _drop_repeats(map(_cff_reference, sources))
    if data is None:
        return yaml({"references": references})
    fields = {
        "cff-version": "1.2.0",
        "message": f"If you use these data, please cite them as below. {data.note}",
        "type": "dataset",
        "title": data.title,
        "abstract": data.abstract,
        "authors": [{"name": name} for name in data.names],
        "version": data.version,
        "date-released": "-".join(data.date),
        "doi": data.bare_doi,
        "identifiers": [_cff_identifier(data)] if data.doi_of_all else [],
        "url": data.url,
        "license": data.license,
        "keywords": data.keywords,
        "preferred-citation": _cff_preferred(data),
        "references": references,
    }
    return yaml(_drop_empty(fields))


def _cff_identifier(data: Reference) -> dict[str, Any]:
    return {"type": "doi", "value": data.bare_doi_of_all, "description": "All versions"}


def _cff_preferred(data: Reference) -> dict[str, Any]:
    """Return the data as one cites them: this version, its rows and their fingerprint."""
    fields = {
        "type": TYPES[DATASET][3],
        "title": data.title,
        "authors": [{"name": name} for name in data.names],
        "year": int(data.date[0]),
        "version": data.version,
        "doi": data.bare_doi,
        "url": data.url,
        "license": data.license,
        "notes": data.note,
    }
    return _drop_empty(fields)


def _to_uri(address: str) -> str:
    """Return an address in ASCII: its other letters, and what no URI has, percent-encoded."""
    import urllib.parse

    return urllib.parse.quote(address, safe="%:/?#[]@!$&'()*+,;=-._~")


def _drop_repeats(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items without repeats: without their ids two sources can be equal."""
    return list({_to_json(item): item for item in items}.values())


def _cff_reference(one: Reference) -> dict[str, Any]:
    fields = {
        "type": TYPES[one.kind][3],
        "title": one.title,
        "authors": [{"name": name} for name in one.names],
        "publisher": {"name": one.publisher},
        "date-published": "-".join(one.date) if len(one.date) > 2 else "",
        "year": int(one.date[0]) if one.date else "",
        "month": int(one.date[1]) if len(one.date) > 1 else "",
        "url": _to_uri(one.url),
        "date-accessed": one.accessed,
        "notes": one.note,
    }
    return _drop_empty(fields)


def yaml(value: dict[str, Any], indent: str = "") -> str:
    """Return a dict of dicts, lists, texts and integers as YAML; texts are quoted as in JSON."""
    lines = []
    for name, item in value.items():
        if isinstance(item, dict):
            lines += [f"{indent}{name}:", yaml(item, indent + "  ").rstrip("\n")]
        elif isinstance(item, list):
            lines.append(f"{indent}{name}:")
            for one in item:
                is_dict = isinstance(one, dict)
                block = yaml(one, indent + "    ").strip() if is_dict else _to_json(one, None)
                lines.append(f"{indent}  - {block}")
        else:
            lines.append(f"{indent}{name}: {_to_json(item, None)}")
    return "\n".join(lines) + "\n"


def datacite(data: Reference | None, sources: list[Reference]) -> str:
    """Return DataCite metadata (4.5) of the data, its sources as related items; or those alone."""
    items = _drop_repeats(map(_related_item, sources))
    if data is None:
        return _to_json(items)
    rights = {"rightsIdentifier": data.license, "rightsIdentifierScheme": "SPDX"}
    notes = {"Abstract": data.abstract, "TechnicalInfo": data.note}
    fields = {
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data set"},
        "creators": [{"name": name, "nameType": "Organizational"} for name in data.names],
        "titles": [{"title": data.title, "lang": "en"}],
        "publisher": {"name": data.publisher},
        "publicationYear": data.date[0],
        "dates": [{"date": "-".join(data.date), "dateType": "Issued"}],
        "doi": data.bare_doi,
        "url": data.url,
        "language": "en",
        "subjects": [{"subject": word} for word in data.keywords],
        "version": data.version,
        "rightsList": [rights] if data.license else [],
        "descriptions": [
            {"description": words, "descriptionType": kind}
            for kind, words in notes.items()
            if words
        ],
        "relatedIdentifiers": [_is_version_of(data)] if data.doi_of_all else [],
        "relatedItems": items,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    return _to_json(_drop_empty(fields))


def _is_version_of(data: Reference) -> dict[str, Any]:
    return {
        "relatedIdentifier": data.bare_doi_of_all,
        "relatedIdentifierType": "DOI",
        "relationType": "IsVersionOf",
    }


def _related_item(one: Reference) -> dict[str, Any]:
    address = {"relatedItemIdentifier": one.url, "relatedItemIdentifierType": "URL"}
    fields = {
        "relatedItemType": TYPES[one.kind][4],
        "relationType": "IsDerivedFrom",
        "titles": [{"title": one.title}],
        "creators": [{"name": name} for name in one.names],
        "publicationYear": one.date[0] if one.date else "",
        "publisher": one.publisher,
        "relatedItemIdentifier": address if one.url else {},
    }
    return _drop_empty(fields)


def _to_json(value: Any, indent: int | None = 2) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


STYLES: dict[str, Writer] = {
    "text": text,
    "bibtex": bibtex,
    "csl-json": csl_json,
    "ris": ris,
    "cff": cff,
    "datacite": datacite,
}
