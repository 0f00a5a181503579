"""The files of an export are written all or none; a problem is one line that names the file."""

from __future__ import annotations

import contextlib
import os

from coalition_data.tables.descriptor import is_inside
from coalition_data.tables.files import locked, replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What SQLite keeps beside a database, and would apply to the one that replaces it.
COMPANIONS = ("-wal", "-shm", "-journal")
# Files of a folder format: its tables, and what other tools keep beside them.
ENDINGS = {
    "parquet": (".parquet", ".parquet.crc", "_metadata"),
    "csv": (".csv",),
    "stata": (".dta",),
    "r": (".rda", ".rd", ".rmd", ".r"),
    "corpus": (".jsonl",),
}


def refuse_companions(path: str) -> None:
    """Raise FileExistsError where SQLite's own files are beside the database at `path`."""
    for place in dict.fromkeys((path, os.path.realpath(path))):
        for ending in COMPANIONS:
            if os.path.lexists(place + ending):
                why = "SQLite would apply it to the new database"
                todo = "close the program that uses the database, or delete both"
                raise FileExistsError(f"{place}{ending} is there, and {why}: {todo}")


def refuse_others(folder: str, files: list[str], to: str) -> None:
    """Raise FileExistsError for a file of the format that isn't one of `files`.

    Looked at are the folders that hold `files`, and those between them and `folder`.
    """
    ours = {os.path.normpath(file) for file in files}
    for place in sorted(_list_folders(folder, files)):
        for name in sorted(os.listdir(place)) if os.path.isdir(place) else ():
            path = os.path.normpath(os.path.join(place, name))
            if name.lower().endswith(ENDINGS[to]) and path not in ours:
                why = "this export doesn't write it, and who reads the folder would read it too"
                todo = "delete it, or name another folder"
                raise FileExistsError(f"{path} is there; {why}: {todo}")


def _list_folders(folder: str, files: list[str]) -> set[str]:
    top = os.path.normpath(folder)
    found = {top}
    for file in files:
        place = os.path.dirname(os.path.normpath(file)) or "."
        while place not in found:
            found.add(place)
            place = os.path.dirname(place) or "."
    return found


def save(files: dict[str, bytes], folder: str, to: str) -> None:
    """Write the files of an export in the format `to`: each whole, and all of them or none.

    `folder` is what a folder format writes into. Two exports into one folder don't mix. Raises
    OSError, whose one line names the file.
    """
    is_folder = folder not in files
    if is_folder:
        _refuse_links(files, folder)
    with contextlib.ExitStack() as drafts:
        for path, data in files.items():
            draft = drafts.enter_context(_drafting(path))
            with _naming(path), open(draft, "wb") as file:
                file.write(data)
        place = folder if is_folder else os.path.dirname(os.path.realpath(folder))
        with _naming(folder), locked(place):
            _refuse_left(files, folder, to)
            drafts.close()


def _refuse_links(files: Iterable[str], folder: str) -> None:
    for path in files:
        if not is_inside(path, folder):
            todo = "delete the link, or name another folder"
            raise FileExistsError(f"{path} is a link that leaves {folder or os.curdir}: {todo}")


def _refuse_left(files: dict[str, bytes], folder: str, to: str) -> None:
    if to == "sqlite":
        for path in files:
            refuse_companions(path)
    elif to in ENDINGS and folder not in files:
        refuse_others(folder, list(files), to)


@contextlib.contextmanager
def _drafting(path: str) -> Iterator[str]:
    """Give the path of a draft for `path`, as `replacing` does."""
    with _naming(path), replacing(path) as draft:
        yield draft


@contextlib.contextmanager
def _naming(path: str) -> Iterator[None]:
    """Let an error of the system name `path`, not its draft; one that has its words keeps them."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise type(error)(f"{path}: {error.strerror}") from None
