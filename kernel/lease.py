"""Leases with an epoch: one owner works, others stand by.

An owner that has lost the lease can write nothing more, even if it does not know that yet.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, or_, select, update

from kernel import clock, logging
from kernel.db import Database, Tx
from kernel.errors import DuplicateKey, StaleWrite, Unavailable


class LeaseTimes(NamedTuple):
    """Seconds: a lease that is not renewed for `held` may be taken by another owner."""

    held: float = 3.0
    renew: float = 1.0  # how often the owner renews it
    stale: float = 0.05  # the pause after it was lost
    retry: float = 0.5  # the pause of whoever stands by, and after outside trouble
    skew: float = 60.0  # how far ahead another machine's clock may be


log = logging.get("lease")


class Lease:
    """A row of `table` (named by `key`) with `epoch, owner, lease_until`, held for `owner`.

    `first`: the other columns of the row when it is inserted. `epoch` is 0 while it is not ours.
    """

    def __init__(
        self,
        db: Database,
        table: Table,
        key: dict[str, Any],
        owner: str,
        first: dict[str, Any],
        times: LeaseTimes = LeaseTimes(),  # noqa: B008 - frozen
    ) -> None:
        self._db, self._table, self._key, self._owner, self._first = db, table, key, owner, first
        self._row = and_(*(table.c[name] == value for name, value in key.items()))
        self._times = times
        self._renewed = 0.0
        self._doubt = True  # what the owner remembers may not be what the database holds
        self.epoch = 0

    async def work(
        self, begin: Callable[[], Awaitable[None]], step: Callable[[], Awaitable[object]]
    ) -> None:
        """Do one step after the other, or stand by, until cancelled. Outside trouble is retried;
        anything else ends it loudly.

        `begin` reads where to go on: when the lease was taken, and after trouble, when whether the
        last write took place is not known.
        """
        try:
            while True:
                await self._work_once(begin, step)
        finally:
            await asyncio.shield(self.release())

    async def _work_once(
        self, begin: Callable[[], Awaitable[None]], step: Callable[[], Awaitable[object]]
    ) -> None:
        try:
            await self.hold(begin)
            await step()
        except StaleWrite:
            log.warning("the lease was lost, or a write met another state", **self._names())
            self.epoch = 0
            await asyncio.sleep(self._times.stale)
        except Unavailable as error:
            reason = str(error)
            log.warning("waits for the database or the log", **self._names(), reason=reason)
            self._doubt = True
            await asyncio.sleep(self._times.retry)

    def _names(self) -> dict[str, Any]:
        """What tells this lease from others in the log."""
        return {"table": self._table.name, **self._key}

    async def hold(self, begin: Callable[[], Awaitable[None]]) -> None:
        """Return when the lease is ours, renewed in time, and `begin` was run.

        Raises StaleWrite when it was lost.
        """
        if self.epoch and monotonic() - self._renewed > self._times.renew:
            await self.renew()
        while not self.epoch and not await self.take():  # noqa: ASYNC110 - the database says when
            await asyncio.sleep(self._times.renew / 2)
        if self._doubt:
            await begin()
            self._doubt = False

    async def take(self) -> bool:
        """Take the lease if it is free or ours, under a new epoch; False while another owner holds
        it.
        """
        row, self.epoch = await self._load(), 0
        if row is None:
            await self._take(self._insert, 0)
        elif row.owner == self._owner or not self._holds(row.lease_until):
            await self._take(self._seize, row.epoch)
        return self.epoch > 0

    async def _take(self, command: Callable[[Tx, int], None], before: int) -> None:
        """Under the epoch after `before`, unless another owner is faster."""
        with suppress(StaleWrite, DuplicateKey):
            await self._db.write(command, before)
            self.epoch, self._renewed, self._doubt = before + 1, monotonic(), True

    def _holds(self, until: str) -> bool:
        """Whether a lease runs until then. One that ends absurdly late was written by a clock that
        was wrong: nobody would get it for as long as the clock was ahead.
        """
        return clock.stamp() < until <= self._latest()

    def _latest(self) -> str:
        """The latest end that another owner's lease can have."""
        return _in(self._times.held + self._times.skew)

    async def renew(self) -> None:
        """Hold on for another while. Raises StaleWrite when the lease is no longer ours."""
        await self._db.write(self.set, {"lease_until": self._end()})
        self._renewed = monotonic()

    async def release(self) -> None:
        """Let the next owner in at once (a clean stop); where that cannot be done, the lease runs
        out by itself.
        """
        if self.epoch:
            with suppress(StaleWrite, Unavailable):
                await self._db.write(self.set, {"lease_until": clock.stamp()})
            self.epoch = 0

    def set(self, tx: Tx, /, values: Mapping[str, Any], **seen: object) -> None:
        """Queue new values of the row: the write is StaleWrite unless the epoch is still ours and
        the columns `seen` hold these values.
        """
        columns = self._table.c
        fence = (columns[name] == value for name, value in {**seen, "epoch": self.epoch}.items())
        tx.execute(update(self._table).where(self._row, *fence).values(values))

    async def _load(self) -> Any:
        """The row as it stands; None when there is none."""
        columns = self._table.c
        statement = select(columns.epoch, columns.owner, columns.lease_until).where(self._row)
        async with self._db.read() as connection:
            return (await connection.execute(statement)).first()

    def _insert(self, tx: Tx, before: int) -> None:
        tx.insert(self._table, {**self._first, **self._key, **self._held(before)})

    def _seize(self, tx: Tx, before: int) -> None:
        columns = self._table.c
        unchanged = columns.epoch == before
        seize = update(self._table).where(self._row, unchanged, self._free())
        tx.execute(seize.values(self._held(before)))

    def _free(self) -> ColumnElement[bool]:
        """Whether the lease is ours already, or has ended."""
        columns, until = self._table.c, self._table.c.lease_until
        ended = or_(until <= clock.stamp(), until > self._latest())
        return or_(columns.owner == self._owner, ended)

    def _held(self, before: int) -> dict[str, Any]:
        """The columns of a lease that is ours, under the epoch after `before`."""
        return {"epoch": before + 1, "owner": self._owner, "lease_until": self._end()}

    def _end(self) -> str:
        """When a lease that is taken or renewed now runs out."""
        return _in(self._times.held)


def _in(seconds: float) -> str:
    return clock.stamp(clock.now() + timedelta(seconds=seconds))
