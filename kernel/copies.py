"""What a service knows of another: read from its own tables, remembered until the follower that keeps them has moved."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Generic, TypeVar

from kernel.consumer import progress
from kernel.db import Database
from kernel.tables import KernelTables

V = TypeVar("V")

TRUSTED_SECONDS = 0.05  # how long what was read is used without asking whether the follower has moved


class Remembered(Generic[V]):
    """A value read from this service's copy. Requests that ask at the same time share one look."""

    def __init__(self, db: Database, tables: KernelTables, consumer: str, topic: str, read: Callable[[], Awaitable[V | None]]) -> None:
        self._asked = (db, tables, consumer, topic)
        self._read = read
        self._value: V | None = None
        self.position = -1
        self._until = 0.0
        self._looking = asyncio.Lock()

    async def get(self) -> V | None:
        """The value as the follower last left it; None before it has brought one (asked again each time then)."""
        if self._value is None or monotonic() >= self._until:
            async with self._looking:
                if self._value is None or monotonic() >= self._until:
                    await self._look()
        return self._value

    async def _look(self) -> None:
        began = monotonic()
        found = (await progress(*self._asked))["position"]
        if self._value is None or found != self.position:
            self._value = await self._read()
            self.position = found
        self._until = began + TRUSTED_SECONDS
