"""How one service fares: what it needs and whether it is at hand (readyz), and what waits in it
(metrics).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import func, select

from kernel import clock
from kernel.auth import Keyring
from kernel.consumer import progress
from kernel.db import Database
from kernel.errors import Unavailable
from kernel.eventlog import EventLog
from kernel.run import Worker
from kernel.tables import KernelTables

# at hand or not, or all that is to be said of it
Check = Callable[[], Awaitable[bool | dict[str, Any]]]
PATIENCE_SECONDS = 2.0  # a probe answers, also when what it asks does not


@dataclass(slots=True)
class HealthChecks:
    """The checks of one service. `replica`: topic → consumer name; `more`: further named checks (a
    published edition).

    `workers`: those that this process runs; who runs them adds them.
    """

    db: Database
    tables: KernelTables
    log: EventLog
    keyring: Keyring
    own_topic: str
    replica: Mapping[str, str]
    more: Mapping[str, Check] = field(default_factory=dict)
    workers: list[Worker] = field(default_factory=list)

    async def ready(self) -> dict[str, dict[str, Any]]:
        """Each thing the service needs: `ready`, and what an operator wants to know of it."""
        checks: dict[str, dict[str, Any]] = {}
        for name, check in {
            "database": self._database,
            "log": self._log,
            "keys": self.keyring.any,
            **self.more,
        }.items():
            checks[name] = await _tried(check)
        for (
            topic,
            consumer,
        ) in (
            self.replica.items()
        ):  # one that lags is still served from; its age tells how old what it says may be
            checks[f"copy:{topic}"] = await _tried(
                partial(self._copy, topic, consumer), without=True
            )
        failed = {worker.name: worker.failure for worker in self.workers if worker.failure}
        return {**checks, "workers": {"ready": not failed, "failed": failed}}

    async def measure(self) -> None:
        """Set the gauges of what waits. What cannot be asked just now keeps its last value."""
        metrics = self.db.metrics
        for worker in self.workers:
            metrics.gauge(metrics.failed, worker.failure is not None, worker.name)
        with suppress(Unavailable, TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._measure_relay()
                await self._measure_consumers()

    async def _measure_consumers(self) -> None:
        offsets, parked, metrics = self.tables.offsets, self.tables.parked, self.db.metrics
        count = (
            select(func.count())
            .where(parked.c.consumer == offsets.c.consumer, parked.c.topic == offsets.c.topic)
            .scalar_subquery()
        )
        async with self.db.read() as connection:
            rows = (
                (await connection.execute(select(offsets, count.label("parked")))).mappings().all()
            )
        for row in rows:
            name, topic = row["consumer"], row["topic"]
            lag, age = await self._lag(topic, row["next_offset"], row["seen_at"])
            metrics.gauge(metrics.lag_positions, lag, name, topic)
            metrics.gauge(metrics.lag_seconds, age or 0, name, topic)
            metrics.gauge(metrics.parked, row["parked"], name)
            if self.replica.get(topic) == name:
                metrics.gauge(metrics.copy_age, age or 0, topic)

    async def _measure_relay(self) -> None:
        outbox, relay, metrics = self.tables.outbox, self.tables.relay, self.db.metrics
        async with self.db.read() as connection:
            assigned, published = (
                await connection.execute(select(relay.c.assigned, relay.c.published))
            ).first() or (0, 0)
            waiting, since = (
                await connection.execute(
                    select(func.count(), func.min(outbox.c.time)).where(outbox.c.seq.is_(None))
                )
            ).one()
            oldest = await connection.scalar(
                select(outbox.c.time)
                .where(outbox.c.seq > published)
                .order_by(outbox.c.seq)
                .limit(1)
            )
        metrics.outbox_waiting.set(waiting)
        metrics.outbox_age.set(_age(oldest or since))
        metrics.relay_lag.set(assigned - published)

    async def _lag(
        self, topic: str, next_offset: int, seen_at: str | None
    ) -> tuple[int, float | None]:
        """(records not applied, seconds since one was last applied); None where none ever was."""
        lag = max(0, await self.log.end(topic) - next_offset)
        return lag, 0.0 if lag == 0 else _age(seen_at) if seen_at else None

    async def _database(self) -> bool:
        async with self.db.read():
            return True

    async def _log(self) -> bool:
        return await self.log.end(self.own_topic) >= 0

    async def _copy(self, topic: str, consumer: str) -> dict[str, Any]:
        row = await progress(self.db, self.tables, consumer, topic)
        lag, age = await self._lag(topic, row["next_offset"], row["seen_at"])
        return {
            "ready": True,
            "position": row["position"],
            "lag_positions": lag,
            "age_seconds": age,
        }


async def _tried(check: Check, *, without: bool = False) -> dict[str, Any]:
    """What a check says, in time; `without`: whether the service is ready although it does not say
    anything.
    """
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            said = await check()
    except (Unavailable, TimeoutError) as error:
        return {
            "ready": without,
            "reason": str(error) or f"no answer within {PATIENCE_SECONDS:g} s",
        }
    return {"ready": said} if isinstance(said, bool) else said


def _age(instant: str | None) -> float:
    return max(0.0, (clock.now() - clock.parse(instant)).total_seconds()) if instant else 0.0
