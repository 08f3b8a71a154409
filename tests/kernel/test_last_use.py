"""The use of keys is reported later, together, and not lost while it cannot be reported."""

import asyncio

from kernel.errors import Unavailable
from kernel.last_use import LastUseRecorder


async def test_what_cannot_be_reported_is_reported_with_the_next_use() -> None:
    told: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    down = True

    async def report(uses: dict[str, str]) -> None:
        await told.put(uses)
        if down:
            raise Unavailable("down")

    recorder = LastUseRecorder(report, 0.01)
    recorder.record("a")
    assert set(await told.get()) == {"a"}
    await asyncio.sleep(0)
    down = False
    recorder.record("b")
    recorder.record("a")
    assert set(await told.get()) == {"a", "b"}
