"""The worker that forgets people: how to reach a focal point is kept for a while after its end, and
then no longer, neither in the record nor in its history.
"""

import asyncio
from datetime import timedelta

from kernel import clock, logging
from kernel.db import Database
from kernel.errors import StaleWrite, Unavailable
from services.access.commands import focal_points as commands
from services.access.store import focal_points as store

LOOK_SECONDS = 3600.0
PAGE = 100

log = logging.get("retention")


class Retention:
    """Forgets who ended more than `days` ago."""

    def __init__(self, db: Database, days: int) -> None:
        self._db, self._days = db, days

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
        """Forget all that are to be forgotten today, some at a time."""
        day = (clock.today() - timedelta(days=self._days)).isoformat()
        while True:
            async with self._db.read() as connection:
                found = await store.ended_by(connection, day, PAGE)
                told = [await store.history(connection, row["id"]) for row in found]
            if not found:
                return
            for row, steps in zip(found, told, strict=True):
                await self._db.write(commands.forget, row, steps)
