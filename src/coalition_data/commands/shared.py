"""What commands share: exit codes, JSON, rows in files."""

from __future__ import annotations

import sys

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OK, PROBLEMS, COULD_NOT_RUN = 0, 1, 2


def add_json(parser: Any) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2, default=str, allow_nan=False))


def records(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame for JSON: what is missing is None."""
    plain = frame.astype(object)
    rows: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return rows


def finish_write(folder: str) -> None:
    """Finish a write that was interrupted, and say so."""
    from coalition_data.curation import transaction

    paths = transaction.recover(folder)
    if paths:
        print(f"finished an interrupted write of {', '.join(paths)}", file=sys.stderr)


def rows_of(file: str, package: descriptor.Package) -> tuple[Any, descriptor.Table]:
    """Return the rows in a file and the table that they are of; the ValueError names the file."""
    from coalition_data.tables import columns

    frame = columns.read_file(file)
    try:
        return frame, columns.find_table(package, frame)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None
