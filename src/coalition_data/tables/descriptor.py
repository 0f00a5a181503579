"""Find the data and read its descriptor, datapackage.json: the one truth on structure."""

from __future__ import annotations

import os

from coalition_data.tables import jsonfile
from coalition_data.tables.problem import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Bound = float | str

FILENAME = "datapackage.json"
# As many columns as are read of a file.
MOST_FIELDS = 2000
MOST_TABLES = 1000
# Of a table: unique keys, and foreign keys.
MOST_KEYS = 100
LONGEST_NAME = 200
# What Stata holds in two bytes.
LARGEST_CODE = 32_000
TYPES = ("string", "integer", "number", "date")
# What to do about the standard's other types; `any` and no type at all are text.
_OTHER_TYPES = {
    "boolean": 'make it a string with the enum ["true", "false"]',
    "year": "make it an integer",
    "object": "make it a string, or a table of its own",
    "array": "make it a string, or a table of its own",
    "list": "make it a string, or a table of its own",
    "geojson": "make it a string, or a table of its own",
    **dict.fromkeys(
        ("datetime", "time", "yearmonth", "duration", "geopoint"),
        "make it a string, with a pattern for its form",
    ),
}
CONSTRAINTS = "required unique enum pattern minimum maximum minLength maxLength".split()
_OTHER_CONSTRAINTS = {
    "exclusiveMinimum": "use minimum; for integers it is the next one up",
    "exclusiveMaximum": "use maximum; for integers it is the next one down",
    "jsonSchema": "delete it",
}
# The properties that are read, or that don't change what a cell means.
FIELD_KEYS = (
    "name type title description example constraints categories missingValues rdfType".split()
)
SCHEMA_KEYS = (
    "$schema fields missingValues primaryKey foreignKeys uniqueKeys title description".split()
)
# Properties that may say what they say anyway, and the way out if they say something else.
_FIELD_FIXED = {
    "format": ("default", "leave it out: dates are YYYY-MM-DD, and a pattern gives a text's form"),
    "decimalChar": (".", "write numbers with a point, and leave it out"),
    "groupChar": ("", "write digits without groups, and leave it out"),
    "bareNumber": (True, "write the number alone, and leave it out"),
    "categoriesOrdered": (False, "leave it out"),
}
_SCHEMA_FIXED = {"fieldsMatch": ("exact", "name all columns in the file's order, and leave it out")}
_DIALECT_FIXED: dict[str, tuple[Any, ...]] = {
    "header": (True,),
    "headerRows": ([1],),
    "headerJoin": (" ",),
    "delimiter": (",",),
    "lineTerminator": ("\n", "\r\n"),
    "quoteChar": ('"',),
    "doubleQuote": (True,),
    "skipInitialSpace": (False,),
}
_RESOURCE_FIXED = {
    "format": ("csv",),
    "mediatype": ("text/csv",),
    "encoding": ("utf-8", "utf8", "UTF-8", "UTF8"),
    "type": ("table",),
}
_LONGEST_SHOWN = 60
# Our own property of a package: it has all claims of each of its meetings.
WHOLE_MEETINGS = "wholeMeetings"
# What the package says of itself: texts, lists of texts and lists of objects.
_PACKAGE_TEXTS = "name id title description homepage image version created".split()
_PACKAGE_LISTS = {"keywords": str, "licenses": dict, "contributors": dict, "sources": dict}


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
        return plain(f"{FILENAME}: {place}{self.message}; {self.todo}")


class OutsideError(ValueError):
    """A table's file is a link that leaves the folder; `problem` says so."""

    def __init__(self, file: str) -> None:
        from coalition_data.tables.problem import Problem

        message, todo = "the file is a link that leaves the folder", "put the file itself there"
        self.problem = Problem(file, 0, "", "outside-folder", message, todo)
        super().__init__(str(self.problem))


