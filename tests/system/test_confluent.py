"""The log on Kafka by the synchronous client keeps the promises of a log on a real broker, and
mixes with the other client's.
"""

import ctypes
from pathlib import Path

import confluent_kafka
import pytest
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType

from contracts import topics
from kernel.errors import LogConflict, LogTruncated, Unavailable
from kernel.eventlog import wire
from kernel.eventlog.kafka import KafkaLog
from system import confluent
from system.confluent import ConfluentLog
from tests.kernel.eventlog import behaviour
from tests.kernel.eventlog.behaviour import new_topic, read_until, record, records


class TestConfluent(behaviour.Durable):
    conflicts = False

    @pytest.fixture
    def make(self, kafka_broker: str) -> behaviour.Make:
        return lambda: ConfluentLog(kafka_broker)

    async def test_topics_are_made_as_the_contracts_say(
        self, log: ConfluentLog, kafka_broker: str
    ) -> None:
        admin = AdminClient({"bootstrap.servers": kafka_broker})
        new = new_topic()
        assert await log.end(new) == 0
        for topic in (new, *topics.SETTINGS):
            assert len(admin.list_topics(topic, timeout=10).topics[topic].partitions) == 1
            asked = ConfigResource(ResourceType.TOPIC, topic)
            said = admin.describe_configs([asked])[asked].result(20)
            assert {name: said[name].value for name in wire.settings(topic)} == wire.settings(topic)

    async def test_what_one_client_writes_the_other_reads(
        self, log: ConfluentLog, kafka_broker: str
    ) -> None:
        topic = new_topic()
        other = KafkaLog(kafka_broker)
        await log.append(topic, [record(topic, 1, key="clé", value='"ñ"')])
        await other.append(topic, [record(topic, 2, key="clé", value='"ñ"')])
        mine, theirs = await read_until(log, topic, 2), await read_until(other, topic, 2)
        await other.stop()
        assert mine == theirs
        assert [stored.record for stored in mine] == [
            record(topic, position, key="clé", value='"ñ"') for position in (1, 2)
        ]

    async def test_a_batch_larger_than_kafkas_is_sent_in_several(self, log: ConfluentLog) -> None:
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

    async def test_after_a_producers_fatal_error_another_goes_on(self, log: ConfluentLog) -> None:
        topic = new_topic()
        await log.append(topic, records(topic, [1]))
        broken = log._producer
        _break(broken.client)
        with pytest.raises(Unavailable, match="FATAL"):
            await log.append(topic, records(topic, [2]))
        await log.append(topic, records(topic, [2]))
        assert log._producer is not broken
        assert [stored.record.position for stored in await read_until(log, topic, 2)] == [1, 2]

    async def test_a_log_that_begins_later_is_said_loudly(
        self, log: ConfluentLog, kafka_broker: str
    ) -> None:
        topic = new_topic()
        await log.append(topic, records(topic, range(1, 6)))
        admin = AdminClient({"bootstrap.servers": kafka_broker})
        for deleted in admin.delete_records([TopicPartition(topic, 0, 3)]).values():
            deleted.result(20)
        with pytest.raises(LogTruncated, match="aggregator rebuild"):
            await read_until(log, topic, 5)
        assert [stored.record.position for stored in await read_until(log, topic, 5, 3)] == [4, 5]

    async def test_a_reader_that_stands_still_is_replaced(
        self, log: ConfluentLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(confluent, "STILL_SECONDS", 0.3)
        topic = new_topic()
        assert await log.read(topic, 0, 10, 0.1) == []
        ((_, reader),) = log._readers
        reader.client.pause([TopicPartition(topic, 0)])  # as if its fetcher hung
        await log.append(topic, records(topic, [1]))
        assert [stored.record.position for stored in await read_until(log, topic, 1)] == [1]
        assert reader not in [spare for _, spare in log._readers]

    async def test_a_message_without_position_stops_the_reader(
        self, log: ConfluentLog, kafka_broker: str
    ) -> None:
        topic = new_topic()
        await log.end(topic)
        stranger = confluent_kafka.Producer({"bootstrap.servers": kafka_broker})
        stranger.produce(topic, b"stray")
        stranger.flush(10)
        with pytest.raises(LogConflict, match="offset 0"):
            await log.read(topic, 0, 10, 10)

    async def test_what_is_too_large_for_good_is_no_outside_trouble(
        self, log: ConfluentLog
    ) -> None:
        topic = new_topic()
        with pytest.raises(confluent_kafka.KafkaException):
            await log.append(topic, [record(topic, 1, value="x" * (wire.LARGEST_MESSAGE + 1))])


def _break(producer: confluent_kafka.Producer) -> None:
    """Raise a fatal error in it, by the function that librdkafka has for tests (the Python object
    holds the handle first).
    """
    (library,) = (Path(confluent_kafka.__file__).parent.parent / "confluent_kafka.libs").glob(
        "librdkafka*"
    )
    handle = ctypes.c_void_p.from_address(id(producer) + object.__basicsize__)
    raise_fatal = ctypes.CDLL(str(library)).rd_kafka_test_fatal_error
    raise_fatal.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p]
    assert (
        raise_fatal(
            handle,
            confluent_kafka.KafkaError.OUT_OF_ORDER_SEQUENCE_NUMBER,
            b"as if the broker had said so",
        )
        == 0
    )


async def test_without_a_broker_everything_is_unavailable_and_start_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(confluent, "REQUEST_SECONDS", 0.5)
    log = ConfluentLog("127.0.0.1:1")
    await log.start()
    for call in (log.end("t"), log.read("t", 0, 1, 0.1), log.append("t", records("t", [1]))):
        with pytest.raises(Unavailable):
            await call
    await log.stop()


class _Forgetful:
    """A client that keeps what it knows of a new topic until it has asked so many times."""

    def __init__(self, times: int, code: int) -> None:
        self.left, self.code = times, code

    def list_topics(self, _topic: str, **_how: object) -> None:
        self.left -= 1

    def get_watermark_offsets(self, *_given: object, **_how: object) -> tuple[int, int]:
        if self.left > 0:
            raise confluent_kafka.KafkaException(confluent_kafka.KafkaError(self.code))
        return 0, 7


def test_the_end_of_a_topic_that_has_just_been_made_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(confluent, "RETRY_SECONDS", 0)
    unknown = confluent_kafka.KafkaError._UNKNOWN_PARTITION
    assert confluent._end(_Forgetful(3, unknown), "t") == 7
    with pytest.raises(confluent_kafka.KafkaException):
        confluent._end(_Forgetful(1, confluent_kafka.KafkaError._TRANSPORT), "t")
    monkeypatch.setattr(confluent, "NEW_TOPIC_SECONDS", 0)
    with pytest.raises(confluent_kafka.KafkaException):
        confluent._end(_Forgetful(10**9, unknown), "t")
