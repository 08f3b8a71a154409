"""Applying: exactly once under every redelivery, poison parked with its reason, one commit."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kernel.consumer import Delivery, Rejected
from kernel.db import Database, Tx
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


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_exactly_once_under_any_redelivery_and_restart(data: st.DataObject) -> None:
    """The relay dies after publishing up to `reached` with all up to `marked` marked, and begins
    again after `marked`.
    """
    last = data.draw(st.integers(1, 30))
    tape: list[Record] = []
    marked = 0
    while marked < last:
        reached = data.draw(st.integers(marked + 1, last))
        tape += [
            published(position, key=f"k{position % 3}")
            for position in range(marked + 1, reached + 1)
        ]
        marked = data.draw(st.integers(marked, reached)) if data.draw(st.booleans()) else reached
    largest = data.draw(st.integers(1, 7))
    cuts = data.draw(st.lists(st.integers(0, len(tape)), max_size=4))

    async def follow() -> list[str]:
        with TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{Path(folder)}/c.db"
            await demo.make_tables(url)
            async with demo.opened(url) as db:
                for steps in cuts:
                    consumer = made(db, Tape(tape, largest))
                    await consumer.take()
                    for _ in range(steps):
                        await consumer.step(0)
                await drained(made(db, Tape(tape, largest)))
                return await demo.ids(db)

    assert asyncio.run(follow()) == ids(*range(1, last + 1))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (published(2, ce_type="never.heard"), "unknown event: never.heard version 1"),
        (published(2, ce_typeversion="9"), "unknown event: access.key_revoked version 9"),
        (published(2, ce_typeversion="x"), "undecodable"),
        (published(2, ce_id=None), "undecodable"),
        (published(2, ce_recordedtime=None), "undecodable"),
        (Record(TOPIC, 2, "k1", published(2).headers, "{"), "undecodable"),
        (Record(TOPIC, 2, "k1", published(2).headers, "[]"), "undecodable"),
        (Record(TOPIC, 2, "k1", published(2).headers, '{"key_id":1}'), "undecodable"),
        (Record(TOPIC, 2, "k1", published(2).headers, "\x00"), "undecodable"),
        (Record(TOPIC, 2, "k1", published(2).headers, "[" * 100_000), "undecodable"),
        (published(2, ce_type="t" * 500), "unknown event"),
    ],
)
async def test_what_cannot_be_decoded_is_parked_and_its_key_waits(
    db: Database, bad: Record, reason: str
) -> None:
    log = Tape([published(1), bad, published(3), published(4, key="k2")], largest=2)
    await drained(made(db, log))
    log.records.append(published(5))
    await drained(made(db, log))
    assert await demo.ids(db) == ids(1, 4)
    found = await parked(db)
    assert [(position, waiting) for position, waiting, _ in found] == [
        (2, False),
        (3, True),
        (5, True),
    ]
    assert reason in found[0][2]
    assert found[1][2] == "waits behind position 2"


async def test_a_plan_may_reject_one_and_the_rest_goes_on(db: Database) -> None:
    async def plan(deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        for delivery in deliveries:
            if delivery.record.position == 2:
                raise Rejected(delivery, "no such activity")
        return await NOTING(deliveries)

    await drained(
        made(db, Tape([published(1), published(2), published(3), published(4, key="k2")]), plan)
    )
    assert await demo.ids(db) == ids(1, 4)
    assert await parked(db) == [
        (2, False, "no such activity"),
        (3, True, "waits behind position 2"),
    ]


async def test_applied_rows_and_offset_are_one_commit(lite: Database) -> None:
    await lite.write(demo.note, "0002")  # in the way of the second event
    consumer = made(lite, Tape([published(1), published(2)]))
    await consumer.take()
    with pytest.raises(Exception, match="UNIQUE"):
        await consumer.step(0)
    assert await demo.ids(lite) == ["0002"]
    async with lite.read() as connection:
        assert await connection.scalar(select(demo.kernel.offsets.c.position)) == 0


async def test_an_effect_that_meets_another_state_is_planned_again(lite: Database) -> None:
    tries: list[int] = []

    async def plan(deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        tries.append(1)
        effect = await NOTING(deliveries)

        def command(tx: Tx) -> None:
            effect(tx)
            if len(tries) == 1:
                tx.execute(demo.notes.delete().where(demo.notes.c.id == "nobody"))

        return command

    consumer = made(lite, Tape([published(1)]), plan)
    async with running(consumer):
        await until_idle(consumer)
    assert (len(tries), await demo.ids(lite)) == (2, ids(1))
