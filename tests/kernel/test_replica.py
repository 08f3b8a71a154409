"""A remembered copy: read once, read again when its follower moved, one look for all who ask
together.
"""

import asyncio

from kernel.consumer import Consumer, dispatch_by_type
from kernel.db import Database
from kernel.eventlog.memory import MemoryLog
from kernel.replica import ReplicaCache
from tests.kernel import demo


async def test_it_is_read_again_when_the_follower_has_moved(
    lite: Database,
) -> None:
    log, read, told = MemoryLog(), [], [None, "one", "two", "three"]

    async def value() -> str | None:
        read.append(1)
        return told[len(read) - 1]

    remembered = ReplicaCache(lite, demo.kernel, "keys", "access.v1", value, trusted=0.0)
    assert await remembered() is None
    assert await remembered() == "one"  # nothing was there: asked again
    assert await remembered() == "one"
    follower = Consumer("keys", "access.v1", lite, demo.kernel, log, dispatch_by_type({}), "o")
    await follower.take()
    await log.append("access.v1", [demo.published(1)])
    await follower.step(0)
    assert await remembered() == "two"
    assert len(read) == 3


async def test_those_who_ask_together_share_a_look_and_it_is_trusted_for_a_moment(
    lite: Database,
) -> None:
    read = []

    async def value() -> str:
        read.append(1)
        await asyncio.sleep(0.01)
        return "x"

    remembered = ReplicaCache(lite, demo.kernel, "keys", "access.v1", value, trusted=60.0)
    assert await asyncio.gather(*(remembered() for _ in range(20))) == ["x"] * 20
    assert len(read) == 1
