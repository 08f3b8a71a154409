"""The Kafka of the tests is a real one: it keeps records, survives a killed node, and is gone with
whoever asked for it.
"""

import uuid

import aiokafka
import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from tools.components import kafka, processes


async def make_topic(bootstrap_servers: str, copies: int = 1) -> str:
    topic = f"t-{uuid.uuid4()}"
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=copies)])
    finally:
        await admin.close()
    return topic


async def send(bootstrap_servers: str, topic: str, values: list[bytes]) -> None:
    async with aiokafka.AIOKafkaProducer(
        bootstrap_servers=bootstrap_servers, enable_idempotence=True
    ) as producer:
        for value in values:
            await producer.send_and_wait(topic, value, key=b"k", headers=[("ce_id", b"1")])


async def read(bootstrap_servers: str, topic: str, count: int) -> list[bytes]:
    async with aiokafka.AIOKafkaConsumer(
        bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest"
    ) as consumer:
        consumer.assign([aiokafka.TopicPartition(topic, 0)])
        return [(await consumer.getone()).value for _ in range(count)]


async def test_keeps_a_record(kafka_broker: str) -> None:
    topic = await make_topic(kafka_broker)
    await send(kafka_broker, topic, [b"one", b"two"])
    assert await read(kafka_broker, topic, 2) == [b"one", b"two"]


async def test_three_nodes_survive_the_death_of_one(kafka_broker: str) -> None:
    cluster = kafka.brokers(3)
    try:
        everywhere = cluster.start().bootstrap_servers
        topic = await make_topic(everywhere, copies=3)
        await send(everywhere, topic, [b"before"])
        cluster.nodes[0].kill()
        await send(everywhere, topic, [b"after"])
        assert await read(everywhere, topic, 2) == [b"before", b"after"]
        cluster.nodes[0].start()
        cluster.nodes[0].wait()
    finally:
        cluster.remove()
    assert not any(processes.accepts(node.port) for node in cluster.nodes)
    assert not cluster.folder.exists()


def test_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(processes.Missing, match="java"):
        kafka.jars()
