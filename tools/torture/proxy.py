"""A small TCP proxy that stands between the system and a component: forwards, delays, cuts what is
open, refuses what is new.
"""

import asyncio
from collections import deque
from types import TracebackType
from typing import Self, cast

Address = tuple[str, int]


class _Side(asyncio.Protocol):
    """One of the two connections of a pair; what it receives goes to its peer, not before `delay`
    has passed.
    """

    def __init__(self, proxy: "Proxy", peer: "_Side | None" = None) -> None:
        self.proxy, self.peer = proxy, peer
        self.transport: asyncio.Transport | None = None
        self._early: list[bytes | None] = []  # what came before the peer was connected
        self._waiting: deque[tuple[float, bytes | None]] = deque()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.proxy.sides.add(self)
        if self.peer is None:
            self.proxy.connect(self)

    def data_received(self, data: bytes) -> None:
        self._later(data)

    def eof_received(self) -> bool:
        self._later(None)
        return True

    def connection_lost(self, error: Exception | None) -> None:
        self.proxy.sides.discard(self)
        if self.peer and self.peer.transport:
            if error is not None:
                self.peer.transport.abort()
            else:
                self.peer.transport.close()

    def pause_writing(self) -> None:
        if self.peer and self.peer.transport:
            self.peer.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.peer and self.peer.transport and not self.peer.transport.is_closing():
            self.peer.transport.resume_reading()

    def joined(self, peer: "_Side") -> None:
        """The other side is connected: hand over what waited."""
        self.peer = peer
        for data in self._early:
            self._pass(data)

    def abort(self) -> None:
        """Reset this connection; its peer follows."""
        if self.transport:
            self.transport.abort()

    def _later(self, data: bytes | None) -> None:
        """Pass on what came (None: the end) when it is due; whatever comes meanwhile queues behind
        it.
        """
        loop = asyncio.get_running_loop()
        if not self.proxy.delay and not self._waiting:
            self._pass(data)
            return
        self._waiting.append((loop.time() + self.proxy.delay, data))
        if len(self._waiting) == 1:
            loop.call_at(self._waiting[0][0], self._flush)

    def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting and self._waiting[0][0] <= loop.time():
            self._pass(self._waiting.popleft()[1])
        if self._waiting:
            loop.call_at(self._waiting[0][0], self._flush)

    def _pass(self, data: bytes | None) -> None:
        if self.peer is None or self.peer.transport is None:
            self._early.append(data)
        elif self.peer.transport.is_closing():
            return
        elif data is None:
            self.peer.transport.write_eof()
        else:
            self.peer.transport.write(data)


class Proxy:
    """Listens on a loopback port and passes bytes on to `target`, as long as nothing else was asked
    for.
    """

    def __init__(self, target: Address) -> None:
        self.target = target
        self.delay = 0.0  # seconds that each piece waits, in both directions
        self.refusing = False
        self.port = 0
        self.sides: set[_Side] = set()
        self._server: asyncio.Server | None = None
        self._connecting: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Side(self), "127.0.0.1", 0
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server:
            self._server.close()
            await asyncio.gather(*self._connecting, return_exceptions=True)
            self.cut()
            await asyncio.sleep(0)  # the aborted ones say goodbye

    @property
    def connections(self) -> int:
        """How many clients are connected through it now."""
        return len(self.sides) // 2

    def cut(self) -> int:
        """Reset every open connection, in both directions; returns how many there were."""
        number = self.connections
        for side in list(self.sides):
            side.abort()
        return number

    def refuse(self) -> None:
        """Cut what is open, and reset each new connection at once until `admit`."""
        self.refusing = True
        self.cut()

    def admit(self) -> None:
        """Let new connections through again."""
        self.refusing = False

    def connect(self, outer: _Side) -> None:
        """Open the connection to the target for a client that came."""
        if self.refusing:
            outer.abort()
            return
        task = asyncio.create_task(self._join(outer))
        self._connecting.add(task)
        task.add_done_callback(self._connecting.discard)

    async def _join(self, outer: _Side) -> None:
        try:
            _, inner = await asyncio.get_running_loop().create_connection(
                lambda: _Side(self, outer), *self.target
            )
        except OSError:
            outer.abort()
            return
        outer.joined(inner)
        if outer.transport is None or outer.transport.is_closing():
            inner.abort()
