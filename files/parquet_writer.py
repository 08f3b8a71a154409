"""Writes a Parquet file: a process of its own, whose libraries and buffers go with it.

Standard input: a line of JSON with columns and notes, then one for each group of rows. Standard
output: the file.
"""

import json
import sys
from typing import Any, BinaryIO

import pyarrow
import pyarrow.parquet

TYPES = {"text": "string", "instant": "string", "integer": "int64", "number": "float64"}


def main(asked: BinaryIO, out: BinaryIO) -> None:
    """Read everything, write the file."""
    columns, notes = json.loads(asked.readline())
    fields = [pyarrow.field(name, getattr(pyarrow, TYPES[kind])()) for name, kind in columns]
    schema = pyarrow.schema(fields, metadata=notes)
    with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for line in asked:
            writer.write_batch(_group(json.loads(line), schema))


def _group(rows: list[list[Any]], schema: Any) -> Any:
    """Rows as the library holds them, column by column."""
    arrays = [
        pyarrow.array(column, field.type)
        for column, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    return pyarrow.record_batch(arrays, schema=schema)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
