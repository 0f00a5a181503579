"""A site takes the place of an earlier one: whole, or without its first pages."""

from __future__ import annotations

import contextlib
import filecmp
import os
import re

from coalition_data.tables import files
from coalition_data.tables.descriptor import is_inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The list of the files that we wrote, so that the next build knows which are stale.
LIST = "explorer-files.txt"
# Where a reader begins: they go first and come last.
FIRST_PAGES = ("fr/index.html", "index.html")
# What a build may have written: nothing else is removed, whatever the list says.
_OURS = re.compile(r"(fr/)?((meetings|actors)/)?[^/]+\.html|assets/[^/]+|data/.+")


@contextlib.contextmanager
def publish(out: str) -> Iterator[str]:
    """Give a folder to draw up a site in; if the block succeeds, put its files into `out`.

    Until then nothing changes in `out`. Afterwards files that are the same stay as they are, and
    those of an earlier site that this one doesn't have are removed. A process that is killed on the
    way leaves a site without first pages, which the next build completes. Raises OSError where
    `out` is a file, or a folder with something else in it than a site.
    """
    _refuse_others(out)
    made = files.make_folders(os.path.realpath(out))
    try:
        with files.locked(out), files.draft_folder(os.path.realpath(out)) as draft:
            yield draft
            _put_in_place(draft, out)
    except BaseException:
        files.remove_folders(made)
        raise


def _refuse_others(out: str) -> None:
    if os.path.exists(out) and not os.path.isdir(out):
        raise NotADirectoryError(f"{out} is a file: name a folder for the site")
    listing = os.path.join(out, LIST)
    if not os.path.isdir(out) or (os.path.isfile(listing) and is_inside(listing, out)):
        return
    # A killed build may have left its draft and nothing else.
    if not all(map(files.is_draft, os.listdir(out))):
        raise FileExistsError(f"{out} isn't empty and isn't an explorer: name another folder")


def _put_in_place(draft: str, out: str) -> None:
    new = _list_files(draft)
    for folder in sorted({os.path.dirname(name) for name in new}):
        if _is_elsewhere(folder, out):
            message = f"{os.path.join(out, folder)} is a link that leaves {out}"
            raise FileExistsError(f"{message}: delete it, or name another folder for the site")
    old = _read_list(out)
    stale = [name for name in sorted(old - new) if _is_ours(out, name)]
    changed = [name for name in sorted(new) if not _is_same(draft, out, name)]
    if not changed and not stale:
        return
    # If this is killed, the list names all that may be there, and the first pages are not.
    _write_list(out, {*new, *stale})
    _remove(out, reversed(FIRST_PAGES))
    _move(draft, out, [name for name in changed if name not in FIRST_PAGES])
    _remove(out, stale)
    _write_list(out, new)
    _move(draft, out, [name for name in FIRST_PAGES if name in new])


def _list_files(folder: str) -> set[str]:
    """Return the paths of all files below a folder, with / between their parts."""
    found = set()
    for place, _, names in os.walk(folder):
        inside = os.path.relpath(place, folder)
        for name in names:
            path = os.path.normpath(os.path.join(inside, name))
            found.add(path.replace(os.sep, "/"))
    return found


def _read_list(out: str) -> set[str]:
    listing = files.read(os.path.join(out, LIST)) or b""
    return set(listing.decode("utf-8", "replace").splitlines())


def _write_list(out: str, names: Iterable[str]) -> None:
    listing = "".join(f"{name}\n" for name in sorted({*names, LIST}))
    files.write_whole(os.path.join(out, LIST), listing.encode())


def _is_ours(out: str, name: str) -> bool:
    """Return whether a listed file may be removed: anybody could have changed the list."""
    is_hidden = any(part.startswith(".") for part in re.split(r"[/\\]", name))
    if is_hidden or not _OURS.fullmatch(name):
        return False
    return not _is_elsewhere(os.path.dirname(name), out)


def _is_elsewhere(folder: str, out: str) -> bool:
    """Return whether a folder of the site is elsewhere. A file that is a link is only replaced."""
    return folder != "" and not is_inside(os.path.join(out, *folder.split("/")), out)


def _is_same(draft: str, out: str, name: str) -> bool:
    path = os.path.join(out, *name.split("/"))
    is_file = os.path.isfile(path) and not os.path.islink(path)
    return is_file and filecmp.cmp(os.path.join(draft, *name.split("/")), path, shallow=False)


def _move(draft: str, out: str, names: Iterable[str]) -> None:
    for name in names:
        path = os.path.join(out, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.replace(os.path.join(draft, *name.split("/")), path)


def _remove(out: str, names: Iterable[str]) -> None:
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(out, *name.split("/")))
