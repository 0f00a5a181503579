"""Texts are taken from pages of strangers, in a process of its own."""

import pytest

import web as webs
from coalition_data.texts import extraction
from web import ENGLISH, TURKISH


def test_a_page_that_no_library_can_finish_costs_itself_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(extraction, "LONGEST", 0.01)
    with extraction.Extractor() as extractor:
        with pytest.raises(extraction.NoTextError, match="unreadable"):
            extractor.extract(b"<html>" + b"<p>a b c" * 100_000, "text/html")
        monkeypatch.setattr(extraction, "LONGEST", 60.0)
        found = extractor.extract(webs.make_html(ENGLISH).encode(), "text/html")
    assert ENGLISH in found.text


@pytest.mark.parametrize("data", [b"%PDF-1.4 broken", b"\0\1\2" * 50, b"", b"<html>" * 9])
def test_a_damaged_page_has_no_text_and_a_reason(data: bytes) -> None:
    reply = extraction._reply(data, "")
    assert reply["kind"] in ("unreadable", "no_text")
    assert reply["detail"]


@pytest.mark.parametrize("label", ["rot13", "hex", "utf-7-nonsense", "x" * 500, "unicode_escape"])
def test_a_charset_that_is_none_is_no_instruction(label: str) -> None:
    assert extraction.decode(TURKISH.encode(), label) == TURKISH
