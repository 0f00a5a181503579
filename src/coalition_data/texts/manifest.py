"""The manifest of a folder of pages: what was asked, and what came, a row a source."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import astuple, dataclass, field, fields

from coalition_data.tables import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

FILENAME = "manifest.csv"


@dataclass(slots=True)
class Page:
    """What became of a source's page: a row of the manifest.

    `asked`: the source's address. `answered`: the address whose answer is told: that of the text,
    or the last that was tried. `status`: its HTTP status. `time`: when, in UTC. `archive`: the
    address of an archived copy; the text is from there if `answered` is the same. `sha256`: of the
    bytes that came. `extractor`, `version`: what took the text from them; blank if there is none.
    `problem`: why the page, or its archived copy, couldn't be had.
    """

    source_id: str
    asked: str = ""
    answered: str = ""
    status: str = ""
    time: str = ""
    archive: str = ""
    sha256: str = ""
    extractor: str = ""
    version: str = ""
    problem: str = ""
    text: str = field(default="", repr=False)


COLUMNS = [one.name for one in fields(Page) if one.name != "text"]


class Manifest:
    """The pages of a folder, and their texts. A context manager.

    While it is open each page is appended to the file as it comes, so that a process that is killed
    loses none. At the end the file is written anew, sorted.
    """

    def __init__(self, folder: str) -> None:
        """Read what is there; ValueError if the file is none of ours."""
        self.folder = folder
        self.path = os.path.join(folder, FILENAME)
        self.pages = _read_pages(self.path)
        self._handle = -1

    def __enter__(self) -> Manifest:
        # The last line of a killed run may be cut: what follows must begin on a line of its own.
        self._write_sorted()
        self._handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._handle)
        self._write_sorted()

    def text_path(self, source: str) -> str:
        """Return the path of the text of a source."""
        return os.path.join(self.folder, f"{source}.txt")

    def has_text(self, source: str) -> bool:
        """Say whether the text of a source is in the folder, fetched or put there by hand."""
        return os.path.isfile(self.text_path(source))

    def add(self, page: Page) -> None:
        """Write a page down: first its row, then its text.

        So a text without a row is somebody's own, and a row without its text is tried again.
        """
        self.pages[page.source_id] = page
        os.write(self._handle, _as_csv([page]))
        os.fsync(self._handle)
        if page.text:
            with (
                files.replacing(self.text_path(page.source_id)) as draft,
                open(draft, "wb") as file,
            ):
                file.write(page.text.encode())
                file.flush()
                os.fsync(file.fileno())

    def _write_sorted(self) -> None:
        pages = [self.pages[source] for source in sorted(self.pages)]
        files.write_whole(self.path, f"{','.join(COLUMNS)}\n".encode() + _as_csv(pages))


def _as_csv(pages: list[Page]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(astuple(page)[: len(COLUMNS)] for page in pages)
    return out.getvalue().encode("utf-8", "replace")


def _read_pages(path: str) -> dict[str, Page]:
    """Return the pages in a manifest by source; of several rows of a source the last counts."""
    data = files.read(path)
    if data is None:
        return {}
    # A line that is cut was being written when the process was killed.
    whole = data[: data.rfind(b"\n") + 1].decode("utf-8", "replace")
    rows = list(csv.reader(io.StringIO(whole, newline="")))
    if rows and rows[0] != COLUMNS:
        raise ValueError(f"{path} is no manifest of fetched pages: name another folder")
    return {row[0]: Page(*row) for row in rows[1:] if len(row) == len(COLUMNS)}
