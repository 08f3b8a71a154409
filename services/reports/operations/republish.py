"""Republishing appends the whole outbox once more, in the order of its positions, to a topic that
is new or was not finished.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from kernel.db import Database
from kernel.errors import Invalid, LogTruncated, StaleWrite, conflict, invalid
from kernel.eventlog import EventLog, Record
from kernel.lease import Lease, LeaseTimes
from kernel.outbox import record
from kernel.relay import FIRST
from kernel.tables import KernelTables
from services.reports.store import outbox

PAGE = 500
OTHER = "holds something else than this ledger from its beginning: choose a topic that is new."
NAMED = "A topic is named by lower-case letters, digits, '.', '_' and '-'; at most 80."
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
WAIT_SECONDS = 10.0

Progress = Callable[[int, int], None]


class Republisher:
    """Republishes one service's outbox, `page` records at a time.

    To the topic that its relay feeds (`live`, on a new log) it appends only while no relay works.
    """

    def __init__(
        self,
        db: Database,
        tables: KernelTables,
        live: str,
        eventlog: EventLog,
        owner: str,
        *,
        page: int = PAGE,
        times: LeaseTimes = LeaseTimes(),  # noqa: B008 - frozen
    ) -> None:
        self._db, self._tables, self._live, self._log = db, tables, live, eventlog
        self._limit = page
        self._lease = Lease(db, tables.relay, {"id": 1}, owner, FIRST, times)

    async def run(self, topic: str, progress: Progress | None = None) -> dict[str, Any]:
        """Append what `topic` lacks. Returns how many records that were and its last position.

        Raises Problem.
        """
        if not NAME.fullmatch(topic):
            raise invalid(Invalid("topic", "invalid", NAMED))
        async with self._alone(topic) as hold:
            first = last = await self._held(topic)
            end = await self._published()
            while rows := await self._page(last, end):
                await hold()
                last = await self._append(topic, rows)
                if progress:
                    progress(last, end)
        return {"topic": topic, "republished": last - first, "position": last}

    async def _append(self, topic: str, rows: list[dict[str, Any]]) -> int:
        """The last position that is there now."""
        await self._log.append(topic, [record(row, topic) for row in rows])
        last: int = rows[-1]["seq"]
        return last

    @asynccontextmanager
    async def _alone(self, topic: str) -> AsyncIterator[Callable[[], Any]]:
        """Hold the relay's lease where the relay feeds the same topic. The function it yields is
        awaited before each append and renews the lease.
        """
        if topic != self._live:
            yield _nothing
            return
        if not await self._lease.take():
            detail = f"A relay feeds {topic}: stop it, wait three seconds, and repeat."
            raise conflict("relay_works", detail)
        try:
            yield self._hold
        finally:
            await self._lease.release()

    async def _hold(self) -> None:
        try:
            await self._lease.renew()
        except StaleWrite:
            detail = f"A relay began to feed {self._live} meanwhile: stop it and repeat."
            raise conflict("relay_works", detail) from None

    async def _held(self, topic: str) -> int:
        """The last position in the topic, 0 for none. Raises 409 unless the topic holds this ledger
        from its beginning.
        """
        end, last = await self._log.end(topic), 0
        for offset in (0, end - 1) if end else ():
            record = await self._first(topic, offset)
            if record is None or not await self._ours(record, first=offset == 0):
                raise conflict("another_ledger", f"{topic} {OTHER}")
            last = record.position
        return last

    async def _ours(self, record: Record, *, first: bool) -> bool:
        """Whether a record of a topic stands in this ledger, and where it is the first, at 1."""
        if first and record.position != 1:
            return False
        return await self._event_at(record.position) == record.headers.get("ce_id")

    async def _first(self, topic: str, offset: int) -> Record | None:
        """The record at an offset; None where the log was cut behind it."""
        try:
            stored = await self._log.read(topic, offset, 1, WAIT_SECONDS)
        except LogTruncated:
            return None
        return stored[0].record if stored else None

    async def _event_at(self, position: int) -> str | None:
        async with self._db.read() as connection:
            return await outbox.event_at(connection, self._tables, position)

    async def _published(self) -> int:
        """How far the relay has come: what has no position yet is for the relay alone."""
        async with self._db.read() as connection:
            return await outbox.published(connection, self._tables)

    async def _page(self, after: int, last: int) -> list[dict[str, Any]]:
        async with self._db.read() as connection:
            return await outbox.page(connection, self._tables, after, last, self._limit)


async def _nothing() -> None:
    return
