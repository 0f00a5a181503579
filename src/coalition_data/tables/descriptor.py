"""Find the data and read its descriptor, datapackage.json: the one truth on structure."""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILENAME = "datapackage.json"
TYPES = ("string", "integer", "number", "date")
CONSTRAINTS = (
    "required",
    "unique",
    "enum",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
)
# What may stand beside them without changing what a cell means.
FIELD_KEYS = (
    "name",
    "type",
    "title",
    "description",
    "example",
    "constraints",
    "categories",
    "rdfType",
)
SCHEMA_KEYS = (
    "$schema",
    "fields",
    "missingValues",
    "primaryKey",
    "foreignKeys",
    "uniqueKeys",
    "title",
    "description",
)
RESOURCE_FIXED = {"format": ("csv",), "encoding": ("utf-8", "utf8", "UTF-8"), "type": ("table",)}


class DescriptorError(ValueError):
    """The descriptor can't be used; `where` names the place inside it, `todo` what to do."""

    def __init__(self, message: str, todo: str, where: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message, self.todo, self.where, self.line = message, todo, where, line

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{FILENAME}: {place}{self.message}; {self.todo}"


class Field:
    """One column: `name`, `type` and its constraints as attributes (None or False where there is none)."""

    def __init__(self, raw: dict[str, Any], where: str) -> None:
        self.name: str = _text(raw, "name", where)
        here = f"{where}.{self.name}"
        _closed(raw, FIELD_KEYS, here, "property")
        self.type: str = _text(raw, "type", here)
        if self.type not in TYPES:
            raise DescriptorError(
                f'unknown type "{self.type}"', f"use one of {', '.join(TYPES)}", here
            )
        self.title: str = raw.get("title", self.name)
        self.description: str = raw.get("description", "")
        rules = _mapping(raw.get("constraints", {}), here)
        _closed(rules, CONSTRAINTS, here, "constraint")
        self.required: bool = _flag(rules, "required", here)
        self.unique: bool = _flag(rules, "unique", here)
        self.enum: list[str] | None = rules.get("enum")
        self.pattern: str | None = rules.get("pattern")
        self.minimum: float | None = rules.get("minimum")
        self.maximum: float | None = rules.get("maximum")
        self.min_length: int | None = rules.get("minLength")
        self.max_length: int | None = rules.get("maxLength")
        labels = [
            _mapping(c, here) for c in _list(raw.get("categories", [None]), here) if c is not None
        ]
        self.categories: dict[str, str] = {
            str(c.get("value")): str(c.get("label", "")) for c in labels
        }
        self._check(here)

    def _check(self, here: str) -> None:
        """Refuse a constraint that can't be meant, or that we would read differently from others."""
        text = self.type == "string"
        if self.enum is not None and not (
            text
            and isinstance(self.enum, list)
            and all(isinstance(v, str) for v in self.enum)
            and 0 < len(self.enum) == len(set(self.enum))
        ):
            raise DescriptorError(
                "enum must be a list of different texts on a string field", "mend it", here
            )
        # Whether it can be read is seen where it is used (pattern.py): compiling all of them would slow every start.
        if self.pattern is not None and not (text and isinstance(self.pattern, str)):
            raise DescriptorError("a pattern must be a text on a string field", "mend it", here)
        bounds = (self.minimum, self.maximum)
        lengths = (self.min_length, self.max_length)
        if any(b is not None and (text or type(b) not in (int, float)) for b in bounds):
            raise DescriptorError(
                "minimum and maximum must be numbers on a number field", "mend it", here
            )
        if any(n is not None and (not text or type(n) is not int) for n in lengths):
            raise DescriptorError(
                "minLength and maxLength must be integers on a string field", "mend it", here
            )


class Table:
    """One resource: `name`, `path`, `title`, `description`, `fields`, `key` (its primary key), `foreign`, `unique`.

    `foreign` maps a column to (table, column); `unique` lists groups of columns that no two rows share.
    """

    def __init__(self, raw: dict[str, Any]) -> None:
        self.name: str = _text(raw, "name", "resource")
        self.path: str = _inside(_text(raw, "path", self.name), self.name)
        self.title: str = raw.get("title", self.name)
        self.description: str = raw.get("description", "")
        for name, allowed in RESOURCE_FIXED.items():
            if raw.get(name, allowed[0]) not in allowed:
                raise DescriptorError(
                    f'{name} "{raw[name]}" isn\'t read here', f"use {allowed[0]}", self.name
                )
        if "dialect" in raw:
            raise DescriptorError(
                "a dialect isn't read here", "write plain comma-separated CSV", self.name
            )
        schema = _mapping(raw.get("schema"), self.name)
        _closed(schema, SCHEMA_KEYS, self.name, "schema property")
        if schema.get("missingValues", [""]) != [""]:
            raise DescriptorError(
                "only the empty cell can mean missing", 'set missingValues to [""]', self.name
            )
        self.fields: list[Field] = [
            Field(_mapping(f, self.name), self.name) for f in _list(schema.get("fields"), self.name)
        ]
        self.names: list[str] = [f.name for f in self.fields]
        if len(set(self.names)) != len(self.names):
            raise DescriptorError("two fields have one name", "rename one", self.name)
        self._keys(schema)
        self._refuse_numbers_as_keys()

    def _keys(self, schema: dict[str, Any]) -> None:
        primary = _columns(schema.get("primaryKey"), self.name, self.names)
        if len(primary) != 1:
            raise DescriptorError(
                "the primary key must be one column", "name one column", self.name
            )
        self.key: str = primary[0]
        keys = [u for u in _list(schema.get("uniqueKeys", [None]), self.name) if u is not None]
        self.unique = [_columns(u, self.name, self.names) for u in keys]
        self.foreign: dict[str, tuple[str, str]] = {}
        for fk in [k for k in _list(schema.get("foreignKeys", [None]), self.name) if k is not None]:
            reference = _mapping(_mapping(fk, self.name).get("reference"), self.name)
            mine, theirs = (
                _columns(fk.get("fields"), self.name, self.names),
                _columns(reference.get("fields"), self.name),
            )
            if len(mine) != 1 or len(theirs) != 1:
                raise DescriptorError(
                    "a foreign key must be one column", "name one column on each side", self.name
                )
            target = reference.get("resource", "")
            if not isinstance(target, str) or mine[0] in self.foreign:
                raise DescriptorError(
                    "a column has one foreign key, and it names a resource", "mend it", self.name
                )
            self.foreign[mine[0]] = (target or self.name, theirs[0])

    def _refuse_numbers_as_keys(self) -> None:
        """Two numbers may be written otherwise and be equal, or differ beyond what a float holds."""
        keys = {self.key, *self.foreign, *(column for group in self.unique for column in group)}
        for field in self.fields:
            if field.type == "number" and (field.unique or field.name in keys):
                where = f"{self.name}.{field.name}"
                raise DescriptorError(
                    "a number can't be unique or a key", "make it a string or an integer", where
                )

    def field(self, name: str) -> Field:
        """Return the field called `name`; KeyError lists the names that would have worked."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f'no column "{name}" in {self.name}; it has {", ".join(self.names)}')


class Package:
    """A descriptor that was read: `folder`, `raw` (the JSON), `version`, `tables` by name."""

    def __init__(self, folder: str, raw: dict[str, Any]) -> None:
        self.folder, self.raw = folder, raw
        self.version: str = str(raw.get("version", ""))
        resources = [
            Table(_mapping(r, "resource")) for r in _list(raw.get("resources"), "resources")
        ]
        self.tables: dict[str, Table] = {t.name: t for t in resources}
        if len(self.tables) != len(resources):
            raise DescriptorError("two resources have one name", "rename one")
        for table in resources:
            for column, (target, name) in table.foreign.items():
                if target not in self.tables or name not in self.tables[target].names:
                    raise DescriptorError(
                        f"foreign key leads to {target}.{name}, which isn't there",
                        "mend it",
                        f"{table.name}.{column}",
                    )
                if table.field(column).type != self.tables[target].field(name).type:
                    raise DescriptorError(
                        f"foreign key leads to {target}.{name}, which has another type",
                        "give both one type",
                        f"{table.name}.{column}",
                    )

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

    def holds(self, path: str) -> bool:
        """Say whether the file at `path` lies in the folder, and isn't a link that leaves it."""
        return os.path.realpath(path).startswith(os.path.realpath(self.folder) + os.sep)


def home() -> str:
    """Return the folder that holds the data of this installation.

    A wheel has it inside the package as `_data`; a checkout has it at the repository root. Raises
    FileNotFoundError, which says both paths, where neither has a descriptor.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside, root = os.path.join(here, "_data"), os.path.dirname(os.path.dirname(here))
    for folder in (inside, root):
        if os.path.isfile(os.path.join(folder, FILENAME)):
            return folder
    raise FileNotFoundError(
        f"no {FILENAME} in {inside} nor in {root}: install coalition-data again"
    )


def read(folder: str | os.PathLike[str] | None = None) -> Package:
    """Read the descriptor in `folder` (default: the installed data) into a Package.

    Raises FileNotFoundError if there is none, DescriptorError if it can't be used.
    """
    folder = home() if folder is None else os.fspath(folder)
    path = os.path.join(folder, FILENAME)
    if not os.path.isfile(path):
        raise FileNotFoundError(
            f"no {FILENAME} in {folder}: name a folder that has one beside its tables"
        )
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if text.startswith("\ufeff"):
            raise DescriptorError("it begins with a byte order mark", "save it without", line=1)
        raw = json.loads(text)
    except UnicodeDecodeError:
        raise DescriptorError("it isn't UTF-8", "save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise DescriptorError(
            f"it isn't JSON ({error.msg})", "mend it there", line=error.lineno
        ) from None
    except RecursionError:
        raise DescriptorError("it is nested too deeply", "mend it") from None
    return Package(folder, _mapping(raw, "package"))


def version() -> str:
    """Return the version of the installed data, without reading what its tables are."""
    with open(os.path.join(home(), FILENAME), encoding="utf-8") as file:
        return str(json.load(file)["version"])


def _text(raw: dict[str, Any], key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value:
        raise DescriptorError(f"{key} must be a text", "give it one", where)
    return value


def _flag(raw: dict[str, Any], key: str, where: str) -> bool:
    value = raw.get(key, False)
    if not isinstance(value, bool):
        raise DescriptorError(f"{key} must be true or false", "mend it", where)
    return value


def _mapping(raw: Any, where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise DescriptorError("an object was expected", "mend it", where)
    return raw


def _list(raw: Any, where: str) -> list[Any]:
    if not isinstance(raw, list) or not raw:
        raise DescriptorError("a list was expected", "mend it", where)
    return raw


def _closed(raw: dict[str, Any], known: tuple[str, ...], where: str, word: str) -> None:
    for key in raw:
        if key not in known:
            raise DescriptorError(f'unknown {word} "{key}"', f"known are {', '.join(known)}", where)


def _columns(raw: Any, where: str, known: list[str] | None = None) -> list[str]:
    """Return a key's columns as a list: the standard allows one name or several."""
    columns = [raw] if isinstance(raw, str) else raw
    if not isinstance(columns, list) or not all(isinstance(c, str) for c in columns):
        raise DescriptorError("a key must name columns", "mend it", where)
    for column in columns:
        if known is not None and column not in known:
            raise DescriptorError(
                f'a key names the column "{column}", which isn\'t there', "mend it", where
            )
    return columns


def _inside(path: str, where: str) -> str:
    """Refuse a path that leaves the folder, or that would have to be fetched."""
    parts = path.split("/")
    odd = not path.isprintable() or "\\" in path or ":" in path or path.startswith("/")
    if odd or any(p in ("", ".", "..") for p in parts):
        raise DescriptorError(
            f'path "{path}" leaves the folder', "use a relative path inside the folder", where
        )
    return path
