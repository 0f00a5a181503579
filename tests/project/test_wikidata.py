"""Where the Wikidata items of persons were read."""

import csv
import re
from collections import Counter

import pytest

import quality
from coalition_data.tables import descriptor, loader

pytestmark = pytest.mark.once

ACTORS = loader.read_arrow(descriptor.read(), "actors").to_pylist()
PERSONS = {
    row["actor_id"]: row["wikidata"]
    for row in ACTORS
    if row["kind"] == "person" and row["wikidata"]
}


@pytest.fixture(scope="module")
def read() -> list[dict[str, str]]:
    with quality.WIKIDATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_item_is_a_q_and_digits_and_one_actors_only() -> None:
    items = Counter(row["wikidata"] for row in ACTORS if row["wikidata"])
    assert [item for item in items if not re.fullmatch("Q[1-9][0-9]*", item)] == []
    assert [item for item, n in items.items() if n > 1] == []


def test_each_persons_item_has_one_source_and_each_source_a_person(
    read: list[dict[str, str]],
) -> None:
    assert [(row["actor_id"], row["wikidata"]) for row in read] == sorted(PERSONS.items())


def test_each_source_gives_a_name_an_office_or_country_and_one_state_of_one_file(
    read: list[dict[str, str]],
) -> None:
    assert [row["actor_id"] for row in read if not all(row.values())] == []
    assert [
        row["actor_id"]
        for row in read
        if not re.fullmatch("[^/]+/[^/]+", row["repository"])
        or not re.fullmatch("[0-9a-f]{40}", row["commit"])
        or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", row["accessed"])
    ] == []
