"""What a service knows of another: read from its own tables, remembered until the follower that
keeps them has moved.
"""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from kernel.consumer import progress
from kernel.db import BatchLoader, Database
from kernel.tables import KernelTables

V = TypeVar("V")

TRUSTED_SECONDS = (
    0.05  # how long what was read is used without asking whether the follower has moved
)


class ReplicaCache(Generic[V]):
    """A value read from this service's copy. Requests that ask at the same time share one look."""

    def __init__(
        self,
        db: Database,
        tables: KernelTables,
        consumer: str,
        topic: str,
        read: Callable[[], Awaitable[V | None]],
    ) -> None:
        self._asked = (db, tables, consumer, topic)
        self._read = read
        self._value: V | None = None
        self.position = -1
        self._lookup: BatchLoader[str, V] = BatchLoader(self._look, TRUSTED_SECONDS)

    async def __call__(self) -> V | None:
        """The value as the follower last left it; None before it has brought one (asked again each
        time then).
        """
        return await self._lookup.find("")

    async def _look(self, _: object) -> dict[str, V]:
        found = (await progress(*self._asked))["position"]
        if self._value is None or found != self.position:
            self._value = await self._read()
            self.position = found
        return {} if self._value is None else {"": self._value}
