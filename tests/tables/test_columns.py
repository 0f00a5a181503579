"""Some rows of a file, read without the others."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalition_data.tables import canonical, columns

pytestmark = pytest.mark.once

KEYS = ["a", "ab", "a,b", 'a"b', "é"]
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=4)


def pick(path: Path, wanted: set[str]) -> tuple[dict[str, list[str]], int]:
    """Return what `read_rows` is to return, by reading all."""
    file = columns.read_file(str(path))
    rows = [n for n, key in enumerate(file["id"]) if key in wanted]
    return {name: [cells[n] for n in rows] for name, cells in file.items()}, len(file["id"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(KEYS), st.tuples(CELLS, CELLS), min_size=1),
    st.sets(st.sampled_from([*KEYS, "b"])),
)
def test_some_rows_are_those_of_the_whole_file(
    tmp_path: Path, rows: dict[str, tuple[str, str]], wanted: set[str]
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(
        canonical.canonical_bytes(["id", "x", "y"], [[key, *cells] for key, cells in rows.items()])
    )
    assert columns.read_rows(str(path), "id", wanted) == pick(path, wanted)


@pytest.mark.parametrize(
    "data",
    [
        b"id,x\r\na,1\r\nb,2\r\n",
        b"\xef\xbb\xbfid,x\na,1\nb,2\n",
        b"id,x\na,1\nb,2",
        b'id,x\n"a",1\nb,2\n',
        b"x,id\na,b\nb,a\n",
        b"id,x\na,1\na,2\nb,3\n",
    ],
    ids=["line ends", "mark", "cut end", "needless quotes", "other order", "a key twice"],
)
def test_a_file_in_another_form_gives_the_same_rows(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    assert columns.read_rows(str(path), "id", {"a"}) == pick(path, {"a"})


def test_a_broken_row_that_is_wanted_is_told(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"id,x\na,1,2\nb,2\n")
    with pytest.raises(ValueError, match="table"):
        columns.read_rows(str(path), "id", {"a"})
