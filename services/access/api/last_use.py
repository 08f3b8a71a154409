"""When each key was last used."""

import asyncio

from kernel import clock, logging
from kernel.db import Database
from services.access import store

SECONDS = 60.0

log = logging.get("access")


class LastUseRecorder:
    """Records when keys were last used here, at most once a minute and in no request's way.

    It belongs to the process that answers requests: a worker in another process could not see them.
    A stop loses the last minute.
    """

    def __init__(self, db: Database, seconds: float = SECONDS) -> None:
        self._db, self._seconds = db, seconds
        self._pending: dict[str, str] = {}
        self._task: asyncio.Task[None] | None = None

    def record(self, key_id: str) -> None:
        """A key was used now."""
        self._pending[key_id] = clock.stamp()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_later(), name="access use")

    async def _write_later(self) -> None:
        await asyncio.sleep(self._seconds)
        pending, self._pending = self._pending, {}
        try:
            await self._db.write(store.save_last_use, pending)
        except Exception as error:
            self._pending = pending | self._pending  # the next use tries again
            log.warning("use not written", reason=f"{type(error).__name__}: {error}")
