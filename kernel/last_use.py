"""When keys were last used in this process, told to whoever keeps that."""

import asyncio
from collections.abc import Awaitable, Callable

from kernel import clock, logging

SECONDS = 20.0
Report = Callable[[dict[str, str]], Awaitable[None]]  # key id → instant

log = logging.get("auth")


class LastUseRecorder:
    """Reports the last use of keys every `seconds`, and in no request's way.

    It belongs to the process that answers requests: another process could not see them. A stop
    loses what was not reported yet.
    """

    def __init__(self, report: Report, seconds: float = SECONDS) -> None:
        self._report, self._seconds = report, seconds
        self._pending: dict[str, str] = {}
        self._task: asyncio.Task[None] | None = None

    def record(self, key_id: str) -> None:
        """A key was used now."""
        self._pending[key_id] = clock.stamp()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._report_later(), name="last use")

    async def _report_later(self) -> None:
        await asyncio.sleep(self._seconds)
        pending, self._pending = self._pending, {}
        try:
            await self._report(pending)
        except Exception as error:
            self._pending = pending | self._pending  # the next use tries again
            log.warning("last use not reported", reason=f"{type(error).__name__}: {error}")
