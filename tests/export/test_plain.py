"""CSV is the shipped files, JSON is one object that says what it holds."""

import json
from pathlib import Path

import coalition_data as cd
from coalition_data.tables import descriptor

PACKAGE = descriptor.read()


def test_csv_is_a_copy_of_the_shipped_files(out: Path) -> None:
    for name in (descriptor.FILENAME, *(table.path for table in PACKAGE.tables.values())):
        assert (out / "csv" / name).read_bytes() == (Path(PACKAGE.folder) / name).read_bytes()


def test_json_says_its_version_and_fingerprints(out: Path) -> None:
    data = json.loads((out / "all.json").read_text(encoding="utf-8"))
    assert data["version"] == cd.__version__
    assert data["fingerprints"] == {name: cd.fingerprint(name) for name in PACKAGE.tables}
