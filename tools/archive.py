"""Write the release archive: `python tools/archive.py FOLDER` makes
FOLDER/coalition-data-<version>.zip.

It is for people who don't use Python: the tables, their descriptor, codebook and manual, what
changed since the last release, the quality report, the metadata for catalogues and the checksums of
all files. The same data always give the same bytes.
"""

import hashlib
import sys
import zipfile
from pathlib import Path

import metadata
from coalition_data.references import citation
from coalition_data.tables import descriptor

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE-DATA", "SECURITY.md", "docs", "tables")


def contents(package: descriptor.Package) -> dict[str, bytes]:
    """Return the files of the archive by their paths in it."""
    files = {
        path: text.encode()
        for path, text in metadata.files(package).items()
        if path != "SHA256SUMS"
    }
    for name in (descriptor.FILENAME, *DOCUMENTS):
        path = ROOT / name
        for one in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            files[str(one.relative_to(ROOT))] = one.read_bytes()
    files["README.md"] = readme(package).encode()
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())
    )
    return {**files, "SHA256SUMS": sums.encode()}


def readme(package: descriptor.Package) -> str:
    """Return the archive's own README."""
    raw, name = package.raw, stem(package)
    tables = "\n".join(
        f"- `{table.path}`: {table.description}" for table in package.tables.values()
    )
    return f"""# {raw["title"]}, {package.version}

{raw["description"]}

In R:

```r
meetings <- readr::read_csv("{name}/tables/meetings.csv", na = "", show_col_types = FALSE)
```

In Python: `pip install coalition-data=={package.version}`. In a spreadsheet: import as UTF-8, all columns as text.

## The tables

{tables}

- Columns and values: `docs/codebook.md`
- What changed: `CHANGELOG.md`, and each corrected cell `docs/corrections.csv`
- How reliable the data are: `docs/quality.md`
- How they were made, and what they should not be used for: `docs/datasheet.md`
- Who owns the words: `docs/rights.md`
- The checksum of each file: `SHA256SUMS`

## How to cite

{citation.cite()}
"""


def stem(package: descriptor.Package) -> str:
    return f"{package.raw['name']}-{package.version}"


def write(folder: Path) -> Path:
    """Write the archive into `folder`; a file of the same name is replaced."""
    package = descriptor.read(str(ROOT))
    path = folder.resolve() / f"{stem(package)}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    year, month, day = (int(part) for part in package.raw["created"][:10].split("-"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(contents(package).items()):
            entry = zipfile.ZipInfo(f"{stem(package)}/{name}", (year, month, day, 0, 0, 0))
            entry.create_system, entry.external_attr, entry.compress_type = (
                3,
                0o644 << 16,
                zipfile.ZIP_DEFLATED,
            )
            archive.writestr(entry, data)
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    print(write(Path(sys.argv[1])))
