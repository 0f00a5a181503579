"""Snapshots of the data: of a folder, a wheel or archive, a git revision, the installed version."""

from __future__ import annotations

import os
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from functools import partial

from coalition_data.releases import fingerprints, ledger
from coalition_data.releases.fingerprints import LEDGER
from coalition_data.tables import columns, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from coalition_data.releases.difference import Rows
    from coalition_data.releases.ledger import Entry

    Fetch = Callable[[str], bytes]

WAYS = "name a folder, a wheel, a release archive, a git revision or the installed version"


@dataclass
class Snapshot:
    """The data as they were once: `name` as given, `rows` in canonical values by table and key.

    `package` is for its structure alone: the files that it was read from may be gone.
    """

    name: str
    package: descriptor.Package
    rows: dict[str, Rows]
    ledger: list[Entry]

    @property
    def version(self) -> str:
        """The version that the descriptor gives."""
        return self.package.version

    def __str__(self) -> str:
        return self.version if self.name == self.version else f"{self.version} ({self.name})"


def read_snapshot(name: str | os.PathLike[str]) -> Snapshot:
    """Read the data at `name`: a folder, a wheel or release archive, a git revision, or a version.

    A git revision is one of the repository around the working folder, which must hold the
    descriptor. A version is the tag `v…` there, else the installed data if they have that version.
    Raises ValueError or FileNotFoundError, which say what was found instead.

    >>> str(read_snapshot(descriptor.read().folder)).startswith(descriptor.read().version)
    True
    """
    name = os.fspath(name)
    if os.path.isdir(name):
        return _read_package(name, descriptor.read(name))
    if os.path.exists(name):
        return _read_archive(name)
    if name.endswith((".whl", ".zip")):
        raise FileNotFoundError(f"no file {name}; {WAYS}")
    return _read_revision(name)


def _read_package(name: str, package: descriptor.Package) -> Snapshot:
    rows = {}
    for table in package.tables.values():
        if table.name == LEDGER:
            continue
        try:
            cells = columns.read_file(package.file(table.name))
            lacking = [column for column in table.names if column not in cells]
            if lacking:
                raise ValueError(f"no column {', '.join(lacking)}")
            rows[table.name] = fingerprints.plain_rows(cells, table)
        except FileNotFoundError:
            raise ValueError(f"{name}: {table.path}: the file isn't there") from None
        except ValueError as error:
            # Without the folder: it may be a temporary one.
            reason = str(error).replace(package.folder + os.sep, "").strip()
            raise ValueError(f"{name}: {table.path}: {reason}") from None
    return Snapshot(name, package, rows, ledger.read_ledger(package))


def _read_archive(path: str) -> Snapshot:
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path} is neither a wheel nor a release archive; {WAYS}")
    with zipfile.ZipFile(path) as archive:
        ending = f"/{descriptor.FILENAME}"
        files = [name for name in archive.namelist() if name.endswith(ending)]
        files = [name for name in files if name.count("/") <= 2]
        if len(files) != 1:
            what = "it is no wheel or archive of coalition-data"
            raise ValueError(f"{path} holds no {descriptor.FILENAME}: {what}")
        root = files[0].removesuffix(descriptor.FILENAME)
        return _read_files(path, lambda file: archive.read(root + file))


def _read_revision(name: str) -> Snapshot:
    for revision in (f"v{name}", name):
        arguments = ("--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        commit = _run_git("rev-parse", *arguments)
        if commit:
            return _read_files(name, partial(_read_at_commit, commit.decode().strip(), name))
    package = descriptor.read()
    if name == package.version:
        return _read_package(name, package)
    what = f"no folder or file, no git revision here, and not {package.version}"
    raise ValueError(f'"{name}" is {what}; {WAYS}')


def _run_git(*arguments: str) -> bytes | None:
    """Return what git prints in the working folder; None where it fails or isn't installed."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _read_at_commit(commit: str, name: str, file: str) -> bytes:
    data = _run_git("show", f"{commit}:./{file}")
    if data is None:
        todo = f"call it in the folder of {descriptor.FILENAME}"
        raise ValueError(f"revision {name} has no {file} here: {todo}")
    return data


def _read_files(name: str, fetch: Fetch) -> Snapshot:
    """Read a snapshot from files that `fetch` returns by their paths inside the package."""
    with tempfile.TemporaryDirectory() as folder:
        _write_file(folder, descriptor.FILENAME, fetch(descriptor.FILENAME))
        package = descriptor.read(folder)
        for table in package.tables.values():
            try:
                _write_file(folder, table.path, fetch(table.path))
            except KeyError:
                raise ValueError(f"{name}: {table.path} isn't in it") from None
        return _read_package(name, package)


def _write_file(folder: str, file: str, data: bytes) -> None:
    path = os.path.join(folder, *file.split("/"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as handle:
        handle.write(data)
