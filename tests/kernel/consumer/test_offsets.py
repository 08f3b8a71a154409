"""Progress of a consumer, before its first event and after."""

from kernel.consumer import progress
from kernel.db import Database
from tests.kernel import demo
from tests.kernel.consumer.tape import TOPIC, Tape, drained, ids, made
from tests.kernel.demo import published


async def test_progress_before_the_first_event(lite: Database) -> None:
    row = await progress(lite, demo.kernel, "notes", TOPIC)
    assert (row["next_offset"], row["position"], row["recordedtime"], row["seen_at"]) == (
        0,
        0,
        None,
        None,
    )


async def test_applies_in_order_and_remembers_where_it_is(db: Database) -> None:
    log = Tape([published(n) for n in range(1, 6)])
    consumer = made(db, log)
    assert not await consumer.idle()
    await drained(consumer)
    assert await consumer.idle()
    assert await demo.ids(db) == ids(1, 2, 3, 4, 5)
    row = await progress(db, demo.kernel, "notes", TOPIC)
    assert (row["next_offset"], row["position"], row["recordedtime"]) == (
        5,
        5,
        "2026-01-01T00:00:00.000005Z",
    )
