"""verify and hydrate: on the coded articles where they are held, and on a text of our own."""

import json
import os
from pathlib import Path

import pytest

import coalition_data as cd
from coalition_data import cli
from coalition_data.texts import evidence, verification
from worlds import Copy

OWN = "essai-2015-01-22"
LONDON = "2015-01-london"
OTHER = (
    "« Le dossier est sur la table depuis hier », a dit quelqu'un d'autre à la presse étrangère."
)
TEXT = (
    "Le ministre a parlé.\n\nAnne Martin a reçu 21 pays à Londres.\n\n"
    "« Nous tiendrons aussi longtemps qu'il le faudra », a dit la ministre Martin à la presse."
)


@pytest.fixture
def world(copy: Copy) -> Copy:
    """Return the small tables with one more source of our own words, which no folder holds yet."""
    norm = evidence.normalise(TEXT)
    copy.add(
        "sources",
        "rfi-2016-10-25",
        source_id=OWN,
        text_sha256=evidence.sha256(norm),
        text_chars=str(len(norm)),
    )
    copy.add("reports", f"{LONDON}-r001", report_id=f"{LONDON}-r901", source_id=OWN,
             evidence=evidence.anchor(TEXT, "pays à Londres"))  # fmt: skip
    copy.add("figures", f"{LONDON}-f003", figure_id=f"{LONDON}-f901", source_id=OWN, as_stated="21 pays",
             evidence=evidence.anchor(TEXT, "a reçu 21 pays"))  # fmt: skip
    copy.add("quotes", f"{LONDON}-q004", quote_id=f"{LONDON}-q901", utterance_id=f"{LONDON}-u901", source_id=OWN,
             speaker_as_named="la ministre Martin", text="Nous tiendrons aussi longtemps qu'il le faudra",
             evidence=evidence.anchor(TEXT, "Nous tiendrons aussi longtemps qu'il le faudra"),
             attribution_evidence=evidence.anchor(TEXT, "a dit la ministre Martin"))  # fmt: skip
    copy.write()
    return copy


def statuses(world: Copy, *texts: str) -> dict[str, str]:
    """Judge the own source's four pieces in a folder with these texts."""
    folder = world.folder / "texts"
    folder.mkdir(exist_ok=True)
    for n, text in enumerate(texts):
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    found = verification.verify(folder, folder=str(world.folder))
    own = found[found["source_id"] == OWN]
    return {f"{row.table}.{row.column}": str(row.status) for row in own.itertuples()}


EXACT = dict.fromkeys(
    ["reports.evidence", "figures.evidence", "quotes.evidence", "quotes.attribution_evidence"],
    "exact",
)


def test_the_coded_text_is_exact(world: Copy) -> None:
    assert statuses(world, TEXT) == EXACT


def test_a_byte_order_mark_and_other_line_ends_leave_the_coded_text_exact(world: Copy) -> None:
    folder = world.folder / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    found = verification.verify(folder, folder=str(world.folder))
    assert set(found[found["source_id"] == OWN]["status"]) == {"exact"}


def test_a_file_that_is_no_text_is_skipped_and_named(world: Copy) -> None:
    folder = world.folder / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_bytes(TEXT.encode("utf-16"))
    (folder / "c.pdf").write_bytes(b"%PDF-1.7")
    notes = verification.read_texts(folder, folder=str(world.folder)).notes
    assert any("b.txt is text in UTF-16: skipped" in note for note in notes)
    assert any("c.pdf is a PDF: skipped" in note for note in notes)


def test_words_at_another_place_have_moved(world: Copy) -> None:
    assert set(statuses(world, "Un chapeau de plus.\n\n" + TEXT).values()) == {"moved"}


def test_quoted_words_in_another_spelling_are_folded(world: Copy) -> None:
    found = statuses(world, TEXT.replace("Nous tiendrons aussi", "NOUS tiendrons, aussi"))
    assert found == {**dict.fromkeys(EXACT, "moved"), "quotes.evidence": "folded"}


def test_a_changed_number_is_not_found(world: Copy) -> None:
    assert statuses(world, TEXT.replace("21", "27"))["figures.evidence"] in ("missing", "review")


def test_a_quotation_with_another_word_is_for_a_person_to_review(world: Copy) -> None:
    assert statuses(world, TEXT.replace("faudra", "voudra"))["quotes.evidence"] == "review"


