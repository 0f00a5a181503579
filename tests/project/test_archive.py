"""The release archive: what it holds, that it is the same each time, that R opens it, and how it is
deposited.
"""

import hashlib
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import coalition_data as cd
from coalition_data.tables import descriptor
from shipping import leaks
from worlds import ELSEWHERE, ROOT, tracked

pytestmark = pytest.mark.once

PACKAGE = descriptor.read()
NAME = f"coalition-data-{cd.__version__}"
ARCHIVE = [sys.executable, str(ROOT / "tools" / "archive.py")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("archive")
    subprocess.run([*ARCHIVE, str(out)], check=True, capture_output=True)
    return out / f"{NAME}.zip"


@pytest.fixture(scope="module")
def opened(archive: Path) -> Path:
    with zipfile.ZipFile(archive) as files:
        files.extractall(archive.parent)
    return archive.parent / NAME


def test_the_archive_is_the_same_elsewhere(archive: Path, tmp_path: Path) -> None:
    subprocess.run(["bash", "-c", f'umask 077; exec "$@" {tmp_path}', "-", *ARCHIVE], check=True,
                   capture_output=True, env={**os.environ, **ELSEWHERE})  # fmt: skip
    assert (tmp_path / archive.name).read_bytes() == archive.read_bytes()


def test_the_archive_holds_tables_codebook_changes_quality_and_readme(opened: Path) -> None:
    files = {str(path.relative_to(opened)) for path in opened.rglob("*") if path.is_file()}
    assert {
        "CHANGELOG.md",
        "docs/corrections.csv",
        "docs/codebook.md",
        "docs/quality.md",
        "docs/rights.md",
        "datapackage.json",
        "LICENSE-DATA",
    } <= files
    assert {table.path for table in PACKAGE.tables.values()} <= files
    # All else is a file of git.
    assert files - {"README.md", "SHA256SUMS"} <= set(tracked())


def test_every_file_in_the_archive_has_its_checksum(opened: Path) -> None:
    sums = dict(
        line.split("  ")[::-1]
        for line in (opened / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    found = {str(p.relative_to(opened)): hashlib.sha256(p.read_bytes()).hexdigest()
             for p in opened.rglob("*") if p.is_file() and p.name != "SHA256SUMS"}  # fmt: skip
    assert found == sums


def test_the_archive_is_valid_data_and_the_same_as_here(archive: Path, opened: Path) -> None:
    assert cd.validate(opened) == []
    assert cd.diff(archive, ROOT).changes == []


def test_nothing_of_an_article_is_in_the_archive_but_what_may_ship(
    archive: Path, texts: Path
) -> None:
    with zipfile.ZipFile(archive) as files:
        assert leaks({name: files.read(name) for name in files.namelist()}, texts) == []


def test_every_link_in_the_archive_leads_to_a_file_of_it(opened: Path) -> None:
    for page in opened.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#: ]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


@pytest.mark.skipif(
    not shutil.which("Rscript") and not os.environ.get("CI"), reason="R isn't installed"
)
def test_r_opens_it_by_the_line_that_the_readme_gives(opened: Path) -> None:
    line = re.findall(
        r"```r\n(.*?)\n```", (opened / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL
    )[0]
    script = (
        f"{line}\ncat(nrow(meetings), nrow(readr::problems(meetings)), class(meetings$date_start))"
    )
    out = subprocess.run(
        ["Rscript", "-e", script], cwd=opened.parent, capture_output=True, text=True, check=True
    )
    assert out.stdout.split() == [str(len(cd.meetings())), "0", "Date"]


class Server(http.server.BaseHTTPRequestHandler):
    """As much of Zenodo's deposit interface as a deposit needs."""

    calls: list[tuple[str, str, bytes]]
    refuses = False
    is_published = False

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.calls.append((self.command, self.path, body))
        here = f"http://{self.headers['Host']}"
        one = f"{here}/api/deposit/depositions/7"
        links = {
            "self": one,
            "bucket": f"{here}/files/b",
            "publish": f"{one}/actions/publish",
            "latest_draft": one,
        }
        told = {
            "id": 7,
            "conceptrecid": "6",
            "doi": "10.5281/zenodo.7",
            "metadata": {"prereserve_doi": {"doi": "10.5281/zenodo.7", "recid": 7}},
            "submitted": self.is_published,
            "links": links,
            "files": [{"id": "old"}],
        }
        self.send_response(403 if self.refuses else 200)
        self.end_headers()
        self.wfile.write(b"no such token" if self.refuses else json.dumps(told).encode())

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


@pytest.fixture
def zenodo() -> Iterator[tuple[str, type[Server]]]:
    kind = type("Fresh", (Server,), {"calls": []})
    server = http.server.HTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", kind
    server.shutdown()
    server.server_close()


def deposit(what: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / "deposit.py"), str(what)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZENODO")}
    return subprocess.run(
        command, env={**kept, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def reserved(tmp_path: Path) -> Path:
    """Return an archive that carries a DOI, as one that was built after it was reserved."""
    path = tmp_path / f"{NAME}.zip"
    with zipfile.ZipFile(path, "w") as files:
        described = {"id": "https://doi.org/10.5281/zenodo.7"}
        files.writestr(f"{NAME}/datapackage.json", json.dumps(described))
        files.writestr(f"{NAME}/.zenodo.json", (ROOT / ".zenodo.json").read_bytes())
    return path


DRAFTS = "/api/deposit/depositions"


def test_a_doi_is_reserved_before_anything_is_built(zenodo: tuple[str, type[Server]]) -> None:
    out = deposit("reserve", ZENODO_URL=zenodo[0], ZENODO_TOKEN="t")
    assert out.stdout.splitlines() == [
        '"id": "https://doi.org/10.5281/zenodo.7",',
        '"isVersionOf": "https://doi.org/10.5281/zenodo.6",',
    ]
    assert [(method, path) for method, path, _ in zenodo[1].calls] == [("POST", DRAFTS)]


def test_a_later_doi_is_that_of_a_new_version(zenodo: tuple[str, type[Server]]) -> None:
    out = deposit("reserve", ZENODO_URL=zenodo[0], ZENODO_TOKEN="t", ZENODO_RECORD="5")
    assert out.returncode == 0
    assert [(method, path) for method, path, _ in zenodo[1].calls] == [
        ("POST", f"{DRAFTS}/5/actions/newversion"),
        ("GET", f"{DRAFTS}/7"),
    ]


def test_a_deposit_puts_the_archive_with_its_metadata_into_the_draft_of_its_doi(
    reserved: Path, zenodo: tuple[str, type[Server]]
) -> None:
    out = deposit(reserved, ZENODO_URL=zenodo[0], ZENODO_TOKEN="t")
    assert (out.returncode, out.stdout) == (0, "10.5281/zenodo.7\n")
    assert [(method, path) for method, path, _ in zenodo[1].calls] == [
        ("GET", f"{DRAFTS}/7"),
        ("DELETE", f"{DRAFTS}/7/files/old"),
        ("PUT", f"/files/b/{NAME}.zip"),
        ("PUT", f"{DRAFTS}/7"),
        ("POST", f"{DRAFTS}/7/actions/publish"),
    ]
    assert zenodo[1].calls[2][2] == reserved.read_bytes()
    sent = json.loads(zenodo[1].calls[3][2])["metadata"]
    told = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert sent == {**told, "prereserve_doi": True}


def test_an_archive_without_a_doi_is_not_deposited(
    tmp_path: Path, zenodo: tuple[str, type[Server]]
) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as files:
        for name in ("datapackage.json", ".zenodo.json"):
            files.writestr(f"x/{name}", "{}")
    out = deposit(path, ZENODO_URL=zenodo[0], ZENODO_TOKEN="t")
    assert out.returncode == 2
    assert out.stderr == "deposit: x.zip carries no DOI: reserve one before you build\n"
    assert zenodo[1].calls == []


def test_an_archive_whose_doi_was_published_is_not_deposited_again(
    reserved: Path, zenodo: tuple[str, type[Server]]
) -> None:
    zenodo[1].is_published = True
    out = deposit(reserved, ZENODO_URL=zenodo[0], ZENODO_TOKEN="t")
    assert out.returncode == 2
    assert "no draft has 10.5281/zenodo.7 reserved" in out.stderr
    assert [method for method, _, _ in zenodo[1].calls] == ["GET"]


def test_a_refused_deposit_is_one_line_and_no_success(
    reserved: Path, zenodo: tuple[str, type[Server]]
) -> None:
    zenodo[1].refuses = True
    out = deposit(reserved, ZENODO_URL=zenodo[0], ZENODO_TOKEN="t")
    assert out.returncode == 2
    assert "403: no such token" in out.stderr
    assert out.stderr.count("\n") == 1
    assert deposit(reserved).stderr == "deposit: ZENODO_TOKEN is not set\n"
