"""The workers behind the event door: the consumer of a generation, and the fold that follows the
active one.
"""

import asyncio

from contracts import topics
from kernel import logging
from kernel.consumer import Consumer
from kernel.db import Database
from kernel.errors import Unavailable
from kernel.eventlog import EventLog
from services.aggregator import tables
from services.aggregator.handlers.fold import WANTED, FoldReports
from services.aggregator.store.generations import active, consumer_name

log = logging.get("fold")


def consumer(db: Database, eventlog: EventLog, owner: str, generation: int) -> Consumer:
    """The consumer that folds reports into a generation."""
    name, projector = consumer_name(generation), FoldReports(db, generation)
    return Consumer(name, topics.REPORTS, db, tables.kernel, eventlog, projector, owner, WANTED)


class Fold:
    """The worker: folds into the active generation, and goes over to another one when a rebuild has
    switched; `look_seconds`: how often it looks which one is active.
    """

    def __init__(self, db: Database, eventlog: EventLog, owner: str, look_seconds: float) -> None:
        self._db, self._log, self._owner, self._look = db, eventlog, owner, look_seconds

    async def run(self) -> None:
        """Until cancelled.

        A database that cannot say which generation is active is asked again, as the consumer does.
        """
        while True:
            try:
                await self._fold(await active(self._db))
            except Unavailable as error:
                log.warning("fold waits", reason=str(error))
                await asyncio.sleep(self._look)

    async def _fold(self, generation: int) -> None:
        task = asyncio.create_task(consumer(self._db, self._log, self._owner, generation).run())
        try:
            await self._until_switched(generation, task)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _until_switched(self, generation: int, task: "asyncio.Task[None]") -> None:
        while await active(self._db) == generation:
            done, _ = await asyncio.wait({task}, timeout=self._look)
            if done:
                await task

    async def idle(self) -> bool:
        """Whether everything in the log is folded."""
        return await consumer(self._db, self._log, self._owner, await active(self._db)).idle()
