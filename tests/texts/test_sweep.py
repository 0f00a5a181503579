from pathlib import Path

import pytest

from coalition_data import cli
from coalition_data.texts import evidence, sweep
from worlds import Copy

pytestmark = pytest.mark.once

TEXT = "Ils étaient 21 à Londres, dit « un témoin ». Un 'grand soir' d'hiver, l'an 2015, deux fois."


def own(copy: Copy, tmp_path: Path) -> Path:
    """Put a text of our own beside the small tables, as a source without rows."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "text").write_text(TEXT, encoding="utf-8")
    norm = evidence.normalise(TEXT)
    copy.add(
        "sources",
        "rfi-2016-10-25",
        source_id="own",
        text_sha256=evidence.sha256(norm),
        text_chars=str(len(norm)),
    )
    copy.write()
    return folder


def test_every_number_and_quotation_of_an_uncoded_text_is_open(copy: Copy, tmp_path: Path) -> None:
    found = sweep.sweep(own(copy, tmp_path), str(copy.folder))
    assert found["words"].tolist() == ["21", "2015", "deux", '" un témoin "', "'grand soir'"]


def test_what_is_waived_is_not_open_and_its_segment_is_ready_to_be_used(
    copy: Copy, tmp_path: Path
) -> None:
    folder = own(copy, tmp_path)
    for n, segment in enumerate(sweep.sweep(folder, str(copy.folder))["evidence"], 1):
        copy.put(
            "waivers", waiver_id=f"own-w{n:03d}", source_id="own", evidence=segment, reason="Ours."
        )
    copy.write()
    assert sweep.sweep(folder, str(copy.folder)).empty


def test_what_is_coded_is_not_open(copy: Copy, tmp_path: Path) -> None:
    folder = own(copy, tmp_path)
    copy.add("figures", "2015-01-london-f003", figure_id="2015-01-london-f901", source_id="own",
             evidence=evidence.anchor(TEXT, "étaient 21"))  # fmt: skip
    copy.add("quotes", "2015-01-london-q004", quote_id="2015-01-london-q901", source_id="own",
             evidence=evidence.anchor(TEXT, "un témoin"))  # fmt: skip
    copy.write()
    assert sweep.sweep(folder, str(copy.folder))["words"].tolist() == [
        "2015",
        "deux",
        "'grand soir'",
    ]


def test_nothing_is_open_in_the_coded_articles(texts: Path) -> None:
    assert sweep.sweep(texts).empty
    assert cli.main(["sweep", str(texts)]) == 0


def test_a_changed_text_is_named_as_not_swept_and_is_no_all_clear(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in texts.glob("*.txt"):
        words = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(words + " Et puis.", encoding="utf-8")
    for options in ([], ["--json"]):
        assert cli.main(["sweep", str(tmp_path), *options]) == 1
        said = capsys.readouterr()
        assert said.err.count("NOT swept: ") == len(list(texts.glob("*.txt")))
        assert "nothing is open" not in said.out


def test_a_number_repeats_only_where_the_words_before_it_do(copy: Copy, tmp_path: Path) -> None:
    words = "Ce jour-là, dans la grande salle, les ministres réunis à Londres étaient bien 21"
    text = f"{words} autour de la table. {words} en tout. On compte 21 pays."
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "text").write_text(text, encoding="utf-8")
    copy.add("sources", "rfi-2016-10-25", source_id="own", text_sha256=evidence.sha256(text),
             text_chars=str(len(text)))  # fmt: skip
    copy.add("figures", "2015-01-london-f003", figure_id="2015-01-london-f901", source_id="own",
             evidence=evidence.anchor(text, "21 autour"))  # fmt: skip
    copy.write()
    found = sweep.sweep(folder, str(copy.folder))
    starts = [evidence.segments(cell)[0].start for cell in found["evidence"]]
    assert starts == [text.index("21 pays")]


PAGE = "gov-uk-2015-01-22"
WORDS = (
    "On 22 January 2015 some 21 countries met. Of 900 strikes, “we spoke at length,” said Ann Roe, "
    "“and shall again.” It was “done”. The some 21 countries left on 23 January 2015."
)


def put_page(copy: Copy, tmp_path: Path) -> Path:
    """Put a page of our own beside the small tables, whose rows show some of its words."""
    for table in ("figures", "quotes", "reports"):
        copy.rows[table] = [row for row in copy.rows[table] if row["source_id"] != PAGE]
    copy.add("figures", "2015-01-london-f003", figure_id="2015-01-london-f901", source_id=PAGE,
             as_stated="some 21 countries", evidence="")  # fmt: skip
    copy.add("quotes", "2015-01-london-q004", quote_id="2015-01-london-q901", source_id=PAGE, text="",
             opens_with="we spoke", ends_with="shall again", evidence="", attribution_evidence="")  # fmt: skip
    copy.add("reports", "2015-01-london-r001", report_id="2015-01-london-r901", source_id=PAGE,
             date_as_stated="22 January 2015", evidence="")  # fmt: skip
    copy.write()
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / f"{PAGE}.txt").write_text(WORDS, encoding="utf-8")
    return folder


def test_of_a_page_the_numbers_and_quotations_without_a_row_are_open(
    copy: Copy, tmp_path: Path
) -> None:
    found = sweep.sweep(put_page(copy, tmp_path), str(copy.folder))
    assert found["words"].tolist() == ["900", "23", "2015", '"done"']
    assert found["evidence"].isna().all()


def test_the_command_lists_what_is_open_on_a_page(
    copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put_page(copy, tmp_path)
    assert cli.main(["sweep", str(folder), str(copy.folder)]) == 1
    said = capsys.readouterr().out
    assert f'{PAGE}: quotation not coded: "done"' in said
    assert said.splitlines()[-1].startswith("4 open: ")


def test_a_quotation_whose_first_words_alone_are_on_the_page_is_open(
    copy: Copy, tmp_path: Path
) -> None:
    folder = put_page(copy, tmp_path)
    copy.set("quotes", "2015-01-london-q901", ends_with="never again").write()
    found = sweep.sweep(folder, str(copy.folder))
    assert '"we spoke at length,"' in found["words"].tolist()
