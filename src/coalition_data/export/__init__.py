"""The tables in the formats of other tools: one module per format, each with `make`."""

from __future__ import annotations

import importlib
import os

from coalition_data.tables import descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["write"]

# Format → its module, and what OUT is.
FORMATS = {
    "parquet": ("parquet", "folder"),
    "sqlite": ("sqlite", "file"),
    "xlsx": ("xlsx", "file"),
    "json": ("plain", "file"),
    "corpus": ("corpus", "folder"),
    "csv": ("plain", "folder"),
    "stata": ("stata", "folder or .dta file"),
    "r": ("r", "folder"),
}
NEEDS = {"xlsxwriter": "export"}


def write(
    to: str,
    out: str | os.PathLike[str],
    *,
    folder: str | os.PathLike[str] | None = None,
    texts: str | os.PathLike[str] | None = None,
) -> list[str]:
    """Write the tables to `out` in the format `to`, and return the paths of the files written.

    Parameters: `to`: parquet, csv, stata, corpus, r (`out` is a folder, made if it isn't there;
    files of the same name are replaced), sqlite, xlsx, json (`out` is a file, replaced whole or
    not at all); stata also takes `quotes.dta` for one table. `folder`: the tables to export
    (default: the installed data). `texts`: for the corpus, a folder of coded texts and fetched
    pages, whose passages are then written too. All files are written or none. Raises ValueError for
    an unknown format, for `texts` with a format other than corpus and for a cell or name that the
    format can't hold; OSError where nothing can be written, where a file of SQLite's own is beside
    the database, and where the folder has other files of the format.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [os.path.basename(file) for file in write("json", os.path.join(folder, "all.json"))]
    ['all.json']
    """
    if to not in FORMATS:
        raise ValueError(f'no format "{to}"; there are {", ".join(FORMATS)}')
    if texts is not None and to != "corpus":
        raise ValueError(
            f"passages of texts go into the corpus only, not into {to}; leave --texts out"
        )
    name, kind = FORMATS[to]
    path = os.fspath(out)
    if kind == "file" and os.path.isdir(path):
        raise IsADirectoryError(f"{path} is a folder; {to} is one file: name it")
    if kind == "folder" and os.path.isfile(path):
        raise NotADirectoryError(f"{path} is a file; {to} is a folder of files: name another place")
    package = descriptor.read(None if folder is None else os.fspath(folder))
    module = _import_module(name)
    from coalition_data.export import saving

    if to == "sqlite":
        saving.refuse_companions(path)
    options = {"texts": os.fspath(texts)} if texts is not None else {}
    files = module.make(package, path, to, **options)
    saving.save(files, path, to)
    return list(files)


def _import_module(name: str) -> Any:
    try:
        return importlib.import_module(f"coalition_data.export.{name}")
    except ModuleNotFoundError as error:
        if error.name not in NEEDS:
            raise
        extra = f"pip install 'coalition-data[{NEEDS[error.name]}]'"
        raise ModuleNotFoundError(f"this format needs {error.name}: {extra}") from None
