"""The event log in a database table, `PRIMARY KEY (topic, position)`: the default of one process,
and of several on one database.
"""

import json
from collections.abc import Sequence
from time import monotonic

from pydantic_core import from_json
from sqlalchemy import BigInteger, Column, MetaData, String, Table, Text, bindparam, func, select

from kernel.db import BatchLoader, Database, Tx
from kernel.errors import DuplicateKey, LogConflict
from kernel.eventlog import Record, Stored

POLL_SECONDS = 0.1  # how often another process's appends are looked for

metadata = MetaData()
events = Table(
    "eventlog_events",
    metadata,
    Column("topic", String(80), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False),
    Column("key", String(64), nullable=False),
    Column("headers", Text, nullable=False),
    Column("value", Text, nullable=False),
)
LAST = select(func.max(events.c.position)).where(events.c.topic == bindparam("of"))


class DatabaseLog:
    """Offset = position - 1.

    Readers are woken by what this process commits; one look at a topic, then and every 100 ms, does
    for all of them.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._ends = BatchLoader(self._seen, POLL_SECONDS)  # by topic and commit of this process

    async def start(self) -> None:
        await self._db.start()

    async def stop(self) -> None:
        await self._db.stop()

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        try:
            await self._db.write(_insert, records)
        except DuplicateKey:
            await self._append_rest(topic, records)

    async def _append_rest(self, topic: str, records: Sequence[Record]) -> None:
        """Some stand there already (a relay died after publishing): they must be the same events;
        write the others.
        """
        async with self._db.read() as connection:
            rows = await connection.execute(
                select(events.c.position, events.c.id).where(
                    events.c.topic == topic, events.c.position.in_([r.position for r in records])
                )
            )
            held = {row.position: row.id for row in rows}
        for record in records:
            if held.get(record.position, record.headers["ce_id"]) != record.headers["ce_id"]:
                raise LogConflict(
                    f"{topic}: position {record.position} holds event {held[record.position]}, "
                    f"not {record.headers['ce_id']}"
                )
        await self._db.write(_insert, [record for record in records if record.position not in held])

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        deadline = monotonic() + wait
        while True:
            commits = self._db.commits
            if ((await self._ends.find((topic, commits))) or 0) > offset and (
                found := await self._select(topic, offset, limit)
            ):
                return found
            if (left := deadline - monotonic()) <= 0:
                return []
            await self._db.changed(commits, min(left, POLL_SECONDS))

    async def _seen(self, asked: Sequence[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """How far topics go: a seek each, however long they are."""
        return {(topic, commits): await self.end(topic) for topic, commits in asked}

    async def _select(self, topic: str, offset: int, limit: int) -> list[Stored]:
        async with self._db.read() as connection:
            rows = await connection.execute(
                select(events.c.position, events.c.key, events.c.headers, events.c.value)
                .where(events.c.topic == topic, events.c.position > offset)
                .order_by(events.c.position)
                .limit(limit)
            )
            found = rows.all()
        return [
            Stored(position - 1, Record(topic, position, key, from_json(headers), value))
            for position, key, headers, value in found
        ]

    async def end(self, topic: str) -> int:
        return (await self._db.fetch(LAST, {"of": topic}))[0][0] or 0


def _insert(tx: Tx, records: Sequence[Record]) -> None:
    for record in records:
        tx.insert(
            events,
            {
                "topic": record.topic,
                "position": record.position,
                "id": record.headers["ce_id"],
                "key": record.key,
                "headers": json.dumps(record.headers, separators=(",", ":")),
                "value": record.value,
            },
        )
