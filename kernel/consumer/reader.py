"""The reader of a consumer: reads batches of a topic and decodes them, the next one while the last
one is being committed.
"""

import asyncio
from collections.abc import Collection, Sequence
from typing import NamedTuple

from kernel.consumer.delivery import Delivery, decode
from kernel.errors import PoisonMessage
from kernel.eventlog import EventLog, Stored

# an owner that has just come knows little yet: its first batches must not outlast its lease
FIRST_BATCH, LARGEST_BATCH = 500, 5_000
RECORDS_A_TURN = 500  # decoded between two turns of the event loop

Item = tuple[Stored, Delivery | PoisonMessage]
Batch = Sequence[Item]


class BatchSize(NamedTuple):
    """How many records a batch has at most: the first one, and one behind a backlog."""

    first: int = FIRST_BATCH
    largest: int = LARGEST_BATCH


class Reader:
    """Reads one topic, batches that grow from one full batch to the next."""

    def __init__(
        self, eventlog: EventLog, topic: str, wanted: Collection[str] | None, size: BatchSize
    ) -> None:
        self._log, self._topic, self._wanted, self._size = eventlog, topic, wanted, size
        self._limit = size.first
        self._ahead: asyncio.Task[Batch] | None = None

    async def next(self, offset: int, wait: float) -> Batch:
        """The batch that was read ahead, else what is read from `offset` on; waits up to `wait`
        seconds for its first record. Raises Unavailable, LogTruncated.
        """
        ahead, self._ahead = self._ahead, None
        return await (ahead or self._read(offset, wait))

    def read_ahead(self, batch: Batch) -> None:
        """Begin to read what comes after a batch, where that was full: a larger one."""
        if len(batch) == self._limit:
            self._limit = min(2 * self._limit, self._size.largest)
            self._ahead = asyncio.create_task(self._read(batch[-1][0].offset + 1, 0))

    async def drop(self) -> None:
        """Forget what was read ahead."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)

    async def restart(self) -> None:
        """Forget what was read ahead, and begin with a small batch."""
        await self.drop()
        self._limit = self._size.first

    async def _read(self, offset: int, wait: float) -> Batch:
        records = await self._log.read(self._topic, offset, self._limit, wait)
        batch: list[Item] = []
        for stored in records:
            try:
                batch.append((stored, decode(stored.record, self._wanted)))
            except PoisonMessage as error:
                batch.append((stored, error))
            if len(batch) % RECORDS_A_TURN == 0:
                await asyncio.sleep(0)  # other tasks of this process have their turn
        return batch
