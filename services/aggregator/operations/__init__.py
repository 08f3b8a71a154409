"""The operator's door: what the command line and jobs do with the indicators."""

from services.aggregator.operations.rebuild import Progress, Rebuild, Rebuilt
from services.aggregator.operations.retry import Retried, Retry
from services.aggregator.operations.verification import Verification, Verified


class Operations:
    """Each raises Problem when it cannot be done now."""

    def __init__(self, rebuild: Rebuild, verification: Verification, retry: Retry) -> None:
        self._rebuild, self._verification, self._retry = rebuild, verification, retry

    async def rebuild(self, progress: Progress | None = None) -> Rebuilt:
        """Fill the indicators anew from the log, switch, compare; `progress(done, total)` is told
        how far it is.
        """
        return await self._rebuild.run(progress)

    async def verify(self) -> Verified:
        """Recompute the indicators from the log and compare."""
        return await self._verification.run()

    async def retry(self, position: int) -> Retried:
        """Apply the message that is parked at a position, and those that wait behind it."""
        return await self._retry.run(position)


__all__ = [
    "Operations",
    "Progress",
    "Rebuild",
    "Rebuilt",
    "Retried",
    "Retry",
    "Verification",
    "Verified",
]
