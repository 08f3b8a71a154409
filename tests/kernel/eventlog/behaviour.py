"""What every event log promises, as tests to be inherited: one class for the adapter that forgets,
one for those that do not.
"""

import asyncio
import uuid
from collections.abc import Callable, Iterable

import pytest

from kernel.errors import LogConflict
from kernel.eventlog import EventLog, Record, Stored

Make = Callable[[], EventLog]


def new_topic() -> str:
    return f"t-{uuid.uuid4().hex}"


def record(
    topic: str, position: int, id_: str = "", key: str = "s1", value: str | None = None
) -> Record:
    headers = {
        "ce_id": id_ or f"e{position}",
        "ce_position": str(position),
        "ce_type": "test.happened",
        "content-type": "application/json",
    }
    return Record(
        topic, position, key, headers, value if value is not None else f'{{"n":{position}}}'
    )


def records(topic: str, positions: Iterable[int]) -> list[Record]:
    return [record(topic, position) for position in positions]


async def read_until(
    log: EventLog, topic: str, position: int, offset: int = 0, seconds: float = 120.0
) -> list[Stored]:
    """Everything from `offset` on, until the record of `position` has been seen."""
    found: list[Stored] = []
    async with asyncio.timeout(seconds):
        while not found or found[-1].record.position != position:
            found += await log.read(topic, found[-1].offset + 1 if found else offset, 100, 0.5)
    return found


class Behaviour:
    """A subclass gives the fixture `make`: a function that makes an adapter onto the same log each
    time.
    """

    conflicts = True  # whether the adapter sees that another event stands at a position

    @pytest.fixture
    async def log(self, make: Make) -> EventLog:
        log = make()
        await log.start()
        yield log  # type: ignore[misc]
        await log.stop()

    async def test_gives_records_back_whole_and_in_order(self, log: EventLog) -> None:
        topic = new_topic()
        given = records(topic, range(1, 8))
        await log.append(topic, given)
        assert [stored.record for stored in await read_until(log, topic, 7)] == given

    async def test_many_small_batches_keep_order(self, log: EventLog) -> None:
        topic = new_topic()
        for first in range(1, 61, 3):
            await log.append(topic, records(topic, range(first, first + 3)))
        assert [stored.record.position for stored in await read_until(log, topic, 60)] == list(
            range(1, 61)
        )

    async def test_reads_on_from_the_offset_after_the_last(self, log: EventLog) -> None:
        topic = new_topic()
        await log.append(topic, records(topic, range(1, 11)))
        first = await read_until(log, topic, 10)
        assert [
            stored.record.position
            for stored in await read_until(log, topic, 10, first[3].offset + 1)
        ] == [5, 6, 7, 8, 9, 10]

    async def test_gives_no_more_than_the_limit(self, log: EventLog) -> None:
        topic = new_topic()
        await log.append(topic, records(topic, range(1, 11)))
        assert [stored.record.position for stored in await log.read(topic, 0, 4, 10)] == [
            1,
            2,
            3,
            4,
        ]

    async def test_the_end_is_where_the_next_record_goes(self, log: EventLog) -> None:
        topic = new_topic()
        assert await log.end(topic) == 0
        await log.append(topic, records(topic, range(1, 4)))
        end = await log.end(topic)
        await log.append(topic, records(topic, [4]))
        assert [
            (stored.offset, stored.record.position) for stored in await log.read(topic, end, 10, 10)
        ] == [(end, 4)]

    async def test_an_empty_topic_has_nothing_and_the_wait_ends(self, log: EventLog) -> None:
        async with asyncio.timeout(10):
            assert await log.read(new_topic(), 0, 10, 0.2) == []

    async def test_waits_for_the_first_record(self, log: EventLog) -> None:
        topic = new_topic()
        await log.end(topic)
        waiting = asyncio.create_task(log.read(topic, 0, 10, 10))
        await asyncio.sleep(0.3)
        assert not waiting.done()
        await log.append(topic, records(topic, [1]))
        assert [stored.record.position for stored in await waiting] == [1]

    async def test_the_same_events_again_are_harmless_by_position(self, log: EventLog) -> None:
        topic = new_topic()
        await log.append(topic, records(topic, range(1, 6)))
        await log.append(topic, records(topic, range(1, 8)))
        position, fresh = 0, []
        for stored in await read_until(log, topic, 7):
            if stored.record.position > position:
                position = stored.record.position
                fresh.append(stored.record)
        assert fresh == records(topic, range(1, 8))

    async def test_another_event_at_a_taken_position_is_refused(self, log: EventLog) -> None:
        topic = new_topic()
        await log.append(topic, records(topic, range(1, 4)))
        another = [record(topic, 3, "another"), record(topic, 4)]
        # Kafka appends whatever it is given: that nobody gives a position twice rests on the
        # relay's fence alone
        if not self.conflicts:
            await log.append(topic, another)
            assert await log.end(topic) == 5
            return
        with pytest.raises(LogConflict, match="position 3"):
            await log.append(topic, another)
        assert await log.end(topic) == 3

    async def test_text_of_every_script_comes_back(self, log: EventLog) -> None:
        topic = new_topic()
        given = [
            record(topic, 1, value='{"t":"ñandú – 移民 \\u0000 🧭"}'),
            record(topic, 2, key="clé-é"),
        ]
        await log.append(topic, given)
        assert [stored.record for stored in await read_until(log, topic, 2)] == given

    async def test_topics_are_apart(self, log: EventLog) -> None:
        one, two = new_topic(), new_topic()
        await log.append(one, records(one, [1, 2]))
        await log.append(two, records(two, [1]))
        assert [stored.record.topic for stored in await read_until(log, one, 2)] == [one, one]
        assert await log.end(two) == 1

    async def test_readers_beside_a_writer_see_everything_once_in_order(
        self, log: EventLog
    ) -> None:
        topic = new_topic()
        readers = [asyncio.create_task(read_until(log, topic, 200)) for _ in range(3)]
        for first in range(1, 201, 20):
            await log.append(topic, records(topic, range(first, first + 20)))
            await asyncio.sleep(0.01)
        for found in await asyncio.gather(*readers):
            assert [stored.record.position for stored in found] == list(range(1, 201))


class Durable(Behaviour):
    """For adapters whose log outlives them."""

    async def test_what_append_returned_from_is_there_after_a_restart(self, make: Make) -> None:
        topic = new_topic()
        first = make()
        await first.start()
        await first.append(topic, records(topic, range(1, 4)))
        await first.stop()
        second = make()
        await second.start()
        await second.append(topic, records(topic, [4]))
        assert [stored.record for stored in await read_until(second, topic, 4)] == records(
            topic, range(1, 5)
        )
        await second.stop()

    async def test_what_one_adapter_appends_another_reads(self, log: EventLog, make: Make) -> None:
        topic = new_topic()
        other = make()
        await other.start()
        await log.end(topic)
        waiting = asyncio.create_task(other.read(topic, 0, 10, 10))
        await asyncio.sleep(0.2)
        await log.append(topic, records(topic, [1]))
        assert [stored.record.position for stored in await waiting] == [1]
        await other.stop()
