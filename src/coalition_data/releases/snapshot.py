"""One state of the data, wherever it stands: a folder, a wheel or archive, a git revision, a release."""

from __future__ import annotations

import os
import subprocess
import tempfile
import zipfile
from functools import partial

from coalition_data.releases import fingerprints, ledger
from coalition_data.releases.fingerprints import LEDGER
from coalition_data.tables import columns, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Fetch = Callable[[str], bytes]

WAYS = "name a folder, a wheel, a release archive, a git revision or the installed version"


class Snapshot:
    """A state of the data: `name` as given, `version`, `package`, `rows` (canonical values by table and key), `ledger`.

    `package` is for its structure alone: the files that it was read from may be gone.
    """

    def __init__(self, name: str, package: descriptor.Package) -> None:
        self.name, self.package, self.version = name, package, package.version
        self.rows: dict[str, dict[str, tuple[Any, ...]]] = {}
        for table in package.tables.values():
            if table.name != LEDGER:
                try:
                    self.rows[table.name] = fingerprints.plain_rows(_columns(package, table), table)
                except (ValueError, FileNotFoundError) as error:
                    raise ValueError(f"{name}: {table.path}: {_short(error, package)}") from None
        self.ledger = ledger.read(package)

    def __str__(self) -> str:
        return self.version if self.name == self.version else f"{self.version} ({self.name})"


def _columns(package: descriptor.Package, table: descriptor.Table) -> dict[str, list[str]]:
    found: dict[str, list[str]] = columns.read_file(package.file(table.name))
    lacking = [name for name in table.names if name not in found]
    if lacking:
        raise ValueError(f"no column {', '.join(lacking)}")
    return found


def _short(error: Exception, package: descriptor.Package) -> str:
    """Return what an error says without the folder, which may be a passing one."""
    if isinstance(error, FileNotFoundError):
        return "the file isn't there"
    return str(error).replace(package.folder + os.sep, "").strip()


def read(name: str | os.PathLike[str]) -> Snapshot:
    """Read the data at `name`: a folder, a wheel or release archive, a git revision, or a version.

    A git revision is one of the repository that holds the working folder, and the descriptor stands in that folder. A
    version is the tag `v` and itself there, else the installed data if that is its version. Raises ValueError or
    FileNotFoundError, which say what was found instead.

    >>> str(read(descriptor.read().folder)).startswith(descriptor.read().version)
    True
    """
    name = os.fspath(name)
    if os.path.isdir(name):
        return Snapshot(name, descriptor.read(name))
    if os.path.exists(name):
        return _of_archive(name)
    if name.endswith((".whl", ".zip")):
        raise FileNotFoundError(f"no file {name}; {WAYS}")
    return _of_revision(name)


def _of_archive(path: str) -> Snapshot:
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path} is neither a wheel nor a release archive; {WAYS}")
    with zipfile.ZipFile(path) as archive:
        found = [
            n
            for n in archive.namelist()
            if n.count("/") <= 2 and n.endswith(f"/{descriptor.FILENAME}")
        ]
        if len(found) != 1:
            raise ValueError(
                f"{path} holds no {descriptor.FILENAME}: it is no wheel or archive of coalition-data"
            )
        root = found[0].removesuffix(descriptor.FILENAME)
        return _of_files(path, lambda file: archive.read(root + file))


def _of_revision(name: str) -> Snapshot:
    package = descriptor.read()
    for revision in (f"v{name}", name):
        commit = (
            _git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
            or b""
        ).decode()
        if commit:
            return _of_files(name, partial(_at, commit.strip(), name))
    if name == package.version:
        return Snapshot(name, package)
    raise ValueError(
        f'"{name}" is no folder or file, no git revision here, and not {package.version}; {WAYS}'
    )


def _git(*args: str) -> bytes | None:
    """Return what git prints in the working folder; None where it fails or isn't there."""
    try:
        done = subprocess.run(["git", *args], capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _at(commit: str, name: str, file: str) -> bytes:
    data = _git("show", f"{commit}:./{file}")
    if data is None:
        raise ValueError(
            f"revision {name} has no {file} here: call it in the folder of {descriptor.FILENAME}"
        )
    return data


def _of_files(name: str, fetch: Fetch) -> Snapshot:
    """Build a snapshot from files that `fetch` returns by their paths inside the package."""
    with tempfile.TemporaryDirectory() as folder:
        _put(folder, descriptor.FILENAME, fetch(descriptor.FILENAME))
        package = descriptor.read(folder)
        for table in package.tables.values():
            try:
                _put(folder, table.path, fetch(table.path))
            except KeyError:
                raise ValueError(f"{name}: {table.path} isn't in it") from None
        return Snapshot(name, package)


def _put(folder: str, file: str, data: bytes) -> None:
    path = os.path.join(folder, *file.split("/"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as handle:
        handle.write(data)
