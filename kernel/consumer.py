"""The consumer: reads a topic in order and applies each event exactly once, by committing offset and effect together.

One row per (consumer, topic, partition) holds the next offset, the last position and the epoch of the owner. It is compared
and set in the same transaction as the projection's rows: an event at or below the last position is a repeat and is passed over.
Errors are decided: outside trouble is retried, what is undecodable or impossible is parked with its reason (and later events of
its key wait behind it), anything else stops the consumer loudly.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select, update

from contracts import events as registry
from contracts.envelope import Envelope
from contracts.events import Data, UnknownEvent
from kernel import clock, failpoints, logging, parking, tracing
from kernel.db import Database, Tx
from kernel.errors import Impossible, Stale, Unavailable
from kernel.eventlog import EventLog, Record, Stored
from kernel.lease import RENEW_SECONDS, Lease
from kernel.tables import KernelTables

LARGEST_BATCH = 5_000
WAIT_SECONDS = 0.5
RETRY_SECONDS = 0.5
STALE_SECONDS = 0.05
TEXTS = {"ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "ce_recordedtime"}

log = logging.get("consumer")


@dataclass(slots=True)
class Delivery:
    """One decoded event; `data` is None where the consumer wants none of its type."""

    record: Record
    data: Data | None

    @property
    def position(self) -> int:
        """Its position in the topic."""
        return self.record.position

    @property
    def subject(self) -> str:
        """What it is about."""
        return self.record.headers["ce_subject"]

    @property
    def recordedtime(self) -> str:
        """When its position was given."""
        return self.record.headers["ce_recordedtime"]

    @property
    def envelope(self) -> Envelope:
        """The attributes it came with."""
        return Envelope.from_headers(self.record.headers)


class Rejected(Impossible):
    """`Impossible`, with the delivery it is about."""

    def __init__(self, delivery: Delivery, reason: str) -> None:
        super().__init__(reason)
        self.delivery = delivery


#: Reads what it needs, then returns the command that queues the effect of these deliveries, in order. May raise Rejected.
Plan = Callable[[Sequence[Delivery]], Awaitable[Callable[[Tx], None]]]
#: What a follower does with one event of a type.
Handler = Callable[[Tx, Any, Envelope], None]


def table_of_handlers(handlers: Mapping[str, Handler]) -> Plan:
    """A plan for followers that need no reading: one function per event type, other types passed over."""

    async def plan(deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        def command(tx: Tx) -> None:
            for delivery in deliveries:
                if handler := handlers.get(delivery.record.headers["ce_type"]):
                    handler(tx, delivery.data, delivery.envelope)

        return command

    return plan


class Consumer:
    """Applies one topic to one service's database under a stable name. Renaming it makes it start over."""

    def __init__(self, name: str, topic: str, db: Database, tables: KernelTables, eventlog: EventLog, plan: Plan, owner: str,
                 wanted: Collection[str] | None = None) -> None:
        """`wanted`: the types whose data the plan needs; of others it gets the envelope alone. None: all."""
        self.name, self.topic, self._wanted = name, topic, wanted
        self._db, self._tables, self._log, self._plan = db, tables, eventlog, plan
        self._key = {"consumer": name, "topic": topic, "part": 0}
        self._lease = Lease(db, tables.offsets, self._key, owner)
        self._epoch = 0
        self._renewed = 0.0
        self._next = 0
        self._position = 0
        self._blocked: dict[str, int] = {}  # keys with a parked message, by its position: nobody but the owner parks

    async def run(self) -> None:
        """Follow the topic, or stand by, until cancelled."""
        try:
            while True:
                try:
                    await self._hold()
                    await self.step(WAIT_SECONDS)
                except Stale:
                    log.warning("consumer lost its lease, or its effect met another state", consumer=self.name)
                    self._epoch = 0
                    await asyncio.sleep(STALE_SECONDS)
                except Unavailable as error:
                    log.warning("consumer waits", consumer=self.name, reason=str(error))
                    await asyncio.sleep(RETRY_SECONDS)
        finally:
            if self._epoch:
                await asyncio.shield(self._lease.release(self._epoch))

    async def step(self, wait: float) -> int:
        """Apply the next batch; returns how many records were read."""
        stored = await self._log.read(self.topic, self._next, LARGEST_BATCH, wait)
        if stored:
            began = perf_counter()
            links = [given for item in stored if (given := item.record.headers.get("ce_traceparent"))]
            with tracing.span(f"apply {self.topic}", "consumer", links=links, consumer=self.name, events=len(stored)):
                await self._apply(stored)
            self._db.metrics.applied(self.name, perf_counter() - began)
        return len(stored)

    async def idle(self) -> bool:
        """Whether everything in the topic has been applied, by whoever owns it."""
        row = await progress(self._db, self._tables, self.name, self.topic)
        return bool(row["next_offset"] >= await self._log.end(self.topic))

    async def _hold(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._epoch and now - self._renewed < RENEW_SECONDS:
            return
        if self._epoch and not await self._lease.renew(self._epoch):
            raise Stale("consumer lease")
        while not self._epoch:
            await self.take()
            if not self._epoch:
                await asyncio.sleep(RENEW_SECONDS / 2)
        self._renewed = asyncio.get_running_loop().time()

    async def leave(self) -> None:
        """Let the next owner in at once."""
        if self._epoch:
            await self._lease.release(self._epoch)
            self._epoch = 0

    async def take(self) -> bool:
        """Take the lease and read where to go on; False while another owner holds it."""
        first = {"next_offset": 0, "position": 0, "recordedtime": None, "seen_at": None}
        self._epoch = await self._lease.take(first) or 0
        if self._epoch:
            row = await progress(self._db, self._tables, self.name, self.topic)
            self._next, self._position = row["next_offset"], row["position"]
            self._blocked = await parking.blocked_keys(self._db, self._tables, self.name, self.topic)
        return bool(self._epoch)

    async def _apply(self, stored: Sequence[Stored]) -> None:
        fresh = _fresh(stored, self._position)
        parked: list[parking.Parked] = []
        deliveries = self._decode(fresh, parked)
        while True:
            try:
                effect = await self._plan(deliveries)
                break
            except Rejected as rejected:
                deliveries = _without(deliveries, rejected, parked)
        await self._commit(stored, fresh, effect, parked)

    def _decode(self, records: Sequence[Record], parked: list[parking.Parked]) -> list[Delivery]:
        """Deliveries in order; what cannot be decoded, and what waits behind a parked message, goes to `parked`."""
        blocked = dict(self._blocked)
        deliveries = []
        for record in records:
            if record.key in blocked:
                parked.append(parking.Parked(record, f"waits behind position {blocked[record.key]}", waiting=True))
                continue
            try:
                deliveries.append(decode(record, self._wanted))
            except Impossible as error:
                parked.append(parking.Parked(record, str(error), waiting=False))
                blocked[record.key] = record.position
        return deliveries

    async def _commit(
        self, stored: Sequence[Stored], fresh: Sequence[Record], effect: Callable[[Tx], None], parked: Sequence[parking.Parked]
    ) -> None:
        last = fresh[-1] if fresh else None
        position = last.position if last else self._position
        values: dict[str, Any] = {"next_offset": stored[-1].offset + 1, "position": position, "seen_at": clock.stamp()}
        if last and (recorded := last.headers.get("ce_recordedtime")):  # a parked message may lack it
            values["recordedtime"] = recorded[:27]

        def command(tx: Tx) -> None:
            offsets = self._tables.offsets
            tx.execute(
                update(offsets).where(*(offsets.c[k] == v for k, v in self._key.items()), offsets.c.epoch == self._epoch,
                                      offsets.c.position == self._position).values(**values)
            )
            parking.park(tx, self._tables, self.name, parked)
            effect(tx)

        failpoints.point("consumer.folded", self.topic)
        await self._db.write(command)
        failpoints.point("consumer.committed", self.topic)
        self._next, self._position = values["next_offset"], position
        for message in parked:
            self._blocked.setdefault(message.record.key, message.record.position)


def decode(record: Record, wanted: Collection[str] | None = None) -> Delivery:
    """A record as a delivery, with its data where its type is wanted. Raises Impossible when it is not an event this code knows."""
    headers = record.headers
    if wanted is not None and headers.get("ce_type") not in wanted and _is_sound(headers):
        return Delivery(record, None)
    try:
        envelope = Envelope.from_headers(headers)
        data = registry.decode_text(envelope.type, envelope.typeversion, record.value)
    except UnknownEvent as error:
        raise Impossible(f"unknown event: {error}") from error
    except (ValidationError, ValueError, RecursionError) as error:
        raise Impossible(f"undecodable: {error}") from error
    return Delivery(record, data)


def _is_sound(headers: Mapping[str, str]) -> bool:
    """Whether an envelope is plainly right: what a relay writes of the newest version. Anything else is looked at properly."""
    numbers = headers.get("ce_position", ""), headers.get("ce_revision", "1")
    return (headers.keys() >= TEXTS and all(number.isdecimal() and number.isascii() for number in numbers) and numbers[0] != "0"
            and registry.is_newest(headers["ce_type"], headers.get("ce_typeversion", "")))


async def progress(db: Database, tables: KernelTables, consumer: str, topic: str) -> Mapping[str, Any]:
    """The offset row of a consumer: next_offset, position, recordedtime, seen_at (zeros and None before its first event)."""
    offsets = tables.offsets
    async with db.read() as connection:
        row = (await connection.execute(
            select(offsets).where(offsets.c.consumer == consumer, offsets.c.topic == topic)
        )).mappings().first()
    return dict(row) if row else {"next_offset": 0, "position": 0, "recordedtime": None, "seen_at": None}


def _fresh(stored: Sequence[Stored], position: int) -> list[Record]:
    """The records after `position`, each once: a relay that died before marking has published some again."""
    fresh = []
    for item in stored:
        if item.record.position > position:
            fresh.append(item.record)
            position = item.record.position
    return fresh


def _without(deliveries: Sequence[Delivery], rejected: Rejected, parked: list[parking.Parked]) -> list[Delivery]:
    """The deliveries less the rejected one and those of its key after it, which are parked."""
    key, position = rejected.delivery.record.key, rejected.delivery.position
    kept = []
    for delivery in deliveries:
        if delivery.position == position:
            parked.append(parking.Parked(delivery.record, str(rejected), waiting=False))
        elif delivery.record.key == key and delivery.position > position:
            parked.append(parking.Parked(delivery.record, f"waits behind position {position}", waiting=True))
        else:
            kept.append(delivery)
    return kept
