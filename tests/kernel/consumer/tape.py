"""A consumer under test, over a log as it is given."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from contracts.access import KeyRevoked
from contracts.envelope import Envelope
from kernel import parking
from kernel.consumer import Consumer, Projector, dispatch_by_type
from kernel.consumer.reader import BatchSize
from kernel.db import Database, Tx
from kernel.errors import Unavailable
from kernel.eventlog import Record, Stored
from kernel.lease import LeaseTimes
from tests.kernel import demo

TOPIC = "access.v1"
TIMES = LeaseTimes(held=0.4, renew=0.1, retry=0.02)


class Tape:
    """A log as given: it may hold repeats, as Kafka does after a relay's crash."""

    def __init__(self, records: Sequence[Record], largest: int = 500) -> None:
        self.records, self.largest, self.trouble = list(records), largest, 0

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        self.records += records

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        if self.trouble:
            self.trouble -= 1
            raise Unavailable("the log is away")
        found = [
            Stored(offset + n, record)
            for n, record in enumerate(self.records[offset : offset + min(limit, self.largest)])
        ]
        if not found:
            await asyncio.sleep(min(wait, 0.02))
        return found

    async def end(self, topic: str) -> int:
        return len(self.records)


def noting(tx: Tx, data: KeyRevoked, envelope: Envelope) -> None:
    """Fails with DuplicateKey when an event is applied twice."""
    demo.note(tx, f"{envelope.position:04d}", data.revoked_at)


NOTING = dispatch_by_type({KeyRevoked.type: noting})


def made(
    db: Database,
    log: Tape,
    projector: Projector = NOTING,
    owner: str = "one",
    *,
    times: LeaseTimes = TIMES,
    size: BatchSize = BatchSize(),  # noqa: B008 - frozen
) -> Consumer:
    return Consumer("notes", TOPIC, db, demo.kernel, log, projector, owner, times=times, size=size)


async def drained(consumer: Consumer) -> None:
    assert await consumer.take()
    while await consumer.step(0):
        pass


async def parked(db: Database) -> list[tuple[int, bool, str]]:
    return [
        (row["position"], bool(row["waiting"]), row["reason"])
        for row in await parking.listed(db, demo.kernel, "notes")
    ]


def ids(*positions: int) -> list[str]:
    return [f"{position:04d}" for position in positions]


@asynccontextmanager
async def running(consumer: Consumer) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(consumer.run())
    yield task
    task.cancel()
    await asyncio.wait([task], timeout=60)


async def until_idle(consumer: Consumer, seconds: float = 120) -> None:
    async with asyncio.timeout(seconds):
        while not await consumer.idle():  # noqa: ASYNC110 - another's state
            await asyncio.sleep(0.01)
