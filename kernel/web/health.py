"""The health of one service: whether what it needs is there (readyz), and how much waits in it
(metrics).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy import Select, Table, func, select

from contracts import topics
from kernel import clock
from kernel.auth import Keyring
from kernel.consumer import progress
from kernel.db import Database
from kernel.errors import Unavailable
from kernel.eventlog import EventLog
from kernel.run import Worker
from kernel.tables import KernelTables

# ready or not, or `ready` with everything else that an operator wants to know
Check = Callable[[], Awaitable[bool | dict[str, Any]]]
READY = {"ready": True}
PATIENCE_SECONDS = 2.0
KEYS_SECONDS = 30.0  # a copy of the keys that lags for longer is not to be trusted


@dataclass(slots=True)
class HealthChecks:
    """The checks of one service.

    `replica`: topic → consumer name. `more`: further named checks (a published edition). `workers`:
    those that this process runs; who runs them adds them. `patience`: seconds that a check waits.
    `keys_allowance`: seconds that the copy of the keys may lag. `lagging`: topic → when this
    process first saw its copy lag.
    """

    db: Database
    tables: KernelTables
    log: EventLog
    keyring: Keyring
    own_topic: str
    replica: Mapping[str, str]
    more: Mapping[str, Check] = field(default_factory=dict)
    workers: list[Worker] = field(default_factory=list)
    patience: float = PATIENCE_SECONDS
    keys_allowance: float = KEYS_SECONDS
    lagging: dict[str, float] = field(default_factory=dict)

    async def ready(self) -> dict[str, dict[str, Any]]:
        """Each thing the service needs: `ready`, and what an operator wants to know of it."""
        needed = {"database": self._database, "log": self._log, "keys": self.keyring.any}
        checks = {name: await self._run(each) for name, each in {**needed, **self.more}.items()}
        for topic, consumer in self.replica.items():
            copy = partial(self._copy, topic, consumer)
            checks[f"copy:{topic}"] = await self._run(copy, without=True)
        return {**checks, "workers": self._workers()}

    def _workers(self) -> dict[str, Any]:
        failed = {worker.name: worker.failure for worker in self.workers if worker.failure}
        return {"ready": not failed, "failed": failed}

    async def measure(self) -> None:
        """Set the gauges of what waits. What cannot be asked just now keeps its last value."""
        metrics = self.db.metrics
        for worker in self.workers:
            metrics.gauge(metrics.failed, worker.failure is not None, worker.name)
        with suppress(Unavailable, TimeoutError):
            async with asyncio.timeout(self.patience):
                await self._measure_relay()
                await self._measure_consumers()

    async def _measure_consumers(self) -> None:
        async with self.db.read() as connection:
            rows = (await connection.execute(_consumers(self.tables))).mappings().all()
        for row in rows:
            await self._measure_consumer(row)

    async def _measure_consumer(self, row: Mapping[str, Any]) -> None:
        topic, metrics = row["topic"], self.db.metrics
        lag, age = await self._lag(topic, row["next_offset"], row["seen_at"])
        metrics.followed(row["consumer"], topic, lag, age or 0)
        metrics.gauge(metrics.parked, row["parked"], row["consumer"])
        if self.replica.get(topic) == row["consumer"]:
            metrics.gauge(metrics.copy_age, age or 0, topic)

    async def _measure_relay(self) -> None:
        outbox, metrics = self.tables.outbox, self.db.metrics
        async with self.db.read() as connection:
            count, since = (await connection.execute(_waiting(outbox))).one()
            head = (await connection.execute(_head(self.tables.relay))).first()
            assigned, published = head or (0, 0)
            oldest = await connection.scalar(_unpublished(outbox, published))
        metrics.relayed(count, _age(oldest or since), assigned - published)

    async def _lag(
        self, topic: str, next_offset: int, seen_at: str | None
    ) -> tuple[int, float | None]:
        """(records not applied, seconds since one was last applied); None where none ever was."""
        lag = max(0, await self.log.end(topic) - next_offset)
        return lag, 0.0 if lag == 0 else _age(seen_at) if seen_at else None

    async def _database(self) -> bool:
        await self.db.fetch(select(self.tables.relay.c.assigned))
        self.db.integrity.check()
        return True

    async def _log(self) -> bool:
        return await self.log.end(self.own_topic) >= 0

    async def _copy(self, topic: str, consumer: str) -> dict[str, Any]:
        """How far a copy is. One that lags is served from all the same, its age says how old it may
        be; but keys that are too old may be revoked ones.
        """
        row = await progress(self.db, self.tables, consumer, topic)
        lag, age = await self._lag(topic, row["next_offset"], row["seen_at"])
        state = {"position": row["position"], "lag_positions": lag, "age_seconds": age}
        late = self._behind(topic, lag) > self.keys_allowance
        return {**(self._keys_late() if late and topic == topics.ACCESS else READY), **state}

    def _keys_late(self) -> dict[str, Any]:
        reason = f"the keys have not been followed for more than {self.keys_allowance:g} s"
        return {"ready": False, "reason": reason}

    def _behind(self, topic: str, lag: int) -> float:
        """Seconds since this process first saw a copy lag, by a clock that nobody sets."""
        if lag == 0:
            self.lagging.pop(topic, None)
            return 0.0
        return monotonic() - self.lagging.setdefault(topic, monotonic())

    async def _run(self, check: Check, *, without: bool = False) -> dict[str, Any]:
        """The answer of a check, in time; `without`: whether the service is ready although the
        check gave no answer.
        """
        try:
            async with asyncio.timeout(self.patience):
                answer = await check()
        except (Unavailable, TimeoutError) as error:
            reason = str(error) or f"no answer within {self.patience:g} s"
            return {"ready": without, "reason": reason}
        return {"ready": answer} if isinstance(answer, bool) else answer


def _consumers(tables: KernelTables) -> Select[Any]:
    """Every consumer's offsets, and how many messages it has parked."""
    offsets, parked = tables.offsets, tables.parked
    of_it = (parked.c.consumer == offsets.c.consumer, parked.c.topic == offsets.c.topic)
    count = select(func.count()).where(*of_it).scalar_subquery()
    return select(offsets, count.label("parked"))


def _waiting(outbox: Table) -> Select[int, Any]:
    """How many events have no position, and the time of the oldest of them."""
    return select(func.count(), func.min(outbox.c.time)).where(outbox.c.seq.is_(None))


def _head(relay: Table) -> Select[Any]:
    """The last position that was given, and the last that was published."""
    return select(relay.c.assigned, relay.c.published)


def _unpublished(outbox: Table, published: int) -> Select[Any]:
    """The time of the oldest event that has a position and is not published."""
    after = select(outbox.c.time).where(outbox.c.seq > published)
    return after.order_by(outbox.c.seq).limit(1)


def _age(instant: str | None) -> float:
    return max(0.0, (clock.now() - clock.parse(instant)).total_seconds()) if instant else 0.0
