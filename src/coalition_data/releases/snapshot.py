"""Snapshots of the data: of a folder, a wheel or archive, a git revision, the installed version."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from functools import partial

from coalition_data.releases import fingerprints, ledger
from coalition_data.releases.fingerprints import LEDGER
from coalition_data.tables import columns, descriptor
from coalition_data.tables.problem import LONGEST_REPR, cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coalition_data.releases.difference import Rows
    from coalition_data.releases.ledger import Entry

    Fetch = Callable[[str], bytes]

# What git itself advises for the repository of another owner.
_SAFE = re.compile(r"git config --global --add safe\.directory .*")
_VERSION = re.compile(r"v?[0-9]+(\.[0-9]+)*")
# What an archive of the data may unpack to: more could exhaust the memory.
LARGEST_UNPACKED = 200_000_000
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
    def hashes(self) -> dict[str, dict[str, str]]:
        """The hash of each row, by table and key."""
        return {
            table: fingerprints.hash_rows(rows, self.package.table(table).names)
            for table, rows in self.rows.items()
        }

    @property
    def version(self) -> str:
        """The version that the descriptor gives."""
        return self.package.version

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(rows)} {table}" for table, rows in self.rows.items())
        return cut(f"<Snapshot {self}: {counts}>", LONGEST_REPR)

    def __str__(self) -> str:
        return self.version if self.name == self.version else f"{self.version} ({self.name})"


def read_snapshot(name: str | os.PathLike[str]) -> Snapshot:
    """Read the data at `name`: a folder, a wheel or release archive, a git revision, or a version.

    A git revision is one of the repository around the working folder, which must hold the
    descriptor. A version is the tag `v…` there, else the commit in which it was released, else the
    installed data if they have that version.
    Raises ValueError or FileNotFoundError, which say what was found instead.

    >>> str(read_snapshot(descriptor.read().folder)).startswith(descriptor.read().version)
    True
    """
    name = os.fspath(name)
    if os.path.isdir(name):
        return _read_package(name, descriptor.read(name))
    if os.path.exists(name) and not os.path.isfile(name):
        raise ValueError(f"{name} is no folder or regular file; {WAYS}")
    if os.path.exists(name):
        return _read_archive(name)
    if name.lower().endswith((".whl", ".zip")):
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
            reason = reason.removeprefix(f"{table.path}: ")
            raise ValueError(f"{name}: {table.path}: {reason}") from None
    return Snapshot(name, package, rows, ledger.read_ledger(package))


def _read_archive(path: str) -> Snapshot:
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path} is neither a wheel nor a release archive; {WAYS}")
    with _open_archive(path) as archive:
        ending = f"/{descriptor.FILENAME}"
        files = [name for name in archive.namelist() if name.endswith(ending)]
        files = [name for name in files if name.count("/") <= 2]
        if len(files) != 1:
            what = "it is no wheel or archive of coalition-data"
            raise ValueError(f"{path} holds no {descriptor.FILENAME}: {what}")
        root = files[0].removesuffix(descriptor.FILENAME)
        return _read_files(path, _Unpacker(archive, path, root).unpack)


def _open_archive(path: str) -> zipfile.ZipFile:
    """Return an open zip file; ValueError where its list of files is damaged."""
    try:
        return zipfile.ZipFile(path)
    # Of what is damaged zipfile raises errors of many kinds, documented and others.
    except Exception as error:
        raise _describe_damage(path, error) from None


def _describe_damage(path: str, error: Exception) -> ValueError:
    reason = str(error) or type(error).__name__
    return ValueError(f"{path} can't be unpacked ({reason}): fetch or build it again")


class _Unpacker:
    """Unpacks files of an archive, all together up to LARGEST_UNPACKED."""

    def __init__(self, archive: zipfile.ZipFile, path: str, root: str) -> None:
        self.archive = archive
        self.path = path
        self.root = root
        self.left = LARGEST_UNPACKED

    def unpack(self, file: str) -> bytes:
        """Return the bytes of a file; KeyError if it isn't there, ValueError if it is damaged."""
        info = self.archive.getinfo(self.root + file)
        try:
            # The size that an archive gives may be wrong.
            with self.archive.open(info) as member:
                data = member.read(self.left + 1)
        except Exception as error:
            raise _describe_damage(self.path, error) from None
        self.left -= len(data)
        if self.left < 0:
            size = f"{LARGEST_UNPACKED // 1_000_000} MB"
            raise ValueError(f"{self.path} unpacks to more than {size}: name a folder instead")
        return data


