"""What we are measured against, doing the least that has to be done: `python benchmarks/floors.py
STEP PATH…`.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

# An enum may be a dictionary for the reader, so that it needn't be made one afterwards.
TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
ENUM = pa.dictionary(pa.int32(), pa.string())


def declared(folder: str) -> dict[str, dict[str, Any]]:
    """Return for each file of a package the Arrow types that its descriptor declares."""
    with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as file:
        resources = json.load(file)["resources"]
    return {
        os.path.join(folder, r["path"]): {f["name"]: _type(f) for f in r["schema"]["fields"]}
        for r in resources
    }


def _type(field: dict[str, Any]) -> Any:
    return ENUM if "enum" in field.get("constraints", {}) else TYPES[field["type"]]


def read_file(path: str, types: dict[str, Any]) -> pa.Table:
    """Read one file into typed columns."""
    options = pacsv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
    return pacsv.read_csv(path, convert_options=options)


def read(folder: str) -> list[pa.Table]:
    """Read all files of a package into typed columns, and hold them."""
    return [read_file(path, types) for path, types in declared(folder).items()]


def load(folder: str, engine: str) -> None:
    """Read the files one after another, each into a frame of pandas or polars."""
    for path, types in declared(folder).items():
        table = read_file(path, types)
        if engine == "pandas":
            table.to_pandas()
        else:
            import polars as pl

            pl.from_arrow(table)


def load_ours(folder: str, engine: str) -> None:
    """Load the tables one after another as users do."""
    from coalition_data.tables import descriptor, loader

    for name in descriptor.read(folder).tables:
        loader.read_frame(name, engine, folder)


if __name__ == "__main__":
    steps: dict[str, Callable[..., Any]] = {"read": read, "load": load, "load-ours": load_ours}
    steps[sys.argv[1]](*sys.argv[2:])