def test_a_printed_name_beside_other_words_is_for_a_person_to_review(world: Copy) -> None:
    found = statuses(world, TEXT.replace("a dit la ministre", "assura la ministre"))
    assert found["quotes.attribution_evidence"] == "review"
    found = statuses(world, TEXT.replace("a dit la ministre Martin", "a-t-on appris"))
    assert found["quotes.attribution_evidence"] == "missing"


def test_the_words_of_a_page_that_is_not_there_are_not_fetched(world: Copy) -> None:
    statuses(world, TEXT)
    found = verification.verify(world.folder / "texts", folder=str(world.folder))
    pages = found[found["source_id"] == "gov-uk-2015-01-22"]
    assert f"{LONDON}-q040" in set(pages["id"])
    assert set(pages["status"]) == {"not_fetched", "not_checkable"}


def test_a_piece_that_occurs_twice_is_for_a_person_to_review(world: Copy) -> None:
    found = statuses(world, TEXT + " Il y avait des pays à Londres.")
    assert found["reports.evidence"] == "review"


def test_pieces_that_changed_places_are_for_a_person_to_review(world: Copy) -> None:
    first, second, third = TEXT.split("\n\n")
    found = statuses(world, "\n\n".join([first, third, second]))
    assert "review" in found.values()
    assert not set(found.values()) <= {"exact", "moved", "folded"}


def test_of_two_copies_the_better_counts_and_the_other_is_named(world: Copy) -> None:
    assert set(
        statuses(world, "Un chapeau. " + TEXT, TEXT.replace("21", "27") + " Une fin.").values()
    ) == {"moved"}
    held = verification.read_texts(world.folder / "texts", folder=str(world.folder))
    assert "1.txt is the text of no coded source" in held.summary()


def test_a_text_that_shares_one_phrase_is_another_text(world: Copy) -> None:
    (world.folder / "texts").mkdir()
    with pytest.raises(ValueError, match="no coded source: nothing can be checked"):
        statuses(world, "Un autre article, avec les pays à Londres, et rien de plus.")


def test_hydrate_gives_the_words_and_their_context(world: Copy) -> None:
    statuses(world, "Un chapeau. " + TEXT)
    found = verification.hydrate(world.folder / "texts", folder=str(world.folder)).set_index("id")
    row = found.loc[f"{LONDON}-f901"]
    assert (row["words"], row["status"]) == ("a reçu 21 pays", "moved")
    assert row["before"].endswith("Anne Martin ")
    assert row["after"].startswith(" à Londres.")


def test_hydrate_gives_nothing_for_what_was_not_found(world: Copy) -> None:
    statuses(world, TEXT.replace("à Londres", "à Paris"))
    assert f"{LONDON}-r901" not in set(
        verification.hydrate(world.folder / "texts", folder=str(world.folder))["id"]
    )


