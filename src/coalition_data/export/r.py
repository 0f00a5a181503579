"""An R source package: data frames with a help page each, the panels, a citation and a vignette."""

from __future__ import annotations

import os
import re

from coalition_data.analysis import panel
from coalition_data.export import limits, rdata
from coalition_data.releases import fingerprints
from coalition_data.tables import descriptor, panels
from coalition_data.tables.problem import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import pyarrow as pa

VIGNETTE = os.path.join(os.path.dirname(__file__), "vignette.Rmd")
# What R takes for a name, and its own words.
NAME = re.compile(r"[A-Za-z][A-Za-z0-9._]*")
RESERVED = set(
    "if else repeat while function for next break in TRUE FALSE NULL Inf NaN NA NA_integer_ "
    "NA_real_ NA_complex_ NA_character_".split()
)
# R asks for an address and the descriptor may have none. Nothing can ever be at one of .invalid.
NO_ADDRESS = "no-address@none.invalid"
OTHER = "export to parquet or csv"


def make(package: descriptor.Package, path: str, to: str) -> dict[str, bytes]:
    """Return the files of an R source package in the folder `path`.

    It has each table, and each panel as `panel_state_year` where the package has what it is made
    of, as a data frame. Raises ValueError for a name or cell that R can't hold.
    """
    name = _name_package(package)
    tables = dict(package.tables)
    rows = {table: limits.read_rows(package, table) for table in tables}
    has_panels = panel.can_build(package)
    for unit in panels.list_units() if has_panels else ():
        table = panels.read_panel(package, unit)
        table.name = table.name.replace(":", "_").replace("-", "_")
        tables[table.name] = table
        rows[table.name] = panel.build(package, unit)
    limits.refuse_alike(tables, limits.fold_case, "tables", f"{limits.WITHOUT_CASE}: {OTHER}")
    files: dict[str, str | bytes] = {
        "DESCRIPTION": _describe_package(package, name, has_panels),
        "NAMESPACE": "# All it has are data frames.\n",
        "inst/CITATION": _write_citation(package),
    }
    if not _name_licence(package):
        files["LICENSE"] = _list_licences(package)
    for table in tables.values():
        _check(table, rows[table.name])
        files[f"data/{table.name}.rda"] = rdata.make_file(table.name, rows[table.name])
        files[f"man/{table.name}.Rd"] = _write_help(table, len(rows[table.name]))
    if has_panels:
        with open(VIGNETTE, encoding="utf-8") as file:
            files["vignettes/merging.Rmd"] = file.read().replace("PACKAGE", name)
    return {
        os.path.join(path, *file.split("/")): text.encode() if isinstance(text, str) else text
        for file, text in files.items()
    }


def _name_package(package: descriptor.Package) -> str:
    """Return the name without what R's names can't have: they are letters, digits and dots."""
    name = re.sub("[^A-Za-z0-9.]", "", str(package.raw.get("name", ""))).rstrip(".")
    return name if len(name) > 1 and name[0].isalpha() else f"data.{name or 'package'}"


def _check(table: descriptor.Table, rows: pa.Table) -> None:
    where = f'table "{plain(table.name)}"'
    if not NAME.fullmatch(table.name) or table.name in RESERVED:
        raise ValueError(f"{where} can't name a data frame of R: rename it, or {OTHER}")
    limits.check_file_name(f"{table.name}.rda", where, OTHER)
    limits.refuse_large_integers(table, rows, f"which R rounds: {OTHER}")
    for name in [*table.names, *(word for field in table.fields for word in field.enum or [])]:
        if "\0" in name:
            found = f'"{plain(name)}" has the character 0, which R can\'t hold'
            raise ValueError(f"{where}: {found}; {OTHER}")
    for field in table.fields:
        if field.type == "string":
            why = f"with the character 0, which R can't hold: {OTHER}"
            limits.refuse_cells(table, rows, field.name, _has_zero, why)


def _has_zero(text: str) -> bool:
    return "\0" in text


def _name_licence(package: descriptor.Package) -> str:
    """Return the licence by R's name for it; nothing for one that R may not know."""
    licences = package.raw.get("licenses") or [{}]
    name = str(licences[0].get("name", ""))
    is_known = len(licences) == 1 and re.fullmatch(r"CC-BY(-SA)?-4\.0|CC0-1\.0|MIT", name)
    if not is_known or name == "MIT":
        return ""
    return {"CC0-1.0": "CC0"}.get(name) or name.replace("CC-", "CC ").replace("-4", " 4")


def _list_licences(package: descriptor.Package) -> str:
    licences = package.raw.get("licenses") or []
    lines = [_join_words(one.get(key) for key in ("name", "title", "path")) for one in licences]
    return "\n".join([*lines, ""]) if lines else "No licence is given.\n"


