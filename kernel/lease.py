"""Leases with an epoch: one owner works, others stand by; whoever lost the lease can write nothing more, even if it does not know yet."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Table, and_, or_, select, update

from kernel import clock
from kernel.db import Database, Tx
from kernel.errors import Conflict, Stale, Unavailable

SECONDS = 3.0  # a lease not renewed for this long may be taken
RENEW_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Lease:
    """A row of `table` (named by `key`) that carries `epoch, owner, lease_until`, as `owner` would hold it."""

    db: Database
    table: Table
    key: dict[str, Any]
    owner: str

    def _row(self) -> Any:
        return and_(*(self.table.c[name] == value for name, value in self.key.items()))

    async def take(self, first: dict[str, Any]) -> int | None:
        """Take the lease if it is free or ours; returns our new epoch, None while another holds it. `first`: the row if there is none yet."""
        async with self.db.read() as connection:
            held = (await connection.execute(select(self.table.c.epoch, self.table.c.owner, self.table.c.lease_until).where(self._row()))).first()
        try:
            if held is None:
                await self.db.write(self._insert, first)
                return 1
            if held.owner != self.owner and held.lease_until > clock.stamp():
                return None
            await self.db.write(self._seize, held.epoch)
            return int(held.epoch) + 1
        except (Stale, Conflict):
            return None

    async def renew(self, epoch: int) -> bool:
        """Hold on for another while; False when the lease is no longer ours."""
        try:
            await self.db.write(self._extend, epoch)
            return True
        except Stale:
            return False

    async def release(self, epoch: int) -> None:
        """Let the next one in at once (a clean stop); where that cannot be done, the lease runs out by itself."""
        with suppress(Stale, Unavailable):
            await self.db.write(self._free, epoch)

    def _insert(self, tx: Tx, first: dict[str, Any]) -> None:
        tx.insert(self.table, {**first, **self.key, "epoch": 1, "owner": self.owner, "lease_until": _until()})

    def _seize(self, tx: Tx, epoch: int) -> None:
        free = or_(self.table.c.owner == self.owner, self.table.c.lease_until <= clock.stamp())
        tx.execute(
            update(self.table).where(self._row(), self.table.c.epoch == epoch, free)
            .values(epoch=epoch + 1, owner=self.owner, lease_until=_until())
        )

    def _extend(self, tx: Tx, epoch: int) -> None:
        tx.execute(update(self.table).where(self._row(), self.table.c.epoch == epoch).values(lease_until=_until()))

    def _free(self, tx: Tx, epoch: int) -> None:
        tx.execute(update(self.table).where(self._row(), self.table.c.epoch == epoch).values(lease_until=clock.stamp()))


def _until() -> str:
    return clock.stamp(clock.now() + timedelta(seconds=SECONDS))