def _read_revision(name: str) -> Snapshot:
    reason = ""
    for revision in (f"v{name}", name):
        arguments = ("--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        try:
            commit = _run_git("rev-parse", *arguments).decode().strip()
        except GitError as error:
            reason = str(error)
        else:
            return _read_files(name, partial(_read_at_commit, commit, name))
    if _VERSION.fullmatch(name):
        for found in _walk_releases(name.removeprefix("v")):
            found.name = name
            return found
    package = descriptor.read()
    if name == package.version:
        return _read_package(name, package)
    reason = reason or _explain_missing(name)
    why = f" ({reason})" if reason else ""
    what = f"no git revision here{why}, and not the installed {package.version}"
    raise ValueError(f'"{name}" is no folder or file, {what}; {WAYS}')


def list_releases() -> dict[str, str]:
    """Return the commit of each version that was released in the history behind HEAD, newest first.

    It is the newest one whose ledger has the rows that are there. So a clone without tags knows the
    releases too.
    """
    return {one.version: one.name for one in _walk_releases()}


def _walk_releases(wanted: str = "") -> Iterator[Snapshot]:
    """Yield the data of each release, or of the one that is wanted; the name is its commit."""
    try:
        here = descriptor.read(".")
        latest = ledger.parse_version(here.version)
        path = f"./{here.table(LEDGER).path}"
    except (OSError, ValueError, KeyError):
        return
    entered = _try_git("log", "--format=%H", "HEAD", "--", path).split()
    seen = set()
    paths = (path, f"./{descriptor.FILENAME}")
    for commit in _try_git("log", "--format=%H", "HEAD", "--", *paths).split() if entered else ():
        fetch = partial(_read_at_commit, commit, commit)
        try:
            version = json.loads(fetch(descriptor.FILENAME))["version"]
            # One that didn't enter rows is a release only if another came after it.
            is_past = ledger.parse_version(version) < latest
            if version in seen or version != (wanted or version):
                continue
            if not is_past and commit not in entered:
                continue
            found = _read_files(commit, fetch)
        except (ValueError, KeyError, TypeError, AttributeError):
            # Of early commits the structure may be another.
            continue
        if not found.ledger:
            return
        if not ledger.list_unknown(found.ledger, found.hashes, version):
            seen.add(version)
            yield found


class GitError(ValueError):
    """Git failed, or isn't installed; str() says why in one line, blank if git doesn't."""


def _find_git() -> str:
    """Return the path of git; never one in the working folder, where Windows looks first."""
    name = "git.exe" if os.name == "nt" else "git"
    for folder in os.get_exec_path():
        path = os.path.join(folder, name)
        if os.path.isabs(folder) and os.access(path, os.X_OK):
            return path
    raise GitError("git isn't installed")


def _run_git(*arguments: str) -> bytes:
    """Return what git prints in the working folder; GitError where it fails."""
    # In English, and without asking for a password.
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C", "GIT_TERMINAL_PROMPT": "0"}
    command = [_find_git(), *arguments]
    nothing = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, env=environment, stdin=nothing
        )
    except OSError as error:
        raise GitError(f"git can't be run: {error.strerror}") from None
    if done.returncode == 0:
        return done.stdout
    raise GitError(_explain_failure(done.stderr.decode("utf-8", "replace")))


def _explain_failure(said: str) -> str:
    """Return in one line what git said of its failure; blank if nothing."""
    advice = _SAFE.search(said)
    if advice:
        return f"this repository belongs to another owner; if you trust it, run `{advice[0]}`"
    if "not a git repository" in said:
        return "this folder isn't in a git repository"
    lines = [line.removeprefix("fatal: ") for line in said.splitlines() if line.strip()]
    return f"git says: {lines[0]}" if lines else ""


def _explain_missing(name: str) -> str:
    """Return why a git repository may lack a revision, and what to do; blank if nobody knows."""
    if _try_git("rev-parse", "--is-shallow-repository") == "true":
        return "the clone is shallow: run `git fetch --unshallow --tags`"
    if not _try_git("rev-list", "--max-count=1", "--all"):
        return "the repository has no commit yet"
    if _VERSION.fullmatch(name) and _try_git("remote"):
        return "`git fetch --tags` brings those of releases"
    return ""


def _try_git(*arguments: str) -> str:
    """Return what git prints, blank where it fails."""
    try:
        return _run_git(*arguments).decode("utf-8", "replace").strip()
    except GitError:
        return ""


def _read_at_commit(commit: str, name: str, file: str) -> bytes:
    try:
        return _run_git("show", f"{commit}:./{file}")
    except GitError as error:
        reason = str(error)
    if _try_git("ls-tree", "--name-only", commit, "--", file):
        raise ValueError(f"{file} of revision {name} can't be read ({reason})")
    paths = _try_git("ls-tree", "-r", "--name-only", "--full-tree", commit).splitlines()
    if any(f"/{path}".endswith(f"/{file}") for path in paths):
        todo = f"call it in the folder of {descriptor.FILENAME}"
        raise ValueError(f"revision {name} has no {file} here: {todo}")
    raise ValueError(f"revision {name} has no {file} here, nor elsewhere: name another")


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
