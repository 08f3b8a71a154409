"""The consumer itself: holds the lease, and has one batch after the other read and applied."""

from collections.abc import Collection, Iterator
from functools import partial
from time import perf_counter

from kernel import tracing
from kernel.consumer.applier import Applier
from kernel.consumer.offsets import FIRST, progress
from kernel.consumer.projector import Projector
from kernel.consumer.reader import Batch, BatchSize, Reader
from kernel.db import Database
from kernel.eventlog import EventLog
from kernel.lease import Lease, LeaseTimes
from kernel.tables import KernelTables

WAIT_SECONDS = 0.5


class Consumer:
    """Applies one topic to one service's database under a stable name.

    Renaming it makes it start over.
    """

    def __init__(
        self,
        name: str,
        topic: str,
        db: Database,
        tables: KernelTables,
        eventlog: EventLog,
        projector: Projector,
        owner: str,
        wanted: Collection[str] | None = None,
        *,
        times: LeaseTimes = LeaseTimes(),  # noqa: B008 - frozen
        size: BatchSize = BatchSize(),  # noqa: B008 - frozen
        wait: float = WAIT_SECONDS,
    ) -> None:
        """`wanted`: the types whose data the projector needs; of others it gets the envelope alone
        (None: all). `wait`: how many seconds one read waits for a record.
        """
        self.name, self.topic = name, topic
        self._db, self._tables, self._log, self._wait = db, tables, eventlog, wait
        row = {"consumer": name, "topic": topic, "part": 0}
        self._lease = Lease(db, tables.offsets, row, owner, FIRST, times)
        self._reader = Reader(eventlog, topic, wanted, size)
        self._applier = Applier(name, topic, db, tables, projector, self._lease)

    async def run(self) -> None:
        """Follow the topic, or stand by, until cancelled."""
        try:
            await self._lease.work(self._begin, partial(self.step, self._wait))
        finally:
            await self._reader.drop()

    async def step(self, wait: float) -> int:
        """Apply the next batch; returns how many records were read.

        Behind a full one the next is read and decoded while it is committed.
        """
        batch = await self._reader.next(self._applier.next_offset, wait)
        if batch:
            began = perf_counter()
            with tracing.span(
                f"apply {self.topic}",
                "consumer",
                links=_traceparents(batch),
                consumer=self.name,
                events=len(batch),
            ):
                await self._apply(batch)
            self._db.metrics.applied(self.name, perf_counter() - began)
        return len(batch)

    async def idle(self) -> bool:
        """Whether everything in the topic has been applied, by whoever owns it."""
        row = await progress(self._db, self._tables, self.name, self.topic)
        return bool(row["next_offset"] >= await self._log.end(self.topic))

    async def take(self) -> bool:
        """Take the lease and read where to go on; False while another owner holds it."""
        if await self._lease.take():
            await self._begin()
        return self._lease.epoch > 0

    async def leave(self) -> None:
        """Let the next owner in at once."""
        await self._reader.drop()
        await self._lease.release()

    async def _begin(self) -> None:
        await self._reader.restart()
        await self._applier.restart()

    async def _apply(self, batch: Batch) -> None:
        try:
            projected = await self._applier.project(batch)
            self._reader.read_ahead(batch)
            await self._applier.apply(projected)
        except BaseException:
            await self._reader.drop()  # or what was not applied would be passed over
            raise


def _traceparents(batch: Batch) -> Iterator[str]:
    """The traces that the events of a batch belong to."""
    for stored, _ in batch:
        if given := stored.record.headers.get("ce_traceparent"):
            yield given
