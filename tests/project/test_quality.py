"""What docs/quality.md says is counted rightly."""

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

import quality

pytestmark = pytest.mark.once

PAIRS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=2)


@given(PAIRS)
def test_alpha_is_that_of_the_library_of_its_name(pairs: list[tuple[str, str]]) -> None:
    codes = [[ord(value) for value in coder] for coder in zip(*pairs, strict=True)]
    if len({*codes[0], *codes[1]}) == 1:
        assert quality.alpha(pairs) == ""
    else:
        expected = krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal")
        assert float(quality.alpha(pairs)) == pytest.approx(expected, abs=0.0051)
