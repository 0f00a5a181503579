"""Files that are written whole or not at all, by one process at a time."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# What a draft is called until it takes its place: short, so that any target's folder can hold it.
DRAFT = ".coalition-data-{}.new"
_DRAFT = re.compile(r"\.coalition-data-[0-9a-f]{16}\.new")
# How many seconds to wait for another writer before saying so, and at most.
SILENCE, PATIENCE = 0.3, 60.0
# Linux lists all locks there, each with its process and its file.
_LOCKS = "/proc/locks"


@contextlib.contextmanager
def locked(folder: str) -> Iterator[None]:
    """Keep others from writing into a folder while the block runs; wait while another does.

    The folder itself is locked, so that no file is left, and a killed process holds nothing. Raises
    TimeoutError after PATIENCE. Nothing is locked where the system can't, as on Windows.
    """
    handle = _wait_for_lock(os.path.realpath(folder), folder)
    try:
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def _wait_for_lock(path: str, name: str) -> int:
    start = time.monotonic()
    is_told = False
    while True:
        try:
            return _lock(path)
        except BlockingIOError:
            waited = time.monotonic() - start
        if waited > PATIENCE:
            holder = _find_holder(path)
            message = f"{holder} has been writing into {name} for {PATIENCE:.0f} seconds"
            raise TimeoutError(f"{message}; nothing was written, try again when it has ended")
        if waited > SILENCE and not is_told:
            is_told = True
            print(f"waiting for {_find_holder(path)}, which writes into {name}", file=sys.stderr)
        # Often at first, as most writers are quick.
        time.sleep(min(0.001 + waited / 10, 0.1))


def _find_holder(path: str) -> str:
    """Return which process has locked a folder, where the system tells."""
    inode = str(os.stat(path).st_ino)
    with contextlib.suppress(OSError), open(_LOCKS, encoding="ascii") as file:
        for line in file:
            # Such as "1: FLOCK  ADVISORY  WRITE 123 08:01:456 0 EOF".
            parts = line.split()
            if parts[1] == "FLOCK" and parts[5].split(":")[-1] == inode and int(parts[4]) > 0:
                return f"process {parts[4]}"
    return "another process"


def replace_all(changes: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Replace files, in this order: by path, the bytes that were read and those to write.

    Raises ValueError, and writes nothing, if a file isn't as it was read. On any failure the old
    bytes are put back. A process that is killed in between leaves the first files new and the
    others old.
    """
    with contextlib.ExitStack() as drafts:
        # The draft that was made last takes its place first.
        for path, (_, new) in reversed(list(changes.items())):
            with open(drafts.enter_context(replacing(path)), "wb") as file:
                file.write(new)
                file.flush()
                os.fsync(file.fileno())
        for path, (old, _) in changes.items():
            if read(path) != old:
                todo = "nothing was written, try again"
                raise ValueError(f"{path} was changed by someone else meanwhile; {todo}")
        try:
            drafts.close()
        except BaseException:
            for path, (old, new) in changes.items():
                if read(path) == new:
                    write_whole(path, old)
            raise


def read(path: str) -> bytes | None:
    """Return the bytes of a regular file; None if there is none."""
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        return file.read()


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
    made = make_folders(folder)
    draft, handle = "", -1
    try:
        draft, handle = _make_draft(folder, _make_file)
        yield draft
        if mode is not None:
            os.chmod(draft, mode)
        os.replace(draft, target)
    except BaseException:
        if draft:
            # The folder may be gone.
            with contextlib.suppress(FileNotFoundError):
                os.remove(draft)
        remove_folders(made)
        raise
    finally:
        if handle >= 0:
            os.close(handle)


@contextlib.contextmanager
def draft_folder(folder: str) -> Iterator[str]:
    """Give a new folder inside `folder`, which is removed in the end.

    If this run is killed, a later one removes it.
    """
    path, handle = _make_draft(folder, os.mkdir)
    try:
        yield path
    finally:
        _remove(path)
        if handle >= 0:
            os.close(handle)


def is_draft(name: str) -> bool:
    """Return whether a file or folder is called as a draft is."""
    return _DRAFT.fullmatch(name) is not None


def write_whole(path: str, data: bytes) -> bool:
    """Write a file; return False if it has these bytes already. An existing file keeps its mode."""
    if read(path) == data:
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


def make_folders(folder: str) -> list[str]:
    """Make a folder and those above it that are missing; return those made, the innermost first."""
    missing = []
    while not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for one in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(one)
    return missing


def remove_folders(made: list[str]) -> None:
    """Remove folders that were made for nothing; those that others use by now stay."""
    for one in made:
        with contextlib.suppress(OSError):
            os.rmdir(one)


def _make_draft(folder: str, make: Callable[[str], None]) -> tuple[str, int]:
    """Make a draft that nobody else has, and lock it; return its path and the handle (-1: none).

    Drafts that killed runs left are removed.
    """
    _remove_left_drafts(folder)
    while True:
        path = os.path.join(folder, DRAFT.format(os.urandom(8).hex()))
        make(path)
        try:
            return path, _lock(path)
        except (BlockingIOError, FileNotFoundError):
            # Another run took it for one that was left, in the moment before it was locked.
            continue
        except BaseException:
            _remove(path)
            raise


def _make_file(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))


def _remove_left_drafts(folder: str) -> None:
    """Remove the drafts of runs that were killed: nobody holds their lock."""
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        is_left = os.path.isfile(path) or os.path.isdir(path)
        if is_draft(name) and is_left and not os.path.islink(path):
            with contextlib.suppress(OSError):
                handle = _lock(path)
                if handle >= 0:
                    try:
                        _remove(path)
                    finally:
                        os.close(handle)


def _remove(path: str) -> None:
    """Remove a file, or a folder with all that is in it."""
    if os.path.isdir(path):
        import shutil

        shutil.rmtree(path)
    else:
        os.remove(path)


def _lock(path: str) -> int:
    """Lock a file or folder; return its open handle, or -1 where the system has no locks.

    Raises BlockingIOError if another process holds it, FileNotFoundError if it is no longer there.
    """
    try:
        import fcntl
    except ModuleNotFoundError:
        # Windows, which also replaces no file that is open.
        return -1
    # Without waiting for the other end of a pipe.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_there = os.path.samestat(os.stat(path), os.fstat(handle))
    except (BlockingIOError, FileNotFoundError):
        os.close(handle)
        raise
    except OSError:
        # Some file systems have no locks.
        os.close(handle)
        return -1
    if not is_there:
        os.close(handle)
        raise FileNotFoundError(f"{path} was replaced by another process: try again")
    return handle
