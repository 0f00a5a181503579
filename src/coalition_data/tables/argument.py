"""The bytes of a file that somebody names on the command line, which may be a pipe."""

from __future__ import annotations

import os
import stat

from coalition_data.tables import filekind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# More than that is no table, and no text, of ours, and reading on could exhaust the memory.
LARGEST_FILE = 1_000_000_000
LARGEST_PIPE = 50_000_000
LARGEST_TEXT = 1_000_000
# For how many seconds we wait for the first byte of a named pipe.
PATIENCE = 5.0
PAUSE = 0.02
BLOCK = 1 << 16
# Pipes that a shell opened, as for `<(…)`: their writer was there before us.
OPENED = ("/dev/fd/", "/proc/", "/dev/stdin")


def read_bytes(path: str, todo: str = "") -> bytes:
    """Return the bytes of a regular file up to LARGEST_FILE, or of a pipe up to LARGEST_PIPE.

    Raises FileNotFoundError, with `todo`; or another OSError or ValueError that says what to do.
    """
    if os.path.isdir(path):
        raise IsADirectoryError(f"{path} is a folder: name a file in it")
    if os.path.isfile(path):
        if os.path.getsize(path) > LARGEST_FILE:
            limit = LARGEST_FILE // 1_000_000
            raise ValueError(f"{path} is larger than {limit} MB: name a part of it")
        with open(path, "rb") as file:
            return file.read()
    if todo and not os.path.exists(path):
        raise FileNotFoundError(f"no file {path}: {todo}")
    return _read_pipe(path)


def read_text(path: str, todo: str = "") -> str:
    """Return the text of a file or pipe up to LARGEST_TEXT, without a byte order mark.

    Raises as `read_bytes` does.
    """
    data = read_bytes(path, todo)
    if len(data) > LARGEST_TEXT:
        limit = LARGEST_TEXT // 1_000_000
        raise ValueError(f"{path} is larger than {limit} MB: name the text alone")
    kind = filekind.find_binary(data)
    if kind is not None:
        raise ValueError(f"{path} is {kind[0]}, not text in UTF-8: save the text as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} isn't UTF-8: save the text as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_pipe(path: str) -> bytes:
    # Opening a named pipe would wait for a writer for ever.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        is_named = stat.S_ISFIFO(os.fstat(handle).st_mode) and not path.startswith(OPENED)
        blocks = []
        size = 0
        for block in _read_blocks(handle, is_named, path):
            blocks.append(block)
            size += len(block)
            if size > LARGEST_PIPE:
                limit = f"more than {LARGEST_PIPE // 1_000_000} MB"
                raise ValueError(f"{path}: {limit} came out of the pipe: save it as a file first")
        return b"".join(blocks)
    finally:
        os.close(handle)


def _read_blocks(handle: int, is_named: bool, path: str) -> Iterator[bytes]:
    """Yield what comes out of a pipe until its writer closes it."""
    import select
    import time

    end = time.monotonic() + PATIENCE
    is_begun = False
    while True:
        left = None if is_begun or not is_named else end - time.monotonic()
        if left is not None and left <= 0:
            message = f"nothing came out of the pipe in {PATIENCE:.0f} seconds"
            raise TimeoutError(f"{path}: {message}: start what writes into it first")
        try:
            block = os.read(handle, BLOCK)
        except BlockingIOError:
            # There is a writer, which has nothing to say so far.
            select.select([handle], [], [], left)
            continue
        if block:
            is_begun = True
            yield block
        elif left is None:
            return
        else:
            # No writer so far.
            time.sleep(PAUSE)
