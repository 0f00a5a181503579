"""Write several files together: all of them or none, even if the machine stops half-way."""

from __future__ import annotations

import hashlib
import json
import os
import shutil

from coalition_data.tables import jsonfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# The folder for the new files, beside the old ones, and the list that makes the write final.
STAGE, PLAN = ".coalition-data-write", "plan.json"


def is_pending(folder: str) -> bool:
    """Return whether a write into `folder` was interrupted after its plan was complete."""
    return os.path.isfile(os.path.join(folder, STAGE, PLAN))


def write(folder: str, files: dict[str, tuple[bytes, bytes]]) -> None:
    """Replace files in `folder`: by path inside it, the bytes that were read and those to write.

    First the new files are written beside the old ones, then a plan that lists them; only then
    does each take its place. A process that is killed before the plan is there has changed
    nothing; after that, `recover` does the rest. Any other failure puts the old files back.
    Raises ValueError if a file is no longer as it was read.
    """
    recover(folder)
    stage = os.path.join(folder, STAGE)
    plan = []
    os.mkdir(stage)
    try:
        for n, (path, (old, new)) in enumerate(sorted(files.items())):
            if _read(folder, path) != old:
                message = "was changed by someone else meanwhile; nothing was written, try again"
                raise ValueError(f"{path} {message}")
            name = f"{n}.new"
            _put(os.path.join(stage, name), new)
            shutil.copymode(_place(folder, path), os.path.join(stage, name))
            plan.append({"path": path, "file": name, "old": _digest(old), "new": _digest(new)})
        _put(os.path.join(stage, "plan.draft"), json.dumps(plan).encode())
        os.replace(os.path.join(stage, "plan.draft"), os.path.join(stage, PLAN))
        _sync(stage)
    except BaseException:
        shutil.rmtree(stage)
        raise
    try:
        list(_finish(folder))
    except BaseException:
        _put_back(folder, {path: old for path, (old, _) in files.items()})
        raise


def recover(folder: str) -> list[str]:
    """Finish a write that was interrupted, and return the paths of its files.

    Without a complete plan the new files are deleted instead. Raises ValueError, and changes
    nothing, if somebody has changed one of the files since.
    """
    stage = os.path.join(folder, STAGE)
    if is_pending(folder):
        return list(_finish(folder))
    if os.path.isdir(stage):
        shutil.rmtree(stage)
    return []


def _finish(folder: str) -> Iterator[str]:
    stage = os.path.join(folder, STAGE)
    plan = jsonfile.read(os.path.join(stage, PLAN))
    found = [_digest(_read(folder, item["path"])) for item in plan]
    for item, digest in zip(plan, found, strict=True):
        if digest not in (item["old"], item["new"]):
            message = f"{item['path']} was changed after a write to it was interrupted"
            raise ValueError(f"{message}: take what you need from {stage}, then delete that folder")
    for item, digest in zip(plan, found, strict=True):
        if digest == item["old"] != item["new"]:
            os.replace(os.path.join(stage, item["file"]), _place(folder, item["path"]))
            _sync(os.path.dirname(_place(folder, item["path"])))
        yield item["path"]
    shutil.rmtree(stage)


def _put_back(folder: str, files: dict[str, bytes]) -> None:
    """Undo a write that failed: put the old bytes back, and delete the plan."""
    stage = os.path.join(folder, STAGE)
    for path, data in files.items():
        if _read(folder, path) != data:
            _put(os.path.join(stage, "back"), data)
            shutil.copymode(_place(folder, path), os.path.join(stage, "back"))
            os.replace(os.path.join(stage, "back"), _place(folder, path))
    shutil.rmtree(stage)


def _place(folder: str, path: str) -> str:
    return os.path.join(folder, *path.split("/"))


def _read(folder: str, path: str) -> bytes:
    with open(_place(folder, path), "rb") as file:
        return file.read()


def _put(path: str, data: bytes) -> None:
    """Write a file, and return once it is on the disk."""
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: str) -> None:
    """Write the names in a folder to the disk; only POSIX systems can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
