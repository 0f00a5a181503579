"""Say of which release the rows in files are, and if altered."""

from __future__ import annotations

from coalition_data.commands.shared import (
    OK,
    PROBLEMS,
    add_json,
    add_na,
    print_json,
    records,
    rows_of,
)
from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

    from coalition_data.references.identity import Identity

EXAMPLE = "coalition-data identify my-rows.csv"
CODES = ("rows of a release", "altered rows, or unproven ones")
TOLD = ("status release released table columns rows of fingerprint notes").split()


def add_options(parser: ArgumentParser) -> None:
    add_json(parser)
    add_na(parser)
    what = "CSV or Parquet file with rows of a table or panel"
    parser.add_argument("file", metavar="FILE", nargs="+", help=what)


def run(args: Namespace) -> int:
    from coalition_data.references import identification, identity

    package = descriptor.read()
    rows = [rows_of(file, package, args.na) for file in args.file]
    parts = [identification.identify_found(one, package) for one in rows]
    found = parts[0] if len(parts) == 1 else identity.Identities(parts)
    if args.json:
        print_json([_tell(file, part) for file, part in zip(args.file, parts, strict=True)])
    else:
        print(found)
    return PROBLEMS if found.status in (identity.ALTERED, identity.UNPROVEN) else OK


def _tell(file: str, found: Identity) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in TOLD}
    return {"file": file, **told, "changes": records(found.changes)}
