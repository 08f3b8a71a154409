"""The worker that forgets people: how to reach a focal point is kept for a while after its end, and
then no longer, neither in the record nor in its history.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

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
        while ended := await self._ended():
            for row, steps in ended:
                await self._db.write(commands.forget, row, steps)

    async def _ended(self) -> list[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]:
        """Some of those who are to be forgotten, each with what was done to it."""
        day = (clock.today() - timedelta(days=self._days)).isoformat()
        async with self._db.read() as connection:
            found = await store.ended_by(connection, day, PAGE)
            return [(row, await store.history(connection, row["id"])) for row in found]
