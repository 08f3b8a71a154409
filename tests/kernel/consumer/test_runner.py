"""The consumer as it runs: trouble waited out, anything else loud, one owner after the other."""

import asyncio

import pytest

from contracts.access import KeyRevoked
from contracts.envelope import Envelope
from kernel.consumer import dispatch_by_type, progress
from kernel.db import Database, Tx
from kernel.errors import StaleWrite
from kernel.lease import LeaseTimes
from tests.kernel import demo
from tests.kernel.consumer.tape import TOPIC, Tape, ids, made, running, until_idle
from tests.kernel.demo import Later, published

LONG = LeaseTimes(held=60.0)


async def test_trouble_is_waited_out(lite: Database) -> None:
    log = Tape([published(1)])
    log.trouble = 3
    consumer = made(lite, log)
    async with running(consumer):
        await until_idle(consumer)
    assert await demo.ids(lite) == ids(1)


async def test_anything_else_stops_loudly_and_moves_nothing(lite: Database) -> None:
    def broken(_tx: Tx, _data: KeyRevoked, _envelope: Envelope) -> None:
        raise ZeroDivisionError

    consumer = made(lite, Tape([published(1)]), dispatch_by_type({KeyRevoked.type: broken}))
    async with running(consumer) as task:
        with pytest.raises(ZeroDivisionError):
            await asyncio.wait_for(task, 60)
    assert (await progress(lite, demo.kernel, "notes", TOPIC))["position"] == 0


async def test_one_that_lost_its_lease_can_commit_nothing(db: Database, later: Later) -> None:
    log = Tape([published(1), published(2)], largest=1)
    paused, successor = made(db, log, times=LONG), made(db, log, owner="two", times=LONG)
    assert await paused.take()
    await paused.step(0)
    assert not await successor.take()
    later(61)
    assert await successor.take()
    with pytest.raises(StaleWrite):
        await paused.step(0)
    assert await demo.ids(db) == ids(1)
    await successor.step(0)
    assert await demo.ids(db) == ids(1, 2)


async def test_two_run_and_the_second_takes_over(db: Database) -> None:
    log = Tape([published(n) for n in range(1, 4)])
    one, two = made(db, log), made(db, log, owner="two")
    async with running(two):
        async with running(one):
            await until_idle(one)
        log.records += [published(n) for n in range(4, 7)]
        await until_idle(two)
    assert await demo.ids(db) == ids(1, 2, 3, 4, 5, 6)


async def test_a_stop_gives_the_lease_back(db: Database) -> None:
    consumer = made(db, Tape([]))
    async with running(consumer):
        while not consumer._lease.epoch:  # noqa: ASYNC110 - another's state
            await asyncio.sleep(0.01)
    assert await made(db, Tape([]), owner="two").take()


async def test_one_that_leaves_lets_the_next_owner_in_at_once(lite: Database) -> None:
    log = Tape([published(1), published(2)], largest=1)
    one, two = made(lite, log, times=LONG), made(lite, log, owner="two", times=LONG)
    assert await one.take()
    await one.step(0)
    assert not await two.take()
    await one.leave()
    assert await two.take()
    await two.step(0)
    assert await demo.ids(lite) == ids(1, 2)
