"""The explorer: the tables as a static site, to read without any code."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Watch = Callable[[int, int], None]

__all__ = ["build"]

NEEDED = ("jinja2", "markupsafe")


def build(
    out: str | os.PathLike[str],
    *,
    folder: str | os.PathLike[str] | None = None,
    watch: Watch | None = None,
    url: str | None = None,
) -> str:
    """Write the site into the folder `out` and return the path of its first page.

    The site works from the file system and from any web server, and loads nothing from elsewhere.
    Parameters: `folder`: the tables to show (default: the installed data); `watch`: called with the
    number of pages written and of all pages; `url`: the address at which the site will be, for what
    search engines and previews of links need. An earlier site in `out` is replaced when all is
    written; a run that is killed meanwhile leaves no first page, and the next one completes it.
    Raises ValueError for tables with an empty required cell, an id that two rows have, or a key
    that leads nowhere; KeyError for a package that lacks a table or column of ours; FileExistsError
    if `out` isn't empty and wasn't written by the explorer; ModuleNotFoundError if the extra
    `explore` isn't installed.
    """
    try:
        from coalition_data.explorer import site

        return site.write(os.fspath(out), None if folder is None else os.fspath(folder), watch, url)
    except ModuleNotFoundError as error:
        if error.name not in NEEDED:
            raise
        todo = "pip install 'coalition-data[explore]'"
        raise ModuleNotFoundError(f"the explorer needs {error.name}: {todo}") from None
