"""A value of another service, read from this service's own copy and kept until the consumer of that
copy has moved.
"""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from kernel.consumer import progress
from kernel.db import Database, SharedRead
from kernel.tables import KernelTables

V = TypeVar("V")

TRUSTED_SECONDS = 0.05


class ReplicaCache(Generic[V]):
    """Keeps what `read` made of the tables that `consumer` writes.

    For `trusted` seconds (TRUSTED_SECONDS when None) it is used without asking whether the consumer
    has moved.
    """

    def __init__(
        self,
        db: Database,
        tables: KernelTables,
        consumer: str,
        topic: str,
        read: Callable[[], Awaitable[V | None]],
        *,
        trusted: float | None = None,
    ) -> None:
        seconds = TRUSTED_SECONDS if trusted is None else trusted
        self._progress = (db, tables, consumer, topic)
        self._read = read
        self._value: V | None = None
        self.position = -1
        self._shared: SharedRead[V | None] = SharedRead(self._refresh, seconds)

    async def __call__(self) -> V | None:
        """The value as the consumer last left it; None before it has brought one (read again each
        time then).
        """
        return await self._shared.get()

    async def _refresh(self) -> V | None:
        position = (await progress(*self._progress))["position"]
        if self._value is None or position != self.position:
            self._value = await self._read()
            self.position = position
        return self._value
