"""Leases with an epoch: one owner works, others stand by; whoever lost the lease can write nothing
more, even if it does not know yet.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from time import monotonic
from typing import Any

from sqlalchemy import Table, and_, or_, select, update

from kernel import clock, logging
from kernel.db import Database, Tx
from kernel.errors import DuplicateKey, StaleWrite, Unavailable

SECONDS = 3.0  # a lease not renewed for this long may be taken
RENEW_SECONDS = 1.0
STALE_SECONDS = 0.05
RETRY_SECONDS = 0.5

log = logging.get("lease")


class Lease:
    """A row of `table` (named by `key`) that carries `epoch, owner, lease_until`, as `owner` would
    hold it; `first`: the row if there is none.

    `epoch` is 0 while it is not ours.
    """

    def __init__(
        self, db: Database, table: Table, key: dict[str, Any], owner: str, first: dict[str, Any]
    ) -> None:
        self._db, self._table, self._key, self._owner, self._first = db, table, key, owner, first
        self._row = and_(*(table.c[name] == value for name, value in key.items()))
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
                try:
                    await self.hold(begin)
                    await step()
                except StaleWrite:
                    log.warning(
                        "the lease was lost, or a write met another state",
                        table=self._table.name,
                        **self._key,
                    )
                    self.epoch = 0
                    await asyncio.sleep(STALE_SECONDS)
                except Unavailable as error:
                    log.warning(
                        "waits for the database or the log",
                        table=self._table.name,
                        **self._key,
                        reason=str(error),
                    )
                    self._doubt = True
                    await asyncio.sleep(RETRY_SECONDS)
        finally:
            await asyncio.shield(self.release())

    async def hold(self, begin: Callable[[], Awaitable[None]]) -> None:
        """Return when the lease is ours, renewed in time and begun with.

        Raises StaleWrite when it was lost.
        """
        if self.epoch and monotonic() - self._renewed > RENEW_SECONDS:
            await self.renew()
        while not self.epoch and not await self.take():  # noqa: ASYNC110 - the database says when
            await asyncio.sleep(RENEW_SECONDS / 2)
        if self._doubt:
            await begin()
            self._doubt = False

    async def take(self) -> bool:
        """Take the lease if it is free or ours, under a new epoch; False while another holds it."""
        async with self._db.read() as connection:
            columns = select(
                self._table.c.epoch, self._table.c.owner, self._table.c.lease_until
            ).where(self._row)
            held = (await connection.execute(columns)).first()
        self.epoch = 0
        if held is not None and held.owner != self._owner and held.lease_until > clock.stamp():
            return False
        with suppress(StaleWrite, DuplicateKey):  # another was faster
            before = 0 if held is None else held.epoch
            await self._db.write(self._insert if held is None else self._seize, before)
            self.epoch, self._renewed, self._doubt = before + 1, monotonic(), True
        return self.epoch > 0

    async def renew(self) -> None:
        """Hold on for another while. Raises StaleWrite when the lease is no longer ours."""
        await self._db.write(self.set, {"lease_until": _later()})
        self._renewed = monotonic()

    async def release(self) -> None:
        """Let the next one in at once (a clean stop); where that cannot be done, the lease runs out
        by itself.
        """
        if self.epoch:
            with suppress(StaleWrite, Unavailable):
                await self._db.write(self.set, {"lease_until": clock.stamp()})
            self.epoch = 0

    def set(self, tx: Tx, /, values: Mapping[str, Any], **seen: object) -> None:
        """Queue new values of the row: the write is StaleWrite unless the epoch is still ours and
        the columns `seen` hold what they held.
        """
        fence = (
            self._table.c[name] == value for name, value in {**seen, "epoch": self.epoch}.items()
        )
        tx.execute(update(self._table).where(self._row, *fence).values(values))

    def _insert(self, tx: Tx, before: int) -> None:
        tx.insert(
            self._table,
            {
                **self._first,
                **self._key,
                "epoch": before + 1,
                "owner": self._owner,
                "lease_until": _later(),
            },
        )

    def _seize(self, tx: Tx, before: int) -> None:
        free = or_(self._table.c.owner == self._owner, self._table.c.lease_until <= clock.stamp())
        tx.execute(
            update(self._table)
            .where(self._row, self._table.c.epoch == before, free)
            .values(epoch=before + 1, owner=self._owner, lease_until=_later())
        )


def _later() -> str:
    return clock.stamp(clock.now() + timedelta(seconds=SECONDS))
