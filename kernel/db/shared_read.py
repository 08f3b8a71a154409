"""One value that many requests read: those that ask at the same time share one read."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Generic, TypeVar

V = TypeVar("V")


class SharedRead(Generic[V]):
    """Reads a value with `read`, one read after the other.

    Whoever asks after a read began gets the value of the next one, so an answer is never older than
    its question. With `trusted`, a value is given again for so many seconds after its read began,
    unless it is forgotten before. None is never given again.
    """

    def __init__(self, read: Callable[[], Awaitable[V]], trusted: float = 0.0) -> None:
        self._read, self._trusted = read, trusted
        self._value: V | None = None
        self._expires = 0.0
        self._forgotten = 0  # how often `forget` was called
        self._one_at_a_time = asyncio.Lock()
        self._next: asyncio.Task[V] | None = None  # a read that has not begun

    async def get(self) -> V:
        """The value. Raises what `read` raises."""
        if self._value is not None and monotonic() < self._expires:
            return self._value
        if self._next is None or self._next.done():
            self._next = asyncio.create_task(self._run())
            # retrieve its exception, also when every request has gone away
            self._next.add_done_callback(lambda read: read.cancelled() or read.exception())
        return await asyncio.shield(self._next)  # the request may be cancelled, the read is not

    def forget(self) -> None:
        """Read again for the next request: neither what was read nor what a read under way brings
        is trusted.
        """
        self._value = None
        self._forgotten += 1

    async def _run(self) -> V:
        await asyncio.sleep(0)  # requests of the same turn of the event loop come along
        async with self._one_at_a_time:
            self._next = None
            began, forgotten = monotonic(), self._forgotten
            value = await self._read()
        if forgotten == self._forgotten:
            self._value, self._expires = value, began + self._trusted
        return value
