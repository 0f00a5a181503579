"""A Parquet file explains itself."""

import json
from pathlib import Path

import pyarrow.parquet as pq

import coalition_data as cd
from coalition_data.tables import descriptor


def test_parquet_explains_itself(out: Path) -> None:
    schema = pq.read_schema(out / "parquet" / "figures.parquet")
    assert schema.metadata[b"fingerprint"].decode() == cd.fingerprint("figures")
    assert schema.metadata[b"version"].decode() == cd.__version__
    assert json.loads(schema.metadata[b"datapackage"])["schema"]["primaryKey"] == ["figure_id"]
    assert (
        schema.field("value").metadata[b"title"].decode()
        == descriptor.read().table("figures").field("value").title
    )
    assert str(schema.field("as_of").type) == "date32[day]"
