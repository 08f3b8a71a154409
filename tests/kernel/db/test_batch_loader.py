"""Lookups that arrive together are one query; each gets its own answer, and none an older one than
its question.
"""

import asyncio
import gc
from collections.abc import Sequence

import pytest

from kernel.db.batch_loader import LARGEST, BatchLoader


class Source:
    """A made-up table, and the queries it was asked."""

    def __init__(self) -> None:
        self.rows = {"a": 1, "b": 2}
        self.asked: list[list[str]] = []
        self.fails = False
        self.began = asyncio.Event()

    async def fetch(self, keys: Sequence[str]) -> dict[str, int]:
        self.asked.append(list(keys))
        rows = dict(self.rows)
        self.began.set()
        await asyncio.sleep(0.01)
        if self.fails:
            raise ValueError("away")
        return {key: rows[key] for key in keys if key in rows}


async def test_those_that_arrive_together_are_asked_together() -> None:
    source = Source()
    lookup = BatchLoader(source.fetch)
    assert await asyncio.gather(*map(lookup.find, ["a", "b", "c", "a"])) == [1, 2, None, 1]
    assert source.asked == [["a", "b", "c"]]


async def test_what_changed_after_a_query_began_is_seen_by_who_asks_then() -> None:
    source = Source()
    lookup = BatchLoader(source.fetch)
    early = asyncio.create_task(lookup.find("c"))
    await source.began.wait()
    source.rows["c"] = 3
    assert await lookup.find("c") == 3
    assert await early is None


async def test_a_failure_reaches_everybody_and_the_next_one_is_asked_anew() -> None:
    source = Source()
    lookup = BatchLoader(source.fetch)
    source.fails = True
    assert [
        str(e)
        for e in await asyncio.gather(lookup.find("a"), lookup.find("b"), return_exceptions=True)
    ] == ["away", "away"]
    source.fails = False
    assert await lookup.find("a") == 1


async def test_who_goes_away_hurts_nobody_else() -> None:
    lookup = BatchLoader(Source().fetch)
    gone, stays = asyncio.create_task(lookup.find("a")), asyncio.create_task(lookup.find("a"))
    await asyncio.sleep(0.001)
    gone.cancel()
    assert await stays == 1
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_a_query_has_a_bound() -> None:
    source = Source()
    await asyncio.gather(*map(BatchLoader(source.fetch).find, map(str, range(LARGEST + 5))))
    assert [len(keys) for keys in source.asked] == [LARGEST, 5]


async def test_what_is_trusted_is_given_again_until_forgotten_and_what_is_missing_is_not() -> None:
    source = Source()
    lookup = BatchLoader(source.fetch, 60.0)
    assert [await lookup.find(key) for key in ("a", "c", "a", "c")] == [1, None, 1, None]
    source.rows |= {"a": 7, "c": 3}
    assert [await lookup.find(key) for key in ("a", "c")] == [1, 3]
    lookup.forget("a")
    assert await lookup.find("a") == 7


async def test_what_is_forgotten_while_it_is_looked_up_is_not_remembered() -> None:
    source = Source()
    lookup = BatchLoader(source.fetch, 60.0)
    early = asyncio.create_task(lookup.find("a"))
    await source.began.wait()
    source.rows["a"] = 7
    lookup.forget("a")
    assert (await early, await lookup.find("a")) == (1, 7)


async def test_a_failure_that_nobody_waits_for_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    gc.collect()  # what other tests left is not this one's
    caplog.clear()
    source = Source()
    source.fails = True
    asked = asyncio.create_task(BatchLoader(source.fetch).find("a"))
    await source.began.wait()
    asked.cancel()
    await asyncio.sleep(0.05)
    del asked
    gc.collect()
    assert caplog.records == []
