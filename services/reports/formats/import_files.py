"""Files that somebody sent are read, and marked, by a process of their own (`import_reader`) within
bounds of memory and time; whoever asks for something else meanwhile does not wait.
"""

import asyncio
import json
import pickle
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from kernel import logging
from services.reports.domain.accepted import Accepted
from services.reports.formats.imports.refusal import (
    MOST_LINE,
    TOO_COSTLY,
    Problem,
    Refused,
    Warned,
)
from services.reports.formats.imports.row import Row

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "services.reports.formats.import_reader")
MEMORY, SECONDS = 1024 * 1024 * 1024, 120  # bytes of addresses, seconds of a processor
PIECE = 256 * 1024
NOT_READ = ("internal", "Something went wrong here while the file was read.")

Pieces = AsyncIterator[bytes]
Marks = AsyncIterator[tuple[str, str]]

log = logging.get("imports")


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody sent: what it may hold, its length, and its content in pieces; `sheet`:
    where its rows stand, once that is known.
    """

    accepted: Accepted
    media_type: str
    length: int
    pieces: Pieces
    sheet: str | None = None


@dataclass(eq=False, slots=True)
class Reading:
    """A file that is being read: what it is, and its rows, which come in turn."""

    child: Process
    format: str
    total: int
    sheet: str | None
    warnings: list[Warned]
    ended: bool = False

    async def rows(self, most: int) -> list[Row]:
        """The next rows, fewer at the end. Raises Refused."""
        rows: list[Row] = []
        while len(rows) < most and not self.ended:
            told = await _told(self.child)
            if told is None:
                self.ended = True
            else:
                rows.append(_row(*told))
        return rows

    async def close(self) -> None:
        """Read no further."""
        await _end(self.child)


async def opened(file: File, skip: int = 0) -> Reading:
    """A file whose rows after the first `skip` are to be read. Raises Refused; close it."""
    child = await _child()
    try:
        await _give(child, file, into=None, skip=skip)
        _input(child).close()
        told = await _told(child)
    except BaseException:
        await _end(child)
        raise
    warnings = [Warned(**one) for one in told.pop("warnings")]
    return Reading(child, **told, warnings=warnings)


@asynccontextmanager
async def look(file: File) -> AsyncIterator[Reading]:
    """A file that is read while this lasts. Raises Refused."""
    reading = await opened(file)
    try:
        yield reading
    finally:
        await reading.close()


async def marked(file: File, marks: Marks) -> BinaryIO:
    """A workbook with these texts in these cells, as an open file. Raises Refused."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 -- whoever asked closes it
    try:
        await _mark(file, marks, made)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


async def _mark(file: File, marks: Marks, made: BinaryIO) -> None:
    child = await _child(made.fileno())
    try:
        await _give(child, file, into=made.fileno(), sheet=file.sheet)
        async for mark in marks:
            await _send(child, json.dumps(mark).encode() + b"\n")
        _input(child).close()
        await _told(child)
    finally:
        await _end(child)


async def _child(*files: int) -> Process:
    """The process; nothing that is a secret of ours is given to it, and it writes no log."""
    program, *arguments = *COMMAND, str(MEMORY), str(SECONDS)
    own: dict[str, Any] = {"cwd": ROOT, "env": {}, "start_new_session": True, "pass_fds": files}
    pipes: dict[str, Any] = {"stdin": PIPE, "stdout": PIPE, "stderr": DEVNULL}
    return await asyncio.create_subprocess_exec(
        program, *arguments, limit=2 * MOST_LINE, **pipes, **own
    )


async def _give(child: Process, file: File, **about: Any) -> None:
    about |= {"media_type": file.media_type, "length": file.length}
    await _send(child, pickle.dumps((file.accepted, about)))
    async for piece in file.pieces:
        await _send(child, piece)


async def _send(child: Process, piece: bytes) -> None:
    """As fast as it is read; one that has ended reads nothing, and is told of later."""
    with suppress(ConnectionError):
        _input(child).write(piece)
        await _input(child).drain()


def _input(child: Process) -> asyncio.StreamWriter:
    assert child.stdin is not None
    return child.stdin


async def _told(child: Process) -> Any:
    """The next line of the child. Raises Refused where it says why it ended, or has died."""
    assert child.stdout is not None
    line = await child.stdout.readline()
    if not line.endswith(b"\n"):
        log.warning("the reader of a file has died", status=await child.wait())
        raise Refused(*TOO_COSTLY)
    told = json.loads(line.decode("utf-8", "surrogatepass"))
    if isinstance(told, dict):
        _check(told)
    return told


def _check(told: dict[str, Any]) -> None:
    if "refused" in told:
        raise Refused(*told["refused"])
    if "broken" in told:
        log.error("a file cannot be read", **told["broken"])
        raise Refused(*NOT_READ)


def _row(number: int, body: Any, external: str | None, *told: Any) -> Row:
    problems, notices, *rest = told
    return Row(number, body, external, _problems(problems), _problems(notices), *rest)


def _problems(told: Any) -> list[Problem]:
    return [Problem(*one)._replace(about=tuple(one[-1])) for one in told]


async def _end(child: Process) -> None:
    """End it if it has not ended, and read what it still has said, so that its pipes close."""
    with suppress(ProcessLookupError):
        child.kill()
    await child.communicate()


async def pieces_of(content: bytes) -> Pieces:
    """A file that is in memory, in pieces."""
    for at in range(0, len(content), PIECE):
        yield content[at : at + PIECE]
