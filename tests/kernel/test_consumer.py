"""The consumer: exactly once under every redelivery, poison parked with its reason, trouble waited
out, anything else loud.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contracts.access import KeyRevoked
from contracts.envelope import Envelope
from kernel import consumer as consuming
from kernel import lease, parking
from kernel.consumer import Consumer, Delivery, Projector, Rejected, dispatch_by_type, progress
from kernel.db import Database, Tx
from kernel.errors import PoisonMessage, StaleWrite, Unavailable
from kernel.eventlog import Record, Stored
from tests.kernel import demo
from tests.kernel.demo import Later, published

TOPIC = "access.v1"


@pytest.fixture(autouse=True)
def short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "SECONDS", 0.4)
    monkeypatch.setattr(lease, "RENEW_SECONDS", 0.1)
    monkeypatch.setattr(lease, "RETRY_SECONDS", 0.02)


class Tape:
    """A log as given: it may hold repeats, as Kafka does after a relay's crash."""

    def __init__(self, records: Sequence[Record], largest: int = 500) -> None:
        self.records, self.largest, self.trouble = list(records), largest, 0

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        self.records += records

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        if self.trouble:
            self.trouble -= 1
            raise Unavailable("the log is away")
        found = [
            Stored(offset + n, record)
            for n, record in enumerate(self.records[offset : offset + min(limit, self.largest)])
        ]
        if not found:
            await asyncio.sleep(min(wait, 0.02))
        return found

    async def end(self, topic: str) -> int:
        return len(self.records)


def noting(tx: Tx, data: KeyRevoked, envelope: Envelope) -> None:
    """Fails with DuplicateKey when an event is applied twice."""
    demo.note(tx, f"{envelope.position:04d}", data.revoked_at)


NOTING = dispatch_by_type({KeyRevoked.type: noting})


def made(db: Database, log: Tape, plan: Projector = NOTING, owner: str = "one") -> Consumer:
    return Consumer("notes", TOPIC, db, demo.kernel, log, plan, owner)


async def drained(consumer: Consumer) -> None:
    assert await consumer.take()
    while await consumer.step(0):
        pass


async def parked(db: Database) -> list[tuple[int, bool, str]]:
    return [
        (row["position"], bool(row["waiting"]), row["reason"])
        for row in await parking.listed(db, demo.kernel, "notes")
    ]


def ids(*positions: int) -> list[str]:
    return [f"{position:04d}" for position in positions]


@asynccontextmanager
async def running(consumer: Consumer) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(consumer.run())
    yield task
    task.cancel()
    await asyncio.wait([task], timeout=30)


async def until_idle(consumer: Consumer, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not await consumer.idle():  # noqa: ASYNC110 - another's state
            await asyncio.sleep(0.01)


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


async def test_progress_before_the_first_event(lite: Database) -> None:
    row = await progress(lite, demo.kernel, "notes", TOPIC)
    assert (row["next_offset"], row["position"], row["recordedtime"], row["seen_at"]) == (
        0,
        0,
        None,
        None,
    )


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


async def test_types_without_handler_are_passed_over(lite: Database) -> None:
    consumer = made(lite, Tape([published(1)]), dispatch_by_type({}))
    await drained(consumer)
    assert (await demo.ids(lite), await parked(lite), await consumer.idle()) == ([], [], True)


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
            await asyncio.wait_for(task, 5)
    assert (await progress(lite, demo.kernel, "notes", TOPIC))["position"] == 0


async def test_one_that_lost_its_lease_can_commit_nothing(db: Database, later: Later) -> None:
    log = Tape([published(1), published(2)], largest=1)
    paused, successor = made(db, log), made(db, log, owner="two")
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


async def test_what_was_read_ahead_of_a_commit_that_failed_is_read_again(
    lite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consuming, "FIRST_BATCH", 2)
    write = lite.write

    async def away(*_arguments: Any, **_named: Any) -> Any:
        monkeypatch.setattr(lite, "write", write)
        raise Unavailable("away")

    consumer = made(lite, Tape([published(n) for n in range(1, 7)]), NOTING)
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
    monkeypatch.setattr(consuming, "FIRST_BATCH", 2)
    monkeypatch.setattr(consuming, "LARGEST_BATCH", 8)
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
    consumer = made(db, log, plan)
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


async def test_a_stop_gives_the_lease_back(db: Database) -> None:
    consumer = made(db, Tape([]))
    async with running(consumer):
        while not consumer._lease.epoch:  # noqa: ASYNC110 - another's state
            await asyncio.sleep(0.01)
    assert await made(db, Tape([]), owner="two").take()


async def test_applied_rows_and_offset_are_one_commit(lite: Database) -> None:
    await lite.write(demo.note, "0002")  # in the way of the second event
    consumer = made(lite, Tape([published(1), published(2)]))
    await consumer.take()
    with pytest.raises(Exception, match="UNIQUE"):
        await consumer.step(0)
    assert await demo.ids(lite) == ["0002"]
    async with lite.read() as connection:
        assert await connection.scalar(select(demo.kernel.offsets.c.position)) == 0


def test_decode_gives_data_of_the_newest_version() -> None:
    delivery = consuming.decode(published(3, text="then"))
    assert (delivery.record.position, delivery.data) == (
        3,
        KeyRevoked(key_id="k1", revoked_at="then"),
    )
    with pytest.raises(PoisonMessage):
        consuming.decode(published(3, ce_type="never.heard"))


def test_why_something_cannot_be_decoded_is_told_without_what_was_sent() -> None:
    record = published(3)
    with pytest.raises(PoisonMessage) as refused:
        consuming.decode(
            Record(
                record.topic, 3, record.key, record.headers, '{"key_id": {"secret": "of somebody"}}'
            )
        )
    assert (
        str(refused.value)
        == "undecodable: key_id: Input should be a valid string; revoked_at: Field required"
    )
