"""The process that writes Parquet, by what it is sent."""

import io
import json

import pyarrow.parquet

from files import parquet_writer


def test_columns_notes_and_groups_become_a_file() -> None:
    lines = [[[["n", "integer"], ["x", "number"]], {"edition": "e"}], [[1, 0.5]], [[None, None]]]
    asked = io.BytesIO("".join(json.dumps(line) + "\n" for line in lines).encode())
    out = io.BytesIO()
    parquet_writer.main(asked, out)
    read = pyarrow.parquet.read_table(out)
    assert read.to_pylist() == [{"n": 1, "x": 0.5}, {"n": None, "x": None}]
    assert read.schema.metadata == {b"edition": b"e"}
