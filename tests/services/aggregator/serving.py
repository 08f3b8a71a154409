"""The aggregator behind the real server, in this process: the in-memory transport would hold a
stream back until its end, and other programs' clients need an address.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import uvicorn
from fastapi import FastAPI

from system.serving import configuration

PATIENCE_SECONDS = 180.0


@dataclass
class Listener:
    """A client of the stream that reads it by hand; `id`: the last one that was told."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    id: str = ""
    _rest: str = ""

    @classmethod
    async def at(cls, port: int, query: str = "", **headers: str) -> Self:
        """Ask for the stream; header names are written with underscores."""
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        reader, writer = await asyncio.open_connection(sock=connection)
        lines = [f"GET /indicators/stream{query} HTTP/1.1", "Host: test"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        listener = cls(reader, writer)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_SECONDS)
        first, *rest = head.decode().split("\r\n")
        listener.status = int(first.split()[1])
        listener.headers = dict(line.lower().split(": ", 1) for line in rest if line)
        return listener

    async def block(self) -> str:
        """What stands before the next empty line; nothing at the end of the stream."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "\n\n" not in self._rest:
                size = int((await self.reader.readline()).strip() or b"0", 16)
                chunk = await self.reader.readexactly(size + 2)
                if not size:
                    return ""
                self._rest += chunk[:-2].decode()
        block, _, self._rest = self._rest.partition("\n\n")
        self.id = dict(line.split(": ", 1) for line in block.splitlines()).get("id", self.id)
        return block

    async def event(self) -> tuple[str, int, Any]:
        """The next event: its type, its id, its data."""
        while True:
            fields = dict(line.split(": ", 1) for line in (await self.block()).splitlines())
            if "data" in fields:
                return fields["event"], int(fields["id"]), json.loads(fields["data"])

    async def events(self, count: int) -> list[tuple[str, int, Any]]:
        """The next ones."""
        return [await self.event() for _ in range(count)]

    async def all_events(self, into: list[tuple[str, int, Any]]) -> None:
        """Read on until the stream is cut."""
        while True:
            into.append(await self.event())

    async def close(self) -> None:
        """Go away."""
        self.writer.close()
        await asyncio.gather(self.writer.wait_closed(), return_exceptions=True)


@dataclass
class Served:
    """An application behind a server, and who listens to it."""

    port: int
    server: uvicorn.Server
    listeners: list[Listener] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    async def listen(self, query: str = "", **headers: str) -> Listener:
        """A new client of the stream."""
        self.listeners.append(await Listener.at(self.port, query, **headers))
        return self.listeners[-1]


@asynccontextmanager
async def served(app: FastAPI, buffer: int = 0) -> AsyncIterator[Served]:
    """The application behind the real server, until the end. `buffer`: how many bytes the system
    keeps for a client that does not read, where a test needs few.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    if buffer:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
    server = uvicorn.Server(configuration(app, "off"))
    running = asyncio.create_task(server._serve([listening]))
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it no other way
        await asyncio.sleep(0.005)
    made = Served(listening.getsockname()[1], server)
    try:
        yield made
    finally:
        for one in made.listeners:
            await one.close()
        server.should_exit = True
        await running
