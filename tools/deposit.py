"""Reserve a DOI, and deposit the release archive under it.

- `python tools/deposit.py reserve` makes a draft on Zenodo and prints the two lines that go into
  datapackage.json: the DOI that is reserved for the next version, and that of all versions.
- `python tools/deposit.py ARCHIVE` puts the archive into the draft of the DOI that it carries,
  publishes it, and prints the DOI.

ZENODO_TOKEN is a token with the scopes deposit:write and deposit:actions. To reserve,
ZENODO_RECORD is the number of the record of the last release; without it a first record is made.
ZENODO_URL is another address than https://zenodo.org, such as its sandbox. The metadata are those
of .zenodo.json inside the archive.
"""

import json
import os
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

TIMEOUT = 300
DRAFTS = "/api/deposit/depositions"
ADDRESS = "https://doi.org/"


class Zenodo:
    """The deposit interface of Zenodo at `url`."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url.rstrip("/"), token

    def call(
        self, method: str, url: str, body: bytes | None = None, kind: str = "application/json"
    ) -> Any:
        """Return the JSON with which the interface answers; ValueError with its words where it
        refuses.
        """
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        asked = urllib.request.Request(url, data=body, method=method, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise ValueError(
                f"{method} {url}: {error.code}: {error.read().decode(errors='replace')[:500]}"
            ) from None

    def reserve(self, record: str) -> list[str]:
        """Make a draft, the first version of a record or the next of `record`.

        Returns the DOI of the draft and that of all versions. Neither is registered before the
        draft is published.
        """
        if record:
            last = self.call("POST", f"{self.url}{DRAFTS}/{record}/actions/newversion")
            draft = self.call("GET", last["links"]["latest_draft"])
        else:
            draft = self.call("POST", f"{self.url}{DRAFTS}", b"{}")
        doi = _reserved_doi(draft)
        prefix = doi.removesuffix(str(draft["metadata"]["prereserve_doi"]["recid"]))
        return [doi, f"{prefix}{draft['conceptrecid']}"]

    def deposit(self, archive: Path) -> str:
        """Publish the archive in the draft that was reserved for it, and return the DOI.

        Raises ValueError where the archive carries no DOI, or one that no draft has.
        """
        with zipfile.ZipFile(archive) as files:
            metadata = json.loads(files.read(f"{archive.stem}/.zenodo.json"))
            described = json.loads(files.read(f"{archive.stem}/datapackage.json"))
        doi = described.get("id", "").removeprefix(ADDRESS)
        number = doi.rpartition(".")[2]
        if not number.isdecimal():
            raise ValueError(f"{archive.name} carries no DOI: reserve one before you build")
        draft = self.call("GET", f"{self.url}{DRAFTS}/{number}")
        if draft.get("submitted") or _reserved_doi(draft) != doi:
            raise ValueError(f"no draft has {doi} reserved: is it published, or of another record?")
        # Those of the version before, and of a run that broke off.
        for file in draft.get("files", []):
            self.call("DELETE", f"{draft['links']['self']}/files/{file['id']}")
        self.call(
            "PUT",
            f"{draft['links']['bucket']}/{archive.name}",
            archive.read_bytes(),
            "application/octet-stream",
        )
        metadata["prereserve_doi"] = True
        self.call("PUT", draft["links"]["self"], json.dumps({"metadata": metadata}).encode())
        done = self.call("POST", draft["links"]["publish"])
        if done["doi"] != doi:
            raise ValueError(f"published as {done['doi']}, and the archive says {doi}")
        return doi


def _reserved_doi(draft: Any) -> str:
    return str(draft["metadata"]["prereserve_doi"]["doi"])


def main(argv: list[str]) -> int:
    token = os.environ.get("ZENODO_TOKEN", "")
    if len(argv) != 1 or not token:
        print(__doc__ if len(argv) != 1 else "deposit: ZENODO_TOKEN is not set", file=sys.stderr)
        return 2
    zenodo = Zenodo(os.environ.get("ZENODO_URL", "https://zenodo.org"), token)
    try:
        if argv[0] == "reserve":
            found = zenodo.reserve(os.environ.get("ZENODO_RECORD", ""))
            for name, doi in zip(("id", "isVersionOf"), found, strict=True):
                print(f'"{name}": "{ADDRESS}{doi}",')
        else:
            print(zenodo.deposit(Path(argv[0])))
    except (ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
        print(f"deposit: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
