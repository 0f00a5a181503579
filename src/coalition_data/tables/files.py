"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# What a draft is called until it takes its place: short, so that any target's folder can hold it.
DRAFT = ".coalition-data-{}.new"
_DRAFT = re.compile(r"\.coalition-data-[0-9a-f]{16}\.new")


@contextlib.contextmanager
def replacing(path: str) -> Iterator[str]:
    """Give the path of a draft beside the file at `path`, which replaces it if the block succeeds.

    A link is followed: what it leads to is replaced. Missing folders are made, and removed again if
    the block fails. Drafts that a killed run left are removed. Raises OSError where `path` can't be
    written or is something else than a regular file, such as a folder, a pipe or a device.
    """
    target = os.path.realpath(path)
    mode = _find_mode(target, path)
    folder = os.path.dirname(target)
    made = _make_folders(folder)
    draft, handle = "", -1
    try:
        _remove_left_drafts(folder)
        draft, handle = _open_draft(folder)
        yield draft
        if mode is not None:
            os.chmod(draft, mode)
        os.replace(draft, target)
    except BaseException:
        if draft:
            # The folder may be gone.
            with contextlib.suppress(FileNotFoundError):
                os.remove(draft)
        for one in made:
            with contextlib.suppress(OSError):
                os.rmdir(one)
        raise
    finally:
        if handle >= 0:
            os.close(handle)


def write_whole(path: str, data: bytes) -> bool:
    """Write a file; return False if it has these bytes already. An existing file keeps its mode."""
    if os.path.isfile(path):
        with open(path, "rb") as file:
            if file.read() == data:
                return False
    with replacing(path) as draft, open(draft, "wb") as file:
        file.write(data)
    return True


def _find_mode(target: str, path: str) -> int | None:
    """Return the mode of the file to be replaced, if there is one; OSError for anything else."""
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(f"{path} is a folder: name a file")
    if not stat.S_ISREG(mode):
        raise FileExistsError(f"{path} is no regular file: name another")
    return stat.S_IMODE(mode)


def _make_folders(folder: str) -> list[str]:
    """Make a folder and those above it that are missing; return those made, the innermost first."""
    missing = []
    while not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for one in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(one)
    return missing


def _open_draft(folder: str) -> tuple[str, int]:
    """Make a draft that nobody else has, and lock it; return its path and the handle (-1: none)."""
    while True:
        path = os.path.join(folder, DRAFT.format(os.urandom(8).hex()))
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        if not _lock(handle):
            # Without locks nobody takes it; and Windows replaces no file that is open.
            os.close(handle)
            return path, -1
        # Another run may have taken it for one that was left, in the moment before it was locked.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.stat(path), os.fstat(handle)):
                return path, handle
        os.close(handle)


def _remove_left_drafts(folder: str) -> None:
    """Remove the drafts of runs that were killed: nobody holds their lock."""
    for name in os.listdir(folder):
        if _DRAFT.fullmatch(name):
            path = os.path.join(folder, name)
            with contextlib.suppress(OSError):
                handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
                try:
                    if _lock(handle, wait=False):
                        os.remove(path)
                finally:
                    os.close(handle)


def _lock(handle: int, wait: bool = True) -> bool:
    """Lock an open file; return False if another process holds it, or the system has no locks."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        # Another process has it, or the file system has no locks.
        return False
    return True
