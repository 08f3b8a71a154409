"""Leases: one owner; whoever lost it knows by its epoch."""

import asyncio

from kernel.chain import GENESIS
from kernel.db import Database
from kernel.lease import Lease
from tests.kernel import demo
from tests.kernel.demo import Later

FIRST = {"assigned": 0, "published": 0, "head": GENESIS, "recordedtime": ""}


def made(db: Database, owner: str) -> Lease:
    return Lease(db, demo.kernel.relay, {"id": 1}, owner)


async def test_one_of_many_gets_it(db: Database) -> None:
    taken = await asyncio.gather(*(made(db, f"o{n}").take(FIRST) for n in range(8)))
    assert sorted(taken, key=lambda epoch: epoch or 0) == [None] * 7 + [1]


async def test_others_wait_until_it_runs_out_and_the_old_epoch_is_nothing_then(db: Database, later: Later) -> None:
    one, two = made(db, "one"), made(db, "two")
    assert await one.take(FIRST) == 1
    assert await two.take(FIRST) is None
    later(40)
    assert await one.renew(1)
    later(40)
    assert await two.take(FIRST) is None
    later(40)
    assert await two.take(FIRST) == 2
    assert not await one.renew(1)
    await one.release(1)  # says nothing and changes nothing
    assert await two.renew(2)


async def test_the_same_owner_takes_it_again_at_once_and_a_release_lets_others_in(db: Database) -> None:
    one, two = made(db, "one"), made(db, "two")
    assert [await one.take(FIRST), await one.take(FIRST)] == [1, 2]
    await one.release(2)
    assert await two.take(FIRST) == 3


async def test_a_release_without_database_ends_quietly(sqlite_url: str) -> None:
    async with demo.opened(sqlite_url) as db:
        one = made(db, "one")
        assert await one.take(FIRST) == 1
    await one.release(1)