class Field:
    """One column: `name`, `type`, and its constraints as attributes (None or False if absent).

    Bounds of a date are texts, as its cells are. `codes` has for each value of a closed list the
    number that stands for it where texts can't.
    """

    def __init__(self, raw: dict[str, Any], where: str) -> None:
        self.name = _require_name(raw, where)
        here = f"{where}.{self.name}"
        self.type = _read_type(raw, here)
        rest = _take_fixed(raw, _FIELD_FIXED, here)
        _refuse_unknown(rest, FIELD_KEYS, here, "property")
        _refuse_missing_values(raw, here)
        self.title = _optional_text(raw, "title", self.name, here)
        self.description = _optional_text(raw, "description", "", here)
        found = _require_object(raw.get("constraints", {}), f"{here}.constraints")
        _refuse_unknown(found, CONSTRAINTS, here, "constraint")
        self.required = _require_flag(found, "required", here)
        self.unique = _require_flag(found, "unique", here)
        self.enum: list[str] | None = found.get("enum")
        self.pattern: str | None = found.get("pattern")
        self.minimum = _read_bound(found, "minimum", self.type, here)
        self.maximum = _read_bound(found, "maximum", self.type, here)
        self.min_length: int | None = found.get("minLength")
        self.max_length: int | None = found.get("maxLength")
        is_string = raw.get("type", "string") == "string"
        self._check_constraints(is_string, here)
        self.categories = _read_categories(raw, is_string, here)
        if self.categories:
            self._limit_to_categories(here)
        self.codes = _read_codes(raw, self.enum or [], here)

    def _check_constraints(self, is_string: bool, here: str) -> None:
        """Refuse a constraint that makes no sense, or that other readers would take differently.

        `is_string`: a field of type any is text but no string. Without a type it is a string in the
        standard's first version.
        """
        is_text = self.type == "string"
        if self.enum is not None and not (is_text and _are_different_texts(self.enum)):
            todo = 'write it as ["a", "b"], or make the type string'
            message = "enum must be a list of different texts on a string field"
            raise DescriptorError(message, todo, here)
        # pattern.py compiles patterns where they are used: doing it here would slow every start.
        if self.pattern is not None and not (is_string and isinstance(self.pattern, str)):
            todo = "write a regular expression in quotation marks, or make the type string"
            raise DescriptorError("a pattern must be a text on a string field", todo, here)
        for length in (self.min_length, self.max_length):
            if length is not None and not (is_string and type(length) is int):
                todo = "write an integer, or use minimum and maximum for numbers"
                message = "minLength and maxLength must be integers on a string field"
                raise DescriptorError(message, todo, here)

    def _limit_to_categories(self, here: str) -> None:
        """Let the categories be the enum, as they allow no other value either."""
        if self.enum is None:
            self.enum = list(self.categories)
        for value in self.enum:
            if value not in self.categories:
                message = f'enum has "{value}", which categories don\'t have'
                raise DescriptorError(message, "add it there, or delete it here", here)

    def __repr__(self) -> str:
        return f"<Field {self.name}: {self.type}>"


