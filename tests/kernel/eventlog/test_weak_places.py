"""Where Kafka's clients are weak, on both of them: a broker that stands still, a broker that starts
again, a log cut under a consumer.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient

from kernel.consumer import Consumer, dispatch_by_type
from kernel.db import Database
from kernel.errors import LogTruncated, Unavailable
from kernel.eventlog import EventLog, Record, Stored, kafka
from system import confluent
from tests import requiring
from tests.kernel import demo
from tests.kernel.eventlog.behaviour import new_topic, read_until, records
from tools.components import kafka as components
from tools.components import processes

CLIENTS = {"aiokafka": (kafka, kafka.KafkaLog), "confluent": (confluent, confluent.ConfluentLog)}


@pytest.fixture(scope="module")
def own_broker() -> Iterator[components.Node]:
    """A broker of these tests' own, as they stop it."""
    if os.environ.get(components.GIVEN):
        pytest.skip("a given broker is not ours to stop")
    with requiring.own_kafka() as own:
        yield own.nodes[0]


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> tuple[Any, type[EventLog]]:
    found: tuple[Any, type[EventLog]] = CLIENTS[request.param]
    return found


@pytest.fixture
async def log(client: tuple[Any, Any], own_broker: components.Node) -> AsyncIterator[EventLog]:
    made = client[1](own_broker.address)
    yield made
    await made.stop()


async def appended(log: EventLog, topic: str, given: list[Record], seconds: float = 240) -> int:
    """Append as a relay does, until it is done; returns how often it had to wait."""
    refused = 0
    async with asyncio.timeout(seconds):
        while True:
            try:
                await log.append(topic, given)
                return refused
            except Unavailable:
                refused += 1
                await asyncio.sleep(0.2)


async def followed(
    log: EventLog, topic: str, position: int, offset: int = 0, seconds: float = 60
) -> list[Stored]:
    """Read as a consumer does, until the record of `position` was seen."""
    found: list[Stored] = []
    async with asyncio.timeout(seconds):
        while not found or found[-1].record.position != position:
            try:
                found += await log.read(topic, found[-1].offset + 1 if found else offset, 100, 0.5)
            except Unavailable:
                await asyncio.sleep(0.2)
    return found


def by_position(found: list[Stored]) -> list[Record]:
    """The records a consumer would apply: what is not above the last position is passed over."""
    fresh: list[Record] = []
    for stored in found:
        if not fresh or stored.record.position > fresh[-1].position:
            fresh.append(stored.record)
    return fresh


async def test_a_broker_that_stands_still_costs_no_event_and_no_order(
    client: tuple[Any, Any],
    log: EventLog,
    own_broker: components.Node,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The batch in flight is given up, its producer is broken for good, and arrives late all the
    same.
    """
    monkeypatch.setattr(client[0], "APPEND_SECONDS", 2)
    topic = new_topic()
    given = records(topic, range(1, 61))
    await log.append(topic, given[:10])
    first_producer = log._producer  # type: ignore[attr-defined]
    assert own_broker.process
    processes.pause(own_broker.process.pid)
    try:
        with pytest.raises(Unavailable):
            await log.append(topic, given[10:40])
    finally:
        os.kill(own_broker.process.pid, signal.SIGCONT)
    await appended(log, topic, given[10:40])
    await appended(log, topic, given[40:])
    assert log._producer is not first_producer  # type: ignore[attr-defined]
    assert by_position(await followed(log, topic, 60)) == given


async def test_a_broker_that_starts_again_is_read_on_by_the_same_readers(
    log: EventLog, own_broker: components.Node
) -> None:
    topic = new_topic()
    given = records(topic, range(1, 101))
    await log.append(topic, given[:50])
    reading = asyncio.create_task(followed(log, topic, 100, seconds=300))
    await asyncio.sleep(0.5)
    own_broker.kill()
    with pytest.raises(TimeoutError):
        await appended(log, topic, given[50:70], seconds=1)
    own_broker.start()
    await asyncio.to_thread(own_broker.wait)
    for first in range(50, 100, 10):
        await appended(log, topic, given[first : first + 10])
    assert by_position(await reading) == given


async def test_a_log_cut_under_a_consumer_stops_it_and_names_the_way_out(
    log: EventLog, own_broker: components.Node, lite: Database
) -> None:
    topic = new_topic()
    given = [demo.published(position)._replace(topic=topic) for position in range(1, 6)]
    await log.append(topic, given)
    admin = AdminClient({"bootstrap.servers": own_broker.address})
    for deleted in admin.delete_records([TopicPartition(topic, 0, 3)]).values():
        deleted.result(20)
    consumer = Consumer("late", topic, lite, demo.kernel, log, dispatch_by_type({}), "one")
    async with asyncio.timeout(30):
        with pytest.raises(LogTruncated, match="aggregator rebuild"):
            await consumer.run()
    assert [stored.record for stored in await read_until(log, topic, 5, 3)] == given[3:]
