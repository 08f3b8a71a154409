"""Reading ahead: larger batches behind a backlog, nothing that was not applied is passed over."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kernel.consumer import Consumer, Delivery
from kernel.consumer.reader import BatchSize
from kernel.db import Database, Tx
from kernel.errors import StaleWrite, Unavailable
from kernel.eventlog import Record
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
