"""What commands share: exit codes, options, JSON, rows in files."""

from __future__ import annotations

import contextlib
import os
import sys

from coalition_data.tables import descriptor
from coalition_data.tables.problem import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from typing import Any

    from coalition_data.releases import recognition

OK, PROBLEMS, COULD_NOT_RUN = 0, 1, 2
# As a shell has it for Ctrl-C.
STOPPED = 130
JUDGED = (
    "folder with a datapackage.json "
    "(default: the working folder if it has one, else the shipped data)"
)
HERE = "folder with a datapackage.json (default: this one)"
ROWS = "CSV or Parquet file with rows of a table or panel, or a table"
NA = "what a missing cell reads in a file, as R writes it (default: NA)"


def find_width(otherwise: int) -> int:
    """Return how many columns the terminal has, as shutil does; `otherwise` if there is none.

    To import shutil takes a tenth of the time in which a quick command starts.
    """
    try:
        width = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        width = 0
    if width <= 0:
        try:
            width = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
        except (AttributeError, ValueError, OSError):
            width = 0
    return width or otherwise


def add_json(parser: ArgumentParser) -> None:
    """Add the option `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_folder(parser: ArgumentParser, help_text: str = JUDGED) -> None:
    """Add the argument DIR. Where it isn't given, JUDGED leaves the choice to `choose_folder`."""
    default = os.curdir if help_text == HERE else None
    parser.add_argument("folder", metavar="DIR", nargs="?", default=default, help=help_text)


def choose_folder(given: str | None) -> str | None:
    """Return the folder to judge: DIR, else the working folder if it has a descriptor.

    None is the shipped data.
    """
    if given is None and os.path.lexists(descriptor.FILENAME):
        return os.curdir
    return given


def tell_judged(folder: str | None) -> dict[str, str | None]:
    """Return which data a verdict is of, for JSON: folder (None if installed), name, version."""
    raw: dict[str, Any] = {}
    with contextlib.suppress(descriptor.DescriptorError):
        raw = descriptor.read(folder).raw
    return {"folder": folder, "name": raw.get("name"), "version": raw.get("version")}


def name_judged(folder: str | None) -> str:
    """Return the same in words: "my-data 1.2, in ./x"."""
    told = tell_judged(folder)
    words = " ".join(word for word in (told["name"], told["version"]) if word)
    place = "the installed tables" if folder is None else f"in {folder}"
    return plain(", ".join(filter(None, (words, place))))


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2, default=str, allow_nan=False))


def print_raw(text: str, stream: Any = None) -> None:
    """Print a text that a terminal or a runner of CI is to obey.

    In all other output `cli` sees to it that nothing is obeyed. `stream` is sys.stdout by default.
    """
    stream = stream or sys.stdout
    getattr(stream, "write_raw", stream.write)(text)
    stream.flush()


def show_progress(deed: str, done: int, of: int) -> None:
    """Count the pages on one line of a terminal; elsewhere only say that it begins."""
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print_raw(f"\r{deed} page {done} of {of}{end}", sys.stderr)
    elif done == 1:
        print(f"{deed} {of} pages …", file=sys.stderr, flush=True)


def records(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame for JSON: a missing cell is None."""
    plain = frame.astype(object)
    rows: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return rows


def add_na(parser: ArgumentParser) -> None:
    """Add the option `--na`."""
    parser.add_argument("--na", metavar="TEXT", default="NA", help=NA)


def rows_of(file: str, package: descriptor.Package, na: str) -> recognition.Found:
    """Return the rows in a file and the table that they are of; a ValueError names the file."""
    from coalition_data.releases import recognition
    from coalition_data.tables import columns

    frame = columns.read_file(file)
    try:
        return recognition.recognise(package, frame, na)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None
