"""Tables as Parquet. The library is large, so it is loaded when the first file is asked for."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from files.cells import Column, Row, Rows

MEDIA_TYPE = "application/vnd.apache.parquet"
GROUP = 10_000  # rows that are written together
TYPES = {"text": "string", "instant": "string", "integer": "int64", "number": "float64"}


@cache
def _library() -> Any:
    import pyarrow.parquet

    return pyarrow


async def pieces(
    columns: Sequence[Column], batches: Rows, notes: Mapping[str, str]
) -> AsyncIterator[bytes]:
    """A file in pieces, as they are ready; `notes`: its key-value metadata."""
    file = await asyncio.to_thread(_File, columns, notes)
    rows: list[Row] = []
    async for batch in batches:
        rows += batch
        if len(rows) >= GROUP:
            yield await asyncio.to_thread(file.add, rows)
            rows = []
    yield await asyncio.to_thread(file.add, rows)
    yield await asyncio.to_thread(file.close)


class _File:
    """A file that is written in groups of rows; what is written so far is taken out each time."""

    def __init__(self, columns: Sequence[Column], notes: Mapping[str, str]) -> None:
        library, self._out = _library(), _Out()
        fields = [library.field(one.name, getattr(library, TYPES[one.type])()) for one in columns]
        self._schema = library.schema(fields, metadata=dict(notes))
        self._writer = library.parquet.ParquetWriter(self._out, self._schema, compression="zstd")

    def add(self, rows: Sequence[Row]) -> bytes:
        """A group of rows; returns what is written."""
        if rows:
            plain = ([_plain(value) for value in row] for row in rows)
            types = [field.type for field in self._schema]
            arrays = [
                _library().array(column, type_)
                for column, type_ in zip(zip(*plain, strict=True), types, strict=True)
            ]
            self._writer.write_batch(_library().record_batch(arrays, schema=self._schema))
        return self._out.taken()

    def close(self) -> bytes:
        """Finish the file; returns its end."""
        self._writer.close()
        return self._out.taken()


class _Out(io.RawIOBase):
    """Where the library writes, and pieces are taken from."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """What was written since it was taken last."""
        piece, self._pieces = b"".join(self._pieces), []
        return piece


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
