"""Maintenance from the log: follow the active generation, rebuild beside it, retry the parked."""

import asyncio
from collections.abc import Callable
from typing import Any

from contracts import topics
from kernel import logging, parking
from kernel.consumer import Consumer, decode, progress
from kernel.db import THREADED, Database
from kernel.errors import PoisonMessage, Problem, StaleWrite, Unavailable
from kernel.eventlog import EventLog
from services.aggregator import tables
from services.aggregator.handlers import fold
from services.aggregator.store import projection
from services.aggregator.store.projection import active, consumer_name

WAIT_SECONDS = 0.1
LOOK_SECONDS = 0.5
Progress = Callable[[int, int], None]

log = logging.get("fold")


def consumer(db: Database, log: EventLog, owner: str, generation: int) -> Consumer:
    """The consumer that folds reports into a generation."""
    return Consumer(
        consumer_name(generation),
        topics.REPORTS,
        db,
        tables.kernel,
        log,
        fold.Indicators(db, generation),
        owner,
        fold.COUNTED,
    )


class Fold:
    """The worker: folds into the active generation, and goes over to another one when a rebuild has
    switched.
    """

    def __init__(self, db: Database, log: EventLog, owner: str) -> None:
        self._db, self._log, self._owner = db, log, owner

    async def run(self) -> None:
        """Until cancelled.

        A database that cannot say which generation is active is asked again, as the consumer does.
        """
        while True:
            try:
                await self._fold(await active(self._db))
            except Unavailable as error:
                log.warning("fold waits", reason=str(error))
                await asyncio.sleep(LOOK_SECONDS)

    async def _fold(self, generation: int) -> None:
        task = asyncio.create_task(consumer(self._db, self._log, self._owner, generation).run())
        try:
            await self._until_switched(generation, task)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _until_switched(self, generation: int, task: "asyncio.Task[None]") -> None:
        while await active(self._db) == generation:
            done, _ = await asyncio.wait({task}, timeout=LOOK_SECONDS)
            if done:
                await task

    async def idle(self) -> bool:
        """Whether everything in the log is folded."""
        return await consumer(self._db, self._log, self._owner, await active(self._db)).idle()


class Maintenance:
    """What the command line does with the projection."""

    def __init__(self, db: Database, log: EventLog, owner: str) -> None:
        self._db, self._log, self._owner = db, log, owner

    async def rebuild(self, progress: Progress | None = None) -> dict[str, Any]:
        """Fill the next generation from the log while the present one serves, compare, switch,
        remove the old one.
        """
        before = await active(self._db)
        after = before + 1
        new = await self._begun(after)
        end = await self._log.end(topics.REPORTS)
        done = 0
        while (
            count := await new.step(WAIT_SECONDS)
        ) or not await new.idle():  # on Kafka a read may come back empty before the end
            done += count
            if progress:
                progress(done, max(done, end))
        differences = await self._differences(before, after)
        async with self._db.read() as connection:
            first = not await projection.has_pointer(connection)
        try:
            await self._db.write(projection.switch, before, after, first=first)
        except StaleWrite:
            raise Problem(409, "rebuilding", "Another rebuild has switched first.") from None
        await new.leave()
        # running workers go over before their generation is removed
        await asyncio.sleep(2 * LOOK_SECONDS)
        await self._db.write(projection.remove, before)
        return {
            "position": (await self._progress(after))["position"],
            "equal": not differences,
            "differences": differences,
        }

    async def _begun(self, generation: int) -> Consumer:
        """The consumer of an empty generation, ours alone: the lease comes before anything another
        rebuild may have left is removed.
        """
        new = consumer(self._db, self._log, f"{self._owner}-rebuild", generation)
        if await new.take():
            await self._db.write(projection.remove, generation)
            if await new.take():
                return new
        raise Problem(409, "rebuilding", "Another rebuild is under way.")

    async def _differences(self, before: int, after: int) -> list[str]:
        """What two generations do not have alike at the last position that both hold, one line
        each.
        """
        position = min(
            (await self._progress(before))["position"], (await self._progress(after))["position"]
        )
        async with self._db.read(THREADED) as connection:
            return await projection.differences(connection, before, after, position)

    async def _progress(self, generation: int) -> Any:
        return await progress(self._db, tables.kernel, consumer_name(generation), topics.REPORTS)

    async def retry(self, position: int) -> dict[str, Any]:
        """Apply a parked message, and those that wait behind it, in their place in the order: by a
        rebuild, once they can be read.
        """
        name = consumer_name(await active(self._db))
        rows = await parking.listed(self._db, tables.kernel, name)
        chosen = next((row for row in rows if row["position"] == position), None)
        if chosen is None:
            raise Problem(404, "not_parked", f"Nothing is parked at position {position}.")
        if chosen["waiting"]:
            raise Problem(
                409,
                "waiting",
                f"The message at position {position} {chosen['reason']}: retry that one.",
            )
        try:
            decode(parking.record_of(chosen))
        except PoisonMessage as error:
            raise Problem(
                409,
                "still_impossible",
                f"The message at position {position} still cannot be applied: {error}.",
            ) from None
        await self.rebuild()
        left = {
            row["position"]: row["reason"]
            for row in await parking.listed(
                self._db, tables.kernel, consumer_name(await active(self._db))
            )
        }
        if position in left:
            raise Problem(
                409,
                "still_impossible",
                f"The message at position {position} still cannot be applied: {left[position]}.",
            )
        return {
            "retried": [
                row["position"]
                for row in rows
                if row["key"] == chosen["key"] and row["position"] not in left
            ],
            "parked": sorted(left),
        }
