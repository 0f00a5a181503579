"""Deposit the release archive: `python tools/deposit.py ARCHIVE` puts it on Zenodo and prints two
DOIs: that of this version and that of all versions.

ZENODO_TOKEN is a token with the scopes deposit:write and deposit:actions. ZENODO_RECORD is the
number of the record of the last release; without it a first record is made. ZENODO_URL is another
address than https://zenodo.org, such as its sandbox. The metadata are those of .zenodo.json inside
the archive.
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

    def draft(self, record: str) -> Any:
        """Return a new draft: the first version of a record, or the next of `record`, without its
        old files.
        """
        all_of_them = f"{self.url}/api/deposit/depositions"
        if not record:
            return self.call("POST", all_of_them, b"{}")
        last = self.call("POST", f"{all_of_them}/{record}/actions/newversion")
        draft = self.call("GET", last["links"]["latest_draft"])
        for file in draft.get("files", []):
            self.call("DELETE", f"{draft['links']['self']}/files/{file['id']}")
        return draft

    def deposit(self, archive: Path, record: str) -> str:
        """Deposit the archive and return the DOI of this version and that of all versions, a line
        each.
        """
        with zipfile.ZipFile(archive) as files:
            metadata = json.loads(files.read(f"{archive.stem}/.zenodo.json"))
        draft = self.draft(record)
        self.call(
            "PUT",
            f"{draft['links']['bucket']}/{archive.name}",
            archive.read_bytes(),
            "application/octet-stream",
        )
        self.call("PUT", draft["links"]["self"], json.dumps({"metadata": metadata}).encode())
        done = self.call("POST", draft["links"]["publish"])
        return f"{done['doi']}\n{done['conceptdoi']}"


def main(argv: list[str]) -> int:
    token = os.environ.get("ZENODO_TOKEN", "")
    if len(argv) != 1 or not token:
        print(__doc__ if len(argv) != 1 else "deposit: ZENODO_TOKEN is not set", file=sys.stderr)
        return 2
    zenodo = Zenodo(os.environ.get("ZENODO_URL", "https://zenodo.org"), token)
    try:
        print(zenodo.deposit(Path(argv[0]), os.environ.get("ZENODO_RECORD", "")))
    except (ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
        print(f"deposit: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
