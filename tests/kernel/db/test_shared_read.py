"""A shared read: one read for all who ask together, never older than the question, trusted for a
while, forgotten at once.
"""

import asyncio

import pytest

from kernel.db import SharedRead


class Source:
    """Gives 1, 2, 3, …; a read waits for `gate` after it has its value."""

    def __init__(self) -> None:
        self.reads, self.running, self.most = 0, 0, 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def read(self) -> int:
        self.reads += 1
        self.running += 1
        self.most = max(self.most, self.running)
        value = self.reads
        await self.gate.wait()
        self.running -= 1
        return value


async def test_those_who_ask_together_share_one_read() -> None:
    source = Source()
    shared = SharedRead(source.read)
    assert await asyncio.gather(*(shared.get() for _ in range(20))) == [1] * 20
    assert await shared.get() == 2


async def test_who_asks_after_a_read_began_gets_the_next_and_reads_never_overlap() -> None:
    source = Source()
    shared = SharedRead(source.read)
    source.gate.clear()
    early = asyncio.create_task(shared.get())
    await asyncio.sleep(0.01)
    late = [asyncio.create_task(shared.get()) for _ in range(3)]
    await asyncio.sleep(0.01)
    source.gate.set()
    assert [await early, *(await asyncio.gather(*late))] == [1, 2, 2, 2]
    assert source.most == 1


async def test_a_value_is_trusted_until_its_time_is_over() -> None:
    shared = SharedRead(Source().read, 0.05)
    assert [await shared.get(), await shared.get()] == [1, 1]
    await asyncio.sleep(0.06)
    assert await shared.get() == 2


async def test_the_time_counts_from_the_beginning_of_the_read() -> None:
    source = Source()
    shared = SharedRead(source.read, 0.05)
    source.gate.clear()
    first = asyncio.create_task(shared.get())
    await asyncio.sleep(0.06)
    source.gate.set()
    assert await first == 1
    assert await shared.get() == 2


async def test_forgotten_is_read_again_and_a_read_under_way_is_not_trusted() -> None:
    source = Source()
    shared = SharedRead(source.read, 60.0)
    assert await shared.get() == 1
    shared.forget()
    source.gate.clear()
    early = asyncio.create_task(shared.get())
    await asyncio.sleep(0.01)
    shared.forget()
    source.gate.set()
    assert await early == 2
    assert [await shared.get(), await shared.get()] == [3, 3]


async def test_none_is_not_given_again() -> None:
    values = [None, 1, 2]

    async def read() -> int | None:
        return values.pop(0)

    shared = SharedRead(read, 60.0)
    assert [await shared.get(), await shared.get(), await shared.get()] == [None, 1, 1]


async def test_what_the_read_raises_is_raised_for_all_and_the_next_reads_again() -> None:
    reads: list[int] = []

    async def read() -> int:
        reads.append(1)
        if len(reads) == 1:
            raise ValueError("broken")
        return 1

    shared = SharedRead(read, 60.0)
    failed = await asyncio.gather(shared.get(), shared.get(), return_exceptions=True)
    assert [type(error) for error in failed] == [ValueError, ValueError]
    assert await shared.get() == 1


async def test_whoever_goes_away_takes_nobody_along() -> None:
    source = Source()
    shared = SharedRead(source.read)
    source.gate.clear()
    gone, stays = asyncio.create_task(shared.get()), asyncio.create_task(shared.get())
    await asyncio.sleep(0.01)
    gone.cancel()
    source.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await stays == 1
