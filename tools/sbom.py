"""Write the bill of materials of a release: `python tools/sbom.py DIST`.

DIST has the built files in `python` and `archive`. Writes coalition-data-<version>.cdx.json beside
the archive, as CycloneDX: the files with their hashes, the package, and each package that it needs,
in the version that is installed here, with its licence and what it needs in turn. Extras aren't in
it. The same files and packages always give the same bytes.
"""

import datetime
import hashlib
import sys
import uuid
from importlib import metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coalition_data.tables import descriptor

NAME = "coalition-data"


def main(argv: list[str]) -> int:
    if len(argv) != 1:
        raise SystemExit(__doc__)
    dist = Path(argv[0])
    package = descriptor.read()
    files = sorted([*dist.glob("python/*"), *dist.glob("archive/*.zip")])
    bom = describe_release(package, files)
    path = dist / "archive" / f"{NAME}-{package.version}.cdx.json"
    path.write_text(JsonV1Dot6(bom).output_as_string(indent=2) + "\n", encoding="utf-8")
    print(path)
    return 0


def describe_release(package: descriptor.Package, files: list[Path]) -> Bom:
    needed = find_needed(NAME)
    components = {name: describe_package(name) for name in needed}
    root = components[NAME]
    root.version = package.version
    root.purl = PackageURL("pypi", name=NAME, version=package.version)
    root.components = [describe_file(path) for path in files]
    bom = Bom(components=[one for one in components.values() if one is not root])
    bom.metadata.component = root
    bom.metadata.timestamp = datetime.datetime.fromisoformat(package.raw["created"])
    hashes = "".join(describe_hash(path) for path in files)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{root.purl}#{hashes}")
    for name, others in needed.items():
        bom.register_dependency(components[name], [components[other] for other in others])
    return bom


def find_needed(name: str) -> dict[str, list[str]]:
    """Return by its name each package that is needed, and the names of those that it needs."""
    found: dict[str, list[str]] = {}
    todo = [(name, frozenset[str]())]
    while todo:
        name, extras = todo.pop()
        others = [Requirement(line) for line in metadata.requires(name) or []]
        for other in others:
            # A package's own need, or one of an extra of it that was asked for.
            asked = any(is_asked(other, extra) for extra in ("", *extras))
            needs = found.setdefault(name, [])
            key = canonicalize_name(other.name)
            if asked and key not in needs:
                needs.append(key)
                if key not in found or other.extras:
                    todo.append((key, frozenset(other.extras)))
        found.setdefault(name, [])
    return found


def is_asked(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def describe_package(name: str) -> Component:
    found = metadata.metadata(name).json
    version = str(found["version"])
    licences = LicenseFactory()
    words = str(found.get("license_expression") or found.get("license") or "")
    # Some packages write the whole text there.
    is_short = words and "\n" not in words
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        bom_ref=name,
        purl=PackageURL("pypi", name=name, version=version),
        licenses=[licences.make_from_string(words)] if is_short else [],
    )


def describe_file(path: Path) -> Component:
    digest = HashType(alg=HashAlgorithm.SHA_256, content=describe_hash(path))
    return Component(name=path.name, type=ComponentType.FILE, bom_ref=path.name, hashes=[digest])


def describe_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
