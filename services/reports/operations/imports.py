"""The workers of imports: one takes the rows of what was sent; one removes what is not kept any
longer.

How far an import is stands in the database, so a crash only makes it later: no row is done twice.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from datetime import timedelta
from itertools import count
from typing import Any, TypeVar

from kernel import clock
from kernel.auth import Caller, Keyring
from kernel.db import Database
from kernel.lease import Lease, LeaseTimes
from kernel.run import Worker, hourly
from services.reports import tables
from services.reports.commands import imports as commands
from services.reports.commands.imports import Head
from services.reports.domain.kinds import KINDS
from services.reports.formats import import_files as files
from services.reports.formats.imports import Refused, Row
from services.reports.operations.rows import RowTaker
from services.reports.schemas import template
from services.reports.store import imports as store
from services.reports.store.replica import Replica

T = TypeVar("T")

TIMES = LeaseTimes(held=10.0, renew=2.0)
# how often others' imports are looked for, and how soon after a commit of this process
IDLE_SECONDS, SOON_SECONDS = 1.0, 0.2
MOST_OPEN = 3  # files that are read in turns
AT_ONCE = 20  # rows that are taken in one turn
FORSAKEN_SECONDS, PAGE = 86_400.0, 100
ROWS_AT_ONCE = 500  # that are removed in one commit
KEY_ENDED = {
    "code": "key_ended",
    "detail": "The key that sent it is not valid any more, or may not report this kind.",
}


class Importer:
    """Takes the rows of imports; of several processes one does. Those of one actor come one after
    the other, those of several in turns, so that a short one need not wait for a long one.
    """

    def __init__(self, db: Database, keyring: Keyring, owner: str) -> None:
        self._db, self._keyring = db, keyring
        self._taker = RowTaker(db, Replica(db))
        self._lease = Lease(db, tables.importer, {"name": "imports"}, owner, {}, TIMES)
        self._open: dict[str, files.Reading] = {}  # the imports whose files are being read
        self._last = ""  # the import whose turn it was

    def worker(self) -> Worker:
        """The loop of the service."""
        return Worker("reports imports", self.run, self.idle)

    async def run(self) -> None:
        """Until cancelled."""
        try:
            await self._lease.work(self._begin, self._step)
        finally:
            await asyncio.shield(self._close_all_but(()))

    async def idle(self) -> bool:
        """Whether every import is finished."""
        return not await self._waiting()

    async def _begin(self) -> None:
        """What was being read may be done by somebody else, or not."""
        await self._close_all_but(())

    async def _waiting(self) -> Sequence[Head]:
        async with self._db.read() as connection:
            return await store.next_unfinished(connection, MOST_OPEN)

    async def _step(self) -> None:
        before, heads = self._db.commits, await self._waiting()
        await self._close_all_but(heads)
        if heads:
            await self._turn(self._after_last(heads))
        else:
            await self._db.changed(before, IDLE_SECONDS)
            await asyncio.sleep(SOON_SECONDS)

    async def _close_all_but(self, heads: Sequence[Head]) -> None:
        for id_ in self._open.keys() - {head["id"] for head in heads}:
            await self._open.pop(id_).close()

    def _after_last(self, heads: Sequence[Head]) -> Head:
        """The import whose turn it is."""
        return next((head for head in heads if head["id"] > self._last), heads[0])

    async def _turn(self, head: Head) -> None:
        self._last, by = head["id"], await self._caller(head)
        if by is None:
            await self._db.write(commands.finish, head, KEY_ENDED)
        else:
            await self._advance(head, by)

    async def _caller(self, head: Head) -> Caller | None:
        """Who sent it, as long as the key may report this kind."""
        caller = await self._keyring.living(head["key_id"])
        scope = KINDS[head["kind"]].scope_of(head["actor"])
        return caller if caller is not None and caller.may(scope) else None

    async def _advance(self, head: Head, by: Caller) -> None:
        """Take the next rows, and end the import after the last."""
        problem = None
        try:
            some = await self._some(head)
        except Refused as refused:
            some, problem = [], {"code": refused.code, "detail": refused.detail}
        for row in some:
            head = await self._taker.take(head, row, by)
        if len(some) < AT_ONCE:
            await self._db.write(commands.finish, head, problem)

    async def _some(self, head: Head) -> list[Row]:
        """The next rows. Raises Refused."""
        if head["id"] not in self._open:
            await self._held(self._open_file(head))
        return await self._held(self._open[head["id"]].rows(AT_ONCE))

    async def _open_file(self, head: Head) -> None:
        """Read the rows of an import that are not done yet. Raises Refused."""
        accepted = await asyncio.to_thread(template.accepted, head["kind"])
        pieces = self._pieces(head["id"])
        file = files.File(accepted, head["media_type"], head["bytes"], pieces)
        self._open[head["id"]] = await files.opened(file, head["done"])

    async def _pieces(self, id_: str) -> AsyncIterator[bytes]:
        for n in count():
            async with self._db.read() as connection:
                piece = await store.part(connection, id_, n)
            if piece is None:
                return
            yield piece

    async def _held(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this, and hold the lease meanwhile."""
        task = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait([task], timeout=TIMES.renew))[0]:
                await self._lease.renew()
        finally:
            task.cancel()  # where it is not done, nobody waits for it any more
            await asyncio.wait([task])
        return await task


class Retention:
    """Removes imports that are not kept any longer, and files that were left without one."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def worker(self) -> Worker:
        """The loop of the service."""
        return hourly("reports imports kept", self.forget)

    async def forget(self) -> None:
        """Remove everything that is to be removed now, in short writes."""
        while ids := await self._old():
            for id_ in ids:
                await self._remove(id_)

    async def _old(self) -> set[str]:
        now = clock.now()
        forsaken = clock.stamp(now - timedelta(seconds=FORSAKEN_SECONDS))
        async with self._db.read() as connection:
            expired = await store.expired(connection, clock.stamp(now), PAGE)
            return {*expired, *await store.forsaken(connection, forsaken, PAGE)}

    async def _remove(self, id_: str) -> None:
        async with self._db.read() as connection:
            part, row = await store.weight(connection, id_)
        await self._remove_file(id_, part)
        await self._remove_rows(id_, row)
        await self._db.write(store.remove, id_)

    async def _remove_file(self, id_: str, last: int) -> None:
        for n in range(last + 1):
            await self._db.write(store.remove_part, id_, n)

    async def _remove_rows(self, id_: str, last: int) -> None:
        for until in range(ROWS_AT_ONCE, last + ROWS_AT_ONCE, ROWS_AT_ONCE):
            await self._db.write(store.remove_rows, id_, until)
