"""What CI, the action and a release run is pinned; what a release is made of is written down."""

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sbom
from coalition_data.tables import descriptor
from worlds import ROOT

pytestmark = pytest.mark.once

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FILES = [*WORKFLOWS, ROOT / "action.yml", ROOT / "examples" / "validate.yml"]
LOCK = (GITHUB / "requirements" / "release.txt").read_text(encoding="utf-8")
USES = re.compile(r"uses: (?!OWNER/)(\S+)(.*)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_action_is_pinned_to_a_commit_whose_version_is_told(path: Path) -> None:
    for action, rest in USES.findall(path.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", rest)


def test_an_action_has_one_version_everywhere() -> None:
    pins = {use for path in FILES for use in USES.findall(path.read_text(encoding="utf-8"))}
    assert len(pins) >= 8
    assert len({action.split("@")[0] for action, _ in pins}) == len(pins)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read_and_keeps_no_token(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 30
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def release_steps() -> list[dict[str, Any]]:
    workflow = yaml.safe_load((GITHUB / "workflows" / "release.yml").read_text(encoding="utf-8"))
    steps: list[dict[str, Any]] = workflow["jobs"]["build"]["steps"]
    return steps


def test_the_job_that_holds_the_texts_installs_from_the_lock_alone_and_before_it_holds_them() -> (
    None
):
    steps = release_steps()
    held = next(n for n, step in enumerate(steps) if "TEXTS_TOKEN" in str(step))
    installs = [n for n, step in enumerate(steps) if " install " in step.get("run", "")]
    locked, itself = (steps[n]["run"] for n in installs)
    assert max(installs) < held
    assert "--require-hashes --only-binary :all: -r .github/requirements/release.txt" in locked
    assert "--no-index --no-deps --no-build-isolation" in itself
    nox = next(step for step in steps if "nox" in step.get("run", ""))
    assert nox["env"] == {"COALITION_DATA_INSTALLED": "1"}


def test_nox_installs_nothing_where_all_is_locked() -> None:
    source = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    for name in ("built", "release"):
        body = re.search(rf"^def {name}\(.*?(?=^@nox|\Z)", source, re.MULTILINE | re.DOTALL)
        assert body
        assert "install" not in body[0].replace("is installed", "")
    assert re.search(r'os\.environ\.get\("COALITION_DATA_INSTALLED"\):\n +return\n', source)


def test_the_lock_has_hashes_and_names_no_registry() -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK.split("\n", 2)[2])
    for block in blocks:
        assert re.match(
            r"[a-z0-9-]+==\S+( ; [^\n]+)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n?)+$", block
        )
    assert not re.search(r"://|--(extra-)?index|--find-links|@", LOCK)


def test_the_lock_has_what_the_package_and_a_release_need() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = (GITHUB / "requirements" / "release.in").read_text(encoding="utf-8").splitlines()
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, re.MULTILINE))
    for line in [*project["dependencies"], *wanted]:
        if not line.startswith("#"):
            requirement = Requirement(line)
            version = locked[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Return the folder of a release of two files."""
    for name in ("python/a.whl", "archive/b.zip"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def test_the_bill_of_materials_names_files_and_packages(dist: Path) -> None:
    version = descriptor.read().version
    assert sbom.main([str(dist)]) == 0
    text = (dist / "archive" / f"coalition-data-{version}.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    root = bill["metadata"]["component"]
    assert root["purl"] == f"pkg:pypi/coalition-data@{version}"
    hashes = {one["name"]: one["hashes"][0]["content"] for one in root["components"]}
    assert hashes["a.whl"] == hashlib.sha256(b"python/a.whl").hexdigest()
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    assert needs["coalition-data"] == ["pandas", "pandera", "pyarrow"]
    assert "numpy" in needs["pandas"]
    # No more than is needed, and no word of the machine that it was written on.
    assert "pytest" not in needs
    assert str(ROOT) not in text


def test_the_same_release_has_the_same_bill(dist: Path) -> None:
    bills = set()
    for _ in range(2):
        assert sbom.main([str(dist)]) == 0
        bills.add(next(dist.glob("archive/*.json")).read_bytes())
    assert len(bills) == 1


def test_who_finds_a_hole_is_told_where_to_say_so() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "/security/advisories/new" in page
    assert "docs/rights.md" in page


def test_the_versions_that_are_supported_are_those_that_are_tested() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = re.search(r"on Python (3[0-9., and]+) with the newest", page)
    assert told
    pythons = re.findall(r"3\.\d+", told[1])
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    workflow = (GITHUB / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert pythons == named
    assert pythons == re.findall(r"^ +(3\.\d+)$", workflow, re.MULTILINE)
    assert project["requires-python"] == f">={pythons[0]}"
    lower = [*project["dependencies"], *project["optional-dependencies"]["polars"]]
    for requirement in map(Requirement, lower):
        assert f"{requirement.name} {str(requirement.specifier).removeprefix('>=')}" in page
