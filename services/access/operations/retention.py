"""The worker that forgets people: how to reach a focal point is kept for a while after its end, and
then no longer, neither in the record nor in its history.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from kernel import clock
from kernel.db import Database
from kernel.run import Worker, hourly
from services.access.commands import focal_points as commands
from services.access.store import focal_points as store

PAGE = 100


class Retention:
    """Forgets who ended more than `days` ago."""

    def __init__(self, db: Database, days: int) -> None:
        self._db, self._days = db, days

    def worker(self) -> Worker:
        """The loop of the service."""
        return hourly("access retention", self.forget)

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
