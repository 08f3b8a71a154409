"""The consumer: reads a topic in order and applies each event exactly once, by committing offset
and effect together.

One row per (consumer, topic, partition) holds the next offset, the last position and the epoch of
the owner. It is compared and set in the same transaction as the projection's rows: an event at or
below the last position is a repeat and is passed over. Errors are decided: outside trouble is
retried, what is undecodable or impossible is parked with its reason (and later events of its key
wait behind it), anything else stops the consumer loudly.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import select

from contracts import events as registry
from contracts.envelope import Envelope
from contracts.events import Data, UnknownEvent
from kernel import clock, failpoints, parking, tracing
from kernel.db import Database, Tx
from kernel.errors import PoisonMessage
from kernel.eventlog import EventLog, Record, Stored
from kernel.lease import Lease
from kernel.tables import KernelTables

# an owner that has just come knows little yet: its first batches must not outlast its lease
FIRST_BATCH, LARGEST_BATCH = (500, 5_000)
BREATH = 500  # records decoded between two turns of the event loop
WAIT_SECONDS = 0.5
FIRST = {"next_offset": 0, "position": 0, "recordedtime": None, "seen_at": None}


class Delivery(NamedTuple):
    """One decoded event; `data` is None where the consumer wants none of its type."""

    record: Record
    envelope: Envelope
    data: Data | None


class Rejected(PoisonMessage):
    """`PoisonMessage`, with the delivery it is about."""

    def __init__(self, delivery: Delivery, reason: str) -> None:
        super().__init__(reason)
        self.delivery = delivery


#: Reads what it needs, then returns the command that queues the effect of these deliveries, in
#: order. May raise Rejected.
Projector = Callable[[Sequence[Delivery]], Awaitable[Callable[[Tx], None]]]
Batch = Sequence[tuple[Stored, "Delivery | PoisonMessage"]]
#: What a follower does with one event of a type.
Handler = Callable[[Tx, Any, Envelope], None]


def dispatch_by_type(handlers: Mapping[str, Handler]) -> Projector:
    """A plan for followers that need no reading: one function per event type, other types passed
    over.
    """

    async def plan(deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        def command(tx: Tx) -> None:
            for delivery in deliveries:
                if handler := handlers.get(delivery.envelope.type):
                    handler(tx, delivery.data, delivery.envelope)

        return command

    return plan


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
        plan: Projector,
        owner: str,
        wanted: Collection[str] | None = None,
    ) -> None:
        """`wanted`: the types whose data the plan needs; of others it gets the envelope alone.

        None: all.
        """
        self.name, self.topic, self._wanted = name, topic, wanted
        self._db, self._tables, self._log, self._plan = db, tables, eventlog, plan
        self._lease = Lease(
            db, tables.offsets, {"consumer": name, "topic": topic, "part": 0}, owner, FIRST
        )
        self._next = 0
        self._position = 0
        self._limit = FIRST_BATCH
        self._ahead: asyncio.Task[Batch] | None = (
            None  # reads what comes after the batch that is being committed
        )
        # keys with a parked message, by its position: nobody but the owner parks
        self._blocked: dict[str, int] = {}

    async def run(self) -> None:
        """Follow the topic, or stand by, until cancelled."""
        try:
            await self._lease.work(self._begin, partial(self.step, WAIT_SECONDS))
        finally:
            await self._drop_ahead()

    async def step(self, wait: float) -> int:
        """Apply the next batch; returns how many records were read.

        Behind a full one the next is read and decoded while it is committed.
        """
        ahead, self._ahead = self._ahead, None
        batch = await (ahead or self._read(self._next, wait))
        if batch:
            began = perf_counter()
            links = (
                given
                for stored, _ in batch
                if (given := stored.record.headers.get("ce_traceparent"))
            )
            with tracing.span(
                f"apply {self.topic}",
                "consumer",
                links=links,
                consumer=self.name,
                events=len(batch),
            ):
                try:
                    await self._apply(batch)
                except BaseException:
                    await self._drop_ahead()  # or what was not applied would be passed over
                    raise
            self._db.metrics.applied(self.name, perf_counter() - began)
        return len(batch)

    async def _drop_ahead(self) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)

    async def _read(self, offset: int, wait: float) -> Batch:
        batch: list[tuple[Stored, Delivery | PoisonMessage]] = []
        for number, stored in enumerate(
            await self._log.read(self.topic, offset, self._limit, wait)
        ):
            if number % BREATH == BREATH - 1:
                await asyncio.sleep(0)  # others of this process have their turn
            try:
                batch.append((stored, decode(stored.record, self._wanted)))
            except PoisonMessage as error:
                batch.append((stored, error))
        return batch

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
        await self._drop_ahead()
        await self._lease.release()

    async def _begin(self) -> None:
        await self._drop_ahead()
        row = await progress(self._db, self._tables, self.name, self.topic)
        self._next, self._position, self._limit = row["next_offset"], row["position"], FIRST_BATCH
        self._blocked = await parking.blocked_keys(self._db, self._tables, self.name, self.topic)

    async def _apply(self, batch: Batch) -> None:
        refused: dict[int, str] = {}  # what the plan does not take, by position
        while True:
            deliveries, parked, last = self._sort(batch, refused)
            try:
                effect = await self._plan(deliveries)
                break
            except Rejected as rejected:
                refused[rejected.delivery.record.position] = str(rejected)
        next_offset = batch[-1][0].offset + 1
        if len(batch) == self._limit:
            self._limit = min(2 * self._limit, LARGEST_BATCH)
            self._ahead = asyncio.create_task(self._read(next_offset, 0))
        await self._commit(next_offset, last, effect, parked)

    def _sort(
        self, batch: Batch, refused: Mapping[int, str]
    ) -> tuple[list[Delivery], list[parking.Parked], Record | None]:
        """The deliveries, each once (a relay that died before marking has published some again),
        what is parked, and the last record of either.

        Parked is what cannot be decoded, what the plan refused, and what waits behind a parked
        message.
        """
        blocked, position, last = dict(self._blocked), self._position, None
        deliveries, parked = [], []
        for (_, record), found in batch:
            if record.position <= position:
                continue
            position, last = record.position, record
            if blocked and record.key in blocked:
                parked.append(
                    parking.Parked(
                        record, f"waits behind position {blocked[record.key]}", waiting=True
                    )
                )
            elif isinstance(found, Delivery) and position not in refused:
                deliveries.append(found)
            else:
                parked.append(
                    parking.Parked(record, refused.get(position) or str(found), waiting=False)
                )
                blocked[record.key] = position
        return deliveries, parked, last

    async def _commit(
        self,
        next_offset: int,
        last: Record | None,
        effect: Callable[[Tx], None],
        parked: Sequence[parking.Parked],
    ) -> None:
        position = last.position if last else self._position
        values: dict[str, Any] = {
            "next_offset": next_offset,
            "position": position,
            "seen_at": clock.stamp(),
        }
        if last and (
            recorded := last.headers.get("ce_recordedtime")
        ):  # a parked message may lack it
            values["recordedtime"] = recorded[:27]

        def command(tx: Tx) -> None:
            self._lease.set(tx, values, position=self._position)
            parking.park(tx, self._tables, self.name, parked)
            effect(tx)

        failpoints.point("consumer.folded", self.topic)
        await self._db.write(command)
        failpoints.point("consumer.committed", self.topic)
        self._next, self._position = next_offset, position
        for message in parked:
            self._blocked.setdefault(message.record.key, message.record.position)


def decode(record: Record, wanted: Collection[str] | None = None) -> Delivery:
    """A record as a delivery, with its data where its type is wanted.

    Raises PoisonMessage when it is not an event this code knows.
    """
    try:
        envelope = Envelope.from_headers(record.headers)
        passed_over = (
            wanted is not None
            and envelope.type not in wanted
            and registry.is_newest(envelope.type, envelope.typeversion)
        )
        data = (
            None
            if passed_over
            else registry.decode_text(envelope.type, envelope.typeversion, record.value)
        )
        return Delivery(record, envelope, data)
    except UnknownEvent as error:
        raise PoisonMessage(f"unknown event: {error}") from error
    except (ValidationError, ValueError, RecursionError) as error:
        raise PoisonMessage(f"undecodable: {_why(error)}") from error


def _why(error: Exception) -> str:
    """What does not fit, the first of it, without what was sent."""
    if not isinstance(error, ValidationError):
        return str(error)
    found = error.errors(include_url=False, include_input=False, include_context=False)[:3]
    return "; ".join(f"{'/'.join(map(str, one['loc']))}: {one['msg']}" for one in found)


async def progress(
    db: Database, tables: KernelTables, consumer: str, topic: str
) -> Mapping[str, Any]:
    """The offset row of a consumer: next_offset, position, recordedtime, seen_at (`FIRST` before
    its first event).
    """
    offsets = tables.offsets
    rows = await db.fetch(
        select(offsets).where(offsets.c.consumer == consumer, offsets.c.topic == topic)
    )
    return dict(rows[0]._mapping) if rows else FIRST
