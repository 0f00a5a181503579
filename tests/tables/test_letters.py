"""Normal forms are those of Unicode, and never take long."""

import time
import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coalition_data.tables import letters

# Letters with accents above and below, parts of Korean syllables, ligatures, signs that fall apart.
ODD = "aeé\u0301\u0316\u0327\u0344ก\u0e48한ᄒ\u1161\u11abÅ\u212b\ufb01"


@given(st.text(ODD, min_size=1, max_size=9), st.integers(1, 400), st.sampled_from(["NFC", "NFKD"]))
def test_the_forms_are_those_of_unicode(text: str, times: int, form: Any) -> None:
    assert letters.normalise(form, text * times) == unicodedata.normalize(form, text * times)


def test_a_letter_with_a_hundred_thousand_accents_takes_no_minutes() -> None:
    start = time.process_time()
    assert len(letters.normalise("NFC", "e" + "\u0301\u0316" * 100_000)) == 200_000
    assert time.process_time() - start < 5