def _join_words(words: Any) -> str:
    return ", ".join(str(word) for word in words if word)


def _list_creators(package: descriptor.Package) -> list[dict[str, Any]]:
    people = [one for one in package.raw.get("contributors") or [] if one.get("title")]
    return people or [{"title": f"the makers of {package.raw.get('name')}"}]


def _describe_package(package: descriptor.Package, name: str, has_panels: bool) -> str:
    raw = package.raw
    title = _put_on_line(raw.get("title") or raw["name"])
    creators = _list_creators(package)
    address = next((one["email"] for one in creators if one.get("email")), NO_ADDRESS)
    people = ", ".join(_put_on_line(one["title"]) for one in creators)
    created = limits.find_day(package).date()
    facts = {
        "Package": name,
        "Type": "Package",
        "Title": title,
        "Version": _number_version(package.version),
        "Date": created.isoformat(),
        "Author": people,
        "Maintainer": f"{_put_on_line(creators[0]['title'])} <{address}>",
        "Description": _put_on_line(raw.get("description") or title),
        "License": _name_licence(package) or "file LICENSE",
        "URL": _put_on_line(raw.get("homepage", "")),
        "Encoding": "UTF-8",
        "Depends": "R (>= 3.5.0)",
        "LazyData": "true",
        "LazyDataCompression": "xz",
        "Suggests": "knitr, markdown" if has_panels else "",
        "VignetteBuilder": "knitr" if has_panels else "",
    }
    return "".join(f"{field}: {value}\n" for field, value in facts.items() if value)


def _number_version(version: str) -> str:
    """Return a version as R has it: numbers with dots between."""
    numbers = re.findall("[0-9]+", version)[:3]
    return ".".join(numbers if len(numbers) > 1 else [*numbers, "0", "0"][:3])


def _put_on_line(text: str) -> str:
    return " ".join(plain(" ".join(str(text).split())).split())


def _write_citation(package: descriptor.Package) -> str:
    raw = package.raw
    people = ", ".join(f"person({_quote(one['title'])})" for one in _list_creators(package))
    doi = str(raw.get("id", ""))
    printed = fingerprints.of_package(package)
    facts = {
        "title": _quote(raw.get("title") or raw["name"]),
        "author": f"c({people})",
        "year": _quote(str(limits.find_day(package).year)),
        "note": _quote(f"Data set, version {package.version}, {printed}"),
        "url": _quote(raw["homepage"]) if raw.get("homepage") else "",
        "doi": _quote(doi.removeprefix("https://doi.org/")) if "doi.org/" in doi else "",
    }
    lines = "".join(f",\n  {name} = {value}" for name, value in facts.items() if value)
    return f'bibentry("Misc"{lines}\n)\n'


def _quote(text: str) -> str:
    """Return a text as a literal of R, in ASCII."""
    escaped = []
    for letter in _put_on_line(text):
        if letter in '"\\':
            escaped.append(f"\\{letter}")
        else:
            escaped.append(letter if letter.isascii() else f"\\U{ord(letter):08x}")
    return f'"{"".join(escaped)}"'


def _write_help(table: descriptor.Table, count: int) -> str:
    """Return the help page of a data frame."""
    items = []
    for field in table.fields:
        words = [field.title.rstrip(".") + ".", field.description]
        leads = table.foreign.get(field.name)
        if leads:
            words.append(f"Leads to {leads[0]}.")
        allowed = [f"{word} ({label})" if label else word for word, label in _list_levels(field)]
        if allowed:
            words.append(f"Levels: {', '.join(allowed)}.")
        told = _escape(_put_on_line(" ".join(filter(None, words))))
        items.append(f"    \\item{{\\code{{{_escape(plain(field.name))}}}}}{{{told}}}\n")
    title = _escape(_put_on_line(table.title))
    shape = f"A data frame with {count} rows and {len(table.names)} columns:"
    return (
        f"\\encoding{{UTF-8}}\n\\name{{{table.name}}}\n\\alias{{{table.name}}}\n\\docType{{data}}\n\\title{{{title}}}\n"
        f"\\description{{{_escape(_put_on_line(table.description or table.title))}}}\n"
        f"\\usage{{{table.name}}}\n"
        f"\\format{{\n  {shape}\n  \\describe{{\n{''.join(items)}  }}\n}}\n"
        "\\keyword{datasets}\n"
    )


def _list_levels(field: descriptor.Field) -> list[tuple[str, str]]:
    return [(word, field.categories.get(word, "")) for word in field.enum or []]


def _escape(text: str) -> str:
    """Return a text as R's help pages have it."""
    return re.sub(r"([\\%{}])", r"\\\1", text)
