"""Reading ahead: larger batches behind a backlog, nothing that was not applied is passed over."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kernel.consumer import Consumer, Delivery
from kernel.consumer.reader import RECORDS_A_TURN, Batch, BatchSize, Reader
from kernel.db import Database, Tx
from kernel.errors import StaleWrite, Unavailable
from kernel.eventlog import Record, Stored
from tests.kernel import demo
from tests.kernel.consumer.tape import (
    NOTING,
    TOPIC,
    Tape,
    drained,
    ids,
    made,
    parked,
    running,
    until_idle,
)
from tests.kernel.demo import published


async def test_what_was_read_ahead_of_a_commit_that_failed_is_read_again(
    lite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = lite.write

    async def away(*_arguments: Any, **_named: Any) -> Any:
        monkeypatch.setattr(lite, "write", write)
        raise Unavailable("away")

    consumer = made(lite, Tape([published(n) for n in range(1, 7)]), size=BatchSize(2))
    assert await consumer.take()
    monkeypatch.setattr(lite, "write", away)
    with pytest.raises(Unavailable):
        await consumer.step(0)
    while await consumer.step(0):
        pass
    assert await demo.ids(lite) == ids(*range(1, 7))


@pytest.mark.parametrize("troubles", [0, 3])
async def test_behind_a_backlog_batches_grow_and_the_next_is_read_while_one_is_committed(
    db: Database, monkeypatch: pytest.MonkeyPatch, troubles: int
) -> None:
    """Also where a commit fails, or comes to nothing: what was read ahead is used only where it
    goes on.
    """
    repeated = [published(n) for n in (1, 2, 3, 4, 3, 4, 5)] + [
        published(n, key=f"k{n % 3}") for n in range(6, 31)
    ]
    log, sizes, write, left = Tape(repeated), list[int](), db.write, [troubles]

    async def plan(deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        sizes.append(len(deliveries))
        if len(sizes) % 2 and left[0]:
            left[0] -= 1
            raise StaleWrite("another state") if left[0] else Unavailable("away")
        return await NOTING(deliveries)

    async def hesitates(*arguments: Any, **named: Any) -> Any:
        await asyncio.sleep(0.01)  # what is read ahead is there before the commit
        return await write(*arguments, **named)

    monkeypatch.setattr(db, "write", hesitates)
    consumer = made(db, log, plan, size=BatchSize(2, 8))
    async with running(consumer):
        await until_idle(consumer)
    assert await demo.ids(db) == ids(*range(1, 31))
    assert troubles or sizes == [2, 2, 8, 8, 8, 2]


async def test_of_a_type_nobody_wants_only_the_envelope_is_looked_at(lite: Database) -> None:
    seen: list[tuple[int, bool]] = []

    async def plan(deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        seen.extend((delivery.record.position, delivery.data is None) for delivery in deliveries)
        return lambda _tx: None

    others = [Record(TOPIC, 2, "k1", published(2).headers, "{")]
    others += [
        published(3, key="k2", ce_source=None),
        published(4, key="k3", ce_type="never.heard"),
    ]
    consumer = Consumer(
        "notes",
        TOPIC,
        lite,
        demo.kernel,
        Tape([published(1), *others]),
        plan,
        "one",
        {"another.type"},
    )
    await drained(consumer)
    assert seen == [(1, True), (2, True)]
    assert [(position, waiting) for position, waiting, _ in await parked(lite)] == [
        (3, False),
        (4, False),
    ]


def read(positions: Sequence[int], size: BatchSize) -> tuple[Reader, list[tuple[int, int]]]:
    """A reader of these records, and the (offset, limit) of each read of the log."""
    log, reads = Tape([published(n) for n in positions], 10_000), list[tuple[int, int]]()
    of_log = log.read

    async def noted(topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        reads.append((offset, limit))
        return await of_log(topic, offset, limit, wait)

    log.read = noted  # type: ignore[method-assign]
    return Reader(log, TOPIC, None, size), reads


def positions(batch: Batch) -> list[int]:
    return [stored.record.position for stored, _ in batch]


async def test_behind_a_full_batch_the_next_is_read_before_it_is_asked_for() -> None:
    reader, reads = read(range(1, 10), BatchSize(2, 3))
    batch = await reader.next(0, 0)
    reader.read_ahead(batch)
    await asyncio.sleep(0.01)
    assert reads == [(0, 2), (2, 3)]
    batch = await reader.next(2, 0)
    assert positions(batch) == [3, 4, 5]
    reader.read_ahead(batch)
    assert positions(await reader.next(5, 0)) == [6, 7, 8]
    assert reads == [(0, 2), (2, 3), (5, 3)]


async def test_behind_a_batch_that_is_not_full_nothing_is_read_ahead() -> None:
    reader, reads = read(range(1, 4), BatchSize(5, 10))
    reader.read_ahead(await reader.next(0, 0))
    await asyncio.sleep(0.01)
    assert reads == [(0, 5)]
    assert positions(await reader.next(1, 0)) == [2, 3]
    assert reads == [(0, 5), (1, 5)]


async def test_what_was_read_ahead_is_dropped_and_a_restart_begins_small() -> None:
    reader, reads = read(range(1, 10), BatchSize(2, 8))
    reader.read_ahead(await reader.next(0, 0))
    await reader.drop()
    assert positions(await reader.next(0, 0)) == [1, 2, 3, 4]
    reader.read_ahead(await reader.next(0, 0))
    await reader.restart()
    assert positions(await reader.next(0, 0)) == [1, 2]
    assert reads[-1] == (0, 2)


async def test_other_tasks_have_their_turn_while_many_records_are_decoded() -> None:
    reader, _ = read(range(1, 2 * RECORDS_A_TURN + 1), BatchSize(2 * RECORDS_A_TURN))
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    before = turns
    await reader.next(0, 0)
    task.cancel()
    assert turns >= before + 2
