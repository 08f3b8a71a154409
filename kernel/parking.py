"""Parked messages: those that could not be applied, with the reason, and those of the same key that
wait behind them.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select

from kernel import clock
from kernel.db import Database, Tx
from kernel.eventlog import Record
from kernel.tables import KernelTables


class Parked(NamedTuple):
    """A record with why it was set aside; `waiting`: only because an earlier one of its key is
    parked.
    """

    record: Record
    reason: str
    waiting: bool


def park(tx: Tx, tables: KernelTables, consumer: str, messages: Sequence[Parked]) -> None:
    """Queue rows for messages set aside."""
    for message in messages:
        tx.insert(tables.parked, {"consumer": consumer, **_row(message), "since": clock.stamp()})


def _row(message: Parked) -> dict[str, Any]:
    record = message.record
    return {
        "topic": record.topic,
        "position": record.position,
        "key": record.key,
        "type": _storable(record.headers.get("ce_type", ""))[:80],
        "reason": _storable(message.reason),
        "waiting": message.waiting,
        "headers": json.dumps(record.headers),
        "value": _storable(record.value),
    }


def _storable(text: str) -> str:
    """PostgreSQL holds no NUL: it is shown as JSON writes it."""
    return text.replace("\x00", "\\u0000")


async def blocked_keys(
    db: Database, tables: KernelTables, consumer: str, topic: str
) -> dict[str, int]:
    """The keys that have a parked message, with the earliest parked position of each."""
    parked = tables.parked.c
    earliest = select(parked.key, func.min(parked.position)).group_by(parked.key)
    async with db.read() as connection:
        blocked = earliest.where(parked.consumer == consumer, parked.topic == topic)
        return {row[0]: row[1] for row in await connection.execute(blocked)}


async def listed(db: Database, tables: KernelTables, consumer: str) -> Sequence[Mapping[str, Any]]:
    """Every parked message of a consumer, by position."""
    parked = tables.parked
    statement = select(parked).where(parked.c.consumer == consumer).order_by(parked.c.position)
    async with db.read() as connection:
        return [dict(row) for row in (await connection.execute(statement)).mappings()]


def record_of(row: Mapping[str, Any]) -> Record:
    """The parked record itself, to be tried again."""
    return Record(
        row["topic"], row["position"], row["key"], json.loads(row["headers"]), row["value"]
    )


def release(
    tx: Tx, tables: KernelTables, consumer: str, topic: str, positions: Sequence[int]
) -> None:
    """Queue the removal of parked rows, each of which must be there."""
    parked = tables.parked.c
    of_it = (parked.consumer == consumer, parked.topic == topic, parked.position.in_(positions))
    tx.execute(delete(tables.parked).where(*of_it), expect=len(positions))
