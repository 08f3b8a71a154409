"""Tables as Parquet, read by its own library."""

import io
from collections.abc import AsyncIterator
from decimal import Decimal

import pyarrow.parquet
import pytest

from files import parquet
from files.cells import Column, Row


async def batches() -> AsyncIterator[list[Row]]:
    for n in range(3):
        yield [[f"a{n}", n, Decimal("0.10"), None]]


async def test_it_is_written_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 2)
    monkeypatch.setattr(parquet, "PIECE", 1_000)
    columns = [Column("t"), Column("n", "integer"), Column("x", "number"), Column("e", "instant")]
    made = [piece async for piece in parquet.pieces(columns, batches(), {"edition": "e"})]
    assert len([piece for piece in made if piece]) >= 3
    read = pyarrow.parquet.read_table(io.BytesIO(b"".join(made)))
    assert pyarrow.parquet.read_metadata(io.BytesIO(b"".join(made))).num_row_groups == 2
    assert read.to_pylist()[2] == {"t": "a2", "n": 2, "x": 0.1, "e": None}
    assert read.schema.metadata == {b"edition": b"e"}


async def test_a_writer_that_fails_says_so() -> None:
    with pytest.raises(RuntimeError, match="ended with 1"):
        _ = [piece async for piece in parquet.pieces([Column("t")], batches(), {})]
