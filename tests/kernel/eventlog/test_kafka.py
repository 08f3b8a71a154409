"""The Kafka log keeps the promises of a log on a real broker, and survives what Kafka does to
producers and readers.
"""

import asyncio

import aiokafka
import pytest
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from contracts import topics
from kernel.errors import LogConflict, LogTruncated, Unavailable
from kernel.eventlog import kafka
from kernel.eventlog.kafka import KafkaLog
from tests.kernel.eventlog import behaviour
from tests.kernel.eventlog.behaviour import new_topic, read_until, record, records


class TestKafka(behaviour.Durable):
    conflicts = False

    @pytest.fixture
    def make(self, kafka_broker: str) -> behaviour.Make:
        return lambda: KafkaLog(kafka_broker)

    async def test_topics_are_made_as_the_contracts_say(
        self, log: KafkaLog, kafka_broker: str
    ) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=kafka_broker)
        await admin.start()
        try:
            described = {
                topic["topic"]: topic
                for topic in await admin.describe_topics(list(topics.SETTINGS))
            }
        finally:
            await admin.close()
        assert {
            name: len(topic["partitions"]) for name, topic in described.items()
        } == dict.fromkeys(topics.SETTINGS, 1)

    async def test_headers_are_binary_mode_and_the_key_is_the_aggregate(
        self, log: KafkaLog, kafka_broker: str
    ) -> None:
        topic = new_topic()
        await log.append(topic, [record(topic, 1, key="SUB-1")])
        async with aiokafka.AIOKafkaConsumer(
            topic, bootstrap_servers=kafka_broker, auto_offset_reset="earliest"
        ) as consumer:
            message = await asyncio.wait_for(consumer.getone(), 60)
        assert (message.key, message.value) == (b"SUB-1", b'{"n":1}')
        assert ("ce_id", b"e1") in message.headers
        assert ("content-type", b"application/json") in message.headers

    async def test_a_batch_larger_than_kafkas_is_sent_in_several(
        self, log: KafkaLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        topic = new_topic()
        large = [
            record(topic, position, value='"' + "x" * 200_000 + '"') for position in range(1, 8)
        ]
        # more than Kafka's default allows
        large.append(record(topic, 8, value='"' + "y" * 1_500_000 + '"'))
        await log.append(topic, large)
        assert [stored.record.position for stored in await read_until(log, topic, 8)] == list(
            range(1, 9)
        )

    async def test_after_a_producers_fatal_error_another_goes_on(self, log: KafkaLog) -> None:
        topic = new_topic()
        await log.append(topic, records(topic, [1]))
        broken = log._producer
        broken._txn_manager._sequence_numbers[aiokafka.TopicPartition(topic, 0)] = (
            7  # the broker expects 1
        )
        with pytest.raises(Unavailable):
            await log.append(topic, records(topic, [2]))
        await log.append(topic, records(topic, [2]))
        assert log._producer is not broken
        assert [stored.record.position for stored in await read_until(log, topic, 2)] == [1, 2]

    async def test_a_log_that_begins_later_is_said_loudly(
        self, log: KafkaLog, kafka_broker: str
    ) -> None:
        topic = new_topic()
        await log.append(topic, records(topic, range(1, 6)))
        admin = AIOKafkaAdminClient(bootstrap_servers=kafka_broker)
        await admin.start()
        await admin.delete_records(
            {aiokafka.TopicPartition(topic, 0): RecordsToDelete(before_offset=3)}
        )
        await admin.close()
        with pytest.raises(LogTruncated):
            await read_until(log, topic, 5)
        assert [stored.record.position for stored in await read_until(log, topic, 5, 3)] == [4, 5]

    async def test_a_reader_that_stands_still_is_replaced(
        self, log: KafkaLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kafka, "STILL_SECONDS", 0.3)
        topic = new_topic()
        assert await log.read(topic, 0, 10, 0.1) == []
        ((_, reader),) = log._spare
        reader.consumer.pause(aiokafka.TopicPartition(topic, 0))  # as if its fetcher hung
        await log.append(topic, records(topic, [1]))
        assert [stored.record.position for stored in await read_until(log, topic, 1)] == [1]
        assert reader.consumer._closed

    async def test_a_message_without_position_stops_the_reader(
        self, log: KafkaLog, kafka_broker: str
    ) -> None:
        topic = new_topic()
        await log.end(topic)
        async with aiokafka.AIOKafkaProducer(bootstrap_servers=kafka_broker) as producer:
            await producer.send_and_wait(topic, b"stray")
        with pytest.raises(LogConflict, match="offset 0"):
            await log.read(topic, 0, 10, 10)

    async def test_bytes_that_are_no_text_stay_visible(
        self, log: KafkaLog, kafka_broker: str
    ) -> None:
        topic = new_topic()
        await log.end(topic)
        async with aiokafka.AIOKafkaProducer(bootstrap_servers=kafka_broker) as producer:
            await producer.send_and_wait(topic, b'"\xff"', headers=[("ce_position", b"1")])
        assert [stored.record.value for stored in await log.read(topic, 0, 10, 10)] == ['"\\xff"']


async def test_without_a_broker_everything_is_unavailable_and_start_goes_on() -> None:
    log = KafkaLog("127.0.0.1:1")
    await log.start()
    for call in (log.end("t"), log.read("t", 0, 1, 0.1), log.append("t", records("t", [1]))):
        with pytest.raises(Unavailable):
            await call
    await log.stop()
