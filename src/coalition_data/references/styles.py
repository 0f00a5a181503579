"""References written in six styles. They know nothing of tables; what to cite is `citation`'s matter."""

from __future__ import annotations

import json

from coalition_data.references.reference import DATASET, TYPES, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    Writer = Callable[["Reference | None", "list[Reference]"], str]

# What stands between the data and what is cited of them.
DATA_SET = "[Data set]."
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
LATEX = {c: f"\\{c}" for c in "&%$#_"} | {
    # A brace, even with a backslash before it, must have its partner.
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


def text(data: Reference | None, sources: list[Reference]) -> str:
    """Return plain text: a line for the data, then a line for each source."""
    lines = [_data_line(data)] if data else []
    if data and sources:
        lines += ["", "These rows rest on:"]
    return "\n".join([*lines, *map(_source_line, sources)])


def _data_line(data: Reference) -> str:
    place = f" {data.doi or data.url}." if data.doi or data.url else ""
    head = f"{', '.join(data.names)} ({data.date[0]}). {data.title} (version {data.version}) {DATA_SET}"
    return f"{head}{place} {data.note}"


def _source_line(one: Reference) -> str:
    end = "" if one.title.endswith((".", "?", "!")) else "."
    publisher = f" {one.publisher}." if one.authors else ""
    read = f" (read on {one.accessed})" if one.accessed else ""
    return f"{', '.join(one.names)} ({_day(one.date)}). {one.title}{end}{publisher} {one.url}{read}".rstrip()


def _day(date: tuple[str, ...]) -> str:
    """Return a date as it is written in a list of references: 2014, September 5."""
    if len(date) < 2:
        return date[0] if date else "no date"
    return f"{date[0]}, {MONTHS[int(date[1]) - 1]}" + (f" {int(date[2])}" if len(date) > 2 else "")


def bibtex(data: Reference | None, sources: list[Reference]) -> str:
    """Return BibTeX entries that plain BibTeX and biblatex both read."""
    return "\n\n".join(_bibtex(one) for one in ([data] if data else []) + sources)


def _bibtex(one: Reference) -> str:
    kind = TYPES[one.kind][0]
    holder = {"article": "journal", "techreport": "institution"}.get(kind, "howpublished")
    # A body's name in braces is kept whole.
    names = (
        " and ".join(map(_latex, one.authors)) if one.authors else f"{{{_latex(one.publisher)}}}"
    )
    fields = {
        "author": names,
        "title": f"{{{_latex(one.title)}}}",
        holder: "Data set" if one.kind == DATASET else _latex(one.publisher),
        **dict(
            zip(("year", "month", "day"), (part.lstrip("0") for part in one.date), strict=False)
        ),
        "version": one.version,
        "doi": one.doi.removeprefix("https://doi.org/"),
        # Of an address only what would end the field is escaped.
        "url": one.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": one.accessed,
        "note": _latex(one.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{one.key},", *lines, "}"])


def _latex(words: str) -> str:
    return "".join(LATEX.get(letter, letter) for letter in words)


def csl_json(data: Reference | None, sources: list[Reference]) -> str:
    """Return CSL-JSON, a list of items."""
    return _json([_csl(one) for one in ([data] if data else []) + sources])


def _csl(one: Reference) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": one.key,
        "type": TYPES[one.kind][1],
        "title": one.title,
        "author": [{"literal": name} for name in one.names],
        "container-title": "" if one.kind == DATASET else one.publisher,
        "publisher": one.publisher,
        "issued": _csl_date(one.date),
        "accessed": _csl_date(tuple(one.accessed.split("-"))),
        "URL": one.url,
        "DOI": one.doi.removeprefix("https://doi.org/"),
        "language": one.lang,
        "version": one.version,
        "note": one.note,
    }
    return {name: value for name, value in fields.items() if value}


def _csl_date(parts: tuple[str, ...]) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in parts]]} if parts and parts[0] else {}


def ris(data: Reference | None, sources: list[Reference]) -> str:
    """Return RIS records."""
    return "\n".join(_ris(one) for one in ([data] if data else []) + sources)