class Table:
    """One resource: `name`, `path`, `title`, `description`, `fields`, `key`, `foreign`, `unique`.

    `key` is the column of the primary key; `foreign` maps a column to the (table, column) that it
    leads to; `unique` lists groups of columns whose values no two rows share.
    """

    def __init__(self, raw: dict[str, Any]) -> None:
        self.name = _require_file_name(raw, "resource")
        self.path = _read_path(raw, self.name)
        self.title = _optional_text(raw, "title", self.name, self.name)
        self.description = _optional_text(raw, "description", "", self.name)
        for name, allowed in _RESOURCE_FIXED.items():
            if raw.get(name, allowed[0]) not in allowed:
                message = f"{name} {_show(raw[name])} isn't read here"
                raise DescriptorError(message, f"use {allowed[0]}", self.name)
        _refuse_dialect(raw.get("dialect", {}), self.name)
        if isinstance(raw.get("schema"), str):
            todo = f"write the schema itself into {FILENAME}"
            raise DescriptorError("a schema in another file isn't read here", todo, self.name)
        if "schema" not in raw:
            todo = 'write "schema": {"fields": […], "primaryKey": "…"}'
            raise DescriptorError("the schema is missing", todo, self.name)
        schema = _require_object(raw["schema"], f"{self.name}.schema")
        rest = _take_fixed(schema, _SCHEMA_FIXED, self.name)
        _refuse_unknown(rest, SCHEMA_KEYS, self.name, "schema property")
        _refuse_missing_values(schema, self.name)
        fields = _require_list(schema.get("fields"), f"{self.name}.fields", MOST_FIELDS)
        self.fields = [Field(_require_object(f, f"{self.name}.fields"), self.name) for f in fields]
        self.names = [field.name for field in self.fields]
        if len(set(self.names)) != len(self.names):
            raise DescriptorError("two fields have one name", "rename one", self.name)
        self._read_keys(schema)
        self._refuse_numbers_as_keys()

    def _read_keys(self, schema: dict[str, Any]) -> None:
        primary = _read_columns(schema.get("primaryKey", []), self.name, self.names)
        if len(primary) != 1:
            todo = 'write "primaryKey": "…", with a column that has another value in each row'
            raise DescriptorError("the primary key must be one column", todo, self.name)
        self.key = primary[0]
        groups = _optional_list(schema, "uniqueKeys", self.name, MOST_KEYS)
        self.unique = [_read_columns(group, self.name, self.names) for group in groups]
        if [] in self.unique:
            todo = "name the columns that are unique together, or delete it"
            raise DescriptorError("a unique key is empty", todo, self.name)
        self.foreign: dict[str, tuple[str, str]] = {}
        here = f"{self.name}.foreignKeys"
        keys = schema.get("foreignKeys", [])
        for raw in keys and _require_list(keys, here, MOST_KEYS):
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
    """A descriptor that was read: `folder`, `raw` (the JSON), `version`, `tables` by name.

    `is_installed`: it is ours, and its files may be links, as some installers make them.
    `has_whole_meetings`: it says that it has all claims of each of its meetings.
    """

    def __init__(self, folder: str, raw: dict[str, Any], is_installed: bool = False) -> None:
        self.folder = folder
        self.is_installed = is_installed
        self.raw = raw
        _check_package_texts(raw)
        self.version: str = raw.get("version", "")
        self.has_whole_meetings = _read_flag(raw, WHOLE_MEETINGS)
        resources = _require_list(raw.get("resources"), "resources", MOST_TABLES)
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
            from coalition_data.tables import suggestion

            near = suggestion.find_nearest(name, self.tables)
            hint = f"did you mean {near}? There are" if near else "there are"
            raise KeyError(f'no table "{name}"; {hint} {", ".join(self.tables)}')
        return self.tables[name]

    def file(self, name: str) -> str:
        """Return the path of the CSV file of table `name`, to read or to write it.

        Raises OutsideError for a link that leaves the folder.
        """
        table = self.table(name)
        path = os.path.join(self.folder, *table.path.split("/"))
        if not self.is_installed and not is_inside(path, self.folder):
            raise OutsideError(table.path)
        return path

    def __repr__(self) -> str:
        return f"<Package {self.version} in {self.folder}>"


def is_inside(path: str, folder: str) -> bool:
    """Return whether `path` is in the folder, and no link on the way leaves it."""
    return os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))


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
    is_installed = folder is None
    folder = home() if folder is None else os.fspath(folder)
    path = os.path.join(folder, FILENAME)
    if not os.path.isfile(path):
        message = f"no {FILENAME} in {folder}: name a folder that has one beside its tables"
        raise FileNotFoundError(message)
    try:
        raw = jsonfile.read(path)
    except jsonfile.JsonError as error:
        raise DescriptorError(error.message, error.todo, error.where, error.line) from None
    return Package(folder, _require_object(raw, "package"), is_installed)


