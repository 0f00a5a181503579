"""Citations are read by the programs that will read them."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bibtexparser
import citeproc
import pandas as pd
import pytest
import rispy
import yaml
from bibtexparser import middlewares
from citeproc.source.json import CiteProcJSON
from datacite import schema45
from hypothesis import given, settings
from hypothesis import strategies as st

import cff
import coalition_data as cd
from coalition_data import cli
from coalition_data.references import citation, reference, styles
from coalition_data.tables import descriptor
from worlds import Copy

pytestmark = pytest.mark.once

Capture = pytest.CaptureFixture[str]
PACKAGE = descriptor.read()


def list_unlike() -> pd.DataFrame:
    """Return the sources of which no two are alike in language, kind, filled cells and signs of
    their address: of those that are, a style makes the same.
    """
    sources = cd.sources()
    filled = sources.notna().astype(str).agg(" ".join, axis=1)
    signs = sources["url"].map(lambda url: "".join(sorted(set(re.sub(r"\w", "", url, flags=re.A)))))
    return sources[
        ~sources.assign(filled=filled, url=signs)[["lang", "kind", "filled", "url"]].duplicated()
    ]


ROWS = {
    "all": None,
    "table": "memberships",
    "some": cd.quotes().head(40),
    "meetings": cd.meetings().head(3),
    "sources": list_unlike(),
    "actors": cd.actors().head(2),
    "none": cd.figures().head(0),
}


def rests_on(x: Any) -> list[str]:
    """Return the sources of rows, found otherwise than the program does."""
    frame = cd.load(x) if isinstance(x, str) else x
    if frame is None or frame.columns[0] == "actor_id":
        return []
    if "source_id" in frame:
        return sorted(frame["source_id"].unique())
    return sorted(cd.reports().merge(frame[["meeting_id"]])["source_id"].unique())


def addresses(x: Any) -> set[str]:
    return set(cd.sources().set_index("source_id").loc[rests_on(x), "url"])


@pytest.mark.parametrize("case", ROWS)
def test_bibtexparser_reads_every_entry(case: str) -> None:
    read = bibtexparser.parse_string(cd.cite(ROWS[case], style="bibtex"))
    assert read.failed_blocks == []
    assert [entry.key for entry in read.entries][1:] == rests_on(ROWS[case])
    assert all({"author", "title"} <= set(entry.fields_dict) for entry in read.entries)


def test_bibtex_gives_back_each_title_and_author_as_the_table_has_them() -> None:
    decode = [middlewares.LatexDecodingMiddleware()]
    read = bibtexparser.parse_string(cd.cite("sources", style="bibtex"), append_middleware=decode)
    rows = cd.sources().set_index("source_id")
    for entry in read.entries[1:]:
        row = rows.loc[entry.key]
        if not pd.isna(row["title"]):
            assert entry.fields_dict["title"].value.strip("{}") == row["title"]
        if not pd.isna(row["author"]):
            assert entry.fields_dict["author"].value == row["author"].replace("; ", " and ")


@pytest.mark.parametrize("case", ROWS)
@pytest.mark.filterwarnings("ignore")  # citeproc-py warns of what its own style lacks
def test_citeproc_writes_every_item(case: str) -> None:
    items = json.loads(cd.cite(ROWS[case], style="csl-json"))
    assert [item["id"] for item in items][1:] == rests_on(ROWS[case])
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    page = citeproc.CitationStylesBibliography(
        style, CiteProcJSON(items[:5]), citeproc.formatter.plain
    )
    for item in items[:5]:
        page.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    written = [str(line) for line in page.bibliography()]
    assert len(written) == len(items[:5])
    assert any(items[0]["title"] in line for line in written)


@pytest.mark.parametrize("case", ROWS)
def test_rispy_reads_every_record(case: str) -> None:
    records = rispy.loads(cd.cite(ROWS[case], style="ris"))
    assert [record["id"] for record in records][1:] == rests_on(ROWS[case])
    assert records[0]["type_of_reference"] == "DATA"
    assert records[0]["notes"] == [cd.cite(ROWS[case]).splitlines()[0].split("[Data set]. ")[1]]


@pytest.mark.parametrize("case", ROWS)
def test_cff_passes_its_schema(case: str) -> None:
    text = cd.cite(ROWS[case], style="cff")
    assert cff.is_valid(text)
    urls = {item["url"] for item in cff.read(text).get("references", [])}
    assert all(url.isascii() for url in urls)
    assert set(map(unquote, urls)) == set(map(unquote, addresses(ROWS[case])))


def test_a_cff_without_authors_is_refused() -> None:
    text = cd.cite(ROWS["meetings"], style="cff")
    assert not cff.is_valid(text.replace("authors:", "writers:", 1))


@pytest.mark.parametrize("case", ROWS)
def test_datacite_passes_its_schema(case: str) -> None:
    record = json.loads(cd.cite(ROWS[case], style="datacite"))
    assert schema45.validate(record)
    found = {
        item["relatedItemIdentifier"]["relatedItemIdentifier"]
        for item in record.get("relatedItems", [])
    }
    assert found == addresses(ROWS[case])


def test_a_datacite_record_without_title_is_refused() -> None:
    assert not schema45.validate({**json.loads(cd.cite(style="datacite")), "titles": []})


def test_one_line_names_the_rows_used_and_they_are_found_again() -> None:
    used = cd.quotes().query("speaker_id == 'philip-hammond'")
    line = cd.cite(used).splitlines()[0]
    assert line.endswith(
        f"[Data set]. {len(used)} of {len(cd.quotes())} rows of quotes, {cd.fingerprint(used)}"
    )
    assert f"(version {cd.__version__})" in line
    assert cd.identify(used).fingerprint in line


def test_the_whole_is_cited_by_its_own_fingerprint() -> None:
    line = cd.cite()
    assert line.endswith(cd.fingerprint())
    assert "\n" not in line


def test_a_doi_is_cited_once_it_is_minted(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptor, "home", lambda: str(copy.folder))
    assert "doi" not in cd.cite(style="bibtex")
    path = copy.folder / "datapackage.json"
    words = path.read_text(encoding="utf-8")
    path.write_text(
        words.replace(
            '"name": "coalition-data",',
            '"name": "coalition-data", "id": "https://doi.org/10.5281/zenodo.1",',
            1,
        ),
        encoding="utf-8",
    )
    assert "[Data set]. https://doi.org/10.5281/zenodo.1. " in cd.cite()
    assert (
        bibtexparser.parse_string(cd.cite(style="bibtex")).entries[0].fields_dict["doi"].value
        == "10.5281/zenodo.1"
    )
    assert schema45.validate(json.loads(cd.cite(style="datacite")))


def test_a_source_says_whether_its_page_or_a_stored_copy_was_read() -> None:
    sources = cd.sources()
    is_held = sources["text_sha256"].notna()
    assert is_held.sum() == 5
    held, copies = sources[is_held], sources[~is_held].head(50)
    # In each style the words for a stored copy, and those for a visit to the page.
    words = {
        "text": ("(stored copy read on 2026-", "(read on 2026-"),
        "bibtex": ("note = {Stored copy read on 2026-", "urldate = {2026-"),
        "csl-json": ('"note": "Stored copy read on 2026-', '"accessed":'),
        "ris": ("N1  - Stored copy read on 2026-", "Y2  - 2026/"),
        "cff": ('notes: "Stored copy read on 2026-', "date-accessed:"),
    }
    for style, (of_copy, of_visit) in words.items():
        for rows, there, lacking in ((held, of_visit, of_copy), (copies, of_copy, of_visit)):
            written = citation.cite_sources(rows, style=style)
            assert written.count(there) == len(rows)
            assert lacking not in written


def test_altered_rows_can_not_be_cited() -> None:
    with pytest.raises(
        ValueError,
        match=r"altered: 2 rows of quotes, 2 of them not as in .*; cite the rows as they were",
    ):
        cd.cite(cd.quotes().head(2).assign(note="mine"))


def test_rows_of_an_earlier_release_are_to_be_cited_with_it(releases: Any) -> None:
    releases.release("1.0.0")
    old = cd.quotes()
    releases.copy.set("quotes", "2015-01-london-q001", note="x")
    releases.release("1.0.1")
    with pytest.raises(
        ValueError, match=r"rows of 1\.0\.0, and 1\.0\.1 is installed: cite them with 1\.0\.0"
    ):
        cd.cite(old)


@pytest.mark.parametrize(
    ("x", "words"), [(pd.DataFrame({"a": [1]}), "fit no table"), ([1], "not int")]
)
def test_what_is_no_frame_of_a_table_is_refused(x: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        cd.cite(x)


def test_an_unknown_style_names_those_that_work() -> None:
    with pytest.raises(
        ValueError, match='no style "apa"; there are text, bibtex, csl-json, ris, cff, datacite'
    ):
        cd.cite(style="apa")


# What a cell can hold: no control character, no outer space.
CELLS = st.text(st.characters(categories=["L", "M", "N", "P", "S"]), min_size=1, max_size=30)


@settings(max_examples=100, deadline=None)
@given(title=CELLS, publisher=CELLS, author=CELLS)
def test_no_title_or_name_breaks_a_style(title: str, publisher: str, author: str) -> None:
    facts = {"kind": "press_article", "title": title, "publisher": publisher, "authors": [author]}
    one = reference.Reference(key="x-1", date=("2015", "01"), **facts)
    read = bibtexparser.parse_string(styles.bibtex(None, [one, one]))
    assert [type(block).__name__ for block in read.failed_blocks] == ["DuplicateBlockKeyBlock"]
    bare = re.sub(r"\\.", "", styles.bibtex(None, [one]))
    assert bare.count("{") == bare.count("}")
    assert rispy.loads(styles.ris(None, [one]))[0]["title"] == title
    assert json.loads(styles.csl_json(None, [one]))[0]["title"] == title
    assert yaml.safe_load(styles.cff(None, [one]))["references"][0]["title"] == title


def test_every_kind_of_source_has_a_type_in_each_style() -> None:
    kinds = PACKAGE.table("sources").field("kind").enum or []
    assert set(styles.TYPES) == {*kinds, styles.DATASET}


def test_the_command_cites_files_tables_and_sources(tmp_path: Path, capsys: Capture) -> None:
    rows = cd.quotes().head(3)
    rows.to_csv(tmp_path / "rows.csv", index=False)
    assert cli.main(["cite", str(tmp_path / "rows.csv"), "--style", "ris"]) == 0
    assert capsys.readouterr().out.rstrip() == cd.cite(rows, style="ris").rstrip()
    assert cli.main(["cite", "--sources", "bibtex"]) == 0
    assert len(bibtexparser.parse_string(capsys.readouterr().out).entries) == len(cd.sources())
    for style in styles.STYLES:
        assert cli.main(["cite", str(tmp_path / "rows.csv"), "--sources", style]) == 0
        assert capsys.readouterr().out.count("coalition-data") == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [(["nothing.csv"], "no file nothing.csv"), (["quote"], "no file quote")],
)
def test_what_can_not_be_cited_is_one_line(args: list[str], words: str, capsys: Capture) -> None:
    assert cli.main(["cite", *args]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1
