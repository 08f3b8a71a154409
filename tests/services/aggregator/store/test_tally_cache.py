"""What is in memory is read anew wherever it may be wrong."""

from services.aggregator.domain.tally import ALL_YEARS, EVERYBODY, Tally, TallyKey
from services.aggregator.store.generations import Progress, progress
from services.aggregator.store.tally_cache import TallyCache
from tests.services.aggregator.conftest import Desk

KEY = TallyKey("ACT-1", ALL_YEARS, EVERYBODY)


async def _load(desk: Desk, cache: TallyCache, at: Progress) -> Tally:
    async with desk.db.read() as connection:
        return (await cache.load(connection, [KEY], at))[KEY]


async def test_a_tally_is_kept_for_the_progress_it_stands_at_and_no_other(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    async with desk.db.read() as connection:
        now = await progress(connection, 1)
    cache = TallyCache(1)
    first = await _load(desk, cache, now)
    assert first.counters.total()["facts"] == 1
    assert await _load(desk, cache, now) is not first, "nobody said what it has become"
    second = await _load(desk, cache, now)
    cache.stand_at(now)
    assert await _load(desk, cache, now) is second
    cache.stand_at(now)
    assert await _load(desk, cache, Progress(now.position, now.epoch + 1)) is not second
    cache.stand_at(now)
    cache.forget()
    assert await _load(desk, cache, now) is not second


async def test_from_the_beginning_nothing_is_read(desk: Desk) -> None:
    cache = TallyCache(1)
    assert (await _load(desk, cache, Progress(0, 0))).counters.total() == {}
