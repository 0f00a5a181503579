"""One thing to cite, whatever style it is written in."""

from __future__ import annotations

DATASET = "dataset"
# What a kind of source is called in BibTeX, CSL, RIS, CFF and DataCite.
TYPES = {
    DATASET: ("misc", "dataset", "DATA", "data", "Dataset"),
    "press_article": ("article", "article-newspaper", "NEWS", "newspaper-article", "Text"),
    "wire": ("article", "article-newspaper", "NEWS", "newspaper-article", "Text"),
    "official_statement": ("misc", "webpage", "ELEC", "government-document", "Text"),
    "communique": ("misc", "webpage", "ELEC", "government-document", "Text"),
    "transcript": ("misc", "webpage", "ELEC", "generic", "Text"),
    "reference": ("misc", "webpage", "ELEC", "generic", "Text"),
    "analysis": ("techreport", "report", "RPRT", "report", "Report"),
    "social_post": ("misc", "post", "ELEC", "generic", "Text"),
}


class Reference:
    """One thing to cite: a source, or the data.

    `kind` is a key of TYPES, `date` year, month and day as far as known (texts), `authors` persons, `publisher` who
    answers for it; of the data `version` and `note` (rows and fingerprint) too. What isn't known is empty.
    """

    def __init__(
        self, key: str, kind: str, title: str, publisher: str, date: tuple[str, ...]
    ) -> None:
        self.key, self.kind, self.title, self.publisher, self.date = (
            key,
            kind,
            title,
            publisher,
            date,
        )
        self.authors: list[str] = []
        self.url = self.doi = self.accessed = self.lang = self.version = self.note = ""
        self.keywords: list[str] = []
        self.license = self.abstract = ""

    @property
    def names(self) -> list[str]:
        """Return whose work it is: its authors, else who answers for it."""
        return self.authors or [self.publisher]
