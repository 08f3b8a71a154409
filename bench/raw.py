"""The limit of a stream: sockets on the server's kind of loop, each of which is written the same
bytes, when one more connection says so.
"""

import asyncio
import sys
from pathlib import Path
from typing import ClassVar, cast

from uvicorn.loops.auto import auto_loop_factory

GO = b"GO"


class Client(asyncio.Protocol):
    """One connection: it follows, or gives the word."""

    clients: ClassVar[set[asyncio.Transport]] = set()
    text: ClassVar[bytes] = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self.clients.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        if not data.startswith(GO):
            self.clients.add(self._transport)
            self._transport.write(b"\n\n")
            return
        for transport in self.clients:
            transport.write(self.text)


async def serve(port: int, text: bytes) -> None:
    """Until the process is ended."""
    Client.text = text
    server = await asyncio.get_running_loop().create_server(Client, "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(serve(int(sys.argv[1]), Path(sys.argv[2]).read_bytes()))
