"""What `readyz` says: database, event log, keys and copies at hand, their age, and workers that are down."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from kernel import clock
from kernel.auth import Keyring
from kernel.consumer import progress
from kernel.db import Database
from kernel.errors import Unavailable
from kernel.eventlog import EventLog
from kernel.run import Worker
from kernel.tables import KernelTables

Check = Callable[[], Awaitable[bool]]


async def standard(
    db: Database, tables: KernelTables, eventlog: EventLog, keyring: Keyring, *, own_topic: str, copies: Mapping[str, str],
    more: Mapping[str, Check] | None = None, workers: Sequence[Worker] = (),
) -> dict[str, Any]:
    """The checks of one service. `copies`: topic → consumer name; `more`: further named checks (a published edition)."""
    checks: dict[str, Any] = {}
    for name, check in {"database": _database(db), "log": _log(eventlog, own_topic), "keys": keyring.any, **(more or {})}.items():
        checks[name] = await _tried(check)
    for topic, consumer in copies.items():
        checks[f"copy:{topic}"] = await _copy(db, tables, eventlog, consumer, topic)
    failed = {worker.name: worker.failure for worker in workers if worker.failure}
    return {**checks, "workers": {"ready": not failed, "failed": failed}}


def _database(db: Database) -> Check:
    async def check() -> bool:
        async with db.read():
            return True

    return check


def _log(eventlog: EventLog, topic: str) -> Check:
    async def check() -> bool:
        return await eventlog.end(topic) >= 0

    return check


async def _tried(check: Check) -> dict[str, Any]:
    try:
        return {"ready": await check()}
    except Unavailable as error:
        return {"ready": False, "reason": str(error)}


async def _copy(db: Database, tables: KernelTables, eventlog: EventLog, consumer: str, topic: str) -> dict[str, Any]:
    """A copy that lags is still served from; its age tells how old what it says may be."""
    try:
        row = await progress(db, tables, consumer, topic)
        lag = await eventlog.end(topic) - row["next_offset"]
    except Unavailable as error:
        return {"ready": True, "reason": str(error)}
    age = 0.0 if lag <= 0 else (clock.now() - clock.parse(row["seen_at"])).total_seconds() if row["seen_at"] else None
    return {"ready": True, "position": row["position"], "lag_positions": max(0, lag), "age_seconds": age}
