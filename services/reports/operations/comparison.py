"""The log compared with the ledger: what was published is what stands in the database."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from kernel.db import Database
from kernel.eventlog import EventLog, Record, Stored
from kernel.tables import KernelTables
from services.reports.store import outbox

PAGE = 500
WAIT_SECONDS = 5.0


class Comparison:
    """Reads a topic beside the outbox that it was published from."""

    def __init__(self, db: Database, tables: KernelTables, topic: str, log: EventLog) -> None:
        self._db, self._tables, self._topic, self._log = db, tables, topic, log

    async def broken_at(self) -> int | None:
        """The first published position that the log does not hold as it was published."""
        published, position, offset = await self._published(), 0, 0
        while position < published:
            records = await self._read(offset)
            position, whole = await self._compare(records, position)
            if not (records and whole):
                return position + 1
            offset = records[-1].offset + 1
        return None

    async def _published(self) -> int:
        async with self._db.read() as connection:
            return await outbox.published(connection, self._tables)

    async def _read(self, offset: int) -> Sequence[Stored]:
        """The next records; none where the next one cannot even be read."""
        for limit in (PAGE, 1):
            with suppress(ValueError):  # headers that are no JSON any more
                return await self._log.read(self._topic, offset, limit, WAIT_SECONDS)
        return []

    async def _compare(self, records: Sequence[Stored], position: int) -> tuple[int, bool]:
        """The last position that is right, and whether all are; repeats are passed over."""
        # the last record of a page may be a repeat of an earlier one
        last = max((stored.record.position for stored in records), default=position)
        rows = await self._rows(position, last)
        for record in (stored.record for stored in records):
            if record.position > position:
                if not _same(record, rows.get(position + 1)):
                    return position, False
                position += 1
        return position, True

    async def _rows(self, after: int, last: int) -> dict[int, dict[str, Any]]:
        async with self._db.read() as connection:
            rows = await outbox.page(connection, self._tables, after, last, PAGE)
        return {row["seq"]: row for row in rows}


def _same(record: Record, row: dict[str, Any] | None) -> bool:
    """Whether a record is a row of the ledger as it was published."""
    if row is None:
        return False
    told = (record.position, record.key, *map(record.headers.get, ("ce_id", "ce_type")))
    stored = (row["seq"], row["aggregateid"], row["id"], row["type"])
    return told == stored and record.value == row["payload"]
