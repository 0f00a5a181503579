"""The metadata for catalogues, each held by the validator of its own standard."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import csvw
import jsonschema
import mlcroissant
import pandas as pd
import pytest
import rdflib
from datacite import schema45
from rdflib.namespace import RDF, SDO

import cff
import coalition_data as cd
import metadata
from coalition_data import export
from coalition_data.tables import descriptor
from worlds import ROOT, Copy

# rdflib and what is built on it warn of their own insides.
pytestmark = [
    pytest.mark.once,
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"
    ),
]

PACKAGE = descriptor.read()
# Zenodo ships no schema of its legacy deposit form; this is the part that we use, transcribed from
# its REST documentation and from zenodraft's metadata-schema-zenodo, which was derived from
# Zenodo's own form.
ZENODO = {
    "type": "object",
    "additionalProperties": False,
    "required": ["upload_type", "title", "creators", "description", "access_right", "license"],
    "properties": {
        "upload_type": {"const": "dataset"},
        "title": {"type": "string", "minLength": 1},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {
                    name: {"type": "string"} for name in ("name", "affiliation", "orcid", "gnd")
                },
            },
        },
        "description": {"type": "string", "minLength": 1},
        "version": {"type": "string"},
        "publication_date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "access_right": {"enum": ["open", "embargoed", "restricted", "closed"]},
        "license": {"type": "string", "pattern": "^[a-z0-9.+-]+$"},
        "language": {"type": "string", "pattern": "^[a-z]{3}$"},
        "keywords": {"type": "array", "items": {"type": "string"}},
        "notes": {"type": "string"},
    },
}


def written(path: str) -> Any:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def test_citation_cff_passes_its_schema() -> None:
    assert cff.is_valid((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_datacite_passes_its_schema() -> None:
    assert schema45.validate(written("metadata/datacite.json"))


def test_both_dois_are_in_the_citation_files(copy: Copy) -> None:
    path = copy.folder / "datapackage.json"
    dois = {
        "id": "https://doi.org/10.5281/zenodo.7",
        "isVersionOf": "https://doi.org/10.5281/zenodo.6",
    }
    raw = {**json.loads(path.read_text(encoding="utf-8")), **dois}
    path.write_text(json.dumps(raw), encoding="utf-8")
    files = metadata.files(descriptor.read(str(copy.folder)))
    assert cff.is_valid(files["CITATION.cff"])
    told = cff.read(files["CITATION.cff"])
    assert told["doi"] == told["preferred-citation"]["doi"] == "10.5281/zenodo.7"
    assert [one["value"] for one in told["identifiers"]] == ["10.5281/zenodo.6"]
    datacite = json.loads(files["metadata/datacite.json"])
    assert schema45.validate(datacite)
    assert datacite["doi"] == "10.5281/zenodo.7"
    assert datacite["relatedIdentifiers"][0]["relatedIdentifier"] == "10.5281/zenodo.6"


def test_the_citation_that_is_preferred_is_of_this_version() -> None:
    told = cff.read(metadata.files(PACKAGE)["CITATION.cff"])
    preferred = told["preferred-citation"]
    for name in ("title", "authors", "version", "license"):
        assert preferred[name] == told[name]
    assert cd.fingerprint() in preferred["notes"]


def test_zenodo_passes_its_schema() -> None:
    jsonschema.validate(written(".zenodo.json"), ZENODO)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**written(".zenodo.json"), "upload_type": "tables"}, ZENODO)


def test_every_word_of_the_schema_org_file_is_one_of_schema_org() -> None:
    graph = rdflib.Graph().parse(ROOT / "metadata" / "schema-org.json", format="json-ld")
    words = {p for _, p, _ in graph if p != RDF.type} | set(graph.objects(None, RDF.type))
    # Looking up a word that schema.org doesn't have raises AttributeError.
    assert {getattr(SDO, str(word).removeprefix(str(SDO))) for word in words} == words
    assert len(set(graph.subjects(RDF.type, SDO.DataDownload))) == len(PACKAGE.tables)
    (dataset,) = graph.subjects(RDF.type, SDO.Dataset)
    # What catalogues of data sets ask for: a name, and a description of 50 to 5000 characters.
    assert str(graph.value(dataset, SDO.name)) == PACKAGE.raw["title"]
    assert 50 <= len(str(graph.value(dataset, SDO.description))) <= 5000


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a part of the tables and the metadata that the program writes for it."""
    folder = Copy(tmp_path_factory.mktemp("small")).folder
    for name, text in metadata.files(descriptor.read(str(folder))).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_croissant_is_valid() -> None:
    dataset = mlcroissant.Dataset(jsonld=str(ROOT / "metadata" / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    assert {record_set.uuid for record_set in dataset.metadata.record_sets} == set(PACKAGE.tables)


@pytest.fixture(scope="module")
def dataset(small: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(jsonld=str(small / "metadata" / "croissant.json"))


def test_croissant_loads_every_row(small: Path, dataset: mlcroissant.Dataset) -> None:
    # mlcroissant gives the records of a table once: those of figures are wanted below.
    for table in PACKAGE.tables.keys() - {"figures"}:
        assert sum(1 for _ in dataset.records(table)) == len(cd.load(table, folder=small)), table


def test_croissant_reads_the_values_that_we_read(small: Path, dataset: mlcroissant.Dataset) -> None:
    figures = cd.load("figures", folder=small).set_index("figure_id")
    records = list(dataset.records("figures"))
    assert len(records) == len(figures)
    for record in records:
        row = figures.loc[record["figures/figure_id"].decode()]
        assert record["figures/about"].decode() == row["about"]
        assert record["figures/value"] == (None if pd.isna(row["value"]) else row["value"])


def test_croissant_loads_every_item_of_the_quote_corpus(small: Path, tmp_path: Path) -> None:
    written = export.write("corpus", tmp_path, folder=small)
    described = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json"))
    assert described.metadata.ctx.issues.errors == set()
    for file in (Path(path) for path in written if path.endswith(".jsonl")):
        part = file.relative_to(tmp_path).with_suffix("").as_posix()
        loaded = [record[f"{part}/quote_id"].decode() for record in described.records(part)]
        lines = file.read_text(encoding="utf-8").splitlines()
        assert loaded == [json.loads(line)["quote_id"] for line in lines]


def test_a_broken_croissant_is_refused(tmp_path: Path) -> None:
    told = written("metadata/croissant.json")
    told["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] = "nowhere.csv"
    (tmp_path / "croissant.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(mlcroissant.ValidationError):
        mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json"))


def test_csvw_reads_the_tables_from_its_folder(small: Path) -> None:
    group = csvw.TableGroup.from_file(small / "metadata" / "csvw.json")
    counts = {table.local_name: len(list(table.iterdicts(strict=True))) for table in group.tables}
    assert counts == {
        f"../{table.path}": len(cd.load(table.name, folder=small))
        for table in PACKAGE.tables.values()
    }
    assert group.check_referential_integrity()


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum isn't installed")
def test_the_manifest_finds_a_changed_byte(copy: Copy) -> None:
    (copy.folder / "SHA256SUMS").write_text(
        metadata.manifest(descriptor.read(str(copy.folder))), encoding="utf-8"
    )
    check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=copy.folder, capture_output=True, check=False).returncode == 0
    copy.set("figures", "2015-01-london-f001", value="22").write()
    out = subprocess.run(check, cwd=copy.folder, capture_output=True, text=True, check=False)
    assert "tables/figures.csv: FAILED" in out.stdout


def test_all_metadata_say_the_same_version_title_and_fingerprint() -> None:
    files = metadata.files(PACKAGE)
    for path in (
        "CITATION.cff",
        ".zenodo.json",
        "metadata/datacite.json",
        "metadata/schema-org.json",
    ):
        for word in (cd.__version__, PACKAGE.raw["title"], cd.fingerprint()):
            assert word in files[path], path
    assert cd.fingerprint() in files["metadata/croissant.json"]
