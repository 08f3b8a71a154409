"""The relay loses nothing, numbers densely, keeps the order of each aggregate, and what lost its
lease can neither assign nor mark.
"""

import asyncio
import random

import pytest
from sqlalchemy import select

from kernel.chain import GENESIS, digest, link
from kernel.db import Database
from kernel.errors import LogConflict, StaleWrite, Unavailable
from kernel.eventlog import Record
from kernel.eventlog.memory import MemoryLog
from kernel.lease import LeaseTimes
from kernel.relay import Relay
from tests.kernel import demo
from tests.kernel.demo import Later

TOPIC = "access.v1"


TIMES = LeaseTimes(held=0.4, renew=0.1, retry=0.05)
LONG = LeaseTimes(held=60.0, renew=0.1)


def made(
    db: Database, log: MemoryLog, owner: str = "one", times: LeaseTimes = TIMES, **more: int
) -> Relay:
    return Relay(db, demo.kernel, TOPIC, log, owner, times=times, **more)


async def outbox(db: Database) -> list[dict[str, object]]:
    async with db.read() as connection:
        rows = await connection.execute(
            select(demo.kernel.outbox).order_by(demo.kernel.outbox.c.seq)
        )
        return [dict(row) for row in rows.mappings()]


async def records(log: MemoryLog) -> list[Record]:
    return [stored.record for stored in await log.read(TOPIC, 0, 100_000, 0)]


async def until_idle(relay: Relay, seconds: float = 120) -> None:
    async with asyncio.timeout(seconds):
        while not await relay.idle():  # noqa: ASYNC110 - another's state
            await asyncio.sleep(0.02)


async def stopped(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=60)
    assert all(task.done() for task in tasks)


async def test_16_writers_beside_the_relay(db: Database) -> None:
    log = MemoryLog()
    relay = made(db, log)
    task = asyncio.create_task(relay.run())

    async def writer(number: int) -> None:
        for turn in range(20):
            await db.write(demo.tell, f"a{number}", f"{turn:03d}")
            if random.random() < 0.3:
                await asyncio.sleep(0.002)

    await asyncio.gather(*map(writer, range(16)))
    await until_idle(relay)
    await stopped(task)
    found = await records(log)
    assert [record.position for record in found] == list(range(1, 321))
    for number in range(16):
        assert [record.value for record in found if record.key == f"a{number}"] == [
            f'{{"key_id":"a{number}","revoked_at":"{turn:03d}"}}' for turn in range(20)
        ]
    await verify_chain(db, found)


async def verify_chain(db: Database, found: list[Record]) -> None:
    rows = await outbox(db)
    assert [row["id"] for row in rows] == [record.headers["ce_id"] for record in found]
    previous, recorded = GENESIS, ""
    for row in rows:
        assert row["digest"] == digest(
            str(row["payload"]), str(row["id"]), str(row["salt"]), str(row["type"])
        )
        assert row["previous_hash"] == previous
        position, time = int(str(row["seq"])), str(row["recordedtime"])
        assert row["hash"] == link(previous, position, time, str(row["digest"]))
        assert recorded <= str(row["recordedtime"])
        previous, recorded = str(row["hash"]), str(row["recordedtime"])


async def test_a_log_that_has_lost_what_was_published_is_refused(lite: Database) -> None:
    log = MemoryLog()
    await lite.write(lambda tx: [demo.tell(tx, "a", str(n)) for n in range(3)])
    relay = made(lite, log)
    await relay.hold()
    while await relay.step():
        pass
    for left in (2, 0):
        del log._topics["access.v1"][left:]
        with pytest.raises(LogConflict, match="lost records"):
            await made(lite, log, owner="another")._begin()


async def test_a_batch_of_a_paused_relay_that_arrives_last_is_no_loss(lite: Database) -> None:
    log = MemoryLog()
    await lite.write(lambda tx: [demo.tell(tx, "a", str(n)) for n in range(3)])
    relay = made(lite, log)
    await relay.hold()
    while await relay.step():
        pass
    log._topics["access.v1"].append(log._topics["access.v1"][1])
    await made(lite, log, owner="another")._begin()


async def test_more_rows_than_one_batch(lite: Database) -> None:
    log = MemoryLog()
    await lite.write(lambda tx: [demo.tell(tx, f"a{n % 7}", str(n)) for n in range(13)])
    relay = made(lite, log, batch=5)
    await relay.hold()
    assert [await relay.step() for _ in range(4)] == [True, True, True, False]
    found = await records(log)
    assert [record.position for record in found] == list(range(1, 14))
    await verify_chain(lite, found)


