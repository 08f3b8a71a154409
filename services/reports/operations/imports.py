"""The workers of imports: one takes the rows of what was sent; one removes what is not kept any
longer.

How far an import is stands in the database, so a crash only makes it later: no row is done twice.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import TypeVar

from kernel import clock, logging
from kernel.auth import Caller, Keyring
from kernel.db import Database, Profile
from kernel.errors import StaleWrite, Unavailable
from kernel.lease import Lease, LeaseTimes
from kernel.run import Worker
from services.reports import tables
from services.reports.commands import imports as commands
from services.reports.commands.imports import Head
from services.reports.domain.kinds import KINDS
from services.reports.formats import imports as files
from services.reports.formats.imports import Row
from services.reports.operations.rows import RowTaker
from services.reports.schemas import template
from services.reports.store import imports as store
from services.reports.store.replica import Replica

T = TypeVar("T")

TIMES = LeaseTimes(held=10.0, renew=2.0)
IDLE_SECONDS = 1.0
MOST_OPEN = 3  # files that are read in turns
AT_ONCE = 20  # rows that are read in a thread together
LOOK_SECONDS, FORSAKEN_SECONDS, PAGE = 3600.0, 86_400.0, 100
ROWS_AT_ONCE = 500  # that are removed in one commit
KEY_ENDED = {
    "code": "key_ended",
    "detail": "The key that sent it is not valid any more, or may not report this kind.",
}
NOT_READ = ("internal", "Something went wrong here while the file was read.")

log = logging.get("imports")


class Importer:
    """Takes the rows of imports; of several processes one does. Those of one actor come one after
    the other, those of several in turns, so that a short one need not wait for a long one.
    """

    def __init__(self, db: Database, keyring: Keyring, owner: str) -> None:
        self._db, self._keyring = db, keyring
        self._taker = RowTaker(db, Replica(db))
        self._lease = Lease(db, tables.importer, {"name": "imports"}, owner, {}, TIMES)
        self._open: dict[str, Iterable[Row]] = {}  # the imports whose files are being read
        self._last = ""  # the import whose turn it was

    def worker(self) -> Worker:
        """The loop of the service."""
        return Worker("reports imports", self.run, self.idle)

    async def run(self) -> None:
        """Until cancelled."""
        await self._lease.work(self._begin, self._step)

    async def idle(self) -> bool:
        """Whether every import is finished."""
        return not await self._waiting()

    async def _begin(self) -> None:
        """What was being read may be done by somebody else, or not."""
        self._open = {}

    async def _waiting(self) -> Sequence[Head]:
        async with self._db.read() as connection:
            return await store.next_unfinished(connection, MOST_OPEN)

    async def _step(self) -> None:
        before, heads = self._db.commits, await self._waiting()
        self._close_all_but(heads)
        if heads:
            await self._turn(self._after_last(heads))
        else:
            await self._db.changed(before, IDLE_SECONDS)

    def _close_all_but(self, heads: Sequence[Head]) -> None:
        waiting = {head["id"] for head in heads}
        self._open = {id_: rows for id_, rows in self._open.items() if id_ in waiting}

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
        except files.Refused as refused:
            some, problem = [], {"code": refused.code, "detail": refused.detail}
        for row in some:
            head = await self._taker.take(head, row, by)
        if len(some) < AT_ONCE:
            await self._db.write(commands.finish, head, problem)

    async def _some(self, head: Head) -> list[Row]:
        """The next rows. Raises Refused."""
        rows = await self._rows(head)
        return await asyncio.to_thread(_read, head, lambda: [*islice(rows, AT_ONCE)])

    async def _rows(self, head: Head) -> Iterable[Row]:
        """The rows of an import that are not done yet."""
        if head["id"] not in self._open:
            async with self._db.read(Profile.THREADED) as connection:
                content = await store.file(connection, head["id"])
            rest = await self._held(partial(_read, head, partial(_rest, head, content)))
            self._open[head["id"]] = rest
        return self._open[head["id"]]

    async def _held(self, work: Callable[[], T]) -> T:
        """Do this in a thread, and hold the lease meanwhile."""
        task = asyncio.ensure_future(asyncio.to_thread(work))
        while not (await asyncio.wait([task], timeout=TIMES.renew))[0]:
            await self._lease.renew()
        return await task


def _rest(head: Head, content: bytes) -> Iterable[Row]:
    """The rows that are not done yet. Raises Refused."""
    accepted = template.accepted(head["kind"])
    rows = files.read(content, accepted, media_type=head["media_type"]).rows
    return islice(rows, head["done"], None)


def _read(head: Head, work: Callable[[], T]) -> T:
    """Do what reads a file. Raises Refused where it cannot be read, whatever the reason: other
    imports are not to wait for it.
    """
    try:
        return work()
    except files.Refused:
        raise
    except Exception as error:
        log.exception("a file cannot be read", id=head["id"])
        raise files.Refused(*NOT_READ) from error


class Retention:
    """Removes imports that are not kept any longer, and files that were left without one."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def worker(self) -> Worker:
        """The loop of the service."""
        return Worker("reports imports kept", self.run, self.idle)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.forget()
            except (Unavailable, StaleWrite) as error:  # the next hour finds them again
                log.warning("retention waits", reason=str(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def idle(self) -> bool:
        """It waits for days, nobody waits for it."""
        return True

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
