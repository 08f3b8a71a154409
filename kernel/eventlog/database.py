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

POLL_SECONDS = 0.1

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
END = select(func.max(events.c.position))
NEXT = (
    select(events.c.position, events.c.key, events.c.headers, events.c.value)
    .where(events.c.topic == bindparam("of"), events.c.position > bindparam("after"))
    .order_by(events.c.position)
    .limit(bindparam("most"))
)


class DatabaseLog:
    """Offset = position - 1.

    Readers are woken by what this process commits. They share one read of a topic's end, then and
    every `poll` seconds.
    """

    def __init__(self, db: Database, *, poll: float = POLL_SECONDS) -> None:
        """`poll`: how often, in seconds, another process's appends are looked for."""
        self.db, self._poll = db, poll
        self._ends = BatchLoader(self._load_ends, poll)  # by topic and commit of this process

    async def start(self) -> None:
        await self.db.start()

    async def stop(self) -> None:
        await self.db.stop()

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        try:
            await self.db.write(_insert, records)
        except DuplicateKey:
            await self._append_rest(topic, records)

    async def _append_rest(self, topic: str, records: Sequence[Record]) -> None:
        """Append those that do not stand there yet: a relay died after it published the others.

        Raises LogConflict where another event stands at a position.
        """
        ids = await self._ids(topic, [record.position for record in records])
        for record in records:
            id_ = record.headers["ce_id"]
            if ids.get(record.position, id_) != id_:
                raise LogConflict(
                    f"{topic}: position {record.position} holds event {ids[record.position]}, "
                    f"not {id_}"
                )
        await self.db.write(_insert, [record for record in records if record.position not in ids])

    async def _ids(self, topic: str, positions: Sequence[int]) -> dict[int, str]:
        """The events that stand at these positions."""
        columns = events.c
        statement = select(columns.position, columns.id).where(
            columns.topic == topic, columns.position.in_(positions)
        )
        async with self.db.read() as connection:
            rows = await connection.execute(statement)
            return {row.position: row.id for row in rows}

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        deadline = monotonic() + wait
        while True:
            commits = self.db.commits
            end = await self._ends.find((topic, commits)) or 0
            if end > offset and (stored := await self._select(topic, offset, limit)):
                return stored
            if (left := deadline - monotonic()) <= 0:
                return []
            await self.db.changed(commits, min(left, self._poll))

    async def _load_ends(self, keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """How far topics go, by one statement: a seek each, however long they are."""
        seeks = (END.where(events.c.topic == topic).scalar_subquery() for topic, _ in keys)
        ends = (await self.db.fetch(select(*seeks)))[0]
        self.db.integrity.check()
        return {key: end or 0 for key, end in zip(keys, ends, strict=True)}

    async def _select(self, topic: str, offset: int, limit: int) -> list[Stored]:
        asked = {"of": topic, "after": offset, "most": limit}
        async with self.db.read() as connection:
            rows = (await connection.execute(NEXT, asked)).all()
        return [
            Stored(
                position - 1,
                Record(topic, position, key, from_json(headers, cache_strings="keys"), value),
            )
            for position, key, headers, value in rows
        ]

    async def end(self, topic: str) -> int:
        return (await self._load_ends([(topic, 0)]))[topic, 0]


def _insert(tx: Tx, records: Sequence[Record]) -> None:
    for record in records:
        headers = json.dumps(record.headers, separators=(",", ":"))
        tx.insert(events, {**record._asdict(), "id": record.headers["ce_id"], "headers": headers})
