"""Workers: the named loops of a service. One that fails is logged, shown in readyz, and started
again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from kernel import logging
from kernel.errors import StaleWrite, Unavailable

HOUR = 3600.0  # seconds
RESTART_SECONDS = (1.0, 2.0, 5.0, 15.0, 30.0)

log = logging.get("run")


@dataclass(slots=True)
class Worker:
    """One loop of a service.

    `failure` holds the reason while it is down; `idle` says whether nothing is left for it to do.
    """

    name: str
    run: Callable[[], Awaitable[None]]
    idle: Callable[[], Awaitable[bool]]
    failure: str | None = None


def hourly(name: str, work: Callable[[], Awaitable[object]], seconds: float = HOUR) -> Worker:
    """Does some work every hour, which nobody waits for; what could not be done, an hour later."""

    async def run() -> None:
        while True:
            try:
                await work()
            except (Unavailable, StaleWrite) as error:
                log.warning("the work waits", worker=name, reason=str(error))
            await asyncio.sleep(seconds)

    async def idle() -> bool:
        return True

    return Worker(name, run, idle)


async def supervise(
    worker: Worker, *, restart: bool = True, pauses: Sequence[float] = RESTART_SECONDS
) -> None:
    """Run a worker until cancelled; after each failure it is started again, after the next of the
    pauses (seconds), or the failure is raised (`restart` False).

    It never moves past what it failed on: a restart begins at the same place.
    """
    failures = 0
    while True:
        try:
            await worker.run()
            return
        except asyncio.CancelledError:
            raise
        except Exception as error:
            worker.failure = f"{type(error).__name__}: {error}"
            log.critical("worker stopped", worker=worker.name, reason=worker.failure, exc_info=True)
            if not restart:
                raise
        await asyncio.sleep(pauses[min(failures, len(pauses) - 1)])
        failures += 1
        worker.failure = None


async def settle(workers: Sequence[Worker], seconds: float = 300.0) -> None:
    """Run workers (beside those of other processes) until nothing is left to do.

    Raises TimeoutError.
    """
    group = Group(workers)
    await group.start()
    try:
        await group.idle(seconds)
    finally:
        await group.stop()


class Group:
    """The workers of one process: started together, stopped together."""

    def __init__(
        self, workers: Sequence[Worker], *, pauses: Sequence[float] = RESTART_SECONDS
    ) -> None:
        self.workers, self._pauses = list(workers), pauses
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin every loop."""
        self._tasks = [
            asyncio.create_task(supervise(worker, pauses=self._pauses), name=worker.name)
            for worker in self.workers
        ]

    async def idle(self, seconds: float) -> None:
        """Wait until nothing is left to do: all idle twice in a row, as what one finishes may give
        the next something to do.

        Raises TimeoutError.
        """
        async with asyncio.timeout(seconds):
            passes = 0
            while passes < 2:
                await asyncio.sleep(0.02)
                passes = passes + 1 if all([await worker.idle() for worker in self.workers]) else 0

    async def stop(self) -> None:
        """End every loop and wait for it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
