"""The event log in a database table, `PRIMARY KEY (topic, position)`: the default of one process, and of several on one database."""

import asyncio
import json
from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, MetaData, String, Table, Text, func, select

from kernel.db import Database, Tx
from kernel.errors import Conflict, LogConflict
from kernel.eventlog import Record, Stored

POLL_SECONDS = 0.1  # how often another process's appends are looked for

metadata = MetaData()
events = Table(
    "eventlog_events", metadata,
    Column("topic", String(80), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False),
    Column("key", String(64), nullable=False),
    Column("headers", Text, nullable=False),
    Column("value", Text, nullable=False),
)


class DatabaseLog:
    """Offset = position - 1. Readers of this process are woken by an append, those of others look every 100 ms."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._appended = asyncio.Condition()
        self._appends = 0

    async def start(self) -> None:
        await self._db.start()

    async def stop(self) -> None:
        await self._db.stop()

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        try:
            await self._db.write(_insert, records)
        except Conflict:
            await self._append_rest(topic, records)
        self._appends += 1
        async with self._appended:
            self._appended.notify_all()

    async def _append_rest(self, topic: str, records: Sequence[Record]) -> None:
        """Some stand there already (a relay died after publishing): they must be the same events; write the others."""
        async with self._db.read() as connection:
            rows = await connection.execute(
                select(events.c.position, events.c.id).where(events.c.topic == topic, events.c.position.in_([r.position for r in records]))
            )
            held = {row.position: row.id for row in rows}
        for record in records:
            if held.get(record.position, record.headers["ce_id"]) != record.headers["ce_id"]:
                raise LogConflict(f"{topic}: position {record.position} holds event {held[record.position]}, not {record.headers['ce_id']}")
        await self._db.write(_insert, [record for record in records if record.position not in held])

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        deadline = asyncio.get_running_loop().time() + wait
        while True:
            seen = self._appends
            found = await self._select(topic, offset, limit)
            left = deadline - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found
            await self._sleep(seen, min(left, POLL_SECONDS))

    async def _sleep(self, seen: int, seconds: float) -> None:
        """Until this process has appended something since `seen`, or the time is over."""
        async with self._appended:
            try:
                await asyncio.wait_for(self._appended.wait_for(lambda: self._appends != seen), seconds)
            except TimeoutError:
                return

    async def _select(self, topic: str, offset: int, limit: int) -> list[Stored]:
        async with self._db.read() as connection:
            rows = await connection.execute(
                select(events.c.position, events.c.key, events.c.headers, events.c.value)
                .where(events.c.topic == topic, events.c.position > offset).order_by(events.c.position).limit(limit)
            )
            return [Stored(position - 1, Record(topic, position, key, json.loads(headers), value)) for position, key, headers, value in rows]

    async def end(self, topic: str) -> int:
        async with self._db.read() as connection:
            return (await connection.scalar(select(func.max(events.c.position)).where(events.c.topic == topic))) or 0


def _insert(tx: Tx, records: Sequence[Record]) -> None:
    for record in records:
        tx.insert(events, {
            "topic": record.topic, "position": record.position, "id": record.headers["ce_id"], "key": record.key,
            "headers": json.dumps(record.headers, separators=(",", ":")), "value": record.value,
        })