ODD = {
    "binary.pdf": b"%PDF-\xff\xfe\x00",
    "nul.txt": b"text\x00text",
    "latin.txt": "é".encode("latin-1"),
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_a_file_that_is_no_text_is_named_and_the_rest_is_verified(world: Copy, name: str) -> None:
    (world.folder / "texts").mkdir()
    (world.folder / "texts" / name).write_bytes(ODD[name])
    assert statuses(world, TEXT) == EXACT
    notes = verification.read_texts(world.folder / "texts", folder=str(world.folder)).notes
    assert [name in note and "skipped" in note for note in notes] == [True]


def test_a_huge_file_is_named_and_not_read(world: Copy) -> None:
    (world.folder / "texts").mkdir()
    with (world.folder / "texts" / "huge.txt").open("wb") as file:
        file.truncate(100_000_000)
    assert statuses(world, TEXT) == EXACT
    notes = verification.read_texts(world.folder / "texts", folder=str(world.folder)).notes
    assert [note.endswith("larger than 1 MB, no article: skipped") for note in notes] == [True]


def test_pipes_and_broken_links_are_named_and_not_opened(world: Copy) -> None:
    (world.folder / "texts").mkdir()
    os.mkfifo(world.folder / "texts" / "pipe")
    (world.folder / "texts" / "link").symlink_to("nowhere")
    assert statuses(world, TEXT) == EXACT
    assert len(verification.read_texts(world.folder / "texts", folder=str(world.folder)).notes) == 2


def test_the_same_article_twice_is_said_once_and_counted_once(world: Copy) -> None:
    assert statuses(world, TEXT, TEXT.replace(" ", "\u00a0")) == EXACT
    assert (
        "has the same words as"
        in verification.read_texts(world.folder / "texts", folder=str(world.folder)).summary()
    )


def test_an_empty_folder_is_one_clear_line(world: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    (world.folder / "texts").mkdir()
    assert cli.main(["verify", str(world.folder / "texts"), str(world.folder)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_fails_where_something_is_for_review(
    world: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses(world, TEXT.replace("faudra", "voudra"))
    assert cli.main(["verify", str(world.folder / "texts"), str(world.folder)]) == 1
    out = capsys.readouterr().out
    assert f"quotes {LONDON}-q901: evidence: review" in out
    assert "0.txt is a changed text of essai-2015-01-22" in out


def test_the_command_gives_json(world: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    statuses(world, TEXT)
    assert cli.main(["verify", "--json", str(world.folder / "texts"), str(world.folder)]) == 0
    segments = json.loads(capsys.readouterr().out)["segments"]
    assert {row["status"] for row in segments if row["source_id"] == OWN} == {"exact"}


def test_every_row_of_the_coded_articles_is_exact(texts: Path) -> None:
    found = cd.verify(texts)
    held = found[found["segment"].notna()]
    assert len(held) > 170
    assert set(held["status"]) == {"exact"}


def test_texts_are_found_by_content_whatever_their_names(texts: Path, tmp_path: Path) -> None:
    for n, path in enumerate(sorted(texts.glob("*.txt"))):
        (tmp_path / f"{n}.bin").write_bytes(path.read_bytes())
    assert "text_not_found" not in set(cd.verify(tmp_path)["status"])


def test_a_text_that_is_not_there_is_said_so(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes((texts / "rfi-2016-10-25.txt").read_bytes())
    assert set(cd.verify(tmp_path)["status"]) == {
        "exact",
        "text_not_found",
        "not_fetched",
        "not_checkable",
    }


def test_a_folder_without_any_coded_text_verifies_nothing(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another text.", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"(?s)0 of 5 coded texts found.*other\.txt is the text of no coded source"
    ):
        cd.verify(tmp_path)


def test_a_folder_of_texts_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="name the folder"):
        cd.verify(tmp_path / "nowhere")


def test_a_changed_row_is_missing_from_its_text(copy: Copy, texts: Path) -> None:
    row = copy.find("quotes", "2015-01-london-q001")
    start, rest = row["evidence"].split("-", 1)
    copy.set("quotes", "2015-01-london-q001", evidence=f"{int(start) - 1}-{rest}").write()
    found = verification.verify(texts, folder=str(copy.folder))
    bad = found[found["status"] == "missing"]
    assert bad[["table", "id"]].to_numpy().tolist() == [["quotes", "2015-01-london-q001"]]


@pytest.mark.parametrize("change", ["as it is", "without accents"])
def test_words_of_another_source_do_not_hide_whose_text_it_is(world: Copy, change: str) -> None:
    norm, words = evidence.normalise(OTHER), "Le dossier est sur la table depuis hier"
    held = {"text_sha256": evidence.sha256(norm), "text_chars": str(len(norm))}
    world.add("sources", "rfi-2016-10-25", source_id="autre-2015", **held)
    ids = {
        "quote_id": f"{LONDON}-q902",
        "utterance_id": f"{LONDON}-u902",
        "source_id": "autre-2015",
    }
    spans = {"evidence": evidence.anchor(OTHER, words), "attribution_evidence": ""}
    world.add("quotes", f"{LONDON}-q004", **ids, text=words, **spans)
    world.write()
    text = TEXT + " Et le dossier est sur la table."
    if change == "without accents":
        text = text.replace("é", "e").replace("ê", "e")
    found = statuses(world, text)
    assert "text_not_found" not in found.values()
    assert "moved" in found.values()


def test_a_changed_text_is_no_all_clear_of_validate_and_a_lacking_one_is_named(
    texts: Path, tmp_path: Path
) -> None:
    changed, kept, lacking, *_ = sorted(texts.glob("*.txt"))
    words = changed.read_text(encoding="utf-8")
    (tmp_path / changed.name).write_text(words + " Et puis.", encoding="utf-8")
    (tmp_path / kept.name).write_bytes(kept.read_bytes())
    found = cd.validate(texts=tmp_path)
    assert [(one.file, one.rule, one.got) for one in found] == [
        ("tables/sources.csv", "changed-text", changed.name)
    ]
    assert (f"the words of {lacking.stem}", "their texts") in found.not_run
