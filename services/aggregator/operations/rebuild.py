"""Rebuild: the indicators are filled anew from the log beside those that serve."""

import asyncio
from collections.abc import Callable
from typing import TypedDict

from contracts import topics
from kernel.consumer import Consumer
from kernel.db import THREADED, Database
from kernel.errors import Problem, StaleWrite
from kernel.eventlog import EventLog
from services.aggregator.store import generations
from services.aggregator.store.generations import FIRST_GENERATION, active

WAIT_SECONDS = 0.1
Progress = Callable[[int, int], None]  # (events done, events there are)


class Rebuilt(TypedDict):
    """`differences`: what the generation before had otherwise, the first ones by name."""

    position: int
    equal: bool
    differences: list[str]


class Rebuild:
    """`consumer(owner, generation)` makes the consumer that fills a generation; `pause`: seconds
    until every worker has gone over to the new one.
    """

    def __init__(
        self,
        db: Database,
        log: EventLog,
        owner: str,
        consumer: Callable[[str, int], Consumer],
        pause: float,
    ) -> None:
        self._db, self._log, self._owner = db, log, owner
        self._consumer, self._pause = consumer, pause

    async def run(self, progress: Progress | None = None) -> Rebuilt:
        """Fill the next generation while the present one serves, switch, compare while the workers
        go over, remove the old one and what an earlier rebuild that was killed has left. Raises
        Problem when another rebuild is under way.
        """
        before = await active(self._db)
        after = before + 1
        consumer = await self._begin(after)
        await self._fill(consumer, progress)
        await self._switch(before, after)
        await consumer.leave()
        differences, _ = await asyncio.gather(
            self._differences(before, after), asyncio.sleep(self._pause)
        )
        await self._db.write(generations.remove, *range(FIRST_GENERATION, after))
        position = await self._position(after)
        return {"position": position, "equal": not differences, "differences": differences}

    async def _begin(self, generation: int) -> Consumer:
        """The consumer of an empty generation, ours alone: the lease comes before anything another
        rebuild may have left is removed.
        """
        consumer = self._consumer(f"{self._owner}-rebuild", generation)
        if await consumer.take():
            await self._db.write(generations.remove, generation)
            if await consumer.take():
                return consumer
        raise Problem(409, "rebuilding", "Another rebuild is under way.")

    async def _fill(self, consumer: Consumer, progress: Progress | None) -> None:
        end, done = await self._log.end(topics.REPORTS), 0
        # on Kafka a read may come back empty before the end
        while (count := await consumer.step(WAIT_SECONDS)) or not await consumer.idle():
            done += count
            if progress:
                progress(done, max(done, end))

    async def _switch(self, before: int, after: int) -> None:
        async with self._db.read() as connection:
            first = not await generations.has_pointer(connection)
        try:
            await self._db.write(generations.switch, before, after, first=first)
        except StaleWrite:
            raise Problem(409, "rebuilding", "Another rebuild has switched first.") from None

    async def _differences(self, before: int, after: int) -> list[str]:
        """What two generations do not have alike at the last position that both hold."""
        position = min(await self._position(before), await self._position(after))
        async with self._db.read(THREADED) as connection:
            return await generations.differences(connection, before, after, position)

    async def _position(self, generation: int) -> int:
        async with self._db.read() as connection:
            return (await generations.progress(connection, generation)).position