def version() -> str:
    """Return the version of the installed data, without checking the rest of the descriptor."""
    return str(jsonfile.read(os.path.join(home(), FILENAME))["version"])


def _check_package_texts(raw: dict[str, Any]) -> None:
    """Refuse what the package says of itself in another form than the standard's."""
    for key in _PACKAGE_TEXTS:
        _optional_text(raw, key, "", "")
    if "created" in raw and not _begins_with_day(raw["created"]):
        todo = 'write "created": "2015-01-22T10:00:00Z", or leave it out'
        raise DescriptorError("created must be a date and time", todo)
    for key, kind in _PACKAGE_LISTS.items():
        found = raw.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, kind) for one in found):
            form = '["…"]' if kind is str else "[{…}]"
            words = "texts" if kind is str else "objects"
            raise DescriptorError(f"{key} must be a list of {words}", f'write "{key}": {form}')


def _read_flag(raw: dict[str, Any], key: str) -> bool:
    """Return a property that is true or false; it is false where it isn't there."""
    found = raw.get(key, False)
    if not isinstance(found, bool):
        raise DescriptorError(f"{key} must be true or false", f'write "{key}": true')
    return found


def _begins_with_day(text: str) -> bool:
    """Return whether a text begins with YYYY-MM-DD."""
    year, month, day = text[:4], text[5:7], text[8:10]
    digits = f"{year}{month}{day}"
    if not (digits.isascii() and digits.isdigit() and text[:10] == f"{year}-{month}-{day}"):
        return False
    if "01" <= month <= "12" and "01" <= day <= "28" and year != "0000":
        # To import datetime for every start would take longer than the rest of the descriptor.
        return len(digits) == len("YYYYMMDD")
    import datetime

    try:
        datetime.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _require_text(raw: dict[str, Any], key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value:
        raise DescriptorError(f"{key} must be a text", f'write "{key}": "…"', where)
    return value


def _optional_text(raw: dict[str, Any], key: str, default: str, where: str) -> str:
    value = raw.get(key, default)
    if not isinstance(value, str):
        raise DescriptorError(
            f"{key} must be a text", f'write "{key}": "…", or leave it out', where
        )
    return value


def _require_name(raw: dict[str, Any], where: str) -> str:
    """Return a name, as canonical a text as a cell is."""
    name = _require_text(raw, "name", where)
    if len(name) > LONGEST_NAME:
        message = f"a name has {len(name)} characters; at most {LONGEST_NAME} are read"
        raise DescriptorError(message, "shorten it", where)
    is_plain = name.isascii()
    if not is_plain:
        import unicodedata

        is_plain = unicodedata.is_normalized("NFC", name)
    if not (is_plain and name.isprintable() and " ".join(name.split()) == name):
        todo = "write it in one line, with single plain spaces, and letters composed (NFC)"
        raise DescriptorError(f"the name {_show(name)} isn't plain text", todo, where)
    return name


def _require_file_name(raw: dict[str, Any], where: str) -> str:
    """Return a name that files can be called by, as exports call them."""
    name = _require_name(raw, where)
    if "/" in name or "\\" in name or name in (".", ".."):
        todo = "use lowercase letters, digits and . - _"
        raise DescriptorError(f'no file can be called "{name}"', todo, where)
    return name


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


def _require_list(raw: Any, where: str, most: int = 0) -> list[Any]:
    """Return a list of at least one item; of `most` items, if that isn't 0."""
    if not isinstance(raw, list) or not raw:
        raise DescriptorError("a list was expected", "write a list of at least one item", where)
    if most and len(raw) > most:
        message = f"the list has {len(raw)} items; at most {most} are read"
        raise DescriptorError(message, "shorten it", where)
    return raw


def _optional_list(raw: dict[str, Any], key: str, where: str, most: int = 0) -> list[Any]:
    return _require_list(raw[key], f"{where}.{key}", most) if key in raw else []


def _are_different_texts(raw: Any) -> bool:
    if not isinstance(raw, list) or not raw:
        return False
    return all(isinstance(value, str) for value in raw) and len(set(raw)) == len(raw)


def _show(value: Any) -> str:
    """Return a value of the descriptor as JSON, shortened."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _refuse_unknown(raw: dict[str, Any], known: list[str], where: str, word: str) -> None:
    """Refuse properties that could mean something; a colon marks those that are others' own."""
    for key, value in raw.items():
        if key in known and value is None:
            todo = "give it a value, or leave it out"
            raise DescriptorError(f'{word} "{key}" is null', todo, where)
        is_constraint = word == "constraint"
        if key not in known and (is_constraint or ":" not in key):
            own = "" if is_constraint else f'write it as a note of your own, "my:{key}", '
            todo = f"delete it, {own}or use one of {', '.join(known)}"
            if is_constraint:
                todo = _OTHER_CONSTRAINTS.get(key, todo)
            raise DescriptorError(f'{word} "{key}" isn\'t read here', todo, where)


def _take_fixed(
    raw: dict[str, Any], fixed: dict[str, tuple[Any, str]], where: str
) -> dict[str, Any]:
    """Refuse a property that says something else than its absence does; return the others."""
    for key, (allowed, todo) in fixed.items():
        found = raw.get(key, allowed)
        if key == "format" and isinstance(found, str):
            # As the standard's first version wrote it.
            found = found.removeprefix("fmt:")
        # True == 1, but not in JSON.
        if found != allowed or type(found) is not type(allowed):
            raise DescriptorError(f"{key} {_show(raw[key])} isn't read here", todo, where)
    return {key: value for key, value in raw.items() if key not in fixed}


def _refuse_missing_values(raw: dict[str, Any], where: str) -> None:
    """Refuse missing values other than the empty cell, in either of the standard's two forms."""
    found = raw.get("missingValues", [""])
    if isinstance(found, list):
        found = [one.get("value") if isinstance(one, dict) else one for one in found]
    if found != [""]:
        todo = 'set missingValues to [""], and leave cells empty'
        raise DescriptorError("only the empty cell can mean missing", todo, where)


def _refuse_dialect(found: Any, where: str) -> None:
    """Refuse a dialect other than the standard's own."""
    if isinstance(found, str):
        todo = "write plain comma-separated CSV, and leave it out"
        raise DescriptorError("a dialect in another file isn't read here", todo, where)
    for key, value in _require_object(found, f"{where}.dialect").items():
        allowed = _DIALECT_FIXED.get(key, ())
        is_alike = any(value == one and type(value) is type(one) for one in allowed)
        if not is_alike and key != "$schema":
            todo = "write plain comma-separated CSV, and leave it out"
            message = f"a dialect isn't read here that has {key} {_show(value)}"
            raise DescriptorError(message, todo, where)


def _read_type(raw: dict[str, Any], here: str) -> str:
    found = raw.get("type", "any")
    if found == "any":
        return "string"
    if not isinstance(found, str) or found not in TYPES:
        todo = f"use one of {', '.join(TYPES)}"
        if isinstance(found, str):
            todo = _OTHER_TYPES.get(found, todo)
        raise DescriptorError(f"type {_show(found)} isn't read here", todo, here)
    return found


def _read_bound(found: dict[str, Any], key: str, kind: str, here: str) -> Bound | None:
    """Return a minimum or maximum, which the standard also lets be a text, as a cell has it."""
    raw = found.get(key)
    if raw is None:
        return None
    if kind == "string":
        todo = "use minLength and maxLength for text"
        raise DescriptorError(f"{key} isn't for a string field", todo, here)
    bound = _convert_bound(raw, kind)
    if bound is None:
        form = {"integer": "an integer", "number": "a number", "date": 'a date, as "2015-01-22"'}
        todo = f"write {form[kind]}"
        raise DescriptorError(f"{key} {_show(raw)} can't be compared with this type", todo, here)
    return bound


def _convert_bound(raw: Any, kind: str) -> Bound | None:
    """Return a bound in the form that cells of this type are compared in; None if it has none."""
    if kind == "date":
        import datetime

        try:
            return raw if datetime.date.fromisoformat(raw).isoformat() == raw else None
        except (TypeError, ValueError):
            return None
    if isinstance(raw, str) and raw.isascii() and raw.strip("-.0123456789") == "":
        try:
            raw = float(raw) if kind == "number" or "." in raw else int(raw)
        except ValueError:
            return None
    if type(raw) is float and kind == "integer" and raw.is_integer():
        raw = int(raw)
    is_right = type(raw) is int or (type(raw) is float and kind == "number")
    return raw if is_right and abs(raw) != float("inf") else None


def _read_categories(raw: dict[str, Any], is_string: bool, here: str) -> dict[str, str]:
    """Return the label of each category, blank if it has none."""
    found = {}
    listed = _optional_list(raw, "categories", here)
    for one in listed:
        value, label = one, ""
        if isinstance(one, dict):
            value = one.get("value")
            label = _optional_text(one, "label", "", f"{here}.categories")
        if not isinstance(value, str) or not is_string:
            todo = 'write each as "a" or {"value": "a", "label": "…"}, or make the type string'
            message = "categories must be texts on a string field"
            raise DescriptorError(message, todo, here)
        found[value] = label
    labels = [label for label in found.values() if label]
    if len(found) < len(listed) or len(set(labels)) < len(labels):
        todo = "delete the repeats"
        raise DescriptorError("two categories have one value, or one label", todo, here)
    return found


def _read_codes(raw: dict[str, Any], values: list[str], here: str) -> dict[str, int]:
    """Return the `code` that each category has; where none has one, its place in the list."""
    listed = [one for one in raw.get("categories") or [] if isinstance(one, dict) and "code" in one]
    if not listed:
        return {value: place for place, value in enumerate(values, 1)}
    found = {one["value"]: one["code"] for one in listed}
    numbers = [n for n in found.values() if type(n) is int and 0 < n <= LARGEST_CODE]
    if len(set(numbers)) < len(found) or not set(values) <= set(found):
        todo = f"give each category an integer from 1 to {LARGEST_CODE} of its own"
        raise DescriptorError("the codes of categories aren't whole and different", todo, here)
    return found


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


def _read_path(raw: dict[str, Any], where: str) -> str:
    """Return the path of a table's file, without the `.` that lead nowhere.

    Refuse one that leaves the folder, is hidden, or would have to be fetched.
    """
    if "data" in raw or "url" in raw:
        todo = 'save it as a CSV file, and write "path": "…"'
        raise DescriptorError("data in the descriptor or elsewhere isn't read here", todo, where)
    path = raw.get("path")
    if isinstance(path, list) and len(path) != 1:
        todo = "put the rows into one file, and name it"
        raise DescriptorError("a table of several files isn't read here", todo, where)
    path = _require_text({"path": path[0] if isinstance(path, list) else path}, "path", where)
    parts = [part for part in path.split("/") if part != "."]
    if "://" in path or path.startswith("/") or ".." in parts:
        todo = "use a relative path inside the folder"
        raise DescriptorError(f'path "{path}" leaves the folder', todo, where)
    if not path.isprintable() or "\\" in path or ":" in path:
        todo = "rename the file, and write folders with /"
        raise DescriptorError(f'path "{path}" isn\'t one on every system', todo, where)
    if not parts or "" in parts:
        todo = "name a file inside the folder"
        raise DescriptorError(f'path "{path}" names no file', todo, where)
    if not parts[-1].lower().endswith(".csv"):
        # Readers tell the format by the ending, web servers and browsers too.
        todo = "save the table as CSV, in a file whose name ends in .csv"
        raise DescriptorError(f'path "{path}" isn\'t a CSV file', todo, where)
    if any(part.startswith(".") for part in parts[:-1]):
        todo = "move the file, or rename its folder"
        raise DescriptorError(f'path "{path}" leads through a hidden folder', todo, where)
    return "/".join(parts)
