"""Tables as Parquet. The library is large and keeps what it has used, so each file is made by a
process of its own (`parquet_writer`), one at a time, and sent when it is whole.
"""

import asyncio
import json
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, BinaryIO

from files.cells import Column, Row, Rows

MEDIA_TYPE = "application/vnd.apache.parquet"
GROUP = 10_000  # rows that are written together
PIECE = 256 * 1024  # bytes
ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "files.parquet_writer")

_turn = asyncio.Semaphore(1)


async def pieces(
    columns: Sequence[Column], batches: Rows, notes: Mapping[str, str]
) -> AsyncIterator[bytes]:
    """A file in pieces; `notes`: its key-value metadata. Nobody waits for whoever reads slowly."""
    with tempfile.TemporaryFile() as file:
        async with _turn, _writer(file) as writer:
            await _send(writer, [columns, notes])
            async for group in _groups(batches):
                await _send(writer, group)
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece


@asynccontextmanager
async def _writer(file: BinaryIO) -> AsyncIterator[Process]:
    """The process that writes to this file; it has ended well after it."""
    writer = await asyncio.create_subprocess_exec(
        *COMMAND, stdin=PIPE, stdout=file, stderr=DEVNULL, cwd=ROOT, start_new_session=True
    )
    try:
        yield writer
        _input(writer).close()
        if code := await writer.wait():
            raise RuntimeError(f"the writer of Parquet ended with {code}")
    finally:
        if writer.returncode is None:
            writer.kill()
            await writer.wait()


async def _groups(batches: Rows) -> AsyncIterator[list[Row]]:
    """The rows in groups; the last one may be short."""
    rows: list[Row] = []
    async for batch in batches:
        rows += batch
        if len(rows) >= GROUP:
            yield rows
            rows = []
    if rows:
        yield rows


async def _send(writer: Process, value: Any) -> None:
    """A line of JSON, as fast as it is read; decimals are of double precision from here on."""
    line = await asyncio.to_thread(json.dumps, value, default=float)
    pipe = _input(writer)
    pipe.write(line.encode() + b"\n")
    await pipe.drain()


def _input(writer: Process) -> asyncio.StreamWriter:
    assert writer.stdin is not None
    return writer.stdin
