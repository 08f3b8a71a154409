"""Workers are watched: a failure is said, shown and tried again; a stop ends them all."""

import asyncio

import pytest

from kernel.errors import StaleWrite, Unavailable
from kernel.run import Group, Worker, hourly, settle, supervise


class Work:
    """Fails so many times, then has so much to do."""

    def __init__(self, failures: int = 0, left: int = 0) -> None:
        self.failures, self.left, self.starts = failures, left, 0

    async def run(self) -> None:
        self.starts += 1
        if self.starts <= self.failures:
            raise ValueError("broken")
        while True:
            await asyncio.sleep(0.01)
            self.left = max(0, self.left - 1)

    async def idle(self) -> bool:
        return self.left == 0

    def worker(self) -> Worker:
        return Worker("work", self.run, self.idle)


async def test_a_failure_is_shown_and_the_work_begins_again() -> None:
    work = Work(failures=2)
    group = Group([worker := work.worker()], pauses=(0.05,))
    await group.start()
    seen = set()
    async with asyncio.timeout(30):
        while work.starts < 3:
            seen.add(worker.failure)
            await asyncio.sleep(0.005)
    assert seen >= {"ValueError: broken"}
    assert worker.failure is None
    await group.stop()


async def test_without_restart_it_ends_loudly() -> None:
    with pytest.raises(ValueError, match="broken"):
        await supervise(Work(failures=1).worker(), restart=False)


async def test_settle_returns_when_nothing_is_left() -> None:
    works = [Work(left=5), Work(left=10)]
    await settle([work.worker() for work in works])
    assert [work.left for work in works] == [0, 0]


async def test_settle_gives_up_in_time() -> None:
    with pytest.raises(TimeoutError):
        await settle([Work(left=10_000).worker()], seconds=0.3)


@pytest.mark.parametrize("trouble", [Unavailable, StaleWrite])
async def test_what_cannot_be_done_now_is_done_an_hour_later(trouble: type[Exception]) -> None:
    left, done = [trouble("no database")], asyncio.Event()

    async def work() -> None:
        if left:
            raise left.pop()
        done.set()

    worker = hourly("hourly", work, seconds=0.01)
    assert await worker.idle()
    task = asyncio.create_task(worker.run())
    async with asyncio.timeout(30):
        await done.wait()
    assert not task.done()
    task.cancel()


async def test_an_hour_of_work_that_breaks_is_told() -> None:
    async def work() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await hourly("hourly", work).run()
