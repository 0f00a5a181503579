"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def replacing(path: str) -> Iterator[str]:
    """Give the path of a new file beside `path`, which replaces it if the block succeeds.

    The folder is made if needed.
    """
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    new = f"{path}.new-{os.getpid()}"
    try:
        yield new
        os.replace(new, path)
    finally:
        if os.path.exists(new):
            os.remove(new)


def write_whole(path: str, data: bytes) -> bool:
    """Write a file; return False if it has these bytes already. An existing file keeps its mode."""
    exists = os.path.exists(path)
    if exists:
        with open(path, "rb") as file:
            if file.read() == data:
                return False
    with replacing(path) as new, open(new, "wb") as file:
        if exists:
            shutil.copymode(path, new)
        file.write(data)
    return True
