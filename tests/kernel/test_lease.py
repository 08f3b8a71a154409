"""Leases: one owner; whoever lost it knows by its epoch."""

import asyncio

import pytest

from kernel.db import Database
from kernel.errors import StaleWrite, Unavailable
from kernel.lease import Lease, LeaseTimes
from kernel.relay import FIRST
from tests.kernel import demo
from tests.kernel.demo import Later

TIMES = LeaseTimes(held=60.0, retry=0.01)


def made(db: Database, owner: str) -> Lease:
    return Lease(db, demo.kernel.relay, {"id": 1}, owner, FIRST, TIMES)


async def test_one_of_many_gets_it(db: Database) -> None:
    leases = [made(db, f"o{n}") for n in range(8)]
    assert sorted(await asyncio.gather(*(one.take() for one in leases))) == [False] * 7 + [True]
    assert sorted(one.epoch for one in leases) == [0] * 7 + [1]


async def test_others_wait_until_it_runs_out_and_the_old_epoch_is_nothing_then(
    db: Database, later: Later
) -> None:
    one, two = made(db, "one"), made(db, "two")
    assert await one.take()
    assert not await two.take()
    later(40)
    await one.renew()
    later(40)
    assert not await two.take()
    later(40)
    assert await two.take()
    assert (one.epoch, two.epoch) == (1, 2)
    with pytest.raises(StaleWrite):
        await one.renew()
    await one.release()  # says nothing and changes nothing
    await two.renew()


async def test_a_lease_of_a_clock_that_was_hours_ahead_is_taken(db: Database, later: Later) -> None:
    one, two = made(db, "one"), made(db, "two")
    later(7_200)
    assert await one.take()
    later(-7_200)
    assert await two.take()
    with pytest.raises(StaleWrite):
        await one.renew()


async def test_a_clock_that_is_a_little_ahead_is_believed(db: Database, later: Later) -> None:
    one, two = made(db, "one"), made(db, "two")
    later(30)
    assert await one.take()
    later(-30)
    assert not await two.take()


async def test_the_same_owner_takes_it_again_at_once_and_a_release_lets_others_in(
    db: Database,
) -> None:
    one, two = made(db, "one"), made(db, "two")
    assert [await one.take(), await one.take()] == [True, True]
    assert one.epoch == 2
    await one.release()
    assert await two.take()
    assert (one.epoch, two.epoch) == (0, 3)


async def test_a_release_without_database_ends_quietly(sqlite_url: str) -> None:
    async with demo.opened(sqlite_url) as db:
        one = made(db, "one")
        assert await one.take()
    await one.release()


async def test_work_begins_anew_after_trouble_and_gives_the_lease_back(
    lite: Database,
) -> None:
    one, told = made(lite, "one"), list[str]()
    ends: list[Exception] = [
        Unavailable("away"),
        StaleWrite("another was faster"),
        ValueError("a bug"),
    ]

    async def begin() -> None:
        told.append(f"begin {one.epoch}")

    async def step() -> None:
        told.append("step")
        if told.count("step") % 2 == 0:
            raise ends.pop(0)

    with pytest.raises(ValueError, match="a bug"):
        await one.work(begin, step)
    assert told == ["begin 1", "step", "step", "begin 1", "step", "step", "begin 2", "step", "step"]
    assert one.epoch == 0
    assert await made(lite, "two").take()
