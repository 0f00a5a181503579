"""The descriptor in the words of other standards."""

from coalition_data import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DATATYPES = {"string": "string", "integer": "integer", "number": "decimal", "date": "date"}


def csvw(package: descriptor.Package) -> "dict[str, Any]":
    """Return CSV on the Web metadata (W3C, 2015) for all tables, to be read beside the descriptor.

    Columns carry name, title, description, datatype (with enum and pattern as its format, and bounds), and required;
    tables carry primary and foreign keys. Values that an enum allows stand as a regular expression, as CSVW has it.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": package.raw.get("title", ""),
        "dc:description": package.raw.get("description", ""),
        "tables": [_table(package, table) for table in package.tables.values()],
    }


def _table(package: descriptor.Package, table: descriptor.Table) -> "dict[str, Any]":
    keys = [
        {"columnReference": [column], "reference": {"resource": package.table(target).path, "columnReference": [name]}}
        for column, (target, name) in table.foreign.items()
    ]
    schema = {"columns": [_column(field) for field in table.fields], "primaryKey": table.key}
    return {
        "url": table.path,
        "dc:title": table.title,
        "dc:description": table.description,
        "tableSchema": {**schema, "foreignKeys": keys} if keys else schema,
    }


def _column(field: descriptor.Field) -> "dict[str, Any]":
    datatype: dict[str, Any] = {"base": DATATYPES[field.type]}
    if field.enum:
        datatype["format"] = "|".join(field.enum)
    elif field.pattern:
        datatype["format"] = field.pattern
    bounds = {"minimum": field.minimum, "maximum": field.maximum}
    lengths = {"minLength": field.min_length, "maxLength": field.max_length}
    datatype |= {name: bound for name, bound in (bounds | lengths).items() if bound is not None}
    # CSVW's titles are what the header of the file says.
    column = {"name": field.name, "titles": field.name, "dc:title": field.title, "datatype": datatype}
    column |= {"dc:description": field.description}
    return {**column, "null": "", "required": True} if field.required else {**column, "null": ""}
