"""A republished topic holds the same records at the same positions, is finished where it stopped,
and is never mixed with another's.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.db import Database
from kernel.errors import Problem
from kernel.eventlog import EventLog, Record
from kernel.eventlog.database import DatabaseLog
from kernel.eventlog.kafka import KafkaLog
from kernel.eventlog.memory import MemoryLog
from kernel.lease import LeaseTimes
from kernel.relay import Relay
from services.reports.operations.republish import Republisher
from system.confluent import ConfluentLog
from tests.databases import Databases
from tests.kernel import demo
from tests.kernel.eventlog.behaviour import new_topic, read_until, record


@pytest.fixture
async def lite(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with a made-up service in it."""
    url = f"sqlite+aiosqlite:///{tmp_path}/demo.db"
    await demo.make_tables(url)
    async with demo.opened(url) as db:
        yield db


@pytest.fixture(params=["database", "kafka", "confluent"])
async def log(
    request: pytest.FixtureRequest, sqlite_databases: Databases
) -> AsyncIterator[EventLog]:
    made: EventLog
    match request.param:
        case "database":
            made = DatabaseLog(Database(sqlite_databases.url("eventlog")))
        case "kafka":
            made = KafkaLog(request.getfixturevalue("kafka_broker"))
        case _:
            made = ConfluentLog(request.getfixturevalue("kafka_broker"))
    await made.start()
    yield made
    await made.stop()


async def relayed(db: Database, log: EventLog, topic: str, count: int) -> Relay:
    """Events written and relayed to their topic; the relay has left."""
    for number in range(count):
        await db.write(demo.tell, f"k{number % 3}", str(number))
    relay = Relay(db, demo.kernel, topic, log, "relay")
    await relay.hold()
    while await relay.step():
        pass
    await relay._lease.release()
    return relay


def bare(found: list[Record]) -> list[tuple[object, ...]]:
    """The records without the topic's name."""
    return [(each.position, each.key, each.headers, each.value) for each in found]


async def whole(log: EventLog, topic: str, position: int) -> list[Record]:
    return [stored.record for stored in await read_until(log, topic, position)]


async def test_a_new_topic_holds_the_same_records_at_the_same_positions(
    lite: Database, log: EventLog
) -> None:
    live, new = new_topic(), new_topic()
    await relayed(lite, log, live, 10)
    told: list[tuple[int, int]] = []
    republisher = Republisher(lite, demo.kernel, live, log, "desk", page=4)
    assert await republisher.run(new, progress=lambda done, total: told.append((done, total))) == {
        "topic": new,
        "republished": 10,
        "position": 10,
    }
    assert bare(await whole(log, new, 10)) == bare(await whole(log, live, 10))
    assert told == [(4, 10), (8, 10), (10, 10)]

    end = await log.end(new)
    assert (await republisher.run(new))["republished"] == 0
    assert await log.end(new) == end

    await relayed(lite, log, live, 3)
    assert (await republisher.run(new))["republished"] == 3
    assert bare(await whole(log, new, 13)) == bare(await whole(log, live, 13))


async def test_it_goes_on_where_it_was_cut_off(lite: Database, log: EventLog) -> None:
    live, new = new_topic(), new_topic()
    await relayed(lite, log, live, 10)
    republisher = Republisher(lite, demo.kernel, live, log, "desk", page=4)

    def cut(done: int, _total: int) -> None:
        if done == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await republisher.run(new, progress=cut)
    assert (await republisher.run(new))["republished"] == 2
    assert bare(await whole(log, new, 10)) == bare(await whole(log, live, 10))


async def test_another_ledgers_topic_is_not_touched(lite: Database, log: EventLog) -> None:
    live, other, late = new_topic(), new_topic(), new_topic()
    await relayed(lite, log, live, 2)
    await log.append(other, [record(other, 1)])
    await log.append(late, [record(late, 2)])
    for topic in (other, late):
        end = await log.end(topic)
        with pytest.raises(Problem, match="something else"):
            await Republisher(lite, demo.kernel, live, log, "desk").run(topic)
        assert await log.end(topic) == end


@pytest.mark.parametrize("topic", ["", "A", "a/b", "x" * 81])
async def test_a_name_that_no_log_could_have_is_refused(lite: Database, topic: str) -> None:
    with pytest.raises(Problem, match="invalid"):
        await Republisher(lite, demo.kernel, "live", MemoryLog(), "desk").run(topic)


async def test_the_relays_own_topic_is_made_whole_on_a_new_log_while_no_relay_works(
    lite: Database,
) -> None:
    times = LeaseTimes(held=0.4, renew=0.1)
    old, new = MemoryLog(), MemoryLog()
    await relayed(lite, old, "access.v1", 5)
    desk = Republisher(lite, demo.kernel, "access.v1", new, "desk", times=times)
    other = Relay(lite, demo.kernel, "access.v1", old, "other", times=times)
    await other.hold()
    with pytest.raises(Problem, match="stop it"):
        await desk.run("access.v1")
    assert await new.end("access.v1") == 0
    await other._lease.release()
    assert (await desk.run("access.v1"))["position"] == 5
    await relayed(lite, new, "access.v1", 1)
    assert [each.position for each in await whole(new, "access.v1", 6)] == [1, 2, 3, 4, 5, 6]