async def test_a_crash_between_publish_and_mark_publishes_again(db: Database) -> None:
    log, given = MemoryLog(), []
    append = log.append

    async def counted(topic: str, given_records: list[Record]) -> None:
        given.append([record.position for record in given_records])
        await append(topic, given_records)

    log.append = counted  # type: ignore[method-assign, assignment]
    await db.write(lambda tx: [demo.tell(tx, "a") for _ in range(3)])
    first = made(db, log)
    await first.hold()
    # positions given, published; the mark comes with the next step, which never is
    assert await first.step()
    assert not await first.idle()
    second = made(db, log)  # the same owner, started again
    await second.hold()
    assert await second.step()
    assert not await second.step()
    assert await second.idle()
    assert given == [[1, 2, 3], [1, 2, 3]]


async def test_a_crash_between_position_and_publish_publishes_the_same(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = MemoryLog()
    await db.write(demo.tell, "a")
    first = made(db, log)
    await first.hold()
    monkeypatch.setattr(first, "_publish", None)
    with pytest.raises(TypeError):
        await first.step()
    positioned = await outbox(db)
    await db.write(demo.tell, "b")
    second = made(db, log)
    await second.hold()
    while await second.step():
        pass
    found = await records(log)
    assert [(record.position, record.key) for record in found] == [(1, "a"), (2, "b")]
    assert (await outbox(db))[0] == positioned[0]
    await verify_chain(db, found)


async def test_a_paused_relay_that_was_replaced_can_neither_assign_nor_mark(
    db: Database, later: Later
) -> None:
    log = MemoryLog()
    paused, successor = made(db, log, "one", LONG), made(db, log, "two", LONG)
    await paused.hold()
    old_head = dict(paused._head)
    waiting = asyncio.create_task(successor.hold())
    await asyncio.sleep(0.1)
    assert not waiting.done()  # the lease still holds
    later(61)
    await asyncio.wait_for(waiting, 60)
    await db.write(demo.tell, "a")
    with pytest.raises(StaleWrite):
        await paused._assign(old_head)
    with pytest.raises(StaleWrite):
        await db.write(paused._lease.set, {"published": 99})
    assert (await outbox(db))[0]["seq"] is None
    assert await successor.step()
    assert [record.position for record in await records(log)] == [1]
    await db.write(demo.tell, "b")
    await paused._begin()
    for head in (old_head, paused._head):
        with pytest.raises(StaleWrite):
            await paused._assign(head)


async def test_the_second_takes_over_when_the_first_dies_or_stops(
    db: Database,
) -> None:
    log = MemoryLog()
    relays = [made(db, log, "one", LONG), made(db, log, "two", LONG)]
    first = asyncio.create_task(relays[0].run())
    await asyncio.sleep(0.1)
    second = asyncio.create_task(relays[1].run())
    await db.write(demo.tell, "a")
    await until_idle(relays[1])
    assert relays[1]._lease.epoch == 0
    await stopped(first)  # a clean stop gives the lease back
    await db.write(demo.tell, "b")
    await until_idle(relays[1])
    assert relays[1]._lease.epoch > 1
    await stopped(second)
    assert [record.key for record in await records(log)] == ["a", "b"]


async def test_trouble_of_the_log_is_waited_out(lite: Database) -> None:
    log = MemoryLog()
    append, refused = log.append, []

    async def troubled(topic: str, given: list[Record]) -> None:
        if len(refused) < 2:
            refused.append(1)
            raise Unavailable("the log is away")
        await append(topic, given)

    log.append = troubled  # type: ignore[method-assign, assignment]
    relay = made(lite, log)
    task = asyncio.create_task(relay.run())
    await lite.write(demo.tell, "a")
    await until_idle(relay)
    await stopped(task)
    assert [record.position for record in await records(log)] == [1]


async def test_a_stop_ends_even_when_the_database_is_gone(sqlite_url: str) -> None:
    async with demo.opened(sqlite_url) as db:
        task = asyncio.create_task(made(db, MemoryLog()).run())
        await asyncio.sleep(0.1)
    await stopped(task)
    await db.stop()  # the relay may have read once more meanwhile
    assert task.cancelled()


async def test_a_topic_that_knows_more_than_the_database_is_not_written_to(lite: Database) -> None:
    """As after an older backup restored by hand: positions would be given twice."""
    log = MemoryLog()
    await log.append("access.v1", [demo.published(1), demo.published(2)])
    await lite.write(demo.tell, "a")
    relay = made(lite, log)
    with pytest.raises(LogConflict, match="goes to position 2, this ledger to 0"):
        await relay.run()
    assert (await outbox(lite))[0]["seq"] is None
    assert await log.end("access.v1") == 2
