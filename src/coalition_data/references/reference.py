"""One thing to cite, in whatever style."""

from __future__ import annotations

from types import SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DOI = "https://doi.org/"


# A dataclass would import inspect, which takes as long as the rest of `cite`.
class Reference(SimpleNamespace):
    """A source, or the data: what isn't known is empty.

    `kind` is a key of styles.TYPES; `date` year, month and day as far as known; `authors` are
    persons, `publisher` answers for it; `doi` is an address. `accessed` is the day on which the
    address was visited; a `note` tells rows and fingerprint of the data, and of a source that a
    stored copy was read. Only the data have a `version`, a DOI of all versions, keywords, a licence
    and an abstract.
    """

    key: str
    kind: str
    title: str
    publisher: str
    date: tuple[str, ...]
    authors: Sequence[str] = ()
    url: str = ""
    doi: str = ""
    doi_of_all: str = ""
    accessed: str = ""
    lang: str = ""
    version: str = ""
    note: str = ""
    keywords: Sequence[str] = ()
    license: str = ""
    abstract: str = ""

    @property
    def names(self) -> Sequence[str]:
        """Whose work it is: the authors, else the publisher."""
        return self.authors or [self.publisher]

    @property
    def bare_doi(self) -> str:
        """The DOI without the address that resolves it."""
        return self.doi.removeprefix(DOI)

    @property
    def bare_doi_of_all(self) -> str:
        """The same of all versions."""
        return self.doi_of_all.removeprefix(DOI)
