"""Tags stand for their spans, and spans are whole tokens that don't overlap."""

import itertools

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coalition_data.export import labels

PASSAGES = st.text("aé'« ,.\"وقال1_", min_size=1, max_size=40)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    passage = draw(PASSAGES)
    at = st.integers(0, len(passage))
    spans = st.lists(st.tuples(at, at).map(lambda pair: (min(pair), max(pair))), max_size=3)
    return passage, {label: draw(spans) for label in labels.LABELS}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(marked())
@example(("1.1", {"source": [], "cue": [], "content": [(0, 1), (0, 3), (1, 2)]}))
def test_spans_read_back_from_their_tags(
    world: tuple[str, dict[str, list[tuple[int, int]]]],
) -> None:
    passage, spans = world
    separate = labels.separate(passage, spans)
    assert labels.read_tags(passage, labels.tag(passage, separate)) == separate
    places = sorted(place for found in separate.values() for place in found)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))


def test_a_span_that_begins_inside_a_token_has_it_whole() -> None:
    passage = "وقال كيري"
    spans = labels.separate(passage, {"source": [(5, 9)], "cue": [(1, 4)], "content": []})
    assert [passage[start:end] for start, end in spans["cue"]] == ["وقال"]


def test_content_is_cut_around_its_cue_and_loses_the_quotation_marks_there() -> None:
    passage = '"Oui", dit-elle, "demain."'
    spans = {"source": [(11, 15)], "cue": [(7, 10)], "content": [(1, 25)]}
    content = labels.separate(passage, spans)["content"]
    assert [passage[start:end] for start, end in content] == ["Oui", "demain."]
