"""Find the data and read its descriptor, datapackage.json: the one truth on structure."""

from __future__ import annotations

import os

from coalition_data.tables import jsonfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILENAME = "datapackage.json"
TYPES = ("string", "integer", "number", "date")
CONSTRAINTS = "required unique enum pattern minimum maximum minLength maxLength".split()
# The properties that are read, or that don't change what a cell means.
FIELD_KEYS = "name type title description example constraints categories rdfType".split()
SCHEMA_KEYS = (
    "$schema fields missingValues primaryKey foreignKeys uniqueKeys title description".split()
)
RESOURCE_FIXED = {"format": ("csv",), "encoding": ("utf-8", "utf8", "UTF-8"), "type": ("table",)}


class DescriptorError(ValueError):
    """The descriptor can't be used; `where` names the place inside it, `todo` what to do."""

    def __init__(self, message: str, todo: str, where: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.todo = todo
        self.where = where
        self.line = line

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{FILENAME}: {place}{self.message}; {self.todo}"


class Field:
    """One column: `name`, `type`, and its constraints as attributes (None or False if absent)."""

    def __init__(self, raw: dict[str, Any], where: str) -> None:
        self.name = _require_text(raw, "name", where)
        here = f"{where}.{self.name}"
        _refuse_unknown(raw, FIELD_KEYS, here, "property")
        self.type = _require_text(raw, "type", here)
        if self.type not in TYPES:
            todo = f"use one of {', '.join(TYPES)}"
            raise DescriptorError(f'unknown type "{self.type}"', todo, here)
        self.title: str = raw.get("title", self.name)
        self.description: str = raw.get("description", "")
        found = _require_object(raw.get("constraints", {}), f"{here}.constraints")
        _refuse_unknown(found, CONSTRAINTS, here, "constraint")
        self.required = _require_flag(found, "required", here)
        self.unique = _require_flag(found, "unique", here)
        self.enum: list[str] | None = found.get("enum")
        self.pattern: str | None = found.get("pattern")
        self.minimum: float | None = found.get("minimum")
        self.maximum: float | None = found.get("maximum")
        self.min_length: int | None = found.get("minLength")
        self.max_length: int | None = found.get("maxLength")
        self.categories: dict[str, str] = {}
        for category in _optional_list(raw, "categories", here):
            labelled = _require_object(category, f"{here}.categories")
            self.categories[str(labelled.get("value"))] = str(labelled.get("label", ""))
        self._check_constraints(here)

    def _check_constraints(self, here: str) -> None:
        """Refuse a constraint that makes no sense, or that other readers would take differently."""
        is_text = self.type == "string"
        if self.enum is not None and not (is_text and _are_different_texts(self.enum)):
            todo = 'write it as ["a", "b"], or make the type string'
            message = "enum must be a list of different texts on a string field"
            raise DescriptorError(message, todo, here)
        # pattern.py compiles patterns where they are used: doing it here would slow every start.
        if self.pattern is not None and not (is_text and isinstance(self.pattern, str)):
            todo = "write a regular expression in quotation marks, or make the type string"
            raise DescriptorError("a pattern must be a text on a string field", todo, here)
        for bound in (self.minimum, self.maximum):
            if bound is not None and (is_text or type(bound) not in (int, float)):
                todo = "write it without quotation marks, or use minLength and maxLength for text"
                message = "minimum and maximum must be numbers on a number field"
                raise DescriptorError(message, todo, here)
        for length in (self.min_length, self.max_length):
            if length is not None and not (is_text and type(length) is int):
                todo = "write an integer, or use minimum and maximum for numbers"
                message = "minLength and maxLength must be integers on a string field"
                raise DescriptorError(message, todo, here)

    def __repr__(self) -> str:
        return f"<Field {self.name}: {self.type}>"


class Table:
    """One resource: `name`, `path`, `title`, `description`, `fields`, `key`, `foreign`, `unique`.

    `key` is the column of the primary key; `foreign` maps a column to the (table, column) that it
    leads to; `unique` lists groups of columns whose values no two rows share.
    """

    def __init__(self, raw: dict[str, Any]) -> None:
        self.name = _require_text(raw, "name", "resource")
        self.path = _require_inside(_require_text(raw, "path", self.name), self.name)
        self.title: str = raw.get("title", self.name)
        self.description: str = raw.get("description", "")
        for name, allowed in RESOURCE_FIXED.items():
            if raw.get(name, allowed[0]) not in allowed:
                message = f'{name} "{raw[name]}" isn\'t read here'
                raise DescriptorError(message, f"use {allowed[0]}", self.name)
        if "dialect" in raw:
            todo = "write plain comma-separated CSV"
            raise DescriptorError("a dialect isn't read here", todo, self.name)
        schema = _require_object(raw.get("schema"), f"{self.name}.schema")
        _refuse_unknown(schema, SCHEMA_KEYS, self.name, "schema property")
        if schema.get("missingValues", [""]) != [""]:
            todo = 'set missingValues to [""]'
            raise DescriptorError("only the empty cell can mean missing", todo, self.name)
        fields = _require_list(schema.get("fields"), f"{self.name}.fields")
        self.fields = [Field(_require_object(f, f"{self.name}.fields"), self.name) for f in fields]
        self.names = [field.name for field in self.fields]
        if len(set(self.names)) != len(self.names):
            raise DescriptorError("two fields have one name", "rename one", self.name)
        self._read_keys(schema)
        self._refuse_numbers_as_keys()

    def _read_keys(self, schema: dict[str, Any]) -> None:
        primary = _read_columns(schema.get("primaryKey"), self.name, self.names)
        if len(primary) != 1:
            todo = "name one column"
            raise DescriptorError("the primary key must be one column", todo, self.name)
        self.key = primary[0]
        groups = _optional_list(schema, "uniqueKeys", self.name)
        self.unique = [_read_columns(group, self.name, self.names) for group in groups]
        self.foreign: dict[str, tuple[str, str]] = {}
        here = f"{self.name}.foreignKeys"
        for raw in _optional_list(schema, "foreignKeys", self.name):
            reference = _require_object(_require_object(raw, here).get("reference"), here)
            mine = _read_columns(raw.get("fields"), self.name, self.names)
            theirs = _read_columns(reference.get("fields"), self.name)
            if len(mine) != 1 or len(theirs) != 1:
                todo = "name one column on each side"
                raise DescriptorError("a foreign key must be one column", todo, self.name)
            target = reference.get("resource", "")
            if not isinstance(target, str):
                todo = 'write the name of a table, or "" for this one'
                raise DescriptorError("a foreign key names a resource", todo, here)
            if mine[0] in self.foreign:
                todo = "delete all but one of them"
                raise DescriptorError(f'"{mine[0]}" has two foreign keys', todo, here)
            self.foreign[mine[0]] = (target or self.name, theirs[0])

    def _refuse_numbers_as_keys(self) -> None:
        """Refuse keys of type number: 1 and 1.0 are equal, and long ones exceed a float."""
        keys = {self.key, *self.foreign}.union(*self.unique)
        for field in self.fields:
            if field.type == "number" and (field.unique or field.name in keys):
                where = f"{self.name}.{field.name}"
                todo = "make it a string or an integer"
                raise DescriptorError("a number can't be unique or a key", todo, where)

    def field(self, name: str) -> Field:
        """Return the field called `name`; KeyError lists the names that would have worked."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f'no column "{name}" in {self.name}; it has {", ".join(self.names)}')

    def __repr__(self) -> str:
        return f"<Table {self.name}: {', '.join(self.names)}>"


class Package:
    """A descriptor that was read: `folder`, `raw` (the JSON), `version`, `tables` by name."""

    def __init__(self, folder: str, raw: dict[str, Any]) -> None:
        self.folder = folder
        self.raw = raw
        self.version = str(raw.get("version", ""))
        resources = _require_list(raw.get("resources"), "resources")
        tables = [Table(_require_object(resource, "resources")) for resource in resources]
        self.tables = {table.name: table for table in tables}
        if len(self.tables) != len(tables):
            raise DescriptorError("two resources have one name", "rename one")
        for table in tables:
            for column, (target, name) in table.foreign.items():
                self._check_target(table, column, target, name)

    def _check_target(self, table: Table, column: str, target: str, name: str) -> None:
        where = f"{table.name}.{column}"
        message = f"foreign key leads to {target}.{name}"
        if target not in self.tables:
            todo = f"name one of {', '.join(self.tables)}"
            raise DescriptorError(f"{message}, which isn't there", todo, where)
        other = self.tables[target]
        if name not in other.names:
            todo = f"name one of {', '.join(other.names)}"
            raise DescriptorError(f"{message}, which isn't there", todo, where)
        if table.field(column).type != other.field(name).type:
            todo = "give both one type"
            raise DescriptorError(f"{message}, which has another type", todo, where)

    def table(self, name: str) -> Table:
        """Return the table called `name`; KeyError lists the names that would have worked."""
        if name not in self.tables:
            import difflib

            near = difflib.get_close_matches(name, self.tables, n=1)
            hint = f"did you mean {near[0]}? There are" if near else "there are"
            raise KeyError(f'no table "{name}"; {hint} {", ".join(self.tables)}')
        return self.tables[name]

    def file(self, name: str) -> str:
        """Return the path of the CSV file of table `name`."""
        return os.path.join(self.folder, *self.table(name).path.split("/"))

    def contains(self, path: str) -> bool:
        """Return whether the file at `path` is in the folder, and not a link that leaves it."""
        return os.path.realpath(path).startswith(os.path.realpath(self.folder) + os.sep)

    def __repr__(self) -> str:
        return f"<Package {self.version} in {self.folder}>"


def home() -> str:
    """Return the folder that holds the data of this installation.

    In a wheel it is `_data` inside the package, in a checkout the root of the repository. Raises
    FileNotFoundError, which names both paths, if neither has a descriptor.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(here, "_data")
    root = os.path.dirname(os.path.dirname(here))
    for folder in (inside, root):
        if os.path.isfile(os.path.join(folder, FILENAME)):
            return folder
    message = f"no {FILENAME} in {inside} nor in {root}: install coalition-data again"
    raise FileNotFoundError(message)


def read(folder: str | os.PathLike[str] | None = None) -> Package:
    """Return the Package whose descriptor is in `folder` (default: the installed data).

    Raises FileNotFoundError if there is none, DescriptorError if it can't be used.
    """
    folder = home() if folder is None else os.fspath(folder)
    path = os.path.join(folder, FILENAME)
    if not os.path.isfile(path):
        message = f"no {FILENAME} in {folder}: name a folder that has one beside its tables"
        raise FileNotFoundError(message)
    try:
        raw = jsonfile.read(path)
    except jsonfile.JsonError as error:
        raise DescriptorError(error.message, error.todo, error.where, error.line) from None
    return Package(folder, _require_object(raw, "package"))


def version() -> str:
    """Return the version of the installed data, without checking the rest of the descriptor."""
    return str(jsonfile.read(os.path.join(home(), FILENAME))["version"])


def _require_text(raw: dict[str, Any], key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value:
        raise DescriptorError(f"{key} must be a text", f'write "{key}": "…"', where)
    return value


def _require_flag(raw: dict[str, Any], key: str, where: str) -> bool:
    value = raw.get(key, False)
    if not isinstance(value, bool):
        todo = "write true or false without quotation marks"
        raise DescriptorError(f"{key} must be true or false", todo, where)
    return value


def _require_object(raw: Any, where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise DescriptorError("an object was expected", 'write {"…": …} here', where)
    return raw


def _require_list(raw: Any, where: str) -> list[Any]:
    if not isinstance(raw, list) or not raw:
        raise DescriptorError("a list was expected", "write a list of at least one item", where)
    return raw


def _optional_list(raw: dict[str, Any], key: str, where: str) -> list[Any]:
    return _require_list(raw[key], f"{where}.{key}") if key in raw else []


def _are_different_texts(raw: Any) -> bool:
    if not isinstance(raw, list) or not raw:
        return False
    return all(isinstance(value, str) for value in raw) and len(set(raw)) == len(raw)


def _refuse_unknown(raw: dict[str, Any], known: list[str], where: str, word: str) -> None:
    for key in raw:
        if key not in known:
            todo = f"delete it, or use one of {', '.join(known)}"
            raise DescriptorError(f'unknown {word} "{key}"', todo, where)


def _read_columns(raw: Any, where: str, known: list[str] | None = None) -> list[str]:
    """Return a key's columns as a list: the standard allows one name or several."""
    columns = [raw] if isinstance(raw, str) else raw
    if not isinstance(columns, list) or not all(isinstance(column, str) for column in columns):
        todo = 'write the name of a column, such as "id"'
        raise DescriptorError("a key must name columns", todo, where)
    for column in columns:
        if known is not None and column not in known:
            message = f'a key names the column "{column}", which isn\'t there'
            raise DescriptorError(message, f"name one of {', '.join(known)}", where)
    return columns


def _require_inside(path: str, where: str) -> str:
    """Return `path`; refuse one that leaves the folder, or that would have to be fetched."""
    is_odd = not path.isprintable() or "\\" in path or ":" in path
    if is_odd or any(part in ("", ".", "..") for part in path.split("/")):
        todo = "use a relative path inside the folder"
        raise DescriptorError(f'path "{path}" leaves the folder', todo, where)
    return path