def _ris(one: Reference) -> str:
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
        ("DO", one.doi.removeprefix("https://doi.org/")),
        ("UR", one.url),
        ("Y2", one.accessed.replace("-", "/")),
        ("LA", one.lang),
        ("N1", one.note),
    ]
    return "\n".join([*(f"{tag}  - {value}" for tag, value in fields if value), "ER  - ", ""])


def cff(data: Reference | None, sources: list[Reference]) -> str:
    """Return a CITATION.cff of the data, its sources as references; of sources alone, the list of references."""
    if data is None:
        return yaml({"references": _different(map(_cff, sources))})
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": f"If you use these data, please cite them as below. {data.note}",
        "type": "dataset",
        "title": data.title,
        "abstract": data.abstract,
        "authors": [{"name": name} for name in data.names],
        "version": data.version,
        "date-released": "-".join(data.date),
        "doi": data.doi.removeprefix("https://doi.org/"),
        "url": data.url,
        "license": data.license,
        "keywords": data.keywords,
        "references": _different(map(_cff, sources)),
    }
    return yaml({name: value for name, value in fields.items() if value})


def _different(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items without repeats: two sources can look alike in a style that has no place for their ids."""
    return list({_scalar(item): item for item in items}.values())


def _cff(one: Reference) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type": TYPES[one.kind][3],
        "title": one.title,
        "authors": [{"name": name} for name in one.names],
        "publisher": {"name": one.publisher},
        "date-published": "-".join(one.date) if len(one.date) > 2 else "",
        "year": int(one.date[0]) if one.date else "",
        "month": int(one.date[1]) if len(one.date) > 1 else "",
        "url": one.url,
        "date-accessed": one.accessed,
    }
    return {name: value for name, value in fields.items() if value}


def yaml(value: Any, indent: str = "") -> str:
    """Return dicts, lists, texts and whole numbers as YAML; each text in the quotes that JSON and YAML share."""
    lines = []
    for name, item in value.items():
        if isinstance(item, dict):
            lines += [f"{indent}{name}:", yaml(item, indent + "  ").rstrip("\n")]
        elif isinstance(item, list):
            lines.append(f"{indent}{name}:")
            for one in item:
                block = (
                    yaml(one, indent + "    ").rstrip("\n").lstrip()
                    if isinstance(one, dict)
                    else _scalar(one)
                )
                lines.append(f"{indent}  - {block}")
        else:
            lines.append(f"{indent}{name}: {_scalar(item)}")
    return "\n".join(lines) + "\n"


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def datacite(data: Reference | None, sources: list[Reference]) -> str:
    """Return DataCite metadata (4.5) of the data, its sources as related items; of sources alone, those items."""
    items = _different(map(_related, sources))
    if data is None:
        return _json(items)
    fields: dict[str, Any] = {
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data set"},
        "creators": [{"name": name, "nameType": "Organizational"} for name in data.names],
        "titles": [{"title": data.title, "lang": "en"}],
        "publisher": {"name": data.publisher},
        "publicationYear": data.date[0],
        "dates": [{"date": "-".join(data.date), "dateType": "Issued"}],
        "doi": data.doi.removeprefix("https://doi.org/"),
        "url": data.url,
        "language": "en",
        "subjects": [{"subject": word} for word in data.keywords],
        "version": data.version,
        "rightsList": [{"rightsIdentifier": data.license, "rightsIdentifierScheme": "SPDX"}]
        if data.license
        else [],
        "descriptions": [
            {"description": words, "descriptionType": kind}
            for words, kind in ((data.abstract, "Abstract"), (data.note, "TechnicalInfo"))
            if words
        ],
        "relatedItems": items,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    return _json({name: value for name, value in fields.items() if value})


def _related(one: Reference) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "relatedItemType": TYPES[one.kind][4],
        "relationType": "IsDerivedFrom",
        "titles": [{"title": one.title}],
        "creators": [{"name": name} for name in one.names],
        "publicationYear": one.date[0] if one.date else "",
        "publisher": one.publisher,
        "relatedItemIdentifier": {
            "relatedItemIdentifier": one.url,
            "relatedItemIdentifierType": "URL",
        }
        if one.url
        else {},
    }
    return {name: value for name, value in fields.items() if value}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


STYLES: dict[str, Writer] = {
    "text": text,
    "bibtex": bibtex,
    "csl-json": csl_json,
    "ris": ris,
    "cff": cff,
    "datacite": datacite,
}
